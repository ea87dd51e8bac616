//! Quoted text.

use memchr::memchr3;

use super::start::Start;

/// What became of reading a piece of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<T> {
    /// It ends before this position.
    Whole(T, usize),
    /// The text at hand ends within it.
    Short,
    /// It is not what it should be.
    Bad,
}

/// Where quoted text ends, and whether it has escapes. `from` is the position behind the quote that opens it. A line that
/// begins as records do says that the closing quote is missing.
#[inline]
pub(super) fn end_of(text: &[u8], from: usize, quote: u8, start: &Start, complete: bool) -> Piece<bool> {
    let mut at = from;
    let mut escapes = false;
    loop {
        let Some(found) = text.get(at..).and_then(|rest| memchr3(quote, b'\\', b'\n', rest)) else {
            return Piece::Short;
        };
        at += found;
        match text[at] {
            b'\\' => {
                escapes = true;
                at += 2;
            }
            b'\n' => {
                match start.begins(&text[at + 1..]) {
                    Some(true) => return Piece::Bad,
                    None if !complete => return Piece::Short,
                    _ => {}
                }
                at += 1;
            }
            _ => return Piece::Whole(escapes, at + 1),
        }
    }
}

/// Appends the meaning of text with escapes to `own`; false if an escape stands for no character, which becomes U+FFFD.
/// What is no escape is kept as it stands.
pub(super) fn decode(text: &[u8], own: &mut Vec<u8>) -> bool {
    let mut rest = text;
    let mut whole = true;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        own.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(&escape) = rest.first() else {
            own.push(b'\\');
            break;
        };
        let single = match escape {
            b'n' => Some(b'\n'),
            b't' => Some(b'\t'),
            b'r' => Some(b'\r'),
            b'b' => Some(8),
            b'f' => Some(12),
            b'"' | b'\'' | b'\\' | b'/' => Some(escape),
            _ => None,
        };
        let code = match escape {
            b'u' => hex(rest.get(1..5)),
            b'x' => hex(rest.get(1..3)),
            _ => None,
        };
        match (single, code) {
            (Some(byte), _) => {
                own.push(byte);
                rest = &rest[1..];
            }
            (None, Some(code)) => {
                rest = &rest[if escape == b'u' { 5 } else { 3 }..];
                let (character, second) = character(code, rest);
                rest = &rest[second..];
                whole &= character.is_some();
                let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
                own.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            }
            (None, None) => own.push(b'\\'),
        }
    }
    own.extend_from_slice(rest);
    whole
}

/// The character of a code unit, and how many bytes of `rest` its second half takes.
fn character(code: u32, rest: &[u8]) -> (Option<char>, usize) {
    if !(0xD800..0xDC00).contains(&code) {
        return (char::from_u32(code), 0);
    }
    let low = match rest {
        [b'\\', b'u', digits @ ..] => hex(digits.get(..4)),
        _ => None,
    };
    match low {
        Some(low) if (0xDC00..0xE000).contains(&low) => {
            (char::from_u32(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)), 6)
        }
        _ => (None, 0),
    }
}

fn hex(digits: Option<&[u8]>) -> Option<u32> {
    digits?
        .iter()
        .try_fold(0, |code, digit| Some(code << 4 | char::from(*digit).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_decoded() {
        let cases = [
            (r"a\n\t\/\\\'", "a\n\t/\\'", true),
            (r"\u00e9\x41", "éA", true),
            (r"\ud83d\ude00!", "😀!", true),
            (r"\ud83d!", "\u{FFFD}!", false),
            (r"\ude00\ud83d\u0041", "\u{FFFD}\u{FFFD}A", false),
            (r"\u12", r"\u12", true),
            (r"C:\Users\q", r"C:\Users\q", true),
            ("x\\", "x\\", true),
        ];
        for (text, meaning, whole) in cases {
            let mut own = Vec::new();
            assert_eq!(decode(text.as_bytes(), &mut own), whole, "{text}");
            assert_eq!(String::from_utf8(own).unwrap(), meaning, "{text}");
        }
    }
}
