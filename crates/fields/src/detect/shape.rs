//! What a single cell looks like.

use super::vocabulary;
use crate::kinds::fold::{Text, each_folded, packed};
use crate::kinds::{address, city, dob, state};

/// What is counted over the cells of a column. A cell may have several traits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub(super) enum Trait {
    /// Not empty and not masked.
    Filled,
    /// Masked by the seller.
    Masked,
    /// Masked in the form of an ssn, the last four digits left.
    MaskedSsn,
    /// Digits only.
    Digits,
    /// `456-12-7890`.
    SsnForm,
    /// Nine digits, with or without separators, in an area that was issued.
    SsnIssued,
    /// A telephone number with `+`, brackets, dashes, dots or blanks.
    PhoneForm,
    /// Ten bare digits, or eleven that begin with 1, that NANP may assign.
    PhoneBare,
    /// 7 to 15 digits with or without what telephone numbers are grouped with.
    PhoneLike,
    Email,
    Ip,
    /// 15 digits with a good check digit.
    Luhn15,
    /// 15 digits of an American Express card.
    Amex,
    /// 15 digits that begin with the country code of a mobile network.
    Mcc,
    /// 13 to 19 digits of a payment card with a good check digit.
    CardLuhn,
    /// 18 to 22 digits that begin with 89.
    Iccid,
    /// A date in any form.
    Date,
    /// A date of digits in which the order of day and month is open.
    DateOpen,
    /// The first number of such a date is above 12.
    FirstAbove12,
    /// The second number of such a date is above 12.
    SecondAbove12,
    /// The year is before 1995.
    OldYear,
    /// The year is 2012 or later.
    RecentYear,
    /// A two-letter code of a state or province.
    StateCode,
    /// The name of a state or province.
    StateName,
    /// Five digits.
    Zip5,
    /// `98101-1234`.
    Zip9,
    /// A Canadian postal code.
    ZipCanada,
    /// A house number, words and a street suffix, or a post-office box.
    Street,
    /// Letters and what stands between the words of a name.
    Words,
    /// One word.
    OneWord,
    /// Two to five words.
    MoreWords,
    /// A comma between words.
    CommaWords,
    /// A word of it is a common given name.
    GivenName,
    /// A word of it is a common surname.
    Surname,
    /// All of it is a large city.
    City,
    /// Letters, digits, dots, dashes and underscores, 3 to 32 of them, without a blank.
    Token,
    /// A token with letters and digits, no blank.
    Code,
    /// A token that looks like a login name: lower case with a digit, dot or underscore.
    Login,
}

/// Number of traits.
pub(super) const TRAITS: usize = Trait::Login as usize + 1;

/// Calls `has` with every trait of a cell, trimmed and not empty.
pub(super) fn traits(cell: &str, mut has: impl FnMut(Trait)) {
    let bytes = cell.as_bytes();
    if bytes.contains(&b'@') {
        has(Trait::Filled);
        if is_email(cell) {
            has(Trait::Email);
        }
        return;
    }
    if let Some(is_ssn) = masked(bytes) {
        has(Trait::Masked);
        if is_ssn {
            has(Trait::MaskedSsn);
        }
        return;
    }
    has(Trait::Filled);
    let mut digits = 0;
    let mut letters = 0;
    for byte in bytes {
        digits += usize::from(byte.is_ascii_digit());
        letters += usize::from(byte.is_ascii_alphabetic() || *byte >= 0x80);
    }
    if digits > 0 && letters <= 20 && is_date(bytes, &mut has) {
        return;
    }
    if digits > 0 && letters == 0 {
        numeric(bytes, digits, &mut has);
        return;
    }
    if is_ip(cell) {
        has(Trait::Ip);
        return;
    }
    if is_token(bytes) {
        has(Trait::Token);
        if digits > 0 {
            has(Trait::Code);
        }
        let has_mark = bytes.iter().any(|byte| matches!(byte, b'.' | b'_'));
        if letters > 1
            && !bytes.iter().any(u8::is_ascii_uppercase)
            && (has_mark || (digits > 0 && bytes[0].is_ascii_alphabetic()))
        {
            has(Trait::Login);
        }
    }
    if digits > 0 {
        if bytes.contains(&b' ') && is_street(cell) {
            has(Trait::Street);
        }
        if is_canadian_code(bytes) {
            has(Trait::ZipCanada);
        }
        if let [b'+', ..] = bytes {
            return;
        }
        // `+1 206 555 0100 x12` and the like have letters.
        if digits >= 10 && letters <= 3 {
            has(Trait::PhoneLike);
        }
        // `89…F` is how some systems pad the serial of a SIM card.
        if letters == 1 && bytes.starts_with(b"89") && (19..=22).contains(&bytes.len()) {
            has(Trait::Iccid);
        }
        return;
    }
    if letters > 0 {
        text(cell, &mut has);
    }
}

