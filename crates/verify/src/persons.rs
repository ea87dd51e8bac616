//! Which rows are one person: rows that share an identifier and whose names agree, or one of which is
//! missing. An identifier with more than 10 distinct names joins nobody.
//!
//! Names are compared through the digests of `name+identifier` links: two rows that share an identifier
//! share such a digest exactly if they share the name token. So a sealed sample, which has no names, gives
//! the same people as a raw one.

use std::collections::HashMap;

use crate::Grade;

/// Digests of a name's tokens beside one identifier; 0 stands for none.
pub(crate) type NameDigests = [u64; 4];

/// One identifier in one row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mention {
    /// The identifier's class, as a position in the plan.
    pub(crate) class: u16,
    /// Whether one person alone holds such an identifier.
    pub(crate) personal: bool,
    pub(crate) digest: u64,
    pub(crate) row: u32,
    pub(crate) name: NameDigests,
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

/// Joins rows to people. `grades` has one entry per row; `mentions` come in any order.
pub(crate) fn count(mut mentions: Vec<Mention>, grades: &[Grade]) -> People {
    mentions.sort_unstable_by_key(|mention| (mention.class, mention.digest, mention.row, mention.name));
    let mut rows = Joined::new(grades.len());
    let mut mentioned = vec![false; grades.len()];
    let mut people = People::default();
    for group in mentions.chunk_by(|a, b| (a.class, a.digest) == (b.class, b.digest)) {
        for mention in group {
            mentioned[mention.row as usize] = true;
        }
        let mut names: Vec<(NameDigests, u32)> = Vec::new();
        let mut first_of: HashMap<NameDigests, u32> = HashMap::new();
        let mut same: Vec<(u32, u32)> = Vec::new();
        for mention in group {
            match first_of.get(&mention.name) {
                // The same name, or none on either side: the same person.
                Some(first) => same.push((*first, mention.row)),
                None => {
                    first_of.insert(mention.name, mention.row);
                    if mention.name != NO_NAME {
                        names.push((mention.name, mention.row));
                    }
                }
            }
            if names.len() > MOST_NAMES {
                break;
            }
        }
        if names.len() > MOST_NAMES {
            people.identifiers_of_many_names += 1;
            continue;
        }
        for (a, b) in same {
            rows.join(a, b);
        }
        for (n, (name, row)) in names.iter().enumerate() {
            for (other, other_row) in &names[..n] {
                if agree(name, other, group[0].personal) {
                    rows.join(*row, *other_row);
                }
            }
        }
        // A row without a name, or with half of one, joins where only one person can be meant.
        let halves = names.iter().filter(|(name, _)| tokens(name) == 1);
        let nameless = first_of.get(&NO_NAME).map(|row| (NO_NAME, *row));
        for (name, row) in halves.copied().chain(nameless) {
            let whole = names
                .iter()
                .filter(|(other, _)| tokens(other) > 1 && shared(&name, other) == tokens(&name));
            let mut meant: Vec<u32> = whole.map(|(_, row)| rows.root(*row)).collect();
            meant.sort_unstable();
            meant.dedup();
            if let [person] = meant[..] {
                rows.join(row, person);
            }
        }
    }
    let mut of_root: HashMap<u32, (bool, bool)> = HashMap::new();
    for (row, grade) in grades.iter().enumerate() {
        if !mentioned[row] {
            people.rows_without_identifier += 1;
            continue;
        }
        let person = of_root.entry(rows.root(row as u32)).or_default();
        person.0 |= *grade != Grade::Untestable;
        person.1 |= grade.is_genuine();
    }
    people.distinct = of_root.len() as u64;
    people.testable = of_root.values().filter(|(testable, _)| *testable).count() as u64;
    people.matched = of_root.values().filter(|(_, genuine)| *genuine).count() as u64;
    people
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

/// Rows joined to sets (union–find with path halving; the smaller row number leads).
struct Joined {
    parent: Vec<u32>,
}

impl Joined {
    fn new(rows: usize) -> Joined {
        Joined {
            parent: (0..rows as u32).collect(),
        }
    }

    fn root(&mut self, mut at: u32) -> u32 {
        while self.parent[at as usize] != at {
            let grand = self.parent[self.parent[at as usize] as usize];
            self.parent[at as usize] = grand;
            at = grand;
        }
        at
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b) as usize] = a.min(b);
    }
}

/// The name of a row without one.
pub(crate) const NO_NAME: NameDigests = [0; 4];
const MOST_NAMES: usize = 10;

#[cfg(test)]
mod tests {
    use super::*;

    fn mention(class: u16, digest: u64, row: u32, name: &[u64]) -> Mention {
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
        let many: Vec<_> = (0..12).map(|n| mention(0, 5, n, &[n as u64 + 1, 99])).collect();
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
}
