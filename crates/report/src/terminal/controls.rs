//! Known customers and known fabrications, and what they say of the test.

use std::io::{Result, Write};

use assay_verify::{ControlFindings, ControlOf};

use super::numbers::{interval, level, part, rate, share_of};
use super::page::{Page, Side, Table, Tone};
use crate::text::count;

/// What the controls gave, if there were any.
pub(super) fn controls<W: Write>(page: &mut Page<'_, W>, controls: &[ControlFindings]) -> Result<()> {
    if controls.is_empty() {
        return Ok(());
    }
    page.heading("CONTROLS: WHAT THE TEST SAYS OF ROWS THAT ARE KNOWN")?;
    page.paragraph(
        "They were tested as the sample was, by the kinds that it shows, and are not among its figures.",
        Tone::Faint,
    )?;
    for of_sort in controls {
        page.blank()?;
        sort(page, of_sort)?;
    }
    Ok(())
}

fn sort<W: Write>(page: &mut Page<'_, W>, controls: &ControlFindings) -> Result<()> {
    let (title, label) = match controls.of {
        ControlOf::Customers => ("Known customers:", "sensitivity"),
        ControlOf::Fabricated => ("Known fabrications:", "specificity"),
    };
    page.paragraph(title, Tone::Strong)?;
    let grades: Vec<String> = controls
        .distinct_rows
        .iter()
        .filter(|(_, rows)| **rows > 0)
        .map(|(grade, rows)| format!("{} {grade}", count(*rows)))
        .collect();
    let mut pairs = vec![("rows tested", count(controls.rows))];
    if controls.in_sample > 0 {
        pairs.push(("left out, as they stand in the sample", count(controls.in_sample)));
    }
    if !grades.is_empty() {
        pairs.push(("distinct rows by grade", grades.join(", ")));
    }
    let right = match controls.of {
        ControlOf::Customers => controls.genuine,
        ControlOf::Fabricated => controls.testable - controls.genuine,
    };
    let measured = match (controls.rate, &controls.interval) {
        (Some(share), Some(limits)) => format!(
            "{}: {}, {} at {}",
            part(right, controls.testable),
            rate(share),
            interval(limits),
            level(controls.level)
        ),
        _ => "not measured: nothing could be tested".to_owned(),
    };
    pairs.push((label, measured));
    page.pairs(&pairs)?;
    let tested: Vec<_> = controls.fields.iter().filter(|field| field.tested > 0).collect();
    if tested.is_empty() {
        return Ok(());
    }
    let mut table = Table::new(&[
        ("class", Side::Left),
        ("index", Side::Left),
        ("tested", Side::Right),
        ("hits", Side::Right),
        ("share", Side::Right),
    ]);
    for field in tested {
        table.push(vec![
            field.class.to_string(),
            field.index.clone(),
            count(field.tested),
            count(field.hits),
            share_of(field.hits, field.tested),
        ]);
    }
    page.table(&table)
}
