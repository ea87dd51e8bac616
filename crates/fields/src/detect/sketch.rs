//! How many different values a column has, about.

use std::fmt;

/// Bits of the map: linear counting is within a few per cent up to some 200,000 different values.
const BITS: usize = 1 << 16;

/// A bitmap for linear counting (Whang, Vander-Zanden and Taylor, 1990). Maps of parts of a column add up
/// by `or`, in any order.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Sketch {
    /// Empty until the first value.
    words: Vec<u64>,
}

// The map is a fingerprint of somebody's values.
impl fmt::Debug for Sketch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sketch").finish_non_exhaustive()
    }
}

impl Sketch {
    pub(super) fn add(&mut self, value: &str) {
        if self.words.is_empty() {
            self.words = vec![0; BITS / 64];
        }
        let at = hash(value) as usize % BITS;
        self.words[at / 64] |= 1 << (at % 64);
    }

    pub(super) fn merge(&mut self, other: &Sketch) {
        if self.words.is_empty() {
            self.words.clone_from(&other.words);
        } else {
            for (word, other) in self.words.iter_mut().zip(&other.words) {
                *word |= other;
            }
        }
    }

    pub(super) fn estimate(&self) -> f64 {
        let ones: u32 = self.words.iter().map(|word| word.count_ones()).sum();
        let zeros = (BITS as f64 - f64::from(ones)).max(0.5);
        BITS as f64 * (BITS as f64 / zeros).ln()
    }
}

/// FNV-1a over the letters in lower case (Fowler, Noll and Vo), mixed by the finaliser of MurmurHash3
/// (Appleby): fixed, so that profiles of several machines add up.
fn hash(value: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in value.bytes() {
        hash = (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_values_are_counted_within_three_per_cent() {
        for distinct in [1, 10, 1_000, 50_000] {
            let mut sketch = Sketch::default();
            for n in 0..2 * distinct {
                sketch.add(&format!("value {}", n % distinct));
            }
            let error = sketch.estimate() / f64::from(distinct) - 1.0;
            assert!(error.abs() < 0.03, "{distinct}: {error}");
        }
    }
}
