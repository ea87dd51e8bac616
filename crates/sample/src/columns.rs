use std::thread;

use assay_fields::detect::Profile;
use assay_fields::{Column, ColumnOptions, Region, decide as decide_columns};

use crate::{Error, RowBatch};

/// One header per column.
pub(crate) fn headers(names: Option<&[String]>, width: usize) -> Vec<Option<&str>> {
    match names {
        Some(names) => names.iter().map(|name| Some(name.as_str())).collect(),
        None => vec![None; width],
    }
}

/// Decides what each column holds from its header and the leading rows, and lets the user's mappings win. Columns that were
/// taken apart, at the positions `apart`, hold nothing by themselves.
pub(crate) fn decide(
    input: &str,
    headers: &[Option<&str>],
    apart: impl Iterator<Item = usize>,
    leading: &[&RowBatch],
    stated: &ColumnOptions,
) -> Result<Vec<Column>, Error> {
    let mut profiles = profile(headers.len(), leading, stated.region);
    for column in apart {
        profiles[column] = Profile::default();
    }
    decide_columns(headers, &profiles, stated).map_err(|source| Error::Columns {
        input: input.to_owned(),
        source,
    })
}

/// Counts over every column, the columns of many cells spread over the machine's cores.
fn profile(width: usize, leading: &[&RowBatch], region: Region) -> Vec<Profile> {
    let mut profiles: Vec<Profile> = (0..width).map(|_| Profile::default()).collect();
    let cells = width * leading.iter().map(|batch| batch.len()).sum::<usize>();
    if cells < WORTH_A_THREAD {
        count(&mut profiles, 0, leading, region);
        return profiles;
    }
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let each = width.div_ceil(threads).max(1);
    thread::scope(|scope| {
        for (at, profiles) in profiles.chunks_mut(each).enumerate() {
            scope.spawn(move || count(profiles, at * each, leading, region));
        }
    });
    profiles
}

/// Counts over the columns from `first` on, one for each profile.
fn count(profiles: &mut [Profile], first: usize, leading: &[&RowBatch], region: Region) {
    for row in leading.iter().flat_map(|batch| batch.rows()) {
        for (profile, cell) in profiles.iter_mut().zip(row.cells().skip(first)) {
            profile.observe(cell, region);
        }
    }
}

const WORTH_A_THREAD: usize = 20_000;
