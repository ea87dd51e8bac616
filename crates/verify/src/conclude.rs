//! From counts to findings: rates freed of chance, shares with their limits, estimates.

use std::collections::BTreeMap;

use assay_fields::Kind;
use assay_index::Index;

use crate::amount::Amount;
use crate::by_chance::{rows_by_chance, rows_joined_loosely};
use crate::controls::{Controls, Rate};
use crate::counting::counting;
use crate::figures::{field, link};
use crate::sources::{KnownRows, bits_of};
use crate::tally::ColumnTally;
use crate::tester::{Counts, Tester};
use crate::{
    ColumnFacts, ColumnFindings, Dating, Error, Findings, Grade, IndexFindings, IndexMatch, MadeUp, MatchFindings,
    MatchedPersons, NullFindings, Options, PersonCounts, RowCounts, SampleFacts, SampleFindings, Sampling, Seen,
    SizeCounts, Source, Thing, canaries, claim, coherence, estimates, genuine, null, rule, segments, share, warn,
    weigh,
};

impl<'a> Tester<'a> {
    /// Ends the test: what all rows together say.
    ///
    /// # Errors
    /// A figure that an estimator can't take; a temporary file that can't be read.
    pub fn finish(self, facts: SampleFacts, options: &Options) -> Result<Findings, Error> {
        self.end(facts)?.conclude(options, &Controls::default())
    }

    /// Ends the reading of the sample, so that controls can be tested as it was.
    ///
    /// # Errors
    /// A temporary file can't be read.
    pub fn end(self, facts: SampleFacts) -> Result<Ended<'a>, Error> {
        let indexes = self.indexes();
        let about = index_findings(indexes, self.sources());
        let labels: Vec<&str> = about.iter().map(|index| index.index.as_str()).collect();
        let counts = self.into_counts(&facts, &labels)?;
        Ok(Ended {
            indexes,
            about,
            counts,
            facts,
            null: None,
            made_up: Vec::new(),
        })
    }
}

/// A sample that was tested to its end.
pub struct Ended<'a> {
    pub(crate) indexes: &'a [Index],
    pub(crate) about: Vec<IndexFindings>,
    pub(crate) counts: Counts,
    facts: SampleFacts,
    /// What shuffled rows gave, if that was measured.
    pub(crate) null: Option<NullFindings>,
    /// What made-up values gave.
    pub(crate) made_up: Vec<MadeUp>,
}

impl Ended<'_> {
    /// What all rows together say, with what the controls say of the test.
    ///
    /// # Errors
    /// A figure that an estimator can't take.
    pub fn conclude(self, options: &Options, controls: &Controls) -> Result<Findings, Error> {
        let Ended {
            indexes,
            about: index_findings,
            counts,
            facts,
            null: measured,
            made_up,
        } = self;
        let size = size_counts(&counts);
        let sample = sample(&counts, &facts, &index_findings, &size);
        let known = KnownRows::of(&counts.sets.known);
        let matched = matched(&counts, indexes, &index_findings, &known, options, controls)?;
        let company = matched.of_company(&index_findings);
        let of_company: Vec<IndexFindings> = index_findings
            .iter()
            .filter(|index| index.source.is_company())
            .cloned()
            .collect();
        let mut warnings = warn::warnings(&counts, &facts, &sample, &company, (indexes, &index_findings), options);
        warnings.extend(claim::warnings(&options.claim, &of_company));
        let ours = bits_of(&index_findings, Source::Company);
        let ssns = weigh::KnownSsns::of(indexes, &index_findings, &sample);
        let rows = weigh::Rows::of(&counts, &company, &of_company, &known, ours, ssns)?;
        let (coherence, by_itself) = coherence::judge(&facts.coherence, &sample)?;
        let seen = weigh::Seen {
            by_itself: &by_itself,
            null: measured.as_ref(),
            made_up: &made_up,
            rows: &rows,
            sample: &sample,
            matched: &company,
            all: &matched,
            indexes: &index_findings,
            known: &known,
            options,
        };
        let weights = null::weights(&company, measured.as_ref(), &made_up)?;
        let mut signals = weigh::signals(&seen)?;
        signals.extend(canaries::signals(&matched.canaries, &index_findings));
        signals.extend(null::signals(&weights, &seen));
        signals.extend(by_itself.iter().cloned());
        let verdict = rule::verdict(&signals, &seen)?;
        let estimates = estimates::estimates(&estimates::Known {
            facts: &facts,
            rows: &rows,
            made_up: &made_up,
            matched: &company,
            indexes: &of_company,
            size: &size,
            options,
            controls,
            rate_of_rows: rate_of_rows(&counts),
        })?;
        let mut claim = claim::against(&claim::Known {
            matched: Some(&company),
            indexes: &of_company,
            estimates: &estimates,
            ..claim::Known::of(&facts, &sample, options)
        })?;
        segments::consider(&mut claim, &company, &of_company, options);
        Ok(Findings {
            weights,
            contact: counts.contact.clone(),
            null: measured,
            made_up,
            claim,
            estimates,
            sample,
            coherence,
            indexes: index_findings,
            matched,
            signals,
            verdict,
            warnings,
        })
    }
}

