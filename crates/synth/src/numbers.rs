//! Unique identifiers: a number below [`PEOPLE`], different for everybody, becomes a value of each kind.
//! `spread` is any number; it fills the gaps, so that the values don't all share a divisor.

use crate::text::{luhn, push_number, push_padded};
use crate::vocabulary::{Area, VOCABULARY};

/// How many people a seed has, customers or not: a size that every identifier has room for.
pub(crate) const PEOPLE: u64 = 256_000_000;

/// `123-45-6789` by the rules of the SSA: area not 000, 666 or 900 and above, group not 00, serial not 0000.
#[inline]
pub(crate) fn push_ssn(out: &mut Vec<u8>, number: u64, spread: u64, offset: u64) {
    let at = (number * 3 + spread % 3 + offset) % SSN_SPACE;
    let area = at / SSN_AREA + 1;
    push_padded(out, area + u64::from(area >= 666), 3);
    out.push(b'-');
    push_padded(out, at % SSN_AREA / 9_999 + 1, 2);
    out.push(b'-');
    push_padded(out, at % 9_999 + 1, 4);
}

/// `A` and ten digits.
#[inline]
pub(crate) fn push_account(out: &mut Vec<u8>, number: u64, spread: u64) {
    out.push(b'A');
    push_padded(out, 1_000_000_000 + number * 35 + spread % 35, 10);
}

/// A telephone number of the North American plan: its area code, then exchange and line in one number.
#[inline]
pub(crate) fn phone(number: u64, spread: u64) -> (&'static Area, u64) {
    let areas = &VOCABULARY.areas;
    let at = number * 7 + spread % 7;
    let (area, local) = (at % areas.len() as u64, at / areas.len() as u64);
    // Exchanges run from 200 to 999 without 211, 311 … 911 (services) and 555 (information, fiction).
    let nth = local / 10_000;
    let mut exchange = 200 + nth;
    for skipped in [211, 311, 411, 511, 555, 611, 711, 811, 911] {
        exchange += u64::from(exchange >= skipped);
    }
    (&areas[area as usize], exchange * 10_000 + local % 10_000)
}

/// Fifteen digits: one of 256 type codes, a serial and the check digit. The type codes are made up in the
/// range of a real reporting body (35, the UK's); no list of allocated ones was used.
#[inline]
pub(crate) fn push_imei(out: &mut Vec<u8>, number: u64) {
    let start = out.len();
    let type_code = 35_020_011 + number / 1_000_000 * 3_803;
    push_padded(out, type_code, 8);
    push_padded(out, number % 1_000_000, 6);
    let check = luhn(&out[start..]);
    out.push(check);
}

/// A driver's licence number in the shape of the state's, simplified: states with eight digits or fewer are
/// written with nine, for room, and numbers coded from a name are not.
#[inline]
pub(crate) fn push_licence(out: &mut Vec<u8>, number: u64, spread: u64, state: &str, surname_letters: &str) {
    match state {
        "CA" => {
            out.push(b'A' + (number / 10_000_000) as u8);
            push_padded(out, number % 10_000_000, 7);
        }
        "AZ" | "MA" | "VA" | "MO" | "NV" => {
            out.push(b'A' + (number % 26) as u8);
            push_padded(out, number / 26 * 10 + spread % 10, 8);
        }
        "FL" | "IL" | "MD" | "MI" | "MN" | "NJ" | "WI" => {
            let initial = surname_letters.bytes().next().unwrap_or(b'x');
            out.push(initial.to_ascii_uppercase());
            push_padded(out, number * 3_900 + spread % 3_900, 12);
        }
        "OH" | "WA" => {
            out.push(b'A' + (number % 26) as u8);
            out.push(b'A' + (number / 26 % 26) as u8);
            push_padded(out, number / 676 * 2 + spread % 2, 6);
        }
        _ => push_padded(out, 100_000_000 + number * 3 + spread % 3, 9),
    }
}

/// An address from two words. Of the number, five bits choose domain, separator and the digits' place, all
/// of which can be read off the address, and the rest are its digits: so no two people share one.
#[inline]
pub(crate) fn push_email(out: &mut Vec<u8>, number: u64, first: &str, second: &str) {
    let slot = (number % 32) as usize;
    let (separator, domain, inside) = match slot {
        0..8 => (SEPARATORS[slot % 4], "gmail.com", slot >= 4),
        _ => (SEPARATORS[slot % 4], DOMAINS[slot / 4 - 2], false),
    };
    out.extend_from_slice(first.as_bytes());
    if inside {
        push_number(out, number / 32);
    }
    out.extend_from_slice(separator.as_bytes());
    out.extend_from_slice(second.as_bytes());
    if !inside {
        push_number(out, number / 32);
    }
    out.push(b'@');
    out.extend_from_slice(domain.as_bytes());
}

/// Number of valid ssns: 898 areas, 99 groups, 9,999 serials.
pub(crate) const SSN_SPACE: u64 = 898 * SSN_AREA;
const SSN_AREA: u64 = 99 * 9_999;
const SEPARATORS: [&str; 4] = [".", "", "_", "-"];
const DOMAINS: [&str; 6] = [
    "yahoo.com",
    "hotmail.com",
    "outlook.com",
    "icloud.com",
    "aol.com",
    "comcast.net",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl Fn(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_largest_number_has_room() {
        let last = PEOPLE - 1;
        assert!(last * 3 + 2 < SSN_SPACE);
        assert_eq!(written(|out| push_account(out, last, 34)).len(), 11);
        assert_eq!(written(|out| push_imei(out, last)).len(), 15);
        assert!((2_000_000..10_000_000).contains(&phone(last, 6).1));
        for (state, length) in [("CA", 8), ("AZ", 9), ("FL", 13), ("OH", 8), ("TX", 9)] {
            let licence = written(|out| push_licence(out, last, 3_899, state, "smith"));
            assert_eq!(licence.len(), length, "{state}");
            let (letters, digits) = licence.split_at(licence.len().min(2));
            assert!(letters.bytes().all(|byte| byte.is_ascii_alphanumeric()));
            assert!(digits.bytes().all(|byte| byte.is_ascii_digit()));
        }
    }

    #[test]
    fn ssns_skip_what_was_never_issued() {
        for (at, ssn) in [
            (0, "001-01-0001"),
            (SSN_AREA * 665 - 1, "665-99-9999"),
            (SSN_AREA * 665, "667-01-0001"),
            (SSN_SPACE - 1, "899-99-9999"),
        ] {
            assert_eq!(written(|out| push_ssn(out, 0, 0, at)), ssn);
        }
    }

    #[test]
    fn exchanges_skip_services() {
        let areas = VOCABULARY.areas.len() as u64;
        let exchange = |nth: u64| {
            let at = nth * 10_000 * areas;
            phone(at / 7, at % 7).1 / 10_000
        };
        let all: Vec<u64> = (0..770).map(exchange).collect();
        assert_eq!((all[0], all[11]), (200, 212));
        assert!(all.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(!all.iter().any(|exchange| exchange % 100 == 11 || *exchange == 555));
    }
}
