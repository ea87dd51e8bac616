//! What counts as evidence: people and not rows, own numbers of most of them, chance by distinct rows, and sources by what they
//! themselves would explain.

#![allow(clippy::unwrap_used)]

mod support;

use assay_fields::Kind;
use assay_index::{Covers, Index, mix};
use assay_verify::{Findings, Options, Points, Source, Strength, VerdictGrade, YesNo};
use support::people::{HEADER, KINDS, csv, index, person, rows, test};
use support::stitched::tested;
use support::{Manifested, build_table, key, open, stated};

fn customers(name: &str, people: std::ops::Range<u64>) -> Index {
    let folder = tempfile::tempdir().unwrap();
    index(folder.path(), name, &rows(people.map(|n| (n, 0))), None)
}

fn of(kinds: &[Kind], name: &str, rows: &[Vec<String>]) -> Index {
    let folder = tempfile::tempdir().unwrap();
    let said = Manifested {
        own: kinds.iter().copied().filter(|kind| *kind == Kind::Account).collect(),
        ..Manifested::default()
    };
    open(&build_table(kinds, rows, &said, &folder.path().join(name), &key()))
}

/// Some columns of a person: account, ssn, name, phone, email.
fn columns(n: u64, which: &[usize]) -> Vec<String> {
    let cells = person(n, 0);
    which.iter().map(|at| cells[*at].clone()).collect()
}

fn has(findings: &Findings, name: &str, strength: Strength) -> bool {
    let mut all = findings.signals.iter();
    all.any(|signal| signal.name == name && signal.strength == strength)
}

/// Somebody who is no customer.
const STRANGER: u64 = 100_000;

#[test]
fn many_rows_of_few_people_prove_no_more_than_these() {
    // Ten customers in five hundred lines each, which a running number makes different, beside a hundred invented people.
    let line = |(at, n): (usize, u64)| {
        let mut cells = person(n, 0);
        if n >= STRANGER {
            cells[0].clear();
        }
        cells.push(format!("{}", at * 7 + 3));
        cells
    };
    let people = (0..5_000).map(|n| n % 10).chain(STRANGER..STRANGER + 100);
    let sample: Vec<_> = people.enumerate().map(line).collect();
    let sample = csv(&format!("{HEADER},line"), &sample);
    for leak in [false, true] {
        let mut indexes = vec![customers("a.assay", 0..2_000)];
        let mut sources = vec![Source::Company];
        if leak {
            // It knows one of the invented ones.
            indexes.push(customers("leak.assay", STRANGER..STRANGER + 1));
            sources.push(Source::Leak);
        }
        let findings = test(&indexes, &sources, &sample, &stated(10_000));
        assert_ne!(findings.verdict.grade, VerdictGrade::Verified, "{:?}", findings.verdict);
        assert_ne!(findings.verdict.authentic.answer, YesNo::Yes);
    }
    // Of several indexes rows are told, as they were counted, and as draws they are no more than the people.
    let indexes = [customers("a.assay", 0..1_000), customers("b.assay", 1_000..2_000)];
    let findings = test(&indexes, &[], &sample, &stated(10_000));
    let mut all = findings.signals.iter();
    let overlap = all.find(|signal| signal.name == "overlap_with_population").unwrap();
    assert!(overlap.text.starts_with("5000 of 5100 rows match"), "{}", overlap.text);
    assert_eq!(overlap.points, Points::Limits);
    assert_ne!(findings.verdict.grade, VerdictGrade::Verified);
}

#[test]
fn a_few_own_numbers_do_not_make_a_list_the_companys() {
    // A list chosen by carrier: names, telephones and addresses of customers, and three bills.
    let sample: Vec<_> = (0..1_000)
        .map(|n| {
            let mut cells = columns(n, &[0, 2, 3, 4]);
            if n >= 3 {
                cells[0].clear();
            }
            cells
        })
        .collect();
    let index = [customers("a.assay", 0..2_000)];
    let findings = test(
        &index,
        &[],
        &csv("account,name,phone,email", &sample),
        &Options::default(),
    );
    assert!(
        !has(&findings, "own_kinds_hit", Strength::Strong),
        "{:?}",
        findings.signals
    );
    assert_eq!(findings.verdict.authentic.answer, YesNo::Yes);
    assert_eq!(findings.verdict.theirs.answer, YesNo::Undecided);
}

