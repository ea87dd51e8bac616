//! The share of a sample's rows that are genuine, by what controls say of the test.
//!
//! The rows are all there is, so that the limits hold measurement error only: what the test and the control sets leave
//! open. They invert the exact tails of the rows that come out as genuine, for the error rates that the controls allow
//! ([`positives_among`]), and share the error allowed among what was measured (Bonferroni). Where not one does, the rows
//! are taken as draws, which is wider: zero hits are a bound. What the rows say of others
//! like them, as draws, is an estimate of its own, with the interval of Lang & Reiczigel.

use assay_estimate::{Interval, Level, TestAccuracy, positives_among};

use crate::controls::{ControlOf, Controls, Rate};
use crate::{Error, Limits, Share};

/// What the rows and the controls together say.
pub(crate) struct Known<'k> {
    /// Distinct rows that came out as genuine, of those that could be tested.
    pub(crate) rows: Rate,
    /// The share of made-up rows that chance alone would make look genuine, at most.
    pub(crate) chance: f64,
    pub(crate) controls: &'k Controls,
}

impl Known<'_> {
    /// The share of the rows that are genuine; `None` where no control could be tested.
    pub(crate) fn share(&self, level: Level) -> Result<Option<Share>, Error> {
        let sensitivity = self.controls.rate(ControlOf::Customers);
        let specificity = self.controls.rate(ControlOf::Fabricated);
        if self.rows.tested() == 0 {
            return Ok(None);
        }
        Ok(match (sensitivity, specificity) {
            (Some(sensitivity), Some(specificity)) => {
                let each = split(level, 3);
                let share = self.share_of(
                    (sensitivity.value(), sensitivity.interval(each)?),
                    (specificity.value(), specificity.interval(each)?),
                    each,
                )?;
                Some(share.by("sensitivity and specificity from the controls", level))
            }
            (Some(sensitivity), None) => {
                let each = split(level, 2);
                // Chance is a bound: that few made-up rows look genuine is no less possible.
                let by_chance = Interval {
                    low: 1.0 - self.chance,
                    high: 1.0,
                };
                let share = self.share_of(
                    (sensitivity.value(), sensitivity.interval(each)?),
                    (1.0 - self.chance, by_chance),
                    each,
                )?;
                let how = "sensitivity from the known customers; known fabrications were not given, so that made-up rows \
                           are assumed to look genuine as rarely as chance alone makes them";
                Some(share.by(how, level))
            }
            (None, Some(specificity)) => Some(self.at_least(specificity, level)?.by(
                "specificity from the known fabrications; known customers were not given, so that the sensitivity is \
                 assumed to be anything up to 1: lower limit only",
                level,
            )),
            (None, None) => None,
        })
    }

    /// With a sensitivity of at most 1, of which no more is known. One end only: its error is shared by the rows and the
    /// specificity.
    fn at_least(&self, specificity: Rate, level: Level) -> Result<Found, Error> {
        let of = Interval {
            low: specificity.at_least(level.each_side())?,
            high: 1.0,
        };
        let found = self.share_of(
            (1.0, Interval { low: 0.0, high: 1.0 }),
            (specificity.value(), of),
            level,
        )?;
        Ok(Found {
            interval: Limits {
                high: None,
                ..found.interval
            },
            ..found
        })
    }

    fn share_of(
        &self,
        (se, sensitivity): (f64, Interval),
        (sp, specificity): (f64, Interval),
        level: Level,
    ) -> Result<Found, Error> {
        let found = Found {
            genuine: self.rows.right(),
            testable: self.rows.tested(),
            estimate: None,
            interval: Limits::default(),
            withheld: None,
        };
        let Ok(accuracy) = TestAccuracy::new(se, sp) else {
            return Ok(Found {
                withheld: Some(useless(se, sp)),
                ..found
            });
        };
        let estimate = (self.rows.value() + sp - 1.0) / accuracy.youden();
        // Without a genuine row the limits of these very rows would come to nothing as soon as the controls are many,
        // by the assumption alone that rows are missed one by one. As draws the rows leave a bound.
        let (limits, below, above) = if self.rows.is_exact() && self.rows.right() > 0 {
            let limits = positives_among(self.rows.right(), self.rows.tested(), sensitivity, specificity, level)?;
            let share = |rows: u64| rows as f64 / self.rows.tested() as f64;
            let interval = Interval {
                low: share(limits.low),
                high: share(limits.high),
            };
            (interval, limits.below_false_positives, limits.above_sensitivity)
        } else {
            // Rows that stand for others are draws too: their share has an error besides.
            let apparent = self.rows.interval(level)?;
            let interval = projected(apparent, sensitivity, specificity);
            let below = apparent.high < 1.0 - specificity.high;
            (interval, below, apparent.low > sensitivity.high)
        };
        if below {
            let because = format!(
                "fewer rows came out as genuine than known fabrications do ({:.1} %): these fabrications are easier to \
                 take for genuine than the sample's rows",
                100.0 * (1.0 - sp)
            );
            return Ok(Found {
                withheld: Some(because),
                ..found
            });
        }
        if above {
            let because = format!(
                "more rows came out as genuine than known customers do ({:.1} %): these customers are harder to recognise \
                 than the sample's rows",
                100.0 * se
            );
            return Ok(Found {
                withheld: Some(because),
                ..found
            });
        }
        Ok(Found {
            estimate: Some(estimate.clamp(0.0, 1.0).clamp(limits.low, limits.high)),
            interval: Limits {
                low: Some(limits.low),
                high: Some(limits.high),
            },
            ..found
        })
    }
}

