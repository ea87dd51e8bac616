use proptest::prelude::*;

use super::*;
use crate::Flaw;
use crate::forms::testing::{self, Read};

fn read(text: &str) -> Read {
    let whole = testing::read(text, usize::MAX, reader(testing::head(text)));
    let parts = testing::read(text, 5, reader(testing::head(text)));
    assert_eq!(whole, parts);
    whole
}

fn names(read: &Read, table: usize) -> Vec<&str> {
    let names = read.tables[table].names.as_ref().unwrap();
    names.iter().map(String::as_str).collect()
}

#[test]
fn children_and_attributes_are_fields() {
    let read = read(
        "<?xml version='1.0'?>\n<!-- a dump -->\n<users total='2'>\n <user id='1'><contact><email>a@b.c</email></contact><phone>1</phone><phone>2</phone></user>\n\
         <n:user id='2'><n:contact x='&lt;'><n:email><![CDATA[<x&y>]]></n:email></n:contact> <phone type='m'>3</phone></n:user>\n\
         <user id='3'><phone>&#65;&amp;&nbsp;B</phone><empty/></user></users>\n",
    );
    assert_eq!(
        names(&read, 0),
        [
            "id",
            "contact.email",
            "phone.1",
            "phone.2",
            "contact.x",
            "phone.1.type",
            "empty"
        ]
    );
    assert_eq!(read.cells(0)[0], ["1", "a@b.c", "1", "2", "", "", ""]);
    assert_eq!(read.cells(0)[1], ["2", "<x&y>", "3", "", "<", "m", ""]);
    assert_eq!(read.cells(0)[2], ["3", "", "A&&nbsp;B", "", "", "", ""]);
    assert_eq!(read.counts.comments, 1);
}

#[test]
fn dumps_of_databases_are_read() {
    let read = read(
        "<?xml version=\"1.0\"?>\n<mysqldump xmlns:xsi=\"http://x\">\n<database name=\"shop\">\n\
         <table_structure name=\"users\"><field Field=\"id\" Type=\"int\"/><field Field=\"email\"/></table_structure>\n\
         <table_data name=\"users\">\n<row>\n<field name=\"id\">1</field>\n<field name=\"email\">a</field>\n</row>\n\
         <row><field name=\"id\">2</field><field name=\"email\" xsi:nil=\"true\" /></row></table_data>\n\
         <table_structure name=\"orders\"/><table_data name=\"orders\"><row><field name=\"no\">7</field></row></table_data>\n\
         </database></mysqldump>",
    );
    assert_eq!(read.tables.len(), 2);
    assert_eq!(read.tables[0].name.as_deref(), Some("users"));
    assert_eq!(names(&read, 0), ["id", "email"]);
    assert_eq!(read.cells(0), [["1", "a"], ["2", ""]]);
    assert_eq!(read.tables[1].name.as_deref(), Some("orders"));
    assert_eq!(read.cells(1), [["7"]]);
    let read = self::read(
        "<pma_xml_export><database name='d'><table name='u'><column name='id'>1</column></table>\
         <table name='u'><column name='id'>2</column></table><table name='o'><column name='no'>3</column></table></database></pma_xml_export>",
    );
    assert_eq!(read.cells(0), [["1"], ["2"]]);
    assert_eq!(names(&read, 1), ["no"]);
}

#[test]
fn rows_of_attributes_and_spreadsheets_are_read() {
    let rows = read("<data><row email='a' phone='1'/><row email='b' phone=\"2\"/></data>");
    assert_eq!(names(&rows, 0), ["email", "phone"]);
    assert_eq!(rows.cells(0), [["a", "1"], ["b", "2"]]);
    let sheet = read(
        "<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><Workbook xmlns:ss='u'><Styles><Style ss:ID='a'/><Style ss:ID='b'/></Styles>\
         <Worksheet ss:Name='S1'><Table><Column/><Row><Cell><Data ss:Type='String'>a</Data></Cell><Cell ss:Index='3'><Data>c</Data></Cell></Row>\
         <Row><Cell ss:MergeAcross='1'><Data>x &amp; y</Data><Comment><Data>no</Data></Comment></Cell></Row></Table></Worksheet></Workbook>",
    );
    assert_eq!(sheet.tables[0].name.as_deref(), Some("S1"));
    assert_eq!(sheet.tables[0].names, None);
    assert_eq!(sheet.cells(0)[0], ["a", "", "c"]);
    assert!(sheet.cells(0)[1][0].starts_with("x & y"));
}

#[test]
fn one_broken_record_costs_one_reject() {
    let good = "<u><a>1</a><b>2</b></u>\n";
    for broken in [
        "<u><a>1</b></u>\n",
        "<u><a>1</a>\n",
        "<u><a x='>1</a></u>\n",
        "<u><a>1</a",
        "<b>2</b></u>\n",
    ] {
        let text = format!("<us>\n{good}{good}{broken}{good}{good}</us>");
        let read = read(&text);
        assert_eq!(read.rows.len(), 4, "{broken}");
        assert_eq!(read.counts.rejected(Reject::Malformed), 1, "{broken}");
    }
    let cut = read(&format!("<us>{good}{good}<u><a>1</a"));
    assert_eq!((cut.rows.len(), cut.counts.rejected(Reject::CutOff)), (2, 1));
}

