//! Values as statements write them, and the text that each stands for.

use super::flavour::Flavour;
use super::lex::{self, Scan, Stop, begins, blanks, byte, is_word};
use super::unescape::{self, Escapes};
use crate::Flaw;
use crate::row::Out;

/// Reads values into cells.
pub(super) struct Values {
    pub(super) flavour: Flavour,
    cell: Vec<u8>,
    literals: Vec<Literal>,
}

/// A quoted text within a value.
#[derive(Clone, Copy)]
struct Literal {
    /// Where it stands with its prefix and quotes.
    outer: (usize, usize),
    /// Where it stands without.
    inner: (usize, usize),
    escapes: Escapes,
}

impl Values {
    pub(super) fn new(flavour: Flavour) -> Values {
        Values {
            flavour,
            cell: Vec::new(),
            literals: Vec::new(),
        }
    }

    /// Reads the brackets of values at `at`, a cell for each; returns where they end.
    pub(super) fn tuple(&mut self, text: &[u8], at: usize, out: &mut Out) -> Scan<usize> {
        let mut at = blanks(text, at + 1, self.flavour)?;
        if byte(text, at)? == b')' {
            return Ok(at + 1);
        }
        loop {
            at = self.value(text, at, out)?;
            match byte(text, at)? {
                b',' => at = blanks(text, at + 1, self.flavour)?,
                b')' => return Ok(at + 1),
                _ => return Err(Stop::Bad(at)),
            }
        }
    }

    /// Reads the value at `at` into a cell. Returns where what follows it begins: a comma, a closing bracket, or `ON`.
    pub(super) fn value(&mut self, text: &[u8], at: usize, out: &mut Out) -> Scan<usize> {
        match byte(text, at)? {
            quote @ (b'\'' | b'"') => self.quoted(text, at, at + 1, quote, out),
            b'N' | b'n' if text.get(at + 1) == Some(&b'\'') => self.quoted(text, at, at + 2, b'\'', out),
            b'0'..=b'9' | b'-' | b'+' | b'.' => self.number(text, at, out),
            b'N' if text.len() > at + 4 && &text[at..at + 4] == b"NULL" && is_end(text[at + 4]) => {
                out.end_cell();
                Ok(at + 4)
            }
            _ => self.expression(text, at, out),
        }
    }

    /// Reads a value that begins with a quote, behind which `inner` lies.
    fn quoted(&mut self, text: &[u8], at: usize, inner: usize, quote: u8, out: &mut Out) -> Scan<usize> {
        let (end, escaped) = lex::close(text, inner, quote, self.flavour.backslash)?;
        if !is_end(byte(text, end)?) {
            return self.expression(text, at, out);
        }
        let inner = &text[inner..end - 1];
        if escaped {
            self.cell.clear();
            unescape::append(inner, Escapes::of(quote, self.flavour), &mut self.cell);
            out.row(&self.cell, &[self.cell.len()]);
        } else {
            out.row(inner, &[inner.len()]);
        }
        Ok(end)
    }

    /// Reads a value that begins like a number, as it is written.
    fn number(&mut self, text: &[u8], at: usize, out: &mut Out) -> Scan<usize> {
        let mut end = at;
        while matches!(byte(text, end)?, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E') {
            end += 1;
        }
        if !is_end(text[end]) || text[at..end].windows(2).any(|two| two == b"--") {
            return self.expression(text, at, out);
        }
        out.row(&text[at..end], &[end - at]);
        Ok(end)
    }

    /// Reads any other value.
    fn expression(&mut self, text: &[u8], start: usize, out: &mut Out) -> Scan<usize> {
        let (end, joined) = self.scan(text, start)?;
        let raw = text[start..end].trim_ascii_end();
        if raw.is_empty() {
            return Err(Stop::Bad(start));
        }
        self.cell.clear();
        match self.literals.first().copied() {
            None => bare(raw, &mut self.cell),
            Some(_) if joined => self.join(text, (start, end)),
            Some(first) => {
                self.push(text, first);
                if begins(raw, "replace(") {
                    self.replace(text);
                } else if begins(raw, "unistr(") {
                    let inner = std::mem::take(&mut self.cell);
                    unescape::append(&inner, Escapes::Unicode, &mut self.cell);
                }
            }
        }
        if std::str::from_utf8(&self.cell).is_err() {
            self.cell = String::from_utf8_lossy(&self.cell).into_owned().into_bytes();
            out.flaw(Flaw::BadEncoding);
        }
        out.row(&self.cell, &[self.cell.len()]);
        Ok(end)
    }

