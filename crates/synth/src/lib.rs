//! Synthetic companies and listings with known truth, any size, from a seed.
//!
//! Everything here is made up. No value was taken from a real person's record; where one equals a real
//! person's, that is chance.
//!
//! - [`Company`]: customer records, US-shaped. Record `i` is a pure function of the seed and `i`, so any
//!   slice can be made anywhere and a table's bytes depend on neither threads nor machine.
//! - [`Listing`]: what a seller would show as proof, of any kind, with the truth of every row and the verdicts that are right.
//! - [`ShippedListing`]: the same of the seven kinds that are shipped, whose bytes never change.
//! - [`Snapshot`], [`Leak`], [`OtherCompany`]: what else an index may hold.
//! - [`Dump`]: the whole table as it would leak, every value in another spelling.
//! - [`datasets`]: the files under `datasets/` in this repository.
//!
//! Random numbers come from a generator of this crate (SplitMix64), vocabularies from lists in its `data`
//! folder: the `rand` crate does not promise the same stream from one version to the next, nor a
//! fake-data crate the same names, and the shipped files must never change by themselves. Names that
//! fake-data generators are known for would also look like fabrication.
//!
//! ```
//! use assay_synth::{Column, Company, ShippedListing, ShippedKind};
//! let company = Company::new(7, 1_000)?;
//! assert_eq!(company.record(0).get(Column::Ssn).len(), 11);
//!
//! let (mut sample, mut truth) = (Vec::new(), Vec::new());
//! ShippedListing::new(&company, ShippedKind::Stitched, 7, 100)?.write(&mut sample, &mut truth, &|_| {})?;
//! assert_eq!(truth.split(|byte| *byte == b'\n').nth(1), Some(b"1,conflicting,".as_slice()));
//! # Ok::<(), assay_synth::Error>(())
//! ```

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod company;
pub mod datasets;
mod draw;
mod dump;
mod error;
mod layout;
mod listing;
mod numbers;
mod person;
mod record;
mod respell;
mod shipped;
mod slips;
mod snapshot;
mod text;
mod truth;
mod vocabulary;

pub use company::Company;
pub use dump::Dump;
pub use error::Error;
pub use listing::{Expected, Finding, Leak, Listing, ListingKind, OtherCompany, Recipe};
pub use record::{Column, Record};
pub use shipped::{ShippedKind, ShippedListing};
pub use snapshot::Snapshot;
pub use truth::{Grade, Truth};
