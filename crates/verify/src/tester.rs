//! The test itself: prepared rows are looked up in every index, graded and counted.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use assay_fields::Class;
use assay_index::{Digester, Index, Key, KeyId, Keyed, Parts, Spill, mix};
use assay_sample::RowBatch;
use rayon::prelude::*;

use crate::canaries::Lookout;
use crate::contact::Picks;
use crate::persons::{self, MENTION, People};
use crate::prepare::{Plan, Prepared, Preparer};
use crate::segments::{Carriers, Told, look_up};
use crate::tally::{FOUND, Sets, SetsDone, Tally};
use crate::worker::{Hits, MOST_REMEMBERED, PartDone, Shared, Worker};
use crate::{Budget, CanaryHit, Contact, ContactOptions, Error, RowResult, SampleFacts, Source};

/// Tests the rows of one sample against one or several indexes.
pub struct Tester<'a> {
    indexes: &'a [Index],
    digesters: Vec<Keyed>,
    /// Per index and class of the plan: the class's position in the index.
    class_of: Vec<Vec<Option<usize>>>,
    /// Per index, whose people it holds.
    sources: Vec<Source>,
    /// Planted records that are looked for.
    lookout: Lookout,
    /// Per index, its labels.
    labels: Vec<Carriers>,
    budget: Budget,
    shared: Shared,
    /// Workers that rest. Each takes one part at a time.
    workers: Mutex<Vec<Worker>>,
    /// Per row, what [`persons`] needs to know of it.
    flags: Vec<u8>,
    /// Bytes of the sample, where they are known.
    total: Option<u64>,
    /// The fingerprints of all rows in their order, folded to one number.
    sequence: u64,
}

/// What a whole sample gave.
pub(crate) struct Counts {
    pub(crate) plan: Plan,
    /// Which classes of the plan the sample's columns can fill.
    pub(crate) used: Vec<bool>,
    pub(crate) tally: Tally,
    pub(crate) sets: SetsDone,
    pub(crate) people: People,
    /// What keys the sets.
    pub(crate) secret: u64,
    /// Per label of each index, the segments of the matched customers.
    pub(crate) told: Vec<Told>,
    /// The digesters, and which of them each index needs.
    pub(crate) digesters: Vec<Keyed>,
    pub(crate) digester_of: Vec<usize>,
    /// Rows whose people may be asked.
    pub(crate) contact: Option<Contact>,
    /// Planted records that were found.
    pub(crate) canaries: Vec<CanaryHit>,
}

/// What one or several samples gave without an index.
pub(crate) struct Counted {
    pub(crate) tally: Tally,
    pub(crate) plan: Plan,
    pub(crate) mentions: Parts<MENTION>,
    /// Every row by its fingerprint.
    pub(crate) rows: Option<Parts<2>>,
    pub(crate) flags: Vec<u8>,
    pub(crate) secret: u64,
    pub(crate) budget: Budget,
}

impl<'a> Tester<'a> {
    /// A tester of samples for the classes of `plan`. Every index's key must be
    /// among `keys`.
    ///
    /// # Errors
    /// No index or more than 64, none of `keys` is an index's, or the operating system's random source can't be read.
    pub fn new(plan: Plan, indexes: &'a [Index], keys: &[Key]) -> Result<Tester<'a>, Error> {
        if indexes.is_empty() {
            return Err(Error::NoIndex);
        }
        if indexes.len() > MOST_INDEXES {
            return Err(Error::TooManyIndexes { found: indexes.len() });
        }
        Tester::of(plan, indexes, keys)
    }

    /// A tester without an index: rows and people are counted, and nothing is looked up. All digests are under `key`.
    pub(crate) fn without_index(plan: Plan, key: &Key, budget: Budget) -> Result<Tester<'static>, Error> {
        let mut tester = Tester::of(plan, &[], &[])?;
        tester.digesters = vec![Keyed::new(key, tester.shared.plan.classes().iter().cloned())];
        tester.shared.rows = Some(Spill::new(&budget.folder, budget.mentions() / 4));
        Ok(tester.within(budget).without_rows())
    }

