//! Cells of digits and what numbers are grouped with.

use super::Trait;
use crate::Region;
use crate::kinds::nanp;

/// The traits of a cell without a letter; `count` is its number of digits.
pub(super) fn traits(bytes: &[u8], count: usize, region: Region, has: &mut impl FnMut(Trait)) {
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
    has(Trait::Numeric);
    if is_bare {
        has(Trait::Digits);
    }
    if count > 24 {
        return;
    }
    if is_ip(bytes) {
        has(Trait::Ip);
        return;
    }
    if is_bare {
        // Longer numbers stand behind a `+`.
        if (7..=13).contains(&len) && !(region == Region::US && is_epoch(digits)) {
            has(Trait::PhoneLike);
        }
    } else if (7..=15).contains(&len) && is_phone_text(bytes) {
        let is_form = is_phone_form(bytes, digits);
        if is_form {
            has(Trait::PhoneForm);
        }
        if is_form || len <= 13 {
            has(Trait::PhoneLike);
        }
    }
    let groups = |lengths: &[usize]| {
        let mut runs = bytes.split(|byte| matches!(byte, b'-' | b' '));
        lengths.iter().all(|len| {
            runs.next()
                .is_some_and(|run| run.len() == *len && run.iter().all(u8::is_ascii_digit))
        }) && runs.next().is_none()
    };
    match len {
        5 if is_bare => has(Trait::Zip5),
        9 if groups(&[5, 4]) => has(Trait::Zip9),
        9 => {
            let is_form = groups(&[3, 2, 4]);
            if is_form {
                has(Trait::SsnForm);
            }
            let area = number(&digits[..3]);
            if (is_form || is_bare)
                && area != 0
                && area != 666
                && area < 900
                && digits[3..5] != [0, 0]
                && digits[5..] != [0, 0, 0, 0]
            {
                has(Trait::SsnIssued);
            }
        }
        10 | 11 if is_bare => {
            let national = if len == 11 && digits[0] == 1 {
                &digits[1..]
            } else {
                digits
            };
            if is_assigned(national) {
                has(Trait::PhoneBare);
            }
        }
        14 if is_grouped_imei(bytes) || (is_bare && is_reporting_body(digits)) => has(Trait::ImeiForm),
        15 => {
            let luhn = luhn(digits);
            if luhn || is_grouped_imei(bytes) || (is_reporting_body(digits) && digits[14] == 0) {
                has(Trait::ImeiForm);
            }
            if luhn {
                has(Trait::Luhn15);
            }
            if digits[0] == 3 && matches!(digits[1], 4 | 7) {
                has(Trait::Amex);
                if luhn {
                    has(Trait::CardLuhn);
                }
            }
            if is_mobile_country(digits) {
                has(Trait::Mcc);
            }
        }
        16 if is_grouped_imei(bytes) => has(Trait::ImeiForm),
        18..=22 if digits.starts_with(&[8, 9]) => has(Trait::Iccid),
        _ => {}
    }
    if matches!(len, 13 | 14 | 16 | 19) && matches!(digits[0], 2..=6) && luhn(digits) {
        has(Trait::CardLuhn);
    }
    if len == 16 && is_bare && is_reporting_body(digits) {
        has(Trait::ImeiForm);
    }
}

/// A telephone number with what such numbers are grouped with: of the North American plan in its groups, of
/// any other behind a `+`. `digits` are those of `bytes`.
pub(super) fn phone_form(bytes: &[u8], digits: &[u8]) -> bool {
    is_phone_text(bytes) && is_phone_form(bytes, digits)
}

/// The same for digits and marks that telephone numbers have.
fn is_phone_form(bytes: &[u8], digits: &[u8]) -> bool {
    let is_international = matches!(bytes, [b'+', ..] | [b'(', b'+', ..]);
    let national = match digits {
        [1, national @ ..] if national.len() == 10 => national,
        _ => digits,
    };
    if national.len() != 10 || (is_international && digits[0] != 1) {
        return is_international && (8..=15).contains(&digits.len());
    }
    let mut lengths = [0; 4];
    let mut count = 0;
    for run in bytes.split(|byte| !byte.is_ascii_digit()).filter(|run| !run.is_empty()) {
        let Some(slot) = lengths.get_mut(count) else {
            return false;
        };
        *slot = run.len();
        count += 1;
    }
    let is_grouped = matches!(
        &lengths[..count],
        [3, 3, 4] | [3, 7] | [6, 4] | [1, 3, 3, 4] | [1, 3, 7] | [1, 10] | [10] | [11]
    );
    is_grouped && national[0] >= 2 && national[3] >= 2 && !(national[1] == 1 && national[2] == 1) && national[1] != 9
}

/// Digits and what telephone numbers are grouped with; no fraction such as `47.6062095` or `-122.33207`.
fn is_phone_text(bytes: &[u8]) -> bool {
    let (mut dots, mut marks) = (0, 0);
    for byte in bytes {
        match byte {
            b'0'..=b'9' => {}
            b'.' => dots += 1,
            b'+' | b'(' | b')' | b'-' | b' ' | b'/' => marks += 1,
            _ => return false,
        }
    }
    !(dots == 1 && (marks == 0 || (marks == 1 && matches!(bytes, [b'-' | b'+', ..]))))
}

/// Whether ten digits are in an area of the North American plan that is assigned, and not in a code of
/// services. Of ten digits at random about a third are.
fn is_assigned(national: &[u8]) -> bool {
    let &[a, b, c, d, ..] = national else { return false };
    national.len() == 10 && d >= 2 && nanp::area(&[a + b'0', b + b'0', c + b'0']) != nanp::Area::None
}

/// Seconds or milliseconds since 1970, from 2001 to 2030. No American number of ten digits begins with 1; a
/// German one that lost its zero does.
fn is_epoch(digits: &[u8]) -> bool {
    matches!(digits.len(), 10 | 13) && digits[0] == 1 && (digits.len() == 13 || digits[1] != 9)
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
    (202..=748).contains(&number(&digits[..3]))
}

/// The reporting bodies whose type codes devices of the last decades have (GSMA TS.06).
fn is_reporting_body(digits: &[u8]) -> bool {
    matches!(
        digits,
        [3, 5, ..] | [0, 1, ..] | [8, 6, ..] | [9, 9, ..] | [9, 8, ..] | [9, 1, ..]
    )
}

/// `35-209900-176148-1`, the grouping of a label; the last group is a check digit or the software's version.
fn is_grouped_imei(bytes: &[u8]) -> bool {
    let mut runs = bytes.split(|byte| matches!(byte, b'-' | b' ' | b'/' | b'.'));
    let mut is_run = |lengths: &[usize]| {
        runs.next()
            .is_some_and(|run| lengths.contains(&run.len()) && run.iter().all(u8::is_ascii_digit))
    };
    is_run(&[2]) && is_run(&[6]) && is_run(&[6]) && (bytes.len() == 16 || is_run(&[1, 2])) && runs.next().is_none()
}

fn is_ip(bytes: &[u8]) -> bool {
    let mut parts = 0;
    for part in bytes.split(|byte| *byte == b'.') {
        parts += 1;
        if part.is_empty() || part.len() > 3 || !part.iter().all(u8::is_ascii_digit) {
            return false;
        }
    }
    parts == 4
}

fn number(digits: &[u8]) -> u16 {
    digits.iter().fold(0, |sum, digit| sum * 10 + u16::from(*digit))
}
