//! Counts split into categories.

use serde::{Deserialize, Serialize};

use crate::Error;
use crate::hypergeometric::mass;
use crate::special::chi_squared_survival;

/// A chi-squared test's result.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CategoryTest {
    /// The statistic.
    pub statistic: f64,
    /// Its degrees of freedom.
    pub degrees: u64,
    /// P(a statistic at least as large), by the chi-squared distribution.
    pub p_value: f64,
    /// The smallest expected count. Below about 5 (Cochran 1954) the chi-squared distribution fits poorly: use an exact
    /// or a permutation test.
    pub smallest_expected: f64,
}

/// Pearson's (1900) chi-squared test that rows and columns of a table of counts are independent: Σ (observed −
/// expected)² / expected, without continuity correction.
///
/// Assumes independent observations, each counted once. Rows are of equal length, at least 2 × 2; every row and column
/// must hold something.
///
/// # Errors
/// [`Error::TableShape`].
pub fn pearson_independence(table: &[Vec<u64>]) -> Result<CategoryTest, Error> {
    independence(table, pearson_term)
}

/// The likelihood-ratio (G) test of independence: 2 Σ observed ln(observed / expected) (Wilks 1935). As
/// [`pearson_independence`] otherwise.
///
/// # Errors
/// [`Error::TableShape`].
pub fn g_independence(table: &[Vec<u64>]) -> Result<CategoryTest, Error> {
    independence(table, g_term)
}

/// Pearson's (1900) chi-squared test that counts follow the distribution given by `expected`, which is scaled to their
/// total.
///
/// The expectation must not have been fitted to the same counts: degrees of freedom are the categories less 1.
///
/// # Errors
/// [`Error::TableShape`]; [`Error::NumberOutOfRange`] for an expectation that is not above 0 and finite.
pub fn pearson_fit(observed: &[u64], expected: &[f64]) -> Result<CategoryTest, Error> {
    fit(observed, expected, pearson_term)
}

/// The likelihood-ratio (G) test that counts follow the distribution given by `expected`. As [`pearson_fit`] otherwise.
///
/// # Errors
/// [`Error::TableShape`]; [`Error::NumberOutOfRange`] for an expectation that is not above 0 and finite.
pub fn g_fit(observed: &[u64], expected: &[f64]) -> Result<CategoryTest, Error> {
    fit(observed, expected, g_term)
}

/// The result of [`fisher_exact`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FisherTest {
    /// The sample's odds ratio ad / bc; `None` if b or c is 0, where it is infinite or undefined.
    pub odds_ratio: Option<f64>,
    /// The two-sided p-value: the total probability of all tables no likelier than this one.
    pub p_value: f64,
}

/// Fisher's (1922, 1935) exact test of independence in a 2 × 2 table `[[a, b], [c, d]]`, given its margins.
///
/// Valid at any size, conservative at small ones. Tables with probability equal to the observed one's up to 10⁻⁷ count
/// as no likelier. Time grows with the smallest margin.
///
/// # Errors
/// [`Error::TableShape`] if the total exceeds 2⁵².
pub fn fisher_exact(table: [[u64; 2]; 2]) -> Result<FisherTest, Error> {
    let [[a, b], [c, d]] = table;
    let total = [a, b, c, d]
        .iter()
        .try_fold(0u64, |sum, x| sum.checked_add(*x))
        .filter(|total| *total <= 1 << 52);
    let Some(total) = total else {
        return Err(Error::TableShape {
            expected: "of a total up to 2^52",
            found: "a larger total".into(),
        });
    };
    let (row, column) = (a + b, a + c);
    let limit = mass(total, row, column, a) * (1.0 + 1e-7);
    let least = column.saturating_sub(total - row);
    let p_value: f64 = (least..=row.min(column))
        .map(|x| mass(total, row, column, x))
        .filter(|probability| *probability <= limit)
        .sum();
    let odds_ratio = (b > 0 && c > 0).then(|| a as f64 / b as f64 * (d as f64 / c as f64));
    Ok(FisherTest {
        odds_ratio,
        p_value: p_value.min(1.0),
    })
}

