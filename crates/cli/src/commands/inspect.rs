//! `assay inspect`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use assay_fields::Column;
use assay_index::container::Magic;
use assay_index::{ClassEntry, Key, LockedIndex, Manifest, NO_VALUE, OTHERS};
use assay_report::SizeReport;
use assay_report::terminal::render_sizes;
use assay_sample::{Sample, Table};
use assay_verify::{SampleFacts, SealedManifest, SealedSample};

use crate::args::Inspect;
use crate::commands::test;
use crate::evidence::Hashes;
use crate::input::{self, Rejects};
use crate::talk::Talk;

pub(crate) fn run(args: &Inspect, _talk: &Talk) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    let head = input::head(&args.file)?;
    if let Some(magic) = Magic::of(&head) {
        return match magic {
            Magic::Index => index(LockedIndex::open(&args.file)?.manifest(), &mut out),
            Magic::Sealed => sealed(SealedSample::open(&args.file)?.manifest(), &mut out),
        };
    }
    if input::is_key(&head) {
        writeln!(out, "an assay key, id {}; secret", Key::read(&args.file)?.id())?;
        return Ok(());
    }
    if input::is_report(&head) {
        let file = std::fs::File::open(&args.file)?;
        return test::print(&assay_report::from_json(std::io::BufReader::new(file))?, &mut out);
    }
    if input::is_size_report(&head) {
        let file = std::fs::File::open(&args.file)?;
        let report = SizeReport::from_json(std::io::BufReader::new(file))?;
        return Ok(render_sizes(&report, &mut out, test::style())?);
    }
    let rejects = args.rejects.as_deref().map(Rejects::create).transpose()?;
    let hashes = Hashes::default();
    let mut read = input::sample(&args.file, &args.columns, &args.dialect, &hashes, rejects.as_ref())?;
    while args.whole || read.bytes_read() < LOOKED_AT {
        match read.next_batch(ROWS)? {
            Some(batch) => read.recycle(batch),
            None => break,
        }
    }
    sample(&read, &mut out)?;
    drop(read);
    rejects.map(Rejects::finish).transpose()?;
    Ok(())
}

fn index(manifest: &Manifest, out: &mut impl Write) -> anyhow::Result<()> {
    let records = &manifest.records;
    writeln!(out, "an assay index, format {}, by {}", manifest.format, manifest.tool)?;
    writeln!(
        out,
        "its seal was not checked: that needs the key; this is pseudonymised personal data"
    )?;
    writeln!(out, "key          {}", manifest.key_id)?;
    writeln!(
        out,
        "company      {}",
        plain(manifest.company.as_deref().unwrap_or("not stated"))
    )?;
    writeln!(
        out,
        "snapshot     {}",
        plain(manifest.snapshot.as_deref().unwrap_or("not stated"))
    )?;
    writeln!(out, "covers       {}", plain(&manifest.covers.to_string()))?;
    if !manifest.canaries.is_empty() {
        writeln!(out, "canaries     {}", manifest.canaries.len())?;
    }
    let rejected: u64 = records.rejected.values().sum();
    writeln!(
        out,
        "records      {} read, {rejected} rejected, {} distinct",
        records.read, records.distinct
    )?;
    writeln!(out, "people       {}", manifest.people())?;
    let own: Vec<_> = manifest.own.iter().map(ToString::to_string).collect();
    writeln!(
        out,
        "own kinds    {}",
        if own.is_empty() {
            "none".to_owned()
        } else {
            own.join(", ")
        }
    )?;
    for (kind, reasons) in &records.malformed {
        let reasons: Vec<String> = reasons
            .iter()
            .map(|(reason, cells)| format!("{reason} {cells}"))
            .collect();
        writeln!(out, "no {kind}: {}", plain(&reasons.join(", ")))?;
    }
    writeln!(out, "\ncolumn  kind        decided by")?;
    for column in &manifest.columns {
        writeln!(
            out,
            "{:>6}  {:<10}  {}",
            column.column,
            column.reading.kind,
            plain(&column.decided_by)
        )?;
    }
    for (label, values) in &manifest.labels {
        writeln!(out, "\nlabel {:<18} {:>12}", plain(label), "records")?;
        for (value, records) in values {
            let name = match value.as_str() {
                OTHERS => "(others)".to_owned(),
                NO_VALUE => "(without a value)".to_owned(),
                value => plain(value),
            };
            writeln!(out, "{name:<24} {records:>12}")?;
        }
    }
    let filters: BTreeSet<&str> = manifest.classes.iter().map(|entry| entry.filter.as_str()).collect();
    let filters: Vec<&str> = filters.into_iter().collect();
    writeln!(out, "\nfilters: {}", plain(&filters.join(", ")))?;
    writeln!(
        out,
        "\nclass            filled     distinct  bits/digest  false positives  chance    enumerated by a key holder in"
    )?;
    for entry in &manifest.classes {
        writeln!(
            out,
            "{:<15} {:>7} {:>12} {:>12.1} {:>16.1e} {:>9.1e}  {}",
            entry.class.to_string(),
            entry.filled,
            entry.distinct,
            entry.bits as f64 / entry.distinct.max(1) as f64,
            entry.expected_false_positive_rate,
            entry.chance_rate,
            enumeration(entry),
        )?;
    }
    Ok(())
}

