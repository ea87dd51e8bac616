//! Laws of the numbers of things from repeats, for all frequencies.

#![allow(clippy::unwrap_used)]

use assay_estimate::*;
use proptest::prelude::*;

type Bound = fn(&Frequencies, Level) -> Result<LowerBound, Error>;

const BOUNDS: [Bound; 5] = [
    chao_lower_bound,
    chao1_classic,
    chao1_bias_corrected,
    chao1_small_sample,
    ichao1,
];

/// Few or very many things, seen few or very many times.
fn frequencies() -> impl Strategy<Value = Frequencies> {
    let times = prop_oneof![6 => 1..6u64, 3 => 1..40u64, 1 => 1..1u64 << 40];
    let things = prop_oneof![4 => 0..5u64, 4 => 0..2_000u64, 1 => 0..1u64 << 50];
    prop::collection::vec((times, things), 0..8).prop_filter_map("too many draws", |pairs| Frequencies::new(pairs).ok())
}

fn levels() -> impl Strategy<Value = Level> {
    prop_oneof![0.001..0.999f64, Just(1e-300), Just(1.0 - 1e-15)].prop_map(|level| Level::new(level).unwrap())
}

/// Finite, and in order: seen ≤ low ≤ value ≤ high. Rounding may move an end by a little.
fn check(seen: &Frequencies, value: f64, error: f64, low: f64, high: f64) -> Result<(), TestCaseError> {
    let distinct = seen.distinct() as f64;
    prop_assert!(
        value.is_finite() && error.is_finite() && high.is_finite(),
        "{value} {error} {high}"
    );
    prop_assert!(error >= 0.0);
    prop_assert!(distinct <= value && distinct <= low, "{distinct} {low} {value}");
    let nothing_unseen = value == distinct;
    prop_assert!(nothing_unseen || low <= value * (1.0 + 1e-12), "{low} {value}");
    prop_assert!(value <= high * (1.0 + 1e-12), "{value} {high}");
    Ok(())
}

/// Any other error than a reason why there is no number is a fault.
fn is_reason(error: &Error) -> bool {
    matches!(error, Error::NoCount(_))
}

