//! Serial numbers and the bootstrap: coverage by enumeration where that is possible, by simulation with fixed seeds elsewhere.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use assay_estimate::*;
use proptest::prelude::*;
use rand::{Rng, RngExt, SeedableRng};
use rand_pcg::Pcg64;

/// P(largest = m) of k numbers out of 1 … N, for m from 0 to N.
fn largest_masses(n: u64, k: u64) -> Vec<f64> {
    let sets = binomial(n, k);
    let mass = |m: u64| if m < k { 0.0 } else { binomial(m - 1, k - 1) / sets };
    (0..=n).map(mass).collect()
}

/// P(range = r), for r from 0 to N − 1.
fn range_masses(n: u64, k: u64) -> Vec<f64> {
    let sets = binomial(n, k);
    let mass = |r: u64| {
        if r + 1 < k {
            0.0
        } else {
            (n - r) as f64 * binomial(r - 1, k - 2) / sets
        }
    };
    (0..n).map(|r| if r == 0 { 0.0 } else { mass(r) }).collect()
}

fn binomial(n: u64, k: u64) -> f64 {
    if k > n {
        return 0.0;
    }
    (0..k).map(|i| (n - i) as f64 / (k - i) as f64).product()
}

#[test]
fn limits_cover_their_level_for_every_number_issued() {
    for level in [0.8, 0.95, 0.99].map(|level| Level::new(level).unwrap()) {
        for k in [2u64, 3, 5, 12] {
            for n in (k..80).chain([200, 500]) {
                let covered = |masses: &[f64], holds: &dyn Fn(u64) -> bool| -> f64 {
                    let at = masses.iter().zip(0u64..).filter(|(mass, _)| **mass > 0.0);
                    at.filter(|(_, at)| holds(*at)).map(|(mass, _)| mass).sum()
                };
                let truth = n as f64;
                let tank = covered(&largest_masses(n, k), &|m| {
                    german_tank(m, k, level).unwrap().interval.contains(truth)
                });
                assert!(tank >= level.get() - 1e-9, "{level:?} {n} {k}: {tank}");
                let range = covered(&range_masses(n, k), &|r| {
                    serial_range(r, k, level).unwrap().interval.contains(truth)
                });
                assert!(range >= level.get() - 1e-9, "{level:?} {n} {k}: {range}");
                let upper = covered(&largest_masses(n, k), &|m| {
                    german_tank_upper(m, k, level).unwrap().is_none_or(|high| high >= n)
                });
                assert!(upper >= level.get() - 1e-9, "{level:?} {n} {k}: {upper}");
            }
        }
    }
}

#[test]
fn estimates_are_unbiased_and_their_errors_are_the_spread() {
    for (n, k) in [(30u64, 4u64), (100, 2), (250, 20)] {
        for (masses, estimate) in [
            (largest_masses(n, k), german_tank as fn(u64, u64, Level) -> _),
            (range_masses(n, k), serial_range),
        ] {
            let each: Vec<(f64, CountEstimate)> = masses
                .iter()
                .zip(0u64..)
                .filter(|(mass, _)| **mass > 0.0)
                .map(|(mass, at)| (*mass, estimate(at, k, Level::default()).unwrap()))
                .collect();
            let mean: f64 = each.iter().map(|(mass, found)| mass * found.value.unwrap()).sum();
            assert!((mean / n as f64 - 1.0).abs() < 1e-9, "{n} {k}: {mean}");
            let square = |x: f64| x * x;
            let spread: f64 = each
                .iter()
                .map(|(mass, found)| mass * square(found.value.unwrap() - mean))
                .sum();
            let stated: f64 = each
                .iter()
                .map(|(mass, found)| mass * square(found.standard_error.unwrap()))
                .sum();
            // The formula holds at the true N; at its estimate it is a little too large.
            assert!((0.9..1.6).contains(&(stated / spread)), "{n} {k}: {stated} {spread}");
        }
    }
}

