//! What the kinds made of digits share: wrappers and labels off, separators out, any script's digits to ASCII.

use crate::Reason;
use crate::reading::is_blank;

/// The digits of one cell; no kind has more than 24.
pub(super) struct Digits {
    buffer: [u8; CAPACITY],
    length: usize,
    /// Whether anything but digits stood between them. Leading zeros are lost only by numbers, so a value
    /// written in groups never lacks any.
    separated: bool,
}

impl Digits {
    /// The digits, as text.
    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or("")
    }

    /// The digits, as ASCII.
    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.buffer[..self.length]
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.length
    }

    /// Fills up with leading zeros to `width` if the value is a bare number of at least `least` digits;
    /// says whether it did.
    pub(super) fn pad(&mut self, width: usize, least: usize) -> bool {
        if self.separated || self.length >= width || self.length < least || width > CAPACITY {
            return false;
        }
        let missing = width - self.length;
        self.buffer.copy_within(..self.length, missing);
        self.buffer[..missing].fill(b'0');
        self.length = width;
        true
    }

    /// Takes the last `count` digits off.
    pub(super) fn cut(&mut self, count: usize) {
        self.length = self.length.saturating_sub(count);
    }

    /// Adds one digit.
    pub(super) fn push(&mut self, digit: u8) {
        if let Some(place) = self.buffer.get_mut(self.length) {
            *place = digit;
            self.length += 1;
        }
    }
}

/// The digits of `raw`. `labels` (lower case) may stand before them, as in `SSN: 456-12-7890`.
pub(super) fn read(raw: &str, labels: &[&str]) -> Result<Digits, Reason> {
    let mut digits = Digits {
        buffer: [0; CAPACITY],
        length: 0,
        separated: false,
    };
    // A bare or grouped number is by far the most frequent spelling and needs none of the steps below.
    if read_ascii(raw.as_bytes(), &mut digits) {
        return Ok(digits);
    }
    digits.length = 0;
    digits.separated = false;
    let text = without_label(unwrapped(raw), labels);
    let text = without_fraction(text);
    for c in text.chars() {
        if let Some(digit) = digit_of(c) {
            if digits.length == CAPACITY {
                return Err(Reason::TooLong);
            }
            digits.push(b'0' + digit);
        } else if is_separator(c) {
            digits.separated = true;
        } else {
            return Err(Reason::BadCharacter);
        }
    }
    if digits.length == 0 {
        return Err(Reason::TooShort);
    }
    Ok(digits)
}

/// Digits, hyphens and spaces only, without a dot, which may be a number's fraction.
fn read_ascii(raw: &[u8], digits: &mut Digits) -> bool {
    if raw.len() > CAPACITY {
        return false;
    }
    let mut length = 0;
    for &byte in raw {
        if byte.is_ascii_digit() {
            digits.buffer[length] = byte;
            length += 1;
        } else if byte != b'-' && byte != b' ' {
            return false;
        }
    }
    digits.length = length;
    digits.separated = length != raw.len();
    length > 0
}

/// What spreadsheets wrap round a number to keep it as text: `="0123"`, `'0123`, `"0123"`.
pub(super) fn unwrapped(raw: &str) -> &str {
    let quoted = raw
        .strip_prefix("=\"")
        .or_else(|| raw.strip_prefix('"'))
        .and_then(|rest| rest.strip_suffix('"'));
    let text = quoted.unwrap_or(raw);
    let text = match text.strip_prefix('\'') {
        Some(rest) => rest.strip_suffix('\'').unwrap_or(rest),
        None => text,
    };
    text.trim_matches(is_blank)
}

/// A label such as `SSN:`, `IMEI #` or `ssn no.` off.
pub(super) fn without_label<'a>(text: &'a str, labels: &[&str]) -> &'a str {
    if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return text;
    }
    for label in labels {
        let Some((head, tail)) = text.split_at_checked(label.len()) else {
            continue;
        };
        if !head.eq_ignore_ascii_case(label) {
            continue;
        }
        let tail = tail.trim_start_matches(is_label_end);
        let tail = ["number", "num", "no"]
            .into_iter()
            .find_map(|word| {
                let (head, rest) = tail.split_at_checked(word.len())?;
                head.eq_ignore_ascii_case(word).then_some(rest)
            })
            .unwrap_or(tail);
        let tail = tail.trim_start_matches(is_label_end);
        if !tail.starts_with(|c: char| c.is_alphabetic()) {
            return tail;
        }
    }
    text
}

