//! Rates: k successes in n independent trials that share one probability.

use serde::{Deserialize, Serialize};

use crate::error::{check_part, check_probability};
use crate::special::{Share, Tail, beta_quantile, beta_tails, normal_upper_quantile};
use crate::{Error, Interval, Level, blaker};

/// How an interval for a rate is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RateMethod {
    /// [`clopper_pearson`]: never covers less than its level.
    #[default]
    ClopperPearson,
    /// [`wilson`]: covers its level on average.
    Wilson,
    /// [`jeffreys`]: covers its level on average.
    Jeffreys,
    /// [`blaker`]: never covers less than its level, and lies within Clopper–Pearson.
    Blaker,
}

impl RateMethod {
    /// The method's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ClopperPearson => "clopper_pearson",
            Self::Wilson => "wilson",
            Self::Jeffreys => "jeffreys",
            Self::Blaker => "blaker",
        }
    }

    /// The two-sided interval for the rate behind `successes` of `trials`.
    ///
    /// # Errors
    /// [`Error::PartExceedsWhole`] if `successes` > `trials`.
    pub fn interval(self, successes: u64, trials: u64, level: Level) -> Result<Interval, Error> {
        match self {
            Self::ClopperPearson => clopper_pearson(successes, trials, level),
            Self::Wilson => wilson(successes, trials, level),
            Self::Jeffreys => jeffreys(successes, trials, level),
            Self::Blaker => blaker(successes, trials, level),
        }
    }
}

/// The exact equal-tailed interval of Clopper & Pearson (1934) for a binomial probability.
///
/// Low is the α/2 quantile of Beta(k, n−k+1), high the 1−α/2 quantile of Beta(k+1, n−k). It covers the true rate at
/// least with its level, whatever the rate; the price is that it is wide for small n. Assumes independent trials with
/// one common probability: clustered trials make it too narrow. Without trials it is 0 to 1.
///
/// # Errors
/// [`Error::PartExceedsWhole`] if `successes` > `trials`.
pub fn clopper_pearson(successes: u64, trials: u64, level: Level) -> Result<Interval, Error> {
    Ok(Interval {
        low: clopper_pearson_lower(successes, trials, level.each_side())?,
        high: clopper_pearson_upper(successes, trials, level.each_side())?,
    })
}

/// The one-sided lower limit of Clopper & Pearson (1934): the smallest rate that a one-sided exact test at 1 − level
/// does not reject. 0 for no successes.
///
/// Assumptions and errors as for [`clopper_pearson`].
///
/// # Errors
/// [`Error::PartExceedsWhole`] if `successes` > `trials`.
pub fn clopper_pearson_lower(successes: u64, trials: u64, level: Level) -> Result<f64, Error> {
    check_part("successes", successes, "trials", trials)?;
    if successes == 0 {
        return Ok(0.0);
    }
    let (a, b) = (successes as f64, (trials - successes) as f64 + 1.0);
    Ok(beta_quantile(a, b, Tail::Lower(level.alpha())).value)
}

/// The one-sided upper limit of Clopper & Pearson (1934): the largest rate that a one-sided exact test at 1 − level
/// does not reject. 1 if every trial succeeded.
///
/// Assumptions and errors as for [`clopper_pearson`].
///
/// # Errors
/// [`Error::PartExceedsWhole`] if `successes` > `trials`.
pub fn clopper_pearson_upper(successes: u64, trials: u64, level: Level) -> Result<f64, Error> {
    check_part("successes", successes, "trials", trials)?;
    if successes == trials {
        return Ok(1.0);
    }
    let (a, b) = (successes as f64 + 1.0, (trials - successes) as f64);
    Ok(beta_quantile(a, b, Tail::Upper(level.alpha())).value)
}

/// The score interval of Wilson (1927) for a binomial probability: (k + z²/2 ± z √(k(n−k)/n + z²/4)) / (n + z²).
///
/// It covers its level on average over rates, not at every rate: for true rates near 0 or 1 its coverage can fall to
/// about 0.84 at level 0.95; [`RateMethod::condition`] says where it does not. Assumes independent trials with one common probability. Without trials it is 0 to 1.
///
/// # Errors
/// [`Error::PartExceedsWhole`] if `successes` > `trials`.
pub fn wilson(successes: u64, trials: u64, level: Level) -> Result<Interval, Error> {
    check_part("successes", successes, "trials", trials)?;
    if trials == 0 {
        return Ok(Interval::UNIT);
    }
    let (k, n) = (successes as f64, trials as f64);
    let z = normal_upper_quantile(0.5 * level.alpha());
    let square = z * z;
    let spread = z * (k * (n - k) / n + 0.25 * square).sqrt();
    let middle = k + 0.5 * square;
    // As quotients: the differences of the formula lose their digits where k, or n − k, is small beside n.
    let failures = n - k;
    let low = k * k / n / (middle + spread);
    let high = 1.0 - failures * failures / n / (failures + 0.5 * square + spread);
    let high = if 2.0 * k < n {
        (middle + spread) / (n + square)
    } else {
        high
    };
    Ok(Interval { low, high })
}

