//! Dates of birth as ISO dates.
//!
//! The order of day and month in dates of digits is the column's, never the cell's: a date that exists in
//! the other order only has no such day. A time after the date is cut off and a time zone is not applied:
//! a birthday is what stands there. Nothing depends on today's date.

use super::digits;
use crate::{DateOrder, Doubt, Parsed, Reading, Reason};

/// Years of two digits up to this one are after 2000. Customers of a company are at least in their teens,
/// and hardly any is above 110.
pub(crate) const LAST_SHORT_YEAR: u16 = 15;
/// A later year of birth is in the future; fixed, so that a result doesn't change with the calendar.
const LAST_YEAR: u16 = 2026;
/// An earlier year of birth is too long ago.
const FIRST_YEAR: u16 = 1900;

pub(crate) fn canonical(reading: &Reading, raw: &str, out: &mut String) -> Parsed {
    // Most tables write the canonical form.
    if let Some(date) = iso(raw.as_bytes()) {
        return date.write(out);
    }
    match read(reading, digits::unwrapped(raw).as_bytes()) {
        Ok(date) => date.write(out),
        Err(reason) => Parsed::Malformed(reason),
    }
}

/// A date that exists, written as `1985-03-12`; anything else is left to [`read`].
fn iso(raw: &[u8]) -> Option<Date> {
    let [a, b, c, d, b'-', e, f, b'-', g, h] = raw else {
        return None;
    };
    let number = |digits: &[&u8]| {
        digits.iter().try_fold(0u16, |sum, digit| {
            digit.is_ascii_digit().then(|| sum * 10 + u16::from(**digit - b'0'))
        })
    };
    let year = Field {
        number: number(&[a, b, c, d])?,
        len: 4,
        is_named_month: false,
    };
    Date::new(year, number(&[e, f])?, number(&[g, h])?).ok()
}

struct Date {
    year: u16,
    month: u16,
    day: u16,
    padded: bool,
}

impl Date {
    /// `year` as written, of two or four digits.
    fn new(year: Field, month: u16, day: u16) -> Result<Date, Reason> {
        let year = match (year.len, year.number) {
            (2, short) if short <= LAST_SHORT_YEAR => 2000 + short,
            (2, short) => 1900 + short,
            (4, year) => year,
            _ => return Err(Reason::NotADate),
        };
        if !(1850..=2200).contains(&year) {
            return Err(Reason::YearOutOfRange);
        }
        if day == 0 || day > days_in(year, month) {
            return Err(Reason::NoSuchDay);
        }
        Ok(Date {
            year,
            month,
            day,
            padded: false,
        })
    }

    fn write(&self, out: &mut String) -> Parsed {
        let digit = |number: u16| char::from(b'0' + (number % 10) as u8);
        for number in [self.year / 1000, self.year / 100, self.year / 10, self.year] {
            out.push(digit(number));
        }
        for number in [self.month, self.day] {
            out.push('-');
            out.push(digit(number / 10));
            out.push(digit(number));
        }
        Parsed::Value {
            doubt: match self.year {
                year if year > LAST_YEAR => Some(Doubt::Future),
                year if year < FIRST_YEAR => Some(Doubt::TooOld),
                _ => None,
            },
            padded: self.padded,
        }
    }
}

/// The days of a month of the Gregorian calendar; none for a month that does not exist.
pub(crate) fn days_in(year: u16, month: u16) -> u16 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}

/// One part of a written date: a number with its count of digits, or the number of a named month.
#[derive(Clone, Copy, Default)]
pub(crate) struct Field {
    pub(crate) number: u16,
    pub(crate) len: u8,
    pub(crate) is_named_month: bool,
}

