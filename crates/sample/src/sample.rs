use std::collections::VecDeque;
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use assay_fields::Column;

use crate::input::Input;
use crate::{Dialect, Error, Form, Options, RowBatch, RowCounts, columns, delimited};

/// A seller's file, opened: its dialect and its columns are decided, its rows can be read in batches.
///
/// # Examples
/// ```
/// use assay_sample::{Options, Sample};
/// let bytes = b"given_name,phone\nAnn,212 555 0123\nBob,212 555 0124\n";
/// let mut sample = Sample::from_reader("example", &bytes[..], &Options::default())?;
/// assert_eq!(sample.columns().len(), 2);
/// while let Some(batch) = sample.next_batch(1_000)? {
///     for row in batch.rows() {
///         assert_eq!(row.cells().count(), 2);
///     }
/// }
/// assert_eq!(sample.counts().read, 2);
/// # Ok::<(), assay_sample::Error>(())
/// ```
pub struct Sample<'a> {
    dialect: Dialect,
    columns: Vec<Column>,
    rows: Box<dyn Rows + 'a>,
    counts: RowCounts,
    /// The rows that the columns were decided from.
    leading: VecDeque<RowBatch>,
    /// How many rows of the first leading batch were handed out.
    taken: usize,
    ended: bool,
    spare: RowBatch,
}

/// A reader of one form.
pub(crate) trait Rows: Send {
    /// The next rows, at most `max_rows`; none at the end. `recycled` lends its buffers.
    fn next_batch(&mut self, max_rows: usize, recycled: RowBatch, counts: &mut RowCounts) -> Result<RowBatch, Error>;

    /// How many bytes of the input were read.
    fn bytes_read(&self) -> u64;
}

/// What a form's `open` finds out.
pub(crate) struct Opened<'a> {
    pub(crate) dialect: Dialect,
    pub(crate) width: usize,
    /// The columns' names, one per column, if there are any.
    pub(crate) names: Option<Vec<String>>,
    pub(crate) rows: Box<dyn Rows + 'a>,
}

impl Sample<'static> {
    /// Opens a file.
    ///
    /// # Errors
    /// See [`Sample::open_with`].
    pub fn open(path: &Path, options: &Options) -> Result<Sample<'static>, Error> {
        Sample::open_with(path, options, |_| {})
    }
}

