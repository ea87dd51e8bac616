//! Whether a sample spreads over categories as its base does, and by how much it does not.

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::random::Random;
use crate::{g_fit, pearson_fit, permutation_p_value};

/// The result of [`spread`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SpreadTest {
    /// The statistic G.
    pub statistic: f64,
    /// Its degrees of freedom: the categories that were compared less 1.
    pub degrees: u64,
    /// P(a statistic at least as large) if the sample was drawn at random from the base.
    pub p_value: f64,
    /// What gave the p-value.
    pub method: SpreadMethod,
    /// Cohen's (1988) w, freed of its bias: √max(0, (X² − (k − 1)) / n) over all k categories, X² being Pearson's
    /// statistic, whose mean is k − 1 under the null hypothesis whatever n (Bergsma 2013 frees Cramér's V alike). 0.1 is
    /// called small, 0.3 medium, 0.5 large.
    pub effect: f64,
}

/// What a p-value of [`spread`] rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpreadMethod {
    /// The chi-squared distribution, every expected count being 5 or more (Cochran 1954).
    ChiSquared,
    /// The chi-squared distribution, after the rarest categories were taken together until each had 5.
    Pooled,
    /// 9,999 samples drawn at random from the base.
    MonteCarlo,
}

/// The likelihood-ratio (G) test that `observed` was drawn from a base whose shares lie between those of `one` and those
/// of `other`, both of which are scaled to sum 1.
///
/// Two bases are for draws whose unit is not known, such as customers or their records: the null hypothesis is the
/// mixture of both under which the observation is likeliest, which makes the test conservative. Give the same base twice
/// where there is only one. Expected counts below 5 are met by Monte Carlo under that mixture up to 2,000 draws (with a
/// fixed seed, so that the same counts have the same p-value) and by pooling above.
///
/// Assumes independent draws, each counted once. Drawn without replacement from a base not much larger, the counts vary
/// less and the test is conservative. A clustered sample makes it reject too often.
///
/// # Errors
/// [`Error::TableShape`] for less than 2 categories, unequal lengths or no draw; [`Error::NumberOutOfRange`] for a share
/// that is not above 0 and finite.
pub fn spread(observed: &[u64], one: &[f64], other: &[f64]) -> Result<SpreadTest, Error> {
    // These checks are those of the fit.
    g_fit(observed, one)?;
    g_fit(observed, other)?;
    let shares = likeliest_mixture(observed, &scaled(one), &scaled(other));
    let n: u64 = observed.iter().sum();
    let categories = observed.len() as f64;
    let pearson = pearson_fit(observed, &shares)?;
    let effect = ((pearson.statistic - (categories - 1.0)) / n as f64).max(0.0).sqrt();
    let whole = g_fit(observed, &shares)?;
    let (test, p_value, method) = if whole.smallest_expected >= FEWEST_EXPECTED {
        (whole, whole.p_value, SpreadMethod::ChiSquared)
    } else if n <= MOST_DRAWN {
        (
            whole,
            monte_carlo(whole.statistic, &shares, n)?,
            SpreadMethod::MonteCarlo,
        )
    } else {
        let (observed, shares) = pooled(observed, &shares, n as f64);
        match observed.len() {
            // One category holds nearly all: nothing is left to compare.
            1 => (whole, 1.0, SpreadMethod::Pooled),
            _ => {
                let pooled = g_fit(&observed, &shares)?;
                (pooled, pooled.p_value, SpreadMethod::Pooled)
            }
        }
    };
    Ok(SpreadTest {
        statistic: test.statistic,
        degrees: test.degrees,
        p_value,
        method,
        effect,
    })
}

fn scaled(base: &[f64]) -> Vec<f64> {
    let sum: f64 = base.iter().sum();
    base.iter().map(|share| share / sum).collect()
}

