//! Mergeable counts: what parallel work returns. Parts of a sample, counted apart and added in any order,
//! give the counts of the whole.

use std::collections::{BTreeMap, HashMap, HashSet};

use assay_fields::Parsed;

use crate::grade::Found;
use crate::{Grade, Outcome};

/// Counts over some rows of a sample.
#[derive(Clone, Debug)]
pub(crate) struct Tally {
    /// Rows counted.
    pub(crate) rows: u64,
    /// Distinct rows by their fingerprints. Equal rows have equal marks.
    pub(crate) distinct: HashMap<u64, Mark>,
    /// Rows per best grade.
    pub(crate) grades: BTreeMap<Grade, u64>,
    /// One entry per column.
    pub(crate) columns: Vec<ColumnTally>,
    /// Distinct digests per class of the plan, for single kinds only.
    pub(crate) values: Vec<HashSet<u64>>,
    /// One entry per index.
    pub(crate) indexes: Vec<IndexTally>,
}

/// What is kept of a distinct row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    /// Its best grade.
    pub(crate) grade: Grade,
    /// Whether an identifier that no phone book has was tested and misses in every index.
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
    /// What became of each distinct combination tested, by a fingerprint of its digests.
    pub(crate) tested: HashMap<u64, Tested>,
    /// Identifiers that hit in rows while none of their tested links did.
    pub(crate) strays: u64,
    /// Identifiers in rows that the index finds genuine.
    pub(crate) in_genuine: u64,
    /// Of these, those that hit and are no strays.
    pub(crate) fitting: u64,
}

/// What became of one combination.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tested {
    pub(crate) found: Found,
    /// Digests looked up for it.
    pub(crate) probes: u32,
}

impl Tally {
    pub(crate) fn new(columns: usize, classes: usize, indexes: usize) -> Tally {
        Tally {
            rows: 0,
            distinct: HashMap::new(),
            grades: BTreeMap::new(),
            columns: vec![ColumnTally::default(); columns],
            values: vec![HashSet::new(); classes],
            indexes: vec![
                IndexTally {
                    grades: BTreeMap::new(),
                    classes: vec![ClassTally::default(); classes],
                };
                indexes
            ],
        }
    }

    /// Adds the counts of other rows of the same sample.
    pub(crate) fn merge(mut self, other: Tally) -> Tally {
        self.rows += other.rows;
        pour(&mut self.distinct, other.distinct);
        add(&mut self.grades, other.grades);
        for (ours, theirs) in self.columns.iter_mut().zip(other.columns) {
            add(&mut ours.outcomes, theirs.outcomes);
            add(&mut ours.malformed, theirs.malformed);
            add(&mut ours.implausible, theirs.implausible);
            ours.padded += theirs.padded;
        }
        for (ours, theirs) in self.values.iter_mut().zip(other.values) {
            union(ours, theirs);
        }
        for (ours, theirs) in self.indexes.iter_mut().zip(other.indexes) {
            add(&mut ours.grades, theirs.grades);
            for (ours, theirs) in ours.classes.iter_mut().zip(theirs.classes) {
                ours.merge(theirs);
            }
        }
        self
    }
}

impl ColumnTally {
    /// Counts a cell; `outcome` is the one that the indexes give a value.
    pub(crate) fn count(&mut self, parsed: Parsed, outcome: Outcome) {
        *self.outcomes.entry(outcome).or_default() += 1;
        match parsed {
            Parsed::Malformed(reason) => *self.malformed.entry(reason.name()).or_default() += 1,
            Parsed::Value { doubt, padded } => {
                self.padded += u64::from(padded);
                if let Some(doubt) = doubt {
                    *self.implausible.entry(doubt.name()).or_default() += 1;
                }
            }
            _ => {}
        }
    }
}

impl ClassTally {
    /// Distinct combinations of which was found what.
    pub(crate) fn found(&self, found: Found) -> u64 {
        self.tested.values().filter(|tested| tested.found == found).count() as u64
    }

    /// Digests looked up for distinct combinations.
    pub(crate) fn probes(&self) -> u64 {
        self.tested.values().map(|tested| u64::from(tested.probes)).sum()
    }

    fn merge(&mut self, other: ClassTally) {
        self.rows += other.rows;
        self.strays += other.strays;
        self.in_genuine += other.in_genuine;
        self.fitting += other.fitting;
        pour(&mut self.tested, other.tested);
    }
}

fn add<K: Ord>(ours: &mut BTreeMap<K, u64>, theirs: BTreeMap<K, u64>) {
    for (key, count) in theirs {
        *ours.entry(key).or_default() += count;
    }
}

/// The smaller map is poured into the larger.
fn pour<V>(ours: &mut HashMap<u64, V>, mut theirs: HashMap<u64, V>) {
    if theirs.len() > ours.len() {
        std::mem::swap(ours, &mut theirs);
    }
    ours.extend(theirs);
}

/// The smaller set is poured into the larger.
fn union(ours: &mut HashSet<u64>, mut theirs: HashSet<u64>) {
    if theirs.len() > ours.len() {
        std::mem::swap(ours, &mut theirs);
    }
    ours.extend(theirs);
}
