//! Several indexes: which knows which rows, old leaks, other companies, and the dates between which data were taken.

#![allow(clippy::unwrap_used)]

mod support;

use assay_fields::Kind;
use assay_index::Index;
use assay_verify::{Findings, Options, Sampling, Source, VerdictGrade, YesNo};
use support::people::{HEADER, KINDS, csv, index, person, rows, test};
use support::{Manifested, build_table, key, open, stated};

/// Customers 0 to 999 in the first year, 200 more every year; every fifth one changes the phone in some year.
fn in_year(n: u64, year: u64) -> Option<(u64, u64)> {
    let joined = n.saturating_sub(1_000) / 200 + u64::from(n >= 1_000);
    let changed = n.is_multiple_of(5) && (n / 5) % 6 < year;
    (joined <= year).then_some((n, u64::from(changed)))
}

fn year(year: u64) -> Vec<Vec<String>> {
    rows((0..3_000).filter_map(|n| in_year(n, year)))
}

const DATES: [&str; 4] = ["2016-01-01", "2018-01-01", "2020-01-01", "2022-01-01"];

#[test]
fn data_are_dated_between_the_snapshots_that_enclose_them() {
    let folder = tempfile::tempdir().unwrap();
    // Snapshots of years 0, 2, 4, 6.
    let indexes: Vec<Index> = DATES
        .iter()
        .enumerate()
        .map(|(at, date)| {
            index(
                folder.path(),
                &format!("{date}.assay"),
                &year(2 * at as u64),
                Some(date),
            )
        })
        .collect();
    let days = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string());
    for (taken, after, before) in [
        (1, Some(DATES[0]), Some(DATES[1])),
        (3, Some(DATES[1]), Some(DATES[2])),
        (5, Some(DATES[2]), Some(DATES[3])),
        // As it is in a snapshot: nothing later, and the next one has replaced some.
        (2, Some(DATES[0]), Some(DATES[2])),
        (6, Some(DATES[2]), None),
    ] {
        let sample: Vec<_> = year(taken).into_iter().step_by(7).collect();
        let findings = test(&indexes, &[], &csv(HEADER, &sample), &stated(1_000_000));
        let dating = findings.matched.dating.unwrap();
        assert_eq!(
            (days(dating.after), days(dating.before), dating.mixed),
            (after.map(str::to_owned), before.map(str::to_owned), false),
            "year {taken}: {dating:?}"
        );
        assert_eq!(findings.verdict.authentic.answer, YesNo::Yes);
        assert!(findings.signals.iter().any(|signal| signal.name == "dating"));
    }
}

#[test]
fn rows_of_several_ages_name_no_one_moment() {
    let folder = tempfile::tempdir().unwrap();
    let indexes = [
        index(folder.path(), "a.assay", &year(0), Some("2016-01-01")),
        index(folder.path(), "b.assay", &year(6), Some("2022-01-01")),
    ];
    // Old phones of some, new ones of others, and rows that joined last.
    let mut sample: Vec<_> = year(0).into_iter().step_by(3).collect();
    sample.extend(year(6).into_iter().skip(1).step_by(3));
    let dating = test(&indexes, &[], &csv(HEADER, &sample), &Options::default())
        .matched
        .dating
        .unwrap();
    // One moment between the two would show both: newer than the first, and replaced in the second.
    assert_eq!(
        (dating.after.is_some(), dating.before.is_some(), dating.mixed),
        (true, true, false)
    );
    let three = [
        index(folder.path(), "c.assay", &year(0), Some("2016-01-01")),
        index(folder.path(), "d.assay", &year(3), Some("2019-01-01")),
        index(folder.path(), "e.assay", &year(6), Some("2022-01-01")),
    ];
    let dating = test(&three, &[], &csv(HEADER, &sample), &Options::default())
        .matched
        .dating
        .unwrap();
    assert!(dating.mixed, "{dating:?}");
    assert!(dating.says().contains("several dates"));
}

#[test]
fn who_is_absent_dates_random_rows_only() {
    let folder = tempfile::tempdir().unwrap();
    let none_changed = |years: u64| rows((0..1_000 + 400 * years).map(|n| (n, 0)));
    let indexes = [
        index(folder.path(), "a.assay", &none_changed(0), Some("2016-01-01")),
        index(folder.path(), "b.assay", &none_changed(1), Some("2018-01-01")),
    ];
    let sample = csv(HEADER, &rows((0..300).map(|n| (n, 0))));
    for sampling in [Sampling::Seller, Sampling::Random] {
        let options = Options {
            sampling,
            ..Options::default()
        };
        let dating = test(&indexes, &[], &sample, &options).matched.dating.unwrap();
        assert_eq!((dating.after, dating.before), (None, None));
        assert_eq!(
            dating.before_if_random.map(|date| date.to_string()).as_deref(),
            Some("2018-01-01")
        );
        assert!(dating.says().contains("if the rows were drawn at random"));
    }
}

