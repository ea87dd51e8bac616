//! The rate behind a test whose accuracy was measured, by an interval that never covers less than its level.

use crate::{Error, Interval, Level, MeasuredRate, clopper_pearson};

/// Every true prevalence that the three exact intervals for the apparent prevalence, the sensitivity and the specificity
/// allow together.
///
/// Each is Clopper & Pearson's (1934) at error α/3, so that by Bonferroni's inequality all three hold, and with them the
/// result, with at least the level: at every prevalence, for controls of any size, and where
/// [`crate::lang_reiczigel`] is not to be trusted. The price is width. A prevalence π stays in if some accuracy within
/// the limits, and some apparent prevalence within its own, satisfy AP = π Se + (1 − π)(1 − Sp). A rate that is no whole
/// number of successes is widened to the whole numbers around it.
///
/// Assumes three independent samples of independent trials, and that the controls resemble what was tested. Where the
/// limits don't exclude a useless test, an end of the interval is 0 or 1.
///
/// # Errors
/// None but those that [`MeasuredRate`] has ruled out.
pub fn prevalence_bounds(
    apparent: MeasuredRate,
    sensitivity: MeasuredRate,
    specificity: MeasuredRate,
    level: Level,
) -> Result<Interval, Error> {
    let each = Level::new(1.0 - level.alpha() / 3.0).unwrap_or(level);
    let limits = |measured: MeasuredRate| -> Result<Interval, Error> {
        let (fewest, most, trials) = measured.whole_successes();
        Ok(Interval {
            low: clopper_pearson(fewest, trials, each)?.low,
            high: clopper_pearson(most, trials, each)?.high,
        })
    };
    let (apparent, sensitivity, specificity) = (limits(apparent)?, limits(sensitivity)?, limits(specificity)?);
    let end = |apparent: f64, sensitivity: f64, specificity: f64, useless: f64| {
        let youden = sensitivity + specificity - 1.0;
        if youden <= 0.0 {
            return useless;
        }
        ((apparent + specificity - 1.0) / youden).clamp(0.0, 1.0)
    };
    Ok(Interval {
        low: end(apparent.low, sensitivity.high, specificity.low, 0.0),
        high: end(apparent.high, sensitivity.low, specificity.high, 1.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn counted(successes: u64, trials: u64) -> MeasuredRate {
        MeasuredRate::from_counts(successes, trials).unwrap()
    }

    #[test]
    fn a_control_that_may_be_useless_leaves_an_end_open() {
        let found = prevalence_bounds(counted(500, 1000), counted(1, 2), counted(99, 100), Level::default()).unwrap();
        assert!(found.high == 1.0 && found.low > 0.3, "{found:?}");
        let found = prevalence_bounds(counted(500, 1000), counted(2, 2), counted(1, 2), Level::default()).unwrap();
        assert_eq!(found, Interval::UNIT);
    }

    #[test]
    fn a_rate_as_printed_is_read_as_its_count() {
        let printed = MeasuredRate::new(0.29, 100).unwrap();
        let controls = (counted(95, 100), counted(100, 100));
        let of = |apparent| prevalence_bounds(apparent, controls.0, controls.1, Level::default()).unwrap();
        assert_eq!(of(printed), of(counted(29, 100)));
        let between = of(MeasuredRate::new(0.295, 100).unwrap());
        assert!(between.low == of(counted(29, 100)).low && between.high == of(counted(30, 100)).high);
    }

    proptest! {
        #[test]
        fn holds_the_estimate_and_grows_with_the_level(
            n in 1u64..5_000, share in 0.0..1.0f64, controls in 1u64..2_000, se in 0.0..1.0f64, sp in 0.0..1.0f64,
        ) {
            let of = |rate: f64, trials: u64| counted((rate * trials as f64).round() as u64, trials);
            let (ap, se, sp) = (of(share, n), of(se, controls), of(sp, controls));
            let at = |level: f64| prevalence_bounds(ap, se, sp, Level::new(level).unwrap()).unwrap();
            let (narrow, wide) = (at(0.8), at(0.99));
            prop_assert!(0.0 <= wide.low && wide.low <= narrow.low && narrow.high <= wide.high && wide.high <= 1.0);
            if let Ok(found) = crate::lang_reiczigel(ap, se, sp, Level::default()) {
                prop_assert!(narrow.low <= found.value + 1e-12 && found.value <= narrow.high + 1e-12);
            }
        }
    }
}
