//! Digests of records, from any number of threads, to an index.

use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use assay_fields::{Class, Kind};
use rayon::prelude::*;

use crate::container::{self, Magic, Tag};
use crate::filter::FilterKind;
use crate::label::Pairs;
use crate::shards::{self, Written};
use crate::spill::{PARTS, Parts, Spill};
use crate::{ChunkPairs, ClassEntry, Error, Key, Keyed, Manifest, NameAgreement, Output};

/// What the filters are to be, and how much memory may be used meanwhile.
#[derive(Clone, Copy, Debug)]
pub struct BuildOptions {
    /// False-positive rate of single kinds and of pairs of identifiers.
    pub rate: f64,
    /// False-positive rate of links with a name, whose chance rate is higher anyway.
    pub name_rate: f64,
    /// The kind of filter.
    pub filter: FilterKind,
    /// Bytes of digests held in memory before the others go to a temporary file.
    pub memory: u64,
}

impl Default for BuildOptions {
    fn default() -> Self {
        BuildOptions {
            rate: 1e-6,
            name_rate: 1e-4,
            filter: FilterKind::default(),
            memory: 2 << 30,
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
                ..BuildOptions::default()
            }),
            Some(rate) => Err(Error::BadRate(rate)),
        }
    }

    /// About how much disk the index of `records` records needs that have `digests` digests each in each of `classes`.
    pub fn disk<'a>(&self, records: u64, digests: impl Iterator<Item = (&'a Class, f64)>) -> Disk {
        let digests: Vec<(&Class, f64)> = digests.map(|(class, each)| (class, each * records as f64)).collect();
        let labels = digests.iter().filter(|(class, _)| class.as_label().is_some()).count();
        let memory = self.memory_of_each(digests.len() - labels, labels);
        // A record's fingerprint is held like a digest.
        let mut disk = Disk {
            index: 0,
            temporary: Spill::<1>::spilled(memory, records as f64),
        };
        for (class, of_class) in digests {
            disk.temporary += Spill::<1>::spilled(memory, of_class);
            if class.as_label().is_some() {
                disk.temporary += Spill::<2>::spilled(memory, of_class);
            }
            disk.index += (of_class * self.filter.bits_per_digest(self.rate_of(class)) / 8.0) as u64;
        }
        disk
    }

    /// The digests of each of `classes` classes, the pairs and the digests of each of `labels` labels, and the
    /// fingerprints of records have a share of the memory.
    fn memory_of_each(&self, classes: usize, labels: usize) -> u64 {
        self.memory / (classes + 2 * labels + 1) as u64
    }

    fn rate_of(&self, class: &Class) -> f64 {
        if class.has_name() { self.name_rate } else { self.rate }
    }
}

/// Bytes of disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Disk {
    /// For the index itself, if hardly any two records share a value.
    pub index: u64,
    /// For the digests that memory does not hold, while the index is built.
    pub temporary: u64,
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
/// Digests take 8 bytes each; a synthetic record has about 27. Those that the memory of the options does not hold go to
/// temporary files without a name in the output's folder.
pub struct Builder {
    classes: Vec<Class>,
    options: BuildOptions,
    digests: Vec<Spill<1>>,
    /// Records with at least one value, per class.
    filled: Vec<AtomicU64>,
    records: Spill<1>,
    labels: Vec<Pairs>,
    /// The bytes that each of the spills holds in memory.
    each: u64,
}

impl Builder {
    /// A builder for `classes`, whose order is that of the index; `folder` is where digests go that memory does not
    /// hold.
    pub fn new(classes: Vec<Class>, options: BuildOptions, folder: &Path) -> Builder {
        Builder::with_labels(classes, Vec::new(), options, folder)
    }

    /// A builder for `classes` and, behind them in the index, for `labels`, each a [`Class::label`] of one of these.
    pub fn with_labels(classes: Vec<Class>, labels: Vec<Class>, options: BuildOptions, folder: &Path) -> Builder {
        let each = options.memory_of_each(classes.len(), labels.len());
        Builder {
            labels: labels
                .into_iter()
                .map(|class| Pairs::new(class, folder, each))
                .collect(),
            each,
            digests: classes.iter().map(|_| Spill::new(folder, each)).collect(),
            filled: classes.iter().map(|_| AtomicU64::new(0)).collect(),
            records: Spill::new(folder, each),
            classes,
            options,
        }
    }

    /// The classes, in the index's order.
    pub fn classes(&self) -> &[Class] {
        &self.classes
    }

