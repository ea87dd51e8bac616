//! `fastbloom` under three hashes: its own keyed SipHash-1-3, the fastest one without a key, and assay's.

use std::hash::BuildHasher;

use fastbloom::{AtomicBloomFilter, DefaultHasher};
use foldhash::fast::FixedState;

use super::SECRET;
use crate::library::Library;

/// Under SipHash-1-3, the crate's own.
pub struct Sip(AtomicBloomFilter<DefaultHasher>);

/// Under foldhash with a fixed state.
pub struct Fold(AtomicBloomFilter<FixedState>);

/// Under keyed BLAKE3, one key at a time: the hash that assay has, through the crate's door for hashes.
pub struct Blake3(AtomicBloomFilter<FixedState>);

fn filter<S: BuildHasher>(keys: usize, rate: f64, hasher: S) -> AtomicBloomFilter<S> {
    AtomicBloomFilter::with_false_pos(rate)
        .hasher(hasher)
        .expected_items(keys)
}

fn blake3(key: &[u8]) -> u64 {
    let hash = blake3::keyed_hash(&SECRET, key);
    u64::from_le_bytes(hash.as_bytes()[..8].try_into().expect("eight bytes"))
}

impl Library for Sip {
    const NAME: &'static str = "fastbloom";
    const HASH: &'static str = "SipHash-1-3";
    const KEYED: bool = true;
    const SHARED: bool = true;

    fn new(keys: usize, rate: f64) -> Self {
        let seed: &[u8; 16] = SECRET.first_chunk().expect("half of the key");
        Sip(filter(keys, rate, DefaultHasher::seeded(seed)))
    }

    fn insert(&mut self, key: &[u8]) {
        self.0.insert(key);
    }

    fn insert_shared(&self, key: &[u8]) {
        self.0.insert(key);
    }

    fn contains(&self, key: &[u8]) -> bool {
        self.0.contains(key)
    }

    fn bits(&self) -> u64 {
        self.0.num_bits() as u64
    }
}

impl Library for Fold {
    const NAME: &'static str = "fastbloom";
    const HASH: &'static str = "foldhash";
    const KEYED: bool = false;
    const SHARED: bool = true;

    fn new(keys: usize, rate: f64) -> Self {
        Fold(filter(keys, rate, FixedState::default()))
    }

    fn insert(&mut self, key: &[u8]) {
        self.0.insert(key);
    }

    fn insert_shared(&self, key: &[u8]) {
        self.0.insert(key);
    }

    fn contains(&self, key: &[u8]) -> bool {
        self.0.contains(key)
    }

    fn bits(&self) -> u64 {
        self.0.num_bits() as u64
    }
}

impl Library for Blake3 {
    const NAME: &'static str = "fastbloom";
    const HASH: &'static str = "BLAKE3, one at a time";
    const KEYED: bool = true;
    const SHARED: bool = true;

    fn new(keys: usize, rate: f64) -> Self {
        Blake3(filter(keys, rate, FixedState::default()))
    }

    fn insert(&mut self, key: &[u8]) {
        self.0.insert_hash(blake3(key));
    }

    fn insert_shared(&self, key: &[u8]) {
        self.0.insert_hash(blake3(key));
    }

    fn contains(&self, key: &[u8]) -> bool {
        self.0.contains_hash(blake3(key))
    }

    fn bits(&self) -> u64 {
        self.0.num_bits() as u64
    }
}
