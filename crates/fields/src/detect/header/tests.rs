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
            let found = kind_of(header).map(|(kind, _)| kind);
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
        assert_eq!(kind_of(header), None, "{header}");
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
