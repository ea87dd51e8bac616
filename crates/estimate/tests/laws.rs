//! Coverage by enumeration, symmetry, monotonicity, nesting, extremes and reference values in exact arithmetic.

#![allow(clippy::unwrap_used)]

use assay_estimate::*;
use proptest::prelude::*;

const METHODS: [RateMethod; 4] = [
    RateMethod::ClopperPearson,
    RateMethod::Wilson,
    RateMethod::Jeffreys,
    RateMethod::Blaker,
];

fn close(found: f64, expected: f64, relative: f64) -> bool {
    (found - expected).abs() <= relative * expected.abs()
}

/// P(interval holds the rate), by enumeration, for each rate of a grid that avoids the intervals' own ends.
fn coverage(method: RateMethod, trials: u64, level: Level) -> Vec<f64> {
    let intervals: Vec<Interval> = (0..=trials)
        .map(|k| method.interval(k, trials, level).unwrap())
        .collect();
    (1..200)
        .map(|step| f64::from(step) / 200.0 + 1e-7)
        .map(|rate| {
            let mass =
                |k| binomial_survival(k, trials, rate).unwrap() - binomial_survival(k + 1, trials, rate).unwrap();
            (0..=trials)
                .filter(|k| intervals[*k as usize].contains(rate))
                .map(mass)
                .sum()
        })
        .collect()
}

#[test]
fn exact_intervals_cover_their_level_at_every_rate() {
    for method in [RateMethod::ClopperPearson, RateMethod::Blaker] {
        for trials in [1, 2, 5, 10, 30, 60] {
            for level in [0.8, 0.95, 0.99] {
                let least = coverage(method, trials, Level::new(level).unwrap())
                    .into_iter()
                    .fold(1.0, f64::min);
                assert!(least >= level - 1e-9, "{method:?} n={trials}: {least} < {level}");
            }
        }
    }
}

#[test]
fn approximate_intervals_cover_their_level_on_average_but_not_everywhere() {
    for method in [RateMethod::Wilson, RateMethod::Jeffreys] {
        for trials in [10, 30, 60] {
            let covered = coverage(method, trials, Level::default());
            let average = covered.iter().sum::<f64>() / covered.len() as f64;
            let least = covered.iter().copied().fold(1.0, f64::min);
            assert!((average - 0.95).abs() < 0.01, "{method:?} n={trials}: {average}");
            assert!((0.80..0.95).contains(&least), "{method:?} n={trials}: {least}");
        }
    }
}

#[test]
fn no_trials_leave_everything_open() {
    for method in METHODS {
        assert_eq!(
            method.interval(0, 0, Level::default()).unwrap(),
            Interval::UNIT,
            "{method:?}"
        );
    }
    assert_eq!(
        (zero_hits_upper(0, Level::default()), rule_of_three(0), rule_of_three(2)),
        (1.0, 1.0, 1.0)
    );
    assert_eq!(
        bernoulli_confidence_sequence(0, 0, Level::default(), 100.0, 0.05).unwrap(),
        Interval::UNIT
    );
}

#[test]
fn nothing_and_everything_keep_their_end() {
    for method in METHODS {
        for trials in [1, 2, 30, 1_000, 100_000_000, 1_000_000_000] {
            let (none, all) = (
                method.interval(0, trials, Level::default()).unwrap(),
                method.interval(trials, trials, Level::default()).unwrap(),
            );
            assert_eq!((none.low, all.high), (0.0, 1.0), "{method:?} n={trials}");
            assert!(
                none.high > 0.0 && none.high < 1.0 && all.low > 0.0 && all.low < 1.0,
                "{method:?} n={trials}"
            );
        }
    }
}

#[test]
fn more_successes_than_trials_is_an_error() {
    let expected = Err(Error::PartExceedsWhole {
        part: "successes",
        found: 3,
        whole: "trials",
        limit: 2,
    });
    for method in METHODS {
        assert_eq!(method.interval(3, 2, Level::default()), expected, "{method:?}");
    }
    assert!(binomial_test_greater(3, 2, 0.5).is_err() && binomial_test_less(3, 2, 0.5).is_err());
    assert!(binomial_survival(1, 2, 1.5).is_err() && binomial_cumulative(1, 2, f64::NAN).is_err());
    assert!(marked_upper(10, 5, 6, Level::default()).is_err() && marked_lower(4, 5, 1, Level::default()).is_err());
    assert!(
        population_lower(3, 5, 4, Level::default()).is_err()
            && population_upper(1 << 53, 5, 4, Level::default()).is_err()
    );
}

