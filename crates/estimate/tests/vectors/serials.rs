//! Serial numbers.

use assay_estimate::*;

use super::Case;

pub(super) fn evaluate(case: &Case) -> Option<Vec<f64>> {
    if case.estimator != "german_tank" {
        return None;
    }
    let (largest, seen) = (case.count("max"), case.count("k"));
    let serials: Vec<u64> = serde_json::from_value(case.inputs["serials"].clone()).unwrap();
    assert_eq!(serials.iter().max(), Some(&largest));
    assert_eq!(serials.len() as u64, seen);
    let level = Level::default();
    let posterior = german_tank_posterior(largest, seen).unwrap();
    let quantile = |p| posterior.quantile(p).unwrap().unwrap() as f64;
    Some(case.wanted(&[
        ("mvue", german_tank(largest, seen, level).unwrap().value.unwrap()),
        ("bayes_mean", posterior.mean.unwrap()),
        ("bayes_sd", posterior.standard_deviation.unwrap()),
        (
            "upper95_exact",
            german_tank_upper(largest, seen, level).unwrap().unwrap() as f64,
        ),
        ("bayes_q95", quantile(0.95)),
        ("bayes_median", quantile(0.5)),
    ]))
}
