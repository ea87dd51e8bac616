//! One shard's Bloom filter, on the `bloomfilter` crate.

use std::hash::{Hash, Hasher};

use bloomfilter::Bloom;

/// A digest as the filter hashes it: the same bytes on every machine.
#[derive(Clone, Copy)]
struct Item(u64);

impl Hash for Item {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write(&self.0.to_le_bytes());
    }
}

/// The filter of one shard.
pub(crate) struct Filter(Bloom<Item>);

impl Filter {
    /// A filter over `digests` with a false-positive rate of `rate`, whose hash functions derive from
    /// `seed`.
    pub(crate) fn build(digests: &[u64], rate: f64, seed: &[u8; 32]) -> Result<Filter, &'static str> {
        let bytes = size(digests.len(), rate);
        // The crate sets the number of hash functions by the number of items: told of as many as the
        // filter has room for, it takes the best number for `rate` even where the filter is larger.
        let room = (bytes as f64 * 8.0 / bits_per_digest(rate)).floor() as usize;
        let mut bloom = Bloom::new_with_seed(bytes, room.max(1), seed)?;
        for &digest in digests {
            bloom.set(&Item(digest));
        }
        Ok(Filter(bloom))
    }

    /// A filter from its bytes, which were checked against their hash before.
    pub(crate) fn from_bytes(bytes: Vec<u8>) -> Result<Filter, &'static str> {
        Bloom::from_bytes(bytes).map(Filter)
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }

    pub(crate) fn contains(&self, digest: u64) -> bool {
        self.0.check(&Item(digest))
    }

    /// Bits of the filter.
    pub(crate) fn bits(&self) -> u64 {
        self.0.len()
    }

    /// The expected false-positive rate with `digests` in it (Fan, Cao, Almeida & Broder, 2000).
    pub(crate) fn expected_rate(&self, digests: usize) -> f64 {
        let hashes = f64::from(self.0.number_of_hash_functions());
        let full = -(-hashes * digests as f64 / self.bits() as f64).exp_m1();
        full.powf(hashes)
    }
}

/// How many shards a class with `distinct` digests is cut into: the smallest power of two that keeps a
/// filter at 128 KiB or less. Digests are spread evenly, so that a shard holds more than six standard
/// deviations above its share about once in 10⁹ shards.
pub(crate) fn shards(distinct: u64, rate: f64) -> u32 {
    let most = (MAX_BYTES as f64 * 8.0) / bits_per_digest(rate);
    let mut shards = 1u32;
    while shards < MAX_SHARDS {
        let share = distinct as f64 / f64::from(shards);
        if share + 6.0 * share.sqrt() <= most {
            break;
        }
        shards *= 2;
    }
    shards
}

/// The shard that a digest belongs to: its top bits.
pub(crate) fn shard_of(digest: u64, shards: u32) -> u32 {
    // `shards` is a power of two of at most 2²⁴; a shift by 64 is none.
    match shards.trailing_zeros() {
        0 => 0,
        bits => (digest >> (64 - bits)) as u32,
    }
}

fn size(digests: usize, rate: f64) -> usize {
    let bytes = (digests as f64 * bits_per_digest(rate) / 8.0).ceil() as usize;
    bytes.max(MIN_BYTES)
}

/// log₂(1/rate)/ln 2 (Bloom, 1970).
fn bits_per_digest(rate: f64) -> f64 {
    -rate.ln() / (std::f64::consts::LN_2 * std::f64::consts::LN_2)
}

const MAX_BYTES: usize = 128 * 1024;
/// Smaller filters exceed their rate: the positions of a digest are an arithmetic progression, and in a
/// short filter two digests share one too easily (measured in `the_rate_is_kept`).
const MIN_BYTES: usize = 8 * 1024;
const MAX_SHARDS: u32 = 1 << 24;

#[cfg(test)]
mod tests {
    use super::*;

    // The two halves seed two hash functions and must differ.
    const SEED: [u8; 32] = *b"0123456789abcdefghijklmnopqrstuv";

    fn digests(n: u64, salt: u64) -> Vec<u64> {
        (0..n).map(|i| crate::mix(salt, i)).collect()
    }

    #[test]
    fn nothing_that_was_put_in_is_missed() {
        for n in [0, 1, 100, 40_000] {
            let all = digests(n, 7);
            let filter = Filter::build(&all, 1e-6, &SEED).unwrap();
            let again = Filter::from_bytes(filter.into_bytes()).unwrap();
            assert!(all.iter().all(|digest| again.contains(*digest)));
        }
    }

    #[test]
    fn the_rate_is_kept() {
        // 2,000,000 probes; at a rate of 1e-4 that is 200 expected hits, and 400 is 14 standard deviations.
        let probes = digests(2_000_000, 99);
        for (n, rate) in [
            (100u64, 1e-4),
            (5_000, 1e-4),
            (50_000, 1e-4),
            (1, 1e-6),
            (300, 1e-6),
            (30_000, 1e-6),
        ] {
            let filter = Filter::build(&digests(n, 7), rate, &SEED).unwrap();
            let hits = probes.iter().filter(|probe| filter.contains(**probe)).count() as f64;
            let most = 2.0 * rate * probes.len() as f64 + 8.0;
            assert!(
                hits <= most,
                "{n} digests at {rate}: {hits} hits, at most {most} expected"
            );
        }
    }

    #[test]
    fn shards_are_small_and_no_more_than_needed() {
        assert_eq!(shards(0, 1e-6), 1);
        assert_eq!(shards(30_000, 1e-6), 1);
        for distinct in [100_000u64, 10_000_000, 76_600_000, 200_000_000] {
            let n = shards(distinct, 1e-6);
            let share = distinct as usize / n as usize;
            assert!(size(share, 1e-6) <= MAX_BYTES);
            assert!(size(2 * share, 1e-6) > MAX_BYTES * 9 / 10, "{distinct}: {n}");
        }
        assert_eq!(shard_of(u64::MAX, 1), 0);
        assert_eq!(shard_of(u64::MAX, 8), 7);
        assert_eq!(shard_of(1 << 61, 8), 1);
    }
}
