//! Whether numbers look as a draw from a gap-free series does.

use serde::{Deserialize, Serialize};

use super::check_seen;
use crate::hypergeometric::mass;
use crate::{Error, holm, hypergeometric_cumulative, pearson_fit};

/// What a check of [`serial_checks`] looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SerialCheck {
    /// Whether they are spread evenly from end to end.
    Shape,
    /// Whether a block is missing.
    Gap,
    /// Whether some stretches hold more of them than others.
    Crowding,
    /// Whether neighbours follow each other too often, as the pages of a table do.
    Runs,
}

/// The p-value of each check, all against a draw from a gap-free series.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SerialChecks {
    /// Of [`SerialCheck::Shape`]: Anderson & Darling (1954), p-value after Marsaglia & Marsaglia (2004).
    pub shape: f64,
    /// Of [`SerialCheck::Gap`]: the largest gap, by Bonferroni's bound, which is nearly exact where it is small.
    pub gap: f64,
    /// Of [`SerialCheck::Crowding`]: Pearson's chi-squared over stretches of equal length, some ten numbers in each.
    pub crowding: f64,
    /// Of [`SerialCheck::Runs`]: the number of runs of neighbours, exact (hypergeometric).
    pub runs: f64,
}

impl SerialChecks {
    /// The check that speaks loudest against the series, with its p-value after Holm (1979): rejecting where that is at most α
    /// errs in at most α of all draws from a gap-free series.
    pub fn worst(&self) -> (SerialCheck, f64) {
        let all = [
            (SerialCheck::Shape, self.shape),
            (SerialCheck::Gap, self.gap),
            (SerialCheck::Crowding, self.crowding),
            (SerialCheck::Runs, self.runs),
        ];
        let adjusted = holm(&all.map(|(_, p)| p)).unwrap_or_else(|_| vec![1.0; all.len()]);
        let each = all.iter().zip(adjusted).map(|((check, _), p)| (*check, p));
        each.min_by(|a, b| a.1.total_cmp(&b.1))
            .unwrap_or((SerialCheck::Shape, 1.0))
    }
}

/// Checks whether `seen`, distinct places among `places` (1 to `places`) in rising order, are spread as a random draw is.
///
/// To check serial numbers, take away the smallest and the largest, which are known, and count the others from behind the
/// smallest: places are the numbers strictly between. A random part of the numbers will do as well, at less power.
/// Numbers left out at random can't be seen: they look like numbers not drawn.
///
/// # Errors
/// [`Error::TooFew`] for fewer than 10; [`Error::PartExceedsWhole`] if there are more than places;
/// [`Error::NumberOutOfRange`] above 2⁵², or for a place out of range or order.
pub fn serial_checks(seen: &[u64], places: u64) -> Result<SerialChecks, Error> {
    let count = seen.len() as u64;
    check_seen(count, LEAST, places, "places")?;
    let mut before = 0;
    for place in seen {
        if *place <= before || *place > places {
            return Err(Error::NumberOutOfRange {
                name: "a place",
                expected: "above the one before, and at most the number of places",
                found: *place as f64,
            });
        }
        before = *place;
    }
    Ok(SerialChecks {
        shape: shape(seen, places),
        gap: gap(seen, places),
        crowding: crowding(seen, places)?,
        runs: runs(seen, places)?,
    })
}

fn shape(seen: &[u64], places: u64) -> f64 {
    let n = seen.len() as f64;
    // The middle of each place, so that none lies at an end.
    let at = |place: u64| (place as f64 - 0.5) / places as f64;
    let sum: f64 = (0..seen.len())
        .map(|i| {
            let (low, high) = (at(seen[i]), at(places + 1 - seen[seen.len() - 1 - i]));
            (2.0 * i as f64 + 1.0) * (low.ln() + high.ln())
        })
        .sum();
    1.0 - anderson_darling(-n - sum / n)
}

