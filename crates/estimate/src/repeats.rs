//! How many repeats a population of N gives, and the N that gives so many.

use crate::{CountEstimate, CountInterval, Error, Level, clopper_pearson};

/// How a population of N equally likely things was sampled.
pub(crate) enum Design<'a> {
    /// So many independent draws.
    Draws(u64),
    /// Independent samples of these sizes, each without repeats.
    Samples(&'a [u64]),
}

impl Design<'_> {
    fn total(&self) -> u64 {
        match self {
            Self::Draws(draws) => *draws,
            Self::Samples(sizes) => sizes.iter().sum(),
        }
    }

    fn largest(&self) -> u64 {
        match self {
            Self::Draws(draws) => 1.min(*draws),
            Self::Samples(sizes) => sizes.iter().copied().max().unwrap_or(0),
        }
    }

    /// Σ n_t less the mean number of distinct things, N (1 − Π (1 − n_t/N)), for N no smaller than the largest sample.
    fn mean_repeats(&self, population: f64) -> f64 {
        match self {
            Self::Draws(draws) => {
                let (draws, share) = (*draws as f64, 1.0 / population);
                if share >= 1.0 {
                    return draws - 1.0;
                }
                // Both are of second order where draws are few: their difference keeps its digits.
                let log = draws * (-share).ln_1p();
                population * (exp_beyond_line(log) - draws * ln_beyond_line(share))
            }
            Self::Samples(sizes) => {
                let (mut seen, mut repeats) = (0.0, 0.0);
                for &size in *sizes {
                    let again = size as f64 * (seen / population).min(1.0);
                    repeats += again;
                    seen += size as f64 - again;
                }
                repeats
            }
        }
    }

    /// The derivative's size at `population` and the variance of the number of repeats there are both in Darroch's
    /// (1958) variance of the estimate, 1 / (1/(N−d) + (s−1)/N − Σ 1/(N−n_t)), here without its leading terms, which
    /// cancel.
    fn standard_error(&self, population: f64, distinct: f64) -> Option<f64> {
        let odds = |part: f64| part / (population - part);
        let samples = match self {
            Self::Draws(draws) => *draws as f64 * odds(1.0),
            Self::Samples(sizes) => sizes.iter().map(|size| odds(*size as f64)).sum(),
        };
        let information = (odds(distinct) - samples) / population;
        let error = information.recip().sqrt();
        (information > 0.0 && error.is_finite()).then_some(error)
    }

    /// The N that gives `repeats` on average, no smaller than `floor`; `None` if there is none below 10³⁰⁰.
    fn population(&self, repeats: f64, floor: f64) -> Option<f64> {
        let few = |population: f64| self.mean_repeats(population) <= repeats;
        let mut low = floor.max(1.0);
        if few(low) {
            return Some(low);
        }
        let mut high = 2.0 * low;
        while !few(high) {
            if high > LARGEST_POPULATION {
                return None;
            }
            low = high;
            high *= 2.0;
        }
        loop {
            let middle = low + 0.5 * (high - low);
            if middle <= low || middle >= high {
                return Some(middle);
            }
            if few(middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
    }
}

/// The maximum-likelihood estimate of N, which is also the N whose mean number of repeats is the one seen, and an
/// interval that covers at least its level.
///
/// The number of repeats is a sum of independent trials, Σ n_t − max n_t of them (Vatutin & Mikhailov 1982), of unequal
/// chances. Its tails are no heavier than those of the binomial distribution of as many trials and the same mean
/// (Hoeffding 1956), so the limits of Clopper & Pearson for that mean hold.
pub(crate) fn estimate(design: &Design<'_>, distinct: u64, level: Level) -> Result<CountEstimate, Error> {
    let repeats = design.total() - distinct;
    let trials = design.total() - design.largest();
    let floor = distinct as f64;
    if repeats == 0 || trials == 0 {
        let low = if trials == 0 {
            floor
        } else {
            let most = trials as f64 * clopper_pearson(0, trials, level)?.high;
            design.population(most, floor).unwrap_or(floor)
        };
        return Ok(CountEstimate {
            value: None,
            standard_error: None,
            interval: CountInterval { low, high: None },
        });
    }
    let share = clopper_pearson(repeats, trials, level)?;
    let most = trials as f64 * share.high;
    let mut least = trials as f64 * share.low;
    if repeats == 1 {
        // Hoeffding's bound needs a count one above the mean. P(R ≥ 1) ≤ mean holds always.
        least = least.min(level.each_side().alpha());
    }
    let value = design.population(repeats as f64, floor);
    Ok(CountEstimate {
        value,
        standard_error: value.and_then(|value| design.standard_error(value, floor)),
        interval: CountInterval {
            low: design.population(most, floor).unwrap_or(floor),
            high: design.population(least, floor),
        },
    })
}

/// eʸ − 1 − y.
fn exp_beyond_line(y: f64) -> f64 {
    if y.abs() > 0.5 {
        return y.exp_m1() - y;
    }
    let (mut term, mut sum) = (0.5 * y * y, 0.0);
    for k in 3..40 {
        sum += term;
        term *= y / f64::from(k);
    }
    sum
}

/// −ln(1 − x) − x.
fn ln_beyond_line(x: f64) -> f64 {
    if x > 0.1 {
        return -(-x).ln_1p() - x;
    }
    let (mut power, mut sum) = (x * x, 0.0);
    for k in 2..40 {
        sum += power / f64::from(k);
        power *= x;
    }
    sum
}

/// Where the search ends.
const LARGEST_POPULATION: f64 = 1e300;
