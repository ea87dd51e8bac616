//! Which column holds which path.

use std::collections::HashMap;

use memchr::memmem::Finder;

use super::flat::Flat;
use crate::Flaw;
use crate::row::{Out, TableShape};
use crate::text::REPLACED;

/// The columns of the records that belong together, found as records come: a record with a path that no column holds begins
/// a new table, whose columns are the ones before and the new ones. After [`MOST_TABLES`] tables, and beyond
/// [`MOST_COLUMNS`] columns, a field without a column is dropped, which is a flaw of its row.
pub(in crate::forms) struct Columns {
    name: Option<String>,
    /// The paths, in the order of the columns.
    paths: Vec<Vec<u8>>,
    at: HashMap<Vec<u8>, usize>,
    /// Names in place of the numbers that paths of rows without names begin with.
    header: Option<Vec<String>>,
    /// The table of the present columns.
    table: Option<usize>,
    tables: usize,
    /// Per column the row that filled it last, and the number of its field.
    filled: Vec<(u64, u32)>,
    row: u64,
    replaced: Finder<'static>,
}

impl Columns {
    /// The columns of records of the table `name`.
    pub(in crate::forms) fn new(name: Option<String>) -> Columns {
        Columns {
            name,
            paths: Vec::new(),
            at: HashMap::new(),
            header: None,
            table: None,
            tables: 0,
            filled: Vec::new(),
            row: 0,
            replaced: Finder::new(REPLACED),
        }
    }

    /// Adds the columns of a record that follows.
    pub(in crate::forms) fn learn(&mut self, flat: &Flat) {
        for path in flat.paths() {
            if !self.at.contains_key(path) {
                self.add(path);
            }
        }
    }

    /// Names the columns of rows without names.
    pub(in crate::forms) fn set_header(&mut self, names: Vec<String>) {
        self.header = Some(names);
    }

    /// The names of columns of rows without names.
    pub(in crate::forms) fn header(&self) -> Option<&[String]> {
        self.header.as_deref()
    }

    /// Hands out a record as a row, and returns its table. `text` is the record's text.
    pub(in crate::forms) fn row(&mut self, flat: &Flat, text: &str, out: &mut Out) -> usize {
        self.row += 1;
        let (mut next, mut extra, mut grown) = (0, flat.dropped, false);
        for (field, path) in flat.paths().enumerate() {
            // Records mostly have their fields in the same order.
            let expected = self.paths.get(next).is_some_and(|expected| expected == path);
            let column = match expected {
                true => next,
                false => match self.at.get(path).copied() {
                    Some(column) => column,
                    None if self.tables < MOST_TABLES && self.add(path) => {
                        grown = true;
                        self.paths.len() - 1
                    }
                    None => {
                        extra = true;
                        continue;
                    }
                },
            };
            next = column + 1;
            if let Some(filled) = self.filled.get_mut(column) {
                extra |= filled.0 == self.row;
                *filled = (self.row, field as u32);
            }
        }
        let table = match self.table {
            Some(table) if !grown => table,
            _ => {
                self.tables += 1;
                out.table(self.shape())
            }
        };
        self.table = Some(table);
        let own = flat.own_text();
        for (row, field) in &self.filled {
            match *row == self.row {
                true => out.cell(flat.cell(*field as usize, text, own)),
                false => out.end_cell(),
            }
        }
        if extra {
            out.flaw(Flaw::ExtraField);
        }
        if flat.damaged || self.replaced.find(text.as_bytes()).is_some() || self.replaced.find(own.as_bytes()).is_some()
        {
            out.flaw(Flaw::BadEncoding);
        }
        table
    }

    fn add(&mut self, path: &[u8]) -> bool {
        if self.paths.len() >= MOST_COLUMNS {
            return false;
        }
        self.at.insert(path.to_vec(), self.paths.len());
        self.paths.push(path.to_vec());
        self.filled.push((0, 0));
        true
    }

    fn shape(&self) -> TableShape {
        let numbered = self.paths.iter().all(|path| path.iter().all(u8::is_ascii_digit));
        TableShape {
            name: self.name.clone(),
            names: (!numbered || self.header.is_some())
                .then(|| self.paths.iter().map(|path| self.named(path)).collect()),
            width: self.paths.len(),
        }
    }

    fn named(&self, path: &[u8]) -> String {
        let path = String::from_utf8_lossy(path);
        let (first, rest) = path.split_at(path.find('.').unwrap_or(path.len()));
        let header = self.header.as_ref().zip(first.parse::<usize>().ok());
        match header.and_then(|(names, number)| names.get(number.checked_sub(1)?)) {
            Some(name) => format!("{name}{rest}"),
            None => path.into_owned(),
        }
    }
}

/// Columns of a table, and tables of growing width, that are told apart.
const MOST_COLUMNS: usize = 1_000;
const MOST_TABLES: usize = 64;
