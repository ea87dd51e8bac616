//! Digits, dates and letters.

/// Appends `value` with leading zeros up to `width` digits.
#[inline]
pub(crate) fn push_padded(out: &mut Vec<u8>, mut value: u64, width: usize) {
    let start = out.len();
    out.resize(start + width, b'0');
    for digit in out[start..].iter_mut().rev() {
        *digit = b'0' + (value % 10) as u8;
        value /= 10;
    }
}

/// Appends `value` without leading zeros.
#[inline]
pub(crate) fn push_number(out: &mut Vec<u8>, value: u64) {
    let width = value.checked_ilog10().unwrap_or(0) as usize + 1;
    push_padded(out, value, width);
}

/// Appends the ISO date of a day counted from 1970-01-01 (Hinnant's civil-from-days, for days after year 0).
#[inline]
pub(crate) fn push_date(out: &mut Vec<u8>, day: i64) {
    let shifted = (day + 719_468) as u64;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    push_padded(out, year, 4);
    out.push(b'-');
    push_padded(out, month, 2);
    out.push(b'-');
    push_padded(out, day, 2);
}

/// The Luhn check digit that completes `digits`, a run of ASCII digits.
#[inline]
pub(crate) fn luhn(digits: &[u8]) -> u8 {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let digit = u32::from(digit - b'0');
            match place % 2 {
                0 => digit * 2 / 10 + digit * 2 % 10,
                _ => digit,
            }
        })
        .sum();
    b'0' + ((10 - sum % 10) % 10) as u8
}

/// The ASCII letter behind one of the accented letters of the vocabularies.
pub(crate) fn unaccented(letter: char) -> char {
    match letter {
        'á' | 'à' | 'ä' | 'â' | 'ã' | 'å' => 'a',
        'Á' | 'À' | 'Ä' | 'Â' | 'Å' => 'A',
        'é' | 'è' | 'ë' | 'ê' => 'e',
        'É' | 'È' => 'E',
        'í' | 'ì' | 'ï' | 'î' => 'i',
        'Í' => 'I',
        'ó' | 'ò' | 'ö' | 'ô' | 'õ' | 'ø' => 'o',
        'Ó' | 'Ö' | 'Ø' => 'O',
        'ú' | 'ù' | 'ü' | 'û' => 'u',
        'Ú' | 'Ü' => 'U',
        'ñ' => 'n',
        'Ñ' => 'N',
        'ç' => 'c',
        other => other,
    }
}

/// `text` without accents.
pub(crate) fn plain(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    text.chars().map(unaccented).collect()
}

/// The lower-case ASCII letters of `text`, accents taken off.
pub(crate) fn letters(text: &str) -> String {
    plain(text)
        .chars()
        .filter(char::is_ascii_alphabetic)
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}

/// The ASCII digits of `text`.
pub(crate) fn digits(text: &str) -> String {
    let mut digits = String::with_capacity(text.len());
    digits.extend(text.chars().filter(char::is_ascii_digit));
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl Fn(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn numbers_are_written() {
        assert_eq!(written(|out| push_number(out, 0)), "0");
        assert_eq!(written(|out| push_number(out, 1_000)), "1000");
        assert_eq!(written(|out| push_padded(out, 42, 4)), "0042");
    }

    #[test]
    fn days_become_dates() {
        for (day, date) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (-14_610, "1930-01-01"),
            (11_016, "2000-02-29"),
            (11_017, "2000-03-01"),
            (18_992, "2021-12-31"),
        ] {
            assert_eq!(written(|out| push_date(out, day)), date);
        }
    }

    #[test]
    fn check_digits_are_right() {
        // The worked example of 3GPP TS 23.003, annex B, and the usual one of Luhn's method.
        assert_eq!(luhn(b"26053179311383"), b'7');
        assert_eq!(luhn(b"7992739871"), b'3');
    }

    #[test]
    fn accents_come_off() {
        assert_eq!(plain("José Núñez-Björk"), "Jose Nunez-Bjork");
        assert_eq!(letters("O'Brien De La Cruz"), "obriendelacruz");
    }
}
