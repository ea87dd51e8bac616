//! How many things there are, from repeats inside one sample.

use crate::capture::{CaptureCondition, CaptureEstimate, check_size};
use crate::error::check_part;
use crate::repeats::{Design, estimate};
use crate::{CountEstimate, CountInterval, Error, Level, garwood};

/// birthday
pub fn birthday(draws: u64, pairs: u64, level: Level) -> Result<CaptureEstimate, Error> {
    check_size("draws", draws)?;
    let all = u128::from(draws) * u128::from(draws.saturating_sub(1)) / 2;
    if u128::from(pairs) > all {
        return Err(Error::PartExceedsWhole {
            part: "pairs of equal draws",
            found: pairs,
            whole: "pairs of draws",
            limit: all as u64,
        });
    }
    let (floor, all) = (1.min(draws) as f64, all as f64);
    if pairs == 0 {
        let low = all / garwood(0, level).high;
        return Ok(CaptureEstimate {
            estimate: CountEstimate {
                value: None,
                standard_error: None,
                interval: CountInterval {
                    low: low.max(floor),
                    high: None,
                },
            },
            unmet: Some(CaptureCondition::NoRecaptures),
        });
    }
    let value = all / pairs as f64;
    let mean = garwood(pairs, level);
    Ok(CaptureEstimate {
        estimate: CountEstimate {
            value: Some(value),
            standard_error: Some(value / (pairs as f64).sqrt()),
            interval: CountInterval {
                low: (all / mean.high).max(floor),
                high: Some(all / mean.low),
            },
        },
        unmet: None,
    })
}

/// occupancy
pub fn occupancy(draws: u64, distinct: u64, level: Level) -> Result<CountEstimate, Error> {
    check_size("draws", draws)?;
    check_part("distinct things", distinct, "draws", draws)?;
    if draws > 0 && distinct == 0 {
        return Err(Error::NoTrials {
            name: "distinct things",
        });
    }
    estimate(&Design::Draws(draws), distinct, level)
}
