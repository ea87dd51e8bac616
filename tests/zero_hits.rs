//! A sample without a single hit: the report says what that leaves open, and never "no".

#![allow(clippy::unwrap_used)]

mod support;

use serde_json::Value;
use support::Folder;

/// Whatever is stated beside the sample.
const STATED: [&str; 8] = [
    "",
    "--population 1000000",
    "--sampling random --claim-rows 100000000 --claim-people 76600000",
    "--claim-rows 100 --claim-people 100 --claim-bytes 10 --level 0.99",
    "--claim-rows 1000000 --claim-bytes 1GB --interval wilson",
    "--controls customers=samples/genuine.csv --interval jeffreys",
    "--controls fabricated=samples/stitched.csv --sampling random",
    "--controls customers=samples/misspelt.csv --controls fabricated=samples/stitched.csv --claim-rows 1000",
];

#[test]
fn a_sample_without_a_hit_is_never_answered_with_no() {
    let folder = Folder::with_shipped_index();
    let fabricated = String::from_utf8(folder.read("samples/fabricated.csv")).unwrap();
    let lines: Vec<&str> = fabricated.lines().collect();
    folder.write("few.csv", lines[..12].join("\n"));
    // Rows alone, of columns that tell by their look what they hold.
    let bare = lines[1..200].iter().map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        [cells[0], cells[5]].join(";")
    });
    folder.write("bare.csv", bare.collect::<Vec<_>>().join("\n"));
    folder.write(
        "padded.csv",
        [&lines[..50], &lines[1..50], &lines[1..50]].concat().join("\n"),
    );
    for sample in ["samples/fabricated.csv", "few.csv", "bare.csv", "padded.csv"] {
        for stated in STATED {
            let test = format!("test {sample} --index acme.assay --key acme.key {stated}");
            let report = folder.done(&format!("{test} --json -")).findings();
            assert_eq!(report["match"]["genuine"]["genuine"], 0, "{test}");
            assert_eq!(hits(&report), 0, "{test}");
            assert_eq!(report["verdict"]["grade"], "undecided", "{test}");
            let text = folder.done(&test).stdout();
            assert!(!says_no(&text), "{test}:\n{text}");
            each_text(&report, &mut |text| assert!(!says_no(text), "{test}: {text}"));
            assert!(
                text.contains("that a sample without a genuine row leaves open"),
                "{test}:\n{text}"
            );
            assert!(text.contains("at most "), "{test}:\n{text}");
        }
    }
}

#[test]
fn the_word_is_found_where_it_stands() {
    assert!(says_no("NO.") && says_no("a (no) b") && says_no("--no-header"));
    assert!(!says_no("not none, nothing, no_genuine_rows, north"));
}

/// Whether a text has the word, in whatever case.
fn says_no(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.into_iter().any(|word| word.eq_ignore_ascii_case("no"))
}

fn hits(report: &Value) -> u64 {
    let fields = report["match"]["fields"].as_array().unwrap();
    fields.iter().map(|field| field["hits"].as_u64().unwrap()).sum()
}

/// Every text of a report, names of keys left out.
fn each_text(value: &Value, each: &mut dyn FnMut(&str)) {
    match value {
        Value::String(text) => each(text),
        Value::Array(values) => values.iter().for_each(|value| each_text(value, each)),
        Value::Object(values) => values.values().for_each(|value| each_text(value, each)),
        _ => {}
    }
}
