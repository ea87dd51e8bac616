//! What accounts, licences and passports share: codes of letters and digits, upper case, separators out.

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::digits;
use crate::{Parsed, Reading, Reason};

/// Appends the code in `raw`: its letters and digits, upper case. `extra` are marks that this kind puts
/// between them besides the usual ones.
pub(super) fn canonical(
    reading: &Reading,
    raw: &str,
    out: &mut String,
    extra: &[char],
    least: usize,
    most: usize,
) -> Parsed {
    let start = out.len();
    let separated = match push_ascii(raw, out) {
        Some(separated) => separated,
        None => {
            out.truncate(start);
            match push_any(raw, out, extra) {
                Ok(separated) => separated,
                Err(reason) => return Parsed::Malformed(reason),
            }
        }
    };
    let code = &out[start..];
    if code.len() > most && code.chars().count() > most {
        return Parsed::Malformed(Reason::TooLong);
    }
    if code.len() < least {
        return Parsed::Malformed(Reason::TooShort);
    }
    let padded = match reading.pad.map(usize::from) {
        Some(width) if !separated && code.len() < width && width <= most && is_number(code) => {
            let missing = width - code.len();
            out.insert_str(start, &ZEROS[..missing]);
            true
        }
        _ => false,
    };
    Parsed::Value { doubt: None, padded }
}

fn is_number(code: &str) -> bool {
    code.bytes().all(|byte| byte.is_ascii_digit())
}

/// The usual spelling: ASCII letters and digits with hyphens and spaces. `None` for any other.
fn push_ascii(raw: &str, out: &mut String) -> Option<bool> {
    let mut separated = false;
    out.reserve(raw.len());
    for byte in raw.bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' => out.push(byte as char),
            b'a'..=b'z' => out.push(byte.to_ascii_uppercase() as char),
            b'-' | b' ' => separated = true,
            _ => return None,
        }
    }
    Some(separated)
}

fn push_any(raw: &str, out: &mut String, extra: &[char]) -> Result<bool, Reason> {
    let text = digits::unwrapped(raw);
    if digits::is_scientific(text) {
        return Err(Reason::BadCharacter);
    }
    let mut separated = false;
    let start = out.len();
    for c in digits::without_fraction(text).nfc() {
        if let Some(digit) = digits::digit_of(c) {
            out.push(char::from(b'0' + digit));
        } else if c.is_alphabetic() {
            out.extend(half_width(c).to_uppercase());
        } else if digits::is_separator(c) || matches!(c, '#' | '\\' | ':') || extra.contains(&c) {
            separated = true;
        } else {
            return Err(Reason::BadCharacter);
        }
    }
    // The capitals of a few letters are several characters, some of which are no letters.
    let code = &out[start..];
    let is_settled = |c: char| c.is_ascii_digit() || (c.is_alphabetic() && c.to_uppercase().eq([c]));
    if code.chars().all(is_settled) && is_nfc(code) {
        Ok(separated)
    } else {
        Err(Reason::BadCharacter)
    }
}

/// Fullwidth Latin letters, which East Asian input methods write, to plain ones.
fn half_width(c: char) -> char {
    match c {
        '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// As many as the longest code.
const ZEROS: &str = "0000000000000000000000000000000000000000000000000000000000000000";
