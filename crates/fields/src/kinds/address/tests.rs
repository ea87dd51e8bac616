use super::*;
use crate::Kind;
use proptest::prelude::*;

fn read(raw: &str) -> Result<String, Reason> {
    let mut out = String::new();
    match canonical(&Reading::new(Kind::Address), raw, &mut out) {
        Parsed::Malformed(reason) => Err(reason),
        _ => Ok(out),
    }
}

/// Different addresses, each with spellings of it.
const SPELLINGS: &[(&str, &[&str])] = &[
    (
        "123 MAIN ST",
        &[
            "123 Main St",
            "123 Main Street",
            "123  MAIN STREET.",
            "123 Main St.",
            "123 Main St, Seattle, WA 98101",
            "123 Main St, Seattle WA 98101-1234",
            "123 Main Street\nSeattle, Washington 98101",
            "123 Main St., Seattle, WA, 98101, USA",
            "123 Main St, New York, New York 10001",
            "123 Main St, Seattle, WA",
        ],
    ),
    (
        "123 MAIN ST # 5",
        &[
            "123 Main St #5",
            "123 Main St # 5",
            "123 Main Street, Apt 5",
            "123 Main Street Apartment 5",
            "123 Main St. Apt. #5",
            "123 Main St Unit 5",
            "123 Main St Apt5",
            "Apt 5, 123 Main St",
            "#5, 123 Main St",
            "123 Main St, Apt 5, Seattle, WA 98101",
        ],
    ),
    (
        "123 MAIN ST # 5B",
        &["123 Main St #5B", "123 Main St Apt 5-B", "123 Main St Apt 5 B"],
    ),
    ("123 MAIN ST # B5", &["123 Main St #B5", "123 Main St Apt B-5"]),
    ("123 MAIN ST STE 5", &["123 Main St Ste 5", "123 Main Street, Suite #5"]),
    (
        "123 N MAIN ST",
        &["123 North Main Street", "123 N. Main St", "123 N MAIN ST"],
    ),
    ("123 MAIN ST N", &["123 Main Street North", "123 Main St. N."]),
    (
        "4500 NE 45TH ST",
        &[
            "4500 NE 45th St",
            "4500 N.E. 45th Street",
            "4500 Northeast 45th St",
            "4500 North East 45th St",
            "4500 N E Forty-Fifth St",
            "4500 N. E. 45th St",
        ],
    ),
    ("100 NORTH ST", &["100 North St", "100 North Street"]),
    ("100 N ST", &["100 N St", "100 N Street"]),
    ("100 N EAST AVE", &["100 North East Ave"]),
    (
        "100 N ST NE",
        &["100 N St NE", "100 N Street N.E.", "100 N St North East"],
    ),
    ("100 W PARK AVE", &["100 West Park Ave", "100 W Park Avenue"]),
    ("1 1ST AVE", &["1 First Ave", "1 1st Avenue"]),
    ("1 21ST AVE", &["1 Twenty-First Ave", "1 21st Avenue"]),
    (
        "PO BOX 123",
        &[
            "PO Box 123",
            "P.O. Box 123",
            "P. O. Box 123",
            "P O BOX 123",
            "POBox 123",
            "POBOX123",
            "Post Office Box 123",
            "Box 123",
            "P.O.Box #123",
            "P.O. Box 123, Seattle, WA 98101",
        ],
    ),
    (
        "RR 2 BOX 18",
        &["RR 2 Box 18", "R.R. 2 Box 18", "RR2 Box 18", "Rural Route 2, Box 18"],
    ),
    ("100 1/2 MAIN ST", &["100½ Main St", "100 1/2 Main St"]),
    (
        "12 MAIN ST",
        &["12 Main St, Washington DC 20001", "12 Main St, Washington, DC"],
    ),
    ("12 34 45TH AVE", &["12-34 45th Ave", "12 34 45th Avenue"]),
    ("12 1/2 OAK LN", &["12 1/2 Oak Lane"]),
    ("5 ST JAMES PL", &["5 Saint James Place", "5 St. James Pl"]),
    ("5 OBRIEN CT", &["5 O'Brien Court"]),
    ("123 AVE A", &["123 Avenue A", "123 Ave. A"]),
    ("12 RUE DE LA PAIX", &["12, rue de la Paix"]),
];

#[test]
fn spellings_of_an_address_meet_and_addresses_do_not() {
    for (expected, spellings) in SPELLINGS {
        for raw in *spellings {
            assert_eq!(read(raw).as_deref(), Ok(*expected), "{raw}");
        }
    }
    let mut different: Vec<_> = SPELLINGS.iter().map(|(address, _)| address).collect();
    different.sort_unstable();
    assert!(different.windows(2).all(|pair| pair[0] != pair[1]));
}

#[test]
fn an_uncertain_tail_stays() {
    for (raw, expected) in [
        ("123 Main St Seattle, WA 98101", "123 MAIN ST SEATTLE WA 98101"),
        (
            "123 Main St, Apt 5 Seattle, WA 98101",
            "123 MAIN ST # 5 SEATTLE WA 98101",
        ),
        ("Main St, Seattle, WA 98101", "MAIN ST SEATTLE WA 98101"),
    ] {
        assert_eq!(read(raw).as_deref(), Ok(expected), "{raw}");
    }
}

#[test]
fn what_is_no_address_says_why() {
    let cases = [
        ("12345", Reason::NoLetter),
        ("#", Reason::NoLetter),
        ("Main Street", Reason::WrongLength),
        ("PO Box", Reason::WrongLength),
    ];
    for (raw, reason) in cases {
        assert_eq!(read(raw), Err(reason), "{raw}");
    }
    assert_eq!(read(&"1 a ".repeat(40)), Err(Reason::TooLong));
    assert_eq!(read(&"1a".repeat(200)), Err(Reason::TooLong));
    assert!(read("PO Box A").is_ok());
    assert_eq!(read("BOX # NORTH ST"), read("PO BOX NORTH ST"));
}

#[test]
fn the_tables_are_sorted_and_stable() {
    assert!(SUFFIX_KEYS.windows(2).all(|pair| pair[0] < pair[1]));
    assert!(OTHER_KEYS.windows(2).all(|pair| pair[0] < pair[1]));
    for (word, abbreviation) in words::SUFFIXES.iter().chain(&words::OTHERS) {
        assert_eq!(short(word.as_bytes()), Some(abbreviation.as_bytes()), "{word}");
        let again = short(abbreviation.as_bytes());
        assert!(again.is_none_or(|again| again == abbreviation.as_bytes()), "{word}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]
    #[test]
    fn canonical_addresses_stay(tokens in prop::collection::vec(
        "#|APT|UNIT|STE|BOX|PO|P|O|B|POB|POST|OFFICE|NORTH|N|E|EAST|ST|AVENUE|TWENTY|FIRST|1ST|MAIN|PARK|FL|WA|98101|[0-9]{1,3}[A-Z]?|[A-Z]|,|\\.", 1..9)) {
        if let Ok(once) = read(&tokens.join(" ")) {
            prop_assert_eq!(read(&once), Ok(once.clone()));
        }
    }

    #[test]
    fn arbitrary_text_never_panics(raw in "\\PC{0,60}|[A-Z0-9#,. /'-]{0,40}") {
        if let Ok(once) = read(&raw) {
            prop_assert_eq!(read(&once), Ok(once.clone()));
        }
    }
}
