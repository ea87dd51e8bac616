//! Cuts a record whose syntax is more than a byte between fields and quotes around them.

use super::records::MAX_LINES;
use super::syntax::{Cutter, Escapes, Syntax, is_blank};
use crate::row::Out;

/// What came of cutting a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Split {
    /// The record's cells were pushed; it has so many bytes, its line end among them, in which so many lines end.
    Record { length: usize, lines: u64 },
    /// The text at hand ends within it.
    Open,
    /// A quote that is never closed, or that something other than a delimiter follows.
    Stray,
}

/// Pushes the cells of the record at the beginning of `raw`, which holds a whole line at least unless the text ends.
pub(crate) fn split(raw: &[u8], at_end: bool, syntax: &Syntax, cutter: &Cutter, out: &mut Out) -> Split {
    let mut walk = Walk {
        raw,
        at_end,
        syntax,
        cutter,
        out,
        at: 0,
        line_end: 0,
        is_whole: false,
        lines: 0,
    };
    walk.find_line_end();
    let result = walk.record();
    if syntax.framed && walk.out.cells() > 1 && walk.out.last_is_empty() {
        walk.out.pop_cell();
    }
    result
}

struct Walk<'t, 'o> {
    raw: &'t [u8],
    at_end: bool,
    syntax: &'t Syntax,
    cutter: &'t Cutter,
    out: &'o mut Out,
    at: usize,
    /// Where the line ends in which `at` is, without its line end.
    line_end: usize,
    /// Whether that is really its end, and not just that of the text at hand.
    is_whole: bool,
    lines: u64,
}

impl Walk<'_, '_> {
    fn record(&mut self) -> Split {
        let is_blank_cut = matches!(self.syntax.cut, super::syntax::Cut::Blanks);
        if self.syntax.framed || is_blank_cut {
            self.skip_blanks();
        }
        if self.syntax.framed
            && let Some(length) = self.cutter.at(self.line())
        {
            self.at += length;
        }
        loop {
            if self.syntax.padded {
                self.skip_blanks();
            }
            let is_quoted = self.syntax.quote.is_some() && self.raw.get(self.at).copied() == self.syntax.quote;
            let ended = match is_quoted {
                true => self.quoted(),
                false => self.bare(),
            };
            match ended {
                Ended::ByDelimiter => {}
                Ended::ByLine => return self.end(),
                Ended::Open if self.at_end => return Split::Stray,
                Ended::Open => return Split::Open,
                Ended::Stray => return Split::Stray,
            }
        }
    }

    /// The rest of the line, without its end.
    fn line(&self) -> &[u8] {
        self.raw.get(self.at..self.line_end).unwrap_or_default()
    }

    /// Looks for the end of the line from where it is.
    fn find_line_end(&mut self) {
        let found = memchr::memchr(b'\n', &self.raw[self.at..]);
        self.is_whole = self.at_end || found.is_some();
        let end = found.map_or(self.raw.len(), |at| self.at + at);
        let returned = end > self.at && self.raw[end - 1] == b'\r';
        self.line_end = end - usize::from(returned);
    }

    fn skip_blanks(&mut self) {
        let is_padding = |byte: &&u8| self.syntax.is_padding(**byte);
        self.at += self.line().iter().take_while(is_padding).count();
    }

    fn end(&mut self) -> Split {
        let end = memchr::memchr(b'\n', &self.raw[self.line_end..]).map(|at| self.line_end + at + 1);
        Split::Record {
            length: end.unwrap_or(self.raw.len()),
            lines: self.lines + u64::from(end.is_some()),
        }
    }

    fn bare(&mut self) -> Ended {
        if !self.is_whole {
            return Ended::Open;
        }
        if self.syntax.escapes == Escapes::Everywhere {
            return self.escaped();
        }
        let found = self.cutter.next(&self.raw[..self.line_end], self.at, self.at);
        let end = found.map_or(self.line_end, |(end, _)| end);
        let cell = self.raw.get(self.at..end).unwrap_or_default();
        let is_blank_cut = matches!(self.syntax.cut, super::syntax::Cut::Blanks);
        let cell = match self.syntax.padded || is_blank_cut {
            true => trimmed_by(cell, |byte| self.syntax.is_padding(byte)),
            false => cell,
        };
        self.out.cell_bytes(cell);
        match found {
            Some((_, next)) => {
                self.at = next;
                Ended::ByDelimiter
            }
            None => Ended::ByLine,
        }
    }

