//! Published values, read as data; the file names the source of each.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use assay_estimate::*;
use serde_json::Value;

/// Estimators in the file that live elsewhere or come later, each with the reason.
const ELSEWHERE: &[(&str, &str)] = &[
    (
        "bloom_fpr_asymptotic",
        "a property of the filter, tested where the filter is",
    ),
    ("lincoln_petersen", "population counts are a later issue"),
    ("chapman", "population counts are a later issue"),
    ("bailey", "population counts are a later issue"),
    ("schnabel+schumacher_eschmeyer", "population counts are a later issue"),
    ("chao1987_lower_bound+zelterman", "population counts are a later issue"),
    ("chao1_bias_corrected", "population counts are a later issue"),
    ("chao1_classic", "population counts are a later issue"),
    ("ace_rare10", "population counts are a later issue"),
    ("good_turing_coverage", "population counts are a later issue"),
    ("good_toulmin", "population counts are a later issue"),
    ("smoothed_good_toulmin_binomial", "population counts are a later issue"),
    ("german_tank", "population counts are a later issue"),
    (
        "duplicate_pair_population_estimate",
        "population counts are a later issue",
    ),
];

/// Relative. The file prints twelve significant digits, of inputs too, and some values went through others' root
/// finders.
const TOLERANCE: f64 = 1e-9;

#[test]
fn every_published_value_is_met() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/estimators.json");
    let vectors: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(!vectors.is_empty(), "{path} is empty");

    let (mut problems, mut met, mut elsewhere) = (Vec::new(), 0, Vec::new());
    for vector in &vectors {
        let estimator = vector["estimator"].as_str().unwrap();
        let id = vector["id"].as_str().unwrap();
        if let Some((_, reason)) = ELSEWHERE.iter().find(|(name, _)| *name == estimator) {
            elsewhere.push(format!("{id} ({estimator}): {reason}"));
            continue;
        }
        let Some(found) = evaluate(estimator, &vector["inputs"], &vector["expected"]) else {
            problems.push(format!("{id}: no estimator is called {estimator}"));
            continue;
        };
        let expected = numbers(&vector["expected"]);
        if found.len() != expected.len() {
            problems.push(format!(
                "{id}: {} numbers expected, {} found",
                expected.len(),
                found.len()
            ));
            continue;
        }
        for ((what, expected), found) in expected.iter().zip(&found) {
            if (found - expected).abs() > TOLERANCE * expected.abs().max(1e-6) || !found.is_finite() {
                problems.push(format!("{id} {what}: expected {expected}, found {found}"));
            }
        }
        met += 1;
    }
    println!("{met} vectors checked; not here:\n{}", elsewhere.join("\n"));
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert!(met >= 44, "only {met} vectors were checked");
    for (name, _) in ELSEWHERE {
        assert!(
            vectors.iter().any(|vector| vector["estimator"] == *name),
            "{name} is in no vector: drop it from the list"
        );
    }
}

/// The numbers of an expectation, in its order; text (a warning) is checked by `evaluate`.
fn numbers(expected: &Value) -> Vec<(String, f64)> {
    match expected {
        Value::Array(items) => items.iter().flat_map(numbers).collect(),
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| {
                numbers(value)
                    .into_iter()
                    .map(move |(_, number)| (name.clone(), number))
            })
            .collect(),
        Value::Number(number) => vec![(String::new(), number.as_f64().unwrap())],
        _ => Vec::new(),
    }
}

