//! Content lines, and records that are blocks of them.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::Error;
use crate::window::Window;

/// What a line is to the block that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// It is within.
    Within,
    /// It is the last.
    Last,
    /// It is the first line of something else.
    Behind,
}

/// How a block ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    /// With its last line; it is at hand.
    Ended(usize),
    /// Before something else; it is at hand.
    Before(usize),
    /// With the text; it is at hand.
    Open(usize),
    /// It was too long and is stepped over.
    TooLong,
}

/// Finds the end of the block that begins where `window` stands, whose lines `step` judges. A line of more than 1 MiB is
/// within, whatever it is. The block is stepped over only if it is too long.
pub(crate) fn block(window: &mut Window, longest: usize, mut step: impl FnMut(&[u8]) -> Step) -> Result<Block, Error> {
    // Where the line begins that is looked at, and how far it was.
    let (mut at, mut seen, mut passed, mut is_tail) = (0, 0, 0_usize, false);
    loop {
        let rest = window.rest();
        let end = memchr::memchr(b'\n', rest.get(seen..).unwrap_or_default()).map(|next| seen + next + 1);
        if let Some(next) = end.or((!window.has_more() && at < rest.len()).then_some(rest.len())) {
            let judged = match is_tail || next - at > LONGEST_LINE {
                true => Step::Within,
                false => step(&rest[at..next]),
            };
            let length = match judged {
                Step::Within => None,
                Step::Last => Some(Block::Ended(next)),
                Step::Behind => Some(Block::Before(at)),
            };
            if let Some(block) = length {
                return Ok(settle(window, block, passed, longest));
            }
            (at, seen, is_tail) = (next, next, false);
        } else {
            seen = rest.len();
            if !window.has_more() {
                return Ok(settle(window, Block::Open(seen), passed, longest));
            }
            if seen - at > LONGEST_LINE {
                (at, is_tail) = (seen, true);
            }
            window.more()?;
        }
        if at > longest {
            window.advance(at);
            passed = passed.saturating_add(at);
            (at, seen) = (0, seen - at);
        }
    }
}

fn settle(window: &mut Window, block: Block, passed: usize, longest: usize) -> Block {
    let (Block::Ended(length) | Block::Before(length) | Block::Open(length)) = block else {
        return block;
    };
    if passed.saturating_add(length) <= longest {
        return block;
    }
    window.advance(length);
    Block::TooLong
}

/// The lines of a text without their ends.
pub(crate) struct Lines<'t> {
    rest: &'t str,
}

impl<'t> Lines<'t> {
    pub(crate) fn new(text: &'t str) -> Lines<'t> {
        Lines { rest: text }
    }

    /// The next line as it stands.
    pub(crate) fn line(&mut self) -> Option<&'t str> {
        if self.rest.is_empty() {
            return None;
        }
        let end = memchr::memchr(b'\n', self.rest.as_bytes());
        let (line, rest) = match end {
            Some(end) => (&self.rest[..end], &self.rest[end + 1..]),
            None => (self.rest, ""),
        };
        self.rest = rest;
        Some(line.strip_suffix('\r').unwrap_or(line))
    }

    /// The next line if it goes on with the one before, without the blank that says so.
    pub(crate) fn folded(&mut self) -> Option<&'t str> {
        self.rest
            .starts_with([' ', '\t'])
            .then(|| self.line())
            .flatten()
            .and_then(|line| line.get(1..))
    }

    /// The next line, which is not stepped over.
    pub(crate) fn ahead(&self) -> Option<&'t str> {
        Lines { rest: self.rest }.line()
    }
}

/// Whether a line is one word, whatever its case.
pub(crate) fn is_line(line: &[u8], word: &[u8]) -> bool {
    line.trim_ascii().eq_ignore_ascii_case(word)
}

/// Whether a line begins with a word, whatever its case.
pub(crate) fn begins(line: &[u8], word: &[u8]) -> bool {
    line.get(..word.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// What base64 stands for, if it is text.
pub(crate) fn decode_base64(value: &str) -> Option<String> {
    let packed: Vec<u8> = value.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let text = String::from_utf8(BASE64.decode(packed).ok()?).ok()?;
    let is_text = |c: char| !c.is_control() || matches!(c, '\t' | '\r' | '\n');
    text.chars().all(is_text).then_some(text)
}

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);
/// Bytes of the longest line that is judged.
const LONGEST_LINE: usize = 1 << 20;
/// Bytes of the longest card: pictures stand in it, as base64.
pub(crate) const LONGEST_CARD: usize = 16 << 20;
/// Bytes of the longest value that is handed out.
pub(crate) const LONGEST_VALUE: usize = 8 << 10;
/// Lines by which the form is found.
pub(crate) const SAMPLE_LINES: usize = 200;
