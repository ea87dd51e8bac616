//! Published values, read as data; the file names the source of each.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod capture;
mod rates;
mod richness;
mod serials;
mod tables;

use assay_estimate::Level;
use serde_json::Value;

/// One family of estimators a file: what the case's estimator gives, as flat as `numbers`; `None` for a name that is
/// not of the family.
const FAMILIES: &[Family] = &[
    capture::evaluate,
    rates::evaluate,
    richness::evaluate,
    serials::evaluate,
    tables::evaluate,
];

type Family = fn(&Case) -> Option<Vec<f64>>;

/// Estimators in the file that live elsewhere or come later, each with the reason.
const ELSEWHERE: &[(&str, &str)] = &[(
    "bloom_fpr_asymptotic",
    "a property of the filter, tested where the filter is",
)];

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
        let case = Case {
            estimator,
            inputs: &vector["inputs"],
            expected: &vector["expected"],
        };
        let Some(found) = FAMILIES.iter().find_map(|evaluate| evaluate(&case)) else {
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
    assert!(met >= 66, "only {met} vectors were checked");
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

/// One vector.
struct Case<'a> {
    estimator: &'a str,
    inputs: &'a Value,
    expected: &'a Value,
}

impl Case<'_> {
    fn count(&self, name: &str) -> u64 {
        self.inputs[name].as_u64().unwrap_or_else(|| panic!("no count {name}"))
    }

    fn number(&self, name: &str) -> f64 {
        self.inputs[name].as_f64().unwrap_or_else(|| panic!("no number {name}"))
    }

    fn level(&self) -> Level {
        Level::new(self.number("conf")).unwrap()
    }

    /// The values that the vector expects, in its order, out of those given by name.
    fn wanted(&self, values: &[(&str, f64)]) -> Vec<f64> {
        let fields = self.expected.as_object().unwrap().iter();
        fields
            .filter(|(_, value)| !value.is_string())
            .map(|(name, _)| {
                let value = values.iter().find(|(known, _)| known == name);
                value.unwrap_or_else(|| panic!("no value {name}")).1
            })
            .collect()
    }
}
