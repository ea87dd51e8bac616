//! Other spellings of a value, as they stand in leaked tables. Written from knowledge of such tables alone, so
//! that it can't share a mistake with the rules that fold spellings together.

use crate::draw::Draws;
use crate::text::{digits, plain};
use crate::vocabulary::VOCABULARY;
use crate::{Column, Record};

/// Writes every value of a record in another spelling and returns the name in one cell, as directories and
/// motor-vehicle registers have it.
pub(crate) fn respell(record: &mut Record, draws: &mut Draws) -> String {
    let name = full_name(
        record.get(Column::GivenName).trim(),
        record.get(Column::Surname).trim(),
        draws,
    );
    for (column, forms) in [
        (Column::Account, account as fn(&str, u64, &mut Draws) -> String),
        (Column::Ssn, ssn),
        (Column::Dob, dob),
        (Column::Phone, phone),
        (Column::Email, email),
        (Column::Address, address),
        (Column::City, city),
        (Column::Zip, zip),
        (Column::Imei, imei),
        (Column::Licence, licence),
    ] {
        let spelt = another(record.get(column), forms, draws);
        record.set(column, spelt);
    }
    let spelt = another(record.get(Column::State), state, draws);
    record.set(Column::State, spelt);
    name
}

/// The first form, from a random one on, that is not the value as it was.
fn another(value: &str, forms: fn(&str, u64, &mut Draws) -> String, draws: &mut Draws) -> String {
    if value.is_empty() {
        return draws.pick(&["", "", "NULL"]).to_owned();
    }
    let first = draws.below(FORMS);
    (first..first + FORMS)
        .map(|form| forms(value, form % FORMS, draws))
        .find(|spelt| spelt != value)
        .unwrap_or_else(|| value.to_owned())
}

/// Every function of forms takes a number below this; what it has no form of its own for, it folds.
const FORMS: u64 = 8;

fn account(value: &str, form: u64, _: &mut Draws) -> String {
    let digits = digits(value);
    let (head, rest) = digits.split_at(digits.len().min(3));
    let (middle, tail) = rest.split_at(rest.len().min(3));
    match form {
        0 | 1 => value.to_lowercase(),
        2 | 3 => ["A-", &digits].concat(),
        4 => ["A ", &digits].concat(),
        5 => ["A", head, "-", middle, "-", tail].concat(),
        6 => ["a ", head, " ", middle, " ", tail].concat(),
        _ => [" ", value, " "].concat(),
    }
}

fn ssn(value: &str, form: u64, _: &mut Draws) -> String {
    let digits = digits(value);
    match form {
        0..5 => digits,
        5 | 6 => format!("{} {} {}", &digits[..3], &digits[3..5], &digits[5..]),
        _ => [" ", value, " "].concat(),
    }
}

/// Month first throughout: a file has one order.
fn dob(value: &str, form: u64, _: &mut Draws) -> String {
    let (year, month, day) = (&value[..4], &value[5..7], &value[8..10]);
    match form {
        0..5 => [month, "/", day, "/", year].concat(),
        5 => [month, "-", day, "-", year].concat(),
        _ => format!(
            "{}/{}/{year}",
            month.trim_start_matches('0'),
            day.trim_start_matches('0')
        ),
    }
}

fn phone(value: &str, form: u64, _: &mut Draws) -> String {
    let digits = digits(value);
    let (area, exchange, line) = (&digits[..3], &digits[3..6], &digits[6..]);
    match form {
        0 => ["(", area, ") ", exchange, "-", line].concat(),
        1 => [area, ".", exchange, ".", line].concat(),
        2 => ["+1 ", area, " ", exchange, " ", line].concat(),
        3 => ["1", &digits].concat(),
        4 => [area, "-", exchange, "-", line].concat(),
        5 => ["+1", &digits].concat(),
        6 => ["1-", area, "-", exchange, "-", line].concat(),
        _ => ["(", area, ")", exchange, "-", line].concat(),
    }
}

fn email(value: &str, form: u64, _: &mut Draws) -> String {
    let value = value.to_lowercase();
    match form {
        0..3 => value.to_uppercase(),
        3 => ["mailto:", &value].concat(),
        4 => ["<", &value, ">"].concat(),
        5 => value.split_at(1).0.to_uppercase() + value.split_at(1).1,
        6 => [&value, " "].concat(),
        _ => match value.split_once('@') {
            Some((local, domain)) => format!("{local}@{}", domain.to_uppercase()),
            None => value,
        },
    }
}

