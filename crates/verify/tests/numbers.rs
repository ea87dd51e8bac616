//! Serial numbers and bytes per row through the whole of a test, raw and sealed.

#![allow(clippy::unwrap_used)]

mod support;

use std::fmt::Write;

use assay_index::{Index, Output, mix};
use assay_sample::{Options as SampleOptions, Sample};
use assay_verify::{
    Claim, Estimate, Findings, Holds, Options, Plan, Preparer, Quantity, SampleFacts, SealedSample, Sealer, readings,
    seal_rows,
};
use support::{build, key, open, test};

/// `rows` rows of a sample with these account numbers, in this order, and a note of varying length.
fn sample(accounts: &[u64]) -> Vec<u8> {
    let mut text = "account_number,ssn,email,plan\n".to_owned();
    for (account, i) in accounts.iter().zip(0u64..) {
        let (area, group, serial) = (100 + i % 500, 1 + mix(1, i) % 99, 1 + mix(2, i) % 9_999);
        let note = "gold".repeat(1 + (mix(3, i) % 4) as usize);
        writeln!(
            text,
            "{account},{area:03}-{group:02}-{serial:04},someone{i}@example.org,{note}"
        )
        .unwrap();
    }
    text.into_bytes()
}

/// Account numbers at random out of 1 to `issued`.
fn drawn(issued: u64, seen: u64, seed: u64) -> Vec<u64> {
    (0..seen).map(|i| mix(mix(41, seed), i) % issued + 1).collect()
}

fn options(bytes: u64) -> Options {
    Options {
        claim: Claim {
            bytes: Some(bytes),
            ..Claim::default()
        },
        ..Options::default()
    }
}

fn of(findings: &Findings, of: Quantity) -> &Estimate {
    findings.estimates.iter().find(|one| one.of == of).unwrap()
}

fn holds(estimate: &Estimate, truth: f64) -> bool {
    estimate.interval.low.unwrap() <= truth && truth <= estimate.interval.high.unwrap()
}

fn index(folder: &tempfile::TempDir) -> [Index; 1] {
    [open(&build(folder.path(), "a.assay", &key()))]
}

#[test]
fn the_truth_lies_in_the_interval_and_no_number_leaks() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(&folder);
    let (mut missed, mut withheld) = (0, 0);
    for seed in 0..8 {
        let accounts = drawn(3_456_789, 3_000, seed);
        let bytes = sample(&accounts);
        let findings = test(&index, &bytes, &options(bytes.len() as u64 * 1_000), 700).0;
        let issued = of(&findings, Quantity::NumbersIssued);
        assert!(issued.quantity.contains("account_number"), "{}", issued.quantity);
        match issued.value {
            Some(_) => missed += usize::from(!holds(issued, 3_456_789.0)),
            None => withheld += usize::from(issued.is_broken()),
        }
        let rows = of(&findings, Quantity::RowsOfClaimedBytes);
        assert!(holds(rows, accounts.len() as f64 * 1_000.0), "{rows:?}");
        let written = format!("{findings:?} {}", serde_json::to_string(&findings).unwrap());
        for account in [accounts.iter().max().unwrap(), accounts.iter().min().unwrap()] {
            // The smallest may have few digits, which stand anywhere.
            assert!(
                *account < 10_000 || !written.contains(&account.to_string()),
                "{account}"
            );
        }
    }
    // At 5 % each, more than 4 of 8 have a chance below one in a thousand.
    assert!(missed <= 4 && withheld <= 4, "{missed} {withheld}");
}

#[test]
fn a_page_has_no_number_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let accounts: Vec<u64> = (700_001..=701_500).collect();
    let findings = test(&index(&folder), &sample(&accounts), &Options::default(), 10_000).0;
    let issued = of(&findings, Quantity::NumbersIssued);
    assert!(issued.value.is_none() && issued.withheld.as_ref().unwrap().contains("one gap-free run"));
    assert!(issued.assumptions.iter().any(|one| one.holds == Holds::False));
    assert!(
        findings
            .estimates
            .iter()
            .all(|one| one.of != Quantity::RowsOfClaimedBytes)
    );
}

#[test]
fn a_sealed_sample_gives_the_same_estimates_and_keeps_no_number() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(&folder);
    let accounts = drawn(87_654_321, 3_000, 9);
    let bytes = sample(&accounts);
    let expected = test(&index, &bytes, &options(99_000_000), 700).0;
    let path = folder.path().join("sample.sealed");
    let mut sample = Sample::from_reader("test", std::io::Cursor::new(bytes), &SampleOptions::default()).unwrap();
    let readings = readings(&sample);
    let plan = Plan::new(&readings, &[]);
    let preparer = Preparer::new(readings, plan).unwrap();
    let mut sealer = Sealer::new(&key(), preparer, Output::create(&path, true).unwrap()).unwrap();
    seal_rows(&mut sample, &mut sealer, &|_| {}).unwrap();
    let manifest = sealer.finish(SampleFacts::of(&sample), "test").unwrap();
    let written = format!("{manifest:?} {}", serde_json::to_string(&manifest).unwrap());
    assert!(!written.contains(&accounts.iter().max().unwrap().to_string()));
    let sealed = SealedSample::open(&path).unwrap();
    let facts = sealed.facts();
    let mut tester = sealed.tester(&index, &[key()]).unwrap();
    sealed
        .read(&[key()], tester.at_once(), |parts| {
            tester.add_prepared(parts).map(|_| ())
        })
        .unwrap();
    let found = tester.finish(facts, &options(99_000_000)).unwrap();
    for quantity in [Quantity::NumbersIssued, Quantity::RowsOfClaimedBytes] {
        assert_eq!(of(&found, quantity), of(&expected, quantity));
    }
}