/// What the estimator gives, as flat as `numbers`; `None` for a name that is not known.
fn evaluate(estimator: &str, inputs: &Value, expected: &Value) -> Option<Vec<f64>> {
    let count = |name: &str| inputs[name].as_u64().unwrap_or_else(|| panic!("no count {name}"));
    let number = |name: &str| inputs[name].as_f64().unwrap_or_else(|| panic!("no number {name}"));
    let level = || Level::new(number("conf")).unwrap();
    let ends = |interval: Interval| vec![interval.low, interval.high];
    let wanted = |values: &[(&str, f64)]| -> Vec<f64> {
        let fields = expected
            .as_object()
            .unwrap()
            .iter()
            .filter(|(_, value)| !value.is_string());
        fields
            .map(|(name, _)| {
                values
                    .iter()
                    .find(|(n, _)| n == name)
                    .unwrap_or_else(|| panic!("no value {name}"))
                    .1
            })
            .collect()
    };
    Some(match estimator {
        "clopper_pearson" => ends(clopper_pearson(count("k"), count("n"), level()).unwrap()),
        "wilson" => ends(wilson(count("k"), count("n"), level()).unwrap()),
        "jeffreys_equal_tailed" => ends(jeffreys(count("k"), count("n"), level()).unwrap()),
        "blaker" => ends(blaker(count("k"), count("n"), level()).unwrap()),
        "clopper_pearson_one_sided" => wanted(&[
            ("lower", clopper_pearson_lower(count("k"), count("n"), level()).unwrap()),
            ("upper", clopper_pearson_upper(count("k"), count("n"), level()).unwrap()),
        ]),
        "exact_binomial_test_one_sided" => {
            assert_eq!(inputs["alternative"], "greater");
            wanted(&[
                (
                    "p",
                    binomial_test_greater(count("k"), count("n"), number("p0")).unwrap(),
                ),
                (
                    "lower95",
                    clopper_pearson_lower(count("k"), count("n"), Level::default()).unwrap(),
                ),
            ])
        }
        "zero_hits_upper_one_sided" => {
            assert_eq!(count("k"), 0);
            wanted(&[
                ("exact", zero_hits_upper(count("n"), level())),
                ("rule_of_three", rule_of_three(count("n"))),
            ])
        }
        "garwood_two_sided" => ends(garwood(count("x"), level())),
        "garwood_one_sided_upper" => vec![garwood_upper(count("x"), level())],
        "garwood_one_sided" => wanted(&[
            ("lower", garwood_lower(count("x"), level())),
            ("upper", garwood_upper(count("x"), level())),
        ]),
        "rogan_gladen+blaker" | "rogan_gladen+clopper_pearson" | "rogan_gladen+wilson" => {
            let method = match estimator {
                "rogan_gladen+blaker" => RateMethod::Blaker,
                "rogan_gladen+wilson" => RateMethod::Wilson,
                _ => RateMethod::ClopperPearson,
            };
            let accuracy = TestAccuracy::new(number("se"), number("sp")).unwrap();
            let found = rogan_gladen(count("pos"), count("tested"), accuracy, method, level()).unwrap();
            assert_eq!(
                found.below_false_positive_rate,
                expected.get("warning").is_some_and(|warning| warning == "AP < 1-Sp")
            );
            wanted(&[
                ("ap", found.apparent),
                ("tp", found.value),
                ("tp_unclamped", found.unclamped),
                ("tp_lower", found.unclamped_interval.low),
                ("tp_upper", found.unclamped_interval.high),
                ("se_delta", found.standard_error),
            ])
        }
        "rogan_gladen+lang_reiczigel" => {
            let rate = |rate, trials| MeasuredRate::new(number(rate), count(trials)).unwrap();
            let found = lang_reiczigel(rate("AP", "nP"), rate("Se", "nSe"), rate("Sp", "nSp"), level()).unwrap();
            wanted(&[
                ("p", found.value),
                ("lower", found.interval.low),
                ("upper", found.interval.high),
            ])
        }
        "bayes_prevalence_known_se_sp_uniform_prior" => {
            assert_eq!(inputs["prior"], serde_json::json!([1, 1]));
            let accuracy = TestAccuracy::new(number("se"), number("sp")).unwrap();
            let found = prevalence_posterior(count("pos"), count("tested"), accuracy, level()).unwrap();
            wanted(&[
                ("mean", found.mean),
                ("lower", found.interval.low),
                ("upper", found.interval.high),
            ])
        }
        "hypergeom_upper_bound_successes"
        | "hypergeom_lower_bound_successes"
        | "hypergeom_lower_bound_population"
        | "hypergeom_upper_bound_population" => {
            let level = Level::new(number("conf_one_sided")).unwrap();
            let sampled = count("n");
            let limit = |found: &Value| {
                let found = found.as_u64().unwrap();
                match estimator {
                    "hypergeom_upper_bound_successes" => marked_upper(count("N"), sampled, found, level),
                    "hypergeom_lower_bound_successes" => marked_lower(count("N"), sampled, found, level),
                    "hypergeom_lower_bound_population" => population_lower(count("M"), sampled, found, level),
                    _ => population_upper(count("M"), sampled, found, level).map(Option::unwrap),
                }
                .unwrap() as f64
            };
            inputs["x"].as_array().unwrap().iter().map(limit).collect()
        }
        "wald_sprt_bernoulli_lines" => {
            let test = SequentialTest::new(number("p0"), number("p1"), number("alpha"), number("beta")).unwrap();
            let per_success = test.ln_reject / test.reject_intercept;
            wanted(&[
                ("k_log10", per_success / std::f64::consts::LN_10),
                ("h_accept", test.accept_intercept),
                ("h_reject", test.reject_intercept),
                ("slope", test.slope),
                ("logA", test.ln_reject),
                ("logB", test.ln_accept),
            ])
        }
        "bernoulli_confidence_sequence_beta_binomial" => {
            let level = Level::new(1.0 - number("alpha")).unwrap();
            let (tightest_at, tuning) = (number("t_opt"), number("alpha_opt"));
            ends(bernoulli_confidence_sequence(count("successes"), count("n"), level, tightest_at, tuning).unwrap())
        }
        "pearson_chi2_independence" | "g_test_independence" => {
            let table: Vec<Vec<u64>> = serde_json::from_value(inputs["table"].clone()).unwrap();
            let test = if estimator == "g_test_independence" {
                g_independence(&table)
            } else {
                pearson_independence(&table)
            };
            let test = test.unwrap();
            wanted(&[
                ("stat", test.statistic),
                ("p", test.p_value),
                ("df", test.degrees as f64),
            ])
        }
        "pearson_chi2_gof" | "g_test_gof" => {
            let observed: Vec<u64> = serde_json::from_value(inputs["obs"].clone()).unwrap();
            let expected: Vec<f64> = serde_json::from_value(inputs["exp"].clone()).unwrap();
            let test = if estimator == "g_test_gof" {
                g_fit(&observed, &expected)
            } else {
                pearson_fit(&observed, &expected)
            };
            let test = test.unwrap();
            wanted(&[("stat", test.statistic), ("p", test.p_value)])
        }
        "fisher_exact" => {
            let test = fisher_exact(serde_json::from_value(inputs["table"].clone()).unwrap()).unwrap();
            wanted(&[("odds", test.odds_ratio.unwrap()), ("p", test.p_value)])
        }
        "permutation_p_value" => wanted(&[(
            "p",
            permutation_p_value(count("exceedances"), count("permutations")).unwrap(),
        )]),
        "holm+bh" => {
            let p: Vec<f64> = serde_json::from_value(inputs["p"].clone()).unwrap();
            let (holm, bh) = (holm(&p).unwrap(), benjamini_hochberg(&p).unwrap());
            expected
                .as_object()
                .unwrap()
                .keys()
                .flat_map(|name| if name == "holm" { holm.clone() } else { bh.clone() })
                .collect()
        }
        _ => return None,
    })
}
