//! Columns that are found as records come, because each record names its own fields.

use std::collections::HashMap;

use crate::Flaw;
use crate::row::{Out, TableShape};

/// The columns met so far, and the record that is read. A record with a field that no column holds begins a new table, whose
/// columns are the old ones and the new ones.
#[derive(Default)]
pub(crate) struct Keyed {
    names: Vec<String>,
    /// Columns by name in lower case.
    columns: HashMap<String, usize>,
    /// The table that holds all columns but the last ones, and how many it has.
    table: usize,
    width: usize,
    tables: usize,
    /// The record's values, one behind the other.
    values: String,
    /// Per column where its value stands, and how often the field has come.
    cells: Vec<Cell>,
    /// The column of the last field, if it has one.
    last: Option<usize>,
    /// Whether a field was dropped.
    extra: bool,
}

#[derive(Clone, Copy, Default)]
struct Cell {
    start: usize,
    end: usize,
    count: usize,
}

impl Keyed {
    /// Adds a field to the record. Names are one whatever their case; the second `phone` of a record is `phone.2`.
    pub(crate) fn field(&mut self, name: &str, value: &str) {
        self.last = self.column(name);
        let Some(mut column) = self.last else {
            self.extra = true;
            return;
        };
        self.cells[column].count += 1;
        if self.cells[column].count > 1 {
            let name = format!("{name}.{}", self.cells[column].count);
            let Some(other) = self.column(&name) else {
                self.extra = true;
                self.last = None;
                return;
            };
            if self.cells[other].count > 0 {
                self.extra = true;
                self.last = None;
                return;
            }
            column = other;
            self.last = Some(other);
            self.cells[column].count += 1;
        }
        let start = self.values.len();
        self.values.push_str(value);
        let cell = &mut self.cells[column];
        (cell.start, cell.end) = (start, self.values.len());
    }

    /// Appends to the last field's value, behind a blank.
    pub(crate) fn append(&mut self, more: &str) {
        let Some(column) = self.last else { return };
        if self.cells[column].start < self.values.len() {
            self.values.push(' ');
        }
        self.values.push_str(more);
        self.cells[column].end = self.values.len();
    }

    /// Whether the record has a field of this name.
    pub(crate) fn holds(&self, name: &str) -> bool {
        self.find(name).is_some_and(|column| self.cells[column].count > 0)
    }

    /// Whether a column has this name.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// Whether there is a table yet.
    pub(crate) fn has_table(&self) -> bool {
        self.tables > 0
    }

    /// Whether the last field's name is this one.
    pub(crate) fn is_last(&self, name: &str) -> bool {
        self.last.is_some() && self.last == self.find(name)
    }

    /// Ends a record that was read ahead: its columns are kept, and it is dropped.
    pub(crate) fn learn(&mut self) {
        self.drop_record();
    }

    /// Drops the record, and the columns that it alone has brought.
    pub(crate) fn clear(&mut self) {
        if self.tables > 0 {
            for name in self.names.drain(self.width..) {
                self.columns.remove(&name.to_lowercase());
            }
            self.cells.truncate(self.width);
        }
        self.drop_record();
    }

    /// Puts the record's cells to `out` and returns its table.
    pub(crate) fn finish(&mut self, out: &mut Out) -> usize {
        if self.tables == 0 || self.names.len() > self.width {
            self.width = self.names.len();
            self.tables += 1;
            self.table = out.table(TableShape {
                name: None,
                names: Some(self.names.clone()),
                width: self.width,
            });
        }
        for cell in &self.cells {
            out.cell(self.values.get(cell.start..cell.end).unwrap_or_default());
        }
        if self.extra {
            out.flaw(Flaw::ExtraField);
        }
        self.drop_record();
        self.table
    }

    fn drop_record(&mut self) {
        self.values.clear();
        self.cells.fill(Cell::default());
        self.last = None;
        self.extra = false;
    }

    fn find(&self, name: &str) -> Option<usize> {
        // Records mostly have the same fields in the same order.
        let next = self.last.map_or(0, |last| last + 1);
        for near in [next, 0, next.wrapping_sub(1)] {
            if self.names.get(near).is_some_and(|known| known == name) {
                return Some(near);
            }
        }
        self.columns.get(&name.to_lowercase()).copied()
    }

    fn column(&mut self, name: &str) -> Option<usize> {
        let found = self.find(name);
        if found.is_some() {
            return found;
        }
        if self.names.len() >= MOST_COLUMNS || self.tables >= MOST_TABLES {
            return None;
        }
        let column = self.names.len();
        self.names.push(name.to_owned());
        self.cells.push(Cell::default());
        self.columns.insert(name.to_lowercase(), column);
        Some(column)
    }
}

/// Columns and tables beyond which fields are dropped.
const MOST_COLUMNS: usize = 1_000;
const MOST_TABLES: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn names(out: &Out, table: usize) -> Vec<&str> {
        out.tables()[table].names.iter().flatten().map(String::as_str).collect()
    }

    #[test]
    fn new_fields_begin_new_tables() {
        let (mut keyed, mut out) = (Keyed::default(), Out::default());
        keyed.field("Name", "");
        keyed.field("Email", "");
        keyed.learn();
        keyed.field("EMAIL", "e");
        keyed.append("f");
        assert!(keyed.holds("email") && !keyed.holds("name"));
        assert_eq!(keyed.finish(&mut out), 0);
        assert_eq!(out.row_text(), b"e f");
        out.clear_row();
        keyed.field("Name", "n");
        keyed.field("Phone", "1");
        keyed.field("Phone", "2");
        assert_eq!(keyed.finish(&mut out), 1);
        assert_eq!(names(&out, 0), ["Name", "Email"]);
        assert_eq!(names(&out, 1), ["Name", "Email", "Phone", "Phone.2"]);
        keyed.field("Other", "o");
        keyed.clear();
        keyed.field("Name", "n");
        assert_eq!(keyed.finish(&mut out), 1);
    }

    #[test]
    fn columns_and_tables_are_bounded() {
        let (mut keyed, mut out) = (Keyed::default(), Out::default());
        for at in 0..MOST_TABLES + 5 {
            keyed.field(&format!("f{at}"), "x");
            keyed.finish(&mut out);
            let extra = out.flaws().any(|flaw| flaw == Flaw::ExtraField);
            assert_eq!(extra, at >= MOST_TABLES);
            out.clear_row();
        }
        assert_eq!(out.tables().len(), MOST_TABLES);
        let mut keyed = Keyed::default();
        for _ in 0..MOST_COLUMNS + 5 {
            keyed.field("same", "x");
        }
        keyed.finish(&mut out);
        assert_eq!(out.cells(), MOST_COLUMNS);
    }
}