#[test]
fn rows_that_only_another_index_can_test_are_not_the_companys() {
    // Thirty rows of the company's, by account; the rest has addresses only, which another company's index knows.
    let company = of(
        &[Kind::Account, Kind::Name],
        "a.assay",
        &(0..2_000).map(|n| columns(n, &[0, 2])).collect::<Vec<_>>(),
    );
    let other = of(
        &[Kind::Name, Kind::Email],
        "b.assay",
        &(5_000..8_000).map(|n| columns(n, &[2, 4])).collect::<Vec<_>>(),
    );
    let row = |n: u64| {
        let mut cells = columns(if n < 30 { n } else { 5_000 + n }, &[0, 2, 4]);
        cells[if n < 30 { 2 } else { 0 }].clear();
        cells
    };
    let sample: Vec<_> = (0..1_000).map(row).collect();
    let sources = [Source::Company, Source::Comparator];
    let findings = test(
        &[company, other],
        &sources,
        &csv("account,name,email", &sample),
        &stated(100_000),
    );
    assert_ne!(findings.verdict.theirs.answer, YesNo::Yes, "{:?}", findings.verdict);
    assert_ne!(findings.verdict.grade, VerdictGrade::Verified);
}

#[test]
fn stitched_rows_are_stitched_however_often_and_against_however_many_snapshots() {
    // Real telephones of a small space, each beside an invented name.
    let stitched = |times: usize| -> Vec<Vec<String>> {
        let row = |n: u64| vec![person(STRANGER + n, 0)[2].clone(), person(n * 7, 0)[3].clone()];
        (0..300).map(row).flat_map(|row| vec![row; times]).collect()
    };
    let dated = |name: &str, date: &'static str| {
        let folder = tempfile::tempdir().unwrap();
        index(folder.path(), name, &rows((0..4_000).map(|n| (n, 0))), Some(date))
    };
    let snapshots = [
        dated("a.assay", "2015-01-01"),
        dated("b.assay", "2016-01-01"),
        dated("c.assay", "2017-01-01"),
        dated("d.assay", "2018-01-01"),
        dated("e.assay", "2019-01-01"),
    ];
    for (indexes, times) in [(&snapshots[..1], 1), (&snapshots[..1], 10), (&snapshots[..], 1)] {
        let findings = test(indexes, &[], &csv("name,phone", &stitched(times)), &Options::default());
        assert_eq!(
            findings.verdict.grade,
            VerdictGrade::Fabricated,
            "{:?}",
            findings.verdict
        );
    }
}

#[test]
fn a_leak_with_numbers_of_its_own_does_not_make_new_ones_old() {
    // The forum has names, addresses and its own account numbers.
    let forum: Vec<_> = (0..2_000)
        .map(|n| {
            let mut cells = columns(n, &[0, 2, 4]);
            cells[0] = format!("FO{:07}", 3_000_000 + n * 17);
            cells
        })
        .collect();
    let sample: Vec<_> = (0..1_000).map(|n| columns(n, &[0, 2, 4])).collect();
    let sources = [Source::Company, Source::Leak];
    let indexes = [
        customers("a.assay", 0..2_000),
        of(&[Kind::Account, Kind::Name, Kind::Email], "forum.assay", &forum),
    ];
    let findings = test(
        &indexes,
        &sources,
        &csv("account,name,email", &sample),
        &Options::default(),
    );
    assert_eq!(findings.verdict.new.answer, YesNo::Partly, "{:?}", findings.signals);
    assert_eq!(findings.verdict.grade, VerdictGrade::Verified, "{:?}", findings.verdict);
    // A list of bare addresses has no names.
    let bare: Vec<_> = (0..2_000).map(|n| columns(n, &[4])).collect();
    let indexes = [customers("a.assay", 0..2_000), of(&[Kind::Email], "bare.assay", &bare)];
    let named: Vec<_> = (0..1_000).map(|n| columns(n, &[2, 4])).collect();
    let findings = test(&indexes, &sources, &csv("name,email", &named), &Options::default());
    assert_eq!(findings.verdict.new.answer, YesNo::Partly, "{:?}", findings.signals);
}

