//! Counts with a mean and no ceiling.

use crate::special::{Tail, gamma_quantile, gamma_tails, normal_upper_quantile, smallest};
use crate::{Error, Interval, Level, binomial_survival};

/// The exact equal-tailed interval of Garwood (1936) for the mean of a Poisson count.
///
/// Low is the α/2 quantile of Gamma(x), high the 1−α/2 quantile of Gamma(x+1). Covers at least its level at every mean.
/// Assumes that events are independent and their rate is constant: events that come in clusters make it too narrow.
pub fn garwood(count: u64, level: Level) -> Interval {
    Interval {
        low: garwood_lower(count, level.each_side()),
        high: garwood_upper(count, level.each_side()),
    }
}

/// The one-sided lower limit of Garwood (1936) for the mean of a Poisson count. 0 for a count of 0. Assumptions as for
/// [`garwood`].
pub fn garwood_lower(count: u64, level: Level) -> f64 {
    if count == 0 {
        0.0
    } else {
        gamma_quantile(count as f64, Tail::Lower(level.alpha()))
    }
}

/// The one-sided upper limit of Garwood (1936) for the mean of a Poisson count; −ln α (3.0 at level 0.95) for a count
/// of 0. Assumptions as for [`garwood`].
pub fn garwood_upper(count: u64, level: Level) -> f64 {
    gamma_quantile(count as f64 + 1.0, Tail::Upper(level.alpha()))
}

/// P(X ≤ `at_most`) for X Poisson with `mean`: Q(k+1, λ).
///
/// # Errors
/// [`Error::NumberOutOfRange`] unless `mean` is finite and not negative.
pub fn poisson_cumulative(at_most: u64, mean: f64) -> Result<f64, Error> {
    check_mean(mean)?;
    Ok(gamma_tails(at_most as f64 + 1.0, mean).upper)
}

/// P(X ≥ `at_least`) for X Poisson with `mean`: P(k, λ). 1 for 0.
///
/// # Errors
/// [`Error::NumberOutOfRange`] unless `mean` is finite and not negative.
pub fn poisson_survival(at_least: u64, mean: f64) -> Result<f64, Error> {
    check_mean(mean)?;
    if at_least == 0 {
        return Ok(1.0);
    }
    Ok(gamma_tails(at_least as f64, mean).lower)
}

/// How likely a rate that is no higher than another gives at least `count` in `trials`, where the other gave `other_count` in
/// `other_trials`: the conditional test of two Poisson rates (Przyborowski & Wilenski, Biometrika 31, 1940), by the binomial tail of
/// `count` among both counts. 1 for a count of 0. Of two shares it is on the safe side, since their counts spread less.
///
/// # Errors
/// [`Error::NoTrials`] unless both have trials.
pub fn poisson_rates_test_greater(
    (count, trials): (u64, u64),
    (other_count, other_trials): (u64, u64),
) -> Result<f64, Error> {
    for (name, trials) in [
        ("the number of trials", trials),
        ("the number of other trials", other_trials),
    ] {
        if trials == 0 {
            return Err(Error::NoTrials { name });
        }
    }
    let share = trials as f64 / (trials as f64 + other_trials as f64);
    binomial_survival(count, count.saturating_add(other_count), share)
}

/// The largest count that chance alone would give with probability `level`: the smallest k with P(X ≤ k) ≥ level, for X
/// Poisson with `mean`.
///
/// A count above it is a surprise at 1 − level, one-sided. For a binomial count of the same mean it is conservative
/// wherever the result is at least the mean (Anderson & Samuels 1967).
///
/// # Errors
/// [`Error::NumberOutOfRange`] unless `mean` is from 0 to 10¹⁵.
pub fn poisson_upper_quantile(mean: f64, level: Level) -> Result<u64, Error> {
    check_mean(mean)?;
    let reached = |k: u64| gamma_tails(k as f64 + 1.0, mean).upper >= level.get();
    // Twice the normal quantile, plus room for the small means where the tail is heavier than normal.
    let spread = 2.0 * normal_upper_quantile(level.alpha().min(0.5)) + 2.0;
    let mut high = (mean + spread * mean.sqrt() + 10.0) as u64;
    while !reached(high) {
        high = high.saturating_mul(2);
    }
    Ok(smallest(0, high, reached))
}