fn is_email(cell: &str) -> bool {
    let mut parts = cell.split('@');
    let (Some(local), Some(domain), None) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    !local.is_empty() && domain.len() >= 4 && domain.find('.').is_some_and(|dot| dot > 0) && !cell.contains(' ')
}

/// Whether a cell is masked, and then whether in the form of an ssn.
fn masked(bytes: &[u8]) -> Option<bool> {
    let is_mask = |byte: &u8| matches!(byte, b'*' | b'x' | b'X' | b'#');
    let mut masks = 0;
    for byte in bytes {
        if is_mask(byte) {
            masks += 1;
        } else if byte.is_ascii_alphabetic() {
            return bytes.contains(&b'*').then_some(false);
        }
    }
    let stars = bytes.contains(&b'*');
    if masks < 3 && !stars {
        return None;
    }
    let [head @ .., b'-' | b' ', _, _, _, _] = bytes else {
        return Some(false);
    };
    let is_ssn =
        head.len() == 6 && matches!(head[3], b'-' | b' ') && head.iter().filter(|byte| is_mask(byte)).count() == 5;
    Some(is_ssn)
}

/// Dates with separators, with a named month, or of eight digits.
fn is_date(bytes: &[u8], has: &mut impl FnMut(Trait)) -> bool {
    let number = |digits: &[u8]| {
        digits
            .iter()
            .fold(0u16, |sum, digit| sum * 10 + u16::from(digit - b'0'))
    };
    // (year, the first two numbers of an open date, whether it is open)
    let (year, first, second, is_open) = if let Some(digits) = dob::bare_digits(bytes) {
        if digits.len() != 8 {
            return false;
        }
        let (head, tail) = (number(&digits[..4]), number(&digits[4..]));
        let (a, b) = (number(&digits[..2]), number(&digits[2..4]));
        let (c, d) = (number(&digits[4..6]), number(&digits[6..]));
        if is_year(head) && (1..=12).contains(&c) && (1..=31).contains(&d) {
            (head, c, d, false)
        } else if is_year(tail) && is_day_and_month(a, b) {
            (tail, a, b, true)
        } else {
            return false;
        }
    } else {
        let Some([a, b, c]) = dob::fields(bytes) else {
            return false;
        };
        let short = |year: dob::Field| match (year.len, year.number) {
            (4, year) => Some(year),
            (2, year) if year <= dob::LAST_SHORT_YEAR => Some(2000 + year),
            (2, year) => Some(1900 + year),
            _ => None,
        };
        let is_named = a.is_named_month || b.is_named_month;
        let year = if a.len == 4 { short(a) } else { short(c) };
        let Some(year) = year.filter(|year| is_year(*year)) else {
            return false;
        };
        let is_open = a.len < 4 && !is_named;
        // `206.555.01` and `10-20-30` must not pass for a date by their form alone.
        if is_open && !is_day_and_month(a.number, b.number) {
            return false;
        }
        (year, a.number, b.number, is_open)
    };
    has(Trait::Date);
    if is_open {
        has(Trait::DateOpen);
        if first > 12 {
            has(Trait::FirstAbove12);
        }
        if second > 12 {
            has(Trait::SecondAbove12);
        }
    }
    if year < 1995 {
        has(Trait::OldYear);
    } else if year >= 2012 {
        has(Trait::RecentYear);
    }
    true
}

