//! Files with the same columns as one table.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    io::Read,
    num::NonZeroUsize,
    ops::ControlFlow,
};

use serde::Serialize;

use crate::{
    batch::Batch,
    columnar, dialect,
    error::{ColumnLabel, Error, io_error},
    json_lines,
    progress::Progress,
    scan::{self, Request},
    source::{Format, Source},
};

/// What the files themselves don't say.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The delimiter of delimited text; `None` to find it out for each file.
    pub delimiter: Option<u8>,
    /// Whether delimited text begins with a header; `None` to expect one and refuse a first line that holds
    /// values. Without a header columns are `column_1`, `column_2` ….
    pub has_header: Option<bool>,
    /// How many threads work on batches; `None` for one a processor. polars reads with as many of its own.
    pub threads: Option<NonZeroUsize>,
}

/// A company's table: one or more inputs with the same columns, not necessarily in the same order.
pub struct Table {
    pub(crate) inputs: Vec<Input>,
    columns: Vec<String>,
    threads: usize,
}

/// One input, read as far as its columns.
pub(crate) struct Input {
    pub(crate) source: Source,
    pub(crate) layout: Layout,
    /// For each column of the table, its place in the input.
    places: Vec<Option<usize>>,
}

/// How an input's columns are laid out.
pub(crate) enum Layout {
    Delimited {
        delimiter: u8,
        fields: usize,
        header_bytes: usize,
    },
    JsonLines,
    /// Parquet or Arrow; for each column its name and whether its values have a text.
    Columnar(Vec<(String, bool)>),
}

/// Why a line is not a row. A rejected line is counted and not passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RejectReason {
    /// More fields than the header has names; a lone empty field at the end is tolerated.
    TooManyFields,
    /// Fewer fields than the header has names.
    TooFewFields,
    /// A quoted field that isn't closed, or goes on after its closing quote.
    BadQuote,
    /// No JSON object.
    BadJson,
    /// Longer than 8 MiB.
    LineTooLong,
}

impl RejectReason {
    /// The reason as reports spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            RejectReason::TooManyFields => "too_many_fields",
            RejectReason::TooFewFields => "too_few_fields",
            RejectReason::BadQuote => "bad_quote",
            RejectReason::BadJson => "bad_json",
            RejectReason::LineTooLong => "line_too_long",
        }
    }
}

impl fmt::Display for RejectReason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// What a scan came across.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ScanCounts {
    /// Rows handed on.
    pub rows: u64,
    /// Lines that are no rows, by reason; blank lines don't count.
    pub rejected: BTreeMap<RejectReason, u64>,
    /// Rows handed on in which bytes that are no UTF-8 were replaced by U+FFFD.
    pub mended: u64,
    /// JSON values under keys that no file has in its head; they are not in the table.
    pub unknown_values: u64,
    /// JSON arrays and objects in the scanned columns; their cells are absent.
    pub nested_values: u64,
    /// Bytes read, as stored (of a stream: decompressed).
    pub bytes: u64,
}

impl ScanCounts {
    /// Lines rejected for any reason.
    pub fn rejected_rows(&self) -> u64 {
        self.rejected.values().sum()
    }

    pub(crate) fn reject(&mut self, reason: RejectReason, lines: u64) {
        if lines > 0 {
            *self.rejected.entry(reason).or_default() += lines;
        }
    }
}

/// No table of customers has more, and every column costs memory in every batch.
const MOST_COLUMNS: usize = 4_096;

