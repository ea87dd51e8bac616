//! Claimed people against what was seen and against the indexes.

use assay_index::Covers;

use super::limits::Limits;
use super::{ClaimItem, ClaimStatus, Known};
use crate::Quantity;
use crate::words::{about, count, percent};

pub(super) fn item(claimed: u64, seen: &Known<'_>) -> ClaimItem {
    let (status, because, figures) = status(claimed, seen);
    let mut also = figures;
    if status != ClaimStatus::Impossible {
        also.extend(implied_share(claimed, seen));
        also.extend(repeats(claimed, seen));
        also.extend(Limits::of(claimed, &[Quantity::NumbersIssued], seen).sentences);
    }
    ClaimItem {
        claimed,
        status,
        because,
        also,
    }
}

fn status(claimed: u64, seen: &Known<'_>) -> (ClaimStatus, String, Vec<String>) {
    let known = seen.people_at_least;
    if known > claimed {
        let because = format!(
            "the sample alone shows at least {} distinct people, more than the {} claimed",
            count(known),
            count(claimed)
        );
        return (ClaimStatus::Impossible, because, Vec::new());
    }
    if let Some(rows) = seen.claim().rows.filter(|rows| *rows < claimed) {
        let because = format!(
            "{} rows can't hold {} people, one row being one person at most",
            count(rows),
            count(claimed)
        );
        return (ClaimStatus::Impossible, because, Vec::new());
    }
    let limits = Limits::of(claimed, &[Quantity::ListingPeople], seen);
    let (by_index, because) = by_index(claimed, seen);
    let mut figures = limits.sentences;
    match (by_index, limits.status) {
        // An index only shows that so many people could be meant; an estimate is of the listing itself.
        (ClaimStatus::Inflated, _) => (by_index, because, figures),
        (_, Some(status)) => {
            let first = figures.remove(0);
            figures.insert(0, because);
            (status, first, figures)
        }
        (ClaimStatus::Consistent, None) if seen.is_random() && !figures.is_empty() => {
            let because = format!("{because}; but the figures below do not agree with the claim, or with each other");
            (ClaimStatus::Undecided, because, figures)
        }
        _ => (by_index, because, figures),
    }
}

/// What the people in the indexes say. Several indexes may hold the same people: together they hold at least the largest
/// and at most the sum.
fn by_index(claimed: u64, seen: &Known<'_>) -> (ClaimStatus, String) {
    let (least, most) = people(seen);
    let covers_all = seen.indexes.iter().all(|index| index.covers == Covers::All);
    let claimed_ = count(claimed);
    let known = count(seen.people_at_least);
    if seen.indexes.is_empty() {
        let because =
            format!("at least {known} distinct people were seen; without an index nothing says how many there can be");
        return (ClaimStatus::Undecided, because);
    }
    if claimed <= least {
        let because = format!(
            "at least {known} distinct people were seen and the index holds {}; {claimed_} lies between",
            count(least)
        );
        return (ClaimStatus::Consistent, because);
    }
    if claimed > most && covers_all {
        let newest = seen.indexes.iter().filter_map(|index| index.snapshot.as_deref()).max();
        let until = newest.map_or(String::new(), |date| format!(" until {date}"));
        let because = format!(
            "the company ever had {} customers{until} by the index, which is stated to cover all; {claimed_} are claimed",
            count(most)
        );
        return (ClaimStatus::Inflated, because);
    }
    let why = match covers_all {
        true => "may overlap",
        false => "are not all stated to cover all customers",
    };
    let because = match seen.indexes.len() {
        1 => format!(
            "the index holds {} people and is not stated to cover all customers; {claimed_} are claimed",
            count(most)
        ),
        _ => format!(
            "the indexes hold {} to {} people and {why}; {claimed_} are claimed",
            count(least),
            count(most)
        ),
    };
    (ClaimStatus::Undecided, because)
}

/// People in the indexes, at least and at most.
fn people(seen: &Known<'_>) -> (u64, u64) {
    let people = || seen.indexes.iter().map(|index| index.people);
    (people().max().unwrap_or(0), people().fold(0, u64::saturating_add))
}

/// Claimed people ÷ people in the indexes.
pub(super) fn share_of_customers(claimed: u64, seen: &Known<'_>) -> Option<crate::Limits> {
    let (least, most) = people(seen);
    (least > 0).then(|| crate::Limits {
        low: Some(claimed as f64 / most as f64),
        high: Some(claimed as f64 / least as f64),
    })
}

fn implied_share(claimed: u64, seen: &Known<'_>) -> Option<String> {
    let share = share_of_customers(claimed, seen)?;
    let (low, high) = (share.low?, share.high?);
    let (least, most) = people(seen);
    Some(match least == most {
        true if high > 1.0 => format!(
            "{} people would be {} times those in the index",
            count(claimed),
            about(high)
        ),
        true => format!(
            "{} people would be {} of those in the index, {}",
            count(claimed),
            percent(high),
            every(high)
        ),
        false => format!(
            "{} people would be {} to {} of those in the indexes, which may overlap",
            count(claimed),
            percent(low),
            percent(high)
        ),
    })
}

/// A share as one customer in so many.
fn every(share: f64) -> String {
    match share {
        share if share > 0.75 => "nearly every customer".to_owned(),
        share if share > 0.0 => format!("one customer in {}", about((1.0 / share * 10.0).round() / 10.0)),
        _ => "not one customer".to_owned(),
    }
}

/// The claimed rows at as many rows a person as the sample has. A smaller part of a listing repeats its people less, so
/// that the people come out too many, never too few on average.
fn repeats(claimed: u64, seen: &Known<'_>) -> Option<String> {
    let rows = seen.claim().rows?;
    if seen.people == 0 || seen.rows_of_people <= seen.people {
        return None;
    }
    let per_person = seen.rows_of_people as f64 / seen.people as f64;
    let most = rows as f64 / per_person;
    let fits = match claimed as f64 > most {
        true => "fewer than claimed, so that the two claims do not fit each other",
        false => "and not more are claimed",
    };
    Some(format!(
        "at {} rows a person, as in the sample, the {} claimed rows are at most about {} people, {fits}, if the rest \
         repeats its people at least as often",
        about(per_person),
        count(rows),
        about(most)
    ))
}
