//! From counts to checks and signals. A strong signal is one that nothing but invention explains; the thresholds are
//! judgements, held against listings of known truth (docs/listings.md).

use assay_estimate::{Level, clopper_pearson, g_fit};
use assay_fields::Kind;
use serde::{Deserialize, Serialize};

use super::facts::{CoherenceFacts, PairFacts, name};
use crate::words::percent;
use crate::{ColumnFindings, Error, Outcome, Points, Question, SampleFindings, Signal, Strength};

/// One check of a sample by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CoherenceCheck {
    /// Its name, that of the signal which it may give.
    pub check: String,
    /// Rows or values that it was made on.
    pub tested: u64,
    /// Of these, those that fit, or that are as real ones are.
    pub fits: u64,
    /// Their share.
    pub rate: f64,
    /// The share, were each column drawn by itself; where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_chance: Option<f64>,
    /// What real data show.
    pub real: String,
}

/// Every check that could be made.
pub(crate) fn checks(facts: &CoherenceFacts) -> Vec<CoherenceCheck> {
    let pair = |pair: &PairFacts| CoherenceCheck {
        check: pair.check.clone(),
        tested: pair.tested,
        fits: pair.fits,
        rate: pair.fits as f64 / pair.tested as f64,
        by_chance: pair.by_chance,
        real: match pair.check.as_str() {
            name::POSTCODE_STATE => "nearly all",
            name::CITY_POSTCODE => "most",
            name::AREA_STATE => "most; who moves keeps the number",
            _ => "a third to three quarters",
        }
        .to_owned(),
    };
    let traces = facts.traces.iter().map(|trace| CoherenceCheck {
        check: format!("without {}", trace.trace),
        tested: trace.values,
        fits: trace.values - trace.found,
        rate: 1.0 - trace.found as f64 / trace.values as f64,
        by_chance: None,
        real: "nearly all".to_owned(),
    });
    facts.pairs.iter().map(pair).chain(traces).collect()
}

/// What they say for and against the rows being real.
pub(crate) fn signals(facts: &CoherenceFacts, sample: &SampleFindings) -> Result<Vec<Signal>, Error> {
    let mut signals = Vec::new();
    if facts.rows < FEWEST_ROWS {
        return Ok(signals);
    }
    signals.extend(places(facts)?);
    signals.extend(name_and_email(facts)?);
    signals.extend(traces(facts)?);
    signals.extend(check_digits(sample)?);
    signals.extend(numbers(facts, sample)?);
    signals.extend(dates(facts)?);
    signals.extend(digits(facts)?);
    signals.extend(too_clean(facts, sample));
    Ok(signals)
}

/// Postcodes, cities and area codes against states. Of another country's addresses that look alike, few are tested.
fn places(facts: &CoherenceFacts) -> Result<Vec<Signal>, Error> {
    let mut signals = Vec::new();
    let is_us = |pair: &PairFacts| pair.tested as f64 >= MOSTLY * facts.placed as f64;
    let us = facts.pair(name::POSTCODE_STATE).is_some_and(is_us);
    for (check, what, least, strength) in [
        (
            name::POSTCODE_STATE,
            "the postcode lies in the state",
            50,
            Strength::Strong,
        ),
        (
            name::CITY_POSTCODE,
            "the city has such a postcode",
            50,
            Strength::Moderate,
        ),
        (
            name::AREA_STATE,
            "the telephone's area code is the state's",
            100,
            Strength::Moderate,
        ),
    ] {
        let Some(pair) = facts.pair(check).filter(|pair| us && pair.tested >= least) else {
            continue;
        };
        let (low, high) = limits(pair.fits, pair.tested)?;
        let rate = percent(pair.fits as f64 / pair.tested as f64);
        let by_chance = pair
            .by_chance
            .map(|rate| format!("; columns drawn each by itself give {}", percent(rate)));
        let text = format!(
            "in {} of {} rows {what} ({rate}{})",
            pair.fits,
            pair.tested,
            by_chance.unwrap_or_default()
        );
        if high < FAR_TOO_FEW {
            signals.push(against(
                check,
                strength,
                format!("{text}: the columns were not taken from one table"),
            ));
        } else if check == name::POSTCODE_STATE && low > MOSTLY {
            signals.push(Signal {
                points: Points::For,
                ..against("fields_fit_each_other", Strength::Weak, text)
            });
        }
    }
    Ok(signals)
}

