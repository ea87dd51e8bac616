//! Every row of every kind of listing against the whole company, without the code that made it.

#![allow(clippy::unwrap_used)]

use std::collections::{HashMap, HashSet};

use assay_synth::{Column, Company, Error, Record, ShippedKind, ShippedListing};

const RECORDS: u64 = 5_000;
const ROWS: u64 = 600;

struct Sample {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    grades: Vec<String>,
    customers: Vec<Option<u64>>,
}

fn bytes(company: &Company, kind: ShippedKind, seed: u64, rows: u64) -> (Vec<u8>, Vec<u8>) {
    let (mut sample, mut truth) = (Vec::new(), Vec::new());
    ShippedListing::new(company, kind, seed, rows)
        .unwrap()
        .write(&mut sample, &mut truth, &|_| {})
        .unwrap();
    (sample, truth)
}

fn sample(company: &Company, kind: ShippedKind) -> Sample {
    let (sample, truth) = bytes(company, kind, 5, ROWS);
    // Latin-1 where it isn't UTF-8, byte for letter.
    let sample =
        String::from_utf8(sample).unwrap_or_else(|error| error.into_bytes().into_iter().map(char::from).collect());
    assert!(!sample.contains('"'));
    let delimiter = match kind {
        ShippedKind::Stitched => '|',
        ShippedKind::Respelt => ';',
        _ => ',',
    };
    let mut lines = sample
        .lines()
        .map(|line| line.split(delimiter).map(str::to_owned).collect::<Vec<_>>());
    let header = match kind {
        ShippedKind::Half => "name,email,phone,ssn,dob,address,city,state,zip"
            .split(',')
            .map(str::to_owned)
            .collect(),
        _ => lines.next().unwrap(),
    };
    let rows: Vec<Vec<String>> = lines.collect();
    assert!(rows.iter().all(|row| row.len() == header.len()));

    let truth = String::from_utf8(truth).unwrap();
    let mut lines = truth.lines();
    assert_eq!(lines.next(), Some("row,grade,customer"));
    let known: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    for (n, row) in known.iter().enumerate() {
        assert_eq!(row[0], (n + 1).to_string());
    }
    assert_eq!((rows.len(), known.len()), (ROWS as usize, ROWS as usize));
    Sample {
        header,
        rows,
        grades: known.iter().map(|row| row[1].to_owned()).collect(),
        customers: known.iter().map(|row| row[2].parse().ok()).collect(),
    }
}

/// The letters and digits of a value, so that the usual spellings of one identifier meet.
fn folded(kind: &str, value: &str) -> String {
    let value = value.trim().to_lowercase();
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    match kind {
        "ssn" => digits,
        "phone" => digits[digits.len().saturating_sub(10)..].to_owned(),
        "imei" => digits.chars().take(14).collect(),
        "email" => value.trim_start_matches("mailto:").trim_matches(['<', '>']).to_owned(),
        _ => value.chars().filter(char::is_ascii_alphanumeric).collect(),
    }
}

fn kind_of(header: &str) -> Option<&'static str> {
    Some(match header.to_lowercase().as_str() {
        "ssn" | "social security number" => "ssn",
        "phone" | "phone number" => "phone",
        "email" | "e-mail" => "email",
        "imei" => "imei",
        "licence" | "driver's license" => "licence",
        "account number" => "account",
        _ => return None,
    })
}

const IDENTIFIERS: [(&str, Column); 6] = [
    ("ssn", Column::Ssn),
    ("phone", Column::Phone),
    ("email", Column::Email),
    ("imei", Column::Imei),
    ("licence", Column::Licence),
    ("account", Column::Account),
];

/// Who holds a value: identifier kind and folded value to customers.
fn holders(company: &Company) -> HashMap<(&'static str, String), Vec<u64>> {
    let mut holders: HashMap<_, Vec<u64>> = HashMap::new();
    for index in 0..RECORDS {
        let record = company.record(index);
        for (kind, column) in IDENTIFIERS {
            let value = folded(kind, record.get(column));
            if !value.is_empty() && value != "000000000" {
                holders.entry((kind, value)).or_default().push(index);
            }
        }
    }
    holders
}

