//! A sample as digests only. A journalist seals a sample under a key of the case and deletes the raw file;
//! the sealed file is tested like a sample against an index made with the same key.
//!
//! It protects from whoever lacks the key: without it the digests say nothing. Whoever holds the key can
//! try all values of a small space, such as all social security numbers, so a sealed sample and its key
//! travel apart, and it stays personal data.
//!
//! The file is a container with one `ROWS` section per part of the sample, each behind its BLAKE3 hash, then
//! the manifest, which carries the root over those hashes, and the manifest's seal.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use assay_fields::{Class, Reading};
use assay_index::container::{self, Magic, Section, Tag};
use assay_index::{Index, Key, KeyId, Keyed, Output, Scheme};
use assay_sample::RowBatch;
use serde::{Deserialize, Serialize};

use crate::null::Permuted;
use crate::{Error, Plan, Prepared, Preparer, SampleFacts, Tester};

/// What a sealed sample says about itself; readable without the key and sealed with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SealedManifest {
    /// Version of the file format.
    pub format: u32,
    /// Name and version of the program that sealed it.
    pub tool: String,
    /// How digests are made.
    pub scheme: Scheme,
    /// Public name of the key.
    pub key_id: KeyId,
    /// Rows that are sealed.
    pub rows: u64,
    /// What is known of the raw sample.
    #[serde(flatten)]
    pub facts: SampleFacts,
    /// The classes with the versions of their kinds' rules, in the order of the lookups.
    pub classes: Vec<(Class, Vec<u32>)>,
    /// Sections with rows.
    pub parts: u64,
    /// BLAKE3 over the hashes of those sections, hexadecimal.
    pub root: String,
    /// BLAKE3 of the shuffled rows, hexadecimal, if there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shuffled: Option<String>,
}

/// Some of the rows, and the same with their values permuted between them, as digests: what chance gives can't be found out
/// from sealed rows.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Shuffled {
    pub(crate) observed: Prepared,
    pub(crate) permuted: Prepared,
    pub(crate) strata: u64,
}

/// Writes a sealed sample.
pub struct Sealer {
    key: Key,
    digester: Keyed,
    preparer: Preparer,
    output: Output,
    rows: u64,
    parts: u64,
    root: blake3::Hasher,
}

impl Sealer {
    /// Begins a sealed sample under `key`.
    pub fn new(key: &Key, preparer: Preparer, mut output: Output) -> Result<Sealer, Error> {
        let target = output.target().to_owned();
        container::write_head(&mut output, Magic::Sealed).map_err(|error| unwritable(&target, error))?;
        Ok(Sealer {
            digester: Keyed::new(key, preparer.plan().classes().iter().cloned()),
            key: key.clone(),
            preparer,
            output,
            rows: 0,
            parts: 0,
            root: blake3::Hasher::new(),
        })
    }

    /// How many tables of the sample it knows.
    pub(crate) fn tables(&self) -> usize {
        self.preparer.tables()
    }

    /// Adds a table of the sample, the next one in its order.
    pub fn learn(&mut self, readings: Vec<Option<Reading>>) {
        self.preparer.learn(readings);
    }

    /// Seals a batch of rows.
    pub fn add(&mut self, batch: &RowBatch) -> Result<(), Error> {
        for part in self.preparer.prepare(batch, &[&self.digester])? {
            let bytes = postcard::to_stdvec(&part).map_err(|_| self.misfit("a part can't be written"))?;
            let hash = blake3::hash(&bytes);
            self.root.update(hash.as_bytes());
            self.parts += 1;
            self.rows += part.rows.len() as u64;
            let target = self.output.target().to_owned();
            container::write_section_head(&mut self.output, ROWS, 32 + bytes.len() as u64)
                .and_then(|()| self.output.write_all(hash.as_bytes()))
                .and_then(|()| self.output.write_all(&bytes))
                .map_err(|error| unwritable(&target, error))?;
        }
        Ok(())
    }

    /// Writes the manifest and puts the file in its place. No hash of the raw sample goes into it: who has that file
    /// could tell by it which leak is being looked at.
    pub fn finish(mut self, facts: SampleFacts, tool: &str) -> Result<SealedManifest, Error> {
        let facts = facts.with_numbers(&self.preparer);
        let shuffled = self.write_shuffled()?;
        let classes = self.preparer.plan().classes().iter();
        let manifest = SealedManifest {
            format: container::FORMAT,
            tool: tool.to_owned(),
            scheme: Scheme::Keyed,
            key_id: self.key.id(),
            rows: self.rows,
            facts,
            classes: classes.map(|class| (class.clone(), class.versions())).collect(),
            parts: self.parts,
            root: self.root.finalize().to_hex().to_string(),
            shuffled,
        };
        let json = serde_json::to_vec(&manifest).map_err(|_| self.misfit("the manifest can't be written"))?;
        let target = self.output.target().to_owned();
        container::write_section_head(&mut self.output, MANIFEST, 32 + json.len() as u64)
            .and_then(|()| self.output.write_all(blake3::hash(&json).as_bytes()))
            .and_then(|()| self.output.write_all(&json))
            .and_then(|()| container::write_section_head(&mut self.output, SEAL, 32))
            .and_then(|()| self.output.write_all(&self.key.seal(&json)))
            .map_err(|error| unwritable(&target, error))?;
        self.output.finish()?;
        Ok(manifest)
    }

