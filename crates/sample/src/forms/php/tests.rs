//! What texts are read as, and what holds for any.

use proptest::prelude::*;

use super::*;
use crate::forms::testing::{Read, head, read};

fn rows(text: &str) -> Read {
    let whole = read(text, text.len(), reader(head(text)));
    let first = (0..=text.len().min(3))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    assert_eq!(whole, read(text, first, reader(head(text))), "{text}");
    whole
}

fn flat(cell: &str) -> Option<Vec<String>> {
    let mut all = Vec::new();
    flatten_cell(cell, &mut |path, value| all.push(format!("{path}={value}"))).then_some(all)
}

#[test]
fn lines_become_rows() {
    let text = concat!(
        "a:3:{s:5:\"email\";s:7:\"a@x.org\";s:2:\"no\";i:1;s:2:\"on\";b:1;}\n",
        "\n",
        "a:3:{s:5:\"email\";s:5:\"é;\"}\";s:2:\"no\";d:0.5;s:2:\"on\";N;}\r\n",
    );
    let read = rows(text);
    assert_eq!(read.cells(0), [["a@x.org", "1", "true"], ["é;\"}", "0.5", ""]]);
    assert_eq!(read.tables[0].names.as_ref().unwrap(), &["email", "no", "on"]);
    assert_eq!(read.counts.blank, 1);
    assert!(detect(head(text)) > 0.9);
}

#[test]
fn cells_are_flattened() {
    let cases = [
        ("a:2:{i:0;s:1:\"x\";i:1;a:1:{i:0;i:7;}}", "1=x 2.1=7"),
        ("a:2:{i:5;s:1:\"x\";i:9;i:7;}", "5=x 9=7"),
        ("O:8:\"stdClass\":2:{s:1:\"a\";i:1;s:4:\"\0*\0b\";i:2;}", "a=1 b=2"),
        ("O:1:\"C\":1:{s:4:\"\0C\0d\";N;}", "d="),
        ("a:1:{s:5:\\\"email\\\";s:7:\\\"a@x.org\\\";}", "email=a@x.org"),
        // The length is that of another encoding.
        ("a:1:{s:4:\"name\";s:4:\"José\";}", "name=José"),
        ("a:1:{s:1:\"s\";S:2:\"\\41b\";}", "s=Ab"),
        ("a:1:{s:1:\"c\";C:1:\"X\":3:{a;b}}", "c=a;b"),
        ("a:1:{s:1:\"r\";R:1;}", "r="),
    ];
    for (cell, expected) in cases {
        assert_eq!(flat(cell).unwrap().join(" "), expected, "{cell}");
    }
    for cell in [
        "",
        "a:b",
        "a:1:{",
        "a:1:{i:0;}",
        "s:1:\"x\";",
        "a:1:{i:0;i:1;}x",
        "a@x.org:1",
        "a:1:2",
    ] {
        assert_eq!(flat(cell), None, "{cell}");
    }
}

#[test]
fn a_broken_value_costs_itself() {
    let good = "a:1:{s:1:\"a\";i:1;}\n";
    for bad in ["a:1:{s:1:\"a\";x}\n", "a:1:{s:1:\"a\n", "O:1:\"\n"] {
        let text = format!("{good}{bad}{good}");
        let read = rows(&text);
        assert_eq!(read.rows.len(), 2, "{text}");
        assert_eq!(read.counts.rejected(Reject::Malformed), 1, "{text}");
    }
    let read = rows(&format!("{good}a:1:{{s:1:\"a\""));
    assert_eq!(read.counts.rejected(Reject::CutOff), 1);
    let read = rows(&format!("{good}i:1;\nhello\n{good}"));
    assert_eq!((read.counts.rejected(Reject::NoRecord), read.counts.comments), (1, 1));
}

fn row(name: &str) -> String {
    format!(
        "a:2:{{s:1:\"n\";s:{}:\"{name}\";s:1:\"p\";a:1:{{i:0;a:1:{{s:1:\"q\";i:1;}}}}}}",
        name.len()
    )
}

fn array(names: &[&str]) -> String {
    let rows: String = names
        .iter()
        .enumerate()
        .map(|(at, name)| format!("i:{at};{}", row(name)))
        .collect();
    format!("a:{}:{{{rows}}}", names.len())
}

#[test]
fn elements_of_an_array_become_rows() {
    let one = array(&["A", "B", "C"]);
    let cases = [
        (one.clone(), vec!["A", "B", "C"]),
        (format!("{one}\n{}\n", array(&["D"])), vec!["A", "B", "C", "D"]),
        (format!("a:1:{{s:4:\"data\";{one}}}"), vec!["A", "B", "C"]),
        (
            format!("O:4:\"List\":1:{{s:8:\"\0*\0items\";{one}}}\n"),
            vec!["A", "B", "C"],
        ),
        (
            format!("a:3:{{s:2:\"ok\";b:1;s:4:\"meta\";a:1:{{s:1:\"x\";i:1;}}s:4:\"data\";{one}}}"),
            vec!["A", "B", "C"],
        ),
        (
            format!("a:2:{{i:0;{one}i:1;{}}}", array(&["D", "E"])),
            vec!["A", "B", "C", "D", "E"],
        ),
    ];
    for (text, expected) in cases {
        let read = rows(&text);
        assert_eq!(read.tables[0].names.as_ref().unwrap(), &["n", "p.1.q"], "{text}");
        let found: Vec<&str> = read.rows.iter().map(|(_, cells)| cells[0].as_str()).collect();
        assert_eq!(found, expected, "{text}");
        assert_eq!(read.counts.accepted(), read.rows.len() as u64, "{text}");
        assert_eq!(read.counts.rejects().count(), 0, "{text}");
        assert!(detect(head(&text)) > 0.9, "{text}");
    }
    let keyed: String = ["u1", "u2", "u3"]
        .iter()
        .map(|key| format!("s:2:\"{key}\";{}", row("A")))
        .collect();
    let read = rows(&format!("a:3:{{{keyed}}}"));
    assert_eq!(read.tables[0].names.as_ref().unwrap(), &["_key", "n", "p.1.q"]);
    assert_eq!(read.cells(0)[1], ["u2", "A", "1"]);
}

