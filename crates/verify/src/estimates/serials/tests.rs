//! Numbers issued in every way that is met: the truth lies in the interval at its rate, or what is broken is named.

use std::collections::BTreeSet;

use assay_estimate::binomial_survival;
use assay_index::mix;

use super::*;
use crate::numbers::tests::facts_of;

/// A source of random numbers with a seed.
struct Random(u64, u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.1 += 1;
        mix(mix(20_210_816, self.0), self.1) % limit
    }

    /// `count` distinct positions below `limit`, in order.
    fn draw(&mut self, limit: u64, count: u64) -> BTreeSet<u64> {
        let mut drawn = BTreeSet::new();
        for last in limit - count..limit {
            let at = self.below(last + 1);
            if !drawn.insert(at) {
                drawn.insert(last);
            }
        }
        drawn
    }
}

fn column(kind: Kind) -> ColumnFacts {
    ColumnFacts {
        table: 1,
        number: 3,
        name: "column 3".into(),
        kind,
        confidence: 1.0,
        second: None,
        date_order_undecided: false,
    }
}

/// The estimate of a column of these numbers, in this order.
fn estimate_of(numbers: &[u64], kind: Kind, sampling: Sampling, secret: u64) -> Option<Estimate> {
    let cells: Vec<String> = numbers.iter().map(u64::to_string).collect();
    let facts = SampleFacts {
        columns: vec![column(kind)],
        numbers: facts_of(&cells, kind != Kind::Opaque, secret).into_iter().collect(),
        ..SampleFacts::default()
    };
    let options = Options {
        sampling,
        ..Options::default()
    };
    let mut found = estimates(&facts, &[], &options);
    assert!(found.len() <= 1);
    found.pop()
}

fn of_accounts(numbers: &[u64], secret: u64) -> Estimate {
    estimate_of(numbers, Kind::Account, Sampling::Seller, secret).unwrap()
}

/// Whether so many or more of `runs` are likelier than one in a hundred, at probability `p`.
fn is_likely(count: u64, runs: u64, p: f64) -> bool {
    binomial_survival(count, runs, p).unwrap() > 0.01
}

const RUNS: u64 = 400;

/// Draws at random of issued numbers, `runs` times: how often the truth is missed, and how often a number is withheld.
fn missed_and_withheld(seed: u64, runs: u64, run: &mut dyn FnMut(&mut Random) -> (Vec<u64>, f64)) -> (u64, u64) {
    let (mut missed, mut withheld) = (0, 0);
    for at in 0..runs {
        let mut random = Random(seed, at << 32);
        let (numbers, truth) = run(&mut random);
        let found = of_accounts(&numbers, random.below(u64::MAX));
        match (found.value, found.interval.low, found.interval.high) {
            (None, ..) => {
                assert!(found.is_broken() && found.withheld.is_some(), "{found:?}");
                withheld += 1;
            }
            (_, Some(low), Some(high)) => missed += u64::from(!(low <= truth && truth <= high)),
            _ => panic!("{found:?}"),
        }
    }
    (missed, withheld)
}

#[test]
fn draws_from_a_series_are_estimated_at_their_level_and_rarely_called_broken() {
    for (seed, first, step, issued, seen) in [
        (1, 1u64, 1u64, 76_543u64, 25u64),
        (2, 1, 1, 7_654_321, 400),
        (3, 1, 10, 345_678, 60),
        (4, 20_000_000, 1, 456_789, 100),
        (5, 4_000_003, 5, 87_654, 50),
        (6, 1, 1, 45_678_901, 12_000),
        (7, 300, 1, 65_432, 40),
    ] {
        // Many numbers take long.
        let runs = if seen > 10_000 { 50 } else { RUNS };
        let (missed, withheld) = missed_and_withheld(seed, runs, &mut |random| {
            let drawn = random.draw(issued, seen);
            let mut numbers: Vec<u64> = drawn.iter().map(|at| first + step * at).collect();
            // Not in order.
            numbers.sort_by_key(|number| mix(1, *number));
            // Where numbering begins near 1 the highest number is told, elsewhere how many there are.
            (
                numbers,
                if first <= 300 {
                    ((first - 1) / step + issued) as f64
                } else {
                    issued as f64
                },
            )
        });
        assert!(
            is_likely(missed, runs, 0.05),
            "{first} {step} {issued} {seen}: {missed} missed"
        );
        assert!(
            is_likely(withheld, runs, 0.05),
            "{first} {step} {issued} {seen}: {withheld} withheld"
        );
    }
}

#[test]
fn numbers_left_out_at_random_still_tell_the_highest() {
    let (missed, withheld) = missed_and_withheld(11, RUNS, &mut |random| {
        let issued: Vec<u64> = random.draw(100_000, 60_000).into_iter().map(|at| at + 1).collect();
        let drawn = random.draw(60_000, 200);
        let truth = issued[59_999] as f64;
        (drawn.into_iter().map(|at| issued[at as usize]).collect(), truth)
    });
    assert!(is_likely(missed, RUNS, 0.05), "{missed}");
    assert!(is_likely(withheld, RUNS, 0.05), "{withheld}");
}

