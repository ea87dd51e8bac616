//! Whether the permutation null is honest: samples stitched from a company's real values, so that every number hits and what
//! links them is chance alone.
//!
//! `cargo run --release -p assay-verify --example null_honesty -- 1000` prints for 1,000 samples how often p ≤ α, and, where a
//! shuffled link hits in one of ten rows, how the randomised p-values are spread. The exit status is 1 if something does not
//! hold. A smaller run is among the tests.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

#[path = "../tests/support/mod.rs"]
mod support;

use assay_estimate::{Random, pearson_fit};
use support::stitched::{Names, World};

fn main() {
    let samples: u64 = std::env::args().nth(1).map_or(1_000, |word| word.parse().unwrap());
    let seed: u64 = std::env::args().nth(2).map_or(7, |word| word.parse().unwrap());
    let mut fine = true;
    for names in [Names::Many, Names::Few] {
        let world = World::new(names);
        let mut random = Random::new(seed);
        let (mut at_most, mut deciles) = ([0u64; 3], [0u64; 10]);
        let (mut rate, mut tests) = (0.0, 0u64);
        for sample in 0..samples {
            let Some(null) = world.null(seed, sample) else { continue };
            let test = null.genuine.test;
            for (count, alpha) in at_most.iter_mut().zip(ALPHAS) {
                *count += u64::from(test.p_value() <= alpha);
            }
            deciles[((test.randomised(random.unit()) * 10.0) as usize).min(9)] += 1;
            rate += null.genuine.mean / null.rows as f64;
            tests += 1;
        }
        let n = tests as f64;
        println!(
            "{names:?} names: {tests} stitched samples, seed {seed}; shuffled rows graded genuine: {:.2} %",
            100.0 * rate / n
        );
        for (count, alpha) in at_most.iter().zip(ALPHAS) {
            let (found, error) = (*count as f64 / n, (alpha * (1.0 - alpha) / n).sqrt());
            let holds = found <= alpha + 3.0 * error;
            fine &= holds && tests == samples;
            println!(
                "  P(p <= {alpha}) = {found:.4}, at most {:.4}: {}",
                alpha + 3.0 * error,
                said(holds)
            );
        }
        let fit = pearson_fit(&deciles, &[1.0; 10]).unwrap();
        let holds = names == Names::Many || fit.p_value > 0.01;
        fine &= holds;
        println!(
            "  deciles of randomised p: {deciles:?}, chi-squared p = {:.3}: {}",
            fit.p_value,
            said(holds)
        );
    }
    std::process::exit(i32::from(!fine));
}

fn said(holds: bool) -> &'static str {
    if holds { "holds" } else { "BROKEN" }
}

const ALPHAS: [f64; 3] = [0.01, 0.05, 0.1];
