//! Some rows of the sample, kept whole while it is read.

use std::collections::{BTreeMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use assay_index::mix;
use assay_sample::Row as Cells;

use super::SEED;

/// At most 250 distinct rows: those whose numbers rank lowest under a fixed mix. It holds values: no Debug.
pub(crate) struct Subset {
    /// Above this rank no row is kept any more.
    bar: AtomicU64,
    kept: Mutex<BTreeMap<(u64, u64), Kept>>,
}

/// A row with its cells.
#[derive(Clone)]
pub(crate) struct Kept {
    pub(crate) table: usize,
    pub(crate) cells: Vec<Box<str>>,
}

impl Default for Subset {
    fn default() -> Self {
        Subset {
            bar: AtomicU64::new(u64::MAX),
            kept: Mutex::default(),
        }
    }
}

impl Subset {
    /// Keeps a row if its rank is low enough.
    pub(crate) fn offer(&self, table: usize, cells: Cells<'_>) {
        let rank = mix(SEED, cells.number());
        if rank > self.bar.load(Ordering::Relaxed) {
            return;
        }
        let columns = cells.cells().count();
        let bytes: usize = cells.cells().map(str::len).sum();
        if columns > MOST_COLUMNS || bytes > MOST_BYTES {
            return;
        }
        let row = Kept {
            table,
            cells: cells.cells().map(Into::into).collect(),
        };
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert((rank, cells.number()), row);
        // Some more than are used, since copies fall away.
        while kept.len() > MOST_KEPT {
            kept.pop_last();
        }
        if kept.len() == MOST_KEPT
            && let Some(((rank, _), _)) = kept.last_key_value()
        {
            self.bar.store(*rank, Ordering::Relaxed);
        }
    }

    /// The distinct rows, in the order of their ranks.
    pub(crate) fn rows(&self) -> Vec<Kept> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let mut seen = HashSet::new();
        let distinct = kept.values().filter(|row| seen.insert((row.table, row.cells.clone())));
        distinct.take(MOST_ROWS).cloned().collect()
    }
}

/// Enough for a p-value of 1/200, and few enough for a fraction of a second.
const MOST_ROWS: usize = 250;
const MOST_KEPT: usize = 500;
const MOST_COLUMNS: usize = 256;
const MOST_BYTES: usize = 16 << 10;
