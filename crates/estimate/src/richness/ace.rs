//! Coverage of the rare.

use super::Frequencies;
use super::interval::{delta_variance, spread};
use crate::{CountEstimate, CountInterval, Error, Level, NoCount};

/// The abundance-based coverage estimator of Chao & Lee (1992), for things seen at most 10 times as the rare ones.
///
/// d_abundant + d_rare/C + f₁/C · γ², with C = 1 − f₁/n_rare the coverage of the rare and γ² = max(d_rare/C · Σ k(k−1)f_k
/// / (n_rare(n_rare−1)) − 1, 0) their squared coefficient of variation. Variance by the delta method with γ² and its
/// clamp, as SpadeR; the interval on the logarithm of the unseen. Assumes independent draws with replacement. Unlike Chao1
/// it is no lower bound: it can miss on either side, below where chances are very unequal (γ above 0.8, Chao & Lee). Added
/// or removed repeats break it as they break Chao1. Where its interval holds its level is said by
/// [`UnseenMethod::condition`](crate::UnseenMethod::condition).
///
/// # Errors
/// [`NoCount::TooFewDraws`], [`NoCount::NothingRare`], [`NoCount::CoverageZero`] (also if only the rare do not repeat).
pub fn ace(seen: &Frequencies, level: Level) -> Result<CountEstimate, Error> {
    seen.check_estimable()?;
    let (mut things, mut draws, mut pairs) = (0.0, 0.0, 0.0);
    for (times, count) in seen.iter().take_while(|(times, _)| *times <= MOST_RARE) {
        let (times, count) = (times as f64, count as f64);
        things += count;
        draws += times * count;
        pairs += times * (times - 1.0) * count;
    }
    let singletons = seen.singletons() as f64;
    let repeated = draws - singletons;
    if repeated == 0.0 {
        return Err(NoCount::CoverageZero { draws: draws as u64 }.into());
    }
    let coverage = repeated / draws;
    let product = things * pairs / (repeated * (draws - 1.0));
    let variation = (product - 1.0).max(0.0);
    let unseen = things * singletons / repeated + singletons / coverage * variation;
    let total = seen.distinct() as f64 + unseen;

    let variance = delta_variance(seen, total, |times| {
        if times > MOST_RARE {
            return 0.0;
        }
        let (single, k) = (if times == 1 { 1.0 } else { 0.0 }, times as f64);
        let repeats = k - single;
        // things·f₁/repeated, then f₁·draws/repeated · variation.
        let first = (singletons + things * single - things * singletons / repeated * repeats) / repeated;
        if variation == 0.0 {
            return first;
        }
        let by_product = product * (1.0 / things + k * (k - 1.0) / pairs - repeats / repeated - k / (draws - 1.0));
        let by_weight = (single * draws + singletons * k - singletons * draws / repeated * repeats) / repeated;
        first + by_weight * variation + singletons / coverage * by_product
    });
    let (standard_error, interval) = spread(seen, unseen, variance, level);
    Ok(CountEstimate {
        value: Some(total),
        standard_error: Some(standard_error),
        interval: CountInterval {
            low: interval.low,
            high: Some(interval.high),
        },
    })
}

/// Things seen more often than this are abundant (Chao & Lee's own choice).
const MOST_RARE: u64 = 10;
