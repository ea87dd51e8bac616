//! The file of rows: what became of each row of the sample and of each of its cells, and no value.
//!
//! Columns: `row` and `line` (from 1; a sealed sample has no lines, and 0 stands there), `grade`, then one per
//! column of the sample's first tables with the outcome of its cell; a row of a table that was met later has its outcomes
//! in `further`.

mod parquet;

use std::collections::HashSet;
use std::io::Write;

use assay_verify::{ColumnFindings, Outcome, RowResult};

use crate::plain;

/// The form of a file of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowsFormat {
    /// Comma-separated text with a header, UTF-8.
    Csv,
    /// Apache Parquet: `row` and `line` as unsigned 64-bit integers, all else as dictionary-encoded text.
    Parquet,
}

/// Why rows can't be written.
#[derive(Debug, thiserror::Error)]
pub enum RowsError {
    /// Writing text failed.
    #[error("can't write the file of rows: {0}")]
    Io(#[from] std::io::Error),
    /// Writing Parquet failed.
    #[error("can't write the file of rows as Parquet: {0}")]
    Parquet(#[from] ::parquet::errors::ParquetError),
    /// A row has another number of outcomes than the file has columns.
    #[error(
        "row {row} of the sample has {found} outcomes, expected one for each of the {expected} columns; this is a defect of assay: please report it"
    )]
    Width {
        /// The row's number.
        row: u64,
        /// Outcomes it has.
        found: usize,
        /// Columns of its table.
        expected: usize,
    },
}

/// Writes a file of rows as they come, in bounded memory.
pub struct RowsWriter<W: Write + Send> {
    /// Where each table's columns begin, and how many there are.
    tables: Vec<(usize, usize)>,
    columns: usize,
    /// Names of the columns of tables that were met late, if the file has a place for them.
    further: Option<Vec<String>>,
    form: Form<W>,
}

enum Form<W: Write + Send> {
    Csv {
        out: Box<csv::Writer<W>>,
        numbers: [String; 2],
    },
    Parquet(Box<parquet::Groups<W>>),
}

impl<W: Write + Send> RowsWriter<W> {
    /// Begins a file with the columns of the sample's tables, such as those of [`column_names`]. A name that stands twice
    /// gets a number (`phone`, `phone_2`), and what would act on a terminal is escaped. With `more`, further tables may
    /// come, and there is a column `further` for their outcomes, such as `phone=hit email=miss`.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn new(out: W, format: RowsFormat, tables: &[Vec<String>], more: bool) -> Result<RowsWriter<W>, RowsError> {
        let mut columns = tables.concat();
        let count = columns.len();
        columns.extend(more.then(|| FURTHER.to_owned()));
        let names = unique(&columns);
        let form = match format {
            RowsFormat::Csv => {
                let mut out = Box::new(csv::Writer::from_writer(out));
                out.write_record(&names).map_err(io)?;
                Form::Csv {
                    out,
                    numbers: [String::new(), String::new()],
                }
            }
            RowsFormat::Parquet => Form::Parquet(Box::new(parquet::Groups::new(out, &names, more)?)),
        };
        let mut writer = RowsWriter {
            tables: Vec::new(),
            columns: count,
            further: more.then(Vec::new),
            form,
        };
        tables.iter().for_each(|columns| writer.push_table(columns.len()));
        Ok(writer)
    }

    /// Adds a table that was met late, the next one in the sample's order.
    pub fn add_table(&mut self, columns: Vec<String>) {
        self.push_table(columns.len());
        if let Some(further) = &mut self.further {
            further.extend(columns);
        }
    }

    fn push_table(&mut self, columns: usize) {
        let first = self.tables.last().map_or(0, |(first, columns)| first + columns);
        self.tables.push((first, columns));
    }

    /// Writes `rows`.
    ///
    /// # Errors
    /// Those of the file; [`RowsError::Width`] if a row doesn't have an outcome for each column, before
    /// anything of it is written.
    pub fn write(&mut self, rows: &[RowResult]) -> Result<(), RowsError> {
        for row in rows {
            let table = self.tables.iter().find(|(first, _)| *first == row.first_column);
            let expected = table.map_or(0, |(_, columns)| *columns);
            if row.outcomes.len() != expected {
                return Err(RowsError::Width {
                    row: row.row,
                    found: row.outcomes.len(),
                    expected,
                });
            }
            let further = self.further.as_ref().map(|names| further(row, self.columns, names));
            let outcomes = (0..self.columns).map(|column| {
                let at = column.checked_sub(row.first_column)?;
                row.outcomes.get(at).copied()
            });
            match &mut self.form {
                Form::Csv { out, numbers } => {
                    use std::fmt::Write as _;
                    for (text, number) in numbers.iter_mut().zip([row.row, row.line]) {
                        text.clear();
                        // Writing to a string can't fail.
                        let _ = write!(text, "{number}");
                    }
                    let cells = numbers.iter().map(String::as_str).chain([row.grade.name()]);
                    let cells = cells.chain(outcomes.map(|outcome| outcome.map_or("", Outcome::name)));
                    out.write_record(cells.chain(further.as_deref())).map_err(io)?;
                }
                Form::Parquet(groups) => groups.push(row, outcomes, further)?,
            }
        }
        Ok(())
    }

    /// Writes what is left and hands back the output, flushed. A file that was not finished is not readable
    /// as Parquet.
    ///
    /// # Errors
    /// Those of the file.
    pub fn finish(self) -> Result<W, RowsError> {
        let mut out = match self.form {
            Form::Csv { out, .. } => out.into_inner().map_err(|error| error.into_error())?,
            Form::Parquet(groups) => groups.finish()?,
        };
        out.flush()?;
        Ok(out)
    }
}

