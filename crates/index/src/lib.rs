//! Key, digest, filters and the index file; build and probe.
//!
//! A [`Key`] is 32 secret bytes. A [`Digester`] turns the messages of a [`Class`](assay_fields::Class) into
//! 64-bit digests under that key; [`Keyed`] does so in-process with BLAKE3. A [`Builder`] collects the digests of
//! a company's records and writes the index file: per class a set of shards, each a Bloom filter over its own
//! distinct digests, and a [`Manifest`]. [`Index`] opens such a file, checks it and looks digests up.
//!
//! An index is a pure function of the records, the key, the options and the format version: the number of
//! threads and the order of the records leave no trace in it.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod build;
mod canary;
pub mod container;
mod digest;
mod error;
pub mod filter;
mod key;
mod label;
mod lanes;
mod manifest;
mod open;
mod output;
mod probe;
mod shards;
mod spill;

pub use build::{BuildOptions, Builder, ChunkDigests, Disk, stands_alone};
pub use canary::Canary;
pub use digest::{Digester, Keyed, Messages, mix};
pub use error::Error;
pub use filter::FilterKind;
pub use key::{Key, KeyId};
pub use label::{ChunkPairs, LabelPair, NO_VALUE, OTHERS, Segment, Segments, push_label};
pub use manifest::{ClassEntry, ColumnUse, Covers, Manifest, NameAgreement, RecordCounts, Scheme};
pub use open::{Index, LockedIndex};
pub use output::{Output, remove_unfinished};
pub use spill::{Parts, Spill, free_space};
