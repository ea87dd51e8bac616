//! Planted records that were found, and rows whose people may be asked.

use std::io::{Result, Write};

use assay_verify::{CanaryHit, Contact, Grade};

use super::page::{Page, Side, Table, Tone};
use crate::text::count;

/// Canaries; nothing if none was found.
pub(super) fn canaries<W: Write>(page: &mut Page<'_, W>, hits: &[CanaryHit]) -> Result<()> {
    if hits.is_empty() {
        return Ok(());
    }
    page.heading("PLANTED RECORDS FOUND")?;
    let mut table = Table::new(&[
        ("canary", Side::Left),
        ("index", Side::Left),
        ("rows", Side::Right),
        ("perhaps", Side::Right),
        ("first in row", Side::Right),
        ("by", Side::Left),
    ]);
    for hit in hits {
        let classes: Vec<String> = hit.classes.iter().map(ToString::to_string).collect();
        table.push(vec![
            hit.canary.clone(),
            hit.index.clone(),
            count(hit.rows),
            count(hit.near),
            count(hit.first_row),
            classes.join(", "),
        ]);
    }
    page.table(&table)
}

/// Rows to look up in the file; nothing if they were not asked for.
pub(super) fn contact<W: Write>(page: &mut Page<'_, W>, contact: Option<&Contact>) -> Result<()> {
    let Some(contact) = contact else { return Ok(()) };
    page.heading("ROWS WHOSE PEOPLE MAY BE ASKED")?;
    let text = format!(
        "Picked at random with seed {}, each grade by itself; {}.",
        contact.seed, contact.method
    );
    page.paragraph(&text, Tone::Faint)?;
    for grade in Grade::ALL {
        let rows: Vec<String> = contact
            .rows
            .iter()
            .filter(|row| row.grade == grade)
            .map(|row| row.row.to_string())
            .collect();
        if !rows.is_empty() {
            page.item("-", &format!("{grade}: rows {}", rows.join(", ")), Tone::Plain)?;
        }
    }
    Ok(())
}