struct Found {
    genuine: u64,
    testable: u64,
    estimate: Option<f64>,
    interval: Limits,
    withheld: Option<String>,
}

impl Found {
    fn by(self, how: &str, level: Level) -> Share {
        Share {
            estimand: "share of this sample's distinct testable rows that are genuine".to_owned(),
            genuine: self.genuine,
            testable: self.testable,
            estimate: self.estimate,
            interval: self.interval,
            level: level.get(),
            estimator: format!("rogan_gladen, exact limits; {how}"),
            withheld: self.withheld,
        }
    }
}

/// The prevalences that an apparent one and both error rates leave open, each within its interval: whatever level the
/// three hold together, these hold. An end that the error rates leave open is 0 or 1.
fn projected(apparent: Interval, sensitivity: Interval, specificity: Interval) -> Interval {
    let at = |apparent: f64, found: f64, false_positive: f64, open: f64| match found > false_positive {
        true => ((apparent - false_positive) / (found - false_positive)).clamp(0.0, 1.0),
        false => open,
    };
    Interval {
        low: at(apparent.low, sensitivity.high, 1.0 - specificity.low, 0.0),
        high: at(apparent.high, sensitivity.low, 1.0 - specificity.high, 1.0),
    }
}

/// Why a test that tells nothing gives no number.
pub(crate) fn useless(sensitivity: f64, specificity: f64) -> String {
    format!(
        "customers come out as genuine at a rate of {:.1} % and made-up rows at {:.1} %: such a test tells nothing \
         (sensitivity and specificity together are not above 1)",
        100.0 * sensitivity,
        100.0 * (1.0 - specificity)
    )
}

/// The level that each of so many parts needs for all to hold with `level` together.
pub(crate) fn split(level: Level, parts: u32) -> Level {
    // A level so near to 1 that the part can't be told from 1 stays as it is.
    Level::new(1.0 - level.alpha() / f64::from(parts)).unwrap_or(level)
}

#[cfg(test)]
mod tests {
    use assay_index::mix;

    use super::*;
    use crate::amount::Amount;

    fn share(rows: (u64, u64), customers: Option<(u64, u64)>, fabricated: Option<(u64, u64)>) -> Option<Share> {
        let known = Known {
            rows: rate(rows),
            chance: 1e-5,
            controls: &Controls::counted(customers, fabricated),
        };
        known.share(Level::default()).unwrap()
    }

    fn rate((right, all): (u64, u64)) -> Rate {
        Rate::new(Amount::new(right, 1), Amount::new(all - right, 1))
    }

    #[test]
    fn controls_give_both_ends() {
        let found = share((440, 1_000), Some((264, 300)), Some((298, 300))).unwrap();
        let limits = found.interval;
        let (low, high) = (limits.low.unwrap(), limits.high.unwrap());
        assert!(low < 0.5 && 0.5 < high && high - low < 0.15, "{found:?}");
        assert!((found.estimate.unwrap() - (0.44 - 2.0 / 300.0) / (0.88 - 2.0 / 300.0)).abs() < 1e-12);
        assert_eq!(found.withheld, None);
    }

    #[test]
    fn one_sort_alone_says_what_is_assumed_of_the_other() {
        let customers = share((440, 1_000), Some((264, 300)), None).unwrap();
        assert!(customers.interval.low.unwrap() > 0.43 && customers.interval.high.unwrap() < 0.56);
        assert!(
            customers.estimator.contains("known fabrications were not given"),
            "{customers:?}"
        );
        let fabricated = share((440, 1_000), None, Some((295, 300))).unwrap();
        let low = fabricated.interval.low.unwrap();
        assert!(
            fabricated.interval.high.is_none() && 0.4 < low && low < 0.44,
            "{fabricated:?}"
        );
        assert!(
            fabricated.estimator.contains("known customers were not given"),
            "{fabricated:?}"
        );
        assert_eq!(share((440, 1_000), None, None), None);
    }

