use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};

use super::lines;
use super::split::{Split, split};
use super::syntax::{Cut, Cutter, Escapes, Syntax};
use crate::Error;
use crate::arena::Arena;
use crate::row::Out;
use crate::window::Window;

/// What stands next in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Record {
    /// A record; its cells were pushed.
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
///
/// A line without quotes is cut at its delimiters and that is all; only where there are quotes, or the syntax has more to
/// it, something slower reads it.
pub(crate) struct Records {
    syntax: Syntax,
    cutter: Cutter,
    literal: Syntax,
    /// For records with quotes and one byte between fields.
    quoted: Option<Box<Quoted>>,
    width: Option<usize>,
}

impl Records {
    /// `width` is the expected number of fields: a record of several lines that does not have it is suspect.
    pub(crate) fn new(syntax: Syntax, width: Option<usize>) -> Self {
        let quoted = match (&syntax.cut, syntax.quote) {
            (Cut::Byte(_) | Cut::Never, Some(quote)) if syntax.is_simple() => {
                Some(Box::new(Quoted::new(&syntax, quote)))
            }
            _ => None,
        };
        Records {
            cutter: Cutter::new(syntax.cut.clone()),
            literal: Syntax {
                quote: None,
                escapes: Escapes::None,
                ..syntax.clone()
            },
            quoted,
            syntax,
            width,
        }
    }

    /// How fields stand in a line.
    pub(crate) fn syntax(&self) -> &Syntax {
        &self.syntax
    }

    /// Whether a row has the expected number of fields, or one more that is empty.
    pub(crate) fn fits(&self, out: &Out) -> bool {
        self.width.is_none_or(|width| {
            let cells = out.cells();
            cells == width || (cells == width + 1 && out.last_is_empty())
        })
    }

    /// Pushes the cells of the next record to `out`.
    pub(crate) fn next(&mut self, window: &mut Window, out: &mut Out) -> Result<Record, Error> {
        let mut seen = 0;
        loop {
            let rest = window.rest();
            let stop = match self.syntax.quote {
                Some(quote) => memchr::memchr2(b'\n', quote, &rest[seen..]),
                None => memchr::memchr(b'\n', &rest[seen..]),
            };
            let Some(stop) = stop.map(|at| seen + at) else {
                seen = rest.len();
                if seen > MAX_LINE {
                    return skip_line(window);
                }
                if window.more()? {
                    continue;
                }
                if seen == 0 {
                    return Ok(Record::End);
                }
                return self.line(window, out, seen, 0, false);
            };
            if rest[stop] == b'\n' {
                if stop == 0 {
                    window.advance_lines(1, 1);
                    return Ok(Record::Blank);
                }
                return self.line(window, out, stop + 1, 1, false);
            }
            return match self.quoted.take() {
                Some(mut quoted) => {
                    let record = self.with_quotes(&mut quoted, window, out);
                    self.quoted = Some(quoted);
                    record
                }
                None => self.beyond(window, out),
            };
        }
    }

    /// Cuts the line of `length` bytes, in which so many lines end, quotes as they stand.
    fn line(
        &mut self,
        window: &mut Window,
        out: &mut Out,
        length: usize,
        lines: u64,
        literal: bool,
    ) -> Result<Record, Error> {
        if length > MAX_LINE {
            window.advance_lines(length, lines);
            return Ok(Record::TooLong);
        }
        let raw = &window.rest()[..length];
        if !self.syntax.is_simple() {
            // Escaped line ends join lines: more than this one is needed then.
            if self.syntax.escapes == Escapes::Everywhere && !literal {
                return self.beyond(window, out);
            }
            split(raw, true, &self.literal, &self.cutter, out);
        } else {
            cut(raw, &self.cutter, &self.syntax.cut, out);
        }
        window.advance_lines(length, lines);
        Ok(Record::Fields { literal })
    }

    /// Reads a record with quotes or escapes by the own splitter.
    fn beyond(&mut self, window: &mut Window, out: &mut Out) -> Result<Record, Error> {
        let mut wanted = FIRST_LOOK;
        loop {
            let rest = window.rest();
            let whole_line = memchr::memchr(b'\n', rest).map(|at| at + 1);
            let at_end = !window.has_more();
            if whole_line.is_none() && !at_end && rest.len() <= MAX_LINE {
                window.more()?;
                continue;
            }
            if whole_line.unwrap_or(rest.len()) > MAX_LINE {
                return skip_line(window);
            }
            // A quote that is never closed must not be looked for in all of the text at hand, line after line.
            let look = wanted.max(whole_line.unwrap_or(0)).min(rest.len());
            match split(
                &rest[..look],
                at_end && look == rest.len(),
                &self.syntax,
                &self.cutter,
                out,
            ) {
                Split::Record { length, lines } if self.is_suspect(lines, length, out) => {}
                Split::Record { length, lines } => {
                    window.advance_lines(length, lines);
                    return Ok(Record::Fields { literal: false });
                }
                Split::Open if look < MAX_QUOTED && (look < rest.len() || !at_end) => {
                    out.clear_row();
                    wanted = (2 * look).min(MAX_QUOTED);
                    if look == rest.len() {
                        window.more()?;
                    }
                    continue;
                }
                Split::Open | Split::Stray => {}
            }
            return self.read_literally(window, out);
        }
    }

