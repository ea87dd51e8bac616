//! Whether an approximate interval may be trusted for the data at hand.
//!
//! An approximate interval holds its level on average over rates, not at each. The rules here say from the data alone
//! when it may be printed. They were measured, not quoted: `cargo run --release -p assay-estimate --example calibration`
//! enumerates the coverage of the procedure "the approximate interval if its condition is met, else an exact one", and
//! `docs/calibration.md` holds the result.

use serde::{Deserialize, Serialize};
use thiserror::Error as ThisError;

use crate::prevalence::LangReiczigel;
use crate::{Error, Interval, Level, MeasuredRate, RateMethod, TestAccuracy, lang_reiczigel, rogan_gladen};

/// Why an approximate interval does not hold its level for these data: print an exact one, or none, and say this.
#[derive(Debug, Clone, PartialEq, ThisError, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Unmet {
    /// A count is too small.
    #[error("an approximate interval needs at least {needed} {what}, found {found}; take an exact one")]
    TooFew {
        /// Of what.
        what: String,
        /// The smallest count that is enough.
        needed: u64,
        /// The count found.
        found: u64,
    },
    /// The interval reaches below 0 or above 1, so that cutting it there changes what it covers.
    #[error("an approximate interval must lie within 0 to 1 by itself, found {low} to {high}; take an exact one")]
    BeyondUnit {
        /// The smaller end as the formula gives it.
        low: f64,
        /// The larger end as the formula gives it.
        high: f64,
    },
    /// Too much of the width rests on controls that erred too rarely, or hit too rarely, to say how often they do.
    #[error(
        "an approximate interval needs controls with at least {needed} hits and {needed} misses each, or far more of them, found {found}; take the exact bounds"
    )]
    ControlsTooFew {
        /// The smallest count that is enough.
        needed: u64,
        /// The smallest count found.
        found: u64,
    },
    /// The rule is known for another level only.
    #[error("it is measured at level 0.95 only when an approximate interval holds, found {level}; take an exact one")]
    LevelNotMeasured {
        /// The level asked for.
        level: f64,
    },
    /// No condition was found under which the interval holds its level.
    #[error("the interval of {method} holds its level under no condition that was found; print none")]
    NeverHolds {
        /// Whose interval.
        method: String,
    },
    /// There is no interval to judge.
    #[error("there is no interval: {because}")]
    NoInterval {
        /// The error that the estimator gives.
        because: String,
    },
}

impl From<Error> for Unmet {
    fn from(error: Error) -> Self {
        Self::NoInterval {
            because: error.to_string(),
        }
    }
}

impl RateMethod {
    /// Whether the interval covers at least its level at every rate.
    pub fn is_exact(self) -> bool {
        match self {
            Self::ClopperPearson | Self::Blaker => true,
            Self::Wilson | Self::Jeffreys => false,
        }
    }

    /// Whether [`RateMethod::interval`] holds its level for these data; always so for the exact methods.
    ///
    /// Wilson's and Jeffreys's need level 0.95, 30 successes and 30 failures. By enumeration for every number of trials
    /// from 20 to 400 and some 200 more up to 20,000, at the rates where coverage jumps: the approximate interval where this
    /// is met, else Clopper–Pearson's, covers at least 0.937 (Wilson) or 0.935 (Jeffreys) whatever the rate, and at most
    /// 0.962 where the condition is met with probability 0.99. The textbooks' 5 or 10 of each let it fall to 0.92; 20 of
    /// each to 0.934 and 0.932.
    ///
    /// # Errors
    /// [`Unmet`], the reason. More successes than trials are too few failures.
    pub fn condition(self, successes: u64, trials: u64, level: Level) -> Result<(), Unmet> {
        if self.is_exact() {
            return Ok(());
        }
        measured_level(level)?;
        enough_of_each(("successes", successes), ("failures", trials.saturating_sub(successes)))
    }
}

/// Whether the interval of [`rogan_gladen`] by `method` holds its level for these data; always so for the exact methods.
///
/// For the others: level 0.95, 30 positives and 30 negatives as for [`RateMethod::condition`], and an interval within 0
/// to 1 before it is cut there: a limit moved to the end of the range can no longer miss, so that it would cover 0.975
/// near the ends. By enumeration for false-positive rates from 1e-6 to 0.1 and sensitivities from 0.8 to 1: what is
/// printed covers at least 0.938 at every prevalence, and 0.939 to 0.960 where the condition is met with probability
/// 0.99.
///
/// # Errors
/// [`Unmet`], the reason.
pub fn rogan_gladen_condition(
    positives: u64,
    tested: u64,
    accuracy: TestAccuracy,
    method: RateMethod,
    level: Level,
) -> Result<(), Unmet> {
    if method.is_exact() {
        return Ok(());
    }
    measured_level(level)?;
    enough_of_each(
        ("positives", positives),
        ("negatives", tested.saturating_sub(positives)),
    )?;
    within_unit(rogan_gladen(positives, tested, accuracy, method, level)?.unclamped_interval)
}

