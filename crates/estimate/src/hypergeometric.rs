//! Finite populations: a random sample without replacement, from N of whom M are marked.

use crate::error::check_part;
use crate::special::{Share, ln_binomial_mass, smallest};
use crate::{Error, Level};

/// The one-sided upper limit for M, the marked among `population`, from `found` marked in a random sample of `sampled`:
/// the largest M with P(X ≤ x) ≥ α.
///
/// Exact (Konijn 1973): covers at least its level whatever M is. Assumes that every sample of this size was equally
/// likely; a sample chosen by somebody else says nothing of M but that it is at least `found`. For a two-sided interval
/// take both limits at [`Level::each_side`].
///
/// # Errors
/// [`Error::PartExceedsWhole`] if `found` > `sampled` or `sampled` > `population`.
pub fn marked_upper(population: u64, sampled: u64, found: u64, level: Level) -> Result<u64, Error> {
    let most = check_sample(population, sampled, found)?;
    Ok(most
        - smallest(0, most - found, |fewer| {
            accepted(lower_tail(population, most - fewer, sampled, found), level)
        }))
}

/// The one-sided lower limit for M, as [`marked_upper`]: the smallest M with P(X ≥ x) ≥ α.
///
/// # Errors
/// [`Error::PartExceedsWhole`] if `found` > `sampled` or `sampled` > `population`.
pub fn marked_lower(population: u64, sampled: u64, found: u64, level: Level) -> Result<u64, Error> {
    let most = check_sample(population, sampled, found)?;
    Ok(smallest(found, most, |marked| {
        accepted(upper_tail(population, marked, sampled, found), level)
    }))
}

/// The one-sided lower limit for N, the size of a population of whom `marked` are marked, from `found` marked in a
/// random sample of `sampled`: the smallest N with P(X ≤ x) ≥ α.
///
/// Exact (Konijn 1973). Assumes that every sample of this size was equally likely and no mark was lost. If marked
/// individuals are likelier to be sampled, N is larger than it says.
///
/// # Errors
/// [`Error::PartExceedsWhole`] if `found` > `sampled` or `found` > `marked`; [`Error::NumberOutOfRange`] for counts
/// above 2⁵².
pub fn population_lower(marked: u64, sampled: u64, found: u64, level: Level) -> Result<u64, Error> {
    let least = check_marks(marked, sampled, found)?;
    let holds = |population| accepted(lower_tail(population, marked, sampled, found), level);
    let mut high = least;
    while high < LARGEST_POPULATION && !holds(high) {
        high *= 2;
    }
    Ok(smallest(least, high.max(least), holds))
}

/// The one-sided upper limit for N, as [`population_lower`]: the largest N with P(X ≥ x) ≥ α.
///
/// `None` if there is none: always so for no marked individual found, and where the limit would exceed 2⁵².
///
/// # Errors
/// [`Error::PartExceedsWhole`] if `found` > `sampled` or `found` > `marked`; [`Error::NumberOutOfRange`] for counts
/// above 2⁵².
pub fn population_upper(marked: u64, sampled: u64, found: u64, level: Level) -> Result<Option<u64>, Error> {
    let least = check_marks(marked, sampled, found)?;
    let rejected = |population| !accepted(upper_tail(population, marked, sampled, found), level);
    let mut high = least.max(1);
    while !rejected(high) {
        if found == 0 || high >= LARGEST_POPULATION {
            return Ok(None);
        }
        high *= 2;
    }
    Ok(Some(smallest(least, high, rejected).saturating_sub(1)))
}

/// P(X ≤ `at_most`) for X the marked in a random sample of `sampled` from `population`, of whom `marked` are marked.
///
/// # Errors
/// [`Error::PartExceedsWhole`] if `marked` or `sampled` > `population`.
pub fn hypergeometric_cumulative(population: u64, marked: u64, sampled: u64, at_most: u64) -> Result<f64, Error> {
    check_part("marked", marked, "population", population)?;
    check_part("sampled", sampled, "population", population)?;
    Ok(lower_tail(population, marked, sampled, at_most))
}

/// P(X ≥ `at_least`), as [`hypergeometric_cumulative`].
///
/// # Errors
/// [`Error::PartExceedsWhole`] if `marked` or `sampled` > `population`.
pub fn hypergeometric_survival(population: u64, marked: u64, sampled: u64, at_least: u64) -> Result<f64, Error> {
    check_part("marked", marked, "population", population)?;
    check_part("sampled", sampled, "population", population)?;
    Ok(upper_tail(population, marked, sampled, at_least))
}

