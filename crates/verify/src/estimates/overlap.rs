//! How much of any list of real people would match: the base rate that a match stands against.

use super::{Estimate, Holds, Known, Topic, Unit};

pub(super) fn estimates(known: &Known<'_>) -> Option<Estimate> {
    let level = known.options.level.get();
    let people = known.indexes.iter().map(|index| index.people).sum::<u64>() as f64;
    if let Some(population) = known.options.population.filter(|population| *population > 0) {
        let quantity = "overlap rate: share of any list of real people that would match";
        let new = Estimate::new(
            Topic::Overlap,
            Unit::Share,
            quantity,
            "people in the index ÷ population",
            level,
        );
        return Some(new.value((people / population as f64).min(1.0)).assuming(
            "such a list is drawn from the population irrespective of whose customers they are",
            Holds::Unknown,
        ));
    }
    let share = known.matched.genuine.estimate.filter(|share| *share > 0.0)?;
    let quantity = "population of which any list of real people would match as well";
    let estimator = "people in the index ÷ genuine share";
    Some(
        Estimate::new(Topic::Overlap, Unit::Count, quantity, estimator, level)
            .value(people / share)
            .assuming("state the true one with --population to compare", Holds::Unknown),
    )
}