    /// Whether a record of several lines is rather one whose quote is never closed.
    fn is_suspect(&self, lines: u64, length: usize, out: &Out) -> bool {
        lines > 1 && (!self.fits(out) || is_runaway(lines - 1, length))
    }

    /// Reads the line at the record's beginning again, quotes as they stand.
    fn read_literally(&mut self, window: &mut Window, out: &mut Out) -> Result<Record, Error> {
        out.clear_row();
        let rest = window.rest();
        match memchr::memchr(b'\n', rest) {
            Some(at) => self.line(window, out, at + 1, 1, true),
            None if rest.len() > MAX_LINE => skip_line(window),
            None => {
                let length = rest.len();
                self.line(window, out, length, 0, true)
            }
        }
    }

    /// Reads a record with quotes by the CSV parser.
    fn with_quotes(&mut self, quoted: &mut Quoted, window: &mut Window, out: &mut Out) -> Result<Record, Error> {
        match quoted.read(window)? {
            Read::TooLong => skip_line(window),
            Read::Runaway => self.read_literally(window, out),
            Read::Record { length, lines, by_end } => {
                if lines <= 1 && !by_end && length > MAX_LINE {
                    window.advance_lines(length, 1);
                    return Ok(Record::TooLong);
                }
                out.row(quoted.text.since(0), &quoted.ends[..quoted.fields]);
                if self.is_stray(&window.rest()[..length], lines, by_end, out) {
                    return self.read_literally(window, out);
                }
                window.advance_lines(length, lines);
                Ok(Record::Fields { literal: false })
            }
        }
    }

    /// Whether the record `raw` has a quote that is never closed.
    fn is_stray(&self, raw: &[u8], lines: u64, by_end: bool, out: &Out) -> bool {
        let Some(quote) = self.syntax.quote else {
            return false;
        };
        let several = lines > 1;
        let fits = self.fits(out);
        if !several && !by_end && fits {
            return false;
        }
        memchr::memchr(quote, raw).is_some()
            && ((several && !fits)
                || is_runaway(lines.saturating_sub(1), raw.len())
                || !is_well_quoted(raw, &self.syntax, quote))
    }
}

/// Pushes the cells between the delimiters of a line.
fn cut(line: &[u8], cutter: &Cutter, how: &Cut, out: &mut Out) {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if let Cut::Byte(delimiter) = how {
        return out.cells_between(line, *delimiter);
    }
    let mut start = 0;
    while let Some((end, next)) = cutter.next(line, start, start) {
        out.cell_bytes(&line[start..end]);
        start = next;
    }
    out.cell_bytes(&line[start..]);
}

/// Passes over the rest of a line that is too long.
fn skip_line(window: &mut Window) -> Result<Record, Error> {
    lines::skip(window)?;
    Ok(Record::TooLong)
}

fn is_runaway(line_ends: u64, length: usize) -> bool {
    line_ends > MAX_LINES || (line_ends > 0 && length > MAX_QUOTED)
}

