//! The coherence of whole samples: real ones, as far as the synthetic company is like real ones, and invented ones.

#![allow(clippy::unwrap_used)]

mod support;

use std::fmt::Write;
use std::io::Cursor;

use assay_index::mix;
use assay_sample::{Options as SampleOptions, Sample};
use assay_synth::{Company, ShippedKind, ShippedListing};
use assay_verify::{Budget, Counter, Options, Points, SampleOfListing, Signal, Strength};

/// What a sample shows by itself.
fn by_itself(bytes: &[u8]) -> SampleOfListing {
    let mut samples =
        vec![Sample::from_reader("sample", Cursor::new(bytes.to_vec()), &SampleOptions::default()).unwrap()];
    let mut counter = Counter::new(&samples, Budget::default()).unwrap();
    counter.read("sample", &mut samples[0], None, &mut |_| {}).unwrap();
    counter.finish(&Options::default()).unwrap().samples.remove(0)
}

fn listing(kind: ShippedKind, seed: u64, rows: u64) -> Vec<u8> {
    let company = Company::new(seed, 40_000).unwrap();
    let (mut sample, mut truth) = (Vec::new(), Vec::new());
    let listing = ShippedListing::new(&company, kind, seed, rows).unwrap();
    listing.write(&mut sample, &mut truth, &|_| {}).unwrap();
    sample
}

fn strongest_against(signals: &[Signal]) -> Option<Strength> {
    let against = signals.iter().filter(|signal| signal.points == Points::Against);
    against.map(|signal| signal.strength).max()
}

fn named(signals: &[Signal], strength: Strength) -> Vec<&str> {
    let of_it = signals.iter().filter(|signal| signal.strength == strength);
    of_it.map(|signal| signal.name.as_str()).collect()
}

#[test]
fn nothing_speaks_against_whole_records() {
    let kinds = [
        ShippedKind::Genuine,
        ShippedKind::Respelt,
        ShippedKind::Misspelt,
        ShippedKind::Half,
        ShippedKind::Directory,
    ];
    for kind in kinds {
        for (seed, rows) in [
            (1, 20),
            (2, 21),
            (3, 30),
            (4, 50),
            (5, 100),
            (6, 300),
            (7, 1_000),
            (8, 5_000),
        ] {
            let shown = by_itself(&listing(kind, seed, rows));
            let against = strongest_against(&shown.signals);
            assert!(against.is_none(), "{kind} of {rows} rows: {:?}", shown.signals);
        }
    }
    for seed in 100..140 {
        let shown = by_itself(&listing(ShippedKind::Genuine, seed, 20 + seed % 30));
        assert_eq!(strongest_against(&shown.signals), None, "{:?}", shown.signals);
    }
}

#[test]
fn whole_records_fit() {
    let shown = by_itself(&listing(ShippedKind::Genuine, 6, 300));
    let fits = shown
        .signals
        .iter()
        .find(|signal| signal.name == "fields_fit_each_other");
    assert_eq!(
        fits.map(|signal| (signal.points, signal.strength)),
        Some((Points::For, Strength::Weak))
    );
    let check = |name: &str| shown.coherence.checks.iter().find(|check| check.name == name).unwrap();
    assert!((0.85..0.97).contains(&check("area_code_and_state").rate));
    assert!(check("area_code_and_state").by_chance.unwrap() < 0.15);
    assert!(check("postcode_and_state").rate > 0.99 && check("city_and_postcode").rate > 0.99);
    assert!((0.6..0.95).contains(&check("name_and_email").rate));
}

#[test]
fn stitched_rows_do_not_fit() {
    for (seed, rows) in [(1, 200), (2, 500), (3, 5_000)] {
        let shown = by_itself(&listing(ShippedKind::Stitched, seed, rows));
        let strong = named(&shown.signals, Strength::Strong);
        assert!(strong.contains(&"area_code_and_state"), "{rows}: {:?}", shown.signals);
        assert!(strong.contains(&"name_and_email"), "{rows}: {:?}", shown.signals);
    }
}

