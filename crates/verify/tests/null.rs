//! What chance gives: honest p-values, made-up values, sealed samples.

#![allow(clippy::unwrap_used)]

mod support;

use assay_estimate::{Random, binomial_survival, pearson_fit, poisson_rates_test_greater};
use assay_fields::{Class, Kind};
use assay_index::Output;
use assay_sample::{Options as SampleOptions, Sample};
use assay_verify::{
    Controls, Findings, Options, Plan, Points, Preparer, SampleFacts, SealedSample, Sealer, Strength, YesNo, readings,
    seal_rows,
};
use support::stitched::{Names, ROWS, World, tested};
use support::{Manifested, build_table, key, open};

#[test]
fn p_values_of_stitched_samples_are_honest() {
    for names in [Names::Many, Names::Few] {
        let world = World::new(names);
        let (runs, mut small, mut random) = (80u64, 0, Random::new(4));
        let mut quarters = [0u64; 4];
        for sample in 0..runs {
            let null = world.null(11, sample).unwrap();
            assert_eq!((null.rows, null.permutations, null.hitting), (ROWS, 199, ROWS));
            small += u64::from(null.genuine.p_value <= 0.1);
            let p = null.genuine.test.randomised(random.unit());
            quarters[((p * 4.0) as usize).min(3)] += 1;
        }
        // Wrong once in ten thousand.
        assert!(
            binomial_survival(small, runs, 0.1).unwrap() > 1e-4,
            "{names:?}: {small}"
        );
        let fit = pearson_fit(&quarters, &[1.0; 4]).unwrap();
        assert!(fit.p_value > 1e-4, "{names:?}: {quarters:?}");
    }
}

#[test]
fn genuine_rows_beat_every_shuffle_and_stitched_ones_none() {
    let world = World::new(Names::Few);
    let findings = world.findings(world.genuine(100));
    let null = findings.null.unwrap();
    assert_eq!((null.genuine.test.observed, null.genuine.p_value), (100, 1.0 / 200.0));
    // Within three places: a shuffled row of few names is genuine in one of ten.
    assert!((5.0..20.0).contains(&null.genuine.mean), "{:?}", null.genuine);
    assert_eq!(null.strata, 3);
    let signal = findings
        .signals
        .iter()
        .find(|signal| signal.name == "permuted_rows")
        .unwrap();
    assert_eq!((signal.points, signal.strength), (Points::For, Strength::Strong));
    let weight = findings
        .weights
        .iter()
        .find(|weight| weight.class.to_string() == "name+ssn")
        .unwrap();
    assert!(
        weight.m > 0.95 && (0.05..0.2).contains(&weight.u) && (2.0..5.0).contains(&weight.agrees),
        "{weight:?}"
    );
    let mut random = Random::new(3);
    let text: String = (0..100).map(|_| stitched(&world, &mut random)).collect();
    let findings = world.findings(format!("name,ssn,state\n{text}").into_bytes());
    let signal = findings
        .signals
        .iter()
        .find(|signal| signal.name == "permuted_rows")
        .unwrap();
    assert_ne!(signal.points, Points::For, "{signal:?}");
    assert_ne!(findings.verdict.authentic.answer, YesNo::Yes);
}

/// A row of three people.
fn stitched(world: &World, random: &mut Random) -> String {
    let rows = String::from_utf8(world.genuine(300)).unwrap();
    let rows: Vec<Vec<&str>> = rows.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let mut cell = |column: usize| rows[random.below(300) as usize][column];
    format!("{},{},{}\n", cell(0), cell(1), cell(2))
}

#[test]
fn threads_and_batches_leave_no_trace() {
    let world = World::new(Names::Few);
    let bytes = world.genuine(700);
    let one = tested(world.index(), bytes.clone(), 1_000);
    assert_eq!(one.null.as_ref().unwrap().rows, 250);
    for at_once in [1, 77] {
        assert_eq!(tested(world.index(), bytes.clone(), at_once), one);
    }
    let single = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(single.install(|| tested(world.index(), bytes.clone(), 1_000)), one);
}

#[test]
fn copies_are_shuffled_once_and_nothing_is_where_nothing_hits() {
    let world = World::new(Names::Few);
    let text = String::from_utf8(world.genuine(50)).unwrap();
    let (header, rows) = text.split_once('\n').unwrap();
    let copied = format!("{header}\n{rows}{rows}{rows}");
    assert_eq!(world.findings(copied.into_bytes()).null.unwrap().rows, 50);
    let nobody: String = (0..50).map(|n| format!("Xu Zo,{:09},WA\n", 700_450_001 + n)).collect();
    assert!(
        world
            .findings(format!("{header}\n{nobody}").into_bytes())
            .null
            .is_none()
    );
}

/// A company of names and accounts, and what a sample of the same two columns comes to.
fn against_accounts(people: u64, account: impl Fn(u64) -> u64, sample: impl Fn(u64) -> Option<(u64, u64)>) -> Findings {
    let folder = tempfile::tempdir().unwrap();
    let name = |n: u64| {
        let mut random = Random::new(n ^ 0xACC);
        let mut word = || -> String { (0..6).map(|_| char::from(b'a' + random.below(26) as u8)).collect() };
        format!("{} {}", word(), word())
    };
    let rows: Vec<Vec<String>> = (0..people).map(|n| vec![name(n), account(n).to_string()]).collect();
    let kinds = [Kind::Name, Kind::Account];
    let path = build_table(
        &kinds,
        &rows,
        &Manifested::default(),
        &folder.path().join("a.assay"),
        &key(),
    );
    let rows = (0..).map_while(sample);
    let rows: String = rows.map(|(n, account)| format!("{},{account}\n", name(n))).collect();
    tested(&[open(&path)], format!("name,account\n{rows}").into_bytes(), 1_000)
}

