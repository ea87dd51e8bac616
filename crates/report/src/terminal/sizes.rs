//! A listing's size from samples of it, on a terminal.

use std::collections::BTreeMap;
use std::io::{Result, Write};

use assay_verify::{SampleOfListing, Seen, SizeFindings, Thing};

use super::numbers::{DASH, rate};
use super::page::{Page, Side, Table, Tone};
use super::{Style, claim, closing, coherence, estimates, verdict};
use crate::SizeReport;
use crate::text::count;

/// Writes a report of `assay estimate` in words and tables; names are escaped.
///
/// # Errors
/// Those of `out`.
pub fn render_sizes(report: &SizeReport, out: &mut impl Write, style: Style) -> Result<()> {
    let page = &mut Page::new(out, style);
    let findings = &report.findings;
    read(page, findings)?;
    columns(page, &findings.samples)?;
    coherent(page, &findings.samples)?;
    again(page, findings)?;
    shared(page, findings)?;
    estimates::estimates(page, &findings.estimates)?;
    claim::claim(page, &findings.claim)?;
    closing::warnings(page, &findings.warnings)?;
    limits(page, findings)?;
    closing::evidence(page, (&report.tool, &report.schema), &report.evidence)
}

/// `979 once, 10 twice, 1 three times, 2 oftener (up to 40)`; nothing where nothing was seen again.
pub(super) fn how_often(times: &BTreeMap<u64, u64>) -> Option<String> {
    let most = *times.keys().next_back()?;
    if most < 2 {
        return None;
    }
    let mut said: Vec<String> = Vec::new();
    for (times, things) in times.range(..=LISTED) {
        let word = match times {
            1 => "once".to_owned(),
            2 => "twice".to_owned(),
            times => format!("{times} times"),
        };
        said.push(format!("{} {word}", count(*things)));
    }
    let more: u64 = times.range(LISTED + 1..).map(|(_, things)| things).sum();
    if more > 0 {
        said.push(format!("{} oftener, up to {} times", count(more), count(most)));
    }
    Some(said.join(", "))
}

fn read<W: Write>(page: &mut Page<'_, W>, findings: &SizeFindings) -> Result<()> {
    page.heading("WHAT WAS READ")?;
    let mut table = Table::new(&[
        ("sample", Side::Right),
        ("file", Side::Left),
        ("form", Side::Left),
        ("rows read", Side::Right),
        ("rejected", Side::Right),
        ("without an identifier", Side::Right),
        ("distinct rows", Side::Right),
        ("people", Side::Right),
    ]);
    let distinct = |seen: &Option<Seen>, at: usize| {
        let sample = seen.as_ref().and_then(|seen| seen.samples.get(at));
        sample.map_or(DASH.to_owned(), |sample| count(sample.distinct))
    };
    for (at, sample) in findings.samples.iter().enumerate() {
        table.push(vec![
            (at + 1).to_string(),
            sample.name.clone(),
            sample.dialect.get("form").cloned().unwrap_or_default(),
            count(sample.read),
            count(sample.rejected.values().sum()),
            count(sample.rows_without_identifier),
            distinct(&findings.counts.rows, at),
            distinct(&findings.counts.people, at),
        ]);
    }
    page.table(&table)?;
    if findings.identifiers_of_many_names > 0 {
        let many = count(findings.identifiers_of_many_names);
        page.item(
            "-",
            &format!("{many} identifiers have more than 10 names; they join nobody"),
            Tone::Plain,
        )?;
    }
    Ok(())
}

fn columns<W: Write>(page: &mut Page<'_, W>, samples: &[SampleOfListing]) -> Result<()> {
    page.heading("COLUMNS, AND WHAT THEY WERE TAKEN FOR")?;
    for (at, sample) in samples.iter().enumerate() {
        let of = |column: &assay_verify::ColumnFindings| {
            format!("{} {} ({})", column.name, column.kind, rate(column.confidence))
        };
        let said: Vec<String> = sample.columns.iter().map(of).collect();
        let said = if said.is_empty() {
            "none was found".to_owned()
        } else {
            said.join(", ")
        };
        page.item(&format!("{}", at + 1), &said, Tone::Plain)?;
    }
    Ok(())
}

