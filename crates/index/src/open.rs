use std::fmt;
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::build::{MANIFEST, SEAL, SHARDS};
use crate::container::{self, Magic, Section};
use crate::filter::{FilterKind, MOST_SHARDS};
use crate::probe::{self, Touch};
use crate::shards::TABLE_ENTRY;
use crate::{Error, Key, Manifest, Scheme};

/// An index whose frame and manifest were read and found whole, but that no key has opened yet: enough to
/// say what it is, not enough to test with it.
pub struct LockedIndex {
    path: PathBuf,
    file: File,
    manifest: Manifest,
    json: Vec<u8>,
    seal: Vec<u8>,
    shards: Vec<Section>,
}

/// An index that its key has opened: the manifest carries the key's seal, and every table of shard hashes
/// is the one that the manifest names. A shard is checked against its hash when it is first touched.
pub struct Index {
    path: PathBuf,
    file: File,
    manifest: Manifest,
    seal: Vec<u8>,
    classes: Vec<Shards>,
}

struct Shards {
    kind: FilterKind,
    entries: Vec<ShardEntry>,
}

struct ShardEntry {
    start: u64,
    len: u32,
    checked: AtomicBool,
    hash: [u8; 32],
}

impl LockedIndex {
    /// Opens an index file.
    pub fn open(path: &Path) -> Result<LockedIndex, Error> {
        let mut file = File::open(path).map_err(|error| Error::io("open", path, error))?;
        let sections = container::read_sections(&mut file, path, Magic::Index, &[MANIFEST, SEAL, SHARDS])?;
        let only = |tag, what: &str| {
            let mut found = sections.iter().filter(|section| section.tag == tag);
            match (found.next(), found.next()) {
                (Some(section), None) => Ok(*section),
                (None, _) => Err(Error::damaged(
                    path,
                    format!("its {what} is missing; the file was probably cut short"),
                )),
                _ => Err(Error::damaged(path, format!("its {what} stands twice"))),
            }
        };
        let (manifest, seal) = (only(MANIFEST, "manifest")?, only(SEAL, "seal")?);
        let mut json = container::read_section(&mut file, path, manifest, MAX_MANIFEST)?;
        let seal = container::read_section(&mut file, path, seal, 32)?;
        if json.len() < 32 || blake3::hash(&json[32..]).as_bytes() != &json[..32] {
            return Err(Error::damaged(path, "its manifest is not the one that was written"));
        }
        json.drain(..32);
        let manifest: Manifest = serde_json::from_slice(&json)
            .map_err(|_| Error::damaged(path, "its manifest can't be read by this version"))?;
        let shards: Vec<_> = sections.into_iter().filter(|section| section.tag == SHARDS).collect();
        if shards.len() != manifest.classes.len() {
            return Err(Error::damaged(
                path,
                format!(
                    "it has filters of {} classes, its manifest names {}",
                    shards.len(),
                    manifest.classes.len()
                ),
            ));
        }
        Ok(LockedIndex {
            path: path.to_owned(),
            file,
            manifest,
            json,
            seal,
            shards,
        })
    }

    /// What the index says about itself; nobody's seal was checked yet.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Opens the index with the one of `keys` that it was made with.
    ///
    /// # Errors
    /// Another key, an altered manifest, other rules, another scheme, a damaged table.
    pub fn unlock(self, keys: &[Key]) -> Result<Index, Error> {
        let Some(key) = keys.iter().find(|key| key.id() == self.manifest.key_id) else {
            let given: Vec<_> = keys.iter().map(|key| key.id().to_string()).collect();
            return Err(Error::WrongKey {
                path: self.path,
                wanted: self.manifest.key_id,
                given: given.join(", "),
            });
        };
        if !key.has_sealed(&self.json, &self.seal) {
            return Err(Error::Forged { path: self.path });
        }
        if self.manifest.scheme != Scheme::Keyed {
            return Err(Error::OtherScheme {
                path: self.path,
                expected: "keyed".to_owned(),
                found: format!("{:?}", self.manifest.scheme),
            });
        }
        if let Some(entry) = self
            .manifest
            .classes
            .iter()
            .find(|entry| entry.versions != entry.class.versions())
        {
            return Err(Error::OtherRules {
                path: self.path,
                class: entry.class.clone(),
                expected: entry.class.versions(),
                found: entry.versions.clone(),
            });
        }
        let entries = self.manifest.classes.par_iter().zip(&self.shards);
        let classes = entries
            .map(|(entry, section)| Shards::read(&self.file, &self.path, *section, entry))
            .collect::<Result<_, _>>()?;
        Ok(Index {
            path: self.path,
            file: self.file,
            manifest: self.manifest,
            seal: self.seal,
            classes,
        })
    }
}

