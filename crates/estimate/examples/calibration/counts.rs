//! How many there are: from two samples, from several, from repeats, from serial numbers.

use assay_estimate::*;
use rand::RngExt;
use rand_pcg::Pcg64;
use rayon::prelude::*;

use crate::draw::generator;
use crate::enumerate::{Masses, binomial, hypergeometric};
use crate::table::{Cell, Column, LEVEL, Promise, Report, Row};

/// An interval of a count, and whether it is the one asked for.
#[derive(Debug, Clone, Copy)]
pub struct Count {
    pub interval: CountInterval,
    pub met: bool,
}

impl Count {
    /// The textbook interval unless its condition is unmet.
    pub fn or(textbook: CaptureEstimate, exact: CountInterval) -> Self {
        let met = textbook.unmet.is_none();
        let interval = if met { textbook.estimate.interval } else { exact };
        Self { interval, met }
    }

    pub fn exact(interval: CountInterval) -> Self {
        Self { interval, met: true }
    }

    pub fn at_least(low: f64) -> Self {
        Self::exact(CountInterval { low, high: None })
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    weight: f64,
    met: f64,
    covered: f64,
    width: f64,
}

impl Sum {
    fn add(&mut self, weight: f64, count: Count, truth: f64) {
        self.weight += weight;
        if count.met {
            self.met += weight;
        }
        if count.interval.contains(truth) {
            self.covered += weight;
        }
        self.width += weight
            * count
                .interval
                .high
                .map_or(f64::INFINITY, |high| high - count.interval.low);
    }

    fn cell(self, runs: Option<u64>) -> Cell {
        let width = self.width / self.weight;
        Cell {
            met: self.met / self.weight,
            coverage: self.covered / self.weight,
            width: width.is_finite().then_some(width),
            runs,
        }
    }
}

fn enumerated(masses: &Masses, truth: u64, count: impl Fn(u64) -> Count) -> Cell {
    let mut sum = Sum::default();
    for (seen, mass) in masses.iter() {
        sum.add(mass, count(seen), truth as f64);
    }
    sum.cell(None)
}

fn exact(estimator: &'static str) -> Column {
    Column {
        estimator,
        promise: Promise::Exact,
    }
}

fn approximate(estimator: &'static str) -> Column {
    Column {
        estimator,
        promise: Promise::Approximate,
    }
}

fn at_least(estimator: &'static str) -> Column {
    Column {
        estimator,
        promise: Promise::AtLeast,
    }
}

/// Two samples of one listing.
pub fn two_samples(report: &mut Report) {
    let mut settings = Vec::new();
    for (things, shares) in [
        (100u64, [0.1, 0.3, 0.9]),
        (1_000, [0.05, 0.3, 0.7]),
        (10_000, [0.01, 0.16, 0.5]),
        (1_000_000, [0.001, 0.015, 0.03]),
        (1_000_000, [0.05, 0.09, 0.5]),
    ] {
        for first in shares {
            settings.extend(shares.map(|second| (things, first, second)));
        }
    }
    let rows: Vec<Row> = settings
        .par_iter()
        .map(|&(things, first, second)| {
            let size = |share: f64| (share * things as f64).round() as u64;
            let (first, second) = (size(first), size(second));
            let without = hypergeometric(things, first, second);
            let with = binomial(second, first as f64 / things as f64);
            let samples = |both| TwoSamples::new(first, second, both).unwrap();
            let sure = |both| two_samples_exact(samples(both), LEVEL).unwrap();
            let draws = |found| bailey_exact(first, second, found, LEVEL).unwrap();
            let cells = vec![
                enumerated(&without, things, |both| {
                    Count::or(lincoln_petersen(samples(both), LEVEL), sure(both))
                }),
                enumerated(&without, things, |both| {
                    Count::or(chapman(samples(both), LEVEL), sure(both))
                }),
                enumerated(&without, things, |both| Count::exact(sure(both))),
                enumerated(
                    &without,
                    things,
                    |both| Count::at_least(samples(both).distinct() as f64),
                ),
                enumerated(&with, things, |found| {
                    Count::or(bailey(first, second, found, LEVEL).unwrap(), draws(found))
                }),
                enumerated(&with, things, |found| Count::exact(draws(found))),
            ];
            Row {
                setting: [things, first, second].map(|count| count.to_string()).to_vec(),
                cells: cells.into_iter().map(Some).collect(),
            }
        })
        .collect();
    report.table(
        "How many, from two samples",
        "Estimand: the things in the listing. The recaptures are hypergeometric, for Bailey binomial: his second sample is \
         drawn with replacement (exact enumeration). No width where the upper end is open in some outcome.",
        &["things", "first", "second"],
        &[
            approximate("Lincoln–Petersen"),
            approximate("Chapman"),
            exact("two samples, exact"),
            exact("distinct things, lower only"),
            approximate("Bailey"),
            exact("Bailey, exact"),
        ],
        &rows,
    );
}

/// `number` different ones of 0..things, in no order; `deck` holds 0..things in any order and stays so.
fn shuffled<'a>(deck: &'a mut [u32], number: usize, random: &mut Pcg64) -> &'a [u32] {
    for at in 0..number {
        let other = random.random_range(at..deck.len());
        deck.swap(at, other);
    }
    &deck[..number]
}

