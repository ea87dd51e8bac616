//! Looking while the data arrive.

use serde::{Deserialize, Serialize};

use crate::error::{check_part, check_probability};
use crate::special::{Share, bisect, ln_beta_kernel};
use crate::{Error, Interval, Level};

/// The sequential probability ratio test of Wald (1945) for a Bernoulli rate: null against a larger alternative.
///
/// After n trials with d successes, accept the null once d ≤ slope·n − `accept_intercept`, reject it once d ≥ slope·n +
/// `reject_intercept`. The two error rates hold approximately (Wald's bounds, overshoot ignored): their sum never
/// exceeds α + β. Assumes independent trials in the order they are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SequentialTest {
    /// Slope of both lines, successes per trial.
    pub slope: f64,
    /// How far the acceptance line lies below the slope through 0, in successes.
    pub accept_intercept: f64,
    /// How far the rejection line lies above it, in successes.
    pub reject_intercept: f64,
    /// ln of the likelihood ratio at which the null is rejected, ln((1−β)/α).
    pub ln_reject: f64,
    /// ln of the likelihood ratio at which the null is accepted, ln(β/(1−α)).
    pub ln_accept: f64,
}

/// Where a sequential test stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SequentialDecision {
    /// The null hypothesis is accepted; stop.
    AcceptNull,
    /// The null hypothesis is rejected; stop.
    RejectNull,
    /// Neither line is reached; look at another trial.
    Continue,
}

impl SequentialTest {
    /// The test of rate `null` against `alternative`, with error rates `alpha` (rejecting a true null) and `beta`
    /// (accepting a false one).
    ///
    /// # Errors
    /// [`Error::HypothesesOutOfOrder`] unless 0 < `null` < `alternative` < 1; [`Error::NumberOutOfRange`] unless both
    /// error rates are above 0 with a sum below 1.
    pub fn new(null: f64, alternative: f64, alpha: f64, beta: f64) -> Result<Self, Error> {
        if !(0.0 < null && null < alternative && alternative < 1.0) {
            return Err(Error::HypothesesOutOfOrder { null, alternative });
        }
        for (name, rate) in [("alpha", alpha), ("beta", beta), ("alpha + beta", alpha + beta)] {
            if !(0.0 < rate && rate < 1.0) {
                return Err(Error::NumberOutOfRange {
                    name,
                    expected: "above 0 and below 1",
                    found: rate,
                });
            }
        }
        let per_failure = (-null).ln_1p() - (-alternative).ln_1p();
        let per_success = (alternative / null).ln() + per_failure;
        let ln_reject = ((1.0 - beta) / alpha).ln();
        let ln_accept = (beta / (1.0 - alpha)).ln();
        Ok(Self {
            slope: per_failure / per_success,
            accept_intercept: -ln_accept / per_success,
            reject_intercept: ln_reject / per_success,
            ln_reject,
            ln_accept,
        })
    }

    /// Where the test stands after `successes` of `trials`.
    ///
    /// # Errors
    /// [`Error::PartExceedsWhole`] if `successes` > `trials`.
    pub fn decide(&self, successes: u64, trials: u64) -> Result<SequentialDecision, Error> {
        check_part("successes", successes, "trials", trials)?;
        let excess = successes as f64 - self.slope * trials as f64;
        Ok(if excess >= self.reject_intercept {
            SequentialDecision::RejectNull
        } else if excess <= -self.accept_intercept {
            SequentialDecision::AcceptNull
        } else {
            SequentialDecision::Continue
        })
    }
}

