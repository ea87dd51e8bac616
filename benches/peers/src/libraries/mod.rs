//! The libraries, one a file.

pub mod assay;
pub mod assay_memory;
pub mod bloomfilter;
pub mod fastbloom;
pub mod poppy;

/// The key of every hash that takes one.
pub const SECRET: [u8; 32] = *b"a key for benchmarks, not secret";
