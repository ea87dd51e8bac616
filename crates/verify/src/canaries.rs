//! Planted records that stand in the sample.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use assay_fields::{Class, Kind};
use assay_index::{Index, Manifest};
use serde::{Deserialize, Serialize};

use crate::prepare::{Plan, Prepared};
use crate::weigh::name;
use crate::{IndexFindings, Points, Question, Signal, Strength};

/// A canary that stands in the sample.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CanaryHit {
    /// The index that marks it.
    pub index: String,
    /// What the company calls it.
    pub canary: String,
    /// Rows that show it: by at least two classes, or by the one identifier that the row can show, if that is an e-mail
    /// address, or an ssn or a number that the company assigns that made-up values would not meet.
    pub rows: u64,
    /// Rows that show one of its values and no more: perhaps somebody else's.
    pub near: u64,
    /// The classes by which `rows` show it; if there is none, those of `near`.
    pub classes: Vec<Class>,
    /// The number of the first of `rows`; if there is none, of `near`.
    pub first_row: u64,
}

/// What is looked for.
pub(crate) struct Lookout {
    canaries: Vec<Wanted>,
    /// Per digester and class of the plan: which canaries have a digest.
    known: Vec<Known>,
    seen: Mutex<Seen>,
}

struct Wanted {
    index: usize,
    id: String,
    /// Its classes.
    has: BTreeSet<usize>,
    /// Those of them of which a value by itself may tell it, with the number of values that a made-up one is drawn from;
    /// infinite for e-mail addresses, which are made up as nobody else's.
    alone: BTreeMap<usize, f64>,
}

struct Known {
    digester: usize,
    class: usize,
    canaries: HashMap<u64, Vec<u32>>,
}

/// What parts of the sample show; parts add up in any order.
#[derive(Default)]
struct Seen {
    found: BTreeMap<u32, Found>,
    /// Per entry of [`Lookout::known`], messages that were compared.
    compared: Vec<u64>,
}

#[derive(Default)]
struct Found {
    /// Rows that show it by at least two classes.
    sure: Rows,
    /// Rows that can show one class of it and do, by that class.
    alone: BTreeMap<usize, Rows>,
    /// Rows that show one of its values and could show another.
    near: Rows,
}

#[derive(Default)]
struct Rows {
    rows: u64,
    first: Option<u64>,
    classes: BTreeSet<usize>,
}

impl Rows {
    fn merge(&mut self, other: Rows) {
        self.rows += other.rows;
        self.first = [self.first, other.first].into_iter().flatten().min();
        self.classes.extend(other.classes);
    }
}

impl Lookout {
    /// For the canaries of the indexes; `digester_of` says which digests each of them needs.
    pub(crate) fn of(indexes: &[Index], plan: &Plan, digester_of: &[usize]) -> Lookout {
        let mut lookout = Lookout {
            canaries: Vec::new(),
            known: Vec::new(),
            seen: Mutex::default(),
        };
        for (at, (index, digester)) in indexes.iter().zip(digester_of).enumerate() {
            let manifest = index.manifest();
            for canary in &manifest.canaries {
                let number = lookout.canaries.len() as u32;
                let (mut has, mut alone) = (BTreeSet::new(), BTreeMap::new());
                for (class, digests) in &canary.digests {
                    let Some(place) = plan.classes().iter().position(|known| known == class) else {
                        continue;
                    };
                    has.insert(place);
                    alone.extend(space(manifest, class).map(|space| (place, space)));
                    let known = lookout.place(*digester, place);
                    for digest in digests {
                        known.entry(*digest).or_default().push(number);
                    }
                }
                lookout.canaries.push(Wanted {
                    index: at,
                    id: canary.id.clone(),
                    has,
                    alone,
                });
            }
        }
        lookout
    }

    fn place(&mut self, digester: usize, class: usize) -> &mut HashMap<u64, Vec<u32>> {
        let is_it = |known: &Known| (known.digester, known.class) == (digester, class);
        let at = self.known.iter().position(is_it).unwrap_or_else(|| {
            self.known.push(Known {
                digester,
                class,
                canaries: HashMap::new(),
            });
            self.known.len() - 1
        });
        &mut self.known[at].canaries
    }

