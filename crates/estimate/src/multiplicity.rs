//! p-values, alone by resampling and together after many tests.

use crate::Error;
use crate::error::{check_part, check_probability};

/// The p-value of a permutation test, (b + 1) / (m + 1), from b of m random permutations at least as extreme as the
/// data (Phipson & Smyth 2010).
///
/// Never 0: the data are one of their own permutations. Assumes that labels could be exchanged under the null
/// hypothesis.
///
/// # Errors
/// [`Error::PartExceedsWhole`] if `exceedances` > `permutations`.
pub fn permutation_p_value(exceedances: u64, permutations: u64) -> Result<f64, Error> {
    check_part("exceedances", exceedances, "permutations", permutations)?;
    Ok((exceedances as f64 + 1.0) / (permutations as f64 + 1.0))
}

/// p-values adjusted by Holm (1979), in the order given: rejecting those ≤ α keeps the chance of any false rejection at
/// α, whatever their dependence.
///
/// # Errors
/// [`Error::ProbabilityOutOfRange`].
pub fn holm(p_values: &[f64]) -> Result<Vec<f64>, Error> {
    let order = ascending(p_values)?;
    let mut adjusted = vec![0.0; p_values.len()];
    let mut largest: f64 = 0.0;
    for (rank, &at) in order.iter().enumerate() {
        largest = largest.max((p_values.len() - rank) as f64 * p_values[at]).min(1.0);
        adjusted[at] = largest;
    }
    Ok(adjusted)
}

/// p-values adjusted by Benjamini & Hochberg (1995), in the order given: rejecting those ≤ q keeps the expected share
/// of false rejections at q.
///
/// Holds for independent or positively dependent tests (Benjamini & Yekutieli 2001).
///
/// # Errors
/// [`Error::ProbabilityOutOfRange`].
pub fn benjamini_hochberg(p_values: &[f64]) -> Result<Vec<f64>, Error> {
    let order = ascending(p_values)?;
    let mut adjusted = vec![0.0; p_values.len()];
    let mut smallest: f64 = 1.0;
    for (rank, &at) in order.iter().enumerate().rev() {
        smallest = smallest.min(p_values.len() as f64 / (rank + 1) as f64 * p_values[at]);
        adjusted[at] = smallest;
    }
    Ok(adjusted)
}

fn ascending(p_values: &[f64]) -> Result<Vec<usize>, Error> {
    for p in p_values {
        check_probability("a p-value", *p)?;
    }
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    Ok(order)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_bad_p_value_is_an_error() {
        assert!(holm(&[0.5, 1.5]).is_err() && benjamini_hochberg(&[f64::NAN]).is_err());
        assert_eq!(holm(&[]).unwrap(), Vec::<f64>::new());
        assert!(permutation_p_value(3, 2).is_err());
    }

    proptest! {
        #[test]
        fn adjustment_only_raises_and_keeps_order(p in prop::collection::vec(0.0..=1.0f64, 1..20)) {
            let (holm, bh) = (holm(&p).unwrap(), benjamini_hochberg(&p).unwrap());
            for i in 0..p.len() {
                prop_assert!(p[i] <= bh[i] * (1.0 + 1e-12) && bh[i] <= holm[i] * (1.0 + 1e-12) && holm[i] <= 1.0);
                for j in 0..p.len() {
                    prop_assert!(p[i] > p[j] || (holm[i] <= holm[j] && bh[i] <= bh[j]));
                }
            }
        }
    }
}