/// Whether every field that begins with a quote ends with one, before a delimiter or the line's end. The
/// parser reads on where that is not so, and would join lines that two stray quotes enclose.
fn is_well_quoted(raw: &[u8], syntax: &Syntax, quote: u8) -> bool {
    let delimiter = match syntax.cut {
        Cut::Byte(byte) => Some(byte),
        _ => None,
    };
    let is_end = |byte: &u8| Some(*byte) == delimiter || matches!(byte, b'\n' | b'\r');
    let mut rest = raw;
    loop {
        if rest.first() == Some(&quote) {
            rest = &rest[1..];
            loop {
                match rest {
                    [] => return false,
                    [b'\\', _, after @ ..] if syntax.escapes == Escapes::InQuotes => rest = after,
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

/// The CSV parser with room for a record.
struct Quoted {
    reader: Reader,
    text: Arena,
    ends: Vec<usize>,
    fields: usize,
}

/// What came of reading a record.
enum Read {
    Record {
        length: usize,
        lines: u64,
        by_end: bool,
    },
    /// A line that is too long.
    TooLong,
    /// A quote that is not closed for too long.
    Runaway,
}

impl Quoted {
    fn new(syntax: &Syntax, quote: u8) -> Quoted {
        let delimiter = match syntax.cut {
            Cut::Byte(byte) => byte,
            // Without a delimiter, one that no text has.
            _ => 0xFF,
        };
        let reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .quote(quote)
            .escape((syntax.escapes == Escapes::InQuotes).then_some(b'\\'))
            // Lines end in `\n` for the parser, so that a `\r` within a field stays there.
            .terminator(Terminator::Any(b'\n'))
            .build();
        Quoted {
            reader,
            text: Arena::default(),
            ends: vec![0; 64],
            fields: 0,
        }
    }

    /// Reads the record at the beginning of the window and leaves the window where it is.
    fn read(&mut self, window: &mut Window) -> Result<Read, Error> {
        self.reader.reset();
        self.text.cut(0);
        self.fields = 0;
        let mut at = 0;
        loop {
            if at == window.rest().len() {
                window.more()?;
            }
            let rest = window.rest();
            let input = &rest[at..rest.len().min(at + SLICE)];
            let room = self.text.room(input.len().max(1));
            let (result, read, written, fields) = self.reader.read_record(input, room, &mut self.ends[self.fields..]);
            let by_end = input.is_empty();
            at += read;
            self.text.advance(written);
            self.fields += fields;
            let lines = self.reader.line() - 1;
            match result {
                ReadRecordResult::OutputFull => {}
                ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
                ReadRecordResult::InputEmpty if lines == 0 && at > MAX_LINE => return Ok(Read::TooLong),
                ReadRecordResult::InputEmpty if is_runaway(lines, at) => return Ok(Read::Runaway),
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::Record | ReadRecordResult::End => {
                    self.trim_return();
                    return Ok(Read::Record {
                        length: at,
                        lines,
                        by_end,
                    });
                }
            }
        }
    }

    /// Takes a `\r` before the line's end off the last field.
    fn trim_return(&mut self) {
        let ends = &mut self.ends[..self.fields];
        let start = ends.len().checked_sub(2).map_or(0, |before| ends[before]);
        if let Some(last) = ends.last_mut()
            && *last > start
            && self.text.since(0).last() == Some(&b'\r')
        {
            *last -= 1;
            self.text.cut(*last);
        }
    }
}

/// Bytes of the longest line that is read.
pub(crate) const MAX_LINE: usize = 1 << 20;
/// Line ends in a record beyond which its quote is a stray one, so that looking for its end costs little.
pub(crate) const MAX_LINES: u64 = 100;
const MAX_QUOTED: usize = 64 << 10;
const SLICE: usize = 32 << 10;
/// Bytes that a record with quotes is looked for in at first.
const FIRST_LOOK: usize = 4 << 10;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(text: &str, syntax: Syntax) -> Vec<Vec<String>> {
        let mut records = Records::new(syntax, None);
        let mut window = Window::of(text.as_bytes());
        let mut rows = Vec::new();
        loop {
            let mut out = Out::default();
            match records.next(&mut window, &mut out).unwrap() {
                Record::End => return rows,
                Record::Blank | Record::TooLong => {}
                Record::Fields { .. } => {
                    let text = |cell: &[u8]| String::from_utf8(cell.to_vec()).unwrap();
                    rows.push(out.row_cells().map(text).collect());
                }
            }
        }
    }

    /// The rows as the csv crate reads them.
    fn reference(text: &str, delimiter: u8) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .terminator(csv::Terminator::Any(b'\n'))
            .from_reader(text.as_bytes());
        let records = reader.records().map(|record| {
            let mut cells: Vec<String> = record.unwrap().iter().map(str::to_owned).collect();
            if let Some(last) = cells.last_mut()
                && last.ends_with('\r')
            {
                last.pop();
            }
            cells
        });
        records.collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 300, ..ProptestConfig::default() })]

        /// Lines without quotes are cut by other code than lines with quotes: both agree with the csv crate.
        #[test]
        fn lines_without_quotes_are_cut_as_the_parser_cuts_them(text in "[a-cé,;\r\n ]{0,120}", semicolon in any::<bool>()) {
            let delimiter = if semicolon { b';' } else { b',' };
            prop_assert_eq!(rows(&text, Syntax::quoted(Cut::Byte(delimiter), b'"')), reference(&text, delimiter));
        }

        /// The own splitter reads well-formed records as the csv crate does.
        #[test]
        fn the_splitter_reads_as_the_parser_does(cells in prop::collection::vec(prop::collection::vec("[a-c,\"\n]{0,6}", 1..4), 1..12)) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            cells.iter().for_each(|row| writer.write_record(row).unwrap());
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let twice = |text: &str| text.replace(',', ",,");
            let by_parser = rows(&text, Syntax::quoted(Cut::Byte(b','), b'"'));
            let by_splitter = rows(&twice(&text), Syntax::quoted(Cut::Text(b",,".to_vec()), b'"'));
            let doubled: Vec<Vec<String>> = by_parser.iter().map(|row| row.iter().map(|cell| twice(cell)).collect()).collect();
            prop_assert_eq!(by_splitter, doubled);
            prop_assert_eq!(by_parser, reference(&text, b','));
        }
    }

    #[test]
    fn a_quote_that_is_never_closed_takes_its_line_only() {
        for cut in [Cut::Byte(b','), Cut::Text(b",".to_vec())] {
            let text = "a,\"b\nc,d\ne,f\n";
            let read = rows(text, Syntax::quoted(cut, b'"'));
            assert_eq!(read, [["a", "\"b"], ["c", "d"], ["e", "f"]]);
        }
    }
}
