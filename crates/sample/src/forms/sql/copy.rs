//! The rows of PostgreSQL's `COPY`.

use memchr::memmem::Finder;

use super::flavour::Flavour;
use super::head::{self, Copy};
use super::lex::begins;
use super::skip::is_statement;
use super::tables::Tables;
use super::unescape::{self, Escapes};
use super::{MAX_ROW, recover};
use crate::row::{Next, Other, Out};
use crate::text::REPLACED;
use crate::window::Window;
use crate::{Error, Flaw, Reject};

/// A block of `COPY`, up to its `\.`.
pub(super) struct Block {
    copy: Copy,
    target: usize,
    header: bool,
    cell: Vec<u8>,
    replaced: Finder<'static>,
}

/// What a step within a block met.
pub(super) enum Step {
    /// Something that belongs to it.
    Next(Next),
    /// Its end.
    End,
    /// Something that can't belong to it; nothing was stepped over.
    Left,
}

impl Block {
    pub(super) fn new(copy: Copy, target: usize) -> Block {
        Block {
            header: copy.header,
            copy,
            target,
            cell: Vec::new(),
            replaced: Finder::new(REPLACED),
        }
    }

    /// Steps over one row.
    pub(super) fn next(&mut self, window: &mut Window, tables: &mut Tables, out: &mut Out) -> Result<Step, Error> {
        let Some((length, lines)) = self.line(window)? else {
            recover::skip_line(window)?;
            return Ok(Step::Next(Next::Rejected(Reject::TooLong)));
        };
        let rest = window.rest();
        if length == 0 {
            return Ok(Step::Left);
        }
        let line = &rest[..length];
        let is_whole = line.ends_with(b"\n");
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line == b"\\." {
            window.advance_lines(length, lines);
            return Ok(Step::End);
        }
        if std::mem::take(&mut self.header) {
            window.advance_lines(length, lines);
            return Ok(Step::Next(Next::Other(Other::Frame)));
        }
        if line.is_empty() && tables.width(self.target, out) != Some(1) {
            window.advance_lines(length, lines);
            return Ok(Step::Next(Next::Other(Other::Blank)));
        }
        match self.copy.quote {
            Some(quote) => self.quoted(line, quote, out),
            None => self.escaped(line, out),
        }
        let next = match tables.fit(self.target, out.cells(), out) {
            Ok(table) => Next::Row(table),
            Err(_) if is_elsewhere(line) => {
                out.clear_row();
                return Ok(Step::Left);
            }
            Err(Reject::TooFewFields) if !is_whole => Next::Rejected(Reject::CutOff),
            Err(reason) => Next::Rejected(reason),
        };
        if self.replaced.find(line).is_some() {
            out.flaw(Flaw::BadEncoding);
        }
        window.advance_lines(length, lines);
        Ok(Step::Next(next))
    }

    /// The length of the next row with its line end, and how many lines it has; `None` if it is too long.
    fn line(&self, window: &mut Window) -> Result<Option<(usize, u64)>, Error> {
        let (mut at, mut quoted, mut lines) = (0, false, 0);
        loop {
            let rest = window.rest();
            let upto = rest.len().min(MAX_ROW);
            let found = match self.copy.quote {
                Some(quote) => memchr::memchr2(b'\n', quote, &rest[at..upto]),
                None => memchr::memchr(b'\n', &rest[at..upto]),
            };
            match found {
                Some(found) => {
                    at += found + 1;
                    let is_end = rest[at - 1] == b'\n';
                    lines += u64::from(is_end);
                    quoted ^= !is_end;
                    if is_end && !quoted {
                        return Ok(Some((at, lines)));
                    }
                }
                None if upto == MAX_ROW => return Ok(None),
                None => {
                    at = upto;
                    if !window.more()? {
                        return Ok(Some((at, lines)));
                    }
                }
            }
        }
    }

    fn escaped(&mut self, line: &[u8], out: &mut Out) {
        let delimiter = self.copy.delimiter;
        let mut rest = line;
        loop {
            let found = memchr::memchr2(delimiter, b'\\', rest);
            let plain = found.is_none_or(|at| rest[at] == delimiter);
            let end = match found {
                Some(at) if !plain => memchr::memchr(delimiter, &rest[at..]).map(|length| at + length),
                found => found,
            };
            let field = &rest[..end.unwrap_or(rest.len())];
            if field == self.copy.null {
                out.end_cell();
            } else if plain {
                out.row(field, &[field.len()]);
            } else {
                self.unescaped(field, out);
            }
            match end {
                Some(end) => rest = &rest[end + 1..],
                None => return,
            }
        }
    }

    fn unescaped(&mut self, field: &[u8], out: &mut Out) {
        self.cell.clear();
        unescape::append(field, Escapes::Copy, &mut self.cell);
        if std::str::from_utf8(&self.cell).is_err() {
            self.cell = String::from_utf8_lossy(&self.cell).into_owned().into_bytes();
            out.flaw(Flaw::BadEncoding);
        }
        out.row(&self.cell, &[self.cell.len()]);
    }

    fn quoted(&mut self, line: &[u8], quote: u8, out: &mut Out) {
        let mut rest = line;
        loop {
            self.cell.clear();
            let was_quoted = rest.first() == Some(&quote);
            let mut inside = false;
            let mut at = 0;
            while let Some(byte) = rest.get(at) {
                if *byte == quote {
                    if inside && rest.get(at + 1) == Some(&quote) {
                        self.cell.push(quote);
                        at += 1;
                    } else {
                        inside = !inside;
                    }
                } else if *byte == self.copy.delimiter && !inside {
                    break;
                } else {
                    self.cell.push(*byte);
                }
                at += 1;
            }
            if !was_quoted && self.cell == self.copy.null {
                self.cell.clear();
            }
            out.row(&self.cell, &[self.cell.len()]);
            match rest.get(at + 1..) {
                Some(after) if at < rest.len() => rest = after,
                _ => return,
            }
        }
    }
}

/// Whether a line that does not fit stands behind the block, whose end is lost.
fn is_elsewhere(line: &[u8]) -> bool {
    is_statement(line)
        || ELSEWHERE.iter().any(|words| begins(line, words))
        || head::copy(line, 0, Flavour::STANDARD).is_some()
}

/// What the dump program writes between blocks.
const ELSEWHERE: &[&str] = &["-- Name: ", "-- Data for Name: ", "-- PostgreSQL database dump"];
