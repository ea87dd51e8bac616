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
    sync::atomic::{AtomicU64, Ordering::Relaxed},
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
    let mut scan = LazyCsvReader::new(path).with_infer_schema_length(Some(0)).finish()?;
    let names: Vec<PlSmallStr> = scan.collect_schema()?.iter_names_cloned().collect();
    let mut sums: Vec<Expr> = names
        .iter()
        .map(|name| col(name.clone()).str().len_bytes().cast(DataType::UInt64).sum())
        .collect();
    sums.push(len().alias("rows of the scan"));
    let sums = scan
        .select(sums)
        .collect_with_engine(Engine::Streaming)?
        .unwrap_single();
    let total = |name: &str| -> PolarsResult<u64> {
        sums.column(name)?
            .get(0)?
            .extract::<u64>()
            .ok_or_else(|| PolarsError::NoData("no rows".into()))
    };
    let bytes = names.iter().map(|name| total(name)).sum::<PolarsResult<u64>>()?;
    Ok((total("rows of the scan")?, bytes))
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
