//! The filters of shards: of which kind, how large, how many.

mod bloomfilter;
mod direct;

use std::fmt;
use std::str::FromStr;

/// A kind of filter. An index names the kind of each of its classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FilterKind {
    /// A Bloom filter whose positions are the digest times powers of a constant: digests are keyed hashes already and
    /// are not hashed again. Shards of at most 16 KiB, which a core's nearest cache holds.
    #[default]
    Direct,
    /// The Bloom filter of the crate `bloomfilter`, version 3. Shards of at most 128 KiB.
    Bloomfilter,
}

/// The filter of one shard, for looking digests up.
pub trait Filter {
    /// Whether the digest was put in; a false positive is possible, a false negative is not.
    fn contains(&self, digest: u64) -> bool;
}

/// The filter of one shard as it stands in an index, and what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Shard {
    /// The filter.
    pub bytes: Vec<u8>,
    /// Bits of its bit array.
    pub bits: u64,
    /// The false-positive rate to be expected of it as it was filled, 0 to 1.
    pub expected_rate: f64,
}

impl FilterKind {
    /// All kinds.
    pub const ALL: [FilterKind; 2] = [FilterKind::Direct, FilterKind::Bloomfilter];

    /// The kind's name in a manifest.
    pub const fn name(self) -> &'static str {
        match self {
            FilterKind::Direct => "direct-1",
            FilterKind::Bloomfilter => "bloomfilter-3",
        }
    }

    /// A filter over distinct `digests` with a false-positive rate of `rate`. `seed` tells shards of the kind
    /// `Bloomfilter` apart.
    ///
    /// # Errors
    /// The seed does not suit the kind.
    pub fn build(self, digests: &[u64], rate: f64, seed: &[u8; 32]) -> Result<Shard, &'static str> {
        match self {
            FilterKind::Direct => Ok(direct::build(digests, rate)),
            FilterKind::Bloomfilter => bloomfilter::build(digests, rate, seed),
        }
    }

    /// Calls `look` with the filter that `bytes` are, which were checked against their hash before.
    ///
    /// # Errors
    /// They are no filter of this kind.
    pub fn open<T>(self, bytes: &[u8], look: impl FnOnce(&dyn Filter) -> T) -> Result<T, &'static str> {
        Ok(match self {
            FilterKind::Direct => look(&direct::Direct::open(bytes)?),
            FilterKind::Bloomfilter => look(&bloomfilter::Crate::open(bytes)?),
        })
    }

    /// Positions in `digests` of those that the filter in `bytes` contains, appended to `hits`.
    ///
    /// # Errors
    /// The bytes are no filter of this kind.
    pub fn find(self, bytes: &[u8], digests: &[u64], hits: &mut Vec<u32>) -> Result<(), &'static str> {
        fn all(filter: &impl Filter, digests: &[u64], hits: &mut Vec<u32>) {
            let hit = |(at, digest): (u32, &u64)| filter.contains(*digest).then_some(at);
            hits.extend((0u32..).zip(digests).filter_map(hit));
        }
        match self {
            FilterKind::Direct => all(&direct::Direct::open(bytes)?, digests, hits),
            FilterKind::Bloomfilter => all(&bloomfilter::Crate::open(bytes)?, digests, hits),
        }
        Ok(())
    }

    /// Bits that one digest takes.
    pub(crate) fn bits_per_digest(self, rate: f64) -> f64 {
        match self {
            FilterKind::Direct => direct::bits_per_digest(rate),
            FilterKind::Bloomfilter => bloomfilter::bits_per_digest(rate),
        }
    }

    const fn most_bytes(self) -> usize {
        match self {
            FilterKind::Direct => direct::MOST_BYTES,
            FilterKind::Bloomfilter => bloomfilter::MOST_BYTES,
        }
    }

    /// How many shards a class is cut into, of whose distinct digests `sampled` lie in the first of `of` equal parts
    /// of the range of digests: the smallest power of two that keeps a filter within the kind's size.
    ///
    /// Digests are spread evenly, so that either count lies more than six standard deviations off about once in
    /// 10⁹ cases.
    pub fn shards(self, sampled: u64, of: u64, rate: f64) -> u32 {
        let sampled = sampled as f64;
        let distinct = of as f64 * (sampled + 6.0 * sampled.sqrt() + 9.0);
        let most = (self.most_bytes() as f64 * 8.0) / self.bits_per_digest(rate);
        let mut shards = 1u32;
        while shards < MOST_SHARDS {
            let share = distinct / f64::from(shards);
            if share + 6.0 * share.sqrt() <= most {
                break;
            }
            shards *= 2;
        }
        shards
    }
}

