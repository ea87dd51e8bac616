//! How a library is measured: all keys in, all keys looked up, as many absent ones looked up.

use std::time::{Duration, Instant};

use anyhow::ensure;
use serde_json::json;

use crate::digests::most_false_hits;
use crate::keys::Keys;

/// A library whose filter is filled and asked key by key.
pub trait Library: Sync + Sized {
    /// Its name in the table.
    const NAME: &'static str;
    /// The hash that its positions come from.
    const HASH: &'static str;
    /// Whether that hash has a secret key.
    const KEYED: bool;
    /// Whether several threads may insert at the same time.
    const SHARED: bool = false;

    /// An empty filter for `keys` keys at a false-positive rate.
    fn new(keys: usize, rate: f64) -> Self;

    /// Puts a key in.
    fn insert(&mut self, key: &[u8]);

    /// Puts a key in, from one of several threads; only where [`Library::SHARED`].
    fn insert_shared(&self, _key: &[u8]) {}

    /// Whether a key is in, false positives included.
    fn contains(&self, key: &[u8]) -> bool;

    /// Bits of the filter.
    fn bits(&self) -> u64;
}

/// The two sets of keys, and how they are to be used.
pub struct Task {
    /// Keys to put in.
    pub present: Keys,
    /// Keys that none of those equals.
    pub absent: Keys,
    /// The false-positive rate asked for.
    pub rate: f64,
    /// Threads to use.
    pub threads: usize,
}

/// Times and counts of one run.
pub struct Run {
    /// All keys in.
    pub insert: Duration,
    /// All of them looked up.
    pub hits: Duration,
    /// All absent ones looked up.
    pub misses: Duration,
    /// Absent ones that were found.
    pub false_hits: usize,
    /// Bits of the filter.
    pub bits: u64,
}

/// Runs a library once; `None` if it can't use so many threads for inserting.
///
/// # Errors
/// A key was lost, or far more absent ones hit than the rate allows.
pub fn run<L: Library>(task: &Task) -> anyhow::Result<Option<Run>> {
    if task.threads > 1 && !L::SHARED {
        return Ok(None);
    }
    let mut filter = L::new(task.present.len(), task.rate);
    let started = Instant::now();
    if task.threads == 1 {
        task.present.all().for_each(|key| filter.insert(key));
    } else {
        std::thread::scope(|scope| {
            for n in 0..task.threads {
                let keys = task.present.part(n, task.threads);
                let filter = &filter;
                scope.spawn(move || keys.for_each(|key| filter.insert_shared(key)));
            }
        });
    }
    let insert = started.elapsed();
    let (found, hits) = count(&filter, &task.present, task.threads);
    let (false_hits, misses) = count(&filter, &task.absent, task.threads);
    ensure!(
        found == task.present.len(),
        "{} lost {} keys",
        L::NAME,
        task.present.len() - found
    );
    Ok(Some(Run {
        insert,
        hits,
        misses,
        false_hits,
        bits: filter.bits(),
    }))
}

fn count<L: Library>(filter: &L, keys: &Keys, threads: usize) -> (usize, Duration) {
    let started = Instant::now();
    let found = std::thread::scope(|scope| {
        let parts: Vec<_> = (0..threads)
            .map(|n| scope.spawn(move || keys.part(n, threads).filter(|key| filter.contains(key)).count()))
            .collect();
        let counts = parts
            .into_iter()
            .map(|part| part.join().expect("a thread that counts keys"));
        counts.sum()
    });
    (found, started.elapsed())
}

/// Prints a run as one line of JSON, times in nanoseconds a key.
///
/// # Errors
/// Far more absent keys hit than the rate allows.
pub fn print(name: &str, hash: &str, keyed: bool, task: &Task, run: &Run) -> anyhow::Result<()> {
    let most = most_false_hits(task.absent.len(), task.rate);
    ensure!(
        run.false_hits as f64 <= most,
        "{name}: {} absent keys hit, at most {most:.0} expected",
        run.false_hits
    );
    let each = |time: Duration, keys: usize| time.as_nanos() as f64 / keys as f64;
    println!(
        "{}",
        json!({
            "name": name, "hash": hash, "keyed": keyed, "threads": task.threads, "keys": task.present.len(),
            "key_bytes": task.present.mean_length(),
            "insert_ns": each(run.insert, task.present.len()),
            "hit_ns": each(run.hits, task.present.len()),
            "miss_ns": each(run.misses, task.absent.len()),
            "bits_per_key": run.bits as f64 / task.present.len() as f64,
            "false_hits": run.false_hits, "probes": task.absent.len(),
        })
    );
    Ok(())
}
