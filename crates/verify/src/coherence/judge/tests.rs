use proptest::prelude::*;

use super::*;
use crate::Outcome;
use crate::coherence::facts::{LastDigits, Measure};
use assay_fields::Kind;

fn measured(measure: Measure, (tested, found): (u64, u64), diversity: Option<f64>) -> Measured {
    Measured {
        measure,
        part: Fraction { tested, found },
        by_chance: None,
        diversity,
    }
}

fn pair(measure: Measure, tested: u64, found: u64, by_chance: u64, diversity: f64) -> Measured {
    Measured {
        by_chance: Some(Fraction {
            tested,
            found: by_chance,
        }),
        ..measured(measure, (tested, found), Some(diversity))
    }
}

fn facts(measured: Vec<Measured>) -> CoherenceFacts {
    CoherenceFacts {
        rows: measured.iter().map(|measured| measured.part.tested).max().unwrap_or(0),
        one_in: 1,
        measured,
        last_digits: Vec::new(),
    }
}

fn said(facts: &CoherenceFacts) -> Vec<(String, Points, Strength)> {
    let (_, signals) = judge(facts, &SampleFindings::default()).unwrap();
    signals
        .into_iter()
        .map(|signal| (signal.name, signal.points, signal.strength))
        .collect()
}

fn against(name: &str, strength: Strength) -> Vec<(String, Points, Strength)> {
    vec![(name.to_owned(), Points::Against, strength)]
}

#[test]
fn pairs_are_strong_only_where_they_fit_as_chance_does() {
    let of = |found, by_chance, diversity| {
        said(&facts(vec![pair(
            Measure::PostcodeFitsState,
            500,
            found,
            by_chance,
            diversity,
        )]))
    };
    assert_eq!(of(20, 19, 22.0), against("postcode_and_state", Strength::Strong));
    // Half of the rows fit: half of them may be real.
    assert_eq!(of(250, 19, 22.0), against("postcode_and_state", Strength::Moderate));
    assert_eq!(of(420, 19, 22.0), []);
    // Few states, or a chance that is as high as the rate: nothing can be told.
    assert_eq!(of(20, 19, 3.0), []);
    assert_eq!(of(300, 300, 22.0), []);
}

#[test]
fn names_are_looked_for_where_addresses_carry_names() {
    let of = |some| {
        said(&facts(vec![
            pair(Measure::EmailFitsName, 400, 8, 7, 300.0),
            measured(Measure::EmailHasSomeName, (400, some), None),
        ]))
    };
    assert_eq!(of(300), against("name_and_email", Strength::Strong));
    assert_eq!(of(60), [], "numbered addresses");
}

#[test]
fn one_column_of_random_digits_may_be_encrypted() {
    let ssn = measured(Measure::SsnNeverIssued, (400, 23), Some(950.0));
    let phone = measured(Measure::PhoneUnassigned, (400, 170), Some(790.0));
    assert_eq!(said(&facts(vec![ssn])), against("validity", Strength::Moderate));
    assert_eq!(said(&facts(vec![ssn, phone])), against("validity", Strength::Strong));
    // Another country's numbers are unassigned here, and spread over its own plan.
    let foreign = measured(Measure::PhoneUnassigned, (400, 300), Some(180.0));
    assert_eq!(said(&facts(vec![foreign])), []);
    // Both of an IMEI's faults are one column's.
    let body = measured(Measure::ImeiUnknownBody, (400, 330), Some(98.0));
    let check = measured(Measure::ImeiCheckDigit, (400, 325), None);
    assert_eq!(said(&facts(vec![body, check])), against("validity", Strength::Moderate));
}

#[test]
fn one_trace_is_not_two() {
    let reserved = measured(Measure::EmailReservedDomain, (200, 200), None);
    let extension = measured(Measure::PhoneExtension, (200, 100), None);
    let cities = measured(Measure::CityInvented, (200, 195), Some(9_000.0));
    assert_eq!(
        said(&facts(vec![reserved])),
        against("generator_traces", Strength::Moderate)
    );
    assert_eq!(
        said(&facts(vec![extension])),
        against("generator_traces", Strength::Weak)
    );
    assert_eq!(
        said(&facts(vec![reserved, extension])),
        against("generator_traces", Strength::Strong)
    );
    assert_eq!(
        said(&facts(vec![cities])),
        against("generator_traces", Strength::Strong)
    );
    // One small town, or a county's.
    let town = measured(Measure::CityInvented, (200, 195), Some(40.0));
    assert_eq!(said(&facts(vec![town])), []);
}