#[test]
fn entities_are_never_expanded() {
    let read = read(
        "<!DOCTYPE u [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\"><!ENTITY x SYSTEM \"file:///etc/passwd\">]>\
         <us><u><n>&b;&x;</n></u><u><n k='&b;'>1</n></u></us>",
    );
    assert_eq!(names(&read, 0), ["n", "n.k"]);
    assert_eq!(read.cells(0), [["&b;&x;", ""], ["1", "&b;"]]);
}

#[test]
fn a_new_field_begins_a_new_table() {
    let mut text = "<us>".to_owned();
    (0..1_000).for_each(|at| text.push_str(&format!("<u><a>{at}</a></u>")));
    text.push_str("<u><a>1</a><z>2</z></u></us>");
    let read = testing::read(&text, usize::MAX, reader(testing::head(&text)));
    assert_eq!(names(&read, 1), ["a", "z"]);
    assert_eq!(read.cells(1), [["1", "2"]]);
}

#[test]
fn other_records_far_behind_are_found() {
    let mut text = "<db><users>".to_owned();
    (0..9_000).for_each(|at| text.push_str(&format!("<user><email>u{at}@example.com</email></user>")));
    text.push_str("</users><orders><order><no>1</no></order><order><no>2</no></order></orders></db>");
    let read = testing::read(&text, 300_000, reader(testing::head(&text)));
    assert_eq!(read.cells(0).len(), 9_000);
    assert_eq!(read.tables[1].name.as_deref(), Some("order"));
    assert_eq!(read.cells(1), [["1"], ["2"]]);
}

#[test]
fn what_is_too_long_is_stepped_over() {
    let long = "x".repeat(3 << 20);
    let rows = "<u><a>1</a></u><u><a>2</a></u>";
    for (middle, rejected) in [
        (format!("<u><a>{long}</a></u>"), 1),
        (format!("<u><a><![CDATA[{long}]]></a></u>"), 1),
        (format!("<u a='{long}'/>"), 1),
        (format!("<!-- {long} -->"), 0),
    ] {
        let text = format!("<us>{rows}{middle}{rows}</us>");
        for first in [usize::MAX, 1_000] {
            let read = testing::read(&text, first, reader(testing::head(&text)));
            assert_eq!(read.rows.len(), 4);
            assert_eq!(read.counts.rejected(Reject::TooLong), rejected);
        }
    }
}

#[test]
fn forms_are_told() {
    let score = |text: &str| detect(testing::head(text));
    assert!(score("<?xml version='1.0'?><a/>") > 0.9);
    assert!(score("leaked by x\n\n<?xml version='1.0'?><a/>") > 0.9);
    assert!(score("<us><u><n>1</n></u><u><n>2</n></u></us>") > 0.9);
    for text in [
        "a,b\n1,2\n",
        "<!DOCTYPE html><html></html>",
        "<table><tr><td>1</td><td>2</td></tr></table>",
        "<john@example.com>,1\n<ann@example.com>,2\n",
        "",
        "< a\n<b\n",
    ] {
        assert_eq!(score(text), 0.0, "{text}");
    }
}

#[test]
fn declared_encodings_are_found() {
    assert_eq!(
        declared_encoding(b"<?xml version='1.0' encoding='ISO-8859-1'?>"),
        Some("ISO-8859-1")
    );
    assert_eq!(declared_encoding(b"\xEF\xBB\xBF<?xml encoding = \"x\" ?>"), Some("x"));
    assert_eq!(declared_encoding(b"<?xml version='1.0'?> encoding='x'"), None);
    assert_eq!(declared_encoding(b"<?xml encoding='"), None);
}

/// Texts that are rich in what decides.
fn messy() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(vec![
            "<u>", "</u>", "<a>", "</a>", "<b c='1'/>", "<us>", "</us>", "x", " ", "\n", "<field name='f'>", "</field>", "é",
        ]),
        1 => prop::sample::select(vec![
            "<", ">", "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "<!DOCTYPE a [", "]>", "'", "\"", "&amp;", "&x;", "&",
            "&#0;", "<a b=", "</", "<Workbook><Worksheet><Table><Row>", "<Cell ss:Index='9'>", "<Data>",
        ]),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_accounted_for(text in messy(), first in 0_usize..200) {
        let first = (0..=first.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let whole = testing::read(&text, usize::MAX, reader(testing::head(&text)));
        let parts = testing::read(&text, first, reader(testing::head(&text)));
        prop_assert_eq!(whole, parts);
        detect(testing::head(&text));
        declared_encoding(text.as_bytes());
    }

    #[test]
    fn what_is_written_is_read_back(values in prop::collection::vec(prop::collection::vec("[ -~äß€]{0,12}", 3), 2..9)) {
        let escape = |value: &str| quick_xml::escape::escape(value).into_owned();
        let mut text = "<us>".to_owned();
        for row in &values {
            text.push_str(&format!("<u i='{}'><a><b>{}</b></a><c>{}</c></u>", escape(&row[0]), escape(&row[1]), escape(&row[2])));
        }
        text.push_str("</us>");
        let read = read(&text);
        let written: Vec<Vec<&str>> = values.iter().map(|row| row.iter().map(|value| value.trim()).collect()).collect();
        prop_assert_eq!(read.cells(0), written);
        prop_assert_eq!(read.counts.flawed(Flaw::ExtraField), 0);
    }
}
