//! A claimed number of people against the segment that the matched customers are of.

use assay_index::Covers;

use crate::estimates::in_words;
use crate::{ClaimFindings, ClaimStatus, IndexFindings, MatchFindings, Options, Sampling};

/// Adds to the claim of people how many customers a listing can hold that is of the segments seen. With rows drawn at
/// random and an index of all customers, more are inflated; with rows that the seller chose it is a remark with its
/// condition.
pub(crate) fn consider(
    claim: &mut ClaimFindings,
    matched: &MatchFindings,
    indexes: &[IndexFindings],
    options: &Options,
) {
    let Some(people) = &mut claim.people else { return };
    // Several indexes may each hold a part of the listing.
    let [index] = indexes else { return };
    let bounds = matched
        .segments
        .iter()
        .filter_map(|found| Some((found, found.bound.as_ref()?)));
    let Some((found, bound)) = bounds.min_by_key(|(_, bound)| bound.customers) else {
        return;
    };
    if bound.customers >= people.claimed || bound.customers >= index.people {
        return;
    }
    let segment = in_words(&found.label, &bound.segment);
    people.because += &format!(
        "; were the rows drawn at random, the listing would hold at most {} customers of the index, since it would be \
         largely of {segment}",
        bound.customers
    );
    let undecided = matches!(people.status, ClaimStatus::Consistent | ClaimStatus::Undecided);
    if options.sampling == Sampling::Random && index.covers == Covers::All && undecided {
        people.status = ClaimStatus::Inflated;
    }
}
