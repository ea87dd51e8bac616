//! Dumps of databases: statements of SQL that hold rows, and rows alone.
//!
//! `INSERT`, `REPLACE` and `COPY … FROM stdin` give rows, `CREATE TABLE` gives the names of columns, and every other
//! statement is stepped over. No statement is ever held, so that one `INSERT` may be as long as it likes.

mod copy;
mod detect;
mod flavour;
mod head;
mod lex;
mod recover;
mod rows;
mod skip;
mod statements;
mod tables;
#[cfg(test)]
mod tests;
mod unescape;
mod value;

use memchr::memmem::Finder;

use crate::forms::{Head, TextReader};
use crate::row::{Next, Other, Out};
use crate::text::REPLACED;
use crate::window::Window;
use crate::{Error, Reject};
use copy::{Block, Step};
use flavour::Flavour;
use lex::{begins, is_tuple};
use recover::Found;
use skip::{AHEAD, Skip};
use tables::{Tables, UNNAMED};
use value::Values;

/// How far a text's beginning speaks for a dump: from 0 to 1.
pub(crate) fn detect(head: Head<'_>) -> f64 {
    detect::confidence(head)
}

/// A reader of the rows of a dump that begins with `head`.
pub(crate) fn reader(head: Head<'_>) -> Sql {
    Sql::new(flavour::find(head.text, !detect::has_statement(head.text)))
}

/// The rows of a dump.
pub(crate) struct Sql {
    flavour: Flavour,
    values: Values,
    tables: Tables,
    state: State,
    /// What the rows fill that are read.
    target: usize,
    /// The head of the last `INSERT` and what it fills: most look the same.
    last_head: (Vec<u8>, usize),
    /// Bytes that were looked at in vain.
    in_vain: usize,
    replaced: Finder<'static>,
}

enum State {
    /// Between statements.
    Between,
    /// Where a row of an `INSERT` is expected.
    Rows,
    /// Within a block of `COPY`.
    Copy(Box<Block>),
    /// Where statements end otherwise, up to the next `DELIMITER`.
    Delimited,
}

impl TextReader for Sql {
    fn next(&mut self, window: &mut Window, out: &mut Out) -> Result<Next, Error> {
        loop {
            let met = match &mut self.state {
                State::Rows => self.row(window, out)?,
                State::Delimited => self.delimited(window)?,
                State::Between => self.between(window, out)?,
                State::Copy(block) => match block.next(window, &mut self.tables, out)? {
                    Step::Next(next) => Some(next),
                    Step::End => {
                        self.state = State::Between;
                        Some(FRAME)
                    }
                    Step::Left => None,
                },
            };
            match met {
                Some(next) => return Ok(next),
                None if matches!(self.state, State::Copy(_)) => self.state = State::Between,
                None => {}
            }
        }
    }
}

impl Sql {
    fn new(flavour: Flavour) -> Sql {
        Sql {
            flavour,
            values: Values::new(flavour),
            tables: Tables::new(),
            state: State::Between,
            target: UNNAMED,
            last_head: (Vec::new(), UNNAMED),
            in_vain: 0,
            replaced: Finder::new(REPLACED),
        }
    }

    /// Steps over what stands between statements, or over one; `None` if a row is expected now, and nothing was stepped
    /// over.
    fn between(&mut self, window: &mut Window, out: &mut Out) -> Result<Option<Next>, Error> {
        while window.rest().len() < AHEAD && window.more()? {}
        let rest = window.rest();
        if rest.is_empty() {
            return Ok(Some(Next::End));
        }
        let blank = rest.iter().take(AHEAD / 2);
        let blank = blank.take_while(|byte| matches!(**byte, b' ' | b'\t' | b'\r')).count();
        let text = &rest[blank..];
        match text {
            [] => return step(window, blank, Next::Other(Other::Blank)),
            [b'\n', ..] => return step(window, blank + 1, Next::Other(Other::Blank)),
            [b' ' | b'\t' | b'\r', ..] => return step(window, blank, FRAME),
            [b'-', b'-', ..] | [b'#', ..] => return line(window, Next::Other(Other::Comment)),
            [b'/', b'*', b'!', ..] | [b'/', b'*', b'M', b'!', ..] => return self.comment(window, blank, FRAME),
            [b'/', b'*', ..] => return self.comment(window, blank, Next::Other(Other::Comment)),
            [b'\\', ..] => return line(window, FRAME),
            [b';', ..] => {
                self.target = UNNAMED;
                let end = lex::to_next_line(rest, blank + 1, true).unwrap_or(blank + 1);
                return step(window, end, FRAME);
            }
            _ if skip::is_slash(text) => return line(window, FRAME),
            _ => {}
        }
        if is_tuple(behind_comma(text)) {
            self.state = State::Rows;
            return Ok(None);
        }
        let word = text.iter().take(LONGEST_WORD).take_while(|byte| lex::is_word(**byte));
        let word: String = word.map(|byte| char::from(byte.to_ascii_uppercase())).collect();
        match word.as_str() {
            "INSERT" | "REPLACE" | "INTO" => self.insert(window, blank, out).map(Some),
            "CREATE" | "ALTER" => self.create(window, blank).map(Some),
            "COPY" => self.copy(window, blank).map(Some),
            "REM" | "REMARK" | "PROMPT" => line(window, Next::Other(Other::Comment)),
            "GO" if skip::is_go(text) => line(window, FRAME),
            "DELIMITER" => {
                let mut words = text[word.len()..]
                    .split(|byte| *byte == b'\n')
                    .next()
                    .unwrap_or_default();
                words = words.trim_ascii();
                if words.first().is_none_or(u8::is_ascii_alphanumeric) {
                    return self.unknown(window).map(Some);
                }
                if words != b";" {
                    self.state = State::Delimited;
                }
                line(window, FRAME)
            }
            "VALUES" if text[word.len()..].trim_ascii_start().first() == Some(&b'(') => {
                self.state = State::Rows;
                step(window, blank + word.len(), FRAME)
            }
            word if !self.flavour.bare && STATEMENTS.contains(&word) => {
                let skip = Skip::new(skip::Upto::Statement, self.flavour);
                self.statement(window, skip).map(Some)
            }
            _ => self.unknown(window).map(Some),
        }
    }