fn read(reading: &Reading, raw: &[u8]) -> Result<Date, Reason> {
    if let Some(digits) = bare_digits(raw) {
        return from_digits(reading, digits);
    }
    let [a, b, c] = fields(raw).ok_or(Reason::NotADate)?;
    match (a.is_named_month, b.is_named_month, c.is_named_month) {
        // `1985-Mar-12`, `12-Mar-1985`.
        (false, true, false) if a.len == 4 => Date::new(a, b.number, day(c)?),
        (false, true, false) => Date::new(c, b.number, day(a)?),
        (true, false, false) => Date::new(c, a.number, day(b)?),
        (false, false, false) if a.len == 4 => Date::new(a, day(b)?, day(c)?),
        (false, false, false) => {
            let (first, second) = (day(a)?, day(b)?);
            match reading.date_order {
                DateOrder::MonthFirst => Date::new(c, first, second),
                DateOrder::DayFirst => Date::new(c, second, first),
            }
        }
        _ => Err(Reason::NotADate),
    }
}

/// A day or month of digits.
fn day(field: Field) -> Result<u16, Reason> {
    if field.len <= 2 {
        Ok(field.number)
    } else {
        Err(Reason::NotADate)
    }
}

/// Digits only, a spreadsheet's `.0` cut off.
pub(crate) fn bare_digits(raw: &[u8]) -> Option<&[u8]> {
    let digits = raw.strip_suffix(b".0").unwrap_or(raw);
    digits.iter().all(u8::is_ascii_digit).then_some(digits)
}

/// Eight digits that begin or end with a year. No date can be read both ways: `19` and `20` are no months.
fn from_digits(reading: &Reading, digits: &[u8]) -> Result<Date, Reason> {
    let padded = digits.len() == 7 && reading.pad == Some(8);
    let mut eight = *b"00000000";
    match digits.len() {
        8 => eight.copy_from_slice(digits),
        7 if padded => eight[1..].copy_from_slice(digits),
        _ => return Err(Reason::NotADate),
    }
    let field = |digits: &[u8]| Field {
        number: digits.iter().fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0')),
        len: digits.len() as u8,
        is_named_month: false,
    };
    let is_year = |field: Field| (1850..=2200).contains(&field.number);
    let (head, tail) = (field(&eight[..4]), field(&eight[4..]));
    let year_first = Date::new(head, field(&eight[4..6]).number, field(&eight[6..]).number);
    let date = if year_first.is_ok() || !is_year(tail) {
        year_first?
    } else {
        let (first, second) = (field(&eight[..2]).number, field(&eight[2..4]).number);
        match reading.date_order {
            DateOrder::MonthFirst => Date::new(tail, first, second)?,
            DateOrder::DayFirst => Date::new(tail, second, first)?,
        }
    };
    Ok(Date { padded, ..date })
}

/// The three fields of a date that is written with separators or a named month, if it is one and nothing
/// but a time follows.
#[inline]
pub(crate) fn fields(raw: &[u8]) -> Option<[Field; 3]> {
    let mut fields = [Field::default(); 3];
    let mut len = 0;
    let mut rest = raw;
    while len < 3 {
        let skipped = rest
            .iter()
            .take_while(|byte| matches!(byte, b'/' | b'-' | b'.' | b',' | b' '))
            .count();
        if skipped > 3 || (skipped > 0 && rest.len() == raw.len()) {
            return None;
        }
        rest = &rest[skipped..];
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits > 4 {
            return None;
        }
        if digits > 0 {
            fields[len] = Field {
                number: rest[..digits]
                    .iter()
                    .fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0')),
                len: digits as u8,
                is_named_month: false,
            };
            len += 1;
            rest = &rest[digits..];
            continue;
        }
        let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let word = &rest[..letters];
        rest = &rest[letters..];
        if let Some(month) = month(word) {
            fields[len] = Field {
                number: month,
                len: 0,
                is_named_month: true,
            };
            len += 1;
        } else if !is_filler(word) {
            return None;
        }
    }
    is_time(rest).then_some(fields)
}