    /// Looks at the rows of a part.
    pub(crate) fn look(&self, plan: &Plan, part: &Prepared) {
        if self.known.is_empty() {
            return;
        }
        let mut begin = vec![0usize; plan.classes().len()];
        let mut seen = Seen {
            compared: vec![0; self.known.len()],
            ..Seen::default()
        };
        for row in &part.rows {
            let shape = &part.shapes[row.shape as usize];
            let mut here: BTreeMap<u32, BTreeSet<usize>> = BTreeMap::new();
            for (known, compared) in self.known.iter().zip(&mut seen.compared) {
                let from = begin[known.class];
                let digests = &part.lookups[known.class].digests[known.digester];
                let digests = &digests[from..from + shape.of_class(known.class).len()];
                *compared += digests.len() as u64;
                for digest in digests {
                    for canary in known.canaries.get(digest).into_iter().flatten() {
                        here.entry(*canary).or_default().insert(known.class);
                    }
                }
            }
            for (canary, classes) in here {
                let has = &self.canaries[canary as usize].has;
                let shown = has.iter().filter(|class| !shape.of_class(**class).is_empty()).count();
                let found = seen.found.entry(canary).or_default();
                let rows = match (classes.len(), classes.first()) {
                    (1, Some(class)) if shown == 1 => found.alone.entry(*class).or_default(),
                    (1, _) => &mut found.near,
                    _ => &mut found.sure,
                };
                rows.merge(Rows {
                    rows: 1,
                    first: Some(row.number),
                    classes,
                });
            }
            for (class, begin) in begin.iter_mut().enumerate() {
                *begin += shape.of_class(class).len();
            }
        }
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).merge(seen);
    }

    /// What was found, in the order of indexes and ids; `labels` names the indexes.
    pub(crate) fn hits(self, plan: &Plan, labels: &[&str]) -> Vec<CanaryHit> {
        let seen = self.seen.into_inner().unwrap_or_else(PoisonError::into_inner);
        // Values of canaries that as many made-up values as were compared would meet, per class and value of its space.
        let pairs: BTreeMap<(usize, usize), f64> = self
            .known
            .iter()
            .zip(&seen.compared)
            .map(|(known, compared)| {
                let pairs = *compared as f64 * known.canaries.len() as f64;
                ((known.digester, known.class), pairs)
            })
            .collect();
        let by_chance = |class: usize, space: f64| {
            let of_class = pairs.iter().filter(|((_, of), _)| *of == class);
            of_class.map(|(_, pairs)| pairs / space).sum::<f64>()
        };
        seen.found
            .into_iter()
            .map(|(canary, found)| {
                let wanted = &self.canaries[canary as usize];
                let (mut sure, mut near) = (found.sure, found.near);
                for (class, rows) in found.alone {
                    let space = wanted.alone.get(&class);
                    match space.is_some_and(|space| by_chance(class, *space) < MOST_BY_CHANCE) {
                        true => sure.merge(rows),
                        false => near.merge(rows),
                    }
                }
                let told = if sure.rows > 0 { &sure } else { &near };
                CanaryHit {
                    index: labels
                        .get(wanted.index)
                        .map(|label| (*label).to_owned())
                        .unwrap_or_default(),
                    canary: wanted.id.clone(),
                    rows: sure.rows,
                    near: near.rows,
                    classes: told
                        .classes
                        .iter()
                        .map(|class| plan.classes()[*class].clone())
                        .collect(),
                    first_row: told.first.unwrap_or(0),
                }
            })
            .collect()
    }
}

impl Seen {
    fn merge(&mut self, other: Seen) {
        self.compared.resize(self.compared.len().max(other.compared.len()), 0);
        self.compared
            .iter_mut()
            .zip(other.compared)
            .for_each(|(all, more)| *all += more);
        for (canary, found) in other.found {
            let entry = self.found.entry(canary).or_default();
            entry.sure.merge(found.sure);
            entry.near.merge(found.near);
            for (class, rows) in found.alone {
                entry.alone.entry(class).or_default().merge(rows);
            }
        }
    }
}

/// From how many values a made-up one of `class` is drawn, if a value of it by itself may tell a canary.
fn space(manifest: &Manifest, class: &Class) -> Option<f64> {
    let kind = class.kinds().next().filter(|_| !class.is_link())?;
    match kind {
        Kind::Email => Some(f64::INFINITY),
        kind if kind == Kind::Ssn || manifest.own.contains(&kind) => manifest.class(class)?.1.space,
        _ => None,
    }
}

/// What canaries say: one that only the company's table has names the company. One of a leak's or another company's index
/// says where a row was too, and nothing for this company.
pub(crate) fn signals(hits: &[CanaryHit], indexes: &[IndexFindings]) -> Vec<Signal> {
    let of_company = |hit: &CanaryHit| {
        let index = indexes.iter().find(|index| index.index == hit.index);
        index.is_some_and(|index| index.source.is_company())
    };
    let signal = |hit: &CanaryHit| {
        let CanaryHit {
            index,
            canary,
            first_row,
            ..
        } = hit;
        let classes: Vec<String> = hit.classes.iter().map(ToString::to_string).collect();
        let classes = classes.join(", ");
        let rows = match hit.rows {
            1 => format!("row {first_row}"),
            rows => format!("{rows} rows, first in row {first_row}"),
        };
        let (points, strength, text) = match (hit.rows, of_company(hit)) {
            (0, _) => (
                Points::Limits,
                Strength::Weak,
                format!(
                    "one value of planted record {canary} of index {index} stands in row {first_row} ({classes}) and no more of \
                     it: it may be somebody else's"
                ),
            ),
            (_, true) => (
                Points::For,
                Strength::Strong,
                format!(
                    "planted record {canary} of index {index} stands in {rows} ({classes}): only that table has it"
                ),
            ),
            (_, false) => (
                Points::Limits,
                Strength::Weak,
                format!(
                    "planted record {canary} of index {index}, which is not said to be the company's, stands in {rows} \
                     ({classes}): these rows are from there"
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

/// Values by chance below which a single one is no coincidence.
const MOST_BY_CHANCE: f64 = 0.001;
