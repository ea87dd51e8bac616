//! How often the verdict is right: listings of every kind and size, of known truth, against a company of a million.
//!
//! `cargo run --release -p assay-verify --example listings -- --seed 1 --fresh-seed 2 --write listings.md`
//! makes the tables of that page; without `--fresh-seed` the second seed is drawn from the system's random source. The exit
//! status is 1 if something did not hold.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]

mod cases;
mod index;
mod judge;
mod table;
mod world;

use std::fmt::Write;
use std::time::Instant;

use cases::SIZES;
use judge::{Outcome, judge};
use world::{Quality, World};

struct Args {
    seed: u64,
    fresh: u64,
    records: u64,
    draws: u64,
    /// Largest listing.
    most: u64,
    only: Option<String>,
    write: Option<String>,
}

fn main() {
    let args = args();
    let mut page = String::new();
    let mut fine = true;
    for (n, seed) in [args.seed, args.fresh].into_iter().enumerate() {
        for quality in Quality::ALL {
            let name = format!("{quality:?}").to_lowercase();
            if args
                .only
                .as_ref()
                .is_some_and(|only| !only.split(',').any(|one| one == name))
            {
                continue;
            }
            let title = match n {
                0 => format!("## Seed {seed}: {}", quality.words()),
                _ => format!("## Seed {seed}, which nobody tuned to: {}", quality.words()),
            };
            let (section, holds) = section(&args, seed, quality);
            fine &= holds;
            println!("{title}\n\n{section}");
            let _ = writeln!(page, "{title}\n\n{section}");
        }
    }
    if let Some(path) = &args.write {
        let head = HEAD
            .replace("{seed}", &args.seed.to_string())
            .replace("{fresh}", &args.fresh.to_string());
        std::fs::write(path, format!("{head}{}\n", page.trim_end())).unwrap();
    }
    println!(
        "{}",
        if fine {
            "All of it holds."
        } else {
            "NOT all of it holds."
        }
    );
    std::process::exit(i32::from(!fine));
}

fn section(args: &Args, seed: u64, quality: Quality) -> (String, bool) {
    let folder = tempfile::tempdir().unwrap();
    let start = Instant::now();
    let world = World::new(folder.path(), seed, args.records, quality);
    eprintln!("{quality:?}, seed {seed}: indexes in {:.0?}", start.elapsed());
    let sizes: Vec<u64> = SIZES.into_iter().filter(|rows| *rows <= args.most).collect();
    let run =
        |cases: Vec<cases::Case>| -> Vec<Outcome> { cases.iter().map(|case| judge(&world, case, quality)).collect() };
    let outcomes = run(cases::cases(seed, quality, &sizes));
    let draws = match quality {
        Quality::Whole => run(cases::draws(seed, quality, args.draws)),
        _ => Vec::new(),
    };
    eprintln!(
        "{quality:?}, seed {seed}: {} listings in {:.0?}",
        outcomes.len() + draws.len(),
        start.elapsed()
    );
    let mut text = table::confusion(&outcomes);
    let mut fine = true;
    text.push('\n');
    for (holds, check) in table::checks(&outcomes, &draws, quality == Quality::Whole) {
        fine &= holds;
        let _ = writeln!(text, "- {}{check}", if holds { "" } else { "**BROKEN** " });
    }
    for outcome in outcomes.iter().chain(&draws) {
        for broken in &outcome.broken {
            let _ = writeln!(text, "- **BROKEN** {broken}");
        }
    }
    let wrong = |outcome: &&Outcome| !outcome.right && outcome.rows >= table::LARGE && quality == Quality::Whole;
    for outcome in outcomes.iter().filter(wrong) {
        let _ = writeln!(text, "- not right: {}", outcome.says);
    }
    (text, fine)
}

fn args() -> Args {
    let mut fresh = [0u8; 4];
    getrandom::fill(&mut fresh).unwrap();
    let mut args = Args {
        seed: 1,
        fresh: u64::from(u32::from_le_bytes(fresh)),
        records: 1_000_000,
        draws: 200,
        most: u64::MAX,
        only: None,
        write: None,
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().unwrap_or_else(|| panic!("{word} needs a value"));
        let number = || value.parse::<u64>().unwrap_or_else(|_| panic!("{word} needs a number"));
        match word.as_str() {
            "--seed" => args.seed = number(),
            "--fresh-seed" => args.fresh = number(),
            "--records" => args.records = number(),
            "--draws" => args.draws = number(),
            "--most" => args.most = number(),
            "--only" => args.only = Some(value),
            "--write" => args.write = Some(value),
            _ => panic!("{word} is not known"),
        }
    }
    args
}

const HEAD: &str = "\
# How often the verdict is right

Written by `cargo run --release -p assay-verify --example listings -- --seed {seed} --fresh-seed {fresh} --write
docs/listings.md`. The second seed was drawn by the program; nobody tuned to it.

24 kinds of listings of known truth (`assay synth listing`), each in 18 sizes from 20 to 100,000 rows, are tested against a
synthetic company of 1,000,000 customers, with an index of an older leak and of another company (200,000 people each, of whom
a quarter are customers; of the other companies none, a quarter or half), and a stated population of which any list of real
people matches at 30 %. Outdated listings are tested against five snapshots. Counts are listings of 200 rows or more, in
brackets smaller ones. *Right* is what the listing's truth allows (`Expected` in crates/synth): `undecided` is right for a
large listing only where the rows themselves can't tell. Real data will be harder than synthetic data: these tables show that
the rule does what it says, and where it stays silent.

What must never happen, at any size: `verified` for a fabricated or recycled listing, `theirs: yes` for another company's
customers or a voter file, `fabricated` for real rows, `recycled` or `not theirs` for the company's own.

With a degraded index nothing is promised but that: right verdicts are counted and not asked for.

";
