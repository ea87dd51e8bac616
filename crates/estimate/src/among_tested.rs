//! How many of the very things tested are truly positive, when the test errs.

use serde::{Deserialize, Serialize};

use crate::error::{check_part, check_probability};
use crate::special::{Share, ln_binomial_mass, smallest};
use crate::{Error, Interval, Level};

/// Limits for the number of truly positive things among those tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmongTested {
    /// At least so many.
    pub low: u64,
    /// At most so many.
    pub high: u64,
    /// Fewer tested positive than false positives alone would give, were none truly positive: no number fits the error
    /// rates, and `high` is 0 by force.
    pub below_false_positives: bool,
    /// More tested positive than the test would find, were all truly positive: no number fits, and `low` is all by
    /// force.
    pub above_sensitivity: bool,
}

/// Limits for G, the truly positive among `tested` things, from the `positives` among them.
///
/// The things tested are fixed, and only the test errs: X = Bin(G, Se) + Bin(tested − G, 1 − Sp). The limits invert the
/// exact tails of that sum (α/2 each): the least G with P(X ≥ x) ≥ α/2 under the largest error-free rates that the two
/// intervals allow for a high count, and the largest G with P(X ≤ x) ≥ α/2 under the smallest. With the error rates
/// known (both intervals points) they hold `level` at least; where an interval holds its rate with level 1 − β only, the
/// errors add up: 1 − α − β (Bonferroni). Nothing is asked of how the things were drawn, so that the limits do not
/// speak for others: for those see [`crate::lang_reiczigel`]. Assumes that each thing is tested right or wrong
/// independently, with one sensitivity and one specificity. An end that the error rates leave open (a sensitivity that
/// may be no larger than the false-positive rate) is 0 or `tested`.
///
/// # Errors
/// [`Error::PartExceedsWhole`] if `positives` > `tested`; [`Error::ProbabilityOutOfRange`] for a rate outside 0 to 1.
pub fn positives_among(
    positives: u64,
    tested: u64,
    sensitivity: Interval,
    specificity: Interval,
    level: Level,
) -> Result<AmongTested, Error> {
    check_part("positives", positives, "tested", tested)?;
    for rate in [sensitivity.low, sensitivity.high] {
        check_probability("sensitivity", rate)?;
    }
    for rate in [specificity.low, specificity.high] {
        check_probability("specificity", rate)?;
    }
    let tail = 0.5 * level.alpha() * (1.0 - SLACK);
    // Many positives come most easily of a high sensitivity and a low specificity.
    let many = Errs {
        tested,
        found: sensitivity.high,
        false_positive: 1.0 - specificity.low,
    };
    let few = Errs {
        tested,
        found: sensitivity.low,
        false_positive: 1.0 - specificity.high,
    };
    let above_sensitivity = many.tells() && many.at_least(positives, tested) < tail;
    let below_false_positives = few.tells() && few.at_most(positives, 0) < tail;
    let low = match (many.tells(), above_sensitivity) {
        (false, _) => 0,
        (true, true) => tested,
        (true, false) => smallest(0, tested, |g| many.at_least(positives, g) >= tail),
    };
    let high = match (few.tells(), below_false_positives) {
        (false, _) => tested,
        (true, true) => 0,
        (true, false) => tested - smallest(0, tested, |fewer| few.at_most(positives, tested - fewer) >= tail),
    };
    Ok(AmongTested {
        low,
        high,
        below_false_positives,
        above_sensitivity,
    })
}

/// A test of so many things with its error rates.
#[derive(Clone, Copy)]
struct Errs {
    tested: u64,
    found: f64,
    false_positive: f64,
}

impl Errs {
    /// Whether more positives test positive than others.
    fn tells(&self) -> bool {
        self.found > self.false_positive
    }

    /// P(X ≥ `x`) with `positive` truly positive.
    fn at_least(&self, x: u64, positive: u64) -> f64 {
        let (right, wrong) = self.parts(positive);
        let tails = wrong.tails(true);
        right.expect(|k| wrong.beyond(&tails, x.saturating_sub(k), true))
    }

    /// P(X ≤ `x`).
    fn at_most(&self, x: u64, positive: u64) -> f64 {
        let (right, wrong) = self.parts(positive);
        let tails = wrong.tails(false);
        right.expect(|k| match x.checked_sub(k) {
            Some(rest) => wrong.beyond(&tails, rest, false),
            None => 0.0,
        })
    }

