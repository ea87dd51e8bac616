//! What rows have in common. Nearly all rows of a sample share a few hundred shapes, so that a shape is kept once, and
//! what depends on it alone is worked out once.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use assay_fields::{Kind, Parsed, Row};
use serde::{Deserialize, Serialize};

/// Values that a message joins, as positions in [`Shape::values`]; unused places hold `NO_VALUE`.
pub(crate) type Joins = [u16; 4];
/// The filler of unused places in [`Joins`].
pub(crate) const NO_VALUE: u16 = u16::MAX;

/// All that is known of a row besides its place and its digests.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Shape {
    /// The position of its table's first column among all columns of the sample.
    pub(crate) first_column: u32,
    /// What became of the cell of each column of its table.
    pub(crate) parsed: Vec<Parsed>,
    /// The kind of each canonical value.
    pub(crate) values: Vec<Kind>,
    /// The value that each such cell became or became part of.
    pub(crate) value_of: Vec<Option<u16>>,
    /// Per class of the plan, where its messages end in `joins`.
    pub(crate) ends: Vec<u32>,
    /// Which values each message joins. Messages of equal joins follow each other.
    pub(crate) joins: Vec<Joins>,
}

impl Shape {
    /// The messages of a class, as the values that they join.
    pub(crate) fn of_class(&self, class: usize) -> &[Joins] {
        let start = match class {
            0 => 0,
            _ => self.ends[class - 1],
        };
        &self.joins[start as usize..self.ends[class] as usize]
    }

    /// Bytes that it takes in memory, about.
    pub(crate) fn size(&self) -> usize {
        size_of::<Shape>()
            + size_of_val(&self.parsed[..])
            + size_of_val(&self.values[..])
            + size_of_val(&self.value_of[..])
            + size_of_val(&self.ends[..])
            + size_of_val(&self.joins[..])
    }

    /// Whether a shape that was read from a file hangs together: every position lies within bounds.
    pub(crate) fn fits(&self, classes: usize, columns: usize) -> bool {
        let values = self.values.len();
        let mut of_cells = self.value_of.iter().flatten();
        let mut joined = self.joins.iter().flatten().filter(|at| **at != NO_VALUE);
        (self.first_column as usize).saturating_add(self.parsed.len()) <= columns
            && self.value_of.len() == self.parsed.len()
            && of_cells.all(|at| usize::from(*at) < values)
            && self.ends.len() == classes
            && self.ends.is_sorted()
            && self.ends.last().map_or(0, |end| *end as usize) == self.joins.len()
            && joined.all(|at| usize::from(*at) < values)
    }
}

/// Shapes with the numbers under which rows name them.
#[derive(Default)]
pub(crate) struct Shapes {
    known: HashMap<Box<[u64]>, u32, BuildHasherDefault<Fast>>,
    shapes: Vec<Shape>,
    words: Vec<u64>,
}

impl Shapes {
    /// The number of the shape of `row`, of a table that begins at `first_column`, whose messages, class after class, end at `ends` in `joins`.
    pub(crate) fn number(&mut self, first_column: u32, row: &Row, ends: &[u32], joins: &[Joins]) -> u32 {
        // A shape is looked up for every row: its words are what tells it from others, and cheap to hash.
        self.words.clear();
        self.words.push(u64::from(first_column));
        for (parsed, value) in row.parsed().iter().zip(row.value_of()) {
            let value = value.map_or(u64::from(u32::MAX), u64::from);
            self.words.push(code(*parsed) | value << 32);
        }
        self.words.push(row.values().len() as u64);
        for values in row.values().chunks(8) {
            self.words
                .push(values.iter().fold(0, |word, value| word << 8 | value.kind as u64));
        }
        for ends in ends.chunks(2) {
            self.words
                .push(ends.iter().fold(0, |word, end| word << 32 | u64::from(*end)));
        }
        for [a, b, c, d] in joins {
            let word = u64::from(*a) << 48 | u64::from(*b) << 32 | u64::from(*c) << 16 | u64::from(*d);
            self.words.push(word);
        }
        if let Some(number) = self.known.get(self.words.as_slice()) {
            return *number;
        }
        let number = self.shapes.len() as u32;
        self.known.insert(self.words.as_slice().into(), number);
        self.shapes.push(Shape {
            first_column,
            parsed: row.parsed().to_vec(),
            values: row.values().iter().map(|value| value.kind).collect(),
            value_of: row.value_of().to_vec(),
            ends: ends.to_vec(),
            joins: joins.to_vec(),
        });
        number
    }

    /// The shapes in the order of their numbers.
    pub(crate) fn into_shapes(self) -> Vec<Shape> {
        self.shapes
    }
}

/// What became of a cell, as a number of at most 32 bits.
fn code(parsed: Parsed) -> u64 {
    match parsed {
        Parsed::Value { doubt, padded } => {
            let doubt = doubt.map_or(0, |doubt| 1 + doubt as u64);
            0x100 | u64::from(padded) << 16 | doubt << 24
        }
        Parsed::Absent => 0x200,
        Parsed::Placeholder => 0x300,
        Parsed::Masked => 0x400,
        Parsed::Malformed(reason) => 0x500 | reason as u64,
    }
}

/// A hash for tables that live as long as some thousands of rows: fast, and no defence against chosen keys, which could
/// only slow those rows down.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Fast(u64);

impl Fast {
    fn word(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(23) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

impl Hasher for Fast {
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 29
    }

    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.word(u64::from_le_bytes(*word));
        }
        for byte in rest {
            self.word(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, word: u64) {
        self.word(word);
    }

    fn write_u32(&mut self, word: u32) {
        self.word(u64::from(word));
    }

    fn write_u16(&mut self, word: u16) {
        self.word(u64::from(word));
    }

    fn write_usize(&mut self, word: usize) {
        self.word(word as u64);
    }

    fn write_isize(&mut self, word: isize) {
        self.word(word as u64);
    }
}