/// Reference: mpmath 1.4 sums at 40 digits.
#[test]
fn far_tails_of_large_binomials_keep_their_digits() {
    for (k, n, p, expected) in [
        (20, 100_000_000, 1e-7, 0.003_454_340_296_383_82),
        (1, 1_000_000_000, 1e-12, 0.000_999_500_166_625_508),
        (60, 100_000_000, 1e-7, 6.521_823_123_987_83e-27),
        (500, 1_000, 0.3, 6.066_093_676_750_41e-40),
        (100_500, 1_000_000, 0.1, 0.048_034_782_205_402_7),
        (500_100_000, 1_000_000_000, 0.5, 1.270_074_179_877_28e-10),
    ] {
        let found = binomial_survival(k, n, p).unwrap();
        assert!(close(found, expected, 1e-10), "{k} of {n} at {p}: {found} {expected}");
        let rest = binomial_cumulative(k - 1, n, p).unwrap();
        assert!(close(rest, 1.0 - expected, 1e-12), "{k} of {n} at {p}: {rest}");
    }
}

/// Reference: mpmath 1.4 at 50 digits for limits up to 1000 successes and for the hypergeometric tails; scipy 1.17 for
/// the others. (scipy itself fails here at 1000 of 10⁹, by a factor of two, and in the hypergeometric's seventh digit.)
#[test]
fn quantiles_of_extreme_shapes_keep_their_digits() {
    let level = Level::default();
    for (k, n, low, high) in [
        (0, 100_000_000, 0.0, 3.688_879_386_074_778_4e-8),
        (1, 100_000_000, 2.531_780_798_108_492e-10, 5.571_643_263_581_067e-8),
        (5, 100_000_000, 1.623_486_409_409_608e-8, 1.166_833_169_028_111e-7),
        (1_000, 1_000_000_000, 9.389_730_465_895_609e-7, 1.063_952_101_995_288e-6),
        (
            500_000_000,
            1_000_000_000,
            0.499_969_009_748_422_3,
            0.500_030_990_251_577_7,
        ),
        (
            999_999_999,
            1_000_000_000,
            0.999_999_994_428_356_5,
            0.999_999_999_974_682_1,
        ),
    ] {
        let found = clopper_pearson(k, n, level).unwrap();
        assert!(
            close(found.low, low, 1e-11) && close(found.high, high, 1e-11),
            "{k}/{n}: {found:?}"
        );
    }
    let found = garwood(1_000, level);
    assert!(
        close(found.low, 938.973_018_407_695_2, 1e-12) && close(found.high, 1_063.952_136_016_302, 1e-12),
        "{found:?}"
    );
    let found = garwood(1_000_000_000, level);
    assert!(
        close(found.low, 999_938_021.443_927_9, 1e-11) && close(found.high, 1_000_061_981.450_408_9, 1e-11),
        "{found:?}"
    );
    assert!(close(
        poisson_cumulative(999_999_999, 1e9 - 1e5).unwrap(),
        0.999_217_553_860_037_3,
        1e-10
    ));
    assert!(close(
        poisson_cumulative(100, 100.0).unwrap(),
        0.526_562_198_529_998,
        1e-13
    ));
    let (population, marked) = (1_000_000_000, 1_000_000);
    let found = hypergeometric_survival(population, marked, marked, 1_100).unwrap();
    assert!(close(found, 0.000_952_326_446_465_742_4, 1e-11), "{found}");
    let found = hypergeometric_survival(population, marked, marked, 1_000).unwrap();
    assert!(close(found, 0.504_217_862_998_537_1, 1e-11), "{found}");
}

#[test]
fn the_whole_population_is_known_and_none_found_bounds_nothing_above() {
    let level = Level::default();
    for found in 0..=20 {
        assert_eq!(marked_lower(20, 20, found, level).unwrap(), found);
        assert_eq!(marked_upper(20, 20, found, level).unwrap(), found);
    }
    assert_eq!(population_upper(800, 10, 0, level).unwrap(), None);
    assert_eq!(
        (
            marked_lower(0, 0, 0, level).unwrap(),
            marked_upper(0, 0, 0, level).unwrap()
        ),
        (0, 0)
    );
    assert_eq!(
        (
            population_lower(0, 0, 0, level).unwrap(),
            population_upper(0, 0, 0, level).unwrap()
        ),
        (0, None)
    );
}

