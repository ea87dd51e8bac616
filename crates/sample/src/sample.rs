use std::collections::VecDeque;
use std::fmt;
use std::io::Read;
use std::path::Path;

use assay_fields::Column;

use crate::books::Books;
use crate::input::{Input, Member};
use crate::pack::{MemberReject, Source, Unpacking, Watch};
use crate::rows::Rows;
use crate::table::{Place, RawTable, Table};
use crate::value::decode_batch;
use crate::{Dialect, Error, Options, RejectWatcher, RowBatch, RowCounts, forms};

/// A seller's sample, opened: how its first table is written and what its columns hold is decided, its rows can be read in
/// batches. A sample may hold several tables, which are found as they come.
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
pub struct Sample {
    name: String,
    options: Options,
    input: Input,
    /// The member that is read.
    current: Option<Current>,
    /// Tables as their readers know them, in the order in which they were met.
    raw: Vec<RawTable>,
    tables: Vec<Table>,
    /// Whether it is an archive or a folder.
    is_collection: bool,
    /// Which of the user's mappings fitted a table.
    applied: Vec<bool>,
    /// Rows that were read and not yet handed out. Their tables are positions in `raw`.
    waiting: VecDeque<RowBatch>,
    waiting_bytes: usize,
    /// How many rows of the first waiting batch were handed out.
    taken: usize,
    ended: bool,
    books: Books,
    spare: RowBatch,
}

/// Who watches what is read of a sample.
#[derive(Default)]
pub struct Watchers {
    /// Sees every byte of every file, in order and once, such as to hash it: all of them when [`Sample::next_batch`] has said
    /// that there is no more.
    pub bytes: Option<Box<dyn Watch>>,
    /// Is told of every rejected span.
    pub rejects: Option<Box<RejectWatcher>>,
}

/// A member whose rows are read.
struct Current {
    rows: Box<dyn Rows>,
    dialect: Dialect,
    /// Where the tables of its reader stand in [`Sample::raw`].
    tables: Vec<usize>,
}

/// What a form's `open` finds out.
pub(crate) struct Opened {
    pub(crate) dialect: Dialect,
    pub(crate) rows: Box<dyn Rows>,
}

impl Sample {
    /// Opens a file, or all files of a folder.
    ///
    /// # Errors
    /// What can't be read, is empty, holds no row, is no text, or is of a form that is not read; archives that are
    /// protected, or built to unpack without end; options that name an unknown encoding, an impossible delimiter or a column
    /// that does not exist.
    pub fn open(path: &Path, options: &Options) -> Result<Sample, Error> {
        let source = Source::Path(path.to_owned());
        Sample::from_source(&path.display().to_string(), source, options, Watchers::default())
    }

    /// Opens a file, or all files of a folder, for somebody who watches what is read.
    ///
    /// # Errors
    /// See [`Sample::open`].
    pub fn open_with(path: &Path, options: &Options, watchers: Watchers) -> Result<Sample, Error> {
        let source = Source::Path(path.to_owned());
        Sample::from_source(&path.display().to_string(), source, options, watchers)
    }

    /// Reads from anything; `name` says in messages where the bytes are from, such as `stdin`. The input
    /// is read once, from beginning to end.
    ///
    /// # Errors
    /// See [`Sample::open`].
    pub fn from_reader(name: &str, read: impl Read + Send + 'static, options: &Options) -> Result<Sample, Error> {
        Sample::from_source(name, Source::Stream(Box::new(read)), options, Watchers::default())
    }

    /// Reads from anything, for somebody who watches what is read.
    ///
    /// # Errors
    /// See [`Sample::open`].
    pub fn from_reader_with(
        name: &str,
        read: impl Read + Send + 'static,
        options: &Options,
        watchers: Watchers,
    ) -> Result<Sample, Error> {
        Sample::from_source(name, Source::Stream(Box::new(read)), options, watchers)
    }

    fn from_source(name: &str, source: Source, options: &Options, watchers: Watchers) -> Result<Sample, Error> {
        let unpacking = Unpacking {
            passwords: options.passwords.clone(),
            watch: watchers.bytes,
            ..Unpacking::default()
        };
        let mut sample = Sample {
            name: name.to_owned(),
            options: options.clone(),
            input: Input::open(name, source, unpacking)?,
            current: None,
            raw: Vec::new(),
            tables: Vec::new(),
            is_collection: false,
            applied: Vec::new(),
            waiting: VecDeque::new(),
            waiting_bytes: 0,
            taken: 0,
            ended: false,
            books: Books::default(),
            spare: RowBatch::default(),
        };
        if let Some(watcher) = watchers.rejects {
            sample.books.watch(watcher);
        }
        sample.decide_first()?;
        if sample.tables.is_empty() {
            return Err(sample.no_rows());
        }
        if sample.ended {
            sample.check_mappings()?;
        }
        Ok(sample)
    }