    #[test]
    fn a_test_that_tells_nothing_gives_no_number() {
        let found = share((440, 1_000), Some((30, 100)), Some((70, 100))).unwrap();
        assert_eq!((found.estimate, found.interval), (None, Limits::default()));
        assert!(found.withheld.unwrap().contains("30.0 % and made-up rows at 30.0 %"));
    }

    #[test]
    fn controls_that_can_not_be_like_the_sample_give_no_number() {
        let above = share((999, 1_000), Some((600, 1_000)), Some((999, 1_000))).unwrap();
        assert!(above.withheld.unwrap().starts_with("more rows") && above.estimate.is_none());
        let below = share((0, 1_000), Some((900, 1_000)), Some((700, 1_000))).unwrap();
        assert!(below.withheld.unwrap().starts_with("fewer rows") && below.estimate.is_none());
    }

    #[test]
    fn zero_hits_are_a_bound_however_many_the_controls() {
        for customers in [30, 1_000, 1_000_000] {
            for fabricated in [None, Some((500, 500))] {
                let found = share((0, 500), Some((customers, customers)), fabricated).unwrap();
                assert_eq!(found.interval.low, Some(0.0));
                assert!(found.interval.high.unwrap() > 0.007, "{found:?}");
            }
        }
    }

    #[test]
    fn rows_that_stand_for_others_widen_the_limits() {
        let of = |one_in| {
            let known = Known {
                rows: Rate::new(Amount::new(4_400 / one_in, one_in), Amount::new(5_600 / one_in, one_in)),
                chance: 1e-5,
                controls: &Controls::counted(Some((880, 1_000)), Some((998, 1_000))),
            };
            let limits = known.share(Level::default()).unwrap().unwrap().interval;
            (limits.low.unwrap(), limits.high.unwrap())
        };
        let (exact, estimated) = (of(1), of(8));
        assert!(
            estimated.0 < exact.0 && exact.1 < estimated.1,
            "{exact:?} {estimated:?}"
        );
        assert!(estimated.0 > 0.4 && estimated.1 < 0.6, "{estimated:?}");
    }

    /// Draws from a seed that is another one in each run.
    struct Random(u64, u64);

    impl Random {
        fn new() -> Random {
            let mut seed = [0u8; 8];
            getrandom::fill(&mut seed).unwrap();
            Random(u64::from_le_bytes(seed), 0)
        }

        fn binomial(&mut self, trials: u64, probability: f64) -> u64 {
            (0..trials).filter(|_| self.unit() < probability).count() as u64
        }

        fn unit(&mut self) -> f64 {
            self.1 += 1;
            (mix(self.0, self.1) >> 11) as f64 / (1u64 << 53) as f64
        }
    }

    /// Of 400 runs the truth lies outside in more than 45 with a probability below one in a million, if each misses it
    /// in one of twenty.
    #[test]
    fn the_limits_hold_the_share_of_these_rows() {
        let mut random = Random::new();
        for (rows, genuine, se, sp, controls) in [
            (200, 100, 0.87, 0.99, 60),
            (500, 5, 0.95, 0.98, 100),
            (60, 60, 0.8, 1.0, 30),
            (300, 240, 0.7, 0.9, 200),
        ] {
            for given in 0..3 {
                let mut outside = 0;
                for _ in 0..400 {
                    let found = random.binomial(genuine, se) + random.binomial(rows - genuine, 1.0 - sp);
                    let customers = (random.binomial(controls, se), controls);
                    let fabricated = (random.binomial(controls, sp), controls);
                    // Without fabrications chance is taken for the rest, so that there must be none.
                    let (customers, fabricated) = match given {
                        0 => (Some(customers), Some(fabricated)),
                        1 if sp == 1.0 => (Some(customers), None),
                        _ => (None, Some(fabricated)),
                    };
                    let limits = share((found, rows), customers, fabricated).unwrap().interval;
                    let truth = genuine as f64 / rows as f64;
                    let inside =
                        limits.low.is_none_or(|low| low <= truth) && limits.high.is_none_or(|high| truth <= high);
                    outside += u32::from(!inside);
                }
                assert!(
                    outside <= 45,
                    "seed {}: {outside} of 400, {rows} {genuine} {se} {sp}",
                    random.0
                );
            }
        }
    }
}
