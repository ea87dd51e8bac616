//! Whether repeats look like draws from equally likely things.

use serde::{Deserialize, Serialize};

use super::conditional::EqualChances;
use super::{Frequencies, NoCount};
use crate::random::Random;
use crate::{Error, permutation_p_value};

/// The result of [`equal_chance_test`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct EqualChanceTest {
    /// The p-value of the whole test, for "all things are equally likely to be drawn": twice the smaller of dispersion
    /// (two-sided) and fit, at most 1. Never 0.
    pub p_value: f64,
    /// One-sided: P(repeats at least as uneven). Small where some things stand many times, or few rows were padded often.
    pub too_uneven: f64,
    /// One-sided: P(repeats at most as uneven). Small where most rows were padded alike, or repeats were avoided.
    pub too_even: f64,
    /// P(frequencies at most as likely). Small for patterns that leave the unevenness as it is.
    pub fit: f64,
    /// How many random sets of frequencies these p-values rest on.
    pub simulated: u64,
}

/// Tests that all things are equally likely to be drawn, as estimates of their number from repeats may assume.
///
/// Given n draws and d distinct things, the frequencies under equal chances have a known law, free of the number of
/// things (zero-truncated Poisson counts given their sum). [`EqualChanceTest::simulated`] sets are drawn from it with a
/// fixed seed, and the sample is ranked among them (Barnard 1963; p-values by Phipson & Smyth 2010): by the pairs of equal
/// draws Σ k(k−1)/2 · f_k, on both sides, and by its own probability. Both together by Bonferroni. The size is at most α
/// for every n and N, without asymptotics (with one fixed seed up to the error of the simulated sets, some 0.3 of 100 at
/// α = 0.05), and far below where few sets are possible.
///
/// **No power** where repeats are few: with two or three it can hardly reject, whatever the truth. Rows doubled once in a few
/// places look like a smaller number of things, and draws without replacement from a listing in which everybody stands once
/// give no repeats and no test. A listing in which everybody stands equally often (twice, say) fits equal chances, as it
/// should. Measured at α = 0.05, rejections per 100 samples of 1,000 draws:
///
/// | what was done | rejected |
/// |---|---|
/// | 5 % or 20 % of rows doubled, nothing else repeats | 0 or 100 (65 of 200 draws) |
/// | 5 % of rows doubled, or 2 % tripled, out of 10,000 things | 80 or 100 |
/// | half the things stand twice, N = 10,000 or 1,000 | 1 or 19 |
/// | a tenth stands 5 times, N = 10,000 or 3,000 | 18 or 96 |
/// | a hundredth stands 20 times, N = 10,000 | 100 |
///
/// Not rejecting proves nothing. Rejecting says that the lower bounds stay lower bounds only if nobody added or removed
/// repeats, and that estimates which assume equal chances are wrong.
///
/// # Errors
/// [`NoCount::TooFewDraws`]; [`NoCount::NothingToTest`] where n and d leave one set of frequencies (no repeat, one repeat,
/// one thing); [`NoCount::TooManyRepeats`] above 20 draws a thing; [`Error::NumberOutOfRange`] above 10⁹ draws.
pub fn equal_chance_test(seen: &Frequencies) -> Result<EqualChanceTest, Error> {
    simulate(seen, SETS, SEED)
}

pub(super) fn simulate(seen: &Frequencies, sets: u64, seed: u64) -> Result<EqualChanceTest, Error> {
    seen.at_least_two_draws()?;
    let (draws, distinct) = (seen.draws(), seen.distinct());
    if draws > MOST_DRAWS {
        return Err(Error::NumberOutOfRange {
            name: "the number of draws to test",
            expected: "at most 1e9",
            found: draws as f64,
        });
    }
    if distinct == 1 || draws - distinct < 2 {
        return Err(NoCount::NothingToTest { draws, distinct }.into());
    }
    let mean = draws as f64 / distinct as f64;
    if mean > MOST_REPEATS {
        return Err(NoCount::TooManyRepeats {
            found: mean,
            limit: MOST_REPEATS,
        }
        .into());
    }
    let chances = EqualChances::new(draws, distinct);
    let here = (pairs(seen.iter()), chances.ln_probability(seen.iter()));
    // Sums of logarithms of factorials: equal sets must tie in spite of rounding.
    let tie = here.1.abs() * 1e-12 + 1e-9;
    let mut random = Random::new(seed);
    let mut cells = Vec::new();
    let (mut uneven, mut even, mut unlikely) = (0, 0, 0);
    for _ in 0..sets {
        chances.draw(&mut random, &mut cells);
        let there = pairs(cells.iter().copied());
        uneven += u64::from(there >= here.0);
        even += u64::from(there <= here.0);
        unlikely += u64::from(chances.ln_probability(cells.iter().copied()) <= here.1 + tie);
    }
    let too_uneven = permutation_p_value(uneven, sets)?;
    let too_even = permutation_p_value(even, sets)?;
    let fit = permutation_p_value(unlikely, sets)?;
    let dispersion = f64::min(2.0 * too_uneven.min(too_even), 1.0);
    Ok(EqualChanceTest {
        p_value: f64::min(2.0 * dispersion.min(fit), 1.0),
        too_uneven,
        too_even,
        fit,
        simulated: sets,
    })
}

/// Pairs of draws of the same thing.
fn pairs(seen: impl Iterator<Item = (u64, u64)>) -> u128 {
    seen.map(|(times, things)| u128::from(times) * u128::from(times - 1) / 2 * u128::from(things))
        .sum()
}

/// Enough to tell p-values near 0.001; a fraction of a second.
const SETS: u64 = 4_999;

const SEED: u64 = 0x7265_7065_6174_6564;

/// Draws per thing above which nothing is unseen, and few simulated sets would be kept.
const MOST_REPEATS: f64 = 20.0;

/// Tables of Poisson laws grow with the square root of the draws.
const MOST_DRAWS: u64 = 1_000_000_000;
