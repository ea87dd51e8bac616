//! What can be wrong with a company's files. No message holds a cell.

use std::{fmt, io, path::Path};

/// Why tables could not be read.
///
/// The libraries beneath put values into their messages, so none of their texts is passed on: a kind, a
/// file, a column number and what to do stand here instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No file was named.
    #[error("no file was given; name at least one file, a pattern, or `-` for stdin")]
    NoSource,
    /// A pattern that matches no file.
    #[error("no file matches `{pattern}`")]
    NoMatch {
        /// The pattern as given.
        pattern: String,
    },
    /// A pattern that is none.
    #[error("`{pattern}` is not a valid file pattern; `*`, `?`, `**` and `[…]` are understood")]
    Pattern {
        /// The pattern as given.
        pattern: String,
    },
    /// A file that isn't there.
    #[error("{file} does not exist")]
    Missing {
        /// The file.
        file: String,
    },
    /// A folder where a file is expected.
    #[error("{file} is a folder; name its files, for instance `{file}/*.csv`")]
    Folder {
        /// The folder.
        file: String,
    },
    /// A file or stream of no bytes.
    #[error("{file} is empty (0 bytes)")]
    Empty {
        /// The file.
        file: String,
    },
    /// `-` was given more than once.
    #[error("stdin (`-`) can be read only once")]
    StdinTwice,
    /// A stream that was read to its end is asked for again.
    #[error("{file} was read already, and a stream can be read only once")]
    Consumed {
        /// The stream.
        file: String,
    },
    /// The index and what is needed meanwhile don't fit on the disk.
    #[error(
        "{file}: this index needs about {} of disk ({} for the index, {} for digests meanwhile, which --memory would \
         hold), but {} are free; free some, or write to another disk",
        bytes(index + temporary), bytes(*index), bytes(*temporary), bytes(*free)
    )]
    DiskTooSmall {
        /// The output.
        file: String,
        /// Bytes of the index.
        index: u64,
        /// Bytes of digests that memory does not hold.
        temporary: u64,
        /// Bytes that are free.
        free: u64,
    },
    /// The operating system refuses.
    #[error("{file} could not be read: {kind}")]
    Io {
        /// The file.
        file: String,
        /// The kind of failure.
        kind: io::ErrorKind,
    },
    /// A container that is not read.
    #[error("{file} is {found}; {advice}")]
    Container {
        /// The file.
        file: String,
        /// What it is.
        found: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// Text in another encoding, or no text at all.
    #[error("{file} is {found}; convert it to UTF-8 text, for instance with `iconv -t UTF-8`")]
    NotUtf8 {
        /// The file.
        file: String,
        /// What it is.
        found: &'static str,
    },
    /// Lines that end in a lone carriage return.
    #[error(
        "{file} ends its lines with lone carriage returns; convert them to line feeds, for instance with `tr '\\r' '\\n'`"
    )]
    CarriageReturns {
        /// The file.
        file: String,
    },
    /// A delimiter that can't be one.
    #[error("a delimiter is one ASCII character other than a quote or a line's end")]
    Delimiter,
    /// The first line is a record.
    #[error(
        "the first line of {file} looks like a record, not a header (column {column} holds a value); \
         add a header line, or say `--no-header` to call the columns column_1, column_2 …"
    )]
    NoHeader {
        /// The file.
        file: String,
        /// The first column, from 1, that gave it away.
        column: usize,
    },
    /// A header that can't be split into names.
    #[error("the header of {file} can't be read: {found}")]
    Header {
        /// The file.
        file: String,
        /// What is wrong.
        found: &'static str,
    },
    /// Files with different columns.
    #[error("{file} lacks {column} of {first}; all files must have the same columns")]
    MissingColumn {
        /// The file that lacks it.
        file: String,
        /// The column, as numbered in `first`.
        column: ColumnLabel,
        /// The file that has it.
        first: String,
    },
    /// Files with different columns, the other way round.
    #[error("{file} has {column}, which {first} lacks; all files must have the same columns")]
    SurplusColumn {
        /// The file that has it.
        file: String,
        /// The column, as numbered in `file`.
        column: ColumnLabel,
        /// The file that lacks it.
        first: String,
    },
    /// A column of lists, structures or other values without a text was asked for.
    #[error("{column} of {file} holds values without a text, such as lists or structures; leave it out")]
    NestedColumn {
        /// The file.
        file: String,
        /// The column.
        column: ColumnLabel,
    },
    /// A column number that the table doesn't have.
    #[error("there is no column {column}; the table has {columns}")]
    NoSuchColumn {
        /// The number asked for, from 1.
        column: usize,
        /// How many there are.
        columns: usize,
    },
    /// A file cut short or broken.
    #[error("{file} is damaged or cut short: it is not a complete {format} file")]
    Damaged {
        /// The file.
        file: String,
        /// What it should be.
        format: &'static str,
    },
    /// The reader gave back another number of rows than it was given.
    #[error(
        "{file}: {expected} rows were handed to the reader and {found} came back; nothing is built from a \
         file that is read in part"
    )]
    RowsLost {
        /// The file.
        file: String,
        /// Rows handed over.
        expected: u64,
        /// Rows that came back.
        found: u64,
    },
    /// A mapping that does not fit the table.
    #[error(transparent)]
    Columns(#[from] assay_fields::ColumnError),
    /// A stream's dates fit both orders.
    #[error(
        "column {column}: its dates fit both orders of day and month, and a stream can't be read again; say \
         --date-order month-first or day-first, or leave the column out with --map"
    )]
    UndecidedDates {
        /// Its number, from 1.
        column: usize,
    },
    /// A link to leave out that is no default link of this table.
    #[error("--no-link {class}: the index would not have this link; leave the option out")]
    NoSuchLink {
        /// The link.
        class: String,
    },
    /// A link of a kind that no column holds.
    #[error("--link {class}: no column holds {missing}; name one with --map {missing}=COLUMN")]
    LinkOfMissingKind {
        /// The link.
        class: String,
        /// The kind that is missing.
        missing: String,
    },
    /// An own kind that is no identifier, or that no column holds.
    #[error(
        "--own {kind}: an own kind is an identifier that only the company assigns and that a column of the table \
         holds; name the column with --map {kind}=COLUMN"
    )]
    NoSuchOwn {
        /// The kind.
        kind: assay_fields::Kind,
    },
    /// A link that names a label.
    #[error("--link {class}: a label is no part of a link; say --label COLUMN, and every index's identifiers carry it")]
    LinkOfLabel {
        /// The link.
        class: String,
    },
    /// A label whose values point at people.
    #[error(
        "--label: column {column} is read as {kind}, and such values point at people instead of segments; if it holds \
         segments, say so with --map opaque:NAME=#{column}"
    )]
    LabelOfPeople {
        /// The column's number, from 1.
        column: usize,
        /// What its values are.
        kind: assay_fields::Kind,
    },
    /// One label twice.
    #[error("--label: column {column} is named twice, or has the name of another one; name each once, by its number")]
    LabelTwice {
        /// The column's number, from 1.
        column: usize,
    },
    /// A label of too many values.
    #[error(
        "--label: column {column} has at least {values} different values, and a label at most {most}: each is a segment \
         of many customers; leave it out, or give a column with coarser values"
    )]
    TooManyLabelValues {
        /// The column's number, from 1.
        column: usize,
        /// Its values so far.
        values: usize,
        /// The most that a label has.
        most: usize,
    },
    /// No column holds an identifier.
    #[error(
        "no column holds an identifier (ssn, phone, email, account …): nothing could be matched; check the delimiter and \
         the header, and name columns with --map, such as --map ssn=#3"
    )]
    NoIdentifier,
    /// Too many lines are no records.
    #[error(
        "{bad} of {read} lines are no records, more than {} % of them: the table is plainly not what it was taken \
         for; check its delimiter and header, or raise --max-bad",
        100.0 * most
    )]
    TooManyBadLines {
        /// Lines rejected.
        bad: u64,
        /// Lines read.
        read: u64,
        /// The share allowed.
        most: f64,
    },
    /// Too many values stand where the table has no column.
    #[error(
        "{values} values in {read} records can't be read: they are JSON arrays or objects, or stand under keys that no \
         file has in its leading 100,000 lines; flatten the arrays, and put a line with all keys first"
    )]
    TooManyUnread {
        /// Values that were not read.
        values: u64,
        /// Records read.
        read: u64,
        /// The share allowed.
        most: f64,
    },
    /// More columns than any table of customers has.
    #[error("{file} has {columns} columns, more than {most}; is its delimiter right, or each line's keys its own?")]
    TooManyColumns {
        /// The file.
        file: String,
        /// Its columns.
        columns: usize,
        /// The most that are read.
        most: usize,
    },
    /// Too many of a column's values have no canonical form.
    #[error(
        "column {column}: {bad} of {cells} values are no {kind}, more than {} % of them: the column is plainly not \
         what it was taken for; say what it holds with --map, convert the file if it is not UTF-8, or raise --max-bad",
        100.0 * most
    )]
    TooManyBadValues {
        /// Its number, from 1.
        column: usize,
        /// What it was taken for.
        kind: assay_fields::Kind,
        /// Values without a canonical form.
        bad: u64,
        /// Values in all.
        cells: u64,
        /// The share allowed.
        most: f64,
    },
    /// The index could not be built or written.
    #[error(transparent)]
    Index(#[from] assay_index::Error),
}

