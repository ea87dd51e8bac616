//! From counts to checks and signals.
//!
//! Strong is only what nothing but invention or shuffling explains; what one odd column of real data could explain as well
//! is moderate at most, and nothing is judged from fewer than 20 rows. What a check's reference does not cover, such as
//! another country's numbers, was not tested.

mod columns;
mod pairs;
mod rates;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::facts::{CoherenceFacts, Fraction, Measured};
use crate::words::{count, percent};
use crate::{Error, Points, Question, SampleFindings, Signal, Strength};

/// How a sample's rows fit each other and the rules of their kinds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CoherenceFindings {
    /// Distinct rows that were looked at.
    pub rows: u64,
    /// How many distinct rows each of them stands for; 1 if they are all there are.
    pub one_in: u64,
    /// The checks, in a fixed order.
    pub checks: Vec<CoherenceCheck>,
}

/// One check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CoherenceCheck {
    /// A stable name; several checks may lead to one signal, which has the same name.
    pub name: String,
    /// What was counted.
    pub what: String,
    /// How many rows or values it could be tested on.
    pub tested: u64,
    /// How many of them show it.
    pub found: u64,
    /// Their share.
    pub rate: f64,
    /// The share that independent values give, by setting each row's value beside another row's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_chance: Option<f64>,
    /// What real data has.
    pub expected: Expected,
    /// What it says of the sample; nothing where the rate is as in real data or nothing can be said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strength: Option<Strength>,
}

/// The shares that real data has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Expected {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// Where they are from.
    pub source: String,
}

impl CoherenceFindings {
    /// Whether nothing was looked at.
    pub fn is_empty(&self) -> bool {
        self.checks.is_empty()
    }
}

/// The checks of a sample, and what they say of whether it is authentic; never more than weakly for it.
///
/// # Errors
/// A figure that an estimator can't take.
pub(crate) fn judge(
    facts: &CoherenceFacts,
    sample: &SampleFindings,
) -> Result<(CoherenceFindings, Vec<Signal>), Error> {
    let mut judged = Judged::default();
    pairs::judge(facts, &mut judged)?;
    rates::judge(facts, &mut judged)?;
    columns::judge(facts, sample, &mut judged)?;
    pairs::fitting(facts, &mut judged)?;
    let findings = CoherenceFindings {
        rows: facts.rows,
        one_in: facts.one_in,
        checks: judged.checks,
    };
    Ok((findings, judged.signals))
}

#[derive(Default)]
struct Judged {
    checks: Vec<CoherenceCheck>,
    signals: Vec<Signal>,
}

/// What a check is about.
struct About {
    name: &'static str,
    what: &'static str,
    /// What real data has, and where that is from.
    expected: (f64, f64, &'static str),
}

impl Judged {
    fn check(&mut self, about: &About, measured: &Measured, strength: Option<Strength>) {
        self.count(about, measured.part, measured.by_chance, strength);
    }

    fn count(&mut self, about: &About, part: Fraction, by_chance: Option<Fraction>, strength: Option<Strength>) {
        let (low, high, source) = about.expected;
        self.checks.push(CoherenceCheck {
            name: about.name.to_owned(),
            what: about.what.to_owned(),
            tested: part.tested,
            found: part.found,
            rate: part.rate(),
            by_chance: by_chance.map(Fraction::rate),
            expected: Expected {
                low,
                high,
                source: source.to_owned(),
            },
            strength,
        });
    }

    fn say(&mut self, name: &str, points: Points, strength: Strength, text: String) {
        self.signals.push(Signal {
            name: name.to_owned(),
            question: Question::Authentic,
            points,
            strength,
            text,
        });
    }

    fn against(&mut self, name: &str, strength: Strength, text: String) {
        self.say(name, Points::Against, strength, text);
    }
}

/// `12 of 34 (35.3 %)`
fn of(part: Fraction) -> String {
    format!(
        "{} of {} ({})",
        count(part.found),
        count(part.tested),
        percent(part.rate())
    )
}

/// Where a range is nobody's measurement.
const JUDGEMENT: &str = "judgement";
/// Fewer are not judged.
const FEWEST: u64 = 20;
/// What is less likely than this does not happen by chance, in all the checks of all samples that are ever tested.
const UNLIKELY: f64 = 1e-6;
