//! Few things of one sort among many of another weigh the same, however many are counted exactly.

#![allow(clippy::unwrap_used)]

mod support;

use assay_index::Index;
use assay_synth::{Company, ShippedKind, ShippedListing};
use assay_verify::{Budget, Findings, Grade, Strength, VerdictGrade};
use support::{RECORDS, SEED, build, key, listing, open, stated, test_within};

/// At most so many distinct things of each sort are counted exactly.
const MOST: usize = 300;
/// Distinct things are recognised under a key that each run makes anew: which are kept is another draw each time.
const RUNS: usize = 5;

/// Rows of a company's customers, and of invented people.
fn rows() -> (Vec<String>, Vec<String>) {
    let company = Company::new(SEED, RECORDS).unwrap();
    let (mut genuine, mut fabricated) = (Vec::new(), Vec::new());
    for seed in 0..4 {
        let (mut sample, mut truth) = (Vec::new(), Vec::new());
        let listing = ShippedListing::new(&company, ShippedKind::Half, seed, 3_900).unwrap();
        listing.write(&mut sample, &mut truth, &|_| {}).unwrap();
        let (sample, truth) = (String::from_utf8(sample).unwrap(), String::from_utf8(truth).unwrap());
        for (row, truth) in sample.lines().zip(truth.lines().skip(1)) {
            match truth.split(',').nth(1).unwrap() {
                "full" if seed == 0 => genuine.push(row.to_owned()),
                "none" => fabricated.push(row.to_owned()),
                _ => {}
            }
        }
    }
    (genuine, fabricated)
}

/// Few rows spread among many.
fn mixed(few: &[String], many: &[String]) -> Vec<u8> {
    let mut all = many.to_vec();
    let step = all.len() / few.len();
    for (n, row) in few.iter().enumerate() {
        all.insert(n * (step + 1) + 1, row.clone());
    }
    format!("{}\n", all.join("\n")).into_bytes()
}

fn run(index: &[Index], bytes: &[u8], most: usize) -> Findings {
    let budget = Budget {
        most_distinct: Some(most),
        ..Budget::default()
    };
    test_within(index, bytes, &stated(100_000_000), 1_000, budget).0
}

fn strengths(findings: &Findings) -> Vec<(String, Strength)> {
    let all = findings.signals.iter();
    all.map(|signal| (signal.name.clone(), signal.strength)).collect()
}

#[test]
fn few_genuine_rows_among_many_made_up_ones_are_all_counted() {
    let folder = tempfile::tempdir().unwrap();
    let index = [open(&build(folder.path(), "a.assay", &key()))];
    let (genuine, fabricated) = rows();
    for few in [5, 8, 20] {
        let bytes = mixed(&genuine[..few], &fabricated[..6_000]);
        let exact = run(&index, &bytes, 1 << 20);
        assert!(exact.sample.counting.is_empty());
        assert_eq!(exact.verdict.grade, VerdictGrade::PartlyGenuine);
        for _ in 0..RUNS {
            let tight = run(&index, &bytes, MOST);
            assert!(!tight.sample.counting.is_empty());
            assert_eq!(tight.verdict.grade, exact.verdict.grade, "{few}");
            assert_eq!(tight.verdict.authentic, exact.verdict.authentic);
            assert_eq!(tight.verdict.theirs, exact.verdict.theirs);
            assert_eq!(strengths(&tight), strengths(&exact));
            for grade in [Grade::Full, Grade::Partial] {
                assert_eq!(tight.matched.distinct(grade), exact.matched.distinct(grade));
            }
            for (tight, exact) in tight.matched.fields.iter().zip(&exact.matched.fields) {
                if exact.hits <= MOST as u64 {
                    assert_eq!((tight.hits, tight.one_in.hits), (exact.hits, 1), "{}", exact.class);
                }
            }
            for (tight, exact) in tight.matched.links.iter().zip(&exact.matched.links) {
                assert_eq!((tight.hits, tight.near), (exact.hits, exact.near), "{}", exact.class);
            }
            let floor = |findings: &Findings| findings.estimates[0].value;
            assert!(floor(&tight) <= floor(&exact));
        }
    }
}

#[test]
fn few_made_up_rows_among_many_genuine_ones_are_all_counted() {
    let folder = tempfile::tempdir().unwrap();
    let index = [open(&build(folder.path(), "a.assay", &key()))];
    let (genuine, fabricated) = rows();
    let bytes = mixed(&fabricated[..8], &genuine);
    let exact = run(&index, &bytes, 1 << 20);
    assert_eq!(exact.verdict.grade, VerdictGrade::Verified);
    for _ in 0..RUNS {
        let tight = run(&index, &bytes, MOST);
        assert_eq!(tight.verdict.grade, exact.verdict.grade);
        assert_eq!(tight.verdict.authentic, exact.verdict.authentic);
        assert_eq!(tight.verdict.theirs, exact.verdict.theirs);
        assert_eq!(strengths(&tight), strengths(&exact));
        assert_eq!(tight.matched.distinct(Grade::None), exact.matched.distinct(Grade::None));
        for (tight, exact) in tight.matched.fields.iter().zip(&exact.matched.fields) {
            let misses = exact.tested - exact.hits;
            if misses <= MOST as u64 {
                assert_eq!((tight.tested - tight.hits, tight.one_in.misses), (misses, 1));
            }
        }
    }
}

#[test]
fn no_estimate_lies_above_what_there_can_be() {
    let folder = tempfile::tempdir().unwrap();
    let index = [open(&build(folder.path(), "a.assay", &key()))];
    let (bytes, _) = listing(ShippedKind::Fabricated, 3_000);
    for _ in 0..RUNS {
        let tight = run(&index, &bytes, MOST);
        assert!(tight.sample.rows.distinct <= tight.sample.rows.accepted());
        assert!(tight.sample.distinct_values.values().all(|values| *values <= 3_000));
        assert!(tight.matched.fields.iter().all(|field| field.tested <= 3_000));
        for (grade, rows) in &tight.matched.distinct_rows {
            assert!(*rows <= tight.matched.rows[grade], "{grade}");
        }
    }
}
