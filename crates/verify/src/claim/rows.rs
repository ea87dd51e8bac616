//! Claimed rows against what was seen.

use super::limits::Limits;
use super::{ClaimItem, ClaimStatus, Known, bytes};
use crate::Quantity;
use crate::words::count;

pub(super) fn item(claimed: u64, seen: &Known<'_>) -> ClaimItem {
    let done = |status, because: String, also| ClaimItem {
        claimed,
        status,
        because,
        also,
    };
    let least = count(seen.distinct_rows);
    if seen.distinct_rows > claimed && seen.tables == 1 {
        let because = format!(
            "the sample alone has at least {least} distinct rows, more than the {} claimed",
            count(claimed)
        );
        return done(ClaimStatus::Impossible, because, Vec::new());
    }
    let limits = Limits::of(claimed, &[Quantity::ListingRows, Quantity::ListingDistinctRows], seen);
    let too_many = bytes::too_few_for(claimed, seen);
    let mut also = limits.sentences;
    let status = match (limits.status, &too_many) {
        // They contradict each other.
        (Some(ClaimStatus::Consistent), Some(_)) => None,
        (None, Some(_)) if seen.is_random() && also.is_empty() => Some(ClaimStatus::Inflated),
        (status, _) => status,
    };
    also.extend(too_many);
    match status {
        Some(status) => {
            let because = also.remove(0);
            done(status, because, also)
        }
        None => done(ClaimStatus::Undecided, undecided(claimed, seen, !also.is_empty()), also),
    }
}

fn undecided(claimed: u64, seen: &Known<'_>, has_figures: bool) -> String {
    let rows = count(seen.rows);
    if seen.distinct_rows > claimed {
        return format!(
            "the sample has {rows} rows in {} tables, and the claim may count those of one",
            seen.tables
        );
    }
    if seen.rows > claimed {
        return format!(
            "the sample has {rows} rows, of which only {} differ for sure; the repeats may be the sample's own",
            count(seen.distinct_rows)
        );
    }
    let seen_rows = format!(
        "the sample has {rows} rows, at least {} of them distinct",
        count(seen.distinct_rows)
    );
    match (has_figures, seen.is_random()) {
        (false, _) => format!("{seen_rows}; one sample can't show how many more the listing has"),
        (true, false) => {
            format!(
                "{seen_rows}; the seller chose them, so that the figures below hold only if they were drawn at random"
            )
        }
        (true, true) => format!("{seen_rows}, and the figures below do not agree with the claim, or with each other"),
    }
}
