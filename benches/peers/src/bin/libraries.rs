//! Per key: what insert and check cost in every library.
//!
//! `libraries --keys FILE --absent FILE --rate 1e-6 --threads 1 --rounds 3 --folder FOLDER`

use std::path::PathBuf;

use anyhow::ensure;
use assay_bench_peers::arguments::Arguments;
use assay_bench_peers::keys::Keys;
use assay_bench_peers::libraries::{assay, assay_memory, bloomfilter, fastbloom, poppy};
use assay_bench_peers::library::{Library, Task, print, run};

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::read()?;
    let task = Task {
        present: Keys::read(&arguments.get::<PathBuf>("keys")?)?,
        absent: Keys::read(&arguments.get::<PathBuf>("absent")?)?,
        rate: arguments.get("rate")?,
        threads: arguments.get("threads")?,
    };
    ensure!(!task.present.is_empty() && !task.absent.is_empty(), "there are no keys");
    let folder: PathBuf = arguments.get("folder")?;
    for _ in 0..arguments.get::<u32>("rounds")? {
        print(assay_memory::NAME, assay::HASH, true, &task, &assay_memory::run(&task)?)?;
        print(assay::NAME, assay::HASH, true, &task, &assay::run(&task, &folder)?)?;
        measure::<bloomfilter::Bloomfilter>(&task)?;
        measure::<fastbloom::Sip>(&task)?;
        measure::<fastbloom::Blake3>(&task)?;
        measure::<fastbloom::Fold>(&task)?;
        measure::<poppy::Plain>(&task)?;
        measure::<poppy::Best>(&task)?;
    }
    Ok(())
}

fn measure<L: Library>(task: &Task) -> anyhow::Result<()> {
    match run::<L>(task)? {
        Some(done) => print(L::NAME, L::HASH, L::KEYED, task, &done),
        None => Ok(()),
    }
}
