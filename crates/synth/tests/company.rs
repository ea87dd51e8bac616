//! What a synthetic company promises: unique identifiers, stated rates, the same bytes everywhere.

#![allow(clippy::unwrap_used)]

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};

use assay_synth::{Column, Company, Error, Record};

const MANY: u64 = 200_000;

fn many() -> Vec<Record> {
    let company = Company::new(4_711, MANY).unwrap();
    (0..MANY).map(|index| company.record(index)).collect()
}

fn table(company: &Company) -> Vec<u8> {
    let mut out = Vec::new();
    company.write_csv(&mut out, &|_| {}).unwrap();
    out
}

/// `seen` of `of` is within five standard deviations of the rate.
#[track_caller]
fn assert_rate(seen: usize, of: usize, rate: f64) {
    let (seen, of) = (seen as f64, of as f64);
    let deviation = (of * rate * (1.0 - rate)).sqrt();
    assert!(
        (seen - of * rate).abs() < 5.0 * deviation,
        "{seen} of {of}, expected {rate}"
    );
}

#[test]
fn identifiers_are_unique_and_rates_hold() {
    let records = many();
    let count = |is: &dyn Fn(&Record) -> bool| records.iter().filter(|record| is(record)).count();
    let of = records.len();

    for column in [
        Column::Account,
        Column::Ssn,
        Column::Email,
        Column::Imei,
        Column::Licence,
    ] {
        let values: Vec<String> = records
            .iter()
            .map(|record| record.get(column).to_lowercase())
            .filter(|value| !matches!(value.as_str(), "" | "000-00-0000"))
            .collect();
        let distinct: HashSet<&String> = values.iter().collect();
        assert_eq!(distinct.len(), values.len(), "{}", column.name());
    }

    assert_rate(count(&|r| r.get(Column::Phone).is_empty()), of, 0.010);
    assert_rate(count(&|r| r.get(Column::Ssn).is_empty()), of, 0.005);
    assert_rate(count(&|r| r.get(Column::Ssn) == "000-00-0000"), of, 0.003);
    assert_rate(count(&|r| r.get(Column::Email).is_empty()), of, 0.040);
    assert_rate(count(&|r| r.get(Column::Surname).ends_with(' ')), of, 0.003);
    assert_rate(count(&|r| r.get(Column::Phone).starts_with('(')), of, 0.003 * 0.99);
    for (plan, rate) in [
        ("postpaid", 0.55),
        ("prepaid", 0.2),
        ("business", 0.05),
        ("former", 0.2),
    ] {
        assert_rate(count(&|r| r.get(Column::Plan) == plan), of, rate);
    }

    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let mut holders: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, record) in records.iter().enumerate() {
        let phone = digits(record.get(Column::Phone));
        if !phone.is_empty() {
            holders.entry(phone).or_default().push(index);
        }
    }
    let shared: Vec<&Vec<usize>> = holders.values().filter(|holders| holders.len() > 1).collect();
    assert_rate(shared.len(), of, 0.03 * 0.99 * 0.99);
    for holders in shared {
        let [a, b] = holders[..] else {
            panic!("{} share a telephone", holders.len())
        };
        assert_eq!(a / 2, b / 2);
        for column in [Column::Address, Column::State, Column::Zip] {
            assert_eq!(records[a].get(column), records[b].get(column));
        }
    }
}

#[test]
fn values_obey_their_kinds_rules() {
    let luhn = |digits: &str| {
        let sum: u32 = digits
            .bytes()
            .rev()
            .enumerate()
            .map(|(place, byte)| match (place % 2, u32::from(byte - b'0')) {
                (0, digit) => digit,
                (_, digit) if digit > 4 => digit * 2 - 9,
                (_, digit) => digit * 2,
            })
            .sum();
        sum.is_multiple_of(10)
    };
    for record in many().iter().take(20_000) {
        let ssn: Vec<&str> = record.get(Column::Ssn).split('-').collect();
        if let [area, group, serial] = ssn[..]
            && area != "000"
        {
            assert!(area != "666" && area < "900" && group != "00" && serial != "0000");
            assert_eq!((area.len(), group.len(), serial.len()), (3, 2, 4));
        }
        assert!(record.get(Column::Imei).len() == 15 && luhn(record.get(Column::Imei)));
        let phone: String = record.get(Column::Phone).chars().filter(char::is_ascii_digit).collect();
        if !phone.is_empty() {
            assert_eq!(phone.len(), 10);
            assert!(&phone[..1] >= "2" && &phone[3..4] >= "2" && &phone[4..6] != "11");
            assert_ne!(&phone[3..6], "555");
        }
        let dob = record.get(Column::Dob);
        let signup = record.get(Column::SignupDate);
        assert!(("1930-01-01".."2008-01-01").contains(&dob));
        assert!(("2005-01-01".."2022-01-01").contains(&signup) && dob < signup);
        assert!(record.get(Column::Zip).len() == 5 && record.get(Column::State).len() == 2);
        let email = record.get(Column::Email);
        assert!(email.is_empty() || email.split('@').count() == 2);
        assert!(record.get(Column::Account).len() == 11);
        assert!(!record.get(Column::GivenName).is_empty() && !record.get(Column::Address).is_empty());
    }
}

#[test]
fn every_number_of_threads_writes_the_same_bytes() {
    let company = Company::new(9, 20_011).unwrap();
    let tables: Vec<Vec<u8>> = [1, 2, 3]
        .into_iter()
        .map(|threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| table(&company))
        })
        .collect();
    assert!(tables.windows(2).all(|pair| pair[0] == pair[1]));

    let one_by_one: Vec<String> = std::iter::once(Column::ALL.map(Column::name).join(","))
        .chain((0..20_011).map(|index| Column::ALL.map(|c| company.record(index).get(c).to_owned()).join(",")))
        .collect();
    assert_eq!(
        String::from_utf8(tables[0].clone()).unwrap(),
        one_by_one.join("\n") + "\n"
    );
    assert!(
        one_by_one
            .iter()
            .all(|line| line.split(',').count() == 15 && !line.contains('"'))
    );
}

#[test]
fn a_larger_company_begins_with_the_smaller_and_seeds_differ() {
    let small = table(&Company::new(9, 500).unwrap());
    assert!(table(&Company::new(9, 700).unwrap()).starts_with(&small));
    assert_ne!(small, table(&Company::new(10, 500).unwrap()));
    assert_eq!(
        table(&Company::new(9, 0).unwrap())
            .iter()
            .filter(|byte| **byte == b'\n')
            .count(),
        1
    );
}

#[test]
fn progress_ends_with_the_whole() {
    let last = AtomicU64::new(0);
    let company = Company::new(9, 10_000).unwrap();
    company
        .write_csv(&mut io::sink(), &|done| {
            assert!(last.swap(done, Ordering::Relaxed) < done);
        })
        .unwrap();
    assert_eq!(last.into_inner(), 10_000);
}

#[test]
fn what_can_not_be_done_is_an_error() {
    assert!(matches!(
        Company::new(1, Company::MOST_RECORDS + 1),
        Err(Error::TooManyRecords { .. })
    ));
    let last = Company::new(1, Company::MOST_RECORDS)
        .unwrap()
        .record(Company::MOST_RECORDS - 1);
    assert_eq!(last.get(Column::Imei).len(), 15);
    assert_eq!(format!("{last:?}"), format!("Record {{ filled: {}, .. }}", 15));

    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let failed = Company::new(1, 10).unwrap().write_csv(&mut Full, &|_| {});
    assert_eq!(failed.unwrap_err().kind(), io::ErrorKind::StorageFull);
}
