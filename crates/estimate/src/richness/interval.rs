//! Lower bounds, and intervals that never fall below what was seen.

use serde::{Deserialize, Serialize};

use super::Frequencies;
use crate::special::normal_upper_quantile;
use crate::{Interval, Level};

/// A bound from below on the number of things, known up to its own sampling error.
///
/// Not an estimate of the number: with unequal chances the number itself may lie far above the whole interval. With equal
/// chances the bound meets the number, so that its own error puts the value above it in half of all samples. What may be
/// printed as "at least" is `interval.low`: at level 0.95 it lay above the number in 0 to 4 % of simulated samples of equal
/// chances (50 to 3,000 draws, 4 pairs and more expected; 2.5 % would be nominal), and for
/// [`ichao1`](crate::ichao1) in up to 6 %.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LowerBound {
    /// The estimated bound, in things. Never below the distinct things seen.
    pub value: f64,
    /// The standard error of the bound.
    pub standard_error: f64,
    /// The interval of the *bound*, not of the number of things. Never below the distinct things seen.
    pub interval: Interval,
}

impl LowerBound {
    pub(super) fn new(seen: &Frequencies, unseen: f64, variance: f64, level: Level) -> Self {
        let (standard_error, interval) = spread(seen, unseen, variance, level);
        Self {
            value: seen.distinct() as f64 + unseen,
            standard_error,
            interval,
        }
    }
}

/// The standard error and the interval of d + `unseen`.
///
/// Chao (1987): ln of the unseen is taken as normal, so d + u/K to d + u·K with K = exp(z √ln(1 + variance/u²)). With
/// nothing unseen that is undefined, and [`nothing_unseen`] stands in.
pub(super) fn spread(seen: &Frequencies, unseen: f64, variance: f64, level: Level) -> (f64, Interval) {
    if unseen <= 0.0 {
        return nothing_unseen(seen, level);
    }
    let distinct = seen.distinct() as f64;
    let factor = (z(level) * (variance / (unseen * unseen)).ln_1p().sqrt()).exp();
    let interval = Interval {
        low: distinct + unseen / factor,
        high: distinct + unseen * factor,
    };
    (variance.sqrt(), interval)
}

/// As SpadeR 0.1.1 and EstimateS do for no estimated unseen things: a thing seen k times is missed with probability
/// e⁻ᵏ, so a share P of Σ f_k e⁻ᵏ / d is missed on average, and the interval is d/(1−P) ± z·se/(1−P), not below d.
fn nothing_unseen(seen: &Frequencies, level: Level) -> (f64, Interval) {
    let (mut missed, mut variance, mut slope) = (0.0, 0.0, 0.0);
    for (times, things) in seen.iter() {
        let (times, things) = (times as f64, things as f64);
        let miss = (-times).exp();
        missed += things * miss;
        variance += things * miss * (1.0 - miss);
        slope += times * things * miss;
    }
    let distinct = seen.distinct() as f64;
    // Not below 0 by Cauchy–Schwarz, but for rounding.
    let standard_error = f64::max(variance - slope * slope / seen.draws() as f64, 0.0).sqrt();
    let found = 1.0 - missed / distinct;
    let (centre, reach) = (distinct / found, z(level) * standard_error / found);
    let interval = Interval {
        low: f64::max(centre - reach, distinct),
        high: centre + reach,
    };
    (standard_error, interval)
}

/// The delta method's variance of d + g(f₁, f₂, …) for frequencies that are multinomial with `total` things:
/// Σ (1 + g_k)² f_k − (Σ (1 + g_k) f_k)² / total, where g_k is the derivative of g by f_k.
pub(super) fn delta_variance(seen: &Frequencies, total: f64, derivative: impl Fn(u64) -> f64) -> f64 {
    let (mut squares, mut sum) = (0.0, 0.0);
    for (times, things) in seen.iter() {
        let slope = 1.0 + derivative(times);
        squares += slope * slope * things as f64;
        sum += slope * things as f64;
    }
    f64::max(squares - sum * sum / total, 0.0)
}

/// The normal quantile of each side.
pub(super) fn z(level: Level) -> f64 {
    normal_upper_quantile(0.5 * level.alpha())
}
