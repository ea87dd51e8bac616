//! Counts the rows of parts. What is found of a row is worked out once for each shape and set of hits and then looked
//! up, so that most rows cost a lookup and a handful of hashes.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::{Mutex, MutexGuard, PoisonError};

use assay_fields::{Kind, Part};
use assay_index::{Spill, mix};

use crate::contact::Picks;
use crate::distinct::is_kept;
use crate::judge::{Judged, KnownTo, judge};
use crate::persons::{self, MENTION, Mention, NO_NAME};
use crate::prepare::{Prepared, PreparedRow};
use crate::shape::{Fast, Shape};
use crate::tally::{FOUND, MARKS, Sets, Tally};
use crate::{ContactOptions, Error, Plan, RowResult};

/// What all workers of a test share.
pub(crate) struct Shared {
    pub(crate) plan: Plan,
    /// Which digester each index needs.
    pub(crate) digester_of: Vec<usize>,
    /// Which indexes are the company's.
    pub(crate) ours: Vec<bool>,
    /// Rows to pick whose people may be asked, if that is wanted.
    pub(crate) contact: Option<ContactOptions>,
    /// Whether results row by row are wanted.
    pub(crate) keep_rows: bool,
    /// Findings, or shapes, after which a worker begins anew; with 0 it works out each row by itself.
    pub(crate) remembered: usize,
    /// Bytes of them after which it does, since a seller can write rows of very many columns.
    pub(crate) remembered_bytes: usize,
    /// Keys what distinct things and mentions are recognised by: a sealed file's fingerprints and digests are whatever
    /// its writer likes.
    pub(crate) secret: u64,
    pub(crate) sets: Sets,
    /// Per index and class of the plan: whether identifiers of the class carry a label.
    pub(crate) carry: Vec<Vec<bool>>,
    pub(crate) mentions: Spill<MENTION>,
    /// Every row by its fingerprint, if that is wanted.
    pub(crate) rows: Option<Spill<2>>,
}

/// Which messages of some parts hit.
pub(crate) struct Hits {
    /// Per index and class, over all parts; `None` where the index lacks the class.
    pub(crate) found: Vec<Vec<Option<Vec<bool>>>>,
    /// Per part and class, where the part's messages begin.
    pub(crate) starts: Vec<Vec<usize>>,
}

/// What a part gave besides its counts.
pub(crate) struct PartDone {
    /// Per row, what [`persons`] needs to know of it.
    pub(crate) flags: Vec<u8>,
    /// Row by row, if that is wanted.
    pub(crate) results: Vec<RowResult>,
}

/// Counts parts, one at a time.
pub(crate) struct Worker {
    tally: Tally,
    /// Rows whose people may be asked.
    picks: Picks,
    shapes: HashMap<Shape, u32, BuildHasherDefault<Fast>>,
    known: Vec<Known>,
    memo: HashMap<(u32, u128), u32, BuildHasherDefault<Fast>>,
    judged: Vec<Remembered>,
    /// Bytes of all these, about.
    bytes: usize,
    found: Found,
}

/// What follows from a shape alone.
struct Known {
    shape: Shape,
    /// Messages per class.
    messages: Vec<usize>,
    /// Values of classes by themselves.
    values: Vec<KnownValue>,
}

struct KnownValue {
    class: usize,
    /// Its message among the row's of that class.
    message: usize,
    identifier: Option<Identifier>,
}

#[derive(Clone, Copy)]
struct Identifier {
    personal: bool,
    /// The class of its link with a name, and the messages there that hold the name's tokens.
    link: usize,
    from: usize,
    to: usize,
}

struct Remembered {
    judged: Judged,
    shape: u32,
    /// Rows of which it holds that were not yet counted.
    rows: u64,
}

