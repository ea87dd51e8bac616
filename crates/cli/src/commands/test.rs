//! `assay test`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, bail};
use assay_fields::Class;
use assay_index::container::Magic;
use assay_index::{Index, Key, Output};
use assay_report::rows::{RowsFormat, RowsWriter};
use assay_report::terminal::{self, Style};
use assay_report::{Evidence, Report, Role, to_json};
use assay_verify::{
    Budget, Claim, ColumnFacts, ContactOptions, ControlsTest, Ended, Findings, Options, Preparer, RowResult,
    SampleFacts, Sampling, SealedSample, Source, Tester, plan, readings, test_rows,
};

use crate::args::{Room, SamplingArg, Test};
use crate::evidence::{self, Hashes};
use crate::input::{self, Rejects};
use crate::progress::{Step, Unit, watch};
use crate::talk::{self, Talk};

pub(crate) fn run(args: &Test, talk: &Talk) -> anyhow::Result<()> {
    let outputs = args.json.iter().filter(|path| !input::is_stdin(path));
    let outputs = outputs.chain(&args.rows).chain(&args.rejects).map(PathBuf::as_path);
    let indexes = sources(args);
    let inputs = indexes
        .iter()
        .map(|(path, _)| path)
        .chain(&args.key)
        .chain(&args.dialect.password_file)
        .chain(args.controls.iter().map(|(_, path)| path))
        .chain(&args.claim.claim)
        .map(PathBuf::as_path);
    input::check_outputs(outputs, inputs.chain([args.sample.as_path()]))?;
    // Outputs are opened before the long work begins.
    let json = open(args.json.as_deref())?;
    let report = report(args, talk)?;
    let mut stdout = std::io::stdout().lock();
    match json {
        Some(mut output) => {
            let target = output.target().display().to_string();
            to_json(&report, &mut output).context(target)?;
            output.finish()?;
        }
        None if args.json.is_some() => return Ok(to_json(&report, &mut stdout)?),
        None => {}
    }
    print(&report, &mut stdout)
}

/// Tests the sample.
pub(crate) fn report(args: &Test, talk: &Talk) -> anyhow::Result<Report> {
    let sample = std::iter::once(args.sample.as_path());
    let others = args
        .key
        .iter()
        .chain(&args.dialect.password_file)
        .chain(args.controls.iter().map(|(_, path)| path))
        .chain(&args.claim.claim);
    input::check_stdin(sample.chain(others.map(PathBuf::as_path)))?;
    let (claim, claim_inputs) = input::claim(&args.claim)?;
    let options = options(args, claim);
    if args.room.spill.is_some() {
        budget(&args.room).check()?;
    }
    let mut evidence = evidence::begin();
    let rows = open(args.rows.as_deref())?.map(|output| (rows_format(output.target()), output));
    let keys = input::keys(&args.key)?;
    let (paths, sources): (Vec<PathBuf>, Vec<Source>) = sources(args).into_iter().unzip();
    let indexes = input::indexes(&paths, &keys)?;
    options.check(&indexes)?;
    let findings = if is_sealed(&args.sample)? {
        sealed(args, (&indexes, &sources), &keys, &options, rows, &mut evidence)?
    } else {
        raw(args, (&indexes, &sources), &keys, &options, rows, &mut evidence, talk)?
    };
    evidence.inputs.extend(indexes.iter().map(evidence::index_input));
    evidence.inputs.extend(claim_inputs);
    evidence.parameters = parameters(&options);
    let asked = [("contact", args.contact.map(|count| count as u64)), ("seed", args.seed)];
    let asked = asked
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?.to_string())));
    evidence.parameters.extend(asked);
    evidence.ended = Some(evidence::now());
    evidence.complete = true;
    Ok(Report::new(evidence::tool(), evidence, findings))
}

/// Prints a report for reading.
pub(crate) fn print(report: &Report, out: &mut impl Write) -> anyhow::Result<()> {
    terminal::render(report, out, style())?;
    Ok(())
}

/// How a report is written for reading.
pub(crate) fn style() -> Style {
    Style {
        colour: talk::wants_colour(),
        width: WIDTH,
    }
}

