use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};

use crate::Error;
use crate::arena::Arena;

/// How fields stand in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Syntax {
    /// `None`: a line is one field.
    pub(crate) delimiter: Option<u8>,
    pub(crate) quote: Option<u8>,
    /// Whether a backslash stands before a quote inside of quotes.
    pub(crate) backslash: bool,
}

/// Text that a window is filled up with.
pub(crate) trait Source {
    /// Appends text; returns false once nothing follows.
    fn append(&mut self, window: &mut Vec<u8>) -> Result<bool, Error>;
}

/// A source for a window that holds everything.
pub(crate) struct Nothing;

impl Source for Nothing {
    fn append(&mut self, _: &mut Vec<u8>) -> Result<bool, Error> {
        Ok(false)
    }
}

impl Source for crate::text::Text<'_> {
    fn append(&mut self, window: &mut Vec<u8>) -> Result<bool, Error> {
        crate::text::Text::append(self, window)
    }
}

/// What stands next in a text.
pub(crate) enum Next {
    /// A record; its text is in the arena, its fields' ends in [`Records::ends`].
    Record {
        /// Line on which it begins, from 1.
        line: u64,
        /// Whether its quotes were read literally, because one is never closed.
        literal: bool,
    },
    /// A line of more than [`MAX_LINE`] bytes, passed over.
    TooLong { line: u64 },
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
    window: Vec<u8>,
    /// Where the next record begins in the window.
    start: usize,
    /// Whether the source has more than the window.
    more: bool,
    line: u64,
    ends: Vec<usize>,
    fields: usize,
    width: Option<usize>,
}

impl Records {
    /// Begins with the text in `window`; `more` says whether the source has more. `width` is the expected
    /// number of fields: a record of several lines that does not have it is suspect.
    pub(crate) fn new(syntax: Syntax, window: Vec<u8>, more: bool, width: Option<usize>) -> Self {
        Records {
            syntax,
            quoted: reader(syntax),
            literal: None,
            window,
            start: 0,
            more,
            line: 1,
            ends: vec![0; 64],
            fields: 0,
            width,
        }
    }

    /// Where each field of the last record ends, counted from the record's beginning in the arena.
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

    /// Appends the next record's text to `arena`.
    pub(crate) fn next(&mut self, source: &mut impl Source, arena: &mut Arena) -> Result<Next, Error> {
        let begin = arena.used();
        let line = self.line;
        self.quoted.set_line(0);
        self.fields = 0;
        let mut at = self.start;
        loop {
            if at == self.window.len() && self.more {
                at -= self.start;
                self.refill(source)?;
            }
            if at == self.start && self.window.get(at) == Some(&b'\n') {
                self.start += 1;
                self.line += 1;
                return Ok(Next::Blank);
            }
            let input = &self.window[at..self.window.len().min(at + SLICE)];
            let room = arena.room(input.len().max(1));
            let (result, read, written, fields) = self.quoted.read_record(input, room, &mut self.ends[self.fields..]);
            let by_end = input.is_empty();
            at += read;
            arena.advance(written);
            self.fields += fields;
            let lines = self.quoted.line();
            let length = at - self.start;
            match result {
                ReadRecordResult::End => return Ok(Next::End),
                ReadRecordResult::OutputFull => {}
                ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
                ReadRecordResult::InputEmpty if lines == 0 && length > MAX_LINE => {
                    arena.cut(begin);
                    self.quoted.reset();
                    return self.skip_line(source);
                }
                ReadRecordResult::InputEmpty if is_runaway(lines, length) => {
                    return self.read_literally(source, arena, begin);
                }
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::Record if lines <= 1 && !by_end && length > MAX_LINE => {
                    arena.cut(begin);
                    self.line += 1;
                    self.start = at;
                    return Ok(Next::TooLong { line });
                }
                ReadRecordResult::Record => {
                    self.trim_return(arena, begin);
                    if self.is_stray(at, lines, by_end) {
                        return self.read_literally(source, arena, begin);
                    }
                    self.start = at;
                    self.line += lines;
                    return Ok(Next::Record { line, literal: false });
                }
            }
        }
    }

    /// Whether the record up to `at` has a quote that is never closed.
    fn is_stray(&self, at: usize, lines: u64, by_end: bool) -> bool {
        let Some(quote) = self.syntax.quote else {
            return false;
        };
        let several = lines > 1;
        if !several && !by_end && self.fits() {
            return false;
        }
        let raw = &self.window[self.start..at];
        memchr::memchr(quote, raw).is_some()
            && ((several && !self.fits())
                || is_runaway(lines.saturating_sub(1), raw.len())
                || !is_well_quoted(raw, self.syntax, quote))
    }

    /// Reads the line at the record's beginning again, quotes as they stand.
    fn read_literally(&mut self, source: &mut impl Source, arena: &mut Arena, begin: usize) -> Result<Next, Error> {
        arena.cut(begin);
        self.quoted.reset();
        let rest = &self.window[self.start..];
        let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        if length > MAX_LINE {
            return self.skip_line(source);
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
            let room = arena.room(input.len().max(1));
            let (result, read, written, fields) = literal.read_record(input, room, &mut self.ends[self.fields..]);
            input = &input[read..];
            arena.advance(written);
            self.fields += fields;
            match result {
                ReadRecordResult::Record | ReadRecordResult::End => break,
                ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
                ReadRecordResult::InputEmpty | ReadRecordResult::OutputFull => {}
            }
        }
        literal.reset();
        self.trim_return(arena, begin);
        let line = self.line;
        self.start += length;
        self.line += 1;
        Ok(Next::Record { line, literal: true })
    }

    /// Passes over the rest of a line.
    fn skip_line(&mut self, source: &mut impl Source) -> Result<Next, Error> {
        let line = self.line;
        loop {
            if let Some(at) = memchr::memchr(b'\n', &self.window[self.start..]) {
                self.start += at + 1;
                self.line += 1;
                return Ok(Next::TooLong { line });
            }
            self.start = self.window.len();
            if !self.more {
                return Ok(Next::TooLong { line });
            }
            self.refill(source)?;
        }
    }

    /// Moves the record that is begun to the window's beginning and appends text.
    fn refill(&mut self, source: &mut impl Source) -> Result<(), Error> {
        self.window.drain(..self.start);
        self.start = 0;
        let before = self.window.len();
        while self.more && self.window.len() == before {
            self.more = source.append(&mut self.window)?;
        }
        Ok(())
    }

    /// Lines end in `\n` for the parser, so that a `\r` within a field stays there; one before the `\n` is
    /// taken off the last field.
    fn trim_return(&mut self, arena: &mut Arena, begin: usize) {
        let text = arena.since(begin);
        if self.fields > 0 && !self.last_is_empty() && text.last() == Some(&b'\r') {
            let used = arena.used() - 1;
            arena.cut(used);
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
