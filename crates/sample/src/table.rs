use assay_fields::{Column, ColumnOptions, Mapping, decide, outline};

use crate::expand::Expansions;
use crate::row::TableShape;
use crate::{Dialect, Error, Form, Options, RowBatch, RowCounts, columns};

/// A table of a sample: how it is written and what its columns hold.
#[derive(Clone, Debug)]
pub struct Table {
    /// The member of the sample in which it was met first, from 1.
    pub member: u32,
    /// How it is written.
    pub dialect: Dialect,
    /// Its columns, in the order of the cells of a row.
    pub columns: Vec<Column>,
    /// For each of the last columns that were taken out of another column's cells, that one's position.
    pub derived: Vec<usize>,
    /// Per column, the most frequent shapes of its first values, with their shares of those that are not empty.
    pub outlines: Vec<Vec<(String, f64)>>,
}

/// A table as its reader knows it.
pub(crate) struct RawTable {
    member: u32,
    names: Option<Vec<String>>,
    pub(crate) width: usize,
    pub(crate) dialect: Dialect,
    /// Rows that wait for its columns to be decided.
    pub(crate) leading: usize,
    /// Its position among the sample's tables.
    pub(crate) decided: Option<Place>,
    expansions: Expansions,
}

/// Where the rows of a table go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// To the sample's table at this position.
    Table(usize),
    /// Nowhere: they are lines of prose.
    Prose,
}

impl Table {
    /// Whether the column at a position was taken out of another column's cells.
    pub fn is_derived(&self, column: usize) -> bool {
        column + self.derived.len() >= self.columns.len()
    }

    /// Whether another table is written and read in the same way, so that both are one.
    pub(crate) fn is_like(&self, other: &Table) -> bool {
        self.dialect.form == other.dialect.form
            && self.derived == other.derived
            && self.columns.len() == other.columns.len()
            && self
                .columns
                .iter()
                .zip(&other.columns)
                .all(|(one, other)| one.header() == other.header() && one.reading() == other.reading())
    }

    /// Whether its lines are prose, such as a readme's, as far as they tell: no column holds a kind, and nothing makes
    /// columns of them.
    pub(crate) fn is_prose(&self, rows: usize) -> bool {
        let delimiter = &self.dialect.delimiter;
        let parted = delimiter.value.is_some() && delimiter.confidence >= PARTED && rows >= FEWEST_ROWS;
        matches!(self.dialect.form, Form::Delimited | Form::Fixed)
            && !parted
            && self.columns.iter().all(|column| column.reading().is_none())
    }
}

impl RawTable {
    pub(crate) fn new(member: u32, shape: &TableShape, dialect: &Dialect) -> RawTable {
        RawTable {
            member,
            names: shape.names.clone(),
            width: shape.width,
            dialect: dialect.clone(),
            leading: 0,
            decided: None,
            expansions: Expansions::default(),
        }
    }

    /// Decides from some rows what the columns hold. `applied` says of each mapping whether it was used; with `lenient`,
    /// those that name a column that is not there are passed over.
    pub(crate) fn decide(
        &mut self,
        input: &str,
        rows: &[&RowBatch],
        options: &Options,
        lenient: bool,
        applied: &mut Vec<bool>,
    ) -> Result<Table, Error> {
        applied.resize(options.map.len(), false);
        let map = self.fitting(options, lenient, applied);
        let is_mapped = |column: usize| is_mapped(&map, column, self.names.as_deref());
        self.expansions = Expansions::find(self.width, self.names.as_deref(), rows, &is_mapped);
        let expanded: Vec<RowBatch>;
        let (headers, rows) = if self.expansions.is_empty() {
            (columns::headers(self.names.as_deref(), self.width), rows.to_vec())
        } else {
            // What has no place is counted when the rows are handed out.
            let mut uncounted = RowCounts::default();
            expanded = rows
                .iter()
                .map(|batch| self.expansions.apply(batch, &mut uncounted))
                .collect();
            (self.expansions.names(self.names.as_deref()), expanded.iter().collect())
        };
        let options = ColumnOptions {
            region: options.region,
            date_order: options.date_order,
            map,
        };
        Ok(Table {
            member: self.member,
            dialect: self.dialect.clone(),
            columns: columns::decide(input, &headers, self.expansions.apart(), &rows, &options)?,
            derived: self.expansions.sources(),
            outlines: outlines(&rows, headers.len()),
        })
    }

    /// Rows as they are handed out.
    pub(crate) fn expand(&self, batch: RowBatch, counts: &mut RowCounts) -> RowBatch {
        match self.expansions.is_empty() {
            true => batch,
            false => self.expansions.apply(&batch, counts),
        }
    }

    /// The mappings that this table must take: all, or with `lenient` those of columns that it has.
    fn fitting(&self, options: &Options, lenient: bool, applied: &mut [bool]) -> Vec<Mapping> {
        let headers = columns::headers(self.names.as_deref(), self.width);
        let profiles: Vec<_> = headers
            .iter()
            .map(|_| assay_fields::detect::Profile::default())
            .collect();
        let mut fitting = Vec::new();
        for (mapping, applied) in options.map.iter().zip(applied) {
            let alone = ColumnOptions {
                map: vec![mapping.clone()],
                ..ColumnOptions::default()
            };
            let fits = decide(&headers, &profiles, &alone).is_ok();
            *applied |= fits;
            if fits || !lenient {
                fitting.push(mapping.clone());
            }
        }
        fitting
    }
}

fn is_mapped(map: &[Mapping], column: usize, names: Option<&[String]>) -> bool {
    let name = names.and_then(|names| names.get(column));
    map.iter()
        .flat_map(|mapping| &mapping.columns)
        .any(|asked| asked.is(column + 1, name.map(String::as_str)))
}

/// The shapes of the first values of each column.
fn outlines(rows: &[&RowBatch], width: usize) -> Vec<Vec<(String, f64)>> {
    let mut text = String::new();
    let of_column = |column: usize| {
        let mut counts: Vec<(String, u32)> = Vec::new();
        let mut filled = 0u32;
        let cells = rows.iter().flat_map(|batch| batch.rows()).take(OUTLINED);
        for cell in cells.filter_map(|row| row.cell(column)) {
            if cell.trim().is_empty() {
                continue;
            }
            filled += 1;
            text.clear();
            outline(cell, &mut text);
            match counts.iter().position(|(shape, _)| *shape == text) {
                Some(at) => counts[at].1 += 1,
                None if counts.len() < SHAPES_COUNTED => counts.push((text.clone(), 1)),
                None => {}
            }
        }
        counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        counts.truncate(SHAPES_KEPT);
        let share = |(shape, count)| (shape, f64::from(count) / f64::from(filled.max(1)));
        counts.into_iter().map(share).collect()
    };
    (0..width).map(of_column).collect()
}

/// Fewer lines than these tell nothing.
const FEWEST_ROWS: usize = 3;
/// A delimiter that explains so many lines makes columns.
const PARTED: f64 = 0.8;
/// Values of a column whose shapes are looked at.
const OUTLINED: usize = 1_000;
const SHAPES_COUNTED: usize = 64;
const SHAPES_KEPT: usize = 3;
