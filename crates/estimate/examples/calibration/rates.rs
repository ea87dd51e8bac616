//! Rates: one binomial count.

use assay_estimate::*;
use rayon::prelude::*;

use crate::enumerate::{Masses, binomial};
use crate::table::{Cell, Column, LEVEL, MET, Promise, Report, Row, short};

pub const RATES: [f64; 5] = [0.0, 0.01, 0.3, 0.97, 1.0];
pub const TRIALS: [u64; 7] = [20, 50, 100, 200, 1_000, 3_000, 10_000];

pub const METHODS: [(&str, RateMethod); 4] = [
    ("Clopper–Pearson", RateMethod::ClopperPearson),
    ("Blaker", RateMethod::Blaker),
    ("Wilson", RateMethod::Wilson),
    ("Jeffreys", RateMethod::Jeffreys),
];

/// What the tool prints: the interval, and whether it is the one asked for.
#[derive(Debug, Clone, Copy)]
pub struct Printed {
    pub interval: Interval,
    pub met: bool,
}

impl Printed {
    pub fn exact(interval: Interval) -> Self {
        Self { interval, met: true }
    }
}

pub fn promise(method: RateMethod) -> Promise {
    if method.is_exact() {
        Promise::Exact
    } else {
        Promise::Approximate
    }
}

/// The interval by `method` if its condition is met, else the exact one.
pub fn printed(method: RateMethod, successes: u64, trials: u64) -> Printed {
    let met = method.condition(successes, trials, LEVEL).is_ok();
    let method = if met { method } else { RateMethod::ClopperPearson };
    Printed {
        interval: method.interval(successes, trials, LEVEL).unwrap(),
        met,
    }
}

/// What is printed against a truth, over all counts.
pub fn enumerated(masses: &Masses, truth: f64, printed: impl Fn(u64) -> Printed) -> Cell {
    let (mut met, mut coverage, mut width) = (0.0, 0.0, 0.0);
    for (count, mass) in masses.iter() {
        let printed = printed(count);
        width += mass * printed.interval.width();
        if printed.met {
            met += mass;
        }
        if printed.interval.contains(truth) {
            coverage += mass;
        }
    }
    Cell {
        met,
        coverage,
        width: width.is_finite().then_some(width),
        runs: None,
    }
}

pub fn columns(more: &[Column]) -> Vec<Column> {
    let methods = METHODS.iter().map(|(name, method)| Column {
        estimator: name,
        promise: promise(*method),
    });
    let more = more.iter().map(|column| Column {
        estimator: column.estimator,
        promise: column.promise,
    });
    methods.chain(more).collect()
}

/// The grid of the issue.
pub fn grid(report: &mut Report) {
    let settings: Vec<(f64, u64)> = RATES
        .iter()
        .flat_map(|rate| TRIALS.map(|trials| (*rate, trials)))
        .collect();
    let rows: Vec<Row> = settings
        .par_iter()
        .map(|&(rate, trials)| {
            let masses = binomial(trials, rate);
            let lower = |k| Interval {
                low: clopper_pearson_lower(k, trials, LEVEL).unwrap(),
                high: 1.0,
            };
            let upper = |k| Interval {
                low: 0.0,
                high: clopper_pearson_upper(k, trials, LEVEL).unwrap(),
            };
            let mut cells: Vec<Option<Cell>> = METHODS
                .iter()
                .map(|(_, method)| Some(enumerated(&masses, rate, |k| printed(*method, k, trials))))
                .collect();
            cells.push(Some(enumerated(&masses, rate, |k| Printed::exact(lower(k)))));
            cells.push(Some(enumerated(&masses, rate, |k| Printed::exact(upper(k)))));
            Row {
                setting: vec![short(rate), trials.to_string()],
                cells,
            }
        })
        .collect();
    let one_sided = |estimator| Column {
        estimator,
        promise: Promise::Exact,
    };
    report.table(
        "A rate",
        "Estimand: the probability of success. Successes are binomial; every count is summed over (exact enumeration).",
        &["rate", "n"],
        &columns(&[
            one_sided("Clopper–Pearson, lower only"),
            one_sided("Clopper–Pearson, upper only"),
        ]),
        &rows,
    );
}

/// The least coverage at any rate at all, and over rates where the condition is met.
pub struct Everywhere {
    pub least: f64,
    pub at: f64,
    /// Least and most where the condition is met; `None` if it is met nowhere.
    pub met: Option<(f64, f64)>,
}

