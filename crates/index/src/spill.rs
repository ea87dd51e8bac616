//! Records that may be more than memory holds: they are spread over parts, kept in blocks, and full blocks go to a
//! temporary file that has no name.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use crate::Error;

/// Collects records of `W` words, from any number of threads, in bounded memory.
///
/// A record belongs to the part that the top 8 bits of its first word name, so that the first word should be a digest
/// or as evenly spread. Parts are read back one by one. What does not fit goes to a file in the given folder that is
/// never linked there: it is gone with the process, however that ends.
pub struct Spill<const W: usize> {
    store: Store,
    parts: Vec<Mutex<Part<W>>>,
    /// Records that a part keeps in memory.
    block: usize,
}

/// The records of a [`Spill`] that is complete.
pub struct Parts<const W: usize> {
    store: Store,
    parts: Vec<Part<W>>,
    block: usize,
}

struct Part<const W: usize> {
    block: Vec<[u64; W]>,
    /// Where the part's full blocks begin in the file.
    spilled: Vec<u64>,
}

/// The file, from its first use on.
struct Store {
    folder: PathBuf,
    file: OnceLock<File>,
    creating: Mutex<()>,
    end: AtomicU64,
}

impl<const W: usize> Spill<W> {
    /// A spill that holds about `memory` bytes of records in memory and the others in a file in `folder`, which is
    /// made when it is first needed.
    pub fn new(folder: &Path, memory: u64) -> Spill<W> {
        Spill {
            store: Store {
                folder: folder.to_owned(),
                file: OnceLock::new(),
                creating: Mutex::new(()),
                end: AtomicU64::new(0),
            },
            parts: (0..PARTS).map(|_| Mutex::default()).collect(),
            block: Self::block(memory),
        }
    }

    /// Bytes that go to the file of `records` evenly spread records: what a part holds beyond its last block.
    pub(crate) fn spilled(memory: u64, records: f64) -> u64 {
        let block = Self::block(memory) as f64;
        let of_part = (records / PARTS as f64 / block).floor() * block;
        (of_part * PARTS as f64 * 8.0 * W as f64) as u64
    }

    /// Records that a part keeps in memory.
    fn block(memory: u64) -> usize {
        (memory as usize / PARTS / (8 * W)).max(SMALLEST_BLOCK)
    }

    /// Takes records, in any order. Many at a time cost less.
    ///
    /// # Errors
    /// The temporary file can't be made or written, such as on a full disk.
    pub fn add(&self, records: &[[u64; W]]) -> Result<(), Error> {
        let mut starts = [0usize; PARTS + 1];
        for record in records {
            starts[part_of(record) + 1] += 1;
        }
        for part in 0..PARTS {
            starts[part + 1] += starts[part];
        }
        let mut next = starts;
        let mut sorted = vec![[0u64; W]; records.len()];
        for record in records {
            let at = &mut next[part_of(record)];
            sorted[*at] = *record;
            *at += 1;
        }
        for (part, range) in self.parts.iter().zip(starts.windows(2)) {
            let ours = &sorted[range[0]..range[1]];
            if !ours.is_empty() {
                lock(part).add(ours, self.block, &self.store)?;
            }
        }
        Ok(())
    }

    /// Ends the collection.
    pub fn into_parts(self) -> Parts<W> {
        let parts = self.parts.into_iter();
        Parts {
            parts: parts
                .map(|part| part.into_inner().unwrap_or_else(PoisonError::into_inner))
                .collect(),
            store: self.store,
            block: self.block,
        }
    }
}

impl<const W: usize> Default for Part<W> {
    fn default() -> Self {
        Part {
            block: Vec::new(),
            spilled: Vec::new(),
        }
    }
}

impl<const W: usize> Part<W> {
    fn add(&mut self, mut records: &[[u64; W]], block: usize, store: &Store) -> Result<(), Error> {
        while !records.is_empty() {
            if self.block.len() == block {
                self.spilled.push(store.write(bytemuck::cast_slice(&self.block))?);
                self.block.clear();
            }
            let fitting = records.len().min(block - self.block.len());
            let (now, later) = records.split_at(fitting);
            if self.block.len() + fitting > self.block.capacity() {
                // Doubling would end beyond the block.
                let wanted = (2 * self.block.capacity()).max(self.block.len() + fitting).min(block);
                self.block.reserve_exact(wanted - self.block.len());
            }
            self.block.extend_from_slice(now);
            records = later;
        }
        Ok(())
    }
}

impl<const W: usize> Parts<W> {
    /// How many records there are.
    pub fn records(&self) -> u64 {
        (0..self.parts.len()).map(|part| self.records_of(part) as u64).sum()
    }

    /// How many parts there are: 256.
    pub fn count(&self) -> usize {
        self.parts.len()
    }

    /// Records of one part.
    pub fn records_of(&self, part: usize) -> usize {
        let part = &self.parts[part];
        part.spilled.len() * self.block + part.block.len()
    }

    /// Bytes that went to the temporary file.
    pub fn spilled_bytes(&self) -> u64 {
        self.store.end.load(Ordering::Relaxed)
    }