#[test]
fn missing_blocks_two_series_and_pages_are_named() {
    type Run = fn(&mut Random) -> Vec<u64>;
    let cases: [(&str, Run); 4] = [
        ("a missing block", |random| {
            let drawn = random.draw(400_000, 300).into_iter();
            drawn
                .map(|at| if at > 250_000 { at + 150_000 } else { at + 1 })
                .collect()
        }),
        ("two series", |random| {
            let mut numbers: Vec<u64> = random.draw(40_000, 150).into_iter().map(|at| at + 1).collect();
            numbers.extend(random.draw(900_000, 150).into_iter().map(|at| at + 7_000_000));
            numbers
        }),
        ("the head of the file", |random| (1..200 + random.below(100)).collect()),
        ("pages", |random| {
            let pages = random.draw(10_000, 12);
            pages
                .into_iter()
                .flat_map(|page| page * 50 + 1..=page * 50 + 50)
                .collect()
        }),
    ];
    for (what, run) in cases {
        for at in 0..100 {
            let found = of_accounts(&run(&mut Random(at, 0)), at);
            assert!(found.value.is_none() && found.is_broken(), "{what} {at}: {found:?}");
        }
    }
    // The head of a file of which some rows were deleted is no draw either, though nothing in the numbers says so.
    let gappy: Vec<u64> = Random(5, 5).draw(1_000, 700).into_iter().map(|at| at + 1).collect();
    let found = of_accounts(&gappy, 1);
    assert!(
        found.value.is_none() && found.withheld.as_ref().unwrap().contains("70 %"),
        "{found:?}"
    );
    let stated = estimate_of(&gappy, Kind::Account, Sampling::Random, 1).unwrap();
    assert!(stated.interval.low.unwrap() <= 1_000.0 && stated.interval.high.unwrap() >= 1_000.0);
}

#[test]
fn random_numbers_and_few_give_no_number() {
    let mut random = Random(9, 0);
    let made_up: Vec<u64> = (0..300).map(|_| 100_000_000 + random.below(900_000_000)).collect();
    let found = of_accounts(&made_up, 1);
    assert!(found.withheld.unwrap().contains("9 digits"));
    // Thirty of a series that ends below a power of ten may look so by chance.
    let found = of_accounts(&made_up[..30], 1);
    let doubt = found.assumptions.iter().find(|one| one.text.contains("9 digits"));
    assert!(found.value.is_some() && doubt.unwrap().holds == Holds::Unknown);
    let few: Vec<u64> = random.draw(10_000, 19).into_iter().map(|at| at + 1).collect();
    assert!(of_accounts(&few, 1).withheld.unwrap().contains("19 distinct"));
    let sparse: Vec<u64> = random
        .draw(700_000_000_000_000, 300)
        .into_iter()
        .map(|at| at + 1)
        .collect();
    assert!(of_accounts(&sparse, 1).withheld.unwrap().contains("far apart"));
    let sparser: Vec<u64> = sparse.iter().map(|number| number * 1_000 + number % 997).collect();
    assert!(of_accounts(&sparser, 1).withheld.unwrap().contains("far apart"));
}

#[test]
fn a_column_that_nothing_is_known_of_speaks_only_if_it_looks_like_row_ids() {
    let mut random = Random(3, 0);
    let of_ids = |numbers: &[u64]| estimate_of(numbers, Kind::Opaque, Sampling::Seller, 2);
    let ids: Vec<u64> = random.draw(876_543, 500).into_iter().map(|at| at + 1).collect();
    let found = of_ids(&ids).unwrap();
    assert!(found.interval.low.unwrap() <= 876_543.0 && 876_543.0 <= found.interval.high.unwrap());
    assert!(found.quantity.contains("column 3") && found.says.contains("if the column is a row's number"));
    let page: Vec<u64> = (1..=500).collect();
    assert!(of_ids(&page).unwrap().withheld.unwrap().contains("one gap-free run"));
    let amounts: Vec<u64> = (1..500u64).map(|i| i * i * i).collect();
    assert_eq!(of_ids(&amounts), None);
    let repeated: Vec<u64> = (0..500).map(|_| random.below(300) + 1).collect();
    assert_eq!(of_ids(&repeated), None);
    let times: Vec<u64> = (0..500).map(|_| 1_600_000_000 + random.below(20_000_000)).collect();
    assert_eq!(of_ids(&times), None);
    // An imei is its maker's, and a card's number is its bank's unless the company says that it is its own.
    assert_eq!(estimate_of(&ids, Kind::Imei, Sampling::Seller, 2), None);
    assert_eq!(estimate_of(&ids, Kind::Card, Sampling::Seller, 2), None);
}

#[test]
fn sentences_have_their_if_and_no_number_of_the_sample() {
    let numbers: Vec<u64> = Random(4, 0).draw(7_654_321, 300).into_iter().map(|at| at + 1).collect();
    let found = of_accounts(&numbers, 1);
    assert!(
        found.says.starts_with("If the rows were drawn at random"),
        "{}",
        found.says
    );
    let written = format!("{found:?}");
    assert!(!written.contains(&numbers[299].to_string()) && !written.contains(&numbers[0].to_string()));
    for figure in [found.value, found.interval.low, found.interval.high] {
        assert_eq!(figure.unwrap() % 10_000.0, 0.0, "{written}");
    }
    assert_eq!(found.of, Quantity::NumbersIssued);
}