#[test]
fn stitched_rows_are_not_real_because_a_leak_joins_some_by_a_common_name() {
    // Of a forum everybody bears one of twenty surnames, and the names are shuffled.
    let surname = |n: u64| {
        [
            "Alba", "Brand", "Conde", "Drew", "Egan", "Falk", "Gore", "Hale", "Ives", "Jory",
        ][(n % 10) as usize]
    };
    let member = |n: u64| {
        let given: String = (0..6)
            .map(|at| char::from(b'a' + (mix(5, n) >> (5 * at) & 15) as u8))
            .collect();
        (format!("{given} {}", surname(n)), person(n, 0)[4].clone())
    };
    let forum: Vec<_> = (0..3_000).map(|n| vec![member(n).0, member(n).1]).collect();
    let indexes = [
        customers("a.assay", 0..2_000),
        of(&[Kind::Name, Kind::Email], "forum.assay", &forum),
    ];
    let sample: Vec<_> = (0..2_900).map(|n| vec![member(n + 37).0, member(n).1]).collect();
    let with_leak = |n: u64| if n.is_multiple_of(10) { n + 30 } else { n + 37 };
    let shuffled: Vec<_> = (0..2_900).map(|n| vec![member(with_leak(n)).0, member(n).1]).collect();
    for rows in [sample, shuffled] {
        let findings = test(
            &indexes,
            &[Source::Company, Source::Leak],
            &csv("name,email", &rows),
            &Options::default(),
        );
        assert_ne!(findings.verdict.authentic.answer, YesNo::Yes);
        assert_ne!(
            findings.verdict.authentic.answer,
            YesNo::Partly,
            "{:?}",
            findings.verdict
        );
        assert_ne!(findings.verdict.new.answer, YesNo::Yes);
    }
}

#[test]
fn a_list_of_nearly_everybody_takes_nothing_from_the_company() {
    // The company's own rows, of which its index covers seven of ten; a marketing list knows nearly all people.
    let company = customers("a.assay", 0..700);
    let everybody = customers("everybody.assay", 0..9_700);
    let sample: Vec<_> = (0..1_000).map(|n| columns(n, &[2, 3, 4])).collect();
    let sources = [Source::Company, Source::Comparator];
    let indexes = [company, everybody];
    for options in [stated(10_000), Options::default()] {
        let findings = test(&indexes, &sources, &csv("name,phone,email", &sample), &options);
        assert_ne!(findings.verdict.theirs.answer, YesNo::No, "{:?}", findings.verdict);
    }
}

#[test]
fn a_field_fits_if_it_fits_one_snapshot_and_copies_are_one_value() {
    let dated = |name: &str, date: &'static str, phone: u64| {
        let folder = tempfile::tempdir().unwrap();
        index(folder.path(), name, &rows((0..2_000).map(|n| (n, phone))), Some(date))
    };
    // Everybody has another telephone since.
    let indexes = [dated("a.assay", "2015-01-01", 1), dated("b.assay", "2021-01-01", 0)];
    let sample = rows((0..1_000).map(|n| (n, 0)));
    let findings = test(&indexes, &[], &csv(HEADER, &sample), &Options::default());
    assert!(
        !has(&findings, "fields_that_do_not_fit", Strength::Strong),
        "{:?}",
        findings.signals
    );
    assert_eq!(findings.verdict.grade, VerdictGrade::Verified);
    // One reassigned telephone, thirty times.
    let sample = rows(std::iter::repeat_n((5, 4), 30));
    let findings = test(&indexes[1..], &[], &csv(HEADER, &sample), &Options::default());
    assert!(
        !has(&findings, "fields_that_do_not_fit", Strength::Strong),
        "{:?}",
        findings.signals
    );
}

#[test]
fn an_index_of_some_customers_dates_nobody_whom_it_lacks() {
    let folder = tempfile::tempdir().unwrap();
    let said = |snapshot: &'static str, covers: Covers| Manifested {
        snapshot: Some(snapshot),
        covers,
        ..Manifested::default()
    };
    let build = |name: &str, people: u64, said: Manifested| {
        let rows = rows((0..people).map(|n| (n, 0)));
        open(&build_table(&KINDS, &rows, &said, &folder.path().join(name), &key()))
    };
    let sample = csv(HEADER, &rows((0..900).map(|n| (n, 0))));
    let after = |first: Covers| {
        let indexes = [
            build("a.assay", 500, said("2019-01-01", first)),
            build("b.assay", 1_000, said("2021-01-01", Covers::All)),
        ];
        let dating = test(&indexes, &[], &sample, &Options::default()).matched.dating;
        dating.unwrap().after.map(|date| date.to_string())
    };
    assert_eq!(after(Covers::All).as_deref(), Some("2019-01-01"));
    assert_eq!(after(Covers::Current), None);
    // Nor do versions of what the other index lacks.
    let old: Vec<_> = (0..1_000).map(|n| columns(n, &[2, 3])).collect();
    let kinds = [Kind::Name, Kind::Phone];
    let path = folder.path().join("c.assay");
    let bare = open(&build_table(
        &kinds,
        &old,
        &said("2021-01-01", Covers::All),
        &path,
        &key(),
    ));
    let indexes = [build("d.assay", 1_000, said("2019-01-01", Covers::All)), bare];
    let findings = test(&indexes, &[], &sample, &Options::default());
    assert!(findings.matched.dating.is_none());
    assert!(has(&findings, "dating", Strength::Weak));
}

