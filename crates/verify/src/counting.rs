//! Which figures of a test are exact counts and which are estimated, and by what.

use assay_fields::Class;
use serde::{Deserialize, Serialize};

use crate::Grade;
use crate::amount::Amount;
use crate::grade::Found;
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
    /// The relative standard error, if the figure is estimated. It is that of this figure, not of a part of it.
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
    let mut all = vec![of(Counting::ROWS.to_owned(), sets.rows.marked(|_| true))];
    for grade in Grade::ALL {
        let rows = sets.rows.marked(|mark| mark.grade == grade);
        if rows.count() > 0 {
            all.push(of(format!("distinct rows graded {grade}"), rows));
        }
    }
    let singles = classes.iter().zip(&sets.values);
    for (class, values) in singles.filter(|(class, _)| !class.is_link()) {
        all.push(of(format!("distinct values of {class}"), Amount::of(values)));
    }
    for (label, sets) in labels.iter().zip(&sets.tested) {
        for (class, set) in classes.iter().zip(sets) {
            let [hits, near, misses] = [Found::Hit, Found::Near, Found::Miss].map(|found| set.found(found));
            let tested = hits.and(near).and(misses);
            if tested.count() == 0 {
                continue;
            }
            let things = things(class);
            all.push(of(format!("distinct {things} tested in index {label}"), tested));
            all.push(of(format!("distinct {things} that hit in index {label}"), hits));
            if near.count() > 0 {
                all.push(of(format!("distinct {things} that are near in index {label}"), near));
            }
        }
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

fn things(class: &Class) -> String {
    match class.is_link() {
        true => format!("combinations of {class}"),
        false => format!("values of {class}"),
    }
}

fn of(quantity: String, amount: Amount) -> Counting {
    if amount.is_exact() {
        return exact(quantity);
    }
    Counting {
        quantity,
        counted: Counted::Estimated,
        estimator: ADAPTIVE.to_owned(),
        kept: Some(amount.kept()),
        relative_error: (amount.count() > 0).then(|| amount.error() / amount.count() as f64),
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
