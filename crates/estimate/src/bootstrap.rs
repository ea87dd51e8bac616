//! A mean or a ratio of sums, with a bootstrap interval.

use rand_distr::{Binomial, Distribution};
use serde::{Deserialize, Serialize};
use statrs::function::erf::erfc;

use crate::random::Random;
use crate::special::normal_upper_quantile;
use crate::{Error, Interval, Level};

/// Observations that are all alike: a numerator and a denominator each, so many times.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observed {
    /// What is summed up above.
    pub numerator: f64,
    /// What is summed up below; 1 for a mean.
    pub denominator: f64,
    /// How many observations are so.
    pub count: u64,
}

/// How resampling is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resampling {
    /// How many times: at least 40 / (1 − level), so that the ends are no extremes of a handful.
    pub replicates: u32,
    /// Where the random numbers begin; the same seed gives the same interval.
    pub seed: u64,
}

impl Resampling {
    /// As often as the level asks for, and 4,000 times at least; `None` if that is more than a million times.
    pub fn for_level(level: Level, seed: u64) -> Option<Resampling> {
        let needed = (PER_END / level.alpha()).ceil();
        (needed <= 1e6).then(|| Resampling {
            replicates: (needed as u32).max(4_000),
            seed,
        })
    }
}

/// A mean or ratio with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bootstrapped {
    /// The mean or ratio of the data.
    pub value: f64,
    /// The standard deviation of the replicates.
    pub standard_error: f64,
    /// The interval.
    pub interval: Interval,
    /// How many replicates there were.
    pub replicates: u32,
}

/// The mean of values that are given with how often each was observed, with the interval of [`bootstrap_ratio`].
///
/// # Errors
/// As [`bootstrap_ratio`].
pub fn bootstrap_mean(values: &[(f64, u64)], level: Level, resampling: Resampling) -> Result<Bootstrapped, Error> {
    let observed: Vec<Observed> = values
        .iter()
        .map(|(value, count)| Observed {
            numerator: *value,
            denominator: 1.0,
            count: *count,
        })
        .collect();
    bootstrap_ratio(&observed, level, resampling)
}

/// The ratio of two sums over the same observations, with a bootstrap interval (Efron 1979): bias-corrected and accelerated
/// (BC_a, Efron 1987), the acceleration from the ratio's influence values.
///
/// Replicates draw as many observations as there are, by binomial counts, so that time grows with the kinds of observations and
/// not with their number. Assumes that the observations are independent draws from what they speak for; rows of a page that
/// differ from page to page are not, and the interval is then too narrow. It is approximate: about at its level from 30 observations
/// on unless a few dominate, which is refused as far as the data show it.
///
/// # Errors
/// [`Error::TooFew`] for fewer than 30 observations; [`Error::OneDominates`] if one observation is more than a tenth of the
/// numerators' sum; [`Error::NumberOutOfRange`] for a numerator that is negative or not finite, a denominator not above 0, or too few
/// replicates.
pub fn bootstrap_ratio(observed: &[Observed], level: Level, resampling: Resampling) -> Result<Bootstrapped, Error> {
    let observed: Vec<Observed> = observed.iter().copied().filter(|one| one.count > 0).collect();
    check(&observed, level, resampling)?;
    let total: u64 = observed.iter().map(|one| one.count).sum();
    let sums = |counts: &mut dyn Iterator<Item = f64>| {
        let each = observed.iter().zip(counts);
        each.fold((0.0, 0.0), |(above, below), (one, count)| {
            (above + count * one.numerator, below + count * one.denominator)
        })
    };
    let (above, below) = sums(&mut observed.iter().map(|one| one.count as f64));
    let value = above / below;
    let mut random = Random::new(resampling.seed);
    let mut counts = vec![0.0; observed.len()];
    let mut replicates = Vec::with_capacity(resampling.replicates as usize);
    for _ in 0..resampling.replicates {
        draw(&observed, total, &mut random, &mut counts)?;
        let (above, below) = sums(&mut counts.iter().copied());
        replicates.push(above / below);
    }
    replicates.sort_by(f64::total_cmp);
    let b = replicates.len() as f64;
    let mean = replicates.iter().sum::<f64>() / b;
    let variance = replicates.iter().map(|one| (one - mean) * (one - mean)).sum::<f64>() / (b - 1.0);
    Ok(Bootstrapped {
        value,
        standard_error: variance.sqrt(),
        interval: interval(&observed, value, &replicates, level),
        replicates: resampling.replicates,
    })
}

