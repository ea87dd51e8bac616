//! The rate behind an imperfect test.

use serde::{Deserialize, Serialize};

use crate::error::{check_part, check_probability};
use crate::special::normal_upper_quantile;
use crate::{Error, Interval, Level, RateMethod};

/// How well a test tells positives from negatives, taken as known.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TestAccuracy {
    sensitivity: f64,
    specificity: f64,
}

impl TestAccuracy {
    /// Checks the pair.
    ///
    /// # Errors
    /// [`Error::ProbabilityOutOfRange`] for either outside 0 to 1; [`Error::UninformativeTest`] unless their sum
    /// exceeds 1.
    pub fn new(sensitivity: f64, specificity: f64) -> Result<Self, Error> {
        check_probability("sensitivity", sensitivity)?;
        check_probability("specificity", specificity)?;
        if sensitivity + specificity <= 1.0 {
            return Err(Error::UninformativeTest {
                sensitivity,
                specificity,
            });
        }
        Ok(Self {
            sensitivity,
            specificity,
        })
    }

    /// P(test positive given truly positive).
    pub fn sensitivity(self) -> f64 {
        self.sensitivity
    }

    /// P(test negative given truly negative).
    pub fn specificity(self) -> f64 {
        self.specificity
    }

    /// P(test positive given truly negative), 1 − specificity.
    pub fn false_positive_rate(self) -> f64 {
        1.0 - self.specificity
    }

    /// Youden's J: sensitivity + specificity − 1, above 0.
    pub fn youden(self) -> f64 {
        self.sensitivity + self.specificity - 1.0
    }

    fn prevalence_at(self, apparent: f64) -> f64 {
        (apparent + self.specificity - 1.0) / self.youden()
    }
}

/// A true prevalence derived from an apparent one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Prevalence {
    /// The share that tested positive.
    pub apparent: f64,
    /// The estimate, moved into 0 to 1.
    pub value: f64,
    /// The estimate as the formula gives it: below 0 where `below_false_positive_rate`, above 1 where
    /// `above_sensitivity`.
    pub unclamped: f64,
    /// The interval, moved into 0 to 1.
    pub interval: Interval,
    /// The interval as the formula gives it.
    pub unclamped_interval: Interval,
    /// Standard error by the delta method, √(AP(1−AP)/n) / J. 0 if all or none tested positive: then it says nothing.
    pub standard_error: f64,
    /// Fewer tested positive than false positives alone would give: the estimate of 0 is a limit, and the specificity
    /// may be understated.
    pub below_false_positive_rate: bool,
    /// More tested positive than the test would find if all were positive: the sensitivity may be understated.
    pub above_sensitivity: bool,
}

/// The true prevalence of Rogan & Gladen (1978): (AP + Sp − 1) / (Se + Sp − 1), from `positives` of `tested`.
///
/// The estimand is the share truly positive in the population of which the tested are a random sample. The interval is
/// the one for the apparent prevalence, by `method`, its limits put through the same formula (Reiczigel, Földi &
/// Ózsvári 2010); it so inherits that method's coverage; for the approximate methods see
/// [`crate::rogan_gladen_condition`]. Sensitivity and specificity are taken as known and the same
/// for every trial; if they were themselves estimated use [`lang_reiczigel`].
///
/// # Errors
/// [`Error::PartExceedsWhole`] if `positives` > `tested`; [`Error::NoTrials`] if nothing was tested.
pub fn rogan_gladen(
    positives: u64,
    tested: u64,
    accuracy: TestAccuracy,
    method: RateMethod,
    level: Level,
) -> Result<Prevalence, Error> {
    check_part("positives", positives, "tested", tested)?;
    if tested == 0 {
        return Err(Error::NoTrials { name: "tested" });
    }
    let apparent = positives as f64 / tested as f64;
    let limits = method.interval(positives, tested, level)?;
    let unclamped = accuracy.prevalence_at(apparent);
    let unclamped_interval = Interval {
        low: accuracy.prevalence_at(limits.low),
        high: accuracy.prevalence_at(limits.high),
    };
    Ok(Prevalence {
        apparent,
        value: unclamped.clamp(0.0, 1.0),
        unclamped,
        interval: unclamped_interval.clamped_to_unit(),
        unclamped_interval,
        standard_error: (apparent * (1.0 - apparent) / tested as f64).sqrt() / accuracy.youden(),
        below_false_positive_rate: apparent < accuracy.false_positive_rate(),
        above_sensitivity: apparent > accuracy.sensitivity,
    })
}

