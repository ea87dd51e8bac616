//! Samples of one listing through the whole of a count: people, rows and values are found again, whatever their spelling.

#![allow(clippy::unwrap_used)]

use std::collections::HashSet;

use assay_fields::Kind;
use assay_sample::{Options as SampleOptions, Sample};
use assay_synth::{Column, Company};
use assay_verify::{Budget, Claim, ClaimStatus, Counter, Holds, Options, Quantity, Seen, SizeFindings, Thing};

const RECORDS: u64 = 3_000;

fn open(text: &str) -> Sample {
    let bytes = std::io::Cursor::new(text.as_bytes().to_vec());
    Sample::from_reader("test", bytes, &SampleOptions::default()).unwrap()
}

fn count(texts: &[String], memory: u64) -> SizeFindings {
    count_with(texts, memory, &Options::default())
}

fn count_with(texts: &[String], memory: u64, options: &Options) -> SizeFindings {
    let mut samples: Vec<Sample> = texts.iter().map(|text| open(text)).collect();
    let budget = Budget {
        memory,
        ..Budget::default()
    };
    let mut counter = Counter::new(&samples, budget).unwrap();
    for (n, sample) in samples.iter_mut().enumerate() {
        counter.read(&format!("sample {n}"), sample, None, &mut |_| {}).unwrap();
    }
    counter.finish(options).unwrap()
}

/// Records of a company as a table of these columns.
fn table(columns: &[(&str, Column)], records: impl IntoIterator<Item = u64>, respell: bool) -> String {
    let company = Company::new(11, RECORDS).unwrap();
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let mut text = format!("{}\n", names.join(","));
    for record in records {
        let record = company.record(record);
        let cells = columns.iter().map(|(_, column)| {
            let cell = record.get(*column).to_owned();
            match (respell, column) {
                (true, Column::Ssn) => cell.replace('-', ""),
                (true, Column::Surname | Column::Email) => cell.to_uppercase(),
                _ => cell,
            }
        });
        text += &format!("{}\n", cells.collect::<Vec<_>>().join(","));
    }
    text
}

const COLUMNS: [(&str, Column); 5] = [
    ("ssn", Column::Ssn),
    ("first_name", Column::GivenName),
    ("last_name", Column::Surname),
    ("phone", Column::Phone),
    ("email", Column::Email),
];

fn people(findings: &SizeFindings) -> &Seen {
    findings.counts.people.as_ref().unwrap()
}

#[test]
fn the_same_rows_are_known_again_in_another_order_and_spelling() {
    let mut turned = COLUMNS;
    turned.rotate_left(2);
    // Records 0, 7, 14 … and 0, 11, 22 …
    let first: Vec<u64> = (0..RECORDS).step_by(7).collect();
    let second: Vec<u64> = (0..RECORDS).step_by(11).collect();
    let texts = [
        table(&COLUMNS, first.iter().copied(), false),
        table(&turned, second.iter().copied(), true),
    ];
    let found = count(&texts, 2 << 30);
    let both = first.iter().filter(|record| second.contains(record)).count() as u64;
    let rows = found.counts.rows.as_ref().unwrap();
    assert_eq!(rows.shared[0].both, both);
    assert_eq!(rows.distinct, (first.len() + second.len()) as u64 - both);
    let people = people(&found);
    assert_eq!((people.shared[0].both, people.distinct), (both, rows.distinct));
    assert_eq!(people.samples[1].known, both);
    let ssn = found
        .values
        .iter()
        .find(|seen| seen.thing == Thing::Values(Kind::Ssn))
        .unwrap();
    // A few records have none.
    assert!((both * 9 / 10..=both).contains(&ssn.shared[0].both), "{ssn:?}");
    assert_eq!(found.samples[0].rows, first.len() as u64);
    // Both samples are sorted; what they share lies scattered all the same.
    let broken = |one: &assay_verify::Estimate| one.assumptions.iter().any(|one| one.holds == Holds::False);
    assert!(
        found
            .estimates
            .iter()
            .filter(|one| one.estimator.contains("Chapman"))
            .count()
            == 2
    );
    assert!(found.samples.iter().all(|sample| sample.rows_without_identifier == 0));
    // Every seventy-seventh record is in both: spread more evenly than at random, in no block.
    assert!(!found.estimates.iter().any(broken), "{:?}", found.estimates);
}

#[test]
fn memory_changes_nothing() {
    let texts = [
        table(&COLUMNS, (0..1_500).chain(200..400), false),
        table(&COLUMNS, 1_000..2_500, true),
    ];
    let (roomy, tight) = (count(&texts, 2 << 30), count(&texts, 0));
    assert_eq!((&roomy.counts, &roomy.values), (&tight.counts, &tight.values));
    assert_eq!(people(&roomy).samples[0].times, [(1, 1_300), (2, 200)].into());
    assert_eq!(people(&roomy).shared[0].both, 500);
}