#[test]
fn snapshots_of_one_date_or_none_date_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let indexes = [
        index(folder.path(), "a.assay", &year(0), Some("2016-01-01")),
        index(folder.path(), "b.assay", &year(1), Some("2016-01-01")),
        index(folder.path(), "c.assay", &year(2), None),
    ];
    let findings = test(&indexes, &[], &csv(HEADER, &year(0)), &Options::default());
    assert!(findings.matched.dating.is_none());
    let sources = findings.matched.sources.unwrap();
    assert_eq!(sources.by_index.len(), 3);
    assert_eq!(sources.testable, 1_000);
}

#[test]
fn a_leak_that_explains_everything_makes_the_sample_recycled() {
    let folder = tempfile::tempdir().unwrap();
    let company = index(folder.path(), "company.assay", &rows((0..1_000).map(|n| (n, 0))), None);
    // An older leak of e-mail addresses and names only, a third of them customers.
    let kinds = [Kind::Name, Kind::Email];
    let leaked: Vec<Vec<String>> = (700..1_600)
        .map(|n| vec![person(n, 0)[2].clone(), person(n, 0)[4].clone()])
        .collect();
    let said = Manifested {
        own: vec![],
        ..Manifested::default()
    };
    let leak = open(&build_table(
        &kinds,
        &leaked,
        &said,
        &folder.path().join("leak.assay"),
        &key(),
    ));
    let indexes = [company, leak];
    let sources = [Source::Company, Source::Leak];
    let findings = test(&indexes, &sources, &csv("name,email", &leaked[..600]), &stated(10_000));
    assert_eq!(findings.verdict.grade, VerdictGrade::Recycled, "{:?}", findings.verdict);
    assert_eq!(findings.verdict.new.answer, YesNo::No);
    // Half of what the leak has and half that it lacks: no one source.
    let fresh = csv(HEADER, &rows((0..1_000).map(|n| (n, 0))));
    let findings = test(&indexes, &sources, &fresh, &stated(10_000));
    assert_eq!(findings.verdict.grade, VerdictGrade::Verified, "{:?}", findings.verdict);
    assert_eq!(findings.verdict.new.answer, YesNo::Yes, "{:?}", findings.signals);
    // Everybody is in the leak, but the ssns and accounts beside them are new and right.
    let known = csv(HEADER, &rows((700..1_000).map(|n| (n, 0))));
    let findings = test(&indexes, &sources, &known, &stated(10_000));
    assert_eq!(findings.verdict.new.answer, YesNo::Partly, "{:?}", findings.signals);
}

#[test]
fn another_companys_customers_are_not_theirs() {
    let folder = tempfile::tempdir().unwrap();
    let company = index(folder.path(), "company.assay", &rows((0..1_000).map(|n| (n, 0))), None);
    // The other one has 500 customers in common, under its own numbers.
    let others: Vec<Vec<String>> = (500..1_500)
        .map(|n| {
            let mut cells = person(n, 0);
            cells[0] = format!("{}", 70_000_000 + n * 17);
            cells
        })
        .collect();
    let other = index(folder.path(), "other.assay", &others, None);
    let indexes = [company, other];
    let sources = [Source::Company, Source::Comparator];
    let sample: Vec<_> = others.iter().step_by(3).cloned().collect();
    let findings = test(&indexes, &sources, &csv(HEADER, &sample), &stated(4_000));
    assert_eq!(
        findings.verdict.grade,
        VerdictGrade::NotTheirs,
        "{:?}",
        findings.verdict
    );
    assert_eq!(findings.verdict.authentic.answer, YesNo::Yes);
    // Without their numbers as well.
    let bare: Vec<Vec<String>> = sample.iter().map(|cells| cells[1..].to_vec()).collect();
    let findings = test(&indexes, &sources, &csv("ssn,name,phone,email", &bare), &stated(4_000));
    assert_eq!(
        findings.verdict.grade,
        VerdictGrade::NotTheirs,
        "{:?}",
        findings.verdict
    );
    // Without that index nobody can tell: never theirs, and nobody is accused.
    let findings = test(&indexes[..1], &[], &csv("ssn,name,phone,email", &bare), &stated(4_000));
    assert_eq!(
        findings.verdict.grade,
        VerdictGrade::Undecided,
        "{:?}",
        findings.verdict
    );
    // The company's own rows stay its own.
    let own = csv(HEADER, &rows((0..300).map(|n| (n, 0))));
    let findings = test(&indexes, &sources, &own, &stated(4_000));
    assert_eq!(findings.verdict.grade, VerdictGrade::Verified, "{:?}", findings.verdict);
}

