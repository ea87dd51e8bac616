//! Which of several indexes knows which rows, and when the data were taken.

use std::io::{Result, Write};

use assay_verify::{Dating, MatchFindings, Source, SourcesMatch};

use super::numbers::{DASH, interval, rate};
use super::page::{Page, Side, Table, Tone};
use crate::text::count;

/// What several indexes say together; nothing with one.
pub(super) fn sources<W: Write>(page: &mut Page<'_, W>, matched: &MatchFindings) -> Result<()> {
    if let Some(sources) = &matched.sources {
        known(page, sources)?;
    }
    match &matched.dating {
        Some(dating) => dated(page, dating),
        None => Ok(()),
    }
}

/// What an index is, in words.
pub(super) fn source(source: Source) -> &'static str {
    match source {
        Source::Company => "the company",
        Source::Leak => "an older leak",
        Source::Comparator => "another company",
    }
}

fn known<W: Write>(page: &mut Page<'_, W>, sources: &SourcesMatch) -> Result<()> {
    page.heading("WHICH INDEX KNOWS WHICH ROWS")?;
    page.paragraph(
        "Distinct rows. An index knows a row if it finds it genuine, or if every identifier that it can test hits and nothing \
         speaks against one person.",
        Tone::Faint,
    )?;
    let mut table = Table::new(&[
        ("index", Side::Left),
        ("of", Side::Left),
        ("genuine", Side::Right),
        ("known", Side::Right),
        ("it alone", Side::Right),
        ("share", Side::Right),
        ("interval", Side::Right),
    ]);
    for by in &sources.by_index {
        table.push(vec![
            by.index.clone(),
            source(by.source).to_owned(),
            count(by.genuine),
            count(by.known),
            count(by.alone),
            by.share.map_or(DASH.to_owned(), rate),
            by.interval.map_or(DASH.to_owned(), |found| interval(&found)),
        ]);
    }
    page.table(&table)?;
    for together in sources.together.iter().filter(|together| together.indexes.len() > 1) {
        let text = format!("{} rows in {}", count(together.rows), together.indexes.join(" and "));
        page.item("-", &text, Tone::Plain)?;
    }
    let text = format!(
        "{} of {} testable rows are known to none of them",
        count(sources.by_none),
        count(sources.testable)
    );
    page.item("-", &text, Tone::Plain)
}

fn dated<W: Write>(page: &mut Page<'_, W>, dating: &Dating) -> Result<()> {
    page.heading("WHEN THE DATA WERE TAKEN")?;
    let mut table = Table::new(&[
        ("snapshot", Side::Left),
        ("index", Side::Left),
        ("rows it explains", Side::Right),
        ("not in earlier ones", Side::Right),
        ("replaced since then", Side::Right),
    ]);
    for snapshot in &dating.snapshots {
        table.push(vec![
            snapshot.date.to_string(),
            snapshot.indexes.join(", "),
            count(snapshot.explained),
            count(snapshot.new),
            count(snapshot.replaced),
        ]);
    }
    page.table(&table)?;
    let says = dating.says();
    let mut letters = says.chars();
    let says: String = letters
        .next()
        .map(|first| first.to_ascii_uppercase())
        .into_iter()
        .chain(letters)
        .collect();
    page.paragraph(&format!("{says}."), Tone::Plain)
}
