//! A report to JSON and back.
#![allow(clippy::unwrap_used)]

mod fixture;

use assay_report::{Error, Report, SCHEMA, from_json, to_json};
use assay_verify::Grade;
use fixture::{empty, full, json, nothing_hits};
use serde_json::{Value, json};

fn value(report: &Report) -> Value {
    serde_json::from_str(&json(report)).unwrap()
}

fn read(value: &Value) -> Result<Report, Error> {
    from_json(value.to_string().as_bytes())
}

#[test]
fn a_report_survives_its_file() {
    for report in [full(), empty(), nothing_hits()] {
        let text = json(&report);
        let again = from_json(text.as_bytes()).unwrap();
        assert_eq!(again, report);
        assert_eq!(json(&again), text);
        assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), report);
    }
}

#[test]
fn every_number_comes_back_as_it_was() {
    let mut report = full();
    // Numbers that a fast but inexact parser of decimals gets wrong by one step.
    for number in [
        0.1 + 0.2,
        7.120_640_331_223_107e-26,
        1.0 / 3.0,
        5e-324,
        0.972_000_000_000_000_1,
    ] {
        report.findings.matched.fields[0].chance_rate = number;
        let again = from_json(json(&report).as_bytes()).unwrap();
        assert_eq!(again.findings.matched.fields[0].chance_rate.to_bits(), number.to_bits());
    }
}

#[test]
fn the_keys_stand_in_the_order_of_the_design() {
    let text = json(&full());
    let keys: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("  \"")?.split_once('"').map(|(key, _)| key))
        .collect();
    // It stands where something could be checked only.
    let (known, coherence): (Vec<_>, Vec<_>) = keys.iter().partition(|key| **key != "coherence");
    assert_eq!(known, TOP);
    assert_eq!((coherence, keys[4]), (vec!["coherence"], "coherence"));
}

#[test]
fn every_key_of_the_design_is_there_even_if_empty() {
    for report in [full(), empty()] {
        let value = value(&report);
        for key in TOP {
            assert!(value.get(key).is_some(), "{key}");
        }
        for path in PATHS {
            assert!(value.pointer(path).is_some(), "{path}");
        }
        for grade in Grade::ALL {
            assert!(value["match"]["rows"].get(grade.name()).is_some(), "{grade}");
        }
    }
    let value = value(&full());
    for (list, keys) in LISTS {
        let first = value.pointer(list).and_then(|list| list.get(0)).unwrap();
        for key in *keys {
            assert!(first.get(key).is_some(), "{list}: {key}");
        }
    }
    assert_eq!(value["match"]["fields"][0]["class"], "ssn");
    assert_eq!(
        value["match"]["genuine"]["interval"],
        json!({"low": 0.9612, "high": null})
    );
    assert_eq!(value["evidence"]["inputs"][0]["name"], "leak, part 1.csv");
}

#[test]
fn a_later_addition_is_ignored() {
    let mut value = value(&full());
    value["horoscope"] = json!("fine");
    value["match"]["fields"][0]["later"] = json!([1, 2]);
    value["evidence"]["signature"] = json!("00");
    value["warnings"][0]["more"] = json!(1);
    assert_eq!(read(&value).unwrap(), full());
}

#[test]
fn another_schema_is_refused_by_both_names() {
    let mut value = value(&full());
    value["schema"] = json!("assay.report/2");
    let error = read(&value).unwrap_err();
    assert!(matches!(error, Error::UnknownSchema { .. }));
    let text = error.to_string();
    assert!(text.contains(SCHEMA) && text.contains("`assay.report/2`"), "{text}");
}