impl Table {
    /// Reads the columns of every source. The table has the columns of the first one, in its order. Sources of
    /// JSON lines may lack columns and add some: their columns are the keys of their leading 100,000 lines.
    ///
    /// # Errors
    /// A header that is missing or unreadable, damaged files, files with different columns.
    pub fn open(sources: Vec<Source>, options: &Options) -> Result<Table, Error> {
        if sources.is_empty() {
            return Err(Error::NoSource);
        }
        let mut read = Vec::with_capacity(sources.len());
        for source in sources {
            let (layout, names) = layout(&source, options)?;
            if names.len() > MOST_COLUMNS {
                return Err(Error::TooManyColumns {
                    file: source.name().to_owned(),
                    columns: names.len(),
                    most: MOST_COLUMNS,
                });
            }
            read.push((source, layout, names));
        }
        let columns = common_columns(&read)?;
        let inputs = read
            .into_iter()
            .map(|(source, layout, names)| {
                let places: HashMap<&str, usize> = names
                    .iter()
                    .enumerate()
                    .map(|(place, name)| (name.as_str(), place))
                    .collect();
                let places = columns.iter().map(|name| places.get(name.as_str()).copied()).collect();
                Input { source, layout, places }
            })
            .collect();
        let threads = options.threads.or_else(|| std::thread::available_parallelism().ok());
        Ok(Table {
            inputs,
            columns,
            threads: threads.map_or(1, NonZeroUsize::get),
        })
    }

    /// The names of the columns. Don't print one that [`assay_fields::detect::is_known_header`] doesn't know.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The inputs' names.
    pub fn sources(&self) -> impl Iterator<Item = &str> {
        self.inputs.iter().map(|input| input.source.name())
    }

    /// The inputs' size as stored, in bytes; `None` if one is a stream.
    pub fn bytes(&self) -> Option<u64> {
        self.inputs.iter().map(|input| input.source.bytes()).sum()
    }

    /// Whether an input is a stream, which can be scanned only once.
    pub fn has_stream(&self) -> bool {
        self.inputs.iter().any(|input| input.source.is_stream())
    }

    /// Whether the values of a column have no text in some file (lists, structures); such a column can't be
    /// scanned, and [`Table::head`] shows it as absent.
    pub fn is_nested(&self, column: usize) -> bool {
        self.inputs.iter().any(|input| input.is_nested(column))
    }

    /// Calls `f` with the leading `rows` rows of every input, all columns. Of a stream they are the rows within
    /// its leading 32 MiB, which stay in memory until [`Table::scan`].
    ///
    /// # Errors
    /// As for [`Table::scan`].
    pub fn head(&self, rows: u64, f: &(dyn Fn(Batch) -> ControlFlow<()> + Sync)) -> Result<ScanCounts, Error> {
        let columns: Vec<usize> = (0..self.columns.len()).collect();
        let request = Request {
            columns: &columns,
            rows,
            head: Some(STREAM_HEAD),
            threads: self.threads,
        };
        scan::run(self, &request, &Progress::default(), f)
    }

    /// Calls `f` with all rows, in batches of some thousand to some ten thousand rows that hold the columns
    /// `columns` (from 0, in the order given). `f` is called from several threads at once, and batches come in no
    /// particular order; it can stop the scan.
    ///
    /// Memory is bounded whatever the size of the inputs: of delimited text three blocks of 16 MiB and the
    /// batches in flight, two for every thread; of Parquet and Arrow the row groups that polars reads ahead.
    ///
    /// # Errors
    /// Unreadable or damaged inputs, a column that doesn't exist or is nested. Rows before the fault may have been
    /// handed on: whatever was made of them must be thrown away.
    pub fn scan(
        &self,
        columns: &[usize],
        progress: &Progress,
        f: &(dyn Fn(Batch) -> ControlFlow<()> + Sync),
    ) -> Result<ScanCounts, Error> {
        for &column in columns {
            let Some(name) = self.columns.get(column) else {
                return Err(Error::NoSuchColumn {
                    column: column + 1,
                    columns: self.columns.len(),
                });
            };
            if let Some(input) = self.inputs.iter().find(|input| input.is_nested(column)) {
                let column = ColumnLabel::new(column, name);
                return Err(Error::NestedColumn {
                    file: input.source.name().to_owned(),
                    column,
                });
            }
        }
        let request = Request {
            columns,
            rows: u64::MAX,
            head: None,
            threads: self.threads,
        };
        scan::run(self, &request, progress, f)
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Table")
            .field("inputs", &self.inputs.len())
            .field("columns", &self.columns.len())
            .finish()
    }
}

