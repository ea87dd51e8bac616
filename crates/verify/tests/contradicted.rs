//! Real names beside ssns that are not theirs, and what must not be taken for it.

#![allow(clippy::unwrap_used)]

mod support;

use assay_fields::Kind;
use assay_index::{Index, mix};
use assay_verify::{Budget, Findings, Points, Strength, VerdictGrade, YesNo};
use support::{Manifested, build_table, key, open, stated, test_sources};

/// A person's name, date of birth, ssn, telephone and e-mail address.
fn person(n: u64) -> [String; 5] {
    let letters = |n: u64| -> String {
        (0..6)
            .map(|at| char::from(b'A' + ((n >> (4 * at)) & 15) as u8))
            .collect()
    };
    let (given, surname) = (letters(mix(1, n)), letters(mix(2, n)));
    [
        format!("{given} {surname}"),
        format!("19{:02}-{:02}-{:02}", 40 + n % 50, 1 + n % 12, 1 + n % 28),
        format!("{:09}", 100_010_001 + n * 10_007),
        format!("+1206{:07}", 2_000_000 + n * 9),
        format!("{given}{n}@{surname}.com").to_lowercase(),
    ]
}

/// An index of 2,000 people, of whom one in so many has an ssn.
fn company(one_in: u64) -> Index {
    let folder = tempfile::tempdir().unwrap();
    let kinds = [Kind::Name, Kind::Dob, Kind::Ssn, Kind::Phone, Kind::Email];
    let row = |n: u64| {
        let mut cells = person(n).to_vec();
        if !n.is_multiple_of(one_in) {
            cells[2].clear();
        }
        cells
    };
    let table: Vec<_> = (0..2_000).map(row).collect();
    let path = folder.path().join("a.assay");
    open(&build_table(&kinds, &table, &Manifested::default(), &path, &key()))
}

fn found(index: Index, header: &str, row: impl Fn(u64) -> Vec<String>) -> Findings {
    let rows: String = (0..300).map(|n| row(n).join(",") + "\n").collect();
    let bytes = format!("{header}\n{rows}");
    let options = stated(1_000_000);
    test_sources(&[index], &[], bytes.as_bytes(), &options, 1_000, Budget::default()).0
}

fn points(findings: &Findings, name: &str) -> Option<(Points, Strength)> {
    let mut all = findings.signals.iter();
    all.find(|signal| signal.name == name)
        .map(|signal| (signal.points, signal.strength))
}

/// Somebody else's.
const ELSE: u64 = 5_000;

#[test]
fn real_names_beside_made_up_numbers_are_fabricated() {
    let row = |n: u64| {
        let ([name, dob, ..], [_, _, ssn, phone, _]) = (person(n), person(n + ELSE));
        vec![name, dob, ssn, phone]
    };
    let findings = found(company(1), "name,dob,ssn,phone", row);
    assert_eq!(
        points(&findings, "contradicted_names"),
        Some((Points::Against, Strength::Strong))
    );
    assert_eq!(findings.verdict.grade, VerdictGrade::Fabricated);
    // The same of a company that has an ssn of every fifth customer: 60 of 300 would hit.
    let findings = found(company(5), "name,dob,ssn,phone", row);
    assert_eq!(findings.verdict.grade, VerdictGrade::Fabricated);
    // A voter file has names, dates of birth and telephones of its own: no fake.
    let findings = found(company(1), "name,dob,phone", |n| {
        let [name, dob, _, phone] = row(n).try_into().unwrap();
        vec![name, dob, phone]
    });
    assert_eq!(findings.verdict.grade, VerdictGrade::Undecided);
}

#[test]
fn public_data_with_made_up_ssns_are_fabricated() {
    let row = |n: u64| {
        let ([name, _, _, phone, _], [_, _, ssn, ..]) = (person(n), person(n + ELSE));
        vec![name, phone, ssn]
    };
    let findings = found(company(1), "name,phone,ssn", row);
    assert_eq!(
        points(&findings, "directory_rows"),
        Some((Points::Against, Strength::Strong))
    );
    assert_eq!(findings.verdict.grade, VerdictGrade::Fabricated);
}

#[test]
fn a_marketing_list_with_other_addresses_is_no_fake() {
    let findings = found(company(1), "name,phone,email", |n| {
        let ([name, _, _, phone, _], [.., email]) = (person(n), person(n + ELSE));
        vec![name, phone, email]
    });
    assert_eq!(
        points(&findings, "directory_rows"),
        Some((Points::Limits, Strength::Strong))
    );
    assert_eq!(findings.verdict.authentic.answer, YesNo::Undecided);
}

#[test]
fn real_people_of_whom_the_company_has_no_ssn_are_no_fake() {
    // It has 20 of 2,000.
    let row = |n: u64| {
        let [name, dob, ssn, ..] = person(3 * n + 1);
        vec![name, dob, ssn]
    };
    let findings = found(company(100), "name,dob,ssn", row);
    assert!(findings.matched.fields.iter().all(|field| field.hits < 10));
    assert_eq!(points(&findings, "contradicted_names"), None);
    assert_ne!(findings.verdict.authentic.answer, YesNo::No);
}

#[test]
fn nine_digits_of_something_else_are_not_held_against_real_people() {
    let digits = |n: u64| format!("{:09}", 100_000_000 + mix(7, n) % 560_000_000);
    let row = |n: u64| {
        let [name, dob, ..] = person(n);
        vec![name, dob, digits(n)]
    };
    let findings = found(company(1), "name,dob,voter_id", row);
    let mut columns = findings.sample.columns.iter();
    let column = columns.find(|column| column.kind == Kind::Ssn).unwrap();
    assert!(column.confidence < 0.8);
    assert_eq!(points(&findings, "contradicted_names"), None);
    assert_eq!(findings.verdict.authentic.answer, YesNo::Undecided);
    // Nor against a field of genuine rows.
    let row = |n: u64| {
        let [name, _, _, phone, email] = person(n);
        vec![name, phone, email, digits(n)]
    };
    let findings = found(company(1), "name,phone,email,voter_id", row);
    assert_eq!(
        points(&findings, "fields_that_do_not_fit"),
        Some((Points::Limits, Strength::Weak))
    );
    assert_eq!(findings.verdict.authentic.answer, YesNo::Yes);
}