#[test]
fn errors_say_where_and_never_repeat_the_file() {
    let secret = "456-12-7890";
    let with = |change: &dyn Fn(&mut Value)| {
        let mut value = value(&full());
        change(&mut value);
        read(&value).unwrap_err().to_string()
    };
    for (text, expected) in [
        (with(&|v| v["schema"] = json!(secret)), "11 characters"),
        (with(&|v| v["verdict"]["grade"] = json!(secret)), "`verdict`"),
        (with(&|v| v["warnings"][0]["code"] = json!(secret)), "`warnings`"),
        (with(&|v| v["match"]["rows"] = json!({secret: 1})), "`match`"),
        (with(&|v| v["sample"]["rows"]["read"] = json!(secret)), "`sample`"),
        (with(&|v| v["tool"] = json!({})), "a key is missing"),
        (
            with(&|v| drop(v.as_object_mut().unwrap().remove("claim"))),
            "no section `claim`",
        ),
        (with(&|v| drop(v.as_object_mut().unwrap().remove("schema"))), "`schema`"),
        (with(&|v| *v = json!([secret])), "`schema`"),
        (
            from_json(format!("{{\"a\": 1,\n {secret}}}").as_bytes())
                .unwrap_err()
                .to_string(),
            "line 2",
        ),
        (
            from_json(format!("name,ssn\nx,{secret}\n").as_bytes())
                .unwrap_err()
                .to_string(),
            "line 1",
        ),
        (from_json(&b""[..]).unwrap_err().to_string(), "line 1"),
        (from_json(&[0xff, 0xfe, 0x00][..]).unwrap_err().to_string(), "line 1"),
    ] {
        assert!(text.contains(expected) && !text.contains("456"), "{text}");
    }
}

#[test]
fn a_number_that_json_can_not_hold_is_an_error_and_writes_nothing() {
    let mut report = full();
    report.findings.matched.fields[0].chance_rate = f64::NAN;
    let mut out = Vec::new();
    assert!(matches!(
        to_json(&report, &mut out),
        Err(Error::NotFinite { section: "match" })
    ));
    assert!(out.is_empty());
}

#[test]
fn a_failing_output_is_an_error() {
    let mut full_disk = &mut [0u8; 10][..];
    assert!(matches!(
        to_json(&full(), &mut full_disk),
        Err(Error::Io { what: "write", .. })
    ));
}

const TOP: [&str; 11] = [
    "schema",
    "tool",
    "evidence",
    "sample",
    "indexes",
    "match",
    "signals",
    "estimates",
    "claim",
    "verdict",
    "warnings",
];
const PATHS: &[&str] = &[
    "/tool/name",
    "/tool/version",
    "/evidence/inputs",
    "/evidence/command",
    "/evidence/parameters",
    "/evidence/started",
    "/evidence/ended",
    "/evidence/complete",
    "/evidence/reason",
    "/sample/rows/read",
    "/sample/rows/rejected",
    "/sample/rows/distinct",
    "/sample/rows/duplicate",
    "/sample/persons",
    "/sample/columns",
    "/match/fields",
    "/match/links",
    "/match/persons/matched",
    "/match/genuine/estimate",
    "/match/genuine/interval",
    "/match/genuine/level",
    "/match/genuine/estimator",
    "/match/listing",
    "/claim/rows",
    "/claim/people",
    "/claim/bytes",
    "/claim/fields",
    "/verdict/authentic/answer",
    "/verdict/authentic/confidence",
    "/verdict/theirs/answer",
    "/verdict/new/answer",
    "/verdict/grade",
    "/verdict/reasons",
    "/verdict/limits",
];
const LISTS: &[(&str, &[&str])] = &[
    ("/sample/columns", &["name", "kind", "confidence", "outcomes"]),
    (
        "/match/fields",
        &[
            "class",
            "index",
            "tested",
            "hits",
            "expected_false_hits",
            "chance_rate",
            "rate",
            "interval",
        ],
    ),
    (
        "/match/links",
        &[
            "class",
            "index",
            "tested",
            "hits",
            "expected_false_hits",
            "chance_rate",
            "rate",
            "interval",
        ],
    ),
    (
        "/estimates",
        &["quantity", "estimator", "value", "interval", "level", "assumptions"],
    ),
    ("/estimates/0/assumptions", &["text", "holds"]),
    ("/claim/fields", &["kind", "status"]),
    (
        "/evidence/inputs",
        &["role", "name", "bytes", "blake3", "sha256", "seal"],
    ),
];