    /// Finds where a value ends and which quoted texts it has, and whether they are to be joined.
    fn scan(&mut self, text: &[u8], start: usize) -> Scan<(usize, bool)> {
        self.literals.clear();
        let (mut at, mut depth, mut joined) = (start, 0u32, false);
        loop {
            match byte(text, at)? {
                b',' | b')' if depth == 0 => return Ok((at, joined)),
                b';' | b']' | b'}' if depth == 0 => return Err(Stop::Bad(at)),
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' => depth -= 1,
                b'\'' | b'"' | b'$' => {
                    if let Some(literal) = self.literal(text, start, at)? {
                        let next = self.behind(text, literal.outer.1)?;
                        joined |= next.is_some();
                        self.literals.push(literal);
                        at = literal.outer.1;
                        continue;
                    }
                }
                b'|' if depth == 0 => joined = true,
                b'-' if byte(text, at + 1)? == b'-' => {
                    at = blanks(text, at, self.flavour)?;
                    continue;
                }
                b'/' if byte(text, at + 1)? == b'*' => {
                    at = lex::comment_end(text, at)?;
                    continue;
                }
                b'O' | b'o' if depth == 0 && is_on(text, start, at)? => return Ok((at, joined)),
                _ => {}
            }
            at += 1;
            if self.literals.len() > MOST_LITERALS {
                return Err(Stop::Bad(at));
            }
        }
    }

    /// The quoted text that begins at `at`, in a value that begins at `start`.
    fn literal(&self, text: &[u8], start: usize, at: usize) -> Scan<Option<Literal>> {
        let quote = text[at];
        let word = text[start..at].iter().rev().take_while(|byte| is_word(**byte)).count();
        let prefix = &text[at - word..at];
        let outer = at - word;
        if quote == b'$' {
            let opened = if prefix.is_empty() {
                lex::dollar(text, at)?
            } else {
                None
            };
            return Ok(opened.map(|(from, to, end)| Literal {
                outer: (outer, end),
                inner: (from, to),
                escapes: Escapes::None,
            }));
        }
        let escapes = match prefix {
            b"" | b"N" | b"n" | [b'_', ..] => Escapes::of(quote, self.flavour),
            b"E" | b"e" => Escapes::Extended,
            b"X" | b"x" => Escapes::Hex,
            b"B" | b"b" => Escapes::None,
            b"Q" | b"q" | b"NQ" | b"nq" | b"Nq" | b"nQ" => return oracle(text, outer, at).map(Some),
            _ if DATES.iter().any(|word| prefix.eq_ignore_ascii_case(word)) => Escapes::of(quote, self.flavour),
            _ => return Err(Stop::Bad(at)),
        };
        let backslash = matches!(escapes, Escapes::Extended | Escapes::Backslash(_));
        let (end, _) = lex::close(text, at + 1, quote, backslash)?;
        Ok(Some(Literal {
            outer: (outer, end),
            inner: (at + 1, end - 1),
            escapes,
        }))
    }

    /// Sees that what follows a quoted text may follow one; a letter may not, as in `'O'Brien'`. Returns where a text
    /// begins that is to be joined to it, if one does.
    fn behind(&self, text: &[u8], end: usize) -> Scan<Option<usize>> {
        let next = blanks(text, end, self.flavour)?;
        let follows = byte(text, next)?;
        match follows {
            b'\'' if next > end => Ok(Some(next)),
            b'\'' | b'"' => Err(Stop::Bad(next)),
            b'+' => Ok(Some(next)),
            _ if !is_word(follows) => Ok(None),
            _ if next == end => Err(Stop::Bad(next)),
            _ => {
                for word in FOLLOWERS {
                    if lex::keyword(text, next, word)?.is_some() {
                        return Ok(None);
                    }
                }
                Err(Stop::Bad(next))
            }
        }
    }

    /// Appends what a quoted text stands for to the cell.
    fn push(&mut self, text: &[u8], literal: Literal) {
        let inner = &text[literal.inner.0..literal.inner.1];
        unescape::append(inner, literal.escapes, &mut self.cell);
    }

