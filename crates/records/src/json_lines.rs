//! JSON objects, one a line, as batches. Numbers keep the digits they are written with: a 20-digit number
//! of a SIM card fits no machine number.

use std::{
    borrow::Cow,
    collections::HashMap,
    io::{self, Read},
};

use memchr::{memchr, memchr2, memrchr};
use polars::prelude::{PlSmallStr, StringChunkedBuilder};
use serde::de::IgnoredAny;

use crate::{batch::Batch, cells};

/// What was found besides good lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Faults {
    pub(crate) bad_json: u64,
    pub(crate) too_long: u64,
    /// Lines that were kept and whose invalid bytes were replaced.
    pub(crate) mended: u64,
    /// Cells under keys that the head of no file has.
    pub(crate) unknown: u64,
    /// Arrays and objects where a value was expected.
    pub(crate) nested: u64,
}

/// Blocks of whole lines of a text, of about a given size; at most `limit` lines in all, blank ones aside.
pub(crate) struct Lines<R> {
    reader: R,
    limit: u64,
    block: usize,
    carry: Vec<u8>,
    inside_long: bool,
    ended: bool,
    pub(crate) too_long: u64,
}

impl<R: Read> Lines<R> {
    pub(crate) fn new(reader: R, limit: u64, block: usize) -> Self {
        Self {
            reader,
            limit,
            block,
            carry: Vec::new(),
            inside_long: false,
            ended: false,
            too_long: 0,
        }
    }

    /// The next block, `None` at the end.
    pub(crate) fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        while !self.ended && self.limit > 0 {
            let mut text = std::mem::take(&mut self.carry);
            text.reserve_exact(self.block);
            let read = self.reader.by_ref().take(self.block as u64).read_to_end(&mut text)?;
            self.ended = read < self.block;
            if self.inside_long {
                let after = memchr(b'\n', &text).map(|at| at + 1);
                self.inside_long = after.is_none();
                text.drain(..after.unwrap_or(text.len()));
            }
            if !self.ended {
                let end = memrchr(b'\n', &text).map_or(0, |at| at + 1);
                self.carry = text.split_off(end);
                if self.carry.len() > self.block.max(LONGEST_LINE) {
                    self.carry.clear();
                    self.inside_long = true;
                    self.too_long += 1;
                }
            }
            if self.limit < u64::MAX {
                self.shorten(&mut text);
            }
            if !text.is_empty() {
                return Ok(Some(text));
            }
        }
        Ok(None)
    }

    fn shorten(&mut self, text: &mut Vec<u8>) {
        let mut end = 0;
        for line in text.split_inclusive(|&byte| byte == b'\n') {
            if self.limit == 0 {
                break;
            }
            self.limit -= u64::from(!line.trim_ascii().is_empty());
            end += line.len();
        }
        text.truncate(end);
    }
}

/// Where the values of each key go.
pub(crate) struct Keys {
    /// The columns of the batch that a known key fills; none for one that isn't asked for.
    slots: HashMap<String, Vec<usize>>,
    columns: usize,
}

impl Keys {
    /// `known`: every key of the table; `wanted`: the keys of the batch's columns.
    pub(crate) fn new(known: &[String], wanted: &[&str]) -> Self {
        let mut slots: HashMap<String, Vec<usize>> = known.iter().map(|key| (key.clone(), Vec::new())).collect();
        for (column, key) in wanted.iter().enumerate() {
            slots.entry((*key).to_owned()).or_default().push(column);
        }
        Self {
            slots,
            columns: wanted.len(),
        }
    }

