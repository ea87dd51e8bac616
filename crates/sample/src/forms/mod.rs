//! The forms that a sample's text may have, each in a module of its own: how far a text's beginning speaks for it, and a
//! reader of its rows.

mod blocks;
mod cards;
mod cells;
mod delimited;
mod fields;
mod find;
mod fixed;
mod grid;
mod html;
mod json;
mod keyed;
mod lines;
mod pairs;
mod parquet;
mod passing;
mod php;
mod pump;
mod spreadsheet;
mod sql;
mod sqlite;
mod tags;
mod xml;

use crate::books::Books;
use crate::input::{Bytes, Member};
use crate::row::{Next, Out};
use crate::rows::Rows;
use crate::sample::Opened;
use crate::text::{self, Text, fill};
use crate::window::Window;
use crate::{Dialect, Error, Form, Options, RowBatch};

use cells::CellRows;
pub(crate) use cells::Whole;
pub(crate) use json::flatten_cell as flatten_json;
pub(crate) use php::flatten_cell as flatten_php;

/// Finds out the form of a member and opens it.
pub(crate) fn open(name: &str, member: Member, options: &Options) -> Result<Opened, Error> {
    let mut read = match member.bytes {
        Bytes::Stream(read) => read,
        Bytes::Whole(whole) => return whole_file(name, whole, options),
    };
    let mut head = Vec::new();
    let complete = fill(&mut read, &mut head, HEAD).map_err(|source| Error::reading(name, source))?;
    if let Some(form) = Form::of_bytes(&head).filter(|_| options.form.is_none()) {
        return Err(Error::UnsupportedForm {
            input: name.to_owned(),
            form,
        });
    }
    let stated = options.encoding.as_deref();
    let encoding = stated.or_else(|| xml::declared_encoding(&head).filter(|label| text::is_readable(label, &head)));
    let (text, decoded) = Text::open(name, read, &head, complete, encoding)?;
    drop(head);
    if let Some((controls, characters)) = text::binary(&decoded) {
        return Err(Error::Binary {
            input: name.to_owned(),
            controls,
            characters,
        });
    }
    find::open(Window::new(text, decoded), options)
}

/// Opens a file of a form that needs seeking.
fn whole_file(name: &str, whole: Whole, options: &Options) -> Result<Opened, Error> {
    let failed = |source| Error::reading(name, source);
    let form = whole.form().map_err(failed)?;
    let rows: Box<dyn Rows> = match form {
        Some(Form::Sqlite) => Box::new(CellRows::new(sqlite::open(name, whole)?)),
        Some(Form::Parquet) => Box::new(CellRows::new(parquet::open(name, whole)?)),
        Some(Form::Xlsx | Form::Ods | Form::Ole) => {
            Box::new(CellRows::new(spreadsheet::open(name, whole, options.header)?))
        }
        form => {
            return Err(Error::UnsupportedForm {
                input: name.to_owned(),
                form: form.unwrap_or(Form::Zip),
            });
        }
    };
    Ok(Opened {
        dialect: Dialect::of_cells(form.unwrap_or(Form::Zip)),
        rows,
    })
}

/// The beginning of a text, by which its form is found.
#[derive(Clone, Copy)]
pub(crate) struct Head<'t> {
    /// At most [`Head::LENGTH`] bytes; it ends with a whole line, unless a line is longer.
    pub(crate) text: &'t str,
    /// Whether that is all the text.
    pub(crate) complete: bool,
}

impl Head<'_> {
    /// Bytes that a form is found by.
    pub(crate) const LENGTH: usize = 256 << 10;

    /// The beginning of the text in a window.
    pub(crate) fn of(window: &Window) -> Head<'_> {
        let complete = !window.has_more() && window.rest().len() <= Head::LENGTH;
        let lines = delimited::leading_lines(window.rest(), complete, Head::LENGTH);
        Head {
            text: std::str::from_utf8(lines).unwrap_or_default(),
            complete,
        }
    }
}

/// Reads the rows of a text, one at a time.
pub(crate) trait TextReader: Send {
    /// Steps over the next row, or whatever stands there instead, and says what it was. It steps over one byte at least,
    /// unless it says [`Next::End`], which it says only when nothing is left.
    fn next(&mut self, window: &mut Window, out: &mut Out) -> Result<Next, Error>;
}

