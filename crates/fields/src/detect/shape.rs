//! What a single cell looks like.

mod idle;
mod login;
mod numeric;

use super::vocabulary;
use crate::Region;
use crate::kinds::fold::{Text, each_folded, packed};
use crate::kinds::{address, city, dob, phone, state};

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
    /// None of the kinds for certain: a hash, a UUID, the address of a page, a program's name.
    Idle,
    /// It has a digit.
    HasDigit,
    /// Digits and no letter.
    Numeric,
    /// Digits only.
    Digits,
    /// `456-12-7890`.
    SsnForm,
    /// Nine digits, bare or in the groups of an ssn, that may have been issued as one.
    SsnIssued,
    /// A telephone number with `+`, brackets, dashes, dots or blanks.
    PhoneForm,
    /// Ten bare digits, or eleven that begin with 1, in an area that NANP has assigned.
    PhoneBare,
    /// 7 to 15 digits with or without what telephone numbers are grouped with.
    PhoneLike,
    Email,
    Ip,
    /// 15 digits with a good check digit.
    Luhn15,
    /// 14 to 16 digits that are grouped, or begin, or are checked as those of an imei.
    ImeiForm,
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
    /// A time of day other than midnight stands behind it.
    Timed,
    /// The year is before 1970, and none that stands for no date.
    EarlyYear,
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
    /// The last of several words is one that companies' names end in.
    Company,
    /// Letters, digits, dots, dashes and underscores, 3 to 32 of them, without a blank.
    Token,
    /// A token with letters and digits, no blank.
    Code,
    /// A few letters, then digits, as accounts are numbered; no order, invoice or the like by its letters.
    AccountForm,
    /// A token that looks like a login name: lower case with a digit, dot or underscore.
    Login,
    /// Such a token with somebody's name in it.
    LoginName,
}

/// Number of traits.
pub(super) const TRAITS: usize = Trait::LoginName as usize + 1;