fn raw(
    args: &Test,
    (indexes, sources): (&[Index], &[Source]),
    keys: &[Key],
    options: &Options,
    rows: Option<(RowsFormat, Output)>,
    evidence: &mut Evidence,
    talk: &Talk,
) -> anyhow::Result<Findings> {
    let hashes = Hashes::default();
    let rejects = args.rejects.as_deref().map(Rejects::create).transpose()?;
    let mut sample = input::sample(&args.sample, &args.columns, &args.dialect, &hashes, rejects.as_ref())?;
    let plan = plan(&sample, &classes(indexes));
    let tester = Tester::new(plan.clone(), indexes, keys)?.with_sources(sources)?;
    let mut tester = limited(tester, args);
    let mut preparer = Preparer::new(readings(&sample), plan)?;
    let mut sink = Sink::new(
        rows,
        &SampleFacts::of(&sample),
        !sample.is_read() && sample.may_hold_several(),
    )?;
    let total = input::bytes(&args.sample);
    if let Some(bytes) = total {
        tester = tester.expecting(bytes);
    }
    let position = AtomicU64::new(0);
    let step = || Step {
        what: "testing",
        done: position.load(Ordering::Relaxed),
        total,
        unit: Unit::Bytes,
    };
    watch(talk, &step, || {
        test_rows(&mut sample, &mut preparer, &mut tester, &mut |tested| {
            position.store(tested.bytes, Ordering::Relaxed);
            tested.new_tables.iter().for_each(|columns| sink.learn(columns));
            sink.write(tested.results)
        })
    })?;
    sink.finish()?;
    evidence.inputs.extend(hashes.inputs(Role::Sample));
    let facts = SampleFacts::of(&sample).with_numbers(&preparer);
    drop(sample);
    rejects.map(Rejects::finish).transpose()?;
    let mut ended = tester.end(facts)?;
    ended.against_chance(&preparer)?;
    conclude(ended, args, keys, options, evidence)
}

/// Tests the controls, and concludes.
fn conclude(
    ended: Ended<'_>,
    args: &Test,
    keys: &[Key],
    options: &Options,
    evidence: &mut Evidence,
) -> anyhow::Result<Findings> {
    let mut test = ControlsTest::new(&ended, keys, budget(&args.room))?;
    for (of, path) in &args.controls {
        if is_sealed(path)? {
            bail!(
                "{}: a sealed sample; controls are tested by the kinds that the sample shows, so give their rows as they are",
                path.display()
            );
        }
        let hashes = Hashes::default();
        let mut controls = input::sample(path, &args.columns, &args.dialect, &hashes, None)?;
        test.add(*of, &path.display().to_string(), &mut controls)?;
        evidence.inputs.extend(hashes.inputs(Role::Control));
    }
    let controls = test.finish()?;
    Ok(ended.conclude(options, &controls)?)
}

fn sealed(
    args: &Test,
    (indexes, sources): (&[Index], &[Source]),
    keys: &[Key],
    options: &Options,
    rows: Option<(RowsFormat, Output)>,
    evidence: &mut Evidence,
) -> anyhow::Result<Findings> {
    let mut sample = SealedSample::open(&args.sample)?;
    let shuffled = sample.shuffled()?;
    let facts = sample.facts();
    let mut tester = limited(sample.tester(indexes, keys)?.with_sources(sources)?, args);
    let mut sink = Sink::new(rows, &facts, false)?;
    evidence
        .inputs
        .extend(Hashes::of_file(&args.sample)?.inputs(Role::Sealed));
    sample.read(keys, tester.at_once(), |parts| {
        let results = tester.add_prepared(parts)?;
        sink.write(&results).map_err(assay_verify::Error::Rows)
    })?;
    sink.finish()?;
    let mut ended = tester.end(facts)?;
    if let Some(shuffled) = &shuffled {
        ended.against_shuffled(shuffled)?;
    }
    conclude(ended, args, keys, options, evidence)
}

/// The indexes, with what each is.
fn sources(args: &Test) -> Vec<(PathBuf, Source)> {
    let of = |paths: &[PathBuf], source: Source| paths.iter().map(|path| (path.clone(), source)).collect::<Vec<_>>();
    [
        of(&args.index, Source::Company),
        of(&args.leak, Source::Leak),
        of(&args.comparator, Source::Comparator),
    ]
    .concat()
}

/// A tester that keeps to what the arguments allow.
fn limited<'a>(tester: Tester<'a>, args: &Test) -> Tester<'a> {
    let contact = args.contact.zip(args.seed);
    let contact = contact.map(|(count, seed)| ContactOptions { count, seed });
    let tester = tester.within(budget(&args.room)).with_contact(contact);
    match args.rows {
        Some(_) => tester,
        None => tester.without_rows(),
    }
}

