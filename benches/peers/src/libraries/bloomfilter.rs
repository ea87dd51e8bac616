//! `bloomfilter` 3 on the keys themselves, under its own SipHash-1-3.

use bloomfilter::Bloom;

use super::SECRET;
use crate::library::Library;

/// A filter of the crate's.
pub struct Bloomfilter(Bloom<[u8]>);

impl Library for Bloomfilter {
    const NAME: &'static str = "bloomfilter 3";
    const HASH: &'static str = "SipHash-1-3, twice";
    const KEYED: bool = true;

    fn new(keys: usize, rate: f64) -> Self {
        Bloomfilter(Bloom::new_for_fp_rate_with_seed(keys, rate, &SECRET).expect("a filter of this size"))
    }

    fn insert(&mut self, key: &[u8]) {
        self.0.set(key);
    }

    fn contains(&self, key: &[u8]) -> bool {
        self.0.check(key)
    }

    fn bits(&self) -> u64 {
        self.0.len()
    }
}
