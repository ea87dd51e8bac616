use std::io::{Seek, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use assay_fields::{Class, Kind};
use rayon::prelude::*;

use crate::container::{self, Magic, Tag};
use crate::filter::{self, Filter};
use crate::{ClassEntry, Error, Key, Manifest, NameAgreement, Output};

/// What the filters are to be.
#[derive(Clone, Copy, Debug)]
pub struct BuildOptions {
    /// False-positive rate of single kinds and of pairs of identifiers.
    pub rate: f64,
    /// False-positive rate of links with a name, whose chance rate is higher anyway.
    pub name_rate: f64,
}

impl Default for BuildOptions {
    fn default() -> Self {
        BuildOptions {
            rate: 1e-6,
            name_rate: 1e-4,
        }
    }
}

impl BuildOptions {
    /// One rate for all classes, or the defaults.
    pub fn new(rate: Option<f64>) -> Result<BuildOptions, Error> {
        match rate {
            None => Ok(BuildOptions::default()),
            Some(rate) if (1e-9..=0.1).contains(&rate) => Ok(BuildOptions {
                rate,
                name_rate: rate.max(1e-4),
            }),
            Some(rate) => Err(Error::BadRate(rate)),
        }
    }

    fn rate_of(&self, class: &Class) -> f64 {
        if class.has_name() { self.name_rate } else { self.rate }
    }
}

/// The digests of a chunk of records: what one worker hands over at a time.
#[derive(Debug, Default)]
pub struct ChunkDigests {
    /// Per class, in the builder's order: digests, and records that have at least one.
    pub classes: Vec<(Vec<u64>, u64)>,
    /// One fingerprint per record.
    pub records: Vec<u64>,
}

/// Collects digests, from any number of threads and in any order, and writes the index.
///
/// Digests are held in memory, 8 bytes each; a synthetic record has about 27.
pub struct Builder {
    classes: Vec<Class>,
    options: BuildOptions,
    heaps: Vec<Mutex<Heap>>,
    records: Mutex<Heap>,
}

impl Builder {
    /// A builder for `classes`, whose order is that of the index.
    pub fn new(classes: Vec<Class>, options: BuildOptions) -> Builder {
        Builder {
            heaps: classes.iter().map(|_| Mutex::default()).collect(),
            records: Mutex::default(),
            classes,
            options,
        }
    }

    /// The classes, in the index's order.
    pub fn classes(&self) -> &[Class] {
        &self.classes
    }

    /// Takes a chunk's digests. Its vectors come back empty, for the next chunk.
    pub fn add(&self, chunk: &mut ChunkDigests) {
        for (heap, (digests, filled)) in self.heaps.iter().zip(&mut chunk.classes) {
            lock(heap).add(digests, *filled);
            digests.clear();
            *filled = 0;
        }
        lock(&self.records).add(&mut chunk.records, 0);
        chunk.records.clear();
    }

    /// Builds the filters and writes the index to `output`. `manifest` brings everything but the classes
    /// and the number of distinct records, which are filled in; `space` says how many values a made-up one
    /// of a class is drawn from, where that is known; `progress` is told of every class that is done.
    pub fn finish(
        self,
        key: &Key,
        mut manifest: Manifest,
        space: &dyn Fn(&Class) -> Option<f64>,
        mut output: Output,
        progress: &dyn Fn(&Class),
    ) -> Result<Manifest, Error> {
        let target = output.target().to_owned();
        let unwritable = |error| Error::io("write", &target, error);
        container::write_head(&mut output, Magic::Index).map_err(unwritable)?;
        let records = self.records.into_inner().unwrap_or_else(PoisonError::into_inner);
        manifest.records.distinct = records.into_distinct(None).distinct;
        manifest.classes.clear();
        for (class, heap) in self.classes.into_iter().zip(self.heaps) {
            let rate = self.options.rate_of(&class);
            let limit = (!class.is_link() && class.has_identifier()).then_some(MOST_RECORDS);
            let heap = heap.into_inner().unwrap_or_else(PoisonError::into_inner);
            let filled = heap.filled;
            if filled == 0 {
                // A column without a value tests nothing: as a class it would make every value of a sample miss.
                progress(&class);
                continue;
            }
            let built = write_class(&mut output, &target, key, &class, heap.into_distinct(limit), rate)?;
            progress(&class);
            manifest
                .classes
                .push(entry(class, filled, rate, built, manifest.names, space));
        }
        if manifest.classes.iter().all(|entry| entry.distinct == 0) {
            return Err(Error::Empty);
        }
        let classes = &manifest.classes;
        let has = |kind: &Kind| classes.iter().any(|entry| entry.class == Class::single(*kind));
        manifest.own.retain(has);
        write_manifest(&mut output, key, &manifest).map_err(unwritable)?;
        output.finish()?;
        Ok(manifest)
    }
}

/// Digests of one class, spread over parts by their top bits.
struct Heap {
    parts: Vec<Vec<Vec<u64>>>,
    filled: u64,
}

impl Default for Heap {
    fn default() -> Self {
        Heap {
            parts: vec![Vec::new(); PARTS],
            filled: 0,
        }
    }
}

struct Distinct {
    /// Sorted distinct digests, one vector per part; parts in the order of their digests.
    parts: Vec<Vec<u64>>,
    distinct: u64,
    too_frequent: u64,
}

impl Heap {
    fn add(&mut self, digests: &mut [u64], filled: u64) {
        self.filled += filled;
        for &digest in digests.iter() {
            let part = &mut self.parts[(digest >> (64 - PARTS.trailing_zeros())) as usize];
            match part.last_mut() {
                Some(block) if block.len() < block.capacity() => block.push(digest),
                _ => {
                    // Blocks of a fixed size: a growing vector would hold twice its content.
                    let size = if part.is_empty() { FIRST_BLOCK } else { BLOCK };
                    let mut block = Vec::with_capacity(size);
                    block.push(digest);
                    part.push(block);
                }
            }
        }
    }

    /// Sorts and deduplicates; a digest that stands more than `limit` times is left out and counted.
    fn into_distinct(self, limit: Option<u64>) -> Distinct {
        let (parts, too_frequent): (Vec<_>, Vec<u64>) = self
            .parts
            .into_par_iter()
            .map(|blocks| {
                let mut digests = Vec::with_capacity(blocks.iter().map(Vec::len).sum());
                for block in blocks {
                    digests.extend_from_slice(&block);
                }
                digests.sort_unstable();
                let too_frequent = keep_one_of_each(&mut digests, limit.unwrap_or(u64::MAX));
                digests.shrink_to_fit();
                (digests, too_frequent)
            })
            .unzip();
        Distinct {
            distinct: parts.iter().map(|part| part.len() as u64).sum(),
            too_frequent: too_frequent.iter().sum(),
            parts,
        }
    }
}

/// Reduces runs of equal digests to one, runs longer than `limit` to none; returns how many those were.
fn keep_one_of_each(sorted: &mut Vec<u64>, limit: u64) -> u64 {
    let (mut read, mut write, mut dropped) = (0, 0, 0);
    while read < sorted.len() {
        let digest = sorted[read];
        let run = sorted[read..].iter().take_while(|other| **other == digest).count();
        if run as u64 > limit {
            dropped += 1;
        } else {
            sorted[write] = digest;
            write += 1;
        }
        read += run;
    }
    sorted.truncate(write);
    dropped
}

struct Built {
    distinct: u64,
    too_frequent: u64,
    shards: u32,
    bits: u64,
    expected: f64,
    root: blake3::Hash,
}

fn write_class(
    output: &mut Output,
    target: &Path,
    key: &Key,
    class: &Class,
    digests: Distinct,
    rate: f64,
) -> Result<Built, Error> {
    let unwritable = |error| Error::io("write", target, error);
    let shards = filter::shards(digests.distinct, rate);
    let mut table = Vec::with_capacity(shards as usize * TABLE_ENTRY);
    let mut built = Built {
        distinct: digests.distinct,
        too_frequent: digests.too_frequent,
        shards,
        bits: 0,
        expected: 0.0,
        root: blake3::hash(&[]),
    };
    // The section's length and the table of hashes are known when all shards are written: their place is
    // kept and filled in afterwards.
    let start = output.stream_position().map_err(unwritable)?;
    container::write_section_head(output, SHARDS, 0).map_err(unwritable)?;
    output
        .write_all(&vec![0u8; shards as usize * TABLE_ENTRY])
        .map_err(unwritable)?;
    let seed = filter_seed(key, class);
    let mut expected = 0.0;
    for first in (0..shards).step_by(SHARDS_AT_ONCE) {
        let some = first..(first + SHARDS_AT_ONCE as u32).min(shards);
        let filters: Vec<_> = some
            .into_par_iter()
            .map(|shard| build_shard(&digests.parts, shard, shards, rate, &seed))
            .collect::<Result<_, &'static str>>()
            .map_err(|why| Error::damaged(target, why))?;
        for shard in filters {
            table.extend_from_slice(&(shard.bytes.len() as u64).to_le_bytes());
            table.extend_from_slice(blake3::hash(&shard.bytes).as_bytes());
            output.write_all(&shard.bytes).map_err(unwritable)?;
            built.bits += shard.bits;
            expected += shard.expected;
        }
    }
    let end = output.stream_position().map_err(unwritable)?;
    output.seek(std::io::SeekFrom::Start(start)).map_err(unwritable)?;
    container::write_section_head(output, SHARDS, end - start - container::SECTION_HEAD).map_err(unwritable)?;
    output.write_all(&table).map_err(unwritable)?;
    output.seek(std::io::SeekFrom::Start(end)).map_err(unwritable)?;
    built.expected = expected / f64::from(shards);
    built.root = blake3::hash(&table);
    Ok(built)
}

struct Shard {
    bytes: Vec<u8>,
    bits: u64,
    expected: f64,
}

fn build_shard(parts: &[Vec<u64>], shard: u32, shards: u32, rate: f64, seed: &[u8; 32]) -> Result<Shard, &'static str> {
    let parts_of = parts.len() as u32;
    let joined;
    let digests: &[u64] = if shards >= parts_of {
        let part = &parts[(shard / (shards / parts_of)) as usize];
        let from = part.partition_point(|digest| filter::shard_of(*digest, shards) < shard);
        let to = part.partition_point(|digest| filter::shard_of(*digest, shards) <= shard);
        &part[from..to]
    } else {
        let each = (parts_of / shards) as usize;
        let from = shard as usize * each;
        joined = parts[from..from + each].concat();
        &joined
    };
    let mut hasher = blake3::Hasher::new_derive_key(SHARD_SEED_CONTEXT);
    hasher.update(seed).update(&shard.to_le_bytes());
    let filter = Filter::build(digests, rate, hasher.finalize().as_bytes())?;
    Ok(Shard {
        bits: filter.bits(),
        expected: filter.expected_rate(digests.len()),
        bytes: filter.into_bytes(),
    })
}

