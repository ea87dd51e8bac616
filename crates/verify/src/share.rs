//! Shares of rows and of people that are genuine, without controls.

use std::collections::BTreeMap;

use assay_estimate::{Interval, Level, true_positives_lower};

use crate::amount::Amount;
use crate::figures::freed_of_chance;
use crate::{Error, Grade, Limits, Options, Share};

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
    let others = testable.saturating_sub(matched);
    let freed = freed_of_chance(Amount::new(matched, 1), Amount::new(others, 1), chance, options)?;
    let method = freed.as_ref().map_or(options.interval, |freed| freed.by.method).name();
    let instead = freed.as_ref().and_then(|freed| freed.by.instead.clone());
    let instead = instead.map(|why| format!("; {why}")).unwrap_or_default();
    let below = match freed.as_ref().is_some_and(|freed| freed.below_chance) {
        true => "; fewer than chance gives, so that the interval is that of the posterior under a uniform prior",
        false => "",
    };
    // Where nothing was tested, or chance explains everything, any share is possible.
    let interval = freed
        .as_ref()
        .map_or(Interval { low: 0.0, high: 1.0 }, |freed| freed.interval);
    Ok(Share {
        estimand: "share of the listing's people that are genuine".to_owned(),
        genuine: matched,
        testable,
        estimate: freed.map(|freed| freed.rate),
        interval: Limits {
            low: Some(interval.low),
            high: Some(interval.high),
        },
        level: options.level.get(),
        estimator: format!(
            "{method} over distinct people, less what chance gives, sensitivity taken as 1{instead}{below}"
        ),
        withheld: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_of_a_listing_is_freed_of_chance() {
        let options = Options::default();
        let of = |matched, testable, chance| of_listing(matched, testable, chance, &options).unwrap();
        // (0.55 − 0.1) / 0.9.
        let half = of(55, 100, 0.1);
        assert!((half.estimate.unwrap() - 0.5).abs() < 1e-12);
        assert!(half.interval.low.unwrap() < 0.45 && half.interval.high.unwrap() > 0.55);
        // Chance gives ten: that two match leaves some, and not none for certain.
        for few in [of(2, 100, 0.1), of(0, 100, 0.1)] {
            assert_eq!(few.estimate, Some(0.0));
            assert!(few.interval.high.unwrap() > 0.001, "{few:?}");
        }
        // Nothing that could be told.
        for share in [of(0, 0, 0.0), of(100, 100, 1.0)] {
            assert_eq!(
                (share.estimate, share.interval.low, share.interval.high),
                (None, Some(0.0), Some(1.0))
            );
        }
    }
}
