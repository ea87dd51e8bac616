//! What counting one cell costs, in nanoseconds, by what the column holds.
//!
//! ```text
//! cargo run --release -p assay-fields --example observe_cost
//! ```

#![allow(clippy::print_stdout)] // a measurement, not a part of the program

use std::time::Instant;

use assay_fields::Region;
use assay_fields::detect::Profile;

fn main() {
    let mut all = 0.0;
    for (name, cell) in COLUMNS {
        let cells: Vec<String> = (1..=CELLS)
            .map(|n| cell(n, n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20))
            .collect();
        let mut best = f64::INFINITY;
        for _ in 0..ROUNDS {
            let start = Instant::now();
            let mut profile = Profile::default();
            for cell in &cells {
                profile.observe(cell, Region::US);
            }
            best = best.min(start.elapsed().as_secs_f64() * 1e9 / CELLS as f64);
            std::hint::black_box(&profile);
        }
        println!("{name:>12} {best:7.1} ns");
        all += best;
    }
    println!("{:>12} {:7.1} ns", "mean", all / COLUMNS.len() as f64);
}

const CELLS: u64 = 100_000;
const ROUNDS: usize = 15;

/// A column's name and its cell from a number and a scrambled number.
type Column = (&'static str, fn(u64, u64) -> String);

const COLUMNS: [Column; 15] = [
    ("account", |_, r| format!("A{:010}", r % 10_000_000_000)),
    ("given name", |_, r| WORDS[r as usize % WORDS.len()].to_owned()),
    ("name", |n, r| {
        let word = |at: u64| WORDS[at as usize % WORDS.len()];
        format!("{} {}", word(r), word(n))
    }),
    ("ssn", |n, r| {
        format!("{:03}-{:02}-{:04}", r % 600 + 1, n % 99 + 1, r / 600 % 9_999 + 1)
    }),
    ("dob", |_, r| {
        format!("{}-{:02}-{:02}", 1940 + r % 65, 1 + r % 12, 1 + r % 28)
    }),
    ("phone", |n, r| {
        format!("{}{:03}{:04}", 201 + r % 700, 200 + n % 800, r / 700 % 10_000)
    }),
    ("phone form", |n, r| {
        format!("({}) {:03}-{:04}", 201 + r % 700, 200 + n % 800, r / 700 % 10_000)
    }),
    ("email", |n, r| {
        format!("{}{n}@example.org", WORDS[r as usize % WORDS.len()])
    }),
    ("address", |n, r| {
        format!("{} N {} St Apt {}", n % 9_999, WORDS[r as usize % WORDS.len()], n % 90)
    }),
    ("state", |_, r| ["WA", "OR", "NY", "TX"][r as usize % 4].to_owned()),
    ("zip", |_, r| format!("{:05}", r % 100_000)),
    ("imei", |_, r| format!("35{:013}", r % 10_000_000_000_000)),
    ("md5", |_, r| {
        format!("{:016x}{r:016x}", r.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }),
    ("plan", |_, r| {
        ["postpaid", "prepaid", "business"][r as usize % 3].to_owned()
    }),
    ("free text", |n, r| {
        format!(
            "{} asked about {} and the last bill of {n}",
            WORDS[r as usize % WORDS.len()],
            n % 7
        )
    }),
];

const WORDS: [&str; 12] = [
    "Maria",
    "Garcia",
    "O'Brien",
    "Seattle",
    "John",
    "Featherstone",
    "Smith",
    "Xiu",
    "Lopez-Diaz",
    "Oluwaseun",
    "Houston",
    "José",
];
