//! Where a record of an XML document ends, found without copying or keeping it.

use super::LONGEST_RECORD;
use crate::Error;
use crate::forms::tags::{self, Kind, Language, Tag};
use crate::window::Window;

/// How far a record was looked at.
pub(crate) struct Span<'n> {
    /// The record's name, with its prefix.
    name: &'n [u8],
    /// That of the element that it stands in.
    parent: Option<&'n [u8]>,
    nests: bool,
    at: usize,
    begun: bool,
    depth: usize,
    /// Elements that are open in it and have its parent's name.
    parents: usize,
    broken: bool,
}

/// How a record ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// With its end tag.
    Whole(usize),
    /// It breaks the rules; something else begins there.
    Broken(usize),
}

impl<'n> Span<'n> {
    pub(crate) fn new(name: &'n [u8], parent: Option<&'n [u8]>, nests: bool) -> Span<'n> {
        Span {
            name,
            parent,
            nests,
            at: 0,
            begun: false,
            depth: 0,
            parents: 0,
            broken: false,
        }
    }

    /// Where the record at the beginning of `text` ends, if that can be told by this much of it. When there is more
    /// text, it goes on where it stopped.
    pub(crate) fn end(&mut self, text: &[u8]) -> Option<End> {
        loop {
            match memchr::memchr(b'<', text.get(self.at..)?) {
                Some(next) => self.at += next,
                None => {
                    self.at = text.len();
                    return None;
                }
            }
            let tag = tags::tag(text, self.at, Language::Xml).filter(|tag| tag.end - self.at <= LONGEST_RECORD)?;
            if let Some(end) = self.step(text, tag) {
                return Some(end);
            }
        }
    }

    fn step(&mut self, text: &[u8], tag: Tag) -> Option<End> {
        let name = tags::name(&text[self.at..tag.end]);
        match tag.kind {
            Kind::Start { .. } if name == self.name && self.begun && !self.nests => return Some(End::Broken(self.at)),
            Kind::Start { empty } if name == self.name => {
                self.begun = true;
                self.depth += usize::from(!empty);
                if self.depth == 0 {
                    return Some(End::Whole(tag.end));
                }
            }
            Kind::Start { empty: false } if Some(name) == self.parent => self.parents += 1,
            Kind::End if name == self.name => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    return Some(if self.broken {
                        End::Broken(tag.end)
                    } else {
                        End::Whole(tag.end)
                    });
                }
            }
            Kind::End if Some(name) == self.parent => match self.parents.checked_sub(1) {
                Some(parents) => self.parents = parents,
                None => return Some(End::Broken(self.at)),
            },
            Kind::Broken => self.broken = true,
            _ => {}
        }
        self.at = tag.end;
        None
    }
}

/// What [`pass`] met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Passed {
    /// The record is at hand and ends like this.
    Ended(End),
    /// It was too long and is stepped over.
    TooLong,
    /// The text ends within it.
    CutOff,
}

/// Finds the end of the record that begins where `window` stands. It is stepped over only if it is too long.
pub(crate) fn pass(window: &mut Window, span: &mut Span<'_>) -> Result<Passed, Error> {
    let mut passed = 0_usize;
    loop {
        if let Some(end) = span.end(window.rest()) {
            let (End::Whole(length) | End::Broken(length)) = end;
            if passed + length <= LONGEST_RECORD {
                return Ok(Passed::Ended(end));
            }
            window.advance(length);
            return Ok(Passed::TooLong);
        }
        if span.at > LONGEST_RECORD || (passed > 0 && span.at > 0) {
            window.advance(span.at);
            passed = passed.saturating_add(span.at);
            span.at = 0;
        }
        if window.rest().len() - span.at > LONGEST_RECORD {
            passed = passed.saturating_add(span.at);
            window.advance(span.at);
            passed = passed.saturating_add(skip(window)?);
            span.at = 0;
            continue;
        }
        if !window.more()? {
            return Ok(match passed + window.rest().len() > LONGEST_RECORD {
                true => {
                    window.advance(window.rest().len());
                    Passed::TooLong
                }
                false => Passed::CutOff,
            });
        }
    }
}

/// Steps over what begins here with `<` and is too long to be kept, up to the next of what ends it, and says how far.
pub(crate) fn skip(window: &mut Window) -> Result<usize, Error> {
    let terminator = tags::terminator(window.rest());
    let mut passed = 0_usize;
    loop {
        let rest = window.rest();
        if let Some(at) = memchr::memmem::find(rest, terminator) {
            window.advance(at + terminator.len());
            return Ok(passed.saturating_add(at + terminator.len()));
        }
        let length = match window.has_more() {
            true => rest.len().saturating_sub(terminator.len() - 1),
            false => rest.len(),
        };
        window.advance(length);
        passed = passed.saturating_add(length);
        if length == 0 && !window.more()? {
            return Ok(passed);
        }
    }
}
