//! One bit a row, set from several threads.

use std::sync::atomic::{AtomicU64, Ordering};

pub(super) struct Bits(Vec<AtomicU64>);

impl Bits {
    pub(super) fn new(len: u32) -> Bits {
        Bits((0..(len as usize).div_ceil(64)).map(|_| AtomicU64::new(0)).collect())
    }

    pub(super) fn set(&self, at: u32) {
        self.0[at as usize / 64].fetch_or(1 << (at % 64), Ordering::Relaxed);
    }

    pub(super) fn has(&self, at: u32) -> bool {
        self.0[at as usize / 64].load(Ordering::Relaxed) >> (at % 64) & 1 != 0
    }
}
