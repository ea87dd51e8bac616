//! Statements: what fills a table, what declares one, and all the others.

use super::copy::Block;
use super::head::{self, Insert, Named};
use super::lex::{self, Scan, Stop, blanks, byte};
use super::skip::{self, Skip, Subject};
use super::tables::UNNAMED;
use super::{FRAME, MAX_HEAD, MAX_ROW, Sql, State, grow};
use crate::row::{Next, Out};
use crate::window::Window;
use crate::{Error, Flaw, Reject};

impl Sql {
    /// Steps over the head of an `INSERT`, or over the whole of it if it holds no row.
    pub(super) fn insert(&mut self, window: &mut Window, at: usize, out: &mut Out) -> Result<Next, Error> {
        loop {
            let complete = !window.has_more();
            let rest = window.rest();
            let text = &rest[..rest.len().min(MAX_HEAD)];
            let known = &self.last_head.0;
            let known = (!known.is_empty() && text.starts_with(known)).then_some(known.len());
            let told = match known {
                Some(length) => Ok((None, length)),
                None => head::insert(text, at, self.flavour).map(|(insert, end)| (Some(insert), end)),
            };
            let told = told.and_then(|(insert, end)| Ok((insert, end, lex::to_next_line(text, end, complete)?)));
            match told {
                Ok((None, _, end)) => {
                    self.target = self.last_head.1;
                    self.state = State::Rows;
                    window.advance(end);
                    return Ok(FRAME);
                }
                Ok((Some(Insert::Values(named)), values, end)) => {
                    self.target = self.tables.target(named);
                    self.last_head = (text[..values].to_vec(), self.target);
                    self.state = State::Rows;
                    window.advance(end);
                    return Ok(FRAME);
                }
                Ok((Some(Insert::Several), end, _)) => {
                    window.advance(end);
                    return Ok(FRAME);
                }
                Ok((Some(Insert::Set(name)), end, _)) => return self.set(window, name, end, out),
                Err(Stop::More) if !complete && text.len() < MAX_HEAD => {
                    grow(window)?;
                }
                Err(Stop::Bad(bad)) if !text[at..bad.min(text.len())].contains(&b'\n') => return self.unknown(window),
                Ok((Some(Insert::Other), ..)) | Err(_) => {
                    let skip = Skip::new(skip::Upto::Statement, self.flavour);
                    return self.statement(window, skip);
                }
            }
        }
    }

    /// Reads `INSERT INTO name SET a = 1, b = 'x'`; the first assignment is behind `at`.
    fn set(&mut self, window: &mut Window, name: String, at: usize, out: &mut Out) -> Result<Next, Error> {
        let mut skip = Skip::new(skip::Upto::Statement, self.flavour);
        let (length, ended) = extent(window, &mut skip, MAX_ROW)?;
        if !ended && length >= MAX_ROW {
            window.advance(length);
            self.statement(window, skip)?;
            return Ok(Next::Rejected(Reject::TooLong));
        }
        let statement = window.rest()[..length].trim_ascii_end();
        let mut text = statement.strip_suffix(b";").unwrap_or(statement).to_vec();
        text.push(b')');
        out.clear_row();
        let next = match self.assignments(&text, at, out) {
            Ok(columns) => {
                let named = Named {
                    name: Some(name),
                    columns: Some(columns),
                };
                let target = self.tables.target(named);
                match self.tables.fit(target, out.cells(), out) {
                    Ok(table) => Next::Row(table),
                    Err(reason) => Next::Rejected(reason),
                }
            }
            Err(Stop::More) if !ended => Next::Rejected(Reject::CutOff),
            Err(_) => Next::Rejected(Reject::Malformed),
        };
        if self.replaced.find(&text).is_some() {
            out.flaw(Flaw::BadEncoding);
        }
        window.advance(length);
        self.to_next_line(window);
        Ok(next)
    }

