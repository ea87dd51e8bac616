//! Whole tests on synthetic data, without the program: sample in, findings out.

#![allow(clippy::unwrap_used)]

mod support;

use std::path::{Path, PathBuf};

use assay_fields::{Class, Kind};
use assay_index::{Index, Key, Output};
use assay_sample::{Options as SampleOptions, Sample};
use assay_synth::{Column, Company, ShippedKind};
use assay_verify::{
    Findings, Options, Plan, Preparer, SampleFacts, SealedSample, Sealer, VerdictGrade, YesNo, readings, seal_rows,
};
use support::{RECORDS, SEED, build, key, listing, open, stated, test};

#[test]
fn grades_equal_their_truth_and_verdicts_follow() {
    let folder = tempfile::tempdir().unwrap();
    let index = [open(&build(folder.path(), "a.assay", &key()))];
    for (kind, verdict) in [
        (ShippedKind::Genuine, VerdictGrade::Verified),
        (ShippedKind::Respelt, VerdictGrade::Verified),
        (ShippedKind::Misspelt, VerdictGrade::Verified),
        (ShippedKind::Half, VerdictGrade::PartlyGenuine),
        (ShippedKind::Stitched, VerdictGrade::Fabricated),
        (ShippedKind::Directory, VerdictGrade::Fabricated),
        (ShippedKind::Fabricated, VerdictGrade::Undecided),
    ] {
        let (bytes, truth) = listing(kind, 300);
        let (findings, grades) = test(&index, &bytes, &stated(1_000_000), 1_000);
        let grades: Vec<String> = grades.iter().map(ToString::to_string).collect();
        assert_eq!(grades, truth, "{kind}");
        assert_eq!(findings.verdict.grade, verdict, "{kind}: {:?}", findings.verdict);
    }
}

#[test]
fn batches_leave_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let index = [open(&build(folder.path(), "a.assay", &key()))];
    let (bytes, _) = listing(ShippedKind::Half, 300);
    let whole = test(&index, &bytes, &stated(1_000_000), 1_000);
    for at_once in [1, 7, 299] {
        assert_eq!(test(&index, &bytes, &stated(1_000_000), at_once), whole);
    }
}

#[test]
fn a_sample_that_misses_is_bounded_not_refuted() {
    let folder = tempfile::tempdir().unwrap();
    let index = [open(&build(folder.path(), "a.assay", &key()))];
    let (bytes, _) = listing(ShippedKind::Fabricated, 300);
    let (findings, _) = test(&index, &bytes, &stated(1_000_000), 1_000);
    assert_eq!(findings.verdict.theirs.answer, YesNo::Undecided);
    let ssn = findings
        .matched
        .fields
        .iter()
        .find(|field| field.class == Class::single(Kind::Ssn))
        .unwrap();
    // 1 − 0.05^(1/n) of n distinct values.
    let bound = 1.0 - 0.05f64.powf(1.0 / ssn.tested as f64);
    assert!((ssn.zero_hits_bound.unwrap() - bound).abs() < 1e-12);
    assert!(
        findings
            .estimates
            .iter()
            .any(|estimate| estimate.estimator == "zero_hits_upper")
    );
}

#[test]
fn the_overlap_with_the_population_is_no_evidence() {
    let folder = tempfile::tempdir().unwrap();
    let index = [open(&build(folder.path(), "a.assay", &key()))];
    // Half of the rows match, without an account column; of a population of 4,000 half are customers.
    let (bytes, _) = listing(ShippedKind::Half, 300);
    let (findings, _) = test(&index, &bytes, &stated(4_000), 1_000);
    assert_eq!(findings.verdict.theirs.answer, YesNo::Undecided);
    assert_eq!(findings.verdict.grade, VerdictGrade::Undecided);
    let (findings, _) = test(&index, &bytes, &Options::default(), 1_000);
    assert_eq!(
        findings.verdict.theirs.answer,
        YesNo::Undecided,
        "nothing is known of the population"
    );
}

/// The cell of a record.
type Of<'a> = &'a dyn Fn(Column) -> String;

