//! A Bloom filter as the crate `bloomfilter` keeps it.

use std::hash::{Hash, Hasher};

use bloomfilter::Bloom;

use crate::filter::{Filter, Shard, bloom_rate};

/// A digest as the filter hashes it: the same bytes on every machine.
#[derive(Clone, Copy)]
struct Item(u64);

impl Hash for Item {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write(&self.0.to_le_bytes());
    }
}

/// The crate's filter.
pub(super) struct Crate(Bloom<Item>);

/// A filter whose hash functions derive from `seed`.
pub(super) fn build(digests: &[u64], rate: f64, seed: &[u8; 32]) -> Result<Shard, &'static str> {
    let bytes = size(digests.len(), rate);
    // The crate sets the number of hash functions by the number of items: told of as many as the filter has room for,
    // it takes the best number for `rate` even where the filter is larger.
    let room = (bytes as f64 * 8.0 / bits_per_digest(rate)).floor() as usize;
    let mut bloom = Bloom::new_with_seed(bytes, room.max(1), seed)?;
    for &digest in digests {
        bloom.set(&Item(digest));
    }
    Ok(Shard {
        bits: bloom.len(),
        expected_rate: bloom_rate(digests.len(), bloom.len(), f64::from(bloom.number_of_hash_functions())),
        bytes: bloom.into_bytes(),
    })
}

impl Crate {
    pub(super) fn open(bytes: &[u8]) -> Result<Self, &'static str> {
        let bloom = Bloom::from_slice(bytes)?;
        match bloom.len() {
            // The crate would divide by it.
            0 => Err("a filter has no bits"),
            _ => Ok(Crate(bloom)),
        }
    }
}

impl Filter for Crate {
    fn contains(&self, digest: u64) -> bool {
        self.0.check(&Item(digest))
    }
}

fn size(digests: usize, rate: f64) -> usize {
    let bytes = (digests as f64 * bits_per_digest(rate) / 8.0).ceil() as usize;
    bytes.max(LEAST_BYTES)
}

/// log₂(1/rate)/ln 2 (Bloom, 1970).
pub(super) fn bits_per_digest(rate: f64) -> f64 {
    -rate.ln() / (std::f64::consts::LN_2 * std::f64::consts::LN_2)
}

pub(super) const MOST_BYTES: usize = 128 * 1024;
/// Smaller filters exceed their rate: the positions of a digest are an arithmetic progression, and in a
/// short filter two digests share one too easily (measured in `the_rate_is_kept`).
const LEAST_BYTES: usize = 8 * 1024;