    fn of(plan: Plan, indexes: &'a [Index], keys: &[Key]) -> Result<Tester<'a>, Error> {
        let ids: BTreeSet<KeyId> = indexes.iter().map(|index| index.manifest().key_id).collect();
        let digesters: Vec<Keyed> = keys
            .iter()
            .filter(|key| ids.contains(&key.id()))
            .map(|key| Keyed::new(key, plan.classes().iter().cloned()))
            .collect();
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
            .collect::<Result<Vec<_>, _>>()?;
        let class_of = indexes
            .iter()
            .map(|index| {
                let classes = plan.classes().iter();
                classes
                    .map(|class| index.manifest().class(class).map(|(at, _)| at))
                    .collect()
            })
            .collect();
        let labels: Vec<Carriers> = indexes
            .iter()
            .map(|index| Carriers::of(index, plan.classes()))
            .collect();
        let budget = Budget::default();
        let mut secret = [0u8; 8];
        getrandom::fill(&mut secret).map_err(|_| Error::NoRandomness)?;
        Ok(Tester {
            indexes,
            digesters,
            class_of,
            sources: vec![Source::Company; indexes.len()],
            lookout: Lookout::of(indexes, &plan, &digester_of),
            shared: Shared {
                sets: Sets::new(&plan, 0, 0, 0),
                ours: vec![true; indexes.len()],
                contact: None,
                carry: labels.iter().map(|labels| labels.carry(plan.classes().len())).collect(),
                mentions: Spill::new(&budget.folder, 0),
                rows: None,
                plan,
                digester_of,
                keep_rows: true,
                remembered: MOST_REMEMBERED,
                remembered_bytes: 0,
                secret: u64::from_le_bytes(secret),
            },
            labels,
            budget: budget.clone(),
            workers: Mutex::default(),
            flags: Vec::new(),
            total: None,
            sequence: 0,
        }
        .within(budget))
    }

    /// The tester with what the investigator says of the indexes, in their order; unless stated an index is the company's.
    /// To be stated before the first row.
    ///
    /// # Errors
    /// None of the indexes is the company's.
    pub fn with_sources(mut self, sources: &[Source]) -> Result<Tester<'a>, Error> {
        for (known, source) in self.sources.iter_mut().zip(sources) {
            *known = *source;
        }
        self.shared.ours = self.sources.iter().map(|source| *source == Source::Company).collect();
        match self.shared.ours.iter().any(|ours| *ours) {
            true => Ok(self),
            false => Err(Error::NoIndex),
        }
    }

