use super::*;
use proptest::prelude::*;

fn profile(cells: impl IntoIterator<Item = String>) -> Profile {
    let mut profile = Profile::default();
    for cell in cells {
        profile.observe(&cell, Region::US);
    }
    profile
}

/// A made-up column of 400 cells; `n` counts them and `r` is a fixed pseudo-random number.
fn column(cell: impl Fn(u64, u64) -> String) -> Profile {
    profile((0..400u64).map(|n| {
        let r = (n + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        cell(n, (r ^ (r >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 20)
    }))
}

fn pick<'w>(words: &[&'w str], r: u64) -> &'w str {
    words[(r % words.len() as u64) as usize]
}

fn with_check_digit(digits: String) -> String {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(n, digit)| {
            let digit = u32::from(digit - b'0') * if n % 2 == 0 { 2 } else { 1 };
            digit / 10 + digit % 10
        })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

const GIVEN: [&str; 8] = ["Maria", "JOHN", "Zelda", "linda", "Xiu", "Robert", "Emily", "Oluwaseun"];
const MORE_GIVEN: [&str; 6] = ["James", "Mary", "Karen", "Joshua", "Laura", "Quentin"];
const SURNAMES: [&str; 8] = [
    "Garcia",
    "SMITH",
    "O'Brien",
    "Nguyen",
    "Featherstone",
    "Lopez-Diaz",
    "Patel",
    "Brown",
];
const MORE_SURNAMES: [&str; 6] = ["Jones", "Miller", "Abernathy", "Wilson", "Moore", "Taylor"];
const CITIES: [&str; 14] = [
    "Seattle",
    "St. Louis",
    "Tiny Town",
    "Houston",
    "New York",
    "Walla Walla",
    "Fort Worth",
    "Yakima",
    "Reno",
    "Mill Creek",
    "Denver",
    "Tampa",
    "Boise",
    "Cle Elum",
];

const AREAS: [&str; 6] = ["206", "212", "312", "415", "713", "305"];

fn given(r: u64) -> &'static str {
    if r.is_multiple_of(2) {
        pick(&GIVEN, r / 2)
    } else {
        pick(&MORE_GIVEN, r / 2)
    }
}

fn surname(r: u64) -> &'static str {
    if r.is_multiple_of(2) {
        pick(&SURNAMES, r / 2)
    } else {
        pick(&MORE_SURNAMES, r / 2)
    }
}

/// Columns whose content tells what they are.
fn telling() -> Vec<(Kind, Profile)> {
    vec![
        (
            Kind::Ssn,
            column(|n, r| format!("{:03}-{:02}-{:04}", 100 + r % 600, 1 + n % 99, 1 + r % 9_000)),
        ),
        (
            Kind::Ssn,
            column(|n, r| format!("{:03}{:02}{:04}", 100 + r % 500, 1 + n % 99, 1 + r % 9_000)),
        ),
        (Kind::Ssn, column(|_, r| format!("***-**-{:04}", r % 10_000))),
        (
            Kind::Phone,
            column(|n, r| format!("({:03}) 555-{:04}", 201 + r % 88, n)),
        ),
        (
            Kind::Phone,
            column(|n, r| format!("{}{}55{:04}", pick(&AREAS, r), 2 + r / 8 % 8, n)),
        ),
        (Kind::Phone, column(|n, r| format!("+1{:03}555{:04}", 201 + r % 88, n))),
        (Kind::Email, column(|n, _| format!("person{n}@example.org"))),
        (Kind::Email, column(|n, _| format!("p***{n}@example.org"))),
        (
            Kind::Imei,
            column(|_, r| with_check_digit(format!("35{:012}", r % 1_000_000_000_000))),
        ),
        (Kind::Imsi, column(|_, r| format!("310260{:09}", r % 1_000_000_000))),
        (
            Kind::Iccid,
            column(|_, r| format!("8901260{:012}", r % 1_000_000_000_000)),
        ),
        (
            Kind::Card,
            column(|_, r| with_check_digit(format!("4{:014}", r % 100_000_000_000_000))),
        ),
        (
            Kind::Card,
            column(|_, r| with_check_digit(format!("37{:012}", r % 1_000_000_000_000))),
        ),
        (
            Kind::Dob,
            column(|_, r| format!("{}-{:02}-{:02}", 1940 + r % 65, 1 + r % 12, 1 + r % 28)),
        ),
        (
            Kind::Dob,
            column(|_, r| format!("{}/{}/{}", 1 + r % 12, 1 + r / 16 % 28, 1940 + r % 65)),
        ),
        (Kind::Postcode, column(|_, r| format!("{:05}", 501 + r % 99_000))),
        (
            Kind::Postcode,
            column(|_, r| format!("{:05}-{:04}", 501 + r % 99_000, r % 10_000)),
        ),
        (
            Kind::State,
            column(|_, r| pick(&["WA", "OR", "CA", "NY", "tx"], r).to_owned()),
        ),
        (
            Kind::State,
            column(|_, r| pick(&["Texas", "New York", "Ohio", "Wash."], r).to_owned()),
        ),
        (
            Kind::Address,
            column(|n, r| format!("{n} {} {}", surname(r), pick(&["St", "Avenue", "Rd", "Ln Apt 4"], r))),
        ),
        (Kind::City, column(|_, r| pick(&CITIES, r).to_owned())),
        (Kind::GivenName, column(|_, r| given(r).to_owned())),
        (Kind::Surname, column(|_, r| surname(r).to_owned())),
        (Kind::Name, column(|n, r| format!("{} {}", given(r), surname(n)))),
        (Kind::Name, column(|n, r| format!("{}, {} Q.", surname(n), given(r)))),
        (
            Kind::Ip,
            column(|n, r| format!("10.{}.{}.{}", r % 256, n % 256, r % 199)),
        ),
        (Kind::Ip, column(|n, _| format!("2001:db8::{n:x}"))),
        (
            Kind::Username,
            column(|n, r| format!("{}{}", given(r).to_lowercase(), n * 37)),
        ),
        (
            Kind::Account,
            column(|n, r| format!("TM{:08}", (r % 9_000_000) * 7 + n)),
        ),
    ]
}

