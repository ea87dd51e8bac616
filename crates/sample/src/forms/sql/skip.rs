//! Stepping over statements, and over rows that are too long, of any length.

use super::flavour::Flavour;
use super::lex::{FEW, LONGEST_TAG, begins, is_tuple, is_word};

/// Steps over a statement or a row as its text comes.
pub(super) struct Skip {
    flavour: Flavour,
    upto: Upto,
    mode: Mode,
    depth: u32,
    /// Blocks of a procedure that are open.
    blocks: u32,
    /// Whether the byte before is part of a word.
    in_word: bool,
}

/// What is stepped over.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Upto {
    /// A statement, up to its `;`, or to a line that begins another one for sure.
    Statement,
    /// The declaration of a procedure or a trigger, which holds statements.
    Routine,
    /// The brackets of a row.
    Row,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Plain,
    Quoted { quote: u8, backslash: bool },
    Line,
    Block,
    Dollar { tag: [u8; LONGEST_TAG], length: usize },
}

/// How far a part of the text was stepped over.
pub(super) struct Skipped {
    pub(super) length: usize,
    /// Whether that is all of the statement or row.
    pub(super) ended: bool,
}

impl Skip {
    pub(super) fn new(upto: Upto, flavour: Flavour) -> Skip {
        Skip {
            flavour,
            upto,
            mode: Mode::Plain,
            depth: 0,
            blocks: 0,
            in_word: false,
        }
    }

    /// Steps over as much of `text` as can be told; `complete` says that nothing follows it. Nothing that is decided
    /// depends on more than [`AHEAD`] bytes, so that it doesn't depend on how the text comes.
    pub(super) fn over(&mut self, text: &[u8], complete: bool) -> Skipped {
        let limit = match complete {
            true => text.len(),
            false => text.len().saturating_sub(AHEAD),
        };
        let mut at = 0;
        while at < limit {
            let (next, ended) = match self.mode {
                Mode::Plain => self.plain(text, at),
                Mode::Quoted { quote, backslash } => self.quoted(text, at, limit, quote, backslash),
                Mode::Line => match memchr::memchr(b'\n', &text[at..limit]) {
                    Some(length) => {
                        self.mode = Mode::Plain;
                        (at + length, false)
                    }
                    None => (limit, false),
                },
                Mode::Block => self.until(text, at, limit, b"*/", 2),
                Mode::Dollar { tag, length } => self.until(text, at, limit, &tag[..length], length),
            };
            at = next;
            if ended {
                return Skipped { length: at, ended };
            }
        }
        let mut at = at.min(text.len());
        while at > 0 && at < text.len() && text[at] & 0xC0 == 0x80 {
            at += 1;
        }
        Skipped {
            length: at,
            ended: false,
        }
    }

    /// Steps to behind a mark that closes what is open.
    fn until(&mut self, text: &[u8], at: usize, limit: usize, mark: &[u8], length: usize) -> (usize, bool) {
        let upto = text.len().min(limit + length - 1);
        match memchr::memmem::find(&text[at..upto], mark) {
            Some(found) => {
                self.mode = Mode::Plain;
                (at + found + length, false)
            }
            None => (limit, false),
        }
    }

    fn quoted(&mut self, text: &[u8], at: usize, limit: usize, quote: u8, backslash: bool) -> (usize, bool) {
        let escape = if backslash { b'\\' } else { quote };
        let Some(found) = memchr::memchr3(quote, escape, b'\n', &text[at..limit]) else {
            return (limit, false);
        };
        let at = at + found;
        match text[at] {
            b'\n' => (at + 1, self.upto != Upto::Routine && is_statement(&text[at + 1..])),
            byte if byte == quote && text.get(at + 1) != Some(&quote) => {
                self.mode = Mode::Plain;
                (at + 1, false)
            }
            byte if byte == quote => (at + 2, false),
            _ => (at + 1 + usize::from(text.get(at + 1).is_some_and(u8::is_ascii)), false),
        }
    }

    fn plain(&mut self, text: &[u8], at: usize) -> (usize, bool) {
        let rest = &text[at..];
        let was_in_word = std::mem::replace(&mut self.in_word, false);
        match rest {
            [quote @ (b'\'' | b'"' | b'`'), ..] => {
                self.mode = Mode::Quoted {
                    quote: *quote,
                    backslash: *quote != b'`' && self.flavour.backslash,
                };
            }
            [b'-', b'-', ..] => self.mode = Mode::Line,
            [b'#', ..] if self.flavour.hash && !was_in_word => self.mode = Mode::Line,
            // What MySQL alone reads is part of the statement.
            [b'/', b'*', b'!', ..] => {}
            [b'/', b'*', ..] => {
                self.mode = Mode::Block;
                return (at + 2, false);
            }
            [b'$', ..] if !was_in_word => {
                if let Some(length) = tag(rest) {
                    let mut tag = [0; LONGEST_TAG];
                    tag[..length].copy_from_slice(&rest[..length]);
                    self.mode = Mode::Dollar { tag, length };
                    return (at + length, false);
                }
            }
            [b'(', ..] => self.depth = self.depth.saturating_add(1),
            [b')', ..] => {
                self.depth = self.depth.saturating_sub(1);
                if self.upto == Upto::Row && self.depth == 0 {
                    return (at + 1, true);
                }
            }
            [b';', ..] if self.ends_here() => return (at + 1, true),
            [b'\n', after @ ..] if self.ends_before(after) => return (at + 1, true),
            [b'\n', ..] => {}
            [first, ..] if is_word(*first) => {
                self.in_word = true;
                if self.upto == Upto::Routine && !was_in_word {
                    self.block(rest);
                }
            }
            _ => {}
        }
        (at + 1, false)
    }

