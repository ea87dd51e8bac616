//! The estimates of a test, each with what must hold for it. One file a topic; the order here is that of the report.

mod estimate;
mod floor;
mod overlap;
mod rates;

use crate::controls::{Controls, Rate};
use crate::weigh::Rows;
use crate::{Error, IndexFindings, MatchFindings, Options, Sampling};

pub use estimate::{Assumption, Estimate, Holds, Quantity, Topic, Unit};

/// What the estimates are made from.
pub(crate) struct Known<'a> {
    pub(crate) rows: &'a Rows,
    pub(crate) matched: &'a MatchFindings,
    pub(crate) indexes: &'a [IndexFindings],
    pub(crate) options: &'a Options,
    pub(crate) controls: &'a Controls,
    /// Distinct rows that came out as genuine, beside the others that could be tested.
    pub(crate) rate_of_rows: Rate,
}

/// Every estimate, the assumption-free floor first.
pub(crate) fn estimates(known: &Known<'_>) -> Result<Vec<Estimate>, Error> {
    let mut estimates = floor::estimates(known)?;
    estimates.extend(rates::estimates(known)?);
    estimates.extend(overlap::estimates(known));
    Ok(estimates)
}

impl Estimate {
    /// With the assumption that lets a figure of the sample speak for the listing.
    pub(crate) fn if_random(self, sampling: Sampling) -> Estimate {
        let text = match sampling {
            Sampling::Seller => "the rows were drawn at random from the listing",
            Sampling::Random => "the rows were drawn at random from the listing, as stated",
        };
        self.assuming(text, Holds::Unknown)
    }
}
