//! Words without quotes: numbers, `true`, `None`, `ObjectId("…")`, `u'…'`.

use super::text::Piece;

/// What a bare word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bare {
    /// A value as it stands.
    AsWritten,
    /// A value that is spelt otherwise.
    Value(&'static [u8]),
    /// No value.
    Nothing,
    /// A letter before a quote, as Python writes.
    Prefix,
    /// A call; the word ends before its bracket.
    Call,
    /// `new`, which says nothing.
    New,
}

/// Reads the bare word that begins at `at`.
pub(super) fn word(text: &[u8], at: usize, complete: bool) -> Piece<Bare> {
    let rest = text.get(at..).unwrap_or_default();
    let length = rest.iter().take(LONGEST).take_while(|byte| is_word(**byte)).count();
    let word = &rest[..length];
    let end = at + length;
    let next = match rest.get(length) {
        Some(next) if length < LONGEST => *next,
        None if !complete => return Piece::Short,
        None => b' ',
        Some(_) => return Piece::Bad,
    };
    let bare = match word {
        b"" => return Piece::Bad,
        _ if next == b'(' => Bare::Call,
        b"u" | b"b" | b"r" | b"U" | b"B" if matches!(next, b'"' | b'\'') => Bare::Prefix,
        b"new" => Bare::New,
        b"true" | b"false" => Bare::AsWritten,
        b"True" | b"TRUE" => Bare::Value(b"true"),
        b"False" | b"FALSE" => Bare::Value(b"false"),
        b"null" | b"None" | b"NULL" | b"Null" | b"nil" | b"undefined" | b"NaN" | b"nan" => Bare::Nothing,
        b"Infinity" | b"-Infinity" | b"inf" | b"-inf" => Bare::AsWritten,
        word if is_number(word) => Bare::AsWritten,
        _ => return Piece::Bad,
    };
    Piece::Whole(bare, end)
}

/// Reads the bare key that begins at `at`.
pub(super) fn key(text: &[u8], at: usize, complete: bool) -> Piece<()> {
    let rest = text.get(at..).unwrap_or_default();
    let length = rest.iter().take(LONGEST).take_while(|byte| is_word(**byte)).count();
    match rest.get(length) {
        None if !complete => Piece::Short,
        _ if length == 0 || length == LONGEST => Piece::Bad,
        _ => Piece::Whole((), at + length),
    }
}

/// Reads the arguments of a call whose bracket stands at `at`: plain values in quotes or bare, none of which holds a
/// bracket.
pub(super) fn arguments(text: &[u8], at: usize, complete: bool) -> Piece<()> {
    let rest = text.get(at..).unwrap_or_default();
    let rest = &rest[..rest.len().min(LONGEST)];
    match memchr::memchr2(b')', b'\n', rest) {
        Some(end) if rest[end] == b')' => Piece::Whole((), at + end + 1),
        Some(_) => Piece::Bad,
        None if rest.len() < LONGEST && !complete => Piece::Short,
        None => Piece::Bad,
    }
}

/// Appends the value of a call to `own`, such as `5f…` for `ObjectId("5f…")`; `arguments` stand without their brackets. A
/// date of Python is written as such, several arguments of other calls are joined by commas.
pub(super) fn call(name: &[u8], arguments: &[u8], own: &mut Vec<u8>) {
    let is_date = name.ends_with(b"datetime") || name.ends_with(b"date");
    for (at, argument) in arguments.split(|byte| *byte == b',').enumerate() {
        let argument = argument.trim_ascii();
        let quoted = match argument {
            [first @ (b'"' | b'\''), inner @ .., last] if first == last => inner,
            argument => argument,
        };
        if is_date && !quoted.iter().all(u8::is_ascii_digit) {
            continue;
        }
        let between: &[u8] = match at {
            0 => b"",
            1 | 2 if is_date => b"-",
            3 if is_date => b" ",
            4 | 5 if is_date => b":",
            6 if is_date => b".",
            _ => b",",
        };
        own.extend_from_slice(between);
        if is_date && quoted.len() == 1 && at > 0 {
            own.push(b'0');
        }
        own.extend_from_slice(quoted);
    }
}

/// Digits with what may stand among them, leading zeros and dates included.
fn is_number(word: &[u8]) -> bool {
    let of_number = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    word.iter().any(u8::is_ascii_digit) && word.iter().all(of_number) && !matches!(word.first(), Some(b'e' | b'E'))
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'.' | b'+' | b'-') || !byte.is_ascii()
}

/// Bytes of the longest bare word.
const LONGEST: usize = 1_024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told() {
        let cases = [
            ("12345678901234567890,", Piece::Whole(Bare::AsWritten, 20)),
            ("-1.5e+7}", Piece::Whole(Bare::AsWritten, 7)),
            ("None ", Piece::Whole(Bare::Nothing, 4)),
            ("True]", Piece::Whole(Bare::Value(b"true"), 4)),
            ("ObjectId(", Piece::Whole(Bare::Call, 8)),
            ("u'a'", Piece::Whole(Bare::Prefix, 1)),
            ("12", Piece::Short),
            ("PROMO]", Piece::Bad),
            ("", Piece::Short),
        ];
        for (text, bare) in cases {
            assert_eq!(word(text.as_bytes(), 0, false), bare, "{text}");
        }
    }

    #[test]
    fn calls_have_a_value() {
        let cases = [
            ("ObjectId", "\"5f\"", "5f"),
            ("NumberLong", "1", "1"),
            ("Timestamp", "1, 2", "1,2"),
            ("datetime.datetime", "1990, 5, 17, 0, 3", "1990-05-17 00:03"),
            ("ISODate", "", ""),
        ];
        for (name, arguments, value) in cases {
            let mut own = Vec::new();
            call(name.as_bytes(), arguments.as_bytes(), &mut own);
            assert_eq!(String::from_utf8(own).unwrap(), value);
        }
    }
}
