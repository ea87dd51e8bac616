//! Counts from samples: coverage by enumeration, contradictions, extremes.

#![allow(clippy::unwrap_used)]

mod fit;
mod laws;

use assay_estimate::*;

fn close(found: f64, expected: f64, relative: f64) -> bool {
    (found - expected).abs() <= relative * expected.abs()
}

/// P(m) for each m of two samples of a listing of `population`.
fn recapture_masses(population: u64, first: u64, second: u64) -> Vec<(u64, f64)> {
    let least = (first + second).saturating_sub(population);
    let tail = |m| hypergeometric_survival(population, first, second, m).unwrap();
    (least..=first.min(second))
        .map(|m| (m, tail(m) - tail(m + 1)))
        .filter(|(_, mass)| *mass > 1e-13)
        .collect()
}

/// P(d distinct things) in independent samples of these sizes, each without repeats.
fn distinct_masses(population: u64, sizes: &[u64]) -> Vec<f64> {
    let mut masses = vec![0.0; population as usize + 1];
    masses[0] = 1.0;
    for &size in sizes {
        let mut next = vec![0.0; masses.len()];
        for (seen, reached) in masses.iter().enumerate().filter(|(_, reached)| **reached > 1e-14) {
            for (again, mass) in recapture_masses(population, seen as u64, size) {
                next[seen + (size - again) as usize] += reached * mass;
            }
        }
        masses = next;
    }
    masses
}

/// (P(interval below the population), P(interval above it)).
fn misses(population: u64, intervals: impl Iterator<Item = (CountInterval, f64)>) -> (f64, f64) {
    let population = population as f64;
    intervals.fold((0.0, 0.0), |(below, above), (interval, mass)| {
        let is_below = interval.high.is_some_and(|high| high < population * (1.0 - 1e-12));
        let is_above = interval.low > population * (1.0 + 1e-12);
        (
            below + if is_below { mass } else { 0.0 },
            above + if is_above { mass } else { 0.0 },
        )
    })
}

#[test]
fn the_exact_intervals_of_two_samples_cover_their_level_on_either_side() {
    for (level, error) in [(0.8, 0.1), (0.95, 0.025), (0.99, 0.005)] {
        let level = Level::new(level).unwrap();
        for population in [5, 20, 60, 300] {
            for (first, second) in [(1, 1), (3, 5), (5, 4), (20, 7), (15, 15), (100, 30), (290, 280)] {
                if first > population || second > population {
                    continue;
                }
                let of = |m| two_samples_exact(TwoSamples::new(first, second, m).unwrap(), level).unwrap();
                let masses = recapture_masses(population, first, second);
                let (below, above) = misses(population, masses.iter().map(|(m, mass)| (of(*m), *mass)));
                assert!(
                    below <= error + 1e-9 && above <= error + 1e-9,
                    "{population} {first} {second}: {below} {above}"
                );

                let share = first as f64 / population as f64;
                let tail = |m| binomial_survival(m, second, share).unwrap();
                let draws =
                    (0..=second).map(|m| (bailey_exact(first, second, m, level).unwrap(), tail(m) - tail(m + 1)));
                let (below, above) = misses(population, draws);
                assert!(
                    below <= error + 1e-9 && above <= error + 1e-9,
                    "{population} {first} {second} draws: {below} {above}"
                );
            }
        }
    }
}

/// The coverage at 0.95 of a textbook interval that gives way to the exact one unless `usable`.
fn mixed_coverage(
    estimator: fn(TwoSamples, Level) -> CaptureEstimate,
    usable: fn(TwoSamples, CaptureEstimate) -> bool,
) -> f64 {
    let level = Level::default();
    let mut worst = 1.0f64;
    for population in [60u64, 200, 500, 2_000, 5_000] {
        for first in [0.02, 0.1, 0.3, 0.5, 0.7, 0.9] {
            for second in [0.02, 0.1, 0.3, 0.5, 0.7, 0.9] {
                let [first, second] = [first, second].map(|share: f64| (share * population as f64) as u64);
                let intervals = recapture_masses(population, first, second)
                    .into_iter()
                    .map(|(m, mass)| {
                        let samples = TwoSamples::new(first, second, m).unwrap();
                        let textbook = estimator(samples, level);
                        let exact = two_samples_exact(samples, level).unwrap();
                        let usable = usable(samples, textbook);
                        (if usable { textbook.estimate.interval } else { exact }, mass)
                    });
                let (below, above) = misses(population, intervals);
                worst = worst.min(1.0 - below - above);
            }
        }
    }
    worst
}

