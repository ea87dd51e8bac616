//! Assumptions, named when they are broken, and not when they hold.

use assay_estimate::*;
use rand::RngExt;
use rand_pcg::Pcg64;
use rayon::prelude::*;

use crate::draw::generator;
use crate::table::{Report, declared};

/// A way to draw, whether it keeps the assumption, and the p-value of the check on what was drawn.
struct Case {
    check: &'static str,
    drawn: &'static str,
    holds: bool,
    p_value: fn(&mut Pcg64) -> f64,
}

const CASES: [Case; 10] = [
    Case {
        check: "equal chances",
        drawn: "1,000 draws of 2,000 things",
        holds: true,
        p_value: |random| drawn(random, true),
    },
    Case {
        check: "equal chances",
        drawn: "the same, one row in 20 copied 5 times",
        holds: false,
        p_value: padded,
    },
    Case {
        check: "equal chances",
        drawn: "chances over a thousandfold range",
        holds: false,
        p_value: |random| drawn(random, false),
    },
    Case {
        check: "one N fits all samples",
        drawn: "4 samples of 100 of 1,000",
        holds: true,
        p_value: |random| samples(random, 0),
    },
    Case {
        check: "one N fits all samples",
        drawn: "the last sample avoids the seen",
        holds: false,
        p_value: |random| samples(random, 1),
    },
    Case {
        check: "one N fits all samples",
        drawn: "the last sample repeats half of the one before",
        holds: false,
        p_value: |random| samples(random, 2),
    },
    Case {
        check: "one series without gaps",
        drawn: "100 of 1 to 10,000",
        holds: true,
        p_value: |random| numbers(random, 0),
    },
    Case {
        check: "one series without gaps",
        drawn: "the middle third was never issued",
        holds: false,
        p_value: |random| numbers(random, 1),
    },
    Case {
        check: "one series without gaps",
        drawn: "two pages of 50",
        holds: false,
        p_value: |random| numbers(random, 2),
    },
    Case {
        check: "one series without gaps",
        drawn: "99 numbers below 1,000 and one at 10,000",
        holds: false,
        p_value: |random| numbers(random, 3),
    },
];

/// How often each check rejects at 0.05.
pub fn table(report: &mut Report, runs: u64, seed: u64) {
    let rejected: Vec<u64> = CASES
        .par_iter()
        .enumerate()
        .map(|(number, case)| {
            let mut random = generator(seed, number as u64);
            (0..runs).filter(|_| (case.p_value)(&mut random) <= 0.05).count() as u64
        })
        .collect();
    let rows: Vec<(&str, &str, bool, u64)> = CASES
        .iter()
        .zip(rejected)
        .map(|(case, rejected)| (case.check, case.drawn, case.holds, rejected))
        .collect();
    declared(report, runs, seed, &rows);
}

/// Things alike, or with chances that fall evenly by powers down to a thousandth.
fn drawn(random: &mut Pcg64, alike: bool) -> f64 {
    let mut times = vec![0u64; 2_000];
    for _ in 0..1_000 {
        let at = loop {
            let at = random.random_range(0..times.len());
            let share = at as f64 / times.len() as f64;
            if alike || random.random::<f64>() < 1e-3f64.powf(share) {
                break at;
            }
        };
        times[at] += 1;
    }
    equal_chance_test(&Frequencies::from_counts(times).unwrap())
        .unwrap()
        .p_value
}

fn padded(random: &mut Pcg64) -> f64 {
    let mut times = vec![0u64; 2_000];
    for _ in 0..1_000 {
        let copies = if random.random_range(0..20) == 0 { 6 } else { 1 };
        times[random.random_range(0..2_000)] += copies;
    }
    equal_chance_test(&Frequencies::from_counts(times).unwrap())
        .unwrap()
        .p_value
}

fn samples(random: &mut Pcg64, broken: u8) -> f64 {
    let mut known = vec![false; 1_000];
    let (mut caught, mut recaptured) = (Vec::new(), Vec::new());
    let mut before: Vec<usize> = Vec::new();
    for number in 0..4 {
        let mut drawn: Vec<usize> = Vec::new();
        if number == 3 && broken == 2 {
            drawn.extend(&before[..50]);
        }
        while drawn.len() < 100 {
            let thing = random.random_range(0..known.len());
            let avoided = number == 3 && broken == 1 && known[thing];
            if !avoided && !drawn.contains(&thing) {
                drawn.push(thing);
            }
        }
        caught.push(100);
        recaptured.push(drawn.iter().filter(|thing| known[**thing]).count() as u64);
        drawn.iter().for_each(|thing| known[*thing] = true);
        before = drawn;
    }
    recapture_fit(&Recaptures::from_samples(&caught, &recaptured).unwrap())
        .unwrap()
        .p_value
}

/// Places between the first and the last are what is left to chance.
fn numbers(random: &mut Pcg64, broken: u8) -> f64 {
    let mut drawn: Vec<u64> = match broken {
        2 => {
            let start = random.random_range(1..9_000);
            let pages = (start..start + 50).chain(start + 500..start + 550);
            pages.collect()
        }
        3 => vec![10_000],
        _ => Vec::new(),
    };
    while drawn.len() < 100 {
        let number = random.random_range(1..=if broken == 3 { 1_000 } else { 10_000 });
        let missing = broken == 1 && (3_333..6_667).contains(&number);
        if !missing && !drawn.contains(&number) {
            drawn.push(number);
        }
    }
    drawn.sort_unstable();
    let (first, last) = (drawn[0], drawn[drawn.len() - 1]);
    let inner: Vec<u64> = drawn[1..drawn.len() - 1].iter().map(|number| number - first).collect();
    serial_checks(&inner, last - first - 1).unwrap().worst().1
}
