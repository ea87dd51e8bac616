//! A dump is the company's table in other spellings, row for row.

#![allow(clippy::unwrap_used)]

use assay_synth::{Column, Company, Dump};

const RECORDS: u64 = 20_000;

fn dump(company: &Company, threads: usize) -> String {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let mut out = Vec::new();
    pool.install(|| Dump::new(company, 5).write(&mut out, &|_| {}).unwrap());
    String::from_utf8(out).unwrap()
}

fn digits(value: &str) -> String {
    value.chars().filter(char::is_ascii_digit).collect()
}

#[test]
fn row_n_is_record_n_in_other_spellings() {
    let company = Company::new(3, RECORDS).unwrap();
    let dump = dump(&company, 2);
    let mut lines = dump.lines().map(|line| line.split(';').collect::<Vec<_>>());
    let header = lines.next().unwrap();
    assert_eq!(header[..3], ["Account Number", "Name", "Social Security Number"]);
    let mut rows = 0;
    for (index, row) in (0..RECORDS).zip(&mut lines) {
        let record = company.record(index);
        assert_eq!(row.len(), header.len());
        assert_eq!(digits(row[0]), digits(record.get(Column::Account)));
        assert_ne!(row[0], record.get(Column::Account));
        assert_eq!(digits(row[2]), digits(record.get(Column::Ssn)));
        rows += 1;
    }
    assert_eq!((rows, lines.next()), (RECORDS, None));
}

#[test]
fn threads_leave_no_trace() {
    let company = Company::new(3, RECORDS).unwrap();
    assert!(dump(&company, 1) == dump(&company, 3));
}