impl Input {
    /// The places of `columns` in the input.
    pub(crate) fn places(&self, columns: &[usize]) -> Vec<Option<usize>> {
        columns
            .iter()
            .map(|&column| self.places.get(column).copied().flatten())
            .collect()
    }

    fn is_nested(&self, column: usize) -> bool {
        let Layout::Columnar(columns) = &self.layout else {
            return false;
        };
        let place = self.places.get(column).copied().flatten();
        place
            .and_then(|place| columns.get(place))
            .is_some_and(|(_, has_text)| !has_text)
    }
}

fn layout(source: &Source, options: &Options) -> Result<(Layout, Vec<String>), Error> {
    let failed = |error: &std::io::Error| io_error(source.name(), source.format_name(), error);
    match source.format() {
        Format::Parquet | Format::Ipc => {
            let columns = columnar::columns(source)?;
            let names = columns.iter().map(|(name, _)| name.clone()).collect();
            Ok((Layout::Columnar(columns), names))
        }
        Format::JsonLines => {
            let head = source.open_head(STREAM_HEAD)?.take(STREAM_HEAD as u64);
            let mut lines = json_lines::Lines::new(head, JSON_LINES, STREAM_HEAD);
            let (mut names, mut objects) = (Vec::new(), 0);
            while let Some(text) = lines.next().map_err(|error| failed(&error))? {
                objects += json_lines::collect_keys(&text, &mut names);
            }
            if objects == 0 {
                return Err(Error::Damaged {
                    file: source.name().to_owned(),
                    format: "JSON lines",
                });
            }
            Ok((Layout::JsonLines, names))
        }
        Format::Delimited => {
            let mut head = Vec::new();
            let reader = source.open_head(HEADER)?;
            reader
                .take(HEADER as u64)
                .read_to_end(&mut head)
                .map_err(|error| failed(&error))?;
            let is_all = head.len() < HEADER;
            let dialect = dialect::dialect(source.name(), &head, is_all, options.delimiter, options.has_header)?;
            let layout = Layout::Delimited {
                delimiter: dialect.delimiter,
                fields: dialect.columns.len(),
                header_bytes: dialect.header_bytes,
            };
            Ok((layout, dialect.columns))
        }
    }
}

/// The columns of all inputs, in the order of the first one that isn't JSON lines, then those that only JSON
/// lines have. Any other input must have the columns of that first one, no more and no less.
fn common_columns(read: &[(Source, Layout, Vec<String>)]) -> Result<Vec<String>, Error> {
    let is_json = |layout: &Layout| matches!(layout, Layout::JsonLines);
    let mut strict = read.iter().filter(|(_, layout, _)| !is_json(layout));
    let mut columns = Vec::new();
    if let Some((first, _, names)) = strict.next() {
        columns.clone_from(names);
        for (source, _, others) in strict {
            let lacking = |names: &[String], others: &[String]| names.iter().position(|name| !others.contains(name));
            if let Some(at) = lacking(names, others) {
                let (file, first) = (source.name().to_owned(), first.name().to_owned());
                return Err(Error::MissingColumn {
                    file,
                    column: ColumnLabel::new(at, &names[at]),
                    first,
                });
            }
            if let Some(at) = lacking(others, names) {
                let (file, first) = (source.name().to_owned(), first.name().to_owned());
                return Err(Error::SurplusColumn {
                    file,
                    column: ColumnLabel::new(at, &others[at]),
                    first,
                });
            }
        }
    }
    for (_, _, names) in read.iter().filter(|(_, layout, _)| is_json(layout)) {
        for name in names {
            if !columns.contains(name) {
                columns.push(name.clone());
            }
        }
    }
    Ok(columns)
}

/// How much of a stream is kept for detection, and how much of a file of JSON lines is searched for keys.
const STREAM_HEAD: usize = 32 * 1024 * 1024;
const JSON_LINES: u64 = 100_000;
const HEADER: usize = 64 * 1024;
