//! Numbers that begin at 1: the German tank problem.

use serde::Serialize;

use super::{accepted, check_seen, largest, smallest};
use crate::hypergeometric::mass;
use crate::{CountEstimate, CountInterval, Error, Level};

/// How many numbers 1, 2 … N were issued, from the `largest` of `seen` distinct ones: m + m/k − 1, the unbiased estimate of
/// least variance (Goodman 1952, "Serial number analysis", J. Am. Stat. Assoc. 47), and an exact interval.
///
/// The standard error puts the estimate into √((N − k)(N + 1) / (k(k + 2))). The interval is [`german_tank_lower`] to
/// [`german_tank_upper`], each at [`Level::each_side`], and covers at least its level whatever N is. Assumes that numbering
/// begins at 1 and leaves none out, and that every set of k numbers was equally likely to be seen. Numbers left out at random make
/// it an estimate of the highest number; a page of a table makes it mean nothing.
///
/// # Errors
/// [`Error::TooFew`] if `seen` is 0; [`Error::PartExceedsWhole`] if `seen` > `largest`; [`Error::NumberOutOfRange`] above 2⁵².
pub fn german_tank(largest: u64, seen: u64, level: Level) -> Result<CountEstimate, Error> {
    let low = german_tank_lower(largest, seen, level.each_side())?;
    let high = german_tank_upper(largest, seen, level.each_side())?;
    let (m, k) = (largest as f64, seen as f64);
    let value = m + m / k - 1.0;
    Ok(CountEstimate {
        value: Some(value),
        standard_error: Some(((value - k).max(0.0) * (value + 1.0) / (k * (k + 2.0))).sqrt()),
        interval: CountInterval {
            low: low as f64,
            high: high.map(|high| high as f64),
        },
    })
}

/// The one-sided upper limit for N: the largest N with P(largest ≤ m) = C(m, k) / C(N, k) ≥ α; `None` above 2⁵².
///
/// Exact; assumes what [`german_tank`] does.
///
/// # Errors
/// As [`german_tank`].
pub fn german_tank_upper(largest_seen: u64, seen: u64, level: Level) -> Result<Option<u64>, Error> {
    check_seen(seen, 1, largest_seen, "the largest number")?;
    Ok(largest(largest_seen, |n| {
        accepted(mass(n, largest_seen, seen, seen), level)
    }))
}

/// The one-sided lower limit for N: the smallest N with P(largest ≥ m) ≥ α. Never below the largest number seen.
///
/// Exact; assumes what [`german_tank`] does.
///
/// # Errors
/// As [`german_tank`].
pub fn german_tank_lower(largest_seen: u64, seen: u64, level: Level) -> Result<u64, Error> {
    check_seen(seen, 1, largest_seen, "the largest number")?;
    Ok(smallest(largest_seen, |n| {
        accepted(1.0 - mass(n, largest_seen - 1, seen, seen), level)
    }))
}

/// The posterior of N under the improper flat prior.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TankPosterior {
    largest: u64,
    seen: u64,
    /// Its mean, (m − 1)(k − 1)/(k − 2); infinite, so `None`, for fewer than 3 numbers.
    pub mean: Option<f64>,
    /// Its standard deviation; infinite, so `None`, for fewer than 4 numbers.
    pub standard_deviation: Option<f64>,
}

/// The posterior of N, how many numbers 1, 2 … N were issued, under a flat prior on all N ≥ m (Höhle & Held 2006, "Bayesian
/// estimation of the size of a population").
///
/// The prior is improper and favours large N: with few numbers seen the quantiles lie above the limits of [`german_tank`].
/// Assumes what [`german_tank`] does.
///
/// # Errors
/// [`Error::TooFew`] for fewer than 2 numbers, with which the posterior is improper too; else as [`german_tank`].
pub fn german_tank_posterior(largest: u64, seen: u64) -> Result<TankPosterior, Error> {
    check_seen(seen, 2, largest, "the largest number")?;
    let (m, k) = (largest as f64, seen as f64);
    Ok(TankPosterior {
        largest,
        seen,
        mean: (seen >= 3).then(|| (m - 1.0) * (k - 1.0) / (k - 2.0)),
        standard_deviation: (seen >= 4)
            .then(|| ((k - 1.0) * (m - 1.0) * (m - k + 1.0) / ((k - 3.0) * (k - 2.0) * (k - 2.0))).sqrt()),
    })
}

impl TankPosterior {
    /// P(N > n | the numbers seen) = C(m − 1, k − 1) / C(n, k − 1), for n ≥ m; 1 below.
    pub fn survival(&self, n: u64) -> f64 {
        match n < self.largest {
            true => 1.0,
            false => mass(n, self.largest - 1, self.seen - 1, self.seen - 1),
        }
    }

    /// The smallest n with P(N ≤ n) ≥ `probability`; `None` above 2⁵².
    ///
    /// # Errors
    /// [`Error::NumberOutOfRange`] unless 0 < `probability` < 1.
    pub fn quantile(&self, probability: f64) -> Result<Option<u64>, Error> {
        if !(probability > 0.0 && probability < 1.0) {
            return Err(Error::NumberOutOfRange {
                name: "the probability of a quantile",
                expected: "above 0 and below 1",
                found: probability,
            });
        }
        let rest = (1.0 - probability) * (1.0 + 1e-11);
        // Where it holds nowhere, the smallest number that there can be is enough.
        let below = largest(self.largest, |n| self.survival(n) > rest);
        Ok(below.map(|below| below + 1))
    }
}
