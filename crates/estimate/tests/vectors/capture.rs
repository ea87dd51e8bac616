//! Counts from two or several samples, and from repeats inside one.

use assay_estimate::*;
use serde_json::Value;

use crate::Case;

pub(crate) fn evaluate(case: &Case) -> Option<Vec<f64>> {
    let level = || {
        let given = case.inputs.get("conf").and_then(Value::as_f64);
        given.map_or(Level::default(), |level| Level::new(level).unwrap())
    };
    Some(match case.estimator {
        "lincoln_petersen" | "chapman" | "bailey" => {
            let [first, second, both] = ["M", "n", "m"].map(|name| case.count(name));
            let samples = TwoSamples::new(first, second, both).unwrap();
            let found = match case.estimator {
                "lincoln_petersen" => lincoln_petersen(samples, level()),
                "chapman" => chapman(samples, level()),
                _ => bailey(first, second, both, level()).unwrap(),
            };
            let found = found.estimate;
            case.wanted(&[
                ("N", found.value.unwrap()),
                ("se", found.standard_error.unwrap()),
                ("se_ricker", found.standard_error.unwrap()),
                ("lower", found.interval.low),
                ("upper", found.interval.high.unwrap()),
            ])
        }
        "schnabel+schumacher_eschmeyer" => {
            let row = |name: &str| -> Vec<u64> { serde_json::from_value(case.inputs[name].clone()).unwrap() };
            let (caught, recaptured, returned) = (row("caught"), row("recaps"), row("returned_marked"));
            let mut marked = 0;
            let occasions = caught.iter().zip(&recaptured).zip(&returned);
            let occasions = occasions.map(|((&caught, &recaptured), &returned)| {
                let occasion = Occasion {
                    caught,
                    marked,
                    recaptured,
                };
                // The last catch was not put back.
                marked = (marked + returned).saturating_sub(recaptured);
                occasion
            });
            let samples = Recaptures::new(occasions.collect()).unwrap();
            let sum = |term: fn(&Occasion) -> f64| samples.occasions().iter().map(term).sum::<f64>();
            let value = |found: CaptureEstimate| found.estimate.value.unwrap();
            let schumacher = schumacher_eschmeyer(&samples, level());
            let interval = schumacher.estimate.interval;
            case.wanted(&[
                ("sum_m", sum(|o| o.recaptured as f64)),
                ("sum_nM", sum(|o| (o.caught * o.marked) as f64)),
                ("sum_nM2", sum(|o| (o.caught * o.marked * o.marked) as f64)),
                ("sum_mM", sum(|o| (o.recaptured * o.marked) as f64)),
                (
                    "sum_m2dn",
                    sum(|o| (o.recaptured * o.recaptured) as f64 / o.caught as f64),
                ),
                ("schnabel", value(schnabel(&samples, level()))),
                ("schnabel_chapman", value(schnabel_chapman(&samples, level()))),
                ("schumacher", value(schumacher)),
                ("schumacher_lower", interval.low),
                ("schumacher_upper", interval.high.unwrap()),
            ])
        }
        "duplicate_pair_population_estimate" => {
            let found = birthday(case.count("rows"), case.count("colliding_pairs"), level());
            let found = found.unwrap().estimate;
            case.wanted(&[
                ("N", found.value.unwrap()),
                ("lower", found.interval.low),
                ("upper", found.interval.high.unwrap()),
            ])
        }
        _ => return None,
    })
}
