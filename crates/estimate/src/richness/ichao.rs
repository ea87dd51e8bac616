//! Chao1 with a second term.

use super::chao::rare;
use super::interval::delta_variance;
use super::{Frequencies, LowerBound};
use crate::{Error, Level};

/// The improved Chao1 of Chiu, Wang, Walther & Chao (2014): [`chao1_small_sample`](crate::chao1_small_sample) plus
/// (n−3)/(4n) · f₃/f₄ · max(f₁ − (n−3)/(2(n−1)) · f₂f₃/f₄, 0).
///
/// The second term is a lower bound on what the first one misses, so this too is a lower bound, and never below Chao1. f₄
/// of 0 counts as 1. SpadeR leaves the factors of n−3 out. Variance by the delta method over f₁ to f₄; the interval on the
/// logarithm of the unseen. Assumptions and failures as for [`chao_lower_bound`](crate::chao_lower_bound); f₃/f₄ of
/// small numbers makes it erratic, and the interval holds its level nowhere for sure: see
/// [`UnseenMethod::condition`](crate::UnseenMethod::condition).
///
/// # Errors
/// [`NoCount`](crate::NoCount): as [`chao_lower_bound`](crate::chao_lower_bound).
pub fn ichao1(seen: &Frequencies, level: Level) -> Result<LowerBound, Error> {
    seen.check_estimable()?;
    let draws = seen.draws() as f64;
    let (singletons, doubletons) = rare(seen);
    let tripletons = seen.seen(3) as f64;
    let quadrupletons = seen.seen(4).max(1) as f64;

    let factor = 1.0 - 1.0 / draws;
    let (mut unseen, mut slopes) = if doubletons > 0.0 {
        let r = singletons / doubletons;
        (
            0.5 * factor * r * singletons,
            [factor * r, -0.5 * factor * r * r, 0.0, 0.0],
        )
    } else {
        (
            0.5 * factor * singletons * (singletons - 1.0).max(0.0),
            [factor * (singletons - 0.5), 0.0, 0.0, 0.0],
        )
    };

    let outer = f64::max(draws - 3.0, 0.0) / (4.0 * draws);
    let inner = f64::max(draws - 3.0, 0.0) / (2.0 * (draws - 1.0));
    let ratio = tripletons / quadrupletons;
    let excess = singletons - inner * doubletons * ratio;
    if excess > 0.0 {
        unseen += outer * ratio * excess;
        slopes[0] += outer * ratio;
        slopes[1] -= outer * inner * ratio * ratio;
        let by_ratio = outer * (excess - inner * doubletons * ratio);
        slopes[2] = by_ratio / quadrupletons;
        slopes[3] = -by_ratio * ratio / quadrupletons;
    }
    let total = seen.distinct() as f64 + unseen;
    let variance = delta_variance(seen, total, |times| match times {
        1..=4 => slopes[times as usize - 1],
        _ => 0.0,
    });
    Ok(LowerBound::new(seen, unseen, variance, level))
}
