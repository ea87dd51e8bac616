//! The test itself: prepared rows are looked up in every index, graded and counted.

use std::collections::BTreeSet;

use assay_fields::{Kind, Parsed, Part};
use assay_index::{Digester, Index, Key, KeyId, Keyed, mix};
use assay_sample::RowBatch;
use rayon::prelude::*;

use crate::grade::{self, Found, Graded, LinkState, ValueState};
use crate::persons::{self, Mention, NO_NAME, People};
use crate::prepare::{Plan, Prepared, PreparedRow, Preparer};
use crate::tally::{Mark, Tally, Tested};
use crate::{Error, Grade, Outcome, RowResult};

/// Tests the rows of one sample against one or several indexes.
pub struct Tester<'a> {
    indexes: &'a [Index],
    plan: Plan,
    digesters: Vec<Keyed>,
    /// Which digester each index needs.
    digester_of: Vec<usize>,
    /// Per index and class of the plan: the class's position in the index.
    class_of: Vec<Vec<Option<usize>>>,
    tally: Option<Tally>,
    columns: usize,
    mentions: Vec<Mention>,
    grades: Vec<Grade>,
}

/// What a whole sample gave.
pub(crate) struct Counts {
    pub(crate) plan: Plan,
    pub(crate) tally: Tally,
    pub(crate) people: People,
}

