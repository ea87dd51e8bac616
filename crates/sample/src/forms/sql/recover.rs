//! Where reading goes on behind what can't be read.

use super::lex::{begins, is_tuple};
use super::skip::{AHEAD, is_go, is_statement};
use crate::Error;
use crate::window::Window;

/// What stands where reading goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// The brackets of a row.
    Tuple,
    /// Something behind the end of a statement, or a line that begins one.
    Statement,
    /// Any line.
    Line,
    /// The end of the text.
    End,
}

/// How far to go.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Upto {
    /// The next row or statement.
    Record,
    /// The same, or the next line, whatever it is.
    Line,
}

/// Steps over what can't be read, `from` bytes at least.
pub(super) fn go_on(window: &mut Window, from: usize, upto: Upto) -> Result<Found, Error> {
    let mut at = from;
    loop {
        let complete = !window.has_more();
        let rest = window.rest();
        let limit = match complete {
            true => rest.len(),
            false => rest.len().saturating_sub(AHEAD),
        };
        while at < limit {
            let Some(found) = memchr::memchr2(b')', b'\n', &rest[at..limit]) else {
                break;
            };
            at += found;
            let found = match rest[at] {
                b')' => behind_tuple(rest, at + 1),
                _ => line(rest, at + 1, upto),
            };
            if let Some((to, found)) = found {
                window.advance(to);
                return Ok(found);
            }
            at += 1;
        }
        if complete {
            window.advance(rest.len());
            return Ok(Found::End);
        }
        if limit >= at.max(1) {
            let limit = character(rest, limit);
            window.advance(limit);
            at = 0;
        } else if at > limit {
            // What has to be stepped over is stepped over once it is at hand.
            let stepped = character(rest, limit);
            at = at.saturating_sub(stepped);
            window.advance(stepped);
        }
        window.more()?;
    }
}

/// The end of the character at a position.
fn character(text: &[u8], at: usize) -> usize {
    let mut at = at.min(text.len());
    while at > 0 && at < text.len() && text[at] & 0xC0 == 0x80 {
        at += 1;
    }
    at
}

/// Steps over the rest of a line.
pub(super) fn skip_line(window: &mut Window) -> Result<(), Error> {
    loop {
        if let Some(at) = memchr::memchr(b'\n', window.rest()) {
            window.advance_lines(at + 1, 1);
            return Ok(());
        }
        window.advance_lines(window.rest().len(), 0);
        if !window.more()? {
            return Ok(());
        }
    }
}

/// What follows a bracket that may close a row, and where it begins.
fn behind_tuple(text: &[u8], at: usize) -> Option<(usize, Found)> {
    let after = past(text, at, b" \t");
    match text.get(after) {
        Some(b',') => {
            let next = past(text, after + 1, b" \t\r\n");
            is_tuple(text.get(next..)?).then_some((next, Found::Tuple))
        }
        Some(b';') => {
            let next = past(text, after + 1, b" \t\r");
            match text.get(next) {
                Some(b'\n') => Some((next + 1, Found::Statement)),
                None => Some((next, Found::Statement)),
                _ => None,
            }
        }
        _ => None,
    }
}

fn line(text: &[u8], at: usize, upto: Upto) -> Option<(usize, Found)> {
    let begin = past(text, at, b" \t");
    let line = text.get(begin..)?;
    let row = line.strip_prefix(b",").unwrap_or(line);
    if is_tuple(&row[past(row, 0, b" \t")..]) {
        return Some((at, Found::Tuple));
    }
    if is_statement(line) || is_go(line) || STATEMENTS.iter().any(|words| begins(line, words)) {
        return Some((at, Found::Statement));
    }
    (upto == Upto::Line).then_some((at, Found::Line))
}

/// Where something else than such bytes stands; not far is looked.
fn past(text: &[u8], at: usize, bytes: &[u8]) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest
        .iter()
        .take(AHEAD / 4)
        .take_while(|byte| bytes.contains(byte))
        .count()
}

const STATEMENTS: &[&str] = &[
    "/*!",
    "UNLOCK TABLES",
    "DROP TABLE ",
    "LOCK TABLES ",
    "ALTER TABLE ",
    "COPY ",
    "COMMIT;",
    "SET IDENTITY_INSERT ",
];