/// The mixture of two distributions under which `observed` is likeliest. The log-likelihood is concave in the weight, so
/// that its derivative has one zero at most.
fn likeliest_mixture(observed: &[u64], one: &[f64], other: &[f64]) -> Vec<f64> {
    let mixed = |weight: f64| -> Vec<f64> {
        let pairs = one.iter().zip(other);
        pairs.map(|(a, b)| (1.0 - weight) * a + weight * b).collect()
    };
    let slope = |weight: f64| -> f64 {
        let shares = mixed(weight);
        let cells = observed.iter().zip(&shares).zip(one.iter().zip(other));
        cells
            .map(|((observed, share), (a, b))| *observed as f64 * (b - a) / share)
            .sum()
    };
    if slope(0.0) <= 0.0 {
        return mixed(0.0);
    }
    if slope(1.0) >= 0.0 {
        return mixed(1.0);
    }
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..STEPS {
        let middle = 0.5 * (low + high);
        match slope(middle) > 0.0 {
            true => low = middle,
            false => high = middle,
        }
    }
    mixed(0.5 * (low + high))
}

/// The categories with the rarest taken together until each is expected often enough.
fn pooled(observed: &[u64], shares: &[f64], n: f64) -> (Vec<u64>, Vec<f64>) {
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by(|a, b| shares[*a].total_cmp(&shares[*b]));
    let (mut counts, mut bases) = (vec![0], vec![0.0]);
    for at in order {
        // The pool stands first and takes what comes until it is large enough.
        let needs_more = n * bases[0] < FEWEST_EXPECTED || n * shares[at] < FEWEST_EXPECTED;
        if needs_more {
            counts[0] += observed[at];
            bases[0] += shares[at];
        } else {
            counts.push(observed[at]);
            bases.push(shares[at]);
        }
    }
    (counts, bases)
}

/// The p-value of `statistic` among those of samples of `n` drawn from `shares`.
fn monte_carlo(statistic: f64, shares: &[f64], n: u64) -> Result<f64, Error> {
    let mut ends = Vec::with_capacity(shares.len());
    let mut sum = 0.0;
    for share in shares {
        sum += share;
        ends.push(sum);
    }
    let expected: Vec<f64> = shares.iter().map(|share| share * n as f64).collect();
    let mut draws = Random::new(SEED);
    let mut counts = vec![0u64; shares.len()];
    let mut exceedances = 0;
    for _ in 0..SAMPLES {
        counts.fill(0);
        for _ in 0..n {
            let drawn = draws.unit() * sum;
            let at = ends.partition_point(|end| *end <= drawn);
            counts[at.min(shares.len() - 1)] += 1;
        }
        let cells = counts.iter().zip(&expected).filter(|(count, _)| **count > 0);
        let drawn: f64 = cells
            .map(|(count, expected)| 2.0 * *count as f64 * (*count as f64 / expected).ln())
            .sum();
        // Equal samples must count as equal, whatever the order of the sum.
        exceedances += u64::from(drawn >= statistic - 1e-9 * statistic.abs().max(1.0));
    }
    permutation_p_value(exceedances, SAMPLES)
}