fn names(record: &Record) -> HashSet<String> {
    format!("{} {}", record.get(Column::GivenName), record.get(Column::Surname))
        .to_uppercase()
        .split([' ', '-'])
        .filter(|word| word.len() > 1)
        .map(str::to_owned)
        .collect()
}

/// The holders of every identifier that a row shows, placeholders left out.
fn shown<'a>(
    sample: &'a Sample,
    row: &'a [String],
    holders: &'a HashMap<(&'static str, String), Vec<u64>>,
) -> Vec<(&'static str, &'a [u64])> {
    sample
        .header
        .iter()
        .zip(row)
        .filter_map(|(header, cell)| kind_of(header).map(|kind| (kind, folded(kind, cell))))
        .filter(|(_, value)| !matches!(value.as_str(), "" | "000000000" | "null"))
        .map(|(kind, value)| {
            let held = holders.get(&(kind, value)).map_or(&[] as &[u64], Vec::as_slice);
            (kind, held)
        })
        .collect()
}

#[test]
fn every_row_is_what_its_truth_says() {
    let company = Company::new(3, RECORDS).unwrap();
    let holders = holders(&company);
    for kind in ShippedKind::ALL {
        let sample = sample(&company, kind);
        let mut graded: HashMap<&str, u64> = HashMap::new();
        for ((row, grade), customer) in sample.rows.iter().zip(&sample.grades).zip(&sample.customers) {
            *graded.entry(grade).or_default() += 1;
            let shown = shown(&sample, row, &holders);
            match grade.as_str() {
                "full" => {
                    let customer = customer.unwrap();
                    assert!(shown.iter().all(|(_, held)| held.contains(&customer)), "{kind}");
                    assert!(shown.iter().any(|(kind, _)| *kind != "phone"), "{kind}");
                }
                "directory" => {
                    let customer = customer.unwrap();
                    assert!(shown.iter().any(|(kind, _)| *kind == "phone"));
                    for (kind, held) in &shown {
                        assert_eq!(held.contains(&customer), *kind == "phone");
                        assert!(*kind == "phone" || held.is_empty());
                    }
                }
                "none" => {
                    assert!(customer.is_none() && shown.len() >= 3);
                    assert!(shown.iter().all(|(_, held)| held.is_empty()), "{kind}");
                }
                "conflicting" => {
                    assert!(customer.is_none() && shown.len() == 5);
                    let at = |name: &str| sample.header.iter().position(|h| h == name).unwrap();
                    let on_row = format!("{} {}", row[at("first_name")], row[at("last_name")]);
                    let on_row: HashSet<String> = on_row.to_uppercase().split([' ', '-']).map(str::to_owned).collect();
                    let mut seen = HashSet::new();
                    for (_, held) in &shown {
                        assert!(!held.is_empty());
                        for holder in *held {
                            assert!(seen.insert(*holder), "two values of one customer");
                            assert!(names(&company.record(*holder)).is_disjoint(&on_row));
                        }
                    }
                }
                other => panic!("unexpected grade {other} in {kind}"),
            }
        }
        let expected = match kind {
            ShippedKind::Genuine | ShippedKind::Respelt | ShippedKind::Misspelt => vec![("full", ROWS)],
            ShippedKind::Fabricated => vec![("none", ROWS)],
            ShippedKind::Stitched => vec![("conflicting", ROWS)],
            ShippedKind::Directory => vec![("directory", ROWS)],
            ShippedKind::Half => vec![("full", ROWS / 2), ("none", ROWS / 2)],
        };
        assert_eq!(graded, expected.into_iter().collect(), "{kind}");
        if !matches!(kind, ShippedKind::Stitched | ShippedKind::Fabricated) {
            let known: Vec<u64> = sample.customers.iter().flatten().copied().collect();
            assert_eq!(known.iter().collect::<HashSet<_>>().len(), known.len(), "{kind}");
            assert!(known.windows(2).any(|pair| pair[0] > pair[1]), "{kind} is in order");
        }
    }
}

