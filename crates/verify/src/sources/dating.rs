//! When the data were taken, from dated snapshots of one company.
//!
//! A table that is taken at one moment holds of each customer the version of that moment. Versions that no snapshot up to
//! some date has were made after it: the data were taken later. Versions that a later snapshot has replaced, though it still
//! knows the customer, were the valid ones before it: the data were taken earlier. What is missing says less: if customers
//! who joined between two snapshots are absent where some should have been drawn, the data are older than the later one, but
//! only if the rows were drawn at random.

use std::collections::BTreeSet;

use assay_fields::Class;
use assay_index::Covers;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{KnownRows, Source};
use crate::amount::Amount;
use crate::{FieldMatch, IndexFindings, Sampling};

/// When the data were taken, by the company's dated indexes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dating {
    /// The dates, oldest first.
    pub snapshots: Vec<SnapshotMatch>,
    /// The data hold versions that no index up to this date has: they were taken later.
    pub after: Option<Date>,
    /// The data hold versions that an index of this date has replaced: they were taken earlier.
    pub before: Option<Date>,
    /// What is absent says that they were taken before this date, if the rows were drawn at random.
    pub before_if_random: Option<Date>,
    /// Whether the versions are of several dates: no one moment explains them.
    pub mixed: bool,
    /// Whether the rows were stated to be drawn at random.
    pub random: bool,
}

/// The rows as the company's indexes of one date see them. Counts are of distinct rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SnapshotMatch {
    /// The date.
    pub date: Date,
    /// The file names of its indexes.
    pub indexes: Vec<String>,
    /// Rows that they explain whole.
    pub explained: u64,
    /// Of these, rows that no earlier index explains.
    pub new: u64,
    /// Rows that only earlier indexes explain whole, though these ones, or later ones, still know the customer.
    pub replaced: u64,
    /// Customers.
    pub people: u64,
}

impl Dating {
    /// What the company's dated indexes say; nothing if they are of fewer than two dates or explain too few rows.
    pub(crate) fn of(
        rows: &KnownRows,
        indexes: &[IndexFindings],
        fields: &[FieldMatch],
        sampling: Sampling,
    ) -> Option<Dating> {
        let dates = dates(indexes);
        if dates.len() < 2 || !are_alike(indexes, fields) {
            return None;
        }
        let until = |at: usize| dates[..at].iter().fold(0, |bits, date| bits | date.bits);
        let from = |at: usize| dates[at..].iter().fold(0, |bits, date| bits | date.bits);
        let new: Vec<Amount> = (0..dates.len())
            .map(|at| {
                // Whom an index does not know at all joined later only if it covers everybody.
                let covers_all = dates[..at].iter().all(|date| date.covers_all);
                rows.count(|known| {
                    known.explained & until(at) == 0
                        && known.explained & from(at) != 0
                        && (covers_all || known.genuine & until(at) != 0)
                })
            })
            .collect();
        let replaced: Vec<Amount> = (0..dates.len())
            .map(|at| {
                rows.count(|known| {
                    known.explained & until(at) != 0 && known.explained & from(at) == 0 && known.genuine & from(at) != 0
                })
            })
            .collect();
        let explained = rows.count(|known| known.explained & from(0) != 0);
        // A handful of rows may be strays of another age.
        let enough = |amount: Amount| {
            amount.seen() >= FEWEST && amount.count() as f64 >= SMALLEST_SHARE * explained.count() as f64
        };
        if explained.seen() < FEWEST {
            return None;
        }
        let after = (1..dates.len()).rev().find(|at| enough(new[*at])).map(|at| at - 1);
        let before = (1..dates.len()).find(|at| enough(replaced[*at]));
        let absent = (1..dates.len()).find(|at| {
            let (older, newer) = (&dates[at - 1], &dates[*at]);
            let joined = 1.0 - older.people as f64 / newer.people.max(1) as f64;
            // Only where both cover all customers is the growth that of the drawn-from table.
            older.covers_all
                && newer.covers_all
                && !enough(new[*at])
                && joined > 0.0
                && new[*at].count() == 0
                && (explained.seen() as f64) * (-joined).ln_1p() < CLEARLY_ABSENT.ln()
        });
        let date = |at: usize| dates[at].date;
        Some(Dating {
            after: after.map(date),
            before: before.map(date),
            before_if_random: absent.filter(|at| before.is_none_or(|before| *at < before)).map(date),
            mixed: matches!((after, before), (Some(after), Some(before)) if after >= before),
            random: sampling == Sampling::Random,
            snapshots: dates
                .iter()
                .enumerate()
                .map(|(at, snapshot)| SnapshotMatch {
                    date: snapshot.date,
                    indexes: snapshot.indexes.clone(),
                    explained: rows.count(|known| known.explained & snapshot.bits != 0).count(),
                    new: rows
                        .count(|known| known.explained & until(at) == 0 && known.explained & snapshot.bits != 0)
                        .count(),
                    replaced: replaced[at].count(),
                    people: snapshot.people,
                })
                .collect(),
        })
    }

