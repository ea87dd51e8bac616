//! The figures of one class: what was tested of it, freed of chance, with its limits.

use assay_estimate::{
    Interval, TestAccuracy, prevalence_posterior, rogan_gladen, rogan_gladen_condition, zero_hits_upper,
};
use assay_index::ClassEntry;

use crate::amount::Amount;
use crate::distinct::Strata;
use crate::grade::Found;
use crate::method::{self, Chosen};
use crate::tally::{ClassTally, FOUND};
use crate::{Error, FieldMatch, LinkMatch, OneIn, Options};

/// What was found of a class's distinct combinations, each number at most that of all combinations, copies included.
struct TestedCounts {
    hits: Amount,
    near: Amount,
    misses: Amount,
}

impl TestedCounts {
    fn of(set: &Strata<u32, FOUND>, counts: &ClassTally) -> TestedCounts {
        let of = |found: Found| set.found(found).up_to(counts.found[found as usize]);
        TestedCounts {
            hits: of(Found::Hit),
            near: of(Found::Near),
            misses: of(Found::Miss),
        }
    }

    fn no_hits(&self) -> Amount {
        self.near.and(self.misses)
    }

    fn tested(&self) -> Amount {
        self.hits.and(self.no_hits())
    }

    fn one_in(&self) -> OneIn {
        let [hits, near, misses] = [self.hits, self.near, self.misses].map(|amount| amount.one_in());
        OneIn { hits, near, misses }
    }
}

/// The figures of a field; limits allow for the error of estimates.
pub(crate) fn field(
    label: &str,
    entry: &ClassEntry,
    counts: &ClassTally,
    set: &Strata<u32, FOUND>,
    options: &Options,
) -> Result<FieldMatch, Error> {
    let found = TestedCounts::of(set, counts);
    let (hits, tested) = (found.hits.count(), found.tested());
    let freed = freed_of_chance(found.hits, found.no_hits(), entry.chance_rate, options)?;
    Ok(FieldMatch {
        class: entry.class.clone(),
        index: label.to_owned(),
        tested: tested.count(),
        one_in: found.one_in(),
        hits,
        expected_false_hits: set.probes() as f64 * entry.expected_false_positive_rate,
        chance_rate: entry.chance_rate,
        rate: freed.as_ref().map(|freed| freed.rate),
        interval: freed.as_ref().map(|freed| freed.interval),
        method: freed.as_ref().map_or(options.interval, |freed| freed.by.method),
        below_chance: freed.as_ref().is_some_and(|freed| freed.below_chance),
        instead: freed.and_then(|freed| freed.by.instead),
        zero_hits_bound: (hits == 0 && tested.count() > 0).then(|| zero_hits_upper(tested.at_least(), options.level)),
        strays: counts.strays,
        strays_by_chance: counts.rows as f64 * entry.chance_rate,
        in_genuine_rows: counts.in_genuine,
        fitting: counts.fitting,
    })
}

/// The figures of a link.
pub(crate) fn link(
    label: &str,
    entry: &ClassEntry,
    counts: &ClassTally,
    set: &Strata<u32, FOUND>,
    options: &Options,
) -> Result<LinkMatch, Error> {
    let found = TestedCounts::of(set, counts);
    // A name of one token agrees by it alone.
    let named = entry.class.has_name() && entry.class.has_identifier();
    let single = if named { set.share_of_single() } else { 0.0 };
    let chance = entry.chance_rate + single * entry.near_chance.unwrap_or(0.0);
    let freed = freed_of_chance(found.hits, found.no_hits(), chance.min(1.0), options)?;
    Ok(LinkMatch {
        class: entry.class.clone(),
        index: label.to_owned(),
        tested: found.tested().count(),
        one_in: found.one_in(),
        hits: found.hits.count(),
        near: found.near.count(),
        expected_false_hits: set.probes() as f64 * entry.expected_false_positive_rate,
        chance_rate: entry.chance_rate,
        near_chance: entry.near_chance,
        rate: freed.as_ref().map(|freed| freed.rate),
        interval: freed.as_ref().map(|freed| freed.interval),
        method: freed.as_ref().map_or(options.interval, |freed| freed.by.method),
        instead: freed.and_then(|freed| freed.by.instead),
    })
}

/// A share freed of chance.
pub(crate) struct Freed {
    pub(crate) rate: f64,
    pub(crate) interval: Interval,
    pub(crate) by: Chosen,
    pub(crate) below_chance: bool,
}

/// The share that is truly there (Rogan & Gladen, 1978) with the limits of the raw rate freed of chance alike, and whether
/// fewer hit than chance gives, though some do. Specificity is 1 − `chance`; sensitivity is taken as 1, which makes the
/// share a lower bound where genuine values may be missed. Below chance the formula leaves 0 to 1, and the interval is that
/// of the posterior under a uniform prior. `None` where nothing was tested or where chance explains everything.
pub(crate) fn freed_of_chance(
    hits: Amount,
    others: Amount,
    chance: f64,
    options: &Options,
) -> Result<Option<Freed>, Error> {
    let tested = hits.and(others).count();
    if tested == 0 || chance >= 1.0 {
        return Ok(None);
    }
    let level = options.level;
    let accuracy = TestAccuracy::new(1.0, 1.0 - chance)?;
    let draws = hits.share_beside(others);
    let by = method::chosen_if(options.interval, &[draws.low, draws.high], |hits, tested| {
        rogan_gladen_condition(hits, tested, accuracy, options.interval, level)
    });
    let freed = |hits, tested| rogan_gladen(hits, tested, accuracy, by.method, level);
    let whole = freed(hits.count(), tested)?;
    let below_chance = whole.below_false_positive_rate && hits.count() > 0;
    let high = freed(draws.high.0, draws.high.1)?.interval.high;
    // Without a hit, too, no limit is none.
    let interval = match below_chance || high <= 0.0 {
        true => prevalence_posterior(draws.high.0, draws.high.1, accuracy, level)?.interval,
        false => Interval {
            low: freed(draws.low.0, draws.low.1)?.interval.low,
            high,
        },
    };
    Ok(Some(Freed {
        rate: whole.value,
        interval,
        by,
        below_chance,
    }))
}