fn has(findings: &Findings, name: &str, strength: Strength) -> bool {
    let mut all = findings.signals.iter();
    all.any(|signal| signal.name == name && signal.strength == strength)
}

/// Somebody who is no customer.
const STRANGER: u64 = 1 << 40;

#[test]
fn densely_given_accounts_prove_nothing_unless_they_are_their_owners() {
    // Every other number of 100,000.
    let account = |n: u64| 1_000_000 + 2 * n;
    let of_customers = |n: u64| (n < 200).then(|| (n * 237, account(n * 237)));
    let findings = against_accounts(50_000, account, of_customers);
    let mut all = findings.made_up.iter();
    let made_up = all
        .find(|made_up| made_up.class == Class::single(Kind::Account))
        .unwrap();
    assert!(made_up.rate > 0.3, "{made_up:?}");
    assert!(has(&findings, "made_up_values", Strength::Moderate));
    assert!(has(&findings, "own_kinds_hit", Strength::Strong));
    assert_eq!(findings.verdict.theirs.answer, YesNo::Yes);
    // The same numbers beside strangers are guesses.
    let guessed = |n: u64| (n < 200).then(|| (STRANGER + n, account(n * 237) + n % 2));
    let findings = against_accounts(50_000, account, guessed);
    assert!(
        has(&findings, "own_kinds_few", Strength::Weak),
        "{:?}",
        findings.signals
    );
    assert_eq!(findings.verdict.authentic.answer, YesNo::Undecided);
}

#[test]
fn a_few_accounts_of_many_made_up_ones_are_somebodys_by_chance() {
    // One in 10,000 numbers is given out.
    let account = |n: u64| 10_000_000 + (n * 9_999 + n * n % 9_001) % 90_000_000;
    let made_up = |n: u64| (STRANGER + n, 10_000_000 + Random::new(n).below(90_000_000));
    let rows = 20_000;
    let findings = against_accounts(9_000, account, |n| (n < rows).then(|| made_up(n)));
    let by_chance = &findings.made_up[0];
    assert!(by_chance.values > 150_000 && by_chance.hits > 5, "{by_chance:?}");
    // Four of somebody more are no proof, forty are one.
    let with = |planted: u64| {
        let row = |n: u64| {
            let (name, number) = made_up(n);
            (n < rows).then(|| (name, if n < planted { account(n * 97) } else { number }))
        };
        against_accounts(9_000, account, row)
    };
    for planted in [0, 4] {
        let findings = with(planted);
        assert!(findings.matched.fields[0].hits >= planted);
        assert!(
            has(&findings, "own_kinds_few", Strength::Weak),
            "{:?}",
            findings.signals
        );
    }
    assert!(has(&with(40), "own_kinds_unlinked", Strength::Moderate));
}

#[test]
fn a_sealed_sample_carries_one_shuffle_and_its_coherence() {
    let world = World::new(Names::Few);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.sealed");
    let bytes = world.genuine(120);
    let mut sample =
        Sample::from_reader("test", std::io::Cursor::new(bytes.clone()), &SampleOptions::default()).unwrap();
    let readings = readings(&sample);
    let preparer = Preparer::new(readings.clone(), Plan::new(&readings, &[])).unwrap();
    let mut sealer = Sealer::new(&key(), preparer, Output::create(&path, false).unwrap()).unwrap();
    seal_rows(&mut sample, &mut sealer, &|_| {}).unwrap();
    sealer.finish(SampleFacts::of(&sample), "test").unwrap();
    let mut sealed = SealedSample::open(&path).unwrap();
    let shuffled = sealed.shuffled().unwrap().unwrap();
    let facts = sealed.facts();
    assert_eq!(facts.coherence.rows, 120);
    let mut tester = sealed.tester(world.index(), &[key()]).unwrap();
    sealed
        .read(&[key()], 1 << 20, |parts| tester.add_prepared(parts).map(|_| ()))
        .unwrap();
    let mut ended = tester.end(facts).unwrap();
    ended.against_shuffled(&shuffled).unwrap();
    let findings = ended.conclude(&Options::default(), &Controls::default()).unwrap();
    let null = findings.null.unwrap();
    assert_eq!(
        (null.permutations, null.rows, null.genuine.test.observed),
        (1, 120, 120)
    );
    let raw = tested(world.index(), bytes, 1_000).null.unwrap();
    // The same rows, and the first of the same permutations.
    assert_eq!(raw.genuine.test.observed, 120);
    assert!(null.genuine.mean < 40.0);
    // Two counts: 120 of theirs, and the shuffle's.
    let p = poisson_rates_test_greater((120, 1), (null.genuine.mean as u64, 1)).unwrap();
    assert!((null.genuine.p_value - p).abs() < 1e-15 && p < 1e-6, "{p}");
    let mut all = findings.signals.iter();
    let signal = all.find(|signal| signal.name == "permuted_rows").unwrap();
    assert_eq!((signal.points, signal.strength), (Points::For, Strength::Strong));
    // A bit turned in the shuffled rows is found.
    let mut file = std::fs::read(&path).unwrap();
    let at = file.windows(4).position(|tag| tag == b"SHUF").unwrap() + 40;
    file[at] ^= 1;
    std::fs::write(&path, file).unwrap();
    assert!(SealedSample::open(&path).is_err() || SealedSample::open(&path).unwrap().shuffled().is_err());
}
