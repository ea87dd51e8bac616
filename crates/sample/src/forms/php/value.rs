//! One value of PHP, read without recursion.

use std::ops::Range;

use crate::forms::json::Flat;

/// Reads one value at a time, into its [`Flat`]. Lengths count bytes of the text as PHP had it; where its encoding was
/// changed since, or its quotes were escaped (`s:5:\"email\"`), a text ends at the first quote with a `;` behind it.
#[derive(Default)]
pub(super) struct Value {
    pub(super) flat: Flat,
    /// How far the value was read.
    at: usize,
    /// Per open level whether a key comes next, and how many members are left of those that it says it has.
    levels: Vec<(bool, usize)>,
    /// Whether a level that has more members than it says is broken.
    counted: bool,
    done: bool,
}

/// What became of reading on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The value ends before this position.
    Whole(usize),
    /// The text at hand ends within the value.
    Short,
    /// The value is broken.
    Bad,
}

/// What could not be read.
enum Stop {
    Short,
    Bad,
}

impl Value {
    /// Begins a value. `counted` says that it is broken if it has more members than it says: where others follow on the
    /// same line, it would take them for its own if its end is missing.
    pub(super) fn begin(&mut self, counted: bool) {
        self.flat.clear();
        self.levels.clear();
        self.counted = counted;
        self.at = 0;
        self.done = false;
    }

    /// Where the members of the array or the object begin that `text` begins with.
    pub(super) fn opened(&mut self, text: &[u8]) -> Step {
        self.begin(false);
        match self.part(text, true) {
            Ok(at) if !self.levels.is_empty() => Step::Whole(at),
            Err(Stop::Short) => Step::Short,
            _ => Step::Bad,
        }
    }

    /// Reads on. `text` begins with the value, `complete` says that it can't grow. A part at its end that is cut is read
    /// again when more has come; as values are bounded, that is a few times at most.
    pub(super) fn read_on(&mut self, text: &[u8], complete: bool) -> Step {
        while !self.done {
            match self.part(text, complete) {
                Ok(at) => self.at = at,
                Err(Stop::Short) => return Step::Short,
                Err(Stop::Bad) => return Step::Bad,
            }
        }
        Step::Whole(self.at)
    }

    /// Reads a key, a value, what opens one or what closes it.
    fn part(&mut self, text: &[u8], complete: bool) -> Result<usize, Stop> {
        let cursor = Cursor { text, complete };
        let at = self.at;
        let first = cursor.byte(at)?;
        let key = self.levels.last().map(|(key, _)| *key);
        if first == b'}' {
            return match self.levels.pop() {
                Some((true, _)) => {
                    self.flat.close();
                    self.ended();
                    Ok(at + 1)
                }
                _ => Err(Stop::Bad),
            };
        }
        if key == Some(true) {
            return self.key(cursor, at, first);
        }
        match first {
            b'N' => {
                let end = cursor.expect(at + 1, b';')?;
                self.flat.own_value(b"");
                self.ended();
                Ok(end)
            }
            b'b' => {
                let (digits, end) = cursor.upto(at, b';')?;
                match &text[digits] {
                    b"0" => self.flat.own_value(b"false"),
                    b"1" => self.flat.own_value(b"true"),
                    _ => return Err(Stop::Bad),
                }
                self.ended();
                Ok(end)
            }
            b'i' | b'd' => {
                let (digits, end) = cursor.upto(at, b';')?;
                let is_number = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
                if digits.is_empty() || !text[digits.clone()].iter().all(is_number) {
                    return Err(Stop::Bad);
                }
                self.flat.value(digits);
                self.ended();
                Ok(end)
            }
            b'r' | b'R' => {
                let (_, end) = cursor.upto(at, b';')?;
                self.flat.own_value(b"");
                self.ended();
                Ok(end)
            }
            b's' | b'S' | b'E' => {
                let (value, escaped, end) = cursor.string(at)?;
                match escaped || first == b'S' {
                    false => self.flat.value(value),
                    true => {
                        let own = self.flat.own();
                        let begin = own.len();
                        decode(&text[value], first == b'S', own);
                        self.flat.own_since(begin);
                    }
                }
                self.ended();
                Ok(end)
            }
            b'a' => {
                let (count, end) = cursor.upto(at, b':')?;
                self.open(&text[count], cursor.expect(end, b'{')?)
            }
            b'O' => {
                let (_, end) = cursor.name(at)?;
                let end = cursor.expect(end, b':')?;
                let (count, end) = cursor.counted(end)?;
                self.open(&text[count], cursor.expect(end, b'{')?)
            }
            b'C' => {
                let (_, end) = cursor.name(at)?;
                let end = cursor.expect(end, b':')?;
                let (count, end) = cursor.counted(end)?;
                let begin = cursor.expect(end, b'{')?;
                let length = number(&text[count]).ok_or(Stop::Bad)?;
                let close = begin.checked_add(length).ok_or(Stop::Bad)?;
                let end = cursor.expect(close, b'}')?;
                let is_text = std::str::from_utf8(&text[begin..close]).is_ok();
                self.flat.value(if is_text { begin..close } else { begin..begin });
                self.ended();
                Ok(end)
            }
            _ => Err(Stop::Bad),
        }
    }