    /// Steps over a comment `/* … */`, and a `;` behind it.
    fn comment(&mut self, window: &mut Window, at: usize, next: Next) -> Result<Option<Next>, Error> {
        window.advance(at + 2);
        loop {
            let rest = window.rest();
            if let Some(end) = memchr::memmem::find(rest, b"*/") {
                window.advance(end + 2);
                break;
            }
            let complete = !window.has_more();
            let kept = usize::from(!complete && rest.ends_with(b"*"));
            window.advance(rest.len() - kept);
            if complete {
                return Ok(Some(next));
            }
            window.more()?;
        }
        while window.rest().len() < AHEAD && window.more()? {}
        let rest = window.rest();
        let blank = rest
            .iter()
            .take(lex::FEW / 2)
            .take_while(|byte| matches!(**byte, b' ' | b'\t'))
            .count();
        if rest.get(blank) == Some(&b';') {
            window.advance(blank + 1);
        }
        self.to_next_line(window);
        Ok(Some(next))
    }

    /// Steps over a line that begins no statement: the end of a row that was cut off, or somebody's words.
    fn unknown(&mut self, window: &mut Window) -> Result<Next, Error> {
        let rest = window.rest();
        let front = &rest[..rest.len().min(AHEAD)];
        let line = front.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let is_row = ["','", "', '", "',\"", ",NULL,", "'),", "');"]
            .iter()
            .any(|mark| memchr::memmem::find(line, mark.as_bytes()).is_some());
        let found = recover::go_on(window, 0, recover::Upto::Line)?;
        self.go_on(found);
        Ok(match is_row {
            true if found == Found::End => Next::Rejected(Reject::CutOff),
            true => Next::Rejected(Reject::Malformed),
            false => Next::Other(Other::Comment),
        })
    }

    /// Steps over a line where statements end otherwise.
    fn delimited(&mut self, window: &mut Window) -> Result<Option<Next>, Error> {
        while window.rest().len() < AHEAD && window.more()? {}
        let rest = window.rest();
        if rest.is_empty() {
            return Ok(Some(Next::End));
        }
        if begins(rest, "DELIMITER ") {
            self.state = State::Between;
            return Ok(None);
        }
        line(window, FRAME)
    }
}

/// What follows a comma before a row.
fn behind_comma(text: &[u8]) -> &[u8] {
    let Some(row) = text.strip_prefix(b",") else {
        return text;
    };
    let blank = row
        .iter()
        .take(lex::FEW / 2)
        .take_while(|byte| byte.is_ascii_whitespace())
        .count();
    &row[blank..]
}

fn step(window: &mut Window, length: usize, next: Next) -> Result<Option<Next>, Error> {
    window.advance(length);
    Ok(Some(next))
}

fn line(window: &mut Window, next: Next) -> Result<Option<Next>, Error> {
    recover::skip_line(window)?;
    Ok(Some(next))
}

/// Asks for more text, as much again as is at hand: what is read anew then was read at most once on average.
fn grow(window: &mut Window) -> Result<(), Error> {
    let wanted = 2 * window.rest().len();
    while window.more()? && window.rest().len() < wanted {}
    Ok(())
}

const FRAME: Next = Next::Other(Other::Frame);
/// Bytes of the longest row that is read: rows may hold pictures.
const MAX_ROW: usize = 16 << 20;
/// Bytes of the longest head of a statement, and of the longest declaration of a table, that is read.
const MAX_HEAD: usize = 1 << 20;
const LONGEST_WORD: usize = 16;

/// What statements begin with, and what their parts behind the rows begin with.
const STATEMENTS: &[&str] = &[
    "ANALYZE",
    "AS",
    "BEGIN",
    "CALL",
    "CHECK",
    "COMMENT",
    "COMMIT",
    "DECLARE",
    "DELETE",
    "DO",
    "DROP",
    "END",
    "EXEC",
    "EXECUTE",
    "EXPLAIN",
    "FLUSH",
    "GRANT",
    "IF",
    "KILL",
    "LOAD",
    "LOCK",
    "MERGE",
    "ON",
    "OPTIMIZE",
    "OUTPUT",
    "PRAGMA",
    "PREPARE",
    "PRINT",
    "REINDEX",
    "RELEASE",
    "RETURNING",
    "REVOKE",
    "ROLLBACK",
    "SAVEPOINT",
    "SELECT",
    "SET",
    "SHOW",
    "START",
    "TRUNCATE",
    "UNLOCK",
    "UPDATE",
    "USE",
    "VACUUM",
    "WITH",
];