/// A rate with the number of trials it was measured on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MeasuredRate {
    rate: f64,
    trials: u64,
}

impl MeasuredRate {
    /// From a rate as published, with its number of trials.
    ///
    /// # Errors
    /// [`Error::ProbabilityOutOfRange`]; [`Error::NoTrials`].
    pub fn new(rate: f64, trials: u64) -> Result<Self, Error> {
        check_probability("a measured rate", rate)?;
        if trials == 0 {
            return Err(Error::NoTrials {
                name: "the number of trials of a measured rate",
            });
        }
        Ok(Self { rate, trials })
    }

    /// From counts.
    ///
    /// # Errors
    /// [`Error::PartExceedsWhole`]; [`Error::NoTrials`].
    pub fn from_counts(successes: u64, trials: u64) -> Result<Self, Error> {
        check_part("successes", successes, "trials", trials)?;
        Self::new(
            if trials == 0 {
                0.0
            } else {
                successes as f64 / trials as f64
            },
            trials,
        )
    }

    /// The whole numbers of successes around the rate, and the trials: both the same for a rate that came from a count.
    pub(crate) fn whole_successes(self) -> (u64, u64, u64) {
        let successes = self.rate * self.trials as f64;
        // A printed rate such as 0.29 of 100 is 28.999… as a double.
        let rounded = successes.round();
        if (successes - rounded).abs() <= 1e-9 * rounded.max(1.0) {
            return (rounded as u64, rounded as u64, self.trials);
        }
        (successes.floor() as u64, successes.ceil() as u64, self.trials)
    }

    /// (rate, trials) after adding `successes` of `trials` imagined ones.
    fn shrunk(self, successes: f64, trials: f64) -> (f64, f64) {
        let n = self.trials as f64;
        ((self.rate * n + successes) / (n + trials), n + trials)
    }
}

/// An estimate with its interval, both also as the formula gives them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PrevalenceInterval {
    /// The estimate of Rogan & Gladen, moved into 0 to 1.
    pub value: f64,
    /// The estimate as the formula gives it.
    pub unclamped: f64,
    /// The interval, moved into 0 to 1.
    pub interval: Interval,
    /// The interval as the formula gives it.
    pub unclamped_interval: Interval,
    /// Fewer tested positive than false positives alone would give.
    pub below_false_positive_rate: bool,
}

/// The interval of Lang & Reiczigel (2014) for a true prevalence when sensitivity and specificity were themselves
/// estimated, each on its own sample.
///
/// The apparent prevalence is shrunk by z²/2 of z² trials and the two accuracies by 1 of 2; the interval is normal
/// around the adjusted estimate with a shift of 2z²(p Se(1−Se)/n_Se − (1−p) Sp(1−Sp)/n_Sp). Covers its level on
/// average, far more than it where controls are few: see [`crate::lang_reiczigel_condition`], and
/// [`crate::prevalence_bounds`] for an exact answer. Assumes three independent samples, and that the samples for sensitivity and specificity resemble the
/// population tested: positives planted by hand often are easier than real ones.
///
/// # Errors
/// [`Error::UninformativeTest`] unless the measured sensitivity + specificity exceed 1, before and after shrinking.
pub fn lang_reiczigel(
    apparent: MeasuredRate,
    sensitivity: MeasuredRate,
    specificity: MeasuredRate,
    level: Level,
) -> Result<PrevalenceInterval, Error> {
    let accuracy = TestAccuracy::new(sensitivity.rate, specificity.rate)?;
    let unclamped = accuracy.prevalence_at(apparent.rate);

    let parts = LangReiczigel::new(apparent, sensitivity, specificity, level)?;
    let half = parts.z * parts.variance().sqrt() / parts.youden;
    let middle = parts.prevalence + parts.shift;
    let unclamped_interval = Interval {
        low: middle - half,
        high: middle + half,
    };
    Ok(PrevalenceInterval {
        value: unclamped.clamp(0.0, 1.0),
        unclamped,
        interval: unclamped_interval.clamped_to_unit(),
        unclamped_interval,
        below_false_positive_rate: apparent.rate < accuracy.false_positive_rate(),
    })
}