#[test]
fn other_checks() {
    let of = |measured| said(&facts(measured));
    let late = measured(Measure::SsnIssuedLate, (500, 95), None);
    assert_eq!(
        of(vec![late]),
        [("ssn_and_birth".to_owned(), Points::Limits, Strength::Weak)]
    );
    let types = measured(Measure::ImeiDistinctTypes, (2_000, 1_990), None);
    assert_eq!(of(vec![types]), against("device_types", Strength::Moderate));
    let unknown = measured(Measure::EmailUnknownTopLevel, (300, 200), Some(90.0));
    assert_eq!(of(vec![unknown]), against("email_domains", Strength::Moderate));
    let internal = measured(Measure::EmailUnknownTopLevel, (300, 300), Some(1.0));
    assert_eq!(of(vec![internal]), [], "a company's internal domain");
    let early = measured(Measure::BornBefore1915, (400, 60), Some(50_000.0));
    let late = measured(Measure::BornAfter2015, (400, 40), None);
    assert_eq!(of(vec![early, late]), against("dates", Strength::Moderate));
    let none = measured(Measure::BornAfter2015, (400, 0), None);
    assert_eq!(of(vec![early, none]), [], "an archive");
    let rising = measured(Measure::SsnFollows, (99, 99), None);
    assert_eq!(of(vec![rising]), against("sequences", Strength::Moderate));
    let shared = measured(Measure::PhoneShared, (200, 150), None);
    assert_eq!(of(vec![shared]), against("shared_values", Strength::Weak));
}

#[test]
fn last_digits() {
    let of = |kind, counts| {
        said(&CoherenceFacts {
            last_digits: vec![LastDigits { kind, counts }],
            ..facts(Vec::new())
        })
    };
    let human = [5, 60, 55, 70, 40, 20, 30, 110, 40, 70];
    assert_eq!(of(Kind::Ssn, human), against("digits", Strength::Moderate));
    assert_eq!(
        of(Kind::Phone, human),
        against("digits", Strength::Weak),
        "round numbers of businesses"
    );
    assert_eq!(of(Kind::Ssn, [52, 47, 55, 45, 50, 51, 48, 53, 49, 50]), []);
    assert_eq!(
        of(Kind::Ssn, [0, 0, 0, 0, 0, 0, 0, 500, 0, 0]),
        [],
        "a part of a database"
    );
}

#[test]
fn a_sample_without_a_slip_is_remarked() {
    let column = |absent| crate::ColumnFindings {
        table: 1,
        number: 1,
        name: "ssn".to_owned(),
        kind: Kind::Ssn,
        confidence: 1.0,
        second: None,
        outcomes: [(Outcome::Miss, 300), (Outcome::Absent, absent)].into(),
        malformed: Default::default(),
        implausible: Default::default(),
        padded: 0,
    };
    let sample = |absent| SampleFindings {
        rows: crate::RowCounts {
            distinct: 300,
            ..Default::default()
        },
        columns: vec![column(0), column(0), column(0), column(absent)],
        ..Default::default()
    };
    let names = |absent| -> Vec<String> {
        let (_, signals) = judge(&CoherenceFacts::default(), &sample(absent)).unwrap();
        signals.into_iter().map(|signal| signal.name).collect()
    };
    assert_eq!(names(0), ["too_clean"]);
    assert!(names(1).is_empty());
}

const ALL: [Measure; 28] = [
    Measure::AreaCodeFitsState,
    Measure::PostcodeFitsState,
    Measure::PostcodeFitsCity,
    Measure::EmailFitsName,
    Measure::EmailHasSomeName,
    Measure::SsnNeverIssued,
    Measure::SsnIssuedLate,
    Measure::PhoneUnassigned,
    Measure::ImeiUnknownBody,
    Measure::ImeiCheckDigit,
    Measure::CardCheckDigit,
    Measure::ImeiDistinctTypes,
    Measure::BornFirstOfJanuary,
    Measure::BornBefore1915,
    Measure::BornAfter2015,
    Measure::EmailReservedDomain,
    Measure::EmailUnknownTopLevel,
    Measure::EmailLargestDomain,
    Measure::SsnFollows,
    Measure::PhoneFollows,
    Measure::ImeiFollows,
    Measure::SsnShared,
    Measure::PhoneShared,
    Measure::EmailShared,
    Measure::PhoneExtension,
    Measure::PhoneFictional,
    Measure::CityInvented,
    Measure::LoremWords,
];

proptest! {
    /// Counts come from a sealed file as well: whatever they are, nothing panics, and few rows say nothing.
    #[test]
    fn any_counts_are_judged(
        counts in proptest::collection::vec((0usize..ALL.len(), 0u64..20, 0u64..25, 0u64..25, 0.0..1e6f64), 0..12),
    ) {
        let all = counts.into_iter().map(|(at, tested, found, chance, diversity)| {
            let chance = chance.min(tested);
            pair(ALL[at], tested, found.min(tested), chance, diversity)
        });
        let facts = facts(all.collect());
        let strong = said(&facts).into_iter().any(|(_, _, strength)| strength > Strength::Weak);
        prop_assert!(!strong);
    }
}
