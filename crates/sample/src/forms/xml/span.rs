//! Where a record of an XML document ends, found without copying or keeping it.

use crate::forms::passing::{End, LONGEST_RECORD, Scan};
use crate::forms::tags::{self, Kind, Language, Tag};

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

impl Scan for Span<'_> {
    fn at(&mut self) -> &mut usize {
        &mut self.at
    }

    fn end(&mut self, text: &[u8]) -> Option<End> {
        loop {
            match memchr::memchr(b'<', text.get(self.at..)?) {
                Some(next) => self.at += next,
                None => {
                    self.at = text.len();
                    return None;
                }
            }
            let tag = tags::tag(text, self.at, Language::XmlBody).filter(|tag| tag.end - self.at <= LONGEST_RECORD)?;
            if let Some(end) = self.step(text, tag) {
                return Some(end);
            }
        }
    }
}