fn is_year(year: u16) -> bool {
    (1900..=2099).contains(&year)
}

/// Whether two numbers may be day and month in one order at least.
fn is_day_and_month(a: u16, b: u16) -> bool {
    (1..=31).contains(&a) && (1..=31).contains(&b) && a.min(b) <= 12
}

/// Digits and separators, no letter.
fn numeric(bytes: &[u8], count: usize, has: &mut impl FnMut(Trait)) {
    let bytes = bytes.strip_suffix(b".0").unwrap_or(bytes);
    let mut digits = [0u8; 24];
    let mut len = 0;
    for byte in bytes.iter().filter(|byte| byte.is_ascii_digit()) {
        if let Some(slot) = digits.get_mut(len) {
            *slot = byte - b'0';
            len += 1;
        }
    }
    let is_bare = len == bytes.len();
    let digits = &digits[..len];
    if is_bare {
        has(Trait::Digits);
    }
    if count > 24 {
        return;
    }
    if is_ip_digits(bytes) {
        has(Trait::Ip);
        return;
    }
    let groups = |lengths: &[usize]| {
        let mut runs = bytes.split(|byte| matches!(byte, b'-' | b' '));
        lengths.iter().all(|len| {
            runs.next()
                .is_some_and(|run| run.len() == *len && run.iter().all(u8::is_ascii_digit))
        }) && runs.next().is_none()
    };
    if (7..=15).contains(&len) {
        has(Trait::PhoneLike);
    }
    match len {
        5 if is_bare => has(Trait::Zip5),
        9 if groups(&[5, 4]) => has(Trait::Zip9),
        9 => {
            if groups(&[3, 2, 4]) {
                has(Trait::SsnForm);
            }
            let area = digits[..3].iter().fold(0u16, |sum, digit| sum * 10 + u16::from(*digit));
            if area != 0 && area != 666 && area < 900 && digits[3..5] != [0, 0] {
                has(Trait::SsnIssued);
            }
        }
        10 | 11 => {
            let national = if len == 11 && digits[0] == 1 {
                &digits[1..]
            } else {
                digits
            };
            let is_nanp = national.len() == 10
                && national[0] >= 2
                && national[3] >= 2
                && !(national[1] == 1 && national[2] == 1)
                && national[1] != 9;
            match (is_bare, is_nanp) {
                (true, true) => has(Trait::PhoneBare),
                (false, true) => has(Trait::PhoneForm),
                (false, false) if bytes[0] == b'+' => has(Trait::PhoneForm),
                _ => {}
            }
        }
        _ if bytes[0] == b'+' && (8..=15).contains(&len) => has(Trait::PhoneForm),
        15 => {
            if luhn(digits) {
                has(Trait::Luhn15);
            }
            if digits[0] == 3 && matches!(digits[1], 4 | 7) {
                has(Trait::Amex);
                if luhn(digits) {
                    has(Trait::CardLuhn);
                }
            }
            if is_mobile_country(digits) {
                has(Trait::Mcc);
            }
        }
        13 | 14 | 16 | 19 if matches!(digits[0], 3..=6) && luhn(digits) => has(Trait::CardLuhn),
        18..=22 if digits.starts_with(&[8, 9]) => has(Trait::Iccid),
        _ => {}
    }
}

