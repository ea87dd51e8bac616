//! What a listing states, against what was seen.

mod bytes;
mod date;
mod fields;
mod file;
mod findings;
mod known;
mod limits;
mod people;
mod period;
mod promise;
mod rows;
mod size;
mod warnings;

use serde::{Deserialize, Serialize};

use crate::Error;

pub use file::BadClaim;
pub use findings::{ClaimDate, ClaimField, ClaimFindings, ClaimItem, ClaimStatus, FieldStatus};
pub(crate) use known::Known;
pub use period::{BadPeriod, Period};
pub use promise::{BadPromise, Promise};
pub use size::{BadSize, parse_size};
pub(crate) use warnings::warnings;

/// What a listing states. Everything in it is the seller's word, as the investigator wrote it down.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Rows.
    pub rows: Option<u64>,
    /// People.
    pub people: Option<u64>,
    /// Bytes.
    pub bytes: Option<u64>,
    /// Whether the bytes are those of a compressed archive, where that is known.
    pub compressed: Option<bool>,
    /// Whose data it is said to be.
    pub company: Option<String>,
    /// The fields that it promises.
    pub fields: Vec<Promise>,
    /// When the data is said to be from.
    pub date: Option<Period>,
    /// Where the listing was seen.
    pub source: Option<String>,
    /// When it was seen.
    pub seen: Option<Period>,
}

impl Claim {
    /// What is stated here, and what `other` states of the rest.
    pub fn or(self, other: Claim) -> Claim {
        Claim {
            rows: self.rows.or(other.rows),
            people: self.people.or(other.people),
            bytes: self.bytes.or(other.bytes),
            compressed: self.compressed.or(other.compressed),
            company: self.company.or(other.company),
            fields: match self.fields.is_empty() {
                true => other.fields,
                false => self.fields,
            },
            date: self.date.or(other.date),
            source: self.source.or(other.source),
            seen: self.seen.or(other.seen),
        }
    }
}

/// Sets the claim against what was seen. `impossible` needs a contradiction that holds for any sample of the listing;
/// an estimate decides only where the rows are stated to be drawn at random.
pub(crate) fn against(seen: &Known<'_>) -> Result<ClaimFindings, Error> {
    let claim = seen.claim();
    Ok(ClaimFindings {
        rows: claim.rows.map(|claimed| rows::item(claimed, seen)),
        people: claim.people.map(|claimed| people::item(claimed, seen)),
        share_of_customers: claim
            .people
            .and_then(|claimed| people::share_of_customers(claimed, seen)),
        bytes: claim.bytes.map(|claimed| bytes::item(claimed, seen)),
        compressed: claim.compressed,
        fields: fields::fields(seen)?,
        company: claim.company.clone(),
        date: claim.date.map(|date| date::item(date, seen)),
        source: claim.source.clone(),
        seen: claim.seen,
    })
}

#[cfg(test)]
mod tests;