/// The equal-tailed credible interval under the prior of Jeffreys (1946), Beta(½, ½): quantiles of Beta(k + ½, n − k +
/// ½).
///
/// As Brown, Cai & DasGupta (2001) advise, low is 0 when nothing succeeded and high is 1 when everything did: otherwise
/// the interval would exclude the very rates that explain such data best. Read as a confidence interval it covers its
/// level on average, not at every rate; [`RateMethod::condition`] says where it may be relied on. Assumes independent trials with one common probability. Without trials it is 0
/// to 1.
///
/// # Errors
/// [`Error::PartExceedsWhole`] if `successes` > `trials`.
pub fn jeffreys(successes: u64, trials: u64, level: Level) -> Result<Interval, Error> {
    check_part("successes", successes, "trials", trials)?;
    let (a, b) = (successes as f64 + 0.5, (trials - successes) as f64 + 0.5);
    let tail = 0.5 * level.alpha();
    let low = if successes == 0 {
        0.0
    } else {
        beta_quantile(a, b, Tail::Lower(tail)).value
    };
    let high = if successes == trials {
        1.0
    } else {
        beta_quantile(a, b, Tail::Upper(tail)).value
    };
    Ok(Interval { low, high })
}

/// The largest rate still compatible with no success in `trials`: 1 − α^(1/n), the exact one-sided upper limit.
///
/// Assumes independent trials with one common probability. 1 without trials.
pub fn zero_hits_upper(trials: u64, level: Level) -> f64 {
    if trials == 0 {
        return 1.0;
    }
    -(level.alpha().ln() / trials as f64).exp_m1()
}

/// The rule of three of Hanley & Lippman-Hand (1983): 3/n approximates [`zero_hits_upper`] at level 0.95, from above
/// and well for n > 30; at most 1.
pub fn rule_of_three(trials: u64) -> f64 {
    if trials == 0 {
        1.0
    } else {
        (3.0 / trials as f64).min(1.0)
    }
}

/// P(X ≥ `at_least`) for X binomial with `trials` and `probability`: I_p(k, n−k+1). 0 if `at_least` > `trials`.
///
/// # Errors
/// [`Error::ProbabilityOutOfRange`].
pub fn binomial_survival(at_least: u64, trials: u64, probability: f64) -> Result<f64, Error> {
    check_probability("the probability of success", probability)?;
    if at_least == 0 {
        return Ok(1.0);
    }
    if at_least > trials {
        return Ok(0.0);
    }
    Ok(tails_from(at_least as f64, trials as f64, Share::of(probability)).0)
}

/// P(X ≤ `at_most`) for X binomial with `trials` and `probability`. 1 if `at_most` ≥ `trials`.
///
/// # Errors
/// [`Error::ProbabilityOutOfRange`].
pub fn binomial_cumulative(at_most: u64, trials: u64, probability: f64) -> Result<f64, Error> {
    check_probability("the probability of success", probability)?;
    if at_most >= trials {
        return Ok(1.0);
    }
    Ok(tails_from(at_most as f64 + 1.0, trials as f64, Share::of(probability)).1)
}

/// The exact one-sided binomial test: the p-value of the null hypothesis "the rate is at most `null`" against a larger
/// one, P(X ≥ k).
///
/// Conservative: under the null, P(p ≤ α) ≤ α. Assumes independent trials with one common probability.
///
/// # Errors
/// [`Error::PartExceedsWhole`] if `successes` > `trials`; [`Error::ProbabilityOutOfRange`].
pub fn binomial_test_greater(successes: u64, trials: u64, null: f64) -> Result<f64, Error> {
    check_part("successes", successes, "trials", trials)?;
    binomial_survival(successes, trials, null)
}

/// The exact one-sided binomial test against a smaller rate: P(X ≤ k) under `null`. As [`binomial_test_greater`]
/// otherwise.
///
/// # Errors
/// [`Error::PartExceedsWhole`] if `successes` > `trials`; [`Error::ProbabilityOutOfRange`].
pub fn binomial_test_less(successes: u64, trials: u64, null: f64) -> Result<f64, Error> {
    check_part("successes", successes, "trials", trials)?;
    binomial_cumulative(successes, trials, null)
}

/// (P(X ≥ k), P(X < k)) for 1 ≤ k ≤ n.
pub(crate) fn tails_from(k: f64, n: f64, p: Share) -> (f64, f64) {
    let tails = beta_tails(k, n - k + 1.0, p);
    (tails.lower, tails.upper)
}
