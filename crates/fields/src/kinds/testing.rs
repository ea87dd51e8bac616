//! What the tests of every kind share: a table of spellings and the laws that hold of any kind.

use crate::{Doubt, Kind, Parsed, Reading};

/// What a spelling is read as: its canonical value with a doubt, or why there is none.
pub(super) type Expected = Result<(&'static str, Option<Doubt>), Parsed>;

/// Checks a table of spellings under a kind's default reading.
pub(super) fn check(kind: Kind, table: &[(&str, Expected)]) {
    let reading = Reading::new(kind);
    for &(raw, expected) in table {
        let mut out = String::from("before|");
        let parsed = reading.canonical(raw, &mut out);
        let got = match parsed {
            Parsed::Value { doubt, .. } => Ok((&out["before|".len()..], doubt)),
            other => {
                assert_eq!(out, "before|", "a reject left text behind, of {raw:?}");
                Err(other)
            }
        };
        assert_eq!(got, expected, "reading {raw:?}");
    }
}

/// Checks one spelling under a reading of its own.
pub(super) fn check_with(reading: &Reading, raw: &str, expected: Parsed, canonical: &str) {
    let mut out = String::new();
    assert_eq!(reading.canonical(raw, &mut out), expected, "reading {raw:?}");
    assert_eq!(out, canonical, "reading {raw:?}");
}

/// The laws of every kind, for one text.
pub(super) fn check_laws(reading: &Reading, raw: &str) {
    let mut out = String::from("before|");
    let parsed = reading.canonical(raw, &mut out);
    assert!(out.starts_with("before|"));
    let canonical = out["before|".len()..].to_owned();
    assert_eq!(
        parsed.is_value(),
        !canonical.is_empty(),
        "a value has text and a reject has none: {raw:?}"
    );
    if !parsed.is_value() {
        return;
    }
    let mut again = String::new();
    let second = reading.canonical(&canonical, &mut again);
    assert!(second.is_value(), "{raw:?} gave {canonical:?}, then {second:?}");
    assert_eq!(again, canonical, "the canonical value of {raw:?} is not its own");
}

/// Pieces that rules of canonical forms trip over: characters that fold into others, signs that are cut off at the
/// ends, masks and words for nothing. Arbitrary text holds two of them side by side once in a million cases.
const PIECES: &[&str] = &[
    "@",
    "＠",
    "＃",
    "*",
    "＊",
    "x",
    "X",
    "#",
    "`",
    "'",
    "\"",
    ",",
    "︐",
    ".",
    "．",
    "…",
    "-",
    "‐",
    "–",
    "/",
    "／",
    "(",
    ")",
    "<",
    ">",
    "?",
    "_",
    ":",
    ";",
    "~",
    "+",
    "=",
    "&",
    "null",
    "NULL",
    "ｎｕｌｌ",
    "none",
    "n/a",
    "test",
    "unknown",
    "0",
    "０",
    "00",
    "1",
    "１",
    "9",
    "12",
    "123",
    "a",
    "ａ",
    "A",
    "b",
    "é",
    "e\u{301}",
    "İ",
    "ı",
    "ß",
    "ﬁ",
    "ǅ",
    "Σ",
    "ς",
    "µ",
    "\u{345}",
    "\u{301}",
    "\u{130}",
    "\u{1E9E}",
    "½",
    "²",
    "①",
    "㈠",
    "℀",
    "℡",
    "№",
    "\u{200B}",
    "\u{200D}",
    "\u{FEFF}",
    "\u{A0}",
    " ",
    "\u{3000}",
    "\t",
    "\u{0}",
    "中",
    "が",
    "か\u{3099}",
    "한",
    "\u{1100}\u{1161}",
    "١",
    "१",
    "mailto:",
    "@gmail.com",
    ".com",
    "JR",
    "III",
    "O'",
    "Mc",
    "DE LA",
    "ST",
    "APT",
    "PO BOX",
    "EXT",
    "US",
    "CA",
    "-0000",
    "2000",
    "1900-01-01",
    "Jan",
    "😀",
    "\u{1F1E9}",
    "\u{E0001}",
    "\u{AD}",
    "\u{202E}",
];

/// Text of such pieces.
pub(crate) fn hostile() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::strategy::Strategy as _;
    proptest::collection::vec(proptest::sample::select(PIECES), 0..8).prop_map(|pieces| pieces.concat())
}

/// Property tests of one kind: arbitrary text and text of about the right shape.
macro_rules! laws {
    ($kind:expr, $shape:expr) => {
        proptest::proptest! {
            #![proptest_config(proptest::prelude::ProptestConfig::with_cases(512))]

            #[test]
            fn any_text_is_read_or_refused_cleanly(raw in "\\PC{0,40}") {
                crate::kinds::testing::check_laws(&crate::Reading::new($kind), &raw);
            }

            #[test]
            fn hostile_text_is_read_or_refused_cleanly(raw in crate::kinds::testing::hostile()) {
                crate::kinds::testing::check_laws(&crate::Reading::new($kind), &raw);
            }

            #[test]
            fn canonical_values_are_their_own(raw in $shape) {
                crate::kinds::testing::check_laws(&crate::Reading::new($kind), &raw);
            }
        }
    };
}
pub(super) use laws;