fn entry(
    class: Class,
    filled: u64,
    rate: f64,
    built: Built,
    names: NameAgreement,
    space: &dyn Fn(&Class) -> Option<f64>,
) -> ClassEntry {
    let space = space(&class);
    let drawn = space.map_or(0.0, |space| (built.distinct as f64 / space).min(1.0));
    let backed_name = class.has_name() && class.has_identifier();
    let false_positive = built.expected;
    ClassEntry {
        versions: class.versions(),
        filled,
        distinct: built.distinct,
        too_frequent: built.too_frequent,
        filter: FILTER.to_owned(),
        shards: built.shards,
        bits: built.bits,
        rate,
        expected_false_positive_rate: false_positive,
        space,
        chance_rate: if backed_name {
            // Two tokens must hit: both of another person's name, or one beside a false positive.
            (names.two_tokens + 2.0 * names.one_token * false_positive + false_positive * false_positive).min(1.0)
        } else {
            1.0 - (1.0 - false_positive) * (1.0 - drawn)
        },
        near_chance: backed_name.then(|| (names.one_token + 2.0 * false_positive).min(1.0)),
        root: built.root.to_hex().to_string(),
        class,
    }
}

fn write_manifest(output: &mut Output, key: &Key, manifest: &Manifest) -> std::io::Result<()> {
    let json = serde_json::to_vec(manifest)?;
    container::write_section_head(output, MANIFEST, (32 + json.len()) as u64)?;
    output.write_all(blake3::hash(&json).as_bytes())?;
    output.write_all(&json)?;
    container::write_section_head(output, SEAL, 32)?;
    output.write_all(&key.seal(&json))
}

