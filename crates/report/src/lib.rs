//! The report's model and its renderers.
//!
//! A [`Report`] is what a test leaves behind: the findings of `assay-verify` between the name of the tool, the
//! [`Evidence`] that makes them defensible, and the name of the format. [`to_json`] and [`from_json`] write and
//! read it, [`terminal::render`] says it in words and tables, [`rows`] writes what became of each row. Nothing
//! here holds a value of a sample, opens a file or asks for the time.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod error;
mod evidence;
mod json;
mod model;
pub mod rows;
mod sizes;
pub mod terminal;
mod text;

pub use error::Error;
pub use evidence::{Evidence, Input, Role};
pub use json::{from_json, to_json};
pub use model::{Report, SCHEMA, Tool};
pub use sizes::{SIZES_SCHEMA, SizeReport};
pub use text::{plain, warning_text};