    /// The records of one part, in no particular order, appended to `out`.
    ///
    /// # Errors
    /// The temporary file can't be read.
    pub fn read(&self, part: usize, out: &mut Vec<[u64; W]>) -> Result<(), Error> {
        out.reserve(self.records_of(part));
        let part = &self.parts[part];
        out.extend_from_slice(&part.block);
        for start in &part.spilled {
            let from = out.len();
            out.resize(from + self.block, [0; W]);
            self.store.read(*start, bytemuck::cast_slice_mut(&mut out[from..]))?;
        }
        Ok(())
    }
}

impl Store {
    fn write(&self, bytes: &[u8]) -> Result<u64, Error> {
        let file = self.file()?;
        let start = self.end.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        file.write_all_at(bytes, start)
            .map_err(|error| Error::io("write temporary digests to this folder", &self.folder, error))?;
        Ok(start)
    }

    fn read(&self, start: u64, into: &mut [u8]) -> Result<(), Error> {
        self.file()?
            .read_exact_at(into, start)
            .map_err(|error| Error::io("read temporary digests back from this folder", &self.folder, error))
    }

    fn file(&self) -> Result<&File, Error> {
        if let Some(file) = self.file.get() {
            return Ok(file);
        }
        let _creating = lock(&self.creating);
        if let Some(file) = self.file.get() {
            return Ok(file);
        }
        let file = tempfile::tempfile_in(&self.folder)
            .map_err(|error| Error::io("make a temporary file in this folder", &self.folder, error))?;
        Ok(self.file.get_or_init(|| file))
    }
}

/// Bytes that can still be written in a folder.
///
/// # Errors
/// The folder is none, or the file system does not say.
pub fn free_space(folder: &Path) -> Result<u64, Error> {
    fs4::available_space(folder)
        .map_err(|error| Error::io("see how much of the disk is free in this folder", folder, error))
}

fn part_of<const W: usize>(record: &[u64; W]) -> usize {
    (record[0] >> (64 - PARTS.trailing_zeros())) as usize
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

// The records are digests: Debug shows nothing of them.
impl<const W: usize> std::fmt::Debug for Spill<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Spill")
            .field("block", &self.block)
            .finish_non_exhaustive()
    }
}

impl<const W: usize> std::fmt::Debug for Parts<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parts")
            .field("records", &self.records())
            .finish_non_exhaustive()
    }
}

/// Parts of a spill: a power of two.
pub(crate) const PARTS: usize = 256;
/// Fewer records at a time would be written too slowly.
const SMALLEST_BLOCK: usize = 64;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_is_written_that_fits() {
        let folder = tempfile::tempdir().unwrap();
        let spill = Spill::<1>::new(folder.path(), 1 << 20);
        spill.add(&[[1], [u64::MAX], [1]]).unwrap();
        let parts = spill.into_parts();
        assert_eq!((parts.records(), parts.spilled_bytes()), (3, 0));
        let mut first = Vec::new();
        parts.read(0, &mut first).unwrap();
        assert_eq!(first, [[1], [1]]);
    }

    #[test]
    fn the_file_has_no_name() {
        let folder = tempfile::tempdir().unwrap();
        let spill = Spill::<2>::new(folder.path(), 0);
        let records: Vec<[u64; 2]> = (0..1_000).map(|n| [n, n]).collect();
        spill.add(&records).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let parts = spill.into_parts();
        assert!(parts.spilled_bytes() > 0);
        let mut all = Vec::new();
        parts.read(0, &mut all).unwrap();
        all.sort_unstable();
        assert_eq!(all, records);
    }

    #[test]
    fn a_missing_folder_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let spill = Spill::<1>::new(&folder.path().join("none"), 0);
        let error = (0..200).try_for_each(|n| spill.add(&[[n]])).unwrap_err();
        assert!(
            error.to_string().contains("can't make a temporary file in this folder"),
            "{error}"
        );
    }

    proptest! {
        #[test]
        fn what_went_in_comes_out(words in prop::collection::vec(any::<[u64; 2]>(), 0..600), memory in 0u64..100_000) {
            // Few distinct parts, so that blocks fill.
            let words: Vec<[u64; 2]> = words.into_iter().map(|[a, b]| [a & 0x01FF_FFFF_FFFF_FFFF, b]).collect();
            let folder = tempfile::tempdir().unwrap();
            let spill = Spill::<2>::new(folder.path(), memory);
            for some in words.chunks(7) {
                spill.add(some).unwrap();
            }
            let parts = spill.into_parts();
            let mut all = Vec::new();
            for part in 0..parts.count() {
                let from = all.len();
                parts.read(part, &mut all).unwrap();
                prop_assert_eq!(all.len() - from, parts.records_of(part));
                prop_assert!(all[from..].iter().all(|record| part_of(record) == part));
            }
            prop_assert_eq!(parts.records() as usize, words.len());
            let mut expected = words;
            expected.sort_unstable();
            all.sort_unstable();
            prop_assert_eq!(all, expected);
        }
    }
}