/// Several samples of one listing.
pub fn several_samples(report: &mut Report, runs: u64, seed: u64) {
    let settings: [(u32, &[usize]); 6] = [
        (200, &[20, 20, 20]),
        (200, &[100, 60, 100]),
        (1_000, &[50, 50, 50, 50, 50, 50]),
        (1_000, &[300, 200, 100, 50]),
        (5_000, &[100, 100, 100, 100, 100, 100, 100, 100, 100, 100]),
        (5_000, &[1_000, 1_000, 1_000]),
    ];
    let rows: Vec<Row> = settings
        .par_iter()
        .enumerate()
        .map(|(number, (things, sizes))| {
            let mut random = generator(seed, number as u64);
            let mut deck: Vec<u32> = (0..*things).collect();
            let mut sums = [Sum::default(); 4];
            for _ in 0..runs {
                let mut known = vec![false; *things as usize];
                let mut recaptured = Vec::new();
                for size in *sizes {
                    let drawn = shuffled(&mut deck, *size, &mut random);
                    recaptured.push(drawn.iter().filter(|thing| known[**thing as usize]).count() as u64);
                    drawn.iter().for_each(|thing| known[*thing as usize] = true);
                }
                let caught: Vec<u64> = sizes.iter().map(|size| *size as u64).collect();
                let samples = Recaptures::from_samples(&caught, &recaptured).unwrap();
                let sure = darroch(&samples, LEVEL).unwrap().interval;
                let counts = [
                    Count::exact(schnabel(&samples, LEVEL).estimate.interval),
                    Count::exact(schnabel_chapman(&samples, LEVEL).estimate.interval),
                    Count::or(schumacher_eschmeyer(&samples, LEVEL), sure),
                    Count::exact(sure),
                ];
                for (sum, count) in sums.iter_mut().zip(counts) {
                    sum.add(1.0, count, f64::from(*things));
                }
            }
            let sizes: Vec<String> = sizes.iter().map(ToString::to_string).collect();
            Row {
                setting: vec![things.to_string(), sizes.join(" ")],
                cells: sums.iter().map(|sum| Some(sum.cell(Some(runs)))).collect(),
            }
        })
        .collect();
    report.table(
        "How many, from several samples",
        &format!(
            "Estimand: the things in the listing. Every sample is drawn without replacement, the listing is whole again for \
             the next ({runs} runs a setting, seed {seed})."
        ),
        &["things", "samples"],
        &[
            exact("Schnabel"),
            exact("Schnabel, Chapman's variant"),
            approximate("Schumacher–Eschmeyer"),
            exact("Darroch"),
        ],
        &rows,
    );
}

