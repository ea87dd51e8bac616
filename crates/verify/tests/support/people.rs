//! A company of people who are told apart by everything, and samples of them.

use std::path::Path;

use assay_fields::Kind;
use assay_index::{Index, mix};
use assay_verify::{Budget, Findings, Options, Source};

use super::{Manifested, build_table, key, open, test_sources};

pub(crate) const KINDS: [Kind; 5] = [Kind::Account, Kind::Ssn, Kind::Name, Kind::Phone, Kind::Email];
pub(crate) const HEADER: &str = "account,ssn,name,phone,email";

/// A person; `phone` tells which of their telephones.
pub(crate) fn person(n: u64, phone: u64) -> Vec<String> {
    let letters = |n: u64| -> String {
        (0..6)
            .map(|at| char::from(b'A' + ((n >> (4 * at)) & 15) as u8))
            .collect()
    };
    let (given, surname) = (letters(mix(1, n)), letters(mix(2, n)));
    vec![
        format!("AC{:07}", 1_000_000 + n * 13),
        format!("{:09}", 100_010_001 + n * 10_007),
        format!("{given} {surname}"),
        format!("+1206{:07}", 2_000_000 + n * 9 + phone),
        format!("{given}{n}@{surname}.com").to_lowercase(),
    ]
}

pub(crate) fn rows(people: impl Iterator<Item = (u64, u64)>) -> Vec<Vec<String>> {
    people.map(|(n, phone)| person(n, phone)).collect()
}

pub(crate) fn csv(header: &str, rows: &[Vec<String>]) -> Vec<u8> {
    let lines: Vec<String> = rows.iter().map(|cells| cells.join(",")).collect();
    format!("{header}\n{}\n", lines.join("\n")).into_bytes()
}

pub(crate) fn index(folder: &Path, name: &str, rows: &[Vec<String>], snapshot: Option<&'static str>) -> Index {
    let said = Manifested {
        snapshot,
        ..Manifested::default()
    };
    open(&build_table(&KINDS, rows, &said, &folder.join(name), &key()))
}

pub(crate) fn test(indexes: &[Index], sources: &[Source], bytes: &[u8], options: &Options) -> Findings {
    test_sources(indexes, sources, bytes, options, 1_000, Budget::default()).0
}
