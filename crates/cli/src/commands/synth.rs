//! `assay synth`.

use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Context;
use assay_index::Output;
use assay_synth::{Company, Dump, Leak, Listing, OtherCompany, Recipe};

use crate::args::{Synth, SynthListing, SynthWhat};
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
        SynthWhat::Records {
            records,
            seed,
            as_of,
            output,
        } => {
            let company = Company::new(*seed, *records)?;
            watch(talk, &|| step(*records), || {
                to_output(output.as_deref(), |mut out| match as_of {
                    Some(day) => company.as_of(&day.to_string()).write_csv(&mut out, &count),
                    None => company.write_csv(&mut out, &count),
                })
            })?;
            let of = as_of.map(|day| format!(" as of {day}")).unwrap_or_default();
            talk.say(&format!("{records} synthetic records{of}, seed {seed}"));
        }
        SynthWhat::Dump { records, seed, output } => {
            let company = Company::new(*seed, *records)?;
            let dump = Dump::new(&company, *seed);
            watch(talk, &|| step(*records), || {
                to_output(output.as_deref(), |mut out| dump.write(&mut out, &count))
            })?;
            talk.say(&format!("{records} synthetic rows, respelt, seed {seed}"));
        }
        SynthWhat::Leak { people } => {
            let company = Company::new(people.seed, people.company_records)?;
            let number = people.people.unwrap_or(people.company_records);
            let leak = Leak::new(&company, number, people.overlap)?;
            watch(talk, &|| step(number), || {
                to_output(people.output.as_deref(), |mut out| leak.write_csv(&mut out, &count))
            })?;
            talk.say(&format!("{number} synthetic people of a leak, seed {}", people.seed));
        }
        SynthWhat::OtherCompany { people } => {
            let company = Company::new(people.seed, people.company_records)?;
            let number = people.people.unwrap_or(people.company_records);
            let other = OtherCompany::new(&company, number, people.overlap)?;
            watch(talk, &|| step(number), || {
                to_output(people.output.as_deref(), |mut out| other.write_csv(&mut out, &count))
            })?;
            talk.say(&format!(
                "{number} synthetic customers of another company, seed {}",
                people.seed
            ));
        }
        SynthWhat::Listing(args) => {
            let outputs = [&args.output, &args.truth].into_iter().chain(&args.answers);
            input::check_outputs(outputs.map(std::path::PathBuf::as_path), [])?;
            let company = Company::new(args.company_seed.unwrap_or(args.seed), args.company_records)?;
            let (mut sample, mut truth) = (
                Output::create(&args.output, false)?,
                Output::create(&args.truth, false)?,
            );
            let answers = args
                .answers
                .as_ref()
                .map(|path| Output::create(path, false))
                .transpose()?;
            let listing = Listing::new(&company, recipe(args), args.seed, args.rows)?;
            watch(talk, &|| step(args.rows), || {
                listing.write(&mut sample, &mut truth, &count)
            })
            .with_context(|| format!("{} or its truth", args.output.display()))?;
            sample.finish()?;
            truth.finish()?;
            if let Some(mut answers) = answers {
                let target = answers.target().display().to_string();
                serde_json::to_writer_pretty(&mut answers, &answers_of(args, &listing)).context(target)?;
                answers.finish()?;
            }
            talk.say(&format!(
                "{} synthetic rows, {}, seed {}",
                args.rows, args.kind, args.seed
            ));
        }
    }
    Ok(())
}

fn recipe(args: &SynthListing) -> Recipe {
    Recipe {
        kind: args.kind,
        share: args.share,
        overlap: args.overlap,
        segment: args.segment.clone(),
        as_of: args.as_of.to_string(),
        copies: args.copies,
        noise: args.noise,
        people: args.people,
        without: args.without.clone(),
    }
}

/// What is true of a listing, for a file.
fn answers_of(args: &SynthListing, listing: &Listing<'_>) -> serde_json::Value {
    let expected = listing.expected();
    let verdicts: Vec<&str> = expected.verdicts.iter().map(|verdict| verdict.name()).collect();
    serde_json::json!({
        "kind": args.kind.name(),
        "seed": args.seed,
        "rows": args.rows,
        "authentic": expected.authentic,
        "theirs": expected.theirs,
        "new": expected.new,
        "verdicts": verdicts,
    })
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
