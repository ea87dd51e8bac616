//! Known customers and known fabrications beside a sample, through the whole test.

#![allow(clippy::unwrap_used)]

mod support;

use assay_estimate::RateMethod;
use assay_fields::Kind;
use assay_index::{Index, mix};
use assay_sample::{Options as SampleOptions, Sample};
use assay_synth::ShippedKind;
use assay_verify::{
    Budget, Claim, ControlOf, ControlsTest, Error, Estimate, Findings, Options, Plan, Preparer, SampleFacts, Sampling,
    Tester, VerdictGrade, Warning, YesNo, readings, test_rows,
};
use support::{RECORDS, build, key, listing, open, stated};

/// A sample of names and numbers only, so that one wrong digit hides a customer.
const HEADER: &str = "ssn,first_name,last_name\n";

/// The lines of a listing, cut to those columns.
fn lines(kind: ShippedKind, rows: u64) -> Vec<String> {
    let (bytes, _) = listing(kind, rows);
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let cut = |line: &str| line.split(',').take(3).collect::<Vec<_>>().join(",");
    let lines = text.lines().skip(1).map(cut);
    // Without a number a name alone is left, which this plan has no class for.
    lines
        .filter(|line| line.as_bytes()[0].is_ascii_digit() && !line.starts_with("000"))
        .collect()
}

/// The line with the last two digits of its number exchanged.
fn slip(line: &str) -> String {
    let (number, rest) = line.split_once(',').unwrap();
    let (head, tail) = number.split_at(number.len() - 2);
    let tail: String = tail.chars().rev().collect();
    format!("{head}{tail},{rest}")
}

fn sample_of(lines: &[String]) -> Sample {
    let text = format!("{HEADER}{}\n", lines.join("\n"));
    Sample::from_reader(
        "test",
        std::io::Cursor::new(text.into_bytes()),
        &SampleOptions::default(),
    )
    .unwrap()
}

fn tested(
    index: &[Index],
    sample: &mut Sample,
    controls: Vec<(ControlOf, Sample)>,
    options: &Options,
) -> Result<Findings, Error> {
    let keys = [key()];
    let readings = readings(sample);
    let plan = Plan::new(&readings, &[]);
    let mut tester = Tester::new(plan.clone(), index, &keys)?;
    let mut preparer = Preparer::new(readings, plan)?;
    test_rows(sample, &mut preparer, &mut tester, &mut |_| Ok(()))?;
    let ended = tester.end(SampleFacts::of(sample))?;
    let mut test = ControlsTest::new(&ended, &keys, Budget::default())?;
    for (of, mut rows) in controls {
        test.add(of, "controls", &mut rows)?;
    }
    let controls = test.finish()?;
    ended.conclude(options, &controls)
}

fn index(folder: &tempfile::TempDir) -> [Index; 1] {
    [open(&build(folder.path(), "a.assay", &key()))]
}

fn estimate<'f>(findings: &'f Findings, estimator: &str) -> Option<&'f Estimate> {
    findings
        .estimates
        .iter()
        .find(|estimate| estimate.estimator == estimator)
}

/// Whether an estimate takes the sample's rows as draws from others.
fn is_of_draws(estimate: &Estimate) -> bool {
    estimate.quantity == "genuine share of the rows from which these are drawn"
}

/// Draws from a seed that is another one in each run.
struct Random(u64, u64);

impl Random {
    fn new() -> Random {
        let mut seed = [0u8; 8];
        getrandom::fill(&mut seed).unwrap();
        Random(u64::from_le_bytes(seed), 0)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.1 += 1;
        mix(self.0, self.1) % limit
    }

    fn shuffle(&mut self, lines: &mut [String]) {
        for at in (1..lines.len()).rev() {
            lines.swap(at, self.below(at as u64 + 1) as usize);
        }
    }
}

/// If each run misses the truth in one of twenty, more than eight of twenty do with a probability below one in a million.
#[test]
fn the_interval_holds_the_truth_where_customers_are_missed() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(&folder);
    let mut random = Random::new();
    let (mut customers, mut strangers) = (
        lines(ShippedKind::Misspelt, RECORDS),
        lines(ShippedKind::Fabricated, RECORDS),
    );
    let (mut outside, mut missed) = (0, 0.0);
    for _ in 0..20 {
        random.shuffle(&mut customers);
        random.shuffle(&mut strangers);
        let spelt: Vec<String> = customers[..250]
            .iter()
            .map(|line| {
                if random.below(100) < 20 {
                    slip(line)
                } else {
                    line.clone()
                }
            })
            .collect();
        let genuine = 20 + random.below(100) as usize;
        let mut rows = [&spelt[..genuine], &strangers[..150 - genuine]].concat();
        random.shuffle(&mut rows);
        let controls = vec![
            (ControlOf::Customers, sample_of(&spelt[150..])),
            (ControlOf::Fabricated, sample_of(&strangers[150..250])),
        ];
        let found = tested(&index, &mut sample_of(&rows), controls, &stated(1_000_000)).unwrap();
        let matched = &found.matched;
        let truth = genuine as f64 / matched.genuine.testable as f64;
        assert_eq!(matched.genuine.testable, 150);
        let limits = matched.genuine.interval;
        outside += u32::from(truth < limits.low.unwrap() || limits.high.unwrap() < truth);
        missed += 1.0 - matched.controls[0].rate.unwrap();
        assert_eq!(matched.controls[1].rate, Some(1.0));
        assert!(found.estimates.iter().any(is_of_draws));
    }
    assert!(outside <= 8, "seed {}: {outside} of 20", random.0);
    // The noise was there: without it the controls would have nothing to say.
    assert!(missed / 20.0 > 0.1, "seed {}: {missed}", random.0);
}

