//! Blaker's interval.

use crate::binomial::tails_from;
use crate::error::check_part;
use crate::special::{Share, Tail, beta_quantile, bisect, smallest};
use crate::{Error, Interval, Level};

/// The exact interval of Blaker (2000) for a binomial probability, as the hull of the accepted rates (Klaschka 2010).
///
/// A rate p is accepted if the smaller tail at k, plus the largest opposite tail not above it, exceeds α. The interval
/// covers its level at every rate and lies within [`crate::clopper_pearson`]; intervals of growing level are nested.
/// The acceptability jumps and is not unimodal, so a search in fixed steps (Blaker's own, 10⁻⁴) can step over the
/// accepted set's end; the ends are found here from the jumps themselves. Assumes independent trials with one common
/// probability. Without trials it is 0 to 1.
///
/// # Errors
/// [`Error::PartExceedsWhole`] if `successes` > `trials`.
pub fn blaker(successes: u64, trials: u64, level: Level) -> Result<Interval, Error> {
    check_part("successes", successes, "trials", trials)?;
    // Successes and failures change places when p and 1 − p do.
    Ok(Interval {
        low: lower_limit(successes, trials, level.alpha()).value,
        high: lower_limit(trials - successes, trials, level.alpha()).complement,
    })
}

/// The smallest accepted rate.
///
/// Where P(X ≥ k) is the smaller tail, acceptability is P(X ≥ k) + P(X ≤ q), with q the largest count for which P(X ≤
/// q) ≤ P(X ≥ k); q grows with p. Below the Clopper–Pearson limit L nothing is accepted, as both tails are below α/2.
/// Where q steps up, the two tails are equal and each above α/2, so the first step after L is accepted. The smallest
/// accepted rate is therefore that step, or the crossing of α before it, while q still has its value at L. Between
/// steps acceptability falls, then rises, so it crosses α upwards at most once.
fn lower_limit(successes: u64, trials: u64, alpha: f64) -> Share {
    if successes == 0 {
        return Share {
            value: 0.0,
            complement: 1.0,
        };
    }
    let (k, n) = (successes as f64, trials as f64);
    let at_least = |p: Share| tails_from(k, n, p).0;
    let fewer_than = |count: u64, p: Share| {
        if count == 0 {
            0.0
        } else {
            tails_from(count as f64, n, p).1
        }
    };

    let limit = beta_quantile(k, n - k + 1.0, Tail::Lower(0.5 * alpha));
    // `step` is q + 1 at the limit, so that q = −1 needs no sign: the first count whose own tail is too heavy.
    let step = smallest(0, successes - 1, |count| fewer_than(count + 1, limit) > 0.5 * alpha);
    let logit_of = |p: Share| p.value.ln() - p.complement.ln();
    let from_logit = |logit: f64| Share {
        value: 1.0 / (1.0 + (-logit).exp()),
        complement: 1.0 / (1.0 + logit.exp()),
    };

    // The median of Beta(k, n−k+1) has P(X ≥ k) = ½ ≥ any opposite tail below k: it lies beyond the step.
    let below = logit_of(limit);
    let median = logit_of(beta_quantile(k, n - k + 1.0, Tail::Lower(0.5)));
    let next = bisect(median, below, |logit| {
        let p = from_logit(logit);
        fewer_than(step + 1, p) <= at_least(p) * (1.0 + TIE)
    });
    let rejected = |logit: f64| {
        let p = from_logit(logit);
        at_least(p) + fewer_than(step, p) <= alpha * (1.0 - TIE)
    };
    if rejected(next) {
        from_logit(next)
    } else {
        from_logit(bisect(below, next, rejected))
    }
}

/// Ends of neighbouring counts meet at the same step. Where rounding would leave a gap between them, that no interval
/// holds, both are made this much wider.
const TIE: f64 = 1e-10;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clopper_pearson;

    /// Acceptability straight from its definition, by summing probabilities.
    fn acceptability(successes: u64, trials: u64, p: f64) -> f64 {
        let mass = |k: u64| crate::special::ln_binomial_mass(k as f64, trials as f64, Share::of(p)).exp();
        let at_most = |k: i64| (0..=k).map(|k| mass(k as u64)).sum::<f64>();
        let at_least = |k: i64| (k..=trials as i64).map(|k| mass(k as u64)).sum::<f64>();
        let k = successes as i64;
        let (lower, upper) = (at_most(k), at_least(k));
        let tail = lower.min(upper);
        let opposite =
            |tails: &mut dyn Iterator<Item = f64>| tails.filter(|t| *t <= tail * (1.0 + 1e-12)).fold(0.0, f64::max);
        let extra = if upper <= lower {
            opposite(&mut (0..=trials as i64).map(at_most))
        } else {
            opposite(&mut (0..=trials as i64).map(at_least))
        };
        (tail + extra).min(1.0)
    }

    #[test]
    fn agrees_with_a_fine_grid_over_the_definition() {
        for trials in [1, 2, 7, 13] {
            for successes in 0..=trials {
                for level in [0.5, 0.95] {
                    let level = Level::new(level).unwrap();
                    let found = blaker(successes, trials, level).unwrap();
                    let accepted: Vec<f64> = (0..=1000)
                        .map(|i| f64::from(i) / 1000.0)
                        .filter(|p| acceptability(successes, trials, *p) > level.alpha())
                        .collect();
                    let (low, high) = (accepted[0], accepted[accepted.len() - 1]);
                    assert!(
                        (low - found.low).abs() <= 1.0 / 1000.0 + 1e-9,
                        "{successes}/{trials}: {low} {found:?}"
                    );
                    assert!(
                        (high - found.high).abs() <= 1.0 / 1000.0 + 1e-9,
                        "{successes}/{trials}: {high} {found:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn lies_within_clopper_pearson() {
        for (successes, trials) in [
            (1, 3),
            (29, 99),
            (500, 1000),
            (3, 1_000_000),
            (400_000_000, 1_000_000_000),
        ] {
            let level = Level::default();
            let (inner, outer) = (
                blaker(successes, trials, level).unwrap(),
                clopper_pearson(successes, trials, level).unwrap(),
            );
            assert!(
                outer.low <= inner.low * (1.0 + 1e-12) && inner.high <= outer.high * (1.0 + 1e-12),
                "{inner:?} {outer:?}"
            );
        }
    }
}