/// A sample of some of the company's customers, each cell from the record or made up from its number.
fn customers(header: &str, count: u64, cells: &dyn Fn(u64, Of<'_>) -> String) -> Vec<u8> {
    let company = Company::new(SEED, RECORDS).unwrap();
    let mut rows = format!("{header}\n");
    for i in 0..count {
        let record = company.record(i);
        rows += &cells(i, &|column| record.get(column).to_owned());
        rows.push('\n');
    }
    rows.into_bytes()
}

fn verdict(bytes: &[u8], population: u64) -> (VerdictGrade, YesNo, YesNo) {
    let folder = tempfile::tempdir().unwrap();
    let index = [open(&build(folder.path(), "a.assay", &key()))];
    let verdict = test(&index, bytes, &stated(population), 1_000).0.verdict;
    (verdict.grade, verdict.authentic.answer, verdict.theirs.answer)
}

#[test]
fn accounts_of_another_company_speak_for_another_source_only_where_the_overlap_allows_it() {
    let bytes = customers("account,first_name,last_name,ssn,phone", 100, &|i, of| {
        let [given, surname, ssn, phone] = [Column::GivenName, Column::Surname, Column::Ssn, Column::Phone].map(of);
        format!("QX{},{given},{surname},{ssn},{phone}", 5_550_000 + i * 7)
    });
    // Nearly everybody is a customer: any list of real people would match as well.
    let (grade, _, theirs) = verdict(&bytes, 2_030);
    assert_eq!((grade, theirs), (VerdictGrade::NotTheirs, YesNo::No));
    // Hardly anybody is: numbers from elsewhere can't explain that all rows are customers.
    let (grade, _, theirs) = verdict(&bytes, 1_000_000);
    assert_eq!((grade, theirs), (VerdictGrade::Undecided, YesNo::Undecided));
}

#[test]
fn directory_data_alone_are_neither_proof_nor_fabrication() {
    let bytes = customers("name,phone", 200, &|_, of| {
        format!(
            "{} {},{}",
            of(Column::GivenName),
            of(Column::Surname),
            of(Column::Phone)
        )
    });
    let (grade, authentic, _) = verdict(&bytes, 1_000_000);
    assert_eq!((grade, authentic), (VerdictGrade::Undecided, YesNo::Undecided));
}

#[test]
fn rows_dressed_up_with_an_invented_field_are_authentic_in_part() {
    let bytes = customers("name,email,account,ssn", 200, &|i, of| {
        let name = format!("{} {}", of(Column::GivenName), of(Column::Surname));
        let invented = format!("{:03}-{:02}-{:04}", 100 + i % 500, 10 + i % 80, 1_000 + i * 31);
        format!("{name},{},{},{invented}", of(Column::Email), of(Column::Account))
    });
    assert_eq!(verdict(&bytes, 1_000_000).1, YesNo::Partly);
}

#[test]
fn invented_names_beside_linked_numbers_are_authentic_in_part() {
    let bytes = customers("name,account,ssn", 100, &|i, of| {
        format!(
            "Xq{} Zw{},{},{}",
            ["a", "e", "i", "o"][i as usize % 4],
            ["a", "u"][i as usize % 2],
            of(Column::Account),
            of(Column::Ssn)
        )
    });
    assert_eq!(verdict(&bytes, 1_000_000).1, YesNo::Partly);
}

#[test]
fn a_few_rows_that_are_all_genuine_are_not_called_partly_genuine() {
    let row = |_: u64, of: Of<'_>| {
        let [given, surname, ssn, account] = [Column::GivenName, Column::Surname, Column::Ssn, Column::Account].map(of);
        format!("{given},{surname},{ssn},{account}")
    };
    let header = "first_name,last_name,ssn,account";
    assert_eq!(verdict(&customers(header, 10, &row), 1_000_000).1, YesNo::Yes);
    // Two hundred copies of one row are one row.
    let one = String::from_utf8(customers(header, 1, &row)).unwrap();
    let line = one.lines().nth(1).unwrap();
    let copies = format!("{header}\n{}", format!("{line}\n").repeat(200));
    assert_eq!(verdict(copies.as_bytes(), 1_000_000).1, YesNo::Undecided);
}

#[test]
fn columns_shuffled_apart_are_not_called_fabricated_while_own_numbers_are_real() {
    let company = Company::new(SEED, RECORDS).unwrap();
    let bytes = customers("first_name,last_name,ssn,account", 200, &|i, of| {
        let other = company.record(i + 500);
        format!(
            "{},{},{},{}",
            of(Column::GivenName),
            of(Column::Surname),
            company.record(i + 1_000).get(Column::Ssn),
            other.get(Column::Account)
        )
    });
    assert_eq!(verdict(&bytes, 1_000_000).0, VerdictGrade::Undecided);
}

