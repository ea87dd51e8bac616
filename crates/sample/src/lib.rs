//! A seller's bytes: encoding, dialect, columns, rows.
//!
//! A [`Sample`] reads a head of the input, finds out its form, encoding and dialect, decides from the
//! leading rows what each column holds, and then hands out all rows in batches. Its memory is bounded
//! whatever the input's size, and it writes nothing to disk. Only delimited text is read so far; every
//! other [`Form`] is recognised and refused with what to do about it.
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
pub use options::Options;
pub use sample::Sample;
pub use table::Table;
pub use unreadable::Unreadable;
