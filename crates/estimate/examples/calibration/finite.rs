//! Finite populations: without replacement, and a sample that is all there is.

use assay_estimate::*;
use rayon::prelude::*;

use crate::enumerate::{Masses, binomial, hypergeometric};
use crate::rates::{Printed, RATES, enumerated};
use crate::table::{Cell, Column, LEVEL, Promise, Report, Row, short};

fn exact(estimator: &'static str) -> Column {
    Column {
        estimator,
        promise: Promise::Exact,
    }
}

/// The marked among a population, from a sample of it.
pub fn marked(report: &mut Report) {
    let mut settings = Vec::new();
    for (population, sampled) in [
        (40, 20),
        (200, 20),
        (1_000, 100),
        (1_000, 900),
        (20_000, 1_000),
        (100_000, 10_000),
    ] {
        let at = |rate: f64| (rate * population as f64).round() as u64;
        settings.push((population, sampled, None));
        settings.extend(RATES.map(|rate| (population, sampled, Some(at(rate)))));
    }
    let rows: Vec<Row> = settings
        .par_iter()
        .filter(|(population, _, marked)| marked.is_some() || *population <= 1_000)
        .map(|&(population, sampled, marked)| {
            let limits: Vec<[(u64, u64); 2]> = (0..=if marked.is_none() { sampled } else { 0 })
                .map(|found| [LEVEL, LEVEL.each_side()].map(|level| limits(population, sampled, found, level)))
                .collect();
            let at =
                |marked: u64| {
                    hypergeometric_cells(&hypergeometric(population, marked, sampled), marked, |found, side| {
                        match limits.get(found as usize).filter(|_| limits.len() > 1) {
                            Some(known) => known[side],
                            None => {
                                let level = if side == 0 { LEVEL } else { LEVEL.each_side() };
                                self::limits(population, sampled, found, level)
                            }
                        }
                    })
                };
            let cells = match marked {
                Some(marked) => at(marked),
                None => least((0..=population).map(at)),
            };
            let marked = marked.map_or("every number".to_owned(), |marked| marked.to_string());
            Row {
                setting: vec![population.to_string(), sampled.to_string(), marked],
                cells,
            }
        })
        .collect();
    report.table(
        "The marked of a finite population",
        "Estimand: how many of the population are marked; the marked of a random sample without replacement are \
         hypergeometric (exact enumeration). Every number: the least coverage over all numbers of marked.",
        &["population", "sampled", "marked"],
        &[
            exact("hypergeometric, lower only"),
            exact("hypergeometric, upper only"),
            exact("hypergeometric, both"),
        ],
        &rows,
    );
}

fn limits(population: u64, sampled: u64, found: u64, level: Level) -> (u64, u64) {
    (
        marked_lower(population, sampled, found, level).unwrap(),
        marked_upper(population, sampled, found, level).unwrap(),
    )
}

/// Lower only, upper only, both.
fn hypergeometric_cells(masses: &Masses, truth: u64, limits: impl Fn(u64, usize) -> (u64, u64)) -> Vec<Option<Cell>> {
    let whole = |printed: &dyn Fn(u64) -> Interval| {
        let mut cell = enumerated(masses, truth as f64, |found| Printed::exact(printed(found)));
        if printed(masses.first).width() > 1e300 {
            cell.width = None;
        }
        Some(cell)
    };
    let interval = |(low, high): (u64, u64)| Interval {
        low: low as f64,
        high: high as f64,
    };
    vec![
        whole(&|found| Interval {
            low: limits(found, 0).0 as f64,
            high: f64::MAX,
        }),
        whole(&|found| Interval {
            low: f64::MIN,
            high: limits(found, 0).1 as f64,
        }),
        whole(&|found| interval(limits(found, 1))),
    ]
}

/// The least coverage of each column; widths say nothing here.
fn least(rows: impl Iterator<Item = Vec<Option<Cell>>>) -> Vec<Option<Cell>> {
    rows.reduce(|least, row| {
        let pairs = least.into_iter().zip(row);
        pairs
            .map(|(a, b)| match (a, b) {
                (Some(a), Some(b)) => Some(Cell {
                    coverage: a.coverage.min(b.coverage),
                    width: None,
                    ..a
                }),
                (a, b) => a.or(b),
            })
            .collect()
    })
    .unwrap_or_default()
}

