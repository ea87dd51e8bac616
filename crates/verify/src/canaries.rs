//! Planted records that stand in the sample.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use assay_fields::{Class, Kind};
use assay_index::Index;
use serde::{Deserialize, Serialize};

use crate::prepare::{Plan, Prepared};
use crate::weigh::name;
use crate::{Points, Question, Signal, Strength};

/// A canary that stands in the sample.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CanaryHit {
    /// The index that marks it.
    pub index: String,
    /// What the company calls it.
    pub canary: String,
    /// Rows that show it: at least two of its values or links, or the one that the row can show, if nobody else can have it.
    pub rows: u64,
    /// Rows that show one of its values beside others: perhaps somebody else.
    pub near: u64,
    /// The classes by which it was found.
    pub classes: Vec<Class>,
    /// The number of the first such row.
    pub first_row: u64,
}

/// What is looked for.
pub(crate) struct Lookout {
    /// Index and id of each canary, and the classes that it has.
    canaries: Vec<(usize, String, BTreeSet<usize>)>,
    /// Per digester and class of the plan: which canaries have a digest.
    known: Vec<(usize, usize, HashMap<u64, Vec<u32>>)>,
    found: Mutex<BTreeMap<u32, Found>>,
}

#[derive(Default)]
struct Found {
    rows: u64,
    near: u64,
    classes: BTreeSet<usize>,
    first: Option<u64>,
}

impl Lookout {
    /// For the canaries of the indexes; `digester_of` says which digests each of them needs.
    pub(crate) fn of(indexes: &[Index], plan: &Plan, digester_of: &[usize]) -> Lookout {
        let mut lookout = Lookout {
            canaries: Vec::new(),
            known: Vec::new(),
            found: Mutex::default(),
        };
        for (at, (index, digester)) in indexes.iter().zip(digester_of).enumerate() {
            for canary in &index.manifest().canaries {
                let number = lookout.canaries.len() as u32;
                let mut has = BTreeSet::new();
                for (class, digests) in &canary.digests {
                    let Some(class) = plan.classes().iter().position(|known| known == class) else {
                        continue;
                    };
                    has.insert(class);
                    let place = lookout.place(*digester, class);
                    for digest in digests {
                        lookout.known[place].2.entry(*digest).or_default().push(number);
                    }
                }
                lookout.canaries.push((at, canary.id.clone(), has));
            }
        }
        lookout
    }

    fn place(&mut self, digester: usize, class: usize) -> usize {
        let found = self.known.iter().position(|(d, c, _)| (*d, *c) == (digester, class));
        found.unwrap_or_else(|| {
            self.known.push((digester, class, HashMap::new()));
            self.known.len() - 1
        })
    }

    /// Looks at the rows of a part.
    pub(crate) fn look(&self, plan: &Plan, part: &Prepared) {
        if self.known.is_empty() {
            return;
        }
        let mut begin = vec![0usize; plan.classes().len()];
        let mut found: BTreeMap<u32, Found> = BTreeMap::new();
        for row in &part.rows {
            let shape = &part.shapes[row.shape as usize];
            let mut here: BTreeMap<u32, BTreeSet<usize>> = BTreeMap::new();
            for (digester, class, known) in &self.known {
                let from = begin[*class];
                let digests = &part.lookups[*class].digests[*digester];
                for digest in &digests[from..from + shape.of_class(*class).len()] {
                    for canary in known.get(digest).into_iter().flatten() {
                        here.entry(*canary).or_default().insert(*class);
                    }
                }
            }
            for (canary, classes) in here {
                let has = &self.canaries[canary as usize].2;
                let shown = has.iter().filter(|class| !shape.of_class(**class).is_empty()).count();
                let only = shown == 1 && classes.iter().any(|class| is_nobody_elses(&plan.classes()[*class]));
                let entry = found.entry(canary).or_default();
                let decisive = classes.len() >= 2 || only;
                entry.rows += u64::from(decisive);
                entry.near += u64::from(!decisive);
                entry.classes.extend(classes);
                entry.first = Some(entry.first.map_or(row.number, |first| first.min(row.number)));
            }
            for (class, begin) in begin.iter_mut().enumerate() {
                *begin += shape.of_class(class).len();
            }
        }
        let mut all = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        for (canary, found) in found {
            let entry = all.entry(canary).or_default();
            entry.rows += found.rows;
            entry.near += found.near;
            entry.classes.extend(found.classes);
            entry.first = [entry.first, found.first].into_iter().flatten().min();
        }
    }

    /// What was found, in the order of indexes and ids; `labels` names the indexes.
    pub(crate) fn hits(self, plan: &Plan, labels: &[&str]) -> Vec<CanaryHit> {
        let found = self.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        found
            .into_iter()
            .map(|(canary, found)| {
                let (index, id, _) = &self.canaries[canary as usize];
                CanaryHit {
                    index: labels.get(*index).map(|label| (*label).to_owned()).unwrap_or_default(),
                    canary: id.clone(),
                    rows: found.rows,
                    near: found.near,
                    classes: found
                        .classes
                        .iter()
                        .map(|class| plan.classes()[*class].clone())
                        .collect(),
                    first_row: found.first.unwrap_or(0),
                }
            })
            .collect()
    }
}

/// Whether a value of a class by itself belongs to one person and can't be a neighbour's.
fn is_nobody_elses(class: &Class) -> bool {
    let mut kinds = class.kinds();
    kinds.any(|kind| {
        matches!(
            kind,
            Kind::Email | Kind::Ssn | Kind::Account | Kind::Card | Kind::Licence | Kind::Passport
        )
    })
}

pub(crate) fn signals(hits: &[CanaryHit]) -> Vec<Signal> {
    let signal = |hit: &CanaryHit| {
        let classes: Vec<String> = hit.classes.iter().map(ToString::to_string).collect();
        let classes = classes.join(", ");
        let (points, strength, text) = match hit.rows {
            0 => (
                Points::Limits,
                Strength::Weak,
                format!(
                    "one value of planted record {} of index {} stands in row {} ({classes}) beside others: it may be somebody \
                     else's",
                    hit.canary, hit.index, hit.first_row
                ),
            ),
            rows => (
                Points::For,
                Strength::Strong,
                format!(
                    "planted record {} of index {} stands in {rows} row{}, first in row {} ({classes}): only that table has it",
                    hit.canary,
                    hit.index,
                    if rows == 1 { "" } else { "s" },
                    hit.first_row
                ),
            ),
        };
        Signal {
            name: name::CANARY.to_owned(),
            question: Question::Theirs,
            points,
            strength,
            text,
        }
    };
    hits.iter().map(signal).collect()
}