#[test]
fn controls_leave_the_samples_own_figures_alone() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(&folder);
    let (customers, strangers) = (lines(ShippedKind::Genuine, 400), lines(ShippedKind::Fabricated, 400));
    let rows = [&customers[..100], &strangers[..100]].concat();
    let controls = || {
        vec![
            (ControlOf::Customers, sample_of(&customers[200..250])),
            (ControlOf::Customers, sample_of(&customers[225..300])),
            (ControlOf::Fabricated, sample_of(&strangers[200..300])),
        ]
    };
    let mut alone = tested(&index, &mut sample_of(&rows), Vec::new(), &stated(1_000_000)).unwrap();
    let mut beside = tested(&index, &mut sample_of(&rows), controls(), &stated(1_000_000)).unwrap();
    let [of_customers, of_fabricated] = &beside.matched.controls[..] else {
        panic!("{:?}", beside.matched.controls);
    };
    // 25 rows stand in both files.
    assert_eq!(
        (of_customers.rows, of_customers.testable, of_customers.genuine),
        (125, 100, 100)
    );
    assert_eq!((of_fabricated.testable, of_fabricated.genuine), (100, 0));
    assert!(
        of_customers
            .fields
            .iter()
            .all(|field| field.class.kinds().eq([Kind::Ssn]))
    );
    assert_eq!((of_customers.fields[0].tested, of_customers.fields[0].hits), (100, 100));
    assert_eq!(beside.matched.genuine.interval.low.map(|low| low > 0.4), Some(true));
    assert_eq!(beside.matched.genuine.interval.high.map(|high| high < 0.6), Some(true));
    // All else is as it was, but for the advice to test controls.
    let advice = |change: &String| !change.starts_with("--controls");
    alone.verdict.would_change.retain(advice);
    beside.matched.controls.clear();
    beside.matched.genuine = alone.matched.genuine.clone();
    beside.estimates.retain(|estimate| !is_of_draws(estimate));
    assert_eq!(beside, alone);
}

#[test]
fn rows_of_the_sample_itself_prove_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(&folder);
    let rows = lines(ShippedKind::Genuine, 100);
    // In another order of columns, as whoever cuts them out of the sample may have them.
    let turned: Vec<String> = rows
        .iter()
        .take(40)
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            [cells[2], cells[0], cells[1]].join(",")
        })
        .collect();
    let text = format!("last_name,ssn,first_name\n{}\n", turned.join("\n"));
    let own = Sample::from_reader(
        "test",
        std::io::Cursor::new(text.into_bytes()),
        &SampleOptions::default(),
    )
    .unwrap();
    let controls = vec![(ControlOf::Customers, own)];
    let found = tested(&index, &mut sample_of(&rows), controls, &stated(1_000_000)).unwrap();
    let controls = &found.matched.controls[0];
    assert_eq!(
        (controls.rows, controls.in_sample, controls.rate),
        (0, turned.len() as u64, None)
    );
    assert!(found.warnings.contains(&Warning::ControlsInSample {
        of: ControlOf::Customers,
        left_out: turned.len() as u64,
        read: turned.len() as u64,
    }));
    assert!(found.matched.genuine.interval.high.is_none());
}

#[test]
fn controls_without_the_samples_kinds_are_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(&folder);
    let rows = lines(ShippedKind::Genuine, 50);
    let text = "email\nfirst.last@example.com\nother.person@example.com\n";
    let phones = Sample::from_reader("test", std::io::Cursor::new(text.as_bytes()), &SampleOptions::default()).unwrap();
    let error = tested(
        &index,
        &mut sample_of(&rows),
        vec![(ControlOf::Customers, phones)],
        &Options::default(),
    )
    .unwrap_err();
    assert!(matches!(error, Error::ControlsUntestable { .. }), "{error}");
    assert!(
        error.to_string().contains("name, ssn") || error.to_string().contains("ssn, name"),
        "{error}"
    );
}

