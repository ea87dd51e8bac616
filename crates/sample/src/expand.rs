//! Columns whose cells hold several values: `Springfield, IL 62704`, a JSON object, a value that PHP serialised. Such
//! values get columns of their own behind the table's; the cell itself stays where it is and is used for nothing.

use assay_fields::{Combined, CombinedProfile};

use crate::row::Out;
use crate::{Flaw, RowBatch, RowCounts, forms};

/// What is taken out of a table's cells.
#[derive(Default)]
pub(crate) struct Expansions {
    all: Vec<Expansion>,
    /// The table's own columns.
    width: usize,
}

struct Expansion {
    column: usize,
    how: How,
    /// The names of the new columns.
    names: Vec<String>,
}

enum How {
    Combined(Combined),
    Keys(Flatten),
    /// `="00123"` or `'00123`, as Excel keeps zeros.
    Marked,
}

/// Calls back with every path and value of a cell; false if the cell is of another form.
type Flatten = fn(&str, &mut dyn FnMut(&str, &str)) -> bool;

impl Expansions {
    /// Decides from some rows. Columns that the user said something of stay as they are.
    pub(crate) fn find(
        width: usize,
        names: Option<&[String]>,
        rows: &[&RowBatch],
        is_mapped: &dyn Fn(usize) -> bool,
    ) -> Expansions {
        let mut all: Vec<Expansion> = (0..width)
            .filter(|column| !is_mapped(*column))
            .filter_map(|column| {
                let cells = || rows.iter().flat_map(|batch| batch.rows()).take(ROWS);
                let cells = || {
                    cells()
                        .filter_map(move |row| row.cell(column))
                        .filter(|cell| !cell.trim().is_empty())
                };
                keyed(column, &cells)
                    .or_else(|| combined(column, &cells))
                    .or_else(|| marked(column, names.and_then(|names| names.get(column)), &cells))
            })
            .collect();
        let mut most = MOST_COLUMNS;
        for expansion in &mut all {
            expansion.names.truncate(most);
            most -= expansion.names.len();
        }
        Expansions { all, width }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The names of all columns, the new ones behind the table's own; what is taken apart has none any more.
    pub(crate) fn names<'n>(&'n self, own: Option<&'n [String]>) -> Vec<Option<&'n str>> {
        let is_apart = |column: usize| self.all.iter().any(|expansion| expansion.column == column);
        let own = (0..self.width).map(|column| {
            let name = own.and_then(|names| names.get(column));
            name.map(String::as_str).filter(|_| !is_apart(column))
        });
        own.chain(
            self.all
                .iter()
                .flat_map(|expansion| expansion.names.iter().map(|name| Some(name.as_str()))),
        )
        .collect()
    }

    /// The positions of the columns that are taken apart.
    pub(crate) fn apart(&self) -> impl Iterator<Item = usize> {
        self.all.iter().map(|expansion| expansion.column)
    }

    /// For each new column, the position of the column that it was taken from.
    pub(crate) fn sources(&self) -> Vec<usize> {
        let sources = self
            .all
            .iter()
            .map(|expansion| vec![expansion.column; expansion.names.len()]);
        sources.collect::<Vec<_>>().concat()
    }

    /// Rows with the new columns. Values for which there is no column are counted as flaws of their row.
    pub(crate) fn apply(&self, batch: &RowBatch, counts: &mut RowCounts) -> RowBatch {
        let mut out = Out::default();
        let mut values: Vec<String> = Vec::new();
        for (at, row) in batch.rows().enumerate() {
            row.cells().for_each(|cell| out.cell(cell));
            for expansion in &self.all {
                let cell = row.cell(expansion.column).unwrap_or_default();
                values.resize_with(expansion.names.len(), String::new);
                values.iter_mut().for_each(String::clear);
                if expansion.split(cell, &mut values) {
                    counts.flaw(Flaw::ExtraField);
                }
                values.iter().for_each(|value| out.cell(value));
            }
            out.keep_row(batch.place(at));
        }
        let width = self.width + self.all.iter().map(|expansion| expansion.names.len()).sum::<usize>();
        out.take(batch.table(), width)
    }
}

impl Expansion {
    /// Puts the parts of a cell into `values`, and says whether some had no place there.
    fn split(&self, cell: &str, values: &mut [String]) -> bool {
        match &self.how {
            How::Combined(combined) => {
                match combined.split(cell) {
                    Some(parts) => values
                        .iter_mut()
                        .zip(parts)
                        .for_each(|(value, part)| value.push_str(part)),
                    // Of another form than the others: the first column has to make of it what it can.
                    None => values.iter_mut().take(1).for_each(|value| value.push_str(cell)),
                }
                false
            }
            How::Marked => {
                let cell = cell.trim();
                values
                    .iter_mut()
                    .take(1)
                    .for_each(|value| value.push_str(unmarked(cell).unwrap_or(cell)));
                false
            }
            How::Keys(flatten) => {
                let mut left_out = false;
                flatten(
                    cell,
                    &mut |path, text| match self.names.iter().position(|name| name == path) {
                        Some(at) => {
                            values[at].clear();
                            values[at].push_str(text);
                        }
                        None => left_out = true,
                    },
                );
                left_out
            }
        }
    }
}

fn combined<'c, I: Iterator<Item = &'c str>>(column: usize, cells: &dyn Fn() -> I) -> Option<Expansion> {
    let mut profile = CombinedProfile::default();
    cells().for_each(|cell| profile.observe(cell));
    let (combined, _) = profile.decide()?;
    Some(Expansion {
        column,
        names: combined.parts().iter().map(|kind| kind.name().to_owned()).collect(),
        how: How::Combined(combined),
    })
}

/// Cells that begin with a mark of Excel's, in at least every second row.
fn marked<'c, I: Iterator<Item = &'c str>>(
    column: usize,
    name: Option<&String>,
    cells: &dyn Fn() -> I,
) -> Option<Expansion> {
    let marked = cells().filter(|cell| unmarked(cell.trim()).is_some()).count();
    (marked >= FEWEST && marked * 2 >= cells().count()).then(|| Expansion {
        column,
        how: How::Marked,
        names: vec![name.cloned().unwrap_or_default()],
    })
}

/// The number behind a mark, if there is one.
fn unmarked(cell: &str) -> Option<&str> {
    let inner = match cell.strip_prefix("=\"") {
        Some(rest) => rest.strip_suffix('"')?,
        None => cell.strip_prefix('\'')?,
    };
    inner.bytes().any(|byte| byte.is_ascii_digit()).then_some(inner)
}

/// Objects of JSON or PHP, with the keys that most rows have in the order in which they appear.
fn keyed<'c, I: Iterator<Item = &'c str>>(column: usize, cells: &dyn Fn() -> I) -> Option<Expansion> {
    for (begins, flatten) in [
        (b"{[".as_slice(), forms::flatten_json as Flatten),
        (b"aO".as_slice(), forms::flatten_php as Flatten),
    ] {
        let (mut filled, mut flat) = (0usize, 0usize);
        let mut names: Vec<String> = Vec::new();
        for cell in cells() {
            filled += 1;
            if !cell
                .trim_start()
                .bytes()
                .next()
                .is_some_and(|first| begins.contains(&first))
            {
                continue;
            }
            let mut keys = 0usize;
            let whole = flatten(cell, &mut |path, _| {
                keys += 1;
                if names.len() < MOST_COLUMNS && !names.iter().any(|name| name == path) {
                    names.push(path.to_owned());
                }
            });
            flat += usize::from(whole && keys > 0);
        }
        if flat >= FEWEST && flat * 5 >= filled * 4 {
            let how = How::Keys(flatten);
            return Some(Expansion { column, how, names });
        }
    }
    None
}

/// Rows that are looked at.
const ROWS: usize = 2_000;
/// Cells that must be so before a column is taken apart.
const FEWEST: usize = 3;
/// Columns that a table gets at most.
const MOST_COLUMNS: usize = 200;
