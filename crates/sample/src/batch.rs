use std::fmt;
use std::ops::Range;

/// Rows of a sample, all with as many cells as the sample has columns. It is a plain value that can be
/// sent to another thread; `(0..batch.len()).into_par_iter().map(|at| batch.row(at))` works on it in parallel.
#[derive(Clone, Default)]
pub struct RowBatch {
    text: String,
    /// Where each cell ends in `text`, row after row; a cell begins where the one before ends.
    ends: Vec<u32>,
    width: usize,
    table: usize,
    /// Number and line of each row.
    places: Vec<Place>,
}

#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) number: u64,
    pub(crate) line: u64,
}

/// One row of a batch.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    batch: &'a RowBatch,
    at: usize,
}

impl RowBatch {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// How many cells each row has.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The row at position `at`, from 0.
    ///
    /// # Panics
    /// If `at` is not below [`RowBatch::len`].
    pub fn row(&self, at: usize) -> Row<'_> {
        assert!(at < self.len(), "row {at} of a batch of {}", self.len());
        Row { batch: self, at }
    }

    /// The rows in the order of the input.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        (0..self.len()).map(|at| Row { batch: self, at })
    }

    /// The bytes of all cells together.
    pub fn text_len(&self) -> usize {
        self.text.len()
    }

    /// The table of the rows, as a position in the sample's tables.
    pub fn table(&self) -> usize {
        self.table
    }

    pub(crate) fn place(&self, at: usize) -> Place {
        self.places[at]
    }

    /// The batch with its table counted otherwise.
    pub(crate) fn of_table(mut self, table: usize) -> RowBatch {
        self.table = table;
        self
    }

    pub(crate) fn from_parts(table: usize, text: String, ends: Vec<u32>, width: usize, places: Vec<Place>) -> RowBatch {
        debug_assert_eq!(ends.len(), width * places.len());
        RowBatch {
            table,
            text,
            ends,
            width,
            places,
        }
    }

    /// All cells, one behind the other, row after row.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Where each cell ends in [`RowBatch::text`].
    pub(crate) fn ends(&self) -> &[u32] {
        &self.ends
    }

    /// The same rows with other text in their cells.
    pub(crate) fn with_cells(self, text: String, ends: Vec<u32>) -> RowBatch {
        debug_assert_eq!(ends.len(), self.ends.len());
        RowBatch { text, ends, ..self }
    }

    /// The emptied buffers, for reuse.
    pub(crate) fn into_buffers(mut self) -> (Vec<u8>, Vec<u32>, Vec<Place>) {
        self.ends.clear();
        self.places.clear();
        (self.text.into_bytes(), self.ends, self.places)
    }

    /// A copy of some of the rows.
    pub(crate) fn part(&self, rows: Range<usize>) -> RowBatch {
        let cells = rows.start * self.width..rows.end * self.width;
        let start = self.start(cells.start);
        let ends = self.ends[cells.clone()].iter().map(|end| end - start as u32).collect();
        RowBatch {
            table: self.table,
            text: self.text[start..self.start(cells.end)].to_owned(),
            ends,
            width: self.width,
            places: self.places[rows].to_vec(),
        }
    }

    fn start(&self, cell: usize) -> usize {
        match cell {
            0 => 0,
            _ => self.ends[cell - 1] as usize,
        }
    }
}

impl<'a> Row<'a> {
    /// The row's number in the input, from 1. Rejected rows and repeated headers have a number too; the
    /// header and blank lines have none.
    pub fn number(&self) -> u64 {
        self.batch.places[self.at].number
    }

    /// The line on which the row begins in the input, from 1; every line counts.
    pub fn line(&self) -> u64 {
        self.batch.places[self.at].line
    }

    /// The cell of a column, from 0; `None` beyond the last. Quotes around it are off, blanks are not.
    pub fn cell(&self, column: usize) -> Option<&'a str> {
        let batch = self.batch;
        (column < batch.width).then(|| {
            let cell = self.at * batch.width + column;
            &batch.text[batch.start(cell)..batch.ends[cell] as usize]
        })
    }

    /// The cells in the order of the columns.
    pub fn cells(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let batch = self.batch;
        let first = self.at * batch.width;
        let mut start = batch.start(first);
        batch.ends[first..first + batch.width].iter().map(move |end| {
            let cell = &batch.text[start..*end as usize];
            start = *end as usize;
            cell
        })
    }
}

// Cells are somebody's personal data: Debug shows how many there are and nothing else.
impl fmt::Debug for RowBatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowBatch")
            .field("rows", &self.len())
            .field("width", &self.width)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Row")
            .field("number", &self.number())
            .field("line", &self.line())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch() -> RowBatch {
        let places = (1..=3)
            .map(|number| Place {
                number,
                line: number + 1,
            })
            .collect();
        RowBatch::from_parts(0, "abcdef".into(), vec![1, 3, 3, 4, 5, 6], 2, places)
    }

    #[test]
    fn cells_are_where_their_ends_say() {
        let batch = batch();
        let rows: Vec<Vec<&str>> = batch.rows().map(|row| row.cells().collect()).collect();
        assert_eq!(rows, [["a", "bc"], ["", "d"], ["e", "f"]]);
        assert_eq!(batch.row(1).cell(1), Some("d"));
        assert_eq!(batch.row(1).cell(2), None);
        assert_eq!((batch.row(2).number(), batch.row(2).line()), (3, 4));
    }

    #[test]
    fn a_part_holds_the_same_rows() {
        let part = batch().part(1..3);
        let rows: Vec<Vec<&str>> = part.rows().map(|row| row.cells().collect()).collect();
        assert_eq!(rows, [["", "d"], ["e", "f"]]);
        assert_eq!(part.row(0).number(), 2);
    }

    #[test]
    fn debug_shows_no_cell() {
        let batch = batch();
        let shown = format!("{batch:?} {:?}", batch.row(0));
        assert_eq!(
            shown,
            "RowBatch { rows: 3, width: 2, .. } Row { number: 1, line: 2, .. }"
        );
    }
}