fn independence(table: &[Vec<u64>], term: fn(f64, f64) -> f64) -> Result<CategoryTest, Error> {
    let width = table.first().map_or(0, Vec::len);
    let shape = |found: String| Error::TableShape {
        expected: "rectangular, at least 2 by 2, no row or column empty",
        found,
    };
    if table.len() < 2 || width < 2 {
        return Err(shape(format!("{} by {width}", table.len())));
    }
    if let Some(odd) = table.iter().position(|row| row.len() != width) {
        return Err(shape(format!(
            "row {} with {} columns beside {width}",
            odd + 1,
            table[odd].len()
        )));
    }
    let rows: Vec<f64> = table.iter().map(|row| row.iter().map(|x| *x as f64).sum()).collect();
    let columns: Vec<f64> = (0..width)
        .map(|j| table.iter().map(|row| row[j] as f64).sum())
        .collect();
    if let Some(empty) = rows.iter().position(|sum| *sum == 0.0) {
        return Err(shape(format!("row {} empty", empty + 1)));
    }
    if let Some(empty) = columns.iter().position(|sum| *sum == 0.0) {
        return Err(shape(format!("column {} empty", empty + 1)));
    }
    let total: f64 = rows.iter().sum();
    let cells = table.iter().zip(&rows).flat_map(|(row, row_sum)| {
        row.iter()
            .zip(&columns)
            .map(move |(observed, column_sum)| (*observed as f64, row_sum / total * column_sum))
    });
    Ok(summarise(cells, ((table.len() - 1) * (width - 1)) as u64, term))
}

fn fit(observed: &[u64], expected: &[f64], term: fn(f64, f64) -> f64) -> Result<CategoryTest, Error> {
    if observed.len() != expected.len() || observed.len() < 2 {
        return Err(Error::TableShape {
            expected: "two rows of equal length, at least 2 categories",
            found: format!("{} observed and {} expected", observed.len(), expected.len()),
        });
    }
    for &found in expected {
        if !(found > 0.0 && found.is_finite()) {
            return Err(Error::NumberOutOfRange {
                name: "an expected count",
                expected: "above 0",
                found,
            });
        }
    }
    let total: f64 = observed.iter().map(|x| *x as f64).sum();
    if total == 0.0 {
        return Err(Error::TableShape {
            expected: "of at least one observation",
            found: "none".into(),
        });
    }
    let scale = total / expected.iter().sum::<f64>();
    let cells = observed
        .iter()
        .zip(expected)
        .map(|(observed, expected)| (*observed as f64, expected * scale));
    Ok(summarise(cells, observed.len() as u64 - 1, term))
}

fn summarise(cells: impl Iterator<Item = (f64, f64)>, degrees: u64, term: fn(f64, f64) -> f64) -> CategoryTest {
    let (statistic, smallest_expected) = cells.fold((0.0, f64::INFINITY), |(sum, smallest), (observed, expected)| {
        (sum + term(observed, expected), expected.min(smallest))
    });
    // Rounding can leave G a hair below 0.
    let statistic = f64::max(statistic, 0.0);
    CategoryTest {
        statistic,
        degrees,
        p_value: chi_squared_survival(degrees as f64, statistic),
        smallest_expected,
    }
}

fn pearson_term(observed: f64, expected: f64) -> f64 {
    (observed - expected) * (observed - expected) / expected
}

fn g_term(observed: f64, expected: f64) -> f64 {
    if observed == 0.0 {
        0.0
    } else {
        2.0 * observed * (observed / expected).ln()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_that_fit_no_test_are_errors() {
        for table in [
            vec![],
            vec![vec![1, 2]],
            vec![vec![1, 2], vec![3]],
            vec![vec![0, 0], vec![1, 2]],
            vec![vec![0, 1], vec![0, 2]],
        ] {
            assert!(
                matches!(pearson_independence(&table), Err(Error::TableShape { .. })),
                "{table:?}"
            );
        }
        assert!(
            pearson_fit(&[1, 2], &[1.0]).is_err()
                && g_fit(&[1, 2], &[1.0, 0.0]).is_err()
                && g_fit(&[0, 0], &[1.0, 1.0]).is_err()
        );
    }

    #[test]
    fn a_perfect_fit_has_p_value_one() {
        let test = g_independence(&[vec![10, 20], vec![20, 40]]).unwrap();
        assert!(test.statistic < 1e-12 && (test.p_value - 1.0).abs() < 1e-5, "{test:?}");
        assert_eq!(
            fisher_exact([[0, 0], [3, 4]]).unwrap(),
            FisherTest {
                odds_ratio: None,
                p_value: 1.0
            }
        );
    }

    #[test]
    fn fisher_sees_the_same_table_turned() {
        let p = |table| fisher_exact(table).unwrap().p_value;
        let here = p([[8, 2], [1, 5]]);
        for turned in [[[2, 8], [5, 1]], [[1, 5], [8, 2]], [[8, 1], [2, 5]]] {
            assert!((p(turned) - here).abs() < 1e-14);
        }
    }
}
