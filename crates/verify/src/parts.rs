//! Spilled records, worked through part by part.

use std::sync::atomic::{AtomicUsize, Ordering};

use assay_index::Parts;
use rayon::prelude::*;

use crate::Error;

/// Hands the records of each part to `work`, as many parts at once as `memory` bytes allow and at least one, and returns
/// what each thread gathered. A record takes `bytes` bytes while it is worked on.
///
/// # Errors
/// The temporary file can't be read.
pub(crate) fn each_part<const W: usize, T: Default + Send>(
    parts: &Parts<W>,
    bytes: u64,
    memory: u64,
    work: impl Fn(&mut T, &mut Vec<[u64; W]>) + Sync,
) -> Result<Vec<T>, Error> {
    let next = AtomicUsize::new(0);
    let largest = (0..parts.count()).map(|part| parts.records_of(part)).max().unwrap_or(0);
    let at_once = memory / (largest as u64 * bytes).max(1);
    let at_once = (at_once as usize).clamp(1, rayon::current_num_threads());
    let of_thread = |_| {
        let mut gathered = T::default();
        let mut records = Vec::new();
        loop {
            let part = next.fetch_add(1, Ordering::Relaxed);
            if part >= parts.count() {
                return Ok(gathered);
            }
            records.clear();
            parts.read(part, &mut records)?;
            work(&mut gathered, &mut records);
        }
    };
    (0..at_once).into_par_iter().map(of_thread).collect()
}
