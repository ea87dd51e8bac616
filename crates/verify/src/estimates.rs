//! The estimates of a test, each with what must hold for it.

use assay_estimate::{Level, garwood_lower, poisson_upper_quantile, zero_hits_upper};
use assay_fields::Kind;

use crate::weigh::Rows;
use crate::{Assumption, Error, Estimate, FieldMatch, Holds, IndexFindings, Limits, MatchFindings, Options, Sampling};

pub(crate) fn estimates(
    rows: &Rows,
    matched: &MatchFindings,
    indexes: &[IndexFindings],
    options: &Options,
) -> Result<Vec<Estimate>, Error> {
    let level = options.level.get();
    let assume = |text: &str, holds| Assumption {
        text: text.to_owned(),
        holds,
    };
    let random = match options.sampling {
        Sampling::Seller => assume("the rows were drawn at random from the listing", Holds::Unknown),
        Sampling::Random => assume(
            "the rows were drawn at random from the listing, as stated",
            Holds::Unknown,
        ),
    };
    let mut estimates = vec![Estimate {
        quantity: "distinct customers in this sample".to_owned(),
        estimator: "distinct values of a kind that one person has once, less what chance gives".to_owned(),
        value: None,
        interval: Limits::default(),
        level,
        assumptions: vec![assume(
            "a customer has one ssn, licence, passport or account number",
            Holds::Unknown,
        )],
    }];
    if let Some(floor) = customers_at_least(matched, options.level)? {
        estimates[0].value = Some(floor as f64);
        estimates[0].interval.low = Some(floor as f64);
    } else {
        estimates[0].estimator = "people matched, joined by shared identifiers".to_owned();
        estimates[0].value = Some(matched.persons.matched as f64);
        estimates[0].assumptions = vec![assume(
            "rows of one person share an identifier; where they don't, the person counts twice",
            Holds::Unknown,
        )];
    }
    let people = indexes.iter().map(|index| index.people).sum::<u64>();
    if let Some(population) = options.population.filter(|population| *population > 0) {
        estimates.push(Estimate {
            quantity: "overlap rate: share of any list of real people that would match".to_owned(),
            estimator: "people in the index ÷ population".to_owned(),
            value: Some((people as f64 / population as f64).min(1.0)),
            interval: Limits::default(),
            level,
            assumptions: vec![assume(
                "such a list is drawn from the population irrespective of whose customers they are",
                Holds::Unknown,
            )],
        });
    } else if let Some(share) = matched.genuine.estimate.filter(|share| *share > 0.0) {
        estimates.push(Estimate {
            quantity: "population of which any list of real people would match as well".to_owned(),
            estimator: "people in the index ÷ genuine share".to_owned(),
            value: Some(people as f64 / share),
            interval: Limits::default(),
            level,
            assumptions: vec![assume(
                "state the true one with --population to compare",
                Holds::Unknown,
            )],
        });
    }
    let distinct = rows.testable.at_least();
    if matched.genuine.genuine == 0 && distinct > 0 {
        let open = zero_hits_upper(distinct, options.level);
        estimates.push(Estimate {
            quantity: "largest genuine share of the listing that a sample without a genuine row leaves open".to_owned(),
            estimator: "zero_hits_upper".to_owned(),
            value: Some(open),
            interval: Limits {
                low: Some(0.0),
                high: Some(open),
            },
            level,
            assumptions: vec![
                random,
                assume(
                    "a genuine row would have been recognised (sensitivity 1)",
                    Holds::Unknown,
                ),
            ],
        });
    }
    Ok(estimates)
}

/// The floor, whatever the seller chose: distinct hits of a kind that one person has once, less those that chance
/// may have given, and at least so many where their number is estimated.
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