const FEWEST_EXPECTED: f64 = 5.0;
/// Draws up to which samples are drawn at random instead of pooling.
const MOST_DRAWN: u64 = 2_000;
const SAMPLES: u64 = 9_999;
const SEED: u64 = 20_210_815;
const STEPS: usize = 60;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_even_fit_differs_by_nothing() {
        let base = [100.0, 200.0, 700.0];
        let test = spread(&[10, 20, 70], &base, &base).unwrap();
        assert!(test.statistic < 1e-9 && test.p_value > 0.999, "{test:?}");
        assert_eq!((test.effect, test.method), (0.0, SpreadMethod::ChiSquared));
        let skewed = spread(&[100, 0, 0], &base, &base).unwrap();
        assert!(skewed.p_value < 1e-12 && skewed.effect > 2.9, "{skewed:?}");
    }

    #[test]
    fn between_two_bases_nothing_differs() {
        let (customers, records) = ([0.5, 0.5], [0.1, 0.9]);
        for (observed, differs) in [([30, 70], false), ([50, 50], false), ([80, 20], true), ([2, 98], true)] {
            let test = spread(&observed, &customers, &records).unwrap();
            assert_eq!(test.p_value < 0.05, differs, "{observed:?}: {test:?}");
        }
    }

    #[test]
    fn monte_carlo_agrees_with_the_exact_distribution() {
        // 6 draws from a half and a half, none of one sort: P = 2/64. A third sort that hardly ever comes changes little.
        let test = spread(&[6, 0], &[1.0, 1.0], &[1.0, 1.0]).unwrap();
        assert_eq!(test.method, SpreadMethod::MonteCarlo);
        let error = (test.p_value - 2.0 / 64.0).abs();
        // 5.5 standard errors of 9,999 samples.
        assert!(error < 5.5 * (0.03125f64 * 0.96875 / 9_999.0).sqrt(), "{test:?}");
        let one = spread(&[1, 0], &[1.0, 1.0], &[1.0, 1.0]).unwrap();
        assert!((one.p_value - 1.0).abs() < 1e-12, "{one:?}");
    }

    #[test]
    fn rare_categories_are_taken_together() {
        let base = [0.5, 0.4989, 0.0005, 0.0003, 0.0003];
        let test = spread(&[1_500, 1_496, 2, 1, 1], &base, &base).unwrap();
        assert_eq!(test.method, SpreadMethod::Pooled);
        assert!(test.degrees < 4 && test.p_value > 0.05, "{test:?}");
        let nearly_all = [1.0, 1e-9];
        assert_eq!(spread(&[3_000, 0], &nearly_all, &nearly_all).unwrap().p_value, 1.0);
    }

    #[test]
    fn shapes_that_fit_no_test_are_errors() {
        assert!(spread(&[1], &[1.0], &[1.0]).is_err());
        assert!(spread(&[1, 2], &[1.0, 0.0], &[1.0, 1.0]).is_err());
        assert!(spread(&[1, 2], &[1.0, 1.0], &[1.0]).is_err());
        assert!(spread(&[0, 0], &[1.0, 1.0], &[1.0, 1.0]).is_err());
    }

    proptest! {
        #[test]
        fn a_second_base_never_makes_it_likelier_to_reject(
            cells in prop::collection::vec((100u64..400, 0.2..1.0f64, 0.2..1.0f64), 2..6),
        ) {
            let observed: Vec<u64> = cells.iter().map(|cell| cell.0).collect();
            let one: Vec<f64> = cells.iter().map(|cell| cell.1).collect();
            let other: Vec<f64> = cells.iter().map(|cell| cell.2).collect();
            let both = spread(&observed, &one, &other).unwrap();
            for base in [&one, &other] {
                let alone = spread(&observed, base, base).unwrap();
                prop_assert!(both.statistic <= alone.statistic + 1e-6 * (1.0 + alone.statistic));
            }
            let turned = spread(&observed, &other, &one).unwrap();
            prop_assert!((turned.statistic - both.statistic).abs() < 1e-6 * (1.0 + both.statistic));
        }
    }

    #[test]
    fn it_rejects_at_its_level() {
        // Among 3,000 samples from the base 5 % are rejected at 5 %, less or more by 5.5 standard errors; with few
        // expected the chi-squared distribution would be off, and Monte Carlo, which is exact but for ties, rejects less.
        let base = [0.55, 0.2, 0.15, 0.1];
        let mut draws = Random::new(42);
        for (n, trials) in [(300, 3_000), (12, 600)] {
            let mut rejected = 0u64;
            for _ in 0..trials {
                let mut counts = [0u64; 4];
                for _ in 0..n {
                    let share = draws.unit();
                    let mut end = 0.0;
                    let at = base.iter().position(|share_of| {
                        end += share_of;
                        share < end
                    });
                    counts[at.unwrap_or(3)] += 1;
                }
                rejected += u64::from(spread(&counts, &base, &base).unwrap().p_value <= 0.05);
            }
            let share = rejected as f64 / trials as f64;
            let slack = 5.5 * (0.05f64 * 0.95 / trials as f64).sqrt();
            assert!(share < 0.05 + slack && share > 0.05 - slack - 0.01, "{n}: {share}");
        }
    }
}