#[test]
fn the_posterior_is_the_sum_over_all_numbers() {
    for (m, k) in [(14u64, 4u64), (66, 5), (20, 19), (5, 5)] {
        let posterior = german_tank_posterior(m, k).unwrap();
        // 1/C(n, k) from m to where nothing is left to count.
        let last = 60_000;
        let weights: Vec<f64> = (m..last).map(|n| 1.0 / binomial(n, k)).collect();
        let total: f64 = weights.iter().sum();
        let mean: f64 = weights
            .iter()
            .zip(m..)
            .map(|(weight, n)| weight * n as f64)
            .sum::<f64>()
            / total;
        assert!((posterior.mean.unwrap() / mean - 1.0).abs() < 1e-6, "{m} {k}: {mean}");
        let beyond: f64 = weights
            .iter()
            .zip(m..)
            .filter(|(_, n)| *n > m + 7)
            .map(|(weight, _)| weight)
            .sum();
        assert!((posterior.survival(m + 7) - beyond / total).abs() < 1e-9);
        for p in [0.01, 0.5, 0.95, 0.999] {
            let quantile = posterior.quantile(p).unwrap().unwrap();
            assert!(posterior.survival(quantile) <= (1.0 - p) * (1.0 + 1e-9));
            assert!(quantile == m || posterior.survival(quantile - 1) > 1.0 - p);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn intervals_hold_the_estimate_and_nothing_below_what_was_seen(
        range in 1u64..1_000_000_000_000, share in 0.0f64..1.0, shift in 0u64..1_000_000, level in 0.5f64..0.999,
    ) {
        let level = Level::new(level).unwrap();
        let seen = 2 + (share.powi(6) * (range.min(1_000_000) - 1) as f64) as u64;
        let near = |found: &CountEstimate| {
            let value = found.value.unwrap();
            let high = found.interval.high.unwrap_or(f64::INFINITY);
            // Far below 50 % the estimate, a mean, may leave an interval about the median.
            found.interval.low <= value.ceil() && value.floor() <= high
        };
        let tank = german_tank(range, seen.min(range), level).unwrap();
        prop_assert!(tank.interval.low >= range as f64);
        let spread = serial_range(range, seen, level).unwrap();
        prop_assert!(spread.interval.low >= (range + 1) as f64);
        let highest = highest_serial(shift, shift + range, seen, level).unwrap();
        prop_assert!(highest.interval.low >= (shift + range) as f64);
        if level.get() >= 0.8 {
            prop_assert!(near(&tank) && near(&spread) && near(&highest), "{tank:?} {spread:?} {highest:?}");
        }
        let wider = serial_range(range, seen, level.each_side()).unwrap();
        prop_assert!(wider.interval.low <= spread.interval.low);
        prop_assert!(wider.interval.high.unwrap_or(f64::INFINITY) >= spread.interval.high.unwrap_or(f64::INFINITY));
    }

    #[test]
    fn checks_give_probabilities(places in 10u64..1_000_000_000, seed: u64, count in 10usize..300) {
        let count = count.min(places as usize);
        let seen = drawn(&mut Pcg64::seed_from_u64(seed), places, count);
        let checks = serial_checks(&seen, places).unwrap();
        for p in [checks.shape, checks.gap, checks.crowding, checks.runs, checks.worst().1] {
            prop_assert!((0.0..=1.0).contains(&p), "{checks:?}");
        }
    }

    #[test]
    fn a_bootstrap_scales_with_its_values(seed: u64, counts in prop::collection::vec(1u64..50, 31..40), scale in 0.01f64..100.0) {
        let values: Vec<(f64, u64)> = counts.iter().zip(1..).map(|(count, i)| (f64::from(i), *count)).collect();
        let scaled: Vec<(f64, u64)> = values.iter().map(|(value, count)| (value * scale, *count)).collect();
        let resampling = Resampling { replicates: 800, seed };
        let level = Level::default();
        // Only one value in a million draws could decide alone.
        if let (Ok(one), Ok(other)) = (bootstrap_mean(&values, level, resampling), bootstrap_mean(&scaled, level, resampling)) {
            prop_assert!((one.value * scale / other.value - 1.0).abs() < 1e-9);
            prop_assert!((one.interval.high * scale / other.interval.high - 1.0).abs() < 1e-6);
            prop_assert!(one.interval.low <= one.value && one.value <= one.interval.high);
        }
    }
}

/// Distinct places out of 1 to `places`, in order.
fn drawn(random: &mut Pcg64, places: u64, count: usize) -> Vec<u64> {
    let mut seen = BTreeSet::new();
    // Floyd's way of drawing a set.
    for last in places - count as u64 + 1..=places {
        let place = random.random_range(1..=last);
        if !seen.insert(place) {
            seen.insert(last);
        }
    }
    seen.into_iter().collect()
}

/// The largest number of `runs` that an event of probability `p` may have, in all but less than one of a million tests.
fn most(runs: u64, p: f64) -> u64 {
    (0..runs)
        .find(|count| binomial_survival(count + 1, runs, p).unwrap() < 1e-6)
        .unwrap()
}

#[test]
fn checks_reject_a_true_series_in_at_most_five_of_a_hundred() {
    const RUNS: u64 = 2_000;
    let mut random = Pcg64::seed_from_u64(20_211);
    for (places, count) in [
        (40u64, 20usize),
        (1_000, 20),
        (1_000_000, 20),
        (500, 200),
        (1_000_000_000, 200),
        (20_000, 2_000),
    ] {
        let mut rejected = [0u64; 5];
        for _ in 0..RUNS {
            let checks = serial_checks(&drawn(&mut random, places, count), places).unwrap();
            let all = [checks.worst().1, checks.shape, checks.gap, checks.crowding, checks.runs];
            for (rejected, p) in rejected.iter_mut().zip(all) {
                *rejected += u64::from(p <= 0.05);
            }
        }
        assert!(rejected[0] <= most(RUNS, 0.05), "{places} {count}: {rejected:?}");
        // Each alone is near its level too; the chi-squared of few stretches is coarse.
        assert!(
            rejected.iter().all(|rejected| *rejected <= most(RUNS, 0.06)),
            "{places} {count}: {rejected:?}"
        );
    }
}

#[test]
fn checks_see_what_really_happens() {
    let mut random = Pcg64::seed_from_u64(7);
    let check = |seen: Vec<u64>, places| serial_checks(&seen, places).unwrap().worst();
    let mut draw = |places, count| drawn(&mut random, places, count);
    // A block of a fifth is missing.
    let block: Vec<u64> = draw(800_000, 300)
        .into_iter()
        .map(|at| if at > 500_000 { at + 200_000 } else { at })
        .collect();
    assert!(check(block, 1_000_000).1 < 1e-6);
    // Two series, the second far above.
    let two: Vec<u64> = draw(200_000, 300)
        .into_iter()
        .map(|at| if at > 100_000 { at + 9_800_000 } else { at })
        .collect();
    assert!(check(two, 10_000_000).1 < 1e-6);
    // Twenty pages of twenty rows each.
    let pages: BTreeSet<u64> = draw(5_000, 20)
        .into_iter()
        .flat_map(|page| page * 200..page * 200 + 20)
        .collect();
    let (what, p) = check(pages.into_iter().collect(), 1_000_200);
    assert!(p < 1e-9, "{what:?} {p}");
    // Old numbers thinned out to a half.
    let all = draw(1_000_000, 2_000);
    let thinned: Vec<u64> = all
        .iter()
        .copied()
        .zip(0..)
        .filter(|(at, i)| *at > 500_000 || i % 2 == 0)
        .map(|(at, _)| at)
        .collect();
    assert!(check(thinned, 1_000_000).1 < 1e-6);
}

#[test]
fn a_series_that_begins_at_one_is_told_from_one_that_does_not() {
    const RUNS: u64 = 2_000;
    let mut random = Pcg64::seed_from_u64(8);
    let mut rejected = 0;
    for _ in 0..RUNS {
        let seen = drawn(&mut random, 5_000, 30);
        rejected += u64::from(first_serial_p_value(seen[0], seen[29], 30).unwrap() <= 0.05);
    }
    assert!(rejected <= most(RUNS, 0.05), "{rejected}");
    assert!(first_serial_p_value(2_000, 7_000, 30).unwrap() < 1e-3);
    assert_eq!(first_serial_p_value(1, 7_000, 30).unwrap(), 1.0);
}

#[test]
fn a_bootstrap_covers_about_its_level() {
    const RUNS: u64 = 400;
    let mut random = Pcg64::seed_from_u64(9);
    for (observations, least) in [(40, 0.88), (400, 0.92)] {
        let mut missed = 0;
        for seed in 0..RUNS {
            // 60, and geometric with mean 90 on top: as skewed as rows with a note in some.
            let mut values = BTreeMap::new();
            for _ in 0..observations {
                let steps = (uniform(&mut random).ln() / 0.9f64.ln()).floor() as u64;
                *values.entry(60 + 10 * steps).or_insert(0) += 1;
            }
            let values: Vec<(f64, u64)> = values.into_iter().map(|(value, count)| (value as f64, count)).collect();
            let resampling = Resampling { replicates: 800, seed };
            let found = bootstrap_mean(&values, Level::default(), resampling);
            // A row of a tenth of all bytes is refused, which must be rare.
            missed += u64::from(!found.is_ok_and(|found| found.interval.contains(150.0)));
        }
        assert!(missed <= most(RUNS, 1.0 - least), "{observations}: {missed}");
        assert!(missed > 0, "{observations}: covering must not come from saying nothing");
    }
}

fn uniform(random: &mut Pcg64) -> f64 {
    (random.next_u64() >> 11).max(1) as f64 / (1u64 << 53) as f64
}

#[test]
fn numbers_that_do_not_fit_are_errors() {
    let level = Level::default();
    assert!(matches!(german_tank(5, 0, level), Err(Error::TooFew { .. })));
    assert!(matches!(german_tank(5, 6, level), Err(Error::PartExceedsWhole { .. })));
    assert!(matches!(
        german_tank(1 << 53, 6, level),
        Err(Error::NumberOutOfRange { .. })
    ));
    assert!(matches!(serial_range(5, 1, level), Err(Error::TooFew { .. })));
    assert!(matches!(serial_range(5, 7, level), Err(Error::PartExceedsWhole { .. })));
    assert!(matches!(
        serial_range(u64::MAX, 7, level),
        Err(Error::NumberOutOfRange { .. })
    ));
    assert!(matches!(
        highest_serial(6, 5, 2, level),
        Err(Error::PartExceedsWhole { .. })
    ));
    assert!(matches!(
        highest_serial(4, 5, 3, level),
        Err(Error::PartExceedsWhole { .. })
    ));
    assert!(matches!(
        first_serial_p_value(0, 5, 2),
        Err(Error::NumberOutOfRange { .. })
    ));
    assert!(matches!(german_tank_posterior(5, 1), Err(Error::TooFew { .. })));
    assert!(german_tank_posterior(5, 2).unwrap().quantile(1.0).is_err());
    // One that was not seen is as likely as 1 in 21 to be the last of 21.
    for (all, high) in [(20, 21.0), (1_000, 1_000.0)] {
        let whole = german_tank(all, all, level).unwrap();
        assert_eq!((whole.value, whole.interval.high), (Some(all as f64), Some(high)));
    }
}
