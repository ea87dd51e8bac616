//! The rows of an `INSERT`, sound or damaged.

use super::lex::{self, Scan, Stop, blanks, byte, keyword};
use super::recover::{self, Found};
use super::skip::{self, Skip};
use super::statements::pass;
use super::tables::UNNAMED;
use super::{MAX_ROW, Sql, State, grow};
use crate::row::{Next, Out};
use crate::window::Window;
use crate::{Error, Flaw, Reject};

impl Sql {
    /// Steps over a row in brackets; `None` if there is none.
    pub(super) fn row(&mut self, window: &mut Window, out: &mut Out) -> Result<Option<Next>, Error> {
        loop {
            let rest = window.rest();
            let complete = !window.has_more() && rest.len() <= MAX_ROW;
            let text = &rest[..rest.len().min(MAX_ROW)];
            out.clear_row();
            let Some(open) = self.open(text, complete) else {
                self.state = State::Between;
                return Ok(None);
            };
            let read = open.and_then(|open| {
                let end = self.values.tuple(text, open, out)?;
                self.behind(text, end, complete)
            });
            match read {
                Ok((end, more)) => {
                    if self.replaced.find(&text[..end]).is_some() {
                        out.flaw(Flaw::BadEncoding);
                    }
                    let fit = self.tables.fit(self.target, out.cells(), out);
                    window.advance(end);
                    self.expect(more);
                    return Ok(Some(match fit {
                        Ok(table) => Next::Row(table),
                        Err(reason) => Next::Rejected(reason),
                    }));
                }
                Err(Stop::More) if complete => {
                    let (open, seen) = (open.unwrap_or(0), text.len());
                    return self.damaged(window, open, seen, Reject::CutOff).map(Some);
                }
                Err(Stop::Bad(bad)) => {
                    return self
                        .damaged(window, open.unwrap_or(0), bad, Reject::Malformed)
                        .map(Some);
                }
                Err(Stop::More) if text.len() >= MAX_ROW => return self.too_long(window).map(Some),
                Err(Stop::More) => grow(window)?,
            }
        }
    }

    /// Where the brackets of the next row open; `None` if there are none.
    fn open(&self, text: &[u8], complete: bool) -> Option<Scan<usize>> {
        let find = || {
            let mut at = blanks(text, 0, self.flavour)?;
            if byte(text, at)? == b',' {
                at = blanks(text, at + 1, self.flavour)?;
            }
            if let Some(end) = keyword(text, at, "ROW")? {
                at = blanks(text, end, self.flavour)?;
            }
            Ok((byte(text, at)? == b'(').then_some(at))
        };
        match find() {
            Err(Stop::More) if complete => None,
            found => found.transpose(),
        }
    }

    /// Where a row ends with its separators, behind its brackets, and whether another one may follow.
    fn behind(&self, text: &[u8], at: usize, complete: bool) -> Scan<(usize, Option<bool>)> {
        let mut end = at;
        while end < at + lex::FEW {
            match text.get(end) {
                Some(b' ' | b'\t' | b'\r' | b'\n') => end += 1,
                Some(b',') => return Ok((lex::to_next_line(text, end + 1, complete)?, Some(true))),
                Some(b';') => return Ok((lex::to_next_line(text, end + 1, complete)?, Some(false))),
                None if !complete => return Err(Stop::More),
                _ => break,
            }
        }
        Ok((lex::to_next_line(text, at, complete)?, None))
    }

    /// Expects what follows a row: another one, the next statement, or either.
    fn expect(&mut self, more: Option<bool>) {
        match more {
            Some(true) => self.state = State::Rows,
            None => self.state = State::Between,
            Some(false) => {
                self.state = State::Between;
                self.target = UNNAMED;
            }
        }
    }

    /// Goes on behind a row whose brackets open at `open` and that can't be read, as showed at `seen`.
    fn damaged(&mut self, window: &mut Window, open: usize, seen: usize, reason: Reject) -> Result<Next, Error> {
        // Rows that look fine for long before they don't would be looked at again and again.
        let from = match self.in_vain < MOST_IN_VAIN {
            true => open + 1,
            false => seen.max(open + 1),
        };
        let before = window.place().byte;
        let found = recover::go_on(window, from, recover::Upto::Record)?;
        let stepped = (window.place().byte - before) as usize;
        self.in_vain = self.in_vain.saturating_add(seen.saturating_sub(stepped));
        self.go_on(found);
        Ok(Next::Rejected(match found {
            Found::End => reason,
            _ => Reject::Malformed,
        }))
    }

    pub(super) fn go_on(&mut self, found: Found) {
        match found {
            Found::Tuple => self.state = State::Rows,
            Found::Line => self.state = State::Between,
            Found::Statement | Found::End => {
                self.state = State::Between;
                self.target = UNNAMED;
            }
        }
    }

    fn too_long(&mut self, window: &mut Window) -> Result<Next, Error> {
        let mut skip = Skip::new(skip::Upto::Row, self.flavour);
        pass(window, &mut skip)?;
        let end = self.behind(window.rest(), 0, true).unwrap_or((0, None));
        window.advance(end.0);
        self.expect(end.1);
        Ok(Next::Rejected(Reject::TooLong))
    }
}

const MOST_IN_VAIN: usize = 64 << 20;
