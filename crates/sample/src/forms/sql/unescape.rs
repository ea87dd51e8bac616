//! What escapes stand for.

use super::flavour::Flavour;

/// Which escapes a quoted text has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escapes {
    /// None.
    None,
    /// The quote, doubled.
    Doubled(u8),
    /// MySQL's, and the quote doubled.
    Backslash(u8),
    /// PostgreSQL's `E'…'`.
    Extended,
    /// SQLite's `unistr('…')`.
    Unicode,
    /// Two digits a byte.
    Hex,
    /// PostgreSQL's `COPY`.
    Copy,
}

impl Escapes {
    /// Those of a text within such quotes.
    pub(super) fn of(quote: u8, flavour: Flavour) -> Escapes {
        match flavour.backslash {
            true => Escapes::Backslash(quote),
            false => Escapes::Doubled(quote),
        }
    }
}

/// Appends what `text` stands for. What is appended may be no UTF-8 where bytes were written as numbers.
pub(super) fn append(text: &[u8], escapes: Escapes, cell: &mut Vec<u8>) {
    let quote = match escapes {
        Escapes::None => return cell.extend_from_slice(text),
        Escapes::Hex => {
            return match printable(text) {
                Some(text) => cell.extend(text),
                None => cell.extend_from_slice(text),
            };
        }
        Escapes::Doubled(quote) | Escapes::Backslash(quote) => quote,
        Escapes::Extended => b'\'',
        Escapes::Unicode | Escapes::Copy => b'\\',
    };
    let mut rest = text;
    loop {
        let found = match escapes {
            Escapes::Doubled(_) => memchr::memchr(quote, rest),
            _ => memchr::memchr2(quote, b'\\', rest),
        };
        let Some(at) = found else {
            return cell.extend_from_slice(rest);
        };
        cell.extend_from_slice(&rest[..at]);
        rest = match (&rest[at..], escapes) {
            ([first, _, after @ ..], _) if *first == quote && *first != b'\\' => {
                cell.push(quote);
                after
            }
            ([_, _, ..], Escapes::Backslash(_)) => mysql(&rest[at + 1..], cell),
            ([_, _, ..], Escapes::Unicode) => unicode(&rest[at + 1..], cell),
            ([_, _, ..], _) => postgres(&rest[at + 1..], escapes == Escapes::Copy, cell),
            (last, _) => {
                cell.extend_from_slice(last);
                return;
            }
        };
    }
}

/// Appends what `\` and the beginning of `text` stand for; returns what follows.
fn mysql<'t>(text: &'t [u8], cell: &mut Vec<u8>) -> &'t [u8] {
    let (first, after) = text
        .split_first()
        .map_or((b'\\', text), |(first, after)| (*first, after));
    match first {
        b'0' => cell.push(0),
        b'b' => cell.push(8),
        b'n' => cell.push(b'\n'),
        b'r' => cell.push(b'\r'),
        b't' => cell.push(b'\t'),
        b'Z' => cell.push(0x1A),
        b'%' | b'_' => cell.extend([b'\\', first]),
        other => cell.push(other),
    }
    after
}

/// The same for `E'…'` and for `COPY`.
fn postgres<'t>(text: &'t [u8], copy: bool, cell: &mut Vec<u8>) -> &'t [u8] {
    let (first, after) = text
        .split_first()
        .map_or((b'\\', text), |(first, after)| (*first, after));
    match first {
        b'b' => cell.push(8),
        b'f' => cell.push(12),
        b'n' => cell.push(b'\n'),
        b'r' => cell.push(b'\r'),
        b't' => cell.push(b'\t'),
        b'v' if copy => cell.push(11),
        b'0'..=b'7' => {
            let (value, length) = digits(text, 8, 3);
            cell.push(value as u8);
            return &text[length..];
        }
        b'x' => {
            let (value, length) = digits(after, 16, 2);
            match length {
                0 => cell.push(first),
                _ => cell.push(value as u8),
            }
            return &after[length..];
        }
        b'u' | b'U' if !copy => return coded(first, after, if first == b'u' { 4 } else { 8 }, cell),
        other => cell.push(other),
    }
    after
}