    fn assignments(&mut self, text: &[u8], mut at: usize, out: &mut Out) -> Scan<Vec<String>> {
        let mut columns = Vec::new();
        loop {
            at = blanks(text, at, self.flavour)?;
            let (column, end) = lex::qualified(text, at)?;
            columns.push(column);
            at = blanks(text, end, self.flavour)?;
            if byte(text, at)? != b'=' {
                return Err(Stop::Bad(at));
            }
            at = blanks(text, at + 1, self.flavour)?;
            at = self.values.value(text, at, out)?;
            match byte(text, at)? {
                b',' if columns.len() < lex::MOST_COLUMNS => at += 1,
                b')' if at + 1 == text.len() => return Ok(columns),
                b'O' | b'o' => return Ok(columns),
                _ => return Err(Stop::Bad(at)),
            }
        }
    }

    /// Steps over a `CREATE` or `ALTER` and notes the columns of a table.
    pub(super) fn create(&mut self, window: &mut Window, at: usize) -> Result<Next, Error> {
        let upto = match skip::subject(&window.rest()[at..]) {
            Subject::Routine => skip::Upto::Routine,
            Subject::Table | Subject::Other => skip::Upto::Statement,
        };
        let is_table = skip::subject(&window.rest()[at..]) == Subject::Table;
        let mut skip = Skip::new(upto, self.flavour);
        if !is_table {
            return self.statement(window, skip);
        }
        let (length, ended) = extent(window, &mut skip, MAX_HEAD)?;
        if let Some((name, columns)) = head::create(&window.rest()[at..length], self.flavour) {
            self.tables.declare(&name, columns);
        }
        window.advance(length);
        match ended {
            true => {
                self.to_next_line(window);
                Ok(FRAME)
            }
            false => self.statement(window, skip),
        }
    }

    /// Steps over the head of a `COPY`.
    pub(super) fn copy(&mut self, window: &mut Window, at: usize) -> Result<Next, Error> {
        let mut seen = 0;
        let length = loop {
            let rest = window.rest();
            match memchr::memchr(b'\n', &rest[seen..]) {
                Some(found) => break seen + found + 1,
                None => seen = rest.len(),
            }
            if seen > MAX_HEAD || !window.more()? {
                break seen;
            }
        };
        if length <= MAX_HEAD
            && let Some(copy) = head::copy(&window.rest()[..length], at, self.flavour)
        {
            let target = self.tables.target(copy.named.clone());
            self.state = State::Copy(Box::new(Block::new(copy, target)));
            window.advance(length);
            return Ok(FRAME);
        }
        let first = window.rest().get(at..length).unwrap_or_default();
        match memchr::memmem::find(&first.to_ascii_uppercase(), b" TO ").is_some()
            && first.trim_ascii_end().ends_with(b";")
        {
            true => self.statement(window, Skip::new(skip::Upto::Statement, self.flavour)),
            false => self.unknown(window),
        }
    }

    /// Steps over a statement that holds no row.
    pub(super) fn statement(&mut self, window: &mut Window, mut skip: Skip) -> Result<Next, Error> {
        pass(window, &mut skip)?;
        self.to_next_line(window);
        self.target = UNNAMED;
        Ok(FRAME)
    }

    /// Steps over the blanks behind a statement, unless it ended with its line. They are at hand.
    pub(super) fn to_next_line(&self, window: &mut Window) {
        let end = lex::to_next_line(window.rest(), 0, true).unwrap_or(0);
        if window.rest()[..end].ends_with(b"\n") {
            window.advance(end);
        }
    }
}

/// Steps over what `skip` steps over.
pub(super) fn pass(window: &mut Window, skip: &mut Skip) -> Result<(), Error> {
    loop {
        let complete = !window.has_more();
        let skipped = skip.over(window.rest(), complete);
        window.advance(skipped.length);
        if skipped.ended || complete {
            return Ok(());
        }
        window.more()?;
    }
}

/// How long what `skip` steps over is, and whether that is all of it: it is looked at as far as `most` bytes, and stays at
/// hand.
fn extent(window: &mut Window, skip: &mut Skip, most: usize) -> Result<(usize, bool), Error> {
    let mut length = 0;
    loop {
        let complete = !window.has_more();
        let skipped = skip.over(&window.rest()[length..], complete);
        length += skipped.length;
        if skipped.ended || complete || length >= most {
            return Ok((length, skipped.ended));
        }
        window.more()?;
    }
}
