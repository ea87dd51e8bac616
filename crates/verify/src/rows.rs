//! What a test says of each row: for the file of rows, which holds no values.

use crate::{Grade, Outcome};

/// One row's result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowResult {
    /// The row's number in the sample, from 1.
    pub row: u64,
    /// The line on which it begins, from 1; 0 in a sealed sample.
    pub line: u64,
    /// Its grade: the best that any of the indexes gives it.
    pub grade: Grade,
    /// The position of its table's first column among all columns of the sample.
    pub first_column: usize,
    /// What became of the cell of each column of its table; a hit is one in any index.
    pub outcomes: Vec<Outcome>,
}
