//! Frequencies of frequencies.

use std::collections::BTreeMap;

use super::NoCount;
use crate::Error;

/// How many things were seen exactly k times, for every k: all that an estimator needs of a sample.
///
/// The order of draws and the names of things are gone. f₁ are the singletons, f₂ the doubletons, d = Σ f_k the distinct
/// things and n = Σ k·f_k the draws.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frequencies {
    /// (k, f_k) with both above 0, by rising k.
    cells: Vec<(u64, u64)>,
    draws: u64,
    distinct: u64,
}

impl Frequencies {
    /// From pairs (k, f_k): `f_k` things were seen exactly `k` times. Pairs of the same k add up, an f_k of 0 says nothing.
    ///
    /// # Errors
    /// [`NoCount::SeenZeroTimes`] for things at k = 0, [`NoCount::TooManyDraws`] above 2⁵³ draws.
    pub fn new(pairs: impl IntoIterator<Item = (u64, u64)>) -> Result<Self, Error> {
        let mut cells = BTreeMap::new();
        let (mut draws, mut distinct) = (0u64, 0u64);
        for (times, things) in pairs {
            if things == 0 {
                continue;
            }
            if times == 0 {
                return Err(NoCount::SeenZeroTimes { things }.into());
            }
            let added = times.checked_mul(things).and_then(|more| draws.checked_add(more));
            draws = added
                .filter(|draws| *draws <= MOST_DRAWS)
                .ok_or(NoCount::TooManyDraws)?;
            distinct += things;
            *cells.entry(times).or_insert(0) += things;
        }
        Ok(Self {
            cells: cells.into_iter().collect(),
            draws,
            distinct,
        })
    }

    /// From how often each thing was seen. A count of 0 is a thing that was not seen, and is left out.
    ///
    /// # Errors
    /// [`NoCount::TooManyDraws`] above 2⁵³ draws.
    pub fn from_counts(counts: impl IntoIterator<Item = u64>) -> Result<Self, Error> {
        Self::new(counts.into_iter().filter(|times| *times > 0).map(|times| (times, 1)))
    }

    /// n, the draws.
    pub fn draws(&self) -> u64 {
        self.draws
    }

    /// d, the distinct things seen: the least number there can be, by no assumption.
    pub fn distinct(&self) -> u64 {
        self.distinct
    }

    /// f_k, the things seen exactly `times` times.
    pub fn seen(&self, times: u64) -> u64 {
        let at = self.cells.binary_search_by_key(&times, |(k, _)| *k);
        at.map_or(0, |at| self.cells[at].1)
    }

    /// f₁, the things seen once.
    pub fn singletons(&self) -> u64 {
        self.seen(1)
    }

    /// f₂, the things seen twice.
    pub fn doubletons(&self) -> u64 {
        self.seen(2)
    }

    /// (k, f_k) with both above 0, by rising k.
    pub fn iter(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        self.cells.iter().copied()
    }

    /// n as a double, or the reason why fewer than two draws give no estimate.
    pub(super) fn at_least_two_draws(&self) -> Result<f64, NoCount> {
        if self.draws < 2 {
            Err(NoCount::TooFewDraws { found: self.draws })
        } else {
            Ok(self.draws as f64)
        }
    }

    /// Refuses what no estimator of unseen things may answer: too few draws, nothing rare, no repeat.
    pub(super) fn check_estimable(&self) -> Result<(), NoCount> {
        self.at_least_two_draws()?;
        if self.singletons() == 0 && self.doubletons() == 0 {
            return Err(NoCount::NothingRare {
                distinct: self.distinct,
            });
        }
        if self.singletons() == self.draws {
            return Err(NoCount::CoverageZero { draws: self.draws });
        }
        Ok(())
    }
}

/// Counts up to this are exact as doubles.
const MOST_DRAWS: u64 = 1 << 53;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_pairs_give_the_same() {
        let counted = Frequencies::from_counts([0, 1, 1, 4, 2, 5, 2, 4, 1, 2]).unwrap();
        assert_eq!(
            counted,
            Frequencies::new([(5, 1), (1, 2), (2, 3), (1, 1), (4, 2), (0, 0), (9, 0)]).unwrap()
        );
        assert_eq!((counted.draws(), counted.distinct()), (22, 9));
        assert_eq!((counted.singletons(), counted.doubletons(), counted.seen(3)), (3, 3, 0));
        assert_eq!(counted.iter().collect::<Vec<_>>(), [(1, 3), (2, 3), (4, 2), (5, 1)]);
        assert_eq!(Frequencies::default(), Frequencies::from_counts([0, 0]).unwrap());
    }

    #[test]
    fn what_cannot_be_counted_is_an_error() {
        assert_eq!(
            Frequencies::new([(0, 3)]),
            Err(Error::NoCount(NoCount::SeenZeroTimes { things: 3 }))
        );
        for pairs in [vec![(2, 1 << 53)], vec![(u64::MAX, 2)], vec![(1, 1 << 53), (1, 1)]] {
            assert_eq!(Frequencies::new(pairs), Err(Error::NoCount(NoCount::TooManyDraws)));
        }
        assert!(Frequencies::new([(1, 1 << 53)]).is_ok());
    }
}
