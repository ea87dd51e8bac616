//! Steps over what is no record: broken ones, ones that are too long, lines between.

use super::reader::{Json, LONGEST, NEAR, at_hand, tail};
use super::record::Step;
use super::skip::Skip;
use super::start::{Search, Start};
use crate::row::{Next, Other};
use crate::window::Window;
use crate::{Error, Reject};

impl Json {
    /// Steps from a broken record to the next one.
    pub(super) fn broken(&mut self, window: &mut Window, lead: usize, reason: Reject) -> Result<Next, Error> {
        at_hand(window, lead + LONGEST)?;
        let text = &window.rest()[lead..];
        self.start.note_key(text);
        let text = &text[..text.len().min(LONGEST)];
        let lines = self.start.begins_line() && memchr::memchr(b'\n', text).is_some();
        if reason == Reject::CutOff && !lines {
            // What follows its beginning may be parts of it.
            self.pass(window, usize::MAX);
            return Ok(Next::Rejected(reason));
        }
        let reached = self.resume(window, lead + 1, lines, None)?;
        Ok(Next::Rejected(if reached { Reject::Malformed } else { reason }))
    }

    /// Steps over a record that is longer than any that is read.
    pub(super) fn too_long(&mut self, window: &mut Window, lead: usize) -> Result<Next, Error> {
        let text = &window.rest()[lead..];
        self.start.note_key(text);
        let text = &text[..text.len().min(LONGEST)];
        let lines = self.start.begins_line();
        let near = match lines {
            true => self.start.find_line(text, 1, false),
            false => self.start.find_key(text, 1, false),
        };
        if let Search::Found(at) = near {
            self.pass(window, lead + at);
            return Ok(Next::Rejected(Reject::TooLong));
        }
        let (depth, read) = (self.record.depth(), self.record.read().min(LONGEST));
        let skip = match depth {
            0 => None,
            depth => Some(Skip::within(depth)),
        };
        self.resume(window, lead + read, lines, skip)?;
        Ok(Next::Rejected(Reject::TooLong))
    }

    /// Steps on, from `from` on, to the next record or to where `skip` ends. Returns whether there was one.
    fn resume(&mut self, window: &mut Window, from: usize, lines: bool, skip: Option<Skip>) -> Result<bool, Error> {
        let (mut from, mut skip) = (from, skip);
        // From where on the value that is skipped was not seen yet.
        let mut unseen = from;
        loop {
            let text = window.rest();
            let complete = !window.has_more();
            let search = self.search(text, from, lines, complete);
            let end = skip
                .as_mut()
                .and_then(|skip| skip.pass(text.get(unseen..).unwrap_or_default()));
            let end = end.map(|end| unseen + end);
            let found = match search {
                Search::Found(at) => Some(end.map_or(at, |end| end.min(at))),
                Search::Upto(_) => end,
            };
            if let Some(found) = found {
                let tail = if end == Some(found) { tail(window, found)? } else { 0 };
                self.pass(window, found + tail);
                return Ok(true);
            }
            let Search::Upto(upto) = search else {
                return Ok(false);
            };
            unseen = text.len() - upto.min(text.len());
            self.pass(window, upto);
            from = 0;
            if !window.more()? {
                self.pass(window, usize::MAX);
                return Ok(false);
            }
        }
    }

    /// Finds the next record, on a line of its own or else behind a bracket too.
    fn search(&self, text: &[u8], from: usize, lines: bool, complete: bool) -> Search {
        let line = self.start.find_line(text, from, complete);
        if lines {
            return line;
        }
        match (line, self.start.find_key(text, from, complete)) {
            (Search::Found(line), Search::Found(key)) => Search::Found(line.min(key)),
            (Search::Upto(line), Search::Upto(key)) => Search::Upto(line.min(key)),
            (Search::Found(found), Search::Upto(upto)) | (Search::Upto(upto), Search::Found(found)) => {
                if found <= upto {
                    Search::Found(found)
                } else {
                    Search::Upto(upto)
                }
            }
        }
    }

    /// Steps over a value that is no part of a record.
    pub(super) fn skip(&mut self, window: &mut Window, skip: Skip) -> Result<(), Error> {
        let mut skip = skip;
        loop {
            match skip.pass(window.rest()) {
                Some(end) => {
                    self.pass(window, end);
                    return Ok(());
                }
                None => self.pass(window, usize::MAX),
            }
            if !window.more()? {
                return Ok(());
            }
        }
    }

    /// Steps over what stands where a record should.
    pub(super) fn no_record(&mut self, window: &mut Window, lead: usize) -> Result<Next, Error> {
        at_hand(window, lead + NEAR)?;
        let text = &window.rest()[lead..];
        let near = &text[..text.len().min(NEAR)];
        self.record.begin();
        let step = self.record.read_on(near, &Start::default(), true);
        if let Step::Whole(length) = step
            && matches!(near.get(length), None | Some(b',' | b'\n' | b'\r' | b']' | b'}'))
        {
            let tail = tail(window, lead + length)?;
            self.pass(window, lead + length + tail);
            return Ok(Next::Rejected(Reject::NoRecord));
        }
        let line = &near[..memchr::memchr(b'\n', near).unwrap_or(near.len())];
        let is_broken = memchr::memchr3(b'{', b'}', b'"', line).is_some() || !self.open.is_empty();
        let reason = Next::Rejected(Reject::Malformed);
        self.line(window, lead)?;
        Ok(if is_broken { reason } else { Next::Other(Other::Comment) })
    }

    /// Steps over the rest of a line, or to a record on it.
    fn line(&mut self, window: &mut Window, lead: usize) -> Result<(), Error> {
        let mut from = lead;
        loop {
            let text = window.rest();
            let end = memchr::memchr(b'\n', text.get(from..).unwrap_or_default()).map(|at| from + at + 1);
            let upto = end.unwrap_or(text.len());
            let search = match self.begun {
                true => self
                    .start
                    .find_key(&text[..upto], 0, end.is_some() || !window.has_more()),
                false => Search::Upto(upto),
            };
            match search {
                Search::Found(at) => {
                    self.pass(window, at);
                    return Ok(());
                }
                Search::Upto(_) if end.is_some() => {
                    self.pass(window, upto);
                    return Ok(());
                }
                Search::Upto(at) => self.pass(window, at),
            }
            from = 0;
            if !window.more()? {
                self.pass(window, usize::MAX);
                return Ok(());
            }
        }
    }

    pub(super) fn comment(&mut self, window: &mut Window, lead: usize) -> Result<Next, Error> {
        let near = &window.rest()[lead..];
        let near = &near[..near.len().min(NEAR)];
        if near.starts_with(b"/*")
            && let Some(end) = memchr::memmem::find(near, b"*/")
        {
            let tail = tail(window, lead + end + 2)?;
            self.pass(window, lead + end + 2 + tail);
            return Ok(Next::Other(Other::Comment));
        }
        if near.starts_with(b"/") && !near.starts_with(b"//") && !near.starts_with(b"/*") {
            return self.no_record(window, lead);
        }
        let begun = std::mem::replace(&mut self.begun, false);
        let passed = self.line(window, lead);
        self.begun = begun;
        passed?;
        Ok(Next::Other(Other::Comment))
    }
}