fn is_label_end(c: char) -> bool {
    matches!(c, ':' | '#' | '=' | '.') || is_blank(c)
}

/// `456127890.0`, which programs write that took the column for floating-point numbers: the fraction off.
pub(super) fn without_fraction(text: &str) -> &str {
    let Some((whole, fraction)) = text.split_once('.') else {
        return text;
    };
    let is_float = (1..=2).contains(&fraction.len())
        && fraction.bytes().all(|byte| byte == b'0')
        && whole.len() >= 3
        && whole.bytes().all(|byte| byte.is_ascii_digit());
    if is_float { whole } else { text }
}

/// `4.56128E+08`: a number whose last digits a spreadsheet has thrown away.
pub(super) fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return false;
    };
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    mantissa
        .split_once('.')
        .is_some_and(|(whole, fraction)| whole.len() == 1 && is_number(whole) && is_number(fraction))
        && is_number(exponent)
}

/// White space, dashes of every length, and the marks that people put between groups of digits.
pub(super) fn is_separator(c: char) -> bool {
    matches!(c, '.' | '/' | '_') || is_dash(c) || is_blank(c)
}

/// Hyphens, dashes and the minus sign, soft hyphen included.
pub(super) fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{AD}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}'
    )
}

/// The value of a decimal digit of the scripts in daily use, fullwidth forms included.
pub(super) fn digit_of(c: char) -> Option<u8> {
    if c.is_ascii() {
        return c.is_ascii_digit().then(|| c as u8 - b'0');
    }
    ZEROS
        .iter()
        .map(|&zero| (c as u32).wrapping_sub(zero))
        .find(|&value| value < 10)
        .map(|value| value as u8)
}

/// Whether the last digit is the Luhn check digit of those before it (ISO/IEC 7812-1, annex B).
pub(super) fn luhn_holds(digits: &[u8]) -> bool {
    luhn_sum(digits, false).is_multiple_of(10)
}

/// The Luhn check digit of `digits`, as ASCII.
pub(super) fn luhn_digit(digits: &[u8]) -> u8 {
    b'0' + ((10 - luhn_sum(digits, true) % 10) % 10) as u8
}

fn luhn_sum(digits: &[u8], mut double: bool) -> u32 {
    let mut sum = 0;
    for &digit in digits.iter().rev() {
        let value = u32::from(digit - b'0') << u32::from(double);
        sum += if value > 9 { value - 9 } else { value };
        double = !double;
    }
    sum
}

/// More than any kind's digits, and enough for a grouped spelling of them.
const CAPACITY: usize = 32;

/// The code points of zero, Unicode 16, general category Nd: Arabic-Indic, its Persian form, NKo,
/// Devanagari, Bengali, Gurmukhi, Gujarati, Oriya, Tamil, Telugu, Kannada, Malayalam, Thai, Lao, Tibetan,
/// Myanmar, Khmer, Mongolian, fullwidth.
const ZEROS: [u32; 19] = [
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0E50, 0x0ED0,
    0x0F20, 0x1040, 0x17E0, 0x1810, 0xFF10,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luhn_digit_of_published_numbers() {
        // ISO/IEC 7812-1's example account, and the Visa test number.
        assert_eq!(luhn_digit(b"7992739871"), b'3');
        assert!(luhn_holds(b"79927398713"));
        assert!(luhn_holds(b"4111111111111111"));
        assert!(!luhn_holds(b"4111111111111112"));
    }

    #[test]
    fn padding_spares_grouped_values() {
        let mut bare = read("1234567", &[]).unwrap();
        assert!(bare.pad(9, 7));
        assert_eq!(bare.as_str(), "001234567");
        let mut grouped = read("12-34-567", &[]).unwrap();
        assert!(!grouped.pad(9, 7));
        let mut short = read("123456", &[]).unwrap();
        assert!(!short.pad(9, 7));
    }

    #[test]
    fn fractions_and_groups_are_told_apart() {
        assert_eq!(without_fraction("456127890.0"), "456127890");
        assert_eq!(without_fraction("456.12.7890"), "456.12.7890");
        assert_eq!(without_fraction("456.1"), "456.1");
    }

    #[test]
    fn scientific_notation_is_recognised() {
        assert!(is_scientific("4.56128E+08"));
        assert!(is_scientific("3.5e14"));
        assert!(!is_scientific("1E3"));
        assert!(!is_scientific("ABC.E5"));
    }
}
