//! Which rows are one person: rows that share an identifier and whose names agree, or one of which is
//! missing. An identifier with more than 10 distinct names joins nobody.
//!
//! Names are compared through the digests of `name+identifier` links: two rows that share an identifier
//! share such a digest exactly if they share the name token. So a sealed sample, which has no names, gives
//! the same people as a raw one.
//!
//! Mentions of identifiers may be more than memory holds: they are spilled, spread by the identifier, and joined part
//! by part. The count is exact, and depends neither on their order nor on threads.

use std::collections::{BTreeMap, HashMap};

use assay_index::{Parts, mix};

use crate::joined::Joined;
use crate::parts::each_part;
use crate::{Error, Grade};

/// Digests of a name's tokens beside one identifier; 0 stands for none. They are compared only between rows that share
/// the identifier, for which 32 bits are plenty.
pub(crate) type NameDigests = [u32; 4];

/// One identifier in one row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mention {
    /// The identifier's class, as a position in the plan.
    pub(crate) class: u16,
    /// Whether one person alone holds such an identifier.
    pub(crate) personal: bool,
    pub(crate) digest: u64,
    pub(crate) row: u32,
    /// In rising order.
    pub(crate) name: NameDigests,
}

impl Mention {
    /// The mention as it is spilled: a fingerprint of class and digest; class, row and personal; the name.
    pub(crate) fn pack(&self) -> [u64; MENTION] {
        let [a, b, c, d] = self.name.map(u64::from);
        [
            mix(u64::from(self.class) + 1, self.digest),
            u64::from(self.class) << 33 | u64::from(self.row) << 1 | u64::from(self.personal),
            a << 32 | b,
            c << 32 | d,
        ]
    }
}

/// A digest of a name's token as a mention holds it.
pub(crate) fn token(digest: u64) -> u32 {
    // 0 stands for none.
    ((digest >> 32) as u32).max(1)
}

/// What is known of the people in a sample.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct People {
    /// Distinct people.
    pub(crate) distinct: u64,
    /// How many people have so many rows.
    pub(crate) times: BTreeMap<u64, u64>,
    /// Of these, people with a row that could be tested.
    pub(crate) testable: u64,
    /// Of these, people with a genuine row.
    pub(crate) matched: u64,
    /// Rows without an identifier.
    pub(crate) rows_without_identifier: u64,
    /// Identifiers with too many names.
    pub(crate) identifiers_of_many_names: u64,
}

/// What [`count`] must know of a row.
pub(crate) fn flags(mentioned: bool, grade: Grade) -> u8 {
    let mut flags = 0;
    if mentioned {
        flags |= MENTIONED;
    }
    if grade != Grade::Untestable {
        flags |= TESTABLE;
    }
    if grade.is_genuine() {
        flags |= GENUINE;
    }
    flags
}

/// Joins rows to people and counts them. `rows` has the [`flags`] of every row; as many parts are held at once as
/// `memory` bytes allow, and at least one.
pub(crate) fn count(mentions: &Parts<MENTION>, mut rows: Vec<u8>, memory: u64) -> Result<People, Error> {
    let (joined, identifiers_of_many_names) = join_rows(mentions, rows.len() as u32, memory)?;
    let mut people = People {
        identifiers_of_many_names,
        ..People::default()
    };
    let mut times = Times::new(rows.len());
    for row in 0..rows.len() {
        if rows[row] & MENTIONED == 0 {
            people.rows_without_identifier += 1;
            continue;
        }
        let root = joined.root(row as u32);
        rows[root as usize] |= rows[row];
        times.add(root);
    }
    for (row, flags) in rows.iter().enumerate() {
        if flags & MENTIONED != 0 && joined.root(row as u32) as usize == row {
            people.distinct += 1;
            people.testable += u64::from(flags & TESTABLE != 0);
            people.matched += u64::from(flags & GENUINE != 0);
            *people.times.entry(times.of(row as u32)).or_default() += 1;
        }
    }
    Ok(people)
}

/// Joins `rows` rows to people; also, how many identifiers have too many names.
pub(crate) fn join_rows(mentions: &Parts<MENTION>, rows: u32, memory: u64) -> Result<(Joined, u64), Error> {
    let joined = Joined::new(rows);
    let opens = each_part(mentions, BYTES_A_MENTION, memory, |ours: &mut Open, records| {
        keep_repeated(records);
        records.sort_unstable();
        for group in records.chunk_by(|a, b| a[0] == b[0]) {
            join(group, &joined, ours);
        }
    })?;
    let mut open = Open::default();
    opens.into_iter().for_each(|other| open.merge(other));
    waiting::close(&open.rows, &joined);
    Ok((joined, open.identifiers_of_many_names))
}

/// Whether a row mentions an identifier, by its [`flags`].
pub(crate) fn is_mentioned(flags: u8) -> bool {
    flags & MENTIONED != 0
}

/// How often each of many things was seen; nearly all of them seldom.
struct Times {
    few: Vec<u8>,
    many: HashMap<u32, u64>,
}

impl Times {
    fn new(things: usize) -> Times {
        Times {
            few: vec![0; things],
            many: HashMap::new(),
        }
    }

    fn add(&mut self, thing: u32) {
        let few = &mut self.few[thing as usize];
        match few.checked_add(1) {
            Some(more) => *few = more,
            None => *self.many.entry(thing).or_default() += 1,
        }
    }