/// Calls `has` with every trait of a cell, trimmed and not empty. `region` is the numbering plan for
/// telephone numbers.
pub(super) fn traits(cell: &str, region: Region, mut has: impl FnMut(Trait)) {
    let bytes = cell.as_bytes();
    if idle::is_idle(bytes) {
        has(Trait::Filled);
        has(Trait::Idle);
        return;
    }
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
    if digits > 0 {
        has(Trait::HasDigit);
        if letters <= 20 && is_date(bytes, &mut has) {
            return;
        }
        if letters == 0 {
            numeric::traits(bytes, digits, region, &mut has);
            return;
        }
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
        login::traits(bytes, digits, letters, &mut has);
    }
    if digits > 0 {
        if bytes.contains(&b' ') && is_street(cell) {
            has(Trait::Street);
        }
        if is_canadian_code(bytes) {
            has(Trait::ZipCanada);
        }
        // `+1 206 555 0100 x12` and the like have letters.
        if digits >= 8 && letters <= 9 && is_labelled_phone(bytes) {
            has(Trait::PhoneLike);
            has(Trait::PhoneForm);
            return;
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
    if bytes.len() > 10 && is_timed(bytes) {
        has(Trait::Timed);
    }
    if is_open {
        has(Trait::DateOpen);
        if first > 12 {
            has(Trait::FirstAbove12);
        }
        if second > 12 {
            has(Trait::SecondAbove12);
        }
    }
    // Of two digits up to this year's, hardly any is the birth year of somebody of a hundred.
    let is_ambiguous = (1900 + dob::LAST_SHORT_YEAR + 1..=1926).contains(&year) && !has_long_year(bytes);
    if is_ambiguous {
        has(Trait::RecentYear);
    } else if year < 1995 {
        if (1901..1970).contains(&year) {
            has(Trait::EarlyYear);
        }
        has(Trait::OldYear);
    } else if year >= 2012 {
        has(Trait::RecentYear);
    }
    true
}

/// Whether four digits stand in a row.
fn has_long_year(date: &[u8]) -> bool {
    date.windows(4).any(|run| run.iter().all(u8::is_ascii_digit))
}

/// Whether a time of day other than midnight stands behind a date.
fn is_timed(date: &[u8]) -> bool {
    let Some(colon) = date.iter().position(|byte| *byte == b':') else {
        return false;
    };
    let hour = date.get(colon.saturating_sub(2)..colon).unwrap_or_default();
    let rest = &date[colon..];
    // The zone behind `Z`, `+` or `-` is no time.
    let end = rest.iter().position(|byte| matches!(byte, b'Z' | b'z' | b'+' | b'-'));
    let rest = &rest[..end.unwrap_or(rest.len())];
    let is_midnight = |byte: &u8| !matches!(byte, b'1'..=b'9');
    let is_noon_twelve = hour == b"12" && rest.iter().any(|byte| matches!(byte, b'A' | b'a'));
    !(rest.iter().all(is_midnight) && (hour.iter().all(is_midnight) || is_noon_twelve))
}

/// A number with an extension or behind `tel:`.
fn is_labelled_phone(bytes: &[u8]) -> bool {
    let number = match bytes.get(..4) {
        Some(label) if label.eq_ignore_ascii_case(b"tel:") => bytes[4..].trim_ascii_start(),
        _ => bytes,
    };
    let end = number.iter().position(u8::is_ascii_alphabetic).unwrap_or(number.len());
    let (number, extension) = number.split_at(end);
    if !(extension.is_empty() || phone::is_extension(extension)) {
        return false;
    }
    let number = number.trim_ascii_end();
    let mut digits = [0u8; 15];
    let mut len = 0;
    for byte in number.iter().filter(|byte| byte.is_ascii_digit()) {
        let Some(slot) = digits.get_mut(len) else {
            return false;
        };
        *slot = byte - b'0';
        len += 1;
    }
    numeric::phone_form(number, &digits[..len])
}

fn is_year(year: u16) -> bool {
    (1900..=2099).contains(&year)
}

/// Whether two numbers may be day and month in one order at least.
fn is_day_and_month(a: u16, b: u16) -> bool {
    (1..=31).contains(&a) && (1..=31).contains(&b) && a.min(b) <= 12
}

fn is_ip(cell: &str) -> bool {
    cell.contains(':') && cell.parse::<std::net::Ipv6Addr>().is_ok()
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
    let mut last = None;
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
        last = packed(word);
        let Some(key) = last else { continue };
        given |= GIVEN_NAMES.binary_search(&key).is_ok();
        surname |= SURNAMES.binary_search(&key).is_ok();
    }
    let is_place = words > 1 && !text.contains(&b',') && PLACES.iter().any(|word| starts_with_word(text, word));
    let is_city = is_place || packed(whole.as_bytes()).is_some_and(|key| CITIES.binary_search(&key).is_ok());
    let is_company = words > 1 && last.is_some_and(|key| COMPANIES.binary_search(&key).is_ok());
    // A hyphen or a dot makes no second word: `Mary-Ann`, `j.doe`.
    let is_parted = text.iter().any(|byte| matches!(byte, b' ' | b','));
    // `San Jose` is nobody's given name.
    let is_name = !(is_company || (is_city && words > 1));
    for (holds, what) in [
        (words == 1 || (words > 1 && !is_parted), Trait::OneWord),
        (is_parted && (2..=5).contains(&words), Trait::MoreWords),
        (count > 1 && text.contains(&b','), Trait::CommaWords),
        (given && is_name, Trait::GivenName),
        (surname && is_name, Trait::Surname),
        (is_city, Trait::City),
        (is_company, Trait::Company),
    ] {
        if holds {
            has(what);
        }
    }
}

/// Words before the names of places, and of no people: `Port Michael`, `East Jessica`.
const PLACES: [&str; 9] = ["north", "south", "east", "west", "new", "lake", "port", "fort", "mount"];

fn starts_with_word(text: &[u8], word: &str) -> bool {
    let (Some(start), Some(next)) = (text.get(..word.len()), text.get(word.len())) else {
        return false;
    };
    start.eq_ignore_ascii_case(word.as_bytes()) && *next == b' '
}

static GIVEN_NAMES: [u128; vocabulary::GIVEN_NAMES.len()] = keys(&vocabulary::GIVEN_NAMES);
static SURNAMES: [u128; vocabulary::SURNAMES.len()] = keys(&vocabulary::SURNAMES);
static COMPANIES: [u128; vocabulary::COMPANIES.len()] = keys(&vocabulary::COMPANIES);
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