    /// The lines of `text` as a batch.
    pub(crate) fn batch(&self, text: &[u8]) -> (Batch, Faults) {
        let lines = memchr::memchr_iter(b'\n', text).count() + 1;
        let mut faults = Faults::default();
        let mut columns: Vec<_> = (0..self.columns)
            .map(|_| StringChunkedBuilder::new(PlSmallStr::EMPTY, lines))
            .collect();
        let mut rows = 0;
        for line in text.split(|&byte| byte == b'\n') {
            let line = line.trim_ascii();
            if line.is_empty() {
                continue;
            }
            let line = match std::str::from_utf8(line) {
                Ok(line) => Cow::Borrowed(line),
                Err(_) => String::from_utf8_lossy(line),
            };
            let mut cells: Vec<Option<Cow<'_, str>>> = vec![None; self.columns];
            let (mut unknown, mut nested) = (0, 0);
            let read = members(&line, |key, value| {
                let Some(slots) = self.slots.get(key) else {
                    unknown += 1;
                    return true;
                };
                let Some((&last, others)) = slots.split_last() else {
                    return true;
                };
                let Some(cell) = cell(value) else { return false };
                if let Cell::Nested = cell {
                    nested += 1;
                }
                let text = cell.text();
                for &slot in others {
                    cells[slot] = text.clone();
                }
                cells[last] = text;
                true
            });
            if read.is_none() {
                faults.bad_json += 1;
                continue;
            }
            rows += 1;
            faults.mended += u64::from(matches!(line, Cow::Owned(_)));
            faults.unknown += unknown;
            faults.nested += nested;
            for (column, cell) in columns.iter_mut().zip(&cells) {
                column.append_option(cell.as_deref());
            }
        }
        (
            Batch::new(rows, columns.into_iter().map(|column| Some(column.finish())).collect()),
            faults,
        )
    }
}

/// Adds the keys of the lines of `text` to `keys`, in the order in which they first appear; returns how many
/// lines are JSON objects.
pub(crate) fn collect_keys(text: &[u8], keys: &mut Vec<String>) -> u64 {
    let mut known: std::collections::HashSet<String> = keys.iter().cloned().collect();
    let mut objects = 0;
    for line in text.split(|&byte| byte == b'\n') {
        let mut new = Vec::new();
        let line = String::from_utf8_lossy(line.trim_ascii());
        let read = members(&line, |key, _| {
            if !known.contains(key) {
                new.push(key.to_owned());
            }
            true
        });
        if read.is_some() {
            objects += 1;
            for key in new {
                if known.insert(key.clone()) {
                    keys.push(key);
                }
            }
        }
    }
    objects
}

/// Calls `member` with every key and the text of its value until it returns `false`; `None` if the line isn't
/// one JSON object or `member` stopped.
fn members<'a>(line: &'a str, mut member: impl FnMut(&str, &'a str) -> bool) -> Option<()> {
    let mut rest = line.strip_prefix('{')?.trim_start();
    if let Some(after) = rest.strip_prefix('}') {
        return after.trim_end().is_empty().then_some(());
    }
    loop {
        let (key, after) = value(rest)?;
        let Cell::Text(key) = cell(key).filter(|_| key.starts_with('"'))? else {
            return None;
        };
        rest = after.trim_start().strip_prefix(':')?.trim_start();
        let (found, after) = value(rest)?;
        if !member(&key, found) {
            return None;
        }
        rest = after.trim_start();
        match rest.as_bytes().first()? {
            b',' => rest = rest[1..].trim_start(),
            b'}' => return rest[1..].trim_end().is_empty().then_some(()),
            _ => return None,
        }
    }
}

/// The JSON value at the beginning of `text`, and what follows it.
fn value(text: &str) -> Option<(&str, &str)> {
    if let Some(content) = text.strip_prefix('"')
        && let Some(at) = memchr2(b'"', b'\\', content.as_bytes())
        && content.as_bytes()[at] == b'"'
    {
        return Some(text.split_at(at + 2));
    }
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    values.next()?.ok()?;
    let end = values.byte_offset();
    Some((text.get(..end)?, text.get(end..)?))
}

enum Cell<'a> {
    Text(Cow<'a, str>),
    Absent,
    Nested,
}

impl<'a> Cell<'a> {
    fn text(self) -> Option<Cow<'a, str>> {
        match self {
            Cell::Text(text) => Some(text),
            Cell::Absent | Cell::Nested => None,
        }
    }
}

