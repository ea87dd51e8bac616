use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE};

use crate::Error;
use crate::text::Text;

/// The part of a text that is being read. Readers look at [`Window::rest`], ask for [`Window::more`] where that does
/// not suffice, and step forward with [`Window::advance`]; nothing else moves it, so that whoever notes the positions
/// before and after a step has accounted for every byte.
pub(crate) struct Window {
    text: Text,
    buffer: Vec<u8>,
    /// Where the unread text begins in the buffer.
    start: usize,
    /// Whether the text has more than the buffer.
    more: bool,
    place: Mark,
    /// Decoded bytes before the unread text.
    decoded: u64,
}

/// A position in a member of a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Line, from 1.
    pub(crate) line: u64,
    /// Byte of the raw, unpacked member, from 0.
    pub(crate) byte: u64,
}

impl Window {
    /// A window on `text` that begins with `decoded`, what was decoded of it so far.
    pub(crate) fn new(text: Text, decoded: Vec<u8>) -> Window {
        let place = Mark {
            line: 1,
            byte: text.mark_length(),
        };
        Window {
            more: !text.is_ended(),
            text,
            buffer: decoded,
            start: 0,
            place,
            decoded: 0,
        }
    }

    /// A window on a text that is all at hand.
    pub(crate) fn of(text: &[u8]) -> Window {
        Window::new(Text::none(), text.to_vec())
    }

    /// The unread text that is at hand: UTF-8, never cut within a character.
    pub(crate) fn rest(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// Appends more text to [`Window::rest`]; false if there is none.
    pub(crate) fn more(&mut self) -> Result<bool, Error> {
        if !self.more {
            return Ok(false);
        }
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        let before = self.buffer.len();
        while self.more && self.buffer.len() == before {
            self.more = self.text.append(&mut self.buffer)?;
        }
        Ok(self.buffer.len() > before)
    }

    /// Whether the text has more than [`Window::rest`].
    pub(crate) fn has_more(&self) -> bool {
        self.more
    }

    /// Where the unread text begins.
    pub(crate) fn place(&self) -> Mark {
        self.place
    }

    /// Steps over `length` bytes of [`Window::rest`].
    pub(crate) fn advance(&mut self, length: usize) {
        let length = length.min(self.buffer.len() - self.start);
        let passed = &self.buffer[self.start..self.start + length];
        self.place.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        self.step(length);
    }

    /// Steps over `length` bytes of [`Window::rest`] in which so many lines end.
    pub(crate) fn advance_lines(&mut self, length: usize, lines: u64) {
        let length = length.min(self.buffer.len() - self.start);
        self.place.line += lines;
        self.step(length);
    }

    fn step(&mut self, length: usize) {
        let (mut from, to) = (self.decoded, self.decoded + length as u64);
        while let Some(anchor) = self.text.next_anchor(to) {
            from = anchor.decoded;
            self.place.byte = anchor.raw;
        }
        let passed = &self.buffer[self.start + (from - self.decoded) as usize..self.start + length];
        self.place.byte += self.raw_length(passed);
        self.start += length;
        self.decoded = to;
    }

    /// Bytes that some well-formed text takes in the member's encoding.
    fn raw_length(&self, text: &[u8]) -> u64 {
        let encoding = self.text.encoding.value;
        if encoding == UTF_8 {
            return text.len() as u64;
        }
        let text = std::str::from_utf8(text).unwrap_or_default();
        if encoding == UTF_16LE || encoding == UTF_16BE {
            return 2 * text.encode_utf16().count() as u64;
        }
        if encoding.is_single_byte() {
            return text.chars().count() as u64;
        }
        encoding.encode(text).0.len() as u64
    }

    /// The text's encoding and how lines end.
    pub(crate) fn text(&self) -> &Text {
        &self.text
    }
}
