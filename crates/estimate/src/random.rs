//! Random numbers that are the same in every run: what is simulated is a function of the data alone.

use rand::{Rng, RngExt, SeedableRng};
use rand_pcg::Pcg64;

/// A generator with a fixed beginning (PCG XSL-RR 128/64; O'Neill 2014).
pub(crate) struct Random(Pcg64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Pcg64::seed_from_u64(seed))
    }

    /// A number from 0 to below 1.
    pub(crate) fn unit(&mut self) -> f64 {
        self.0.random()
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