    /// How the first table is written.
    pub fn dialect(&self) -> &Dialect {
        &self.tables[0].dialect
    }

    /// The columns of the first table, in the order of the cells of a row.
    pub fn columns(&self) -> &[Column] {
        &self.tables[0].columns
    }

    /// The tables met so far, in the order in which their rows are handed out first: one at least, and all of them when
    /// [`Sample::next_batch`] has said that there is no more.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// Whether all of the sample was read, so that no further table can come.
    pub fn is_read(&self) -> bool {
        self.ended
    }

    /// Whether the sample's form lets several tables stand in it.
    pub fn may_hold_several(&self) -> bool {
        self.is_collection || self.tables.len() > 1 || self.tables[0].dialect.form.may_hold_several()
    }

    /// The next rows of one table, in the order of the input: at least one and at most `max_rows`, fewer than that also
    /// before the end. `None` at the end.
    ///
    /// # Errors
    /// If the input can't be read any more.
    pub fn next_batch(&mut self, max_rows: usize) -> Result<Option<RowBatch>, Error> {
        let max_rows = max_rows.max(1);
        loop {
            if self.waiting.is_empty()
                && let Some(batch) = self.pull(max_rows)?
            {
                self.wait(batch);
            }
            self.decide_front()?;
            let Some(first) = self.waiting.front() else {
                return self.check_mappings().map(|()| None);
            };
            let raw = first.table();
            let left = first.len() - self.taken;
            let batch = if self.taken == 0 && left <= max_rows {
                self.unwait()
            } else {
                let upto = self.taken + left.min(max_rows);
                let part = first.part(self.taken..upto);
                self.taken = upto;
                if self.taken == first.len() {
                    self.unwait();
                }
                Some(part)
            };
            // Prose is counted as what it is already.
            if let (Some(batch), Some(Place::Table(table))) = (batch, self.raw[raw].decided) {
                let batch = self.raw[raw].expand(batch, &mut self.books.counts);
                return Ok(Some(batch.of_table(table)));
            }
        }
    }

    /// In a sample of several tables a mapping must fit one of them. All must be decided.
    fn check_mappings(&self) -> Result<(), Error> {
        match self.applied.iter().position(|applied| !applied) {
            Some(at) => Err(Error::Unmapped {
                input: self.name.clone(),
                asked: self.options.map[at].columns[0].clone(),
            }),
            None => Ok(()),
        }
    }

    /// Takes back a batch that is done with, so that the next one can use its memory.
    pub fn recycle(&mut self, batch: RowBatch) {
        self.spare = batch;
    }

    /// What became of the rows read so far. As rows are read ahead, the counts are those of the whole
    /// input only when [`Sample::next_batch`] has said that there is no more.
    pub fn counts(&self) -> &RowCounts {
        &self.books.counts
    }

    /// How many bytes of the input were read so far, as they stand in the file.
    pub fn bytes_read(&self) -> u64 {
        self.input.bytes_read()
    }

    fn wait(&mut self, batch: RowBatch) {
        self.raw[batch.table()].leading += batch.len();
        self.waiting_bytes += batch.text_len() + CELL * batch.len() * batch.width();
        self.waiting.push_back(batch);
    }

    fn unwait(&mut self) -> Option<RowBatch> {
        let batch = self.waiting.pop_front()?;
        self.waiting_bytes -= batch.text_len() + CELL * batch.len() * batch.width();
        self.taken = 0;
        Some(batch)
    }

    /// Reads ahead until there is a table.
    fn decide_first(&mut self) -> Result<(), Error> {
        loop {
            self.decide_front()?;
            match self.waiting.front() {
                Some(first) if self.raw[first.table()].decided == Some(Place::Prose) => {
                    self.unwait();
                }
                _ => return Ok(()),
            }
        }
    }

    /// Reads ahead until the table of the first waiting rows is decided. Once the whole sample waits, all tables are.
    fn decide_front(&mut self) -> Result<(), Error> {
        loop {
            let front = self.waiting.front().map(RowBatch::table);
            let undecided = front.filter(|raw| self.raw[*raw].decided.is_none());
            if front.is_some() && undecided.is_none() {
                return Ok(());
            }
            let enough = undecided.is_some_and(|raw| self.raw[raw].leading >= LEADING_ROWS);
            let full = undecided.is_some() && self.waiting_bytes >= LEADING_BYTES;
            match undecided {
                Some(raw) if enough || full || self.ended => self.decide(raw)?,
                None if self.ended => return Ok(()),
                _ => {
                    if let Some(batch) = self.pull(LEADING_BATCH)? {
                        self.wait(batch);
                    } else {
                        self.decide_all()?;
                    }
                }
            }
        }
    }

