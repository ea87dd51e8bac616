//! The matched customers by segment: plan, state, whatever the company labelled.

use std::io::{Result, Write};

use assay_verify::{Difference, NO_VALUE, OTHERS, SegmentMatch, SegmentShare};

use super::numbers::{DASH, amount, interval, rate, rough};
use super::page::{Page, Side, Table, Tone};
use crate::text::count;

/// How the matched customers are spread over the labels of the indexes; nothing where none has a label.
pub(super) fn segments<W: Write>(page: &mut Page<'_, W>, segments: &[SegmentMatch]) -> Result<()> {
    if segments.is_empty() {
        return Ok(());
    }
    page.heading("SEGMENTS: WHICH CUSTOMERS THE GENUINE ROWS SHOW")?;
    page.paragraph(
        "Each customer is counted once, by one kind of identifier. More or fewer: than a draw at random from the index \
         gives, all segments of all labels considered together.",
        Tone::Faint,
    )?;
    segments.iter().try_for_each(|found| one(page, found))
}

fn one<W: Write>(page: &mut Page<'_, W>, found: &SegmentMatch) -> Result<()> {
    page.blank()?;
    page.paragraph(&format!("{} in {}:", found.label, found.index), Tone::Strong)?;
    let Some(identifier) = found.identifier else {
        return page.paragraph(
            "Not tested: not one genuine row shows an identifier that carries this label.",
            Tone::Plain,
        );
    };
    let mut table = Table::new(&[
        ("segment", Side::Left),
        ("customers", Side::Right),
        ("share", Side::Right),
        ("in the sample", Side::Right),
        ("share", Side::Right),
        ("interval", Side::Right),
        ("p", Side::Right),
        ("", Side::Left),
    ]);
    // Those that matter first, where there are many.
    let mut order: Vec<&SegmentShare> = found.segments.iter().collect();
    if order.len() > MOST_SHOWN {
        order.sort_by_key(|segment| {
            let stands_out = segment.difference != Difference::None;
            (!stands_out, std::cmp::Reverse(segment.sample))
        });
    }
    for segment in order.iter().take(MOST_SHOWN) {
        table.push(row(segment));
    }
    page.table(&table)?;
    if let Some(rest) = order.get(MOST_SHOWN..).filter(|rest| !rest.is_empty()) {
        let sample: u64 = rest.iter().map(|segment| segment.sample).sum();
        let text = format!("{} further segments with {} in the sample", rest.len(), count(sample));
        page.item("-", &text, Tone::Plain)?;
    }
    let mut remark = format!(
        "told by {identifier}: {} looked up, {} of one segment, {} unclear (of several), {} of none; false hits expected: {}",
        rough(found.tested, false),
        count(found.told),
        count(found.several),
        count(found.none),
        amount(found.expected_false_hits)
    );
    if found.one_in > 1 {
        remark += &format!(
            "; each looked up stands for {} that are in the sample",
            count(found.one_in)
        );
    }
    page.item("-", &remark, Tone::Plain)
}

fn row(segment: &SegmentShare) -> Vec<String> {
    vec![
        name(&segment.segment),
        count(segment.customers),
        rate(segment.base_share),
        count(segment.sample),
        segment.share.map_or(DASH.to_owned(), rate),
        segment.interval.as_ref().map_or(DASH.to_owned(), interval),
        amount(segment.p_value),
        match segment.difference {
            Difference::More => "more",
            Difference::Fewer => "fewer",
            Difference::None => "",
        }
        .to_owned(),
    ]
}

/// A segment for reading; those that are no value of the column stand in brackets.
fn name(segment: &str) -> String {
    match segment {
        OTHERS => "(others)".to_owned(),
        NO_VALUE => "(without a value)".to_owned(),
        value => value.to_owned(),
    }
}

/// Segments that a table shows.
const MOST_SHOWN: usize = 24;
