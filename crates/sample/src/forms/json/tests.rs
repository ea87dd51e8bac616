//! What texts are read as.

use super::*;
use crate::Flaw;
use crate::Reject;
use crate::forms::testing::{Read, head, read};

/// Reads `text` all at once and in two parts, which must not matter.
fn rows(text: &str) -> Read {
    let whole = read(text, text.len(), reader(head(text)));
    let parts = read(text, 3.min(text.len()), reader(head(text)));
    assert_eq!(whole, parts, "{text}");
    whole
}

fn names(read: &Read, table: usize) -> Vec<&str> {
    let names = read.tables[table].names.as_ref().unwrap();
    names.iter().map(String::as_str).collect()
}

/// Every row's cells, joined.
fn lines(read: &Read) -> Vec<String> {
    read.rows.iter().map(|(_, cells)| cells.join("|")).collect()
}

#[test]
fn records_are_found_however_they_are_strung_together() {
    let texts = [
        "{\"a\":\"x\",\"b\":1}\n{\"a\":\"y\",\"b\":2}\n",
        "{\"a\":\"x\",\"b\":1}{\"a\":\"y\",\"b\":2}",
        "{\"a\":\"x\",\"b\":1},\n{\"a\":\"y\",\"b\":2},\r\n",
        "[{\"a\":\"x\",\"b\":1},{\"a\":\"y\",\"b\":2}]",
        "[\n  {\n    \"a\": \"x\",\n    \"b\": 1\n  },\n  {\n    \"a\": \"y\",\n    \"b\": 2,\n  },\n]\n",
        "{\"status\":\"ok\",\"count\":2,\"data\":[{\"a\":\"x\",\"b\":1},{\"a\":\"y\",\"b\":2}]}",
        "{\"took\":1,\"hits\":{\"total\":{\"value\":2},\"hits\":[{\"a\":\"x\",\"b\":1},{\"a\":\"y\",\"b\":2}]}}",
        "{'a': 'x', 'b': 1}\n{'a': u'y', 'b': 2}\n",
        "{a: \"x\", b: 1}\n{a: \"y\", b: 2}\n",
        "Leaked by somebody!\n\n== 2 rows ==\n{\"a\":\"x\",\"b\":1}\n{\"a\":\"y\",\"b\":2}\n",
        "var users = [{\"a\":\"x\",\"b\":1},{\"a\":\"y\",\"b\":2}];\n",
        "/* 1 */\n{\n  \"a\" : \"x\", // it\n  \"b\" : 1\n}\n\n/* 2 */\n{\n  \"a\" : \"y\",\n  \"b\" : NumberLong(2)\n}\n",
        "[[\"a\",\"b\"],[\"x\",1],[\"y\",2]]",
        "[\"a\",\"b\"]\n[\"x\",1]\n[\"y\",2]\n",
        "{\"columns\":[\"a\",\"b\"],\"index\":[0,1],\"data\":[[\"x\",1],[\"y\",2]]}",
        "{\"a\":[\"x\",\"y\"],\"b\":[1,2]}",
        "{\"a\":{\"0\":\"x\",\"1\":\"y\"},\"b\":{\"0\":1,\"1\":2}}",
        "{\"index\":{\"_index\":\"u\",\"_id\":\"1\"}}\n{\"a\":\"x\",\"b\":1}\n{\"index\":{}}\n{\"a\":\"y\",\"b\":2}\n",
    ];
    for text in texts {
        let read = rows(text);
        assert_eq!(lines(&read), ["x|1", "y|2"], "{text}");
        assert_eq!(names(&read, 0), ["a", "b"], "{text}");
        assert_eq!(read.tables.len(), 1, "{text}");
        assert_eq!(read.counts.rejects().count(), 0, "{text}");
        assert!(detect(head(text)) > 0.9, "{text} {}", detect(head(text)));
    }
}

#[test]
fn other_texts_are_left_alone() {
    let texts = [
        "email,phone\na@x.org,1\n",
        "[PROMO],x\n[PROMO],y\n",
        "{7B2A},x\n{7B2B},y\n",
        "[12:30:01] user=ann\n[12:30:02] user=bob\n",
        "id,data\n1,\"{\"\"a\"\":1}\"\n",
        "INSERT INTO t VALUES (1,'{\"a\":1}');\n",
        "",
        "\n\n",
        "a:1:{i:0;s:1:\"x\";}\n",
    ];
    for text in texts {
        assert!(detect(head(text)) < 0.5, "{text} {}", detect(head(text)));
    }
}