/// Columns that are of no use.
fn idle() -> Vec<Profile> {
    vec![
        column(|_, r| pick(&["postpaid", "prepaid", "business"], r).to_owned()),
        column(|_, r| pick(&["Magenta Max", "Essentials", "Go 5G"], r).to_owned()),
        column(|_, r| pick(&["true", "false"], r).to_owned()),
        column(|_, r| pick(&["active", "closed", "suspended"], r).to_owned()),
        column(|_, r| format!("{}-{:02}-{:02}", 2014 + r % 8, 1 + r % 12, 1 + r % 28)),
        column(|_, r| format!("{}.{:02}", r % 500, r % 100)),
        column(|_, r| format!("{}", r % 3)),
        column(|_, _| String::new()),
        column(|_, _| "NULL".to_owned()),
    ]
}

#[test]
fn content_tells_kinds_without_a_header() {
    for (n, (kind, profile)) in telling().iter().enumerate() {
        let detected = profile.detect(None);
        assert_eq!(detected.kind, *kind, "column {n}: {detected:?}");
        assert!((0.0..=1.0).contains(&detected.confidence));
    }
    for (n, profile) in idle().iter().enumerate() {
        let detected = profile.detect(None);
        assert_eq!(detected.kind, Kind::Opaque, "column {n}: {detected:?}");
    }
}

#[test]
fn a_header_that_fits_raises_the_confidence() {
    let headers = [
        (Kind::Ssn, "SSN"),
        (Kind::Phone, "Phone Number"),
        (Kind::Email, "e-mail"),
        (Kind::Imei, "imei"),
        (Kind::Imsi, "imsi"),
        (Kind::Iccid, "sim"),
        (Kind::Card, "cc_number"),
        (Kind::Dob, "birth_date"),
        (Kind::Postcode, "zip"),
        (Kind::State, "state"),
        (Kind::Address, "address_line_1"),
        (Kind::City, "city"),
        (Kind::GivenName, "first_name"),
        (Kind::Surname, "last_name"),
        (Kind::Name, "customer_name"),
        (Kind::Ip, "last_ip"),
        (Kind::Username, "username"),
        (Kind::Account, "account_no"),
    ];
    for (n, (kind, profile)) in telling().iter().enumerate() {
        let header = headers.iter().find(|(of, _)| of == kind).unwrap().1;
        let detected = profile.detect(Some(header));
        assert_eq!(detected.kind, *kind, "column {n}: {detected:?}");
        assert!(detected.confidence > 0.7, "column {n}: {detected:?}");
    }
}

