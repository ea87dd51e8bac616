//! Published values, values by hand, and the reasons for none.

use super::*;
use crate::{Error, Level};

const LEVEL: Level = Level::NINETY_FIVE;

pub(super) fn frequencies(pairs: &[(u64, u64)]) -> Frequencies {
    Frequencies::new(pairs.iter().copied()).unwrap()
}

pub(super) fn counts(counts: &[u64]) -> Frequencies {
    Frequencies::from_counts(counts.iter().copied()).unwrap()
}

/// EstimateS prints 2.29 for these counts; 0.24 in the place of 0.25 (scikit-bio 0.7.4) would give 2.2847.
#[test]
fn the_variance_has_a_quarter() {
    let seen = counts(&[0, 1, 1, 4, 2, 5, 2, 4, 1, 2]);
    for found in [chao1_classic(&seen, LEVEL), chao_lower_bound(&seen, LEVEL)] {
        let found = found.unwrap();
        assert!((found.standard_error - 5.25_f64.sqrt()).abs() < 1e-12, "{found:?}");
        assert!((found.standard_error - 5.22_f64.sqrt()).abs() > 6e-3, "{found:?}");
        assert_eq!(format!("{:.2}", found.standard_error), "2.29");
    }
}

#[test]
fn without_doubletons_only_the_forms_that_have_one_answer() {
    let seen = counts(&[0, 1, 1, 4, 5]);
    assert_eq!(chao1_classic(&seen, LEVEL), Err(Error::NoCount(NoCount::NoDoubletons)));
    let corrected = chao1_bias_corrected(&seen, LEVEL).unwrap();
    assert_eq!(corrected.value, 5.0);
    assert!((corrected.standard_error.powi(2) - 4.7).abs() < 1e-12);
    assert_eq!(chao_lower_bound(&seen, LEVEL).unwrap(), corrected);
    // (n−1)/n with n = 11.
    assert!((chao1_small_sample(&seen, LEVEL).unwrap().value - (4.0 + 10.0 / 11.0)).abs() < 1e-12);
}

/// The number of policies is known (9,461; CRAN SPECIES, Simar 1976), and far above the whole interval: who prints the
/// bound as an estimate is wrong by half.
#[test]
fn a_lower_bound_is_called_one() {
    let seen = frequencies(&[(1, 1317), (2, 239), (3, 42), (4, 14), (5, 4), (6, 4), (7, 1)]);
    let truth = 9_461.0;
    for bound in [
        chao_lower_bound,
        chao1_classic,
        chao1_bias_corrected,
        chao1_small_sample,
        ichao1,
    ] {
        // The type has no field that could be taken for an estimate of the number.
        let LowerBound { value, interval, .. } = bound(&seen, LEVEL).unwrap();
        assert!(value < truth && interval.high < truth, "{value} {interval:?}");
    }
    let text = include_str!("chao.rs");
    let docs = &text[..text.find("pub fn chao_lower_bound").unwrap()];
    assert!(docs.contains("It is a lower bound and must be printed as one"));
    assert!(docs.contains("9,461") && docs.contains("5,919"));
}

/// iNEXT's vignette (spiders), SpadeR's demonstration data with and without doubletons (as quoted in the tests of
/// copia, mikekestemont/copia).
#[test]
fn the_small_sample_form_is_the_one_of_inext() {
    let girdled = [
        46, 22, 17, 15, 15, 9, 8, 6, 6, 4, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    ];
    let logged = [
        88, 22, 16, 15, 13, 10, 8, 8, 7, 7, 7, 5, 4, 4, 4, 3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1,
    ];
    let spade = [
        752, 276, 194, 126, 121, 97, 95, 83, 72, 44, 39, 0, 16, 15, 0, 13, 9, 9, 9, 8, 7, 4, 0, 0, 2, 2, 1, 1, 1,
    ];
    let without = [
        752, 276, 194, 126, 121, 97, 95, 83, 72, 44, 39, 0, 16, 15, 0, 13, 9, 9, 9, 8, 7, 4, 0, 0, 1, 1, 1,
    ];
    for (seen, expected) in [
        (&girdled[..], 43.893),
        (&logged, 61.403),
        (&spade, 27.249),
        (&without, 25.998),
    ] {
        let found = chao1_small_sample(&counts(seen), LEVEL).unwrap().value;
        assert!((found - expected).abs() < 5.1e-4, "{found} {expected}");
    }
}

