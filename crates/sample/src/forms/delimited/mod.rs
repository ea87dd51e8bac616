//! Delimited text: lines of fields with a delimiter between them, or of one field.

mod certain;
mod colons;
mod combo;
mod guess;
mod header;
mod junk;
mod lines;
mod padding;
mod records;
mod shape;
mod split;
mod syntax;
mod types;

use crate::forms::{Head, TextReader, TextRows};
use crate::row::{Next, Other, Out, TableShape};
use crate::sample::Opened;
use crate::text::REPLACED;
use crate::window::Window;
use crate::{Dialect, Error, Flaw, Form, Found, Options, Reject};
use header::Layout;
pub(crate) use header::find as find_header;
use padding::Padding;
use records::{Record, Records};
use syntax::Escapes;

pub(crate) use certain::is_certain;
pub(crate) use guess::{leading_lines, score as delimiter_score};
pub(crate) use header::is_header;
pub(crate) use junk::{is_drawn_ruler as is_ruler_line, look as look_at_line};
pub(crate) use lines::{Line, next as next_line};
pub(crate) use shape::{is_blank, score_of as column_score};
pub(crate) use types::Look;

/// The rows of delimited text.
struct Delimited {
    records: Records,
    layout: Layout,
    padding: Option<Padding>,
    /// Whether the first line states the delimiter, as Excel has it.
    stated_above: bool,
    /// How many records that are neither blank nor too long were met.
    met: usize,
}

/// Finds out how the text of `window`, whose beginning is at hand, is written.
pub(crate) fn open(window: Window, options: &Options) -> Result<Opened, Error> {
    let complete = !window.has_more();
    if options.delimiter.is_none()
        && options.header != Some(true)
        && let Some(found) = combo::find(guess::leading_lines(window.rest(), complete, Head::LENGTH))
    {
        let dialect = combo::dialect(&found, &window);
        return Ok(Opened {
            dialect,
            rows: Box::new(TextRows::new(window, combo::Combos::new(found))),
        });
    }
    let (reader, found) = reader(window.rest(), complete, options)?;
    let syntax = reader.records.syntax();
    let dialect = Dialect {
        quote: syntax.quote.map(char::from),
        escape: (syntax.escapes != Escapes::None).then_some('\\'),
        padded: syntax.padded,
        header: Found::new(
            reader.layout.header_at.value.is_some(),
            reader.layout.header_at.confidence,
        ),
        second: found.second,
        ..dialect(&window, found.delimiter)
    };
    Ok(Opened {
        dialect,
        rows: Box::new(TextRows::new(window, reader)),
    })
}

/// What was found out besides what the reader needs.
struct Findings {
    delimiter: Found<Option<crate::Delimiter>>,
    second: Option<(String, f64)>,
}

/// A reader of the rows of a text that begins with `head`. `complete` says that it is all the text.
fn reader(head: &[u8], complete: bool, options: &Options) -> Result<(Delimited, Findings), Error> {
    let guess = guess::find(head, complete, options.delimiter.as_ref())?;
    let mut shape = guess.shape;
    let stated_above = options.delimiter.is_none() && guess::states_delimiter(head);
    if stated_above && let Some(first) = shape.is_row.first_mut() {
        *first = false;
    }
    let layout = header::find(&shape.records, &shape.is_row, shape.width, options.header);
    let reader = Delimited {
        padding: Padding::find(&shape.records, &shape.is_row, &layout),
        stated_above,
        records: Records::new(shape.syntax, Some(layout.width)),
        layout,
        met: 0,
    };
    let findings = Findings {
        delimiter: guess.delimiter,
        second: guess.second,
    };
    Ok((reader, findings))
}

/// What the window's text says by itself, with a delimiter.
pub(crate) fn dialect(window: &Window, delimiter: Found<Option<crate::Delimiter>>) -> Dialect {
    let text = window.text();
    Dialect {
        form: Form::Delimited,
        form_confidence: 1.0,
        encoding: Found::new(text.encoding.value.name(), text.encoding.confidence),
        byte_order_mark: text.byte_order_mark,
        line_end: text.line_end,
        delimiter,
        padded: false,
        quote: None,
        escape: None,
        header: Found::new(false, 0.9),
        second: None,
    }
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
        let literal = match self.records.next(window, out)? {
            Record::End => return Ok(Next::End),
            Record::Blank => return Ok(Next::Other(Other::Blank)),
            Record::TooLong => return Ok(Next::Rejected(Reject::TooLong)),
            Record::Fields { literal } => literal,
        };
        if out
            .row_text()
            .first()
            .is_none_or(|byte| *byte <= b' ' || !byte.is_ascii())
            && is_blank(&String::from_utf8_lossy(out.row_text()))
        {
            return Ok(Next::Other(Other::Blank));
        }
        self.met += 1;
        Ok(self.judge(literal, out))
    }
}

