//! What may be told of a column of numbers: counts, p-values, and figures of three digits rounded outward.

use assay_estimate::{SerialCheck, first_serial_p_value, serial_checks};
use serde::{Deserialize, Serialize};

use super::{Ends, Noted};
use crate::estimates::round;

/// What is known of a column that holds numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NumberFacts {
    /// The position of the column among all columns of the sample, from 0.
    pub column: u32,
    /// Cells that hold a number.
    pub numbers: u64,
    /// Cells that hold something else.
    pub others: u64,
    /// Distinct numbers, within some hundredths above 10,000.
    pub distinct: u64,
    /// The numbers as a series, if there are at least 20 distinct ones, within 2⁵² places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<SeriesFacts>,
}

/// A figure, rounded outward to three digits and tens at the finest.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rounded {
    /// Not above the figure.
    pub low: f64,
    /// Not below it.
    pub high: f64,
}

/// Numbers as a series: each divided by the step that they share, the first possible one being 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeriesFacts {
    /// The step, if it is small enough to be nobody's number.
    pub step: Option<u64>,
    /// The smallest place in the series.
    pub smallest: Rounded,
    /// The largest place less the smallest.
    pub range: Rounded,
    /// How many of the places from the smallest to the largest were seen, 0 to 1, to two digits.
    pub density: f64,
    /// Whether they were all seen.
    pub is_one_run: bool,
    /// How likely so large a smallest place would be, had the series begun at 1.
    pub begins_at_one: f64,
    /// The check that speaks loudest against a random draw from a gap-free series.
    pub check: SerialCheck,
    /// Its p-value after Holm's correction.
    pub p_value: f64,
    /// How many of the numbers are larger than the one in the row before, 0 to 1.
    pub rising: f64,
    /// How many digits the numbers have, if they fill all that there is of that length, as random ones do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fills_digits: Option<u32>,
    /// Whether they could all be dates or times.
    #[serde(default)]
    pub may_be_times: bool,
}

impl Rounded {
    fn of(figure: u64) -> Rounded {
        Rounded {
            low: round::down(figure as f64),
            high: round::up(figure as f64),
        }
    }

    /// Between both.
    pub(crate) fn middle(&self) -> f64 {
        0.5 * (self.low + self.high)
    }
}

/// What may be told of a column; `None` if it holds no number worth telling of.
pub(super) fn of(column: u32, expected: bool, noted: &Noted) -> Option<NumberFacts> {
    let ends = noted.ends?;
    if !expected && noted.others * MOST_OTHERS > noted.numbers {
        return None;
    }
    let distinct = noted.kept.kept().saturating_mul(noted.kept.one_in());
    Some(NumberFacts {
        column,
        numbers: noted.numbers,
        others: noted.others,
        distinct,
        series: series(noted, &ends, distinct),
    })
}

fn series(noted: &Noted, ends: &Ends, distinct: u64) -> Option<SeriesFacts> {
    if distinct < FEWEST || ends.step == 0 {
        return None;
    }
    let step = ends.step;
    // The first number that the series can begin with.
    let first = match ends.smallest % step {
        0 => step,
        rest => rest,
    };
    let place = |number: u64| (number - first) / step + 1;
    let (smallest, largest) = (place(ends.smallest), place(ends.largest));
    let range = largest - smallest;
    let distinct = distinct.min(range + 1);
    let mut between: Vec<u64> = noted
        .kept
        .values()
        .map(|number| place(*number))
        .filter(|at| smallest < *at && *at < largest)
        .map(|at| at - smallest)
        .collect();
    between.sort_unstable();
    let checks = serial_checks(&between, range - 1).ok()?;
    let (check, p_value) = checks.worst();
    Some(SeriesFacts {
        step: (step <= LARGEST_STEP).then_some(step),
        smallest: Rounded::of(smallest),
        range: Rounded::of(range),
        density: two_digits(distinct as f64 / (range + 1) as f64),
        is_one_run: distinct == range + 1,
        begins_at_one: two_digits(first_serial_p_value(smallest, largest, distinct).unwrap_or(1.0)),
        check,
        p_value: two_digits(p_value),
        rising: two_digits(noted.rising as f64 / noted.pairs.max(1) as f64),
        fills_digits: fills_digits(ends, distinct),
        may_be_times: noted.kept.values().all(|number| is_date(*number)) || is_time(ends),
    })
}

/// Two significant digits.
fn two_digits(figure: f64) -> f64 {
    if figure == 0.0 || !figure.is_finite() {
        return 0.0;
    }
    let step = 10f64.powi(figure.abs().log10().floor() as i32 - 1);
    (figure / step).round() * step
}

/// Whether the ends lie as near to those of all numbers of this length as random ones would in all but one of a thousand
/// cases.
fn fills_digits(ends: &Ends, distinct: u64) -> Option<u32> {
    let digits = ends.digits.1;
    let top = 10u64.checked_pow(digits)? - 1;
    let least = match ends.padded && ends.digits.0 == digits {
        true => 1,
        false => (top + 1) / 10,
    };
    let near = 7.0 * (ends.largest - ends.smallest) as f64 / distinct as f64;
    let below = ends.smallest.checked_sub(least)?;
    (below as f64 <= near && (top - ends.largest) as f64 <= near).then_some(digits)
}

/// A day as `20210817`.
fn is_date(number: u64) -> bool {
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    (1_900..=2_100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)
}

/// Seconds or milliseconds since 1970, from 1990 to 2037.
fn is_time(ends: &Ends) -> bool {
    let within = |unit: u64| ends.smallest >= 631_152_000 * unit && ends.largest < 2_145_916_800 * unit;
    within(1) || within(1_000)
}

/// Distinct numbers below which nothing is told.
const FEWEST: u64 = 20;
/// In a column that nothing is known of, one cell in so many may be no number.
const MOST_OTHERS: u64 = 100;
/// A larger step might be somebody's number.
const LARGEST_STEP: u64 = 1_000;
