//! The claimed date of the data against the other dates.

use super::{ClaimDate, ClaimStatus, Known, Period};

pub(super) fn item(claimed: Period, seen: &Known<'_>) -> ClaimDate {
    let (status, because) = status(claimed, seen);
    ClaimDate {
        claimed,
        status,
        because,
    }
}

fn status(claimed: Period, seen: &Known<'_>) -> (ClaimStatus, String) {
    if let Some(listing) = seen.claim().seen.filter(|listing| listing.last() < claimed.first()) {
        let because = format!("the listing was seen before the data can be from {claimed}, namely {listing}");
        return (ClaimStatus::Impossible, because);
    }
    if seen.options.is_yet_to_come(claimed) {
        return (ClaimStatus::Impossible, format!("{claimed} is yet to come"));
    }
    let dated = |index: &crate::IndexFindings| Some(format!("{} of {}", index.index, index.snapshot.as_ref()?));
    let snapshots: Vec<String> = seen.indexes.iter().filter_map(dated).collect();
    let because = match snapshots.is_empty() {
        true => "the sample doesn't show when it was taken".to_owned(),
        false => format!(
            "the sample doesn't show when it was taken; the indexes are {}",
            snapshots.join(", ")
        ),
    };
    (ClaimStatus::Undecided, because)
}
