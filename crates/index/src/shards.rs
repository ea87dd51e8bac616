//! The shards of one class: from its digests to its section of the index file.

use std::io::{Seek, SeekFrom, Write};
use std::sync::mpsc::sync_channel;
use std::thread;

use rayon::prelude::*;

use crate::build::SHARDS;
use crate::filter::{FilterKind, Shard, shard_of};
use crate::spill::{PARTS, Parts};
use crate::{Error, Output, container};

/// What the shards of a class are to be.
pub(crate) struct Wanted {
    pub(crate) rate: f64,
    pub(crate) filter: FilterKind,
    /// A digest that stands more often is left out and counted.
    pub(crate) most_records: Option<u64>,
    pub(crate) seed: [u8; 32],
}

/// What was written of a class.
pub(crate) struct Written {
    pub(crate) distinct: u64,
    pub(crate) too_frequent: u64,
    pub(crate) shards: u32,
    pub(crate) bits: u64,
    /// The mean of the shards' expected false-positive rates.
    pub(crate) expected: f64,
    pub(crate) root: blake3::Hash,
}

/// Writes the section of one class: its table, then its shards, built in parallel and written in order by a thread of
/// their own.
pub(crate) fn write(output: &mut Output, digests: &Parts<1>, wanted: &Wanted) -> Result<Written, Error> {
    let target = output.target().to_owned();
    let unwritable = |error| Error::io("write", &target, error);
    let mut first = Vec::new();
    digests.read(0, &mut first)?;
    let sampled = keep_one_of_each(sorted(bytemuck::cast_slice_mut(&mut first)), wanted.most_records).kept;
    drop(first);
    let shards = wanted.filter.shards(sampled as u64, PARTS as u64, wanted.rate);
    let mut written = Written {
        distinct: 0,
        too_frequent: 0,
        shards,
        bits: 0,
        expected: 0.0,
        root: blake3::hash(&[]),
    };
    // The section's length and the table of hashes are known when all shards are written: their place is
    // kept and filled in afterwards.
    let start = output.stream_position().map_err(unwritable)?;
    container::write_section_head(output, SHARDS, 0).map_err(unwritable)?;
    let mut table = vec![0u8; shards as usize * TABLE_ENTRY];
    output.write_all(&table).map_err(unwritable)?;
    table.clear();
    let units = units(shards);
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel::<Vec<Unit>>(1);
        let (output, table, written) = (&mut *output, &mut table, &mut written);
        let writer = scope.spawn(move || {
            for unit in receiver.into_iter().flatten() {
                written.distinct += unit.distinct;
                written.too_frequent += unit.too_frequent;
                for shard in unit.shards {
                    table.extend_from_slice(&(shard.filter.bytes.len() as u64).to_le_bytes());
                    table.extend_from_slice(shard.hash.as_bytes());
                    output.write_all(&shard.filter.bytes)?;
                    written.bits += shard.filter.bits;
                    written.expected += shard.filter.expected_rate;
                }
            }
            Ok(())
        });
        for some in (0..units)
            .collect::<Vec<_>>()
            .chunks(rayon::current_num_threads() * UNITS_A_THREAD)
        {
            let built = some
                .par_iter()
                .map(|unit| Unit::build(digests, *unit, units, shards, wanted));
            if sender.send(built.collect::<Result<_, Error>>()?).is_err() {
                // The writer has failed and says why.
                break;
            }
        }
        drop(sender);
        writer
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            .map_err(unwritable)
    })?;
    let end = output.stream_position().map_err(unwritable)?;
    output.seek(SeekFrom::Start(start)).map_err(unwritable)?;
    container::write_section_head(output, SHARDS, end - start - container::SECTION_HEAD).map_err(unwritable)?;
    output.write_all(&table).map_err(unwritable)?;
    output.seek(SeekFrom::Start(end)).map_err(unwritable)?;
    written.expected /= f64::from(shards);
    written.root = blake3::hash(&table);
    Ok(written)
}

/// How many units of work a class is: a unit is one part of the digests with the shards in it, or one shard with the
/// parts in it.
fn units(shards: u32) -> usize {
    (shards as usize).min(PARTS)
}

/// The shards of one unit.
struct Unit {
    distinct: u64,
    too_frequent: u64,
    shards: Vec<Built>,
}

struct Built {
    filter: Shard,
    hash: blake3::Hash,
}