    fn parts(&self, positive: u64) -> (Masses, Masses) {
        (
            Masses::new(positive, self.found),
            Masses::new(self.tested - positive, self.false_positive),
        )
    }
}

/// The probabilities of a binomial number, as far as they matter.
struct Masses {
    first: u64,
    masses: Vec<f64>,
}

impl Masses {
    fn new(trials: u64, probability: f64) -> Masses {
        let p = Share::of(probability);
        if trials == 0 || p.value <= 0.0 {
            return Masses::sure(0);
        }
        if p.complement <= 0.0 {
            return Masses::sure(trials);
        }
        let n = trials as f64;
        let mode = (((n + 1.0) * p.value) as u64).min(trials);
        let peak = ln_binomial_mass(mode as f64, n, p).exp();
        let odds = p.value / p.complement;
        let mut below = Vec::new();
        let (mut term, mut k) = (peak, mode);
        while k > 0 && term > peak * NEGLIGIBLE {
            term *= k as f64 / ((n - k as f64 + 1.0) * odds);
            k -= 1;
            below.push(term);
        }
        let first = k;
        let mut masses: Vec<f64> = below.into_iter().rev().collect();
        masses.push(peak);
        let (mut term, mut k) = (peak, mode);
        while k < trials && term > peak * NEGLIGIBLE {
            term *= (n - k as f64) * odds / (k as f64 + 1.0);
            k += 1;
            masses.push(term);
        }
        Masses { first, masses }
    }

    fn sure(number: u64) -> Masses {
        Masses {
            first: number,
            masses: vec![1.0],
        }
    }

    /// Sums of the masses from each place on (`up`), or up to it.
    fn tails(&self, up: bool) -> Vec<f64> {
        let add = |sum: &mut f64, mass: &f64| {
            *sum += mass;
            Some(*sum)
        };
        if up {
            let mut sums: Vec<f64> = self.masses.iter().rev().scan(0.0, add).collect();
            sums.reverse();
            return sums;
        }
        self.masses.iter().scan(0.0, add).collect()
    }

    /// P(this ≥ `x`) (`up`) or P(this ≤ `x`), from the tails of that side.
    fn beyond(&self, tails: &[f64], x: u64, up: bool) -> f64 {
        let last = self.first + (self.masses.len() as u64 - 1);
        match up {
            true if x <= self.first => 1.0,
            true if x > last => 0.0,
            false if x >= last => 1.0,
            false if x < self.first => 0.0,
            _ => tails[(x - self.first) as usize].min(1.0),
        }
    }

    fn expect(&self, of: impl Fn(u64) -> f64) -> f64 {
        self.masses.iter().zip(self.first..).map(|(mass, k)| mass * of(k)).sum()
    }
}

