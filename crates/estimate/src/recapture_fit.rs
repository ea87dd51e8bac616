//! Whether several samples agree on one size of their listing.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::hypergeometric::mass;
use crate::random::Random;
use crate::repeats::{Design, most_likely};
use crate::special::chi_squared_survival;
use crate::{Error, Occasion, Recaptures, permutation_p_value};

/// The result of [`recapture_fit`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RecaptureFit {
    /// Σ (m_t − e_t)² / v_t over the samples (groups of samples for [`FitMethod::ChiSquared`]), with e_t = n_t M_t / N and
    /// v_t the mean and variance of the hypergeometric distribution at the most likely N.
    pub statistic: f64,
    /// How many comparisons went into it, less one for N. 0: there was nothing to compare, and the p-value says nothing.
    pub degrees: u64,
    /// P(a statistic at least as large) if one N fits all samples.
    pub p_value: f64,
    /// How the p-value was found.
    pub method: FitMethod,
}

/// How [`recapture_fit`] found its p-value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FitMethod {
    /// From 9,999 draws of the recaptures given their sum, whose distribution then holds no unknown N.
    Conditional,
    /// From the chi-squared distribution, for more than 1,000 recaptures, or more than 200,000 recaptures times samples.
    ChiSquared,
}

/// Tests that the recaptures of three or more samples fit one N.
///
/// Under the assumptions of [`darroch`](crate::darroch) the sum of all recaptures holds everything that the samples say of
/// N (Darroch 1958); given that sum, how it splits between the samples has a known distribution. Up to 1,000 recaptures
/// the p-value comes from that distribution, by 9,999 draws from a generator whose fixed seed makes it a function of the
/// counts; its size is at most its level, but for the error of the draws (0.002 at 0.05). Above, neighbouring samples are
/// pooled until each group's variance is 25 or more, and the chi-squared distribution is used: 10,000 simulated listings
/// of each of seven designs were rejected at 0.05 with frequencies of 0.046 to 0.051; an eighth, four samples of nine
/// tenths of the listing, never, as there was too little variance to compare.
///
/// A small p-value means that no N fits: things are not equally likely to be caught, pages overlap, the seller avoids
/// what he has shown, or the listing changed. A large one means little: it is blind to whatever bends all samples alike
/// (a seller who shows every sample from the same tenth of the listing fits a tenth of N perfectly), to everything if
/// there are two samples, and without power where recaptures are few.
///
/// # Errors
/// [`Error::TableShape`] for fewer than three samples that are not empty; [`Error::NumberOutOfRange`] if marks were lost.
pub fn recapture_fit(samples: &Recaptures) -> Result<RecaptureFit, Error> {
    let sizes = samples.sizes()?;
    if sizes.len() < 3 {
        return Err(Error::TableShape {
            expected: "of three or more samples that are not empty",
            found: format!("{}", sizes.len()),
        });
    }
    let recaptured = samples.recaptured();
    let informative: Vec<Occasion> = samples
        .occasions()
        .iter()
        .copied()
        .filter(|occasion| occasion.caught > 0 && occasion.marked > 0)
        .collect();
    let population = most_likely(&Design::Samples(&sizes), samples.distinct());
    let Some(population) = population.filter(|population| *population <= LARGEST_POPULATION) else {
        return Ok(RecaptureFit {
            statistic: 0.0,
            degrees: 0,
            p_value: 1.0,
            method: FitMethod::Conditional,
        });
    };
    let population = (population.round() as u64).max(samples.distinct());
    if recaptured <= MOST_RECAPTURES && recaptured.saturating_mul(informative.len() as u64) <= MOST_CELLS {
        conditional(&informative, population, recaptured)
    } else {
        Ok(chi_squared(&informative, population))
    }
}

fn conditional(occasions: &[Occasion], population: u64, recaptured: u64) -> Result<RecaptureFit, Error> {
    let term = |occasion: &Occasion| {
        let (mean, variance) = moments(occasion, population);
        if variance > 0.0 {
            (occasion.recaptured as f64 - mean).powi(2) / variance
        } else {
            0.0
        }
    };
    let statistic = occasions.iter().map(term).sum::<f64>();
    let mut splits = Splits::new(occasions, population, recaptured);
    let mut random = Random::new(SEED);
    let mut exceeding = 0;
    for _ in 0..DRAWS {
        let drawn = splits.draw(&mut random, term);
        // Ties count, whatever the order of summation did to their last digits.
        exceeding += u64::from(drawn >= statistic * (1.0 - 1e-9));
    }
    Ok(RecaptureFit {
        statistic,
        degrees: occasions.len() as u64 - 1,
        p_value: permutation_p_value(exceeding, DRAWS)?,
        method: FitMethod::Conditional,
    })
}