/// Janzen's beetles by day. The paper's rounded figure, 290.9, has Chao1 without its factor of sample size.
#[test]
fn the_improved_form_by_hand() {
    let seen = frequencies(&[(1, 59), (2, 9), (3, 3), (4, 2), (5, 2), (6, 2), (11, 1)]);
    let first = 126.0 / 127.0 * 59.0 * 59.0 / 18.0;
    let second = 124.0 / 508.0 * 1.5 * (59.0 - 124.0 / 252.0 * 13.5);
    let found = ichao1(&seen, LEVEL).unwrap().value;
    assert!((found - (78.0 + first + second)).abs() < 1e-9, "{found}");
    assert!((found / 290.9 - 1.0).abs() < 0.01);
}

#[test]
fn a_share_of_a_listing_by_hand() {
    // n = 13, w = 13/12, q/(1−q) = 1/3: 36 / (2·2·13/12 + 6/3).
    let seen = frequencies(&[(1, 6), (2, 2), (3, 1)]);
    let found = chao_without_replacement(&seen, 0.25, LEVEL).unwrap();
    assert!((found.value - (9.0 + 36.0 / (52.0 / 12.0 + 2.0))).abs() < 1e-12);
    let whole = chao_without_replacement(&seen, 1.0, LEVEL).unwrap();
    assert_eq!((whole.value, whole.standard_error), (9.0, 0.0));
    assert!(chao_without_replacement(&seen, 1.1, LEVEL).is_err());
    assert!(chao_without_replacement(&seen, f64::NAN, LEVEL).is_err());
}

/// Standard errors by the delta method against differences: one thing more or less among ten thousands is a derivative.
#[test]
fn variances_follow_from_the_values() {
    type Estimator = fn(&Frequencies) -> (f64, f64);
    fn of(bound: Result<LowerBound, Error>) -> (f64, f64) {
        let bound = bound.unwrap();
        (bound.value, bound.standard_error)
    }
    let estimators: [(&str, Estimator); 5] = [
        ("classic", |seen| of(chao1_classic(seen, LEVEL))),
        ("small sample", |seen| of(chao1_small_sample(seen, LEVEL))),
        ("improved", |seen| of(ichao1(seen, LEVEL))),
        ("share", |seen| of(chao_without_replacement(seen, 0.3, LEVEL))),
        ("ace", |seen| {
            let found = ace(seen, LEVEL).unwrap();
            (found.value.unwrap(), found.standard_error.unwrap())
        }),
    ];
    // The first is unequal enough for both terms of ACE, the second even enough to have only one.
    for base in [
        [
            (1, 600_000),
            (2, 150_000),
            (3, 70_000),
            (4, 60_000),
            (7, 30_000),
            (40, 9_000),
        ],
        [
            (1, 270_000),
            (2, 270_000),
            (3, 180_000),
            (4, 100_000),
            (5, 36_000),
            (30, 9_000),
        ],
    ] {
        for (name, estimator) in estimators {
            let (value, standard_error) = estimator(&frequencies(&base));
            let (mut squares, mut sum) = (0.0, 0.0);
            for at in 0..base.len() {
                let shifted = |by: i64| {
                    let mut cells = base;
                    cells[at].1 = cells[at].1.saturating_add_signed(by);
                    estimator(&frequencies(&cells)).0
                };
                let slope = (shifted(50) - shifted(-50)) / 100.0;
                squares += slope * slope * base[at].1 as f64;
                sum += slope * base[at].1 as f64;
            }
            let expected = (squares - sum * sum / value).sqrt();
            assert!(
                (standard_error / expected - 1.0).abs() < 1e-4,
                "{name}: {standard_error} {expected}"
            );
        }
    }
}