fn check_mean(mean: f64) -> Result<(), Error> {
    if (0.0..=LARGEST_MEAN).contains(&mean) {
        Ok(())
    } else {
        Err(Error::NumberOutOfRange {
            name: "the mean of a count",
            expected: "from 0 to 1e15",
            found: mean,
        })
    }
}

/// Above this, neighbouring counts are no longer told apart by a double.
const LARGEST_MEAN: f64 = 1e15;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn small_means_by_hand() {
        let level = Level::default();
        assert_eq!(poisson_upper_quantile(0.0, level).unwrap(), 0);
        // P(X ≤ 0) = e^−0.05 = 0.951.
        assert_eq!(poisson_upper_quantile(0.05, level).unwrap(), 0);
        assert_eq!(poisson_upper_quantile(0.06, level).unwrap(), 1);
        // P(X ≤ 3 | 1) = 8/(3e) = 0.981, P(X ≤ 2 | 1) = 5/(2e) = 0.920.
        assert_eq!(poisson_upper_quantile(1.0, level).unwrap(), 3);
        assert!((poisson_cumulative(2, 1.0).unwrap() - 2.5 / std::f64::consts::E).abs() < 1e-15);
        assert_eq!(poisson_survival(0, 3.0).unwrap(), 1.0);
        assert_eq!(garwood_lower(0, level), 0.0);
    }

    #[test]
    fn two_rates_are_compared_given_both_counts() {
        // R's example of poisson.test: 11 in 800 against 21 in 3,011, whose two-sided p is 0.07967; this is its upper part.
        let p = poisson_rates_test_greater((11, 800), (21, 3_011)).unwrap();
        assert!((p - 0.056_008_659_787_699_66).abs() < 1e-13, "{p}");
        // Against none: share^count, by hand.
        assert!((poisson_rates_test_greater((4, 20_000), (0, 5_000)).unwrap() - 0.4096).abs() < 1e-13);
        assert_eq!(poisson_rates_test_greater((0, 5), (3, 5)).unwrap(), 1.0);
        assert!(matches!(
            poisson_rates_test_greater((0, 0), (3, 5)),
            Err(Error::NoTrials { .. })
        ));
    }

    #[test]
    fn means_out_of_range_are_errors() {
        for mean in [-1.0, f64::NAN, f64::INFINITY, 1e16] {
            assert!(
                matches!(
                    poisson_upper_quantile(mean, Level::default()),
                    Err(Error::NumberOutOfRange { .. })
                ),
                "{mean}"
            );
        }
    }

    #[test]
    fn covers_its_level_at_every_mean() {
        let level = Level::default();
        let intervals: Vec<Interval> = (0..120).map(|x| garwood(x, level)).collect();
        for step in 1..100 {
            let mean = f64::from(step) * 0.37;
            let covered: f64 = (0..120u64)
                .zip(&intervals)
                .filter(|(_, interval)| interval.contains(mean))
                .map(|(x, _)| poisson_survival(x, mean).unwrap() - poisson_survival(x + 1, mean).unwrap())
                .sum();
            assert!(covered >= level.get() - 1e-9, "{mean}: {covered}");
        }
    }

    proptest! {
        #[test]
        fn the_quantile_is_the_smallest(mean in 0.0..5_000.0f64, level in 0.01..0.999_999f64) {
            let level = Level::new(level).unwrap();
            let k = poisson_upper_quantile(mean, level).unwrap();
            prop_assert!(poisson_cumulative(k, mean).unwrap() >= level.get());
            if k > 0 {
                prop_assert!(poisson_cumulative(k - 1, mean).unwrap() < level.get());
            }
        }

        #[test]
        fn the_limits_invert_the_tails(count in 1u64..1_000_000, level in 0.5..0.999f64) {
            let level = Level::new(level).unwrap();
            let (low, high) = (garwood_lower(count, level), garwood_upper(count, level));
            prop_assert!((poisson_survival(count, low).unwrap() / level.alpha() - 1.0).abs() < 1e-8);
            prop_assert!((poisson_cumulative(count, high).unwrap() / level.alpha() - 1.0).abs() < 1e-8);
        }
    }
}
