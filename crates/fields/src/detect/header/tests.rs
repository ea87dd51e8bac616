use proptest::prelude::*;

use super::*;

#[test]
fn usual_headers_name_their_kinds() {
    let cases: &[(Kind, &[&str])] = &[
        (
            Kind::Ssn,
            &[
                "ssn",
                "SSN",
                "SS#",
                "ss_no",
                "Social Security Number",
                "socialSecurityNumber",
                "customer_ssn",
                "SSN #",
                "\"ssn\"",
            ],
        ),
        (
            Kind::Phone,
            &[
                "phone",
                "Phone 1",
                "phone2",
                "PHONE_NUMBER",
                "mobile",
                "cellPhone",
                "msisdn",
                "Tel.",
                "home_phone",
                "Téléphone",
                "Telefonnummer",
                "Телефон",
                "customer phone number",
            ],
        ),
        (
            Kind::Email,
            &[
                "email",
                "E-Mail",
                "email_address",
                "mail",
                "correo electrónico",
                "EmailAddress1",
            ],
        ),
        (
            Kind::Dob,
            &[
                "dob",
                "D.O.B.",
                "birth_date",
                "DateOfBirth",
                "Geburtsdatum",
                "fecha de nacimiento",
                "Дата рождения",
                "date-of-birth",
            ],
        ),
        (
            Kind::Postcode,
            &["zip", "ZIP Code", "postal_code", "Postcode", "PLZ", "código postal"],
        ),
        (
            Kind::GivenName,
            &[
                "first_name",
                "FName",
                "Given Name",
                "Vorname",
                "Prénom",
                "Имя",
                "customer_first_name",
            ],
        ),
        (
            Kind::Surname,
            &["last_name", "lname", "surname", "Nachname", "apellido", "Фамилия"],
        ),
        (Kind::Name, &["name", "Full Name", "customer_name", "fullName"]),
        (
            Kind::Address,
            &[
                "address",
                "addr1",
                "street",
                "address_line_1",
                "Address 1",
                "billing_address",
            ],
        ),
        (Kind::City, &["city", "Town", "billing_city", "Ciudad", "Город"]),
        (Kind::State, &["state", "Province", "billing_state"]),
        (
            Kind::Account,
            &[
                "account",
                "acct_no",
                "Account Number",
                "customer_id",
                "BAN",
                "cust_no",
                "CustomerID",
                "Kundennummer",
            ],
        ),
        (Kind::Imei, &["imei", "IMEI Number", "imei1"]),
        (Kind::Imsi, &["imsi"]),
        (Kind::Iccid, &["iccid", "sim", "sim_number"]),
        (
            Kind::Licence,
            &[
                "licence",
                "License Number",
                "DL",
                "drivers_license",
                "driver's license",
                "dl_number",
                "licence_no",
            ],
        ),
        (Kind::Card, &["card", "cc_number", "PAN", "credit card number"]),
        (Kind::Passport, &["passport", "passport_no"]),
        (Kind::Username, &["username", "login", "user", "user_name"]),
        (Kind::Ip, &["ip", "ip_address", "last_ip", "IPAddress"]),
        (
            Kind::Opaque,
            &[
                "plan_name",
                "email_verified",
                "phone_type",
                "account_status",
                "ip_country",
                "signup_date",
                "date",
                "address2",
                "addr2",
                "address_line_2",
                "user_agent",
                "email_hash",
                "customer address 2",
            ],
        ),
    ];
    for (kind, headers) in cases {
        for header in *headers {
            let found = named(header).map(|named| named.kind);
            assert_eq!(found, Some(*kind), "{header}");
        }
    }
}

#[test]
fn what_is_no_header_is_not_known() {
    for header in [
        "",
        "  ",
        "Garcia",
        "456-12-7890",
        "x@example.org",
        "98101",
        "###",
        &"phone".repeat(40),
    ] {
        assert_eq!(named(header), None, "{header}");
    }
}

#[test]
fn a_header_stands_for_one_kind() {
    let mut seen = std::collections::HashMap::new();
    for (kind, _, list) in VOCABULARY {
        for word in list.split_ascii_whitespace() {
            let before = seen.insert(word, *kind);
            assert!(before.is_none_or(|before| before == *kind), "{word}");
        }
    }
}

#[test]
fn headers_of_many_languages_name_their_kinds() {
    for line in include_str!("../../../tests/headers.txt").lines() {
        let mut parts = line.splitn(3, '|');
        let (Some(language), Some(label), Some(headers)) = (parts.next(), parts.next(), parts.next()) else {
            continue;
        };
        if language.starts_with('#') {
            continue;
        }
        let kind: Kind = label.split(':').next().unwrap().parse().unwrap();
        for header in headers.split(';') {
            let found = named(header).unwrap_or_else(|| panic!("{language}: {header}"));
            assert_eq!(found.kind, kind, "{language}: {header}");
            assert!(found.is_known, "{language}: {header}");
        }
    }
}

#[test]
fn paths_are_read_from_their_end() {
    let kind = |header: &str| named(header).map(|named| named.kind);
    for (header, expected) in [
        ("TEL;CELL", Kind::Phone),
        ("TEL;TYPE=work,voice", Kind::Phone),
        ("EMAIL;TYPE=work", Kind::Email),
        ("acme.customers.email", Kind::Email),
        ("users[0].emails[1].value", Kind::Email),
        ("/person/name/first", Kind::GivenName),
        ("device.name", Kind::Opaque),
        ("devices.0.name", Kind::Opaque),
        ("employer.phone", Kind::Phone),
        ("phone.verified", Kind::Opaque),
        ("user.address.street1", Kind::Address),
        ("strfirstname", Kind::GivenName),
    ] {
        assert_eq!(kind(header), Some(expected), "{header}");
    }
    let deep = named("data.profile.email").unwrap();
    assert!(deep.confidence < named("email").unwrap().confidence);
}

#[test]
fn what_may_be_somebodys_is_not_printed() {
    for value in [
        "maria.garcia.name",
        "jane.phone",
        "jane@x.mail",
        "smith.name",
        "L",
        "Tara",
        "Kon",
        "Garcia;TEL",
        "TEL;2065550100",
        "https://example.org/jane/email",
        "123 Main St/Apt",
    ] {
        assert!(!named(value).is_some_and(|named| named.is_known), "{value}");
        assert!(!is_number(value), "{value}");
    }
    for header in ["col1", "field_7", "Unnamed: 0", "_c12", "Column 3", "campo2"] {
        assert!(is_number(header) && named(header).is_none(), "{header}");
    }
    for value in [
        "F3x",
        "Smith 3",
        "98101",
        "7",
        "C12345678",
        "C12",
        "-5",
        "#3",
        "field 2065550100",
    ] {
        assert!(!is_number(value), "{value}");
    }
}

proptest! {
    #[test]
    fn any_header_is_read_without_a_panic(header in "\\PC{0,60}|[a-zA-Z._/;@=\\[\\]0-9 -]{0,60}") {
        if let Some(named) = named(&header) {
            prop_assert!((0.0..=1.0).contains(&named.confidence));
        }
        is_number(&header);
    }
}