#[test]
fn few_rows_say_nothing() {
    for rows in 1..20 {
        for sample in [
            random_digits(rows),
            fake_people(rows),
            String::from_utf8(listing(ShippedKind::Stitched, rows, rows)).unwrap(),
        ] {
            let shown = by_itself(sample.as_bytes());
            assert!(
                shown.signals.iter().all(|signal| signal.strength == Strength::Weak),
                "{:?}",
                shown.signals
            );
        }
    }
}

#[test]
fn random_digits_are_found() {
    for rows in [200, 1_000, 5_000] {
        let shown = by_itself(random_digits(rows).as_bytes());
        let strong = named(&shown.signals, Strength::Strong);
        assert!(
            strong.contains(&"validity") && strong.contains(&"postcode_and_state"),
            "{rows}: {:?}",
            shown.signals
        );
    }
}

#[test]
fn fake_people_are_found() {
    for rows in [200, 1_000, 5_000] {
        let shown = by_itself(fake_people(rows).as_bytes());
        let strong = named(&shown.signals, Strength::Strong);
        assert!(
            strong.contains(&"generator_traces") && strong.contains(&"postcode_and_state"),
            "{rows}: {:?}",
            shown.signals
        );
    }
}

#[test]
fn copies_prove_nothing() {
    let few = fake_people(19);
    let (header, rows) = few.split_once('\n').unwrap();
    let copies = format!("{header}\n{}", rows.repeat(100));
    let shown = by_itself(copies.as_bytes());
    assert_eq!(shown.coherence.rows, 19);
    assert!(
        shown.signals.iter().all(|signal| signal.strength == Strength::Weak),
        "{:?}",
        shown.signals
    );
}

#[test]
fn another_country_is_not_measured_by_the_united_states() {
    let draws = &mut Draws(5);
    let mut sample = "name,phone,city,state,zip\n".to_owned();
    for _ in 0..500 {
        let city = draws.pick(&["Berlin", "Hamburg", "Paris", "Frankfurt", "Ludwigsburg", "Herford"]);
        let state = draws.pick(&["Bayern", "Hessen", "Sachsen", "Berlin"]);
        let (first, last) = (draws.pick(&GIVEN), draws.pick(&FAMILY));
        writeln!(
            sample,
            "{first} {last},+49 30 {},{city},{state},{:05}",
            10_000_000 + draws.below(80_000_000),
            1_000 + draws.below(98_000)
        )
        .unwrap();
    }
    let shown = by_itself(sample.as_bytes());
    assert_eq!(strongest_against(&shown.signals), None, "{:?}", shown.signals);
    let of_us = [
        "area_code_and_state",
        "postcode_and_state",
        "city_and_postcode",
        "validity",
    ];
    assert!(
        !shown
            .coherence
            .checks
            .iter()
            .any(|check| of_us.contains(&check.name.as_str())),
        "{:?}",
        shown.coherence
    );
}

#[test]
fn a_list_of_one_state_is_not_judged_by_its_area_codes() {
    // A company's seat is in one state, its customers' telephones are anywhere.
    let draws = &mut Draws(9);
    let mut sample = "name,phone,state,zip\n".to_owned();
    for _ in 0..500 {
        let area = draws.pick(&["212", "310", "206", "305", "713", "602", "404", "617"]);
        let (first, last) = (draws.pick(&GIVEN), draws.pick(&FAMILY));
        writeln!(
            sample,
            "{first} {last},{area}{},DE,19801",
            2_340_000 + draws.below(7_000_000)
        )
        .unwrap();
    }
    let shown = by_itself(sample.as_bytes());
    assert_eq!(strongest_against(&shown.signals), None, "{:?}", shown.signals);
}

