//! Tables of counts, and many p-values.

use assay_estimate::*;

use crate::Case;

pub(crate) fn evaluate(case: &Case) -> Option<Vec<f64>> {
    Some(match case.estimator {
        "pearson_chi2_independence" | "g_test_independence" => {
            let table: Vec<Vec<u64>> = serde_json::from_value(case.inputs["table"].clone()).unwrap();
            let test = if case.estimator == "g_test_independence" {
                g_independence(&table)
            } else {
                pearson_independence(&table)
            };
            let test = test.unwrap();
            case.wanted(&[
                ("stat", test.statistic),
                ("p", test.p_value),
                ("df", test.degrees as f64),
            ])
        }
        "pearson_chi2_gof" | "g_test_gof" => {
            let observed: Vec<u64> = serde_json::from_value(case.inputs["obs"].clone()).unwrap();
            let expected: Vec<f64> = serde_json::from_value(case.inputs["exp"].clone()).unwrap();
            let test = if case.estimator == "g_test_gof" {
                g_fit(&observed, &expected)
            } else {
                pearson_fit(&observed, &expected)
            };
            let test = test.unwrap();
            case.wanted(&[("stat", test.statistic), ("p", test.p_value)])
        }
        "fisher_exact" => {
            let test = fisher_exact(serde_json::from_value(case.inputs["table"].clone()).unwrap()).unwrap();
            case.wanted(&[("odds", test.odds_ratio.unwrap()), ("p", test.p_value)])
        }
        "permutation_p_value" => case.wanted(&[(
            "p",
            permutation_p_value(case.count("exceedances"), case.count("permutations")).unwrap(),
        )]),
        "holm+bh" => {
            let p: Vec<f64> = serde_json::from_value(case.inputs["p"].clone()).unwrap();
            let (holm, bh) = (holm(&p).unwrap(), benjamini_hochberg(&p).unwrap());
            case.expected
                .as_object()
                .unwrap()
                .keys()
                .flat_map(|name| if name == "holm" { holm.clone() } else { bh.clone() })
                .collect()
        }
        _ => return None,
    })
}
