//! A known share of a listing.

use super::chao::rare;
use super::interval::delta_variance;
use super::{Frequencies, LowerBound, NoCount};
use crate::error::check_probability;
use crate::{Error, Interval, Level};

/// The lower bound of Chao & Lin (2012) for draws *without* replacement: d + f₁² / (n/(n−1)·2 f₂ + q/(1−q)·f₁), where
/// `share` q is the share of the listing's rows that was drawn.
///
/// Variance by the delta method, the interval on the logarithm of the unseen. With q = 0 it is
/// [`chao1_small_sample`](crate::chao1_small_sample), with q = 1 all is seen. Assumes that every set of rows was equally
/// likely to be shown and that the share is known: a share taken from a seller's claim makes the bound as good as the
/// claim. It says nothing of a listing that a seller cleaned of repeats before showing some.
///
/// Without doubletons it is refused: the formula would then give n/q-like numbers with a small standard error, while a
/// listing that holds everybody twice shows no repeat either as long as n·q is small.
///
/// # Errors
/// [`Error::ProbabilityOutOfRange`] for the share; [`NoCount::TooFewDraws`], [`NoCount::NothingRare`],
/// [`NoCount::CoverageZero`], [`NoCount::NoDoubletons`].
pub fn chao_without_replacement(seen: &Frequencies, share: f64, level: Level) -> Result<LowerBound, Error> {
    check_probability("the share of the listing that was drawn", share)?;
    if share == 1.0 && seen.draws() > 0 {
        let value = seen.distinct() as f64;
        return Ok(LowerBound {
            value,
            standard_error: 0.0,
            interval: Interval {
                low: value,
                high: value,
            },
        });
    }
    seen.check_estimable()?;
    let (singletons, doubletons) = rare(seen);
    if doubletons == 0.0 {
        return Err(NoCount::NoDoubletons.into());
    }
    let draws = seen.draws() as f64;
    let twice = 2.0 * doubletons * (draws / (draws - 1.0));
    let divisor = twice + share / (1.0 - share) * singletons;
    let part = singletons / divisor;
    let unseen = singletons * part;
    let variance = delta_variance(seen, seen.distinct() as f64 + unseen, |times| match times {
        1 => part * (1.0 + twice / divisor),
        2 => -part * part * (twice / doubletons),
        _ => 0.0,
    });
    Ok(LowerBound::new(seen, unseen, variance, level))
}
