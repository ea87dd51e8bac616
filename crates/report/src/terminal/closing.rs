//! Warnings, limits and evidence.

use std::io::{Result, Write};

use assay_verify::{Verdict, Warning};

use super::page::{Page, Tone};
use crate::text::count;
use crate::{Evidence, Tool, warning_text};

/// Every warning with its remedy.
pub(super) fn warnings<W: Write>(page: &mut Page<'_, W>, warnings: &[Warning]) -> Result<()> {
    if warnings.is_empty() {
        return Ok(());
    }
    page.heading("WARNINGS")?;
    for warning in warnings {
        let (sentence, remedy) = warning_text(warning);
        page.item("!", &sentence, Tone::Warning)?;
        page.item(" ", &remedy, Tone::Plain)?;
    }
    Ok(())
}

/// What limits the verdict, what would change it, and what it does not say.
pub(super) fn limits<W: Write>(page: &mut Page<'_, W>, verdict: &Verdict) -> Result<()> {
    list(page, "WHAT LIMITS IT", &verdict.limits)?;
    list(page, "WHAT WOULD CHANGE IT", &verdict.would_change)?;
    list(page, "WHAT IT DOES NOT SAY", &verdict.does_not_say)
}

fn list<W: Write>(page: &mut Page<'_, W>, heading: &str, sentences: &[String]) -> Result<()> {
    if sentences.is_empty() {
        return Ok(());
    }
    page.heading(heading)?;
    sentences
        .iter()
        .try_for_each(|sentence| page.item("-", sentence, Tone::Plain))
}

/// What was read, by what, when; hashes last.
pub(super) fn evidence<W: Write>(
    page: &mut Page<'_, W>,
    (tool, schema): (&Tool, &str),
    evidence: &Evidence,
) -> Result<()> {
    page.heading("EVIDENCE")?;
    let not_recorded = || "not recorded".to_owned();
    let complete = match (evidence.complete, &evidence.reason) {
        (true, _) => "yes".to_owned(),
        (false, Some(reason)) => format!("cut short: {reason}"),
        (false, None) => "cut short".to_owned(),
    };
    let command: Vec<String> = evidence.command.iter().map(|argument| quoted(argument)).collect();
    let mut pairs = vec![
        ("tool", format!("{} {}", tool.name, tool.version)),
        ("schema", schema.to_owned()),
        ("started", evidence.started.clone().unwrap_or_else(not_recorded)),
        ("ended", evidence.ended.clone().unwrap_or_else(not_recorded)),
        ("complete", complete),
        (
            "command",
            if command.is_empty() {
                not_recorded()
            } else {
                command.join(" ")
            },
        ),
    ];
    let parameters: Vec<String> = evidence
        .parameters
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    if !parameters.is_empty() {
        pairs.push(("parameters", parameters.join(", ")));
    }
    page.pairs(&pairs)?;
    for input in &evidence.inputs {
        let text = format!("{} ({}), {} bytes", input.name, input.role.name(), count(input.bytes));
        page.blank()?;
        page.paragraph(&text, Tone::Strong)?;
        let hashes = [
            ("blake3", &input.blake3),
            ("sha256", &input.sha256),
            ("seal", &input.seal),
        ];
        let hashes: Vec<(&str, String)> = hashes
            .into_iter()
            .filter_map(|(name, hash)| hash.clone().map(|hash| (name, hash)))
            .collect();
        if hashes.is_empty() {
            page.paragraph("not hashed", Tone::Plain)?;
        }
        page.pairs(&hashes)?;
    }
    Ok(())
}

/// An argument, in quotes where a space would make it look like two.
fn quoted(argument: &str) -> String {
    if argument.is_empty() || argument.contains([' ', '\'', '"', '\\']) {
        format!("'{}'", argument.replace('\'', "'\\''"))
    } else {
        argument.to_owned()
    }
}