#[test]
fn a_textbook_interval_holds_nearly_its_level_where_no_condition_is_unmet() {
    for estimator in [lincoln_petersen, chapman] {
        let found = mixed_coverage(estimator, |_, textbook| textbook.unmet.is_none());
        assert!(found >= 0.93, "{found}");
    }
}

#[test]
fn the_rule_of_seven_recaptures_does_not_make_the_textbook_interval_hold() {
    let found = mixed_coverage(chapman, |samples, _| samples.both() >= 7);
    assert!(found < 0.85, "{found}");
}

#[test]
fn the_intervals_from_distinct_things_cover_their_level_on_either_side() {
    let sizes: [&[u64]; 7] = [
        &[3, 3],
        &[10, 1, 1],
        &[5, 20, 2],
        &[15, 15, 15],
        &[2; 8],
        &[30, 30, 30],
        &[1; 25],
    ];
    for (level, error) in [(0.5, 0.25), (0.8, 0.1), (0.95, 0.025), (0.99, 0.005)] {
        let level = Level::new(level).unwrap();
        for population in [30u64, 31, 60, 200] {
            for sizes in sizes {
                let (total, largest) = (sizes.iter().sum::<u64>(), *sizes.iter().max().unwrap());
                let masses = distinct_masses(population, sizes);
                let reachable = || (largest..=total.min(population)).map(|d| (d, masses[d as usize]));
                let of = |distinct| {
                    let recaptures = total - distinct;
                    let samples = Recaptures::from_samples(sizes, &spread(sizes, recaptures)).unwrap();
                    assert_eq!(samples.distinct(), distinct);
                    darroch(&samples, level).unwrap().interval
                };
                let (below, above) = misses(population, reachable().map(|(d, mass)| (of(d), mass)));
                assert!(
                    below <= error + 1e-9 && above <= error + 1e-9,
                    "{population} {sizes:?} {level:?}: {below} {above}"
                );
                if largest == 1 {
                    let of = |distinct| occupancy(total, distinct, level).unwrap().interval;
                    let (below, above) = misses(population, reachable().map(|(d, mass)| (of(d), mass)));
                    assert!(
                        below <= error + 1e-9 && above <= error + 1e-9,
                        "{population} {total} draws {level:?}: {below} {above}"
                    );
                }
            }
        }
    }
}

/// Some split of `recaptures` that these sizes allow.
fn spread(sizes: &[u64], mut recaptures: u64) -> Vec<u64> {
    let mut marked = 0;
    sizes
        .iter()
        .map(|&size| {
            let again = recaptures.min(size).min(marked);
            recaptures -= again;
            marked += size - again;
            again
        })
        .collect()
}

/// Every outcome of three samples with its probability.
fn outcomes_of_three(population: u64, sizes: [u64; 3]) -> Vec<(Recaptures, f64)> {
    let [first, second, third] = sizes;
    let mut outcomes = Vec::new();
    for (again, mass) in recapture_masses(population, first, second) {
        for (later, rest) in recapture_masses(population, first + second - again, third) {
            let samples = Recaptures::from_samples(&sizes, &[0, again, later]).unwrap();
            outcomes.push((samples, mass * rest));
        }
    }
    outcomes
}

#[test]
fn schnabels_interval_covers_its_level() {
    for population in [40, 150, 400] {
        for sizes in [[2, 2, 2], [10, 10, 10], [30, 5, 20], [5, 30, 30], [35, 35, 35]] {
            let outcomes = outcomes_of_three(population, sizes);
            for estimator in [schnabel, schnabel_chapman] {
                let interval = |samples| estimator(samples, Level::default()).estimate.interval;
                let (below, above) = misses(population, outcomes.iter().map(|(s, mass)| (interval(s), *mass)));
                assert!(below + above <= 0.05, "{population} {sizes:?}: {below} {above}");
            }
        }
    }
}