    fn decide_all(&mut self) -> Result<(), Error> {
        let tables: Vec<usize> = self.waiting.iter().map(RowBatch::table).collect();
        for raw in tables {
            if self.raw[raw].decided.is_none() {
                self.decide(raw)?;
            }
        }
        Ok(())
    }

    /// Decides from its waiting rows what the columns of a table hold.
    fn decide(&mut self, raw: usize) -> Result<(), Error> {
        let rows: Vec<&RowBatch> = self.waiting.iter().filter(|batch| batch.table() == raw).collect();
        let several = self.is_collection || self.raw.len() > 1 || self.raw[raw].dialect.form.may_hold_several();
        let table = self.raw[raw].decide(&self.name, &rows, &self.options, several, &mut self.applied)?;
        let member = table.member;
        if self.is_collection && table.is_prose(self.raw[raw].leading) {
            self.books.set_aside(member);
            self.raw[raw].decided = Some(Place::Prose);
            return Ok(());
        }
        self.books.keep(member);
        let known = self.tables.iter().position(|known| known.is_like(&table));
        self.raw[raw].decided = Some(Place::Table(known.unwrap_or(self.tables.len())));
        if known.is_none() {
            self.tables.push(table);
        }
        Ok(())
    }

    /// The next rows of the input, their table as a position in `raw`; `None` at the end.
    fn pull(&mut self, max_rows: usize) -> Result<Option<RowBatch>, Error> {
        while !self.ended {
            let Some(current) = &mut self.current else {
                match self.input.next(&mut self.books.counts)? {
                    Some(member) => self.open_member(member)?,
                    None => self.ended = true,
                }
                continue;
            };
            let spare = std::mem::take(&mut self.spare);
            let batch = match current.rows.next_batch(max_rows, spare, &mut self.books) {
                Ok(batch) => batch,
                Err(error) => return Err(self.input.failure().unwrap_or(error)),
            };
            for shape in &current.rows.tables()[current.tables.len()..] {
                if shape.width > MOST_COLUMNS {
                    return Err(Error::TooManyColumns {
                        input: self.name.clone(),
                        columns: shape.width,
                        most: MOST_COLUMNS,
                    });
                }
                current.tables.push(self.raw.len());
                self.raw.push(RawTable::new(self.books.member, shape, &current.dialect));
            }
            if !batch.is_empty() {
                let batch = decode_batch(batch, &mut self.books.counts);
                let raw = current.tables[batch.table()];
                return Ok(Some(batch.of_table(raw)));
            }
            self.current = None;
        }
        Ok(None)
    }

    /// Opens a member. One that can't be read is an error if it is the input itself, else counted.
    fn open_member(&mut self, member: Member) -> Result<(), Error> {
        let number = member.number;
        let is_input = member.is_input;
        self.is_collection |= !is_input;
        match forms::open(&self.name, member, &self.options) {
            Ok(Opened { dialect, rows }) => {
                self.books.begin(number, !is_input);
                self.current = Some(Current {
                    rows,
                    dialect,
                    tables: Vec::new(),
                });
                Ok(())
            }
            Err(error) => match error.member_reject() {
                Some(reason) if !is_input => {
                    *self.books.counts.members_rejected.entry(reason).or_default() += 1;
                    Ok(())
                }
                _ => Err(self.input.failure().unwrap_or(error)),
            },
        }
    }

    fn no_rows(&self) -> Error {
        let input = self.name.clone();
        let counts = self.counts();
        let header = self.raw.iter().find(|table| table.dialect.header.value);
        if counts.read > 0 {
            Error::AllRejected {
                input,
                rejected: counts.rejects().collect(),
            }
        } else if let Some(table) = header {
            Error::HeaderOnly {
                input,
                columns: table.width,
            }
        } else if counts.members == 0 {
            match self.input.first_rejected() {
                Some(rejected) if rejected.reason == MemberReject::Empty && self.input.bytes_read() == 0 => {
                    Error::Empty { input }
                }
                first => Error::NoMember {
                    input,
                    rejected: counts
                        .members_rejected
                        .iter()
                        .map(|(name, files)| (*name, *files))
                        .collect(),
                    first: first.map(|rejected| rejected.reason.to_string()),
                },
            }
        } else {
            Error::Blank {
                input,
                lines: counts.blank,
            }
        }
    }
}

impl fmt::Debug for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sample")
            .field("tables", &self.tables)
            .field("counts", self.counts())
            .finish_non_exhaustive()
    }
}

/// Rows that kinds are decided from, and the bytes of text that bound them.
const LEADING_ROWS: usize = 100_000;
const LEADING_BYTES: usize = 64 << 20;
/// Bytes that a cell takes besides its text.
const CELL: usize = 4;
/// No sample of people has more columns, and every column costs memory in every batch.
const MOST_COLUMNS: usize = 4_096;
const LEADING_BATCH: usize = 4_096;