proptest! {
    #[test]
    fn bounds_are_finite_and_hold_what_was_seen(seen in frequencies(), level in levels()) {
        for bound in BOUNDS {
            match bound(&seen, level) {
                Ok(LowerBound { value, standard_error, interval }) => {
                    check(&seen, value, standard_error, interval.low, interval.high)?;
                }
                Err(error) => prop_assert!(is_reason(&error), "{error}"),
            }
        }
        for estimate in [ace, zelterman] {
            match estimate(&seen, level) {
                Ok(found) => check(
                    &seen,
                    found.value.unwrap(),
                    found.standard_error.unwrap(),
                    found.interval.low,
                    found.interval.high.unwrap(),
                )?,
                Err(error) => prop_assert!(is_reason(&error), "{error}"),
            }
        }
    }

    #[test]
    fn a_reason_is_given_exactly_where_there_is_no_number(seen in frequencies()) {
        let (once, twice) = (seen.singletons(), seen.doubletons());
        let none = seen.draws() < 2 || (once == 0 && twice == 0) || once == seen.draws();
        for bound in [chao_lower_bound, chao1_bias_corrected, chao1_small_sample, ichao1] {
            prop_assert_eq!(bound(&seen, Level::default()).is_err(), none);
        }
        prop_assert_eq!(chao1_classic(&seen, Level::default()).is_err(), none || twice == 0);
        prop_assert_eq!(zelterman(&seen, Level::default()).is_err(), none || once == 0 || twice == 0);
        prop_assert_eq!(good_turing_coverage(&seen).is_err(), seen.draws() < 2);
    }

    #[test]
    fn the_forms_keep_their_order(seen in frequencies()) {
        let level = Level::default();
        let Ok(classic) = chao1_classic(&seen, level) else { return Ok(()) };
        let corrected = chao1_bias_corrected(&seen, level).unwrap();
        let small = chao1_small_sample(&seen, level).unwrap();
        let improved = ichao1(&seen, level).unwrap();
        prop_assert_eq!(chao_lower_bound(&seen, level).unwrap(), classic);
        prop_assert!(corrected.value <= classic.value && small.value <= classic.value);
        prop_assert!(small.value <= improved.value * (1.0 + 1e-12));
    }

    #[test]
    fn a_larger_share_of_the_listing_leaves_less_unseen(seen in frequencies(), share in 0.0..1.0f64, level in levels()) {
        match (chao_without_replacement(&seen, 0.0, level), chao1_small_sample(&seen, level)) {
            (Ok(none), Ok(small)) => {
                prop_assert!((none.value - small.value).abs() <= 1e-9 * small.value);
                let more = chao_without_replacement(&seen, share, level).unwrap();
                check(&seen, more.value, more.standard_error, more.interval.low, more.interval.high)?;
                prop_assert!(more.value <= none.value * (1.0 + 1e-12));
                let most = chao_without_replacement(&seen, 1.0 - f64::EPSILON, level).unwrap();
                check(&seen, most.value, most.standard_error, most.interval.low, most.interval.high)?;
                prop_assert!(most.value <= more.value * (1.0 + 1e-12));
            }
            (Err(error), _) => prop_assert!(is_reason(&error)),
            (found, other) => prop_assert!(false, "{found:?} {other:?}"),
        }
    }

    #[test]
    fn a_wider_level_has_a_wider_interval(seen in frequencies(), level in 0.01..0.99f64) {
        let wider = Level::new(0.5 + 0.5 * level).unwrap();
        let level = Level::new(level).unwrap();
        for bound in BOUNDS {
            if let (Ok(inner), Ok(outer)) = (bound(&seen, level), bound(&seen, wider)) {
                prop_assert!(outer.interval.low <= inner.interval.low && inner.interval.high <= outer.interval.high);
            }
        }
    }

    #[test]
    fn the_order_of_things_is_nothing(mut counts in prop::collection::vec(0..12u64, 0..40), seed in any::<u64>()) {
        let seen = Frequencies::from_counts(counts.iter().copied()).unwrap();
        let mut state = seed;
        for at in (1..counts.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            counts.swap(at, (state >> 33) as usize % (at + 1));
        }
        prop_assert_eq!(&seen, &Frequencies::from_counts(counts.iter().copied()).unwrap());
        prop_assert_eq!(seen.draws(), counts.iter().sum::<u64>());
        prop_assert_eq!(seen.distinct() as usize, counts.iter().filter(|count| **count > 0).count());
        prop_assert_eq!(&seen, &Frequencies::new(seen.iter()).unwrap());
    }

    #[test]
    fn coverage_is_a_share(seen in frequencies()) {
        for coverage in [good_turing_coverage, chao_jost_coverage] {
            match coverage(&seen) {
                Ok(found) => {
                    prop_assert!((0.0..=1.0).contains(&found.value), "{found:?}");
                    prop_assert!(found.standard_error.is_none_or(|error| error > 0.0 && error.is_finite()), "{found:?}");
                }
                Err(error) => prop_assert!(is_reason(&error)),
            }
        }
        if let (Ok(good), Ok(jost)) = (good_turing_coverage(&seen), chao_jost_coverage(&seen)) {
            prop_assert!(good.value <= jost.value);
        }
    }

    #[test]
    fn new_things_are_at_most_the_new_draws(seen in frequencies(), ratio in prop_oneof![0.0..1.0f64, 1.0..60.0f64, Just(1.0 + f64::EPSILON)]) {
        prop_assume!(ratio > 0.0);
        let most = ratio * seen.draws() as f64;
        for (found, plain) in [(good_toulmin(&seen, ratio), true), (smoothed_good_toulmin(&seen, ratio), false)] {
            match found {
                Ok(new) => {
                    prop_assert!((0.0..=most).contains(&new.value) && new.unclamped.is_finite(), "{new:?}");
                    prop_assert!(new.standard_error >= 0.0 && new.standard_error.is_finite(), "{new:?}");
                    prop_assert_eq!(new.smoothing.is_none(), ratio <= 1.0);
                }
                Err(error) => {
                    prop_assert!(is_reason(&error));
                    let within = if plain { ratio <= 1.0 } else { ratio <= (seen.draws() as f64).log2() };
                    prop_assert!(seen.draws() < 2 || !within, "{error}");
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn p_values_are_above_zero_and_the_same_each_time(pairs in prop::collection::vec((prop_oneof![4 => 1..6u64, 1 => 1..25u64], 0..400u64), 1..5)) {
        let seen = Frequencies::new(pairs).unwrap();
        match equal_chance_test(&seen) {
            Ok(test) => {
                for p in [test.p_value, test.too_uneven, test.too_even, test.fit] {
                    prop_assert!(p > 0.0 && p <= 1.0, "{test:?}");
                }
                prop_assert!(test.too_uneven + test.too_even > 1.0);
                prop_assert_eq!(equal_chance_test(&seen).unwrap(), test);
            }
            Err(error) => prop_assert!(is_reason(&error), "{error}"),
        }
    }
}
