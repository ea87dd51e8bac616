//! How often it is found out what a column holds, on made-up tables whose columns are known.
//!
//! ```text
//! cargo run --release -p assay-sample --example kinds [-- TABLES [LABEL]]
//! ```
//!
//! Every table is drawn from a synthetic company: some of its columns in one or in mixed spellings, up to 60 %
//! of their cells empty, beside columns of everything else that tables of customers hold; 20 to 1,000 rows. It
//! is written as CSV and opened as any sample. Seeds below 1,000,000 were tuned to; those above were not.
//!
//! What *right* means:
//!
//! - Without a header, and below one that says nothing (`col1`): a column whose values have a form must get its
//!   kind. One whose values have none (account, licence, passport, username, all the rest) is right as
//!   `opaque` or as what it is, and wrong as anything else.
//! - Below a header that names the column, in any language: the column's kind, nothing else; what is of no use
//!   must be opaque.
//! - Below a header that names another column: the column's own kind. Where nobody could tell, the header may be
//!   believed: a known header of no use over values that look like other things too (names, cities, dates,
//!   bare digits, codes of states) makes them opaque; given names below `surname` and the like are right, as
//!   their words are hashed alike; bare digits and words may be the account, licence, passport or login that
//!   the header says; and what has no form may be whatever the header says and its values can be. A value with
//!   a form of its own must be told whatever the header says.
//!
//! *Accuses* counts the columns that pass for an identifier which they aren't: the worst that can happen.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // a measurement, not a part of the program

mod headers;
mod others;
mod tables;
mod values;

use std::collections::BTreeMap;

use headers::Naming;
use tables::{Judged, judge};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let tables: u64 = arguments.next().map_or(1_000, |text| text.parse().unwrap());
    let label = arguments.next();
    for (title, first) in [("seeds tuned to", 1), ("seeds nobody tuned to", 1_000_001)] {
        println!("{title}: {first} to {}", first + tables - 1);
        let mut wrong: BTreeMap<String, u64> = BTreeMap::new();
        for naming in NAMINGS {
            let mut shares = [[0u64; 3]; 4];
            for seed in first..first + tables {
                let size = (seed % 4) as usize;
                for judged in judge(seed, naming, SIZES[size]) {
                    shares[size][0] += 1;
                    shares[size][1] += u64::from(judged.is_right);
                    shares[size][2] += u64::from(judged.accuses());
                    if !judged.is_right && label.as_deref().is_none_or(|label| label == judged.label) {
                        *wrong.entry(confusion(naming, &judged)).or_default() += 1;
                    }
                }
            }
            print(naming, &shares);
        }
        let mut wrong: Vec<_> = wrong.into_iter().collect();
        wrong.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        for (what, count) in wrong.iter().take(MOST_LINES) {
            println!("{count:>8} {what}");
        }
        println!();
    }
}

fn print(naming: Naming, shares: &[[u64; 3]; 4]) {
    let sum = |at: usize| shares.iter().map(|counts| counts[at]).sum::<u64>();
    let percent = |part: u64, all: u64| 100.0 * part as f64 / all.max(1) as f64;
    let sizes: Vec<String> = SIZES
        .iter()
        .zip(shares)
        .map(|(rows, counts)| format!("{rows} rows {:.2} %", percent(counts[1], counts[0])))
        .collect();
    println!(
        "{:<12} {:.2} % of {} columns right ({}); {} accuse",
        format!("{naming:?}"),
        percent(sum(1), sum(0)),
        sum(0),
        sizes.join(", "),
        sum(2)
    );
}

fn confusion(naming: Naming, judged: &Judged) -> String {
    let under = judged.under.map_or(String::new(), |kind| format!(" below `{kind}`"));
    let name = match naming {
        Naming::None | Naming::Numbered => "headerless".to_owned(),
        named => format!("{named:?}").to_lowercase(),
    };
    let rows = if judged.rows <= 50 { "few" } else { "many" };
    format!(
        "{name:<10} {rows} rows: {}{under} taken for {}, is {}",
        judged.label, judged.found, judged.truth
    )
}

const NAMINGS: [Naming; 7] = [
    Naming::None,
    Naming::Numbered,
    Naming::English,
    Naming::Short,
    Naming::Foreign,
    Naming::Path,
    Naming::Misleading,
];
const SIZES: [usize; 4] = [20, 50, 200, 1_000];
const MOST_LINES: usize = 60;
