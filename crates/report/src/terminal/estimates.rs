//! Estimates, and the overlap with the population.

use std::io::{Result, Write};

use assay_verify::{Assumption, Estimate, Holds, Topic, Unit};

use super::numbers::{amount, level, limits, rate, rate_down, rate_up};
use super::page::{Page, Tone};

/// Every estimate with what must hold for it, but for those of the overlap.
pub(super) fn estimates<W: Write>(page: &mut Page<'_, W>, estimates: &[Estimate]) -> Result<()> {
    page.heading("ESTIMATES, EACH WITH WHAT MUST HOLD FOR IT")?;
    let mut others = estimates.iter().filter(|estimate| !is_overlap(estimate)).peekable();
    if others.peek().is_none() {
        return page.paragraph("The data allow none.", Tone::Plain);
    }
    let mut before: &[Assumption] = &[];
    others.try_for_each(|estimate| {
        one(page, estimate, before)?;
        before = &estimate.assumptions;
        Ok(())
    })
}

/// How much of any list of real people would match: the base rate that a match stands against.
pub(super) fn overlap<W: Write>(page: &mut Page<'_, W>, estimates: &[Estimate]) -> Result<()> {
    page.heading("OVERLAP WITH THE POPULATION")?;
    page.paragraph(
        "Any list of real people meets an index in a share of its rows, fully linked: the people in the index divided \
         by the population. A match speaks for this company only as far as it lies above that, or where kinds hit \
         that only the company assigns.",
        Tone::Faint,
    )?;
    let mut overlaps = estimates.iter().filter(|estimate| is_overlap(estimate)).peekable();
    if overlaps.peek().is_none() {
        return page.paragraph(
            "The overlap is not known: the population was not given (--population).",
            Tone::Plain,
        );
    }
    overlaps.try_for_each(|estimate| one(page, estimate, &[]))
}

/// One estimate; what must hold for it is said once where it is the same as for the one `before`.
fn one<W: Write>(page: &mut Page<'_, W>, estimate: &Estimate, before: &[Assumption]) -> Result<()> {
    let number = number(estimate);
    // No figure stands first that is known not to hold.
    let number = match estimate.is_broken() && estimate.value.is_some() {
        true => format!("what must hold does not; it would be {number}"),
        false => number,
    };
    let text = format!("{}: {number} ({})", estimate.quantity, estimate.estimator);
    page.item("-", &text, Tone::Plain)?;
    if !estimate.says.is_empty() {
        page.item("   ", &estimate.says, Tone::Plain)?;
    }
    if estimate.assumptions.len() > 1 && estimate.assumptions == before {
        let text = match estimate.is_broken() {
            true => "DOES NOT HOLD: something of what must hold for the one before, the same as here",
            false => "the same must hold as for the one before",
        };
        return page.item("   ", text, Tone::Plain);
    }
    for assumption in &estimate.assumptions {
        page.item(
            "   ",
            &format!("{}: {}", holds(assumption.holds), assumption.text),
            Tone::Plain,
        )?;
    }
    Ok(())
}

/// An estimate's number with its limits; no limits where it has none, and a floor only once.
fn number(estimate: &Estimate) -> String {
    let Some(value) = estimate.value else {
        return match &estimate.withheld {
            Some(because) => format!("withheld, because {because}"),
            None => "the data do not allow a number".to_owned(),
        };
    };
    let [nearest, down, up] = match estimate.unit {
        Unit::Share => [rate, rate_down, rate_up],
        Unit::Count | Unit::Bytes => [amount, amount_down, amount_up],
    };
    let interval = limits(&estimate.interval, [down, up]);
    let at = level(estimate.level);
    match (estimate.interval.low, estimate.interval.high, &estimate.withheld) {
        (None, None, Some(because)) => format!("{}, without an interval, because {because}", nearest(value)),
        (None, None, None) => nearest(value),
        (Some(low), None, _) if low == value => interval,
        (_, Some(high), _) if high == value => format!("at most {} at {at}", up(high)),
        _ => format!("{}, {interval} at {at}", nearest(value)),
    }
}

fn is_overlap(estimate: &Estimate) -> bool {
    estimate.topic == Topic::Overlap
}

fn amount_down(value: f64) -> String {
    amount(if value.abs() >= 10.0 { value.floor() } else { value })
}

fn amount_up(value: f64) -> String {
    amount(if value.abs() >= 10.0 { value.ceil() } else { value })
}

const fn holds(holds: Holds) -> &'static str {
    match holds {
        Holds::True => "holds",
        Holds::False => "DOES NOT HOLD",
        Holds::Unknown => "not known",
    }
}