/// How a column is called in a message: always by number, by name only if the name is in the vocabulary of
/// headers. The header of a misread file is somebody's record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnLabel {
    number: usize,
    name: Option<String>,
}

impl ColumnLabel {
    /// The label of the column at `index` (from 0) with the header `name`.
    pub fn new(index: usize, name: &str) -> Self {
        Self {
            number: index + 1,
            name: assay_fields::detect::is_known_header(name).then(|| name.to_owned()),
        }
    }
}

impl fmt::Display for ColumnLabel {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(out, "column {} (`{name}`)", self.number),
            None => write!(out, "column {}", self.number),
        }
    }
}

/// An I/O failure of `file`; a decoder's complaint about its bytes is damage, not a failure to read.
pub(crate) fn io_error(file: &str, format: &'static str, error: &io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => Error::Damaged {
            file: file.to_owned(),
            format,
        },
        // The zstd decoder reports broken frames as `Other`.
        io::ErrorKind::Other if format != PLAIN => Error::Damaged {
            file: file.to_owned(),
            format,
        },
        io::ErrorKind::NotFound => Error::Missing { file: file.to_owned() },
        kind => Error::Io {
            file: file.to_owned(),
            kind,
        },
    }
}

/// Bytes for reading.
fn bytes(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

/// The name of a path in messages.
pub(crate) fn file_name(path: &Path) -> String {
    path.display().to_string()
}

/// The format of a text file that is not compressed.
pub(crate) const PLAIN: &str = "text";
