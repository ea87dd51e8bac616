//! Which of several indexes knows which rows: the company's of various dates and segments, older leaks, another company's.

pub(crate) mod dating;

use std::collections::BTreeMap;

use assay_estimate::{Interval, Level, clopper_pearson};
use serde::{Deserialize, Serialize};

use crate::amount::Amount;
use crate::distinct::Distinct;
use crate::judge::KnownTo;
use crate::{Error, IndexFindings};

pub use dating::{Dating, SnapshotMatch};

/// Whose people an index holds, as the investigator states it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The customers of the company that the listing is about: all, a segment, or as they were at some date.
    #[default]
    Company,
    /// An older leak, of this company or another.
    Leak,
    /// Another company's customers, or any other list of real people.
    Comparator,
}

impl Source {
    /// Whether it is the default.
    pub(crate) fn is_company(&self) -> bool {
        *self == Source::Company
    }
}

/// Which indexes know which rows. Counts are of distinct rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourcesMatch {
    /// Rows that at least one index can test.
    pub testable: u64,
    /// How many rows each one that was kept to count them stands for; 1 where they are counted exactly.
    pub one_in: u64,
    /// The indexes, in the order in which they were given.
    pub by_index: Vec<SourceMatch>,
    /// Rows that none of them knows.
    pub by_none: u64,
    /// Rows by the indexes that know them, the most frequent first; at most twelve such sets.
    pub together: Vec<KnownTogether>,
}

/// What one of several indexes knows of the sample.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceMatch {
    /// The index's file name.
    pub index: String,
    /// Whose people it holds.
    pub source: Source,
    /// Rows that it finds genuine.
    pub genuine: u64,
    /// Rows of which every identifier that it can test hits, and nothing speaks against one person.
    pub explained: u64,
    /// Rows of which one or the other holds.
    pub known: u64,
    /// Of these, rows that no other index knows.
    pub alone: u64,
    /// The share of testable rows that it knows, and its Clopper–Pearson interval, were they drawn at random.
    pub share: Option<f64>,
    /// The interval.
    pub interval: Option<Interval>,
}

/// Rows that the same indexes know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownTogether {
    /// The indexes' file names; nothing if none knows them.
    pub indexes: Vec<String>,
    /// Rows.
    pub rows: u64,
}

/// Distinct rows by the indexes that know them.
pub(crate) struct KnownRows {
    patterns: BTreeMap<KnownTo, u64>,
    one_in: u64,
}

impl KnownRows {
    pub(crate) fn of(known: &Distinct<KnownTo>) -> KnownRows {
        let mut patterns = BTreeMap::new();
        for pattern in known.values() {
            *patterns.entry(*pattern).or_default() += 1;
        }
        KnownRows {
            patterns,
            one_in: known.one_in(),
        }
    }

    /// How many rows of which `is` says so.
    pub(crate) fn count(&self, is: impl Fn(&KnownTo) -> bool) -> Amount {
        let rows = self
            .patterns
            .iter()
            .filter(|(known, _)| is(known))
            .map(|(_, rows)| rows);
        Amount::new(rows.sum(), self.one_in)
    }

    /// Rows that can be tested.
    pub(crate) fn testable(&self) -> Amount {
        self.count(|known| known.testable)
    }

    /// A share of testable rows.
    pub(crate) fn share(&self, part: Amount, level: Level) -> Result<Option<ShareOf>, Error> {
        let testable = self.testable();
        if testable.count() == 0 {
            return Ok(None);
        }
        let draws = part.share_beside(testable.without(part));
        Ok(Some(ShareOf {
            part,
            of: testable,
            value: part.count() as f64 / testable.count() as f64,
            interval: Interval {
                low: clopper_pearson(draws.low.0, draws.low.1, level)?.low,
                high: clopper_pearson(draws.high.0, draws.high.1, level)?.high,
            },
        }))
    }

    /// The findings; nothing unless there are several indexes.
    pub(crate) fn findings(&self, indexes: &[IndexFindings], level: Level) -> Result<Option<SourcesMatch>, Error> {
        if indexes.len() < 2 {
            return Ok(None);
        }
        let by_index = indexes.iter().enumerate().map(|(at, index)| {
            let bit = 1 << at;
            let known = self.count(|known| known.any() & bit != 0);
            let share = self.share(known, level)?;
            Ok(SourceMatch {
                index: index.index.clone(),
                source: index.source,
                genuine: self.count(|known| known.genuine & bit != 0).count(),
                explained: self.count(|known| known.explained & bit != 0).count(),
                known: known.count(),
                alone: self.count(|known| known.any() == bit).count(),
                share: share.as_ref().map(|share| share.value),
                interval: share.map(|share| share.interval),
            })
        });
        let mut sets: BTreeMap<u64, u64> = BTreeMap::new();
        for (known, rows) in self.patterns.iter().filter(|(known, _)| known.testable) {
            *sets.entry(known.any()).or_default() += rows * self.one_in;
        }
        let mut together: Vec<_> = sets.into_iter().collect();
        together.sort_by_key(|(_, rows)| std::cmp::Reverse(*rows));
        let names = |set: u64| {
            let of = indexes.iter().enumerate().filter(move |(at, _)| set >> at & 1 != 0);
            of.map(|(_, index)| index.index.clone()).collect()
        };
        Ok(Some(SourcesMatch {
            testable: self.testable().count(),
            one_in: self.one_in,
            by_index: by_index.collect::<Result<_, Error>>()?,
            by_none: self.count(|known| known.testable && known.any() == 0).count(),
            together: together
                .into_iter()
                .take(MOST_SETS)
                .map(|(set, rows)| KnownTogether {
                    indexes: names(set),
                    rows,
                })
                .collect(),
        }))
    }
}

/// A share of the testable rows, with its interval.
pub(crate) struct ShareOf {
    pub(crate) part: Amount,
    pub(crate) of: Amount,
    pub(crate) value: f64,
    pub(crate) interval: Interval,
}

/// The bits of indexes of one source.
pub(crate) fn bits_of(indexes: &[IndexFindings], source: Source) -> u64 {
    let of = indexes.iter().enumerate().filter(|(_, index)| index.source == source);
    of.map(|(at, _)| 1u64 << at).fold(0, |all, bit| all | bit)
}

const MOST_SETS: usize = 12;