fn name_and_email(facts: &CoherenceFacts) -> Result<Option<Signal>, Error> {
    let Some(pair) = facts.pair(name::NAME_EMAIL).filter(|pair| pair.tested >= 100) else {
        return Ok(None);
    };
    let (_, high) = limits(pair.fits, pair.tested)?;
    Ok((high < 0.05).then(|| {
        let text = format!(
            "in {} of {} rows a word of the name stands in the e-mail address, where real lists show a third or more: names \
             and addresses are not of the same people",
            pair.fits, pair.tested
        );
        against(name::NAME_EMAIL, Strength::Moderate, text)
    }))
}

/// What fake-data generators write.
fn traces(facts: &CoherenceFacts) -> Result<Vec<Signal>, Error> {
    let mut signals = Vec::new();
    for (trace, nobody) in [(name::FICTION, true), (name::RESERVED, true), (name::EXTENSION, false)] {
        let Some(found) = facts.trace(trace).filter(|found| found.found >= 3) else {
            continue;
        };
        let (low, _) = limits(found.found, found.values)?;
        let strength = match nobody {
            true if low > 0.2 => Strength::Strong,
            true if low > 0.02 => Strength::Moderate,
            false if low > 0.2 => Strength::Weak,
            _ => continue,
        };
        let text = format!(
            "{} of {} values are {trace}{}",
            found.found,
            found.values,
            if nobody {
                ", which nobody has and fake-data generators write"
            } else {
                ", which fake-data generators write"
            }
        );
        signals.push(against("generator_traces", strength, text));
    }
    Ok(signals)
}

/// Check digits of device and card numbers: of random digits nine in ten are wrong.
fn check_digits(sample: &SampleFindings) -> Result<Vec<Signal>, Error> {
    let mut signals = Vec::new();
    let kinds = |column: &&ColumnFindings| matches!(column.kind, Kind::Imei | Kind::Card);
    for column in sample.columns.iter().filter(kinds) {
        let wrong = column.implausible.get("check_digit").copied().unwrap_or(0)
            + column.malformed.get("check_digit").copied().unwrap_or(0);
        let values = values(column);
        if wrong < 50 {
            continue;
        }
        let (low, _) = limits(wrong.min(values), values)?;
        let strength = match low {
            low if low > 0.8 => Strength::Strong,
            low if low > 0.2 => Strength::Moderate,
            _ => continue,
        };
        let text = format!(
            "{wrong} of {values} values of {} have a wrong check digit; of random digits nine in ten have",
            column.kind
        );
        signals.push(against("validity", strength, text));
    }
    Ok(signals)
}

/// Numbers that nobody can have been given.
fn numbers(facts: &CoherenceFacts, sample: &SampleFindings) -> Result<Vec<Signal>, Error> {
    let mut signals = Vec::new();
    for column in &sample.columns {
        let (values, bad) = (values(column), invalid(column));
        if values < 200 {
            continue;
        }
        let (low, _) = limits(bad.min(values), values)?;
        let (least, why) = match column.kind {
            Kind::Ssn => (0.05, "of random digits one in nine is"),
            Kind::Phone => (0.25, "of random digits about half are"),
            _ => continue,
        };
        if low > least {
            let text = format!(
                "{bad} of {values} values of {} are none that is given out ({why})",
                column.kind
            );
            signals.push(against("validity", Strength::Moderate, text));
        }
    }
    if let Some(early) = facts.trace(name::EARLY_SSN).filter(|early| early.values >= 200) {
        let (low, _) = limits(early.found, early.values)?;
        if low > 0.05 {
            let text = format!(
                "{} of {} people born before 2001 have a social security number of an area that was not issued before 2011",
                early.found, early.values
            );
            signals.push(Signal {
                points: Points::Limits,
                ..against("ssn_and_birth", Strength::Weak, text)
            });
        }
    }
    let (devices, types) = facts.devices;
    if devices >= 500 && types as f64 > 0.98 * devices as f64 {
        let text = format!("{devices} devices are of {types} types, where real customers share a few thousand models");
        signals.push(against("device_types", Strength::Moderate, text));
    }
    Ok(signals)
}

