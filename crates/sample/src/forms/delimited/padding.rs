//! Files whose rows leave out their empty fields at the end.

use super::header::Layout;
use super::types::Look;
use crate::row::Out;

/// What the columns of a file look like whose short rows are whole rows.
pub(crate) struct Padding {
    /// Per column, the looks of its values.
    looks: Vec<u16>,
}

impl Padding {
    /// Whether the leading records leave out empty fields at the end: enough rows are short, none of the full ones ends with
    /// an empty field, and what the short ones hold looks like the columns it stands in. A forum cuts within a field, and
    /// hardly ever every fifth row.
    pub(crate) fn find(records: &[Vec<String>], is_row: &[bool], layout: &Layout) -> Option<Padding> {
        let width = layout.width;
        let begin = layout.header_at.value.map_or(0, |at| at + layout.header_rows);
        let rows: Vec<&Vec<String>> = records
            .iter()
            .zip(is_row)
            .skip(begin)
            .filter_map(|(record, is_row)| is_row.then_some(record))
            .collect();
        let full: Vec<_> = rows.iter().filter(|row| row.len() == width).collect();
        let short: Vec<_> = rows.iter().filter(|row| row.len() < width).collect();
        let ends_empty = |row: &Vec<String>| row.last().is_none_or(|cell| cell.trim().is_empty());
        if width < 3
            || short.len() < LEAST
            || short.len() * 5 < rows.len()
            || full.is_empty()
            || full.iter().any(|row| ends_empty(row))
        {
            return None;
        }
        let looks = (0..width).map(|column| {
            let cells = full.iter().filter_map(|row| row.get(column));
            cells.fold(0, |looks, cell| looks | bit(cell))
        });
        let padding = Padding { looks: looks.collect() };
        let fitting = short
            .iter()
            .filter(|row| !ends_empty(row) && row.iter().enumerate().all(|(column, cell)| padding.has(column, cell)));
        (fitting.count() * 20 >= short.len() * 19).then_some(padding)
    }

    /// Whether a row that is short is one whose empty fields were left out.
    pub(crate) fn fits(&self, out: &Out) -> bool {
        (2..self.looks.len()).contains(&out.cells())
            && out
                .row_cells()
                .enumerate()
                .all(|(column, cell)| self.has(column, &String::from_utf8_lossy(cell)))
    }

    fn has(&self, column: usize, cell: &str) -> bool {
        let bit = bit(cell);
        let looks = self.looks.get(column).copied().unwrap_or(0);
        bit == 1 << Look::Empty as u16 || looks & bit != 0
    }
}

fn bit(cell: &str) -> u16 {
    1 << Look::of(cell) as u16
}

const LEAST: usize = 3;
