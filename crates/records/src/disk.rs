//! Whether the disk has room for an index, told before the work begins.

use assay_index::{Output, free_space};

use crate::error::file_name;
use crate::source::Compression;
use crate::table::{Input, Layout};
use crate::{Error, IndexOptions, Plan, Table, columnar};

/// Refuses to begin what the disk of the output has no room for. Nothing is known of streams.
pub(crate) fn check(table: &Table, plan: &Plan, options: &IndexOptions, output: &Output) -> Result<(), Error> {
    let leading = &plan.leading;
    if leading.rows == 0 {
        return Ok(());
    }
    let mut records = 0;
    for input in &table.inputs {
        let Some(of_input) = records_of(input, leading.bytes as f64 / leading.rows as f64)? else {
            return Ok(());
        };
        records += of_input;
    }
    let each = leading
        .messages
        .iter()
        .map(|messages| *messages as f64 / leading.rows as f64);
    let disk = options.build.disk(records, plan.classes.iter().zip(each));
    let free = free_space(output.folder())?;
    if disk.index + disk.temporary > free {
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
fn records_of(input: &Input, bytes: f64) -> Result<Option<u64>, Error> {
    let source = &input.source;
    if let Layout::Columnar(_) = input.layout {
        return columnar::rows(source).map(Some);
    }
    let text = match source.compression() {
        Compression::None => 1,
        Compression::Gzip | Compression::Zstd => SHRINKING,
    };
    Ok(source.bytes().map(|stored| ((stored * text) as f64 / bytes) as u64))
}

/// How many times shorter tables of people usually are when compressed; a guess.
const SHRINKING: u64 = 3;
