//! The estimates of a test, each with what must hold for it. One file a topic; the order here is that of the report.

mod estimate;
mod floor;
mod overlap;
mod segments;
mod zero;

use crate::weigh::Rows;
use crate::{Error, IndexFindings, MatchFindings, Options, Sampling};

pub use estimate::{Assumption, Estimate, Holds, Topic, Unit};
pub(crate) use segments::in_words;

/// What the estimates are made from.
pub(crate) struct Known<'a> {
    pub(crate) rows: &'a Rows,
    pub(crate) matched: &'a MatchFindings,
    pub(crate) indexes: &'a [IndexFindings],
    pub(crate) options: &'a Options,
}

/// Every estimate, the assumption-free floor first.
pub(crate) fn estimates(known: &Known<'_>) -> Result<Vec<Estimate>, Error> {
    let mut estimates = floor::estimates(known)?;
    estimates.extend(zero::estimates(known));
    estimates.extend(segments::estimates(known));
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
