use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};

use crate::Error;
use crate::arena::Arena;
use crate::window::Window;

/// How fields stand in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Syntax {
    /// `None`: a line is one field.
    pub(crate) delimiter: Option<u8>,
    pub(crate) quote: Option<u8>,
    /// Whether a backslash stands before a quote inside of quotes.
    pub(crate) backslash: bool,
}

/// What stands next in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Record {
    /// A record; its text is [`Records::text`], its fields' ends [`Records::ends`].
    Fields {
        /// Whether its quotes were read literally, because one is never closed.
        literal: bool,
    },
    /// A line of more than [`MAX_LINE`] bytes, passed over.
    TooLong,
    /// A line of nothing.
    Blank,
    /// The end.
    End,
}

/// Cuts text into records, with a window that is bounded whatever stands in the text: a quoted field that
/// runs over too much of it is a stray quote, and the line it begins in is read again, literally.
pub(crate) struct Records {
    syntax: Syntax,
    quoted: Reader,
    /// Built when the first quote is found that is never closed.
    literal: Option<Reader>,
    text: Arena,
    ends: Vec<usize>,
    fields: usize,
    width: Option<usize>,
}

impl Records {
    /// `width` is the expected number of fields: a record of several lines that does not have it is suspect.
    pub(crate) fn new(syntax: Syntax, width: Option<usize>) -> Self {
        Records {
            syntax,
            quoted: reader(syntax),
            literal: None,
            text: Arena::default(),
            ends: vec![0; 64],
            fields: 0,
            width,
        }
    }

    /// The text of the last record's fields, one behind the other.
    pub(crate) fn text(&self) -> &[u8] {
        self.text.since(0)
    }

    /// Where each field of the last record ends in its text.
    pub(crate) fn ends(&self) -> &[usize] {
        &self.ends[..self.fields]
    }

    /// Whether the last record has the expected number of fields, or one more that is empty.
    pub(crate) fn fits(&self) -> bool {
        self.width
            .is_none_or(|width| self.fields == width || (self.fields == width + 1 && self.last_is_empty()))
    }

    fn last_is_empty(&self) -> bool {
        match self.ends() {
            [.., before, last] => before == last,
            [last] => *last == 0,
            [] => true,
        }
    }

    /// Steps over the next record.
    pub(crate) fn next(&mut self, window: &mut Window) -> Result<Record, Error> {
        self.text.cut(0);
        self.quoted.set_line(0);
        self.fields = 0;
        let mut at = 0;
        loop {
            if at == window.rest().len() && window.has_more() {
                window.more()?;
            }
            let rest = window.rest();
            if at == 0 && rest.first() == Some(&b'\n') {
                window.advance_lines(1, 1);
                return Ok(Record::Blank);
            }
            let input = &rest[at..rest.len().min(at + SLICE)];
            let room = self.text.room(input.len().max(1));
            let (result, read, written, fields) = self.quoted.read_record(input, room, &mut self.ends[self.fields..]);
            let by_end = input.is_empty();
            at += read;
            self.text.advance(written);
            self.fields += fields;
            let lines = self.quoted.line();
            match result {
                ReadRecordResult::End => return Ok(Record::End),
                ReadRecordResult::OutputFull => {}
                ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
                ReadRecordResult::InputEmpty if lines == 0 && at > MAX_LINE => {
                    self.quoted.reset();
                    return self.skip_line(window);
                }
                ReadRecordResult::InputEmpty if is_runaway(lines, at) => {
                    return self.read_literally(window);
                }
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::Record if lines <= 1 && !by_end && at > MAX_LINE => {
                    window.advance_lines(at, 1);
                    return Ok(Record::TooLong);
                }
                ReadRecordResult::Record => {
                    self.trim_return();
                    if self.is_stray(&window.rest()[..at], lines, by_end) {
                        return self.read_literally(window);
                    }
                    window.advance_lines(at, lines);
                    return Ok(Record::Fields { literal: false });
                }
            }
        }
    }

