//! A rate from the once and twice seen.

use super::interval::z;
use super::{Frequencies, NoCount};
use crate::{CountEstimate, CountInterval, Error, Level};

/// The estimator of Zelterman (1988): d / (1 − e^−λ), with λ = 2 f₂/f₁ the Poisson rate of things seen once or twice.
///
/// Standard error by Böhning (2008), √(d·G·(1 + d·G·λ²(1/f₁ + 1/f₂))) with G = e^−λ / (1 − e^−λ)²; normal interval, not
/// below d. Assumes independent draws with replacement; unequal chances are borne in part, since only the rare set λ. No
/// lower bound, and its interval needs many doubletons ([`UnseenMethod::condition`](crate::UnseenMethod::condition)): with very unequal chances it applies the rare things' rate to all and can come out far above the truth.
///
/// # Errors
/// [`NoCount::TooFewDraws`], [`NoCount::NothingRare`], [`NoCount::CoverageZero`]; [`NoCount::NoSingletons`] and
/// [`NoCount::NoDoubletons`], without which λ is infinite or 0.
pub fn zelterman(seen: &Frequencies, level: Level) -> Result<CountEstimate, Error> {
    seen.check_estimable()?;
    let (singletons, doubletons) = super::chao::rare(seen);
    if singletons == 0.0 {
        return Err(NoCount::NoSingletons.into());
    }
    if doubletons == 0.0 {
        return Err(NoCount::NoDoubletons.into());
    }
    let distinct = seen.distinct() as f64;
    let rate = 2.0 * doubletons / singletons;
    let seen_share = -(-rate).exp_m1();
    let weight = distinct * (-rate).exp() / (seen_share * seen_share);
    let variance = weight * (1.0 + weight * rate * rate * (1.0 / singletons + 1.0 / doubletons));
    let (value, standard_error) = (distinct / seen_share, variance.sqrt());
    let reach = z(level) * standard_error;
    Ok(CountEstimate {
        value: Some(value),
        standard_error: Some(standard_error),
        interval: CountInterval {
            low: f64::max(value - reach, distinct),
            high: Some(value + reach),
        },
    })
}