/// The size of a population, from a sample and marks in it.
pub fn population(report: &mut Report) {
    let settings: [(u64, u64, &[u64]); 5] = [
        (20, 20, &[40, 100, 1_000]),
        (100, 100, &[150, 1_000, 10_000]),
        (1_000, 1_000, &[2_000, 10_000, 100_000]),
        (1_000, 10_000, &[11_000, 100_000, 1_000_000]),
        (10_000, 10_000, &[20_000, 1_000_000, 100_000_000]),
    ];
    let settings: Vec<(u64, u64, u64)> = settings
        .iter()
        .flat_map(|(first, second, sizes)| sizes.iter().map(|size| (*first, *second, *size)))
        .collect();
    let rows: Vec<Row> = settings
        .par_iter()
        .map(|&(first, second, size)| {
            let limits = |found, side: usize| {
                let level = if side == 0 { LEVEL } else { LEVEL.each_side() };
                (
                    population_lower(first, second, found, level).unwrap(),
                    population_upper(first, second, found, level)
                        .unwrap()
                        .unwrap_or(u64::MAX),
                )
            };
            let mut cells = hypergeometric_cells(&hypergeometric(size, first, second), size, limits);
            // A mean over open ends is no number.
            cells
                .iter_mut()
                .flatten()
                .for_each(|cell| cell.width = cell.width.filter(|width| *width < 1e12));
            Row {
                setting: vec![first.to_string(), second.to_string(), size.to_string()],
                cells,
            }
        })
        .collect();
    report.table(
        "The size of a population from two samples",
        "Estimand: how many things there are; the first sample is marked, the marked of the second are hypergeometric \
         (exact enumeration).",
        &["first sample", "second sample", "things"],
        &[
            exact("population, lower only"),
            exact("population, upper only"),
            exact("population, both"),
        ],
        &rows,
    );
}

/// The share of this sample's rows: it is the whole, only the test errs.
pub fn own_share(report: &mut Report) {
    let mut settings = Vec::new();
    for rate in RATES {
        for rows in [20, 100, 1_000, 10_000] {
            for fpr in [1e-6, 1e-4, 1e-2] {
                settings.extend([0.8, 0.9, 1.0].map(|sensitivity| (rate, rows, fpr, sensitivity)));
            }
        }
    }
    let rows: Vec<Row> = settings
        .par_iter()
        .map(|&(rate, rows, fpr, sensitivity)| {
            let genuine = (rate * rows as f64).round() as u64;
            let hits = sum(&binomial(genuine, sensitivity), &binomial(rows - genuine, fpr));
            let truth = genuine as f64 / rows as f64;
            let accuracy = TestAccuracy::new(sensitivity, 1.0 - fpr).unwrap();
            let whole = |hits| {
                rogan_gladen(hits, rows, accuracy, RateMethod::ClopperPearson, LEVEL)
                    .unwrap()
                    .interval
            };
            let lower = |hits: u64| {
                let least = true_positives_lower(hits, rows, fpr, LEVEL).unwrap();
                Interval {
                    low: least as f64 / rows as f64,
                    high: 1.0,
                }
            };
            Row {
                setting: vec![short(rate), rows.to_string(), short(fpr), short(sensitivity)],
                cells: vec![
                    Some(enumerated(&hits, truth, |hits| Printed::exact(lower(hits)))),
                    Some(enumerated(&hits, truth, |hits| Printed::exact(whole(hits)))),
                ],
            }
        })
        .collect();
    report.table(
        "The share of this sample's own rows",
        "Estimand: the share of the rows at hand that are truly positive. The sample is all there is; only the test errs \
         (exact enumeration of its two errors). The lower limit needs no sensitivity. Rogan & Gladen's interval answers for drawing \
         too, which did not happen, and so is too wide.",
        &["share", "rows", "fpr", "sensitivity"],
        &[exact("true positives, lower only"), exact("Rogan–Gladen, Clopper–Pearson")],
        &rows,
    );
}

/// The law of the sum of two independent counts.
pub fn sum(one: &Masses, other: &Masses) -> Masses {
    let mut of = vec![0.0; one.of.len() + other.of.len() - 1];
    for (i, a) in one.of.iter().enumerate() {
        for (j, b) in other.of.iter().enumerate() {
            of[i + j] += a * b;
        }
    }
    Masses {
        first: one.first + other.first,
        of,
    }
}
