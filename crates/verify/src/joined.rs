//! Rows joined to sets, from several threads.

use std::sync::atomic::{AtomicU32, Ordering};

/// Rows joined to sets: union–find with path halving, in which the smaller row number leads. A root is only ever hung
/// below a smaller one, and by one atomic exchange, so that no order of joins can close a circle (Anderson & Woll,
/// "Wait-free parallel algorithms for the union-find problem", 1991).
pub(crate) struct Joined {
    parent: Vec<AtomicU32>,
}

impl Joined {
    /// Rows each by itself.
    pub(crate) fn new(rows: u32) -> Joined {
        Joined {
            parent: (0..rows).map(AtomicU32::new).collect(),
        }
    }

    /// The row that leads the set of `at`; while others join, one that once led it.
    pub(crate) fn root(&self, mut at: u32) -> u32 {
        loop {
            let parent = self.parent(at);
            if parent == at {
                return at;
            }
            let grand = self.parent(parent);
            if grand != parent {
                // Lost to another thread, it is as well: that one has shortened the path or joined it to more.
                let _ = self.parent[at as usize].compare_exchange(parent, grand, ORDER, ORDER);
            }
            at = grand;
        }
    }

    /// Makes one set of two.
    pub(crate) fn join(&self, a: u32, b: u32) {
        let (mut a, mut b) = (a, b);
        loop {
            (a, b) = (self.root(a), self.root(b));
            if a == b {
                return;
            }
            let (less, more) = (a.min(b), a.max(b));
            if self.parent[more as usize]
                .compare_exchange(more, less, ORDER, ORDER)
                .is_ok()
            {
                return;
            }
        }
    }

    fn parent(&self, at: u32) -> u32 {
        self.parent[at as usize].load(ORDER)
    }
}

/// Numbers alone pass between threads here.
const ORDER: Ordering = Ordering::Relaxed;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rayon::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn threads_join_as_one_would(pairs in prop::collection::vec((0u32..200, 0u32..200), 0..300)) {
            let (alone, together) = (Joined::new(200), Joined::new(200));
            pairs.iter().for_each(|(a, b)| alone.join(*a, *b));
            pairs.par_iter().for_each(|(a, b)| together.join(*b, *a));
            for row in 0..200 {
                prop_assert_eq!(alone.root(row), together.root(row));
            }
        }
    }
}
