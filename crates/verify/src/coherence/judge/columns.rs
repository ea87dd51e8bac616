//! Whether columns obey the rules of their kinds, and whether they do so too well.

use std::collections::BTreeMap;

use assay_estimate::binomial_survival;
use assay_fields::Kind;

use super::{About, JUDGEMENT, Judged, UNLIKELY, of};
use crate::coherence::facts::{CoherenceFacts, Fraction, Measure};
use crate::words::count;
use crate::{ColumnFindings, Error, Outcome, Points, SampleFindings, Strength};

pub(super) fn judge(facts: &CoherenceFacts, sample: &SampleFindings, judged: &mut Judged) -> Result<(), Error> {
    validity(facts, judged)?;
    too_clean(sample, judged);
    Ok(())
}

/// Kinds whose values are random digits. One such column may be encrypted or taken for what it is not; of two, nothing but
/// invention is left.
fn validity(facts: &CoherenceFacts, judged: &mut Judged) -> Result<(), Error> {
    const NAME: &str = "validity";
    let mut random: BTreeMap<Kind, String> = BTreeMap::new();
    for rule in &RULES {
        let Some(measured) = facts.of(rule.measure) else {
            continue;
        };
        let part = measured.part;
        let is_spread = rule.diversity == 0.0 || measured.diversity.is_some_and(|values| values >= rule.diversity);
        let is_random = part.tested >= rule.fewest
            && part.rate() >= rule.least
            && is_spread
            && binomial_survival(part.found, part.tested, rule.real)? < UNLIKELY;
        let about = About {
            name: NAME,
            what: rule.what,
            expected: (0.0, rule.real, JUDGEMENT),
        };
        judged.check(&about, measured, is_random.then_some(Strength::Moderate));
        if is_random {
            random
                .entry(rule.kind)
                .or_insert_with(|| format!("{} {}", of(part), rule.values));
        }
    }
    if random.is_empty() {
        return Ok(());
    }
    let said: Vec<String> = random.values().cloned().collect();
    let text = format!("Values are as random digits are: {}", said.join("; "));
    let strength = if random.len() > 1 {
        Strength::Strong
    } else {
        Strength::Moderate
    };
    judged.against(NAME, strength, text);
    Ok(())
}

/// Real tables have gaps and slips.
fn too_clean(sample: &SampleFindings, judged: &mut Judged) {
    let rows = sample.rows.distinct;
    let known: Vec<&ColumnFindings> = sample
        .columns
        .iter()
        .filter(|column| column.kind != Kind::Opaque)
        .collect();
    let odd = |column: &ColumnFindings| -> u64 {
        let cells = column.outcomes.iter().filter(|(outcome, _)| {
            matches!(
                outcome,
                Outcome::Absent | Outcome::Placeholder | Outcome::Masked | Outcome::Malformed
            )
        });
        cells.map(|(_, cells)| cells).sum::<u64>() + column.implausible.values().sum::<u64>()
    };
    let cells: u64 = known.iter().flat_map(|column| column.outcomes.values()).sum();
    let found: u64 = known.iter().map(|column| odd(column)).sum();
    if rows < 200 || known.len() < 4 {
        return;
    }
    let about = About {
        name: "too_clean",
        what: "cell that is empty, a placeholder, masked, malformed or implausible",
        expected: (0.001, 0.3, JUDGEMENT),
    };
    let strength = (found == 0).then_some(Strength::Weak);
    judged.count(&about, Fraction { tested: cells, found }, None, strength);
    if let Some(strength) = strength {
        let text = format!(
            "Not one cell of {} rows in {} columns is empty, malformed or implausible: real tables are seldom so clean",
            count(rows),
            known.len()
        );
        judged.say(about.name, Points::Limits, strength, text);
    }
}

/// How random digits of a kind show.
struct Rule {
    kind: Kind,
    measure: Measure,
    what: &'static str,
    values: &'static str,
    /// What real data has at most.
    real: f64,
    /// The rate from which they are random.
    least: f64,
    /// How widely random ones are spread at least; those of another country's plan are not.
    diversity: f64,
    fewest: u64,
}

const RULES: [Rule; 5] = [
    // 5.8 % of random numbers, and 1,000 areas.
    Rule {
        kind: Kind::Ssn,
        measure: Measure::SsnNeverIssued,
        what: "ssn that was never issued, nor as a taxpayer's number",
        values: "ssns were never issued",
        real: 0.005,
        least: 0.025,
        diversity: 300.0,
        fewest: 100,
    },
    // 42 % of numbers whose area code is 200 or above, 800 codes.
    Rule {
        kind: Kind::Phone,
        measure: Measure::PhoneUnassigned,
        what: "telephone number that the North American plan does not assign",
        values: "telephone numbers are not assigned, and area codes are spread evenly over all numbers",
        real: 0.1,
        least: 0.25,
        diversity: 450.0,
        fewest: 100,
    },
    // 82 % of random ones, 100 pairs of digits.
    Rule {
        kind: Kind::Imei,
        measure: Measure::ImeiUnknownBody,
        what: "IMEI that does not begin as a reporting body's do",
        values: "IMEIs don't begin as a reporting body's do",
        real: 0.1,
        least: 0.5,
        diversity: 40.0,
        fewest: 50,
    },
    // 9 of 10 random digits are wrong; a last digit of 0 is none in an IMEI.
    Rule {
        kind: Kind::Imei,
        measure: Measure::ImeiCheckDigit,
        what: "IMEI with a wrong check digit",
        values: "IMEIs have a wrong check digit",
        real: 0.05,
        least: 0.6,
        diversity: 0.0,
        fewest: 50,
    },
    Rule {
        kind: Kind::Card,
        measure: Measure::CardCheckDigit,
        what: "card number with a wrong check digit",
        values: "card numbers have a wrong check digit",
        real: 0.05,
        least: 0.7,
        diversity: 0.0,
        fewest: 50,
    },
];
