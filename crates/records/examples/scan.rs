//! The floor that building an index is compared with: polars' streaming engine reads every column of a CSV
//! file as text and adds up the bytes of all cells, and nothing else is done.
//!
//! `cargo run --release -p assay-records --example scan -- FILE` prints rows, bytes and seconds. With `--table` the
//! file is read by this crate's `Table::scan` instead, which checks every line.

#![allow(clippy::print_stdout, missing_docs)]

use std::{
    error::Error,
    ops::ControlFlow,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Instant,
};

use assay_records::{Batch, Options, Progress, Source, Table};
use polars::prelude::*;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (file, through_table) = match (arguments.next(), arguments.next()) {
        (Some(flag), Some(file)) if flag == "--table" => (file, true),
        (Some(file), None) => (file, false),
        _ => return Err("usage: scan [--table] FILE".into()),
    };
    let started = Instant::now();
    let (rows, bytes) = if through_table { table(&file)? } else { floor(&file)? };
    println!(
        "{rows} rows, {bytes} bytes in cells, {:.2} s",
        started.elapsed().as_secs_f64()
    );
    Ok(())
}

fn floor(file: &str) -> Result<(u64, u64), Box<dyn Error>> {
    let path = PlRefPath::try_from_path(Path::new(file))?;
    let scan = LazyCsvReader::new(path).with_infer_schema_length(Some(0)).finish()?;
    let sums = Arc::new((AtomicU64::new(0), AtomicU64::new(0)));
    let of_scan = Arc::clone(&sums);
    let add = PlanCallback::new(move |frame: DataFrame| {
        let mut bytes = 0;
        for column in frame.columns() {
            // The lengths stand in the views; no cell is looked at.
            for chunk in column.str()?.downcast_iter() {
                bytes += chunk.len_iter().map(u64::from).sum::<u64>();
            }
        }
        of_scan.0.fetch_add(frame.height() as u64, Relaxed);
        of_scan.1.fetch_add(bytes, Relaxed);
        Ok(false)
    });
    scan.sink_batches(add, false, None)?
        .collect_with_engine(Engine::Streaming)?;
    Ok((sums.0.load(Relaxed), sums.1.load(Relaxed)))
}

fn table(file: &str) -> Result<(u64, u64), Box<dyn Error>> {
    let table = Table::open(Source::expand(&[file.to_owned()])?, &Options::default())?;
    let columns: Vec<usize> = (0..table.columns().len()).collect();
    let bytes = AtomicU64::new(0);
    let counts = table.scan(&columns, &Progress::default(), &|batch: Batch| {
        let cells = (0..batch.columns()).flat_map(|column| batch.column(column).texts().map(str::len));
        bytes.fetch_add(cells.sum::<usize>() as u64, Relaxed);
        ControlFlow::Continue(())
    })?;
    Ok((counts.rows, bytes.into_inner()))
}
