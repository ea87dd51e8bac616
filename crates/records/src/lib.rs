//! A company's tables, read through polars in batches of text.
//!
//! [`Source::expand`] finds the inputs, [`Table::open`] reads their columns, [`Table::head`] shows their leading rows
//! for detection, and [`Table::scan`] hands on all rows, with bounded memory, to several threads.
//!
//! Everything is text: delimited fields are never taken for numbers, so leading zeros survive, and typed columns
//! are printed in one canonical way, so that a CSV and a Parquet export of one table give the same cells. A line that
//! is no row is counted by reason.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod batch;
mod build;
mod canary;
mod cells;
mod columnar;
mod dialect;
mod disk;
mod error;
mod framing;
mod json_lines;
mod label;
mod plan;
mod progress;
#[cfg(test)]
mod reading_tests;
mod record;
mod scan;
mod source;
mod space;
mod table;
mod timings;

pub use batch::{Batch, Column};
pub use build::{IndexOptions, Watch, index};
pub use canary::{CanaryError, read_canaries};
pub use error::{ColumnLabel, Error};
pub use plan::{Plan, PlanOptions, decided_by};
pub use progress::Progress;
pub use source::{Compression, Format, Source};
pub use table::{Options, RejectReason, ScanCounts, Table};
pub use timings::Timings;
