//! Delimited text: lines of fields with a delimiter between them, or of one field.

mod header;
mod records;
mod shape;

use crate::forms::{TextReader, TextRows};
use crate::row::{Next, Other, Out, TableShape};
use crate::sample::Opened;
use crate::text::REPLACED;
use crate::window::Window;
use crate::{Dialect, Error, Flaw, Form, Found, Options, Reject};
use header::Layout;
pub(crate) use header::find as find_header;
use records::{Record, Records};
use shape::is_blank;

/// The rows of delimited text.
struct Delimited {
    records: Records,
    layout: Layout,
    /// How many records that are neither blank nor too long were met.
    met: usize,
}

/// Finds out how the text of `window`, whose beginning is at hand, is written.
pub(crate) fn open(window: Window, options: &Options) -> Result<Opened, Error> {
    let (shape, delimiter) = shape::find(window.rest(), !window.has_more(), options.delimiter)?;
    let layout = header::find(&shape.records, shape.width, options.header);
    let text = window.text();
    let dialect = Dialect {
        form: Form::Delimited,
        encoding: Found::new(text.encoding.value.name(), text.encoding.confidence),
        byte_order_mark: text.byte_order_mark,
        line_end: text.line_end,
        delimiter: Found::new(delimiter.value.map(char::from), delimiter.confidence),
        quote: shape.syntax.quote.map(char::from),
        escape: shape.syntax.backslash.then_some('\\'),
        header: Found::new(layout.header_at.value.is_some(), layout.header_at.confidence),
    };
    let reader = Delimited {
        records: Records::new(shape.syntax, Some(layout.width)),
        layout,
        met: 0,
    };
    Ok(Opened {
        dialect,
        rows: Box::new(TextRows::new(window, reader)),
    })
}

impl TextReader for Delimited {
    fn next(&mut self, window: &mut Window, out: &mut Out) -> Result<Next, Error> {
        if out.tables().is_empty() {
            out.table(TableShape {
                name: None,
                names: self.layout.names.clone(),
                width: self.layout.width,
            });
        }
        let literal = match self.records.next(window)? {
            Record::End => return Ok(Next::End),
            Record::Blank => return Ok(Next::Other(Other::Blank)),
            Record::TooLong => return Ok(Next::Rejected(Reject::TooLong)),
            Record::Fields { literal } => literal,
        };
        let text = self.records.text();
        if text.first().is_none_or(|byte| *byte <= b' ' || !byte.is_ascii()) && is_blank(&String::from_utf8_lossy(text))
        {
            return Ok(Next::Other(Other::Blank));
        }
        self.met += 1;
        if self.layout.header_at.value == Some(self.met - 1) {
            return Ok(Next::Other(Other::Frame));
        }
        if let Some(reason) = self.reject(text, literal) {
            return Ok(Next::Rejected(reason));
        }
        let width = self.layout.width;
        if literal {
            out.flaw(Flaw::BadQuote);
        }
        if self.records.ends().len() > width {
            out.flaw(Flaw::TrailingDelimiter);
        }
        if memchr::memmem::find(text, REPLACED).is_some() {
            out.flaw(Flaw::BadEncoding);
        }
        let ends = &self.records.ends()[..width];
        out.row(text, ends);
        Ok(Next::Row(0))
    }
}

impl Delimited {
    /// Why a record is not handed out, if it is not.
    fn reject(&self, record: &[u8], literal: bool) -> Option<Reject> {
        if self.is_header(record) {
            return Some(Reject::RepeatedHeader);
        }
        if self.records.fits() {
            return None;
        }
        Some(match literal {
            true => Reject::BadQuote,
            false if self.records.ends().len() < self.layout.width => Reject::TooFewFields,
            false => Reject::TooManyFields,
        })
    }

    fn is_header(&self, record: &[u8]) -> bool {
        let Some(names) = &self.layout.names else {
            return false;
        };
        let mut start = 0;
        let mut cells = self.records.ends().iter().map(|end| {
            let cell = &record[start..*end];
            start = *end;
            cell
        });
        names.iter().all(|name| {
            cells.next().is_some_and(|cell| {
                let cell = cell.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(cell);
                cell.trim_ascii().eq_ignore_ascii_case(name.as_bytes().trim_ascii())
            })
        })
    }
}
