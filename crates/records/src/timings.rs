//! How the time of an index is spent, in processor time.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use cpu_time::{ProcessTime, ThreadTime};

/// Processor time of each phase, all threads together.
#[derive(Debug, Default)]
pub struct Timings {
    scan: AtomicU64,
    canonical: AtomicU64,
    hashing: AtomicU64,
    partition: AtomicU64,
    build: AtomicU64,
}

impl Timings {
    /// The phases by name, with their processor time.
    pub fn phases(&self) -> [(&'static str, Duration); 5] {
        let of = |phase: &AtomicU64| Duration::from_nanos(phase.load(Relaxed));
        let workers = of(&self.canonical) + of(&self.hashing) + of(&self.partition);
        [
            ("scan", of(&self.scan).saturating_sub(workers)),
            ("canonical forms and links", of(&self.canonical)),
            ("hashing", of(&self.hashing)),
            ("partition and spill", of(&self.partition)),
            ("sort and build filters", of(&self.build)),
        ]
    }

    /// Counts the time of the whole scan, workers included, until it is dropped.
    pub(crate) fn scan(&self) -> Whole<'_> {
        Whole::begin(&self.scan)
    }

    /// Counts the time of the build until it is dropped.
    pub(crate) fn build(&self) -> Whole<'_> {
        Whole::begin(&self.build)
    }

    /// A clock of the calling thread.
    pub(crate) fn clock(&self) -> Clock<'_> {
        Clock {
            timings: self,
            last: ThreadTime::now(),
        }
    }
}

/// Counts the whole process's time until it is dropped.
pub(crate) struct Whole<'a> {
    phase: &'a AtomicU64,
    begin: ProcessTime,
}

impl<'a> Whole<'a> {
    fn begin(phase: &'a AtomicU64) -> Whole<'a> {
        Whole {
            phase,
            begin: ProcessTime::now(),
        }
    }
}

impl Drop for Whole<'_> {
    fn drop(&mut self) {
        self.phase.fetch_add(self.begin.elapsed().as_nanos() as u64, Relaxed);
    }
}

/// Counts one thread's time since it was last asked.
pub(crate) struct Clock<'a> {
    timings: &'a Timings,
    last: ThreadTime,
}

impl Clock<'_> {
    /// The time since then went into canonical forms and links.
    pub(crate) fn canonical(&mut self) {
        self.count(&self.timings.canonical);
    }

    /// The time since then went into hashing.
    pub(crate) fn hashing(&mut self) {
        self.count(&self.timings.hashing);
    }

    /// The time since then went into partitioning and spilling.
    pub(crate) fn partition(&mut self) {
        self.count(&self.timings.partition);
    }

    fn count(&mut self, phase: &AtomicU64) {
        let now = ThreadTime::now();
        phase.fetch_add(now.duration_since(self.last).as_nanos() as u64, Relaxed);
        self.last = now;
    }
}
