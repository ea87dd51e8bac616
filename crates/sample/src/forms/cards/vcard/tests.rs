use proptest::prelude::*;

use super::*;
use crate::forms::testing::{self, Read};

fn read(text: &str) -> Read {
    let whole = testing::read(text, usize::MAX, reader(testing::head(text)));
    let parts = testing::read(text, 3, reader(testing::head(text)));
    assert_eq!(whole, parts);
    whole
}

fn cell<'r>(read: &'r Read, row: usize, name: &str) -> &'r str {
    let (table, cells) = &read.rows[row];
    let names = read.tables[*table].names.as_ref().unwrap();
    let at = names.iter().position(|other| other == name);
    at.map_or("-", |at| &cells[at])
}

#[test]
fn cards_of_all_versions_are_read() {
    let read = read(
        "contacts\n\nBEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;Ann=\r\n=65\r\nTEL;CELL:+1 212\r\nTEL;HOME:+1 213\r\n\
         PHOTO;JPEG;ENCODING=BASE64:\r\n /9j/4AAQ\r\n AAAA\r\n\r\nEMAIL;INTERNET:a@b.c\r\nEND:VCARD\r\n\
         BEGIN:VCARD\nVERSION:4.0\nFN:Bob\\, Jr\nitem1.TEL;VALUE=uri;TYPE=\"voice,home\":tel:+1-555\nADR;TYPE=home:;;1 Main St\\;2;Town;NY;12345;US\n\
         BDAY:19800102\nNOTE:a long\n  note\nKEY;ENCODING=b:AAAA\nBBBB\nEND:VCARD",
    );
    assert_eq!(read.counts.comments, 1);
    assert_eq!(cell(&read, 0, "N.family"), "Müller");
    assert_eq!(cell(&read, 0, "N.given"), "Anne");
    assert_eq!(cell(&read, 0, "TEL.2"), "+1 213");
    assert_eq!(cell(&read, 0, "EMAIL.1"), "a@b.c");
    assert_eq!(cell(&read, 1, "FN"), "Bob, Jr");
    assert_eq!(cell(&read, 1, "TEL.1"), "+1-555");
    assert_eq!(cell(&read, 1, "ADR.street"), "1 Main St;2");
    assert_eq!(cell(&read, 1, "ADR.code"), "12345");
    assert_eq!(cell(&read, 1, "NOTE"), "a long note");
    assert_eq!(cell(&read, 1, "PHOTO"), "-");
    assert!(read.counts.rejects().next().is_none());
}

#[test]
fn broken_cards_cost_one_reject_each() {
    let good = "BEGIN:VCARD\nFN:A\nEND:VCARD\n";
    let read = read(&format!(
        "{good}BEGIN:VCARD\nFN:B\n{good}FN:C\nTEL:1\nEND:VCARD\n{good}BEGIN:VCARD\nEND:VCARD\n{good}BEGIN:VCARD\nFN:D\n"
    ));
    assert_eq!(read.rows.len(), 4);
    let rejects: Vec<(Reject, u64)> = read.counts.rejects().collect();
    assert_eq!(
        rejects,
        [(Reject::Malformed, 2), (Reject::CutOff, 1), (Reject::NoRecord, 1)]
    );
}

#[test]
fn cards_within_cards_are_stepped_over() {
    let read = read("BEGIN:VCARD\nFN:A\nAGENT:\nBEGIN:VCARD\nFN:B\nEND:VCARD\nTEL:1\nEND:VCARD\n");
    assert_eq!(read.cells(0), [["A", "1"]]);
}

#[test]
fn cards_that_are_too_long_are_stepped_over() {
    let long = "A".repeat(17 << 20);
    let good = "BEGIN:VCARD\nFN:A\nEND:VCARD\n";
    let text = format!("{good}BEGIN:VCARD\nPHOTO:{long}\nEND:VCARD\n{good}");
    let read = testing::read(&text, 1_000, reader(testing::head(&text)));
    assert_eq!(read.cells(0), [["A"], ["A"]]);
    assert_eq!(read.counts.rejected(Reject::TooLong), 1);
}

#[test]
fn forms_are_told() {
    assert!(detect(testing::head("by x\n\nbegin:vcard\nFN:A\n")) > 0.9);
    assert_eq!(detect(testing::head("a,b\nBEGIN:VCARD,2\n")), 0.0);
}

fn messy() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "BEGIN:VCARD\n",
        "END:VCARD\n",
        "END:VCARD",
        "FN:A\n",
        "N:a;b\\;c;d\n",
        "TEL;X=\":\":tel:1\n",
        "ADR:;;;;;;;;x\n",
        "NOTE;QUOTED-PRINTABLE:=C3=\n",
        "=A4=\n",
        " x\n",
        "\n",
        "\r\n",
        "é",
        ":",
        ";",
        "=",
        "AGENT:\n",
        "PHOTO:\n",
        "\\",
        "X;ENCODING=B:YQ\n",
        "X;BASE64:/w==\n",
        ".",
        "\u{FFFD}",
    ]);
    prop::collection::vec(piece, 0..50).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_accounted_for(text in messy(), first in 0_usize..200) {
        let first = (0..=first.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        // Where the first bytes have `\r` and no `\n`, lines are taken to end in it.
        prop_assume!(!text[..first].contains('\r') || text[..first].contains('\n'));
        let whole = testing::read(&text, usize::MAX, reader(testing::head(&text)));
        let parts = testing::read(&text, first, reader(testing::head(&text)));
        prop_assert_eq!(whole, parts);
        detect(testing::head(&text));
    }

    #[test]
    fn what_is_written_is_read_back(values in prop::collection::vec(("[ -~ä]{1,30}", "[ -~ä]{1,20}", "[ -~ä]{1,20}"), 1..9)) {
        let escape = |value: &str| value.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
        let quote = |value: &str| value.bytes().map(|byte| format!("={byte:02X}")).collect::<String>();
        let mut text = String::new();
        for (name, family, note) in &values {
            let name = escape(name);
            let cut = (0..=name.len() / 2).rev().find(|at| name.is_char_boundary(*at)).unwrap_or(0);
            let (head, tail) = name.split_at(cut);
            let note = quote(&escape(note));
            let (half, rest) = note.split_at(note.len() / 6 * 3);
            text.push_str(&format!(
                "BEGIN:VCARD\nFN:{head}\n {tail}\nN:{};x\nNOTE;ENCODING=QUOTED-PRINTABLE:{half}=\n{rest}\nEND:VCARD\n", escape(family)
            ));
        }
        let read = read(&text);
        prop_assert_eq!(read.rows.len(), values.len());
        for (row, (name, family, note)) in values.iter().enumerate() {
            for (column, value) in [("FN", name), ("N.family", family), ("NOTE", note)] {
                let value = value.trim();
                let read = cell(&read, row, column);
                prop_assert!(read == value || (value.is_empty() && read == "-"));
            }
        }
    }
}