/// How often people and rows were seen.
fn size_counts(counts: &Counts) -> SizeCounts {
    let people = &counts.people;
    SizeCounts {
        people: (people.distinct > 0).then(|| Seen::of_one(Thing::People, people.times.clone())),
        rows: counts.sets.rows.times().map(|times| Seen::of_one(Thing::Rows, times)),
        rows_without_identifier: people.rows_without_identifier,
        ..SizeCounts::default()
    }
}

fn sample(counts: &Counts, facts: &SampleFacts, indexes: &[IndexFindings], size: &SizeCounts) -> SampleFindings {
    let tally = &counts.tally;
    // An estimate may lie above what there can be.
    let distinct = distinct_rows(counts).values().map(Amount::count).sum::<u64>();
    let columns = facts.columns.iter().zip(&tally.columns);
    let labels: Vec<&str> = indexes.iter().map(|index| index.index.as_str()).collect();
    let singles = counts.plan.classes().iter().zip(&counts.used);
    let values: Vec<(Kind, Amount)> = singles
        .zip(&counts.sets.values)
        .zip(&tally.values)
        .filter(|(((class, used), _), _)| **used && !class.is_link())
        .filter_map(|(((class, _), values), all)| Some((class.kinds().next()?, Amount::of(values).up_to(*all))))
        .collect();
    let estimated = values.iter().filter(|(_, values)| !values.is_exact());
    SampleFindings {
        counting: counting(counts, &labels),
        distinct_values_at_least: estimated.map(|(kind, values)| (*kind, values.at_least())).collect(),
        dialect: facts.dialect.clone(),
        rows: RowCounts {
            read: facts.read,
            rejected: facts.rejected.clone(),
            flawed: facts.flawed.clone(),
            blank: facts.blank,
            comments: facts.comments,
            bytes: facts.bytes_of,
            distinct,
            duplicate: tally.rows - distinct,
        },
        persons: PersonCounts {
            distinct: counts.people.distinct,
            rows_without_identifier: counts.people.rows_without_identifier,
            identifiers_of_many_names: counts.people.identifiers_of_many_names,
        },
        seen: size.people.iter().chain(&size.rows).cloned().collect(),
        tables: facts.tables.clone(),
        members: facts.members.clone(),
        columns: columns.map(|(facts, tally)| column(facts, tally)).collect(),
        distinct_values: values.iter().map(|(kind, values)| (*kind, values.count())).collect(),
    }
}

/// What became of a column's cells.
pub(crate) fn column(facts: &ColumnFacts, tally: &ColumnTally) -> ColumnFindings {
    let owned = |counts: &BTreeMap<&'static str, u64>| counts.iter().map(|(k, v)| ((*k).to_owned(), *v)).collect();
    ColumnFindings {
        table: facts.table,
        number: facts.number,
        name: facts.name.clone(),
        kind: facts.kind,
        confidence: facts.confidence,
        second: facts.second,
        outcomes: tally.outcomes.clone(),
        malformed: owned(&tally.malformed),
        implausible: owned(&tally.implausible),
        padded: tally.padded,
    }
}

/// Distinct rows per grade. An estimate may lie above what there can be.
pub(crate) fn distinct_rows(counts: &Counts) -> BTreeMap<Grade, Amount> {
    let all = counts.tally.grades.iter();
    all.map(|(grade, rows)| {
        let marked = counts.sets.rows.marked(|mark| mark.grade == *grade);
        (*grade, marked.up_to(*rows))
    })
    .collect()
}

/// Distinct rows that came out as genuine, beside the others that could be tested.
pub(crate) fn rate_of_rows(counts: &Counts) -> Rate {
    let rows = &counts.sets.rows;
    let others = |grade: Grade| !grade.is_genuine() && grade != Grade::Untestable;
    Rate::new(
        rows.marked(|mark| mark.grade.is_genuine()),
        rows.marked(|mark| others(mark.grade)),
    )
}

