//! A seller's bytes, in whatever form: members, tables, columns, rows.
//!
//! A [`Sample`] unpacks its input member by member ([`pack`]), finds out the form, encoding and dialect of each from its
//! beginning, decides from the leading rows of each table what its columns hold, and hands out all rows in batches, each of
//! one table. Every byte of a text is booked as part of a row, of something rejected, or of what is no row. Memory is
//! bounded whatever the input's size, and nothing is written to disk.
//!
//! No value of the input ever stands in an error, a `Debug` text or a count.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod arena;
mod batch;
mod books;
mod columns;
mod counts;
mod delimiter;
mod dialect;
mod error;
mod expand;
mod form;
mod forms;
mod input;
mod lengths;
mod options;
pub mod pack;
mod row;
mod rows;
mod sample;
mod table;
mod text;
mod unreadable;
mod value;
mod window;

pub use batch::{Row, RowBatch};
pub use books::{RejectWatcher, Rejected};
pub use counts::{ByteCounts, Flaw, Reject, RowCounts};
pub use delimiter::Delimiter;
pub use dialect::{Dialect, Found, LineEnd};
pub use error::Error;
pub use form::{Form, UnknownForm};
pub use lengths::RowLengths;
pub use options::Options;
pub use sample::{Sample, Watchers};
pub use table::Table;
pub use unreadable::Unreadable;