#[test]
fn a_header_tells_what_content_leaves_open() {
    let nine = column(|n, r| format!("{:09}", 100_000_000 + r % 499_000_000 + n));
    assert_eq!(nine.detect(Some("account_number")).kind, Kind::Account);
    assert_eq!(nine.detect(Some("ssn")).kind, Kind::Ssn);
    assert_eq!(nine.detect(Some("dl_number")).kind, Kind::Licence);
    assert_eq!(nine.detect(Some("passport")).kind, Kind::Passport);
    let dates = column(|_, r| format!("{}-{:02}-{:02}", 2014 + r % 8, 1 + r % 12, 1 + r % 28));
    assert_eq!(dates.detect(Some("dob")).kind, Kind::Dob);
    let old = column(|_, r| format!("{}-{:02}-{:02}", 1940 + r % 65, 1 + r % 12, 1 + r % 28));
    assert_eq!(old.detect(Some("signup_date")).kind, Kind::Opaque);
}

#[test]
fn a_misleading_header_does_not_make_a_kind() {
    let names = column(|n, r| format!("{} {}", given(r), surname(n)));
    let emails = column(|n, _| format!("person{n}@example.org"));
    let plans = column(|_, r| pick(&["postpaid", "prepaid", "business"], r).to_owned());
    let cases = [
        (&names, "ssn", Kind::Name),
        (&names, "phone", Kind::Name),
        (&emails, "name", Kind::Email),
        (&emails, "username", Kind::Email),
        (&emails, "account_number", Kind::Email),
        (&plans, "state", Kind::Opaque),
        (&plans, "plan_name", Kind::Opaque),
        (&plans, "ssn", Kind::Opaque),
        (&plans, "phone_type", Kind::Opaque),
    ];
    for (profile, header, kind) in cases {
        let detected = profile.detect(Some(header));
        assert_eq!(detected.kind, kind, "{header}: {detected:?}");
    }
    let agreed = names.detect(Some("name")).confidence;
    assert!(names.detect(Some("ssn")).confidence < agreed);
}

#[test]
fn the_order_of_day_and_month_is_the_majoritys() {
    let order = |cells: &[&str]| {
        let profile = profile(cells.iter().map(|cell| (*cell).to_owned()));
        profile.detect(Some("dob")).date_order
    };
    assert_eq!(order(&["3/4/1985", "3/14/1985"]), Some(DateOrder::MonthFirst));
    assert_eq!(order(&["3/4/1985", "14/3/1985"]), Some(DateOrder::DayFirst));
    assert_eq!(
        order(&["14.03.1985", "15.03.1985", "03.16.1985"]),
        Some(DateOrder::DayFirst)
    );
    assert_eq!(order(&["14031985"]), Some(DateOrder::DayFirst));
    assert_eq!(order(&["3/4/1985", "5/6/1990"]), None);
    assert_eq!(order(&["14/3/1985", "3/14/1985"]), None);
    assert_eq!(order(&["1985-03-14", "14 Mar 1985"]), Some(DateOrder::MonthFirst));
    let names = profile(["Maria".to_owned()]).detect(Some("first_name"));
    assert_eq!(names.date_order, None);
}

#[test]
fn lost_zeros_are_seen() {
    let pad = |header: &str, cells: &[&str]| {
        let profile = profile(cells.iter().map(|cell| (*cell).to_owned()));
        profile.detect(Some(header)).pad
    };
    assert_eq!(pad("ssn", &["456127890", "234567891", "1234567"]), Some(9));
    assert_eq!(pad("ssn", &["456127890", "234567891"]), None);
    assert_eq!(pad("ssn", &["4561278", "234567", "123456789"]), None);
    assert_eq!(pad("zip", &["98101", "2134", "10001", "98101-1234"]), Some(5));
    assert_eq!(pad("zip", &["98101", "2134.0", "10001.0"]), Some(5));
    assert_eq!(pad("zip", &["98101", "10001"]), None);
    // An account number has no length of its own: its leading zeros go instead.
    assert_eq!(pad("account_no", &["12345678", "87654321", "123456"]), None);
    assert_eq!(pad("phone", &["2065550100", "2065550101", "65550100"]), None);
}

#[test]
fn a_header_that_says_nothing_leaves_it_to_the_content() {
    let names = column(|n, r| format!("{} {}", given(r), surname(n)));
    let titles = column(|_, r| pick(&["Mr", "Mrs", "Ms", "Dr"], r).to_owned());
    for header in ["title", "Label", "value", "text", "record.title"] {
        assert_eq!(names.detect(Some(header)), names.detect(None), "{header}");
        assert_eq!(titles.detect(Some(header)).kind, Kind::Opaque, "{header}");
        assert!(is_known_header(header), "{header}");
    }
}

