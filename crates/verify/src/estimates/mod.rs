//! The estimates of a test, each with what must hold for it. One file a topic; the order here is that of the report.

mod bytes;
mod estimate;
mod floor;
mod overlap;
mod rates;
pub(crate) mod round;
mod segments;
mod serials;
mod size;

use assay_fields::Kind;

use crate::controls::{Controls, Rate};
use crate::weigh::Rows;
use crate::{Error, IndexFindings, MadeUp, MatchFindings, Options, SampleFacts, Sampling};

pub(crate) use bytes::MOST_COMPRESSION;
pub use estimate::{Assumption, Estimate, Holds, Quantity, Topic, Unit};
pub(crate) use segments::in_words;
pub use size::{SizeCounts, size_estimates};

/// What the estimates are made from.
pub(crate) struct Known<'a> {
    pub(crate) facts: &'a SampleFacts,
    pub(crate) rows: &'a Rows,
    pub(crate) made_up: &'a [MadeUp],
    pub(crate) matched: &'a MatchFindings,
    pub(crate) indexes: &'a [IndexFindings],
    pub(crate) size: &'a SizeCounts,
    pub(crate) options: &'a Options,
    pub(crate) controls: &'a Controls,
    /// Distinct rows that came out as genuine, beside the others that could be tested.
    pub(crate) rate_of_rows: Rate,
}

/// Every estimate, the assumption-free floor first.
pub(crate) fn estimates(known: &Known<'_>) -> Result<Vec<Estimate>, Error> {
    let mut estimates = floor::estimates(known)?;
    estimates.extend(size_estimates(known.size, known.options)?);
    estimates.extend(rates::estimates(known)?);
    let own: Vec<_> = known
        .indexes
        .iter()
        .flat_map(|index| index.own.iter().copied())
        .collect();
    estimates.extend(of_numbers_and_bytes(known.facts, &own, known.options));
    estimates.extend(segments::estimates(known));
    estimates.extend(overlap::estimates(known));
    Ok(estimates)
}

/// What numbers issued one after the other, and the lengths of rows, say of a size; no index is needed for that. `own` are
/// kinds that only the company assigns, besides the account.
pub(crate) fn of_numbers_and_bytes(facts: &SampleFacts, own: &[Kind], options: &Options) -> Vec<Estimate> {
    let mut estimates = serials::estimates(facts, own, options);
    estimates.extend(bytes::estimates(facts, options));
    estimates
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
