//! `assay demo`: the whole job on shipped, synthetic data, through the very commands that a user gives.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use assay_synth::ShippedKind;
use clap::Parser;

use crate::args::{Cli, Command, Demo};
use crate::commands::{index, keygen, test};
use crate::talk::Talk;

pub(crate) fn run(args: &Demo, talk: &Talk) -> anyhow::Result<()> {
    let folder = tempfile::Builder::new().prefix("assay-demo-").tempdir()?;
    let _ = FOLDER.set(folder.path().to_owned());
    let file = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes);
    write("company.csv", COMPANY)?;
    for (kind, bytes) in SAMPLES {
        write(&format!("{kind}.csv"), bytes)?;
    }
    let say = |text: &str| talk.say(text);
    say("All people, numbers and addresses below are synthetic.\n");

    say("$ assay keygen -o acme.key");
    if let Command::Keygen(args) = parse(&["keygen", "-o", &file("acme.key")])? {
        keygen::run(&args, &Talk::new(true))?;
    }
    say("$ assay index company.csv --key acme.key -o acme.assay --company \"ACME (synthetic)\" --covers all");
    let indexed = [
        "index",
        &file("company.csv"),
        "--key",
        &file("acme.key"),
        "-o",
        &file("acme.assay"),
        "--company",
        "ACME (synthetic)",
        "--covers",
        "all",
    ];
    if let Command::Index(args) = parse(&indexed)? {
        index::run(&args, None, talk)?;
    }
    let mut out = std::io::stdout().lock();
    writeln!(out, "sample       rows  genuine  verdict")?;
    for (kind, _) in SAMPLES {
        let report = tested(folder.path(), kind)?;
        let (matched, verdict) = (&report.findings.matched, &report.findings.verdict);
        let rows = report.findings.sample.rows.accepted();
        writeln!(
            out,
            "{kind:<11} {rows:>5}  {:>7}  {}",
            matched.genuine.genuine, verdict.grade
        )?;
    }
    out.flush()?;
    say(&format!(
        "\n$ assay test {}.csv --index acme.assay --key acme.key --population {POPULATION}",
        args.sample
    ));
    test::print(&tested(folder.path(), args.sample)?, &mut out)
}

/// Removes the demo's folder, key included: for a program about to leave on a signal.
pub(crate) fn remove_folder() {
    if let Some(folder) = FOLDER.get() {
        // Under another name first: the other threads still make files, and would find no folder for them.
        let gone = folder.with_extension("gone");
        let _ = std::fs::rename(folder, &gone);
        let _ = std::fs::remove_dir_all(gone);
    }
}

fn tested(folder: &Path, kind: ShippedKind) -> anyhow::Result<assay_report::Report> {
    let file = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let words = [
        "test",
        &file(&format!("{kind}.csv")),
        "--index",
        &file("acme.assay"),
        "--key",
        &file("acme.key"),
        "--population",
        POPULATION,
    ];
    match parse(&words)? {
        Command::Test(args) => test::report(&args, &Talk::new(true)),
        _ => anyhow::bail!("the demo's own command is none"),
    }
}

fn parse(words: &[&str]) -> anyhow::Result<Command> {
    Ok(Cli::try_parse_from(std::iter::once(&"assay").chain(words))?.command)
}

static FOLDER: OnceLock<PathBuf> = OnceLock::new();
/// Adults of a made-up country.
const POPULATION: &str = "1000000";
const COMPANY: &[u8] = include_bytes!("../../../../datasets/company.csv");
const SAMPLES: [(ShippedKind, &[u8]); 7] = [
    (
        ShippedKind::Genuine,
        include_bytes!("../../../../datasets/samples/genuine.csv"),
    ),
    (
        ShippedKind::Respelt,
        include_bytes!("../../../../datasets/samples/respelt.csv"),
    ),
    (
        ShippedKind::Misspelt,
        include_bytes!("../../../../datasets/samples/misspelt.csv"),
    ),
    (
        ShippedKind::Half,
        include_bytes!("../../../../datasets/samples/half.csv"),
    ),
    (
        ShippedKind::Stitched,
        include_bytes!("../../../../datasets/samples/stitched.csv"),
    ),
    (
        ShippedKind::Directory,
        include_bytes!("../../../../datasets/samples/directory.csv"),
    ),
    (
        ShippedKind::Fabricated,
        include_bytes!("../../../../datasets/samples/fabricated.csv"),
    ),
];