    /// Reads a key. Numbers that count from 0 number a list's items.
    fn key(&mut self, cursor: Cursor<'_>, at: usize, first: u8) -> Result<usize, Stop> {
        let end = match first {
            b'i' => {
                let (digits, end) = cursor.upto(at, b';')?;
                let digits = &cursor.text[digits];
                if !digits
                    .strip_prefix(b"-")
                    .unwrap_or(digits)
                    .iter()
                    .all(u8::is_ascii_digit)
                    || digits.is_empty()
                {
                    return Err(Stop::Bad);
                }
                match number(digits) == Some(self.flat.items()) {
                    true => self.flat.item(),
                    false => self.flat.key(digits),
                }
                end
            }
            b's' | b'S' => {
                let (key, escaped, end) = cursor.string(at)?;
                let key = without_marks(&cursor.text[key]);
                match escaped || first == b'S' {
                    false => self.flat.key(key),
                    true => {
                        let mut decoded = Vec::new();
                        decode(key, first == b'S', &mut decoded);
                        self.flat.key(without_marks(&decoded));
                    }
                }
                end
            }
            _ => return Err(Stop::Bad),
        };
        if let Some((key, left)) = self.levels.last_mut() {
            if *left == 0 && self.counted {
                return Err(Stop::Bad);
            }
            (*key, *left) = (false, left.saturating_sub(1));
        }
        Ok(end)
    }

    fn open(&mut self, count: &[u8], end: usize) -> Result<usize, Stop> {
        let count = number(count).ok_or(Stop::Bad)?;
        if !self.flat.open(false) {
            return Err(Stop::Bad);
        }
        self.levels.push((true, count));
        Ok(end)
    }

    /// A value ended, so that a key or the end of what encloses it comes next.
    fn ended(&mut self) {
        match self.levels.last_mut() {
            Some((key, _)) => *key = true,
            None => self.done = true,
        }
    }
}

#[derive(Clone, Copy)]
struct Cursor<'t> {
    text: &'t [u8],
    complete: bool,
}