/// Two indexes of one file name, in different folders, are told apart by a number.
fn index_findings(indexes: &[Index], sources: &[Source]) -> Vec<IndexFindings> {
    let names: Vec<String> = indexes.iter().map(file_name).collect();
    let label = |at: usize| match names[..at].iter().filter(|name| **name == names[at]).count() {
        0 => names[at].clone(),
        before => format!("{} ({})", names[at], before + 1),
    };
    indexes
        .iter()
        .zip(sources)
        .enumerate()
        .map(|(at, (index, source))| about(index, label(at), *source))
        .collect()
}

fn about(index: &Index, label: String, source: Source) -> IndexFindings {
    let manifest = index.manifest();
    IndexFindings {
        index: label,
        source,
        key_id: manifest.key_id,
        company: manifest.company.clone(),
        own: manifest.own.clone(),
        snapshot: manifest.snapshot.clone(),
        covers: manifest.covers.clone(),
        records: manifest.records.read,
        people: manifest.people(),
        tool: manifest.tool.clone(),
    }
}

fn matched(
    counts: &Counts,
    indexes: &[Index],
    about: &[IndexFindings],
    known: &KnownRows,
    options: &Options,
    controls: &Controls,
) -> Result<MatchFindings, Error> {
    let mut fields = Vec::new();
    let mut links = Vec::new();
    let mut by_index = Vec::new();
    let mut by_chance = 0.0;
    let per_index = counts.tally.indexes.iter().zip(&counts.sets.tested);
    for ((index, about), (tally, tested)) in indexes.iter().zip(about).zip(per_index) {
        let label = &about.index;
        let of_classes = counts.plan.classes().iter().zip(&counts.used);
        let of_classes = of_classes.zip(&tally.classes).zip(tested);
        for (((class, _), counts), tested) in of_classes.filter(|(((_, used), _), _)| **used) {
            let Some((_, entry)) = index.manifest().class(class) else {
                continue;
            };
            if class.is_link() {
                links.push(link(label, entry, counts, tested, options)?);
            } else {
                fields.push(field(label, entry, counts, tested, options)?);
            }
        }
        let expected = rows_by_chance(counts, index.manifest(), tally);
        let genuine_by_chance = expected.get(&Grade::Partial).copied().unwrap_or(0.0);
        if about.source.is_company() {
            by_chance += genuine_by_chance;
        }
        by_index.push(IndexMatch {
            index: label.clone(),
            genuine: share::of_rows(&tally.grades, genuine_by_chance, options.level)?,
            rows: tally.grades.clone(),
            rows_by_chance: expected,
        });
    }
    let people = &counts.people;
    let distinct_rows = distinct_rows(counts);
    let rows = &counts.sets.rows;
    by_chance += rows_joined_loosely(&links, about, counts);
    let genuine = share::of_rows(&counts.tally.grades, by_chance, options.level)?;
    let chance = (by_chance / genuine.testable.max(1) as f64).min(1.0);
    let by_controls = genuine::Known {
        rows: rate_of_rows(counts),
        chance,
        controls,
    };
    let dating = Dating::of(known, about, &fields, options.sampling);
    Ok(MatchFindings {
        fields,
        links,
        by_index,
        persons: MatchedPersons {
            matched: people.matched,
            testable: people.testable,
        },
        genuine: by_controls.share(options.level)?.unwrap_or(genuine),
        controls: controls.findings(options.level)?,
        listing: match options.sampling {
            Sampling::Seller => None,
            Sampling::Random => Some(share::of_listing(people.matched, people.testable, chance, options)?),
        },
        segments: segments::compare(&counts.told, indexes, about, options.level)?,
        sources: known.findings(about, options.level)?,
        canaries: counts.canaries.clone(),
        dating,
        rows: counts.tally.grades.clone(),
        directory_contradicted: rows
            .marked(|mark| mark.grade == Grade::Directory && mark.contradicted)
            .count(),
        loosely_joined: rows.marked(|mark| mark.grade.is_genuine() && !mark.firm).count(),
        strange_names: rows.marked(|mark| mark.strange_name).count(),
        distinct_rows_one_in: distinct_rows
            .iter()
            .filter(|(_, rows)| !rows.is_exact())
            .map(|(grade, rows)| (*grade, rows.weight()))
            .collect(),
        distinct_rows: distinct_rows
            .iter()
            .map(|(grade, rows)| (*grade, rows.count()))
            .collect(),
    })
}

fn file_name(index: &Index) -> String {
    let path = index.path();
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}
