//! Columns of customers' values in the spellings that samples have.

use assay_fields::Kind;
use assay_synth::{Column, Record};

use crate::others;

/// Numbers from a seed (SplitMix64).
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) fn new(seed: u64) -> Rng {
        Rng(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66_D1CE_4E5B)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`, which is at least 1.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    pub(crate) fn pick<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.below(words.len() as u64) as usize]
    }

    pub(crate) fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + self.below(10) as u8)).collect()
    }

    pub(crate) fn hex(&mut self, count: usize) -> String {
        (0..count)
            .map(|_| char::from(b"0123456789abcdef"[self.below(16) as usize]))
            .collect()
    }
}

/// How far a column's values tell by themselves what they are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    /// Hardly anything else looks like them.
    Own,
    /// Other things look like them too, though a column of them can be told.
    Shared,
    /// They have none: codes that a company made up, and everything that is of no use.
    Not,
}

/// One column of a table.
pub(crate) struct Spec {
    /// What it is called in the confusion table and in the lists of headers.
    pub(crate) label: &'static str,
    /// What it holds; `opaque` for everything else.
    pub(crate) kind: Kind,
    pub(crate) form: Form,
    pub(crate) cells: Vec<String>,
}

/// Who stands in a row.
pub(crate) struct Person {
    pub(crate) record: Record,
    /// The same person in other spellings, and the full name, by the column's name in that listing.
    pub(crate) respelt: Vec<String>,
}

/// Positions of the respelt listing's columns.
const RESPELT: [(&str, usize); 11] = [
    ("name", 1),
    ("ssn", 2),
    ("dob", 3),
    ("phone", 4),
    ("email", 5),
    ("address", 6),
    ("city", 7),
    ("state", 8),
    ("zip", 9),
    ("imei", 10),
    ("licence", 11),
];

/// Labels of customers' columns that any table may have, names apart.
pub(crate) const CUSTOMER: [&str; 17] = [
    "ssn", "dob", "phone", "email", "address", "city", "state", "zip", "imei", "imsi", "iccid", "card", "ip",
    "account", "licence", "passport", "username",
];

/// A column of `people`; forms, mixtures and empty cells are drawn.
pub(crate) fn column(label: &'static str, people: &[Person], rng: &mut Rng) -> Spec {
    let empty = [0, 0, 0, 5, 15, 30, 60][rng.below(7) as usize];
    let is_respelt = rng.below(4) == 0;
    let (first, mixed) = (rng.below(1_000), rng.below(5) == 0);
    let base = rng.next();
    let respelt_at = RESPELT.iter().find(|(of, _)| *of == label).map(|(_, at)| *at);
    let cells = people
        .iter()
        .enumerate()
        .map(|(n, person)| {
            if rng.below(100) < empty {
                return String::new();
            }
            if let (true, Some(at)) = (is_respelt, respelt_at) {
                return person.respelt[at].clone();
            }
            let form = if mixed { rng.below(1_000) } else { first };
            cell(label, &person.record, n as u64, form, base, rng)
        })
        .collect();
    let (kind, form) = truth(label, first, is_respelt && respelt_at.is_some());
    Spec {
        label,
        kind,
        form,
        cells,
    }
}

fn truth(label: &str, form: u64, is_respelt: bool) -> (Kind, Form) {
    match label {
        "ssn" if is_respelt || form % 4 == 1 => (Kind::Ssn, Form::Shared),
        "ssn" => (Kind::Ssn, Form::Own),
        "phone" if form.is_multiple_of(9) => (Kind::Phone, Form::Shared),
        "phone" => (Kind::Phone, Form::Own),
        "email" => (Kind::Email, Form::Own),
        "address" => (Kind::Address, Form::Own),
        "imei" => (Kind::Imei, Form::Own),
        "iccid" => (Kind::Iccid, Form::Own),
        "card" => (Kind::Card, Form::Own),
        "ip" => (Kind::Ip, Form::Own),
        "imsi" => (Kind::Imsi, Form::Shared),
        "dob" => (Kind::Dob, Form::Shared),
        "city" => (Kind::City, Form::Shared),
        "state" => (Kind::State, Form::Shared),
        "zip" => (Kind::Postcode, Form::Shared),
        "name" => (Kind::Name, Form::Shared),
        "given_name" => (Kind::GivenName, Form::Shared),
        "surname" => (Kind::Surname, Form::Shared),
        "account" => (Kind::Account, Form::Not),
        "licence" => (Kind::Licence, Form::Not),
        "passport" => (Kind::Passport, Form::Not),
        "username" => (Kind::Username, Form::Not),
        _ => (Kind::Opaque, Form::Not),
    }
}

fn cell(label: &str, record: &Record, n: u64, form: u64, base: u64, rng: &mut Rng) -> String {
    let get = |column| record.get(column).trim().to_owned();
    match label {
        "ssn" => ssn(&get(Column::Ssn), form),
        "dob" => date(&get(Column::Dob), form),
        "signup_date" => date(&get(Column::SignupDate), form),
        "phone" => phone(&get(Column::Phone), form, rng),
        "email" => email(&get(Column::Email), form),
        "address" => cased(get(Column::Address), form),
        "city" => cased(get(Column::City), form),
        "state" => cased(get(Column::State), form.max(1)),
        "zip" => zip(&get(Column::Zip), form, rng),
        "imei" => get(Column::Imei),
        "imsi" => format!(
            "{}{}",
            ["310260", "310410", "311480", "262011"][form as usize % 4],
            rng.digits(9)
        ),
        "iccid" => format!(
            "{}{}",
            ["8901260", "8901410", "8949020"][form as usize % 3],
            rng.digits(12)
        ),
        "card" => card(form, rng),
        "ip" => ip(form, rng),
        "account" => account(&get(Column::Account), form),
        "licence" => get(Column::Licence),
        "passport" => match form % 2 {
            0 => format!("{}", 100_000_000 + rng.below(900_000_000)),
            _ => format!("{}{}", char::from(b'A' + rng.below(26) as u8), rng.digits(8)),
        },
        "username" => username(record, form, rng),
        "name" => full_name(&get(Column::GivenName), &get(Column::Surname), form),
        "given_name" => cased(get(Column::GivenName), form),
        "surname" => cased(get(Column::Surname), form),
        "plan" => match form % 2 {
            0 => get(Column::Plan),
            _ => rng
                .pick(&["Magenta Max", "Essentials", "Go 5G Plus", "Unlimited"])
                .to_owned(),
        },
        _ => others::cell(label, n, form, base, rng),
    }
}

fn ssn(value: &str, form: u64) -> String {
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    if digits.len() != 9 {
        return value.to_owned();
    }
    match (form % 4, form / 4 % 3) {
        (0, _) => value.to_owned(),
        (1, 0) => digits.trim_start_matches('0').to_owned(),
        (1, _) => digits,
        (2, 0) => format!("{} {} {}", &digits[..3], &digits[3..5], &digits[5..]),
        (2, _) => value.to_owned(),
        (_, 0) => format!("XXX-XX-{}", &digits[5..]),
        _ => format!("***-**-{}", &digits[5..]),
    }
}

fn date(value: &str, form: u64) -> String {
    if value.len() != 10 {
        return value.to_owned();
    }
    let (year, month, day) = (&value[..4], &value[5..7], &value[8..]);
    let name = MONTHS[month.parse::<usize>().unwrap_or(1).clamp(1, 12) - 1];
    match form % 12 {
        0..3 => value.to_owned(),
        3 => format!("{month}/{day}/{year}"),
        4 => format!("{day}.{month}.{year}"),
        5 => format!("{day} {name} {year}"),
        6 => format!("{year}-{month}-{day} 00:00:00"),
        7 => format!("{year}-{month}-{day}T00:00:00Z"),
        8 => format!("{year}{month}{day}"),
        9 => format!(
            "{}/{}/{}",
            month.trim_start_matches('0'),
            day.trim_start_matches('0'),
            &year[2..]
        ),
        10 => format!("{name} {day}, {year}"),
        _ => format!("{day}.{month}.{year} 00:00"),
    }
}

fn phone(value: &str, form: u64, rng: &mut Rng) -> String {
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    if digits.len() != 10 {
        return value.to_owned();
    }
    let (area, exchange, line) = (&digits[..3], &digits[3..6], &digits[6..]);
    match form % 9 {
        0 => digits,
        1 => format!("({area}) {exchange}-{line}"),
        2 => format!("{area}-{exchange}-{line}"),
        3 => format!("+1{digits}"),
        4 => format!("{area}.{exchange}.{line}"),
        5 => format!("+1 ({area}) {exchange}-{line}"),
        6 => match form / 9 % 3 {
            0 => format!("({area}) {exchange}-{line} x{}", rng.below(9_000)),
            1 => format!("{area}-{exchange}-{line} ext. {}", rng.below(900)),
            _ => format!("{digits}x{}", 10 + rng.below(900)),
        },
        7 => format!("1-{area}-{exchange}-{line}"),
        _ => match form / 9 % 3 {
            0 => format!("+44 7{} {}", rng.digits(3), rng.digits(6)),
            1 => format!("+49 151 {}", rng.digits(8)),
            _ => format!("tel:+1-{area}-{exchange}-{line}"),
        },
    }
}

fn email(value: &str, form: u64) -> String {
    let Some((local, domain)) = value.split_once('@') else {
        return value.to_owned();
    };
    match form % 6 {
        0 => format!("{}***@{domain}", &local[..1]),
        1 => value.to_uppercase(),
        _ => value.to_owned(),
    }
}

fn zip(value: &str, form: u64, rng: &mut Rng) -> String {
    match form % 4 {
        0 => format!("{value}-{:04}", 1 + rng.below(9_998)),
        1 => value.trim_start_matches('0').to_owned(),
        _ => value.to_owned(),
    }
}

fn card(form: u64, rng: &mut Rng) -> String {
    let body = match form % 3 {
        0 => format!("4{}", rng.digits(14)),
        1 => format!("5{}{}", 1 + rng.below(5), rng.digits(13)),
        _ => format!("37{}", rng.digits(12)),
    };
    let number = format!("{body}{}", check_digit(&body));
    match (form / 3 % 3, number.len()) {
        (0, 16) => [&number[..4], &number[4..8], &number[8..12], &number[12..]].join(" "),
        (1, 16) => [&number[..4], &number[4..8], &number[8..12], &number[12..]].join("-"),
        _ => number,
    }
}

fn check_digit(body: &str) -> u32 {
    let sum: u32 = body
        .bytes()
        .rev()
        .enumerate()
        .map(|(n, digit)| {
            let digit = u32::from(digit - b'0') * if n % 2 == 0 { 2 } else { 1 };
            digit / 10 + digit % 10
        })
        .sum();
    (10 - sum % 10) % 10
}

fn ip(form: u64, rng: &mut Rng) -> String {
    match form % 3 {
        0 => format!("2600:1700:{:x}::{:x}", rng.below(65_536), rng.below(65_536)),
        _ => format!(
            "{}.{}.{}.{}",
            1 + rng.below(222),
            rng.below(256),
            rng.below(256),
            rng.below(256)
        ),
    }
}

fn account(value: &str, form: u64) -> String {
    match form % 4 {
        0 => value.to_owned(),
        1 => value.trim_start_matches('A').to_owned(),
        2 => format!("TM-{}", &value[3..]),
        _ => value[2..].to_owned(),
    }
}

fn username(record: &Record, form: u64, rng: &mut Rng) -> String {
    let letters = |column| -> String {
        let text = record.get(column).to_lowercase();
        text.chars().filter(char::is_ascii_alphabetic).collect()
    };
    let (given, surname) = (letters(Column::GivenName), letters(Column::Surname));
    match form % 4 {
        0 => format!("{given}{}", 10 + rng.below(990)),
        1 => format!("{given}.{surname}"),
        2 => format!("{}{surname}{}", given.get(..1).unwrap_or("x"), rng.below(99)),
        _ => format!(
            "{}{}{}",
            rng.pick(&["xX", "dark", "cool", "the_", "mr_", "iam"]),
            rng.pick(&["dragon", "Gamer", "lover", "ninja", "rose", "boss"]),
            rng.below(9_999)
        ),
    }
}

fn full_name(given: &str, surname: &str, form: u64) -> String {
    match form % 5 {
        0 => format!("{surname}, {given}"),
        1 => format!("{given} {surname}").to_uppercase(),
        2 => format!("{}, {} Q", surname.to_uppercase(), given.to_uppercase()),
        _ => format!("{given} {surname}"),
    }
}

fn cased(text: String, form: u64) -> String {
    match form % 5 {
        0 => text.to_lowercase(),
        1 => text.to_uppercase(),
        _ => text,
    }
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
