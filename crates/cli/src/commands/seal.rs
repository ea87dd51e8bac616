//! `assay seal`.

use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use assay_index::Output;
use assay_report::Role;
use assay_verify::{Preparer, SampleFacts, Sealer, plan, readings, seal_rows};

use crate::args::Seal;
use crate::evidence::{Hashes, tool_name};
use crate::input;
use crate::progress::{Step, Unit, watch};
use crate::talk::Talk;

pub(crate) fn run(args: &Seal, talk: &Talk) -> anyhow::Result<()> {
    let secrets = std::iter::once(&args.key)
        .chain(&args.dialect.password_file)
        .map(PathBuf::as_path);
    input::check_stdin(std::iter::once(args.sample.as_path()).chain(secrets))?;
    input::check_outputs([args.output.as_path()], [args.sample.as_path(), args.key.as_path()])?;
    let key = input::key(&args.key)?;
    let output = Output::create(&args.output, true)?;
    let hashes = Hashes::default();
    let mut sample = input::sample(&args.sample, &args.columns, &args.dialect, &hashes, None)?;
    let plan = plan(&sample, &args.link);
    let mut sealer = Sealer::new(&key, Preparer::new(readings(&sample), plan)?, output)?;
    let total = input::bytes(&args.sample);
    let position = AtomicU64::new(0);
    let step = || Step {
        what: "sealing",
        done: position.load(Ordering::Relaxed),
        total,
        unit: Unit::Bytes,
    };
    watch(talk, &step, || {
        seal_rows(&mut sample, &mut sealer, &|bytes| {
            position.store(bytes, Ordering::Relaxed)
        })
    })?;
    let raw = hashes.inputs(Role::Sample);
    let manifest = sealer.finish(SampleFacts::of(&sample), &tool_name())?;
    talk.say(&format!(
        "sealed {} rows under key {} in {}; who holds the key can still try all values: hand over key and file apart",
        manifest.rows,
        manifest.key_id,
        args.output.display()
    ));
    // It is nowhere else, and can't be had later: data, not talk.
    let mut out = std::io::stdout();
    for file in &raw {
        let hash = file.blake3.as_deref().unwrap_or_default();
        match raw.len() {
            1 => writeln!(out, "BLAKE3 of the raw sample, not in the sealed file: {hash}")?,
            _ => writeln!(
                out,
                "BLAKE3 of {}, not in the sealed file: {hash}",
                assay_report::plain(&file.name)
            )?,
        }
    }
    Ok(())
}