impl Delimited {
    /// What the record is whose cells were pushed.
    fn judge(&self, literal: bool, out: &mut Out) -> Next {
        let fits = self.records.fits(out);
        if let Some(other) = self.ahead(fits) {
            return Next::Other(other);
        }
        if self.is_header(out) {
            return Next::Rejected(Reject::RepeatedHeader);
        }
        let begins_ruler = out
            .row_text()
            .first()
            .is_some_and(|byte| matches!(byte, b'-' | b'=' | b':') || !byte.is_ascii());
        if fits && begins_ruler && junk::is_ruler(out.row_cells()) {
            return Next::Other(Other::Frame);
        }
        if !fits {
            if let Some(other) = look_at_line(out.row_cells()) {
                return Next::Other(other);
            }
            if !self.is_padded(literal, out) {
                return Next::Rejected(self.reason(literal, out));
            }
            out.flaw(Flaw::ShortRow);
            while out.cells() < self.layout.width {
                out.end_cell();
            }
        }
        if literal {
            out.flaw(Flaw::BadQuote);
        }
        if out.cells() > self.layout.width {
            out.flaw(Flaw::TrailingDelimiter);
            out.pop_cell();
        }
        let text = out.row_text();
        if memchr::memchr(REPLACED[0], text).is_some() && memchr::memmem::find(text, REPLACED).is_some() {
            out.flaw(Flaw::BadEncoding);
        }
        Next::Row(0)
    }

    /// What a record before the rows is: a header, a title, Excel's statement.
    fn ahead(&self, fits: bool) -> Option<Other> {
        let number = self.met - 1;
        if self.stated_above && number == 0 {
            return Some(Other::Comment);
        }
        let header_at = self.layout.header_at.value?;
        if number < header_at {
            return fits.then_some(Other::Comment);
        }
        (number < header_at + self.layout.header_rows).then_some(Other::Frame)
    }

    fn is_padded(&self, literal: bool, out: &Out) -> bool {
        !literal && self.padding.as_ref().is_some_and(|padding| padding.fits(out))
    }

    /// Why a record that does not fit is not handed out.
    fn reason(&self, literal: bool, out: &Out) -> Reject {
        match literal {
            true => Reject::BadQuote,
            false if out.cells() < self.layout.width => Reject::TooFewFields,
            false => Reject::TooManyFields,
        }
    }

    fn is_header(&self, out: &Out) -> bool {
        let Some(names) = &self.layout.names else {
            return false;
        };
        let mut cells = out.row_cells();
        names.iter().all(|name| {
            cells.next().is_some_and(|cell| {
                let cell = cell.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(cell);
                bare(cell).eq_ignore_ascii_case(bare(name.as_bytes()))
            })
        })
    }
}

/// Without the blanks and quotes around it.
fn bare(cell: &[u8]) -> &[u8] {
    let cell = cell.trim_ascii();
    match cell {
        [first @ (b'"' | b'\''), inner @ .., last] if first == last => inner.trim_ascii(),
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Delimiter;
    use crate::forms::testing::{self, Read};

    fn read_with(text: &str, first: usize, options: &Options) -> Read {
        let (reader, _) = reader(text.as_bytes(), true, options).unwrap();
        testing::read(text, first, reader)
    }

    /// Texts that are rich in what decides.
    fn messy() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            4 => "[a-z0-9]{1,4}",
            4 => Just(",".to_owned()),
            3 => Just("\n".to_owned()),
            2 => prop::sample::select(vec!["\r\n", "\r", ";", "\t", "\"", "\"\"", "\\\"", "\\", "'", " ", "é", "::", "|", "\\N", "---", "=== x ===", "+--+", "a@x.org:"])
                .prop_map(str::to_owned),
        ];
        prop::collection::vec(piece, 1..120).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 300, ..ProptestConfig::default() })]

        #[test]
        fn every_byte_of_any_text_is_accounted_for(text in messy(), first in 0usize..200) {
            let first = (0..=first.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            // How lines end is told by what is at hand at first.
            prop_assume!(!text[..first].contains('\r') || text[..first].contains('\n'));
            let options = Options::default();
            prop_assert_eq!(read_with(&text, first, &options), read_with(&text, usize::MAX, &options));
        }

        /// What is written with a delimiter of any kind is read back.
        #[test]
        fn written_rows_are_read_back(
            cells in prop::collection::vec(prop::collection::vec("[a-z :;|~,\"\né-]{0,10}", 3), 2..20),
            delimiter in prop::sample::select(vec![",", "\t", ";", "::", "|~|", " - ", "│", "\u{1}", ";;"]),
        ) {
            let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
            let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(delimiter) + "\r\n";
            let text: String = cells.iter().map(line).collect();
            let options = Options { delimiter: Some(Delimiter::from(delimiter)), header: Some(false), ..Options::default() };
            let blank = |row: &&Vec<String>| row.iter().all(|cell| cell.trim().is_empty());
            let expected: Vec<Vec<&str>> = cells.iter().filter(|row| !blank(row)).map(|row| row.iter().map(String::as_str).collect()).collect();
            let read = read_with(&text, text.len() / 2 / 4 * 4, &options);
            // A row of dashes is a ruler.
            prop_assume!(!cells.iter().any(|row| row.iter().all(|cell| cell.trim().len() >= 3 && cell.trim().chars().all(|c| "-:".contains(c)))));
            prop_assert_eq!(read.cells(0), expected);
        }
    }
}
