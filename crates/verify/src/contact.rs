//! Rows whose people may be asked: a pick that nobody can have steered, and that everybody can make again.
//!
//! A row's rank is the first 8 bytes, little-endian, of the BLAKE3 hash of the seed and the row's number, each as 8 bytes,
//! little-endian. Of every grade the rows of the lowest ranks are picked; of exact copies only the one of the lowest.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::Grade;
use crate::prepare::PreparedRow;

/// How many rows are to be picked, and by what seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContactOptions {
    /// How many.
    pub count: usize,
    /// The seed.
    pub seed: u64,
}

/// Rows picked at random, each grade by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The seed.
    pub seed: u64,
    /// How a row's rank is made.
    pub method: String,
    /// The rows, grade by grade, in the order of their ranks.
    pub rows: Vec<ContactRow>,
}

/// One row that was picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactRow {
    /// Its number in the sample, from 1.
    pub row: u64,
    /// The line on which it begins.
    pub line: u64,
    /// Its grade.
    pub grade: Grade,
}

/// The rows of the lowest ranks so far, per grade.
#[derive(Clone, Debug, Default)]
pub(crate) struct Picks(BTreeMap<Grade, Lowest>);

/// At most so many rows as are wanted, no two of them copies.
#[derive(Clone, Debug, Default)]
struct Lowest {
    /// Rank and number of a row; its line and its fingerprint.
    rows: BTreeMap<(u64, u64), (u64, u64)>,
    /// The rank and number of the row with a fingerprint.
    of: HashMap<u64, (u64, u64)>,
}

impl Lowest {
    fn offer(&mut self, most: usize, key: (u64, u64), (line, fingerprint): (u64, u64)) {
        let is_high = self.rows.last_key_value().is_some_and(|(last, _)| key > *last);
        if self.rows.len() >= most && is_high {
            return;
        }
        match self.of.get(&fingerprint) {
            Some(copy) if *copy <= key => return,
            Some(copy) => self.rows.remove(copy),
            None => None,
        };
        self.rows.insert(key, (line, fingerprint));
        self.of.insert(fingerprint, key);
        if self.rows.len() > most
            && let Some((_, (_, fingerprint))) = self.rows.pop_last()
        {
            self.of.remove(&fingerprint);
        }
    }
}

impl Picks {
    /// Takes a row if its rank is low enough.
    pub(crate) fn offer(&mut self, options: ContactOptions, row: &PreparedRow, grade: Grade) {
        let key = (rank(options.seed, row.number), row.number);
        let of_grade = self.0.entry(grade).or_default();
        of_grade.offer(options.count, key, (row.line, row.fingerprint));
    }

    pub(crate) fn merge(&mut self, other: Picks, options: ContactOptions) {
        for (grade, lowest) in other.0 {
            let of_grade = self.0.entry(grade).or_default();
            for (key, row) in lowest.rows {
                of_grade.offer(options.count, key, row);
            }
        }
    }

    /// The pick: of every grade that occurs one row, the better grades first, and the rest in proportion to the rows of each
    /// (largest remainder; Hamilton).
    pub(crate) fn finish(self, options: ContactOptions, rows: &BTreeMap<Grade, u64>) -> Contact {
        let counts: Vec<(Grade, u64)> = self
            .0
            .iter()
            .map(|(grade, lowest)| match lowest.rows.len() {
                // All that are no copies.
                all if all < options.count => (*grade, all as u64),
                _ => (*grade, rows.get(grade).copied().unwrap_or(0)),
            })
            .collect();
        let shares = shares(options.count as u64, &counts);
        let picked = self.0.into_iter().zip(shares).flat_map(|((grade, lowest), share)| {
            let rows = lowest.rows.into_iter().take(share as usize);
            rows.map(move |((_, row), (line, _))| ContactRow { row, line, grade })
        });
        Contact {
            seed: options.seed,
            method: METHOD.to_owned(),
            rows: picked.collect(),
        }
    }
}

/// The rank of a row.
fn rank(seed: u64, row: u64) -> u64 {
    let mut message = [0u8; 16];
    message[..8].copy_from_slice(&seed.to_le_bytes());
    message[8..].copy_from_slice(&row.to_le_bytes());
    let mut first = [0u8; 8];
    first.copy_from_slice(&blake3::hash(&message).as_bytes()[..8]);
    u64::from_le_bytes(first)
}

