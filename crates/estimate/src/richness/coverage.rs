//! The share of all draws that goes to things already seen.

use serde::{Deserialize, Serialize};

use super::Frequencies;
use super::chao::rare;
use crate::Error;

/// An estimated sample coverage: the probability that the next draw is a thing already seen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    /// The estimate, from 0 to 1.
    pub value: f64,
    /// Its standard error as a prediction of the sample's own coverage (Esty 1983); `None` where that formula gives 0,
    /// which would be no certainty: all things were seen once, or none was seen once or twice.
    pub standard_error: Option<f64>,
}

/// The coverage of Good (1953), due to Turing: 1 − f₁/n.
///
/// Standard error √((f₁/n · (1 − f₁/n) + 2 f₂/n) / n) (Esty 1983), for n in the hundreds and f₁ or f₂ not few. It is a
/// share of draws, not of things: a coverage of 99 % can leave most things unseen. Assumes independent draws with
/// replacement; unequal chances do no harm. Repeats that were removed make it too small, added ones too large; draws
/// without replacement from things that stand once give 0 whatever was seen.
///
/// # Errors
/// [`NoCount::TooFewDraws`](crate::NoCount::TooFewDraws).
pub fn good_turing_coverage(seen: &Frequencies) -> Result<Coverage, Error> {
    let draws = seen.at_least_two_draws()?;
    Ok(Coverage {
        value: (draws - seen.singletons() as f64) / draws,
        standard_error: standard_error(seen, draws),
    })
}

/// The coverage of Chao & Jost (2012): 1 − f₁/n · (n−1)f₁ / ((n−1)f₁ + 2f₂), and 1 − f₁/n · (n−1)(f₁−1) / ((n−1)(f₁−1) + 2)
/// without doubletons, as iNEXT.
///
/// Less biased than [`good_turing_coverage`] by the order of f₂/n², and never exactly 0. The standard error is the one of
/// Esty (1983) there. Assumptions and failures are the same.
///
/// # Errors
/// [`NoCount::TooFewDraws`](crate::NoCount::TooFewDraws).
pub fn chao_jost_coverage(seen: &Frequencies) -> Result<Coverage, Error> {
    let draws = seen.at_least_two_draws()?;
    let (singletons, doubletons) = rare(seen);
    let (weight, twice) = if doubletons > 0.0 {
        ((draws - 1.0) * singletons, 2.0 * doubletons)
    } else {
        ((draws - 1.0) * (singletons - 1.0).max(0.0), 2.0)
    };
    // The same as 1 − f₁/n · weight/(weight + twice), without its cancellation.
    let value = (draws - singletons) / draws + singletons / draws * (twice / (weight + twice));
    Ok(Coverage {
        value: value.min(1.0),
        standard_error: standard_error(seen, draws),
    })
}

fn standard_error(seen: &Frequencies, draws: f64) -> Option<f64> {
    let (singletons, doubletons) = rare(seen);
    let once = singletons / draws;
    let variance = (once * (1.0 - once) + 2.0 * doubletons / draws) / draws;
    (variance > 0.0).then(|| variance.sqrt())
}
