//! Forms whose rows don't lie one behind the other in the file: databases, workbooks, files of columns.

use std::fs::File;
use std::io::{Cursor, Read, Seek};
use std::path::PathBuf;

use crate::batch::Place;
use crate::books::Books;
use crate::row::{Next, Out, TableShape};
use crate::rows::Rows;
use crate::{Error, Form, RowBatch};

/// A whole file, which can be read at any place.
pub(crate) enum Whole {
    /// On disk.
    File(PathBuf),
    /// Unpacked to memory.
    Memory(Vec<u8>),
}

/// What reads a [`Whole`] at any place.
pub(crate) trait ReadSeek: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadSeek for T {}

impl Whole {
    /// Its length in bytes.
    pub(crate) fn length(&self) -> std::io::Result<u64> {
        match self {
            Whole::File(path) => Ok(std::fs::metadata(path)?.len()),
            Whole::Memory(bytes) => Ok(bytes.len() as u64),
        }
    }

    /// Its form, by its leading bytes.
    pub(crate) fn form(&self) -> std::io::Result<Option<Form>> {
        Ok(match self {
            Whole::File(path) => {
                let mut head = Vec::new();
                File::open(path)?.take(HEAD).read_to_end(&mut head)?;
                Form::of_bytes(&head)
            }
            Whole::Memory(bytes) => Form::of_bytes(bytes),
        })
    }

    /// Opens it.
    pub(crate) fn open(self) -> std::io::Result<Box<dyn ReadSeek>> {
        Ok(match self {
            Whole::File(path) => Box::new(std::io::BufReader::new(File::open(path)?)),
            Whole::Memory(bytes) => Box::new(Cursor::new(bytes)),
        })
    }
}

/// Reads the rows of a form that is not read from byte to byte, one at a time.
pub(crate) trait CellReader: Send {
    /// Puts the next row's cells into `out`, or says what stands there instead.
    fn next(&mut self, out: &mut Out) -> Result<Next, Error>;

    /// On which row of its table stands what was met last, from 1.
    fn line(&self) -> u64;
}

/// The rows of such a form, in batches.
pub(crate) struct CellRows<R> {
    reader: R,
    out: Out,
    /// The table of the rows in `out`.
    table: usize,
    /// Where the row stands that was read last and is of another table than those before it, and that table.
    waiting: Option<(Place, usize)>,
}

impl<R: CellReader> CellRows<R> {
    pub(crate) fn new(reader: R) -> CellRows<R> {
        CellRows {
            reader,
            out: Out::default(),
            table: 0,
            waiting: None,
        }
    }
}

impl<R: CellReader> Rows for CellRows<R> {
    fn next_batch(&mut self, max_rows: usize, recycled: RowBatch, books: &mut Books) -> Result<RowBatch, Error> {
        match self.waiting.take() {
            Some((place, table)) => {
                self.out.keep_row(place);
                self.table = table;
            }
            None => self.out.reuse(recycled),
        }
        while self.out.rows() < max_rows && self.out.size() < MAX_BATCH {
            let next = self.reader.next(&mut self.out)?;
            let place = books.book_cells(next, self.reader.line(), &self.out);
            match next {
                Next::End => break,
                Next::Row(table) if self.out.rows() == 0 || table == self.table => {
                    self.table = table;
                    self.out.keep_row(place);
                }
                Next::Row(table) => {
                    self.waiting = Some((place, table));
                    break;
                }
                Next::Rejected(_) | Next::Other(_) => self.out.clear_row(),
            }
        }
        let width = self.out.tables().get(self.table).map_or(0, |table| table.width);
        Ok(self.out.take(self.table, width))
    }

    fn tables(&self) -> &[TableShape] {
        self.out.tables()
    }
}

/// Bytes of text after which a batch is handed out, however few rows it has.
const MAX_BATCH: usize = 64 << 20;

/// Bytes that tell a form.
const HEAD: u64 = 64 << 10;

#[cfg(test)]
pub(crate) mod testing {
    //! Reads files as the program does, for the tests of the forms.

    use super::{CellReader, CellRows};
    use crate::books::{Books, Rejected};
    use crate::row::TableShape;
    use crate::rows::Rows;
    use crate::{Error, RowBatch, RowCounts};
    use std::sync::{Arc, Mutex};

    /// All that a reader gave.
    #[derive(Debug)]
    pub(crate) struct Read {
        /// Per row, its table, its line and its cells.
        pub(crate) rows: Vec<(usize, u64, Vec<String>)>,
        pub(crate) tables: Vec<TableShape>,
        pub(crate) counts: RowCounts,
        /// What was rejected, and comments.
        pub(crate) told: Vec<Rejected>,
        /// Why it ended before its end.
        pub(crate) error: Option<Error>,
    }

    impl Read {
        /// The cells of the rows of one table.
        pub(crate) fn cells(&self, table: usize) -> Vec<Vec<&str>> {
            let of_table = self.rows.iter().filter(|(of, ..)| *of == table);
            of_table
                .map(|(.., cells)| cells.iter().map(String::as_str).collect())
                .collect()
        }

        /// The columns' names of one table.
        pub(crate) fn names(&self, table: usize) -> Vec<&str> {
            let names = self.tables[table].names.as_ref().unwrap();
            names.iter().map(String::as_str).collect()
        }
    }

    /// Reads everything.
    pub(crate) fn read(reader: impl CellReader) -> Read {
        let mut rows = CellRows::new(reader);
        let mut books = Books::default();
        let told = Arc::new(Mutex::new(Vec::new()));
        let tell = Arc::clone(&told);
        books.watch(Box::new(move |rejected| tell.lock().unwrap().push(*rejected)));
        let mut all = Vec::new();
        let mut error = None;
        loop {
            match rows.next_batch(7, RowBatch::default(), &mut books) {
                Ok(batch) if batch.is_empty() => break,
                Ok(batch) => all.extend(batch.rows().map(|row| {
                    (
                        batch.table(),
                        row.line(),
                        row.cells().map(str::to_owned).collect::<Vec<_>>(),
                    )
                })),
                Err(found) => {
                    error = Some(found);
                    break;
                }
            }
        }
        let counts = books.counts.clone();
        if error.is_none() {
            assert_eq!(counts.accepted(), all.len() as u64);
        }
        for (table, _, cells) in &all {
            assert_eq!(rows.tables()[*table].width, cells.len());
        }
        let told = told.lock().unwrap().clone();
        assert!(told.iter().all(|rejected| rejected.byte.is_none()));
        Read {
            rows: all,
            tables: rows.tables().to_vec(),
            counts,
            told,
            error,
        }
    }
}
