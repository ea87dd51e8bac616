//! Numbers of things from repeats.

use assay_estimate::*;
use serde_json::Value;

use crate::Case;

pub(crate) fn evaluate(case: &Case) -> Option<Vec<f64>> {
    let bound = |bound: LowerBound| {
        case.wanted(&[
            ("N", bound.value),
            ("var", bound.standard_error * bound.standard_error),
            ("sd", bound.standard_error),
            ("lower", bound.interval.low),
            ("upper", bound.interval.high),
        ])
    };
    Some(match case.estimator {
        "chao1987_lower_bound+zelterman" => {
            let seen = frequencies(case);
            let found = chao_lower_bound(&seen, case.level()).unwrap();
            case.wanted(&[
                ("S_obs", seen.distinct() as f64),
                ("N", found.value),
                ("se", found.standard_error),
                ("lower", found.interval.low),
                ("upper", found.interval.high),
                ("zelterman", zelterman(&seen, case.level()).unwrap().value.unwrap()),
            ])
        }
        "chao1_classic" => bound(chao1_classic(&frequencies(case), at_1_96()).unwrap()),
        "chao1_bias_corrected" => bound(chao1_bias_corrected(&frequencies(case), at_1_96()).unwrap()),
        "ace_rare10" => vec![ace(&frequencies(case), Level::default()).unwrap().value.unwrap()],
        "good_turing_coverage" => {
            let seen = frequencies(case);
            assert_eq!((seen.draws(), seen.singletons()), (case.count("n"), case.count("f1")));
            vec![good_turing_coverage(&seen).unwrap().value]
        }
        "good_toulmin" => {
            let seen = frequencies(case);
            ratios(case)
                .map(|ratio| good_toulmin(&seen, ratio).unwrap().unclamped)
                .collect()
        }
        "smoothed_good_toulmin_binomial" => {
            let seen = frequencies(case);
            assert_eq!(seen.draws(), case.count("n"));
            let found: Vec<NewThings> = ratios(case)
                .map(|ratio| smoothed_good_toulmin(&seen, ratio).unwrap())
                .collect();
            let fields = case.expected.as_object().unwrap().keys();
            fields
                .flat_map(|name| {
                    let field = |new: &NewThings| match name.as_str() {
                        "estimate" => new.unclamped,
                        "se" => new.standard_error,
                        "k" => new.smoothing.unwrap().trials as f64,
                        "theta" => new.smoothing.unwrap().theta,
                        _ => panic!("no value {name}"),
                    };
                    found.iter().map(field).collect::<Vec<f64>>()
                })
                .collect()
        }
        _ => return None,
    })
}

/// scikit-bio and EstimateS write the 95 % quantile as 1.96; this level has it exactly.
fn at_1_96() -> Level {
    Level::new(0.950_004_209_703_559_1).unwrap()
}

fn ratios(case: &Case) -> impl Iterator<Item = f64> {
    case.inputs["t"].as_array().unwrap().iter().map(|t| t.as_f64().unwrap())
}

/// The inputs as an object of frequencies, a list of counts, or counts in words ("75 ones, 6 twos").
fn frequencies(case: &Case) -> Frequencies {
    if let Some(cells) = case.inputs["freq_of_freq"].as_object() {
        return Frequencies::new(cells.iter().map(|(k, f)| (k.parse().unwrap(), f.as_u64().unwrap()))).unwrap();
    }
    match &case.inputs["counts"] {
        Value::Array(counts) => Frequencies::from_counts(counts.iter().map(|count| count.as_u64().unwrap())).unwrap(),
        Value::String(words) => Frequencies::new(words.split(", ").map(in_words)).unwrap(),
        other => panic!("no counts: {other}"),
    }
}

fn in_words(part: &str) -> (u64, u64) {
    let (things, times) = part.split_once(' ').unwrap();
    let times = ["one", "two", "three", "four"]
        .iter()
        .position(|word| times.trim_end_matches('s') == *word)
        .unwrap_or_else(|| panic!("no number: {times}"));
    (times as u64 + 1, things.parse().unwrap())
}
