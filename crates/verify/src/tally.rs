//! Mergeable counts: what parallel work returns. Parts of a sample, counted apart and added in any order,
//! give the counts of the whole.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use assay_fields::Parsed;

use crate::amount::Amount;
use crate::distinct::{Copies, Distinct, Strata};
use crate::grade::Found;
use crate::judge::{Judged, KnownTo};
use crate::shape::Shape;
use crate::{Grade, Outcome, Plan};

/// Counts over some rows of a sample.
#[derive(Clone, Debug)]
pub(crate) struct Tally {
    /// Rows counted.
    pub(crate) rows: u64,
    /// Rows per best grade.
    pub(crate) grades: BTreeMap<Grade, u64>,
    /// One entry per column of the sample, table after table; the last ones may be missing.
    pub(crate) columns: Vec<ColumnTally>,
    /// Values per class of the plan, copies included.
    pub(crate) values: Vec<u64>,
    /// One entry per index.
    pub(crate) indexes: Vec<IndexTally>,
}

/// Distinct things of a sample; counted from several threads.
#[derive(Debug)]
pub(crate) struct Sets {
    /// Rows by their fingerprints, apart by their marks. Equal rows have equal marks.
    pub(crate) rows: Mutex<Strata<Copies, MARKS>>,
    /// With several indexes: rows by their fingerprints, with those that know them.
    pub(crate) known: Mutex<Distinct<KnownTo>>,
    /// Values per class of the plan; links have none.
    pub(crate) values: Vec<Mutex<Distinct<()>>>,
    /// Per index and class of the plan: the combinations tested, by a fingerprint of their digests and apart by what
    /// became of them, with how many digests were looked up for each.
    pub(crate) tested: Vec<Vec<Mutex<Strata<u32, FOUND>>>>,
    /// Per index and class of the plan: identifiers that carry a label and hit in genuine rows, with their digests.
    pub(crate) labelled: Vec<Vec<Mutex<Distinct<u64>>>>,
}

/// Distinct things of a whole sample.
#[derive(Debug)]
pub(crate) struct SetsDone {
    pub(crate) rows: Strata<Copies, MARKS>,
    pub(crate) known: Distinct<KnownTo>,
    pub(crate) values: Vec<Distinct<()>>,
    pub(crate) tested: Vec<Vec<Strata<u32, FOUND>>>,
    pub(crate) labelled: Vec<Vec<Distinct<u64>>>,
}

/// What is known of a distinct row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Its best grade.
    pub(crate) grade: Grade,
    /// Whether a company's index that knows a directory row, or the name of a row graded none by date of birth or postcode, misses
    /// its ssn, and no other has it.
    pub(crate) contradicted: bool,
    /// Whether a firm link supports the grade in one of the indexes.
    pub(crate) firm: bool,
    /// Whether its name belongs to none of its identifiers that hit, in every index that finds it genuine.
    pub(crate) strange_name: bool,
}

/// Counts over the cells of one column.
#[derive(Clone, Debug, Default)]
pub(crate) struct ColumnTally {
    pub(crate) outcomes: BTreeMap<Outcome, u64>,
    pub(crate) malformed: BTreeMap<&'static str, u64>,
    pub(crate) implausible: BTreeMap<&'static str, u64>,
    pub(crate) padded: u64,
}

/// Counts against one index.
#[derive(Clone, Debug)]
pub(crate) struct IndexTally {
    pub(crate) grades: BTreeMap<Grade, u64>,
    /// One entry per class of the plan.
    pub(crate) classes: Vec<ClassTally>,
}

/// Counts of one class against one index.
#[derive(Clone, Debug, Default)]
pub(crate) struct ClassTally {
    /// Rows that have the class at all, hit or not: what chance could work on.
    pub(crate) rows: u64,
    /// Identifiers that hit in rows while none of their tested links did.
    pub(crate) strays: u64,
    /// Identifiers in rows that the index finds genuine.
    pub(crate) in_genuine: u64,
    /// Of these, those that hit and are no strays.
    pub(crate) fitting: u64,
    /// Combinations tested, copies included, by what was found of them.
    pub(crate) found: [u64; FOUND],
}

/// What became of one combination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tested {
    pub(crate) found: Found,
    /// Digests looked up for it.
    pub(crate) probes: u32,
}