/// What the interval of Lang & Reiczigel is made of. Variances are those of the numerator, (AP + Sp − 1) − p (Se + Sp − 1).
pub(crate) struct LangReiczigel {
    z: f64,
    prevalence: f64,
    shift: f64,
    youden: f64,
    from_apparent: f64,
    /// The part of the variance that is due to the measured sensitivity.
    pub(crate) from_sensitivity: f64,
    /// The part that is due to the measured specificity.
    pub(crate) from_specificity: f64,
}

impl LangReiczigel {
    pub(crate) fn new(
        apparent: MeasuredRate,
        sensitivity: MeasuredRate,
        specificity: MeasuredRate,
        level: Level,
    ) -> Result<Self, Error> {
        let z = normal_upper_quantile(0.5 * level.alpha());
        let square = z * z;
        let (ap, ap_trials) = apparent.shrunk(0.5 * square, square);
        let (se, se_trials) = sensitivity.shrunk(1.0, 2.0);
        let (sp, sp_trials) = specificity.shrunk(1.0, 2.0);
        let shrunk = TestAccuracy::new(se, sp)?;
        let p = shrunk.prevalence_at(ap);
        let se_variance = se * (1.0 - se) / se_trials;
        let sp_variance = sp * (1.0 - sp) / sp_trials;
        Ok(Self {
            z,
            prevalence: p,
            shift: 2.0 * square * (p * se_variance - (1.0 - p) * sp_variance),
            youden: shrunk.youden(),
            from_apparent: ap * (1.0 - ap) / ap_trials,
            from_sensitivity: p * p * se_variance,
            from_specificity: (1.0 - p) * (1.0 - p) * sp_variance,
        })
    }

    pub(crate) fn variance(&self) -> f64 {
        self.from_apparent + self.from_sensitivity + self.from_specificity
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_useless_test_is_an_error() {
        assert!(matches!(
            TestAccuracy::new(0.5, 0.5),
            Err(Error::UninformativeTest { .. })
        ));
        assert!(matches!(
            TestAccuracy::new(1.1, 0.5),
            Err(Error::ProbabilityOutOfRange {
                name: "sensitivity",
                ..
            })
        ));
        assert!(matches!(
            TestAccuracy::new(0.9, f64::NAN),
            Err(Error::ProbabilityOutOfRange { .. })
        ));
        let accuracy = TestAccuracy::new(0.9, 0.9).unwrap();
        assert!(matches!(
            rogan_gladen(0, 0, accuracy, RateMethod::Wilson, Level::default()),
            Err(Error::NoTrials { .. })
        ));
    }

    #[test]
    fn the_flags_say_on_which_side_the_formula_leaves_the_unit() {
        let accuracy = TestAccuracy::new(0.9, 0.9).unwrap();
        let low = rogan_gladen(1, 100, accuracy, RateMethod::Blaker, Level::default()).unwrap();
        assert!(low.below_false_positive_rate && !low.above_sensitivity && low.unclamped < 0.0 && low.value == 0.0);
        let high = rogan_gladen(99, 100, accuracy, RateMethod::Blaker, Level::default()).unwrap();
        assert!(high.above_sensitivity && !high.below_false_positive_rate && high.unclamped > 1.0 && high.value == 1.0);
    }

    proptest! {
        #[test]
        fn a_perfect_test_changes_nothing(positives in 0u64..500, more in 1u64..500) {
            let tested = positives + more;
            let perfect = TestAccuracy::new(1.0, 1.0).unwrap();
            let found = rogan_gladen(positives, tested, perfect, RateMethod::Jeffreys, Level::default()).unwrap();
            let plain = RateMethod::Jeffreys.interval(positives, tested, Level::default()).unwrap();
            prop_assert!((found.value - found.apparent).abs() < 1e-15);
            prop_assert!((found.interval.low - plain.low).abs() < 1e-15 && (found.interval.high - plain.high).abs() < 1e-15);
        }
    }
}