#[test]
fn values_that_hold_arrays_are_rows() {
    let text = format!("{}\n{}\n", row("A"), row("B"));
    assert_eq!(rows(&text).rows.len(), 2);
    let text = "a:2:{s:1:\"n\";i:1;s:1:\"l\";a:2:{i:0;a:1:{s:1:\"q\";i:1;}i:1;a:1:{s:1:\"q\";i:2;}}}\n".repeat(3);
    assert_eq!(rows(&text).rows.len(), 3);
}

#[test]
fn a_broken_element_costs_itself() {
    let whole = array(&["A", "B", "C", "D"]);
    let breaks = [
        ("s:1:\"B\";", "s:1:\"B;"),
        ("s:1:\"B\";", "x:1;"),
        ("s:1:\"B\";s", "s"),
        ("}}}i:2;", "}}i:2;"),
        ("i:1;a:2:", "i:1;a:x:"),
        ("i:1;a:2:", "a:2"),
    ];
    for (from, to) in breaks {
        assert!(whole.contains(from));
        let text = whole.replacen(from, to, 1);
        let read = rows(&text);
        let found: Vec<&str> = read.rows.iter().map(|(_, cells)| cells[0].as_str()).collect();
        assert_eq!(found, ["A", "C", "D"], "{text}");
        assert_eq!(read.counts.rejected(Reject::Malformed), 1, "{text}");
    }
    let stray = whole.replacen("}}}i:2;", "}}}}i:2;", 1);
    assert_eq!(rows(&stray).rows.len(), 4);
    let scalar = whole.replacen("i:2;", "i:9;i:8;i:2;", 1);
    assert_eq!(rows(&scalar).counts.rejected(Reject::NoRecord), 1);
    let cut = rows(&whole[..whole.len() - 20]);
    assert_eq!((cut.rows.len(), cut.counts.rejected(Reject::CutOff)), (3, 1));
    let two = format!("{}\n{whole}\n", &whole[..whole.len() - 20]);
    let two = rows(&two);
    assert_eq!((two.rows.len(), two.counts.rejected(Reject::Malformed)), (7, 1));
}

#[test]
fn an_element_too_long_costs_itself() {
    let long = "x".repeat(2 << 20);
    let text = array(&["A", &long, "C"]);
    for first in [text.len(), 1_000] {
        let read = read(&text, first, reader(head(&array(&["A"]))));
        assert_eq!((read.rows.len(), read.counts.rejected(Reject::TooLong)), (2, 1));
    }
}

#[test]
fn other_texts_are_left_alone() {
    for text in [
        "a:1\nb:2\n",
        "a:b:c\n",
        "{\"a\":1}\n",
        "user:1:pass\n",
        "1,a:1:{}\n",
        "",
    ] {
        assert!(detect(head(text)) < 0.5, "{text}");
    }
}

fn messy() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a:1:{",
        "a:2:{",
        "O:1:\"C\":1:{",
        "}",
        "s:1:\"a\";",
        "s:2:\"é\";",
        "s:5:\"a\";",
        "s:1:\\\"a\\\";",
        "i:0;",
        "i:1;",
        "i:x;",
        "N;",
        "b:1;",
        "d:0.5;",
        "\n",
        " ",
        "\"",
        ";",
        "C:1:\"X\":1:{a}",
        "S:1:\"\\41\";",
        "S:1:\"\\ff\";",
        "x",
        "\0",
        "a:1:{i:0;i:1;}\n",
        "a:2:{i:0;a:1:{i:0;i:1;}i:1;a:1:{i:0;i:2;}}",
        "i:0;a:1:{",
        "R:1;",
        "s:99999999999999999999:\"",
        "s:18446744073709551615:\"a\";",
        "\\",
    ]);
    prop::collection::vec(piece, 0..50).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn every_byte_is_accounted_for_however_it_arrives(text in messy(), first in 0usize..40) {
        let whole = read(&text, text.len(), reader(head(&text)));
        let first = (0..=first.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        prop_assert_eq!(whole, read(&text, first, reader(head(&text))));
        prop_assert!((0.0..=1.0).contains(&detect(head(&text))));
        let mut calls = 0;
        prop_assert!(flatten_cell(&text, &mut |_, _| calls += 1) || calls == 0);
    }

    #[test]
    fn what_is_written_is_read_back(fields in prop::collection::btree_map("[a-z]{1,4}", "[a-z\";{}é\n]{0,9}", 1..6)) {
        let body: String = fields
            .iter()
            .map(|(key, value)| format!("s:{}:\"{key}\";s:{}:\"{value}\";", key.len(), value.len()))
            .collect();
        let found = flat(&format!("a:{}:{{{body}}}", fields.len()));
        let expected: Vec<String> = fields.iter().map(|(key, value)| format!("{key}={value}")).collect();
        prop_assert_eq!(found, Some(expected));
    }
}
