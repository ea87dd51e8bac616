//! What the programs of this package share. Each of them prints one JSON object a line, which `benches/run` reads,
//! and fails if a filter misses a key that was put in or hits far too often.

pub mod arguments;
pub mod digests;
pub mod keys;
pub mod libraries;
pub mod library;
pub mod shard_filter;
pub mod shard_filters;
