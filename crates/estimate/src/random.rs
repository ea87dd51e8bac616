//! Random numbers that are the same in every run: what is simulated is a function of the data alone.

use rand::{Rng, RngExt, SeedableRng};
use rand_pcg::Pcg64;

/// A generator with a fixed beginning (PCG XSL-RR 128/64; O'Neill 2014).
#[derive(Debug, Clone)]
pub struct Random(Pcg64);

impl Random {
    /// The generator of a seed.
    pub fn new(seed: u64) -> Self {
        Self(Pcg64::seed_from_u64(seed))
    }

    /// A number from 0 to below 1.
    pub fn unit(&mut self) -> f64 {
        self.0.random()
    }

    /// A number below `n`, which is at least 1.
    pub fn below(&mut self, n: u64) -> u64 {
        self.0.random_range(0..n.max(1))
    }

    /// Puts things into a random order (Fisher & Yates).
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for at in (1..things.len()).rev() {
            let other = self.below(at as u64 + 1) as usize;
            things.swap(at, other);
        }
    }

    /// Where another generator may begin.
    #[cfg(test)]
    pub(crate) fn seed(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// The generator itself, for distributions.
    pub(crate) fn source(&mut self) -> &mut impl Rng {
        &mut self.0
    }
}
