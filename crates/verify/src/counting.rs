//! Which figures of a test are exact counts and which are estimated, and by what.

use assay_fields::Class;
use serde::{Deserialize, Serialize};

use crate::distinct::Distinct;
use crate::tester::Counts;

/// How one quantity was counted. Without any such entry everything was counted exactly.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Counting {
    /// The quantity, such as `distinct rows` or `distinct combinations of name+ssn tested in index acme.assay`.
    pub quantity: String,
    /// Whether the figure is exact.
    pub counted: Counted,
    /// Name of the method.
    pub estimator: String,
    /// How many of the things were kept to count from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<u64>,
    /// The relative standard error, if the figure is estimated. Of a part of these things, such as those that hit, it
    /// is greater by the root of whole over part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relative_error: Option<f64>,
}

impl Counting {
    /// The quantity that is the number of distinct rows.
    pub const ROWS: &str = "distinct rows";
}

/// Whether a figure is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// It was counted.
    Exact,
    /// It was estimated.
    Estimated,
}

/// How every quantity was counted; nothing if all of them exactly. `labels` names the indexes.
pub(crate) fn counting(counts: &Counts, labels: &[&str]) -> Vec<Counting> {
    let classes = counts.plan.classes();
    let sets = &counts.sets;
    let mut all = vec![of(Counting::ROWS.to_owned(), &sets.rows)];
    let singles = classes.iter().zip(&sets.values);
    for (class, values) in singles.filter(|(class, _)| !class.is_link()) {
        all.push(of(format!("distinct values of {class}"), values));
    }
    for (label, sets) in labels.iter().zip(&sets.tested) {
        let used = classes.iter().zip(sets).filter(|(_, set)| set.kept() > 0);
        all.extend(used.map(|(class, set)| of(format!("distinct {} tested in index {label}", things(class)), set)));
    }
    if all.iter().all(|counting| counting.counted == Counted::Exact) {
        return Vec::new();
    }
    for quantity in [
        "rows, and rows per grade",
        "cells per outcome",
        "people, and people matched",
    ] {
        all.push(exact(quantity.to_owned()));
    }
    all
}

/// The relative standard error of an estimate from `kept` things that stand for `one_in` each; 0 for an exact count,
/// infinite where nothing was kept of what was sampled.
pub(crate) fn relative_error(kept: u64, one_in: u64) -> f64 {
    match one_in {
        0 | 1 => 0.0,
        _ => ((1.0 - 1.0 / one_in as f64) / kept as f64).sqrt(),
    }
}

/// What a count comes to at least: the count if it is exact, else six standard errors less, below which an estimate
/// stays less than once in 10⁸ samples.
pub(crate) fn at_least(kept: u64, one_in: u64) -> u64 {
    let count = kept.saturating_mul(one_in);
    let less = 6.0 * relative_error(kept, one_in) * count as f64;
    match one_in {
        0 | 1 => count,
        _ => (count as f64 - less).max(kept as f64).floor() as u64,
    }
}

fn things(class: &Class) -> String {
    match class.is_link() {
        true => format!("combinations of {class}"),
        false => format!("values of {class}"),
    }
}

fn of<V>(quantity: String, set: &Distinct<V>) -> Counting {
    let (kept, one_in) = (set.kept(), set.one_in());
    if one_in == 1 {
        return exact(quantity);
    }
    Counting {
        quantity,
        counted: Counted::Estimated,
        estimator: ADAPTIVE.to_owned(),
        kept: Some(kept),
        relative_error: (kept > 0).then(|| relative_error(kept, one_in)),
    }
}

fn exact(quantity: String) -> Counting {
    Counting {
        quantity,
        counted: Counted::Exact,
        estimator: "count".to_owned(),
        kept: None,
        relative_error: None,
    }
}

const ADAPTIVE: &str = "adaptive sampling by keyed hash (Wegman, 1984; Flajolet, 1990)";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_follow_from_what_was_kept() {
        assert_eq!(relative_error(1_000, 1), 0.0);
        assert!((relative_error(10_000, 4) - (0.75f64 / 10_000.0).sqrt()).abs() < 1e-15);
        assert_eq!(at_least(1_000, 1), 1_000);
        let low = at_least(10_000, 256);
        assert!((2_400_000..2_408_000).contains(&low), "{low}");
        // What was seen is there, however little it is.
        assert_eq!(at_least(3, 256), 3);
        assert_eq!(at_least(0, 256), 0);
    }
}
