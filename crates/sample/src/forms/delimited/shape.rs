//! How the leading lines fall into records under one syntax, and how well that explains them.

use super::junk;
use super::records::{Record, Records};
use super::syntax::{Cut, Escapes, Syntax};
use super::types::Look;
use crate::Error;
use crate::row::Out;
use crate::window::Window;

/// How the leading lines fall into records under one syntax.
pub(crate) struct Shape {
    pub(crate) syntax: Syntax,
    /// The number of fields that most records have; of several, the greatest.
    pub(crate) width: usize,
    /// The share of records that have it, lines that are no rows left out.
    pub(crate) share: f64,
    /// How many records have a quote that is never closed.
    pub(crate) stray: usize,
    /// The records that are not blank, in order.
    pub(crate) records: Vec<Vec<String>>,
    /// Which of them are rows; the others look like comments and don't fit.
    pub(crate) is_row: Vec<bool>,
}

impl Shape {
    /// How `lines` fall, the leading `most` records of them.
    pub(crate) fn of(lines: &[u8], syntax: Syntax, most: usize) -> Result<Shape, Error> {
        let mut reader = Records::new(syntax.clone(), None);
        let mut window = Window::of(lines);
        let mut out = Out::default();
        let mut records: Vec<Vec<String>> = Vec::new();
        let mut stray = 0;
        while records.len() < most {
            out.clear_row();
            match reader.next(&mut window, &mut out)? {
                Record::End => break,
                Record::Blank | Record::TooLong => {}
                Record::Fields { literal } => {
                    if is_blank(&String::from_utf8_lossy(out.row_text())) {
                        continue;
                    }
                    stray += usize::from(literal);
                    records.push(
                        out.row_cells()
                            .map(|cell| String::from_utf8_lossy(cell).into_owned())
                            .collect(),
                    );
                }
            }
        }
        let looks_junk = |record: &Vec<String>| junk::look(record.iter().map(String::as_bytes)).is_some();
        let all = most_frequent(records.iter().map(Vec::len)).0;
        let junk: Vec<bool> = records
            .iter()
            .map(|record| record.len() != all && looks_junk(record))
            .collect();
        // Comments may be more than rows.
        let rows = records.iter().zip(&junk).filter(|(_, junk)| !**junk);
        let (mut width, mut count) = most_frequent(rows.map(|(record, _)| record.len()));
        if all == 1 {
            let rows = records.iter().filter(|record| !looks_junk(record) && record.len() > 1);
            let (other, others) = most_frequent(rows.map(Vec::len));
            let plain = records
                .iter()
                .filter(|record| record.len() == 1 && !looks_junk(record))
                .count();
            if others > plain {
                (width, count) = (other, others);
            }
        }
        let is_row: Vec<bool> = records
            .iter()
            .map(|record| match record.len() == width {
                true => !junk::is_ruler(record.iter().map(String::as_bytes).filter(|cell| !cell.is_empty())),
                false => !looks_junk(record),
            })
            .collect();
        let rows = is_row.iter().filter(|row| **row).count();
        Ok(Shape {
            syntax,
            width,
            share: count as f64 / rows.max(1) as f64,
            stray,
            records,
            is_row,
        })
    }

    /// Double quotes unless the lines speak against them.
    pub(crate) fn best_quoting(lines: &[u8], cut: &Cut, most: usize) -> Result<Shape, Error> {
        let with = |quote: Option<u8>, escapes| {
            let syntax = Syntax {
                quote,
                escapes,
                ..Syntax::plain(cut.clone())
            };
            Shape::of(lines, syntax, most)
        };
        let mut best = with(Some(b'"'), Escapes::None)?;
        let has = |what: &[u8]| memchr::memmem::find(lines, what).is_some();
        let backslashes = has(b"\\");
        if backslashes && has(b"\\\"") {
            let escaped = with(Some(b'"'), Escapes::InQuotes)?;
            if escaped.share >= best.share && escaped.stray <= best.stray {
                best = escaped;
            }
        }
        let has_quotes = has(b"\"") || has(b"'");
        if has_quotes || backslashes {
            let plain = with(None, Escapes::None)?;
            if plain.in_single_quotes() {
                let escapes = if has(b"\\'") { Escapes::InQuotes } else { Escapes::None };
                return with(Some(b'\''), escapes);
            }
            // Stray quotes are dealt with line by line; only where they are the rule are quotes no quotes at all.
            if plain.width >= best.width && plain.share > best.share + 0.1 {
                best = plain;
            }
            if backslashes && (has(b"\\N") || has(b"\\\n") || has(b"\\\t")) {
                let escaped = with(best.syntax.quote, Escapes::Everywhere)?;
                let has_null = best.records.iter().flatten().any(|cell| cell == "\\N");
                let is_better = escaped.share > best.share || (has_null && escaped.share >= best.share);
                if is_better && escaped.width.min(2) >= best.width.min(2) {
                    best = escaped;
                }
            }
        }
        Ok(best)
    }

    fn in_single_quotes(&self) -> bool {
        let cells = || {
            self.records
                .iter()
                .flatten()
                .map(|cell| cell.trim())
                .filter(|cell| !cell.is_empty())
        };
        let quoted = cells()
            .filter(|cell| cell.len() > 1 && (cell.starts_with('\'') || cell.ends_with('\'')))
            .count();
        quoted * 2 > cells().count()
    }

