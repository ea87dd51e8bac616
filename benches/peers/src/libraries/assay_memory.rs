//! What assay does with a key, without an index file: keyed digests, cut into shards, sorted and freed of duplicates,
//! one filter a shard. This is what the other libraries are compared with like for like.

use std::time::{Duration, Instant};

use anyhow::ensure;
use assay_fields::{Class, Kind};
use assay_index::filter::shard_of;
use assay_index::{Digester, FilterKind, Key, Keyed, Messages};
use rayon::prelude::*;

use super::SECRET;
use super::assay::{CHUNK, PROBES, fill};
use crate::keys::Keys;
use crate::library::{Run, Task};
use crate::shard_filter::ShardFilter;
use crate::shard_filters::assay::Assay;

/// Its name in the table.
pub const NAME: &str = "assay, in memory";

/// Builds filters of the keys and probes them.
///
/// # Errors
/// A key was lost.
pub fn run(task: &Task) -> anyhow::Result<Run> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(task.threads).build()?;
    pool.install(|| measure(task))
}

fn measure(task: &Task) -> anyhow::Result<Run> {
    let class = Class::single(Kind::Email);
    let digester = Keyed::new(&Key::from_bytes(SECRET), [class.clone()]);
    let shards = FilterKind::default().shards(task.present.len() as u64 / 256, 256, task.rate);
    let started = Instant::now();
    let filters = build(task, &digester, &class, shards)?;
    let insert = started.elapsed();
    let (found, hits) = count(&filters, &digester, &class, &task.present, task.threads)?;
    let (false_hits, misses) = count(&filters, &digester, &class, &task.absent, task.threads)?;
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
        bits: filters.iter().map(ShardFilter::bits).sum(),
    })
}

fn build(task: &Task, digester: &Keyed, class: &Class, shards: u32) -> anyhow::Result<Vec<Assay>> {
    // Every thread has parts of its own, so that none waits for another.
    let cut = (0..task.threads).into_par_iter().map(|n| {
        let room = task.present.len() / task.threads / shards as usize * 9 / 8;
        let mut parts = vec![Vec::with_capacity(room); shards as usize];
        digests(digester, class, &mut task.present.part(n, task.threads), |some| {
            for digest in some {
                parts[shard_of(*digest, shards) as usize].push(*digest);
            }
        })?;
        Ok(parts)
    });
    let cut: Vec<Vec<Vec<u64>>> = cut.collect::<anyhow::Result<_>>()?;
    let filters = (0..shards as usize).into_par_iter().map(|shard| {
        let mut digests: Vec<u64> = cut.iter().flat_map(|parts| &parts[shard]).copied().collect();
        digests.sort_unstable();
        digests.dedup();
        Assay::build(&digests, task.rate)
    });
    Ok(filters.collect())
}

fn count(
    filters: &[Assay],
    digester: &Keyed,
    class: &Class,
    keys: &Keys,
    threads: usize,
) -> anyhow::Result<(usize, Duration)> {
    let started = Instant::now();
    let counts = (0..threads).into_par_iter().map(|n| -> anyhow::Result<usize> {
        let mut found = 0;
        let (mut of_shard, mut hits) = (vec![Vec::new(); filters.len()], Vec::new());
        let mut look = |of_shard: &mut Vec<Vec<u64>>| {
            for (filter, digests) in filters.iter().zip(of_shard) {
                found += filter.count(digests, &mut hits);
                digests.clear();
            }
        };
        let mut held = 0;
        digests(digester, class, &mut keys.part(n, threads), |some| {
            for digest in some {
                of_shard[shard_of(*digest, filters.len() as u32) as usize].push(*digest);
            }
            held += some.len();
            if held >= PROBES {
                look(&mut of_shard);
                held = 0;
            }
        })?;
        look(&mut of_shard);
        Ok(found)
    });
    let found = counts.sum::<anyhow::Result<usize>>()?;
    Ok((found, started.elapsed()))
}

/// Hands the digests of all keys over, some thousands at a time.
fn digests<'a>(
    digester: &Keyed,
    class: &Class,
    keys: &mut impl Iterator<Item = &'a [u8]>,
    mut take: impl FnMut(&[u64]),
) -> anyhow::Result<()> {
    let (mut messages, mut digests) = (Messages::default(), Vec::new());
    while fill(&mut messages, keys, CHUNK) {
        digests.clear();
        digester.digest(class, &messages, &mut digests)?;
        take(&digests);
    }
    Ok(())
}