#[test]
fn useless_controls_give_no_number_and_say_why() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(&folder);
    let (customers, strangers) = (lines(ShippedKind::Genuine, 300), lines(ShippedKind::Fabricated, 300));
    // Named the wrong way round.
    let controls = vec![
        (ControlOf::Customers, sample_of(&strangers[100..])),
        (ControlOf::Fabricated, sample_of(&customers[100..])),
    ];
    let found = tested(&index, &mut sample_of(&customers[..100]), controls, &stated(1_000_000)).unwrap();
    let genuine = &found.matched.genuine;
    assert_eq!(
        (genuine.estimate, genuine.interval.low, genuine.interval.high),
        (None, None, None)
    );
    assert!(
        genuine.withheld.as_ref().unwrap().contains("tells nothing"),
        "{genuine:?}"
    );
    let lang = estimate(&found, "lang_reiczigel").unwrap();
    assert!(lang.value.is_none() && lang.withheld.is_some());
}

#[test]
fn zero_hits_leave_more_open_where_customers_are_missed() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(&folder);
    let customers = lines(ShippedKind::Genuine, 200);
    let half: Vec<String> = customers
        .iter()
        .enumerate()
        .map(|(at, line)| if at % 2 == 0 { slip(line) } else { line.clone() })
        .collect();
    let strangers = lines(ShippedKind::Fabricated, 150);
    let alone = tested(&index, &mut sample_of(&strangers), Vec::new(), &Options::default()).unwrap();
    let controls = vec![(ControlOf::Customers, sample_of(&half))];
    let beside = tested(&index, &mut sample_of(&strangers), controls, &Options::default()).unwrap();
    let open = |findings: &Findings, estimator| estimate(findings, estimator).unwrap().value.unwrap();
    let (alone_open, beside_open) = (
        open(&alone, "zero_hits_upper"),
        open(&beside, "zero_hits_upper ÷ lower limit of the sensitivity"),
    );
    let distinct = alone.matched.distinct_testable() as f64;
    assert!((alone_open - (1.0 - 0.05f64.powf(1.0 / distinct))).abs() < 1e-12);
    // About half of the customers are missed, and both limits may fail.
    assert!(
        2.0 * alone_open < beside_open && beside_open < 3.5 * alone_open,
        "{alone_open} {beside_open}"
    );
    for findings in [&alone, &beside] {
        assert_eq!(findings.verdict.grade, VerdictGrade::Undecided);
        assert_eq!(findings.verdict.theirs.answer, YesNo::Undecided);
    }
}

#[test]
fn random_rows_speak_for_those_that_are_claimed_and_chosen_ones_only_if() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(&folder);
    let rows = [lines(ShippedKind::Genuine, 150), lines(ShippedKind::Fabricated, 150)].concat();
    let with = |sampling, claimed, interval| {
        let options = Options {
            sampling,
            interval,
            claim: Claim {
                rows: Some(claimed),
                ..Claim::default()
            },
            ..Options::default()
        };
        tested(&index, &mut sample_of(&rows), Vec::new(), &options).unwrap()
    };
    let by = "marked_lower, marked_upper (hypergeometric)";
    // All that is claimed was tested: the number is known.
    let whole = with(Sampling::Random, rows.len() as u64, RateMethod::Wilson);
    let of_all = estimate(&whole, by).unwrap();
    let genuine = whole.matched.genuine.genuine as f64;
    assert_eq!(
        (of_all.interval.low, of_all.interval.high),
        (Some(genuine), Some(genuine))
    );
    let few = with(Sampling::Random, 10, RateMethod::Wilson);
    assert!(
        estimate(&few, by)
            .unwrap()
            .withheld
            .as_ref()
            .unwrap()
            .contains("alone has")
    );
    let many = with(Sampling::Random, 1_000_000, RateMethod::Wilson);
    let fixed = estimate(&many, "wilson").unwrap().interval;
    let any_time = estimate(&many, "bernoulli_confidence_sequence").unwrap().interval;
    assert!(
        any_time.low < fixed.low && fixed.high < any_time.high,
        "{fixed:?} {any_time:?}"
    );
    let chosen = with(Sampling::Seller, 1_000_000, RateMethod::Wilson);
    assert!(estimate(&chosen, "bernoulli_confidence_sequence").is_none());
    assert!(estimate(&chosen, by).unwrap().says.starts_with("Only if"));
}

#[test]
fn an_approximate_interval_gives_way_where_it_does_not_hold() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(&folder);
    let with = |rows: &[String], interval| {
        let options = Options {
            interval,
            ..stated(1_000_000)
        };
        tested(&index, &mut sample_of(rows), Vec::new(), &options)
            .unwrap()
            .matched
    };
    let (customers, strangers) = (lines(ShippedKind::Genuine, 150), lines(ShippedKind::Fabricated, 150));
    let half = [customers.clone(), strangers].concat();
    for method in [RateMethod::Wilson, RateMethod::Jeffreys, RateMethod::Blaker] {
        let field = &with(&half, method).fields[0];
        assert_eq!((field.method, &field.instead), (method, &None));
    }
    let field = &with(&customers, RateMethod::Wilson).fields[0];
    assert_eq!(field.method, RateMethod::ClopperPearson);
    assert!(
        field
            .instead
            .as_ref()
            .unwrap()
            .starts_with("clopper_pearson instead of wilson"),
        "{field:?}"
    );
    assert_eq!(
        with(&customers, RateMethod::Blaker).fields[0].method,
        RateMethod::Blaker
    );
}