/// Distinct things of a part, and its mentions.
#[derive(Default)]
struct Found {
    rows: Vec<(u64, usize)>,
    known: Vec<(u64, KnownTo)>,
    values: Vec<Vec<(u64, ())>>,
    tested: Vec<Vec<Vec<(u64, usize, u32)>>>,
    labelled: Vec<Vec<Vec<(u64, u64)>>>,
    mentions: Vec<[u64; MENTION]>,
    every_row: Vec<[u64; 2]>,
}

/// The depths of all sets when a part begins; they only grow.
struct Depths {
    rows: [u32; MARKS],
    known: u32,
    values: Vec<u32>,
    tested: Vec<Vec<[u32; FOUND]>>,
}

impl Worker {
    pub(crate) fn new(shared: &Shared) -> Worker {
        let (classes, indexes) = (shared.plan.classes().len(), shared.digester_of.len());
        Worker {
            tally: Tally::new(classes, indexes),
            picks: Picks::default(),
            shapes: HashMap::default(),
            known: Vec::new(),
            memo: HashMap::default(),
            judged: Vec::new(),
            bytes: 0,
            found: Found {
                values: vec![Vec::new(); classes],
                tested: vec![vec![Vec::new(); classes]; indexes],
                labelled: vec![vec![Vec::new(); classes]; indexes],
                ..Found::default()
            },
        }
    }

    /// The counts of all parts.
    pub(crate) fn into_tally(mut self) -> (Tally, Picks) {
        self.forget();
        (self.tally, self.picks)
    }

    /// Counts the part at `at`, whose first row is the test's row `first_row`.
    pub(crate) fn count(
        &mut self,
        shared: &Shared,
        part: &Prepared,
        hits: &Hits,
        at: usize,
        first_row: u32,
    ) -> Result<PartDone, Error> {
        let things = self.judged.len().max(self.known.len());
        if things > shared.remembered || self.bytes > shared.remembered_bytes {
            self.forget();
        }
        let shapes: Vec<u32> = part.shapes.iter().map(|shape| self.number(shared, shape)).collect();
        let depths = Depths::of(&shared.sets);
        let mut done = PartDone {
            flags: Vec::with_capacity(part.rows.len()),
            results: Vec::new(),
        };
        // Where each class's messages of the row begin in the part.
        let mut begin = vec![0usize; shared.plan.classes().len()];
        for (row, number) in part.rows.iter().zip(first_row..) {
            let shape = shapes[row.shape as usize];
            let place = self.judged(shared, shape, &|index, class, messages| {
                let from = hits.starts[at][class] + begin[class];
                let found = hits.found[index][class].as_ref()?;
                Some(&found[from..from + messages])
            });
            let Worker {
                known,
                judged,
                found,
                picks,
                ..
            } = self;
            let (known, judged) = (&known[shape as usize], &judged[place].judged);
            found.note(shared, part, row, judged, &begin, &depths);
            if shared.rows.is_some() {
                found
                    .every_row
                    .push([mix(shared.secret, row.fingerprint), u64::from(number)]);
            }
            let mentioned = found.mention(shared, part, known, &begin, &depths, number);
            if let Some(options) = shared.contact {
                picks.offer(options, row, judged.mark.grade);
            }
            done.flags.push(persons::flags(mentioned, judged.mark.grade));
            if shared.keep_rows {
                done.results.push(RowResult {
                    row: row.number,
                    line: row.line,
                    first_column: known.shape.first_column as usize,
                    grade: judged.mark.grade,
                    outcomes: judged.outcomes.clone(),
                });
            }
            for (begin, messages) in begin.iter_mut().zip(&known.messages) {
                *begin += messages;
            }
        }
        self.found.hand_over(shared)?;
        Ok(done)
    }

