//! How many of the very things tested are truly positive.

use crate::binomial_survival;
use crate::error::{check_part, check_probability};
use crate::special::smallest;
use crate::{Error, Level};

/// The one-sided lower limit for how many of the `tested` things themselves are truly positive, from `positives` among
/// them: the fewest G for which false positives among the others, binomial in `tested` − G, reach `positives` − G with a
/// probability of at least α.
///
/// The estimand is a count of these things, not a share of what they were drawn from: the things tested are all there is,
/// and only the test errs. An exact test inverted, so that it covers at least its level whatever the count is; needs no
/// sensitivity, since positives that were missed only make the limit lower than it need be. Assumes that each of the others
/// is a false positive independently with `false_positive_rate`; where their rates differ take the mean (Hoeffding 1956:
/// equal ones spread most beyond the mean).
///
/// Subtracting an upper quantile of chance worked out for `tested` − `positives` things is not the same: it forgets the
/// false positives among the positives, and covers 0.938 instead of 0.95 for no true positive in 10,000 at a rate of 0.01.
///
/// # Errors
/// [`Error::PartExceedsWhole`] if `positives` > `tested`; [`Error::ProbabilityOutOfRange`].
pub fn true_positives_lower(positives: u64, tested: u64, false_positive_rate: f64, level: Level) -> Result<u64, Error> {
    check_part("positives", positives, "tested", tested)?;
    check_probability("the false-positive rate", false_positive_rate)?;
    // One true positive more is one trial and one success less, which only makes the rest likelier.
    Ok(smallest(0, positives, |true_ones| {
        binomial_survival(positives - true_ones, tested - true_ones, false_positive_rate)
            .is_ok_and(|tail| tail >= level.alpha())
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn small_cases_by_hand() {
        let level = Level::default();
        // Without false positives every positive is true; with nothing but false positives none need be.
        assert_eq!(true_positives_lower(7, 10, 0.0, level).unwrap(), 7);
        assert_eq!(true_positives_lower(7, 10, 1.0, level).unwrap(), 0);
        // One of one by chance 0.05 is just no surprise at 0.95; by chance 0.04 it is.
        assert_eq!(true_positives_lower(1, 1, 0.06, level).unwrap(), 0);
        assert_eq!(true_positives_lower(1, 1, 0.04, level).unwrap(), 1);
        assert!(true_positives_lower(2, 1, 0.1, level).is_err() && true_positives_lower(1, 2, 1.1, level).is_err());
    }

    proptest! {
        #[test]
        fn grows_with_positives_and_falls_with_chance(
            (positives, tested) in (1u64..3_000).prop_flat_map(|n| (0..n, Just(n))),
            chance in 0.0..1.0f64, more in 0.0..1.0f64,
        ) {
            let of = |positives, chance| true_positives_lower(positives, tested, chance, Level::default()).unwrap();
            let limit = of(positives, chance);
            prop_assert!(limit <= positives);
            prop_assert!(limit <= of(positives + 1, chance));
            prop_assert!(of(positives, chance.max(more)) <= limit);
        }
    }
}
