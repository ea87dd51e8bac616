//! Labels, through the program: an index that is a function of its records alone, rare values that stand nowhere, what is
//! refused, and samples of known segments.

#![allow(clippy::unwrap_used)]

mod support;

use assay_fields::{Class, Kind, Reading, Row, Side};
use assay_index::{Digester, Key, Keyed, LockedIndex, Messages, OTHERS, push_label};
use serde_json::Value;
use support::refused::refused;
use support::tables::{Table, gz};
use support::{ACME, Folder, container, key_file};

const PLAN: usize = 13;
/// A plan that a few customers have.
const RARE: &str = "zanzibarplan";

fn folder() -> (Folder, Table) {
    let folder = Folder::new();
    folder.write("acme.key", key_file(ACME));
    let company = Table::of_csv(&std::fs::read(support::datasets().join("company.csv")).unwrap());
    folder.write("company.csv", company.delimited(b','));
    (folder, company)
}

fn index(folder: &Folder, arguments: &str) -> Vec<u8> {
    folder.done(&format!("index {arguments} --key acme.key -o out.assay"));
    folder.read("out.assay")
}

fn sections(index: &[u8], tag: [u8; 4]) -> Vec<Vec<u8>> {
    let sections = container::sections(index)
        .into_iter()
        .filter(|section| section.tag == tag);
    sections.map(|section| index[section.content].to_vec()).collect()
}

fn manifest(index: &[u8]) -> Value {
    serde_json::from_slice(&sections(index, *b"MANI")[0][32..]).unwrap()
}

/// The segments that a test finds, without what names the files.
fn segments(folder: &Folder, sample: &str) -> Vec<Value> {
    let ran = folder.done(&format!("test {sample} --index out.assay --key acme.key --json -"));
    ran.findings()["match"]["segments"].as_array().unwrap().clone()
}

/// A sample of the rows whose plan is one of `plans`.
fn sample(company: &Table, plans: &[&str], most: usize) -> Vec<u8> {
    let rows = company.rows.iter().filter(|row| plans.contains(&row[PLAN].as_str()));
    let cells = |row: &Vec<String>| [1, 2, 3, 5, 6].map(|at: usize| row[at].clone()).to_vec();
    Table {
        header: cells(&company.header),
        rows: rows.take(most).map(cells).collect(),
    }
    .delimited(b',')
}

#[test]
fn order_threads_memory_and_form_do_not_show_in_an_index() {
    let (folder, company) = folder();
    let expected = index(&folder, "company.csv --label plan,state");
    let (first, second) = (company.part(0..4_000), company.part(4_000..company.rows.len()));
    folder.write("a.csv", first.delimited(b','));
    folder.write("b.csv", second.delimited(b','));
    folder.write("b.parquet", second.parquet());
    let mut turned = company.clone();
    turned.rows.reverse();
    folder.write("turned.csv", turned.delimited(b','));
    folder.write("company.ndjson.gz", gz(&company.json_lines()));
    for arguments in [
        "company.csv --label state --label plan",
        "company.csv --label #14,#10",
        "company.csv --label plan,state --threads 1",
        "company.csv --label plan,state --threads 7",
        "company.csv --label plan,state --memory 1MB",
        "a.csv b.csv --label plan,state",
        "b.parquet a.csv --label plan,state",
        "turned.csv --label plan,state",
        "company.ndjson.gz --label plan,state",
    ] {
        assert!(index(&folder, arguments) == expected, "{arguments}");
    }
    let words = [
        "index",
        "-",
        "--key",
        "acme.key",
        "-o",
        "piped.assay",
        "--label",
        "plan,state",
    ];
    folder.run_with(&words, &folder.read("company.csv")).done();
    assert!(folder.read("piped.assay") == expected, "stdin");
}

#[test]
fn labels_leave_all_else_as_it_is() {
    let (folder, company) = folder();
    let (without, with) = (
        index(&folder, "company.csv"),
        index(&folder, "company.csv --label plan"),
    );
    let (plain, labelled) = (sections(&without, *b"SHRD"), sections(&with, *b"SHRD"));
    assert_eq!(labelled.len(), plain.len() + 4);
    assert!(labelled[..plain.len()] == plain, "every other filter is the same");
    let (plain, labelled) = (manifest(&without), manifest(&with));
    assert_eq!(plain["labels"], serde_json::json!({}));
    for key in ["records", "own", "names"] {
        assert_eq!(plain[key], labelled[key], "{key}");
    }
    let count = |plan: &str| company.rows.iter().filter(|row| row[PLAN] == plan).count();
    for plan in ["business", "former", "postpaid", "prepaid"] {
        assert_eq!(labelled["labels"]["plan"][plan], count(plan), "{plan}");
    }
    let classes = labelled["classes"].as_array().unwrap();
    let carriers: Vec<&str> = classes[classes.len() - 4..]
        .iter()
        .map(|entry| entry["class"].as_str().unwrap())
        .collect();
    let expected = [
        "account+label:plan",
        "ssn+label:plan",
        "phone+label:plan",
        "email+label:plan",
    ];
    assert_eq!(carriers, expected);
}