/// The rows of a text, in batches.
pub(crate) struct TextRows<R> {
    window: Window,
    reader: R,
    out: Out,
    /// The table of the rows in `out`.
    table: usize,
    /// Where the row begins that was read last and is of another table than those before it, and that table.
    waiting: Option<(crate::batch::Place, usize)>,
    /// Bytes of a byte order mark that are not yet booked.
    mark: u64,
}

impl<R: TextReader> TextRows<R> {
    pub(crate) fn new(window: Window, reader: R) -> TextRows<R> {
        TextRows {
            mark: window.place().byte,
            window,
            reader,
            out: Out::default(),
            table: 0,
            waiting: None,
        }
    }
}

impl<R: TextReader> Rows for TextRows<R> {
    fn next_batch(&mut self, max_rows: usize, recycled: RowBatch, books: &mut Books) -> Result<RowBatch, Error> {
        // The byte order mark is nobody's.
        books.counts.bytes.other += std::mem::take(&mut self.mark);
        match self.waiting.take() {
            Some((place, table)) => {
                self.out.keep_row(place);
                self.table = table;
            }
            None => self.out.reuse(recycled),
        }
        while self.out.rows() < max_rows && self.out.size() < MAX_BATCH {
            let before = self.window.place();
            let next = self.reader.next(&mut self.window, &mut self.out)?;
            let after = self.window.place();
            let bytes = after.byte - before.byte;
            let place = books.book(next, before, bytes, &self.out);
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

    fn tables(&self) -> &[crate::row::TableShape] {
        self.out.tables()
    }
}

/// Bytes that encoding, form and dialect are found out from.
const HEAD: usize = 4 << 20;
/// Bytes of text after which a batch is handed out, however few rows it has.
const MAX_BATCH: usize = 64 << 20;

#[cfg(test)]
pub(crate) mod testing {
    //! Reads texts as the program does, for the tests of the forms.

    use super::{Head, TextReader, TextRows};
    use crate::RowBatch;
    use crate::RowCounts;
    use crate::books::Books;
    use crate::row::TableShape;
    use crate::rows::Rows;
    use crate::text::Text;
    use crate::window::Window;

    /// All that a reader gave.
    #[derive(Debug, PartialEq)]
    pub(crate) struct Read {
        /// Per row, its table and its cells.
        pub(crate) rows: Vec<(usize, Vec<String>)>,
        pub(crate) tables: Vec<TableShape>,
        pub(crate) counts: RowCounts,
    }

    impl Read {
        /// The cells of the rows of one table.
        pub(crate) fn cells(&self, table: usize) -> Vec<Vec<&str>> {
            let of_table = self.rows.iter().filter(|(of, _)| *of == table);
            of_table
                .map(|(_, cells)| cells.iter().map(String::as_str).collect())
                .collect()
        }
    }

    /// The beginning of a text.
    pub(crate) fn head(text: &str) -> Head<'_> {
        Head {
            text: text.get(..Head::LENGTH).unwrap_or(text),
            complete: text.len() <= Head::LENGTH,
        }
    }

    /// Reads `text`, of which `first` bytes are at hand at once and the rest arrives byte by byte if it is short, and checks
    /// that every byte is accounted for.
    pub(crate) fn read<R: TextReader>(text: &str, first: usize, reader: R) -> Read {
        let mut first = first.min(text.len());
        // How lines end is told by what is at hand first.
        if text.contains('\r') && !text.as_bytes()[..first].contains(&b'\n') {
            first = text.len();
        }
        let rest = text.as_bytes()[first..].to_vec();
        let complete = rest.is_empty();
        let read = Box::new(std::io::Cursor::new(rest));
        let (text_source, decoded) =
            Text::open("test", read, &text.as_bytes()[..first], complete, Some("utf-8")).unwrap();
        let mut rows = TextRows::new(Window::new(text_source, decoded), reader);
        let mut books = Books::default();
        let mut all = Vec::new();
        loop {
            let batch = rows.next_batch(7, RowBatch::default(), &mut books).unwrap();
            if batch.is_empty() {
                break;
            }
            let table = batch.table();
            all.extend(
                batch
                    .rows()
                    .map(|row| (table, row.cells().map(str::to_owned).collect::<Vec<_>>())),
            );
        }
        let counts = books.counts.clone();
        assert_eq!(counts.bytes.all(), text.len() as u64, "every byte is accounted for");
        assert_eq!(counts.accepted(), all.len() as u64);
        Read {
            rows: all,
            tables: rows.tables().to_vec(),
            counts,
        }
    }
}