fn dates(facts: &CoherenceFacts) -> Result<Vec<Signal>, Error> {
    let births = &facts.births;
    let mut signals = Vec::new();
    if births.tested < 100 {
        return Ok(signals);
    }
    let impossible = births.future + births.ancient;
    if limits(impossible, births.tested)?.0 > 0.02 {
        let text = format!(
            "{impossible} of {} dates of birth are nobody's: before 1905 or yet to come",
            births.tested
        );
        signals.push(against("dates", Strength::Moderate, text));
    }
    if limits(births.first_of_january, births.tested)?.0 > 0.2 {
        let text = format!(
            "{} of {} dates of birth are a first of January: only the year was known, or invented",
            births.first_of_january, births.tested
        );
        signals.push(against("dates", Strength::Weak, text));
    }
    Ok(signals)
}

/// Last digits of numbers that are given out one after the other are even; people who invent numbers avoid some.
fn digits(facts: &CoherenceFacts) -> Result<Vec<Signal>, Error> {
    let mut signals = Vec::new();
    for digits in &facts.digits {
        let n: u64 = digits.counts.iter().sum();
        if n < 200 || digits.counts.len() != 10 {
            continue;
        }
        let test = g_fit(&digits.counts, &[1.0; 10])?;
        if test.p_value < 1e-6 && (test.statistic / n as f64).sqrt() > 0.2 {
            let text = format!(
                "the last digits of {n} values of {} are uneven (G-test, p = {:.1e}): as invented ones are",
                digits.kind, test.p_value
            );
            signals.push(against("digits", Strength::Moderate, text));
        }
    }
    Ok(signals)
}

/// Real tables have gaps and slips.
fn too_clean(facts: &CoherenceFacts, sample: &SampleFindings) -> Option<Signal> {
    let of = |column: &ColumnFindings, outcome: Outcome| column.outcomes.get(&outcome).copied().unwrap_or(0);
    let flaws =
        |column: &ColumnFindings| of(column, Outcome::Absent) + of(column, Outcome::Placeholder) + invalid(column);
    let looked_at: Vec<&ColumnFindings> = sample
        .columns
        .iter()
        .filter(|column| column.kind != Kind::Opaque)
        .collect();
    let clean = facts.rows >= 1_000 && looked_at.len() >= 5 && looked_at.iter().all(|column| flaws(column) == 0);
    clean.then(|| Signal {
        points: Points::Limits,
        ..against(
            "too_clean",
            Strength::Weak,
            format!(
                "not one of {} columns has a gap or a slip: real tables do",
                looked_at.len()
            ),
        )
    })
}

/// Cells of a column that hold a value, good or bad.
fn values(column: &ColumnFindings) -> u64 {
    let of = |outcome: Outcome| column.outcomes.get(&outcome).copied().unwrap_or(0);
    [Outcome::Hit, Outcome::Miss, Outcome::Untested, Outcome::Malformed]
        .map(of)
        .iter()
        .sum()
}

/// Of these, the bad ones.
fn invalid(column: &ColumnFindings) -> u64 {
    column.implausible.values().sum::<u64>() + column.malformed.values().sum::<u64>()
}

/// The limits of a share that is to be wrong once in a thousand times.
fn limits(part: u64, of: u64) -> Result<(f64, f64), Error> {
    let interval = clopper_pearson(part, of, Level::new(0.999)?)?;
    Ok((interval.low, interval.high))
}

fn against(name: &str, strength: Strength, text: String) -> Signal {
    Signal {
        name: name.to_owned(),
        question: Question::Authentic,
        points: Points::Against,
        strength,
        text,
    }
}

/// Rows below which nothing is said.
const FEWEST_ROWS: u64 = 20;
/// Share of rows that must be tested for a country's rules to apply, and that fit where columns are of one table.
const MOSTLY: f64 = 0.9;
/// Share of rows below which columns that should fit do not.
const FAR_TOO_FEW: f64 = 0.5;