    /// A cell in which a backslash stands before what would end it.
    fn escaped(&mut self) -> Ended {
        if self.raw[self.at..self.line_end].starts_with(b"\\N") {
            let after = &self.raw[self.at + 2..self.line_end];
            if after.is_empty() {
                self.out.end_cell();
                return Ended::ByLine;
            }
            if let Some(length) = self.cutter.at(after) {
                self.out.end_cell();
                self.at += 2 + length;
                return Ended::ByDelimiter;
            }
        }
        let mut found = self.next_delimiter();
        loop {
            // Looked for again only where a backslash stood before it.
            if found.is_some_and(|(end, _)| end < self.at) {
                found = self.next_delimiter();
            }
            let end = found.map_or(self.line_end, |(end, _)| end);
            let cell = self.raw.get(self.at..end).unwrap_or_default();
            let Some(backslash) = memchr::memchr(b'\\', cell) else {
                self.out.cell_bytes(cell);
                return match found {
                    Some((_, next)) => {
                        self.at = next;
                        Ended::ByDelimiter
                    }
                    None => Ended::ByLine,
                };
            };
            self.out.push_bytes(&cell[..backslash]);
            self.at += backslash + 1;
            if self.at < self.line_end {
                self.push_escaped();
                continue;
            }
            // A backslash at the end of the line: the line end belongs to the cell.
            if self.lines >= MAX_LINES {
                return Ended::Stray;
            }
            match self.next_line() {
                true => {
                    self.out.push_bytes(b"\n");
                    found = self.next_delimiter();
                }
                false if self.at_end => {
                    self.out.push_bytes(b"\\");
                    self.out.end_cell();
                    return Ended::ByLine;
                }
                false => return Ended::Open,
            }
        }
    }

    fn next_delimiter(&self) -> Option<(usize, usize)> {
        self.cutter.next(&self.raw[..self.line_end], self.at, self.at)
    }

    /// Pushes what the character behind a backslash stands for.
    fn push_escaped(&mut self) {
        let byte = self.raw[self.at];
        let meant: &[u8] = match byte {
            b'n' => b"\n",
            b't' => b"\t",
            b'r' => b"\r",
            b'0' => b"\0",
            _ => &self.raw[self.at..self.at + character(byte).min(self.line_end - self.at)],
        };
        self.out.push_bytes(meant);
        self.at += match byte {
            b'n' | b't' | b'r' | b'0' => 1,
            _ => meant.len(),
        };
    }

    /// Steps to the line behind this one, if it is at hand.
    fn next_line(&mut self) -> bool {
        match memchr::memchr(b'\n', &self.raw[self.line_end..]) {
            Some(at) if self.line_end + at + 1 < self.raw.len() => {
                self.at = self.line_end + at + 1;
                self.lines += 1;
                self.find_line_end();
                self.is_whole
            }
            _ => false,
        }
    }

    fn quoted(&mut self) -> Ended {
        let quote = self.syntax.quote.unwrap_or(b'"');
        let escape = match self.syntax.escapes {
            Escapes::None => quote,
            _ => b'\\',
        };
        self.at += 1;
        loop {
            let rest = &self.raw[self.at..];
            let Some(at) = memchr::memchr2(quote, escape, rest) else {
                return Ended::Open;
            };
            self.lines += memchr::memchr_iter(b'\n', &rest[..at]).count() as u64;
            if self.lines > MAX_LINES {
                return Ended::Stray;
            }
            self.out.push_bytes(&rest[..at]);
            self.at += at + 1;
            let Some(next) = rest.get(at + 1).copied() else {
                if !self.at_end || rest[at] != quote {
                    return Ended::Open;
                }
                self.line_end = self.raw.len();
                self.out.end_cell();
                return Ended::ByLine;
            };
            if rest[at] != quote {
                // Only what could not stand there otherwise is escaped: `C:\dir` is a folder.
                if next != quote && next != b'\\' {
                    self.out.push_bytes(b"\\");
                } else {
                    self.out.push_bytes(&[next]);
                    self.at += 1;
                }
            } else if next == quote {
                self.out.push_bytes(&[quote]);
                self.at += 1;
            } else {
                return self.behind_quote();
            }
        }
    }

    fn behind_quote(&mut self) -> Ended {
        self.find_line_end();
        if !self.is_whole {
            return Ended::Open;
        }
        if self.syntax.padded {
            self.skip_blanks();
        }
        if self.line().is_empty() {
            self.out.end_cell();
            return Ended::ByLine;
        }
        match self.cutter.at(self.line()) {
            Some(length) => {
                self.out.end_cell();
                self.at += length;
                Ended::ByDelimiter
            }
            None => Ended::Stray,
        }
    }
}

enum Ended {
    ByDelimiter,
    ByLine,
    Open,
    Stray,
}

/// Without the blanks and tabs around it.
pub(crate) fn trimmed(cell: &[u8]) -> &[u8] {
    trimmed_by(cell, is_blank)
}