#[test]
fn an_index_of_somebody_elses_alone_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path(), "a.assay", &year(0), None);
    let indexes = [index];
    let plan = assay_verify::Plan::new(&[], &[]);
    let tester = assay_verify::Tester::new(plan, &indexes, &[key()]).unwrap();
    assert!(matches!(
        tester.with_sources(&[Source::Leak]),
        Err(assay_verify::Error::NoIndex)
    ));
}

#[test]
fn foreign_numbers_beside_more_customers_than_the_overlap_decide_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let index = [index(folder.path(), "a.assay", &rows((0..1_000).map(|n| (n, 0))), None)];
    // Six of ten are customers, where any list of this population shows three: a list of the region, or renumbered customers.
    let sample: Vec<Vec<String>> = (400..1_400)
        .step_by(2)
        .map(|n| {
            let mut cells = person(n, 0);
            cells[0] = format!("{}", 70_000_000 + n * 17);
            cells
        })
        .collect();
    let theirs = |population: u64| {
        let findings = test(&index, &[], &csv(HEADER, &sample), &stated(population));
        findings.verdict.theirs.answer
    };
    assert_eq!(theirs(3_300), YesNo::Undecided);
    // Where the overlap does explain it, the numbers decide.
    assert_eq!(theirs(1_650), YesNo::No);
}

#[test]
fn more_indexes_than_a_test_takes_are_refused_however_it_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = build_table(
        &KINDS,
        &year(0),
        &Manifested::default(),
        &folder.path().join("a.assay"),
        &key(),
    );
    let indexes: Vec<Index> = (0..65).map(|_| open(&path)).collect();
    let tester = |indexes| assay_verify::Tester::new(assay_verify::Plan::new(&[], &[]), indexes, &[key()]);
    assert!(tester(&indexes[..64]).is_ok());
    assert!(matches!(
        tester(&indexes),
        Err(assay_verify::Error::TooManyIndexes { found: 65 })
    ));
}

#[test]
fn rows_that_a_leak_knows_are_not_called_invented_because_they_look_odd() {
    let folder = tempfile::tempdir().unwrap();
    let company = index(folder.path(), "company.assay", &rows((0..1_000).map(|n| (n, 0))), None);
    // Nobody's customers; the leak has their e-mail addresses alone. Beside them stand telephones kept for fiction, as a cautious
    // seller may put them.
    let people = 5_000..5_400;
    let leaked: Vec<Vec<String>> = people.clone().map(|n| vec![person(n, 0)[4].clone()]).collect();
    let said = Manifested {
        own: vec![],
        ..Manifested::default()
    };
    let leak = open(&build_table(
        &[Kind::Email],
        &leaked,
        &said,
        &folder.path().join("leak.assay"),
        &key(),
    ));
    let indexes = [company, leak];
    let sample: Vec<Vec<String>> = people
        .map(|n| {
            let extension = 100 + n % 900;
            vec![person(n, 0)[4].clone(), format!("206-555-01{:02}x{extension}", n % 100)]
        })
        .collect();
    let sample = csv("email,phone", &sample);
    let strong = |findings: &Findings| {
        let mut all = findings.signals.iter();
        all.any(|signal| signal.name == "generator_traces" && signal.strength == assay_verify::Strength::Strong)
    };
    let alone = test(&indexes[..1], &[], &sample, &Options::default());
    assert!(strong(&alone), "{:?}", alone.signals);
    assert_eq!(alone.verdict.grade, VerdictGrade::Fabricated, "{:?}", alone.verdict);
    let beside = test(&indexes, &[Source::Company, Source::Leak], &sample, &Options::default());
    assert!(strong(&beside));
    assert_ne!(beside.verdict.authentic.answer, YesNo::No, "{:?}", beside.verdict);
    assert_eq!(beside.verdict.grade, VerdictGrade::Recycled, "{:?}", beside.verdict);
}