#[test]
fn two_indexes_of_one_name_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("old")).unwrap();
    let first = build(folder.path(), "a.assay", &key());
    let second = build(&folder.path().join("old"), "a.assay", &key());
    let (bytes, _) = listing(ShippedKind::Genuine, 50);
    let (findings, _) = test(&[open(&first), open(&second)], &bytes, &Options::default(), 1_000);
    let labels: Vec<&str> = findings.indexes.iter().map(|index| index.index.as_str()).collect();
    assert_eq!(labels, ["a.assay", "a.assay (2)"]);
    assert_eq!(findings.matched.by_index[0].rows, findings.matched.by_index[1].rows);
}

fn seal(folder: &Path, bytes: &[u8], key: &Key) -> PathBuf {
    let mut sample =
        Sample::from_reader("test", std::io::Cursor::new(bytes.to_vec()), &SampleOptions::default()).unwrap();
    let readings = readings(&sample);
    let plan = Plan::new(&readings, &[]);
    let path = folder.join("a.sealed");
    let output = Output::create(&path, true).unwrap();
    let mut sealer = Sealer::new(key, Preparer::new(readings, plan).unwrap(), output).unwrap();
    seal_rows(&mut sample, &mut sealer, &|_| {}).unwrap();
    sealer.finish(SampleFacts::of(&sample), "test").unwrap();
    path
}

fn test_sealed(path: &Path, index: &[Index], keys: &[Key]) -> Result<Findings, assay_verify::Error> {
    let sealed = SealedSample::open(path)?;
    let facts = sealed.facts();
    let mut tester = sealed.tester(index, keys)?;
    sealed.read(keys, tester.at_once(), |parts| tester.add_prepared(parts).map(drop))?;
    tester.finish(facts, &stated(1_000_000))
}

#[test]
fn a_sealed_sample_finds_what_the_raw_one_finds() {
    let folder = tempfile::tempdir().unwrap();
    let index = [open(&build(folder.path(), "a.assay", &key()))];
    let (bytes, _) = listing(ShippedKind::Half, 300);
    let raw = test(&index, &bytes, &stated(1_000_000), 1_000).0;
    let path = seal(folder.path(), &bytes, &key());
    let sealed = test_sealed(&path, &index, &[key()]).unwrap();
    assert_eq!(sealed.matched, raw.matched);
    assert_eq!(sealed.verdict, raw.verdict);
    assert_eq!(sealed.sample.rows, raw.sample.rows);
    assert_eq!(sealed.sample.persons, raw.sample.persons);
    assert_eq!(sealed.sample.columns, raw.sample.columns);
}

#[test]
fn a_damaged_or_foreign_sealed_sample_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let index = [open(&build(folder.path(), "a.assay", &key()))];
    let (bytes, _) = listing(ShippedKind::Genuine, 40);
    let path = seal(folder.path(), &bytes, &key());
    let good = std::fs::read(&path).unwrap();
    // Every byte near the ends, and one in 97 between.
    let places = (0..good.len()).filter(|at| *at < 200 || *at + 400 > good.len() || at % 97 == 0);
    for at in places {
        let mut bad = good.clone();
        bad[at] ^= 1 << (at % 8);
        std::fs::write(&path, &bad).unwrap();
        assert!(test_sealed(&path, &index, &[key()]).is_err(), "byte {at}");
    }
    for len in (0..good.len()).step_by(101) {
        std::fs::write(&path, &good[..len]).unwrap();
        assert!(test_sealed(&path, &index, &[key()]).is_err(), "{len} bytes");
    }
    std::fs::write(&path, [good.as_slice(), b"more"].concat()).unwrap();
    assert!(test_sealed(&path, &index, &[key()]).is_err());
    let other = seal(folder.path(), &bytes, &Key::from_bytes([8; 32]));
    let error = test_sealed(&other, &index, &[key()]).unwrap_err();
    assert!(
        matches!(error, assay_verify::Error::SealedUnderAnotherKey { .. }),
        "{error}"
    );
}