    /// Where in `self.judged` stands what is found of a row; `hits` says which of so many messages of a class hit in an
    /// index.
    fn judged<'h>(
        &mut self,
        shared: &Shared,
        shape: u32,
        hits: &impl Fn(usize, usize, usize) -> Option<&'h [bool]>,
    ) -> usize {
        let known = &self.known[shape as usize];
        let mut bits = 0u128;
        let mut count = 0u32;
        for index in 0..shared.digester_of.len() {
            for (class, messages) in known.messages.iter().enumerate() {
                for hit in hits(index, class, *messages).unwrap_or_default() {
                    bits |= u128::from(*hit).checked_shl(count).unwrap_or(0);
                    count += 1;
                }
            }
        }
        let fits = count <= u128::BITS && shared.remembered > 0;
        if fits && let Some(place) = self.memo.get(&(shape, bits)) {
            self.judged[*place as usize].rows += 1;
            return *place as usize;
        }
        let judged = judge(&shared.plan, &known.shape, &shared.ours, &|index, class| {
            hits(index, class, known.messages[class])
        });
        self.bytes += judged.size();
        let remembered = Remembered { judged, shape, rows: 1 };
        let place = self.judged.len();
        if fits {
            self.memo.insert((shape, bits), place as u32);
        }
        self.judged.push(remembered);
        place
    }

    /// Counts what is remembered, and forgets it.
    fn forget(&mut self) {
        for remembered in self.judged.drain(..) {
            let shape = &self.known[remembered.shape as usize].shape;
            self.tally.count(shape, &remembered.judged, remembered.rows);
        }
        self.memo.clear();
        self.shapes.clear();
        self.known.clear();
        self.bytes = 0;
    }

    fn number(&mut self, shared: &Shared, shape: &Shape) -> u32 {
        if let Some(number) = self.shapes.get(shape) {
            return *number;
        }
        let number = self.known.len() as u32;
        let known = Known::of(shared, shape);
        // The shape is here twice.
        self.bytes += 2 * shape.size() + size_of_val(&known.messages[..]) + size_of_val(&known.values[..]);
        self.known.push(known);
        self.shapes.insert(shape.clone(), number);
        number
    }
}

impl Known {
    fn of(shared: &Shared, shape: &Shape) -> Known {
        let classes = shared.plan.classes();
        let mut values = Vec::new();
        for (class, what) in classes.iter().enumerate().filter(|(_, class)| !class.is_link()) {
            let Some(kind) = what.kinds().next() else { continue };
            for (message, joins) in shape.of_class(class).iter().enumerate() {
                values.push(KnownValue {
                    class,
                    message,
                    identifier: kind
                        .is_identifier()
                        .then(|| Identifier::of(&shared.plan, shape, kind, joins[0])),
                });
            }
        }
        Known {
            messages: (0..classes.len()).map(|class| shape.of_class(class).len()).collect(),
            values,
            shape: shape.clone(),
        }
    }
}

impl Identifier {
    /// An identifier that is the row's value `value`, with the tokens of the first name that is linked to it.
    fn of(plan: &Plan, shape: &Shape, kind: Kind, value: u16) -> Identifier {
        let wanted = [Part::Kind(Kind::Name), Part::Kind(kind)];
        let link = plan.classes().iter().position(|class| class.parts() == wanted);
        let messages = link.map_or(&[][..], |link| shape.of_class(link));
        let from = messages.iter().position(|joins| joins.contains(&value));
        let from = from.unwrap_or(messages.len());
        let tokens = messages[from..].iter().take_while(|joins| **joins == messages[from]);
        Identifier {
            personal: kind.is_personal(),
            link: link.unwrap_or(0),
            from,
            to: from + tokens.count().min(NO_NAME.len()),
        }
    }
}

