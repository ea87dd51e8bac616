use assay_fields::Column;

use crate::row::TableShape;
use crate::{Dialect, Error, Options, RowBatch, columns};

/// A table of a sample: how it is written and what its columns hold.
#[derive(Clone, Debug)]
pub struct Table {
    /// The member of the sample in which it was met first, from 1.
    pub member: u32,
    /// How it is written.
    pub dialect: Dialect,
    /// Its columns, in the order of the cells of a row.
    pub columns: Vec<Column>,
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
    pub(crate) decided: Option<usize>,
}

impl Table {
    /// Whether another table is written and read in the same way, so that both are one.
    pub(crate) fn is_like(&self, other: &Table) -> bool {
        self.dialect.form == other.dialect.form
            && self.columns.len() == other.columns.len()
            && self
                .columns
                .iter()
                .zip(&other.columns)
                .all(|(one, other)| one.header() == other.header() && one.reading() == other.reading())
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
        }
    }

    /// Decides from some rows what the columns hold.
    pub(crate) fn decide(&self, input: &str, rows: &[&RowBatch], options: &Options) -> Result<Table, Error> {
        Ok(Table {
            member: self.member,
            dialect: self.dialect.clone(),
            columns: columns::decide(input, self.names.as_deref(), self.width, rows, options)?,
        })
    }
}
