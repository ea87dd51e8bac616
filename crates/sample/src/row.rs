//! What readers hand out: rows of tables, cell by cell.

use crate::batch::{Place, RowBatch};

/// What a reader met next. Everything that it stepped over belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// A row of the table with this number; its cells were pushed to [`Out`].
    Row(usize),
    /// Something that should be a row, or a part of one, and can't be handed out. Cells that were pushed are dropped.
    Rejected(crate::Reject),
    /// Something that is no row.
    Other(Other),
    /// The end.
    End,
}

/// What stands between rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Other {
    /// A blank line, or a line of blank fields.
    Blank,
    /// A comment, a banner, a line of dashes, a total.
    Comment,
    /// What the form itself needs: a header, a statement that holds no row, a closing bracket.
    Frame,
}

/// A table as its reader knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TableShape {
    /// What the sample calls it, such as `users`; may be somebody's data.
    pub(crate) name: Option<String>,
    /// The columns' names, one per column, if there are any.
    pub(crate) names: Option<Vec<String>>,
    /// How many cells each of its rows has.
    pub(crate) width: usize,
}

/// Where a reader puts rows, and the tables that it has met.
#[derive(Default)]
pub(crate) struct Out {
    text: Vec<u8>,
    ends: Vec<u32>,
    places: Vec<Place>,
    /// Where the row that is begun begins.
    begin: usize,
    first_end: usize,
    tables: Vec<TableShape>,
    flaws: u32,
}

impl Out {
    /// Adds a table and returns its number. Rows of it may follow at any time.
    pub(crate) fn table(&mut self, shape: TableShape) -> usize {
        self.tables.push(shape);
        self.tables.len() - 1
    }

    /// The tables met so far.
    pub(crate) fn tables(&self) -> &[TableShape] {
        &self.tables
    }

    /// Appends a whole cell to the row that is begun.
    pub(crate) fn cell(&mut self, text: &str) {
        self.text.extend_from_slice(text.as_bytes());
        self.end_cell();
    }

    /// Appends a whole cell; its bytes are text, as all of a window are.
    pub(crate) fn cell_bytes(&mut self, text: &[u8]) {
        self.text.extend_from_slice(text);
        self.end_cell();
    }

    /// Appends the cells that `delimiter` separates in a line, which is text.
    pub(crate) fn cells_between(&mut self, line: &[u8], delimiter: u8) {
        let mut to = self.text.len();
        // Room for all of them, and for copying the last one in whole pieces.
        self.text.resize(to + line.len() + PIECE, 0);
        let mut from = 0;
        let mut cell = |end: usize| {
            to += copy(line, from..end, &mut self.text[to..]);
            self.ends.push(to as u32);
            from = end + 1;
        };
        positions(line, delimiter, &mut cell);
        cell(line.len());
        self.text.truncate(to);
    }

    /// Appends to the cell that is begun; the bytes are text.
    pub(crate) fn push_bytes(&mut self, text: &[u8]) {
        self.text.extend_from_slice(text);
    }

    /// Appends to the cell that is begun.
    pub(crate) fn push(&mut self, text: &str) {
        self.text.extend_from_slice(text.as_bytes());
    }

    /// Ends the cell that is begun.
    pub(crate) fn end_cell(&mut self) {
        self.ends.push(self.text.len() as u32);
    }

    /// How many cells the row has so far.
    pub(crate) fn cells(&self) -> usize {
        self.ends.len() - self.first_end
    }

    /// Whether the last cell of the row that is begun is empty, or it has none.
    pub(crate) fn last_is_empty(&self) -> bool {
        match self.ends[self.first_end..] {
            [.., before, last] => before == last,
            [last] => last as usize == self.begin,
            [] => true,
        }
    }

    /// Drops the last cell of the row that is begun.
    pub(crate) fn pop_cell(&mut self) {
        if self.cells() > 0 {
            self.ends.pop();
            let end = self.ends[self.first_end..]
                .last()
                .map_or(self.begin, |end| *end as usize);
            self.text.truncate(end);
        }
    }

    /// The cells of the row that is begun.
    pub(crate) fn row_cells(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = self.begin;
        self.ends[self.first_end..].iter().map(move |end| {
            let cell = &self.text[start..*end as usize];
            start = *end as usize;
            cell
        })
    }

    /// Drops the cells of the row that is begun.
    pub(crate) fn clear_row(&mut self) {
        self.text.truncate(self.begin);
        self.ends.truncate(self.first_end);
        self.flaws = 0;
    }

    /// Notes a flaw of the row that is begun.
    pub(crate) fn flaw(&mut self, flaw: crate::Flaw) {
        self.flaws |= 1 << flaw as u32;
    }

    /// The flaws of the row that is begun.
    pub(crate) fn flaws(&self) -> impl Iterator<Item = crate::Flaw> + use<> {
        let flaws = self.flaws;
        crate::Flaw::ALL
            .into_iter()
            .filter(move |flaw| flaws & 1 << *flaw as u32 != 0)
    }