/// P(X = x). Loader (2000): three binomial probabilities whose common p cancels.
pub(crate) fn mass(population: u64, marked: u64, sampled: u64, x: u64) -> f64 {
    let unmarked = population - marked;
    if x > marked || x > sampled || sampled - x > unmarked {
        return 0.0;
    }
    let total = population as f64;
    if sampled == 0 || sampled == population {
        return 1.0;
    }
    let p = Share {
        value: sampled as f64 / total,
        complement: (population - sampled) as f64 / total,
    };
    (ln_binomial_mass(x as f64, marked as f64, p) + ln_binomial_mass((sampled - x) as f64, unmarked as f64, p)
        - ln_binomial_mass(sampled as f64, total, p))
    .exp()
}

fn lower_tail(population: u64, marked: u64, sampled: u64, x: u64) -> f64 {
    let (least, most) = support(population, marked, sampled);
    if x < least {
        return 0.0;
    }
    if x >= most {
        return 1.0;
    }
    if x as f64 <= mean(population, marked, sampled) {
        falling_sum(population, marked, sampled, x)
    } else {
        1.0 - rising_sum(population, marked, sampled, x + 1)
    }
}

fn upper_tail(population: u64, marked: u64, sampled: u64, x: u64) -> f64 {
    let (least, most) = support(population, marked, sampled);
    if x <= least {
        return 1.0;
    }
    if x > most {
        return 0.0;
    }
    if x as f64 >= mean(population, marked, sampled) {
        rising_sum(population, marked, sampled, x)
    } else {
        1.0 - falling_sum(population, marked, sampled, x - 1)
    }
}

fn support(population: u64, marked: u64, sampled: u64) -> (u64, u64) {
    (sampled.saturating_sub(population - marked), marked.min(sampled))
}

fn mean(population: u64, marked: u64, sampled: u64) -> f64 {
    marked as f64 * (sampled as f64 / population as f64)
}

/// P(X ≤ x) for x up to the mean: terms only fall from there, so the sum may stop early.
fn falling_sum(population: u64, marked: u64, sampled: u64, x: u64) -> f64 {
    let (least, _) = support(population, marked, sampled);
    let (marked_f, sampled_f) = (marked as f64, sampled as f64);
    let rest = population as f64 - marked_f - sampled_f;
    let mut term = mass(population, marked, sampled, x);
    let mut sum = term;
    let mut at = x;
    while at > least && term > sum * f64::EPSILON * 1e-3 {
        let j = at as f64;
        term *= j / (marked_f - j + 1.0) * ((rest + j) / (sampled_f - j + 1.0));
        sum += term;
        at -= 1;
    }
    sum.min(1.0)
}

/// P(X ≥ x) for x from the mean on.
fn rising_sum(population: u64, marked: u64, sampled: u64, x: u64) -> f64 {
    let (_, most) = support(population, marked, sampled);
    let (marked_f, sampled_f) = (marked as f64, sampled as f64);
    let rest = population as f64 - marked_f - sampled_f;
    let mut term = mass(population, marked, sampled, x);
    let mut sum = term;
    let mut at = x;
    while at < most && term > sum * f64::EPSILON * 1e-3 {
        let j = at as f64;
        term *= (marked_f - j) / (j + 1.0) * ((sampled_f - j) / (rest + j + 1.0));
        sum += term;
        at += 1;
    }
    sum.min(1.0)
}

/// A tie that rounding cannot settle is accepted: the wider limit.
fn accepted(tail: f64, level: Level) -> bool {
    tail >= level.alpha() * (1.0 - 1e-11)
}

/// Checks the sample and gives the most that can be marked.
fn check_sample(population: u64, sampled: u64, found: u64) -> Result<u64, Error> {
    check_part("found", found, "sampled", sampled)?;
    check_part("sampled", sampled, "population", population)?;
    Ok(population - (sampled - found))
}

/// Checks the marks and gives the least population that could show them.
fn check_marks(marked: u64, sampled: u64, found: u64) -> Result<u64, Error> {
    check_part("found", found, "sampled", sampled)?;
    check_part("found", found, "marked", marked)?;
    for (name, count) in [("marked", marked), ("sampled", sampled)] {
        if count > LARGEST_POPULATION {
            return Err(Error::NumberOutOfRange {
                name,
                expected: "at most 2^52",
                found: count as f64,
            });
        }
    }
    Ok(marked + (sampled - found))
}

/// Above this, neighbouring populations are no longer told apart by a double.
const LARGEST_POPULATION: u64 = 1 << 52;
