/// A stream of random numbers that belongs to one thing (one record, one row): SplitMix64 (Steele, Lea and
/// Flood, 2014) begun from a hash of seed, purpose and index.
#[derive(Clone)]
pub(crate) struct Draws(u64);

impl Draws {
    pub(crate) fn new(seed: u64, purpose: u64, index: u64) -> Draws {
        let stream = mix(seed ^ mix(purpose.wrapping_mul(GOLDEN)));
        Draws(mix(stream.wrapping_add(index.wrapping_mul(GOLDEN))))
    }

    #[inline]
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        mix(self.0)
    }

    /// A number below `n`, which is at least 1. The bias, below n / 2^64, can't be seen.
    #[inline]
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(n)) >> 64) as u64
    }

    /// One of `choices`, which must not be empty.
    #[inline]
    pub(crate) fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len() as u64) as usize]
    }
}

/// A one-to-one shuffle of the numbers below `size`, computed rather than stored: a four-round Feistel
/// network on the next even number of bits, walked until it lands inside (Black and Rogaway, 2002).
#[derive(Clone)]
pub(crate) struct Permutation {
    size: u64,
    half: u32,
    keys: [u64; 4],
}

impl Permutation {
    pub(crate) fn new(seed: u64, purpose: u64, size: u64) -> Permutation {
        let mut draws = Draws::new(seed, purpose, 0);
        let bits = u64::BITS - size.saturating_sub(1).leading_zeros();
        Permutation {
            size,
            half: bits.div_ceil(2).max(1),
            keys: std::array::from_fn(|_| draws.next()),
        }
    }

    /// Where `index` goes; `index` must be below the size.
    #[inline]
    pub(crate) fn of(&self, index: u64) -> u64 {
        debug_assert!(index < self.size);
        let mut at = self.once(index);
        while at >= self.size {
            at = self.once(at);
        }
        at
    }

    #[inline]
    fn once(&self, value: u64) -> u64 {
        let mask = (1u64 << self.half) - 1;
        let (mut left, mut right) = (value >> self.half, value & mask);
        for key in self.keys {
            let round = (right ^ key).wrapping_mul(GOLDEN);
            let round = (round ^ (round >> 29)).wrapping_mul(FIRST) >> 32;
            (left, right) = (right, left ^ (round & mask));
        }
        (left << self.half) | right
    }
}

#[inline]
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(FIRST);
    z = (z ^ (z >> 27)).wrapping_mul(SECOND);
    z ^ (z >> 31)
}

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;
const FIRST: u64 = 0xBF58_476D_1CE4_E5B9;
const SECOND: u64 = 0x94D0_49BB_1331_11EB;

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn splitmix_gives_the_published_numbers() {
        // The reference generator's first outputs from state 1234567 (Vigna, splitmix64.c).
        let mut draws = Draws(1_234_567);
        assert_eq!(draws.next(), 6_457_827_717_110_365_317);
        assert_eq!(draws.next(), 3_203_168_211_198_807_973);
    }

    proptest! {
        #[test]
        fn a_permutation_hits_everything_once(seed: u64, size in 1u64..3_000) {
            let shuffle = Permutation::new(seed, 1, size);
            let seen: HashSet<u64> = (0..size).map(|index| shuffle.of(index)).collect();
            prop_assert_eq!(seen.len() as u64, size);
            prop_assert!(seen.into_iter().all(|at| at < size));
        }
    }
}
