//! A number of distinct things: the sum over disjoint sets, each of which was counted or estimated by itself.
//!
//! An estimated number is judged like the smaller one that was seen for it: a sum of Poisson numbers Σwk, w being how
//! many things each kept one stands for, spreads like w̄ times one of mean Σwk / w̄, w̄ = Σw²k / Σwk (Fay & Feuer,
//! Statistics in Medicine 16, 1997). For a share this is the design effect, by which the limits of Clopper & Pearson
//! are taken over fewer draws (Korn & Graubard, Survey Methodology 24, 1998). Of exact counts nothing changes.

use crate::distinct::Distinct;

/// A number of distinct things.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Amount {
    count: u64,
    kept: u64,
    /// Σw²k.
    squares: f64,
    /// The largest w.
    one_in: u64,
}

/// Hits and trials in whole numbers, for either limit of a share, rounded to its side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Draws {
    pub(crate) low: (u64, u64),
    pub(crate) high: (u64, u64),
}

impl Amount {
    pub(crate) const NONE: Amount = Amount {
        count: 0,
        kept: 0,
        squares: 0.0,
        one_in: 1,
    };

    /// `kept` things that stand for `one_in` each.
    pub(crate) fn new(kept: u64, one_in: u64) -> Amount {
        let w = one_in as f64;
        Amount {
            count: kept.saturating_mul(one_in),
            kept,
            squares: w * w * kept as f64,
            one_in,
        }
    }

    /// `count` things, counted from some that stand for `one_in` each.
    pub(crate) fn estimated(count: u64, one_in: u64) -> Amount {
        Amount {
            count,
            ..Amount::new(count / one_in.max(1), one_in.max(1))
        }
    }

    pub(crate) fn of<V>(set: &Distinct<V>) -> Amount {
        Amount::new(set.kept(), set.one_in())
    }

    /// Both together; no thing is in both.
    pub(crate) fn and(self, other: Amount) -> Amount {
        Amount {
            count: self.count.saturating_add(other.count),
            kept: self.kept.saturating_add(other.kept),
            squares: self.squares + other.squares,
            one_in: self.one_in.max(other.one_in),
        }
    }

    /// These without `part` of them.
    pub(crate) fn without(self, part: Amount) -> Amount {
        Amount {
            count: self.count.saturating_sub(part.count),
            kept: self.kept.saturating_sub(part.kept),
            squares: (self.squares - part.squares).max(0.0),
            one_in: self.one_in,
        }
    }

    /// These less those that chance is expected to have given.
    pub(crate) fn less(self, expected: f64) -> Amount {
        let count = (self.count as f64 - expected).max(0.0).round();
        let share = count / (self.count as f64).max(1.0);
        Amount {
            count: count as u64,
            kept: (self.kept as f64 * share) as u64,
            squares: self.squares * share,
            one_in: self.one_in,
        }
    }

    /// At most so many: an estimate may lie above what there can be.
    pub(crate) fn up_to(self, most: u64) -> Amount {
        Amount {
            count: self.count.min(most),
            ..self
        }
    }

    /// How many there are.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// How many of them were kept to count from.
    pub(crate) fn kept(&self) -> u64 {
        self.kept
    }

    /// How many each kept one stands for; of a sum, where that is most.
    pub(crate) fn one_in(&self) -> u64 {
        self.one_in
    }

    pub(crate) fn is_exact(&self) -> bool {
        self.one_in <= 1
    }

    /// How many each that was seen stands for; 1 where the count is exact.
    pub(crate) fn weight(&self) -> f64 {
        match self.count {
            _ if self.is_exact() => 1.0,
            0 => self.one_in as f64,
            count => (self.squares / count as f64).clamp(1.0, self.one_in as f64),
        }
    }

    /// How many exactly counted things would prove as much.
    pub(crate) fn seen(&self) -> u64 {
        match self.is_exact() {
            true => self.count,
            false => (self.count as f64 / self.weight()) as u64,
        }
    }

    /// The standard error √Σw(w − 1)k.
    pub(crate) fn error(&self) -> f64 {
        match self.is_exact() {
            true => 0.0,
            false => (self.count as f64 * (self.weight() - 1.0)).max(0.0).sqrt(),
        }
    }

