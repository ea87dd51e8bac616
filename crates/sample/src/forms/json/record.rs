//! One record of JSON, read without recursion and, where its text arrives in pieces, without beginning again.

use super::bare::{self, Bare};
use super::flat::Flat;
use super::start::Start;
use super::text::{self, Piece};

/// Reads one record at a time, into its [`Flat`]. Besides JSON it takes what dumps are full of: quotes `'`, keys without
/// quotes, commas before a closing bracket, comments, the literals of Python and the calls of the MongoDB shell.
#[derive(Default)]
pub(super) struct Record {
    pub(super) flat: Flat,
    /// How far the record was read.
    at: usize,
    expect: Expect,
    key: Vec<u8>,
}

/// What became of reading on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The record ends before this position.
    Whole(usize),
    /// The text at hand ends within the record.
    Short,
    /// The record is broken.
    Bad,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Expect {
    /// A value.
    #[default]
    Value,
    /// The first item, or a further one after a comma, or the list's end.
    Item,
    /// A key, or the object's end.
    Key,
    Colon,
    /// A comma, or the end of what is open.
    Comma,
}

impl Record {
    /// Begins a record.
    pub(super) fn begin(&mut self) {
        self.flat.clear();
        self.at = 0;
        self.expect = Expect::Value;
    }

    /// How many brackets are open.
    pub(super) fn depth(&self) -> usize {
        self.flat.depth()
    }

    /// How far the record was read.
    pub(super) fn read(&self) -> usize {
        self.at
    }

