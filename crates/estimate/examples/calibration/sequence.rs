//! Intervals that hold all at once, at every look.

use assay_estimate::*;
use rayon::prelude::*;

use crate::rates::RATES;
use crate::table::{Cell, Column, LEVEL, Promise, Report, Row, short};

/// The probability that no interval up to `looks` trials, one look after each, has excluded the rate; and the mean width
/// of the last.
pub fn covered_at_every_look(rate: f64, looks: u64, tightest_at: f64) -> (f64, f64) {
    let interval = |k, n| bernoulli_confidence_sequence(k, n, LEVEL, tightest_at, LEVEL.alpha()).unwrap();
    // reaching[i]: the chance of first + i successes with the rate never excluded so far. Counts below 10⁻¹⁵ are dropped,
    // which can only make the result smaller.
    let (mut first, mut reaching) = (0u64, vec![1.0]);
    for n in 1..=looks {
        let mut next = vec![0.0; reaching.len() + 1];
        for (i, chance) in reaching.iter().enumerate() {
            next[i] += chance * (1.0 - rate);
            next[i + 1] += chance * rate;
        }
        // Excluded counts lie at the two ends.
        let kept = |i: usize, chance: f64| chance > 1e-15 && interval(first + i as u64, n).contains(rate);
        let start = (0..next.len()).find(|i| kept(*i, next[*i])).unwrap_or(next.len());
        let end = (start..next.len())
            .rev()
            .find(|i| kept(*i, next[*i]))
            .map_or(start, |i| i + 1);
        first += start as u64;
        reaching = next[start..end].to_vec();
    }
    let covered: f64 = reaching.iter().sum();
    let width = |(i, chance): (usize, &f64)| chance * interval(first + i as u64, looks).width();
    (covered, reaching.iter().enumerate().map(width).sum::<f64>() / covered)
}

/// The rates of the issue, and a hard one.
pub fn table(report: &mut Report, looks: &[u64]) {
    let mut settings = Vec::new();
    for rate in RATES.into_iter().chain([0.001, 0.5]) {
        for looks in looks.iter().copied() {
            settings.extend([100.0, 1_000.0].map(|tightest_at| (rate, looks, tightest_at)));
        }
    }
    let rows: Vec<Row> = settings
        .par_iter()
        .map(|&(rate, looks, tightest_at)| {
            let (coverage, width) = covered_at_every_look(rate, looks, tightest_at);
            Row {
                setting: vec![short(rate), looks.to_string(), short(tightest_at)],
                cells: vec![Some(Cell {
                    met: 1.0,
                    coverage,
                    width: Some(width),
                    runs: None,
                })],
            }
        })
        .collect();
    report.table(
        "A rate at every look",
        "Estimand: the probability of success. Coverage is that of all intervals at once, after 1, 2, … trials (exact, by \
         recursion over looks); in brackets the mean width of the last one.",
        &["rate", "looks", "tightest at"],
        &[Column { estimator: "confidence sequence", promise: Promise::Exact }],
        &rows,
    );
}