#[test]
fn hypergeometric_limits_cover_their_level_for_every_number_marked() {
    let level = Level::new(0.9).unwrap();
    let (population, sampled) = (60, 12);
    let limits: Vec<(u64, u64)> = (0..=sampled)
        .map(|x| {
            (
                marked_lower(population, sampled, x, level).unwrap(),
                marked_upper(population, sampled, x, level).unwrap(),
            )
        })
        .collect();
    for marked in 0..=population {
        let mass = |x: u64| {
            hypergeometric_survival(population, marked, sampled, x).unwrap()
                - hypergeometric_survival(population, marked, sampled, x + 1).unwrap()
        };
        let above: f64 = (0..=sampled)
            .filter(|x| limits[*x as usize].0 <= marked)
            .map(mass)
            .sum();
        let below: f64 = (0..=sampled)
            .filter(|x| marked <= limits[*x as usize].1)
            .map(mass)
            .sum();
        assert!(above >= 0.9 - 1e-9 && below >= 0.9 - 1e-9, "{marked}: {above} {below}");
    }
}

fn counts(most: u64) -> impl Strategy<Value = (u64, u64)> {
    (1..most).prop_flat_map(|trials| (0..=trials, Just(trials)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn failures_mirror_successes((k, n) in counts(100_000), level in 0.5..0.999f64) {
        let level = Level::new(level).unwrap();
        for method in METHODS {
            let (here, there) = (method.interval(k, n, level).unwrap(), method.interval(n - k, n, level).unwrap());
            prop_assert!((here.low - (1.0 - there.high)).abs() < 1e-12, "{method:?} {here:?} {there:?}");
            prop_assert!((here.high - (1.0 - there.low)).abs() < 1e-12, "{method:?} {here:?} {there:?}");
        }
    }

    #[test]
    fn an_interval_holds_its_estimate_and_grows_with_successes_and_level((k, n) in counts(1_000_000), level in 0.5..0.99f64) {
        let wider = Level::new(0.5 + 0.5 * level).unwrap();
        let level = Level::new(level).unwrap();
        for method in METHODS {
            let here = method.interval(k, n, level).unwrap();
            prop_assert!(0.0 <= here.low && here.low <= here.high && here.high <= 1.0);
            prop_assert!(here.contains(k as f64 / n as f64), "{method:?} {here:?}");
            let outer = method.interval(k, n, wider).unwrap();
            prop_assert!(outer.low <= here.low + 1e-13 && here.high <= outer.high + 1e-13, "{method:?} {here:?} {outer:?}");
            if k < n {
                let next = method.interval(k + 1, n, level).unwrap();
                prop_assert!(here.low <= next.low && here.high <= next.high, "{method:?} {here:?} {next:?}");
            }
        }
    }

    #[test]
    fn exact_limits_invert_the_exact_test((k, n) in counts(1_000_000_000), level in 0.5..0.999f64) {
        prop_assume!(0 < k && k < n);
        let level = Level::new(level).unwrap();
        let (low, high) = (clopper_pearson_lower(k, n, level).unwrap(), clopper_pearson_upper(k, n, level).unwrap());
        // A limit near 1 is itself only known to a double's spacing there, which the test feels √n-fold.
        prop_assert!(close(binomial_test_greater(k, n, low).unwrap(), level.alpha(), 1e-6));
        prop_assert!(close(binomial_test_less(k, n, high).unwrap(), level.alpha(), 1e-6));
    }

    #[test]
    fn zero_hits_is_the_one_sided_exact_limit(n in 1u64..1_000_000_000, level in 0.5..0.999f64) {
        let level = Level::new(level).unwrap();
        prop_assert!(close(zero_hits_upper(n, level), clopper_pearson_upper(0, n, level).unwrap(), 1e-11));
        prop_assert!(rule_of_three(n) >= zero_hits_upper(n, Level::default()));
    }

    #[test]
    fn population_limits_straddle_the_moment_estimate((found, sampled) in counts(300), extra in 0u64..5_000) {
        prop_assume!(found > 0);
        let marked = found + extra;
        let level = Level::default();
        let low = population_lower(marked, sampled, found, level).unwrap();
        let high = population_upper(marked, sampled, found, level).unwrap().unwrap();
        prop_assert!(marked + sampled - found <= low && low <= high);
        let survival = |population| hypergeometric_survival(population, marked, sampled, found).unwrap();
        prop_assert!(survival(high) >= level.alpha() * (1.0 - 1e-9) && survival(high + 1) < level.alpha());
    }
}