impl Shards {
    fn read(file: &File, path: &Path, section: Section, entry: &crate::ClassEntry) -> Result<Shards, Error> {
        let misfit = || {
            Error::damaged(
                path,
                format!("the shard table of class {} does not fit the manifest", entry.class),
            )
        };
        let kind: FilterKind = entry.filter.parse().map_err(|_| Error::OtherFilter {
            path: path.to_owned(),
            class: entry.class.clone(),
            found: entry.filter.clone(),
        })?;
        let size = u64::from(entry.shards) * TABLE_ENTRY as u64;
        if size > section.len || !entry.shards.is_power_of_two() || entry.shards > MOST_SHARDS {
            return Err(misfit());
        }
        let mut table = vec![0u8; size as usize];
        file.read_exact_at(&mut table, section.start)
            .map_err(|error| Error::io("read", path, error))?;
        if blake3::hash(&table).to_hex().as_str() != entry.root {
            return Err(misfit());
        }
        let mut start = section.start + size;
        let mut entries = Vec::with_capacity(entry.shards as usize);
        for line in table.chunks_exact(TABLE_ENTRY) {
            let (len, hash) = line.split_at(8);
            let len = u64::from_le_bytes(len.try_into().map_err(|_| misfit())?);
            entries.push(ShardEntry {
                start,
                len: len.try_into().map_err(|_| misfit())?,
                checked: AtomicBool::new(false),
                hash: hash.try_into().map_err(|_| misfit())?,
            });
            start = start.checked_add(len).ok_or_else(misfit)?;
        }
        if start != section.start + section.len {
            return Err(misfit());
        }
        Ok(Shards { kind, entries })
    }
}

impl Index {
    /// What the index says about itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The manifest's seal, hexadecimal: it stands for the whole index, since the manifest holds the roots of
    /// all shards.
    pub fn seal(&self) -> String {
        hex::encode(&self.seal)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Looks up digests of the class at `class` in the manifest: whether each is in the index, false
    /// positives included, in the order of `digests`. Digests of one shard are looked up together, so that
    /// a shard is read once a call; shards are spread over threads.
    ///
    /// # Errors
    /// A shard that can't be read or is not the one that was written: never a miss.
    pub fn probe(&self, class: usize, digests: &[u64]) -> Result<Vec<bool>, Error> {
        if digests.len() > MOST_AT_ONCE {
            let parts = digests.chunks(MOST_AT_ONCE).map(|part| self.probe(class, part));
            return Ok(parts.collect::<Result<Vec<_>, _>>()?.concat());
        }
        let shards = &self.classes[class].entries;
        let hits: Vec<AtomicBool> = digests.iter().map(|_| AtomicBool::new(false)).collect();
        probe::by_span(digests, shards.len() as u32, &|touched: &[Touch<'_>]| {
            let mut buffer = Vec::new();
            let mut found = Vec::new();
            let mut rest = touched;
            while let Some(first) = rest.first() {
                // Touched shards that lie near each other are read at once.
                let near = |touch: &&Touch<'_>| {
                    let shard = &shards[touch.shard as usize];
                    shard.start + u64::from(shard.len) <= shards[first.shard as usize].start + READ_AT_ONCE
                };
                let together = rest.iter().take_while(near).count().max(1);
                let (now, later) = rest.split_at(together);
                rest = later;
                self.look(class, now, &mut buffer, &mut found, &hits)?;
            }
            Ok(())
        })?;
        Ok(hits.into_iter().map(AtomicBool::into_inner).collect())
    }

    /// Reads from the first to the last of the touched shards, and looks up what belongs to each.
    fn look(
        &self,
        class: usize,
        touched: &[Touch<'_>],
        buffer: &mut Vec<u8>,
        found: &mut Vec<u32>,
        hits: &[AtomicBool],
    ) -> Result<(), Error> {
        let shards = &self.classes[class];
        let (Some(first), Some(last)) = (touched.first(), touched.last()) else {
            return Ok(());
        };
        let (first, last) = (
            &shards.entries[first.shard as usize],
            &shards.entries[last.shard as usize],
        );
        let bytes = (last.start + u64::from(last.len) - first.start) as usize;
        buffer.resize(bytes.max(buffer.len()), 0);
        self.file
            .read_exact_at(&mut buffer[..bytes], first.start)
            .map_err(|error| Error::io("read", &self.path, error))?;
        for touch in touched {
            let shard = &shards.entries[touch.shard as usize];
            let from = (shard.start - first.start) as usize;
            let bytes = &buffer[from..from + shard.len as usize];
            if !shard.checked.load(Ordering::Relaxed) {
                if blake3::hash(bytes) != blake3::Hash::from_bytes(shard.hash) {
                    return Err(self.damaged(class));
                }
                shard.checked.store(true, Ordering::Relaxed);
            }
            found.clear();
            let looked = shards.kind.find(bytes, touch.digests, found);
            looked.map_err(|_| self.damaged(class))?;
            for at in &*found {
                hits[touch.places[*at as usize] as usize].store(true, Ordering::Relaxed);
            }
        }
        Ok(())
    }

    fn damaged(&self, class: usize) -> Error {
        let class = &self.manifest.classes[class].class;
        let what = format!("a shard of class {class} is not the one that was written");
        Error::damaged(&self.path, what)
    }
}

impl fmt::Debug for LockedIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LockedIndex")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

const MAX_MANIFEST: u64 = 64 << 20;
/// Digests whose places 32 bits can say.
const MOST_AT_ONCE: usize = 1 << 31;
/// Bytes of neighbouring shards that are read in one go.
const READ_AT_ONCE: u64 = 256 << 10;
