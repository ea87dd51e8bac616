//! Columns are told apart: a small run of the example `kinds`, whose text says what counts as right.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

#[path = "../examples/kinds/headers.rs"]
mod headers;
#[path = "../examples/kinds/others.rs"]
mod others;
#[path = "../examples/kinds/tables.rs"]
mod tables;
#[path = "../examples/kinds/values.rs"]
mod values;

use headers::Naming;
use tables::judge;

/// Right columns of all, and those that pass for an identifier which they aren't.
fn count(namings: &[Naming], first: u64) -> (u64, u64, u64) {
    let (mut all, mut right, mut accusing) = (0, 0, 0);
    for naming in namings {
        for seed in first..first + TABLES {
            for judged in judge(seed, *naming, SIZES[(seed % 4) as usize]) {
                all += 1;
                right += u64::from(judged.is_right);
                accusing += u64::from(judged.accuses());
                if !judged.is_right {
                    println!(
                        "{naming:?}, seed {seed}, {} rows: {} below {:?} is {}, taken for {}",
                        judged.rows, judged.label, judged.under, judged.truth, judged.found
                    );
                }
            }
        }
    }
    (all, right, accusing)
}

fn check(namings: &[Naming], least: f64) {
    for first in [1, 1_000_001] {
        let (all, right, accusing) = count(namings, first);
        let share = right as f64 / all as f64;
        assert!(share >= least, "{namings:?} from seed {first}: {right} of {all}");
        assert!(
            accusing * 250 <= all,
            "{namings:?} from seed {first}: {accusing} of {all} accuse"
        );
    }
}

#[test]
fn headerless_columns_are_told_apart() {
    check(&[Naming::None, Naming::Numbered], 0.99);
}

#[test]
fn headers_of_any_language_and_misleading_ones_are_heeded_and_not_believed() {
    check(&[Naming::English, Naming::Short, Naming::Foreign, Naming::Path], 0.99);
    check(&[Naming::Misleading], 0.98);
}

const TABLES: u64 = 60;
const SIZES: [usize; 4] = [20, 50, 100, 300];
