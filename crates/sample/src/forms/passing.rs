//! Steps over records and what stands between them in texts of tags, however long they are.

use crate::Error;
use crate::forms::tags;
use crate::row::{Next, Other};
use crate::window::Window;

/// Looks for a record's end, and knows how far it came.
pub(crate) trait Scan {
    /// How far the text was looked at.
    fn at(&mut self) -> &mut usize;

    /// Where the record at the beginning of `text` ends, if that can be told by this much of it. When there is more
    /// text, it goes on where it stopped.
    fn end(&mut self, text: &[u8]) -> Option<End>;
}

/// How a record ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// With its end tag.
    Whole(usize),
    /// It breaks the rules; something else begins there.
    Broken(usize),
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
pub(crate) fn pass(window: &mut Window, scan: &mut impl Scan) -> Result<Passed, Error> {
    let mut passed = 0_usize;
    loop {
        if let Some(end) = scan.end(window.rest()) {
            let (End::Whole(length) | End::Broken(length)) = end;
            if passed + length <= LONGEST_RECORD {
                return Ok(Passed::Ended(end));
            }
            window.advance(length);
            return Ok(Passed::TooLong);
        }
        if *scan.at() > LONGEST_RECORD || (passed > 0 && *scan.at() > 0) {
            window.advance(*scan.at());
            passed = passed.saturating_add(*scan.at());
            *scan.at() = 0;
        }
        if window.rest().len() - *scan.at() > LONGEST_RECORD {
            passed = passed.saturating_add(*scan.at());
            window.advance(*scan.at());
            passed = passed.saturating_add(skip(window)?);
            *scan.at() = 0;
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

/// Steps over text up to the next tag behind `from`.
pub(crate) fn step_text(window: &mut Window, from: usize) -> Result<Next, Error> {
    let (mut at, mut length) = (from, None);
    while length.is_none() && at <= LONGEST_RECORD {
        let rest = window.rest();
        length = memchr::memchr(b'<', rest.get(at..).unwrap_or_default()).map(|next| at + next);
        at = rest.len();
        if length.is_none() && at <= LONGEST_RECORD && !window.more()? {
            length = Some(at);
        }
    }
    let rest = window.rest();
    let mut length = length.unwrap_or(at).min(LONGEST_RECORD);
    // No step ends within a character.
    while length > 1 && rest.get(length).is_some_and(|byte| byte & 0xC0 == 0x80) {
        length -= 1;
    }
    let blank = tags::is_blank(&rest[..length]);
    window.advance(length);
    Ok(Next::Other(if blank { Other::Frame } else { Other::Comment }))
}

/// Bytes of the longest record, tag or comment that is looked at as a whole.
pub(crate) const LONGEST_RECORD: usize = 1 << 20;