fn sealed(manifest: &SealedManifest, out: &mut impl Write) -> anyhow::Result<()> {
    writeln!(out, "a sealed sample, format {}, by {}", manifest.format, manifest.tool)?;
    writeln!(
        out,
        "its seal was not checked: that needs the key; who holds the key can try all values"
    )?;
    writeln!(out, "key          {}", manifest.key_id)?;
    writeln!(out, "rows         {} of {} read", manifest.rows, manifest.facts.read)?;
    writeln!(out, "raw sample   {} bytes", manifest.facts.bytes)?;
    for (number, column) in manifest.facts.columns.iter().enumerate() {
        writeln!(
            out,
            "column {:>2}    {:<24} {} ({:.2})",
            number + 1,
            plain(&column.name),
            column.kind,
            column.confidence
        )?;
    }
    Ok(())
}

fn sample(sample: &Sample, out: &mut impl Write) -> anyhow::Result<()> {
    let facts = SampleFacts::of(sample);
    let dialect = sample.dialect();
    writeln!(out, "a sample: {}", dialect.form.title())?;
    for (name, value) in pairs(sample, &facts) {
        writeln!(out, "{name:<24} {value}")?;
    }
    for (number, table) in sample.tables().iter().enumerate() {
        if sample.tables().len() > 1 {
            writeln!(
                out,
                "\ntable {} (in file {} of it): {}",
                number + 1,
                table.member,
                table.dialect.form.title()
            )?;
        }
        columns(table, out)?;
    }
    Ok(())
}

