//! What chance gives: shuffled rows, made-up values, what a hit weighs.

use std::io::{Result, Write};

use assay_verify::Findings;

use super::numbers::rate;
use super::page::{Page, Side, Table, Tone};
use crate::text::count;

/// The nulls and the weights of classes; nothing where nothing hits.
pub(super) fn chance<W: Write>(page: &mut Page<'_, W>, findings: &Findings) -> Result<()> {
    let guessed = findings.made_up.iter().filter(|found| found.hits > 0).count();
    if findings.null.is_none() && findings.weights.is_empty() && guessed == 0 {
        return Ok(());
    }
    page.heading("WHAT CHANCE GIVES")?;
    if let Some(null) = &findings.null {
        let genuine = &null.genuine;
        let mut text = format!(
            "Of {} rows {} are genuine; with their values shuffled between them {:.1} are on average",
            count(null.rows),
            count(genuine.test.observed),
            genuine.mean
        );
        text += &match null.permutations {
            1 => " (the one shuffle that a sealed sample carries).".to_owned(),
            all => format!(
                " ({} permutations, seed {}, p = {:.3}).",
                count(all),
                null.seed,
                genuine.p_value
            ),
        };
        page.paragraph(&text, Tone::Plain)?;
    }
    for found in findings.made_up.iter().filter(|found| found.hits > 0) {
        let text = format!(
            "{} of {} made-up values of {} hit in {}",
            count(found.hits),
            count(found.values),
            found.class,
            found.index
        );
        page.item("-", &text, Tone::Plain)?;
    }
    if findings.weights.is_empty() {
        return Ok(());
    }
    let mut table = Table::new(&[
        ("class", Side::Left),
        ("index", Side::Left),
        ("hits if true", Side::Right),
        ("hits by chance", Side::Right),
        ("a hit, bits", Side::Right),
        ("a miss, bits", Side::Right),
    ]);
    for weight in &findings.weights {
        table.push(vec![
            weight.class.to_string(),
            weight.index.clone(),
            rate(weight.m),
            rate(weight.u),
            format!("{:+.1}", weight.agrees),
            format!("{:+.1}", weight.disagrees),
        ]);
    }
    page.table(&table)
}
