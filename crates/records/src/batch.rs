//! A batch of rows as text.

use std::fmt;

use polars::prelude::{PolarsDataType, StringChunked, StringType};

/// Some rows of a table; its columns are those that were asked for, in that order. Cells are borrowed from
/// polars' memory.
#[derive(Clone)]
pub struct Batch {
    rows: usize,
    columns: Vec<Option<StringChunked>>,
}

/// One column of a batch.
#[derive(Clone, Copy)]
pub struct Column<'a> {
    rows: usize,
    cells: Option<&'a <StringType as PolarsDataType>::Array>,
}

impl Batch {
    /// `None` stands for a column that the file lacks. A column of several chunks is put together, which polars'
    /// batches hardly ever need.
    pub(crate) fn new(rows: usize, columns: Vec<Option<StringChunked>>) -> Self {
        let whole = |cells: StringChunked| match cells.chunks().len() {
            1 => cells,
            _ => cells.rechunk().into_owned(),
        };
        Self {
            rows,
            columns: columns.into_iter().map(|cells| cells.map(whole)).collect(),
        }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.columns.len()
    }

    /// The column at `index`, as ordered in the projection; beyond the last one, a column of absent cells.
    pub fn column(&self, index: usize) -> Column<'_> {
        let cells = self.columns.get(index).and_then(Option::as_ref);
        Column {
            rows: self.rows,
            cells: cells.and_then(|cells| cells.downcast_iter().next()),
        }
    }

    /// The cell in `column` and `row`; `None` if the file has none there or a null. Text forms give an empty
    /// cell as `""`.
    pub fn cell(&self, column: usize, row: usize) -> Option<&str> {
        self.column(column).get(row)
    }
}

impl<'a> Column<'a> {
    /// The cell in `row`, as [`Batch::cell`] has it; `None` beyond the last row.
    pub fn get(&self, row: usize) -> Option<&'a str> {
        self.cells.filter(|_| row < self.rows).and_then(|cells| cells.get(row))
    }

    /// The cell in `row` with `""` for an absent one.
    pub fn text(&self, row: usize) -> &'a str {
        self.get(row).unwrap_or("")
    }

    /// All cells, `""` for absent ones.
    pub fn texts(self) -> impl Iterator<Item = &'a str> {
        (0..self.rows).map(move |row| self.text(row))
    }
}

impl fmt::Debug for Batch {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Batch")
            .field("rows", &self.rows)
            .field("columns", &self.columns.len())
            .finish()
    }
}

impl fmt::Debug for Column<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Column")
            .field("rows", &self.rows)
            .finish_non_exhaustive()
    }
}