    /// The tester that also picks rows whose people may be asked. To be stated before the first row.
    pub fn with_contact(mut self, contact: Option<ContactOptions>) -> Tester<'a> {
        self.shared.contact = contact;
        self
    }

    /// What the indexes are, in their order.
    pub(crate) fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The tester with another budget; to be stated before the first row.
    pub fn within(mut self, budget: Budget) -> Tester<'a> {
        let classes = self.shared.plan.classes();
        let single = classes.iter().filter(|class| !class.is_link()).count();
        // Values by themselves hit or miss, links may be near too.
        let tested = self.class_of.iter().flat_map(|of_index| classes.iter().zip(of_index));
        let tested = tested.filter(|(_, at)| at.is_some());
        let tested: usize = tested.map(|(class, _)| if class.is_link() { FOUND } else { 2 }).sum();
        let carriers = self.shared.carry.iter().flatten().filter(|carries| **carries).count();
        // With several indexes, rows by those that know them: as large as two combinations.
        let known = if self.indexes.len() > 1 { 2 } else { 0 };
        let (most_rows, most) = budget.most_distinct(single, tested + carriers + known);
        self.shared.sets = Sets::new(&self.shared.plan, self.indexes.len(), most_rows, most);
        self.shared.mentions = Spill::new(&budget.folder, budget.mentions());
        self.shared.remembered_bytes = budget.remembered();
        self.budget = budget;
        self
    }

    /// The tester without results row by row: [`Tester::add`] then returns none, which costs less.
    pub fn without_rows(mut self) -> Tester<'a> {
        self.shared.keep_rows = false;
        self
    }

    /// The tester of a sample of `bytes` bytes: [`crate::test_rows`] then refuses early what the temporary file's folder has no
    /// room for.
    pub fn expecting(mut self, bytes: u64) -> Tester<'a> {
        self.total = Some(bytes);
        self
    }

    /// Whether there is room for a sample whose first `read` bytes gave `parts`.
    pub(crate) fn check_room(&self, parts: &[Prepared], read: u64) -> Result<(), Error> {
        let Some(total) = self.total else {
            return self.budget.check();
        };
        let classes = self.shared.plan.classes();
        let is_mentioned = |class: &&Class| !class.is_link() && class.has_identifier();
        let of = |part: &Prepared| -> usize {
            let each = classes.iter().zip(&part.lookups);
            let mentioned = each.filter(|(class, _)| is_mentioned(class));
            mentioned
                .map(|(_, lookups)| lookups.digests.first().map_or(0, Vec::len))
                .sum()
        };
        let mentions: usize = parts.iter().map(of).sum();
        self.budget.check_room(mentions as u64, read, total)
    }

    /// Prepares and tests a batch of rows; the results are in the batch's order.
    pub fn add(&mut self, preparer: &Preparer, batch: &RowBatch) -> Result<Vec<RowResult>, Error> {
        let parts = self.prepare(preparer, batch)?;
        self.add_prepared(&parts)
    }

    /// Prepares a batch of rows under this tester's digesters.
    pub(crate) fn prepare(&self, preparer: &Preparer, batch: &RowBatch) -> Result<Vec<Prepared>, Error> {
        let digesters: Vec<&dyn Digester> = self.digesters.iter().map(|keyed| keyed as &dyn Digester).collect();
        preparer.prepare(batch, &digesters)
    }

    /// Bytes of prepared rows that are best looked up together.
    pub fn at_once(&self) -> u64 {
        self.budget.at_once()
    }

    /// Tests rows that were prepared, under this tester's digesters, elsewhere. Every call reads the part of the
    /// indexes that it needs anew: bring many rows at a time.
    pub fn add_prepared(&mut self, parts: &[Prepared]) -> Result<Vec<RowResult>, Error> {
        let hits = self.probe(parts)?;
        let mut next = self.flags.len();
        let mut firsts = Vec::with_capacity(parts.len());
        for part in parts {
            firsts.push(u32::try_from(next).map_err(|_| Error::TooManyRows)?);
            next += part.rows.len();
        }
        u32::try_from(next).map_err(|_| Error::TooManyRows)?;
        let rows = parts.iter().flat_map(|part| &part.rows);
        self.sequence = rows.fold(self.sequence, |sum, row| mix(sum, row.fingerprint));
        let done: Vec<PartDone> = parts
            .par_iter()
            .enumerate()
            .map(|(at, part)| {
                let mut worker = self.workers().pop().unwrap_or_else(|| Worker::new(&self.shared));
                self.lookout.look(&self.shared.plan, part);
                let done = worker.count(&self.shared, part, &hits, at, firsts[at]);
                self.workers().push(worker);
                done
            })
            .collect::<Result<_, _>>()?;
        let mut results = Vec::new();
        for part in done {
            self.flags.extend(part.flags);
            results.extend(part.results);
        }
        Ok(results)
    }

    /// Rows so far, and a number that tells whether the same rows came since [`Tester::begin_sample`].
    pub(crate) fn position(&self) -> (u32, u64) {
        (self.flags.len() as u32, self.sequence)
    }

    /// Begins a further sample, of `bytes` bytes if that is known.
    pub(crate) fn begin_sample(&mut self, bytes: Option<u64>) {
        self.sequence = 0;
        self.total = bytes;
    }

    /// Ends the counting of rows without an index.
    pub(crate) fn into_counted(self, columns: usize) -> Counted {
        let mut tally = Tally::new(self.shared.plan.classes().len(), 0);
        for worker in self.workers.into_inner().unwrap_or_else(PoisonError::into_inner) {
            tally.merge(worker.into_tally().0);
        }
        tally.reach(columns);
        Counted {
            tally,
            plan: self.shared.plan,
            mentions: self.shared.mentions.into_parts(),
            rows: self.shared.rows.map(Spill::into_parts),
            flags: self.flags,
            secret: self.shared.secret,
            budget: self.budget,
        }
    }

    /// Ends the test.
    pub(crate) fn into_counts(self, facts: &SampleFacts, labels: &[&str]) -> Result<Counts, Error> {
        let shared = self.shared;
        let mut picks = Picks::default();
        let mut tally = Tally::new(shared.plan.classes().len(), self.indexes.len());
        for worker in self.workers.into_inner().unwrap_or_else(PoisonError::into_inner) {
            let (of_worker, of_picks) = worker.into_tally();
            tally.merge(of_worker);
            if let Some(options) = shared.contact {
                picks.merge(of_picks, options);
            }
        }
        tally.reach(facts.columns.len());
        let sets = shared.sets.into_done();
        let digester_of: Vec<&Keyed> = shared.digester_of.iter().map(|at| &self.digesters[*at]).collect();
        Ok(Counts {
            contact: shared.contact.map(|options| picks.finish(options, &tally.grades)),
            canaries: self.lookout.hits(&shared.plan, labels),
            told: look_up(self.indexes, &self.labels, &digester_of, &sets)?,
            used: shared.plan.used(facts, &tally.values),
            people: persons::count(&shared.mentions.into_parts(), self.flags, self.budget.memory)?,
            plan: shared.plan,
            digesters: self.digesters,
            digester_of: shared.digester_of,
            secret: shared.secret,
            tally,
            sets,
        })
    }

    /// The indexes.
    pub(crate) fn indexes(&self) -> &'a [Index] {
        self.indexes
    }

    fn workers(&self) -> std::sync::MutexGuard<'_, Vec<Worker>> {
        self.workers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks up all digests of all parts, per index and class.
    fn probe(&self, parts: &[Prepared]) -> Result<Hits, Error> {
        let classes = self.shared.plan.classes().len();
        let mut next = vec![0usize; classes];
        let mut starts = Vec::with_capacity(parts.len());
        for part in parts {
            starts.push(next.clone());
            for (next, lookups) in next.iter_mut().zip(&part.lookups) {
                *next += lookups.digests.first().map_or(0, Vec::len);
            }
        }
        let mut found = Vec::with_capacity(self.indexes.len());
        for ((index, class_of), digester) in self.indexes.iter().zip(&self.class_of).zip(&self.shared.digester_of) {
            let mut of_index = Vec::with_capacity(classes);
            for (class, at) in class_of.iter().enumerate() {
                let Some(at) = *at else {
                    of_index.push(None);
                    continue;
                };
                let mut digests = Vec::with_capacity(next[class]);
                for part in parts {
                    digests.extend_from_slice(&part.lookups[class].digests[*digester]);
                }
                of_index.push(Some(index.probe(at, &digests)?));
            }
            found.push(of_index);
        }
        Ok(Hits { found, starts })
    }
}

/// Which of them know a row is kept in the bits of one word.
const MOST_INDEXES: usize = 64;