/// What a run may take.
pub(crate) fn budget(room: &Room) -> Budget {
    let default = Budget::default();
    Budget {
        memory: room.memory,
        folder: room.spill.clone().unwrap_or_else(|| default.folder.clone()),
        ..default
    }
}

/// The file of rows, if one was asked for.
struct Sink(Option<(RowsWriter<Output>, PathBuf)>);

impl Sink {
    fn new(rows: Option<(RowsFormat, Output)>, facts: &SampleFacts, more: bool) -> anyhow::Result<Sink> {
        let Some((format, output)) = rows else {
            return Ok(Sink(None));
        };
        let names = facts.short_names();
        let target = output.target().to_owned();
        Ok(Sink(Some((RowsWriter::new(output, format, &names, more)?, target))))
    }

    /// Learns of a table that was met late.
    fn learn(&mut self, columns: &[ColumnFacts]) {
        if let Some((writer, _)) = &mut self.0 {
            writer.add_table(columns.iter().map(ColumnFacts::short_name).collect());
        }
    }

    fn write(&mut self, results: &[RowResult]) -> std::io::Result<()> {
        match &mut self.0 {
            Some((writer, target)) => writer
                .write(results)
                .map_err(|error| std::io::Error::other(format!("{}: {error}", target.display()))),
            None => Ok(()),
        }
    }

    fn finish(self) -> anyhow::Result<()> {
        if let Some((writer, target)) = self.0 {
            writer
                .finish()
                .with_context(|| target.display().to_string())?
                .finish()?;
        }
        Ok(())
    }
}

fn options(args: &Test, claim: Claim) -> Options {
    Options {
        level: args.level,
        interval: args.interval.into(),
        population: args.population,
        sampling: sampling(args.sampling),
        claim,
        today: Some(evidence::today()),
    }
}

/// How the rows were drawn.
pub(crate) fn sampling(arg: SamplingArg) -> Sampling {
    match arg {
        SamplingArg::Seller => Sampling::Seller,
        SamplingArg::Random => Sampling::Random,
    }
}

/// What the options came to, for the evidence.
pub(crate) fn parameters(options: &Options) -> std::collections::BTreeMap<String, String> {
    let claim = &options.claim;
    let fields: Vec<&str> = claim.fields.iter().map(|field| field.words()).collect();
    let parameters = [
        ("level", Some(options.level.get().to_string())),
        ("sampling", Some(format!("{:?}", options.sampling).to_lowercase())),
        (
            "interval",
            (options.interval != assay_estimate::RateMethod::default()).then(|| options.interval.name().to_owned()),
        ),
        ("population", options.population.map(|people| people.to_string())),
        ("claim-rows", claim.rows.map(|rows| rows.to_string())),
        ("claim-people", claim.people.map(|people| people.to_string())),
        ("claim-bytes", claim.bytes.map(|bytes| bytes.to_string())),
        ("claim-fields", (!fields.is_empty()).then(|| fields.join(","))),
        ("claim-company", claim.company.clone()),
        ("claim-date", claim.date.map(|date| date.to_string())),
    ];
    parameters
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect()
}

/// Every class that one of the indexes has.
fn classes(indexes: &[Index]) -> Vec<Class> {
    let all = indexes.iter().flat_map(|index| &index.manifest().classes);
    all.map(|entry| entry.class.clone()).collect()
}

/// Opens an output, if there is one that is not stdout.
pub(crate) fn open(path: Option<&Path>) -> anyhow::Result<Option<Output>> {
    let path = path.filter(|path| !input::is_stdin(path));
    Ok(path.map(|path| Output::create(path, false)).transpose()?)
}

/// The form that the file's name asks for; the arguments let no other ending through.
fn rows_format(path: &Path) -> RowsFormat {
    match path.extension().is_some_and(|extension| extension == "parquet") {
        true => RowsFormat::Parquet,
        false => RowsFormat::Csv,
    }
}

/// Whether a file begins as a sealed sample does.
pub(crate) fn is_sealed(path: &Path) -> anyhow::Result<bool> {
    Ok(Magic::of(&input::head(path)?) == Some(Magic::Sealed))
}

const WIDTH: usize = 110;
