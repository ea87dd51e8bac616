//! What a hit of each class proves, in bits.

use assay_estimate::{Agreement, combined};
use assay_fields::{Class, Part};
use serde::{Deserialize, Serialize};

use super::{MadeUp, NullFindings, link_by_chance};
use crate::{Error, MatchFindings};

/// What it proves that a class hits, and that it misses (Fellegi & Sunter, 1969).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassWeight {
    /// The class.
    pub class: Class,
    /// The index's file name.
    pub index: String,
    /// How often it hits where the row is this person's: of an identifier in rows that the index finds genuine, of a link
    /// among all that could be tested. Shrunk by half a hit in one trial.
    pub m: f64,
    /// How often it hits else: the largest of its chance rate and of what permuted and made-up values gave.
    pub u: f64,
    /// log2(m / u), for a hit.
    pub agrees: f64,
    /// log2((1 − m) / (1 − u)), for a miss.
    pub disagrees: f64,
}

/// The weight of every class that was tested.
pub(crate) fn weights(
    matched: &MatchFindings,
    null: Option<&NullFindings>,
    made_up: &[MadeUp],
) -> Result<Vec<ClassWeight>, Error> {
    let mut weights = Vec::new();
    let mut push = |class: &Class, index: &str, (hits, trials): (u64, u64), u: f64| {
        let agreement = Agreement::new(Agreement::shrunk(hits.min(trials), trials), u.clamp(LEAST, 1.0 - LEAST))?;
        weights.push(ClassWeight {
            class: class.clone(),
            index: index.to_owned(),
            m: agreement.m,
            u: agreement.u,
            agrees: agreement.agrees(),
            disagrees: agreement.disagrees(),
        });
        Ok::<_, Error>(())
    };
    for field in matched.fields.iter().filter(|field| field.in_genuine_rows > 0) {
        let guessed = MadeUp::of(made_up, &field.class, &field.index)
            .filter(|made_up| made_up.hits > 0)
            .map_or(0.0, |made_up| made_up.upper);
        let trials = (field.fitting, field.in_genuine_rows);
        push(&field.class, &field.index, trials, field.chance_rate.max(guessed))?;
    }
    for link in matched.links.iter().filter(|link| link.tested > 0) {
        let hits = link.hits.saturating_add(link.near);
        let chance = link_by_chance(link, null);
        push(&link.class, &link.index, (hits, link.tested), chance)?;
    }
    Ok(weights)
}

/// The bits that hits of all these classes carry together, no part counted twice.
pub(crate) fn together<'w>(weights: impl Iterator<Item = &'w ClassWeight>) -> f64 {
    let fields: Vec<(f64, &[Part])> = weights.map(|weight| (weight.agrees, weight.class.parts())).collect();
    combined(&fields)
}

/// Rates below this are not told from none.
const LEAST: f64 = 1e-12;