    /// Whether the record `raw` has a quote that is never closed.
    fn is_stray(&self, raw: &[u8], lines: u64, by_end: bool) -> bool {
        let Some(quote) = self.syntax.quote else {
            return false;
        };
        let several = lines > 1;
        if !several && !by_end && self.fits() {
            return false;
        }
        memchr::memchr(quote, raw).is_some()
            && ((several && !self.fits())
                || is_runaway(lines.saturating_sub(1), raw.len())
                || !is_well_quoted(raw, self.syntax, quote))
    }

    /// Reads the line at the record's beginning again, quotes as they stand.
    fn read_literally(&mut self, window: &mut Window) -> Result<Record, Error> {
        self.text.cut(0);
        self.quoted.reset();
        let rest = window.rest();
        let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        if length > MAX_LINE {
            return self.skip_line(window);
        }
        self.fields = 0;
        let literal = self.literal.get_or_insert_with(|| {
            reader(Syntax {
                quote: None,
                ..self.syntax
            })
        });
        let mut input = &rest[..length];
        loop {
            let room = self.text.room(input.len().max(1));
            let (result, read, written, fields) = literal.read_record(input, room, &mut self.ends[self.fields..]);
            input = &input[read..];
            self.text.advance(written);
            self.fields += fields;
            match result {
                ReadRecordResult::Record | ReadRecordResult::End => break,
                ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
                ReadRecordResult::InputEmpty | ReadRecordResult::OutputFull => {}
            }
        }
        literal.reset();
        self.trim_return();
        window.advance(length);
        Ok(Record::Fields { literal: true })
    }

    /// Passes over the rest of a line.
    fn skip_line(&mut self, window: &mut Window) -> Result<Record, Error> {
        loop {
            if let Some(at) = memchr::memchr(b'\n', window.rest()) {
                window.advance_lines(at + 1, 1);
                return Ok(Record::TooLong);
            }
            window.advance_lines(window.rest().len(), 0);
            if !window.more()? {
                return Ok(Record::TooLong);
            }
        }
    }

    /// Lines end in `\n` for the parser, so that a `\r` within a field stays there; one before the `\n` is
    /// taken off the last field.
    fn trim_return(&mut self) {
        let text = self.text.since(0);
        if self.fields > 0 && !self.last_is_empty() && text.last() == Some(&b'\r') {
            let used = text.len() - 1;
            self.text.cut(used);
            self.ends[self.fields - 1] -= 1;
        }
    }
}

fn is_runaway(line_ends: u64, length: usize) -> bool {
    line_ends > MAX_LINES || (line_ends > 0 && length > MAX_QUOTED)
}

/// Whether every field that begins with a quote ends with one, before a delimiter or the line's end. The
/// parser reads on where that is not so, and would join lines that two stray quotes enclose.
fn is_well_quoted(raw: &[u8], syntax: Syntax, quote: u8) -> bool {
    let is_end = |byte: &u8| Some(*byte) == syntax.delimiter || matches!(byte, b'\n' | b'\r');
    let mut rest = raw;
    loop {
        if rest.first() == Some(&quote) {
            rest = &rest[1..];
            loop {
                match rest {
                    [] => return false,
                    [b'\\', _, after @ ..] if syntax.backslash => rest = after,
                    [first, second, after @ ..] if *first == quote && *second == quote => {
                        rest = after;
                    }
                    [first, after @ ..] if *first == quote => {
                        rest = after;
                        break;
                    }
                    [_, after @ ..] => rest = after,
                }
            }
            if rest.first().is_some_and(|byte| !is_end(byte)) {
                return false;
            }
        }
        match rest.iter().position(is_end) {
            Some(at) => rest = &rest[at + 1..],
            None => return true,
        }
    }
}

fn reader(syntax: Syntax) -> Reader {
    ReaderBuilder::new()
        // Without a delimiter, one that no text has.
        .delimiter(syntax.delimiter.unwrap_or(0xFF))
        .quoting(syntax.quote.is_some())
        .quote(syntax.quote.unwrap_or(b'"'))
        .escape(syntax.backslash.then_some(b'\\'))
        .terminator(Terminator::Any(b'\n'))
        .build()
}

/// Bytes of the longest line that is read.
pub(crate) const MAX_LINE: usize = 1 << 20;
const MAX_LINES: u64 = 100;
const MAX_QUOTED: usize = 64 << 10;
const SLICE: usize = 32 << 10;