/// The check digit of ISO/IEC 7812 (Luhn).
fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(n, digit)| match (n % 2, u32::from(*digit)) {
            (0, digit) => digit,
            (_, digit) => 2 * digit / 10 + 2 * digit % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Mobile country codes of the regions Europe to South America (ITU-T E.212) are 202 to 748. Those of
/// the same first digits as a TAC of a usual maker (35, 86, 01, 99) are told from an imei by the check digit.
fn is_mobile_country(digits: &[u8]) -> bool {
    let code = digits[..3].iter().fold(0u16, |sum, digit| sum * 10 + u16::from(*digit));
    (202..=748).contains(&code)
}

fn is_ip(cell: &str) -> bool {
    cell.contains(':') && cell.parse::<std::net::Ipv6Addr>().is_ok()
}

fn is_ip_digits(bytes: &[u8]) -> bool {
    let mut parts = 0;
    for part in bytes.split(|byte| *byte == b'.') {
        parts += 1;
        if part.is_empty() || part.len() > 3 || !part.iter().all(u8::is_ascii_digit) {
            return false;
        }
    }
    parts == 4
}

fn is_token(bytes: &[u8]) -> bool {
    (3..=32).contains(&bytes.len())
        && bytes
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
}

fn is_canadian_code(bytes: &[u8]) -> bool {
    let mut len = 0;
    for byte in bytes.iter().filter(|byte| **byte != b' ') {
        let fits = if len % 2 == 0 {
            byte.is_ascii_alphabetic()
        } else {
            byte.is_ascii_digit()
        };
        if !fits {
            return false;
        }
        len += 1;
    }
    len == 6
}

fn is_street(cell: &str) -> bool {
    let mut text = Text::<96>::new();
    each_folded(cell, |byte| text.push(byte));
    let mut words = text
        .as_bytes()
        .split(|byte| !byte.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let Some(first) = words.next() else {
        return false;
    };
    if matches!(first, b"PO" | b"P") {
        return words.any(|word| word == b"BOX");
    }
    first[0].is_ascii_digit() && words.any(address::is_suffix)
}

/// Words without a digit: names, cities, states.
fn text(cell: &str, has: &mut impl FnMut(Trait)) {
    let mut text = Text::<64>::new();
    let mut is_wordy = true;
    each_folded(cell, |byte| {
        is_wordy &=
            byte.is_ascii_alphabetic() || matches!(byte, b' ' | b'-' | b'\'' | b'.' | b',' | b'`' | b'(' | b')');
        if byte != b'\'' {
            text.push(byte);
        }
    });
    if !is_wordy || text.overflowed() {
        return;
    }
    let text = text.as_bytes();
    has(Trait::Words);
    if text.len() <= 24 && state::code_of(text).is_some() {
        has(if text.len() == 2 {
            Trait::StateCode
        } else {
            Trait::StateName
        });
    }
    let (mut count, mut given, mut surname) = (0, false, false);
    let mut whole = Text::<16>::new();
    let mut words = 0;
    for word in text.split(|byte| !byte.is_ascii_alphabetic()) {
        if word.is_empty() {
            continue;
        }
        for byte in city::short(word, words == 0) {
            whole.push(*byte);
        }
        words += 1;
        // Single letters are initials.
        if word.len() < 2 {
            continue;
        }
        count += 1;
        let Some(key) = packed(word) else { continue };
        given |= GIVEN_NAMES.binary_search(&key).is_ok();
        surname |= SURNAMES.binary_search(&key).is_ok();
    }
    for (holds, what) in [
        (words == 1, Trait::OneWord),
        ((2..=5).contains(&words), Trait::MoreWords),
        (count > 1 && text.contains(&b','), Trait::CommaWords),
        (given, Trait::GivenName),
        (surname, Trait::Surname),
        (
            packed(whole.as_bytes()).is_some_and(|key| CITIES.binary_search(&key).is_ok()),
            Trait::City,
        ),
    ] {
        if holds {
            has(what);
        }
    }
}

static GIVEN_NAMES: [u128; vocabulary::GIVEN_NAMES.len()] = keys(&vocabulary::GIVEN_NAMES);
static SURNAMES: [u128; vocabulary::SURNAMES.len()] = keys(&vocabulary::SURNAMES);
static CITIES: [u128; vocabulary::CITIES.len()] = keys(&vocabulary::CITIES);

const fn keys<const N: usize>(words: &[&str; N]) -> [u128; N] {
    let mut keys = [0; N];
    let mut at = 0;
    while at < N {
        keys[at] = match packed(words[at].as_bytes()) {
            Some(key) => key,
            None => panic!("a word of the vocabulary is longer than 16 letters"),
        };
        at += 1;
    }
    keys
}