/// Hash functions differ from class to class and, through the shard's number, from shard to shard.
fn filter_seed(key: &Key, class: &Class) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key(CLASS_SEED_CONTEXT);
    hasher.update(key.id().to_string().as_bytes());
    hasher.update(class.to_string().as_bytes());
    *hasher.finalize().as_bytes()
}

fn lock(heap: &Mutex<Heap>) -> std::sync::MutexGuard<'_, Heap> {
    heap.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The filter's name in a manifest.
pub(crate) const FILTER: &str = "bloomfilter-3";
/// A section with one class's table of shard hashes and its filters.
pub(crate) const SHARDS: Tag = *b"SHRD";
/// The section with the manifest, behind its BLAKE3 hash.
pub(crate) const MANIFEST: Tag = *b"MANI";
/// The section with the manifest's keyed hash.
pub(crate) const SEAL: Tag = *b"SEAL";
/// Length (64 bits, little-endian) and BLAKE3 hash of a shard's filter.
pub(crate) const TABLE_ENTRY: usize = 8 + 32;

const CLASS_SEED_CONTEXT: &str = "assay 1 filter seed of a class";
const SHARD_SEED_CONTEXT: &str = "assay 1 filter seed of a shard";
/// An identifier that more records share is a placeholder that nobody listed, such as the shop's own
/// telephone number.
const MOST_RECORDS: u64 = 1_000;
const PARTS: usize = 64;
const FIRST_BLOCK: usize = 256;
const BLOCK: usize = 8_192;
const SHARDS_AT_ONCE: usize = 64;