    /// With what else the syntax has: padding around cells, delimiters around lines.
    pub(crate) fn refined(self, lines: &[u8], most: usize) -> Result<Shape, Error> {
        if self.width < 2 || self.syntax.cut == Cut::Blanks {
            return Ok(self);
        }
        let framed = self.is_framed();
        let padded = self.is_padded(framed);
        if !framed && !padded {
            return Ok(self);
        }
        let syntax = Syntax {
            padded,
            framed,
            ..self.syntax.clone()
        };
        let refined = Shape::of(lines, syntax, most)?;
        Ok(if refined.share + 0.1 >= self.share {
            refined
        } else {
            self
        })
    }

    fn rows(&self) -> impl Iterator<Item = &Vec<String>> {
        let rows = self.records.iter().zip(&self.is_row);
        rows.filter_map(|(record, is_row)| (*is_row && record.len() == self.width).then_some(record))
    }

    /// Whether nearly every row begins and ends in a bar.
    fn is_framed(&self) -> bool {
        let bar = match &self.syntax.cut {
            Cut::Byte(byte) => *byte == b'|',
            Cut::Text(text) => ["│", "║", "┃", "¦", "||"].contains(&String::from_utf8_lossy(text).as_ref()),
            _ => false,
        };
        let empty = |cell: Option<&String>| cell.is_some_and(|cell| cell.trim().is_empty());
        bar && self.width > 2 && most(self.rows().map(|row| empty(row.first()) && empty(row.last())))
    }

    /// Whether a blank stands behind nearly every delimiter, or before it if bars frame the lines.
    fn is_padded(&self, framed: bool) -> bool {
        let mut behind = (0, 0);
        let mut before = (0, 0);
        let skip = usize::from(framed);
        for row in self.rows().take(LOOKS) {
            let inner = &row[skip..row.len() - skip];
            let Some((first, rest)) = inner.split_first() else {
                continue;
            };
            for cell in rest.iter().filter(|cell| !cell.is_empty()) {
                behind.0 += usize::from(cell.starts_with(' '));
                behind.1 += 1;
            }
            for cell in std::iter::once(first).chain(rest.split_last().map_or(&[][..], |(_, rest)| rest)) {
                before.0 += usize::from(cell.ends_with(' '));
                before.1 += usize::from(!cell.is_empty());
            }
        }
        let nearly = |(some, all): (usize, usize)| all > 0 && some * 10 >= all * 9;
        nearly(behind) || (nearly(before) && framed)
    }

    /// How far the syntax explains the lines, from 0 to about 1: fields in the same number everywhere, that look alike
    /// within a column, and the more of them the better.
    pub(crate) fn score(&self) -> f64 {
        let rows: Vec<&Vec<String>> = self.rows().take(LOOKS).collect();
        if rows.is_empty() || self.width == 0 {
            return 0.0;
        }
        let columns = (0..self.width).map(|column| score_of(rows.iter().map(|row| row[column].as_str())));
        let columns = columns.sum::<f64>() / self.width as f64;
        let prior = match &self.syntax.cut {
            Cut::Never | Cut::Text(_) => 1.0,
            Cut::Blanks => 0.6,
            Cut::Colons => 0.9,
            Cut::Byte(byte) => match byte {
                b',' | b'\t' | b';' | b'|' | 1..=0x1F => 1.0,
                b'~' | b'^' => 0.95,
                _ => 0.8,
            },
        };
        self.share * columns * prior * (1.0 - 0.3 / self.width as f64)
    }
}

/// How far the cells of a column look alike, and like something.
pub(crate) fn score_of<'c>(cells: impl Iterator<Item = &'c str>) -> f64 {
    let mut counts = [0usize; Look::COUNT];
    let (mut weight, mut filled) = (0.0, 0usize);
    for cell in cells {
        let look = Look::of(cell);
        if look != Look::Empty {
            counts[look as usize] += 1;
            weight += look.weight();
            filled += 1;
        }
    }
    if filled == 0 {
        return 0.3;
    }
    let main = counts.iter().max().copied().unwrap_or(0) as f64 / filled as f64;
    weight / filled as f64 * (0.6 + 0.4 * main)
}

fn most(mut flags: impl Iterator<Item = bool>) -> bool {
    let (mut yes, mut all) = (0, 0);
    flags.by_ref().for_each(|flag| {
        yes += usize::from(flag);
        all += 1;
    });
    all > 0 && yes * 5 >= all * 4
}

/// Whether a record holds nothing: blanks, zero bytes, an end-of-file mark of DOS.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_whitespace() || matches!(c, '\0' | '\u{1A}' | '\u{FEFF}'))
}

fn most_frequent(widths: impl Iterator<Item = usize>) -> (usize, usize) {
    let mut counts = std::collections::BTreeMap::new();
    for width in widths {
        *counts.entry(width).or_insert(0usize) += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(width, count)| (*count, *width))
        .unwrap_or((1, 0))
}

/// Rows whose cells are looked at.
const LOOKS: usize = 300;
