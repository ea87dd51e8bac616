//! `assay index`.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, bail};
use assay_fields::{Class, ColumnOptions};
use assay_index::{BuildOptions, Covers, Manifest, OTHERS, Output};
use assay_records::{
    IndexOptions, Options, Plan, PlanOptions, Progress, Source, Table, Timings, Watch, decided_by, index, read_canaries,
};

use assay_report::plain;
use assay_sample::Delimiter;

use crate::args::Index;
use crate::evidence::tool_name;
use crate::input::{self, Usage};
use crate::progress::{Step, Unit, watch};
use crate::talk::Talk;

pub(crate) fn run(args: &Index, threads: Option<NonZeroUsize>, talk: &Talk) -> anyhow::Result<()> {
    let inputs = args.inputs.iter().map(Path::new);
    input::check_stdin(inputs.chain([args.key.as_path()]))?;
    let key = input::key(&args.key)?;
    let mut options = IndexOptions {
        tool: tool_name(),
        company: args.company.clone(),
        snapshot: args.snapshot.map(|date| date.to_string()),
        covers: covers(args.covers.as_deref()),
        build: BuildOptions {
            filter: args.filter.into(),
            memory: args.memory,
            ..BuildOptions::new(Some(args.fpr))?
        },
        max_bad: args.max_bad,
        canaries: Vec::new(),
    };
    let sources = Source::expand(&args.inputs)?;
    let files = sources.iter().map(|source| Path::new(source.name()));
    let others = args.canaries.iter().chain([&args.key]).map(std::path::PathBuf::as_path);
    input::check_outputs([args.output.as_path()], files.chain(others))?;
    let output = Output::create(&args.output, true)?;
    let table = Table::open(
        sources,
        &Options {
            delimiter: args.columns.delimiter.as_ref().map(byte).transpose()?,
            has_header: args.columns.has_header(),
            threads,
        },
    )?;
    let plan = Plan::of(
        &table,
        &PlanOptions {
            columns: ColumnOptions {
                region: args.columns.region,
                date_order: args.columns.order(),
                map: args.columns.map.clone(),
            },
            links: args.link.clone(),
            no_links: args.no_link.clone(),
            own: args.own.clone(),
            labels: args.label.clone(),
        },
    )?;
    say_columns(&plan, talk);
    if let Some(path) = &args.canaries {
        let file = std::fs::File::open(path).with_context(|| format!("{}: can't be read", path.display()))?;
        options.canaries = read_canaries(&path.display().to_string(), file, &plan, &key)?;
        talk.say(&format!("{} canaries", options.canaries.len()));
    }
    let progress = Progress::default();
    let timings = Timings::default();
    let built = AtomicU64::new(0);
    let step = || match built.load(Ordering::Relaxed) {
        0 => Step {
            what: "reading",
            done: progress.bytes(),
            total: table.bytes(),
            unit: Unit::Bytes,
        },
        classes => Step {
            what: "building filters",
            done: classes,
            total: Some((plan.classes().len() + plan.label_classes().count()) as u64),
            unit: Unit::Classes,
        },
    };
    let manifest = watch(talk, &step, || {
        let class_done = |_: &Class| {
            built.fetch_add(1, Ordering::Relaxed);
        };
        let watch = Watch {
            progress: &progress,
            timings: &timings,
            class_done: &class_done,
        };
        index(&table, &plan, &key, &options, output, watch)
    })?;
    for class in plan.classes() {
        if manifest.class(class).is_none() {
            talk.say(&format!("{class}: no record has a value, left out"));
        }
    }
    say_summary(&manifest, &args.output, talk);
    if args.timings {
        for (phase, time) in timings.phases() {
            talk.say(&format!("{phase:<26} {:>9.2} s of processor time", time.as_secs_f64()));
        }
    }
    Ok(())
}

fn covers(text: Option<&str>) -> Covers {
    match text {
        None => Covers::Unstated,
        Some("all") => Covers::All,
        Some("current") => Covers::Current,
        Some(other) => Covers::Other(other.to_owned()),
    }
}

fn say_columns(plan: &Plan, talk: &Talk) {
    for column in plan.columns() {
        let name = column.printable_name();
        talk.say(&match column.reading() {
            None if plan.is_label(column.number()) => {
                format!(
                    "column {:>2}  {name:<24} a label: its values are segments",
                    column.number()
                )
            }
            None => format!(
                "column {0:>2}  {name:<24} not used (--map KIND=#{0} would)",
                column.number()
            ),
            Some(reading) => format!(
                "column {:>2}  {name:<24} {:<10} by {} (confidence {:.2}){}",
                column.number(),
                reading.kind,
                decided_by(column),
                if column.is_mapped() {
                    1.0
                } else {
                    column.detected().confidence
                },
                if column.is_date_order_assumed() {
                    "; its dates fit both orders, read month first: say --date-order if that is wrong"
                } else {
                    ""
                }
            ),
        });
    }
}

fn say_summary(manifest: &Manifest, output: &Path, talk: &Talk) {
    let records = &manifest.records;
    let rejected: u64 = records.rejected.values().sum();
    talk.say(&format!(
        "{} records read, {rejected} lines rejected, {} distinct, {} classes",
        records.read,
        records.distinct,
        manifest.classes.len()
    ));
    for (kind, reasons) in &records.malformed {
        let reasons: Vec<String> = reasons
            .iter()
            .map(|(reason, cells)| format!("{reason} {cells}"))
            .collect();
        talk.say(&format!("no {kind}: {}", reasons.join(", ")));
    }
    if records.mended > 0 {
        talk.say(&format!(
            "{} records hold bytes that are no UTF-8: those cells were not indexed; convert the file first if they are many",
            records.mended
        ));
    }
    if records.unread_values > 0 {
        talk.say(&format!(
            "{} JSON values were not read: arrays, objects, or keys that no leading line has",
            records.unread_values
        ));
    }
    for entry in manifest.classes.iter().filter(|entry| entry.too_frequent > 0) {
        talk.say(&format!(
            "{}: {} values of more than 1,000 records each were left out as placeholders that nobody listed; if the table \
             has many rows a customer, give one with one row each",
            entry.class, entry.too_frequent
        ));
    }
    for (label, values) in &manifest.labels {
        let segments = values.len();
        let pooled = values.get(OTHERS).map_or(String::new(), |records| {
            format!("; values of fewer than 100 records each are one segment, of {records} records")
        });
        let useless = if segments < 2 {
            "; one segment tells nothing"
        } else {
            ""
        };
        talk.say(&format!("label {}: {segments} segments{pooled}{useless}", plain(label)));
    }
    let bytes = std::fs::metadata(output).map_or(0, |metadata| metadata.len());
    talk.say(&format!(
        "wrote {} ({bytes} bytes) under key {}; it is pseudonymised personal data: keep it apart from its key",
        output.display(),
        manifest.key_id
    ));
}

/// A table of records has one byte between its fields.
fn byte(delimiter: &Delimiter) -> anyhow::Result<u8> {
    match delimiter {
        Delimiter::Text(text) if text.len() == 1 => Ok(text.as_bytes()[0]),
        _ => bail!(Usage(format!(
            "{delimiter} can't be the delimiter of a table of records; expected one ASCII character, or tab, comma, semicolon \
             or pipe"
        ))),
    }
}