    /// The text of the row that is begun, its cells one behind the other.
    pub(crate) fn row_text(&self) -> &[u8] {
        &self.text[self.begin..]
    }

    /// Appends whole cells: their text, one behind the other, and where each ends in it.
    pub(crate) fn row(&mut self, text: &[u8], ends: &[usize]) {
        let start = self.text.len();
        let length = ends.last().copied().unwrap_or(0);
        self.text.extend_from_slice(&text[..length]);
        self.ends.extend(ends.iter().map(|end| (start + end) as u32));
    }

    /// Uses a batch's memory for the next one.
    pub(crate) fn reuse(&mut self, batch: RowBatch) {
        (self.text, self.ends, self.places) = batch.into_buffers();
        self.text.clear();
        (self.begin, self.first_end) = (0, 0);
    }

    /// How many rows are complete.
    pub(crate) fn rows(&self) -> usize {
        self.places.len()
    }

    /// Bytes of memory that the rows take.
    pub(crate) fn size(&self) -> usize {
        self.text.len() + size_of::<u32>() * self.ends.len()
    }

    /// Completes the row that is begun. It must have as many cells as its table has columns.
    pub(crate) fn keep_row(&mut self, place: Place) {
        self.places.push(place);
        self.begin = self.text.len();
        self.first_end = self.ends.len();
        self.flaws = 0;
    }

    /// The complete rows, which are of one table, as a batch. The row that is begun, if any, is kept and becomes the
    /// first of the next batch.
    pub(crate) fn take(&mut self, table: usize, width: usize) -> RowBatch {
        let begun_text = self.text.split_off(self.begin);
        let begun_ends: Vec<u32> = self.ends.split_off(self.first_end);
        let cut = self.begin as u32;
        let text = std::mem::replace(&mut self.text, begun_text);
        let ends = std::mem::replace(&mut self.ends, begun_ends.iter().map(|end| end - cut).collect());
        (self.begin, self.first_end) = (0, 0);
        let text = String::from_utf8(text).unwrap_or_else(|bad| as_text(bad.into_bytes()));
        RowBatch::from_parts(table, text, ends, width, std::mem::take(&mut self.places))
    }
}

/// Copies a part of a line and says how long it is. Most cells are short: a piece of fixed length takes less time than one of
/// the right length, and what is too much is overwritten.
fn copy(line: &[u8], part: std::ops::Range<usize>, into: &mut [u8]) -> usize {
    let length = part.len();
    match line.get(part.start..part.start + PIECE).zip(into.get_mut(..PIECE)) {
        Some((piece, into)) if length <= PIECE => into.copy_from_slice(piece),
        _ => into[..length].copy_from_slice(&line[part]),
    }
    length
}

/// Tells where `wanted` stands in a line, eight bytes at a time: delimiters lie too close together for a search that is made
/// for long distances.
fn positions(line: &[u8], wanted: u8, mut found: impl FnMut(usize)) {
    const LOW: u64 = u64::from_ne_bytes([0x7F; 8]);
    let pattern = u64::from_ne_bytes([wanted; 8]);
    let (chunks, rest) = line.as_chunks::<8>();
    for (number, chunk) in chunks.iter().enumerate() {
        let differing = u64::from_le_bytes(*chunk) ^ pattern;
        // The high bit of every byte in which nothing differs.
        let mut equal = !(((differing & LOW) + LOW) | differing | LOW);
        while equal != 0 {
            found(8 * number + equal.trailing_zeros() as usize / 8);
            equal &= equal - 1;
        }
    }
    for (at, byte) in rest.iter().enumerate() {
        if *byte == wanted {
            found(8 * chunks.len() + at);
        }
    }
}

/// Bytes that are copied at once.
const PIECE: usize = 16;

/// What a reader cut within a character, byte for byte: the ends of the cells must stay where they are.
fn as_text(bytes: Vec<u8>) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn cells_between_delimiters_are_what_a_split_gives(lines in prop::collection::vec("[,a-cé\u{ac}+]{0,60}", 1..4)) {
            let mut out = Out::default();
            for line in &lines {
                out.cells_between(line.as_bytes(), b',');
            }
            let expected: Vec<&[u8]> = lines.iter().flat_map(|line| line.split(',')).map(str::as_bytes).collect();
            prop_assert_eq!(out.row_cells().collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn the_last_cell_can_be_taken_off() {
        let mut out = Out::default();
        out.cells_between(b"a,b,", b',');
        assert!(out.last_is_empty());
        out.pop_cell();
        assert!(!out.last_is_empty());
        out.pop_cell();
        out.pop_cell();
        out.pop_cell();
        assert_eq!((out.cells(), out.row_text()), (0, &b""[..]));
    }
}
