//! How many rows and people a listing has, from repeats inside one sample and from what several have in common.
//!
//! What is true of a file matters more than a formula here. Rows that were each drawn once never repeat, however small the listing:
//! then people who stand several times show that the listing holds them several times, and estimates that take a repeat
//! for a second draw are wrong without limit. So each estimate stands beside what must hold for it, what could be checked
//! of that was checked, and the floor, which needs nothing, comes first.

mod checks;
mod disagree;
mod floor;
mod overlaps;
mod repeats;
mod replaced;
mod words;

use serde::{Deserialize, Serialize};

use super::Estimate;
use crate::{Error, Options, Seen, Thing};

/// What was counted of the samples of one listing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SizeCounts {
    /// People; none where no row has an identifier.
    pub people: Option<Seen>,
    /// Rows; none where they were not all counted exactly, or can't be compared between the samples.
    pub rows: Option<Seen>,
    /// Rows without an identifier, which count for nobody.
    pub rows_without_identifier: u64,
    /// Samples, from 1, that hold the same rows in the same order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same: Vec<(u32, u32)>,
}

/// What the counts say of the listing's size, the floor first.
///
/// # Errors
/// Counts that contradict each other.
pub fn size_estimates(counts: &SizeCounts, options: &Options) -> Result<Vec<Estimate>, Error> {
    let mut estimates = floor::estimates(counts, options);
    let samples = counts.people.iter().chain(&counts.rows).map(|seen| seen.samples.len());
    match samples.max().unwrap_or(0) {
        0 => {}
        1 => estimates.extend(repeats::estimates(counts, options)?),
        _ => estimates.extend(overlaps::estimates(counts, options)?),
    }
    disagree::say(&mut estimates);
    Ok(estimates)
}

impl Thing {
    /// The things in words.
    fn plural(self) -> String {
        match self {
            Thing::People => "people".to_owned(),
            Thing::Rows => "distinct rows".to_owned(),
            Thing::Values(kind) => format!("{kind} values"),
        }
    }
}

#[cfg(test)]
mod tests;