impl Found {
    /// Notes the row and its combinations for the counts of distinct ones.
    fn note(
        &mut self,
        shared: &Shared,
        part: &Prepared,
        row: &PreparedRow,
        judged: &Judged,
        begin: &[usize],
        depths: &Depths,
    ) {
        let stratum = judged.mark.stratum();
        let fingerprint = mix(shared.secret, row.fingerprint);
        if is_kept(fingerprint, depths.rows[stratum]) {
            self.rows.push((fingerprint, stratum));
        }
        if shared.ours.len() > 1 && is_kept(fingerprint, depths.known) {
            self.known.push((fingerprint, judged.known));
        }
        for at in &judged.tested {
            let digests = &part.lookups[at.class].digests[shared.digester_of[at.index]];
            let digests = &digests[begin[at.class] + at.from..begin[at.class] + at.to];
            let fingerprint = digests.iter().fold(shared.secret, |sum, digest| mix(sum, *digest));
            let stratum = at.tested.found as usize;
            if is_kept(fingerprint, depths.tested[at.index][at.class][stratum]) {
                self.tested[at.index][at.class].push((fingerprint, stratum, at.tested.probes));
            }
        }
        for (index, by) in judged.by_index.iter().enumerate() {
            let carry = &shared.carry[index];
            for value in by.values.iter().filter(|value| value.fitting && carry[value.class]) {
                let digests = &part.lookups[value.class].digests[shared.digester_of[index]];
                let digest = digests[begin[value.class] + value.message];
                self.labelled[index][value.class].push((mix(shared.secret, digest), digest));
            }
        }
    }

    /// Notes the row's values, and which identifiers it mentions; whether there is one.
    fn mention(
        &mut self,
        shared: &Shared,
        part: &Prepared,
        known: &Known,
        begin: &[usize],
        depths: &Depths,
        row: u32,
    ) -> bool {
        let before = self.mentions.len();
        for value in &known.values {
            let digest = part.lookups[value.class].digests[0][begin[value.class] + value.message];
            let key = mix(shared.secret, digest);
            if is_kept(key, depths.values[value.class]) {
                self.values[value.class].push((key, ()));
            }
            let Some(identifier) = value.identifier else { continue };
            let mut name = NO_NAME;
            if identifier.from < identifier.to {
                let begin = begin[identifier.link];
                let tokens = &part.lookups[identifier.link].digests[0][begin + identifier.from..begin + identifier.to];
                for (place, digest) in name.iter_mut().zip(tokens) {
                    *place = persons::token(*digest);
                }
                name.sort_unstable();
            }
            let mention = Mention {
                class: value.class as u16,
                personal: identifier.personal,
                digest: key,
                row,
                name,
            };
            self.mentions.push(mention.pack());
        }
        self.mentions.len() > before
    }

    fn hand_over(&mut self, shared: &Shared) -> Result<(), Error> {
        shared.mentions.add(&self.mentions)?;
        self.mentions.clear();
        if let Some(rows) = &shared.rows {
            rows.add(&self.every_row)?;
            self.every_row.clear();
        }
        lock(&shared.sets.rows).count(self.rows.drain(..));
        if !self.known.is_empty() {
            lock(&shared.sets.known).extend(self.known.drain(..));
        }
        for (set, found) in shared.sets.values.iter().zip(&mut self.values) {
            if !found.is_empty() {
                lock(set).extend(found.drain(..));
            }
        }
        for (sets, found) in shared.sets.tested.iter().zip(&mut self.tested) {
            for (set, found) in sets.iter().zip(found) {
                if !found.is_empty() {
                    lock(set).extend(found.drain(..));
                }
            }
        }
        for (sets, found) in shared.sets.labelled.iter().zip(&mut self.labelled) {
            for (set, found) in sets.iter().zip(found) {
                if !found.is_empty() {
                    lock(set).extend(found.drain(..));
                }
            }
        }
        Ok(())
    }
}

impl Depths {
    fn of(sets: &Sets) -> Depths {
        Depths {
            rows: lock(&sets.rows).depths(),
            known: lock(&sets.known).depth(),
            values: sets.values.iter().map(|set| lock(set).depth()).collect(),
            tested: sets
                .tested
                .iter()
                .map(|sets| sets.iter().map(|set| lock(set).depths()).collect())
                .collect(),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Findings, or shapes, after which a worker begins anew: a sample of which each row is another must not fill memory.
pub(crate) const MOST_REMEMBERED: usize = 16_384;

#[cfg(test)]
mod tests;