impl<'a> Tester<'a> {
    /// A tester of samples with `columns` columns for the classes of `plan`. Every index's key must be
    /// among `keys`.
    pub fn new(plan: Plan, columns: usize, indexes: &'a [Index], keys: &[Key]) -> Result<Tester<'a>, Error> {
        if indexes.is_empty() {
            return Err(Error::NoIndex);
        }
        let ids: BTreeSet<KeyId> = indexes.iter().map(|index| index.manifest().key_id).collect();
        let digesters: Vec<Keyed> = keys
            .iter()
            .filter(|key| ids.contains(&key.id()))
            .map(|key| Keyed::new(key, plan.classes().iter().cloned()))
            .collect();
        Tester::with(plan, columns, indexes, digesters)
    }

    fn with(plan: Plan, columns: usize, indexes: &'a [Index], digesters: Vec<Keyed>) -> Result<Tester<'a>, Error> {
        let digester_of = indexes
            .iter()
            .map(|index| {
                let wanted = index.manifest().key_id;
                let found = digesters.iter().position(|digester| digester.key_id() == wanted);
                found.ok_or_else(|| {
                    Error::Index(assay_index::Error::WrongKey {
                        path: index.path().to_owned(),
                        wanted,
                        given: digesters
                            .iter()
                            .map(|d| d.key_id().to_string())
                            .collect::<Vec<_>>()
                            .join(", "),
                    })
                })
            })
            .collect::<Result<_, _>>()?;
        let class_of = indexes
            .iter()
            .map(|index| {
                let classes = plan.classes().iter();
                classes
                    .map(|class| index.manifest().class(class).map(|(at, _)| at))
                    .collect()
            })
            .collect();
        Ok(Tester {
            tally: Some(Tally::new(columns, plan.classes().len(), indexes.len())),
            indexes,
            plan,
            digesters,
            digester_of,
            class_of,
            columns,
            mentions: Vec::new(),
            grades: Vec::new(),
        })
    }

    /// Prepares and tests a batch of rows; the results are in the batch's order.
    pub fn add(&mut self, preparer: &Preparer, batch: &RowBatch) -> Result<Vec<RowResult>, Error> {
        let digesters: Vec<&dyn Digester> = self.digesters.iter().map(|keyed| keyed as &dyn Digester).collect();
        let parts = preparer.prepare(batch, &digesters)?;
        self.add_prepared(&parts)
    }

    /// Tests rows that were prepared, under this tester's digesters, elsewhere.
    pub fn add_prepared(&mut self, parts: &[Prepared]) -> Result<Vec<RowResult>, Error> {
        let hits = self.probe(parts)?;
        let first_row = self.grades.len() as u32;
        let firsts: Vec<u32> = parts
            .iter()
            .scan(first_row, |next, part| {
                let first = *next;
                *next += part.rows.len() as u32;
                Some(first)
            })
            .collect();
        let done: Vec<PartDone> = parts
            .par_iter()
            .enumerate()
            .map(|(at, part)| self.count(part, &hits, at, firsts[at]))
            .collect();
        let mut results = Vec::new();
        for part in done {
            let tally = self.tally.take().unwrap_or_else(|| self.empty());
            self.tally = Some(tally.merge(part.tally));
            self.mentions.extend(part.mentions);
            self.grades.extend(part.results.iter().map(|result| result.grade));
            results.extend(part.results);
        }
        Ok(results)
    }

    /// Ends the test.
    pub(crate) fn into_counts(mut self) -> Counts {
        let tally = self.tally.take().unwrap_or_else(|| self.empty());
        Counts {
            people: persons::count(std::mem::take(&mut self.mentions), &self.grades),
            plan: self.plan,
            tally,
        }
    }

    /// The indexes.
    pub(crate) fn indexes(&self) -> &'a [Index] {
        self.indexes
    }

    fn empty(&self) -> Tally {
        Tally::new(self.columns, self.plan.classes().len(), self.indexes.len())
    }

    /// Looks up all digests of all parts, per index and class.
    fn probe(&self, parts: &[Prepared]) -> Result<Vec<Vec<ClassHits>>, Error> {
        let mut all = Vec::with_capacity(self.indexes.len());
        for (n, index) in self.indexes.iter().enumerate() {
            let digester = self.digester_of[n];
            let mut of_index = Vec::with_capacity(self.class_of[n].len());
            for (class, at) in self.class_of[n].iter().enumerate() {
                let Some(at) = *at else {
                    of_index.push(None);
                    continue;
                };
                let mut digests = Vec::new();
                for part in parts {
                    digests.extend_from_slice(&part.lookups[class].digests[digester]);
                }
                let hits = index.probe(at, &digests)?;
                let mut rest = hits.as_slice();
                let split = parts.iter().map(|part| {
                    let (ours, others) = rest.split_at(part.lookups[class].joins.len());
                    rest = others;
                    ours.to_vec()
                });
                of_index.push(Some(split.collect()));
            }
            all.push(of_index);
        }
        Ok(all)
    }

    /// Grades and counts one part.
    fn count(&self, part: &Prepared, hits: &[Vec<ClassHits>], at: usize, first_row: u32) -> PartDone {
        let mut done = PartDone {
            tally: self.empty(),
            mentions: Vec::new(),
            results: Vec::with_capacity(part.rows.len()),
        };
        done.tally.rows = part.rows.len() as u64;
        for (n, row) in part.rows.iter().enumerate() {
            let mut best = Grade::Untestable;
            let mut firm = false;
            let mut names = Vec::new();
            let mut hit_values = vec![None; row.values.len()];
            for (index, of_index) in hits.iter().enumerate() {
                let seen = self.see(part, n, index, |class| {
                    of_index[class].as_ref().map(|parts| parts[at].as_slice())
                });
                let tally = &mut done.tally.indexes[index];
                *tally.grades.entry(seen.graded.grade).or_default() += 1;
                best = best.min(seen.graded.grade);
                if seen.graded.grade.is_genuine() {
                    names.push(seen.graded.strange_name);
                }
                firm |= seen.graded.grade.is_genuine() && seen.graded.firm;
                for (class, fingerprint, tested) in seen.tested {
                    tally.classes[class].tested.insert(fingerprint, tested);
                }
                for class in seen.with {
                    tally.classes[class].rows += 1;
                }
                for (hit_value, state) in hit_values.iter_mut().zip(&seen.values) {
                    if let Some(hit) = state.hit {
                        *hit_value = Some(hit_value.unwrap_or(false) | hit);
                    }
                }
                for (at, value) in seen.values.iter().enumerate() {
                    let (Some(hit), Some(class)) = (value.hit, self.single(value.kind)) else {
                        continue;
                    };
                    let stray = seen.strays.contains(&at);
                    tally.classes[class].strays += u64::from(stray);
                    if seen.graded.grade.is_genuine() {
                        tally.classes[class].in_genuine += 1;
                        tally.classes[class].fitting += u64::from(hit && !stray);
                    }
                }
            }
            let outcomes = outcomes(row, &hit_values);
            for ((column, parsed), outcome) in done.tally.columns.iter_mut().zip(&row.parsed).zip(&outcomes) {
                column.count(*parsed, *outcome);
            }
            *done.tally.grades.entry(best).or_default() += 1;
            let beyond_directory = |kind: &Kind| kind.is_identifier() && !kind.is_directory();
            let mut values = row.values.iter().zip(&hit_values);
            let mark = Mark {
                grade: best,
                firm,
                strange_name: !names.is_empty() && names.iter().all(|strange| *strange),
                contradicted: values.any(|(kind, hit)| beyond_directory(kind) && *hit == Some(false)),
            };
            done.tally.distinct.insert(row.fingerprint, mark);
            self.mention(part, n, first_row + n as u32, &mut done);
            done.results.push(RowResult {
                row: row.number,
                line: row.line,
                grade: best,
                outcomes,
            });
        }
        done
    }

    /// One row as one index sees it.
    fn see<'h>(&self, part: &Prepared, n: usize, index: usize, hits: impl Fn(usize) -> Option<&'h [bool]>) -> Seen {
        let row = &part.rows[n];
        let mut values: Vec<ValueState> = row
            .values
            .iter()
            .map(|kind| ValueState { kind: *kind, hit: None })
            .collect();
        let mut links = Vec::new();
        let mut combinations = Vec::new();
        let mut with = Vec::new();
        for (class_at, class) in self.plan.classes().iter().enumerate() {
            let Some(hits) = hits(class_at) else { continue };
            let lookups = &part.lookups[class_at];
            let range = lookups.of_row(n);
            if range.is_empty() {
                continue;
            }
            with.push(class_at);
            let digests = &lookups.digests[self.digester_of[index]];
            let mut from = range.start;
            for combination in lookups.joins[range].chunk_by(|a, b| a == b) {
                let to = from + combination.len();
                let found = found(class, &hits[from..to]);
                let fingerprint = digests[from..to].iter().fold(0, |sum, digest| mix(sum, *digest));
                let joins = combination[0];
                if !class.is_link()
                    && let Some(value) = values.get_mut(usize::from(joins[0]))
                {
                    value.hit = Some(found == Found::Hit);
                } else {
                    links.push(LinkState {
                        joins,
                        class: class_at,
                        directory: class.is_directory_link(),
                        found,
                        firm: found == Found::Hit && !(class.has_name() && combination.len() == 1),
                    });
                }
                combinations.push((
                    class_at,
                    fingerprint,
                    joins,
                    Tested {
                        found,
                        probes: (to - from) as u32,
                    },
                ));
                from = to;
            }
        }
        let is_tested = |class: usize, joins, found| {
            let link = LinkState {
                joins,
                class,
                directory: false,
                found,
                firm: false,
            };
            !self.plan.classes()[class].is_link() || link.is_tested(&values)
        };
        let tested = combinations
            .into_iter()
            .filter(|(class, _, joins, tested)| is_tested(*class, *joins, tested.found))
            .map(|(class, fingerprint, _, tested)| (class, fingerprint, tested))
            .collect();
        Seen {
            graded: grade::grade(&values, &links),
            strays: grade::strays(&values, &links).collect(),
            tested,
            with,
            values,
        }
    }