/// Names from lists, and digits from a generator.
fn random_digits(rows: u64) -> String {
    let draws = &mut Draws(rows);
    let mut sample = "first_name,last_name,ssn,dob,phone,state,zip,imei\n".to_owned();
    for _ in 0..rows {
        let (first, last, state) = (draws.pick(&GIVEN), draws.pick(&FAMILY), draws.pick(&STATES));
        writeln!(
            sample,
            "{first},{last},{:09},{}-{:02}-{:02},{}{:07},{state},{:05},{:015}",
            draws.below(1_000_000_000),
            1940 + draws.below(60),
            1 + draws.below(12),
            1 + draws.below(28),
            200 + draws.below(800),
            draws.below(10_000_000),
            501 + draws.below(99_000),
            draws.below(1_000_000_000_000_000),
        )
        .unwrap();
    }
    sample
}

/// People as Faker, faker.js and their like invent them.
fn fake_people(rows: u64) -> String {
    let draws = &mut Draws(rows + 1);
    let mut sample = "name,email,phone,address,city,state,zip\n".to_owned();
    for _ in 0..rows {
        let (first, last) = (draws.pick(&GIVEN), draws.pick(&FAMILY));
        let (other, street) = (draws.pick(&FAMILY), draws.pick(&FAMILY));
        let name = format!(
            "{}{}",
            draws.pick(&GIVEN),
            draws.pick(&["", "", "lynn", "ann", "dell", "mer", "sen", "by"])
        );
        let suffix = draws.pick(&[
            "town", "ville", "berg", "burgh", "mouth", "furt", "stad", "haven", "shire", "side",
        ]);
        let city = match draws.below(3) {
            0 => format!(
                "{} {name}",
                draws.pick(&["North", "East", "West", "South", "New", "Lake", "Port"])
            ),
            1 => format!(
                "{} {name}{suffix}",
                draws.pick(&["North", "East", "New", "Lake", "Port"])
            ),
            _ => format!("{name}{suffix}"),
        };
        let number = format!(
            "{}{}-{}",
            200 + draws.below(800),
            200 + draws.below(800),
            1_000 + draws.below(9_000)
        );
        let extension = match draws.below(2) {
            0 => format!("x{}", 100 + draws.below(99_900)),
            _ => String::new(),
        };
        writeln!(
            sample,
            "{first} {last},{}{}@example.{},{number}{extension},{} {street} {},{city},{},{:05}",
            other.to_lowercase(),
            draws.below(100),
            draws.pick(&["com", "org", "net"]),
            100 + draws.below(99_000),
            draws.pick(&["Street", "Road", "Drive", "Lane"]),
            draws.pick(&STATES),
            501 + draws.below(99_000),
        )
        .unwrap();
    }
    sample
}

struct Draws(u64);

impl Draws {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 += 1;
        mix(4, self.0 << 20 | limit.min(1 << 20)) % limit
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len() as u64) as usize]
    }
}

const GIVEN: [&str; 24] = [
    "James", "Mary", "Robert", "Patricia", "Michael", "Jennifer", "David", "Linda", "Joseph", "Karen", "Thomas",
    "Nancy", "Daniel", "Sandra", "Matthew", "Ashley", "Anthony", "Emily", "Steven", "Donna", "Kevin", "Carol", "Brian",
    "Laura",
];
const FAMILY: [&str; 24] = [
    "Smith", "Johnson", "Williams", "Brown", "Jones", "Garcia", "Miller", "Davis", "Wilson", "Anderson", "Taylor",
    "Moore", "Jackson", "Martin", "Thompson", "White", "Harris", "Clark", "Lewis", "Robinson", "Walker", "Young",
    "Allen", "King",
];
const STATES: [&str; 20] = [
    "CA", "TX", "FL", "NY", "PA", "IL", "OH", "GA", "NC", "MI", "NJ", "VA", "WA", "AZ", "MA", "TN", "IN", "MO", "MD",
    "WI",
];