#[test]
fn ten_bare_digits_may_be_accounts() {
    let digits = |n: u64, r: u64| (201 + r % 8, 200 + r % 800, n);
    let bare = column(|n, r| {
        let (area, exchange, line) = digits(n, r);
        format!("{area}{exchange}{line:04}")
    });
    let dashed = column(|n, r| {
        let (area, exchange, line) = digits(n, r);
        format!("{area}-{exchange}-{line:04}")
    });
    let found = bare.detect(None);
    assert_eq!((found.kind, found.second), (Kind::Phone, Some((Kind::Account, 0.45))));
    assert_ne!(
        bare.detect(Some("phone")).second.map(|(kind, _)| kind),
        Some(Kind::Account)
    );
    assert_eq!(dashed.detect(None).second, None);
}

#[test]
fn columns_of_a_table_are_decided_together() {
    let given = column(|_, r| given(r).to_owned());
    let surname = column(|_, r| surname(r).to_owned());
    let nine = column(|n, r| format!("{:09}", 100_000_000 + r % 499_000_000 + n));
    let ssn = column(|n, r| format!("{:03}-{:02}-{:04}", 100 + r % 600, 1 + n % 99, 1 + r % 9_000));
    let kinds = |columns: &[(Option<&str>, &Profile)]| -> Vec<Kind> {
        assign(columns).iter().map(|detected| detected.kind).collect()
    };
    assert_eq!(
        kinds(&[(None, &given), (None, &surname), (None, &ssn), (None, &nine)]),
        [Kind::GivenName, Kind::Surname, Kind::Ssn, Kind::Opaque]
    );
    assert_eq!(
        kinds(&[(Some("name"), &given), (Some("surname"), &surname)]),
        [Kind::GivenName, Kind::Surname]
    );
    assert_eq!(
        kinds(&[(None, &given), (None, &given)]),
        [Kind::GivenName, Kind::GivenName]
    );
    assert_eq!(
        kinds(&[(Some("id"), &nine), (Some("account_number"), &nine)]),
        [Kind::Opaque, Kind::Account]
    );
    let phone = column(|n, r| format!("({:03}) 555-{:04}", 201 + r % 88, n));
    assert_eq!(
        kinds(&[(Some("phone1"), &phone), (Some("phone2"), &phone)]),
        [Kind::Phone, Kind::Phone]
    );
}

#[test]
fn a_profile_shows_no_value() {
    let profile = profile(["Maria Garcia".to_owned(), "456-12-7890".to_owned()]);
    let shown = format!("{profile:?}");
    assert!(!shown.contains("Garcia") && !shown.contains("7890"));
}

proptest! {
    #[test]
    fn parts_add_up_in_any_order(
        cells in prop::collection::vec("\\PC{0,12}|[0-9]{3}-[0-9]{2}-[0-9]{4}|[0-9]{1,2}/[0-9]{1,2}/[12][0-9]{3}|[a-z]{1,5}@[a-z]{2,5}\\.com|[0-9]{1,16}", 0..40),
        cut in 0usize..40,
    ) {
        let whole = profile(cells.clone());
        let cut = cut.min(cells.len());
        let (head, tail) = (profile(cells[..cut].to_vec()), profile(cells[cut..].to_vec()));
        for (first, second) in [(&head, &tail), (&tail, &head)] {
            let mut sum = first.clone();
            sum.merge(second);
            prop_assert_eq!(sum.traits, whole.traits);
            prop_assert_eq!(sum.digit_lengths, whole.digit_lengths);
            prop_assert_eq!(sum.token_lengths, whole.token_lengths);
            prop_assert!(sum.distinct.estimate() == whole.distinct.estimate());
            for header in [None, Some("dob"), Some("ssn"), Some("plan"), Some("zip")] {
                prop_assert_eq!(sum.detect(header), whole.detect(header));
            }
        }
    }

    #[test]
    fn arbitrary_cells_and_headers_never_panic(cell in "\\PC{0,40}|[0-9:./#xX* -]{0,24}", header in "\\PC{0,40}") {
        let profile = profile([cell]);
        let detected = profile.detect(Some(&header));
        prop_assert!((0.0..=1.0).contains(&detected.confidence));
        assign(&[(Some(&header), &profile), (None, &profile)]);
    }
}