impl Tally {
    pub(crate) fn new(classes: usize, indexes: usize) -> Tally {
        Tally {
            rows: 0,
            grades: BTreeMap::new(),
            columns: Vec::new(),
            values: vec![0; classes],
            indexes: vec![
                IndexTally {
                    grades: BTreeMap::new(),
                    classes: vec![ClassTally::default(); classes],
                };
                indexes
            ],
        }
    }

    /// Counts `rows` rows of one shape of which the same was found.
    pub(crate) fn count(&mut self, shape: &Shape, judged: &Judged, rows: u64) {
        self.rows += rows;
        *self.grades.entry(judged.mark.grade).or_default() += rows;
        let first = shape.first_column as usize;
        self.reach(first + shape.parsed.len());
        let columns = self.columns[first..].iter_mut();
        for ((column, parsed), outcome) in columns.zip(&shape.parsed).zip(&judged.outcomes) {
            column.count(*parsed, *outcome, rows);
        }
        for (class, values) in self.values.iter_mut().enumerate() {
            *values += rows * shape.of_class(class).len() as u64;
        }
        for at in &judged.tested {
            self.indexes[at.index].classes[at.class].found[at.tested.found as usize] += rows;
        }
        for (tally, judged) in self.indexes.iter_mut().zip(&judged.by_index) {
            *tally.grades.entry(judged.grade).or_default() += rows;
            for class in &judged.with {
                tally.classes[*class].rows += rows;
            }
            for value in &judged.values {
                let class = &mut tally.classes[value.class];
                class.strays += rows * u64::from(value.stray);
                class.in_genuine += rows * u64::from(value.in_genuine);
                class.fitting += rows * u64::from(value.fitting);
            }
        }
    }

    /// Makes room for so many columns.
    pub(crate) fn reach(&mut self, columns: usize) {
        if self.columns.len() < columns {
            self.columns.resize_with(columns, ColumnTally::default);
        }
    }

    /// Adds the counts of other rows of the same sample.
    pub(crate) fn merge(&mut self, other: Tally) {
        self.rows += other.rows;
        add(&mut self.grades, other.grades);
        self.reach(other.columns.len());
        for (ours, theirs) in self.columns.iter_mut().zip(other.columns) {
            add(&mut ours.outcomes, theirs.outcomes);
            add(&mut ours.malformed, theirs.malformed);
            add(&mut ours.implausible, theirs.implausible);
            ours.padded += theirs.padded;
        }
        for (ours, theirs) in self.values.iter_mut().zip(other.values) {
            *ours += theirs;
        }
        for (ours, theirs) in self.indexes.iter_mut().zip(other.indexes) {
            add(&mut ours.grades, theirs.grades);
            for (ours, theirs) in ours.classes.iter_mut().zip(theirs.classes) {
                ours.merge(theirs);
            }
        }
    }
}

impl Sets {
    /// Nothing yet: rows are counted exactly up to `most_rows`, other things up to `most` of each sort.
    pub(crate) fn new(plan: &Plan, indexes: usize, most_rows: usize, most: usize) -> Sets {
        let classes = plan.classes().len();
        Sets {
            rows: Mutex::new(Strata::new(most_rows)),
            known: Mutex::new(Distinct::new(most)),
            values: (0..classes).map(|_| Mutex::new(Distinct::new(most))).collect(),
            tested: (0..indexes)
                .map(|_| (0..classes).map(|_| Mutex::new(Strata::new(most))).collect())
                .collect(),
            labelled: (0..indexes)
                .map(|_| (0..classes).map(|_| Mutex::new(Distinct::new(most))).collect())
                .collect(),
        }
    }

    /// Ends the counting.
    pub(crate) fn into_done(self) -> SetsDone {
        SetsDone {
            rows: unlocked(self.rows),
            known: unlocked(self.known),
            values: self.values.into_iter().map(unlocked).collect(),
            tested: self
                .tested
                .into_iter()
                .map(|classes| classes.into_iter().map(unlocked).collect())
                .collect(),
            labelled: self
                .labelled
                .into_iter()
                .map(|classes| classes.into_iter().map(unlocked).collect())
                .collect(),
        }
    }
}

fn unlocked<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(PoisonError::into_inner)
}