/// A tie that rounding can't settle is accepted: the wider limit.
const SLACK: f64 = 1e-9;
/// Masses below this share of the largest one end the sums.
const NEGLIGIBLE: f64 = 1e-22;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{clopper_pearson, clopper_pearson_upper};

    fn point(rate: f64) -> Interval {
        Interval { low: rate, high: rate }
    }

    fn chance_of(x: u64, n: u64, p: f64) -> f64 {
        let masses = Masses::new(n, p);
        x.checked_sub(masses.first)
            .and_then(|at| masses.masses.get(at as usize))
            .copied()
            .unwrap_or(0.0)
    }

    #[test]
    fn a_faultless_test_counts() {
        let found = positives_among(7, 20, point(1.0), point(1.0), Level::default()).unwrap();
        assert_eq!((found.low, found.high), (7, 7));
    }

    #[test]
    fn known_error_rates_hold_the_level_whatever_the_number() {
        for (n, se, sp) in [(20, 0.8, 0.99), (60, 0.9, 0.9), (150, 0.55, 0.7), (40, 1.0, 0.95)] {
            let limits: Vec<AmongTested> = (0..=n)
                .map(|x| positives_among(x, n, point(se), point(sp), Level::default()).unwrap())
                .collect();
            for g in 0..=n {
                let mut covered = 0.0;
                for (x, limits) in (0..=n).zip(&limits) {
                    if limits.low <= g && g <= limits.high {
                        let mass: f64 = (0..=x.min(g))
                            .map(|k| chance_of(k, g, se) * chance_of(x - k, n - g, 1.0 - sp))
                            .sum();
                        covered += mass;
                    }
                }
                assert!(covered >= 0.95 - 1e-9, "{g} of {n}: {covered}");
            }
        }
    }

    /// Every outcome of both control sets and of the test, weighed by its probability.
    #[test]
    fn measured_error_rates_hold_the_level_too() {
        let level = Level::default();
        let third = Level::new(1.0 - level.alpha() / 3.0).unwrap();
        let (n, controls) = (30u64, 25u64);
        for (g, se, sp) in [(15, 0.9, 0.95), (30, 0.7, 0.99), (0, 0.9, 0.9), (25, 0.99, 0.999)] {
            let mut covered = 0.0;
            for a in 0..=controls {
                for b in 0..=controls {
                    let weight = chance_of(a, controls, se) * chance_of(b, controls, sp);
                    if weight < 1e-9 {
                        continue;
                    }
                    let rates = [a, b].map(|right| clopper_pearson(right, controls, third).unwrap());
                    for x in 0..=n {
                        let mass: f64 = (0..=x.min(g))
                            .map(|k| chance_of(k, g, se) * chance_of(x - k, n - g, 1.0 - sp))
                            .sum();
                        if weight * mass < 1e-9 {
                            continue;
                        }
                        let found = positives_among(x, n, rates[0], rates[1], third).unwrap();
                        if found.low <= g && g <= found.high {
                            covered += weight * mass;
                        }
                    }
                }
            }
            assert!(covered >= 0.95 - 1e-5, "{g}: {covered}");
        }
    }

    #[test]
    fn what_no_number_explains_is_flagged() {
        let few = positives_among(1, 1_000, point(0.9), point(0.9), Level::default()).unwrap();
        assert!(few.below_false_positives && few.high == 0 && !few.above_sensitivity);
        let many = positives_among(999, 1_000, point(0.9), point(0.9), Level::default()).unwrap();
        assert!(many.above_sensitivity && many.low == 1_000 && !many.below_false_positives);
        let useless = positives_among(5, 10, point(0.3), point(0.5), Level::default()).unwrap();
        assert_eq!((useless.low, useless.high), (0, 10));
    }

    #[test]
    fn large_numbers_take_no_time_and_stay_apart() {
        let found = positives_among(2_000_000, 4_000_000, point(0.9), point(0.999), Level::default()).unwrap();
        let expected = (2_000_000.0 - 4_000.0) / 0.899;
        assert!((found.low as f64) < expected && expected < found.high as f64);
        assert!(found.high - found.low < 3_000, "{found:?}");
    }

    proptest! {
        #[test]
        fn limits_are_in_order_and_wider_for_wider_rates(
            tested in 1u64..200,
            part in 0.0..=1.0f64,
            rates in prop::array::uniform4(0.0..=1.0f64),
        ) {
            let positives = (part * tested as f64) as u64;
            let interval = |a: f64, b: f64| Interval { low: a.min(b), high: a.max(b) };
            let (se, sp) = (interval(rates[0], rates[1]), interval(rates[2], rates[3]));
            let wide = positives_among(positives, tested, se, sp, Level::default()).unwrap();
            prop_assert!(wide.low <= tested && wide.high <= tested);
            let fits = !wide.below_false_positives && !wide.above_sensitivity;
            prop_assert!(!fits || wide.low <= wide.high, "{wide:?}");
            let middle = |of: Interval| point(0.5 * (of.low + of.high));
            if middle(se).low > 1.0 - middle(sp).low {
                let narrow = positives_among(positives, tested, middle(se), middle(sp), Level::default()).unwrap();
                prop_assert!(wide.low <= narrow.low && narrow.high <= wide.high, "{wide:?} {narrow:?}");
            }
        }

        #[test]
        fn without_false_positives_all_that_are_found_are_positive(tested in 1u64..300, part in 0.0..=1.0f64, se in 0.05..1.0f64) {
            let positives = (part * tested as f64) as u64;
            let found = positives_among(positives, tested, point(se), point(1.0), Level::default()).unwrap();
            prop_assert!(found.high >= positives);
            prop_assert!(found.low >= positives || found.below_false_positives);
            if found.high > 0 {
                let most = clopper_pearson_upper(positives, found.high, Level::default().each_side()).unwrap();
                prop_assert!(most >= se - 1e-6);
            }
        }
    }
}