/// A sample in which one column is taken from the row before.
fn shifted(column: usize) -> Vec<u8> {
    let rows = (0..300).map(|n| {
        let mut cells = person(n, 0);
        cells[column] = person((n + 299) % 300, 0)[column].clone();
        cells
    });
    csv(HEADER, &rows.collect::<Vec<_>>())
}

#[test]
fn a_column_of_other_customers_does_not_fit() {
    let index = [customers("a.assay", 0..2_000)];
    let own = test(
        &index,
        &[],
        &csv(HEADER, &rows((0..300).map(|n| (n, 0)))),
        &Options::default(),
    );
    assert!(!has(&own, "fields_that_do_not_fit", Strength::Strong));
    assert_eq!(own.verdict.grade, VerdictGrade::Verified);
    // Accounts, ssns, telephones, e-mail addresses.
    for column in [0, 1, 3, 4] {
        let findings = tested(&index, shifted(column), 1_000);
        assert!(
            has(&findings, "fields_that_do_not_fit", Strength::Strong),
            "{column}: {:?}",
            findings.signals
        );
        assert_eq!(findings.verdict.authentic.answer, YesNo::Partly, "{column}");
        assert_ne!(findings.verdict.grade, VerdictGrade::Verified, "{column}");
    }
    // Every given name beside another's surname is told, and decides nothing: slips and nicknames look the same. An initial
    // says less, and nothing wrong.
    let named = |given: &dyn Fn(&str) -> String, surname_of: u64| {
        let rows = (0..300).map(|n| {
            let mut cells = person(n, 0);
            let other = person(n + surname_of, 0);
            let (first, last) = (cells[2].split(' ').next(), other[2].split(' ').nth(1));
            cells[2] = format!("{} {}", given(first.unwrap()), last.unwrap());
            cells
        });
        test(
            &index,
            &[],
            &csv(HEADER, &rows.collect::<Vec<_>>()),
            &Options::default(),
        )
    };
    let half = named(&str::to_owned, 1);
    assert!(
        has(&half, "fields_that_do_not_fit", Strength::Moderate),
        "{:?}",
        half.signals
    );
    assert_eq!(half.verdict.authentic.answer, YesNo::Yes);
    let initials = named(&|given| format!("{}.", &given[..1]), 0);
    assert!(
        !has(&initials, "fields_that_do_not_fit", Strength::Moderate),
        "{:?}",
        initials.signals
    );
}

#[test]
fn a_column_of_other_dates_of_birth_does_not_fit() {
    let row = |n: u64, born: u64| {
        let mut cells = columns(n, &[1, 2]);
        cells.push(format!(
            "19{:02}-{:02}-{:02}",
            40 + born * 7 % 50,
            1 + born % 12,
            1 + born * 5 % 28
        ));
        cells
    };
    let index = [of(
        &[Kind::Ssn, Kind::Name, Kind::Dob],
        "a.assay",
        &(0..2_000).map(|n| row(n, n)).collect::<Vec<_>>(),
    )];
    for (shift, answer) in [(0, YesNo::Yes), (1, YesNo::Partly)] {
        let sample: Vec<_> = (0..300).map(|n| row(n, n + shift)).collect();
        let findings = test(&index, &[], &csv("ssn,name,dob", &sample), &Options::default());
        assert_eq!(findings.verdict.authentic.answer, answer, "{:?}", findings.signals);
    }
}

#[test]
fn people_known_by_name_are_not_people_of_nowhere() {
    // A voter file: names and dates of birth, and numbers of its own that are soon taken for accounts.
    let row = |n: u64| {
        vec![
            columns(n, &[2])[0].clone(),
            format!("19{:02}-{:02}-{:02}", 40 + n % 50, 1 + n % 12, 1 + n % 28),
        ]
    };
    let index = [of(
        &[Kind::Account, Kind::Name, Kind::Dob],
        "a.assay",
        &(0..2_000)
            .map(|n| [columns(n, &[0]), row(n)].concat())
            .collect::<Vec<_>>(),
    )];
    let sample: Vec<_> = (1_500..2_500)
        .map(|n| [vec![format!("{}", 70_000_000 + n * 17)], row(n)].concat())
        .collect();
    let findings = test(&index, &[], &csv("account,name,dob", &sample), &stated(4_000));
    assert!(
        !has(&findings, "below_the_overlap", Strength::Moderate),
        "{:?}",
        findings.signals
    );
    let mut all = findings.signals.iter();
    let overlap = all.find(|signal| signal.name == "overlap_with_population").unwrap();
    assert!(
        overlap
            .text
            .contains(" of 1000 combinations of name+dob are a customer's"),
        "{}",
        overlap.text
    );
}