    /// Takes a chunk's digests. Its vectors come back empty, for the next chunk.
    ///
    /// # Errors
    /// A temporary file can't be written, such as on a full disk.
    pub fn add(&self, chunk: &mut ChunkDigests) -> Result<(), Error> {
        for ((spill, all_filled), (digests, filled)) in self.digests.iter().zip(&self.filled).zip(&mut chunk.classes) {
            spill.add(bytemuck::cast_slice(digests))?;
            all_filled.fetch_add(*filled, Ordering::Relaxed);
            digests.clear();
            *filled = 0;
        }
        self.records.add(bytemuck::cast_slice(&chunk.records))?;
        chunk.records.clear();
        Ok(())
    }

    /// Takes a chunk's pairs, per label in the builder's order. They come back empty.
    ///
    /// # Errors
    /// As for [`Builder::add`].
    pub fn add_pairs(&self, chunk: &mut [ChunkPairs]) -> Result<(), Error> {
        self.labels
            .iter()
            .zip(chunk)
            .try_for_each(|(pairs, chunk)| pairs.add(chunk))
    }

    /// Says which segment each value's number stands for, label by label in the builder's order.
    pub fn name_segments(&mut self, segments: impl IntoIterator<Item = Vec<String>>) {
        self.labels
            .iter_mut()
            .zip(segments)
            .for_each(|(pairs, segments)| pairs.name(segments));
    }

    /// Builds the filters and writes the index to `output`. `manifest` brings everything but the classes
    /// and the number of distinct records, which are filled in; `space` says how many values a made-up one
    /// of a class is drawn from, where that is known; `progress` is told of every class that is done.
    ///
    /// # Errors
    /// Nothing to index, or a file that can't be written or read back.
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
        manifest.records.distinct = distinct(&self.records.into_parts())?;
        manifest.classes.clear();
        for ((class, spill), filled) in self.classes.into_iter().zip(self.digests).zip(self.filled) {
            let filled = filled.into_inner();
            if filled == 0 {
                // A column without a value tests nothing: as a class it would make every value of a sample miss.
                progress(&class);
                continue;
            }
            let wanted = shards::Wanted {
                rate: self.options.rate_of(&class),
                filter: self.options.filter,
                // More records than these share a placeholder that nobody listed, such as the shop's own number.
                most_records: (!class.is_link() && class.has_identifier()).then_some(MOST_RECORDS),
                seed: filter_seed(key, &class),
            };
            let written = shards::write(&mut output, &spill.into_parts(), &wanted)?;
            progress(&class);
            let entry = entry(class, filled, &wanted, written, manifest.names, space);
            manifest.classes.push(entry);
        }
        let folder = output.folder().to_owned();
        for pairs in self.labels {
            let class = pairs.class.clone();
            let labelled = pairs.finish(&Keyed::new(key, [class.clone()]), &folder, self.each)?;
            progress(&class);
            if labelled.filled == 0 {
                continue;
            }
            let wanted = shards::Wanted {
                rate: self.options.rate_of(&class),
                filter: self.options.filter,
                most_records: None,
                seed: filter_seed(key, &class),
            };
            let written = shards::write(&mut output, &labelled.digests.into_parts(), &wanted)?;
            manifest.classes.push(ClassEntry {
                too_frequent: labelled.too_frequent,
                segments: Some(labelled.segments),
                ..entry(class, labelled.filled, &wanted, written, manifest.names, space)
            });
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

/// How many distinct records there are.
fn distinct(records: &Parts<1>) -> Result<u64, Error> {
    let parts = (0..PARTS).into_par_iter();
    let distinct = parts.map(|part| {
        let mut fingerprints = Vec::new();
        records.read(part, &mut fingerprints)?;
        fingerprints.sort_unstable();
        fingerprints.dedup();
        Ok(fingerprints.len() as u64)
    });
    distinct.sum()
}

fn entry(
    class: Class,
    filled: u64,
    wanted: &shards::Wanted,
    built: Written,
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
        filter: wanted.filter.name().to_owned(),
        shards: built.shards,
        bits: built.bits,
        rate: wanted.rate,
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
        segments: None,
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

/// A section with one class's table of shard hashes and its filters.
pub(crate) const SHARDS: Tag = *b"SHRD";
/// The section with the manifest, behind its BLAKE3 hash.
pub(crate) const MANIFEST: Tag = *b"MANI";
/// The section with the manifest's keyed hash.
pub(crate) const SEAL: Tag = *b"SEAL";
const CLASS_SEED_CONTEXT: &str = "assay 1 filter seed of a class";
/// An identifier that more records share is a placeholder that nobody listed, such as the shop's own
/// telephone number.
pub(crate) const MOST_RECORDS: u64 = 1_000;
/// Whether a class of this kind is built by itself: identifiers and addresses; other context kinds stand
/// only inside links.
pub fn stands_alone(kind: Kind) -> bool {
    kind.is_identifier() || matches!(kind, Kind::Address | Kind::Opaque)
}