#[test]
fn nested_values_become_paths() {
    let read = rows(concat!(
        r#"{"_id":{"$oid":"5f"},"at":{"$date":{"$numberLong":"12"}},"_source":{"n":{"first":"A"},"tags":["x","y"],"#,
        r#""p":[{"no":1.0},{"no":1e5}],"none":null,"t":true,"e":[],"big":12345678901234567890,"dot.ted":"d"}}"#
    ));
    let expected = [
        ("_id", "5f"),
        ("at", "12"),
        ("_source.n.first", "A"),
        ("_source.tags.1", "x"),
        ("_source.tags.2", "y"),
        ("_source.p.1.no", "1.0"),
        ("_source.p.2.no", "1e5"),
        ("_source.none", ""),
        ("_source.t", "true"),
        ("_source.big", "12345678901234567890"),
        ("_source.dot.ted", "d"),
    ];
    assert_eq!(names(&read, 0), expected.map(|(name, _)| name));
    assert_eq!(read.cells(0), [expected.map(|(_, value)| value)]);
}

#[test]
fn shells_and_python_are_understood() {
    let read =
        rows("{\"_id\":ObjectId(\"5f\"),\"d\":ISODate(\"2020-01-02T00:00:00Z\"),\"n\":NaN,\"p\":None,\"q\":True}\n");
    assert_eq!(lines(&read), ["5f|2020-01-02T00:00:00Z|||true"]);
}

#[test]
fn strings_are_decoded() {
    let read = rows("{\"a\":\"\\u00e9\\ud83d\\ude00\\n\",\"b\":\"\\ud800\"}\n{\"a\":\"q\",\"b\":\"\u{FFFD}\"}\n");
    assert_eq!(lines(&read), ["é😀\n|\u{FFFD}", "q|\u{FFFD}"]);
    assert_eq!(read.counts.flawed(Flaw::BadEncoding), 2);
}

#[test]
fn new_paths_begin_a_table_and_old_ones_are_kept() {
    let many: String = (0..1_200).map(|n| format!("{{\"a\":{n}}}\n")).collect();
    let read = rows(&format!("{many}{{\"b\":1,\"a\":2}}\n{{\"a\":3}}\n"));
    assert_eq!(read.tables.len(), 2);
    assert_eq!(names(&read, 1), ["a", "b"]);
    assert_eq!(read.cells(1), [["2", "1"], ["3", ""]]);
}

#[test]
fn a_key_again_wins_and_is_a_flaw() {
    let read = rows("{\"a\":1,\"a\":2}\n");
    assert_eq!(lines(&read), ["2"]);
    assert_eq!(read.counts.flawed(Flaw::ExtraField), 1);
}

#[test]
fn a_broken_record_costs_itself() {
    let texts = [
        "{\"a\":1}\n{\"a\":\"2}\n{\"a\":3}\n",
        "{\"a\":1}\n{\"a\":[2\n{\"a\":3}\n",
        "{\"a\":1}\n{\"a\" 2}\n{\"a\":3}\n",
        "{\"a\":1}\n\":2}\n{\"a\":3}\n",
        "[{\"a\":1},{\"a\":\"2\"\"},{\"a\":3}]",
        "[{\"a\":1},{\"a\":2x},{\"a\":3}]",
        "[\n {\n  \"a\":1\n },\n {\n  \"a\":{2\n },\n {\n  \"a\":3\n }\n]",
        "{\"data\":[{\"a\":1},{\"a\":*},{\"a\":3}]}",
    ];
    for text in texts {
        let read = rows(text);
        assert_eq!(lines(&read), ["1", "3"], "{text}");
        assert_eq!(read.counts.rejected(Reject::Malformed), 1, "{text}");
        assert_eq!(read.counts.rejects().count(), 1, "{text}");
    }
}

#[test]
fn an_unfinished_record_is_cut_off() {
    for text in [
        "{\"a\":1}\n{\"a\":2,\"b",
        "[{\"a\":1},{\"a\":[2,{\"a\":4},{\"a\":5},",
        "{\"a\":1}\n{",
    ] {
        let read = rows(text);
        assert_eq!(lines(&read), ["1"], "{text}");
        assert_eq!(read.counts.rejected(Reject::CutOff), 1, "{text}");
    }
}

#[test]
fn what_is_no_record_is_counted() {
    let read = rows("{\"a\":1}\nnull\n{}\n12\n{\"a\":2}\nbye\n");
    assert_eq!(lines(&read), ["1", "2"]);
    assert_eq!(read.counts.rejected(Reject::NoRecord), 3);
    assert_eq!(read.counts.comments, 1);
}

