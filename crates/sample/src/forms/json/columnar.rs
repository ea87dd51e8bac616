//! An object of columns: a list of values per column, or an object that numbers them.

use super::columns::Columns;
use super::flat::Flat;
use super::reader::at_hand;
use super::record::{Record, Step};
use super::skip::Skip;
use super::start::Start;
use super::text::{self, Piece};
use crate::row::{Next, Other, Out};
use crate::window::Window;
use crate::{Error, Reject};

/// Reads row after row across the columns. The whole object is kept in memory meanwhile, so it may have [`LONGEST`] bytes;
/// a longer one is one span that is [`Reject::TooLong`].
///
/// A row's span is that of its value in the first column that goes on, so that positions grow as the rows do; the last
/// row's holds all that is left.
pub(super) struct Columnar {
    cursors: Vec<Cursor>,
    columns: Columns,
    row: Flat,
    value: Record,
    /// Bytes of the object that are not passed yet.
    left: usize,
    /// Whether there are more columns than are read.
    more: bool,
}

/// A column that is read.
struct Cursor {
    name: Vec<u8>,
    /// Where it goes on, from the unread text on; `None` at its end.
    at: Option<usize>,
    /// Whether its items have keys.
    keyed: bool,
}

impl Columnar {
    /// Begins with the object behind `lead` blanks: its first bracket is stepped over, or all of it if it can't be read.
    pub(super) fn begin(window: &mut Window, lead: usize) -> Result<(Option<Columnar>, Next), Error> {
        let mut skip = Skip::default();
        let mut seen = lead;
        let end = loop {
            let text = window.rest();
            if let Some(end) = skip.pass(text.get(seen..).unwrap_or_default()) {
                break seen + end;
            }
            seen = text.len();
            if seen > LONGEST {
                break seen;
            }
            if !window.more()? {
                window.advance(usize::MAX);
                return Ok((None, Next::Rejected(Reject::CutOff)));
            }
        };
        if end > LONGEST {
            if end < seen {
                window.advance(end);
            } else {
                pass_over(window, skip)?;
            }
            return Ok((None, Next::Rejected(Reject::TooLong)));
        }
        let mut columnar = Columnar {
            cursors: Vec::new(),
            columns: Columns::new(None),
            row: Flat::default(),
            value: Record::default(),
            left: end,
            more: false,
        };
        if columnar.find(&window.rest()[..end], lead + 1).is_none() {
            window.advance(end);
            return Ok((None, Next::Rejected(Reject::Malformed)));
        }
        columnar.row.clear();
        columnar.row.open(false);
        for cursor in &columnar.cursors {
            columnar.row.key(&cursor.name);
            columnar.row.own_value(b"");
        }
        columnar.columns.learn(&columnar.row);
        columnar.advance(window, lead + 1);
        Ok((Some(columnar), Next::Other(Other::Frame)))
    }

    /// The next row; `None` behind the object, where nothing is stepped over.
    pub(super) fn next(&mut self, window: &mut Window, out: &mut Out) -> Result<Option<Next>, Error> {
        if self.left == 0 {
            return Ok(None);
        }
        at_hand(window, self.left)?;
        let text = window.rest().get(..self.left).unwrap_or_default();
        self.row.clear();
        self.row.open(false);
        self.row.dropped = self.more;
        let (mut filled, mut broken) = (false, false);
        for cursor in &mut self.cursors {
            let Some(at) = cursor.at else {
                continue;
            };
            match item(text, at, cursor.keyed, &mut self.value) {
                Item::Value(begin, end) => {
                    filled = true;
                    let value = std::str::from_utf8(&text[begin..end]).unwrap_or_default();
                    self.row.damaged |= self.value.flat.damaged;
                    self.value.flat.each(value, &mut |path, value| {
                        let mut name = cursor.name.clone();
                        if !path.is_empty() {
                            name.push(b'.');
                            name.extend_from_slice(path.as_bytes());
                        }
                        self.row.key(&name);
                        self.row.own_value(value.as_bytes());
                    });
                    cursor.at = (!matches!(blanks(text, end), Some((_, b']' | b'}')) | None)).then_some(end);
                }
                Item::End => cursor.at = None,
                Item::Bad => broken = true,
            }
        }
        let goes_on = self.cursors.iter().find_map(|cursor| cursor.at);
        let next = match (broken, filled) {
            (true, _) => Next::Rejected(Reject::Malformed),
            (false, false) => Next::Other(Other::Frame),
            (false, true) if self.row.len() == 0 => Next::Rejected(Reject::NoRecord),
            (false, true) => Next::Row(self.columns.row(&self.row, "", out)),
        };
        let upto = goes_on.filter(|_| !broken).unwrap_or(self.left);
        self.advance(window, upto);
        Ok(Some(next))
    }

