//! Digests grouped by the shard that they belong to, in parallel.

use std::ops::Range;

use rayon::prelude::*;

use crate::Error;
use crate::filter::shard_of;

/// What is to be looked up in one shard.
pub(crate) struct Touch<'a> {
    pub(crate) shard: u32,
    pub(crate) digests: &'a [u64],
    /// Where each digest stands in the caller's order.
    pub(crate) places: &'a [u32],
}

/// Calls `look`, from several threads, with the touched shards of one span after the other: a span is some neighbouring
/// shards, in their order.
///
/// # Errors
/// The first that `look` gives.
pub(crate) fn by_span(
    digests: &[u64],
    shards: u32,
    look: &(dyn Fn(&[Touch<'_>]) -> Result<(), Error> + Sync),
) -> Result<(), Error> {
    let spans = shards.min(MOST_SPANS);
    let share = digests.len().div_ceil(rayon::current_num_threads()).max(SMALLEST_SHARE);
    // Each thread groups a share by span; a span then gathers its own from all shares and groups them by shard.
    let shares: Vec<Grouped> = digests
        .par_chunks(share)
        .enumerate()
        .map(|(n, digests)| {
            let first = (n * share) as u32;
            Grouped::by(spans, digests.iter().copied().zip(first..), digests.len(), |digest| {
                shard_of(digest, spans)
            })
        })
        .collect();
    (0..spans).into_par_iter().try_for_each(|span| {
        let ours = || shares.iter().flat_map(|share| share.pairs(share.range(span)));
        let count = shares.iter().map(|share| share.range(span).len()).sum();
        if count == 0 {
            return Ok(());
        }
        let each = shards / spans;
        let first = span * each;
        let grouped = Grouped::by(each, ours(), count, |digest| shard_of(digest, shards) - first);
        let touched: Vec<Touch<'_>> = (0..each)
            .map(|shard| (shard, grouped.range(shard)))
            .filter(|(_, range)| !range.is_empty())
            .map(|(shard, range)| Touch {
                shard: first + shard,
                digests: &grouped.digests[range.clone()],
                places: &grouped.places[range],
            })
            .collect();
        look(&touched)
    })
}

/// Digests with their places, group after group.
struct Grouped {
    digests: Vec<u64>,
    places: Vec<u32>,
    /// Where each group begins, and where the last one ends.
    starts: Vec<u32>,
}

impl Grouped {
    fn by(
        groups: u32,
        pairs: impl Iterator<Item = (u64, u32)> + Clone,
        count: usize,
        group_of: impl Fn(u64) -> u32,
    ) -> Grouped {
        let mut starts = vec![0u32; groups as usize + 1];
        for (digest, _) in pairs.clone() {
            starts[group_of(digest) as usize + 1] += 1;
        }
        for group in 1..starts.len() {
            starts[group] += starts[group - 1];
        }
        let mut next = starts.clone();
        let mut grouped = Grouped {
            digests: vec![0; count],
            places: vec![0; count],
            starts,
        };
        for (digest, place) in pairs {
            let at = &mut next[group_of(digest) as usize];
            grouped.digests[*at as usize] = digest;
            grouped.places[*at as usize] = place;
            *at += 1;
        }
        grouped
    }

    fn range(&self, group: u32) -> Range<usize> {
        self.starts[group as usize] as usize..self.starts[group as usize + 1] as usize
    }

    fn pairs(&self, range: Range<usize>) -> impl Iterator<Item = (u64, u32)> + Clone + '_ {
        let places = self.places[range.clone()].iter().copied();
        self.digests[range].iter().copied().zip(places)
    }
}

/// A power of two; so many groups are filled at a time without leaving the cache.
const MOST_SPANS: u32 = 512;
/// Fewer digests are not worth a thread.
const SMALLEST_SHARE: usize = 4_096;

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_digest_is_looked_up_once_in_its_shard(
            digests in prop::collection::vec(any::<u64>(), 0..20_000),
            bits in 0u32..14,
        ) {
            let shards = 1 << bits;
            let seen = Mutex::new(vec![0u32; digests.len()]);
            by_span(&digests, shards, &|touched| {
                assert!(touched.is_sorted_by(|a, b| a.shard < b.shard));
                for touch in touched {
                    for (digest, place) in touch.digests.iter().zip(touch.places) {
                        assert_eq!(shard_of(*digest, shards), touch.shard);
                        assert_eq!(digests[*place as usize], *digest);
                        seen.lock().unwrap()[*place as usize] += 1;
                    }
                }
                Ok(())
            })
            .unwrap();
            prop_assert!(seen.into_inner().unwrap().iter().all(|times| *times == 1));
        }
    }
}
