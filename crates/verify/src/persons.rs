//! Which rows are one person: rows that share an identifier and whose names agree, or one of which is
//! missing. An identifier with more than 10 distinct names joins nobody.
//!
//! Names are compared through the digests of `name+identifier` links: two rows that share an identifier
//! share such a digest exactly if they share the name token. So a sealed sample, which has no names, gives
//! the same people as a raw one.
//!
//! Mentions of identifiers may be more than memory holds: they are spilled, spread by the identifier, and joined part
//! by part. The count is exact, and depends neither on their order nor on threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use assay_index::{Parts, mix};
use rayon::prelude::*;

use crate::joined::Joined;
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
    /// The mention as it is spilled: a fingerprint of class and digest, row and personal, the name.
    pub(crate) fn pack(&self) -> [u64; MENTION] {
        let [a, b, c, d] = self.name.map(u64::from);
        [
            mix(u64::from(self.class) + 1, self.digest),
            u64::from(self.row) << 1 | u64::from(self.personal),
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct People {
    /// Distinct people.
    pub(crate) distinct: u64,
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

/// Joins rows to people. `rows` has the [`flags`] of every row; as many parts are held at once as `memory` bytes allow,
/// and at least one.
pub(crate) fn count(mentions: &Parts<MENTION>, mut rows: Vec<u8>, memory: u64) -> Result<People, Error> {
    let joined = Joined::new(rows.len() as u32);
    let open = Mutex::new(Open::default());
    let next = AtomicUsize::new(0);
    let largest = (0..mentions.count())
        .map(|part| mentions.records_of(part))
        .max()
        .unwrap_or(0);
    let at_once = memory / (largest as u64 * BYTES_A_MENTION).max(1);
    let at_once = (at_once as usize).clamp(1, rayon::current_num_threads());
    (0..at_once).into_par_iter().try_for_each(|_| {
        let mut ours = Open::default();
        let mut records = Vec::new();
        loop {
            let part = next.fetch_add(1, Ordering::Relaxed);
            if part >= mentions.count() {
                break;
            }
            records.clear();
            mentions.read(part, &mut records)?;
            keep_repeated(&mut records);
            records.sort_unstable();
            for group in records.chunk_by(|a, b| a[0] == b[0]) {
                join(group, &joined, &mut ours);
            }
        }
        open.lock().unwrap_or_else(PoisonError::into_inner).merge(ours);
        Ok::<(), Error>(())
    })?;
    let open = open.into_inner().unwrap_or_else(PoisonError::into_inner);
    close(open.rows, &joined);
    let mut people = People {
        identifiers_of_many_names: open.identifiers_of_many_names,
        ..People::default()
    };
    for row in 0..rows.len() {
        if rows[row] & MENTIONED == 0 {
            people.rows_without_identifier += 1;
            continue;
        }
        let root = joined.root(row as u32) as usize;
        rows[root] |= rows[row];
    }
    for (row, flags) in rows.iter().enumerate() {
        if flags & MENTIONED != 0 && joined.root(row as u32) as usize == row {
            people.distinct += 1;
            people.testable += u64::from(flags & TESTABLE != 0);
            people.matched += u64::from(flags & GENUINE != 0);
        }
    }
    Ok(people)
}

/// What the groups of some parts leave open.
#[derive(Default)]
struct Open {
    /// Rows that join one of several others, if these turn out to be one person: the row, how many others, the others.
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

/// Joins rows that were left open, until no more turn out to mean one person. Joining only ever makes fewer people of
/// many, so that the end is the same in whatever order they come.
fn close(mut open: Vec<u32>, joined: &Joined) {
    let mut meant = Vec::new();
    loop {
        let mut still = Vec::new();
        let mut rest = open.as_slice();
        while let [row, count, others @ ..] = rest {
            let (others, next) = others.split_at(*count as usize);
            rest = next;
            meant.clear();
            meant.extend(others.iter().map(|row| joined.root(*row)));
            meant.sort_unstable();
            meant.dedup();
            if let [person] = meant[..] {
                joined.join(*row, person);
            } else {
                still.extend([*row, meant.len() as u32]);
                still.extend(&meant);
            }
        }
        if still.len() == open.len() {
            return;
        }
        open = still;
    }
}

fn name(record: &[u64; MENTION]) -> NameDigests {
    let [_, _, first, second] = *record;
    [(first >> 32) as u32, first as u32, (second >> 32) as u32, second as u32]
}

fn row(record: &[u64; MENTION]) -> u32 {
    (record[1] >> 1) as u32
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

#[cfg(test)]
mod tests {
    use assay_index::Spill;
    use proptest::prelude::*;

    use super::*;

    fn mention(class: u16, digest: u64, row: u32, name: &[u32]) -> Mention {
        let mut digests = NO_NAME;
        digests[..name.len()].copy_from_slice(name);
        Mention {
            class,
            personal: class == 0,
            digest,
            row,
            name: digests,
        }
    }

    /// Mentions without an order, spilled beyond `memory` bytes.
    fn count_within(mentions: &[Mention], grades: &[Grade], memory: u64) -> People {
        let folder = tempfile::tempdir().unwrap();
        let spill = Spill::new(folder.path(), memory);
        let mut flags: Vec<u8> = grades.iter().map(|grade| flags(false, *grade)).collect();
        for mention in mentions {
            flags[mention.row as usize] |= MENTIONED;
            spill
                .add(&[Mention {
                    name: sorted(mention.name),
                    ..*mention
                }
                .pack()])
                .unwrap();
        }
        super::count(&spill.into_parts(), flags, memory).unwrap()
    }

    fn sorted(mut name: NameDigests) -> NameDigests {
        name.sort_unstable();
        name
    }

    fn count(mentions: Vec<Mention>, grades: &[Grade]) -> People {
        count_within(&mentions, grades, 1 << 30)
    }

    fn distinct(rows: usize, mentions: Vec<Mention>) -> u64 {
        count(mentions, &vec![Grade::None; rows]).distinct
    }

    #[test]
    fn a_shared_identifier_joins_names_that_agree() {
        // A family's telephone: the surname agrees, the given name does not.
        assert_eq!(
            distinct(2, vec![mention(1, 9, 0, &[1, 2]), mention(1, 9, 1, &[3, 2])]),
            2
        );
        // The same social security number: one token is enough.
        assert_eq!(
            distinct(2, vec![mention(0, 9, 0, &[1, 2]), mention(0, 9, 1, &[3, 2])]),
            1
        );
        assert_eq!(
            distinct(2, vec![mention(1, 9, 0, &[1, 2]), mention(1, 9, 1, &[2, 1])]),
            1
        );
        // One has the surname only, or no name.
        assert_eq!(distinct(2, vec![mention(1, 9, 0, &[1, 2]), mention(1, 9, 1, &[2])]), 1);
        assert_eq!(distinct(2, vec![mention(1, 9, 0, &[1, 2]), mention(1, 9, 1, &[])]), 1);
        assert_eq!(distinct(2, vec![mention(1, 9, 0, &[]), mention(1, 9, 1, &[])]), 1);
        // Nameless beside two people: nobody's.
        // The surname alone, beside two people who bear it: nobody's.
        let family = vec![
            mention(1, 9, 0, &[1, 2]),
            mention(1, 9, 1, &[3, 2]),
            mention(1, 9, 2, &[2]),
        ];
        assert_eq!(distinct(3, family), 3);
        // Two surnames in common, the given names differ.
        let siblings = vec![mention(1, 9, 0, &[1, 5, 6]), mention(1, 9, 1, &[2, 5, 6])];
        assert_eq!(distinct(2, siblings), 2);
        let middle = vec![mention(1, 9, 0, &[1, 5, 6]), mention(1, 9, 1, &[1, 6])];
        assert_eq!(distinct(2, middle), 1);
        let three = vec![
            mention(1, 9, 0, &[1, 2]),
            mention(1, 9, 1, &[3, 4]),
            mention(1, 9, 2, &[]),
        ];
        assert_eq!(distinct(3, three), 3);
        assert_eq!(
            distinct(2, vec![mention(1, 9, 0, &[1, 2]), mention(2, 9, 1, &[1, 2])]),
            2
        );
    }

    #[test]
    fn joining_goes_from_row_to_row() {
        let chain = vec![
            mention(1, 5, 0, &[1, 2]),
            mention(1, 5, 1, &[1, 2]),
            mention(2, 6, 1, &[1, 2]),
            mention(2, 6, 2, &[1, 2]),
        ];
        assert_eq!(distinct(3, chain), 1);
    }

    #[test]
    fn an_identifier_of_many_names_joins_nobody() {
        let many: Vec<_> = (0..12).map(|n| mention(0, 5, n, &[n + 1, 99])).collect();
        let people = count(many, &[Grade::None; 12]);
        assert_eq!((people.distinct, people.identifiers_of_many_names), (12, 1));
    }

    #[test]
    fn people_are_matched_by_any_genuine_row() {
        let mentions = vec![mention(0, 1, 0, &[]), mention(0, 1, 1, &[]), mention(0, 2, 2, &[])];
        let people = count(
            mentions,
            &[Grade::None, Grade::Full, Grade::Conflicting, Grade::Untestable],
        );
        let expected = People {
            distinct: 2,
            testable: 2,
            matched: 1,
            rows_without_identifier: 1,
            identifiers_of_many_names: 0,
        };
        assert_eq!(people, expected);
    }

    /// The rules as they are said, without any haste.
    fn by_the_book(mentions: &[Mention], grades: &[Grade]) -> People {
        let mut person: Vec<usize> = (0..grades.len()).collect();
        let join = |person: &mut Vec<usize>, a: u32, b: u32| {
            let (a, b) = (person[a as usize], person[b as usize]);
            person.iter_mut().filter(|of| **of == b).for_each(|of| *of = a);
            a != b
        };
        let mut people = People::default();
        let identifiers: std::collections::BTreeSet<_> = mentions.iter().map(|m| (m.class, m.digest)).collect();
        let of = |(class, digest): (u16, u64)| {
            let of_it = mentions.iter().filter(move |m| (m.class, m.digest) == (class, digest));
            of_it
                .map(|m| Mention {
                    name: sorted(m.name),
                    ..*m
                })
                .collect::<Vec<_>>()
        };
        let usable = |group: &[Mention]| {
            let names: std::collections::BTreeSet<_> = group.iter().map(|m| m.name).filter(|n| *n != NO_NAME).collect();
            names.len() <= MOST_NAMES
        };
        let groups: Vec<_> = identifiers.into_iter().map(of).collect();
        people.identifiers_of_many_names = groups.iter().filter(|group| !usable(group)).count() as u64;
        let groups: Vec<_> = groups.into_iter().filter(|group| usable(group)).collect();
        for (a, b) in groups
            .iter()
            .flat_map(|group| group.iter().flat_map(|a| group.iter().map(move |b| (a, b))))
        {
            let both = a.name != NO_NAME && b.name != NO_NAME;
            if a.name == b.name || both && agree(&a.name, &b.name, a.personal) {
                join(&mut person, a.row, b.row);
            }
        }
        let mut changed = true;
        while std::mem::take(&mut changed) {
            for group in &groups {
                for half in group.iter().filter(|m| tokens(&m.name) < 2) {
                    let fits = |m: &&Mention| tokens(&m.name) > 1 && shared(&half.name, &m.name) == tokens(&half.name);
                    let meant: Vec<_> = group.iter().filter(fits).map(|m| m.row).collect();
                    let one = meant
                        .iter()
                        .all(|row| person[*row as usize] == person[meant[0] as usize]);
                    if one && !meant.is_empty() {
                        changed |= join(&mut person, meant[0], half.row);
                    }
                }
            }
        }
        let mentioned = |row: usize| mentions.iter().any(|m| m.row as usize == row);
        let mut of_person = std::collections::BTreeMap::<usize, (bool, bool)>::new();
        for (row, grade) in grades.iter().enumerate() {
            if mentioned(row) {
                let of = of_person.entry(person[row]).or_default();
                of.0 |= *grade != Grade::Untestable;
                of.1 |= grade.is_genuine();
            } else {
                people.rows_without_identifier += 1;
            }
        }
        people.distinct = of_person.len() as u64;
        people.testable = of_person.values().filter(|of| of.0).count() as u64;
        people.matched = of_person.values().filter(|of| of.1).count() as u64;
        people
    }

    /// Rows with one or two identifiers of few, and names of few tokens.
    fn rows() -> impl Strategy<Value = Vec<(Vec<(u16, u64)>, Vec<u32>, Grade)>> {
        let identifiers = prop::collection::vec((0u16..3, 0u64..12), 0..3);
        let name = prop::collection::hash_set(1u32..7, 0..4).prop_map(|name| name.into_iter().collect());
        let grade = prop::sample::select(Grade::ALL.to_vec());
        prop::collection::vec((identifiers, name, grade), 0..120)
    }

    proptest! {
        #[test]
        fn spilled_or_not_the_people_are_those_of_the_book(rows in rows(), few in any::<bool>()) {
            let grades: Vec<Grade> = rows.iter().map(|(_, _, grade)| *grade).collect();
            let mut mentions = Vec::new();
            for (row, (identifiers, name, _)) in rows.iter().enumerate() {
                let mut identifiers = identifiers.clone();
                identifiers.sort_unstable();
                identifiers.dedup();
                for (class, digest) in identifiers {
                    let digest = if few { digest % 3 } else { digest };
                    mentions.push(mention(class, digest, row as u32, name));
                }
            }
            mentions.dedup_by_key(|m| (m.class, m.digest, m.row));
            let expected = by_the_book(&mentions, &grades);
            prop_assert_eq!(count_within(&mentions, &grades, 1 << 30), expected);
            mentions.reverse();
            prop_assert_eq!(count_within(&mentions, &grades, 0), expected);
        }
    }
}