    /// How many there are at least: the count if it is exact, else six standard errors less, below which an estimate
    /// stays less than once in 10⁸ samples.
    pub(crate) fn at_least(&self) -> u64 {
        match self.is_exact() {
            true => self.count,
            false => (self.count as f64 - 6.0 * self.error()).max(self.kept as f64).floor() as u64,
        }
    }

    /// How many there are at most, in the same sense.
    pub(crate) fn at_most(&self) -> u64 {
        match (self.is_exact(), self.kept) {
            (true, _) => self.count,
            // Of 20 times as many as one stands for, none is kept once in 10⁸ samples.
            (false, 0) => self.one_in.saturating_mul(20),
            (false, _) => (self.count as f64 + 6.0 * self.error()).ceil() as u64,
        }
    }

    /// The share of these in these and `rest` together, as draws.
    pub(crate) fn share_beside(self, rest: Amount) -> Draws {
        let whole = self.and(rest);
        if whole.is_exact() || whole.count == 0 {
            let exact = (self.count, whole.count);
            return Draws {
                low: exact,
                high: exact,
            };
        }
        let share = self.count as f64 / whole.count as f64;
        let effect = 1.0 + (1.0 - share) * (self.weight() - 1.0) + share * (rest.weight() - 1.0);
        // Where one side is empty the share is sure, so that the error of the other must be taken off the draws.
        let count = match self.count == 0 || rest.count == 0 {
            true => whole.at_least(),
            false => whole.count,
        };
        let draws = (count as f64 / effect).floor().max(1.0);
        let hits = share * draws;
        Draws {
            low: (hits.floor() as u64, draws as u64),
            high: (hits.ceil().min(draws) as u64, draws as u64),
        }
    }
}

impl std::iter::Sum for Amount {
    fn sum<I: Iterator<Item = Amount>>(amounts: I) -> Amount {
        amounts.fold(Amount::NONE, Amount::and)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_counts_are_judged_as_they_are() {
        let (hits, misses) = (Amount::new(7, 1), Amount::new(93, 1));
        assert_eq!(hits.and(misses).count(), 100);
        assert_eq!(
            (hits.seen(), hits.at_least(), hits.at_most(), hits.error()),
            (7, 7, 7, 0.0)
        );
        let draws = hits.share_beside(misses);
        assert_eq!((draws.low, draws.high), ((7, 100), (7, 100)));
    }

    #[test]
    fn one_weight_gives_what_was_kept() {
        let (hits, misses) = (Amount::new(100, 8), Amount::new(900, 8));
        assert_eq!((hits.seen(), hits.and(misses).seen()), (100, 1_000));
        let draws = hits.share_beside(misses);
        assert_eq!((draws.low, draws.high), ((100, 1_000), (100, 1_000)));
        assert!((hits.and(misses).error() / 8_000.0 - (0.875f64 / 1_000.0).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn few_exact_hits_among_estimated_misses_lose_next_to_nothing() {
        let (hits, misses) = (Amount::new(8, 1), Amount::new(22_500, 4));
        assert_eq!((hits.seen(), hits.and(misses).count()), (8, 90_008));
        let draws = hits.share_beside(misses);
        assert_eq!((draws.low.0, draws.high.0), (7, 8));
        assert!((89_900..=90_008).contains(&draws.low.1), "{draws:?}");
        let none = Amount::NONE.share_beside(misses);
        assert_eq!((none.low.0, none.high.0, none.low.1), (0, 0, misses.at_least()));
    }

    #[test]
    fn limits_keep_what_was_seen() {
        let low = Amount::new(10_000, 256).at_least();
        assert!((2_400_000..2_408_000).contains(&low), "{low}");
        assert_eq!(Amount::new(3, 256).at_least(), 3);
        assert_eq!(Amount::new(0, 256).at_least(), 0);
        assert_eq!(Amount::new(0, 256).at_most(), 5_120);
        assert_eq!(Amount::new(u64::MAX / 2, 1 << 60).count(), u64::MAX);
    }
}