/// The limiting distribution of Anderson and Darling's statistic, by Marsaglia & Marsaglia (2004, J. Stat. Softw. 9(2)); from 10
/// observations on it is within 0.005 of the exact one.
fn anderson_darling(z: f64) -> f64 {
    if z <= 0.0 {
        return 0.0;
    }
    let horner = |coefficients: &[f64]| coefficients.iter().rev().fold(0.0, |sum, c| sum * z + c);
    if z < 2.0 {
        let series = horner(&[
            2.000_12,
            0.247_105,
            -0.064_982_1,
            0.034_796_2,
            -0.011_672_0,
            0.001_686_91,
        ]);
        (-1.233_714_1 / z).exp() / z.sqrt() * series
    } else {
        let inner = horner(&[1.077_6, -2.306_95, 0.434_24, -0.082_433, 0.008_056, -0.000_314_6]);
        (-inner.exp()).exp()
    }
}

fn gap(seen: &[u64], places: u64) -> f64 {
    let (mut widest, mut before) = (0, 0);
    for place in seen.iter().copied().chain([places + 1]) {
        widest = widest.max(place - before);
        before = place;
    }
    // Each of the n + 1 gaps is as likely as the first one to be so wide that n numbers fit behind it.
    let count = seen.len() as u64;
    ((count + 1) as f64 * mass(places, places + 1 - widest, count, count)).min(1.0)
}

fn crowding(seen: &[u64], places: u64) -> Result<f64, Error> {
    let stretches = (seen.len() / A_STRETCH).clamp(1, MOST_STRETCHES);
    let stretches = stretches.min(places as usize);
    if stretches < 2 {
        return Ok(1.0);
    }
    let end = |stretch: usize| (u128::from(places) * stretch as u128 / stretches as u128) as u64;
    let mut counts = vec![0u64; stretches];
    let mut at = 0;
    for place in seen {
        while *place > end(at + 1) {
            at += 1;
        }
        counts[at] += 1;
    }
    let total = seen.len() as f64;
    let expected: Vec<f64> = (0..stretches)
        .map(|stretch| total * (end(stretch + 1) - end(stretch)) as f64 / places as f64)
        .collect();
    Ok(pearson_fit(&counts, &expected)?.p_value)
}

fn runs(seen: &[u64], places: u64) -> Result<f64, Error> {
    let count = seen.len() as u64;
    let runs = 1 + seen.windows(2).filter(|pair| pair[1] != pair[0] + 1).count() as u64;
    hypergeometric_cumulative(places, places - count + 1, count, runs)
}

/// Below this no check would show anything.
const LEAST: u64 = 10;
/// Numbers in a stretch, at least.
const A_STRETCH: usize = 10;
const MOST_STRETCHES: usize = 1_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distribution_is_the_published_one() {
        // Marsaglia & Marsaglia (2004), and the upper points of Lewis (1961).
        for (z, expected) in [(1.933, 0.90), (2.492, 0.95), (3.857, 0.99)] {
            assert!(
                (anderson_darling(z) - expected).abs() < 3e-4,
                "{z}: {}",
                anderson_darling(z)
            );
        }
        assert!((anderson_darling(1.999_999) - anderson_darling(2.000_001)).abs() < 1e-4);
    }

    #[test]
    fn what_breaks_a_series_is_named() {
        let even: Vec<u64> = (1..=100).map(|i| i * 97 % 9_973 + 1).collect();
        let sorted = |mut all: Vec<u64>| {
            all.sort_unstable();
            all.dedup();
            all
        };
        let page: Vec<u64> = (4_000..4_050).chain(7_000..7_050).collect();
        let young = sorted((1..=100).map(|i| 9_973 - i * i * 97 / 100).collect());
        let checks = |seen: &[u64]| serial_checks(seen, 9_973).unwrap();
        assert!(checks(&sorted(even)).worst().1 > 0.05);
        assert!(checks(&page).runs < 1e-9 && checks(&page).gap < 1e-9);
        assert!(checks(&young).shape < 1e-3, "{:?}", checks(&young));
    }

    #[test]
    fn places_out_of_order_are_errors() {
        let seen: Vec<u64> = (1..=10).collect();
        assert!(serial_checks(&seen, 10).is_ok());
        assert!(matches!(serial_checks(&seen, 9), Err(Error::PartExceedsWhole { .. })));
        assert!(matches!(serial_checks(&seen[..9], 10), Err(Error::TooFew { .. })));
        let mut twice = seen.clone();
        twice[4] = twice[3];
        assert!(matches!(serial_checks(&twice, 20), Err(Error::NumberOutOfRange { .. })));
        twice[4] = 0;
        assert!(matches!(serial_checks(&twice, 20), Err(Error::NumberOutOfRange { .. })));
    }
}
