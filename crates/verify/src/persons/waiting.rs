//! Rows that join one of several others, once these turn out to be one person.

use std::collections::HashMap;

use crate::joined::Joined;

/// Joins rows that were left open, until no more turn out to mean one person; how often it looked at one. `open` has
/// for each: the row, how many others it may belong to, the others.
///
/// Joining only ever makes fewer people of many, so that the end is the same in whatever order they come. A row is
/// looked at again only when two that it waits for are joined, and it then hangs on the shorter of their two lists: n
/// rows are looked at n log n times at most, whatever chain a seller writes.
pub(super) fn close(open: &[u32], joined: &Joined) -> u64 {
    let mut waiting = Waiting::default();
    let mut due = Vec::new();
    let mut at = 0;
    while let Some((_, others)) = entry(open, at) {
        for root in roots(others, joined) {
            waiting.on.entry(root).or_default().push(at);
        }
        due.push(at);
        at += 2 + others.len();
    }
    let mut looks = 0;
    while let Some(at) = due.pop() {
        looks += 1;
        if let Some((row, others)) = entry(open, at)
            && let [person] = roots(others, joined)[..]
        {
            waiting.join(joined, row, person, &mut due);
        }
    }
    looks
}

/// Per person, which open rows wait for it, as positions.
#[derive(Default)]
struct Waiting {
    on: HashMap<u32, Vec<usize>>,
}

impl Waiting {
    /// Makes one person of two; rows that wait for both are due.
    fn join(&mut self, joined: &Joined, a: u32, b: u32, due: &mut Vec<usize>) {
        let (a, b) = (joined.root(a), joined.root(b));
        if a == b {
            return;
        }
        joined.join(a, b);
        let lists = [a, b].map(|root| self.on.remove(&root).unwrap_or_default());
        let [mut long, mut short] = lists;
        if long.len() < short.len() {
            std::mem::swap(&mut long, &mut short);
        }
        due.extend_from_slice(&short);
        long.append(&mut short);
        if !long.is_empty() {
            self.on.insert(joined.root(a), long);
        }
    }
}

fn entry(open: &[u32], at: usize) -> Option<(u32, &[u32])> {
    let [row, count, rest @ ..] = open.get(at..)? else {
        return None;
    };
    Some((*row, rest.get(..*count as usize)?))
}

fn roots(others: &[u32], joined: &Joined) -> Vec<u32> {
    let mut roots: Vec<u32> = others.iter().map(|row| joined.root(*row)).collect();
    roots.sort_unstable();
    roots.dedup();
    roots
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Looks at all of them until nothing changes.
    fn fixpoint(open: &[(u32, Vec<u32>)], joined: &Joined) {
        loop {
            let mut changed = false;
            for (row, others) in open {
                if let [person] = roots(others, joined)[..] {
                    changed |= joined.root(*row) != person;
                    joined.join(*row, person);
                }
            }
            if !changed {
                return;
            }
        }
    }

    fn flat(open: &[(u32, Vec<u32>)]) -> Vec<u32> {
        let each = open
            .iter()
            .map(|(row, others)| [&[*row, others.len() as u32], &others[..]].concat());
        each.flatten().collect()
    }

    proptest! {
        #[test]
        fn the_end_is_the_fixpoint(
            pairs in prop::collection::vec((0u32..40, 0u32..40), 0..12),
            open in prop::collection::vec((0u32..40, prop::collection::vec(0u32..40, 1..4)), 0..60),
        ) {
            let (ours, plain) = (Joined::new(40), Joined::new(40));
            for (a, b) in pairs {
                ours.join(a, b);
                plain.join(a, b);
            }
            close(&flat(&open), &ours);
            fixpoint(&open, &plain);
            for row in 0..40 {
                prop_assert_eq!(ours.root(row), plain.root(row));
            }
        }
    }

    #[test]
    fn a_chain_costs_no_more_than_its_links() {
        // Each link is decided only by the one that stands after it, or before it.
        let links = 200_000u32;
        let chain: Vec<(u32, Vec<u32>)> = (0..links).map(|n| (n + 2, vec![0, n + 1])).collect();
        for backwards in [false, true] {
            let joined = Joined::new(links + 2);
            joined.join(0, 1);
            let mut open = chain.clone();
            if backwards {
                open.reverse();
            }
            let looks = close(&flat(&open), &joined);
            assert!(looks <= 3 * u64::from(links), "{looks}");
            assert!((0..links + 2).all(|row| joined.root(row) == 0));
        }
    }
}
