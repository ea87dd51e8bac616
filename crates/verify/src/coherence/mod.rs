//! The coherence of a sample by itself: whether the fields of its rows fit each other and the rules of their kinds, and
//! whether it looks as samples of real customers do. It needs no index.
//!
//! Distinct rows are observed while they are prepared: all of them up to a limit, above it those that their keyed hash
//! chooses. What a row showed is measured when the sample ends, so that neither batches nor the order of their parts
//! leave a trace; only counts leave this module. [`judge`] turns these into checks and signals.

mod facts;
mod judge;
mod measure;
mod observed;
mod reference;
mod text;
mod traces;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use assay_fields::{Reading, Row};

pub use facts::{CoherenceFacts, Fraction, LastDigits, Measure, Measured};
pub(crate) use judge::judge;
pub use judge::{CoherenceCheck, CoherenceFindings, Expected};

use crate::distinct::{Distinct, is_kept};
use observed::Observed;

/// What rows showed. It holds values: no Debug.
pub(crate) struct Coherence {
    kept: Mutex<Distinct<Observed>>,
    /// That of `kept`, or an older one, which is never larger.
    depth: AtomicU32,
}

/// What some rows showed, before it is added to the rest.
pub(crate) struct Watch {
    depth: u32,
    kept: Vec<(u64, Observed)>,
}

impl Coherence {
    /// Nothing yet.
    pub(crate) fn new() -> Coherence {
        Coherence {
            kept: Mutex::new(Distinct::new(MOST_ROWS)),
            depth: AtomicU32::new(0),
        }
    }

    /// Begins to watch some rows.
    pub(crate) fn watch(&self) -> Watch {
        Watch {
            depth: self.depth.load(Ordering::Relaxed),
            kept: Vec::new(),
        }
    }

    /// Ends it.
    pub(crate) fn add(&self, watch: Watch) {
        if watch.kept.is_empty() {
            return;
        }
        let mut kept = self.kept();
        for (fingerprint, observed) in watch.kept {
            // Of copies, the first one, in whatever order they come.
            kept.merge(fingerprint, observed, |known, other| {
                if other.number < known.number {
                    *known = other;
                }
            });
        }
        self.depth.store(kept.depth(), Ordering::Relaxed);
    }

    /// What may be told of the rows so far.
    pub(crate) fn facts(&self) -> CoherenceFacts {
        let kept = self.kept();
        let mut rows: Vec<&Observed> = kept.values().collect();
        rows.sort_unstable_by_key(|row| row.number);
        let is_told = rows.len() >= FEWEST_TOLD;
        CoherenceFacts {
            rows: rows.len() as u64,
            one_in: kept.one_in(),
            measured: if is_told { measure::all(&rows) } else { Vec::new() },
            last_digits: measure::last_digits(&rows),
        }
    }

    fn kept(&self) -> MutexGuard<'_, Distinct<Observed>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watch {
    /// Notes a row under its fingerprint, unless it is not chosen.
    pub(crate) fn note(
        &mut self,
        fingerprint: u64,
        row: &Row,
        readings: &[Option<Reading>],
        cells: &assay_sample::Row<'_>,
    ) {
        if is_kept(fingerprint, self.depth) {
            self.kept.push((fingerprint, Observed::of(row, readings, cells)));
        }
    }
}

/// Rows that are observed at most: enough for rates to within half a percent, and some eight megabytes; a few more would
/// double the table that holds them.
const MOST_ROWS: usize = 28_000;
/// A count over fewer rows says too much of each: a sealed sample tells it to whoever has the file.
const FEWEST_TOLD: usize = 10;
