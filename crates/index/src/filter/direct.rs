//! A Bloom filter addressed by the digest itself.
//!
//! A digest is 64 bits of a keyed hash, so that hashing it again buys nothing: its products with the powers of one odd
//! constant give the positions. A shard is small enough for a core's nearest cache, where setting a bit costs next to
//! nothing; three tenths fewer positions than the smallest filter would have cost 3 to 4 % more bits.

use crate::filter::{Filter, Shard, bloom_rate};

/// A filter in its bytes: a head of 8 bytes (version, number of positions, six zeros), then the bit array, in which
/// bit *i* is bit *i* mod 8, from the least, of byte ⌊*i*/8⌋.
pub(super) struct Direct<'a> {
    bits: &'a [u8],
    positions: u8,
}

pub(super) fn build(digests: &[u64], rate: f64) -> Shard {
    let wanted = (digests.len() as f64 * bits_per_digest(rate) / 8.0).ceil() as usize;
    let size = wanted.max(LEAST_BYTES);
    let positions = positions(rate);
    let mut bytes = vec![0u8; HEAD + size];
    bytes[0] = VERSION;
    bytes[1] = positions;
    let bits = &mut bytes[HEAD..];
    for digest in digests {
        let mut walk = *digest;
        for _ in 0..positions {
            let (byte, bit) = step(&mut walk, size);
            bits[byte] |= bit;
        }
    }
    Shard {
        bits: size as u64 * 8,
        expected_rate: bloom_rate(digests.len(), size as u64 * 8, f64::from(positions)),
        bytes,
    }
}

impl<'a> Direct<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, &'static str> {
        match bytes.split_at_checked(HEAD) {
            Some(([VERSION, positions, 0, 0, 0, 0, 0, 0], bits)) if *positions > 0 => {
                // No builder writes a shorter one, and of a longer one 32 bits can't say every position.
                match (LEAST_BYTES..=LONGEST_BYTES).contains(&bits.len()) {
                    true => Ok(Direct {
                        bits,
                        positions: *positions,
                    }),
                    false => Err("a filter is cut short, or too long"),
                }
            }
            _ => Err("a filter has no head"),
        }
    }
}

impl Filter for Direct<'_> {
    fn contains(&self, digest: u64) -> bool {
        let mut walk = digest;
        (0..self.positions).all(|_| {
            let (byte, bit) = step(&mut walk, self.bits.len());
            self.bits[byte] & bit != 0
        })
    }
}

/// Multiplies the walk by the constant; the product's upper half says how far into the bit array the next position is
/// (Lemire, 2019: a multiplication instead of a division).
fn step(walk: &mut u64, bytes: usize) -> (usize, u8) {
    *walk = walk.wrapping_mul(MULTIPLIER);
    let position = ((*walk >> 32) * (bytes as u64 * 8)) >> 32;
    ((position >> 3) as usize, 1 << (position & 7))
}

/// Seven tenths of log₂(1/rate), at least 1.
fn positions(rate: f64) -> u8 {
    (0.7 * -rate.log2()).round().max(1.0) as u8
}

/// The bits at which so many positions have the rate: −*k* / ln(1 − rate^(1/*k*)) (Bloom, 1970).
pub(super) fn bits_per_digest(rate: f64) -> f64 {
    let k = f64::from(positions(rate));
    -k / (-rate.powf(1.0 / k)).ln_1p()
}

const VERSION: u8 = 1;
const HEAD: usize = 8;
/// Of smaller filters too many are fuller than they should be.
const LEAST_BYTES: usize = 1024;
pub(super) const MOST_BYTES: usize = 16 * 1024;
const LONGEST_BYTES: usize = 1 << 28;
/// A multiplier of good spectral quality (Steele & Vigna, "Computationally easy, spectrally good multipliers", 2022).
const MULTIPLIER: u64 = 0xD134_2543_DE82_EF95;
