//! How often intervals hold the truth: `cargo run --release -p assay-estimate --example calibration`.
//!
//! Sums over everything that can be observed where that is finite, simulates otherwise, prints Markdown, and fails if a
//! promise is broken. `--runs N` a simulated setting (10,000), `--seed S`, `--write FILE` to write there instead.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)] // a program of its own, on its own inputs
#![allow(unreachable_pub)] // modules shared with the tests

mod assumptions;
mod counts;
mod draw;
mod enumerate;
mod finite;
mod means;
mod prevalence;
mod rates;
mod sequence;
mod table;

use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::PathBuf;
use std::process::ExitCode;

use table::Report;

struct Options {
    runs: u64,
    seed: u64,
    fresh: u64,
    write: Option<PathBuf>,
}

impl Options {
    fn from_arguments() -> Result<Self, String> {
        // Nobody can tune to a seed that does not exist yet.
        let fresh = RandomState::new().build_hasher().finish() >> 32;
        let mut options = Self {
            runs: 10_000,
            seed: 1,
            fresh,
            write: None,
        };
        let mut arguments = std::env::args().skip(1);
        while let Some(name) = arguments.next() {
            let value = arguments.next().ok_or(format!("{name} needs a value"))?;
            let number = || {
                value
                    .parse()
                    .map_err(|_| format!("{name} must be a whole number, found {value}"))
            };
            match name.as_str() {
                "--runs" => options.runs = number()?,
                "--seed" => options.seed = number()?,
                "--fresh-seed" => options.fresh = number()?,
                "--write" => options.write = Some(value.into()),
                _ => {
                    return Err(format!(
                        "expected --runs, --seed, --fresh-seed or --write, found {name}"
                    ));
                }
            }
        }
        if options.runs == 0 {
            return Err("--runs must be at least 1".to_owned());
        }
        Ok(options)
    }
}

fn main() -> ExitCode {
    let options = match Options::from_arguments() {
        Ok(options) => options,
        Err(problem) => {
            eprintln!("error: {problem}");
            return ExitCode::from(2);
        }
    };
    let mut report = Report::new(1e-5);
    let started = std::time::Instant::now();
    let mut step = |name: &str, work: &mut dyn FnMut(&mut Report)| {
        work(&mut report);
        eprintln!("{:>6.1} s  {name}", started.elapsed().as_secs_f64());
    };
    step("rates", &mut rates::grid);
    let trials = [20, 30, 60, 75, 85, 100, 150, 200, 300, 500, 1_000, 3_000, 10_000];
    step("every rate", &mut |report| rates::every_rate(report, &trials));
    step("no hits", &mut rates::zero_hits);
    step("accuracy known", &mut |report| {
        prevalence::known(report, &prevalence::TESTED)
    });
    step("own share", &mut finite::own_share);
    step("marked", &mut finite::marked);
    step("population", &mut finite::population);
    step("every look", &mut |report| {
        sequence::table(report, &[20, 100, 1_000, 10_000])
    });
    step("means", &mut means::table);
    step("two samples", &mut counts::two_samples);
    for seed in [options.seed, options.fresh] {
        let runs = options.runs;
        let tested = [20, 100, 1_000, 10_000];
        step("accuracy measured", &mut |report| {
            prevalence::measured(report, &tested, runs, seed)
        });
        step("several samples", &mut |report| {
            counts::several_samples(report, runs, seed)
        });
        step("repeats", &mut |report| counts::repeats(report, runs, seed));
        step("serial numbers", &mut |report| counts::serials(report, runs, seed));
        // The checks draw thousands of sets themselves.
        step("assumptions", &mut |report| {
            assumptions::table(report, runs.div_ceil(10), seed)
        });
    }

    let text = page(&options, &report);
    match &options.write {
        None => println!("{text}"),
        Some(path) => {
            if let Err(error) = std::fs::write(path, text) {
                eprintln!("error: {}: {error}", path.display());
                return ExitCode::FAILURE;
            }
        }
    }
    if report.problems.is_empty() {
        return ExitCode::SUCCESS;
    }
    eprintln!(
        "error: {} promises broken:\n{}",
        report.problems.len(),
        report.problems.join("\n")
    );
    ExitCode::FAILURE
}

fn page(options: &Options, report: &Report) -> String {
    let Options { runs, seed, fresh, .. } = options;
    let verdict = match report.problems.len() {
        0 => "No promise was broken.".to_owned(),
        broken => format!(
            "**{broken} promises were broken**:\n\n- {}",
            report.problems.join("\n- ")
        ),
    };
    format!(
        "# Calibration\n\n\
         How often the intervals of `assay-estimate` hold the truth, at the nominal level 0.95. This page is written by\n\n\
         ```\ncargo run --release -p assay-estimate --example calibration -- --runs {runs} --seed {seed} --fresh-seed {fresh} --write docs/calibration.md\n```\n\n\
         The second seed was drawn by the program when the page was written, so that nobody tuned to it.\n\n\
         A cell is the coverage, in brackets the mean width. *Exact* intervals must cover at least 0.945 everywhere.\n\
         *Approximate* ones have a condition on the data; where it is not met the tool says so and prints an exact interval in\n\
         their place. They must cover 0.935 to 0.965 where the condition is met with probability 0.99 (widths and coverages are\n\
         then those of what is printed), what is printed must cover 0.935 everywhere, and \"says so\" alone stands where the\n\
         condition is met with a probability below 0.01. A simulated coverage breaks a promise if it would do so by chance with\n\
         a probability below 10⁻⁵.\n\n\
         {verdict}\n\n{}{}",
        report.summary(),
        report.text
    )
}