#[test]
fn what_may_not_be_printed_has_a_reason() {
    let reason = |found: Result<LowerBound, Error>| found.unwrap_err();
    for (seen, expected) in [
        (counts(&[]), NoCount::TooFewDraws { found: 0 }),
        (counts(&[1]), NoCount::TooFewDraws { found: 1 }),
        (counts(&[3, 5]), NoCount::NothingRare { distinct: 2 }),
        (counts(&[1, 1, 1]), NoCount::CoverageZero { draws: 3 }),
    ] {
        for bound in [
            chao_lower_bound,
            chao1_classic,
            chao1_bias_corrected,
            chao1_small_sample,
            ichao1,
        ] {
            assert_eq!(reason(bound(&seen, LEVEL)), Error::NoCount(expected));
        }
        assert_eq!(
            reason(chao_without_replacement(&seen, 0.5, LEVEL)),
            Error::NoCount(expected)
        );
        assert_eq!(ace(&seen, LEVEL), Err(Error::NoCount(expected)));
        assert_eq!(zelterman(&seen, LEVEL), Err(Error::NoCount(expected)));
    }
    let no_doubletons = counts(&[1, 1, 3]);
    assert_eq!(zelterman(&no_doubletons, LEVEL), Err(NoCount::NoDoubletons.into()));
    assert_eq!(
        chao_without_replacement(&no_doubletons, 0.5, LEVEL),
        Err(NoCount::NoDoubletons.into())
    );
    assert_eq!(zelterman(&counts(&[2, 2]), LEVEL), Err(NoCount::NoSingletons.into()));
    // The rare do not repeat, though something does.
    assert_eq!(
        ace(&counts(&[1, 1, 50]), LEVEL),
        Err(NoCount::CoverageZero { draws: 2 }.into())
    );
    assert_eq!(
        good_turing_coverage(&counts(&[1])),
        Err(NoCount::TooFewDraws { found: 1 }.into())
    );
    let seen = counts(&[1, 1, 2, 4]);
    let beyond = good_toulmin(&seen, 1.01).unwrap_err();
    assert_eq!(beyond, Error::NoCount(NoCount::BeyondDoubling { found: 1.01 }));
    assert!(beyond.to_string().contains("smoothed_good_toulmin"));
    assert!(smoothed_good_toulmin(&seen, 3.0).is_ok());
    assert_eq!(
        smoothed_good_toulmin(&seen, 3.1),
        Err(NoCount::BeyondLogarithm { found: 3.1, limit: 3.0 }.into())
    );
    for ratio in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(good_toulmin(&seen, ratio).is_err() && smoothed_good_toulmin(&seen, ratio).is_err());
    }
    for (seen, draws, distinct) in [
        (counts(&[1, 1, 1]), 3, 3),
        (counts(&[1, 2, 1]), 4, 3),
        (counts(&[9]), 9, 1),
    ] {
        assert_eq!(
            equal_chance_test(&seen),
            Err(NoCount::NothingToTest { draws, distinct }.into())
        );
    }
    assert!(matches!(
        equal_chance_test(&counts(&[30, 11])),
        Err(Error::NoCount(NoCount::TooManyRepeats { .. }))
    ));
    assert!(equal_chance_test(&frequencies(&[(1, 2_000_000_000)])).is_err());
}

#[test]
fn certainty_is_not_read_out_of_a_formula() {
    let none = good_turing_coverage(&counts(&[1, 1, 1])).unwrap();
    assert_eq!((none.value, none.standard_error), (0.0, None));
    let all = chao_jost_coverage(&counts(&[3, 4])).unwrap();
    assert_eq!((all.value, all.standard_error), (1.0, None));
    // Nothing is estimated unseen, but the interval is no point.
    let found = chao_lower_bound(&counts(&[2, 2, 3]), LEVEL).unwrap();
    assert_eq!(found.value, 3.0);
    assert!(found.interval.low == 3.0 && found.interval.high > 3.3, "{found:?}");
}
