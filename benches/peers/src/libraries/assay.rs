//! assay's own way from canonical value to index file and back, through the public face of its crate `index`: keyed
//! digests, the builder, a file that is whole on disk; then the file opened and probed. More than the other libraries
//! do, which keep their filter in memory.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use assay_fields::{Class, Kind};
use assay_index::{
    BuildOptions, Builder, ChunkDigests, Covers, Digester, Index, Key, Keyed, LockedIndex, Manifest, Messages,
    NameAgreement, Output, RecordCounts, Scheme,
};
use rayon::prelude::*;

use super::SECRET;
use crate::keys::Keys;
use crate::library::{Run, Task};

/// Its name in the table.
pub const NAME: &str = "assay, index file";
/// The hash that its positions come from.
pub const HASH: &str = "BLAKE3";

/// Builds an index of the keys in `folder`, probes it and removes it.
///
/// # Errors
/// The index can't be written or read, or lost a key.
pub fn run(task: &Task, folder: &Path) -> anyhow::Result<Run> {
    let path = folder.join("keys.assay");
    let pool = rayon::ThreadPoolBuilder::new().num_threads(task.threads).build()?;
    let run = pool.install(|| measure(task, &path));
    if path.exists() {
        std::fs::remove_file(&path)?;
    }
    run
}

fn measure(task: &Task, path: &Path) -> anyhow::Result<Run> {
    let class = Class::single(Kind::Email);
    let key = Key::from_bytes(SECRET);
    let digester = Keyed::new(&key, [class.clone()]);
    let started = Instant::now();
    let manifest = build(task, &key, &digester, &class, path)?;
    let insert = started.elapsed();
    let entry = &manifest.classes[0];
    ensure!(
        entry.distinct == task.present.len() as u64,
        "assay: {} of {} keys are in the index",
        entry.distinct,
        task.present.len()
    );
    let index = LockedIndex::open(path)?.unlock(&[key])?;
    let (found, hits) = count(&index, &digester, &class, &task.present, task.threads)?;
    let (false_hits, misses) = count(&index, &digester, &class, &task.absent, task.threads)?;
    ensure!(
        found == task.present.len(),
        "assay lost {} keys",
        task.present.len() - found
    );
    Ok(Run {
        insert,
        hits,
        misses,
        false_hits,
        bits: entry.bits,
    })
}

fn build(task: &Task, key: &Key, digester: &Keyed, class: &Class, path: &Path) -> anyhow::Result<Manifest> {
    let folder = path.parent().context("the index has a folder")?;
    let builder = Builder::new(vec![class.clone()], BuildOptions::new(Some(task.rate))?, folder);
    (0..task.threads)
        .into_par_iter()
        .try_for_each(|n| -> anyhow::Result<()> {
            let mut messages = Messages::default();
            let mut chunk = ChunkDigests {
                classes: vec![Default::default()],
                records: Vec::new(),
            };
            let mut keys = task.present.part(n, task.threads);
            while fill(&mut messages, &mut keys, CHUNK) {
                digester.digest(class, &messages, &mut chunk.classes[0].0)?;
                chunk.classes[0].1 = messages.len() as u64;
                builder.add(&mut chunk)?;
            }
            Ok(())
        })?;
    let output = Output::create(path, true)?;
    builder
        .finish(
            key,
            manifest(key, task.present.len() as u64),
            &|_| None,
            output,
            &|_| {},
        )
        .context("finishing the index")
}

fn count(
    index: &Index,
    digester: &Keyed,
    class: &Class,
    keys: &Keys,
    threads: usize,
) -> anyhow::Result<(usize, Duration)> {
    let started = Instant::now();
    let counts = (0..threads).into_par_iter().map(|n| -> anyhow::Result<usize> {
        let (mut messages, mut digests) = (Messages::default(), Vec::new());
        let mut keys = keys.part(n, threads);
        let mut found = 0;
        while fill(&mut messages, &mut keys, PROBES) {
            digests.clear();
            digester.digest(class, &messages, &mut digests)?;
            found += index.probe(0, &digests)?.into_iter().filter(|hit| *hit).count();
        }
        Ok(found)
    });
    let found = counts.sum::<anyhow::Result<usize>>()?;
    Ok((found, started.elapsed()))
}

/// Fills `messages` with the next keys; false if there is none left.
pub(super) fn fill<'a>(messages: &mut Messages, keys: &mut impl Iterator<Item = &'a [u8]>, most: usize) -> bool {
    messages.clear();
    keys.take(most).for_each(|key| messages.push(&[key]));
    !messages.is_empty()
}

fn manifest(key: &Key, records: u64) -> Manifest {
    Manifest {
        format: 1,
        tool: "benchmark".to_owned(),
        scheme: Scheme::Keyed,
        key_id: key.id(),
        company: None,
        own: Vec::new(),
        snapshot: None,
        covers: Covers::Unstated,
        records: RecordCounts {
            read: records,
            ..RecordCounts::default()
        },
        columns: Vec::new(),
        names: NameAgreement::default(),
        classes: Vec::new(),
        labels: Default::default(),
        canaries: Vec::new(),
    }
}

/// Keys that are digested at a time, as `assay index` does.
pub(super) const CHUNK: usize = 16_384;
/// Keys that are looked up at a time: about as many values of a class as a batch of a large sample has.
pub(super) const PROBES: usize = 1 << 20;
