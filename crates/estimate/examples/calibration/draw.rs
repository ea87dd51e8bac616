//! Random counts from a seed.

use rand::{Rng, RngExt, SeedableRng};
use rand_pcg::Pcg64;

use crate::enumerate::Masses;

/// The generator of one setting: settings can be computed in any order.
pub fn generator(seed: u64, setting: u64) -> Pcg64 {
    Pcg64::seed_from_u64(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ setting)
}

/// A law to draw from, by its cumulative sums.
pub struct Table {
    first: u64,
    cumulative: Vec<f64>,
}

impl Table {
    pub fn new(masses: &Masses) -> Self {
        let mut sum = 0.0;
        let cumulative = masses.iter().map(|(_, mass)| {
            sum += mass;
            sum
        });
        Self {
            first: masses.first,
            cumulative: cumulative.collect(),
        }
    }

    pub fn draw(&self, random: &mut impl Rng) -> u64 {
        let at: f64 = random.random();
        let index = self.cumulative.partition_point(|sum| *sum <= at);
        self.first + index.min(self.cumulative.len() - 1) as u64
    }
}