/// The same for SQLite's `unistr`.
fn unicode<'t>(text: &'t [u8], cell: &mut Vec<u8>) -> &'t [u8] {
    match text {
        [b'u', after @ ..] => coded(b'u', after, 4, cell),
        [b'U', after @ ..] => coded(b'U', after, 8, cell),
        [b'+', after @ ..] => coded(b'+', after, 6, cell),
        [first, after @ ..] if !first.is_ascii_hexdigit() => {
            cell.push(*first);
            after
        }
        _ => coded(b'\\', text, 4, cell),
    }
}

/// Appends the character with the number that `text` begins with.
fn coded<'t>(mark: u8, text: &'t [u8], most: usize, cell: &mut Vec<u8>) -> &'t [u8] {
    let (value, length) = digits(text, 16, most);
    match char::from_u32(value).filter(|_| length == most) {
        Some(character) => {
            cell.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            &text[length..]
        }
        None => {
            cell.push(mark);
            text
        }
    }
}

/// The number that `text` begins with, and how many digits it has.
fn digits(text: &[u8], base: u32, most: usize) -> (u32, usize) {
    let mut value = 0u32;
    let mut length = 0;
    for byte in text.iter().take(most) {
        let Some(digit) = char::from(*byte).to_digit(base) else {
            break;
        };
        value = value.wrapping_mul(base) + digit;
        length += 1;
    }
    (value, length)
}

/// The text that hexadecimal digits stand for, if it is one that can be shown.
pub(super) fn printable(digits: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(digits.len() / 2);
    for two in digits.chunks(2) {
        let [high, low] = two else { return None };
        let value = char::from(*high).to_digit(16)? << 4 | char::from(*low).to_digit(16)?;
        bytes.push(value as u8);
    }
    let shown = std::str::from_utf8(&bytes).ok()?;
    let is_shown = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r');
    shown.chars().all(is_shown).then_some(bytes)
}

/// Appends the characters that `chr(10)` and `char(13,10)` stand for.
pub(super) fn characters(text: &[u8], cell: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(open) = memchr::memchr(b'(', rest) {
        let (before, inner) = (&rest[..open], &rest[open + 1..]);
        rest = inner;
        let named = |name: &[u8]| {
            before
                .get(before.len().saturating_sub(name.len())..)
                .is_some_and(|end| end.eq_ignore_ascii_case(name))
        };
        if !named(b"chr") && !named(b"char") {
            continue;
        }
        let Some(close) = memchr::memchr(b')', inner) else {
            return;
        };
        for number in inner[..close].split(|byte| *byte == b',') {
            let number = std::str::from_utf8(number).unwrap_or_default().trim();
            if let Some(character) = number.parse().ok().and_then(char::from_u32) {
                cell.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, escapes: Escapes) -> String {
        let mut cell = Vec::new();
        append(text.as_bytes(), escapes, &mut cell);
        String::from_utf8_lossy(&cell).into_owned()
    }

    #[test]
    fn escapes_are_undone() {
        let mysql = Escapes::Backslash(b'\'');
        let cases = [
            (r"O\'Brien", mysql, "O'Brien"),
            ("O''Brien", mysql, "O'Brien"),
            (r"a\\b\nc\%d\q", mysql, "a\\b\nc\\%dq"),
            (r"a\é", mysql, "aé"),
            ("a\\", mysql, "a\\"),
            (r"O''B\n", Escapes::Doubled(b'\''), r"O'B\n"),
            (r"caf\303\251 \x41\u00e9''", Escapes::Extended, "café Aé'"),
            (r"a\tb\\c\x41\101\.", Escapes::Copy, "a\tb\\cAA."),
            (r"a\u000ab\\c", Escapes::Unicode, "a\nb\\c"),
            (r"a\uZZ", Escapes::Unicode, "auZZ"),
            ("4a6f", Escapes::Hex, "Jo"),
            ("4a6", Escapes::Hex, "4a6"),
            ("00ff", Escapes::Hex, "00ff"),
        ];
        for (text, escapes, expected) in cases {
            assert_eq!(of(text, escapes), expected, "{text}");
        }
    }

    #[test]
    fn characters_are_found_by_number() {
        let mut cell = Vec::new();
        characters(b" || chr(39) || CHAR(13, 10) || f(1)", &mut cell);
        assert_eq!(cell, b"'\r\n");
    }
}
