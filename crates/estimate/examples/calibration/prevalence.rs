//! The share behind an imperfect test.

use std::collections::HashMap;

use assay_estimate::*;
use rand_pcg::Pcg64;
use rayon::prelude::*;

use crate::draw::{Table, generator};
use crate::enumerate::binomial;
use crate::rates::{METHODS, Printed, RATES, columns, enumerated};
use crate::table::{Cell, Column, LEVEL, Promise, Report, Row, short};

pub const TESTED: [u64; 5] = [20, 100, 300, 1_000, 10_000];
const FALSE_POSITIVE_RATES: [f64; 3] = [1e-6, 1e-4, 1e-2];
const SENSITIVITIES: [f64; 3] = [0.8, 0.9, 1.0];

fn exact(positives: u64, tested: u64, accuracy: TestAccuracy) -> Interval {
    rogan_gladen(positives, tested, accuracy, RateMethod::ClopperPearson, LEVEL)
        .unwrap()
        .interval
}

/// The interval of Rogan & Gladen by `method`, or the exact one.
pub fn printed(method: RateMethod, positives: u64, tested: u64, accuracy: TestAccuracy) -> Printed {
    let met = rogan_gladen_condition(positives, tested, accuracy, method, LEVEL).is_ok();
    let method = if met { method } else { RateMethod::ClopperPearson };
    Printed {
        interval: rogan_gladen(positives, tested, accuracy, method, LEVEL)
            .unwrap()
            .interval,
        met,
    }
}

/// The posterior's interval, or the exact one.
pub fn printed_posterior(positives: u64, tested: u64, accuracy: TestAccuracy) -> Printed {
    let met = prevalence_posterior_condition(positives, tested, accuracy, LEVEL).is_ok();
    let interval = if met {
        prevalence_posterior(positives, tested, accuracy, LEVEL)
            .unwrap()
            .interval
    } else {
        exact(positives, tested, accuracy)
    };
    Printed { interval, met }
}

/// Sensitivity and false-positive rate known.
pub fn known(report: &mut Report, tested: &[u64]) {
    let mut settings = Vec::new();
    for rate in RATES {
        for tested in tested.iter().copied() {
            for fpr in FALSE_POSITIVE_RATES {
                settings.extend(SENSITIVITIES.map(|sensitivity| (rate, tested, fpr, sensitivity)));
            }
        }
    }
    let rows: Vec<Row> = settings
        .par_iter()
        .map(|&(rate, tested, fpr, sensitivity)| {
            let accuracy = TestAccuracy::new(sensitivity, 1.0 - fpr).unwrap();
            let masses = binomial(tested, rate * sensitivity + (1.0 - rate) * fpr);
            let mut cells: Vec<Option<Cell>> = METHODS
                .iter()
                .map(|(_, method)| Some(enumerated(&masses, rate, |k| printed(*method, k, tested, accuracy))))
                .collect();
            cells.push(Some(enumerated(&masses, rate, |k| {
                printed_posterior(k, tested, accuracy)
            })));
            Row {
                setting: vec![short(rate), tested.to_string(), short(fpr), short(sensitivity)],
                cells,
            }
        })
        .collect();
    report.table(
        "A share behind an imperfect test, accuracy known",
        "Estimand: the share truly positive in the population from which the tested are drawn. Rogan & Gladen, the interval \
         by the method named; and the posterior under a uniform prior, read as an interval. Positives are binomial; every \
         count is summed over (exact enumeration).",
        &["share", "n", "fpr", "sensitivity"],
        &columns(&[Column { estimator: "posterior", promise: Promise::Approximate }]),
        &rows,
    );
}

struct Measured {
    rate: f64,
    tested: u64,
    fpr: f64,
    sensitivity: f64,
    controls: u64,
}

/// Sensitivity and specificity measured on controls.
pub fn measured(report: &mut Report, tested: &[u64], runs: u64, seed: u64) {
    let mut settings = Vec::new();
    for rate in RATES {
        for tested in tested.iter().copied() {
            for controls in [30, 100, 1_000] {
                for (sensitivity, fpr) in [(0.8, 1e-2), (0.9, 1e-2), (0.9, 1e-4), (1.0, 1e-6)] {
                    settings.push(Measured {
                        rate,
                        tested,
                        fpr,
                        sensitivity,
                        controls,
                    });
                }
            }
        }
    }
    let rows: Vec<Row> = settings
        .par_iter()
        .enumerate()
        .map(|(number, setting)| {
            let [shrunk, bounds] = simulated(setting, runs, generator(seed, number as u64));
            Row {
                setting: vec![
                    short(setting.rate),
                    setting.tested.to_string(),
                    short(setting.fpr),
                    short(setting.sensitivity),
                    setting.controls.to_string(),
                ],
                cells: vec![Some(shrunk), Some(bounds)],
            }
        })
        .collect();
    report.table(
        "A share behind an imperfect test, accuracy measured",
        &format!(
            "Estimand: the share truly positive in the population from which the tested are drawn. Each run draws the tested, \
             positive controls and as many negative ones, all binomial ({runs} runs a setting, seed {seed}). What is printed \
             where the condition of Lang & Reiczigel is not met are the bounds beside it."
        ),
        &["share", "n", "fpr", "sensitivity", "controls each"],
        &[
            Column { estimator: "Lang–Reiczigel", promise: Promise::Approximate },
            Column { estimator: "bounds", promise: Promise::Exact },
        ],
        &rows,
    );
}

fn simulated(setting: &Measured, runs: u64, mut random: Pcg64) -> [Cell; 2] {
    let Measured {
        rate,
        tested,
        fpr,
        sensitivity,
        controls,
    } = *setting;
    let tables = [
        Table::new(&binomial(tested, rate * sensitivity + (1.0 - rate) * fpr)),
        Table::new(&binomial(controls, sensitivity)),
        Table::new(&binomial(controls, 1.0 - fpr)),
    ];
    let mut seen: HashMap<[u64; 3], (Printed, Interval)> = HashMap::new();
    let mut sums = [(0u64, 0u64, 0.0); 2];
    for _ in 0..runs {
        let counts = [0, 1, 2].map(|which: usize| tables[which].draw(&mut random));
        let (shrunk, bounds) = *seen
            .entry(counts)
            .or_insert_with(|| printed_measured(counts, tested, controls));
        for (sum, printed) in sums.iter_mut().zip([shrunk, Printed::exact(bounds)]) {
            sum.0 += u64::from(printed.met);
            sum.1 += u64::from(printed.interval.contains(rate));
            sum.2 += printed.interval.width();
        }
    }
    sums.map(|(met, covered, width)| Cell {
        met: met as f64 / runs as f64,
        coverage: covered as f64 / runs as f64,
        width: Some(width / runs as f64),
        runs: Some(runs),
    })
}

/// What is printed, and the bounds, for positives, positive controls that hit and negative ones that did not.
pub fn printed_measured(counts: [u64; 3], tested: u64, controls: u64) -> (Printed, Interval) {
    let apparent = MeasuredRate::from_counts(counts[0], tested).unwrap();
    let sensitivity = MeasuredRate::from_counts(counts[1], controls).unwrap();
    let specificity = MeasuredRate::from_counts(counts[2], controls).unwrap();
    let bounds = prevalence_bounds(apparent, sensitivity, specificity, LEVEL).unwrap();
    let met = lang_reiczigel_condition(apparent, sensitivity, specificity, LEVEL).is_ok();
    let interval = if met {
        lang_reiczigel(apparent, sensitivity, specificity, LEVEL)
            .unwrap()
            .interval
    } else {
        bounds
    };
    (Printed { interval, met }, bounds)
}