/// How many of `count` each grade gets, never more than it has.
fn shares(count: u64, rows: &[(Grade, u64)]) -> Vec<u64> {
    let mut left = count;
    let mut shares: Vec<u64> = rows
        .iter()
        .map(|(_, rows)| {
            let one = left.min(1).min(*rows);
            left -= one;
            one
        })
        .collect();
    // In proportion to what each has left; several rounds, since a grade may be exhausted.
    while left > 0 {
        let rest: Vec<u64> = rows
            .iter()
            .zip(&shares)
            .map(|((_, rows), share)| rows - share)
            .collect();
        let all: u64 = rest.iter().sum();
        if all == 0 {
            break;
        }
        let given = left.min(all);
        let exact: Vec<f64> = rest
            .iter()
            .map(|rest| given as f64 * *rest as f64 / all as f64)
            .collect();
        let mut order: Vec<usize> = (0..rest.len()).collect();
        order.sort_by(|a, b| exact[*b].fract().total_cmp(&exact[*a].fract()).then(a.cmp(b)));
        let mut whole: Vec<u64> = exact
            .iter()
            .zip(&rest)
            .map(|(exact, rest)| (exact.floor() as u64).min(*rest))
            .collect();
        let mut over = given - whole.iter().sum::<u64>().min(given);
        for at in order {
            if over > 0 && whole[at] < rest[at] {
                whole[at] += 1;
                over -= 1;
            }
        }
        let taken: u64 = whole.iter().sum();
        if taken == 0 {
            break;
        }
        shares.iter_mut().zip(whole).for_each(|(share, more)| *share += more);
        left -= taken;
    }
    shares
}

const METHOD: &str = "rank: first 8 bytes, little-endian, of BLAKE3(seed ‖ row number), each 8 bytes, little-endian; lowest first, copies of a row passed over";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_grade_has_one_and_the_rest_is_in_proportion() {
        let rows = [
            (Grade::Full, 900),
            (Grade::Partial, 90),
            (Grade::None, 10),
            (Grade::Untestable, 1),
        ];
        // Of the 16 left, 14.427 and 1.428 belong to the first two: the larger remainder is the second's.
        assert_eq!(shares(20, &rows), [15, 3, 1, 1]);
        assert_eq!(shares(2, &rows), [1, 1, 0, 0]);
        assert_eq!(shares(5_000, &rows), [900, 90, 10, 1]);
        assert_eq!(shares(3, &[]), [] as [u64; 0]);
    }

    fn prepared(row: u64) -> PreparedRow {
        PreparedRow {
            number: row,
            line: row + 1,
            fingerprint: row,
            shape: 0,
        }
    }

    #[test]
    fn of_copies_the_lowest_is_taken_in_whatever_order_they_come() {
        let options = ContactOptions { count: 5, seed: 9 };
        let copy = |row: u64| PreparedRow {
            fingerprint: row % 20,
            ..prepared(row)
        };
        let (mut up, mut down) = (Picks::default(), Picks::default());
        (1..=400).for_each(|row| up.offer(options, &copy(row), Grade::Full));
        (1..=400)
            .rev()
            .for_each(|row| down.offer(options, &copy(row), Grade::Full));
        let rows = [(Grade::Full, 400)].into();
        let picked = up.finish(options, &rows);
        assert_eq!(picked, down.finish(options, &rows));
        let mut all: Vec<u64> = (1..=400).collect();
        all.sort_by_key(|row| rank(9, *row));
        let mut known = std::collections::HashSet::new();
        all.retain(|row| known.insert(row % 20));
        let numbers: Vec<u64> = picked.rows.iter().map(|row| row.row).collect();
        assert_eq!(numbers, all[..5]);
    }

    #[test]
    fn parts_and_their_order_leave_no_trace() {
        let options = ContactOptions { count: 7, seed: 42 };
        let grade = |row: u64| {
            if row.is_multiple_of(9) {
                Grade::None
            } else {
                Grade::Full
            }
        };
        let mut whole = Picks::default();
        (1..=500).for_each(|row| whole.offer(options, &prepared(row), grade(row)));
        let (mut one, mut other) = (Picks::default(), Picks::default());
        (1..=500).rev().for_each(|row| {
            let part = if row % 2 == 0 { &mut one } else { &mut other };
            part.offer(options, &prepared(row), grade(row));
        });
        other.merge(one, options);
        let rows = [(Grade::Full, 445), (Grade::None, 55)].into();
        let picked = whole.finish(options, &rows);
        assert_eq!(picked, other.finish(options, &rows));
        assert_eq!(picked.rows.len(), 7);
        // As anybody would make it again.
        let mut all: Vec<u64> = (1..=500).filter(|row| grade(*row) == Grade::Full).collect();
        all.sort_by_key(|row| rank(42, *row));
        let full: Vec<u64> = picked
            .rows
            .iter()
            .filter(|row| row.grade == Grade::Full)
            .map(|row| row.row)
            .collect();
        assert_eq!(full, all[..full.len()]);
    }
}
