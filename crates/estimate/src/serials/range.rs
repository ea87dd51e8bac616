//! Numbers whose first one is not known.

use super::{accepted, check_seen, largest, smallest};
use crate::error::check_part;
use crate::hypergeometric::mass;
use crate::{CountEstimate, CountInterval, Error, Level, german_tank};

/// How many numbers a, a + 1 … a + N − 1 were issued, a unknown, from the `range` (largest − smallest) of `seen` distinct ones:
/// r(k + 1)/(k − 1) − 1, the unbiased estimate of least variance (Goodman 1954, "Some practical techniques in serial number
/// analysis", J. Am. Stat. Assoc. 49), and an exact interval from the distribution of the range.
///
/// The standard error puts the estimate into √(2(N + 1)(N − k) / ((k − 1)(k + 2))). The interval is [`serial_range_lower`]
/// to [`serial_range_upper`], each at [`Level::each_side`]. Assumes that no number between the first and the last is left out, and
/// that every set of k numbers was equally likely to be seen.
///
/// # Errors
/// [`Error::TooFew`] for fewer than 2 numbers; [`Error::PartExceedsWhole`] if `seen` > `range` + 1;
/// [`Error::NumberOutOfRange`] above 2⁵².
pub fn serial_range(range: u64, seen: u64, level: Level) -> Result<CountEstimate, Error> {
    let low = serial_range_lower(range, seen, level.each_side())?;
    let high = serial_range_upper(range, seen, level.each_side())?;
    let (r, k) = (range as f64, seen as f64);
    let value = r * (k + 1.0) / (k - 1.0) - 1.0;
    Ok(CountEstimate {
        value: Some(value),
        standard_error: Some((2.0 * (value + 1.0) * (value - k).max(0.0) / ((k - 1.0) * (k + 2.0))).sqrt()),
        interval: CountInterval {
            low: low as f64,
            high: high.map(|high| high as f64),
        },
    })
}

/// The one-sided upper limit for N: the largest N with P(range ≤ r) ≥ α; `None` above 2⁵².
///
/// Exact; assumes what [`serial_range`] does.
///
/// # Errors
/// As [`serial_range`].
pub fn serial_range_upper(range: u64, seen: u64, level: Level) -> Result<Option<u64>, Error> {
    check_seen(seen, 2, range.saturating_add(1), "the range + 1")?;
    Ok(largest(range + 1, |n| accepted(at_most(range, seen, n), level)))
}

/// The one-sided lower limit for N: the smallest N with P(range ≥ r) ≥ α. Never below the range + 1.
///
/// Exact; assumes what [`serial_range`] does.
///
/// # Errors
/// As [`serial_range`].
pub fn serial_range_lower(range: u64, seen: u64, level: Level) -> Result<u64, Error> {
    check_seen(seen, 2, range.saturating_add(1), "the range + 1")?;
    Ok(smallest(range + 1, |n| {
        accepted(1.0 - at_most(range - 1, seen, n), level)
    }))
}

/// The highest number issued, from the `smallest` and `largest` of `seen` distinct ones, wherever numbering began:
/// m + (m − s)/(k − 1) − 1, with an exact interval.
///
/// Given the smallest, the others are a draw from the numbers above it, so that their distances from it are serial numbers
/// that begin at 1 ([`german_tank`]); the interval covers at least its level given any smallest number. If numbering began at 1 the
/// highest number is how many were issued, at the price of one number seen. Assumes what [`serial_range`] does.
///
/// # Errors
/// [`Error::TooFew`] for fewer than 2 numbers; [`Error::PartExceedsWhole`] if `smallest` > `largest` or there is no
/// room for `seen` numbers between; [`Error::NumberOutOfRange`] above 2⁵².
pub fn highest_serial(smallest: u64, largest: u64, seen: u64, level: Level) -> Result<CountEstimate, Error> {
    check_part("the smallest number", smallest, "the largest number", largest)?;
    check_seen(seen, 2, largest.saturating_add(1), "the largest number + 1")?;
    let above = german_tank(largest - smallest, seen - 1, level)?;
    let shift = smallest as f64;
    Ok(CountEstimate {
        value: above.value.map(|value| value + shift),
        standard_error: above.standard_error,
        interval: CountInterval {
            low: above.interval.low + shift,
            high: above.interval.high.map(|high| high + shift),
        },
    })
}

/// How likely `seen` distinct numbers with this `largest` one would have a smallest one of at least `smallest`, had numbering
/// begun at 1: C(m − s, k − 1) / C(m − 1, k − 1). A small value says that it began later.
///
/// Given the largest, the others are a draw from the numbers below it. Exact; assumes what [`serial_range`] does.
///
/// # Errors
/// As [`highest_serial`], and [`Error::NumberOutOfRange`] if `smallest` is 0.
pub fn first_serial_p_value(smallest: u64, largest: u64, seen: u64) -> Result<f64, Error> {
    if smallest == 0 {
        return Err(Error::NumberOutOfRange {
            name: "the smallest number",
            expected: "at least 1",
            found: 0.0,
        });
    }
    check_part("the smallest number", smallest, "the largest number", largest)?;
    check_seen(seen, 2, largest - smallest + 1, "the range + 1")?;
    Ok(mass(largest - 1, largest - smallest, seen - 1, seen - 1))
}

/// P(range ≤ r) of k numbers out of N ≥ r: ((N − r) C(r, k − 1) + C(r, k)) / C(N, k).
fn at_most(range: u64, seen: u64, issued: u64) -> f64 {
    let (n, k) = (issued as f64, seen as f64);
    // The smallest stands at one of N − r places, or so high that the last number cuts the range off.
    let low = (issued - range) as f64 * k / (n - k + 1.0) * mass(issued, range, seen - 1, seen - 1);
    (low + mass(issued, range, seen, seen)).min(1.0)
}
