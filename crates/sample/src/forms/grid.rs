//! Rows of cells that have places rather than names, some longer than others.

use crate::Flaw;
use crate::forms::fields::{MOST_COLUMNS, MOST_TABLES, MOST_TABLES_OF_ALL};
use crate::row::{Out, TableShape};
use crate::text::REPLACED;

/// The rows of one table. Rows that are shorter than the longest of the leading ones are filled up; a longer one begins a
/// new table.
pub(crate) struct Grid {
    name: Option<String>,
    names: Option<Vec<String>>,
    width: usize,
    table: Option<usize>,
    tables: usize,
    text: String,
    begin: usize,
    /// Where the cells of the row that is begun end in `text`.
    ends: Vec<usize>,
    dropped: bool,
}

impl Grid {
    /// `name` is that of its tables, `names` are those of its leading columns.
    pub(crate) fn new(name: Option<String>, names: Option<Vec<String>>) -> Grid {
        Grid {
            name,
            names,
            width: 0,
            table: None,
            tables: 0,
            text: String::new(),
            begin: 0,
            ends: Vec::new(),
            dropped: false,
        }
    }

    /// Begins a row.
    pub(crate) fn begin(&mut self) {
        self.text.clear();
        self.begin = 0;
        self.ends.clear();
        self.dropped = false;
    }

    /// Appends to the cell that is begun.
    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Appends to the cell that is begun.
    pub(crate) fn push_char(&mut self, character: char) {
        self.text.push(character);
    }

    /// Ends the cell that is begun, without blanks around it.
    pub(crate) fn end_cell(&mut self) {
        if self.ends.len() >= MOST_COLUMNS {
            self.dropped |= !self.text[self.begin..].trim().is_empty();
            self.text.truncate(self.begin);
            return;
        }
        let kept = self.text[self.begin..].trim_end().len();
        self.text.truncate(self.begin + kept);
        let leading = kept - self.text[self.begin..].trim_start().len();
        if leading > 0 {
            self.text.drain(self.begin..self.begin + leading);
        }
        self.begin = self.text.len();
        self.ends.push(self.begin);
    }

    /// Ends empty cells until the row has as many, or as many as a row may have.
    pub(crate) fn fill(&mut self, cells: usize) {
        while self.ends.len() < cells.min(MOST_COLUMNS) {
            self.end_cell();
        }
    }

    /// How many cells the row has.
    pub(crate) fn cells(&self) -> usize {
        self.ends.len()
    }

    /// The cells of the row.
    pub(crate) fn values(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.text[start..*end])
    }

    /// Whether no cell of the row has text.
    pub(crate) fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// How many cells the rows of its last table have.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Gives its rows so many cells at least.
    pub(crate) fn widen(&mut self, width: usize) {
        self.width = self.width.max(width);
    }

    /// Takes up the width of a leading row, which will be read again.
    pub(crate) fn note(&mut self) {
        self.width = self.width.max(self.ends.len());
    }

    /// Completes the row in `out` and returns its table; `None` if there are too many tables.
    pub(crate) fn row(&mut self, out: &mut Out) -> Option<usize> {
        let mut width = self.ends.len();
        while width > self.width && self.ends[..width].last() == self.ends[..width - 1].last() {
            width -= 1;
        }
        let grows = width > self.width && self.tables < MOST_TABLES;
        let table = match self.table {
            Some(table) if !grows => table,
            _ => {
                self.width = self.width.max(width);
                self.tables += 1;
                self.begin_table(out)?
            }
        };
        self.table = Some(table);
        let mut start = 0;
        for at in 0..self.width {
            let end = self.ends.get(at).copied().unwrap_or(start);
            out.cell(&self.text[start..end]);
            start = end;
        }
        if self.dropped || width > self.width {
            out.flaw(Flaw::ExtraField);
        }
        if memchr::memmem::find(self.text.as_bytes(), REPLACED).is_some() {
            out.flaw(Flaw::BadEncoding);
        }
        Some(table)
    }

    /// The table of its shape: pages of one listing repeat it, and where there are too many tables, only those are taken.
    fn begin_table(&self, out: &mut Out) -> Option<usize> {
        let names = self.names.as_ref().map(|names| {
            let mut names = names.clone();
            names.resize(self.width, String::new());
            names
        });
        let shape = TableShape {
            name: self.name.clone(),
            names,
            width: self.width,
        };
        let full = out.tables().len() >= MOST_TABLES_OF_ALL;
        if (full || shape.names.is_some())
            && let Some(known) = out.tables().iter().position(|table| *table == shape)
        {
            return Some(known);
        }
        (!full).then(|| out.table(shape))
    }
}