/// The cell that a valid JSON value is; `None` if a string holds half a surrogate pair.
fn cell(value: &str) -> Option<Cell<'_>> {
    Some(match value.as_bytes().first()? {
        b'"' if !value.contains('\\') => Cell::Text(Cow::Borrowed(value.get(1..value.len() - 1)?)),
        b'"' => Cell::Text(Cow::Owned(serde_json::from_str(value).ok()?)),
        b'{' | b'[' => Cell::Nested,
        b'n' => Cell::Absent,
        b't' | b'f' => Cell::Text(Cow::Borrowed(value)),
        _ => Cell::Text(number(value)),
    })
}

/// A number as the other formats print it.
fn number(written: &str) -> Cow<'_, str> {
    if !written.contains(['.', 'e', 'E']) {
        return Cow::Borrowed(if written == "-0" { "0" } else { written });
    }
    let mut text = String::new();
    match written.parse::<f64>() {
        Ok(value) if value.is_finite() && cells::float64(value, &mut text) => Cow::Owned(text),
        _ => Cow::Borrowed(written),
    }
}

/// A longer line is given up, so that memory stays bounded.
const LONGEST_LINE: usize = 8 * 1024 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn values_are_text() {
        let known = keys(&["a"]);
        let reader = Keys::new(&known, &["a"]);
        for (line, cell) in [
            (r#"{"a":"x"}"#, Some("x")),
            (r#"{ "a" : "x\"\u00e9\n" } "#, Some("x\"é\n")),
            (r#"{"a":8901410321111851072345}"#, Some("8901410321111851072345")),
            (r#"{"a":-12}"#, Some("-12")),
            (r#"{"a":12.0}"#, Some("12")),
            (r#"{"a":12.50}"#, Some("12.5")),
            (r#"{"a":1e3}"#, Some("1000")),
            (r#"{"a":true}"#, Some("true")),
            (r#"{"a":null}"#, None),
            (r#"{"a":[1,{"b":"}"}]}"#, None),
            (r#"{"\u0061":"x"}"#, Some("x")),
            ("{}", None),
        ] {
            let (batch, faults) = reader.batch(line.as_bytes());
            assert_eq!((batch.rows(), batch.cell(0, 0)), (1, cell), "{line}");
            assert_eq!(faults.bad_json, 0, "{line}");
            assert_eq!(faults.nested, u64::from(line.contains('[')), "{line}");
        }
    }

    #[test]
    fn bad_lines_are_counted() {
        let reader = Keys::new(&keys(&["a", "b"]), &["b", "a", "b"]);
        let text = b"{\"a\":1,\"b\":2}\n\n{\"a\":1,}\n[1]\n{\"a\":1\n{\"a\":1} x\n{\"c\":0}\n{a:1}\n{\"a\":\"\\ud800\"}\r\n{\"a\":\"\xff\"}";
        let (batch, faults) = reader.batch(text);
        assert_eq!(batch.rows(), 3);
        assert_eq!(
            (batch.cell(0, 0), batch.cell(1, 0), batch.cell(2, 0)),
            (Some("2"), Some("1"), Some("2"))
        );
        assert_eq!(batch.cell(1, 2), Some("\u{fffd}"));
        assert_eq!(
            faults,
            Faults {
                bad_json: 6,
                mended: 1,
                unknown: 1,
                ..Faults::default()
            }
        );
    }

    #[test]
    fn keys_are_collected_in_order() {
        let mut found = Vec::new();
        let objects = collect_keys(b"{\"b\":1,\"a\":{\"z\":1}}\nbad\n{\"c\":1,\"a\":2}\n", &mut found);
        assert_eq!((found, objects), (keys(&["b", "a", "c"]), 2));
    }

    #[test]
    fn blocks_hold_whole_lines() {
        let text = b"{\"a\":1}\n\n{\"a\":2}\n{\"a\":3}";
        for (limit, expected) in [(u64::MAX, 3), (2, 2), (1, 1)] {
            for block in [1, 3, 9, 100] {
                let mut lines = Lines::new(&text[..], limit, block);
                let (mut rows, reader) = (0, Keys::new(&[], &["a"]));
                while let Some(block) = lines.next().unwrap() {
                    let (batch, faults) = reader.batch(&block);
                    assert_eq!(faults, Faults::default());
                    rows += batch.rows();
                }
                assert_eq!(rows, expected, "limit {limit}, block {block}");
            }
        }
    }
}
