//! Whether the disk has room for an index, told before the work begins.

use std::io::Read;

use assay_index::{Output, free_space};

use crate::error::{file_name, io_error};
use crate::source::{Compression, Source};
use crate::table::{Input, Layout};
use crate::{Error, IndexOptions, Plan, Progress, Table, columnar};

/// Refuses to begin what the disk of the output has plainly no room for. Nothing is known of streams. Records may share
/// values, so that the index may turn out smaller than it is reckoned here: half of it must fit.
pub(crate) fn check(table: &Table, plan: &Plan, options: &IndexOptions, output: &Output) -> Result<(), Error> {
    let leading = &plan.leading;
    if leading.rows == 0 {
        return Ok(());
    }
    let mut records = 0;
    for input in &table.inputs {
        let Some(of_input) = records_of(table, input, leading.bytes as f64 / leading.rows as f64)? else {
            return Ok(());
        };
        records += of_input;
    }
    let each = |at: usize| leading.messages[at] as f64 / leading.rows as f64;
    let classes = plan.classes.iter().enumerate().map(|(at, class)| (class, each(at)));
    let labels = plan.labels.iter().flat_map(|label| &label.classes);
    let labels = labels.map(|(class, identifier)| (class, each(*identifier)));
    let disk = options.build.disk(records, classes.chain(labels));
    let free = free_space(output.folder())?;
    if disk.index / 2 + disk.temporary > free {
        return Err(Error::DiskTooSmall {
            file: file_name(output.target()),
            index: disk.index,
            temporary: disk.temporary,
            free,
        });
    }
    Ok(())
}

/// About how many records an input has whose leading ones have `bytes` bytes of cells each.
fn records_of(table: &Table, input: &Input, bytes: f64) -> Result<Option<u64>, Error> {
    let source = &input.source;
    let each = match input.layout {
        Layout::Columnar(_) => return columnar::rows(source).map(Some),
        Layout::Delimited { .. } => bytes,
        // Every cell stands behind its key, in quotes.
        Layout::JsonLines => bytes + table.columns().iter().map(|key| key.len() as f64 + 5.0).sum::<f64>(),
    };
    let Some(stored) = source.bytes() else {
        return Ok(None);
    };
    Ok(Some((stored as f64 * widening(source)? / each) as u64))
}

/// How many times longer the leading text is than what is stored of it.
fn widening(source: &Source) -> Result<f64, Error> {
    if source.compression() == Compression::None {
        return Ok(1.0);
    }
    let stored = Progress::default();
    let mut text = source.open(&stored)?.take(WIDENED);
    let text = std::io::copy(&mut text, &mut std::io::sink())
        .map_err(|error| io_error(source.name(), source.format_name(), &error))?;
    Ok(text as f64 / stored.bytes().max(1) as f64)
}

/// Bytes of text by which that is told.
const WIDENED: u64 = 8 << 20;