    fn of(&self, thing: u32) -> u64 {
        u64::from(self.few[thing as usize]) + self.many.get(&thing).copied().unwrap_or(0)
    }
}

/// What the groups of some parts leave open.
#[derive(Default)]
struct Open {
    /// Rows that join one of several others, if these turn out to be one person, as [`waiting::close`] takes them.
    rows: Vec<u32>,
    identifiers_of_many_names: u64,
}

impl Open {
    fn merge(&mut self, mut other: Open) {
        self.rows.append(&mut other.rows);
        self.identifiers_of_many_names += other.identifiers_of_many_names;
    }
}

/// Drops most of the identifiers that are mentioned once, as nearly all are: they join nobody, and sorting them would
/// take most of the time.
fn keep_repeated(records: &mut Vec<[u64; MENTION]>) {
    let bits = (records.len() * BITS_A_MENTION).next_power_of_two().max(64);
    let place = |record: &[u64; MENTION]| {
        let at = record[0] as usize & (bits - 1);
        (at / 64, 1u64 << (at % 64))
    };
    let (mut once, mut again) = (vec![0u64; bits / 64], vec![0u64; bits / 64]);
    for (word, bit) in records.iter().map(place) {
        again[word] |= once[word] & bit;
        once[word] |= bit;
    }
    drop(once);
    records.retain(|record| {
        let (word, bit) = place(record);
        again[word] & bit != 0
    });
}

/// Joins the rows of one identifier, which are in order.
fn join(group: &[[u64; MENTION]], joined: &Joined, open: &mut Open) {
    let [first, _, ..] = group else { return };
    let personal = first[1] & 1 != 0;
    // The names of the rows, each with the first row that bears it.
    let mut names: Vec<(NameDigests, u32)> = Vec::with_capacity(MOST_NAMES + 1);
    let mut nameless = None;
    for record in group {
        let (name, row) = (name(record), row(record));
        if name == NO_NAME {
            nameless.get_or_insert(row);
        } else if !names.iter().any(|(known, _)| *known == name) {
            names.push((name, row));
            if names.len() > MOST_NAMES {
                open.identifiers_of_many_names += 1;
                return;
            }
        }
    }
    // The same name, or none on either side: the same person.
    for record in group {
        let name = name(record);
        let first = match names.iter().find(|(known, _)| *known == name) {
            Some((_, first)) => Some(*first),
            None => nameless,
        };
        if let Some(first) = first {
            joined.join(first, row(record));
        }
    }
    for (n, (name, row)) in names.iter().enumerate() {
        for (other, other_row) in &names[..n] {
            if agree(name, other, personal) {
                joined.join(*row, *other_row);
            }
        }
    }
    // A row without a name, or with half of one, joins where only one person can be meant.
    let halves = names.iter().filter(|(name, _)| tokens(name) == 1);
    for (name, row) in halves.copied().chain(nameless.map(|row| (NO_NAME, row))) {
        let whole = names
            .iter()
            .filter(|(other, _)| tokens(other) > 1 && shared(&name, other) == tokens(&name));
        let mut meant: Vec<u32> = whole.map(|(_, row)| joined.root(*row)).collect();
        meant.sort_unstable();
        meant.dedup();
        match meant[..] {
            [] => {}
            [person] => joined.join(row, person),
            _ => {
                open.rows.extend([row, meant.len() as u32]);
                open.rows.extend(meant);
            }
        }
    }
}

fn name(record: &[u64; MENTION]) -> NameDigests {
    let [_, _, first, second] = *record;
    [(first >> 32) as u32, first as u32, (second >> 32) as u32, second as u32]
}

/// The row of a spilled mention.
pub(crate) fn row(record: &[u64; MENTION]) -> u32 {
    (record[1] >> 1) as u32
}

/// The class of a spilled mention.
pub(crate) fn class(record: &[u64; MENTION]) -> usize {
    (record[1] >> 33) as usize
}

/// Names agree that share all tokens of the shorter one, at least two. Beside an identifier that one person alone
/// holds, one shared token is enough: the other half is misspelt or changed by marriage.
fn agree(a: &NameDigests, b: &NameDigests, personal: bool) -> bool {
    let enough = if personal { 1 } else { tokens(a).min(tokens(b)).max(2) };
    shared(a, b) >= enough
}

fn tokens(name: &NameDigests) -> usize {
    name.iter().filter(|digest| **digest != 0).count()
}

fn shared(a: &NameDigests, b: &NameDigests) -> usize {
    a.iter().filter(|digest| **digest != 0 && b.contains(digest)).count()
}

/// Words of a mention as it is spilled.
pub(crate) const MENTION: usize = 4;
/// The name of a row without one.
pub(crate) const NO_NAME: NameDigests = [0; 4];
const MOST_NAMES: usize = 10;
const MENTIONED: u8 = 1;
const TESTABLE: u8 = 2;
const GENUINE: u8 = 4;
/// Bits by which a mention's identifier is recognised as mentioned before.
const BITS_A_MENTION: usize = 16;
/// A mention, and its bits in two tables that may be twice as large as asked for.
const BYTES_A_MENTION: u64 = 8 * (MENTION + 1) as u64;

mod waiting;

#[cfg(test)]
mod tests;