/// Whether the interval of [`crate::prevalence_posterior`], read as a confidence interval, holds its level for these data.
///
/// Its prior keeps it within 0 to 1, and near an end it excludes the end: it then covers nothing of the truth 0. So
/// it needs, beside level 0.95 and 30 positives and negatives, that Rogan & Gladen's interval by Wilson at level 0.999
/// lies within 0 to 1. By enumeration as for [`rogan_gladen_condition`]: 0.937 at least, and 0.941 to 0.960 where it is
/// met with probability 0.99. With the interval at level 0.95 in its place the first figure is 0.914.
///
/// # Errors
/// [`Unmet`], the reason. The interval in it is the one at level 0.999.
pub fn prevalence_posterior_condition(
    positives: u64,
    tested: u64,
    accuracy: TestAccuracy,
    level: Level,
) -> Result<(), Unmet> {
    measured_level(level)?;
    enough_of_each(
        ("positives", positives),
        ("negatives", tested.saturating_sub(positives)),
    )?;
    let wide = Level::new(FAR_FROM_ENDS)?;
    within_unit(rogan_gladen(positives, tested, accuracy, RateMethod::Wilson, wide)?.unclamped_interval)
}

/// Whether the interval of [`lang_reiczigel`] holds its level for these data.
///
/// Cut at neither end it never covers much too little, but too much where controls are few: a control set without a
/// single error counts as one with about one, and the interval may cover up to 1. So it needs, beside level 0.95, 30
/// positives and 30 negatives, and an interval within 0 to 1, that control sets with fewer than 5 errors (or fewer than 5
/// that were right) make up at most a tenth of the variance. By enumeration for 100 to 3,000 tested, controls of 30, 100
/// and 1,000 each way, sensitivities from 0.8 and specificities from 0.9 to 1: 0.943 to 0.961 where the condition is met
/// with probability 0.99; with a fifth in the place of a tenth up to 0.970. Where it is not met,
/// [`crate::prevalence_bounds`] are exact.
///
/// # Errors
/// [`Unmet`], the reason.
pub fn lang_reiczigel_condition(
    apparent: MeasuredRate,
    sensitivity: MeasuredRate,
    specificity: MeasuredRate,
    level: Level,
) -> Result<(), Unmet> {
    measured_level(level)?;
    let (positives, at_most, tested) = apparent.whole_successes();
    enough_of_each(("positives", positives), ("negatives", tested - at_most))?;
    within_unit(lang_reiczigel(apparent, sensitivity, specificity, level)?.unclamped_interval)?;

    let parts = LangReiczigel::new(apparent, sensitivity, specificity, level)?;
    let (mut unsure, mut fewest) = (0.0, u64::MAX);
    for (controls, part) in [
        (sensitivity, parts.from_sensitivity),
        (specificity, parts.from_specificity),
    ] {
        let (at_least, at_most, trials) = controls.whole_successes();
        let rarer = at_least.min(trials - at_most);
        if rarer < LEAST_ERRORS {
            unsure += part;
            fewest = fewest.min(rarer);
        }
    }
    if unsure > SMALL_PART * parts.variance() {
        return Err(Unmet::ControlsTooFew {
            needed: LEAST_ERRORS,
            found: fewest,
        });
    }
    Ok(())
}

fn measured_level(level: Level) -> Result<(), Unmet> {
    if level == Level::NINETY_FIVE {
        Ok(())
    } else {
        Err(Unmet::LevelNotMeasured { level: level.get() })
    }
}

fn enough_of_each(some: (&str, u64), others: (&str, u64)) -> Result<(), Unmet> {
    for (what, found) in [some, others] {
        if found < LEAST_OF_EACH {
            return Err(Unmet::TooFew {
                what: what.to_owned(),
                needed: LEAST_OF_EACH,
                found,
            });
        }
    }
    Ok(())
}

fn within_unit(unclamped: Interval) -> Result<(), Unmet> {
    let Interval { low, high } = unclamped;
    if low < 0.0 || high > 1.0 {
        return Err(Unmet::BeyondUnit { low, high });
    }
    Ok(())
}

/// Least successes, and least failures, from which on the approximate intervals for a rate hold level 0.95.
const LEAST_OF_EACH: u64 = 30;

/// Level of the interval that must lie within 0 to 1 so that the posterior's prior does not matter.
const FAR_FROM_ENDS: f64 = 0.999;

