//! What holds for any text.

use proptest::prelude::*;

use super::*;
use crate::forms::testing::{head, read};

/// Texts that are rich in what decides.
fn messy() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"a\"",
        "\"b\"",
        "'c'",
        "\"",
        "'",
        "\n",
        "\n{",
        "},{",
        "{\"a\":1}",
        "{\"a\":1}\n",
        "[1,2]",
        " ",
        "  ",
        "\\",
        "\\u00e9",
        "\\ud83d",
        "null",
        "True",
        "12",
        "-1.5",
        "x",
        "é",
        "//",
        "/*",
        "*/",
        "#",
        "{\"data\":[",
        "{\"index\":{}}",
        "{\"$oid\":",
        "ObjectId(\"",
        ")",
        "\t",
        "\r\n",
        "{\"a\":[",
        "\u{FFFD}",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        "[a-z\\\\\"\n\u{1}é😀'{},:/]{0,8}".prop_map(serde_json::Value::from),
        any::<i64>().prop_map(serde_json::Value::from),
        any::<bool>().prop_map(serde_json::Value::from),
        Just(serde_json::Value::Null),
    ];
    leaf.prop_recursive(3, 20, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
            prop::collection::btree_map("[a-c]{1,2}", inner, 0..4)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

/// The fields as they should be found.
fn flat(path: &str, value: &serde_json::Value, all: &mut Vec<(String, String)>) {
    let below = |name: &str| match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    };
    match value {
        serde_json::Value::Null => all.push((path.to_owned(), String::new())),
        serde_json::Value::String(text) => all.push((path.to_owned(), text.clone())),
        serde_json::Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                flat(&below(&(at + 1).to_string()), item, all);
            }
        }
        serde_json::Value::Object(members) => members.iter().for_each(|(key, value)| flat(&below(key), value, all)),
        plain => all.push((path.to_owned(), plain.to_string())),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn every_byte_is_accounted_for_however_it_arrives(text in messy(), first in 0usize..40) {
        let whole = read(&text, text.len(), reader(head(&text)));
        let first = (0..=first.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        // A `\r` that is at hand without its `\n` ends lines by itself.
        let first = if text[..first].contains('\r') { text.len() } else { first };
        prop_assert_eq!(whole, read(&text, first, reader(head(&text))));
        let detected = detect(head(&text));
        prop_assert!((0.0..=1.0).contains(&detected));
    }

    #[test]
    fn a_record_does_not_depend_on_how_it_arrives(text in messy()) {
        let text = text.as_bytes();
        let mut start = Start::default();
        start.place(Some(0), b'{');
        let mut whole = Record::default();
        let step = whole.read_on(text, &start, true);
        let mut parts = Record::default();
        let mut last = Step::Short;
        for upto in 0..=text.len() {
            last = parts.read_on(&text[..upto], &start, upto == text.len());
            if last != Step::Short {
                break;
            }
        }
        prop_assert_eq!(step, last);
        if step != Step::Bad {
            prop_assert_eq!(whole.flat.paths().collect::<Vec<_>>(), parts.flat.paths().collect::<Vec<_>>());
        }
    }

    #[test]
    fn what_is_written_is_read_back(
        record in prop::collection::btree_map("[a-c]{1,2}", value(), 1..5),
        pretty in any::<bool>(),
    ) {
        let record = serde_json::Value::Object(record.into_iter().collect());
        let text = match pretty {
            true => serde_json::to_string_pretty(&record).unwrap(),
            false => record.to_string(),
        };
        let (mut expected, mut found) = (Vec::new(), Vec::new());
        flat("", &record, &mut expected);
        prop_assert!(flatten_cell(&text, &mut |path, value| found.push((path.to_owned(), value.to_owned()))));
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn lines_that_are_written_are_read_back(
        rows in prop::collection::vec(("[a-z\"\\\\\n{}é,]{0,9}", any::<i32>()), 1..20),
        list in any::<bool>(),
    ) {
        let records = rows.iter().map(|(a, b)| serde_json::json!({"a": a, "b": b}).to_string()).collect::<Vec<_>>();
        let text = if list { format!("[{}]", records.join(",")) } else { records.join("\n") };
        let read = read(&text, text.len(), reader(head(&text)));
        let expected: Vec<Vec<String>> = rows.iter().map(|(a, b)| vec![a.clone(), b.to_string()]).collect();
        let found: Vec<Vec<String>> = read.rows.into_iter().map(|(_, cells)| cells).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn columns_that_are_written_are_read_back(
        rows in prop::collection::vec(("[a-z\"\\\\\n{}é,\\[\\]]{0,9}", any::<i32>()), 2..20),
        numbered in any::<bool>(),
        first in 1usize..40,
    ) {
        let column = |values: Vec<serde_json::Value>| match numbered {
            true => values.into_iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect(),
            false => serde_json::Value::from(values),
        };
        let a = column(rows.iter().map(|(a, _)| a.clone().into()).collect());
        let b = column(rows.iter().map(|(_, b)| (*b).into()).collect());
        let text = serde_json::json!({"a": a, "b": b}).to_string();
        // A map is sorted, so that the numbers beyond 9 would not stand in their order.
        prop_assume!(!numbered || rows.len() <= 10);
        let whole = read(&text, text.len(), reader(head(&text)));
        let first = (1..=first.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(1);
        prop_assert_eq!(&whole, &read(&text, first, reader(head(&text))));
        let expected: Vec<Vec<String>> = rows.iter().map(|(a, b)| vec![a.clone(), b.to_string()]).collect();
        let found: Vec<Vec<String>> = whole.rows.into_iter().map(|(_, cells)| cells).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn any_cell_is_flattened_or_left(cell in messy()) {
        let mut calls = 0;
        let flattened = flatten_cell(&cell, &mut |_, _| calls += 1);
        prop_assert!(flattened || calls == 0);
    }
}
