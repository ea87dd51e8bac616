//! What the reader must know about how a test went.

use assay_fields::{Class, Kind};
use assay_index::{Covers, Index};

use crate::tally::Tally;
use crate::tester::Counts;
use crate::weigh::FEW_ROWS;
use crate::{ControlFindings, IndexFindings, MatchFindings, Options, Outcome, SampleFacts, SampleFindings, Warning};

pub(crate) fn warnings(
    counts: &Counts,
    facts: &SampleFacts,
    sample: &SampleFindings,
    matched: &MatchFindings,
    (indexes, about): (&[Index], &[IndexFindings]),
    options: &Options,
) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let testable = matched.genuine.testable;
    if testable == 0 {
        warnings.push(Warning::NothingTestable);
    } else if testable < FEW_ROWS {
        warnings.push(Warning::FewRows { testable });
    }
    warnings.extend(rejected(sample));
    let ours = indexes.iter().zip(about).filter(|(_, about)| about.source.is_company());
    for (index, about) in ours {
        let covers = &index.manifest().covers;
        if *covers != Covers::All {
            warnings.push(Warning::Coverage {
                index: about.index.clone(),
                current_only: *covers == Covers::Current,
            });
        }
        for kind in missing_kinds(&counts.tally, facts, index) {
            warnings.push(Warning::ClassMissing {
                kind,
                index: about.index.clone(),
            });
        }
    }
    if options.population.is_none() && matched.genuine.genuine > 0 {
        warnings.push(Warning::NoPopulation);
    }
    for field in matched.fields.iter().filter(|field| field.below_chance) {
        warnings.push(Warning::BelowChance {
            class: field.class.clone(),
            index: field.index.clone(),
        });
    }
    matched
        .controls
        .iter()
        .for_each(|controls| of_controls(controls, &mut warnings));
    warnings.extend(of_columns(sample, facts));
    warnings
}

/// Warnings of how a sample was read, which no index has a part in.
pub(crate) fn of_reading(sample: &SampleFindings, facts: &SampleFacts) -> Vec<Warning> {
    rejected(sample).into_iter().chain(of_columns(sample, facts)).collect()
}

fn rejected(sample: &SampleFindings) -> Option<Warning> {
    let rows: u64 = sample.rows.rejected.values().sum();
    (rows > 0).then_some(Warning::Rejected {
        rows,
        read: sample.rows.read,
    })
}

fn of_columns(sample: &SampleFindings, facts: &SampleFacts) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for (column, found) in facts.columns.iter().zip(&sample.columns) {
        if let Some((second, confidence)) = column.second
            && confidence > 0.0
            && column.confidence < CLOSE_CALL * confidence
        {
            warnings.push(Warning::CloseCall {
                column: column.name.clone(),
                kind: column.kind,
                second,
            });
        }
        let of = |outcome: Outcome| found.outcomes.get(&outcome).copied().unwrap_or(0);
        let malformed = of(Outcome::Malformed);
        let values = malformed + of(Outcome::Hit) + of(Outcome::Miss) + of(Outcome::Untested);
        if column.kind != Kind::Opaque && malformed * 2 > values {
            warnings.push(Warning::Misread {
                column: column.name.clone(),
                kind: column.kind,
                malformed,
                values,
            });
        }
        if column.date_order_undecided {
            warnings.push(Warning::DateOrderUndecided {
                column: column.name.clone(),
            });
        }
    }
    warnings
}

fn of_controls(controls: &ControlFindings, warnings: &mut Vec<Warning>) {
    if controls.in_sample > 0 {
        warnings.push(Warning::ControlsInSample {
            of: controls.of,
            left_out: controls.in_sample,
            read: controls.rows + controls.in_sample,
        });
    }
    let mut unlike: Vec<_> = controls
        .fields
        .iter()
        .filter(|field| field.is_unlike_sample())
        .collect();
    if controls.testable == 0 {
        unlike.clear();
    }
    // Once a class, whatever the number of indexes.
    unlike.sort_by(|a, b| a.class.cmp(&b.class));
    unlike.dedup_by(|a, b| a.class == b.class);
    warnings.extend(unlike.into_iter().map(|field| Warning::ControlsUnlike {
        of: controls.of,
        class: field.class.clone(),
        filled: field.filled,
        filled_in_sample: field.filled_in_sample,
    }));
}

/// Identifiers that the sample has values of and the index has no class for.
fn missing_kinds(tally: &Tally, facts: &SampleFacts, index: &Index) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = facts
        .columns
        .iter()
        .zip(&tally.columns)
        .filter(|(_, tally)| {
            tally.outcomes.keys().any(|outcome| {
                matches!(
                    outcome,
                    crate::Outcome::Untested | crate::Outcome::Hit | crate::Outcome::Miss
                )
            })
        })
        .map(|(column, _)| column.kind)
        .filter(|kind| kind.is_identifier() && index.manifest().class(&Class::single(*kind)).is_none())
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// A second reading more than 1/1.5 as likely as the first is close.
const CLOSE_CALL: f64 = 1.5;
