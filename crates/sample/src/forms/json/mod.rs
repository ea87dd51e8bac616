//! JSON: lines, lists and runs of objects, whatever wraps them, and what programs write that is nearly JSON.
//!
//! A record becomes a row of paths (see [`flat::Flat`]); `_source` of Elasticsearch and `properties` of GeoJSON stay in
//! them, the type names of MongoDB don't. Of a list within a record the first 16 items are kept, and the row has a flaw
//! if there are more. A list of lists is a table of rows, with or without a header; an
//! object of like objects is a table whose column `_key` holds the keys; an object of lists or of numbered
//! objects is a table of columns, which is read whole and may have up to 64 MiB ([`columnar`]).
//!
//! The tokenizer is our own, as no crate keeps positions, takes what is nearly JSON and stops at a bounded record at
//! once.

mod bare;
mod columnar;
mod columns;
mod flat;
mod group;
mod header;
mod layout;
mod reader;
mod record;
mod repair;
mod skip;
mod start;
mod text;

pub(in crate::forms) use columns::Columns;
pub(in crate::forms) use flat::Flat;

use crate::forms::{Head, TextReader};
use crate::row::{Next, Other, Out};
use crate::window::Window;
use reader::Json;
use record::{Record, Step};
use start::Start;

/// How far a text's beginning speaks for JSON.
pub(crate) fn detect(head: Head<'_>) -> f64 {
    let Some(layout) = layout::find(head.text) else {
        return 0.0;
    };
    if layout.columns {
        return 0.92;
    }
    let mut end = head.text.len().min(layout.banner + TRIAL);
    while !head.text.is_char_boundary(end) {
        end -= 1;
    }
    let cut = end < head.text.len() || !head.complete;
    let trial = &head.text.as_bytes()[layout.banner..end];
    let mut window = Window::of(trial);
    let mut reader = Json::new(layout::Layout { banner: 0, ..layout });
    let (mut good, mut bad, mut rows) = (0, 0, 0);
    let mut out = Out::default();
    loop {
        let before = window.place().byte;
        let Ok(next) = reader.next(&mut window, &mut out) else {
            return 0.0;
        };
        let length = window.place().byte - before;
        match next {
            Next::End => break,
            Next::Row(_) => {
                rows += 1;
                good += length;
            }
            Next::Other(Other::Frame | Other::Blank) => good += length,
            Next::Rejected(crate::Reject::CutOff) if cut => {}
            Next::Rejected(_) | Next::Other(Other::Comment) => bad += length,
        }
        out.clear_row();
    }
    let share = good as f64 / (good + bad).max(1) as f64;
    match rows {
        0 if cut && bad == 0 => 0.6,
        0 => 0.0,
        _ if share > 0.8 => 0.95,
        _ => 0.8 * share,
    }
}

/// Reads the records of a text that begins with `head`.
pub(crate) fn reader(head: Head<'_>) -> impl TextReader + use<> {
    Json::new(layout::find(head.text).unwrap_or_default())
}

/// Calls `each` with every path and value of a cell that holds an object or a list of JSON; false, and no call, if it holds
/// anything else.
pub(crate) fn flatten_cell(cell: &str, each: &mut dyn FnMut(&str, &str)) -> bool {
    let cell = cell.trim();
    let enclosed = (cell.starts_with('{') && cell.ends_with('}')) || (cell.starts_with('[') && cell.ends_with(']'));
    if !enclosed || cell.len() > reader::LONGEST {
        return false;
    }
    let mut record = Record::default();
    match record.read_on(cell.as_bytes(), &Start::default(), true) {
        Step::Whole(length) if length == cell.len() => {
            record.flat.each(cell, each);
            true
        }
        _ => false,
    }
}

/// Bytes that are read to tell whether a text is JSON.
const TRIAL: usize = 64 << 10;

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