/// Long words for short ones and other signs, part by part: `1234 N Main St Apt 5B`.
fn address(value: &str, form: u64, _: &mut Draws) -> String {
    let words: Vec<&str> = value.split(' ').collect();
    let unit = words.iter().position(|word| *word == "Apt").unwrap_or(words.len());
    let mut out = Vec::new();
    for (n, word) in words.iter().enumerate() {
        let long =
            |table: &[(&str, &'static str)]| table.iter().find(|(short, _)| short == word).map(|(_, long)| *long);
        out.push(match n {
            1 if unit > 3 => match (long(&DIRECTIONS), form) {
                (Some(long), 0..4) => long.to_owned(),
                (Some(_), 4 | 5) if word.len() == 1 => [word, "."].concat(),
                _ => (*word).to_owned(),
            },
            _ if n + 1 == unit => match (long(&SUFFIXES), form) {
                (Some(long), 0..4) => long.to_owned(),
                (_, 4 | 5) => [word, "."].concat(),
                _ => (*word).to_owned(),
            },
            _ if n == unit => match form {
                0 | 1 => "Apartment".to_owned(),
                2 | 3 => "#".to_owned(),
                4 => "Apt.".to_owned(),
                _ => "Apt".to_owned(),
            },
            _ => (*word).to_owned(),
        });
    }
    let spelt = out.join(" ").replace("# ", "#");
    match form {
        1 | 6 => spelt.to_uppercase(),
        7 => spelt.to_lowercase(),
        _ => spelt,
    }
}

fn city(value: &str, form: u64, _: &mut Draws) -> String {
    match form {
        0..4 => value.to_uppercase(),
        4 | 5 => value.to_lowercase(),
        6 => value.replace("St. ", "Saint "),
        _ => [value, " "].concat(),
    }
}

fn state(value: &str, form: u64, _: &mut Draws) -> String {
    let name = VOCABULARY
        .states
        .iter()
        .find(|(code, _)| *code == value)
        .map_or(value, |(_, name)| name);
    match form {
        0..5 => name.to_owned(),
        5 | 6 => name.to_uppercase(),
        _ => value.to_lowercase(),
    }
}

fn zip(value: &str, form: u64, draws: &mut Draws) -> String {
    let plus_four = 1 + draws.below(9_998);
    match form {
        0..6 => format!("{value}-{plus_four:04}"),
        _ => [value, " "].concat(),
    }
}

/// Without its check digit, with the software version in its place, or in groups.
fn imei(value: &str, form: u64, draws: &mut Draws) -> String {
    let version = draws.below(98);
    let (body, check) = value.split_at(14);
    let (kind, serial) = body.split_at(8);
    match form {
        0 | 1 => body.to_owned(),
        2 => format!("{}-{}-{serial}-{check}", &kind[..2], &kind[2..]),
        3 => format!("{} {} {serial} {check}", &kind[..2], &kind[2..]),
        4 | 5 => format!("{body}{version:02}"),
        6 => format!("{}-{}-{serial}-{version:02}", &kind[..2], &kind[2..]),
        _ => [body, "0"].concat(),
    }
}

fn licence(value: &str, form: u64, _: &mut Draws) -> String {
    let at = value.len() / 2;
    let (head, tail) = value.split_at(at);
    match form {
        0 | 1 => [head, "-", tail].concat(),
        2 | 3 => [head, " ", tail].concat(),
        4 => format!("{}-{}-{tail}", &head[..1], &head[1..]),
        5 => [" ", value].concat(),
        _ => value.to_lowercase(),
    }
}

/// `LAST, FIRST M` for the most part, `First Last` for the rest; accents and apostrophes lost, hyphens as
/// blanks, a middle initial or a suffix added, now and then.
fn full_name(given: &str, surname: &str, draws: &mut Draws) -> String {
    let tabled = [given, " ", surname].concat();
    let mut surname = surname.to_owned();
    let given = plain(given);
    let surname_as = draws.below(4);
    if surname_as != 0 {
        surname = plain(&surname);
    }
    match surname_as {
        1 => surname = surname.replace('-', " "),
        2 => surname = surname.replace('\'', ""),
        3 => surname = surname.replace('\'', "’"),
        _ => {}
    }
    let middle = match draws.below(3) {
        0 => String::new(),
        1 => format!(" {}", char::from(b'A' + draws.below(26) as u8)),
        _ => format!(" {}.", char::from(b'A' + draws.below(26) as u8)),
    };
    let suffix = match draws.below(12) {
        0 => draws.pick(&[" Jr", " Jr.", " Sr.", " III"]),
        _ => "",
    };
    let name = match draws.below(10) {
        0..4 => [&surname, ", ", &given, &middle, suffix].concat(),
        4 => [&surname, suffix, ", ", &given, &middle].concat(),
        5 => [&surname, ",", &given, &middle, suffix].concat(),
        6 | 7 => [&given, &middle, " ", &surname, suffix].concat(),
        8 => [&surname, ", ", &given].concat(),
        _ => [&given, &middle, " ", &surname].concat(),
    };
    let spelt = match draws.below(5) {
        0 => name.to_lowercase(),
        1 => name,
        _ => name.to_uppercase(),
    };
    if spelt == tabled {
        return spelt.to_uppercase();
    }
    spelt
}

const DIRECTIONS: [(&str, &str); 8] = [
    ("N", "North"),
    ("S", "South"),
    ("E", "East"),
    ("W", "West"),
    ("NE", "Northeast"),
    ("NW", "Northwest"),
    ("SE", "Southeast"),
    ("SW", "Southwest"),
];

const SUFFIXES: [(&str, &str); 9] = [
    ("St", "Street"),
    ("Ave", "Avenue"),
    ("Rd", "Road"),
    ("Dr", "Drive"),
    ("Ln", "Lane"),
    ("Ct", "Court"),
    ("Blvd", "Boulevard"),
    ("Pl", "Place"),
    ("Cir", "Circle"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Company;

    fn word(text: &str) -> String {
        text.chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_uppercase()
    }

    #[test]
    fn every_value_is_spelt_otherwise_and_stays_the_same() {
        let company = Company::new(2, 3_000).unwrap();
        for index in 0..3_000 {
            let record = company.record(index);
            let mut spelt = record.clone();
            let name = respell(&mut spelt, &mut Draws::new(1, 1, index));
            for column in [
                Column::Account,
                Column::Ssn,
                Column::Dob,
                Column::Phone,
                Column::Email,
                Column::Address,
                Column::City,
                Column::State,
                Column::Zip,
                Column::Imei,
                Column::Licence,
            ] {
                let (old, new) = (record.get(column), spelt.get(column));
                if old.is_empty() {
                    assert!(matches!(new, "" | "NULL"));
                    continue;
                }
                let name = column.name();
                assert_ne!(old, new, "{name}");
                match column {
                    Column::Account | Column::Licence => assert_eq!(word(old), word(new)),
                    Column::Ssn => assert_eq!(digits(old), digits(new)),
                    Column::Phone => assert!(digits(new).ends_with(&digits(old))),
                    Column::Imei => assert_eq!(digits(old)[..14], digits(new)[..14]),
                    Column::Zip => assert_eq!(old, &new[..5]),
                    Column::Email => assert!(new.to_lowercase().contains(&old.to_lowercase())),
                    Column::Dob => assert!(new.ends_with(&old[..4])),
                    _ => {}
                }
            }
            let given = plain(record.get(Column::GivenName)).to_uppercase();
            assert!(plain(&name).to_uppercase().contains(&given));
            assert_ne!(
                name,
                format!("{} {}", record.get(Column::GivenName), record.get(Column::Surname))
            );
        }
    }

    #[test]
    fn addresses_have_long_and_short_forms() {
        let spelt = |form| address("1234 N Main St Apt 5B", form, &mut Draws::new(1, 1, 1));
        let forms: Vec<String> = (0..FORMS).map(spelt).collect();
        assert_eq!(
            forms,
            [
                "1234 North Main Street Apartment 5B",
                "1234 NORTH MAIN STREET APARTMENT 5B",
                "1234 North Main Street #5B",
                "1234 North Main Street #5B",
                "1234 N. Main St. Apt. 5B",
                "1234 N. Main St. Apt 5B",
                "1234 N MAIN ST APT 5B",
                "1234 n main st apt 5b",
            ]
        );
    }
}