    /// Writes some rows and their permutation; the hash of these.
    fn write_shuffled(&mut self) -> Result<Option<String>, Error> {
        let permuted = Permuted::of(&self.preparer, 1);
        if permuted.rows() < 2 {
            return Ok(None);
        }
        let digesters = std::slice::from_ref(&self.digester);
        let shuffled = Shuffled {
            observed: permuted.observed(digesters)?,
            permuted: permuted.permuted(0, digesters)?,
            strata: permuted.strata,
        };
        let bytes = postcard::to_stdvec(&shuffled).map_err(|_| self.misfit("a part can't be written"))?;
        let target = self.output.target().to_owned();
        container::write_section_head(&mut self.output, SHUFFLED, bytes.len() as u64)
            .and_then(|()| self.output.write_all(&bytes))
            .map_err(|error| unwritable(&target, error))?;
        Ok(Some(blake3::hash(&bytes).to_hex().to_string()))
    }

    fn misfit(&self, what: &'static str) -> Error {
        Error::Sealed {
            path: self.output.target().to_owned(),
            what,
        }
    }
}

/// A sealed sample, whose frame and manifest were read and found whole.
pub struct SealedSample {
    path: PathBuf,
    file: File,
    manifest: SealedManifest,
    json: Vec<u8>,
    seal: Vec<u8>,
    parts: Vec<Section>,
    shuffled: Option<Section>,
}

impl SealedSample {
    /// Opens a sealed sample.
    pub fn open(path: &Path) -> Result<SealedSample, Error> {
        let mut file = File::open(path).map_err(|source| assay_index::Error::Io {
            what: "open",
            path: path.to_owned(),
            source,
        })?;
        let sections = container::read_sections(&mut file, path, Magic::Sealed, &[MANIFEST, SEAL, ROWS, SHUFFLED])?;
        let misfit = |what| Error::Sealed {
            path: path.to_owned(),
            what,
        };
        let only = |tag| {
            let mut found = sections.iter().filter(|section| section.tag == tag);
            match (found.next(), found.next()) {
                (Some(section), None) => Ok(*section),
                _ => Err(misfit(
                    "its manifest or its seal is missing; the file was probably cut short",
                )),
            }
        };
        let (manifest, seal) = (only(MANIFEST)?, only(SEAL)?);
        let mut json = container::read_section(&mut file, path, manifest, MAX_MANIFEST)?;
        let seal = container::read_section(&mut file, path, seal, 32)?;
        if json.len() < 32 || blake3::hash(&json[32..]).as_bytes() != &json[..32] {
            return Err(misfit("its manifest is not the one that was written"));
        }
        json.drain(..32);
        let manifest: SealedManifest =
            serde_json::from_slice(&json).map_err(|_| misfit("its manifest can't be read by this version"))?;
        // A class is named by a number of 16 bits where people are counted.
        let classes: BTreeSet<_> = manifest.classes.iter().map(|(class, _)| class.to_string()).collect();
        if classes.len() != manifest.classes.len() || classes.len() > usize::from(u16::MAX) {
            return Err(misfit("its manifest names a class twice, or too many"));
        }
        let shuffled = sections.iter().find(|section| section.tag == SHUFFLED).copied();
        if shuffled.is_some() != manifest.shuffled.is_some() {
            return Err(misfit("its shuffled rows are missing, or not its own"));
        }
        let parts: Vec<_> = sections.into_iter().filter(|section| section.tag == ROWS).collect();
        if parts.len() as u64 != manifest.parts {
            return Err(misfit("a part of its rows is missing"));
        }
        Ok(SealedSample {
            path: path.to_owned(),
            file,
            manifest,
            json,
            seal,
            parts,
            shuffled,
        })
    }

    /// What the sample says about itself; nobody's seal was checked yet.
    pub fn manifest(&self) -> &SealedManifest {
        &self.manifest
    }

    /// The rows that were shuffled when it was sealed, if it has any; whose they are is known once [`SealedSample::read`] has
    /// checked the seal.
    ///
    /// # Errors
    /// They are not those that were written.
    pub fn shuffled(&mut self) -> Result<Option<Shuffled>, Error> {
        let Some(section) = self.shuffled else { return Ok(None) };
        let bytes = container::read_section(&mut self.file, &self.path, section, MAX_PART)?;
        let misfit = |what| Error::Sealed {
            path: self.path.clone(),
            what,
        };
        if Some(blake3::hash(&bytes).to_hex().as_str()) != self.manifest.shuffled.as_deref() {
            return Err(misfit("its shuffled rows are not those that were written"));
        }
        let shuffled: Shuffled = postcard::from_bytes(&bytes).map_err(|_| misfit("its shuffled rows can't be read"))?;
        let (classes, columns) = (self.manifest.classes.len(), self.manifest.facts.columns.len());
        let fits = |part: &Prepared| part.fits(classes, columns);
        match fits(&shuffled.observed) && fits(&shuffled.permuted) {
            true => Ok(Some(shuffled)),
            false => Err(misfit("its shuffled rows do not fit its manifest")),
        }
    }