fn trimmed_by(mut cell: &[u8], is_padding: impl Fn(u8) -> bool) -> &[u8] {
    while let [first, rest @ ..] = cell
        && is_padding(*first)
    {
        cell = rest;
    }
    while let [rest @ .., last] = cell
        && is_padding(*last)
    {
        cell = rest;
    }
    cell
}

/// Bytes of the character that begins with `byte`.
fn character(byte: u8) -> usize {
    match byte {
        0xF0.. => 4,
        0xE0.. => 3,
        0xC0.. => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::super::syntax::Cut;
    use super::*;

    fn cells(raw: &str, syntax: &Syntax) -> Result<Vec<String>, Split> {
        let mut out = Out::default();
        let cutter = Cutter::new(syntax.cut.clone());
        match split(raw.as_bytes(), true, syntax, &cutter, &mut out) {
            Split::Record { length, lines } => {
                assert_eq!(length, raw.len(), "{raw:?}");
                assert_eq!(lines as usize, raw.matches('\n').count());
                let text = |cell: &[u8]| String::from_utf8(cell.to_vec()).unwrap();
                Ok(out.row_cells().map(text).collect())
            }
            other => Err(other),
        }
    }

    fn text(delimiter: &str) -> Syntax {
        Syntax::quoted(Cut::Text(delimiter.into()), b'"')
    }

    #[test]
    fn several_characters_are_one_delimiter() {
        assert_eq!(cells("a::b::c\r\n", &text("::")).unwrap(), ["a", "b", "c"]);
        assert_eq!(cells("a::::c", &text("::")).unwrap(), ["a", "", "c"]);
        assert_eq!(cells("a:b::c\n", &text("::")).unwrap(), ["a:b", "c"]);
        assert_eq!(
            cells("\"a::b\"::\"say \"\"hi\"\"\"\n", &text("::")).unwrap(),
            ["a::b", "say \"hi\""]
        );
        assert_eq!(cells("\"a\nb\"|~|c\n", &text("|~|")).unwrap(), ["a\nb", "c"]);
        assert_eq!(cells("a - b-c - d\n", &text(" - ")).unwrap(), ["a", "b-c", "d"]);
    }

    #[test]
    fn blanks_in_any_number_are_one_delimiter() {
        let blanks = Syntax::quoted(Cut::Blanks, b'"');
        assert_eq!(cells("  a  b\t c  \n", &blanks).unwrap(), ["a", "b", "c"]);
        assert_eq!(cells("\"a b\"  c\n", &blanks).unwrap(), ["a b", "c"]);
    }

    #[test]
    fn padding_and_frames_are_taken_off() {
        let drawn = Syntax {
            padded: true,
            framed: true,
            ..Syntax::plain(Cut::Byte(b'|'))
        };
        assert_eq!(cells("| a  |  |  b c |\n", &drawn).unwrap(), ["a", "", "b c"]);
        assert_eq!(cells("  | a | b |  \n", &drawn).unwrap(), ["a", "b"]);
        assert_eq!(cells("| a |   |\n", &drawn).unwrap(), ["a", ""]);
        let padded = Syntax {
            padded: true,
            ..Syntax::quoted(Cut::Byte(b','), b'"')
        };
        assert_eq!(cells("a, \"b, c\" , d\n", &padded).unwrap(), ["a", "b, c", "d"]);
        let boxed = Syntax {
            padded: true,
            framed: true,
            ..Syntax::plain(Cut::Text("│".into()))
        };
        assert_eq!(cells("│ a │ b │\n", &boxed).unwrap(), ["a", "b"]);
    }

    #[test]
    fn backslashes_of_databases_are_undone() {
        let tabs = Syntax {
            escapes: Escapes::Everywhere,
            ..Syntax::plain(Cut::Byte(b'\t'))
        };
        assert_eq!(
            cells("a\\\tb\t\\N\tc\\\nd\t\\\\é\n", &tabs).unwrap(),
            ["a\tb", "", "c\nd", "\\é"]
        );
        assert_eq!(cells("\\N\t\\N", &tabs).unwrap(), ["", ""]);
        assert_eq!(cells("a\tb\\", &tabs).unwrap(), ["a", "b\\"]);
        let quoted = Syntax {
            escapes: Escapes::InQuotes,
            ..text(";;")
        };
        assert_eq!(
            cells("\"a \\\"b\\\" C:\\d\";;c\n", &quoted).unwrap(),
            ["a \"b\" C:\\d", "c"]
        );
    }

    #[test]
    fn stray_quotes_are_told() {
        for raw in ["\"a::b\n", "\"a\"b::c\n", "a::\"b"] {
            assert_eq!(cells(raw, &text("::")), Err(Split::Stray), "{raw}");
        }
        let mut out = Out::default();
        let cutter = Cutter::new(Cut::Text("::".into()));
        assert_eq!(split(b"\"a::b\n", false, &text("::"), &cutter, &mut out), Split::Open);
    }
}