/// Errors, and hits, that a control set must show so that its rate is known well enough.
const LEAST_ERRORS: u64 = 5;

/// Share of the variance that may come from control sets with fewer.
const SMALL_PART: f64 = 0.1;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn accuracy() -> TestAccuracy {
        TestAccuracy::new(0.9, 0.99).unwrap()
    }

    #[test]
    fn thirty_of_each_are_enough_and_twenty_nine_are_not() {
        let level = Level::default();
        for method in [RateMethod::Wilson, RateMethod::Jeffreys] {
            assert_eq!(method.condition(30, 60, level), Ok(()));
            let few = method.condition(29, 1_000, level).unwrap_err();
            assert_eq!(
                few.to_string(),
                "an approximate interval needs at least 30 successes, found 29; take an exact one"
            );
            assert!(matches!(
                method.condition(1_000, 1_029, level),
                Err(Unmet::TooFew { found: 29, .. })
            ));
            assert!(matches!(
                method.condition(500, 1_000, Level::new(0.9).unwrap()),
                Err(Unmet::LevelNotMeasured { .. })
            ));
        }
        assert_eq!(RateMethod::ClopperPearson.condition(0, 0, level), Ok(()));
    }

    #[test]
    fn an_interval_that_was_cut_is_refused() {
        let level = Level::default();
        // 1 % are false positives: 110 of 10,000 are hardly more.
        let low = rogan_gladen_condition(110, 10_000, accuracy(), RateMethod::Wilson, level);
        assert!(
            matches!(low, Err(Unmet::BeyondUnit { low, .. }) if low < 0.0),
            "{low:?}"
        );
        let high = rogan_gladen_condition(895, 1_000, accuracy(), RateMethod::Wilson, level);
        assert!(
            matches!(high, Err(Unmet::BeyondUnit { high, .. }) if high > 1.0),
            "{high:?}"
        );
        assert_eq!(
            rogan_gladen_condition(130, 10_000, accuracy(), RateMethod::Wilson, level),
            Ok(())
        );
        // Farther from the ends for the posterior, which excludes them.
        assert!(prevalence_posterior_condition(130, 10_000, accuracy(), level).is_err());
        assert_eq!(prevalence_posterior_condition(200, 10_000, accuracy(), level), Ok(()));
    }

    #[test]
    fn controls_must_err_or_hardly_matter() {
        let rate = |successes, trials| MeasuredRate::from_counts(successes, trials).unwrap();
        let of = |sensitivity, specificity| {
            lang_reiczigel_condition(rate(500, 1_000), sensitivity, specificity, Level::default())
        };
        assert_eq!(of(rate(90, 100), rate(990, 1_000)), Ok(()));
        assert!(matches!(
            of(rate(29, 30), rate(990, 1_000)),
            Err(Unmet::ControlsTooFew { found: 1, .. })
        ));
        // Without an error, but so many that nothing rests on it.
        assert_eq!(of(rate(90, 100), rate(100_000, 100_000)), Ok(()));
    }

    proptest! {
        #[test]
        fn what_may_be_printed_is_there(
            positives in 0u64..2_000, tested in 0u64..2_000, hits in 0u64..300, controls in 1u64..300,
            sensitivity in 0.0..1.0f64, specificity in 0.0..1.0f64, level in 0.5..0.999f64, usual: bool,
        ) {
            let level = if usual { Level::default() } else { Level::new(level).unwrap() };
            for method in [RateMethod::ClopperPearson, RateMethod::Wilson, RateMethod::Jeffreys, RateMethod::Blaker] {
                if method.condition(positives, tested, level).is_ok() && !method.is_exact() {
                    prop_assert!(method.interval(positives, tested, level).is_ok());
                }
            }
            if let Ok(accuracy) = TestAccuracy::new(sensitivity, specificity) {
                if rogan_gladen_condition(positives, tested, accuracy, RateMethod::Wilson, level).is_ok() {
                    let found = rogan_gladen(positives, tested, accuracy, RateMethod::Wilson, level).unwrap();
                    prop_assert_eq!(found.interval, found.unclamped_interval);
                }
                if prevalence_posterior_condition(positives, tested, accuracy, level).is_ok() {
                    prop_assert!(crate::prevalence_posterior(positives, tested, accuracy, level).is_ok());
                }
            }
            let rates = (
                MeasuredRate::from_counts(positives, tested),
                MeasuredRate::from_counts(hits, controls),
                MeasuredRate::new(specificity, controls),
            );
            if let (Ok(apparent), Ok(sensitivity), Ok(specificity)) = rates
                && lang_reiczigel_condition(apparent, sensitivity, specificity, level).is_ok()
            {
                prop_assert!(lang_reiczigel(apparent, sensitivity, specificity, level).is_ok());
            }
        }
    }
}