/// Repeats in one sample, drawn with replacement.
pub fn repeats(report: &mut Report, runs: u64, seed: u64) {
    let settings = [
        (100u32, 50u64),
        (100, 300),
        (1_000, 200),
        (1_000, 1_000),
        (1_000, 3_000),
        (10_000, 500),
        (10_000, 5_000),
        (10_000, 10_000),
        (100_000, 20_000),
        (100_000, 2_000),
    ];
    let rows: Vec<Row> = settings
        .par_iter()
        .enumerate()
        .map(|(number, &(things, draws))| {
            let mut random = generator(seed, number as u64);
            let mut sums = [Sum::default(); 8];
            let mut times = vec![0u64; things as usize];
            for _ in 0..runs {
                times.fill(0);
                for _ in 0..draws {
                    times[random.random_range(0..things) as usize] += 1;
                }
                let seen = Frequencies::from_counts(times.iter().copied()).unwrap();
                let pairs = seen.iter().map(|(k, count)| k * (k - 1) / 2 * count).sum();
                let sure = occupancy(draws, seen.distinct(), LEVEL).unwrap().interval;
                let says_so = Count {
                    interval: sure,
                    met: false,
                };
                let bound = |method: UnseenMethod, bound: Result<LowerBound, Error>| match bound {
                    Ok(bound) if method.condition(&seen, LEVEL).is_ok() => Count::at_least(bound.interval.low),
                    _ => says_so,
                };
                let estimate = |method: UnseenMethod, count: Result<CountEstimate, Error>| match count {
                    Ok(count) if method.condition(&seen, LEVEL).is_ok() => Count::exact(count.interval),
                    _ => says_so,
                };
                let counts = [
                    Count::or(birthday(draws, pairs, LEVEL).unwrap(), sure),
                    Count::exact(sure),
                    bound(UnseenMethod::Chao1, chao_lower_bound(&seen, LEVEL)),
                    bound(UnseenMethod::Chao1, chao1_bias_corrected(&seen, LEVEL)),
                    bound(UnseenMethod::Chao1, chao1_small_sample(&seen, LEVEL)),
                    bound(UnseenMethod::ImprovedChao1, ichao1(&seen, LEVEL)),
                    estimate(UnseenMethod::Ace, ace(&seen, LEVEL)),
                    estimate(UnseenMethod::Zelterman, zelterman(&seen, LEVEL)),
                ];
                for (sum, count) in sums.iter_mut().zip(counts) {
                    sum.add(1.0, count, f64::from(things));
                }
            }
            Row {
                setting: vec![things.to_string(), draws.to_string()],
                cells: sums.iter().map(|sum| Some(sum.cell(Some(runs)))).collect(),
            }
        })
        .collect();
    report.table(
        "How many, from repeats in one sample",
        &format!(
            "Estimand: the things in the listing, each as likely as the others at every draw ({runs} runs a setting, seed \
             {seed}). Lower bounds are tested as lower bounds: the lower end of their interval is at most the truth."
        ),
        &["things", "draws"],
        &[
            at_least("birthday"),
            exact("occupancy"),
            at_least("Chao, lower only"),
            at_least("Chao1 bias-corrected, lower only"),
            at_least("Chao1 small-sample, lower only"),
            at_least("iChao1, lower only"),
            approximate("ACE"),
            approximate("Zelterman"),
        ],
        &rows,
    );
}

/// Serial numbers.
pub fn serials(report: &mut Report, runs: u64, seed: u64) {
    let settings = [
        (50u32, 2usize),
        (50, 10),
        (50, 45),
        (1_000, 5),
        (1_000, 100),
        (100_000, 30),
        (100_000, 1_000),
    ];
    let rows: Vec<Row> = settings
        .par_iter()
        .enumerate()
        .map(|(number, &(issued, seen))| {
            let mut random = generator(seed, number as u64);
            let mut deck: Vec<u32> = (1..=issued).collect();
            let mut sums = [Sum::default(); 3];
            for _ in 0..runs {
                let drawn = shuffled(&mut deck, seen, &mut random);
                let ends = (drawn.iter().min().unwrap(), drawn.iter().max().unwrap());
                let (first, last, seen) = (u64::from(*ends.0), u64::from(*ends.1), seen as u64);
                let counts = [
                    german_tank(last, seen, LEVEL).unwrap(),
                    serial_range(last - first, seen, LEVEL).unwrap(),
                    highest_serial(first, last, seen, LEVEL).unwrap(),
                ];
                for (sum, count) in sums.iter_mut().zip(counts) {
                    sum.add(1.0, Count::exact(count.interval), f64::from(issued));
                }
            }
            Row {
                setting: vec![issued.to_string(), seen.to_string()],
                cells: sums.iter().map(|sum| Some(sum.cell(Some(runs)))).collect(),
            }
        })
        .collect();
    report.table(
        "How many, from serial numbers",
        &format!(
            "Estimand: the numbers issued, 1 to N without a gap; some are seen, drawn without replacement ({runs} runs a \
             setting, seed {seed}). The range does not use that they begin at 1."
        ),
        &["issued", "seen"],
        &[exact("German tank"), exact("serial range"), exact("highest serial")],
        &rows,
    );
}
