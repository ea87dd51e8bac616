//! Columns of numbers that were perhaps issued one after the other, noted while rows are prepared: account numbers and row
//! ids. The largest account number is a customer's: only what [`facts`] rounds leaves this module.

mod cell;
mod facts;
#[cfg(test)]
pub(crate) mod tests;

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use assay_fields::{Kind, Reading};
use assay_index::mix;
use assay_sample::RowBatch;

pub use facts::{NumberFacts, Rounded, SeriesFacts};

use crate::distinct::{Distinct, is_kept};
use cell::Cell;

/// The columns of numbers of a sample.
pub(crate) struct Numbers {
    columns: Vec<Column>,
    /// The position of the next table's first column among all columns.
    next: u32,
    tables: usize,
    /// Chooses which numbers are kept.
    secret: u64,
}

struct Column {
    /// Its position among all columns of the sample.
    position: u32,
    table: usize,
    /// Its position in the table.
    at: usize,
    /// Whether its kind says that it holds numbers, which may then be written in groups.
    expected: bool,
    /// Set once too much of it is no number.
    given_up: AtomicBool,
    noted: Mutex<Noted>,
}

/// What is known of a column's numbers. It holds values: no Debug.
pub(super) struct Noted {
    pub(super) numbers: u64,
    pub(super) others: u64,
    pub(super) ends: Option<Ends>,
    /// Numbers behind one in the row before that are larger, and all that have one before.
    pub(super) rising: u64,
    pub(super) pairs: u64,
    /// A part of the distinct numbers, chosen by their hash.
    pub(super) kept: Distinct<u64>,
}

/// What is known of all numbers together.
#[derive(Clone, Copy)]
pub(super) struct Ends {
    pub(super) smallest: u64,
    pub(super) largest: u64,
    /// The greatest common divisor of their distances; 0 while they are all one number.
    pub(super) step: u64,
    /// The fewest and the most digits, and whether one begins with zero.
    pub(super) digits: (u32, u32),
    pub(super) padded: bool,
}

impl Numbers {
    pub(crate) fn new(secret: u64) -> Numbers {
        Numbers {
            columns: Vec::new(),
            next: 0,
            tables: 0,
            secret,
        }
    }

    /// Nothing yet, of another sample.
    pub(crate) fn of_another(&self) -> Numbers {
        Numbers::new(self.secret)
    }

    /// Adds a table of the sample, the next one in its order.
    pub(crate) fn learn(&mut self, readings: &[Option<Reading>]) {
        for (at, reading) in readings.iter().enumerate() {
            let kind = reading.as_ref().map_or(Kind::Opaque, |reading| reading.kind);
            if self.columns.len() < MOST_COLUMNS && may_be_issued(kind) {
                self.columns.push(Column {
                    position: self.next + at as u32,
                    table: self.tables,
                    at,
                    ..Column::new(kind != Kind::Opaque)
                });
            }
        }
        self.next += readings.len() as u32;
        self.tables += 1;
    }

    /// Notes the numbers of some rows.
    pub(crate) fn note(&self, batch: &RowBatch, rows: Range<usize>) {
        let of_table = self.columns.iter().filter(|column| column.table == batch.table());
        for column in of_table.filter(|column| !column.given_up.load(Ordering::Relaxed)) {
            let cells = rows
                .clone()
                .map(|row| batch.row(row).cell(column.at).unwrap_or_default());
            column.note(cells, self.secret);
        }
    }

    /// What may be told of the columns that hold numbers.
    pub(crate) fn facts(&self) -> Vec<NumberFacts> {
        let columns = self.columns.iter();
        columns
            .filter_map(|column| facts::of(column.position, column.expected, &column.noted()))
            .collect()
    }
}

impl Column {
    fn new(expected: bool) -> Column {
        Column {
            position: 0,
            table: 0,
            at: 0,
            expected,
            given_up: AtomicBool::new(false),
            noted: Mutex::new(Noted::new()),
        }
    }

    fn noted(&self) -> MutexGuard<'_, Noted> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note<'c>(&self, cells: impl Iterator<Item = &'c str>, secret: u64) {
        let depth = self.noted().kept.depth();
        let mut found = Part::default();
        let mut before = None;
        for cell in cells {
            match cell::read(cell, self.expected) {
                Cell::Number(number, digits) => {
                    found.numbers += 1;
                    found.ends = Some(Ends::of(number, digits).with(found.ends));
                    if let Some(before) = before.replace(number) {
                        found.pairs += 1;
                        found.rising += u64::from(before < number);
                    }
                    let key = mix(secret, number);
                    if is_kept(key, depth) {
                        found.kept.push((key, number));
                    }
                }
                Cell::Other => found.others += 1,
                Cell::Blank => {}
            }
        }
        let mut noted = self.noted();
        noted.add(found);
        if noted.others >= PATIENCE && noted.others * 20 > noted.numbers {
            self.given_up.store(true, Ordering::Relaxed);
            noted.kept = Distinct::new(1);
        }
    }
}

/// What some rows gave.
#[derive(Default)]
struct Part {
    numbers: u64,
    others: u64,
    ends: Option<Ends>,
    rising: u64,
    pairs: u64,
    kept: Vec<(u64, u64)>,
}

impl Noted {
    fn new() -> Noted {
        Noted {
            numbers: 0,
            others: 0,
            ends: None,
            rising: 0,
            pairs: 0,
            kept: Distinct::new(MOST_KEPT),
        }
    }

    fn add(&mut self, part: Part) {
        self.numbers += part.numbers;
        self.others += part.others;
        self.rising += part.rising;
        self.pairs += part.pairs;
        if let Some(ends) = part.ends {
            self.ends = Some(ends.with(self.ends));
        }
        self.kept.extend(part.kept);
    }
}

impl Ends {
    fn of(number: u64, digits: u32) -> Ends {
        Ends {
            smallest: number,
            largest: number,
            step: 0,
            digits: (digits, digits),
            padded: number.ilog10() + 1 < digits,
        }
    }

    /// Of these numbers and those.
    fn with(self, other: Option<Ends>) -> Ends {
        let Some(other) = other else { return self };
        let apart = self.smallest.abs_diff(other.smallest);
        Ends {
            smallest: self.smallest.min(other.smallest),
            largest: self.largest.max(other.largest),
            step: common(common(self.step, other.step), apart),
            digits: (self.digits.0.min(other.digits.0), self.digits.1.max(other.digits.1)),
            padded: self.padded || other.padded,
        }
    }
}

/// The greatest common divisor; after a handful of numbers it is mostly 1 for good.
fn common(mut a: u64, mut b: u64) -> u64 {
    if a == 1 || b == 1 {
        return 1;
    }
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Whether somebody may issue a column's numbers one after the other: account numbers and the like, which a company may
/// state to be its own, and columns that nothing is known of. An imei or iccid is its maker's.
fn may_be_issued(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Account | Kind::Username | Kind::Licence | Kind::Passport | Kind::Card | Kind::Imsi | Kind::Opaque
    )
}

/// Columns that are looked at; a table of more is no table of customers.
const MOST_COLUMNS: usize = 64;
/// Numbers kept per column, at most, for the checks.
const MOST_KEPT: usize = 10_000;
/// Cells that are no numbers, after which a column is given up if they are more than a twentieth.
const PATIENCE: u64 = 50;