/// What each sample shows by itself.
fn coherent<W: Write>(page: &mut Page<'_, W>, samples: &[SampleOfListing]) -> Result<()> {
    let several = samples.len() > 1;
    let with_checks = samples
        .iter()
        .enumerate()
        .filter(|(_, sample)| !sample.coherence.is_empty());
    for (at, sample) in with_checks {
        match several {
            true => page.heading(&format!("COHERENCE OF SAMPLE {} BY ITSELF", at + 1))?,
            false => page.heading("COHERENCE OF THE SAMPLE BY ITSELF")?,
        }
        coherence::checks(page, &sample.coherence)?;
        for signal in &sample.signals {
            page.item("-", &verdict::sentence(signal), Tone::Plain)?;
        }
    }
    Ok(())
}

fn all(findings: &SizeFindings) -> impl Iterator<Item = &Seen> {
    findings
        .counts
        .people
        .iter()
        .chain(&findings.counts.rows)
        .chain(&findings.values)
}

fn name(thing: Thing) -> String {
    match thing {
        Thing::People => "people".to_owned(),
        Thing::Rows => "rows".to_owned(),
        Thing::Values(kind) => kind.to_string(),
    }
}

/// What was seen more than once in a sample.
fn again<W: Write>(page: &mut Page<'_, W>, findings: &SizeFindings) -> Result<()> {
    page.heading("SEEN AGAIN IN ONE SAMPLE")?;
    let mut table = Table::new(&[
        ("what", Side::Left),
        ("sample", Side::Right),
        ("sightings", Side::Right),
        ("distinct", Side::Right),
        ("how often", Side::Left),
    ]);
    let mut some = false;
    for seen in all(findings) {
        for (at, sample) in seen.samples.iter().enumerate() {
            let Some(times) = how_often(&sample.times) else {
                continue;
            };
            some = true;
            table.push(vec![
                name(seen.thing),
                (at + 1).to_string(),
                count(sample.sightings),
                count(sample.distinct),
                times,
            ]);
        }
    }
    match some {
        true => page.table(&table),
        false => page.paragraph("Nothing was seen twice in one sample.", Tone::Plain),
    }
}

/// What stands in several samples.
fn shared<W: Write>(page: &mut Page<'_, W>, findings: &SizeFindings) -> Result<()> {
    if findings.samples.len() < 2 {
        return Ok(());
    }
    page.heading("IN SEVERAL SAMPLES")?;
    if let Some(reason) = &findings.rows_not_compared {
        page.paragraph(&format!("Rows were not compared: {reason}."), Tone::Warning)?;
    } else {
        page.paragraph(
            "Rows are the same whose values are, in whatever spelling and order of columns; columns without a kind don't \
             count.",
            Tone::Faint,
        )?;
    }
    let mut table = Table::new(&[
        ("what", Side::Left),
        ("sample", Side::Right),
        ("distinct", Side::Right),
        ("in an earlier one", Side::Right),
        ("new", Side::Right),
        ("all so far", Side::Right),
    ]);
    for seen in all(findings) {
        let mut so_far = 0;
        for (at, sample) in seen.samples.iter().enumerate() {
            let new = sample.distinct.saturating_sub(sample.known);
            so_far += new;
            table.push(vec![
                name(seen.thing),
                (at + 1).to_string(),
                count(sample.distinct),
                count(sample.known),
                count(new),
                count(so_far),
            ]);
        }
    }
    page.table(&table)?;
    if findings.samples.len() > 2 {
        pairs(page, findings)?;
    }
    for (first, second) in &findings.counts.same {
        let text = format!("samples {first} and {second} hold the same rows in the same order: they are one sample");
        page.item("!", &text, Tone::Warning)?;
    }
    Ok(())
}

fn pairs<W: Write>(page: &mut Page<'_, W>, findings: &SizeFindings) -> Result<()> {
    page.blank()?;
    let mut table = Table::new(&[("what", Side::Left), ("samples", Side::Left), ("in both", Side::Right)]);
    for seen in findings.counts.people.iter().chain(&findings.counts.rows) {
        for pair in &seen.shared {
            table.push(vec![
                name(seen.thing),
                format!("{} and {}", pair.first, pair.second),
                count(pair.both),
            ]);
        }
    }
    page.table(&table)
}

fn limits<W: Write>(page: &mut Page<'_, W>, findings: &SizeFindings) -> Result<()> {
    page.heading("WHAT THIS DOES NOT SAY")?;
    let mut limits = vec![
        "whether the people are real, and whose customers they are: that needs the company's index (`assay test`)",
        "anything of the listing beyond what was seen, unless the samples were drawn at random: a seller chooses what he \
         shows",
    ];
    if findings.samples.len() > 1 {
        limits.push("whether the samples are of one listing: that is taken as given");
    }
    limits.iter().try_for_each(|limit| page.item("-", limit, Tone::Plain))
}

/// Frequencies above this are said in one figure.
const LISTED: u64 = 4;