    /// Opens the sample with the one of `keys` that sealed it, checks every part, and hands its rows to
    /// `each` in their order, as many parts at a time as take `at_once` bytes ([`Tester::at_once`]). Rows may have been handed over when a later part is found damaged: an error
    /// voids them.
    pub fn read(
        mut self,
        keys: &[Key],
        at_once: u64,
        mut each: impl FnMut(&[Prepared]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let Some(key) = keys.iter().find(|key| key.id() == self.manifest.key_id) else {
            let given: Vec<_> = keys.iter().map(|key| key.id().to_string()).collect();
            return Err(Error::Index(assay_index::Error::WrongKey {
                path: self.path,
                wanted: self.manifest.key_id,
                given: given.join(", "),
            }));
        };
        if !key.has_sealed(&self.json, &self.seal) {
            return Err(Error::Index(assay_index::Error::Forged { path: self.path }));
        }
        // What was shuffled is checked like the rest, whether it is wanted or not.
        self.shuffled()?;
        for (class, versions) in &self.manifest.classes {
            if *versions != class.versions() {
                return Err(Error::Index(assay_index::Error::OtherRules {
                    path: self.path,
                    expected: class.versions(),
                    found: versions.clone(),
                    class: class.clone(),
                }));
            }
        }
        let mut root = blake3::Hasher::new();
        let mut rows = 0;
        let (mut waiting, mut size) = (Vec::new(), 0);
        for section in std::mem::take(&mut self.parts) {
            let bytes = container::read_section(&mut self.file, &self.path, section, MAX_PART)?;
            let misfit = |what| Error::Sealed {
                path: self.path.clone(),
                what,
            };
            let Some((hash, content)) = bytes.split_at_checked(32) else {
                return Err(misfit("a part of its rows is cut short"));
            };
            if blake3::hash(content).as_bytes() != hash {
                return Err(misfit("a part of its rows is not the one that was written"));
            }
            root.update(hash);
            let part: Prepared =
                postcard::from_bytes(content).map_err(|_| misfit("a part of its rows can't be read"))?;
            if !part.fits(self.manifest.classes.len(), self.manifest.facts.columns.len()) {
                return Err(misfit("a part of its rows does not fit its manifest"));
            }
            rows += part.rows.len() as u64;
            size += part.size();
            waiting.push(part);
            if size >= at_once {
                each(&std::mem::take(&mut waiting))?;
                size = 0;
            }
        }
        each(&waiting)?;
        if root.finalize().to_hex().as_str() != self.manifest.root || rows != self.manifest.rows {
            return Err(Error::Sealed {
                path: self.path,
                what: "its rows are not those that its manifest names",
            });
        }
        Ok(())
    }

    /// A tester for this sample. An index can take it only if it was made with the same key.
    ///
    /// # Errors
    /// An index under another key, or no index.
    pub fn tester<'a>(&self, indexes: &'a [Index], keys: &[Key]) -> Result<Tester<'a>, Error> {
        if let Some(other) = indexes
            .iter()
            .find(|index| index.manifest().key_id != self.manifest.key_id)
        {
            return Err(Error::SealedUnderAnotherKey {
                path: self.path.clone(),
                sealed: self.manifest.key_id,
                index: other.path().display().to_string(),
                indexed: other.manifest().key_id,
            });
        }
        Tester::new(self.plan(), indexes, keys)
    }

    /// The plan by which it was sealed.
    pub fn plan(&self) -> Plan {
        Plan::of_classes(self.manifest.classes.iter().map(|(class, _)| class.clone()).collect())
    }

    /// What is known of the raw sample.
    pub fn facts(&self) -> SampleFacts {
        let mut facts = self.manifest.facts.clone();
        let sealed = format!("under key {}", self.manifest.key_id);
        facts.dialect.insert("sealed".to_owned(), sealed);
        facts
    }
}

fn unwritable(path: &Path, source: std::io::Error) -> Error {
    Error::Index(assay_index::Error::Io {
        what: "write",
        path: path.to_owned(),
        source,
    })
}

const ROWS: Tag = *b"ROWS";
const SHUFFLED: Tag = *b"SHUF";
const MANIFEST: Tag = *b"MANI";
const SEAL: Tag = *b"SEAL";
const MAX_MANIFEST: u64 = 64 << 20;
/// A part has at most 1,024 rows, each of which a seller can give very many columns.
const MAX_PART: u64 = 1 << 30;