impl Cursor<'_> {
    fn byte(&self, at: usize) -> Result<u8, Stop> {
        self.text.get(at).copied().ok_or(Stop::Short)
    }

    fn expect(&self, at: usize, byte: u8) -> Result<usize, Stop> {
        match self.byte(at)? == byte {
            true => Ok(at + 1),
            false => Err(Stop::Bad),
        }
    }

    /// What stands between the `:` behind the letter at `at` and `end`, and where that ends.
    fn upto(&self, at: usize, end: u8) -> Result<(Range<usize>, usize), Stop> {
        let begin = self.expect(at + 1, b':')?;
        self.short(begin, end)
    }

    /// Digits that end in `:`.
    fn counted(&self, begin: usize) -> Result<(Range<usize>, usize), Stop> {
        self.short(begin, b':')
    }

    fn short(&self, begin: usize, end: u8) -> Result<(Range<usize>, usize), Stop> {
        let rest = self.text.get(begin..).unwrap_or_default();
        let near = &rest[..rest.len().min(LONGEST_NUMBER)];
        match memchr::memchr(end, near) {
            Some(length) => Ok((begin..begin + length, begin + length + 1)),
            None if near.len() < LONGEST_NUMBER => Err(Stop::Short),
            None => Err(Stop::Bad),
        }
    }

    /// A class's name with its length before it, such as `O:8:"stdClass"`.
    fn name(&self, at: usize) -> Result<(Range<usize>, usize), Stop> {
        let (length, begin) = self.upto(at, b':')?;
        let length = number(&self.text[length]).ok_or(Stop::Bad)?;
        let begin = begin + usize::from(self.byte(begin)? == b'\\');
        let begin = self.expect(begin, b'"')?;
        let end = begin.checked_add(length).ok_or(Stop::Bad)?;
        let behind = end + usize::from(self.byte(end)? == b'\\');
        Ok((begin..end, self.expect(behind, b'"')?))
    }

    /// A text with its length before it, whether it has escapes, and where it ends with its `;`.
    fn string(&self, at: usize) -> Result<(Range<usize>, bool, usize), Stop> {
        let (length, begin) = self.upto(at, b':')?;
        let length = number(&self.text[length]).ok_or(Stop::Bad)?;
        let escaped = self.byte(begin)? == b'\\';
        let begin = self.expect(begin + usize::from(escaped), b'"')?;
        let close: &[u8] = if escaped { b"\\\";" } else { b"\";" };
        let stated = begin.checked_add(length).ok_or(Stop::Bad)?;
        match self.text.get(stated..).map(|rest| &rest[..rest.len().min(close.len())]) {
            Some(rest) if rest == close => return Ok((begin..stated, escaped, stated + close.len())),
            Some(rest) if close.starts_with(rest) && !self.complete => return Err(Stop::Short),
            None if !self.complete => return Err(Stop::Short),
            _ => {}
        }
        // A line that begins as values do says that the closing quote is missing.
        let rest = self.text.get(begin..).unwrap_or_default();
        let next = memchr::memchr_iter(b'\n', rest).find(|at| super::is_begin(&rest[at + 1..]) != Some(false));
        match memchr::memmem::find(&rest[..next.unwrap_or(rest.len())], close) {
            Some(found) => Ok((begin..begin + found, escaped, begin + found + close.len())),
            None if next.is_some_and(|at| super::is_begin(&rest[at + 1..]) == Some(true)) => Err(Stop::Bad),
            None => Err(Stop::Short),
        }
    }
}

/// A name without the marks of a private (`\0Class\0`) or protected (`\0*\0`) field.
fn without_marks(name: &[u8]) -> &[u8] {
    match name {
        [0, rest @ ..] => memchr::memchr(0, rest).map_or(name, |end| &rest[end + 1..]),
        name => name,
    }
}

/// Appends the meaning of a text with escapes to `own`: of hexadecimal digits if `hex`, else of quotes and zeros.
fn decode(text: &[u8], hex: bool, own: &mut Vec<u8>) {
    let begin = own.len();
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        own.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        let digit = |at: usize| rest.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        match (hex, rest.first(), digit(0).zip(digit(1))) {
            (true, _, Some((high, low))) => {
                own.push((high << 4 | low) as u8);
                rest = &rest[2..];
            }
            (false, Some(byte @ (b'"' | b'\'' | b'\\')), _) => {
                own.push(*byte);
                rest = &rest[1..];
            }
            (false, Some(b'0'), _) => {
                own.push(0);
                rest = &rest[1..];
            }
            _ => own.push(b'\\'),
        }
    }
    own.extend_from_slice(rest);
    // Escaped bytes need not be text.
    if hex && std::str::from_utf8(own.get(begin..).unwrap_or_default()).is_err() {
        let text = String::from_utf8_lossy(&own[begin..]).into_owned();
        own.truncate(begin);
        own.extend_from_slice(text.as_bytes());
    }
}

fn number(digits: &[u8]) -> Option<usize> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// Bytes of the longest number.
const LONGEST_NUMBER: usize = 64;