#[test]
fn a_misspelt_row_keeps_half_of_the_name() {
    let company = Company::new(3, RECORDS).unwrap();
    let sample = sample(&company, ShippedKind::Misspelt);
    let at = |name: &str| sample.header.iter().position(|h| h == name).unwrap();
    let (given_at, surname_at) = (at("first_name"), at("last_name"));
    let (mut swapped, mut missing, mut wrong) = (0, 0, 0);
    for (row, customer) in sample.rows.iter().zip(&sample.customers) {
        let record = company.record(customer.unwrap());
        let (given, surname) = (record.get(Column::GivenName), record.get(Column::Surname));
        let (given_on_row, surname_on_row) = (row[given_at].as_str(), row[surname_at].as_str());
        if (given_on_row, surname_on_row) == (surname, given) {
            swapped += 1;
        } else {
            assert!((given_on_row == given) != (surname_on_row == surname));
            match given_on_row.is_empty() || surname_on_row.is_empty() {
                true => missing += 1,
                false => wrong += 1,
            }
        }
    }
    assert!(
        swapped > 60 && missing > 30 && wrong > 300,
        "{swapped} {missing} {wrong}"
    );
}

#[test]
fn the_misspelt_sample_is_windows_1252() {
    let company = Company::new(3, RECORDS).unwrap();
    let (sample, _) = bytes(&company, ShippedKind::Misspelt, 5, ROWS);
    assert!(String::from_utf8(sample.clone()).is_err());
    // An accented letter of Latin-1, and none of the C1 controls that Windows-1252 uses otherwise.
    assert!(sample.iter().any(|byte| *byte >= 0xC0));
    assert!(!sample.iter().any(|byte| (0x80..0xC0).contains(byte)));
}

#[test]
fn a_listing_is_a_function_of_its_seed() {
    let company = Company::new(3, RECORDS).unwrap();
    for kind in ShippedKind::ALL {
        let once = bytes(&company, kind, 5, 50);
        assert_eq!(once, bytes(&company, kind, 5, 50));
        assert_ne!(once.0, bytes(&company, kind, 6, 50).0);
    }
}

#[test]
fn a_listing_may_take_every_customer() {
    let company = Company::new(8, 300).unwrap();
    for kind in ShippedKind::ALL {
        let (_, truth) = bytes(&company, kind, 1, 300);
        assert_eq!(truth.iter().filter(|byte| **byte == b'\n').count(), 301);
    }
}

#[test]
fn a_value_less_row_without_a_header_has_the_lesser_grade() {
    // Enough rows that some show a telephone number as their only identifier.
    let company = Company::new(1, 60_000).unwrap();
    let (sample, truth) = bytes(&company, ShippedKind::Half, 1, 60_000);
    let (sample, truth) = (String::from_utf8(sample).unwrap(), String::from_utf8(truth).unwrap());
    let mut directory = 0;
    for (row, known) in sample.lines().zip(truth.lines().skip(1)) {
        let cells: Vec<&str> = row.split(',').collect();
        let ssn_or_email = !cells[1].is_empty() || !matches!(cells[3], "" | "000-00-0000");
        let grade = known.split(',').nth(1).unwrap();
        match (grade, ssn_or_email, cells[2].is_empty()) {
            ("full" | "none", true, _) | ("context", false, true) => {}
            ("directory", false, false) => directory += 1,
            other => panic!("{other:?}"),
        }
    }
    assert!(directory > 0);
}

#[test]
fn what_can_not_be_done_is_an_error() {
    let company = Company::new(1, 20).unwrap();
    for kind in ShippedKind::ALL {
        let listing = ShippedListing::new(&company, kind, 1, 50);
        assert_eq!(listing.is_err(), kind != ShippedKind::Fabricated, "{kind}");
    }
    let none = Company::new(1, 0).unwrap();
    assert!(matches!(
        ShippedListing::new(&none, ShippedKind::Genuine, 1, 1),
        Err(Error::TooFewCustomers { .. })
    ));
    assert_eq!("Genuine".parse::<ShippedKind>().unwrap(), ShippedKind::Genuine);
    let error = "123-45-6789".parse::<ShippedKind>().unwrap_err().to_string();
    assert!(error.contains("stitched") && !error.contains("6789"));
}
