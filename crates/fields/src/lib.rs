//! What values mean: kinds, canonical forms, validity, links. No I/O.
//!
//! A [`Reading`] says how a column is to be read; it turns a raw cell into a *canonical value*, the one
//! spelling that all spellings of a value fold to, or into the reason why there is none. A [`Row`] holds
//! the canonical values of one record or of one row of a sample; a [`Class`] (a single kind or a link of
//! several) turns them into the messages that are hashed. Both sides of a test, the company's records and
//! the seller's sample, go through this crate and nothing else, so that they meet.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod class;
mod columns;
mod combined;
pub mod detect;
mod kind;
mod kinds;
mod mapping;
mod mask;
mod memo;
mod outline;
mod parsed;
mod placeholder;
mod reading;
mod row;
mod tokens;

pub use class::{Class, ClassError, Emit, Part, Side, default_links};
pub use columns::{Column, ColumnError, ColumnOptions, decide, find};
pub use combined::{Combined, CombinedProfile};
pub use kind::{Kind, UnknownKind};
pub use mapping::{BadMapping, ColumnRef, Mapping};
pub use outline::outline;
pub use parsed::{Doubt, Parsed, Reason};
pub use reading::{DateOrder, OpaqueName, Reading, Region};
pub use row::{Row, Value};