    /// Whether a `;` ends what is stepped over.
    fn ends_here(&self) -> bool {
        match self.upto {
            Upto::Statement => true,
            Upto::Routine => self.blocks == 0 && !self.flavour.go,
            Upto::Row => false,
        }
    }

    /// Whether a line begins that can't belong to what is stepped over.
    fn ends_before(&self, line: &[u8]) -> bool {
        match self.upto {
            Upto::Routine => is_go(line) || is_slash(line),
            Upto::Row => is_statement(line),
            Upto::Statement => {
                let line = unindented(line);
                is_statement(line)
                    || is_go(line)
                    || is_slash(line)
                    || (self.depth == 0 && BEGIN.iter().any(|words| begins(line, words)))
                    || (self.flavour.bare && is_tuple(line))
            }
        }
    }

    /// Counts the blocks of a procedure.
    fn block(&mut self, rest: &[u8]) {
        let word = rest.iter().take(8).take_while(|byte| is_word(**byte)).count();
        let word = &rest[..word];
        let is = |other: &str| word.eq_ignore_ascii_case(other.as_bytes());
        if is("BEGIN") || is("CASE") {
            self.blocks = self.blocks.saturating_add(1);
        } else if is("END") {
            let next = unindented(rest.get(3..).unwrap_or_default());
            let others = ["IF", "LOOP", "WHILE", "REPEAT", "FOR"];
            self.blocks = match others.iter().any(|word| begins(next, word)) {
                true => self.blocks,
                // The second word will be taken for an opening one.
                false if begins(next, "CASE") => self.blocks.saturating_sub(2),
                false => self.blocks.saturating_sub(1),
            };
        }
    }
}

/// The length of `$tag$` at the beginning of a text.
fn tag(text: &[u8]) -> Option<usize> {
    let inner = text.get(1..text.len().min(LONGEST_TAG))?;
    let length = memchr::memchr(b'$', inner)?;
    let name = &inner[..length];
    let is_name = name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    (is_name && !name.first().is_some_and(u8::is_ascii_digit)).then_some(length + 2)
}

/// A line without the blanks that it begins with.
fn unindented(line: &[u8]) -> &[u8] {
    let blanks = line
        .iter()
        .take(FEW / 2)
        .take_while(|byte| matches!(**byte, b' ' | b'\t'))
        .count();
    &line[blanks..]
}

/// Whether a line begins a statement that declares or fills a table, for sure.
pub(super) fn is_statement(line: &[u8]) -> bool {
    CERTAIN.iter().any(|words| begins(line, words))
}

/// Whether a line is `GO`.
pub(super) fn is_go(line: &[u8]) -> bool {
    begins(line, "GO") && is_over(line.get(2..).unwrap_or_default())
}

/// Whether a line is `/`.
pub(super) fn is_slash(line: &[u8]) -> bool {
    begins(line, "/") && is_over(line.get(1..).unwrap_or_default())
}

fn is_over(rest: &[u8]) -> bool {
    matches!(unindented(rest), [] | [b'\n', ..] | [b'\r', b'\n', ..])
}

/// What a `CREATE` or `ALTER` is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Table,
    /// A procedure, a trigger or the like.
    Routine,
    Other,
}

/// What the statement that `text` begins with is about.
pub(super) fn subject(text: &[u8]) -> Subject {
    let front = text[..text.len().min(FEW)].to_ascii_uppercase();
    let upto = memchr::memchr2(b'(', b';', &front).unwrap_or(front.len());
    let words = front[..upto].split(|byte| !is_word(*byte));
    for word in words.take(MOST_WORDS) {
        if word == b"TABLE" {
            return Subject::Table;
        }
        if ROUTINES.contains(&word) {
            return Subject::Routine;
        }
    }
    Subject::Other
}

/// Bytes that have to be at hand behind a place for what is decided there.
pub(super) const AHEAD: usize = 2 * FEW;

/// Words of a statement within which it says what it is about.
const MOST_WORDS: usize = 20;

const CERTAIN: &[&str] = &[
    "INSERT INTO ",
    "INSERT IGNORE ",
    "INSERT OR ",
    "INSERT [",
    "REPLACE INTO ",
    "CREATE TABLE ",
];

/// What begins a statement where no bracket is open.
const BEGIN: &[&str] = &[
    "SET IDENTITY_INSERT ",
    "DROP TABLE ",
    "ALTER TABLE ",
    "LOCK TABLES ",
    "UNLOCK TABLES",
    "COPY ",
];

const ROUTINES: &[&[u8]] = &[
    b"TRIGGER",
    b"PROCEDURE",
    b"PROC",
    b"FUNCTION",
    b"EVENT",
    b"PACKAGE",
    b"RULE",
    b"BODY",
];
