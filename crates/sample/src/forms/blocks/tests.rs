use proptest::prelude::*;

use super::*;
use crate::forms::testing::{Read, head, read};

fn all(text: &str) -> Read {
    read(text, text.len(), reader(head(text)).unwrap())
}

fn names(read: &Read, table: usize) -> Vec<&str> {
    read.tables[table].names.iter().flatten().map(String::as_str).collect()
}

/// Texts of three records, each with the names and the cells of its second.
const TEXTS: &[(&str, &[&str], &[&str])] = &[
    (
        "Name: Jane Doe\nE-Mail = a@x.org\nPhone ...: 1\n\nName: John\nE-Mail = b@x.org\nPhone ...: 2\n\n\nName: J\nE-Mail = c\nPhone ...: 3\n",
        &["Name", "E-Mail", "Phone"],
        &["John", "b@x.org", "2"],
    ),
    (
        "##### leaked by us #####\n\nURL: https://a.org:80/x\nUSER: a\nPASS: b:c\n===============\nURL: https://b.org\nUSER: b\nPASS: c=d\n===============\nURL: android://x\nUSER: c\nPASS:\n===============\n",
        &["URL", "USER", "PASS"],
        &["https://b.org", "b", "c=d"],
    ),
    (
        "[1]\nName: A\nCity: X\n\nPhone: 1\n[2]\nName: B\nCity: Y\n\nPhone: 2\n[3]\nName: C\nCity: Z\n\nPhone: 3\n",
        &["Name", "City", "Phone"],
        &["B", "Y", "2"],
    ),
    (
        "Record 1\nName: A\nCity: X\nRecord 2\nCity: Y\nRecord 3\nName: C\nCity: Z\n",
        &["Name", "City"],
        &["", "Y"],
    ),
    (
        "Name: A\nCity: X\nName: B\nName: C\nCity: Z\n",
        &["Name", "City"],
        &["B", ""],
    ),
    (
        "Name: Jane | Email: a@x.org | City: Springfield, IL\nName: John | Email: b@x.org | City: X | Y\nName: J | Email: | City: Z\n",
        &["Name", "Email", "City"],
        &["John", "b@x.org", "X | Y"],
    ),
    (
        "Name: Jane, Email: a@x.org, City: Springfield, IL\nName: Doe, John, Email: b@x.org, City: X\nName: J, Email: c, City: Z\n",
        &["Name", "Email", "City"],
        &["Doe, John", "b@x.org", "X"],
    ),
    (
        "a@x.org:p1 | Name = Jane | Country = US\nb@x.org:p:2 | Name = John | Country = DE\nc@x.org | Country = FR\n",
        &["1", "2", "Name", "Country"],
        &["b@x.org", "p:2", "John", "DE"],
    ),
    (
        "Имя: Иван\nГород: Москва\n\nИмя: Юля\nГород: Омск\n\nИмя: Ян\nГород: Уфа\n",
        &["Имя", "Город"],
        &["Юля", "Омск"],
    ),
    (
        "Name......Jane\nCity......X\n-----\nName......John\nCity......Y\n-----\nName......J\nCity......Z\n",
        &["Name", "City"],
        &["John", "Y"],
    ),
    (
        "Name -> Jane\nCity -> X\n*****\nName -> John\nCity -> Y\n*****\nName -> J\nCity -> Z\n",
        &["Name", "City"],
        &["John", "Y"],
    ),
    (
        "Name\tJane\nCity\tX\n\nName\tJohn\nCity\tY\n\nName\tJ\nCity\tZ\n",
        &["Name", "City"],
        &["John", "Y"],
    ),
    (
        "Name: Jane\nAddress: 1 Main St\n    Springfield\nCity: X\n\nName: John\nAddress: 2 Main St\n    Apt 4\n    Rear\nCity: Y\n\nName: J\nAddress: 3\nCity: Z\n",
        &["Name", "Address", "City"],
        &["John", "2 Main St Apt 4 Rear", "Y"],
    ),
    (
        "1) Name: A\n   City: X\n2) Name: B\n   City: Y\n3) Name: C\n   City: Z\n",
        &["Name", "City"],
        &["B", "Y"],
    ),
    (
        "Name: A\nPhone: 1\nPhone: 2\n\nName: B\nPhone: 3\nPhone: 4\n\nName: C\nPhone: 5\n",
        &["Name", "Phone", "Phone.2"],
        &["B", "3", "4"],
    ),
    (
        "-[ RECORD 1 ]---\nname | Jane\ncity | X\n-[ RECORD 2 ]---\nname | John | Co\ncity |\n-[ RECORD 3 ]---\nname | J\ncity | Z\n",
        &["name", "city"],
        &["John | Co", ""],
    ),
    (
        "Name: Jane\nCity: X\n\nNAME: John\nCITY: Y\n\nname: J\ncity: Z\n",
        &["Name", "City"],
        &["John", "Y"],
    ),
    (
        "*** 1. row ***\nname: Jane\n city: X\n*** 2. row ***\nname: John\n city: Y\n*** 3. row ***\nname: J\n city: Z\n",
        &["name", "city"],
        &["John", "Y"],
    ),
];