    /// `'a' || chr(10) || 'b'`, and texts that follow each other.
    fn join(&mut self, text: &[u8], (mut at, end): (usize, usize)) {
        let literals = std::mem::take(&mut self.literals);
        for literal in &literals {
            unescape::characters(&text[at..literal.outer.0], &mut self.cell);
            self.push(text, *literal);
            at = literal.outer.1;
        }
        unescape::characters(&text[at..end], &mut self.cell);
        self.literals = literals;
    }

    /// SQLite's `replace('one\ntwo','\n',char(10))`.
    fn replace(&mut self, text: &[u8]) {
        let literals = std::mem::take(&mut self.literals);
        for literal in literals.iter().skip(1).take(MOST_REPLACED) {
            let marker = &text[literal.inner.0..literal.inner.1];
            let mut by = Vec::new();
            unescape::characters(&text[literal.outer.1..text.len().min(literal.outer.1 + 16)], &mut by);
            if marker.is_empty() || by.is_empty() {
                continue;
            }
            let mut replaced = Vec::with_capacity(self.cell.len());
            let mut from = 0;
            for at in memchr::memmem::find_iter(&self.cell, marker) {
                replaced.extend_from_slice(&self.cell[from..at]);
                replaced.extend_from_slice(&by);
                from = at + marker.len();
            }
            replaced.extend_from_slice(&self.cell[from..]);
            self.cell = replaced;
        }
        self.literals = literals;
    }
}

/// Whether the word `ON` stands behind a value.
fn is_on(text: &[u8], start: usize, at: usize) -> Scan<bool> {
    Ok(at > start && text[at - 1].is_ascii_whitespace() && lex::keyword(text, at, "ON")?.is_some())
}

/// Whether a byte ends a value.
fn is_end(byte: u8) -> bool {
    matches!(byte, b',' | b')')
}

/// Oracle's `q'[…]'`, whose quote is at `at`.
fn oracle(text: &[u8], outer: usize, at: usize) -> Scan<Literal> {
    let close = match byte(text, at + 1)? {
        b'[' => b']',
        b'(' => b')',
        b'{' => b'}',
        b'<' => b'>',
        other => other,
    };
    let rest = text.get(at + 2..).ok_or(Stop::More)?;
    let length = memchr::memmem::find(rest, &[close, b'\'']).ok_or(Stop::More)?;
    let end = at + 2 + length;
    match close.is_ascii() {
        true => Ok(Literal {
            outer: (outer, end + 2),
            inner: (at + 2, end),
            escapes: Escapes::None,
        }),
        false => Err(Stop::Bad(at)),
    }
}

/// A value without quoted text.
fn bare(raw: &[u8], cell: &mut Vec<u8>) {
    let mut raw = raw;
    if begins(raw, "CAST(") {
        let inner = &raw[5..];
        let upper = inner.to_ascii_uppercase();
        let length = memchr::memmem::rfind(&upper, b" AS ").unwrap_or(0);
        if length > 0 {
            raw = inner[..length].trim_ascii();
        }
    }
    if let Some(length) = memchr::memmem::find(raw, b"::").filter(|length| *length > 0) {
        raw = raw[..length].trim_ascii_end();
    }
    if begins(raw, "_binary ") {
        raw = raw[8..].trim_ascii();
    }
    match raw {
        _ if raw.eq_ignore_ascii_case(b"NULL") || raw.eq_ignore_ascii_case(b"DEFAULT") => {}
        _ if raw.eq_ignore_ascii_case(b"TRUE") || raw.eq_ignore_ascii_case(b"FALSE") => {
            cell.extend(raw.iter().map(u8::to_ascii_lowercase));
        }
        [b'0', b'x', digits @ ..] => match unescape::printable(digits) {
            Some(text) => cell.extend(text),
            None => cell.extend_from_slice(raw),
        },
        _ => cell.extend_from_slice(raw),
    }
}

/// Words that may stand right before the quote of a date.
const DATES: &[&[u8]] = &[b"DATE", b"TIME", b"TIMESTAMP", b"INTERVAL"];
/// Words that may stand behind a quoted text.
const FOLLOWERS: &[&str] = &["COLLATE", "AT", "USING", "AS", "ESCAPE", "ON", "FORMAT", "IS"];
const MOST_LITERALS: usize = 10_000;
const MOST_REPLACED: usize = 4;