#[test]
fn a_rare_value_stands_nowhere_and_nobody_can_look_it_up() {
    let (folder, mut company) = folder();
    for row in company.rows.iter_mut().step_by(102) {
        RARE.clone_into(&mut row[PLAN]);
    }
    for row in company.rows.iter_mut().skip(1).step_by(500) {
        row[PLAN].clear();
    }
    let rare: Vec<Vec<String>> = company.rows.iter().filter(|row| row[PLAN] == RARE).cloned().collect();
    let empty = company.rows.iter().filter(|row| row[PLAN].is_empty()).count();
    assert!(
        (50..100).contains(&rare.len()) && (1..100).contains(&empty),
        "{} {empty}",
        rare.len()
    );
    folder.write("company.csv", company.delimited(b','));
    let ran = folder.done("index company.csv --key acme.key -o out.assay --label plan");
    let bytes = folder.read("out.assay");
    assert_eq!(manifest(&bytes)["labels"]["plan"][OTHERS], rare.len() + empty);
    assert!(!bytes.windows(RARE.len()).any(|window| window == RARE.as_bytes()));
    assert!(!ran.stderr().contains(RARE), "{ran}");
    folder.write("sample.csv", sample(&company, &[RARE], 1_000));
    let told = segments(&folder, "sample.csv");
    let others = told[0]["segments"]
        .as_array()
        .unwrap()
        .iter()
        .find(|segment| segment["segment"] == OTHERS);
    assert_eq!(others.unwrap()["sample"], told[0]["told"]);
    let report = folder.done("test sample.csv --index out.assay --key acme.key").stdout();
    assert!(report.contains("(others)") && !report.contains(RARE), "{report}");

    // With the key: the pooled segment hits for every one of them, the rare value itself for none.
    let key = Key::read(&folder.path("acme.key")).unwrap();
    let index = LockedIndex::open(&folder.path("out.assay"))
        .unwrap()
        .unlock(std::slice::from_ref(&key))
        .unwrap();
    let (account, label) = (Class::single(Kind::Account), Class::label(Kind::Account, "plan"));
    let keyed = Keyed::new(&key, [account.clone(), label.clone()]);
    let mut messages = Messages::default();
    let mut row = Row::default();
    for cells in &rare {
        row.fill(&[Some(Reading::new(Kind::Account))], [cells[0].as_str()].into_iter());
        account.messages(&row, Side::Probe, &mut |_, message| messages.push(message));
    }
    let mut digests = Vec::new();
    keyed.digest(&account, &messages, &mut digests).unwrap();
    assert_eq!(digests.len(), rare.len());
    let (at, _) = index.manifest().class(&label).unwrap();
    for (segment, expected) in [(OTHERS, rare.len()), (RARE, 0), ("prepaid", 0)] {
        let (mut messages, mut labels) = (Messages::default(), Vec::new());
        digests
            .iter()
            .for_each(|digest| push_label(&mut messages, *digest, segment));
        keyed.digest(&label, &messages, &mut labels).unwrap();
        let hits = index.probe(at, &labels).unwrap().into_iter().filter(|hit| *hit).count();
        assert_eq!(hits, expected, "{segment}");
    }
}

#[test]
fn samples_are_told_by_their_segments_raw_and_sealed() {
    let (folder, company) = folder();
    index(&folder, "company.csv --label plan,state --covers all");
    folder.write("sample.csv", sample(&company, &["prepaid"], 300));
    let told = segments(&folder, "sample.csv");
    assert_eq!(told.len(), 2);
    let plan = told.iter().find(|found| found["label"] == "plan").unwrap();
    assert_eq!(
        (&plan["spread"]["differs"], &plan["largest"]["segment"]),
        (&true.into(), &"prepaid".into())
    );
    let prepaid = company.rows.iter().filter(|row| row[PLAN] == "prepaid").count();
    assert_eq!(plan["largest"]["customers"], prepaid);
    // Plans are spread over states alike.
    let state = told.iter().find(|found| found["label"] == "state").unwrap();
    assert_eq!(state["spread"]["differs"], false);
    folder.done("seal sample.csv --key acme.key -o sample.sealed");
    assert_eq!(segments(&folder, "sample.sealed"), told);
    // Threads and memory leave no trace.
    for more in ["--threads 1", "--threads 5", "--memory 64MiB"] {
        assert_eq!(segments(&folder, &format!("sample.csv {more}")), told, "{more}");
    }
    folder.write(
        "sample.csv",
        sample(&company, &["prepaid", "former", "postpaid", "business"], 300),
    );
    let told = segments(&folder, "sample.csv");
    assert!(told.iter().all(|found| found["spread"]["differs"] == false), "{told:?}");
}

#[test]
fn what_tells_no_segments_is_refused() {
    let (folder, mut company) = folder();
    for column in ["ssn", "phone", "account", "surname", "#2", "dob", "address", "imei"] {
        let line = format!("index company.csv --key acme.key -o out --label {column}");
        refused(&folder, &line, &["--label", "point at people", "--map"]);
    }
    let line = |label: &str| format!("index company.csv --key acme.key -o out --label {label}");
    refused(&folder, &line("nosuch"), &["nosuch"]);
    refused(&folder, &line("#99"), &["#99"]);
    refused(&folder, &line("plan,#14"), &["column 14", "twice"]);
    refused(&folder, &line("signup_date"), &["column 15", "256"]);
    refused(
        &folder,
        "index company.csv --key acme.key -o out --link ssn+label:plan",
        &["--label"],
    );
    // Values that only come behind the leading rows of a stream are counted as well, and none is named.
    company.rows.truncate(2_000);
    for (number, row) in company.rows.iter_mut().enumerate() {
        row[PLAN] = format!("tariff{}", number % 257);
    }
    folder.write("company.csv", company.delimited(b','));
    let ran = refused(&folder, &line("plan"), &["257 different values", "at most 256"]);
    assert!(!ran.stderr().contains("tariff"), "{ran}");
    for row in &mut company.rows {
        row[PLAN] = row[PLAN].replace("tariff256", "tariff255");
    }
    folder.write("company.csv", company.delimited(b','));
    let ran = folder.done(&line("plan"));
    assert!(ran.stderr().contains("one segment tells nothing"), "{ran}");
}