    /// Notes which identifiers the row mentions, for the count of people, and its distinct values.
    fn mention(&self, part: &Prepared, n: usize, row: u32, done: &mut PartDone) {
        for (class_at, class) in self.plan.classes().iter().enumerate() {
            if class.is_link() {
                continue;
            }
            let Some(kind) = class.kinds().next() else { continue };
            let lookups = &part.lookups[class_at];
            let link = self.name_link(kind).map(|at| &part.lookups[at]);
            for message in lookups.of_row(n) {
                let digest = lookups.digests[0][message];
                done.tally.values[class_at].insert(digest);
                if !kind.is_identifier() {
                    continue;
                }
                let value = lookups.joins[message][0];
                let mut name = NO_NAME;
                if let Some(link) = link {
                    let of_value = link.of_row(n).filter(|at| link.joins[*at].contains(&value));
                    let first_name = of_value.clone().next().map(|at| link.joins[at]);
                    let tokens = of_value.filter(|at| Some(link.joins[*at]) == first_name);
                    for (place, at) in name.iter_mut().zip(tokens) {
                        *place = link.digests[0][at];
                    }
                    name.sort_unstable();
                }
                done.mentions.push(Mention {
                    class: class_at as u16,
                    personal: kind.is_personal(),
                    digest,
                    row,
                    name,
                });
            }
        }
    }

    fn single(&self, kind: Kind) -> Option<usize> {
        self.plan
            .classes()
            .iter()
            .position(|class| class.parts() == [Part::Kind(kind)])
    }

    fn name_link(&self, kind: Kind) -> Option<usize> {
        let wanted = [Part::Kind(Kind::Name), Part::Kind(kind)];
        self.plan.classes().iter().position(|class| class.parts() == wanted)
    }
}

/// Per part, whether each message of a class hit; `None` where the index lacks the class.
type ClassHits = Option<Vec<Vec<bool>>>;

/// What a part of a batch gave.
struct PartDone {
    tally: Tally,
    mentions: Vec<Mention>,
    results: Vec<RowResult>,
}

/// One row as one index sees it.
struct Seen {
    graded: Graded,
    values: Vec<ValueState>,
    /// Positions of values that stray.
    strays: Vec<usize>,
    /// Class, fingerprint and finding of every combination that counts as tested.
    tested: Vec<(usize, u64, Tested)>,
    /// Classes that the row has.
    with: Vec<usize>,
}

/// What the messages of one combination found together.
fn found(class: &assay_fields::Class, hits: &[bool]) -> Found {
    let count = hits.iter().filter(|hit| **hit).count();
    if class.has_name() && class.has_identifier() {
        // One message per token of the name.
        match (count, hits.len()) {
            (0, _) => Found::Miss,
            (1, 1) => Found::Hit,
            (1, _) => Found::Near,
            _ => Found::Hit,
        }
    } else if count > 0 {
        Found::Hit
    } else {
        Found::Miss
    }
}

/// What became of each column's cell. A value of a kind that stands in no class by itself is untested.
fn outcomes(row: &PreparedRow, hit_values: &[Option<bool>]) -> Vec<Outcome> {
    row.parsed
        .iter()
        .zip(&row.value_of)
        .map(|(parsed, value)| match parsed {
            Parsed::Value { .. } => match value.and_then(|at| hit_values.get(usize::from(at)).copied().flatten()) {
                Some(true) => Outcome::Hit,
                Some(false) => Outcome::Miss,
                None => Outcome::Untested,
            },
            Parsed::Absent => Outcome::Absent,
            Parsed::Placeholder => Outcome::Placeholder,
            Parsed::Masked => Outcome::Masked,
            Parsed::Malformed(_) => Outcome::Malformed,
        })
        .collect()
}
