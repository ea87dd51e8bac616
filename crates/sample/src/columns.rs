use std::thread;

use assay_fields::detect::Profile;
use assay_fields::{Column, ColumnOptions, Region, decide as decide_columns};

use crate::{Error, Options, RowBatch};

/// Decides what each column holds from its name and the leading rows, and lets the user's mappings win.
pub(crate) fn decide(
    input: &str,
    names: Option<&[String]>,
    width: usize,
    leading: &[&RowBatch],
    options: &Options,
) -> Result<Vec<Column>, Error> {
    let headers: Vec<Option<&str>> = match names {
        Some(names) => names.iter().map(|name| Some(name.as_str())).collect(),
        None => vec![None; width],
    };
    let profiles = profile(width, leading, options.region);
    let stated = ColumnOptions {
        region: options.region,
        date_order: options.date_order,
        map: options.map.clone(),
    };
    decide_columns(&headers, &profiles, &stated).map_err(|source| Error::Columns {
        input: input.to_owned(),
        source,
    })
}

/// Counts over every column, the columns spread over the machine's cores.
fn profile(width: usize, leading: &[&RowBatch], region: Region) -> Vec<Profile> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let mut profiles: Vec<Profile> = (0..width).map(|_| Profile::default()).collect();
    let each = width.div_ceil(threads).max(1);
    thread::scope(|scope| {
        for (at, profiles) in profiles.chunks_mut(each).enumerate() {
            let count = move || {
                for row in leading.iter().flat_map(|batch| batch.rows()) {
                    let cells = row.cells().skip(at * each);
                    for (profile, cell) in profiles.iter_mut().zip(cells) {
                        profile.observe(cell, region);
                    }
                }
            };
            scope.spawn(count);
        }
    });
    profiles
}
