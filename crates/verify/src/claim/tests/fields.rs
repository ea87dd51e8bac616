//! Promised fields.

use super::*;

fn column(number: u32, kind: Kind, outcomes: &[(Outcome, u64)]) -> ColumnFindings {
    ColumnFindings {
        table: 1,
        number,
        name: match kind {
            Kind::Opaque => "Passwords".to_owned(),
            kind => kind.to_string(),
        },
        kind,
        confidence: 1.0,
        second: None,
        outcomes: outcomes.iter().copied().collect(),
        malformed: Default::default(),
        implausible: Default::default(),
        padded: 0,
    }
}

fn field(class: &str, tested: u64, hits: u64, chance_rate: f64) -> FieldMatch {
    FieldMatch {
        class: class.parse().unwrap(),
        index: "a".to_owned(),
        tested,
        one_in: OneIn::default(),
        hits,
        expected_false_hits: 0.0,
        chance_rate,
        rate: None,
        interval: Some(assay_estimate::Interval { low: 0.0, high: 0.0123 }),
        below_chance: false,
        zero_hits_bound: (hits == 0).then_some(0.003),
        strays: 0,
        strays_by_chance: 0.0,
        in_genuine_rows: 0,
        fitting: 0,
        method: RateMethod::default(),
        instead: None,
    }
}

fn link(class: &str, tested: u64, hits: u64, chance_rate: f64) -> LinkMatch {
    LinkMatch {
        class: class.parse().unwrap(),
        index: "a".to_owned(),
        tested,
        one_in: OneIn::default(),
        hits,
        near: 0,
        expected_false_hits: 0.0,
        chance_rate,
        near_chance: None,
        rate: None,
        interval: None,
        method: RateMethod::default(),
        instead: None,
    }
}

fn matched(fields: Vec<FieldMatch>, links: Vec<LinkMatch>) -> MatchFindings {
    MatchFindings {
        fields,
        links,
        rows: Default::default(),
        distinct_rows: [(Grade::Full, 1)].into(),
        distinct_rows_one_in: Default::default(),
        loosely_joined: 0,
        strange_names: 0,
        directory_contradicted: 0,
        by_index: vec![],
        persons: MatchedPersons::default(),
        genuine: Share {
            estimand: String::new(),
            genuine: 0,
            testable: 0,
            estimate: None,
            interval: crate::Limits::default(),
            level: 0.95,
            estimator: String::new(),
            withheld: None,
        },
        listing: None,
        controls: vec![],
        segments: vec![],
        sources: None,
        dating: None,
        canaries: vec![],
    }
}

fn promised(words: &[&str]) -> Claim {
    Claim {
        fields: words.iter().map(|words| words.parse().unwrap()).collect(),
        ..Claim::default()
    }
}

#[test]
fn every_promised_field_has_its_status_and_figure() {
    let mut world = World::new(Sampling::Seller);
    world.sample.columns = vec![
        column(1, Kind::Ssn, &[(Outcome::Hit, 500), (Outcome::Miss, 500)]),
        column(2, Kind::Phone, &[(Outcome::Miss, 1_000)]),
        column(3, Kind::Imei, &[(Outcome::Hit, 1), (Outcome::Miss, 999)]),
        column(4, Kind::Card, &[(Outcome::Masked, 1_000)]),
        column(5, Kind::Licence, &[(Outcome::Untested, 7), (Outcome::Masked, 3)]),
        column(6, Kind::Email, &[(Outcome::Absent, 1_000)]),
        column(7, Kind::GivenName, &[(Outcome::Untested, 1_000)]),
        column(8, Kind::Surname, &[(Outcome::Untested, 1_000)]),
        column(9, Kind::Opaque, &[(Outcome::Untested, 1_000)]),
        column(10, Kind::City, &[(Outcome::Untested, 1_000)]),
        column(11, Kind::Passport, &[(Outcome::Malformed, 1_000)]),
        column(12, Kind::Dob, &[(Outcome::Untested, 1_000)]),
    ];
    world.matched = Some(matched(
        vec![
            field("ssn", 1_000, 500, 1e-5),
            field("phone", 1_000, 0, 1e-5),
            field("imei", 1_000, 1, 1e-3),
        ],
        vec![link("name+ssn", 500, 499, 1e-4), link("name+dob", 1_000, 2, 1e-4)],
    ));
    let words = [
        "SSNs",
        "phone",
        "imei",
        "credit cards",
        "driver licenses",
        "emails",
        "names",
        "first names",
        "password",
        "city",
        "passports",
        "dob",
        "username",
        "PINs",
    ];
    let findings = world.against(promised(&words));
    let said: Vec<_> = findings
        .fields
        .iter()
        .map(|field| (field.promised.as_str(), field.status))
        .collect();
    use FieldStatus::*;
    let expected = [
        ("SSNs", ShownAndMatched),
        ("phone", ShownUnmatched),
        ("imei", ShownUnmatched),
        ("credit cards", ShownMasked),
        ("driver licenses", ShownUntested),
        ("emails", NotShown),
        ("names", ShownAndMatched),
        ("first names", ShownAndMatched),
        ("password", ShownUntested),
        ("city", ShownUntested),
        ("passports", ShownUntested),
        // Each of a thousand is probed up to ten times.
        ("dob", ShownUnmatched),
        ("username", NotShown),
        ("PINs", NotTestable),
    ];
    assert_eq!(said, expected);
    for (at, part) in [
        (
            0,
            "column 1: 500 of 1,000 distinct values are in a; chance would give about 0.01",
        ),
        (
            1,
            "0 of 1,000 distinct values are in a; at most 0.3 % can be there (confidence 95 %)",
        ),
        (
            2,
            "1 of 1,000 distinct values are in a, not more than chance explains (about 1); at most 1.23 %",
        ),
        (3, "all 1,000 values are masked"),
        (4, "the indexes lack licence; 3 more are masked"),
        (
            6,
            "columns 7, 8: 499 of 500 distinct combinations name+ssn whose identifiers hit",
        ),
        (10, "none of them is a well-formed passport"),
    ] {
        let because = &findings.fields[at].because;
        assert!(because.contains(part), "{because}");
    }
    // Without an index.
    world.matched = None;
    world.indexes.clear();
    let findings = world.against(promised(&words[..2]));
    assert!(findings.fields.iter().all(|field| field.status == ShownUntested));
    assert!(
        findings.fields[0]
            .because
            .contains("an index to look them up in is missing"),
        "{findings:?}"
    );
}

#[test]
fn made_up_values_seldom_pass_for_matched() {
    // The chance of a Poisson number reaching the fewest hits that are called matched.
    for (tested, rate) in [(1_000, 1e-3), (1_000, 0.05), (100_000, 1e-5), (20, 0.08)] {
        let mut world = World::new(Sampling::Seller);
        world.sample.columns = vec![column(1, Kind::Ssn, &[(Outcome::Miss, tested)])];
        let fewest = (0..=tested).find(|hits| {
            world.matched = Some(matched(vec![field("ssn", tested, *hits, rate)], vec![]));
            world.against(promised(&["ssn"])).fields[0].status == FieldStatus::ShownAndMatched
        });
        let by_chance = assay_estimate::poisson_survival(fewest.unwrap(), rate * tested as f64).unwrap();
        assert!(by_chance < 0.01, "{tested} {rate}: {by_chance}");
    }
}
