//! Samples of more distinct things than are counted exactly, and of more mentions than memory holds.

#![allow(clippy::unwrap_used)]

mod support;

use assay_synth::ShippedKind;
use assay_verify::{
    Budget, Counted, FieldMatch, Findings, Grade, Options, Preparer, SampleFacts, Tested, Tester, readings, test_rows,
};
use support::{build, key, listing, open, stated, test, test_within};

/// At most so many distinct things of each sort are counted exactly.
const MOST: usize = 300;

fn tight() -> Budget {
    Budget {
        memory: 0,
        most_distinct: Some(MOST),
        ..Budget::default()
    }
}

/// A sample of several thousand rows, half of them genuine and half made up, of which 500 stand twice.
fn sample() -> Vec<u8> {
    let (bytes, _) = listing(ShippedKind::Half, 3_800);
    let text = String::from_utf8(bytes).unwrap();
    let again: Vec<&str> = text.lines().skip(1).take(500).collect();
    format!("{text}{}\n", again.join("\n")).into_bytes()
}

fn findings() -> (Findings, Findings) {
    let folder = tempfile::tempdir().unwrap();
    let index = [open(&build(folder.path(), "a.assay", &key()))];
    let bytes = sample();
    let exact = test(&index, &bytes, &stated(1_000_000), 10_000);
    let tight = test_within(&index, &bytes, &stated(1_000_000), 700, tight());
    assert_eq!(exact.1, tight.1, "grades row by row are the same");
    (exact.0, tight.0)
}

/// Whether an estimate lies within six of its standard errors of the truth.
fn is_near(estimate: u64, one_in: f64, truth: u64) -> bool {
    let p = 1.0 / one_in;
    let error = (truth as f64 * (1.0 - p) / p).sqrt();
    (estimate as f64 - truth as f64).abs() <= 6.0 * error
}

#[test]
fn estimates_lie_as_near_the_truth_as_they_say() {
    let (exact, tight) = findings();
    assert!(exact.sample.counting.is_empty());
    assert!(exact.sample.distinct_values_at_least.is_empty());
    assert!(exact.matched.distinct_rows_one_in.is_empty());
    let one_in = |grade| tight.matched.distinct_rows_one_in.get(&grade).copied().unwrap_or(1.0);
    assert!(
        one_in(Grade::Full) > 7.9 && one_in(Grade::None) > 7.9,
        "{:?}",
        tight.matched.distinct_rows_one_in
    );
    let rows = (&exact.sample.rows, &tight.sample.rows);
    assert!(is_near(rows.1.distinct, 16.0, rows.0.distinct), "{rows:?}");
    assert_eq!(rows.1.accepted(), rows.0.accepted());
    for grade in Grade::ALL {
        let (truth, estimate) = (exact.matched.distinct(grade), tight.matched.distinct(grade));
        assert!(
            is_near(estimate, one_in(grade), truth),
            "{grade}: {estimate}, truly {truth}"
        );
    }
    let mut wider = 0;
    for (truth, estimate) in exact.matched.fields.iter().zip(&tight.matched.fields) {
        let (class, one_in) = (&truth.class, estimate.one_in);
        assert_eq!(*class, estimate.class);
        assert!(is_near(estimate.hits, one_in.hits as f64, truth.hits), "{class}");
        let misses = |field: &FieldMatch| field.tested - field.hits;
        assert!(
            is_near(misses(estimate), one_in.misses as f64, misses(truth)),
            "{class}"
        );
        assert_eq!((estimate.strays, estimate.fitting), (truth.strays, truth.fitting));
        if let (false, Some(exact), Some(interval)) = (one_in.is_exact(), truth.interval, estimate.interval) {
            assert!(interval.high - interval.low > exact.high - exact.low, "{class}");
            wider += 1;
        }
    }
    assert!(wider >= 3, "{wider}");
    for (truth, estimate) in exact.matched.links.iter().zip(&tight.matched.links) {
        let (class, one_in) = (&truth.class, estimate.one_in);
        assert!(is_near(estimate.hits, one_in.hits as f64, truth.hits), "{class}");
        assert!(is_near(estimate.near, one_in.near as f64, truth.near), "{class}");
    }
    for (kind, least) in &tight.sample.distinct_values_at_least {
        assert!(*least <= exact.sample.distinct_values[kind], "{kind}");
    }
}

#[test]
fn what_is_counted_by_rows_and_people_stays_exact() {
    let (exact, tight) = findings();
    assert_eq!(tight.sample.persons, exact.sample.persons);
    assert_eq!(tight.sample.columns, exact.sample.columns);
    assert_eq!(tight.matched.rows, exact.matched.rows);
    assert_eq!(tight.matched.persons, exact.matched.persons);
    assert_eq!(tight.matched.genuine, exact.matched.genuine);
    assert_eq!(tight.matched.by_index, exact.matched.by_index);
    assert_eq!(tight.verdict.grade, exact.verdict.grade);
}

