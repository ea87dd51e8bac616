//! What was seen: the listing holds at least so much, whoever chose it.

use super::SizeCounts;
use crate::estimates::{Estimate, Holds, Quantity, Topic, Unit};
use crate::words::whole;
use crate::{Options, Seen, Thing};

pub(super) fn estimates(counts: &SizeCounts, options: &Options) -> Vec<Estimate> {
    let people = counts.people.as_ref().map(|people| {
        of(people, Quantity::ListingPeople, options).assuming(
            "rows of one person share an identifier; where they don't, the person counts twice",
            Holds::Unknown,
        )
    });
    let rows = counts
        .rows
        .as_ref()
        .map(|rows| of(rows, Quantity::ListingDistinctRows, options));
    people.into_iter().chain(rows).collect()
}

fn of(seen: &Seen, quantity: Quantity, options: &Options) -> Estimate {
    let things = seen.thing.plural();
    let several = seen.samples.len() > 1;
    let place = if several { "all samples together" } else { "this sample" };
    let distinct = seen.distinct as f64;
    let shown = match seen.thing {
        Thing::People => format!("{} rows with an identifier show", whole(seen.sightings() as f64)),
        _ => format!("{} rows are", whole(seen.sightings() as f64)),
    };
    Estimate::new(
        Topic::Floor,
        Unit::Count,
        &format!("{things} in {place}"),
        "count",
        options.level.get(),
    )
    .of(quantity)
    .value(distinct)
    .between(Some(distinct), None)
    .says(format!(
        "{shown} {} {things}: the listing has at least as many, whoever chose them.",
        whole(distinct)
    ))
}