/// Whether a class of this kind is built by itself: identifiers and addresses; other context kinds stand
/// only inside links.
pub fn stands_alone(kind: Kind) -> bool {
    kind.is_identifier() || matches!(kind, Kind::Address | Kind::Opaque)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_become_one_and_long_runs_none() {
        let mut digests = vec![1, 1, 2, 3, 3, 3, 3, 4];
        assert_eq!(keep_one_of_each(&mut digests, 3), 1);
        assert_eq!(digests, [1, 2, 4]);
        assert_eq!(keep_one_of_each(&mut Vec::new(), 3), 0);
    }

    #[test]
    fn every_digest_lands_in_its_shard() {
        let digests: Vec<u64> = (0..5_000).map(|i| crate::mix(1, i)).collect();
        for shards in [1u32, 8, 64, 256] {
            let mut heap = Heap::default();
            heap.add(&mut digests.clone(), 5_000);
            let distinct = heap.into_distinct(None);
            assert_eq!(distinct.distinct, 5_000);
            let filters: Vec<_> = (0..shards)
                .map(|shard| build_shard(&distinct.parts, shard, shards, 1e-6, &[0; 32]).unwrap())
                .map(|shard| Filter::from_bytes(shard.bytes).unwrap())
                .collect();
            for digest in &digests {
                assert!(filters[filter::shard_of(*digest, shards) as usize].contains(*digest));
            }
        }
    }
}