impl ColumnTally {
    /// Counts `cells` cells; `outcome` is the one that the indexes give a value.
    fn count(&mut self, parsed: Parsed, outcome: Outcome, cells: u64) {
        *self.outcomes.entry(outcome).or_default() += cells;
        match parsed {
            Parsed::Malformed(reason) => *self.malformed.entry(reason.name()).or_default() += cells,
            Parsed::Value { doubt, padded } => {
                self.padded += cells * u64::from(padded);
                if let Some(doubt) = doubt {
                    *self.implausible.entry(doubt.name()).or_default() += cells;
                }
            }
            _ => {}
        }
    }
}

impl ClassTally {
    fn merge(&mut self, other: ClassTally) {
        self.rows += other.rows;
        self.strays += other.strays;
        self.in_genuine += other.in_genuine;
        self.fitting += other.fitting;
        for (ours, theirs) in self.found.iter_mut().zip(other.found) {
            *ours += theirs;
        }
    }
}

impl Mark {
    /// The stratum of rows marked so: their grade, and what matters beside it.
    pub(crate) fn stratum(self) -> usize {
        // A strange name forbids the grade full.
        let strange = self.strange_name && self.grade == Grade::Partial;
        let of_genuine = [self.firm && self.grade.is_genuine(), strange];
        let contradicted = self.contradicted && matches!(self.grade, Grade::Directory | Grade::None);
        let [firm, strange] = of_genuine.map(usize::from);
        self.grade as usize * MARKS_A_GRADE + firm + 2 * strange + 4 * usize::from(contradicted)
    }

    fn of_stratum(stratum: usize) -> Mark {
        let bits = stratum % MARKS_A_GRADE;
        Mark {
            grade: Grade::ALL[stratum / MARKS_A_GRADE],
            firm: bits & 1 != 0,
            strange_name: bits & 2 != 0,
            contradicted: bits & 4 != 0,
        }
    }
}

impl Strata<Copies, MARKS> {
    /// How many rows are marked so.
    pub(crate) fn marked(&self, is: impl Fn(&Mark) -> bool) -> Amount {
        let each = self.each().iter().enumerate();
        each.filter(|(stratum, _)| is(&Mark::of_stratum(*stratum)))
            .map(|(_, rows)| Amount::of(rows))
            .sum()
    }
}

impl Strata<u32, FOUND> {
    /// How many combinations of which was found what.
    pub(crate) fn found(&self, found: Found) -> Amount {
        Amount::of(&self.each()[found as usize])
    }

    /// The share of distinct combinations for which one digest was looked up.
    pub(crate) fn share_of_single(&self) -> f64 {
        let (mut single, mut all) = (0.0, 0.0);
        for set in self.each() {
            let weight = set.one_in() as f64;
            all += weight * set.kept() as f64;
            single += weight * set.values().filter(|probes| **probes == 1).count() as f64;
        }
        if all > 0.0 { single / all } else { 0.0 }
    }

    /// Digests looked up for distinct combinations.
    pub(crate) fn probes(&self) -> u64 {
        let of = |set: &Distinct<u32>| {
            let kept: u64 = set.values().map(|probes| u64::from(*probes)).sum();
            kept.saturating_mul(set.one_in())
        };
        self.each().iter().map(of).fold(0, u64::saturating_add)
    }
}

/// What can be found of a combination.
pub(crate) const FOUND: usize = 3;
const MARKS_A_GRADE: usize = 8;
/// Strata of rows; most of them stay empty.
pub(crate) const MARKS: usize = Grade::ALL.len() * MARKS_A_GRADE;
/// Strata of rows that any row can be in: two of full rows, four of partial ones, two of directory rows and of those graded
/// none, and the other grades.
pub(crate) const MARKS_USED: usize = 14;

fn add<K: Ord>(ours: &mut BTreeMap<K, u64>, theirs: BTreeMap<K, u64>) {
    for (key, count) in theirs {
        *ours.entry(key).or_default() += count;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_has_its_stratum() {
        let mut used = std::collections::BTreeSet::new();
        for grade in Grade::ALL {
            for bits in 0..MARKS_A_GRADE {
                let mark = Mark {
                    grade,
                    ..Mark::of_stratum(bits)
                };
                let again = Mark::of_stratum(mark.stratum());
                assert_eq!((again.grade, again.stratum()), (grade, mark.stratum()));
                used.insert(mark.stratum());
            }
        }
        assert_eq!(used.len(), MARKS_USED);
    }
}
