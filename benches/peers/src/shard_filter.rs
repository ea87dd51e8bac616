//! How a filter of digests is measured: many shards, built one after the other, each from its own sorted digests;
//! then probed shard by shard, as assay does.

use std::time::{Duration, Instant};

use anyhow::ensure;
use serde_json::json;

use crate::digests::{digest, most_false_hits};

/// A filter over the digests of one shard.
pub trait ShardFilter: Sized {
    /// Its name in the table.
    const NAME: &'static str;

    /// A filter over sorted, distinct digests. `rate` is the false-positive rate asked for; a filter that has only one
    /// takes no notice.
    fn build(digests: &[u64], rate: f64) -> Self;

    /// Whether a digest is in, false positives included.
    fn contains(&self, digest: u64) -> bool;

    /// Bits of the filter.
    fn bits(&self) -> u64;

    /// The rate that it has when asked for `rate`.
    fn rate(rate: f64) -> f64 {
        rate
    }
}

/// Digests in shards, and as many that are in none of them.
pub struct Shards {
    present: Vec<Vec<u64>>,
    absent: Vec<Vec<u64>>,
}

impl Shards {
    /// `shards` shards, a power of two, with about `each` digests.
    pub fn new(shards: usize, each: usize) -> Shards {
        assert!(shards.is_power_of_two() && shards > 1);
        let count = (shards * each) as u64;
        Shards {
            present: cut(0..count, shards),
            absent: cut(count..2 * count, shards),
        }
    }
}

/// A digest belongs to the shard that its top bits name.
fn cut(numbers: std::ops::Range<u64>, shards: usize) -> Vec<Vec<u64>> {
    let mut cut = vec![Vec::new(); shards];
    for digest in numbers.map(digest) {
        cut[(digest >> (64 - shards.trailing_zeros())) as usize].push(digest);
    }
    cut.iter_mut().for_each(|shard| shard.sort_unstable());
    cut
}

/// Measures one filter and prints a line of JSON, times in nanoseconds a digest.
///
/// # Errors
/// A digest was lost, or far more absent ones hit than the rate allows.
pub fn measure<F: ShardFilter>(shards: &Shards, rate: f64) -> anyhow::Result<()> {
    let started = Instant::now();
    let filters: Vec<F> = shards.present.iter().map(|digests| F::build(digests, rate)).collect();
    let build = started.elapsed();
    let (found, hits) = count(&filters, &shards.present);
    let (false_hits, misses) = count(&filters, &shards.absent);
    let digests: usize = shards.present.iter().map(Vec::len).sum();
    let probes: usize = shards.absent.iter().map(Vec::len).sum();
    ensure!(found == digests, "{} lost {} digests", F::NAME, digests - found);
    let most = most_false_hits(probes, F::rate(rate));
    ensure!(
        false_hits as f64 <= most,
        "{}: {false_hits} absent digests hit, at most {most:.0} expected",
        F::NAME
    );
    let bits: u64 = filters.iter().map(F::bits).sum();
    let each = |time: Duration, count: usize| time.as_nanos() as f64 / count as f64;
    println!(
        "{}",
        json!({
            "name": F::NAME, "shards": filters.len(), "digests": digests,
            "bits_per_key": bits as f64 / digests as f64,
            "rate": F::rate(rate), "false_hits": false_hits, "probes": probes,
            "build_ns": each(build, digests), "hit_ns": each(hits, digests), "miss_ns": each(misses, probes),
        })
    );
    Ok(())
}

fn count<F: ShardFilter>(filters: &[F], shards: &[Vec<u64>]) -> (usize, Duration) {
    let started = Instant::now();
    let found = filters
        .iter()
        .zip(shards)
        .map(|(filter, digests)| digests.iter().filter(|digest| filter.contains(**digest)).count())
        .sum();
    (found, started.elapsed())
}
