//! Published values, known truths, and the exact laws behind the test of equal chances.

use super::conditional::{EqualChances, Random};
use super::equal_chance::simulate;
use super::*;
use crate::{Error, Level, binomial_survival, pearson_fit};

const LEVEL: Level = Level::NINETY_FIVE;

fn frequencies(pairs: &[(u64, u64)]) -> Frequencies {
    Frequencies::new(pairs.iter().copied()).unwrap()
}

fn counts(counts: &[u64]) -> Frequencies {
    Frequencies::from_counts(counts.iter().copied()).unwrap()
}

/// How often each of `things` was drawn, in `draws` draws with replacement by the running sums of their chances.
fn draw(random: &mut Random, draws: u64, sums: &[f64]) -> Vec<u64> {
    let mut counts = vec![0; sums.len()];
    for _ in 0..draws {
        let at = random.unit() * sums[sums.len() - 1];
        counts[sums.partition_point(|sum| *sum <= at)] += 1;
    }
    counts
}

fn running_sums(chances: impl Iterator<Item = f64>) -> Vec<f64> {
    chances
        .scan(0.0, |sum, chance| {
            *sum += chance;
            Some(*sum)
        })
        .collect()
}

fn equal(things: usize) -> Vec<f64> {
    running_sums((0..things).map(|_| 1.0))
}

/// Chances that fall as 1/rank.
fn zipf(things: usize) -> Vec<f64> {
    running_sums((1..=things).map(|rank| 1.0 / rank as f64))
}

