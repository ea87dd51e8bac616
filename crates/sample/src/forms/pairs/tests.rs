use proptest::prelude::*;

use super::*;
use crate::forms::testing::{Read, head, read};

fn all(text: &str) -> Read {
    read(text, text.len(), reader(head(text)))
}

fn names(read: &Read, table: usize) -> Vec<&str> {
    read.tables[table].names.iter().flatten().map(String::as_str).collect()
}

/// Texts of three records, each with the names and the cells of its second.
const TEXTS: &[(&str, &[&str], &[&str])] = &[
    (
        "ts=2021-01-01T00:00:00Z level=info email=\"a@x.org\" ip=1.2.3.4\nts=2 level=warn email=\"b c\\\"d\" ip=5\nts=3 level=info email= ip=6\n",
        &["ts", "level", "email", "ip"],
        &["2", "warn", "b c\"d", "5"],
    ),
    (
        "email=a%40x.org&phone=%2B1\nemail=b%40x.org&phone=%2B2&name=J+D\nemail=c&phone=\n",
        &["email", "phone", "name"],
        &["b@x.org", "+2", "J D"],
    ),
    (
        "name='v' mail=\"v2\"\nname='O''B c=d' mail=\"w\"\nname=x mail=y\n",
        &["name", "mail"],
        &["O'B c=d", "w"],
    ),
    (
        "{id=1, name=Jane, address=Address{street=1 Main, city=X}}\n{id=2, name=Doe, Jane, address=Address{street=2 Main, city=Y}}\n{id=3, name=A, address=null}",
        &["id", "name", "address"],
        &["2", "Doe, Jane", "Address{street=2 Main, city=Y}"],
    ),
    (
        "User(id=1, name='A')\nUser(id=2, name='B, c=d')\nUser(id=3, name='C :(')\n",
        &["id", "name"],
        &["2", "B, c=d"],
    ),
    (
        "Name=Jane;Email=a@x.org;\nName=John Q;Email=b=c@x.org;\nName=;Email=;\n",
        &["Name", "Email"],
        &["John Q", "b=c@x.org"],
    ),
    (
        "email=a@x.org , phone=1\nemail=b@x.org , phone=2, 3\nemail=c , phone=4\n",
        &["email", "phone"],
        &["b@x.org", "2, 3"],
    ),
    (
        "2021-01-01 10:00:00 INFO login user=jane ip=1.2.3.4\n2021-01-01 10:00:01 INFO login user=John Doe ip=1\n2021-01-01 INFO user=x ip=y\n",
        &["text", "user", "ip"],
        &["2021-01-01 10:00:01 INFO login", "John Doe", "1"],
    ),
    (
        "First Name=Jane | Last Name=Doe\nFirst Name=John | Last Name=Roe\nFirst Name=A | Last Name=B\n",
        &["First Name", "Last Name"],
        &["John", "Roe"],
    ),
    (
        "{:name=>\"Jane\", \"mail\"=>\"x\"}\n{:name=>\"John\", \"mail\"=>\"y, z\"}\n{:name=>\"A\", \"mail\"=>\"b\"}\n",
        &["name", "mail"],
        &["John", "y, z"],
    ),
    (
        "POST /login?email=a%40x.org&pass=b\nPOST /login?email=b%40x.org&pass=c%26d\nPOST /login?email=c&pass=d\n",
        &["text", "email", "pass"],
        &["POST /login", "b@x.org", "c&d"],
    ),
    (
        "имя=Иван почта=i@x.ru\nимя=Юля почта=j@x.ru\nимя=Ян почта=\n",
        &["имя", "почта"],
        &["Юля", "j@x.ru"],
    ),
];

#[test]
fn pairs_are_read() {
    for (text, expected, second) in TEXTS {
        let score = detect(head(text));
        assert!(score > 0.7, "{score} {text}");
        let blocks = crate::forms::blocks::detect(head(text));
        assert!(score > blocks, "{score} {blocks} {text}");
        let read = all(text);
        assert_eq!(names(&read, 0), *expected, "{text}");
        assert_eq!(read.counts.accepted(), 3, "{text}");
        assert_eq!(read.cells(0)[1], *second, "{text}");
    }
}

