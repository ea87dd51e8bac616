//! `poppy-filters`, version 2 of its filter, as it is by default and at its best level.

use poppy_filters::{BloomFilter, OptLevel, Params};

use crate::library::Library;

/// As it is by default.
pub struct Plain(BloomFilter);

/// At its level `best`, which takes up to twice the bits.
pub struct Best(BloomFilter);

fn filter(keys: usize, rate: f64, level: OptLevel) -> BloomFilter {
    BloomFilter::try_from(Params::new(keys, rate).opt(level)).expect("a filter of this size")
}

impl Library for Plain {
    const NAME: &'static str = "poppy-filters";
    const HASH: &'static str = "wyhash";
    const KEYED: bool = false;

    fn new(keys: usize, rate: f64) -> Self {
        Plain(filter(keys, rate, OptLevel::None))
    }

    fn insert(&mut self, key: &[u8]) {
        self.0.insert_bytes(key).expect("room for all keys");
    }

    fn contains(&self, key: &[u8]) -> bool {
        self.0.contains_bytes(key)
    }

    fn bits(&self) -> u64 {
        self.0.size_in_bytes() as u64 * 8
    }
}

impl Library for Best {
    const NAME: &'static str = "poppy-filters, best";
    const HASH: &'static str = "wyhash";
    const KEYED: bool = false;

    fn new(keys: usize, rate: f64) -> Self {
        Best(filter(keys, rate, OptLevel::Best))
    }

    fn insert(&mut self, key: &[u8]) {
        self.0.insert_bytes(key).expect("room for all keys");
    }

    fn contains(&self, key: &[u8]) -> bool {
        self.0.contains_bytes(key)
    }

    fn bits(&self) -> u64 {
        self.0.size_in_bytes() as u64 * 8
    }
}
