//! Frequencies as equal chances would give them.

use crate::random::Random;
use crate::special::{bisect, ln_gamma_kernel};

/// Draws sets of frequencies from their exact distribution given n draws and d distinct things, all equally likely.
///
/// Given n and d, that distribution is free of the number of things: all ways to give n draws to d things, none empty,
/// are equally likely. It is also the law of d zero-truncated Poisson counts given that they sum to n, for any rate, so
/// that the f_k are independent Poisson counts given Σ f_k = d and Σ k·f_k = n. All but two neighbouring f_k are drawn
/// freely, the two are solved for, and the set is kept with their probability (Arratia & DeSalvo 2016): the share kept
/// does not fall with d.
pub(super) struct EqualChances {
    draws: u64,
    distinct: u64,
    /// The fitted Poisson rate λ, and ln of d/(e^λ − 1).
    ln_rate: f64,
    ln_scale: f64,
    free: Vec<Cell>,
    /// The smaller k of the two that are solved for, with the expected f_k of both.
    solved: u64,
    means: [f64; 2],
    ln_most: f64,
}

struct Cell {
    times: u64,
    first: u64,
    /// P(f ≤ first + i), the last one 1.
    cumulative: Vec<f64>,
}

impl EqualChances {
    /// For 1 < d < n.
    pub(super) fn new(draws: u64, distinct: u64) -> Self {
        let mean = draws as f64 / distinct as f64;
        // The rate whose truncated Poisson law has this mean; any other would give the same sets, but keep fewer.
        let rate = bisect(0.0, mean, |rate| rate / -(-rate).exp_m1() < mean).max(f64::MIN_POSITIVE);
        let mut this = Self {
            draws,
            distinct,
            ln_rate: rate.ln(),
            ln_scale: (distinct as f64).ln() - rate.exp_m1().ln(),
            free: Vec::new(),
            solved: 1,
            means: [0.0; 2],
            ln_most: 0.0,
        };
        let mut means = Vec::new();
        for times in 1.. {
            let mean = this.ln_mean(times).exp();
            if times as f64 > rate && times > 2 && mean < NEVER {
                break;
            }
            means.push(mean);
        }
        let product = |at: &usize| means[*at] * means[*at + 1];
        let at = (0..means.len() - 1)
            .max_by(|a, b| product(a).total_cmp(&product(b)))
            .unwrap_or(0);
        this.solved = at as u64 + 1;
        this.means = [means[at], means[at + 1]];
        this.ln_most = this.means.iter().map(|mean| ln_poisson(mean.floor(), *mean)).sum();
        this.free = means
            .iter()
            .enumerate()
            .filter(|(i, _)| *i != at && *i != at + 1)
            .map(|(i, mean)| Cell::new(i as u64 + 1, *mean))
            .collect();
        this
    }

    /// ln of the expected number of things seen `times` times, d λᵏ / (k! (e^λ − 1)).
    fn ln_mean(&self, times: u64) -> f64 {
        let times = times as f64;
        self.ln_scale + times * self.ln_rate - ln_factorial(times)
    }

    /// ln of the probability of these frequencies, but for a constant.
    pub(super) fn ln_probability(&self, seen: impl Iterator<Item = (u64, u64)>) -> f64 {
        seen.map(|(times, things)| {
            let things = things as f64;
            things * self.ln_mean(times) - ln_factorial(things)
        })
        .sum()
    }

    /// Fills `cells` with a set of (k, f_k), f_k above 0, in no order; the number of sets that were tried.
    pub(super) fn draw(&self, random: &mut Random, cells: &mut Vec<(u64, u64)>) -> u64 {
        let mut tried = 0;
        loop {
            tried += 1;
            cells.clear();
            let (mut things, mut draws) = (0u64, 0u64);
            for cell in &self.free {
                let drawn = cell.draw(random.unit());
                things += drawn;
                draws += cell.times * drawn;
                if drawn > 0 {
                    cells.push((cell.times, drawn));
                }
            }
            let Some([fewer, more]) = self.solve(things, draws) else {
                continue;
            };
            let ln_chance =
                ln_poisson(fewer as f64, self.means[0]) + ln_poisson(more as f64, self.means[1]) - self.ln_most;
            if random.unit().ln() < ln_chance {
                for (times, drawn) in [(self.solved, fewer), (self.solved + 1, more)] {
                    if drawn > 0 {
                        cells.push((times, drawn));
                    }
                }
                return tried;
            }
        }
    }

    /// The two counts that complete `things` and `draws`, if both are at least 0.
    fn solve(&self, things: u64, draws: u64) -> Option<[u64; 2]> {
        let things = self.distinct.checked_sub(things)?;
        let draws = self.draws.checked_sub(draws)?;
        let more = draws.checked_sub(self.solved * things)?;
        Some([things.checked_sub(more)?, more])
    }
}

impl Cell {
    /// The Poisson law of a mean up to 10⁹, cut where what is left has no weight in a double.
    fn new(times: u64, mean: f64) -> Self {
        let reach = 9.0 * mean.sqrt() + 30.0;
        let (first, last) = ((mean - reach).max(0.0) as u64, (mean + reach) as u64);
        let mut sum = 0.0;
        let mut cumulative: Vec<f64> = (first..=last)
            .map(|count| {
                sum += ln_poisson(count as f64, mean).exp();
                sum
            })
            .collect();
        for share in &mut cumulative {
            *share /= sum;
        }
        Self {
            times,
            first,
            cumulative,
        }
    }

    fn draw(&self, unit: f64) -> u64 {
        let at = self.cumulative.partition_point(|share| *share <= unit);
        self.first + at.min(self.cumulative.len() - 1) as u64
    }
}

/// ln of k!, for k above 0. The kernel of Gamma(k, 1) at 1 is e⁻¹ / (k−1)!.
fn ln_factorial(k: f64) -> f64 {
    k.ln() - ln_gamma_kernel(k, 1.0) - 1.0
}

/// ln P(X = `count`) for X Poisson with `mean` above 0.
fn ln_poisson(count: f64, mean: f64) -> f64 {
    if count == 0.0 {
        -mean
    } else {
        // The kernel of Gamma(k, 1) is xᵏ e⁻ˣ / (k−1)!.
        ln_gamma_kernel(count, mean) - count.ln()
    }
}

/// A set with a thing seen so often has less than this probability, and is never drawn.
const NEVER: f64 = 1e-18;
