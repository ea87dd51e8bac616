//! Lines, paragraphs and tables of a fixed width. Everything that is written passes [`plain`] here, so that
//! no section can forget to.

use std::io::{Result, Write};

use unicode_width::UnicodeWidthStr;

use super::Style;
use crate::plain;

/// Where the sections write.
pub(super) struct Page<'w, W: Write> {
    out: &'w mut W,
    colour: bool,
    width: usize,
}

/// How a piece of text stands out, on a terminal with colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    Strong,
    Faint,
    Warning,
}

/// Where a column's cells stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// Rows under headers.
pub(super) struct Table {
    headers: Vec<(&'static str, Side)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new(headers: &[(&'static str, Side)]) -> Table {
        Table {
            headers: headers.to_vec(),
            rows: Vec::new(),
        }
    }

    /// Adds a row; it has a cell for every header.
    pub(super) fn push(&mut self, cells: Vec<String>) {
        debug_assert_eq!(cells.len(), self.headers.len());
        self.rows.push(cells.iter().map(|cell| clipped(&plain(cell))).collect());
    }
}

impl<'w, W: Write> Page<'w, W> {
    pub(super) fn new(out: &'w mut W, style: Style) -> Page<'w, W> {
        Page {
            out,
            colour: style.colour,
            width: style.width.max(NARROWEST),
        }
    }

    pub(super) fn blank(&mut self) -> Result<()> {
        writeln!(self.out)
    }

    /// A section's title, after a blank line.
    pub(super) fn heading(&mut self, title: &str) -> Result<()> {
        self.blank()?;
        self.hanging("", title, Tone::Strong)
    }

    /// A sentence or several, two columns in.
    pub(super) fn paragraph(&mut self, text: &str, tone: Tone) -> Result<()> {
        self.hanging(INDENT, text, tone)
    }

    /// `marker` and `text` beside it.
    pub(super) fn item(&mut self, marker: &str, text: &str, tone: Tone) -> Result<()> {
        self.hanging(&format!("{INDENT}{marker} "), text, tone)
    }

    /// Labels and, aligned beside them, what they stand for.
    pub(super) fn pairs(&mut self, pairs: &[(&str, String)]) -> Result<()> {
        let longest = pairs.iter().map(|(label, _)| label.width()).max().unwrap_or(0);
        for (label, text) in pairs {
            let gap = " ".repeat(longest - label.width());
            self.hanging(&format!("{INDENT}{label}{gap}{GAP}"), text, Tone::Plain)?;
        }
        Ok(())
    }

    /// A table; where it is wider than the page, each row as a block.
    pub(super) fn table(&mut self, table: &Table) -> Result<()> {
        let widths: Vec<usize> = table
            .headers
            .iter()
            .enumerate()
            .map(|(column, (header, _))| {
                let cells = table.rows.iter().filter_map(|row| row.get(column));
                cells
                    .map(|cell| cell.width())
                    .chain([header.width()])
                    .max()
                    .unwrap_or(0)
            })
            .collect();
        let whole = INDENT.len() + widths.iter().sum::<usize>() + GAP.len() * widths.len().saturating_sub(1);
        if whole > self.width {
            return self.blocks(table);
        }
        let headers: Vec<String> = table.headers.iter().map(|(header, _)| (*header).to_owned()).collect();
        let header = aligned(&headers, &table.headers, &widths);
        self.line(&header, Tone::Faint)?;
        for row in &table.rows {
            self.line(&aligned(row, &table.headers, &widths), Tone::Plain)?;
        }
        Ok(())
    }

    fn blocks(&mut self, table: &Table) -> Result<()> {
        for row in &table.rows {
            let mut cells = row.iter().zip(&table.headers);
            if let Some((first, _)) = cells.next() {
                self.hanging(INDENT, first, Tone::Plain)?;
            }
            let said: Vec<String> = cells.map(|(cell, (header, _))| format!("{header} {cell}")).collect();
            self.hanging("    ", &said.join("; "), Tone::Plain)?;
        }
        Ok(())
    }

    fn hanging(&mut self, lead: &str, text: &str, tone: Tone) -> Result<()> {
        let lead = plain(lead);
        if lead.width() + LEAST_TEXT > self.width {
            self.line(&lead, tone)?;
            return self.hanging("    ", text, tone);
        }
        let indent = " ".repeat(lead.width());
        let lines = wrapped(&plain(text), self.width - indent.len());
        for (number, line) in lines.iter().enumerate() {
            let before = if number == 0 { &lead } else { &indent };
            self.line(&format!("{before}{line}"), tone)?;
        }
        Ok(())
    }

    fn line(&mut self, text: &str, tone: Tone) -> Result<()> {
        let code = match tone {
            Tone::Plain => "",
            Tone::Strong => "1",
            Tone::Faint => "2",
            Tone::Warning => "33",
        };
        let text = plain(text);
        let text = text.trim_end();
        if self.colour && !code.is_empty() {
            writeln!(self.out, "\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            writeln!(self.out, "{text}")
        }
    }
}

fn aligned(cells: &[String], headers: &[(&str, Side)], widths: &[usize]) -> String {
    let mut line = INDENT.to_owned();
    for (column, ((cell, (_, side)), width)) in cells.iter().zip(headers).zip(widths).enumerate() {
        if column > 0 {
            line.push_str(GAP);
        }
        let gap = " ".repeat(width.saturating_sub(cell.width()));
        match side {
            Side::Left => line.extend([cell.as_str(), &gap]),
            Side::Right => line.extend([gap.as_str(), cell]),
        }
    }
    line
}

/// `text` in lines of at most `width` columns; a longer word has a line to itself, and a number stays with
/// its percent sign.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut words = text.split(' ').filter(|word| !word.is_empty()).peekable();
    while let Some(word) = words.next() {
        let mut word = word.to_owned();
        while let Some(sign) = words.next_if(|next| next.starts_with('%')) {
            word.extend([" ", sign]);
        }
        let Some(line) = lines.last_mut() else { break };
        if line.is_empty() {
            line.push_str(&word);
        } else if line.width() + 1 + word.width() <= width {
            line.extend([" ", &word]);
        } else {
            lines.push(word);
        }
    }
    lines
}

/// A cell cut to what a table can hold.
fn clipped(cell: &str) -> String {
    if cell.width() <= WIDEST_CELL {
        return cell.to_owned();
    }
    let mut kept = String::new();
    for c in cell.chars() {
        kept.push(c);
        if kept.width() > WIDEST_CELL - 3 {
            kept.pop();
            break;
        }
    }
    kept + "..."
}

const INDENT: &str = "  ";
const GAP: &str = "  ";
/// Columns that a text has beside its label; with fewer it goes below.
const LEAST_TEXT: usize = 20;
/// Columns below which a page is not laid out.
const NARROWEST: usize = 40;
const WIDEST_CELL: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn page(width: usize, write: impl FnOnce(&mut Page<'_, Vec<u8>>)) -> String {
        let mut out = Vec::new();
        write(&mut Page::new(&mut out, Style { colour: false, width }));
        String::from_utf8(out).unwrap()
    }

    fn example() -> Table {
        let mut table = Table::new(&[("class", Side::Left), ("hits", Side::Right)]);
        table.push(vec!["ssn".to_owned(), "1,000".to_owned()]);
        table.push(vec!["東京".to_owned(), "7".to_owned()]);
        table
    }

    #[test]
    fn columns_are_aligned() {
        let text = page(80, |page| page.table(&example()).unwrap());
        assert_eq!(text, "  class   hits\n  ssn    1,000\n  東京       7\n");
    }

    #[test]
    fn a_table_that_is_too_wide_becomes_blocks() {
        let mut table = Table::new(&[("class", Side::Left), ("why", Side::Left)]);
        table.push(vec!["ssn".to_owned(), "word ".repeat(8)]);
        let text = page(40, |page| page.table(&table).unwrap());
        assert!(text.starts_with("  ssn\n    why word"), "{text}");
        assert!(text.lines().all(|line| line.width() <= 40), "{text}");
    }

    #[test]
    fn paragraphs_wrap_and_keep_the_percent_sign() {
        let text = page(40, |page| {
            page.item("-", "a number such as this one here 97.2 %, and more", Tone::Plain)
                .unwrap()
        });
        assert_eq!(text, "  - a number such as this one here\n    97.2 %, and more\n");
    }

    #[test]
    fn hostile_text_is_escaped_wherever_it_stands() {
        let evil = "x\u{1b}[2J\ny";
        let mut table = example();
        table.push(vec![evil.to_owned(), evil.repeat(40)]);
        let text = page(200, |page| {
            page.table(&table).unwrap();
            page.paragraph(evil, Tone::Warning).unwrap();
            page.item(evil, evil, Tone::Plain).unwrap();
            page.heading(evil).unwrap();
            page.pairs(&[("label", evil.to_owned())]).unwrap();
        });
        assert!(!text.contains('\u{1b}'));
        assert_eq!(text.lines().count(), 4 + 1 + 1 + 2 + 1);
    }
}