fn check(observed: &[Observed], level: Level, resampling: Resampling) -> Result<(), Error> {
    for one in observed {
        if !(one.numerator >= 0.0 && one.numerator.is_finite()) {
            return Err(Error::NumberOutOfRange {
                name: "an observation",
                expected: "finite and not negative",
                found: one.numerator,
            });
        }
        if !(one.denominator > 0.0 && one.denominator.is_finite()) {
            return Err(Error::NumberOutOfRange {
                name: "an observation's denominator",
                expected: "finite and above 0",
                found: one.denominator,
            });
        }
    }
    let found = observed.iter().fold(0u64, |sum, one| sum.saturating_add(one.count));
    if found < LEAST {
        return Err(Error::TooFew {
            name: "observations",
            found,
            needed: LEAST,
        });
    }
    if f64::from(resampling.replicates) * level.alpha() < PER_END * (1.0 - 1e-9) {
        return Err(Error::NumberOutOfRange {
            name: "the number of replicates",
            expected: "at least 40 / (1 - level)",
            found: f64::from(resampling.replicates),
        });
    }
    let sum: f64 = observed.iter().map(|one| one.count as f64 * one.numerator).sum();
    let largest = observed.iter().map(|one| one.numerator).fold(0.0, f64::max);
    match largest > DOMINANT * sum {
        true => Err(Error::OneDominates {
            name: "the observations",
            share: largest / sum,
            most: DOMINANT,
        }),
        false => Ok(()),
    }
}

/// Draws how often each kind of observation is drawn: a multinomial, one binomial after the other.
fn draw(observed: &[Observed], total: u64, random: &mut Random, counts: &mut [f64]) -> Result<(), Error> {
    let (mut draws, mut left) = (total, total);
    for (one, count) in observed.iter().zip(counts) {
        let drawn = match draws {
            0 => 0,
            _ if one.count >= left => draws,
            _ => Binomial::new(draws, one.count as f64 / left as f64)
                .map_err(|_| Error::NumberOutOfRange {
                    name: "the number of observations",
                    expected: "at most 2^63",
                    found: total as f64,
                })?
                .sample(random.source()),
        };
        *count = drawn as f64;
        draws -= drawn;
        left -= one.count;
    }
    Ok(())
}

fn interval(observed: &[Observed], value: f64, replicates: &[f64], level: Level) -> Interval {
    let b = replicates.len();
    let (first, last) = (replicates[0], replicates[b - 1]);
    // Replicates that come out as the data do, but for rounding, are half below and half above.
    let rounding = 1e-12 * value;
    let below = replicates.partition_point(|one| *one < value - rounding);
    let equal = replicates.partition_point(|one| *one <= value + rounding) - below;
    let share = (below as f64 + 0.5 * equal as f64) / b as f64;
    if !(share > 0.0 && share < 1.0) || first == last {
        return Interval { low: first, high: last };
    }
    let bias = -normal_upper_quantile(share);
    let influence = |one: &Observed| one.numerator - value * one.denominator;
    let moment = |power: i32| -> f64 {
        let each = observed.iter();
        each.map(|one| one.count as f64 * influence(one).powi(power)).sum()
    };
    let acceleration = moment(3) / (6.0 * moment(2).powf(1.5));
    let z = normal_upper_quantile(level.each_side().alpha());
    let end = |z: f64| {
        let shift = bias + z;
        let stretch = 1.0 - acceleration * shift;
        let share = match stretch > 0.0 {
            true => normal_cumulative(bias + shift / stretch),
            // So skewed that the correction leaves the line: the outermost replicate.
            false => f64::from(u8::from(shift > 0.0)),
        };
        let at = (share * (b + 1) as f64).floor() as usize;
        replicates[at.clamp(1, b) - 1]
    };
    Interval {
        low: end(-z),
        high: end(z),
    }
}