#[test]
fn blocks_are_read() {
    for (text, expected, second) in TEXTS {
        let score = detect(head(text));
        assert!(score > 0.5, "{score} {text}");
        let pairs = crate::forms::pairs::detect(head(text));
        assert!(score > pairs, "{score} {pairs} {text}");
        for text in [text.to_string(), text.replace('\n', "\r\n")] {
            let read = all(&text);
            assert_eq!(names(&read, 0), *expected, "{text}");
            assert_eq!(read.counts.accepted(), 3, "{text}");
            assert_eq!(read.cells(0)[1], *second, "{text}");
        }
    }
}

#[test]
fn banners_are_comments() {
    let text = "Leaked by us\n\nName: A\nCity: X\n\njoin our channel\n\nName: B\nCity: Y\n";
    let read = all(text);
    assert_eq!((read.counts.accepted(), read.counts.comments), (2, 2));
    let read = all("*****\n* us *\n*****\n\n=====\nName: A\nCity: X\n=====\nName: B\nCity: Y\n=====\n");
    assert_eq!((read.counts.accepted(), read.counts.comments), (2, 3));
}

#[test]
fn new_keys_behind_the_head_begin_a_table() {
    let mut text = "Name: A\nCity: X\n\n".repeat(2_000);
    text.push_str("Name: B\nPhone: 1\n\nCity: Z\n");
    let read = all(&text);
    assert_eq!(names(&read, 1), ["Name", "City", "Phone"]);
    assert_eq!(read.cells(1), [["B", "", "1"], ["", "Z", ""]]);
}

#[test]
fn a_record_too_long_is_one_reject() {
    let record = "Name: A\nCity: X\n\n";
    let long = format!("Name: B\nCity: {}\nMore: 1\n\n", "x".repeat(3 << 20));
    let lines = format!("Name: B\n{}\n", "Note: y\n".repeat(200_000));
    for long in [long, lines] {
        let text = format!("{record}{long}{record}");
        for first in [text.len(), 1 << 20] {
            let read = read(&text, first, reader(head(&record.repeat(3))).unwrap());
            assert_eq!((read.counts.accepted(), read.counts.rejected(Reject::TooLong)), (2, 1));
        }
    }
}

#[test]
fn other_forms_are_not_claimed() {
    for text in [
        "name,email,phone\nJane,a@x.org,1\nJohn,b@x.org,2\n",
        "a@x.org:pass\nb@x.org:pass\nc@x.org:pass\n",
        "jane:pass\njohn:word\nadmin:x\nroot:y\n",
        "https://x.org:a:b\nhttps://y.org:c:d\nhttp://z.org:c:d\nandroid://x:y:z\n",
        "id:name:mail\n1:Jane:a@x.org\n2:John:b@x.org\n",
        "US:Jane:1\nDE:John:2\nUS:J:3\nFR:K:4\nDE:L:5\nFR:M:1\nUS:N:1\nUS:O:1\nDE:P:1\n",
        "country\tname\nUS\tJane\nDE\tJohn\nUS\tJ\nUS\tK\nDE\tL\n",
        "name\tmail\nJane\ta\nJohn\tb\n",
        "{\"a\": 1}\n{\"a\": 2}\n",
        "<a b=\"c\">\n",
        "12:30 jane\n12:31 john\n",
        "level=info a=1\nlevel=warn a=2\n",
        "BEGIN:VCARD\nFN:Jane\nEND:VCARD\nBEGIN:VCARD\nFN:John\nEND:VCARD\n",
        "",
    ] {
        let score = detect(head(text));
        assert!(score < 0.4, "{score} {text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_accounted_for(
        pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..60), first in 0usize..200,
    ) {
        let text = pieces.concat();
        detect(head(&text));
        let first = (0..=first.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        prop_assert_eq!(all(&text), read(&text, first, reader(head(&text)).unwrap()));
    }

    #[test]
    fn what_is_written_is_read_back(rows in prop::collection::vec(prop::array::uniform3("([a-z][a-z:=| ,é-]{0,8}[a-z])?"), 3..20)) {
        let text: String = rows.iter().map(|[a, b, c]| format!("Ka: {a}\nKb: {b}\nKc: {c}\n\n")).collect();
        let example = "Ka: 1\nKb: 2\nKc: 3\n\n".repeat(3);
        let read = read(&text, text.len(), reader(head(&example)).unwrap());
        prop_assert_eq!(read.cells(0), rows);
    }
}

const PIECES: &[&str] = &[
    "Name: a\n",
    "City: b\n",
    "Name",
    "City",
    ": ",
    " = ",
    "\n",
    "\n",
    "\r\n",
    "-----\n",
    "[1]\n",
    "  more\n",
    "text\n",
    " | ",
    ", ",
    "x",
    "->",
    "\t",
    "....",
    "é",
    "**",
    "：",
    "\u{FFFD}",
    "Record 3\n",
];

/// What takes a time that grows with the square of a line's length would not end here.
#[test]
fn long_hostile_texts_are_read() {
    let example = "Name: J | City: x\nName: J | City: y\nName: J | City: z\n";
    for piece in [
        "|", "Name: |", "| ", "..", "\t", "\n", "x\n", "  x\n", "-\n", "|.", "a:",
    ] {
        let text = format!("Name: J\n{}", piece.repeat((1 << 17) / piece.len()));
        all(&text);
        read(&text, 1_000, reader(head(example)).unwrap());
    }
}
