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

    /// √ of Darroch's (1958) variance 1 / (1/(N−d) + (s−1)/N − Σ 1/(N−n_t)), without the terms that cancel in it.
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
    let value = most_likely(design, distinct);
    Ok(CountEstimate {
        value,
        standard_error: value.and_then(|value| design.standard_error(value, floor)),
        interval: CountInterval {
            low: design.population(most, floor).unwrap_or(floor),
            high: design.population(least, floor),
        },
    })
}

/// The maximum-likelihood estimate of N alone; `None` without repeats.
pub(crate) fn most_likely(design: &Design<'_>, distinct: u64) -> Option<f64> {
    let repeats = design.total() - distinct;
    if repeats == 0 {
        return None;
    }
    design.population(repeats as f64, distinct as f64)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_number_of_repeats_is_the_sum_over_the_draws() {
        for (draws, population) in [(2u64, 1.0), (3, 2.0), (10, 4.0), (50, 1e3), (1_000, 1e4), (30, 1e12)] {
            let sizes = vec![1; draws as usize];
            let (by_draws, by_samples) = (
                Design::Draws(draws).mean_repeats(population),
                Design::Samples(&sizes).mean_repeats(population),
            );
            assert!(
                (by_draws / by_samples - 1.0).abs() < 1e-12,
                "{draws} {population}: {by_draws} {by_samples}"
            );
        }
        // Two samples of 30 and 20 from 100 share 6.
        assert!((Design::Samples(&[30, 20]).mean_repeats(100.0) - 6.0).abs() < 1e-12);
    }

    #[test]
    fn what_is_beyond_the_line_is_the_same_on_either_side_of_the_switch() {
        for y in [-0.5f64, -0.49, 0.3, 0.5] {
            assert!((exp_beyond_line(y) / (y.exp_m1() - y) - 1.0).abs() < 1e-14, "{y}");
        }
        for x in [0.05f64, 0.1] {
            assert!((ln_beyond_line(x) / (-(-x).ln_1p() - x) - 1.0).abs() < 1e-13, "{x}");
        }
    }

    /// Darroch's formula as printed, where nothing cancels.
    #[test]
    fn the_standard_error_is_darrochs() {
        let (sizes, distinct, population) = ([300u64, 200, 400], 600.0, 800.0);
        let rest: f64 = sizes.iter().map(|size| 1.0 / (population - *size as f64)).sum();
        let expected = (1.0 / (population - distinct) + 2.0 / population - rest).recip().sqrt();
        let found = Design::Samples(&sizes).standard_error(population, distinct).unwrap();
        assert!((found / expected - 1.0).abs() < 1e-12, "{found} {expected}");
    }
}
