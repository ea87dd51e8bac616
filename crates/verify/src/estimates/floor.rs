//! The floor: customers seen in this sample, whatever the seller chose.

use assay_estimate::{Level, garwood_lower, poisson_upper_quantile};
use assay_fields::Kind;

use super::{Estimate, Holds, Known, Topic, Unit};
use crate::{Error, FieldMatch, MatchFindings};

pub(super) fn estimates(known: &Known<'_>) -> Result<Vec<Estimate>, Error> {
    let level = known.options.level;
    let new = |estimator| {
        let quantity = "distinct customers in this sample";
        Estimate::new(Topic::Floor, Unit::Count, quantity, estimator, level.get())
    };
    Ok(vec![match customers_at_least(known.matched, level)? {
        Some(floor) => new("distinct values of a kind that one person has once, less what chance gives")
            .value(floor as f64)
            .between(Some(floor as f64), None)
            .assuming(
                "a customer has one ssn, licence, passport or account number",
                Holds::Unknown,
            ),
        None => new("people matched, joined by shared identifiers")
            .value(known.matched.persons.matched as f64)
            .assuming(
                "rows of one person share an identifier; where they don't, the person counts twice",
                Holds::Unknown,
            ),
    }])
}

/// Distinct hits of a kind that one person has once, less those that chance may have given, and at least so many where
/// their number is estimated.
fn customers_at_least(matched: &MatchFindings, level: Level) -> Result<Option<u64>, Error> {
    let mut floor = None;
    let once = |field: &&FieldMatch| {
        field
            .class
            .kinds()
            .any(|kind| kind.is_personal() || kind == Kind::Account)
    };
    for field in matched.fields.iter().filter(once).filter(|field| field.tested > 0) {
        let hits = field.hits_amount();
        let chance = field.chance_rate * field.misses_amount().at_most() as f64 / hits.weight();
        let by_chance = if chance > 0.0 {
            poisson_upper_quantile(chance, level)?
        } else {
            0
        };
        let seen = hits.seen().saturating_sub(by_chance);
        let least = match hits.is_exact() {
            true => seen,
            // Each value is kept with the same probability, so that the number kept is nearly Poisson.
            false => (garwood_lower(seen, level) * hits.weight()).max(seen as f64).floor() as u64,
        };
        floor = floor.max(Some(least));
    }
    Ok(floor)
}