impl Unit {
    fn build(digests: &Parts<1>, unit: usize, units: usize, shards: u32, wanted: &Wanted) -> Result<Unit, Error> {
        let parts = PARTS / units;
        let mut all = Vec::new();
        for part in unit * parts..(unit + 1) * parts {
            digests.read(part, &mut all)?;
        }
        let first = (shards as usize / units * unit) as u32;
        let count = shards as usize / units;
        let (mut all, ends) = by_shard(bytemuck::cast_slice(&all), first, count, shards);
        let mut built = Unit {
            distinct: 0,
            too_frequent: 0,
            shards: Vec::with_capacity(count),
        };
        let mut rest = all.as_mut_slice();
        let mut begin = 0;
        for (shard, end) in (first..).zip(ends) {
            let (ours, others) = rest.split_at_mut(end - begin);
            (rest, begin) = (others, end);
            let ours = sorted(ours);
            let one_of_each = keep_one_of_each(ours, wanted.most_records);
            built.distinct += one_of_each.kept as u64;
            built.too_frequent += one_of_each.dropped;
            let filter = wanted
                .filter
                .build(&ours[..one_of_each.kept], wanted.rate, &shard_seed(&wanted.seed, shard))
                .map_err(Error::Filter)?;
            built.shards.push(Built {
                hash: blake3::hash(&filter.bytes),
                filter,
            });
        }
        Ok(built)
    }
}

/// The digests, those of one shard together, and where each of the `count` shards from `first` on ends.
fn by_shard(digests: &[u64], first: u32, count: usize, shards: u32) -> (Vec<u64>, Vec<usize>) {
    if count == 1 {
        return (digests.to_vec(), vec![digests.len()]);
    }
    let mut ends = vec![0usize; count];
    for digest in digests {
        ends[(shard_of(*digest, shards) - first) as usize] += 1;
    }
    let mut next = Vec::with_capacity(count);
    let mut sum = 0;
    for end in &mut ends {
        next.push(sum);
        sum += *end;
        *end = sum;
    }
    let mut all = vec![0; digests.len()];
    for digest in digests {
        let at = &mut next[(shard_of(*digest, shards) - first) as usize];
        all[*at] = *digest;
        *at += 1;
    }
    (all, ends)
}

fn sorted(digests: &mut [u64]) -> &mut [u64] {
    digests.sort_unstable();
    digests
}

/// What [`keep_one_of_each`] left.
#[derive(Debug, PartialEq, Eq)]
struct OneOfEach {
    /// How many distinct digests lead the slice now.
    kept: usize,
    /// How many distinct digests were left out, because they stand too often.
    dropped: u64,
}

/// Moves one of each run of equal digests to the front; of a run longer than `most` none.
fn keep_one_of_each(sorted: &mut [u64], most: Option<u64>) -> OneOfEach {
    let most = most.map_or(usize::MAX, |most| most as usize);
    let mut left = OneOfEach { kept: 0, dropped: 0 };
    let mut read = 0;
    while let Some(&digest) = sorted.get(read) {
        let mut next = read + 1;
        while sorted.get(next) == Some(&digest) {
            next += 1;
        }
        if next - read > most {
            left.dropped += 1;
        } else {
            sorted[left.kept] = digest;
            left.kept += 1;
        }
        read = next;
    }
    left
}

/// Hash functions of filters that need a seed differ from shard to shard.
fn shard_seed(class_seed: &[u8; 32], shard: u32) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key(SHARD_SEED_CONTEXT);
    hasher.update(class_seed).update(&shard.to_le_bytes());
    *hasher.finalize().as_bytes()
}

/// Length (64 bits, little-endian) and BLAKE3 hash of a shard's filter.
pub(crate) const TABLE_ENTRY: usize = 8 + 32;

const SHARD_SEED_CONTEXT: &str = "assay 1 filter seed of a shard";
/// Enough for threads to even out, few enough to hold.
const UNITS_A_THREAD: usize = 4;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn runs_become_one_and_long_runs_none() {
        let mut digests = [1, 1, 2, 3, 3, 3, 3, 4];
        assert_eq!(
            keep_one_of_each(&mut digests, Some(3)),
            OneOfEach { kept: 3, dropped: 1 }
        );
        assert_eq!(digests[..3], [1, 2, 4]);
        assert_eq!(keep_one_of_each(&mut [], Some(3)), OneOfEach { kept: 0, dropped: 0 });
        assert_eq!(keep_one_of_each(&mut [7; 9], None), OneOfEach { kept: 1, dropped: 0 });
    }

    proptest! {
        #[test]
        fn every_digest_lands_in_its_shard(digests in prop::collection::vec(any::<u64>(), 0..500), bits in 0u32..12) {
            let shards = 1 << bits;
            let (all, ends) = by_shard(&digests, 0, shards as usize, shards);
            let mut begin = 0;
            for (shard, end) in (0u32..).zip(&ends) {
                prop_assert!(all[begin..*end].iter().all(|digest| shard_of(*digest, shards) == shard));
                begin = *end;
            }
            let (mut all, mut digests) = (all, digests);
            all.sort_unstable();
            digests.sort_unstable();
            prop_assert_eq!(all, digests);
        }
    }
}
