//! How often people, rows and values were seen, inside each sample and across several.

mod bits;
mod tally;

use std::collections::BTreeMap;

use assay_estimate::{Frequencies, hypergeometric_cumulative};
use assay_fields::Kind;
use serde::{Deserialize, Serialize};

use crate::Error;

pub(crate) use tally::{Groups, tally};

/// How often things of one sort were seen. All counts are exact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// What is counted.
    pub thing: Thing,
    /// Distinct things in all samples together.
    pub distinct: u64,
    /// One entry per sample, in the order given.
    pub samples: Vec<InSample>,
    /// How many things were in so many of the samples.
    pub in_samples: BTreeMap<u32, u64>,
    /// Every two samples.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shared: Vec<Shared>,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Thing {
    /// People: rows that share an identifier and whose names agree, or one of which is missing.
    People,
    /// Rows. Of one sample, rows are equal whose cells are; of several, those whose values are.
    Rows,
    /// Values of an identifier.
    Values(Kind),
}

/// Things of one sample.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InSample {
    /// Sightings: rows, or values, that show such a thing.
    pub sightings: u64,
    /// Distinct things.
    pub distinct: u64,
    /// How many things were seen so often in this sample.
    pub times: BTreeMap<u64, u64>,
    /// Distinct things that were in an earlier sample.
    pub known: u64,
    /// Sightings of these.
    pub sightings_of_known: u64,
    /// How the things that other samples have lie in this one, by the order in which they are met first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Blocks>,
}

/// Things that two samples have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shared {
    /// The first sample, from 1.
    pub first: u32,
    /// The second sample.
    pub second: u32,
    /// Distinct things in both.
    pub both: u64,
}

/// How things that other samples have lie among those that only this one has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blocks {
    /// Which others.
    pub others: Others,
    /// Distinct things that these have as well.
    pub shared: u64,
    /// Unbroken stretches of them.
    pub blocks: u64,
}

/// Other samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Others {
    /// Those given before.
    Earlier,
    /// Those given after.
    Later,
}

impl Seen {
    /// Things of a single sample, of which so many were seen so often.
    pub fn of_one(thing: Thing, times: BTreeMap<u64, u64>) -> Seen {
        let distinct = times.values().sum();
        Seen {
            thing,
            distinct,
            in_samples: BTreeMap::from([(1, distinct)]),
            samples: vec![InSample {
                sightings: times.iter().map(|(times, things)| times * things).sum(),
                distinct,
                times,
                ..InSample::default()
            }],
            shared: Vec::new(),
        }
    }

    /// Sightings in all samples.
    pub fn sightings(&self) -> u64 {
        self.samples.iter().map(|sample| sample.sightings).sum()
    }
}

impl InSample {
    /// How many things were seen so often, as the estimators take it.
    pub(crate) fn frequencies(&self) -> Result<Frequencies, Error> {
        let pairs = self.times.iter().map(|(times, things)| (*times, *things));
        Ok(Frequencies::new(pairs)?)
    }

    /// Whether something was seen more than once.
    pub(crate) fn has_repeats(&self) -> bool {
        self.sightings > self.distinct
    }
}

impl Blocks {
    /// The chance that so few blocks, or fewer, come about if the shared things are spread over the sample's `distinct` at
    /// random: of k shared things among f others, b blocks have the probability C(k−1, b−1)·C(f+1, b) / C(k+f, k) (Wald &
    /// Wolfowitz, 1940), which is a hypergeometric one. It does not depend on how the sample is sorted, as long as that has nothing to do
    /// with the other samples. Without a shared or without another thing it is 1.
    pub(crate) fn p_value(&self, distinct: u64) -> Result<f64, Error> {
        let others = distinct.saturating_sub(self.shared);
        if self.shared == 0 || others == 0 {
            return Ok(1.0);
        }
        Ok(hypergeometric_cumulative(
            distinct,
            others + 1,
            self.shared,
            self.blocks,
        )?)
    }

    /// How many blocks there are on average if they are spread at random.
    pub(crate) fn expected(&self, distinct: u64) -> f64 {
        let others = distinct.saturating_sub(self.shared) as f64;
        self.shared as f64 * (others + 1.0) / (distinct as f64).max(1.0)
    }
}

#[cfg(test)]
mod tests;