#[test]
fn counts_that_contradict_each_other_are_errors() {
    let part = |result: Result<TwoSamples, Error>| matches!(result, Err(Error::PartExceedsWhole { .. }));
    assert!(part(TwoSamples::new(3, 5, 4)) && part(TwoSamples::new(5, 3, 4)));
    assert!(TwoSamples::new(1 << 52, 3, 1).is_err());
    let level = Level::default();
    assert!(bailey(0, 5, 1, level).is_err() && bailey(5, 3, 4, level).is_err() && bailey(2, 9, 7, level).is_ok());
    assert!(bailey_exact(0, 5, 1, level).is_err() && bailey_exact(5, 3, 4, level).is_err());
    assert!(Recaptures::from_samples(&[5, 5], &[0]).is_err());
    assert!(
        Recaptures::from_samples(&[5, 5], &[1, 1]).is_err(),
        "nothing is known before the first"
    );
    assert!(Recaptures::from_samples(&[5, 5], &[0, 6]).is_err());
    assert!(Recaptures::from_samples(&[1 << 51, 1], &[0, 0]).is_err());
    assert!(birthday(3, 4, level).is_err() && birthday(3, 3, level).is_ok());
    assert!(occupancy(3, 4, level).is_err() && occupancy(3, 0, level).is_err() && occupancy(0, 0, level).is_ok());
    let lost = [(5, 0, 0), (5, 3, 1)].map(|(caught, marked, recaptured)| Occasion {
        caught,
        marked,
        recaptured,
    });
    let lost = Recaptures::new(lost.to_vec()).unwrap();
    assert!(darroch(&lost, level).is_err() && recapture_fit(&lost).is_err());
    assert!(
        recapture_fit(&Recaptures::from_samples(&[5, 5, 0], &[0, 1, 0]).unwrap()).is_err(),
        "two samples cannot disagree"
    );
}

#[test]
fn nothing_seen_twice_bounds_from_below_only() {
    let level = Level::default();
    let samples = TwoSamples::new(300, 200, 0).unwrap();
    for found in [
        lincoln_petersen(samples, level),
        chapman(samples, level),
        bailey(300, 200, 0, level).unwrap(),
        birthday(300, 0, level).unwrap(),
        schnabel(&Recaptures::from_samples(&[3, 3], &[0, 0]).unwrap(), level),
        schumacher_eschmeyer(&Recaptures::from_samples(&[3, 3], &[0, 0]).unwrap(), level),
    ] {
        assert_eq!(found.unmet, Some(CaptureCondition::NoRecaptures));
        assert!(!found.estimate.interval.is_bounded());
    }
    let exact = two_samples_exact(samples, level).unwrap();
    // (1 − 300/N)^200 = 0.025 near N = 300 · 200 / 3.69.
    assert!(
        !exact.is_bounded() && (16_000.0..16_600.0).contains(&exact.low),
        "{exact:?}"
    );
    let found = occupancy(1_000, 1_000, level).unwrap();
    assert!(found.value.is_none() && !found.interval.is_bounded());
    assert!(close(found.interval.low, 499_500.0 / 3.689, 0.01), "{found:?}");
    // A single sample, however large, and a single draw say nothing beyond what they show.
    let single = darroch(&Recaptures::from_samples(&[50], &[0]).unwrap(), level).unwrap();
    assert_eq!(
        (single.value, single.interval),
        (None, CountInterval { low: 50.0, high: None })
    );
    assert_eq!(
        occupancy(1, 1, level).unwrap().interval,
        CountInterval { low: 1.0, high: None }
    );
    assert!(recaptures_of_none(level));
}

fn recaptures_of_none(level: Level) -> bool {
    let none = Recaptures::new(Vec::new()).unwrap();
    let found = darroch(&none, level).unwrap();
    found.value.is_none()
        && schnabel(&none, level).estimate.value.is_none()
        && schumacher_eschmeyer(&none, level).estimate.value.is_none()
        && recapture_fit(&none).is_err()
}

#[test]
fn the_largest_counts_stay_finite() {
    let level = Level::default();
    let most = 1u64 << 51;
    for both in [1, 1_000, most - 1, most] {
        let samples = TwoSamples::new(most, most, both).unwrap();
        for found in [chapman(samples, level), lincoln_petersen(samples, level)] {
            let (value, error) = (found.estimate.value.unwrap(), found.estimate.standard_error.unwrap());
            assert!(value.is_finite() && error.is_finite() && value >= samples.distinct() as f64 * (1.0 - 1e-15));
        }
    }
    let found = birthday(most, 1 << 60, level).unwrap().estimate;
    assert!(found.value.unwrap().is_finite());
    let found = occupancy(1_000_000_000, 999_999_999, level).unwrap();
    assert!(close(found.value.unwrap(), 5e17, 1e-6), "{found:?}");
    // The same as pairs, where there are no triples; 100 million draws from the 76.6 million of a company.
    let found = occupancy(100_000_000, 55_838_215, level).unwrap();
    assert!(close(found.value.unwrap(), 76_600_000.0, 1e-6), "{found:?}");
}