#[test]
fn percent_signs_are_a_flaw_of_their_rows() {
    let read = all("email=a%40x.org&phone=1\nemail=b&phone=2\nemail=c+d&phone=2\n");
    assert_eq!(read.counts.flawed(Flaw::Encoded), 2);
}

#[test]
fn banners_and_lines_without_pairs_are_told() {
    let text = "leaked by us\n\n# note\na=1 b=2\na=3 b=4\nstarted\n-----\na=5 b=6 c=7\n";
    let read = all(text);
    assert_eq!(read.counts.accepted(), 3);
    assert_eq!((read.counts.comments, read.counts.blank), (3, 1));
    assert_eq!(read.counts.rejected(Reject::NoRecord), 1);
}

#[test]
fn new_keys_behind_the_head_begin_a_table() {
    let mut text = "a=1 b=2\n".repeat(2_000);
    text.push_str("a=1 b=2 c=3\na=1\n");
    let read = all(&text);
    assert_eq!(names(&read, 1), ["a", "b", "c"]);
    assert_eq!(read.cells(1), [["1", "2", "3"], ["1", "", ""]]);
}

#[test]
fn a_line_too_long_is_one_reject() {
    let text = format!("a=1 b=2\na=1 b={}\na=3 b=4\n", "x".repeat(3 << 20));
    for first in [text.len(), 1 << 20] {
        let read = read(&text, first, reader(head("a=1 b=2\na=1 b=2\n")));
        assert_eq!((read.counts.accepted(), read.counts.rejected(Reject::TooLong)), (2, 1));
    }
}

#[test]
fn other_forms_are_not_claimed() {
    for text in [
        "name,email,phone\nJane,a@x.org,1\nJohn,b@x.org,2\n",
        "a@x.org:dGVzdA==\nb@x.org:dGVzdB==\n",
        "id,url\n1,https://x.org/?a=1&b=2\n2,https://y.org/\n3,https://x.org/\n",
        "{\"a\": \"x=y\"}\n{\"a\": \"x=z\"}\n",
        "<user name=\"a\" mail=\"b\"/>\n",
        "Name: Jane\nEmail: x\n\nName: John\nEmail: y\n",
        "name = a\nmail = b\n\nname = c\nmail = d\n",
        "hash\n=\n==\n",
        "",
    ] {
        let score = detect(head(text));
        assert!(score < 0.3, "{score} {text}");
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
        prop_assert_eq!(all(&text), read(&text, first, reader(head(&text))));
    }

    #[test]
    fn what_is_written_is_read_back(rows in prop::collection::vec(prop::array::uniform3("[a-z \"=\\\\,;é]{0,8}"), 3..20)) {
        let quoted = |cell: &String| format!("\"{}\"", cell.replace('\\', "\\\\").replace('"', "\\\""));
        let text: String = rows.iter().map(|[a, b, c]| format!("ka={} kb={} kc={}\n", quoted(a), quoted(b), quoted(c))).collect();
        let read = read(&text, text.len(), reader(head("ka=1 kb=2 kc=3\nka=1 kb=2 kc=3\nka=1 kb=2 kc=3\n")));
        prop_assert_eq!(read.cells(0), rows);
    }
}

const PIECES: &[&str] = &[
    "a=", "b=", "name", "=", "&", ";", ",", " ", "\n", "\n", "\r\n", "\"", "'", "\\", "{", "}", "(", ")", "%40", "%",
    "+", "é", "x", "1", "==", "=>", "#", "-----", "\t", "|", "\u{FFFD}",
];

/// What takes a time that grows with the square of a line's length would not end here.
#[test]
fn long_hostile_lines_are_read() {
    for piece in ["=x", "a=\"", "a='\\", "x!=", " a=", "a={", "&", "\" ", "a==", "x"] {
        let text = format!("a=1 b=2\n{}\n", piece.repeat((1 << 20) / piece.len() - 8));
        for joint in Joint::ALL {
            line::read(&text, joint, &mut Vec::new());
        }
        all(&text);
    }
}
