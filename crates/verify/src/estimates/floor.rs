//! The floor: customers seen in this sample, whatever the seller chose.

use assay_estimate::{Level, garwood_lower, poisson_upper_quantile, true_positives_lower};
use assay_fields::Kind;

use super::{Estimate, Holds, Known, Topic, Unit};
use crate::null::GUESSED;
use crate::{Error, FieldMatch, MadeUp, MatchFindings};

pub(super) fn estimates(known: &Known<'_>) -> Result<Vec<Estimate>, Error> {
    let level = known.options.level;
    let new = |estimator| {
        let quantity = "distinct customers in this sample";
        Estimate::new(Topic::Floor, Unit::Count, quantity, estimator, level.get())
    };
    Ok(vec![match customers_at_least(known.matched, known.made_up, level)? {
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
fn customers_at_least(matched: &MatchFindings, made_up: &[MadeUp], level: Level) -> Result<Option<u64>, Error> {
    let mut floor = None;
    let once = |field: &&FieldMatch| {
        field
            .class
            .kinds()
            .any(|kind| kind.is_personal() || kind == Kind::Account)
    };
    for field in matched.fields.iter().filter(once).filter(|field| field.tested > 0) {
        let hits = field.hits_amount();
        let guessed = MadeUp::of(made_up, &field.class, &field.index).filter(|made_up| made_up.hits > 0);
        // Numbers that a stranger guesses show no customer.
        if guessed.is_some_and(|made_up| made_up.rate > GUESSED) {
            continue;
        }
        let chance = field
            .chance_rate
            .max(guessed.map_or(0.0, |made_up| made_up.upper))
            .min(1.0);
        let least = match hits.is_exact() && field.misses_amount().is_exact() {
            true => true_positives_lower(field.hits, field.tested, chance, level)?,
            false => {
                let tested = hits.and(field.misses_amount()).at_most() as f64;
                let by_chance = poisson_upper_quantile(chance * tested / hits.weight(), level)?;
                let seen = hits.seen().saturating_sub(by_chance);
                // Each value is kept with the same probability, so that the number kept is nearly Poisson.
                (garwood_lower(seen, level) * hits.weight()).max(seen as f64).floor() as u64
            }
        };
        floor = floor.max(Some(least));
    }
    Ok(floor)
}
