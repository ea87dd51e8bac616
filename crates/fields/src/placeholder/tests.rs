use super::*;
use crate::{Parsed, Reading};

const NAMES: [Kind; 3] = [Kind::Name, Kind::GivenName, Kind::Surname];

#[test]
fn words_for_nothing_are_set_aside_in_every_kind() {
    for kind in Kind::ALL {
        for raw in [
            "null",
            "NULL",
            "(null)",
            "<null>",
            "[NULL]",
            "\\N",
            "n/a",
            "N/A",
            "#N/A",
            "nan",
            "NaN",
            "na",
            "undefined",
            "-",
            "--",
            "---",
            ".",
            "?",
            "???",
            "\"\"",
            "{}",
            "not available",
        ] {
            assert!(is_placeholder(kind, raw), "{kind}: {raw}");
        }
        if kind != Kind::Opaque {
            for raw in [
                "none",
                "None",
                "NONE",
                "unknown",
                "Unknown",
                "test",
                "tbd",
                "not provided",
                "empty",
                "blank",
                "xxx",
                "XX",
                "todo",
            ] {
                assert!(is_placeholder(kind, raw), "{kind}: {raw}");
            }
        }
    }
}

#[test]
fn people_may_bear_the_name_of_nothing() {
    for kind in NAMES {
        for raw in ["Null", "Na", "Nan", "Nil", "Blank", "BLANK", "NAN", "Todo", "TODO", "X"] {
            assert!(!is_placeholder(kind, raw), "{kind}: {raw}");
        }
        for raw in ["null", "NULL", "NA", "na", "NaN", "nan", "blank", "None", "Test"] {
            assert!(is_placeholder(kind, raw), "{kind}: {raw}");
        }
    }
}

#[test]
fn ordinary_values_are_no_placeholders() {
    for (kind, raw) in [
        (Kind::Ssn, "456-12-7890"),
        (Kind::Phone, "+12065550123"),
        (Kind::Phone, "(206) 555-0123"),
        (Kind::Surname, "Nunn"),
        (Kind::Surname, "Testa"),
        (Kind::City, "Nilwood"),
        (Kind::State, "NE"),
        (Kind::State, "ND"),
        (Kind::Address, "0 Main St"),
        (Kind::Address, "Unknown Rd 5"),
        (Kind::Account, "12300"),
        (Kind::Account, "NA-100"),
        (Kind::Postcode, "02139"),
        (Kind::Dob, "1980-12-31"),
        (Kind::Dob, "1990"),
        (Kind::Opaque, "0"),
        (Kind::Opaque, "none"),
        (Kind::Username, "null_pointer"),
        (Kind::Username, "000"),
        (Kind::Email, "_jane@mail.org"),
    ] {
        assert!(!is_placeholder(kind, raw), "{kind}: {raw}");
    }
}

#[test]
fn zeros_and_ends_of_time_are_set_aside() {
    for (kind, raw) in [
        (Kind::Ssn, "0"),
        (Kind::Ssn, "000-00-0000"),
        (Kind::Phone, "000"),
        (Kind::Account, "0000"),
        (Kind::Postcode, "00000-0000"),
        (Kind::Dob, "0000-00-00"),
        (Kind::Dob, "00/00/0000"),
        (Kind::Dob, "0000-00-00 00:00:00"),
        (Kind::Dob, "0001-01-01"),
        (Kind::Dob, "0001-01-01T00:00:00"),
        (Kind::Dob, "01/01/0001"),
        (Kind::Dob, "1111-11-11"),
        (Kind::Dob, "11/11/1111"),
        (Kind::Dob, "9999-12-31"),
        (Kind::Dob, "12/31/9999"),
        (Kind::Dob, "99/99/9999"),
        (Kind::Dob, "1800-01-01"),
        (Kind::Dob, "17530101"),
    ] {
        assert!(
            is_placeholder(kind, raw) || Reading::new(kind).canonical(raw, &mut String::new()) == Parsed::Placeholder,
            "{kind}: {raw}"
        );
    }
}

#[test]
fn fillers_in_canonical_form() {
    for (kind, text, expected) in [
        (Kind::Dob, "1900-01-01", true),
        (Kind::Dob, "1899-12-30", true),
        (Kind::Dob, "1970-01-01", false),
        (Kind::Dob, "1900-01-02", false),
        (Kind::Ssn, "111111111", true),
        (Kind::Ssn, "111111112", false),
        (Kind::Phone, "+15555555555", true),
        (Kind::Phone, "+12065551212", true),
        (Kind::Phone, "+12065550123", false),
        (Kind::Phone, "+442079460958", false),
        (Kind::Email, "test@test.com", true),
        (Kind::Email, "noemail@acme.com", true),
        (Kind::Email, "user@example.com", true),
        (Kind::Email, "test@acme.com", false),
        (Kind::Email, "jane@example.com", false),
        (Kind::Email, "smith@smith.com", false),
        (Kind::Email, "email@email.com", true),
        (Kind::Imei, "00000000000000", true),
        (Kind::Imei, "49015420323751", false),
        (Kind::Iccid, "8900000000000000003", true),
        (Kind::Iccid, "8901260123456789012", false),
        (Kind::Card, "4242424242424242", true),
        (Kind::Account, "000000", true),
        (Kind::Account, "111111", false),
        (Kind::Account, "123456", false),
        (Kind::Passport, "999999999", true),
        (Kind::Postcode, "00000", true),
        (Kind::Postcode, "99999", true),
        (Kind::Postcode, "99950", false),
        (Kind::Postcode, "12345", false),
        (Kind::Ip, "127.0.0.1", true),
        (Kind::Ip, "192.168.1.1", false),
    ] {
        assert_eq!(is_canonical_placeholder(kind, text), expected, "{kind}: {text}");
    }
}