/// The confidence sequence of Howard, Ramdas, McAuliffe & Sekhon (2021) for a Bernoulli rate, by the beta-binomial
/// mixture.
///
/// The intervals for n = 1, 2, … cover the rate *all at once* with the level, so one may stop at any time for any
/// reason; the price is some width against an interval for one fixed n. A rate p stays in unless the likelihood ratio
/// of the mixture Beta(mp, m(1−p)) against p reaches 1/α. `tightest_at` is the number of trials for which m is tuned,
/// with `tuning_alpha` the error used for that (take 1 − level); both change widths, not coverage. Assumes trials that
/// succeed with the same probability given those before. Without trials it is 0 to 1.
///
/// # Errors
/// [`Error::PartExceedsWhole`] if `successes` > `trials`; [`Error::NumberOutOfRange`] if `tightest_at` is not above 0;
/// [`Error::ProbabilityOutOfRange`] or [`Error::NumberOutOfRange`] unless 0 < `tuning_alpha` < 1.
pub fn bernoulli_confidence_sequence(
    successes: u64,
    trials: u64,
    level: Level,
    tightest_at: f64,
    tuning_alpha: f64,
) -> Result<Interval, Error> {
    check_part("successes", successes, "trials", trials)?;
    check_probability("the tuning alpha", tuning_alpha)?;
    if tuning_alpha == 0.0 || tuning_alpha == 1.0 {
        return Err(Error::NumberOutOfRange {
            name: "the tuning alpha",
            expected: "above 0 and below 1",
            found: tuning_alpha,
        });
    }
    if !(tightest_at > 0.0 && tightest_at.is_finite()) {
        return Err(Error::NumberOutOfRange {
            name: "tightest_at",
            expected: "above 0",
            found: tightest_at,
        });
    }
    if trials == 0 {
        return Ok(Interval::UNIT);
    }
    let (k, failures) = (successes as f64, (trials - successes) as f64);
    let ln_error = -2.0 * tuning_alpha.ln();
    let weight = (tightest_at / (ln_error + ln_error.ln_1p()) - 1.0).max(SMALLEST_WEIGHT);
    let threshold = -level.alpha().ln();
    // Rates 0 and 1 are excluded by any success or failure, and by nothing else.
    let kept = |p: f64| {
        let rate = Share::of(p);
        if rate.value <= 0.0 {
            return successes == 0;
        }
        if rate.complement <= 0.0 {
            return successes == trials;
        }
        let (a, b) = (weight * rate.value, weight * rate.complement);
        ln_beta_kernel(a, b, rate) - ln_beta_kernel(a + k, b + failures, rate) < threshold
    };
    let rate = k / (k + failures);
    // As published, a sequence that has not yet excluded a rate near an end keeps the end.
    let end = |outside: f64| {
        if kept(outside) || kept(inward(outside)) {
            outside
        } else {
            bisect(rate, outside, kept)
        }
    };
    Ok(Interval {
        low: end(0.0),
        high: end(1.0),
    })
}

/// The rate next to an end that still counts as unlike it.
fn inward(end: f64) -> f64 {
    if end == 0.0 { f64::EPSILON } else { 1.0 - f64::EPSILON }
}

/// Least weight of the mixture, as in the authors' own program.
const SMALLEST_WEIGHT: f64 = 1e-3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hypotheses_must_be_in_order() {
        assert!(matches!(
            SequentialTest::new(0.2, 0.1, 0.05, 0.1),
            Err(Error::HypothesesOutOfOrder { .. })
        ));
        assert!(matches!(
            SequentialTest::new(0.1, 0.2, 0.6, 0.6),
            Err(Error::NumberOutOfRange { .. })
        ));
    }

    #[test]
    fn decides_as_the_likelihood_ratio_does() {
        let (null, alternative) = (0.01_f64, 0.1_f64);
        let test = SequentialTest::new(null, alternative, 0.05, 0.1).unwrap();
        for trials in 0..200u64 {
            for successes in 0..=trials.min(6) {
                let ratio = successes as f64 * (alternative / null).ln()
                    + (trials - successes) as f64 * ((1.0 - alternative) / (1.0 - null)).ln();
                let expected = if ratio >= test.ln_reject {
                    SequentialDecision::RejectNull
                } else if ratio <= test.ln_accept {
                    SequentialDecision::AcceptNull
                } else {
                    SequentialDecision::Continue
                };
                assert_eq!(
                    test.decide(successes, trials).unwrap(),
                    expected,
                    "{successes}/{trials}"
                );
            }
        }
    }

    #[test]
    fn the_sequence_errs_at_any_time_with_at_most_alpha() {
        const LAST: usize = 60;
        let level = Level::new(0.9).unwrap();
        let sequence: Vec<Vec<Interval>> = (0..=LAST as u64)
            .map(|n| {
                (0..=n)
                    .map(|k| bernoulli_confidence_sequence(k, n, level, 20.0, 0.1).unwrap())
                    .collect()
            })
            .collect();
        for rate in [0.01, 0.1, 0.3, 0.5, 0.87] {
            // reaching[k]: the chance of k successes without having been excluded so far.
            let mut reaching = vec![1.0];
            for intervals in &sequence[1..] {
                let mut next = vec![0.0; intervals.len()];
                for (k, chance) in reaching.iter().enumerate() {
                    next[k] += chance * (1.0 - rate);
                    next[k + 1] += chance * rate;
                }
                for (chance, interval) in next.iter_mut().zip(intervals) {
                    if !interval.contains(rate) {
                        *chance = 0.0;
                    }
                }
                reaching = next;
            }
            let excluded = 1.0 - reaching.iter().sum::<f64>();
            assert!(excluded <= level.alpha(), "{rate}: {excluded}");
        }
        // Covering must not come from saying nothing.
        assert!(sequence[LAST][LAST / 2].width() < 0.6, "{:?}", sequence[LAST][LAST / 2]);
    }

    #[test]
    fn tuning_out_of_range_is_an_error() {
        for (tightest_at, tuning) in [
            (0.0, 0.05),
            (f64::NAN, 0.05),
            (f64::INFINITY, 0.05),
            (10.0, 0.0),
            (10.0, 1.0),
            (10.0, -1.0),
        ] {
            assert!(bernoulli_confidence_sequence(1, 2, Level::default(), tightest_at, tuning).is_err());
        }
    }
}