impl<'a> Sample<'a> {
    /// Opens a file, and shows every byte read to `tee`, in order and once, such as to hash it. When
    /// [`Sample::next_batch`] has said that there is no more, `tee` has seen the whole file.
    ///
    /// # Errors
    /// A folder, a file that can't be read, and everything that [`Sample::from_reader`] refuses.
    pub fn open_with(path: &Path, options: &Options, tee: impl FnMut(&[u8]) + Send + 'a) -> Result<Sample<'a>, Error> {
        let name = path.display().to_string();
        let cannot_read = |source| Error::Io {
            input: name.clone(),
            source,
        };
        if path.is_dir() {
            return Err(Error::Directory { input: name });
        }
        let file = File::open(path).map_err(cannot_read)?;
        Sample::from_input(Input::new(name, file, tee), options)
    }

    /// Reads from anything; `name` says in messages where the bytes are from, such as `stdin`. The input
    /// is read once, from beginning to end.
    ///
    /// # Errors
    /// Input that is empty, holds no row, is no text, or is of another form than delimited text; options
    /// that name an unknown encoding, an impossible delimiter or a column that does not exist.
    pub fn from_reader(name: &str, read: impl Read + Send + 'a, options: &Options) -> Result<Sample<'a>, Error> {
        Sample::from_input(Input::new(name.to_owned(), read, |_| {}), options)
    }

    fn from_input(mut input: Input<'a>, options: &Options) -> Result<Sample<'a>, Error> {
        let mut head = Vec::new();
        let complete = input.next_chunk(&mut head, HEAD)?;
        let name = input.name().to_owned();
        if head.is_empty() {
            return Err(Error::Empty { input: name });
        }
        if let Some(form) = Form::of_bytes(&head) {
            return Err(Error::UnsupportedForm { input: name, form });
        }
        let opened = delimited::open(input, &head, complete, options)?;
        drop(head);
        Sample::with_rows(&name, opened, options)
    }

    /// Reads the leading rows and decides from them what the columns hold.
    fn with_rows(name: &str, opened: Opened<'a>, options: &Options) -> Result<Sample<'a>, Error> {
        let Opened {
            dialect,
            width,
            names,
            mut rows,
        } = opened;
        if width > MOST_COLUMNS {
            return Err(Error::TooManyColumns {
                input: name.to_owned(),
                columns: width,
                most: MOST_COLUMNS,
            });
        }
        let mut counts = RowCounts::default();
        let mut leading = VecDeque::new();
        let (mut count, mut bytes, mut ended) = (0, 0, false);
        while !ended && count < LEADING_ROWS && bytes < LEADING_BYTES {
            let wanted = LEADING_BATCH.min(LEADING_ROWS - count);
            let batch = rows.next_batch(wanted, RowBatch::default(), &mut counts)?;
            ended = batch.is_empty();
            count += batch.len();
            bytes += batch.text_len() + CELL * batch.len() * batch.width();
            if !ended {
                leading.push_back(batch);
            }
        }
        if leading.is_empty() {
            return Err(no_rows(name, width, &dialect, &counts));
        }
        Ok(Sample {
            columns: columns::decide(name, names, width, &leading, options)?,
            dialect,
            rows,
            counts,
            leading,
            taken: 0,
            ended,
            spare: RowBatch::default(),
        })
    }

    /// How the sample is written.
    pub fn dialect(&self) -> &Dialect {
        &self.dialect
    }

    /// The columns, in the order of the cells of a row.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The next rows, in the order of the input: at least one and at most `max_rows`, fewer than that also
    /// before the end. `None` at the end.
    ///
    /// # Errors
    /// If the input can't be read any more.
    pub fn next_batch(&mut self, max_rows: usize) -> Result<Option<RowBatch>, Error> {
        let max_rows = max_rows.max(1);
        if let Some(first) = self.leading.front() {
            let left = first.len() - self.taken;
            if self.taken == 0 && left <= max_rows {
                return Ok(self.leading.pop_front());
            }
            let upto = self.taken + left.min(max_rows);
            let part = first.part(self.taken..upto);
            self.taken = upto;
            if self.taken == first.len() {
                self.leading.pop_front();
                self.taken = 0;
            }
            return Ok(Some(part));
        }
        if self.ended {
            return Ok(None);
        }
        let spare = std::mem::take(&mut self.spare);
        let batch = self.rows.next_batch(max_rows, spare, &mut self.counts)?;
        self.ended = batch.is_empty();
        Ok((!self.ended).then_some(batch))
    }

    /// Takes back a batch that is done with, so that the next one can use its memory.
    pub fn recycle(&mut self, batch: RowBatch) {
        self.spare = batch;
    }

    /// What became of the rows read so far. As rows are read ahead, the counts are those of the whole
    /// input only when [`Sample::next_batch`] has said that there is no more.
    pub fn counts(&self) -> &RowCounts {
        &self.counts
    }

    /// How many bytes of the input were read so far, as they stand in the file.
    pub fn bytes_read(&self) -> u64 {
        self.rows.bytes_read()
    }
}

impl fmt::Debug for Sample<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sample")
            .field("dialect", &self.dialect)
            .field("columns", &self.columns)
            .field("counts", &self.counts)
            .finish_non_exhaustive()
    }
}

fn no_rows(name: &str, width: usize, dialect: &Dialect, counts: &RowCounts) -> Error {
    let input = name.to_owned();
    if counts.read > 0 {
        Error::AllRejected {
            input,
            rejected: counts.rejects().collect(),
        }
    } else if dialect.header.value {
        Error::HeaderOnly { input, columns: width }
    } else {
        Error::Blank {
            input,
            lines: counts.blank,
        }
    }
}

/// Bytes that encoding, form and dialect are found out from.
const HEAD: usize = 4 << 20;
/// Rows that kinds are decided from, and the bytes of text that bound them.
const LEADING_ROWS: usize = 100_000;
const LEADING_BYTES: usize = 64 << 20;
/// Bytes that a cell takes besides its text.
pub(crate) const CELL: usize = 4;
/// No sample of people has more columns, and every column costs memory in every batch.
const MOST_COLUMNS: usize = 4_096;
const LEADING_BATCH: usize = 4_096;
