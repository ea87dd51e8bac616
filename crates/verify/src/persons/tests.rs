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
        times: [(1, 1), (2, 1)].into(),
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
    let mut of_person = std::collections::BTreeMap::<usize, (bool, bool, u64)>::new();
    for (row, grade) in grades.iter().enumerate() {
        if mentioned(row) {
            let of = of_person.entry(person[row]).or_default();
            of.0 |= *grade != Grade::Untestable;
            of.1 |= grade.is_genuine();
            of.2 += 1;
        } else {
            people.rows_without_identifier += 1;
        }
    }
    people.distinct = of_person.len() as u64;
    for of in of_person.values() {
        *people.times.entry(of.2).or_default() += 1;
    }
    people.testable = of_person.values().filter(|of| of.0).count() as u64;
    people.matched = of_person.values().filter(|of| of.1).count() as u64;
    people
}

/// Identifiers by class and digest, tokens of the name, grade.
type Drawn = (Vec<(u16, u64)>, Vec<u32>, Grade);

/// Rows with one or two identifiers of few, and names of few tokens.
fn rows() -> impl Strategy<Value = Vec<Drawn>> {
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
        prop_assert_eq!(&count_within(&mentions, &grades, 1 << 30), &expected);
        mentions.reverse();
        prop_assert_eq!(count_within(&mentions, &grades, 0), expected);
    }
}

#[test]
fn a_person_of_very_many_rows_is_counted_whole() {
    let mentions: Vec<Mention> = (0..1_000).map(|row| mention(0, 9, row, &[1, 2])).collect();
    assert_eq!(count(mentions, &[Grade::None; 1_000]).times, [(1_000, 1)].into());
}