    /// Finds the columns in the object `text`, whose first member comes at `from` or behind.
    fn find(&mut self, text: &[u8], from: usize) -> Option<()> {
        let mut at = from;
        loop {
            let (begin, byte) = blanks(text, at)?;
            if byte == b'}' {
                return Some(());
            }
            let (name, value) = key(text, begin)?;
            let first = *text.get(value)?;
            if matches!(first, b'[' | b'{') {
                self.more |= self.cursors.len() >= MOST_COLUMNS;
                if self.cursors.len() < MOST_COLUMNS {
                    self.cursors.push(Cursor {
                        name,
                        at: Some(value + 1),
                        keyed: first == b'{',
                    });
                }
            }
            at = value + Skip::default().pass(&text[value..])?;
        }
    }

    fn advance(&mut self, window: &mut Window, length: usize) {
        window.advance(length);
        self.left -= length.min(self.left);
        for at in self.cursors.iter_mut().filter_map(|cursor| cursor.at.as_mut()) {
            *at -= length.min(*at);
        }
    }
}

enum Item {
    /// A value, from here to there.
    Value(usize, usize),
    /// The column's end.
    End,
    Bad,
}

/// The next item of a column.
fn item(text: &[u8], at: usize, keyed: bool, value: &mut Record) -> Item {
    let begin = match (blanks(text, at), keyed) {
        (Some((_, b']' | b'}')), _) => return Item::End,
        (Some((begin, _)), false) => begin,
        (Some((begin, _)), true) => match key(text, begin) {
            Some((_, begin)) => begin,
            None => return Item::Bad,
        },
        (None, _) => return Item::Bad,
    };
    value.begin();
    match value.read_on(&text[begin..], &Start::default(), true) {
        Step::Whole(length) => Item::Value(begin, begin + length),
        _ => Item::Bad,
    }
}

/// The key that begins at `at`, and where its value begins.
pub(super) fn key(text: &[u8], at: usize) -> Option<(Vec<u8>, usize)> {
    let quote = *text.get(at).filter(|byte| matches!(byte, b'"' | b'\''))?;
    let Piece::Whole(_, end) = text::end_of(text, at + 1, quote, &Start::default(), true) else {
        return None;
    };
    let mut name = Vec::new();
    text::decode(&text[at + 1..end - 1], &mut name);
    let (colon, byte) = blanks(text, end)?;
    let (value, _) = blanks(text, colon + 1)?;
    (byte == b':').then_some((name, value))
}

/// What stands next from `at` on, but blanks and commas, and where.
fn blanks(text: &[u8], at: usize) -> Option<(usize, u8)> {
    let rest = text.get(at..)?;
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',');
    let blank = rest.iter().position(|byte| !is_blank(byte))?;
    Some((at + blank, rest[blank]))
}

/// Steps over the rest of a value whose part at hand was seen.
fn pass_over(window: &mut Window, skip: Skip) -> Result<(), Error> {
    let mut skip = skip;
    loop {
        window.advance(usize::MAX);
        if !window.more()? {
            return Ok(());
        }
        if let Some(end) = skip.pass(window.rest()) {
            window.advance(end);
            return Ok(());
        }
    }
}

/// Bytes of the longest object, and the most columns that are read.
const LONGEST: usize = 64 << 20;
const MOST_COLUMNS: usize = 1_000;
