//! Known truths, recovered from random draws, and the exact laws behind the test of equal chances.

use super::conditional::EqualChances;
use super::equal_chance::simulate;
use super::tests::{counts as counts_of, frequencies};
use super::*;
use crate::random::Random;
use crate::{Error, Level, binomial_survival, pearson_fit};

const LEVEL: Level = Level::NINETY_FIVE;

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

#[test]
fn equal_chances_give_back_their_number() {
    let mut random = Random::new(1);
    const RUNS: usize = 500;
    let sums = equal(1_000);
    let (mut bounds, mut aces, mut zeltermans) = (Vec::new(), Vec::new(), Vec::new());
    let (mut errors, mut covered, mut low_above) = (Vec::new(), 0u64, 0u64);
    for _ in 0..RUNS {
        let seen = Frequencies::from_counts(draw(&mut random, 1_200, &sums)).unwrap();
        let bound = chao_lower_bound(&seen, LEVEL).unwrap();
        bounds.push(bound.value);
        errors.push(bound.standard_error);
        covered += u64::from(bound.interval.contains(1_000.0));
        low_above += u64::from(bound.interval.low > 1_000.0);
        aces.push(ace(&seen, LEVEL).unwrap().value.unwrap());
        zeltermans.push(zelterman(&seen, LEVEL).unwrap().value.unwrap());
    }
    for (name, values) in [("chao", &bounds), ("ace", &aces), ("zelterman", &zeltermans)] {
        let (mean, deviation) = moments(values);
        // Bias up to 1.5 %, and five standard errors of the mean.
        assert!(
            (mean - 1_000.0).abs() < 15.0 + 5.0 * deviation / (RUNS as f64).sqrt(),
            "{name}: {mean}"
        );
    }
    let (error, _) = moments(&errors);
    let (_, deviation) = moments(&bounds);
    // One-sided 2.5 %, if the normal approximation were exact.
    assert!(
        binomial_survival(low_above, RUNS as u64, 0.04).unwrap() > 1e-6,
        "{low_above}"
    );
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
    let (bound, _) = moments(&bounds);
    assert!(bound < 4_000.0 && bound > 2_000.0, "{bound}");
    for (name, misses) in [("good", &turing), ("jost", &jost)] {
        let (bias, deviation) = moments(misses);
        assert!(bias.abs() < 0.002 + 5.0 * deviation / 17.3, "{name}: {bias}");
        assert!(
            (moments(&turing_error).0 / deviation - 1.0).abs() < 0.25,
            "{name}: {deviation}"
        );
    }
    let (bias, deviation) = moments(&new);
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
    let ln_of = |counts: &Vec<u64>| chances.ln_probability(counts_of(counts).iter());
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
                match simulate(&seen, 99, random.seed()) {
                    Ok(test) => {
                        tested += 1;
                        rejected += u64::from(test.p_value <= 0.05);
                    }
                    Err(reason) => assert!(matches!(reason, Error::NoCount(NoCount::NothingToTest { .. }))),
                }
            }
            assert!(
                binomial_survival(rejected, tested, 0.05).unwrap() > 1e-7,
                "{draws} draws, {ratio}: {rejected} of {tested}"
            );
        }
    }
}

/// The whole range that the documentation claims, at full strength.
#[test]
#[ignore = "minutes: run it when the test of equal chances changes"]
fn the_size_holds_over_the_whole_range() {
    let mut random = Random::new(7);
    for draws in [50u64, 200, 1_000, 10_000] {
        for ratio in [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0] {
            let things = draws as f64 / ratio;
            let (mut rejected, mut tested) = (0, 0);
            for _ in 0..1_000 {
                let mut counts = std::collections::HashMap::new();
                for _ in 0..draws {
                    *counts.entry((random.unit() * things) as u64).or_insert(0) += 1;
                }
                let seen = Frequencies::from_counts(counts.into_values()).unwrap();
                if let Ok(test) = equal_chance_test(&seen) {
                    tested += 1;
                    rejected += u64::from(test.p_value <= 0.05);
                }
            }
            let chance = binomial_survival(rejected, tested, 0.05).unwrap();
            assert!(chance > 1e-7, "{draws} draws, {ratio}: {rejected} of {tested}");
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
