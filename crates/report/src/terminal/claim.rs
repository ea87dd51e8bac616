//! The listing's claim against what was seen.

use std::io::{Result, Write};

use assay_verify::{ClaimField, ClaimFindings, ClaimItem, ClaimStatus, FieldStatus};

use super::page::{Page, Tone};
use crate::text::count;

/// What the listing states, item by item, each with the figure that decides.
pub(super) fn claim<W: Write>(page: &mut Page<'_, W>, claim: &ClaimFindings) -> Result<()> {
    page.heading("THE CLAIM")?;
    let about = [
        ("company", claim.company.clone()),
        ("seen", claim.seen.map(|seen| seen.to_string())),
        ("source", claim.source.clone()),
    ];
    let about: Vec<(&str, String)> = about
        .into_iter()
        .filter_map(|(name, text)| Some((name, text?)))
        .collect();
    let numbers = [
        ("rows", &claim.rows),
        ("people", &claim.people),
        ("bytes", &claim.bytes),
    ];
    let numbers: Vec<(&str, &ClaimItem)> = numbers
        .into_iter()
        .filter_map(|(what, item)| Some((what, item.as_ref()?)))
        .collect();
    if about.is_empty() && numbers.is_empty() && claim.date.is_none() && claim.fields.is_empty() {
        return page.paragraph(
            "None was given (--claim FILE, --claim-rows, --claim-people, --claim-bytes, --claim-fields).",
            Tone::Plain,
        );
    }
    page.pairs(&about)?;
    for (what, item) in numbers {
        let what = match (what, claim.compressed) {
            ("bytes", Some(true)) => "bytes, compressed",
            ("bytes", Some(false)) => "bytes, not compressed",
            _ => what,
        };
        let (claimed, status) = (count(item.claimed), status(item.status));
        page.item(
            "-",
            &format!("{claimed} {what}: {status}: {}", item.because),
            Tone::Plain,
        )?;
        for also in &item.also {
            page.item("   ", also, Tone::Plain)?;
        }
    }
    if let Some(date) = &claim.date {
        let text = format!("data of {}: {}: {}", date.claimed, status(date.status), date.because);
        page.item("-", &text, Tone::Plain)?;
    }
    claim.fields.iter().try_for_each(|field| promised(page, field))
}

fn promised<W: Write>(page: &mut Page<'_, W>, field: &ClaimField) -> Result<()> {
    let name = match field.kind {
        Some(kind) if field.promised.is_empty() || field.promised == kind.name() => kind.to_string(),
        Some(kind) => format!("{} ({kind})", field.promised),
        None => field.promised.clone(),
    };
    let because = match field.because.is_empty() {
        true => String::new(),
        false => format!(": {}", field.because),
    };
    let text = format!("promised {name}: {}{because}", shown(field.status));
    page.item("-", &text, Tone::Plain)
}

const fn status(status: ClaimStatus) -> &'static str {
    match status {
        ClaimStatus::Consistent => "consistent with what was seen",
        ClaimStatus::Inflated => "inflated",
        ClaimStatus::Impossible => "impossible",
        ClaimStatus::Undecided => "undecided",
    }
}

const fn shown(status: FieldStatus) -> &'static str {
    match status {
        FieldStatus::ShownAndMatched => "shown and matched",
        FieldStatus::ShownUnmatched => "shown, unmatched",
        FieldStatus::ShownMasked => "shown only masked",
        FieldStatus::ShownUntested => "shown, not tested",
        FieldStatus::NotShown => "not shown",
        FieldStatus::NotTestable => "not testable",
    }
}
