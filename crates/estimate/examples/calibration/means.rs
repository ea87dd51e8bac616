//! The mean of a Poisson count.

use assay_estimate::*;

use crate::enumerate::poisson;
use crate::rates::{Printed, enumerated};
use crate::table::{Cell, Column, LEVEL, Promise, Report, Row, short};

/// Garwood's limits, and the quantile of chance.
pub fn table(report: &mut Report) {
    let means = [
        0.0, 0.01, 0.05, 0.3, 1.0, 2.99, 3.0, 5.6, 10.0, 30.0, 100.0, 1_000.0, 10_000.0,
    ];
    let rows = means.map(|mean| {
        let masses = poisson(mean);
        let quantile = poisson_upper_quantile(mean, LEVEL).unwrap();
        let upper = |count| Interval {
            low: 0.0,
            high: garwood_upper(count, LEVEL),
        };
        let lower = |count| Interval {
            low: garwood_lower(count, LEVEL),
            high: f64::INFINITY,
        };
        let below = Cell {
            met: 1.0,
            coverage: masses.chance(|count| count <= quantile),
            width: None,
            runs: None,
        };
        Row {
            setting: vec![short(mean)],
            cells: vec![
                Some(enumerated(&masses, mean, |count| Printed::exact(garwood(count, LEVEL)))),
                Some(enumerated(&masses, mean, |count| Printed::exact(lower(count)))),
                Some(enumerated(&masses, mean, |count| Printed::exact(upper(count)))),
                Some(below),
            ],
        }
    });
    let exact = |estimator| Column {
        estimator,
        promise: Promise::Exact,
    };
    report.table(
        "The mean of a count",
        "Estimand: the mean of a Poisson count (exact enumeration). The last column is the chance that a count is at most the \
         quantile printed for it.",
        &["mean"],
        &[exact("Garwood"), exact("Garwood, lower only"), exact("Garwood, upper only"), exact("Poisson quantile")],
        &rows,
    );
}