/// The shard that a digest belongs to: its top bits.
pub fn shard_of(digest: u64, shards: u32) -> u32 {
    // `shards` is a power of two of at most 2²⁴; a shift by 64 is none.
    match shards.trailing_zeros() {
        0 => 0,
        bits => (digest >> (64 - bits)) as u32,
    }
}

impl fmt::Display for FilterKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// No kind of filter has this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such filter; there are `direct-1` and `bloomfilter-3`")]
pub struct UnknownFilter;

impl FromStr for FilterKind {
    type Err = UnknownFilter;

    fn from_str(name: &str) -> Result<FilterKind, UnknownFilter> {
        let mut all = FilterKind::ALL.into_iter();
        all.find(|kind| kind.name() == name).ok_or(UnknownFilter)
    }
}

/// The expected false-positive rate of a Bloom filter with `digests` in `bits` bits by `hashes` functions (Fan, Cao,
/// Almeida & Broder, 2000).
fn bloom_rate(digests: usize, bits: u64, hashes: f64) -> f64 {
    let full = -(-hashes * digests as f64 / bits as f64).exp_m1();
    full.powf(hashes)
}

/// Shards that a class has at most.
pub(crate) const MOST_SHARDS: u32 = 1 << 24;

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
        for kind in FilterKind::ALL {
            for n in [0, 1, 100, 40_000] {
                let all = digests(n, 7);
                let shard = kind.build(&all, 1e-6, &SEED).unwrap();
                let found = |filter: &dyn Filter| all.iter().all(|digest| filter.contains(*digest));
                assert!(kind.open(&shard.bytes, found).unwrap(), "{kind}: {n}");
                let mut hits = Vec::new();
                kind.find(&shard.bytes, &all, &mut hits).unwrap();
                assert!(hits.into_iter().eq(0..n as u32));
            }
        }
    }

    #[test]
    fn the_rate_is_kept() {
        // 2,000,000 probes; at a rate of 1e-4 that is 200 expected hits, and 400 is 14 standard deviations.
        let probes = digests(2_000_000, 99);
        for kind in FilterKind::ALL {
            for (n, rate) in [
                (100u64, 1e-4),
                (5_000, 1e-4),
                (50_000, 1e-4),
                (1, 1e-6),
                (300, 1e-6),
                (30_000, 1e-6),
            ] {
                let shard = kind.build(&digests(n, 7), rate, &SEED).unwrap();
                assert!(shard.expected_rate <= 1.01 * rate, "{kind}: {n} digests at {rate}");
                let mut hits = Vec::new();
                kind.find(&shard.bytes, &probes, &mut hits).unwrap();
                let most = 2.0 * rate * probes.len() as f64 + 8.0;
                assert!(
                    hits.len() as f64 <= most,
                    "{kind}: {n} digests at {rate}: {} hits, at most {most} expected",
                    hits.len()
                );
            }
        }
    }

    #[test]
    fn shards_are_small_and_no_more_than_needed() {
        for kind in FilterKind::ALL {
            assert_eq!(kind.shards(0, 256, 1e-6), 1);
            for distinct in [100_000u64, 10_000_000, 76_600_000, 200_000_000] {
                let n = kind.shards(distinct / 256, 256, 1e-6);
                let bytes = distinct as f64 / f64::from(n) * kind.bits_per_digest(1e-6) / 8.0;
                let most = kind.most_bytes() as f64;
                assert!(bytes <= most, "{kind}, {distinct}: {n}");
                // The count is a bound, which for few digests is a loose one.
                assert!(bytes > most / 4.0, "{kind}, {distinct}: {n}");
            }
        }
        assert_eq!(shard_of(u64::MAX, 1), 0);
        assert_eq!(shard_of(u64::MAX, 8), 7);
        assert_eq!(shard_of(1 << 61, 8), 1);
    }

    #[test]
    fn damaged_bytes_are_no_filter() {
        for kind in FilterKind::ALL {
            let shard = kind.build(&digests(100, 7), 1e-6, &SEED).unwrap();
            for len in [0, 1, 7, 8, 9, 44, 45, shard.bytes.len() - 1] {
                assert!(kind.open(&shard.bytes[..len], |_| ()).is_err(), "{kind}: {len} bytes");
            }
        }
    }

    #[test]
    fn names_are_read_back() {
        for kind in FilterKind::ALL {
            assert_eq!(kind.name().parse(), Ok(kind));
        }
        assert_eq!("cuckoo".parse::<FilterKind>(), Err(UnknownFilter));
    }
}
