//! Permutation tests: an observed statistic against those of permuted data.

use serde::{Deserialize, Serialize};

use crate::permutation_p_value;

/// An observed statistic among those of permuted data, large values speaking against the null.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PermutationTest {
    /// The observed statistic.
    pub observed: u64,
    /// How many permutations were drawn.
    pub permutations: u64,
    /// Of these, those with a larger statistic.
    pub greater: u64,
    /// Of these, those with an equal one.
    pub equal: u64,
}

impl PermutationTest {
    /// The test of `observed` against the statistics of permuted data.
    pub fn of(observed: u64, permuted: impl IntoIterator<Item = u64>) -> PermutationTest {
        let mut test = PermutationTest {
            observed,
            permutations: 0,
            greater: 0,
            equal: 0,
        };
        for statistic in permuted {
            test.permutations += 1;
            test.greater += u64::from(statistic > observed);
            test.equal += u64::from(statistic == observed);
        }
        test
    }

    /// The p-value of [`permutation_p_value`], b being the permutations with a statistic at least as large: the observed data are one
    /// of the permutations, so that it is never 0, and P(p ≤ α) ≤ α under the null (Davison & Hinkley, 1997; Phipson & Smyth,
    /// 2010).
    pub fn p_value(&self) -> f64 {
        // There are as many permutations as that, or more.
        permutation_p_value(self.greater + self.equal, self.permutations).unwrap_or(1.0)
    }

    /// The randomised p-value (g + u (e + 1)) / (m + 1), with g larger and e equal ones: for `u` uniform on 0 to 1 it is uniform
    /// under the null, whatever the ties. For checking the test, not for reporting.
    pub fn randomised(&self, u: f64) -> f64 {
        (self.greater as f64 + u * (self.equal + 1) as f64) / (self.permutations + 1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_observed_is_one_of_the_permutations() {
        let test = PermutationTest::of(5, [1, 5, 7, 2, 5, 0, 9, 3, 1]);
        assert_eq!((test.permutations, test.greater, test.equal), (9, 2, 2));
        assert_eq!(test.p_value(), 0.5);
        assert_eq!((test.randomised(0.0), test.randomised(1.0)), (0.2, 0.5));
        assert_eq!(PermutationTest::of(10, [1; 199]).p_value(), 1.0 / 200.0);
        assert_eq!(PermutationTest::of(1, []).p_value(), 1.0);
    }

    #[test]
    fn it_is_uniform_under_exchangeability() {
        let mut random = crate::Random::new(17);
        let runs = 20_000;
        let mut deciles = [0u64; 10];
        let mut small = 0;
        for _ in 0..runs {
            // Few distinct values: many ties.
            let mut draw = || random.below(6);
            let observed = draw();
            let permuted: Vec<u64> = (0..19).map(|_| draw()).collect();
            let test = PermutationTest::of(observed, permuted);
            small += u64::from(test.p_value() <= 0.1);
            let p = test.randomised(random.unit());
            deciles[((p * 10.0) as usize).min(9)] += 1;
        }
        let fit = crate::pearson_fit(&deciles, &[1.0; 10]).unwrap();
        assert!(fit.p_value > 1e-4, "{deciles:?}");
        let error = (0.1 * 0.9 / runs as f64).sqrt();
        assert!(small as f64 / (runs as f64) <= 0.1 + 4.0 * error);
    }
}