#[test]
fn long_records_are_stepped_over() {
    let long = "x".repeat(3 << 20);
    let texts = [
        format!("{{\"a\":1}}\n{{\"a\":\"{long}\",\"b\":[1]}}\n{{\"a\":2}}\n"),
        format!("[{{\"a\":1}},{{\"c\":{{\"d\":\"{long}\"}},\"b\":[1]}},{{\"a\":2}}]"),
        format!("{{\"a\":1}}\n{{\"a\":\"{long}\n{{\"a\":2}}\n"),
    ];
    for text in texts {
        let read = rows(&text);
        assert_eq!(lines(&read), ["1", "2"]);
        assert_eq!(read.counts.read, 3);
        assert_eq!(read.counts.rejects().map(|(_, n)| n).sum::<u64>(), 1);
    }
}

#[test]
fn depth_is_bounded() {
    let text = format!("{{\"a\":1}}\n{}\n{{\"a\":2}}\n", "{\"a\":".repeat(500_000));
    let read = rows(&text);
    assert_eq!(lines(&read), ["1", "2"]);
    assert_eq!(read.counts.rejected(Reject::Malformed), 1);
}

#[test]
fn tables_of_an_export_are_told_apart() {
    let read = rows(concat!(
        "[\n{\"type\":\"header\",\"version\":\"4.8\",\"comment\":\"Export to JSON plugin for PHPMyAdmin\"},\n",
        "{\"type\":\"database\",\"name\":\"d\"},\n{\"type\":\"table\",\"name\":\"users\",\"database\":\"d\",\"data\":\n[\n",
        "{\"id\":\"1\",\"email\":\"a@x.org\"},\n{\"id\":\"2\",\"email\":\"b@x.org\"}\n]\n},\n",
        "{\"type\":\"table\",\"name\":\"posts\",\"database\":\"d\",\"data\":\n[\n{\"no\":\"7\"}\n]\n}\n]\n"
    ));
    assert_eq!(lines(&read), ["1|a@x.org", "2|b@x.org", "7"]);
    assert_eq!(read.tables[0].name.as_deref(), Some("users"));
    assert_eq!(read.tables[1].name.as_deref(), Some("posts"));
    assert_eq!(read.counts.rejects().count(), 0);
}

#[test]
fn one_record_with_lists_stays_one() {
    let read =
        rows("{\"name\":\"Ann\",\"orders\":[{\"id\":1,\"to\":\"x\"},{\"id\":2,\"to\":\"y\"}]}\n{\"name\":\"Bob\"}\n");
    assert_eq!(lines(&read), ["Ann|1|x|2|y", "Bob||||"]);
}

#[test]
fn a_list_of_values_is_a_column() {
    let read = rows("[\"a@x.org\",\"b@x.org\"]");
    assert_eq!(lines(&read), ["a@x.org", "b@x.org"]);
}

#[test]
fn cells_are_flattened() {
    let flat = |cell: &str| {
        let mut all = Vec::new();
        flatten_cell(cell, &mut |path, value| all.push(format!("{path}={value}"))).then_some(all)
    };
    let expected: Vec<String> = ["a.b=1", "c.1=x"].map(str::to_owned).to_vec();
    assert_eq!(flat(" {\"a\":{\"b\":1},\"c\":[\"x\"]} "), Some(expected));
    for cell in ["", "x", "[PROMO]", "{7B2A}", "{\"a\":1", "{\"a\":1}x}", "\"a\""] {
        assert_eq!(flat(cell), None, "{cell}");
    }
}

#[test]
fn records_may_have_keys() {
    let texts = [
        "{\"users\":{\"-Ka\":{\"a\":1},\"-Kb\":{\"a\":2},\"-Kc\":{\"a\":3,\"b\":4}}}",
        "{\n  \"-Ka\": {\n    \"a\": 1\n  },\n  \"-Kb\": {\n    \"a\": 2\n  },\n  \"-Kc\": {\n    \"a\": 3,\n    \"b\": 4\n  }\n}\n",
    ];
    for text in texts {
        let read = rows(text);
        assert_eq!(names(&read, 0), ["_key", "a", "b"], "{text}");
        assert_eq!(lines(&read), ["-Ka|1|", "-Kb|2|", "-Kc|3|4"], "{text}");
        assert_eq!(read.counts.rejects().count(), 0, "{text}");
        let read = rows(&text.replace('2', "[2"));
        assert_eq!(lines(&read), ["-Ka|1|", "-Kc|3|4"], "{text}");
        assert_eq!(read.counts.rejected(Reject::Malformed), 1, "{text}");
    }
    let read = rows("{\"name\":{\"first\":\"A\"},\"home\":{\"city\":\"X\"},\"work\":{\"tel\":1}}");
    assert_eq!(lines(&read), ["A|X|1"]);
}
