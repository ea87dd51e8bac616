use std::io;

use crate::ListingKind;

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
        kind: ListingKind,
        /// Rows asked for.
        rows: u64,
        /// Customers of the company.
        records: u64,
    },
    /// A word that names no kind of listing.
    #[error(
        "expected a kind of listing, one of {}; found another word of {length} characters",
        ListingKind::names()
    )]
    UnknownKind {
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
