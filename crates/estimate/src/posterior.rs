//! The Bayesian answer to an imperfect test.

use serde::{Deserialize, Serialize};

use crate::error::check_part;
use crate::prevalence::TestAccuracy;
use crate::special::bisect;
use crate::{Error, Interval, Level};

/// What is believed of a true prevalence after the data.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PrevalencePosterior {
    /// The posterior mean.
    pub mean: f64,
    /// The equal-tailed credible interval.
    pub interval: Interval,
}

/// The posterior of a true prevalence π under a uniform prior, with sensitivity and specificity known: proportional to
/// q^x (1−q)^(n−x) with q = π Se + (1−π)(1−Sp).
///
/// The model of Messam et al. (2008) and Speybroeck et al. (2012). Stays within 0 to 1 where [`crate::rogan_gladen`]
/// leaves it, at the price of a prior: where fewer test positive than the false-positive rate gives, the result is a
/// statement about the prior's reach as much as about the data. Its interval never includes 0, so it cannot show that
/// there are none; where it may be read as a confidence interval is said by [`crate::prevalence_posterior_condition`]. Without trials it is the prior. By Gauss–Legendre quadrature, to about eleven digits.
///
/// # Errors
/// [`Error::PartExceedsWhole`] if `positives` > `tested`.
pub fn prevalence_posterior(
    positives: u64,
    tested: u64,
    accuracy: TestAccuracy,
    level: Level,
) -> Result<PrevalencePosterior, Error> {
    check_part("positives", positives, "tested", tested)?;
    let likelihood = Likelihood::new(positives, tested, accuracy);
    let low = if likelihood.ln_ratio(0.0) > NEGLIGIBLE {
        0.0
    } else {
        bisect(likelihood.mode, 0.0, |p| likelihood.ln_ratio(p) > NEGLIGIBLE)
    };
    let high = if likelihood.ln_ratio(1.0) > NEGLIGIBLE {
        1.0
    } else {
        bisect(likelihood.mode, 1.0, |p| likelihood.ln_ratio(p) > NEGLIGIBLE)
    };

    let panel = (high - low) / PANELS as f64;
    let start = |i: usize| low + panel * i as f64;
    let masses: Vec<f64> = (0..PANELS)
        .map(|i| integrate(start(i), start(i + 1), |p| likelihood.ratio(p)))
        .collect();
    let total: f64 = masses.iter().sum();
    // Around the low end, so that a mean far below the panel's width keeps its digits.
    let moment: f64 = (0..PANELS)
        .map(|i| integrate(start(i), start(i + 1), |p| (p - low) * likelihood.ratio(p)))
        .sum();

    let quantile = |tail: f64| {
        let mut missing = tail * total;
        for (i, mass) in masses.iter().enumerate() {
            if missing <= *mass {
                let from = start(i);
                return bisect(from, start(i + 1), |to| {
                    integrate(from, to, |p| likelihood.ratio(p)) <= missing
                });
            }
            missing -= mass;
        }
        high
    };
    let tail = 0.5 * level.alpha();
    Ok(PrevalencePosterior {
        mean: low + moment / total,
        interval: Interval {
            low: quantile(tail),
            high: quantile(1.0 - tail),
        },
    })
}

/// The likelihood of a prevalence, relative to its largest value.
struct Likelihood {
    positives: f64,
    negatives: f64,
    youden: f64,
    /// The likeliest prevalence within 0 to 1.
    mode: f64,
    /// P(test positive) at the mode, and P(test negative).
    positive_rate: f64,
    negative_rate: f64,
}

impl Likelihood {
    fn new(positives: u64, tested: u64, accuracy: TestAccuracy) -> Self {
        let youden = accuracy.youden();
        let false_positive_rate = accuracy.false_positive_rate();
        let apparent = if tested == 0 {
            0.5
        } else {
            positives as f64 / tested as f64
        };
        let mode = ((apparent - false_positive_rate) / youden).clamp(0.0, 1.0);
        Self {
            positives: positives as f64,
            negatives: (tested - positives) as f64,
            youden,
            mode,
            positive_rate: false_positive_rate + youden * mode,
            negative_rate: (1.0 - accuracy.sensitivity()) + youden * (1.0 - mode),
        }
    }

    /// By differences from the mode: the logarithms themselves would cancel for many trials.
    fn ln_ratio(&self, prevalence: f64) -> f64 {
        let change = self.youden * (prevalence - self.mode);
        let part = |count: f64, change: f64, rate: f64| {
            if count == 0.0 {
                0.0
            } else {
                count * (change / rate).max(-1.0).ln_1p()
            }
        };
        part(self.positives, change, self.positive_rate) + part(self.negatives, -change, self.negative_rate)
    }

    fn ratio(&self, prevalence: f64) -> f64 {
        self.ln_ratio(prevalence).exp()
    }
}

/// Eight-point Gauss–Legendre quadrature.
fn integrate(from: f64, to: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (middle, half) = (0.5 * (from + to), 0.5 * (to - from));
    half * NODES
        .iter()
        .map(|(node, weight)| weight * (f(middle - half * node) + f(middle + half * node)))
        .sum::<f64>()
}

const NODES: [(f64, f64); 4] = [
    (0.183_434_642_495_649_8, 0.362_683_783_378_362),
    (0.525_532_409_916_329, 0.313_706_645_877_887_3),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_48),
    (0.960_289_856_497_536_3, 0.101_228_536_290_376_26),
];

/// ln of the likelihood ratio below which nothing is integrated: e⁻⁶⁰ of the peak.
const NEGLIGIBLE: f64 = -60.0;

/// Panels over the region that counts, some 22 standard deviations at most: a tenth of one each.
const PANELS: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::special::{Tail, beta_quantile};

    #[test]
    fn a_perfect_test_gives_the_beta_posterior() {
        let perfect = TestAccuracy::new(1.0, 1.0).unwrap();
        for (x, n) in [
            (0, 0),
            (0, 50),
            (50, 50),
            (3, 40),
            (0, 100_000_000),
            (123_456_789, 1_000_000_000),
        ] {
            let found = prevalence_posterior(x, n, perfect, Level::default()).unwrap();
            let (a, b) = (x as f64 + 1.0, (n - x) as f64 + 1.0);
            for (found, expected) in [
                (found.mean, a / (a + b)),
                (found.interval.low, beta_quantile(a, b, Tail::Lower(0.025)).value),
                (found.interval.high, beta_quantile(a, b, Tail::Upper(0.025)).value),
            ] {
                assert!((found / expected - 1.0).abs() < 1e-9, "{x}/{n}: {found} {expected}");
            }
        }
    }

    #[test]
    fn stays_finite_far_below_the_false_positive_rate() {
        let accuracy = TestAccuracy::new(0.99, 0.5).unwrap();
        let found = prevalence_posterior(10, 1_000_000, accuracy, Level::default()).unwrap();
        assert!(
            found.interval.low > 0.0 && found.interval.high < 1e-4 && found.mean < 1e-4,
            "{found:?}"
        );
    }
}
