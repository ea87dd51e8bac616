use crate::arena::Arena;
use crate::batch::{Place, RowBatch};
use crate::header::Layout;
use crate::input::Input;
use crate::records::{Next, Records};
use crate::sample::CELL;
use crate::sample::{Opened, Rows};
use crate::shape::{self, is_blank};
use crate::text::{self, Text};
use crate::{Dialect, Error, Flaw, Form, Found, Options, Reject, RowCounts, header};

/// The rows of delimited text.
struct Delimited<'a> {
    text: Text<'a>,
    records: Records,
    layout: Layout,
    /// How many records that are neither blank nor too long were met.
    met: usize,
    number: u64,
}

/// Finds out how `head`, the leading bytes of `input`, is written.
pub(crate) fn open<'a>(input: Input<'a>, head: &[u8], complete: bool, options: &Options) -> Result<Opened<'a>, Error> {
    let (text, decoded) = Text::open(input, head, complete, options.encoding.as_deref())?;
    let name = || text.input().name().to_owned();
    if let Some((controls, characters)) = text::binary(&decoded) {
        return Err(Error::Binary {
            input: name(),
            controls,
            characters,
        });
    }
    if options.delimiter.is_none()
        && let Some(form) = Form::of_text(&String::from_utf8_lossy(&decoded))
    {
        return Err(Error::UnsupportedForm { input: name(), form });
    }
    let (shape, delimiter) = shape::find(&decoded, complete, options.delimiter)?;
    let layout = header::find(&shape.records, shape.width, options.header);
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
    let records = Records::new(shape.syntax, decoded, !complete, Some(layout.width));
    Ok(Opened {
        dialect,
        width: layout.width,
        names: layout.names.clone(),
        rows: Box::new(Delimited {
            text,
            records,
            layout,
            met: 0,
            number: 0,
        }),
    })
}

impl Rows for Delimited<'_> {
    fn next_batch(&mut self, max_rows: usize, recycled: RowBatch, counts: &mut RowCounts) -> Result<RowBatch, Error> {
        let width = self.layout.width;
        let (bytes, mut ends, mut places) = recycled.into_buffers();
        let mut arena = Arena::reusing(bytes);
        while places.len() < max_rows && arena.used() + CELL * ends.len() < MAX_BATCH {
            let begin = arena.used();
            let next = self.records.next(&mut self.text, &mut arena)?;
            let (line, fate) = match next {
                Next::End => break,
                Next::Blank => {
                    counts.blank += 1;
                    continue;
                }
                Next::TooLong { line } => (line, Err(Reject::TooLong)),
                Next::Record { line, literal } => {
                    let record = arena.since(begin);
                    if record.first().is_none_or(|byte| *byte <= b' ' || !byte.is_ascii())
                        && is_blank(&String::from_utf8_lossy(record))
                    {
                        counts.blank += 1;
                        arena.cut(begin);
                        continue;
                    }
                    (line, self.fate(record, literal))
                }
            };
            if matches!(next, Next::Record { .. }) {
                self.met += 1;
                if self.layout.header_at.value == Some(self.met - 1) {
                    arena.cut(begin);
                    continue;
                }
            }
            self.number += 1;
            counts.read += 1;
            match fate {
                Err(reason) => {
                    counts.reject(reason);
                    arena.cut(begin);
                }
                Ok(literal) => {
                    let kept = &self.records.ends()[..width];
                    ends.extend(kept.iter().map(|end| (begin + end) as u32));
                    places.push(Place {
                        number: self.number,
                        line,
                    });
                    if literal {
                        counts.flaw(Flaw::BadQuote);
                    }
                    if self.records.ends().len() > width {
                        counts.flaw(Flaw::TrailingDelimiter);
                    }
                    if memchr::memmem::find(arena.since(begin), REPLACED).is_some() {
                        counts.flaw(Flaw::BadEncoding);
                    }
                }
            }
        }
        // The text was decoded to UTF-8 and only cut at ASCII bytes since.
        let text = String::from_utf8(arena.into_bytes()).expect("decoded text is UTF-8");
        Ok(RowBatch::from_parts(text, ends, width, places))
    }

    fn bytes_read(&self) -> u64 {
        self.text.input().bytes()
    }
}

impl Delimited<'_> {
    /// Whether a record is handed out, and then whether its quotes were read literally.
    fn fate(&self, record: &[u8], literal: bool) -> Result<bool, Reject> {
        if self.is_header(record) {
            return Err(Reject::RepeatedHeader);
        }
        if self.records.fits() {
            return Ok(literal);
        }
        Err(match literal {
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

const REPLACED: &[u8] = "\u{FFFD}".as_bytes();
/// Bytes of text after which a batch is handed out, however few rows it has.
const MAX_BATCH: usize = 64 << 20;