/// Mean and standard deviation.
fn moments(values: &[f64]) -> (f64, f64) {
    let size = values.len() as f64;
    let mean = values.iter().sum::<f64>() / size;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (mean, (squares / (size - 1.0)).sqrt())
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

#[test]
fn equal_chances_give_back_their_number() {
    let mut random = Random::new(1);
    const RUNS: usize = 500;
    let sums = equal(1_000);
    let (mut bounds, mut aces, mut zeltermans) = (Vec::new(), Vec::new(), Vec::new());
    let (mut errors, mut covered) = (Vec::new(), 0u64);
    for _ in 0..RUNS {
        let seen = Frequencies::from_counts(draw(&mut random, 1_200, &sums)).unwrap();
        let bound = chao_lower_bound(&seen, LEVEL).unwrap();
        bounds.push(bound.value);
        errors.push(bound.standard_error);
        covered += u64::from(bound.interval.contains(1_000.0));
        aces.push(ace(&seen, LEVEL).unwrap().value.unwrap());
        zeltermans.push(zelterman(&seen, LEVEL).unwrap().value.unwrap());
    }
    for (name, values) in [("chao", &bounds), ("ace", &aces), ("zelterman", &zeltermans)] {
        let (mean, deviation) = moments(values);
        println!("{name}: {mean} {deviation}");
        // Bias up to 1.5 %, and five standard errors of the mean.
        assert!(
            (mean - 1_000.0).abs() < 15.0 + 5.0 * deviation / (RUNS as f64).sqrt(),
            "{name}: {mean}"
        );
    }
    let (error, _) = moments(&errors);
    let (_, deviation) = moments(&bounds);
    println!("se {error} sd {deviation} covered {covered}");
    // 500 runs know a standard deviation to 3.2 %.
    assert!((error / deviation - 1.0).abs() < 0.2, "{error} {deviation}");
    assert!(
        binomial_survival(RUNS as u64 - covered, RUNS as u64, 0.06).unwrap() > 1e-6,
        "{covered}"
    );
}

#[test]
fn unequal_chances_leave_lower_bounds_below() {
    let mut random = Random::new(2);
    let sums = zipf(5_000);
    let total = sums[sums.len() - 1];
    let (mut bounds, mut turing, mut jost, mut new, mut smoothed) = (vec![], vec![], vec![], vec![], vec![]);
    let mut turing_error = Vec::new();
    for _ in 0..300 {
        let counts = draw(&mut random, 2_000, &sums);
        let coverage: f64 = counts
            .iter()
            .enumerate()
            .filter(|(_, count)| **count > 0)
            .map(|(rank, _)| 1.0 / (rank as f64 + 1.0) / total)
            .sum();
        let mut further = |more| {
            let again = draw(&mut random, more, &sums);
            let fresh = counts
                .iter()
                .zip(&again)
                .filter(|(before, now)| **before == 0 && **now > 0);
            fresh.count() as f64
        };
        let seen = Frequencies::from_counts(counts.iter().copied()).unwrap();
        bounds.push(chao_lower_bound(&seen, LEVEL).unwrap().value);
        let good = good_turing_coverage(&seen).unwrap();
        turing.push(good.value - coverage);
        turing_error.push(good.standard_error.unwrap());
        jost.push(chao_jost_coverage(&seen).unwrap().value - coverage);
        new.push(good_toulmin(&seen, 1.0).unwrap().value - further(2_000));
        smoothed.push(smoothed_good_toulmin(&seen, 3.0).unwrap().value / further(6_000) - 1.0);
    }
    let (bound, spread) = moments(&bounds);
    println!("bound {bound} {spread}");
    assert!(bound < 4_000.0 && bound > 2_000.0, "{bound}");
    for (name, misses) in [("good", &turing), ("jost", &jost)] {
        let (bias, deviation) = moments(misses);
        println!("{name} {bias} {deviation} {:?}", moments(&turing_error));
        assert!(bias.abs() < 0.002 + 5.0 * deviation / 17.3, "{name}: {bias}");
        assert!(
            (moments(&turing_error).0 / deviation - 1.0).abs() < 0.25,
            "{name}: {deviation}"
        );
    }
    let (bias, deviation) = moments(&new);
    println!("toulmin {bias} {deviation}, smoothed {:?}", moments(&smoothed));
    assert!(bias.abs() < 2.0 + 5.0 * deviation / 17.3, "{bias}");
    assert!(moments(&smoothed).0.abs() < 0.15, "{:?}", moments(&smoothed));
}

/// Rows of a listing in which half of 2,000 people stand once and half three times.
#[test]
fn a_share_of_a_listing_is_bounded_from_below() {
    let mut random = Random::new(3);
    for share in [0.1, 0.4, 0.8] {
        let (mut with, mut without) = (Vec::new(), Vec::new());
        for _ in 0..200 {
            let mut rows: Vec<usize> = (0..2_000)
                .chain((0..1_000).flat_map(|person| [person, person]))
                .collect();
            let shown = (rows.len() as f64 * share) as usize;
            let mut counts = vec![0; 2_000];
            for at in 0..shown {
                let other = at + (random.unit() * (rows.len() - at) as f64) as usize;
                rows.swap(at, other);
                counts[rows[at]] += 1;
            }
            let seen = Frequencies::from_counts(counts).unwrap();
            with.push(chao_lower_bound(&seen, LEVEL).unwrap().value);
            without.push(chao_without_replacement(&seen, share, LEVEL).unwrap().value);
        }
        let ((with, _), (without, deviation)) = (moments(&with), moments(&without));
        println!("{share}: with {with}, without {without} ± {deviation}");
        assert!(without < 2_000.0 + 5.0 * deviation / 14.1, "{share}: {without}");
        assert!(without > 1_600.0, "{share}: {without}");
        assert!(
            (without - 2_000.0).abs() < (with - 2_000.0).abs() || share < 0.2,
            "{share}"
        );
    }
}

/// All 3⁷ ways to give 7 draws to 3 things, none empty, by the frequencies they lead to.
#[test]
fn sets_of_frequencies_have_their_exact_law() {
    const DRAWS: usize = 20_000;
    let (draws, distinct) = (7u32, 3u64);
    let mut exact = std::collections::BTreeMap::new();
    for way in 0..3u64.pow(draws) {
        let mut counts = [0u64; 3];
        for place in 0..draws {
            counts[(way / 3u64.pow(place) % 3) as usize] += 1;
        }
        if counts.iter().all(|count| *count > 0) {
            counts.sort_unstable();
            *exact.entry(counts.to_vec()).or_insert(0.0) += 1.0;
        }
    }
    let chances = EqualChances::new(u64::from(draws), distinct);
    let mut random = Random::new(4);
    let mut cells = Vec::new();
    let mut found = std::collections::BTreeMap::new();
    for _ in 0..DRAWS {
        chances.draw(&mut random, &mut cells);
        let mut counts: Vec<u64> = cells
            .iter()
            .flat_map(|(times, things)| std::iter::repeat_n(*times, *things as usize))
            .collect();
        counts.sort_unstable();
        *found.entry(counts).or_insert(0u64) += 1;
    }
    assert!(found.keys().all(|counts| exact.contains_key(counts)), "{found:?}");
    let observed: Vec<u64> = exact
        .keys()
        .map(|counts| found.get(counts).copied().unwrap_or(0))
        .collect();
    let expected: Vec<f64> = exact.values().copied().collect();
    let fit = pearson_fit(&observed, &expected).unwrap();
    assert!(fit.p_value > 1e-6 && fit.smallest_expected > 5.0, "{fit:?} {found:?}");
    // The probability that ranks sets is the same law.
    let total: f64 = expected.iter().sum();
    let ln_of = |counts: &Vec<u64>| chances.ln_probability(self::counts(counts).iter());
    let (first, _) = exact.first_key_value().unwrap();
    for (counts, ways) in &exact {
        let ratio = (ln_of(counts) - ln_of(first)).exp();
        assert!(
            (ratio - ways / exact[first]).abs() < 1e-9 * ratio,
            "{counts:?} of {total}"
        );
    }
}

/// Exact for any number of simulated sets, so that few will do here. Each size of sample and of population by itself.
#[test]
fn equal_chances_are_rejected_at_most_as_often_as_stated() {
    let mut random = Random::new(5);
    for (draws, trials) in [(50, 600), (400, 400), (3_000, 150)] {
        for ratio in [0.001, 0.03, 0.3, 1.0, 3.0] {
            let sums = equal((draws as f64 / ratio) as usize);
            let (mut rejected, mut tested) = (0, 0);
            for _ in 0..trials {
                let seen = Frequencies::from_counts(draw(&mut random, draws, &sums)).unwrap();
                match simulate(&seen, 99, random.next()) {
                    Ok(test) => {
                        tested += 1;
                        rejected += u64::from(test.p_value <= 0.05);
                    }
                    Err(reason) => assert!(matches!(reason, Error::NoCount(NoCount::NothingToTest { .. }))),
                }
            }
            println!("{draws} {ratio}: {rejected} of {tested}");
            assert!(
                binomial_survival(rejected, tested, 0.05).unwrap() > 1e-7,
                "{draws} draws, {ratio}: {rejected} of {tested}"
            );
        }
    }
}

#[test]
fn gross_repeats_are_caught() {
    let mut random = Random::new(6);
    // A sample of which every row was pasted twice; and one of which a tenth was pasted five times.
    let doubled = draw(&mut random, 500, &equal(5_000)).into_iter().map(|count| 2 * count);
    let doubled = equal_chance_test(&Frequencies::from_counts(doubled).unwrap()).unwrap();
    assert!(doubled.p_value < 0.001 && doubled.too_even < 0.001, "{doubled:?}");
    let pasted = (0..1_000).map(|row| if row % 10 == 0 { 5 } else { 1 });
    let pasted = equal_chance_test(&Frequencies::from_counts(pasted).unwrap()).unwrap();
    assert!(pasted.p_value < 0.001 && pasted.too_uneven < 0.001, "{pasted:?}");
    // A listing in which one person in ten stands twenty times.
    let sums = running_sums((0..2_000).map(|person| if person % 10 == 0 { 20.0 } else { 1.0 }));
    let listed = Frequencies::from_counts(draw(&mut random, 800, &sums)).unwrap();
    let listed = equal_chance_test(&listed).unwrap();
    assert!(listed.p_value < 0.001 && listed.too_uneven < 0.001, "{listed:?}");
    // As uneven as equal chances, but nothing seen twice.
    let odd = equal_chance_test(&frequencies(&[(1, 608), (3, 392)])).unwrap();
    assert!(
        odd.too_uneven > 0.01 && odd.too_even > 0.01 && odd.p_value < 0.001,
        "{odd:?}"
    );
}

/// What the documentation says it cannot see.
#[test]
fn repeats_that_look_like_a_smaller_number_pass() {
    let few = equal_chance_test(&frequencies(&[(1, 960), (2, 20)])).unwrap();
    assert!(few.p_value > 0.2, "{few:?}");
}