    /// Reads on. `text` begins with the record, `complete` says that it can't grow.
    ///
    /// A word or quoted text at its end is read again when more has come; as records are bounded, that is a few times at
    /// most.
    pub(super) fn read_on(&mut self, text: &[u8], start: &Start, complete: bool) -> Step {
        loop {
            let Some(&byte) = text.get(self.at) else {
                return Step::Short;
            };
            if matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                self.at += 1;
                continue;
            }
            if byte == b'/' {
                match comment(&text[self.at..], complete) {
                    Piece::Whole((), length) => self.at += length,
                    Piece::Short => return Step::Short,
                    Piece::Bad => return Step::Bad,
                }
                continue;
            }
            let step = match self.expect {
                Expect::Key => self.member(text, byte, start, complete),
                Expect::Colon => self.colon(text, byte, complete),
                Expect::Value | Expect::Item => self.value(text, byte, start, complete),
                Expect::Comma => self.comma(byte),
            };
            match step {
                Piece::Whole((), at) => self.at = at,
                Piece::Short => return Step::Short,
                Piece::Bad => return Step::Bad,
            }
            if self.flat.depth() == 0 && self.expect == Expect::Comma {
                return Step::Whole(self.at);
            }
        }
    }

    #[inline]
    fn member(&mut self, text: &[u8], byte: u8, start: &Start, complete: bool) -> Piece<()> {
        let end = match byte {
            b'"' | b'\'' => match text::end_of(text, self.at + 1, byte, start, complete) {
                Piece::Whole(false, end) => {
                    self.flat.key(&text[self.at + 1..end - 1]);
                    end
                }
                Piece::Whole(true, end) => {
                    self.key.clear();
                    self.flat.damaged |= !text::decode(&text[self.at + 1..end - 1], &mut self.key);
                    self.flat.key(&self.key);
                    end
                }
                Piece::Short => return Piece::Short,
                Piece::Bad => return Piece::Bad,
            },
            b'}' => return self.close(),
            _ => {
                if let Piece::Whole(Bare::Prefix, end) = bare::word(text, self.at, complete) {
                    return Piece::Whole((), end);
                }
                match bare::key(text, self.at, complete) {
                    Piece::Whole((), end) => {
                        self.flat.key(&text[self.at..end]);
                        end
                    }
                    other => return other,
                }
            }
        };
        self.expect = Expect::Colon;
        // What nearly always follows.
        if text.get(end) == Some(&b':') {
            self.expect = Expect::Value;
            return Piece::Whole((), end + 1);
        }
        Piece::Whole((), end)
    }

    fn colon(&mut self, text: &[u8], byte: u8, complete: bool) -> Piece<()> {
        let length = match (byte, text.get(self.at + 1)) {
            (b':', _) => 1,
            (b'=', Some(b'>')) => 2,
            (b'=', None) if !complete => return Piece::Short,
            _ => return Piece::Bad,
        };
        self.expect = Expect::Value;
        Piece::Whole((), self.at + length)
    }

    fn comma(&mut self, byte: u8) -> Piece<()> {
        match (byte, self.flat.in_list()) {
            (b',', true) => self.expect = Expect::Item,
            (b',', false) => self.expect = Expect::Key,
            (b']', true) | (b'}', false) => return self.close(),
            _ => return Piece::Bad,
        }
        Piece::Whole((), self.at + 1)
    }

    fn close(&mut self) -> Piece<()> {
        self.flat.close();
        self.expect = Expect::Comma;
        Piece::Whole((), self.at + 1)
    }

    #[inline]
    fn value(&mut self, text: &[u8], byte: u8, start: &Start, complete: bool) -> Piece<()> {
        match byte {
            b'"' | b'\'' => match text::end_of(text, self.at + 1, byte, start, complete) {
                Piece::Whole(escapes, end) => {
                    self.count();
                    self.quoted(text, self.at + 1..end - 1, escapes);
                    // What nearly always follows.
                    if text.get(end) == Some(&b',') && self.flat.depth() > 0 {
                        return self.comma_at(end);
                    }
                    Piece::Whole((), end)
                }
                Piece::Short => Piece::Short,
                Piece::Bad => Piece::Bad,
            },
            b'{' | b'[' => {
                self.count();
                let list = byte == b'[';
                self.expect = if list { Expect::Item } else { Expect::Key };
                match self.flat.open(list) {
                    true => Piece::Whole((), self.at + 1),
                    false => Piece::Bad,
                }
            }
            b']' if self.expect == Expect::Item => self.close(),
            _ => self.bare(text, complete),
        }
    }

    fn comma_at(&mut self, at: usize) -> Piece<()> {
        self.expect = if self.flat.in_list() { Expect::Item } else { Expect::Key };
        Piece::Whole((), at + 1)
    }

    /// Counts the item that begins.
    fn count(&mut self) {
        if self.flat.in_list() {
            self.flat.item();
        }
    }

    fn quoted(&mut self, text: &[u8], at: std::ops::Range<usize>, escapes: bool) {
        self.expect = Expect::Comma;
        if !escapes {
            return self.flat.value(at);
        }
        let own = self.flat.own();
        let begin = own.len();
        let whole = text::decode(&text[at], own);
        self.flat.own_since(begin);
        self.flat.damaged |= !whole;
    }

    fn bare(&mut self, text: &[u8], complete: bool) -> Piece<()> {
        let (bare, end) = match bare::word(text, self.at, complete) {
            Piece::Whole(bare, end) => (bare, end),
            Piece::Short => return Piece::Short,
            Piece::Bad => return Piece::Bad,
        };
        match bare {
            Bare::Prefix | Bare::New => return Piece::Whole((), end),
            Bare::Call => return self.call(text, end, complete),
            _ => self.count(),
        }
        match bare {
            Bare::AsWritten => self.flat.value(self.at..end),
            Bare::Value(value) => self.flat.own_value(value),
            _ => self.flat.own_value(b""),
        }
        self.expect = Expect::Comma;
        Piece::Whole((), end)
    }

    fn call(&mut self, text: &[u8], bracket: usize, complete: bool) -> Piece<()> {
        let piece = bare::arguments(text, bracket, complete);
        if let Piece::Whole((), end) = piece {
            self.count();
            let own = self.flat.own();
            let begin = own.len();
            bare::call(&text[self.at..bracket], &text[bracket + 1..end - 1], own);
            self.flat.own_since(begin);
            self.expect = Expect::Comma;
        }
        piece
    }
}

/// The length of a comment, which is short: else a stray `/*` would cost the rest of the text.
fn comment(text: &[u8], complete: bool) -> Piece<()> {
    let short = text.len() < LONGEST_COMMENT && !complete;
    let within = &text[..text.len().min(LONGEST_COMMENT)];
    let end = match within {
        [_, b'/', ..] => memchr::memchr(b'\n', within).map(|at| at + 1),
        [_, b'*', rest @ ..] => memchr::memmem::find(rest, b"*/").map(|at| at + 4),
        [_] if short => return Piece::Short,
        _ => return Piece::Bad,
    };
    match end {
        Some(end) => Piece::Whole((), end),
        None if short => Piece::Short,
        None => Piece::Bad,
    }
}

const LONGEST_COMMENT: usize = 1_024;
