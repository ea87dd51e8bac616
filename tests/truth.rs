//! On the shipped samples every row's grade is its truth, raw or sealed.

#![allow(clippy::unwrap_used)]

mod support;

use std::collections::BTreeMap;

use support::{Folder, datasets};

#[test]
fn every_shipped_sample_gets_its_truth() {
    let folder = Folder::with_shipped_index();
    for (name, rows) in SAMPLES {
        folder.done(&format!(
            "test samples/{name}.csv --index acme.assay --key acme.key --rows rows.csv"
        ));
        let (found, truth) = (grades(&folder.read("rows.csv")), truth(name));
        assert_eq!(found.len(), rows, "{name}: rows");
        assert_eq!(
            found.keys().collect::<Vec<_>>(),
            truth.keys().collect::<Vec<_>>(),
            "{name}: row numbers"
        );
        let mut genuine = 0;
        let mut missed = Vec::new();
        for (row, truth) in &truth {
            let found = &found[row];
            genuine += usize::from(is_genuine(truth));
            match (is_genuine(truth), found == truth) {
                (_, true) => {}
                (true, false) => missed.push((row, found.clone())),
                (false, false) => panic!("{name}, row {row}: graded {found}, its truth is {truth}"),
            }
        }
        assert!(
            missed.len() * 1_000 <= genuine,
            "{name}: of {genuine} genuine rows these are not: {missed:?}"
        );
    }
}

#[test]
fn the_grades_are_those_that_the_samples_are_named_for() {
    let all = |name: &str, grade: &str| truth(name).values().all(|truth| truth == grade);
    assert!(all("genuine", "full") && all("respelt", "full"));
    assert!(all("directory", "directory"));
    assert!(all("stitched", "conflicting"));
    assert!(!truth("fabricated").values().any(|truth| is_genuine(truth)));
    assert!(truth("misspelt").values().all(|truth| is_genuine(truth)));
    let half = truth("half");
    assert_eq!(half.values().filter(|truth| is_genuine(truth)).count() * 2, half.len());
}

#[test]
fn a_sealed_sample_says_what_the_raw_one_says() {
    let folder = Folder::with_shipped_index();
    for (name, _) in SAMPLES {
        let test = |sample: &str, rows: &str| {
            folder.done(&format!(
                "test {sample} --index acme.assay --key acme.key --population 1000000 --claim-people 100000 --json - \
                 --rows {rows}"
            ))
        };
        let raw = test(&format!("samples/{name}.csv"), "raw.csv");
        folder.done(&format!("seal samples/{name}.csv --key acme.key -o {name}.sealed"));
        let sealed = test(&format!("{name}.sealed"), "sealed.csv");
        let (mut raw, mut sealed) = (raw.findings(), sealed.findings());
        for report in [&mut raw, &mut sealed] {
            // Only here may they differ: a sealed sample says that it is sealed, and carries one shuffle of its rows.
            assert!(report["sample"].as_object_mut().unwrap().remove("dialect").is_some());
            without_what_chance_gives(report);
        }
        assert_eq!(raw, sealed, "{name}");
        assert_eq!(folder.text("raw.csv"), folder.text("sealed.csv"), "{name}");
    }
}

/// Takes out what is found by shuffling rows: of a sealed sample that was done once, when it was sealed.
fn without_what_chance_gives(report: &mut serde_json::Value) {
    let sections = report.as_object_mut().unwrap();
    sections.remove("null");
    sections.remove("weights");
    sections.remove("made_up");
    let of_chance = |text: &serde_json::Value| {
        let text = text.as_str().unwrap();
        text.contains("with their values shuffled") || text.contains("no part counted twice")
    };
    let signals = sections["signals"].as_array_mut().unwrap();
    signals.retain(|signal| !of_chance(&signal["text"]));
    for list in ["reasons", "limits"] {
        let texts = sections["verdict"][list].as_array_mut().unwrap();
        texts.retain(|text| !of_chance(text));
    }
}

/// `assay test <(zcat sample.csv.gz) …`: a pipe has a name, and can be read only once.
#[test]
fn a_pipe_is_read_like_a_file() {
    let folder = Folder::with_shipped_index();
    let expected = folder.done("test samples/genuine.csv --index acme.assay --key acme.key --json -");
    let sample = folder.read("samples/genuine.csv");
    for name in ["/dev/stdin", "-"] {
        let args = [
            "test",
            name,
            "--index",
            "acme.assay",
            "--key",
            "acme.key",
            "--json",
            "-",
        ];
        assert_eq!(
            folder.run_with(&args, &sample).done().findings(),
            expected.findings(),
            "{name}"
        );
    }
}

/// The grade of every row, by its number.
fn grades(csv: &[u8]) -> BTreeMap<u64, String> {
    let mut reader = csv::Reader::from_reader(csv);
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|column| column == name).unwrap();
    let (row, grade) = (at("row"), at("grade"));
    let rows = reader.records().map(|record| {
        let record = record.unwrap();
        (record[row].parse().unwrap(), record[grade].to_owned())
    });
    rows.collect()
}

fn truth(name: &str) -> BTreeMap<u64, String> {
    grades(&std::fs::read(datasets().join(format!("samples/{name}.truth.csv"))).unwrap())
}

fn is_genuine(grade: &str) -> bool {
    matches!(grade, "full" | "partial")
}

/// The samples and how many rows each has.
const SAMPLES: [(&str, usize); 7] = [
    ("genuine", 1_000),
    ("respelt", 1_000),
    ("misspelt", 1_000),
    ("half", 1_000),
    ("stitched", 500),
    ("directory", 500),
    ("fabricated", 500),
];