#[test]
fn a_page_that_both_samples_hold_is_named() {
    let found = count(
        &[table(&COLUMNS, 0..600, false), table(&COLUMNS, 500..1_200, false)],
        2 << 30,
    );
    let chapman = found
        .estimates
        .iter()
        .find(|one| one.estimator.contains("Chapman"))
        .unwrap();
    let broken = chapman
        .assumptions
        .iter()
        .find(|one| one.holds == Holds::False)
        .unwrap();
    assert!(broken.text.contains("one block"), "{}", broken.text);
    assert!(found.counts.same.is_empty());
}

#[test]
fn one_sample_given_twice_is_named() {
    let text = table(&COLUMNS, 0..300, false);
    let found = count(&[text.clone(), table(&COLUMNS, 300..400, false), text], 2 << 30);
    assert_eq!(found.counts.same, [(1, 3)]);
    let schnabel = found
        .estimates
        .iter()
        .find(|one| one.estimator.contains("Schnabel"))
        .unwrap();
    assert!(
        schnabel
            .assumptions
            .iter()
            .any(|one| one.text.contains("samples 1 and 3"))
    );
}

#[test]
fn rows_of_other_columns_are_not_compared_and_people_are() {
    let found = count(
        &[table(&COLUMNS, 0..300, false), table(&COLUMNS[..3], 200..500, false)],
        2 << 30,
    );
    assert!(found.counts.rows.is_none());
    let why = found.rows_not_compared.as_ref().unwrap();
    assert!(
        why.contains("phone") && why.contains("email") && !why.contains("ssn"),
        "{why}"
    );
    // All but those who have no ssn, by which alone they could be known again.
    assert!(
        (90..=100).contains(&people(&found).shared[0].both),
        "{:?}",
        people(&found).shared
    );
}

#[test]
fn a_single_sample_counts_rows_by_their_cells() {
    // The same records in another spelling: the same people, other rows.
    let text = table(&COLUMNS, 0..200, false);
    let again = table(&COLUMNS, 0..50, true);
    let copies: Vec<&str> = text.lines().skip(1).take(20).collect();
    let whole = format!("{text}{}{}\n", again.split_once('\n').unwrap().1, copies.join("\n"));
    let found = count(&[whole], 2 << 30);
    let rows = found.counts.rows.as_ref().unwrap();
    assert_eq!((rows.sightings(), rows.distinct), (270, 250));
    assert_eq!(people(&found).distinct, 200);
    let mut seen = HashSet::new();
    assert!(
        found
            .estimates
            .iter()
            .all(|one| seen.insert((&one.quantity, &one.estimator)))
    );
}

#[test]
fn no_sample_and_too_many_are_refused() {
    assert!(Counter::new(&[], Budget::default()).is_err());
    let many: Vec<Sample> = (0..65).map(|_| open("ssn\n219-63-8457\n")).collect();
    let error = Counter::new(&many, Budget::default()).err().unwrap().to_string();
    assert!(error.contains("1 to 64") && error.contains("65"), "{error}");
}

#[test]
fn samples_without_people_give_no_number_and_no_panic() {
    for texts in [
        vec!["plan\nx\ny\n"],
        vec!["plan\nx\n", "plan\nx\n"],
        vec!["plan\nx\n", "ssn\n219-63-8457\n"],
    ] {
        let texts: Vec<String> = texts.into_iter().map(str::to_owned).collect();
        let found = count(&texts, 2 << 30);
        assert!(found.counts.people.as_ref().is_none_or(|people| people.distinct == 1));
        assert!(
            found
                .estimates
                .iter()
                .all(|one| one.topic == assay_verify::Topic::Floor || one.value.is_none() || !one.says.is_empty())
        );
    }
}

#[test]
fn rows_that_can_not_be_compared_are_not_added_up() {
    // 600 and 600 rows of a listing of 1,000, the second with a column less: that 1,200 were read contradicts nothing.
    let texts = [table(&COLUMNS, 0..600, false), table(&COLUMNS[..4], 400..1_000, false)];
    let options = Options {
        claim: Claim {
            rows: Some(1_000),
            bytes: Some(100_000),
            ..Claim::default()
        },
        ..Options::default()
    };
    let found = count_with(&texts, 2 << 30, &options);
    assert!(found.rows_not_compared.is_some() && found.counts.rows.is_none());
    assert_eq!(people(&found).distinct, 1_000);
    let rows = found.claim.rows.unwrap();
    assert_eq!(rows.status, ClaimStatus::Undecided, "{rows:?}");
    // What stands between rows counts among several samples as it does in one.
    let one = count_with(&texts[..1], 2 << 30, &options);
    let twice = count_with(&[texts[0].clone(), texts[0].clone()], 2 << 30, &options);
    let of = |found: &SizeFindings| {
        let mut estimates = found.estimates.iter();
        estimates
            .find(|one| one.of == Quantity::RowsOfClaimedBytes)
            .unwrap()
            .value
    };
    assert!(of(&one).is_some());
    assert_eq!(of(&one), of(&twice));
}
