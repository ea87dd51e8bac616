//! Rates, counts' means, finite populations, sequential tests.

use assay_estimate::*;
use serde_json::Value;

use crate::Case;

pub(crate) fn evaluate(case: &Case) -> Option<Vec<f64>> {
    let ends = |interval: Interval| vec![interval.low, interval.high];
    Some(match case.estimator {
        "clopper_pearson" => ends(clopper_pearson(case.count("k"), case.count("n"), case.level()).unwrap()),
        "wilson" => ends(wilson(case.count("k"), case.count("n"), case.level()).unwrap()),
        "jeffreys_equal_tailed" => ends(jeffreys(case.count("k"), case.count("n"), case.level()).unwrap()),
        "blaker" => ends(blaker(case.count("k"), case.count("n"), case.level()).unwrap()),
        "clopper_pearson_one_sided" => case.wanted(&[
            (
                "lower",
                clopper_pearson_lower(case.count("k"), case.count("n"), case.level()).unwrap(),
            ),
            (
                "upper",
                clopper_pearson_upper(case.count("k"), case.count("n"), case.level()).unwrap(),
            ),
        ]),
        "exact_binomial_test_one_sided" => {
            assert_eq!(case.inputs["alternative"], "greater");
            case.wanted(&[
                (
                    "p",
                    binomial_test_greater(case.count("k"), case.count("n"), case.number("p0")).unwrap(),
                ),
                (
                    "lower95",
                    clopper_pearson_lower(case.count("k"), case.count("n"), Level::default()).unwrap(),
                ),
            ])
        }
        "zero_hits_upper_one_sided" => {
            assert_eq!(case.count("k"), 0);
            case.wanted(&[
                ("exact", zero_hits_upper(case.count("n"), case.level())),
                ("rule_of_three", rule_of_three(case.count("n"))),
            ])
        }
        "garwood_two_sided" => ends(garwood(case.count("x"), case.level())),
        "garwood_one_sided_upper" => vec![garwood_upper(case.count("x"), case.level())],
        "garwood_one_sided" => case.wanted(&[
            ("lower", garwood_lower(case.count("x"), case.level())),
            ("upper", garwood_upper(case.count("x"), case.level())),
        ]),
        "rogan_gladen+blaker" | "rogan_gladen+clopper_pearson" | "rogan_gladen+wilson" => {
            let method = match case.estimator {
                "rogan_gladen+blaker" => RateMethod::Blaker,
                "rogan_gladen+wilson" => RateMethod::Wilson,
                _ => RateMethod::ClopperPearson,
            };
            let accuracy = TestAccuracy::new(case.number("se"), case.number("sp")).unwrap();
            let found = rogan_gladen(case.count("pos"), case.count("tested"), accuracy, method, case.level()).unwrap();
            assert_eq!(
                found.below_false_positive_rate,
                case.expected
                    .get("warning")
                    .is_some_and(|warning| warning == "AP < 1-Sp")
            );
            case.wanted(&[
                ("ap", found.apparent),
                ("tp", found.value),
                ("tp_unclamped", found.unclamped),
                ("tp_lower", found.unclamped_interval.low),
                ("tp_upper", found.unclamped_interval.high),
                ("se_delta", found.standard_error),
            ])
        }
        "rogan_gladen+lang_reiczigel" => {
            let rate = |rate, trials| MeasuredRate::new(case.number(rate), case.count(trials)).unwrap();
            let found = lang_reiczigel(rate("AP", "nP"), rate("Se", "nSe"), rate("Sp", "nSp"), case.level()).unwrap();
            case.wanted(&[
                ("p", found.value),
                ("lower", found.interval.low),
                ("upper", found.interval.high),
            ])
        }
        "bayes_prevalence_known_se_sp_uniform_prior" => {
            assert_eq!(case.inputs["prior"], serde_json::json!([1, 1]));
            let accuracy = TestAccuracy::new(case.number("se"), case.number("sp")).unwrap();
            let found = prevalence_posterior(case.count("pos"), case.count("tested"), accuracy, case.level()).unwrap();
            case.wanted(&[
                ("mean", found.mean),
                ("lower", found.interval.low),
                ("upper", found.interval.high),
            ])
        }
        "hypergeom_upper_bound_successes"
        | "hypergeom_lower_bound_successes"
        | "hypergeom_lower_bound_population"
        | "hypergeom_upper_bound_population" => {
            let level = Level::new(case.number("conf_one_sided")).unwrap();
            let sampled = case.count("n");
            let limit = |found: &Value| {
                let found = found.as_u64().unwrap();
                match case.estimator {
                    "hypergeom_upper_bound_successes" => marked_upper(case.count("N"), sampled, found, level),
                    "hypergeom_lower_bound_successes" => marked_lower(case.count("N"), sampled, found, level),
                    "hypergeom_lower_bound_population" => population_lower(case.count("M"), sampled, found, level),
                    _ => population_upper(case.count("M"), sampled, found, level).map(Option::unwrap),
                }
                .unwrap() as f64
            };
            case.inputs["x"].as_array().unwrap().iter().map(limit).collect()
        }
        "wald_sprt_bernoulli_lines" => {
            let test = SequentialTest::new(
                case.number("p0"),
                case.number("p1"),
                case.number("alpha"),
                case.number("beta"),
            )
            .unwrap();
            let per_success = test.ln_reject / test.reject_intercept;
            case.wanted(&[
                ("k_log10", per_success / std::f64::consts::LN_10),
                ("h_accept", test.accept_intercept),
                ("h_reject", test.reject_intercept),
                ("slope", test.slope),
                ("logA", test.ln_reject),
                ("logB", test.ln_accept),
            ])
        }
        "bernoulli_confidence_sequence_beta_binomial" => {
            let level = Level::new(1.0 - case.number("alpha")).unwrap();
            let (tightest_at, tuning) = (case.number("t_opt"), case.number("alpha_opt"));
            ends(
                bernoulli_confidence_sequence(case.count("successes"), case.count("n"), level, tightest_at, tuning)
                    .unwrap(),
            )
        }
        _ => return None,
    })
}