fn month(word: &[u8]) -> Option<u16> {
    if word.len() < 3 || word.len() > 9 {
        return None;
    }
    let number = match &[word[0] | 32, word[1] | 32, word[2] | 32] {
        b"jan" => 1,
        b"feb" => 2,
        b"mar" => 3,
        b"apr" => 4,
        b"may" => 5,
        b"jun" => 6,
        b"jul" => 7,
        b"aug" => 8,
        b"sep" => 9,
        b"oct" => 10,
        b"nov" => 11,
        b"dec" => 12,
        _ => return None,
    };
    let full = MONTHS[usize::from(number) - 1].as_bytes();
    let is_start = word.len() <= full.len() && full[..word.len()].eq_ignore_ascii_case(word);
    is_start.then_some(number)
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Endings of ordinals, `of`, and the days of the week.
fn is_filler(word: &[u8]) -> bool {
    let mut lower = [0u8; 9];
    let Some(lower) = lower.get_mut(..word.len()) else {
        return false;
    };
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    matches!(
        &*lower,
        b"st"
            | b"nd"
            | b"rd"
            | b"th"
            | b"of"
            | b"mon"
            | b"monday"
            | b"tue"
            | b"tues"
            | b"tuesday"
            | b"wed"
            | b"wednesday"
            | b"thu"
            | b"thur"
            | b"thurs"
            | b"thursday"
            | b"fri"
            | b"friday"
            | b"sat"
            | b"saturday"
            | b"sun"
            | b"sunday"
    )
}

/// Nothing, or a time of day with or without a zone.
fn is_time(rest: &[u8]) -> bool {
    let Some((first, time)) = rest.split_first() else {
        return true;
    };
    let time = match first {
        b'T' | b't' | b' ' | b',' => time.trim_ascii_start(),
        b'Z' | b'z' | b'.' => return time.is_empty(),
        _ => return false,
    };
    time.first().is_some_and(u8::is_ascii_digit)
        && time.len() <= 32
        && time.contains(&b':')
        && time.iter().all(|byte| {
            byte.is_ascii_digit()
                || matches!(
                    byte.to_ascii_uppercase(),
                    b':' | b'.' | b'+' | b'-' | b' ' | b'Z' | b'A' | b'P' | b'M' | b'U' | b'T' | b'C' | b'G'
                )
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;
    use proptest::prelude::*;

    fn read(order: DateOrder, raw: &str) -> (Parsed, String) {
        let mut out = String::new();
        let reading = Reading {
            date_order: order,
            ..Reading::new(Kind::Dob)
        };
        (canonical(&reading, raw, &mut out), out)
    }

    #[test]
    fn spellings_of_a_date_meet() {
        let either = [
            "1985-03-12",
            "1985/03/12",
            "1985.3.12",
            "19850312",
            "19850312.0",
            "1985-03-12T00:00:00Z",
            "1985-03-12T00:00:00.000+02:00",
            "1985-03-12 00:00:00",
            "1985-03-12 00:00:00 UTC",
            "12-Mar-1985",
            "12-MAR-85",
            "12MAR1985",
            "12 March 1985",
            "March 12, 1985",
            "Mar 12 1985",
            "12th of March 1985",
            "March 12th, 1985",
            "Tuesday, March 12, 1985",
            "Tue, 12 Mar 1985 00:00:00 GMT",
            "1985-Mar-12",
        ];
        let month_first = [
            "03/12/1985",
            "3/12/85",
            "3/12/1985 0:00",
            "03-12-1985",
            "03121985",
            "3/12/1985 12:00:00 AM",
        ];
        let day_first = ["12/03/1985", "12.3.85", "12.03.1985.", "12-3-1985 00:00", "12031985"];
        let cases = either
            .iter()
            .flat_map(|raw| [(DateOrder::MonthFirst, raw), (DateOrder::DayFirst, raw)])
            .chain(month_first.iter().map(|raw| (DateOrder::MonthFirst, raw)))
            .chain(day_first.iter().map(|raw| (DateOrder::DayFirst, raw)));
        for (order, raw) in cases {
            assert_eq!(
                read(order, raw),
                (Parsed::VALUE, "1985-03-12".to_owned()),
                "{raw} {order:?}"
            );
        }
    }

    #[test]
    fn what_is_no_date_says_why() {
        let cases = [
            ("13/12/1985", Reason::NoSuchDay),
            ("02/30/1985", Reason::NoSuchDay),
            ("02/29/1900", Reason::NoSuchDay),
            ("1985-00-10", Reason::NoSuchDay),
            ("19851301", Reason::NoSuchDay),
            ("0985-01-10", Reason::YearOutOfRange),
            ("01/10/2201", Reason::YearOutOfRange),
            ("31118", Reason::NotADate),
            ("3121985", Reason::NotADate),
            ("482198400", Reason::NotADate),
            ("12-Foo-1985", Reason::NotADate),
            ("March 1985", Reason::NotADate),
            ("12/1985", Reason::NotADate),
            ("1985-03-12x", Reason::NotADate),
            ("1985-03-123", Reason::NotADate),
            ("1985-03-12 and more", Reason::NotADate),
            ("1/2/3", Reason::NotADate),
            ("", Reason::NotADate),
        ];
        for (raw, reason) in cases {
            assert_eq!(read(DateOrder::MonthFirst, raw).0, Parsed::Malformed(reason), "{raw}");
        }
    }

    #[test]
    fn years_tell_doubtful_dates() {
        let cases = [
            ("1899-12-31", Parsed::doubtful(Doubt::TooOld), "1899-12-31"),
            ("2027-01-01", Parsed::doubtful(Doubt::Future), "2027-01-01"),
            ("1/1/15", Parsed::VALUE, "2015-01-01"),
            ("1/1/16", Parsed::VALUE, "1916-01-01"),
            ("2/29/2000", Parsed::VALUE, "2000-02-29"),
        ];
        for (raw, parsed, date) in cases {
            assert_eq!(read(DateOrder::MonthFirst, raw), (parsed, date.to_owned()), "{raw}");
        }
    }

    #[test]
    fn a_lost_zero_comes_back_where_the_column_says_so() {
        let mut out = String::new();
        let reading = Reading {
            pad: Some(8),
            ..Reading::new(Kind::Dob)
        };
        let parsed = canonical(&reading, "3121985", &mut out);
        assert_eq!(out, "1985-03-12");
        assert!(matches!(parsed, Parsed::Value { padded: true, .. }));
    }

    proptest! {
        #[test]
        fn every_day_meets_in_every_form(year in 1850u16..=2200, month in 1u16..=12, day in 1u16..=31) {
            prop_assume!(day <= days_in(year, month));
            let iso = format!("{year:04}-{month:02}-{day:02}");
            let name = MONTHS[usize::from(month) - 1];
            for raw in [iso.clone(), format!("{year}{month:02}{day:02}"), format!("{day} {name} {year}")] {
                for order in [DateOrder::MonthFirst, DateOrder::DayFirst] {
                    prop_assert_eq!(&read(order, &raw).1, &iso);
                }
            }
            prop_assert_eq!(&read(DateOrder::MonthFirst, &format!("{month}/{day}/{year}")).1, &iso);
            prop_assert_eq!(&read(DateOrder::DayFirst, &format!("{day:02}{month:02}{year}")).1, &iso);
        }

        #[test]
        fn arbitrary_text_never_panics(raw in "\\PC{0,40}|[0-9/. -]{0,14}|([0-9]{1,4}|Mar|T|:|,| |/){0,9}") {
            for order in [DateOrder::MonthFirst, DateOrder::DayFirst] {
                let (parsed, once) = read(order, &raw);
                prop_assert_eq!(parsed.is_value(), !once.is_empty());
                if parsed.is_value() {
                    prop_assert_eq!(read(order, &once).1, once);
                }
            }
        }
    }
}
