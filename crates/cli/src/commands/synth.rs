//! `assay synth`.

use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Context;
use assay_index::Output;
use assay_synth::{Company, Dump, Listing};

use crate::args::{Synth, SynthWhat};
use crate::input;
use crate::progress::{Step, Unit, watch};
use crate::talk::Talk;

pub(crate) fn run(args: &Synth, talk: &Talk) -> anyhow::Result<()> {
    let written = AtomicU64::new(0);
    let count = |rows: u64| written.store(rows, Ordering::Relaxed);
    let step = |total: u64| Step {
        what: "writing",
        done: written.load(Ordering::Relaxed),
        total: Some(total),
        unit: Unit::Rows,
    };
    match &args.what {
        SynthWhat::Records { records, seed, output } => {
            let company = Company::new(*seed, *records)?;
            watch(talk, &|| step(*records), || {
                to_output(output.as_deref(), |mut out| company.write_csv(&mut out, &count))
            })?;
            talk.say(&format!("{records} synthetic records, seed {seed}"));
        }
        SynthWhat::Dump { records, seed, output } => {
            let company = Company::new(*seed, *records)?;
            let dump = Dump::new(&company, *seed);
            watch(talk, &|| step(*records), || {
                to_output(output.as_deref(), |mut out| dump.write(&mut out, &count))
            })?;
            talk.say(&format!("{records} synthetic rows, respelt, seed {seed}"));
        }
        SynthWhat::Listing {
            kind,
            company_records,
            rows,
            seed,
            output,
            truth,
        } => {
            input::check_outputs([output.as_path(), truth.as_path()], [])?;
            let company = Company::new(*seed, *company_records)?;
            let (mut sample, mut truth) = (Output::create(output, false)?, Output::create(truth, false)?);
            let listing = Listing::new(&company, *kind, *seed, *rows)?;
            watch(talk, &|| step(*rows), || listing.write(&mut sample, &mut truth, &count))
                .with_context(|| format!("{} or its truth", output.display()))?;
            sample.finish()?;
            truth.finish()?;
            talk.say(&format!("{rows} synthetic rows, {kind}, seed {seed}"));
        }
    }
    Ok(())
}

/// Writes to a file that appears whole, or to stdout.
fn to_output(path: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> anyhow::Result<()> {
    let Some(path) = path else {
        let mut out = BufWriter::new(std::io::stdout().lock());
        write(&mut out)?;
        return Ok(out.flush()?);
    };
    input::check_outputs([path], [])?;
    let mut file = Output::create(path, false)?;
    write(&mut file).with_context(|| path.display().to_string())?;
    Ok(file.finish()?)
}