fn chi_squared(occasions: &[Occasion], population: u64) -> RecaptureFit {
    // (Σ (m − e), Σ v) of each group.
    let mut groups: Vec<(f64, f64)> = Vec::new();
    let mut open = (0.0, 0.0);
    for occasion in occasions {
        let (mean, variance) = moments(occasion, population);
        open.0 += occasion.recaptured as f64 - mean;
        open.1 += variance;
        if open.1 >= SMALLEST_VARIANCE {
            groups.push(std::mem::take(&mut open));
        }
    }
    if let Some(last) = groups.last_mut() {
        last.0 += open.0;
        last.1 += open.1;
    }
    let degrees = (groups.len() as u64).saturating_sub(1);
    let statistic = groups.iter().map(|(excess, variance)| excess * excess / variance).sum();
    RecaptureFit {
        statistic,
        degrees,
        p_value: if degrees == 0 {
            1.0
        } else {
            chi_squared_survival(degrees as f64, statistic)
        },
        method: FitMethod::ChiSquared,
    }
}

/// Mean and variance of the recaptures of one sample.
fn moments(occasion: &Occasion, population: u64) -> (f64, f64) {
    let (caught, total) = (occasion.caught as f64, population as f64);
    let share = occasion.marked as f64 / total;
    let mean = caught * share;
    let left = if total > 1.0 {
        (total - caught) / (total - 1.0)
    } else {
        0.0
    };
    (mean, mean * (1.0 - share) * left)
}

/// The distribution of the recaptures of each sample, given their sum.
struct Splits<'a> {
    occasions: &'a [Occasion],
    population: u64,
    recaptured: u64,
    /// `ways[t][r]`: P(the samples from t on bring the sum to the one seen, given r before t), up to a common factor.
    ways: Vec<Vec<f64>>,
    rows: HashMap<(usize, u64), Row>,
}

/// Cumulative weights of so many recaptures from `first` on.
struct Row {
    first: u64,
    cumulative: Vec<f64>,
}

impl<'a> Splits<'a> {
    fn new(occasions: &'a [Occasion], population: u64, recaptured: u64) -> Self {
        let mut splits = Self {
            occasions,
            population,
            recaptured,
            ways: vec![Vec::new(); occasions.len() + 1],
            rows: HashMap::new(),
        };
        let mut last = vec![0.0; recaptured as usize + 1];
        last[recaptured as usize] = 1.0;
        splits.ways[occasions.len()] = last;
        for t in (0..occasions.len()).rev() {
            let mut ways: Vec<f64> = (0..=recaptured)
                .map(|before| splits.row(t, before).cumulative.last().copied().unwrap_or(0.0))
                .collect();
            // Only ratios matter, and a long product would vanish.
            let largest = ways.iter().copied().fold(0.0, f64::max);
            if largest > 0.0 {
                ways.iter_mut().for_each(|way| *way /= largest);
            }
            splits.ways[t] = ways;
        }
        splits
    }

    /// Known before sample t if `before` were recaptured until then: what was not recaptured was new.
    fn marked(&self, t: usize, before: u64) -> Option<u64> {
        let seen: u64 = self.occasions[..t].iter().map(|occasion| occasion.recaptured).sum();
        (self.occasions[t].marked + seen).checked_sub(before)
    }