/// What there is to say of a sample as a whole.
fn pairs(sample: &Sample, facts: &SampleFacts) -> Vec<(&'static str, String)> {
    let dialect = sample.dialect();
    let sure = |confidence: f64| {
        if confidence < 1.0 {
            format!(" ({confidence:.2})")
        } else {
            String::new()
        }
    };
    let mut pairs = vec![(
        "encoding",
        format!("{}{}", dialect.encoding.value, sure(dialect.encoding.confidence)),
    )];
    if let Some(delimiter) = &dialect.delimiter.value {
        pairs.push((
            "delimiter",
            format!("{delimiter}{}", sure(dialect.delimiter.confidence)),
        ));
    }
    let header = if dialect.header.value { "yes" } else { "no" };
    pairs.push(("header", format!("{header}{}", sure(dialect.header.confidence))));
    if let Some((second, share)) = &dialect.second {
        pairs.push(("could be read as well", format!("{second} ({share:.2} of the best)")));
    }
    if facts.members.read > 1 || !facts.members.rejected.is_empty() {
        pairs.push(("files read", facts.members.read.to_string()));
    }
    let by_reason = |counts: &BTreeMap<String, u64>| {
        let counts = counts
            .iter()
            .map(|(reason, count)| format!("{} {count}", plain(reason)));
        counts.collect::<Vec<_>>().join(", ")
    };
    for (what, counts) in [
        ("files not read", &facts.members.rejected),
        ("files read in part", &facts.members.damaged),
    ] {
        if !counts.is_empty() {
            pairs.push((what, by_reason(counts)));
        }
    }
    let so_far = if sample.is_read() { "rows" } else { "rows so far" };
    pairs.push((so_far, facts.read.to_string()));
    for (what, counts) in [("rejected", &facts.rejected), ("read in spite of flaws", &facts.flawed)] {
        if !counts.is_empty() {
            pairs.push((what, by_reason(counts)));
        }
    }
    if facts.comments > 0 {
        pairs.push(("comments and banners", facts.comments.to_string()));
    }
    if !sample.is_read() {
        pairs.push((
            "not read to its end",
            "the first 64 MiB only; --whole reads on".to_owned(),
        ));
    }
    pairs
}

fn columns(table: &Table, out: &mut impl Write) -> anyhow::Result<()> {
    writeln!(
        out,
        "\ncolumn  name                      kind        confidence  next best         shapes of its values"
    )?;
    for (at, column) in table.columns.iter().enumerate() {
        let from = table
            .derived
            .get((at + table.derived.len()).wrapping_sub(table.columns.len()));
        let line = line(column, from.copied(), &table.outlines[at]);
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn line(column: &Column, from: Option<usize>, outlines: &[(String, f64)]) -> String {
    let kind = column.reading().map_or("not used", |reading| reading.kind.name());
    let detected = column.detected();
    let second = match detected.second {
        Some((kind, confidence)) if !column.is_mapped() => format!("{kind} ({confidence:.2})"),
        _ => String::new(),
    };
    let shapes: Vec<String> = outlines
        .iter()
        .map(|(shape, share)| format!("{} {:.0} %", plain(shape), 100.0 * share))
        .collect();
    let mut remarks = String::new();
    if let Some(from) = from {
        remarks += &format!("  from column {}", from + 1);
    }
    if column.is_date_order_assumed() {
        remarks += "  dates fit both orders, read month first";
    }
    format!(
        "{:>6}  {:<24}  {kind:<10}  {:>10.2}  {second:<16}  {}{remarks}",
        column.number(),
        plain(&column.printable_name()),
        if column.is_mapped() { 1.0 } else { detected.confidence },
        shapes.join(", "),
    )
}

fn enumeration(entry: &ClassEntry) -> String {
    match entry.enumeration_seconds() {
        // Who has enumerated the identifiers tries names beside those that hit.
        _ if entry.class.is_link() && entry.class.has_identifier() => "as soon as its identifiers are".to_owned(),
        None => "unknown, the values are not numbered".to_owned(),
        Some(seconds) if seconds < 120.0 => format!("{seconds:.0} s"),
        Some(seconds) if seconds < 7_200.0 => format!("{:.0} minutes", seconds / 60.0),
        Some(seconds) if seconds < 172_800.0 => format!("{:.0} hours", seconds / 3_600.0),
        Some(seconds) if seconds < 86_400.0 * 3_650.0 => format!("{:.0} days", seconds / 86_400.0),
        Some(seconds) => format!("{:.0e} years", seconds / (86_400.0 * 365.25)),
    }
}

fn plain(text: &str) -> String {
    assay_report::plain(text)
}

/// Bytes of a sample that are looked at unless all of it is asked for.
const LOOKED_AT: u64 = 64 << 20;
const ROWS: usize = 8_192;