/// Names for the columns of a file of rows: what each column was taken for, unless that is nothing known;
/// then its own printable name.
pub fn column_names(columns: &[ColumnFindings]) -> Vec<String> {
    let named = columns.iter().map(|column| match column.kind.name() {
        "opaque" => column.name.clone(),
        kind => kind.to_owned(),
    });
    named.collect()
}

/// The outcomes of a row's cells in columns beyond the first `columns`, which are called `names`.
fn further(row: &RowResult, columns: usize, names: &[String]) -> String {
    let cells = (row.first_column..).zip(&row.outcomes);
    let late = cells.filter_map(|(column, outcome)| {
        let name = names.get(column.checked_sub(columns)?)?;
        Some(format!("{}={outcome}", plain(name).replace(' ', "_")))
    });
    late.collect::<Vec<_>>().join(" ")
}

/// The file's own columns and `columns`, every name once.
fn unique(columns: &[String]) -> Vec<String> {
    let mut names: Vec<String> = OWN.map(str::to_owned).to_vec();
    // Names differ in more than case: many readers of tables fold it.
    let mut taken: HashSet<String> = names.iter().cloned().collect();
    let given: HashSet<String> = columns.iter().map(|name| plain(name).to_lowercase()).collect();
    for column in columns {
        let column = plain(column);
        let mut name = column.clone();
        let mut number = 1u64;
        // A numbered name must not take the place of a column that is really called so.
        while taken.contains(&name.to_lowercase()) || number > 1 && given.contains(&name.to_lowercase()) {
            number += 1;
            name = format!("{column}_{number}");
        }
        taken.insert(name.to_lowercase());
        names.push(name);
    }
    names
}

fn io(error: csv::Error) -> RowsError {
    RowsError::Io(error.into())
}

const FURTHER: &str = "further";
const OWN: [&str; 3] = ["row", "line", "grade"];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_made_unique() {
        let given = ["phone", "phone", "grade", "phone_2", "Phone", "a\u{1b}b"].map(str::to_owned);
        assert_eq!(
            unique(&given),
            [
                "row",
                "line",
                "grade",
                "phone",
                "phone_3",
                "grade_2",
                "phone_2",
                "Phone_4",
                "a\\u{1b}b"
            ]
        );
    }

    proptest! {
        #[test]
        fn any_names_become_unique(given in prop::collection::vec("(a|A|row|a_2|a_3|)", 0..12)) {
            let names = unique(&given);
            prop_assert_eq!(names.len(), given.len() + 3);
            let folded: HashSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
            prop_assert_eq!(folded.len(), names.len());
        }
    }
}