fn normal_cumulative(z: f64) -> f64 {
    0.5 * erfc(-z / std::f64::consts::SQRT_2)
}

/// Observations below which the interval would be too narrow.
const LEAST: u64 = 30;
/// A single observation's share of the sum above which it decides alone.
const DOMINANT: f64 = 0.1;
/// Replicates beyond both ends together.
const PER_END: f64 = 40.0;

#[cfg(test)]
mod tests {
    use super::*;

    fn resampling(seed: u64) -> Resampling {
        Resampling::for_level(Level::default(), seed).unwrap()
    }

    #[test]
    fn equal_observations_leave_no_doubt() {
        let found = bootstrap_mean(&[(7.0, 40)], Level::default(), resampling(1)).unwrap();
        assert_eq!((found.value, found.standard_error), (7.0, 0.0));
        assert_eq!(found.interval, Interval { low: 7.0, high: 7.0 });
    }

    #[test]
    fn a_mean_has_the_interval_of_theory_where_that_holds() {
        // 1,000,000 of each of 1 … 9: mean 5, variance 60/9.
        let values: Vec<(f64, u64)> = (1..10).map(|value| (f64::from(value), 1_000_000)).collect();
        let found = bootstrap_mean(&values, Level::default(), resampling(2)).unwrap();
        let error = (60.0f64 / 9.0 / 9e6).sqrt();
        assert_eq!(found.value, 5.0);
        assert!((found.standard_error / error - 1.0).abs() < 0.06, "{found:?}");
        for (end, sign) in [(found.interval.low, -1.0), (found.interval.high, 1.0)] {
            assert!((end - 5.0 - sign * 1.96 * error).abs() < 0.25 * error, "{found:?}");
        }
    }

    #[test]
    fn a_ratio_knows_that_its_sums_go_together() {
        let observed: Vec<Observed> = (1..=50)
            .map(|i| Observed {
                numerator: f64::from(3 * i),
                denominator: f64::from(i),
                count: 1,
            })
            .collect();
        let found = bootstrap_ratio(&observed, Level::default(), resampling(3)).unwrap();
        assert!((found.value - 3.0).abs() < 1e-12 && found.standard_error < 1e-12);
    }

    #[test]
    fn what_cannot_hold_is_refused_with_its_reason() {
        let level = Level::default();
        let mean = |values: &[(f64, u64)]| bootstrap_mean(values, level, resampling(4));
        assert!(matches!(mean(&[(5.0, 29)]), Err(Error::TooFew { found: 29, .. })));
        assert!(matches!(mean(&[]), Err(Error::TooFew { found: 0, .. })));
        assert!(matches!(
            mean(&[(1.0, 1_000), (500.0, 1)]),
            Err(Error::OneDominates { .. })
        ));
        for bad in [f64::NAN, -1.0, f64::INFINITY] {
            assert!(matches!(mean(&[(bad, 40)]), Err(Error::NumberOutOfRange { .. })));
        }
        let few = Resampling {
            replicates: 100,
            seed: 1,
        };
        assert!(bootstrap_mean(&[(1.0, 40)], level, few).is_err());
        assert!(Resampling::for_level(Level::new(1.0 - 1e-9).unwrap(), 1).is_none());
        // Nothing but zeros: no observation is more than a share of nothing.
        assert_eq!(mean(&[(0.0, 40)]).unwrap().value, 0.0);
    }
}