/// Coverage jumps only where a rate enters or leaves an interval, so that the least is the limit from one side at some
/// end; in between it is smooth, and halfway is looked at for the most. Of many ends only about `most` are looked at,
/// evenly spread.
pub fn everywhere(trials: u64, most: usize, printed: impl Fn(u64) -> Printed + Sync) -> Everywhere {
    let all: Vec<Printed> = (0..=trials).map(printed).collect();
    let mut ends: Vec<f64> = all
        .iter()
        .flat_map(|printed| [printed.interval.low, printed.interval.high])
        .collect();
    ends.retain(|end| *end > 0.0 && *end < 1.0);
    ends.sort_by(f64::total_cmp);
    let step = (ends.len() / most).max(1);
    let beside = ends.iter().step_by(step).flat_map(|end| {
        let little = 1e-10 * end.min(1.0 - end);
        [end - little, end + little]
    });
    let halfway = ends.windows(2).step_by(step).map(|pair| 0.5 * (pair[0] + pair[1]));
    let mut found = Everywhere {
        least: 1.0,
        at: 0.0,
        met: None,
    };
    for rate in beside.chain(halfway).chain([0.5]) {
        let masses = binomial(trials, rate);
        let coverage = masses.chance(|k| all[k as usize].interval.contains(rate));
        if coverage < found.least {
            (found.least, found.at) = (coverage, rate);
        }
        if masses.chance(|k| all[k as usize].met) >= MET {
            let (low, high) = found.met.unwrap_or((1.0, 0.0));
            found.met = Some((low.min(coverage), high.max(coverage)));
        }
    }
    found
}

/// Every rate, for some numbers of trials.
pub fn every_rate(report: &mut Report, settings: &[u64]) {
    let rows: Vec<Row> = settings
        .par_iter()
        .map(|&trials| {
            let cell = |coverage| Cell {
                met: 1.0,
                coverage,
                width: None,
                runs: None,
            };
            let mut cells = Vec::new();
            for (_, method) in METHODS {
                // Blaker's search for every count of 10,000 costs more than all else here.
                if method == RateMethod::Blaker && trials > 1_000 {
                    cells.push(None);
                    continue;
                }
                let found = everywhere(trials, 3_000, |k| printed(method, k, trials));
                cells.push(Some(cell(found.least)));
                if !method.is_exact() {
                    cells.push(found.met.map(|(least, _)| cell(least)));
                    cells.push(found.met.map(|(_, most)| cell(most)));
                }
            }
            Row {
                setting: vec![trials.to_string()],
                cells,
            }
        })
        .collect();
    let column = |estimator, promise| Column { estimator, promise };
    report.table(
        "A rate, whatever it is",
        "Estimand: the probability of success. The least coverage at any rate from 0 to 1, at the ends of the intervals \
         where it jumps (exact enumeration; of the ends for 3,000 trials and more, an even choice). For the approximate \
         methods: of what is printed, and the least and the most over rates where the condition is met with probability \
         0.99; empty where there is no such rate.",
        &["n"],
        &[
            column("Clopper–Pearson", Promise::Exact),
            column("Blaker", Promise::Exact),
            column("Wilson or Clopper–Pearson", Promise::Printed),
            column("Wilson, least", Promise::Approximate),
            column("Wilson, most", Promise::Approximate),
            column("Jeffreys or Clopper–Pearson", Promise::Printed),
            column("Jeffreys, least", Promise::Approximate),
            column("Jeffreys, most", Promise::Approximate),
        ],
        &rows,
    );
}

/// No hits: the bound where nothing was found; where something was, the exact upper limit.
pub fn zero_hits(report: &mut Report) {
    let mut rows = Vec::new();
    for trials in TRIALS {
        for sensitivity in [0.8, 0.9, 1.0] {
            let bound = (zero_hits_upper(trials, LEVEL) / sensitivity).min(1.0);
            let three = (rule_of_three(trials) / sensitivity).min(1.0);
            // The smallest rate above the bound that is its hardest.
            let hardest = |bound: f64| (bound * (1.0 + 1e-9)).min(1.0);
            let covered = |bound: f64, rate: f64| {
                let none = binomial(trials, rate * sensitivity).chance(|k| k == 0);
                let missed = if rate > bound { none } else { 0.0 };
                Some(Cell {
                    met: 1.0,
                    coverage: 1.0 - missed,
                    width: Some(bound),
                    runs: None,
                })
            };
            let mut cells: Vec<Option<Cell>> = RATES.iter().map(|rate| covered(bound, *rate)).collect();
            cells.push(covered(bound, hardest(bound)));
            cells.push(covered(three, hardest(three)));
            rows.push(Row {
                setting: vec![trials.to_string(), short(sensitivity)],
                cells,
            });
        }
    }
    let column = |estimator| Column {
        estimator,
        promise: Promise::Exact,
    };
    report.table(
        "No hits",
        "Estimand: the share that is truly positive, of which a hit shows `sensitivity`. The bound of zero hits, divided by \
         the sensitivity, is stated only if nothing hit: it is wrong if nothing hits and the share is above it (exact; in \
         brackets the bound). The hardest share is the one just above the bound. The rule of three is no exact bound, but \
         never below it.",
        &["n", "sensitivity"],
        &[
            column("zero-hit bound, share 0"),
            column("zero-hit bound, share 0.01"),
            column("zero-hit bound, share 0.3"),
            column("zero-hit bound, share 0.97"),
            column("zero-hit bound, share 1"),
            column("zero-hit bound, hardest share"),
            column("rule of three, hardest share"),
        ],
        &rows,
    );
}
