//! Writes e-mail addresses of a synthetic company, one a line and lower case as their canonical form is: `keys` of its
//! first customers, and as many of customers after them, none of which is among the first.
//!
//! `make_keys --keys 10000000 --seed 2021 --present FILE --absent FILE`

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use assay_bench_peers::arguments::Arguments;
use assay_synth::{Column, Company};

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::read()?;
    let keys: u64 = arguments.get("keys")?;
    // Four customers in a hundred have no address.
    let company = Company::new(arguments.get("seed")?, keys * 2 + keys / 5 + 100)?;
    let mut addresses = (0..company.records())
        .map(|index| company.record(index).get(Column::Email).to_lowercase())
        .filter(|address| !address.is_empty());
    for name in ["present", "absent"] {
        let path: PathBuf = arguments.get(name)?;
        write(&path, keys, &mut addresses).with_context(|| path.display().to_string())?;
    }
    Ok(())
}

fn write(path: &Path, keys: u64, addresses: &mut impl Iterator<Item = String>) -> anyhow::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    for _ in 0..keys {
        let address = addresses.next().context("the company has too few addresses")?;
        writeln!(out, "{address}")?;
    }
    Ok(out.flush()?)
}
