use crate::books::Books;
use crate::row::TableShape;
use crate::{Error, RowBatch};

/// The rows of one member of a sample, whatever its form.
pub(crate) trait Rows: Send {
    /// The next rows of one table, at most `max_rows`; none at the end. `recycled` lends its buffers.
    fn next_batch(&mut self, max_rows: usize, recycled: RowBatch, books: &mut Books) -> Result<RowBatch, Error>;

    /// The tables met so far, in the order of their numbers.
    fn tables(&self) -> &[TableShape];
}
