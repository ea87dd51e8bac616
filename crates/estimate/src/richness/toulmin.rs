//! How many new things further draws would bring.

use serde::{Deserialize, Serialize};

use super::{Frequencies, NoCount};
use crate::Error;
use crate::binomial::binomial_survival;

/// The number of new things expected in t·n further draws.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct NewThings {
    /// The estimate, moved into what is possible: 0 to t·n.
    pub value: f64,
    /// The series' own sum, which may lie outside.
    pub unclamped: f64,
    /// √Σ h_k² f_k for the series Σ h_k f_k: its spread if the f_k are independent Poisson counts. The bias is not in it,
    /// and that of a smoothed series grows with t.
    pub standard_error: f64,
    /// How the series was smoothed; `None` for the plain one.
    pub smoothing: Option<Smoothing>,
}

/// Binomial smoothing: the k-th term is weighted by P(L ≥ k) for L binomial.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Smoothing {
    /// Trials of L: later terms are cut.
    pub trials: u64,
    /// Success probability of L.
    pub theta: f64,
}

/// The estimator of Good & Toulmin (1956) for the new things in `ratio`·n further draws: −Σ (−t)ᵏ f_k, for t up to 1.
///
/// Assumes independent draws from the same population as before, with replacement; chances may be unequal. Removed repeats
/// make it too large, added ones too small.
///
/// # Errors
/// [`NoCount::TooFewDraws`]; [`NoCount::BeyondDoubling`] for a ratio above 1; [`Error::NumberOutOfRange`] unless it is
/// above 0 and finite.
pub fn good_toulmin(seen: &Frequencies, ratio: f64) -> Result<NewThings, Error> {
    check_ratio(ratio)?;
    seen.at_least_two_draws()?;
    if ratio > 1.0 {
        return Err(NoCount::BeyondDoubling { found: ratio }.into());
    }
    Ok(series(seen, ratio, None, |_| 1.0))
}

/// The smoothed estimator of Orlitsky, Suresh & Wu (2016) for the new things in `ratio`·n further draws: −Σ (−t)ᵏ
/// P(L ≥ k) f_k, with L binomial of ⌊½ log₃(n t²/(t−1))⌋ trials at θ = 2/(2+t).
///
/// Up to t = 1 it is [`good_toulmin`]. Their guarantee is on the mean square error relative to (t·n)², at most of the order
/// n^(−log₃(1+2/t)): it fades as t nears the logarithm of n, and no estimator reaches beyond. The theorem leaves the
/// constant open; this refuses t above log₂ n, where that bound is 0.28, or half of t·n as an error. Assumptions as for
/// [`good_toulmin`]; for t near the limit the bias exceeds the standard error.
///
/// # Errors
/// [`NoCount::TooFewDraws`]; [`NoCount::BeyondLogarithm`]; [`Error::NumberOutOfRange`] unless the ratio is above 0 and
/// finite.
pub fn smoothed_good_toulmin(seen: &Frequencies, ratio: f64) -> Result<NewThings, Error> {
    check_ratio(ratio)?;
    let draws = seen.at_least_two_draws()?;
    if ratio <= 1.0 {
        return good_toulmin(seen, ratio);
    }
    let limit = draws.log2();
    if ratio > limit {
        return Err(NoCount::BeyondLogarithm { found: ratio, limit }.into());
    }
    let trials = (0.5 * (draws * ratio * ratio / (ratio - 1.0)).ln() / 3.0_f64.ln()) as u64;
    let theta = 2.0 / (2.0 + ratio);
    let weights: Vec<f64> = (0..=trials)
        .map(|k| binomial_survival(k, trials, theta))
        .collect::<Result<_, _>>()?;
    Ok(series(seen, ratio, Some(Smoothing { trials, theta }), |k| {
        weights.get(k as usize).copied().unwrap_or(0.0)
    }))
}

fn series(seen: &Frequencies, ratio: f64, smoothing: Option<Smoothing>, weight: impl Fn(u64) -> f64) -> NewThings {
    let (mut sum, mut variance) = (0.0, 0.0);
    for (times, things) in seen.iter() {
        let weight = weight(times);
        if weight == 0.0 {
            continue;
        }
        let term = ratio.powf(times as f64) * weight;
        sum += if times % 2 == 1 { term } else { -term } * things as f64;
        variance += term * term * things as f64;
    }
    NewThings {
        value: f64::clamp(sum, 0.0, ratio * seen.draws() as f64),
        unclamped: sum,
        standard_error: variance.sqrt(),
        smoothing,
    }
}

fn check_ratio(ratio: f64) -> Result<(), Error> {
    if ratio > 0.0 && ratio.is_finite() {
        Ok(())
    } else {
        Err(Error::NumberOutOfRange {
            name: "the ratio of further draws to draws",
            expected: "above 0",
            found: ratio,
        })
    }
}
