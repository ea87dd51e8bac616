//! `assay estimate`.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, bail};
use assay_report::terminal::render_sizes;
use assay_report::{Evidence, Role, SizeReport};
use assay_sample::Sample;
use assay_verify::{Counter, Options, SizeFindings};

use crate::args::Estimate;
use crate::commands::test;
use crate::evidence::{self, Hashes};
use crate::input::{self, Usage};
use crate::progress::{Step, Unit, watch};
use crate::talk::Talk;

pub(crate) fn run(args: &Estimate, talk: &Talk) -> anyhow::Result<()> {
    let inputs = args
        .samples
        .iter()
        .chain(&args.dialect.password_file)
        .chain(&args.claim.claim)
        .map(PathBuf::as_path);
    input::check_stdin(inputs.clone())?;
    let passwords = args.dialect.password_file.as_deref();
    if args.samples.len() > 1 && passwords.is_some_and(input::is_stdin) {
        bail!(Usage(
            "passwords from stdin serve one sample only: give them as a file".to_owned()
        ));
    }
    let outputs = args
        .json
        .iter()
        .filter(|path| !input::is_stdin(path))
        .map(PathBuf::as_path);
    input::check_outputs(outputs, inputs)?;
    for path in &args.samples {
        if test::is_sealed(path)? {
            bail!(
                "{}: a sealed sample, which holds digests under the key of its case and can't be compared with other \
                 samples; give the raw samples",
                path.display()
            );
        }
    }
    let json = test::open(args.json.as_deref())?;
    let mut evidence = evidence::begin();
    let (claim, claim_inputs) = input::claim(&args.claim)?;
    let options = Options {
        level: args.level,
        sampling: test::sampling(args.sampling),
        claim,
        today: Some(evidence::today()),
        ..Options::default()
    };
    options.check(&[])?;
    let findings = count(args, &options, &mut evidence, talk)?;
    evidence.inputs.extend(claim_inputs);
    evidence.parameters = test::parameters(&options);
    evidence.ended = Some(evidence::now());
    evidence.complete = true;
    let report = SizeReport::new(evidence::tool(), evidence, findings);
    let mut stdout = std::io::stdout().lock();
    match json {
        Some(mut output) => {
            let target = output.target().display().to_string();
            report.to_json(&mut output).context(target)?;
            output.finish()?;
        }
        None if args.json.is_some() => return Ok(report.to_json(&mut stdout)?),
        None => {}
    }
    Ok(render_sizes(&report, &mut stdout, test::style())?)
}

/// Reads all samples and counts what is in them.
fn count(args: &Estimate, options: &Options, evidence: &mut Evidence, talk: &Talk) -> anyhow::Result<SizeFindings> {
    let budget = test::budget(&args.room);
    if args.room.spill.is_some() {
        budget.check()?;
    }
    let hashes: Vec<Hashes> = args.samples.iter().map(|_| Hashes::default()).collect();
    let open = |(path, hashes): (&PathBuf, &Hashes)| input::sample(path, &args.columns, &args.dialect, hashes, None);
    let mut samples = args
        .samples
        .iter()
        .zip(&hashes)
        .map(open)
        .collect::<anyhow::Result<Vec<Sample>>>()?;
    let sizes: Vec<Option<u64>> = args.samples.iter().map(|path| input::bytes(path)).collect();
    let total: Option<u64> = sizes.iter().copied().sum();
    let mut counter = Counter::new(&samples, budget)?;
    let position = AtomicU64::new(0);
    let step = || Step {
        what: "counting",
        done: position.load(Ordering::Relaxed),
        total,
        unit: Unit::Bytes,
    };
    watch(talk, &step, || {
        let mut before = 0;
        for ((path, sample), bytes) in args.samples.iter().zip(&mut samples).zip(&sizes) {
            counter.read(&name(path), sample, *bytes, &mut |read| {
                position.store(before + read, Ordering::Relaxed);
            })?;
            before += sample.bytes_read();
        }
        Ok::<(), assay_verify::Error>(())
    })?;
    drop(samples);
    for hashes in &hashes {
        evidence.inputs.extend(hashes.inputs(Role::Sample));
    }
    Ok(counter.finish(options)?)
}

/// A file's name without its folder, which can name people and cases.
fn name(path: &Path) -> String {
    if input::is_stdin(path) {
        return "stdin".to_owned();
    }
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}
