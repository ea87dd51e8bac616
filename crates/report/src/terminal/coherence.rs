//! How a sample's rows fit each other and the rules of their kinds.

use std::io::{Result, Write};

use assay_verify::{CoherenceCheck, CoherenceFindings};

use super::numbers::{DASH, rate};
use super::page::{Page, Side, Table, Tone};
use super::verdict::strength;
use crate::text::count;

/// A table of the checks that could be made, if there are any.
pub(super) fn coherence<W: Write>(page: &mut Page<'_, W>, coherence: &CoherenceFindings) -> Result<()> {
    if coherence.is_empty() {
        return Ok(());
    }
    page.heading("COHERENCE OF THE SAMPLE BY ITSELF")?;
    checks(page, coherence)
}

/// The table without a heading.
pub(super) fn checks<W: Write>(page: &mut Page<'_, W>, coherence: &CoherenceFindings) -> Result<()> {
    if coherence.one_in > 1 {
        let text = format!(
            "Looked at in {} distinct rows, one in {}.",
            count(coherence.rows),
            count(coherence.one_in)
        );
        page.paragraph(&text, Tone::Faint)?;
    }
    let mut table = Table::new(&[
        ("what was looked for", Side::Left),
        ("tested", Side::Right),
        ("found", Side::Right),
        ("share", Side::Right),
        ("by chance", Side::Right),
        ("real data", Side::Right),
        ("weighs", Side::Left),
    ]);
    // Pairs of fields, and what is unlike real data; the JSON report has all.
    let said = |check: &&CoherenceCheck| check.strength.is_some() || check.by_chance.is_some();
    for check in coherence.checks.iter().filter(said) {
        table.push(row(check));
    }
    page.table(&table)?;
    let others = coherence.checks.iter().filter(|check| !said(check)).count() as u64;
    match others {
        0 => Ok(()),
        _ => page.item(
            "-",
            &format!("{} further checks found what real data show", count(others)),
            Tone::Plain,
        ),
    }
}

fn row(check: &CoherenceCheck) -> Vec<String> {
    let expected = &check.expected;
    vec![
        check.what.clone(),
        count(check.tested),
        count(check.found),
        rate(check.rate),
        check.by_chance.map_or(DASH.to_owned(), rate),
        format!("{} to {}", rate(expected.low), rate(expected.high)),
        check.strength.map_or(DASH, strength).to_owned(),
    ]
}
