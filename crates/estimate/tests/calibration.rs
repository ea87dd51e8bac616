//! Coverage of the intervals: a smaller version of `cargo run --release -p assay-estimate --example calibration`, with its
//! own code. Sums are exact; a simulated coverage fails by chance with a probability below 10⁻⁹.

#![allow(clippy::unwrap_used, dead_code, unreachable_pub)]

#[path = "../examples/calibration/assumptions.rs"]
mod assumptions;
#[path = "../examples/calibration/counts.rs"]
mod counts;
#[path = "../examples/calibration/draw.rs"]
mod draw;
#[path = "../examples/calibration/enumerate.rs"]
mod enumerate;
#[path = "../examples/calibration/finite.rs"]
mod finite;
#[path = "../examples/calibration/means.rs"]
mod means;
#[path = "../examples/calibration/prevalence.rs"]
mod prevalence;
#[path = "../examples/calibration/rates.rs"]
mod rates;
#[path = "../examples/calibration/sequence.rs"]
mod sequence;
#[path = "../examples/calibration/table.rs"]
mod table;

use assay_estimate::*;
use enumerate::{binomial, hypergeometric, poisson};
use table::{Cell, Promise, Report};

const SEED: u64 = 7;

fn kept(work: impl FnOnce(&mut Report)) {
    let mut report = Report::new(1e-9);
    work(&mut report);
    assert!(report.text.lines().count() > 5, "nothing was looked at");
    assert!(report.problems.is_empty(), "{}", report.problems.join("\n"));
}

#[test]
fn rates() {
    kept(|report| {
        rates::every_rate(report, &[20, 60, 75, 150]);
        rates::zero_hits(report);
    });
}

#[test]
fn shares_behind_an_imperfect_test() {
    kept(|report| prevalence::known(report, &[20, 100]));
    kept(|report| prevalence::measured(report, &[100], 300, SEED));
}

#[test]
fn finite_populations() {
    kept(finite::marked);
    kept(finite::population);
}

#[test]
fn looks_and_means() {
    kept(|report| sequence::table(report, &[200]));
    kept(means::table);
}

#[test]
fn counts() {
    kept(counts::two_samples);
    kept(|report| {
        counts::several_samples(report, 200, SEED);
        counts::repeats(report, 200, SEED);
        counts::serials(report, 400, SEED);
    });
}

#[test]
fn assumptions_are_named_when_broken_and_only_then() {
    kept(|report| assumptions::table(report, 60, SEED));
}

/// The program must be able to fail: the textbooks' own rule, and an interval that is too narrow, break their promises.
#[test]
fn a_broken_promise_is_seen() {
    let five = |k: u64, n: u64| {
        let met = k >= 5 && n - k >= 5;
        let method = if met {
            RateMethod::Wilson
        } else {
            RateMethod::ClopperPearson
        };
        rates::Printed {
            interval: method.interval(k, n, Level::default()).unwrap(),
            met,
        }
    };
    let found = rates::everywhere(100, 3_000, |k| five(k, 100));
    assert!(
        found.least < 0.93 && found.met.is_some_and(|(least, _)| least < table::NEAR_LEAST),
        "{}",
        found.least
    );

    let narrow = Level::new(0.93).unwrap();
    let found = rates::everywhere(60, 3_000, |k| {
        rates::Printed::exact(clopper_pearson(k, 60, narrow).unwrap())
    });
    assert!(found.least < table::EXACT_LEAST, "{}", found.least);

    let cell = Cell {
        met: 1.0,
        coverage: 0.9,
        width: None,
        runs: Some(10_000),
    };
    assert!(cell.problem(Promise::Exact, 1e-9).is_some() && cell.problem(Promise::Approximate, 1e-9).is_some());
    let lucky = Cell {
        coverage: 0.942,
        ..cell
    };
    assert!(lucky.problem(Promise::Exact, 1e-9).is_none());
    let counted = Cell { runs: None, ..lucky };
    assert!(counted.problem(Promise::Exact, 1e-9).is_some() && counted.problem(Promise::Approximate, 1e-9).is_none());
}

/// The program's own probabilities, against the crate's.
#[test]
fn masses_sum_to_the_tails() {
    let close = |a: f64, b: f64| (a - b).abs() < 1e-10;
    for (n, p) in [(20, 0.3), (1_000, 0.97), (10_000, 1e-4)] {
        let masses = binomial(n, p);
        for k in [0, n / 3, n / 2, n - 1] {
            assert!(
                close(masses.chance(|x| x <= k), binomial_cumulative(k, n, p).unwrap()),
                "{n} {p} {k}"
            );
        }
    }
    for (population, marked, sampled) in [(40, 13, 20), (1_000, 970, 100), (100_000, 300, 10_000)] {
        let masses = hypergeometric(population, marked, sampled);
        for x in [0, 6, 30, 95] {
            let tail = hypergeometric_cumulative(population, marked, sampled, x).unwrap();
            assert!(
                close(masses.chance(|y| y <= x), tail),
                "{population} {marked} {sampled} {x}"
            );
        }
    }
    for mean in [0.01, 3.0, 1_000.0] {
        assert!(
            close(
                poisson(mean).chance(|x| x <= 1_010),
                poisson_cumulative(1_010, mean).unwrap()
            ),
            "{mean}"
        );
    }
}
