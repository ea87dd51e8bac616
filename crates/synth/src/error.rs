use std::io;

use crate::{ListingKind, ShippedKind};

/// Why a company or a listing can't be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// More records than there are distinct identifiers for.
    #[error("{asked} records were asked for; identifiers are unique for at most {most}: ask for fewer")]
    TooManyRecords {
        /// Records asked for.
        asked: u64,
        /// The most that a company can have.
        most: u64,
    },
    /// More rows than there are invented people.
    #[error("{asked} rows were asked for; a listing can have at most {most} invented ones: ask for fewer rows")]
    TooManyRows {
        /// Rows asked for.
        asked: u64,
        /// The most that a listing can have.
        most: u64,
    },
    /// Too few customers for the rows asked for.
    #[error(
        "{rows} rows of a {kind} listing can't be drawn from {records} customers: ask for fewer rows or a larger company"
    )]
    TooFewCustomers {
        /// The listing's kind.
        kind: ShippedKind,
        /// Rows asked for.
        rows: u64,
        /// Customers of the company.
        records: u64,
    },
    /// Too few people for the rows asked for.
    #[error(
        "{rows} rows of a {kind} listing can't be drawn from {people} people: ask for fewer rows, a larger company, another plan \
         (postpaid, prepaid, business, former) or another day"
    )]
    TooFewPeople {
        /// The listing's kind.
        kind: ListingKind,
        /// Rows asked for.
        rows: u64,
        /// People who fit, or might.
        people: u64,
    },
    /// A share that is none.
    #[error("expected a share between 0 and 1, found {0}")]
    BadShare(f64),
    /// A word that names no kind of listing.
    #[error("expected a kind of listing, one of {known}; found another word of {length} characters")]
    UnknownKind {
        /// The kinds that there are.
        known: String,
        /// Length of what was found, in characters.
        length: usize,
    },
    /// Output could not be written.
    #[error("the {what} could not be written: {source}")]
    Write {
        /// Which output.
        what: String,
        /// What the system said.
        source: io::Error,
    },
}
