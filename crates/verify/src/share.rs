//! Shares of rows and of people that are genuine, without controls.

use std::collections::BTreeMap;

use assay_estimate::{Interval, Level, true_positives_lower};

use crate::{Error, Grade, Limits, Options, Share, method};

/// The share of testable rows that are genuine. The sample is all there is, so that the limits hold
/// measurement error only: how many rows chance may have made look genuine. How many genuine ones were
/// missed is unknown without controls, so there is no upper limit.
pub(crate) fn of_rows(grades: &BTreeMap<Grade, u64>, by_chance: f64, level: Level) -> Result<Share, Error> {
    let of = |grade: Grade| grades.get(&grade).copied().unwrap_or(0);
    let genuine: u64 = Grade::ALL.into_iter().filter(|grade| grade.is_genuine()).map(of).sum();
    let testable: u64 = Grade::ALL
        .into_iter()
        .filter(|grade| *grade != Grade::Untestable)
        .map(of)
        .sum();
    let rate_by_chance = (by_chance / testable.max(1) as f64).min(1.0);
    // Chance works on the rows that are not genuine.
    let by_chance = rate_by_chance * (testable - genuine) as f64;
    let estimate = (testable > 0).then(|| ((genuine as f64 - by_chance) / testable as f64).max(0.0));
    let at_least = true_positives_lower(genuine, testable, rate_by_chance, level)?;
    Ok(Share {
        estimand: "share of this sample's testable rows that are genuine".to_owned(),
        genuine,
        testable,
        estimate,
        interval: Limits {
            low: (testable > 0).then(|| at_least as f64 / testable as f64),
            high: None,
        },
        level: level.get(),
        estimator: "count less chance, true_positives_lower; lower limit only, sensitivity unknown".to_owned(),
        withheld: None,
    })
}

/// The share of the listing's people that are genuine, from people drawn at random; chance makes `chance` of the others look so.
pub(crate) fn of_listing(matched: u64, testable: u64, chance: f64, options: &Options) -> Result<Share, Error> {
    let by = method::chosen(options.interval, &[(matched, testable)], options.level);
    let raw = by.method.interval(matched, testable, options.level)?;
    // Rogan & Gladen (1978) with a sensitivity of 1, end by end.
    let freed = |share: f64| ((share - chance) / (1.0 - chance).max(f64::MIN_POSITIVE)).clamp(0.0, 1.0);
    let interval = Interval {
        low: freed(raw.low),
        high: freed(raw.high),
    };
    let method = by.method.name();
    let instead = by.instead.map(|why| format!("; {why}")).unwrap_or_default();
    Ok(Share {
        estimand: "share of the listing's people that are genuine".to_owned(),
        genuine: matched,
        testable,
        estimate: (testable > 0).then(|| freed(matched as f64 / testable as f64)),
        interval: Limits {
            low: Some(interval.low),
            high: Some(interval.high),
        },
        level: options.level.get(),
        estimator: format!("{method} over distinct people, less what chance gives, sensitivity taken as 1{instead}"),
        withheld: None,
    })
}