    fn row(&self, t: usize, before: u64) -> Row {
        let none = Row {
            first: 0,
            cumulative: Vec::new(),
        };
        let caught = self.occasions[t].caught;
        let Some(marked) = self.marked(t, before).filter(|marked| *marked <= self.population) else {
            return none;
        };
        let least = (caught + marked).saturating_sub(self.population);
        let most = caught.min(marked).min(self.recaptured - before);
        if least > most {
            return none;
        }
        let mode = ((caught as f64 + 1.0) * ((marked as f64 + 1.0) / (self.population as f64 + 2.0))) as u64;
        let mode = mode.clamp(least, most);
        let peak = mass(self.population, marked, caught, mode);
        let rest = self.population as f64 - caught as f64 - marked as f64;
        // P(m + 1) / P(m).
        let ratio = |m: u64| {
            let m = m as f64;
            (marked as f64 - m) / (m + 1.0) * ((caught as f64 - m) / (rest + m + 1.0))
        };
        let (mut below, mut at, mut weight) = (Vec::new(), mode, peak);
        while at > least && weight > peak * NEGLIGIBLE {
            at -= 1;
            weight /= ratio(at);
            below.push(weight);
        }
        let first = at;
        let mut weights: Vec<f64> = below.into_iter().rev().collect();
        weights.push(peak);
        (at, weight) = (mode, peak);
        while at < most && weight > peak * NEGLIGIBLE {
            weight *= ratio(at);
            at += 1;
            weights.push(weight);
        }
        let after = &self.ways[t + 1];
        let mut sum = 0.0;
        let cumulative = (first..)
            .zip(weights)
            .map(|(m, weight)| {
                sum += weight * after[(before + m) as usize];
                sum
            })
            .collect();
        Row { first, cumulative }
    }

    /// One split at random, its terms summed.
    fn draw(&mut self, random: &mut Random, term: impl Fn(&Occasion) -> f64) -> f64 {
        let (mut before, mut sum) = (0, 0.0);
        for t in 0..self.occasions.len() {
            if !self.rows.contains_key(&(t, before)) {
                let row = self.row(t, before);
                self.rows.insert((t, before), row);
            }
            let row = &self.rows[&(t, before)];
            let total = row.cumulative.last().copied().unwrap_or(0.0);
            let target = random.unit() * total;
            let at = row.cumulative.partition_point(|sum| *sum <= target);
            let recaptured = row.first + (at as u64).min((row.cumulative.len() as u64).saturating_sub(1));
            sum += term(&Occasion {
                caught: self.occasions[t].caught,
                marked: self.marked(t, before).unwrap_or(0),
                recaptured,
            });
            before += recaptured;
        }
        sum
    }
}

const SEED: u64 = 1958;
const DRAWS: u64 = 9_999;

/// Up to here the conditional distribution is cheap (below a second).
const MOST_RECAPTURES: u64 = 1_000;

/// Recaptures times samples, likewise.
const MOST_CELLS: u64 = 200_000;

/// Of a group, for the chi-squared distribution.
const SMALLEST_VARIANCE: f64 = 25.0;

/// Relative to the likeliest count.
const NEGLIGIBLE: f64 = 1e-40;

/// Above this, neighbouring populations are no longer told apart by a double.
const LARGEST_POPULATION: f64 = (1u64 << 52) as f64;

#[cfg(test)]
mod tests {
    use super::*;

    /// Given the sum, the split is that of any population: here by enumeration for another one than the splits are told.
    #[test]
    fn a_split_given_its_sum_knows_no_population() {
        let (sizes, recaptured) = ([20u64, 15, 12], [4u64, 6]);
        let occasions = [
            Occasion {
                caught: sizes[1],
                marked: sizes[0],
                recaptured: recaptured[0],
            },
            Occasion {
                caught: sizes[2],
                marked: sizes[0] + sizes[1] - recaptured[0],
                recaptured: recaptured[1],
            },
        ];
        let total: u64 = recaptured.iter().sum();
        let elsewhere = 75;
        let joint = |second: u64| {
            mass(elsewhere, sizes[0], sizes[1], second)
                * mass(elsewhere, sizes[0] + sizes[1] - second, sizes[2], total - second)
        };
        let sum: f64 = (0..=total).map(joint).sum();
        for population in [37, 60, 10_000] {
            let splits = Splits::new(&occasions, population, total);
            let row = splits.row(0, 0);
            let all = row.cumulative.last().copied().unwrap();
            let mut before = 0.0;
            for (second, upto) in (row.first..).zip(&row.cumulative) {
                let (found, expected) = ((upto - before) / all, joint(second) / sum);
                assert!(
                    (found - expected).abs() < 1e-10,
                    "{population} {second}: {found} {expected}"
                );
                before = *upto;
            }
        }
    }
}
