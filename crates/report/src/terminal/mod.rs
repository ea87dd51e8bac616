//! A report on a terminal: what an expert and a reporter both read, the verdict first and the hashes last.

mod chance;
mod claim;
mod closing;
mod coherence;
mod controls;
mod estimates;
mod matched;
mod numbers;
mod page;
mod people;
mod sample;
mod segments;
mod sizes;
mod sources;
mod verdict;

use std::io::{Result, Write};

use self::page::Page;
use crate::Report;

pub use sizes::render_sizes;

/// How a terminal wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether to use ANSI colour; the caller asks `NO_COLOR` and whether it is a terminal at all.
    pub colour: bool,
    /// Columns of a line; less than 40 is taken as 40. Hashes and arguments may be longer.
    pub width: usize,
}

/// Writes `report` in words and tables. Names from the sample and from an index are escaped, whatever is in
/// them.
///
/// # Errors
/// Those of `out`.
pub fn render(report: &Report, out: &mut impl Write, style: Style) -> Result<()> {
    let page = &mut Page::new(out, style);
    let findings = &report.findings;
    verdict::verdict(page, report)?;
    verdict::reasons(page, &findings.verdict)?;
    sample::read(page, &findings.sample)?;
    sample::columns(page, &findings.sample)?;
    coherence::coherence(page, &findings.coherence)?;
    matched::indexes(page, &findings.indexes)?;
    matched::rows(page, &findings.matched)?;
    matched::fields(page, &findings.matched)?;
    matched::links(page, &findings.matched)?;
    matched::by_index(page, &findings.matched)?;
    people::canaries(page, &findings.matched.canaries)?;
    sources::sources(page, &findings.matched)?;
    controls::controls(page, &findings.matched.controls)?;
    segments::segments(page, &findings.matched.segments)?;
    chance::chance(page, findings)?;
    verdict::signals(page, &findings.signals)?;
    people::contact(page, findings.contact.as_ref())?;
    estimates::estimates(page, &findings.estimates)?;
    claim::claim(page, &findings.claim)?;
    estimates::overlap(page, &findings.estimates)?;
    closing::warnings(page, &findings.warnings)?;
    closing::limits(page, &findings.verdict)?;
    closing::evidence(page, (&report.tool, &report.schema), &report.evidence)
}
