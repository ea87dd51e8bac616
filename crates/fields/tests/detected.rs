//! What is found out about a column agrees with how its cells are read.
#![allow(clippy::unwrap_used)]

use assay_fields::detect::{Profile, assign};
use assay_fields::{DateOrder, Kind, Reading, Region};

fn profile(cells: &[String]) -> Profile {
    let mut profile = Profile::default();
    for cell in cells {
        profile.observe(cell, Region::US);
    }
    profile
}

/// Sixteen-digit numbers without an order, the same on every run.
fn scrambled(n: u64) -> u64 {
    let mixed = (n + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((mixed ^ (mixed >> 31)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 11) % 10_000_000_000_000_000
}

fn column(cell: impl Fn(u64) -> String) -> Vec<String> {
    (0..40).map(|n| cell(scrambled(n))).collect()
}

/// Forms of one date of birth, day first where it is open.
const DATES: [&str; 13] = [
    "1980-01-31",
    "1980-01-31 00:00:00",
    "1980-01-31 00:00:00.000",
    "1980-01-31T00:00:00Z",
    "1980-01-31T12:00:00+02:00",
    "31.01.1980",
    "31.01.1980 00:00",
    "31/01/1980",
    "31 Jan 1980",
    "31-Jan-1980",
    "Jan 31, 1980",
    "19800131",
    "31.1.80",
];

const PHONES: [&str; 12] = [
    "2065550100",
    "(206) 555-0100",
    "206.555.0100",
    "+1 206 555 0100",
    "1-206-555-0100",
    "206-555-0100 x12",
    "206-555-0100 ext. 12",
    "(206) 555-0100 Extension 7",
    "2065550100x12",
    "tel:+1-206-555-0100",
    "206 555-0100",
    "+12065550100",
];

#[test]
fn dates_and_telephones_are_read_as_they_are_found() {
    let read = |reading: &Reading, raw: &str| {
        let mut out = String::new();
        assert!(reading.canonical(raw, &mut out).is_value(), "{raw}");
        out
    };
    let mut dob = Reading::new(Kind::Dob);
    dob.date_order = DateOrder::DayFirst;
    for date in DATES {
        assert_eq!(read(&dob, date), "1980-01-31", "{date}");
    }
    for phone in PHONES {
        assert_eq!(read(&Reading::new(Kind::Phone), phone), "+12065550100", "{phone}");
    }
}

#[test]
fn every_form_is_found_in_a_column_of_its_own() {
    for date in DATES {
        let cells = column(|r| {
            let year = 1935 + r % 70;
            let short = format!("{:02}", year % 100);
            match date {
                "31.1.80" => date.replace("80", &short),
                // A time of day other than midnight says that it is no birthday, as far as content goes.
                _ => date.replace("1980", &year.to_string()).replace("T12:", "T00:"),
            }
        });
        assert_eq!(profile(&cells).detect(None).kind, Kind::Dob, "{date}");
    }
    for phone in PHONES {
        let cells = column(|r| {
            let exchange = (200 + r % 800).to_string();
            phone
                .replace("555", &exchange)
                .replace("0100", &format!("{:04}", r / 1_000 % 10_000))
        });
        assert_eq!(profile(&cells).detect(None).kind, Kind::Phone, "{phone}");
    }
}

#[test]
fn hashes_and_the_like_are_opaque_whatever_the_header_says() {
    let hex = |r: u64, length: usize| {
        let text = format!(
            "{:016x}{:016x}",
            r.wrapping_mul(0x9E37_79B9_7F4A_7C15),
            r.wrapping_mul(0xBF58_476D_1CE4_E5B9)
        );
        text.repeat(4)[..length].to_owned()
    };
    let columns = [
        column(|r| hex(r, 32)),
        column(|r| hex(r, 40)),
        column(|r| hex(r, 64)),
        column(|r| hex(r, 128)),
        column(|r| format!("$2b$12${}", hex(r, 53))),
        column(|r| format!("{{SSHA}}{}==", hex(r, 30))),
        column(|r| format!("https://example.org/{r}")),
        column(|r| format!("{}-4a3b-4c5d-8e9f-{}", hex(r, 8), hex(r, 12))),
    ];
    for (n, cells) in columns.iter().enumerate() {
        let profile = profile(cells);
        for header in [
            "ssn",
            "phone",
            "email",
            "imei",
            "account_number",
            "licence",
            "passport",
            "username",
            "name",
            "card",
        ] {
            assert_eq!(profile.detect(Some(header)).kind, Kind::Opaque, "column {n}: {header}");
        }
        assert_eq!(profile.detect(None).kind, Kind::Opaque, "column {n}");
    }
}

#[test]
fn numbers_that_a_system_gave_out_are_no_ssns_and_no_telephones() {
    let none = |cells: Vec<String>| profile(&cells).detect(None).kind;
    assert_eq!(none(column(|r| format!("4570{:05}", r % 100_000))), Kind::Opaque);
    assert_eq!(none(column(|r| format!("{:09}", r % 1_000_000_000))), Kind::Opaque);
    assert_eq!(none(column(|r| format!("206555{:04}", r % 10_000))), Kind::Opaque);
    assert_eq!(none(column(|r| format!("{:010}", r % 10_000_000_000))), Kind::Opaque);
    assert_eq!(
        none(column(|r| format!("{}", 1_200_000_000 + r % 400_000_000))),
        Kind::Opaque
    );
    assert_eq!(
        none(column(|r| format!("{}.{:07}", 30 + r % 18, r / 32 % 10_000_000))),
        Kind::Opaque
    );
    let ssns = |r: u64| format!("{:03}{:02}{:04}", 1 + r % 660, 1 + r / 660 % 99, 1 + r / 70_000 % 9_999);
    assert_eq!(none(column(ssns)), Kind::Ssn);
    // A few numbers tell nothing.
    let few: Vec<String> = column(ssns).into_iter().take(8).collect();
    assert_eq!(none(few), Kind::Opaque);
}

#[test]
fn a_wrong_header_does_not_hide_what_has_a_form() {
    let ssn = column(|r| {
        format!(
            "{:03}-{:02}-{:04}",
            1 + r % 660,
            1 + r / 660 % 99,
            1 + r / 70_000 % 9_999
        )
    });
    let phone = column(|r| format!("(206) {}-{:04}", 200 + r % 800, r / 1_000 % 10_000));
    let born = column(|r| format!("{}-0{}-1{}", 1935 + r % 70, 1 + r % 9, r / 100 % 10));
    for (cells, kind, headers) in [
        (&ssn, Kind::Ssn, ["phone", "account_number", "password", "city"]),
        (&phone, Kind::Phone, ["ssn", "account_number", "plan", "name"]),
        (&born, Kind::Dob, ["phone", "ssn", "email", "account_number"]),
    ] {
        for header in headers {
            assert_eq!(profile(cells).detect(Some(header)).kind, kind, "{header}");
        }
    }
    let bare = column(|r| format!("{}0{}1{}", 1935 + r % 70, 1 + r % 9, r / 100 % 10));
    assert_eq!(profile(&bare).detect(Some("ssn")).kind, Kind::Dob);
    // `16` to `26` of a business are this century's.
    let signed = column(|r| format!("{}/1{}/{:02}", 1 + r % 9, r / 100 % 10, 5 + r / 7 % 17));
    assert_eq!(profile(&signed).detect(None).kind, Kind::Opaque);
    // A header that says nothing is as good as none.
    let profile = profile(&ssn);
    assert_eq!(assign(&[(Some("col1"), &profile)]), assign(&[(None, &profile)]));
}

#[test]
fn timestamps_are_no_telephones_but_numbers_that_lost_a_zero_are() {
    let cells = column(|r| format!("{}", 1_510_000_000 + r % 260_000_000));
    let kind = |region: Region| {
        let mut profile = Profile::default();
        for cell in &cells {
            profile.observe(cell, region);
        }
        profile.detect(Some("phone")).kind
    };
    assert_eq!(kind(Region::US), Kind::Opaque);
    assert_eq!(kind("DE".parse().unwrap()), Kind::Phone);
}
