//! What every refusal has in common: status 1, a message, nothing written and nothing lost.

use super::tables::Table;
use super::{ACME, Folder, OTHER, Ran, key_file};

/// A folder with a company of 1,000, its key and index, another key, and a sample of 24 rows, raw and sealed: two of
/// its own, the others unknown to it. The sample has no identifier but ssn, phone and email, so that most filters of
/// the index are never asked.
pub(crate) fn small_folder() -> Folder {
    let folder = Folder::new();
    folder.write("acme.key", key_file(ACME));
    folder.write("other.key", key_file(OTHER));
    let company = Table::of_csv(&std::fs::read(super::datasets().join("company.csv")).unwrap());
    folder.write("company.csv", company.part(0..1_000).delimited(b','));
    let cells = |row: &Vec<String>| [1, 2, 3, 5, 6].map(|at: usize| row[at].clone()).to_vec();
    let sample = Table {
        header: cells(&company.header),
        rows: company.rows[998..1_022].iter().map(cells).collect(),
    };
    folder.write("sample.csv", sample.delimited(b','));
    folder.done("index company.csv --key acme.key -o acme.assay --company ACME");
    folder.done("seal sample.csv --key acme.key -o sample.sealed");
    folder
}

/// Runs a line that must be refused, once where nothing stands at the output's place and once where something does.
pub(crate) fn refused(folder: &Folder, line: &str, told: &[&str]) -> Ran {
    let before = folder.files();
    let words: Vec<&str> = line.split(' ').collect();
    let ran = folder.run(&words);
    assert_refused(&ran, told);
    assert!(folder.files() == before, "it wrote or changed a file: {ran}");
    assert!(folder.left_behind().is_empty(), "{:?}: {ran}", folder.left_behind());
    if words.contains(&"out") {
        folder.write("out", "what stood here before");
        assert_refused(&folder.run(&words), told);
        assert_eq!(folder.text("out"), "what stood here before", "{ran}");
        std::fs::remove_file(folder.path("out")).unwrap();
        assert!(folder.left_behind().is_empty(), "{:?}: {ran}", folder.left_behind());
    }
    ran
}

pub(crate) fn assert_refused(ran: &Ran, told: &[&str]) {
    assert_eq!(ran.status, Some(1), "{ran}");
    assert!(ran.stdout.is_empty(), "{ran}");
    let said = ran.stderr();
    let error = said.lines().find(|line| line.starts_with("assay: "));
    let error = error.unwrap_or_else(|| panic!("no error is said: {ran}"));
    assert!(!said.contains("defect"), "{ran}");
    for told in told {
        assert!(error.contains(told), "`{told}` is not in the message: {ran}");
    }
}

pub(crate) fn noise(len: usize) -> Vec<u8> {
    let mut random = super::random::Random::new(3);
    (0..len).map(|_| random.next() as u8).collect()
}