    /// What it comes to, in a sentence.
    pub fn says(&self) -> String {
        if self.mixed {
            return "the rows hold versions of several dates: no one moment explains them all".to_owned();
        }
        let firm = match (self.after, self.before) {
            (Some(after), Some(before)) => Some(format!("between {after} and {before}")),
            (Some(after), None) => Some(format!("after {after}")),
            (None, Some(before)) => Some(format!("before {before}")),
            (None, None) => None,
        };
        let if_random = self
            .before_if_random
            .map(|date| format!("before {date} if the rows were drawn at random"));
        let all: Vec<String> = [firm, if_random].into_iter().flatten().collect();
        match all.is_empty() {
            true => "the rows are the same in all snapshots: nothing dates them".to_owned(),
            false => format!("the data were taken {}", all.join(", and ")),
        }
    }
}

/// Whether the company's dated indexes tell of the same identifiers: versions of what one of them lacks can't be compared.
pub(crate) fn are_alike(indexes: &[IndexFindings], fields: &[FieldMatch]) -> bool {
    let dated = indexes
        .iter()
        .filter(|index| index.source.is_company() && index.snapshot.is_some());
    let classes = dated.map(|index| -> BTreeSet<&Class> {
        let tested = fields.iter().filter(|field| field.index == index.index);
        tested.map(|field| &field.class).collect()
    });
    let all: BTreeSet<_> = classes.collect();
    all.len() < 2
}

/// The company's indexes of one date.
struct Snapshot {
    date: Date,
    bits: u64,
    indexes: Vec<String>,
    people: u64,
    covers_all: bool,
}

/// The company's dated indexes, oldest first; those of one date together.
fn dates(indexes: &[IndexFindings]) -> Vec<Snapshot> {
    let mut dates: Vec<Snapshot> = Vec::new();
    for (at, index) in indexes.iter().enumerate() {
        let date = index.snapshot.as_ref().and_then(|date| date.parse::<Date>().ok());
        let (Some(date), Source::Company) = (date, index.source) else {
            continue;
        };
        let covers_all = index.covers == Covers::All;
        match dates.iter_mut().find(|snapshot| snapshot.date == date) {
            Some(snapshot) => {
                snapshot.bits |= 1 << at;
                snapshot.indexes.push(index.index.clone());
                snapshot.people += index.people;
                snapshot.covers_all &= covers_all;
            }
            None => dates.push(Snapshot {
                date,
                bits: 1 << at,
                indexes: vec![index.index.clone()],
                people: index.people,
                covers_all,
            }),
        }
    }
    dates.sort_by_key(|snapshot| snapshot.date);
    dates
}

/// Rows below which a version may be a coincidence.
const FEWEST: u64 = 3;
/// Share of the explained rows below which versions of another date are strays.
const SMALLEST_SHARE: f64 = 0.001;
/// How likely it may at most be that a random draw shows nobody who joined, if the data were taken after they did.
const CLEARLY_ABSENT: f64 = 0.01;