#[test]
fn the_findings_say_what_is_estimated_and_by_what() {
    let (_, tight) = findings();
    let of = |quantity: &str| {
        let mut all = tight.sample.counting.iter();
        all.find(|counting| counting.quantity == quantity).unwrap()
    };
    let rows = of("distinct rows");
    assert_eq!(rows.counted, Counted::Estimated);
    assert!(rows.estimator.contains("adaptive sampling"), "{}", rows.estimator);
    let kept = rows.kept.unwrap();
    assert!(kept > 0 && kept < tight.sample.rows.distinct);
    let error = rows.relative_error.unwrap();
    assert!((0.03..0.2).contains(&error), "{error}");
    assert_eq!(of("people, and people matched").counted, Counted::Exact);
    assert_eq!(of("distinct values of ssn").counted, Counted::Estimated);
    let hits = of("distinct values of ssn that hit in index a.assay");
    assert!(hits.kept.unwrap() <= MOST as u64);
    let json = serde_json::to_value(&tight).unwrap();
    assert!(json["sample"]["counting"].as_array().unwrap().len() > 10);
    let again: Findings = serde_json::from_value(json).unwrap();
    assert_eq!(again, tight);
}

#[test]
fn exact_figures_do_not_depend_on_batches_or_threads() {
    let folder = tempfile::tempdir().unwrap();
    let index = [open(&build(folder.path(), "a.assay", &key()))];
    let bytes = sample();
    // Distinct things are recognised under a key that every run makes anew: which of them are kept is chance.
    let fixed = |findings: Findings| {
        let matched = findings.matched;
        let of_field = |field: &FieldMatch| (field.strays, field.in_genuine_rows, field.fitting);
        let fields: Vec<_> = matched.fields.iter().map(of_field).collect();
        let sample = findings.sample;
        (
            (sample.columns, sample.persons, findings.verdict.grade),
            (fields, matched.rows, matched.by_index, matched.persons, matched.genuine),
        )
    };
    let run = |at_once| fixed(test_within(&index, &bytes, &Options::default(), at_once, tight()).0);
    let whole = run(10_000);
    assert_eq!(run(333), whole);
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(one.install(|| run(10_000)), whole);
}

#[test]
fn reading_ahead_finds_the_same_and_shows_rows_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let index = [open(&build(folder.path(), "a.assay", &key()))];
    let bytes = sample();
    let expected = test(&index, &bytes, &stated(1_000_000), 10_000);
    for memory in [0, 2 << 30] {
        let options = assay_sample::Options::default();
        let mut sample =
            assay_sample::Sample::from_reader("test", std::io::Cursor::new(bytes.clone()), &options).unwrap();
        let readings = readings(&sample);
        let plan = assay_verify::Plan::new(&readings, &[]);
        let tester = Tester::new(plan.clone(), &index, &[key()]).unwrap();
        let mut tester = tester.within(Budget {
            memory,
            most_distinct: Some(10_000),
            ..Budget::default()
        });
        let mut preparer = Preparer::new(readings, plan).unwrap();
        let mut grades = Vec::new();
        let mut next = 1;
        test_rows(&mut sample, &mut preparer, &mut tester, &mut |tested| {
            for result in tested.results {
                assert_eq!(result.row, next);
                next += 1;
                grades.push(result.grade);
            }
            Ok(())
        })
        .unwrap();
        let facts = SampleFacts::of(&sample).with_numbers(&preparer);
        let findings = tester.finish(facts, &stated(1_000_000)).unwrap();
        assert_eq!((findings, grades), expected);
    }
}

#[test]
fn an_error_ends_reading() {
    let folder = tempfile::tempdir().unwrap();
    let index = [open(&build(folder.path(), "a.assay", &key()))];
    let bytes = sample();
    let options = assay_sample::Options::default();
    let mut sample = assay_sample::Sample::from_reader("test", std::io::Cursor::new(bytes.clone()), &options).unwrap();
    let readings = readings(&sample);
    let plan = assay_verify::Plan::new(&readings, &[]);
    let mut tester = Tester::new(plan.clone(), &index, &[key()]).unwrap();
    let mut preparer = Preparer::new(readings, plan).unwrap();
    let full = |_: Tested<'_>| Err(std::io::Error::other("disk full"));
    let error = test_rows(&mut sample, &mut preparer, &mut tester, &mut { full }).unwrap_err();
    assert!(error.to_string().contains("disk full"), "{error}");
}
