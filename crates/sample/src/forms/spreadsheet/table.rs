//! A sheet as a table.

use std::collections::BTreeSet;

use calamine::DataRef;

use super::{MOST_COLUMNS, MOST_ROWS, Visitor, damaged, value};
use crate::forms::delimited::find_header;
use crate::forms::pump::{Sink, Stop};
use crate::row::{Next, Other, TableShape};
use crate::{Flaw, Reject, Unreadable};

/// Sees where the cells of all sheets are that hold something.
pub(super) struct Survey {
    sheets: Vec<Sheet>,
    row: Row,
    /// What was shown, if that is little enough to be kept.
    kept: Option<Vec<Shown>>,
    kept_size: usize,
}

/// What a workbook showed.
pub(super) enum Shown {
    Begin,
    Row(Row),
    End { whole: bool },
}

/// Hands out the rows of all sheets.
pub(super) struct HandOut<'s> {
    sheets: Vec<Sheet>,
    asked: Option<bool>,
    sink: &'s mut Sink,
    /// How many sheets were begun.
    begun: usize,
    layout: Option<Layout>,
    /// The next row of the sheet, and how many rows that are not blank were met.
    next: u32,
    met: usize,
    row: Row,
}

/// What is known of a sheet.
pub(super) struct Sheet {
    name: String,
    /// The columns that hold anything.
    columns: BTreeSet<u32>,
    last_row: u32,
    /// The leading rows that are not blank: columns and texts.
    head: Vec<Vec<(u32, String)>>,
    head_size: usize,
}

/// How a sheet's rows are read.
struct Layout {
    table: usize,
    /// The sheet's columns that hold anything, which are the table's.
    columns: Vec<u32>,
    /// How many cells most rows fill.
    usual: usize,
    header_at: Option<usize>,
    /// How many rows from there on are headers.
    header_rows: usize,
    names: Option<Vec<String>>,
}

/// The cells of a row that hold something.
#[derive(Default)]
pub(super) struct Row {
    number: Option<u32>,
    text: String,
    /// Columns, and where each cell ends in the text.
    cells: Vec<(u32, usize)>,
}

impl Survey {
    pub(super) fn new() -> Survey {
        Survey {
            sheets: Vec::new(),
            row: Row::default(),
            kept: Some(Vec::new()),
            kept_size: 0,
        }
    }

    /// What is known of the sheets, and all that was shown if that is not too much.
    pub(super) fn done(self) -> (Vec<Sheet>, Option<Vec<Shown>>) {
        (self.sheets, self.kept)
    }

    fn keep(&mut self, shown: Shown, size: usize) {
        self.kept_size += size_of::<Shown>() + size;
        match &mut self.kept {
            Some(kept) if self.kept_size <= MOST_KEPT => kept.push(shown),
            _ => self.kept = None,
        }
    }

    fn end_row(&mut self) {
        let (Some(sheet), Some(number)) = (self.sheets.last_mut(), self.row.number) else {
            return;
        };
        if !self.row.cells.is_empty() {
            sheet.columns.extend(self.row.cells.iter().map(|(column, _)| *column));
            sheet.last_row = number;
            if sheet.head.len() < HEAD_ROWS && sheet.head_size + self.row.text.len() < HEAD_BYTES {
                sheet.head_size += self.row.text.len();
                sheet.head.push(
                    self.row
                        .iter()
                        .map(|(column, text)| (column, text.to_owned()))
                        .collect(),
                );
            }
            if self.kept.is_some() {
                let row = std::mem::take(&mut self.row);
                let size = row.text.capacity() + size_of::<(u32, usize)>() * row.cells.capacity();
                self.keep(Shown::Row(row), size);
            }
        }
        self.row.clear();
    }
}

impl Visitor for Survey {
    fn begin_sheet(&mut self, name: &str) -> Result<(), Stop> {
        if self.sheets.len() >= MOST_SHEETS {
            return Err(Unreadable::TooLarge {
                what: "sheets",
                found: MOST_SHEETS as u64 + 1,
                most: MOST_SHEETS as u64,
            }
            .into());
        }
        self.sheets.push(Sheet {
            name: name.to_owned(),
            columns: BTreeSet::new(),
            last_row: 0,
            head: Vec::new(),
            head_size: 0,
        });
        self.keep(Shown::Begin, 0);
        Ok(())
    }

    fn cell(&mut self, row: u32, column: u32, value: &DataRef<'_>) -> Result<(), Stop> {
        if self.row.begins(row)? {
            self.end_row();
        }
        self.row.add(row, column, value)
    }

    fn end_sheet(&mut self, whole: bool) -> Result<(), Stop> {
        self.end_row();
        self.keep(Shown::End { whole }, 0);
        Ok(())
    }
}

impl<'s> HandOut<'s> {
    pub(super) fn new(sheets: Vec<Sheet>, asked: Option<bool>, sink: &'s mut Sink) -> HandOut<'s> {
        HandOut {
            sheets,
            asked,
            sink,
            begun: 0,
            layout: None,
            next: 0,
            met: 0,
            row: Row::default(),
        }
    }

    /// Hands out what a survey kept.
    pub(super) fn replay(&mut self, kept: Vec<Shown>) -> Result<(), Stop> {
        for shown in kept {
            match shown {
                Shown::Begin => self.begin_sheet("")?,
                Shown::Row(row) => {
                    self.row = row;
                    self.end_row()?;
                }
                Shown::End { whole } => self.end_sheet(whole)?,
            }
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), Stop> {
        let (Some(layout), Some(number)) = (&self.layout, self.row.number) else {
            self.row.clear();
            return Ok(());
        };
        if !self.row.cells.is_empty() {
            // Rows above the first one that holds anything are no rows.
            while self.met > 0 && self.next < number {
                self.next += 1;
                self.sink.other(Next::Other(Other::Blank), u64::from(self.next))?;
            }
            let last_row = self.sheets[self.begun - 1].last_row;
            let line = u64::from(number) + 1;
            match layout.what(&self.row, self.met, last_row) {
                Next::Row(table) => {
                    layout.write(&self.row, self.sink);
                    self.sink.row(table, line)?;
                }
                next => self.sink.other(next, line)?,
            }
            self.met += 1;
            self.next = number + 1;
        }
        self.row.clear();
        Ok(())
    }
}

impl Visitor for HandOut<'_> {
    fn begin_sheet(&mut self, _: &str) -> Result<(), Stop> {
        (self.next, self.met) = (0, 0);
        self.layout = match self.sheets.get_mut(self.begun) {
            Some(sheet) => Layout::of(sheet, self.asked, self.sink),
            None => None,
        };
        self.begun += 1;
        Ok(())
    }

    fn cell(&mut self, row: u32, column: u32, value: &DataRef<'_>) -> Result<(), Stop> {
        if self.row.begins(row)? {
            self.end_row()?;
        }
        self.row.add(row, column, value)
    }

    fn end_sheet(&mut self, whole: bool) -> Result<(), Stop> {
        self.end_row()?;
        match whole {
            true => Ok(()),
            false => self
                .sink
                .other(Next::Rejected(Reject::Malformed), u64::from(self.next) + 1),
        }
    }
}

impl Layout {
    /// Decides how a sheet is read and adds its table; none for a sheet that holds nothing.
    fn of(sheet: &mut Sheet, asked: Option<bool>, sink: &mut Sink) -> Option<Layout> {
        let columns: Vec<u32> = sheet.columns.iter().copied().take(MOST_WIDTH).collect();
        if columns.is_empty() {
            return None;
        }
        let width = columns.len();
        let head = std::mem::take(&mut sheet.head);
        let usual = most_frequent(head.iter().map(Vec::len));
        // A title is a row of fewer cells than most, to whoever looks for a header.
        let records: Vec<Vec<String>> = head
            .into_iter()
            .map(|cells| match 2 * cells.len() > usual {
                true => {
                    let mut record = vec![String::new(); width];
                    for (column, text) in cells {
                        if let Ok(place) = columns.binary_search(&column) {
                            record[place] = text;
                        }
                    }
                    record
                }
                false => cells.into_iter().map(|(_, text)| text).collect(),
            })
            .collect();
        let is_row: Vec<bool> = records.iter().map(|record| record.len() == width).collect();
        let found = find_header(&records, &is_row, width, asked);
        let names = found.names.filter(|names| names.len() == width);
        let table = sink.table(TableShape {
            name: Some(sheet.name.clone()),
            names: names.clone(),
            width,
        });
        Some(Layout {
            table,
            columns,
            usual,
            header_at: found.header_at.value,
            header_rows: found.header_rows,
            names,
        })
    }

    /// What a row is that holds something, and before which `met` such rows were met.
    fn what(&self, row: &Row, met: usize, last_row: u32) -> Next {
        let alone = row.cells.len() == 1 && self.usual >= 3;
        let near_end = row.number.is_some_and(|number| number + 2 >= last_row);
        match self.header_at {
            Some(header) if met < header => Next::Other(Other::Comment),
            Some(header) if met < header + self.header_rows => Next::Other(Other::Frame),
            None if alone && met < FEW => Next::Other(Other::Comment),
            // A total, or whoever made the table.
            _ if alone && near_end => Next::Other(Other::Comment),
            _ if self.is_header(row) => Next::Rejected(Reject::RepeatedHeader),
            _ => Next::Row(self.table),
        }
    }

    fn is_header(&self, row: &Row) -> bool {
        let Some(names) = &self.names else {
            return false;
        };
        let mut cells = row.iter().peekable();
        names.iter().zip(&self.columns).all(|(name, column)| {
            let cell = cells.next_if(|(at, _)| at == column).map_or("", |(_, text)| text);
            name.trim().eq_ignore_ascii_case(cell.trim())
        })
    }

    fn write(&self, row: &Row, sink: &mut Sink) {
        let mut cells = row.iter().peekable();
        for column in &self.columns {
            match cells.next_if(|(at, _)| at == column) {
                Some((_, text)) => sink.cell(text),
                None => sink.end_cell(),
            }
        }
        if cells.next().is_some() {
            sink.flaw(Flaw::ExtraField);
        }
    }
}

impl Row {
    /// Whether a cell of this row begins another row. Rows follow each other in every sheet that a program wrote.
    fn begins(&self, row: u32) -> Result<bool, Stop> {
        match self.number {
            Some(number) if row < number => Err(damaged()),
            number => Ok(number.is_some_and(|number| row > number)),
        }
    }

    fn add(&mut self, row: u32, column: u32, value: &DataRef<'_>) -> Result<(), Stop> {
        if row >= MOST_ROWS || column >= MOST_COLUMNS || self.last_column().is_some_and(|last| column <= last) {
            return Err(damaged());
        }
        self.number = Some(row);
        let start = self.text.len();
        value::write(value, &mut self.text);
        match self.text[start..].chars().all(char::is_whitespace) {
            true => self.text.truncate(start),
            false => self.cells.push((column, self.text.len())),
        }
        match self.text.len() > MOST_TEXT {
            true => Err(damaged()),
            false => Ok(()),
        }
    }

    fn iter(&self) -> impl Iterator<Item = (u32, &str)> {
        let mut start = 0;
        self.cells.iter().map(move |(column, end)| {
            let text = &self.text[start..*end];
            start = *end;
            (*column, text)
        })
    }

    fn last_column(&self) -> Option<u32> {
        self.cells.last().map(|(column, _)| *column)
    }

    fn clear(&mut self) {
        self.number = None;
        self.text.clear();
        self.cells.clear();
    }
}

fn most_frequent(counts: impl Iterator<Item = usize>) -> usize {
    let mut met = std::collections::BTreeMap::new();
    for count in counts {
        *met.entry(count).or_insert(0usize) += 1;
    }
    let most = met.into_iter().max_by_key(|(count, rows)| (*rows, *count));
    most.map_or(0, |(count, _)| count)
}

/// Rows, and bytes of them, that a header is found by.
const HEAD_ROWS: usize = 500;
const HEAD_BYTES: usize = 1 << 20;
/// Rows at the beginning of a sheet without a header that may be titles.
const FEW: usize = 5;
/// Bytes of rows that are kept, so that a workbook need not be read a second time. Tests have it both ways.
const MOST_KEPT: usize = if cfg!(test) { 2 << 10 } else { 64 << 20 };
/// Columns of a table.
const MOST_WIDTH: usize = 1_000;
/// Bytes of a row's text that are held.
const MOST_TEXT: usize = 64 << 20;
const MOST_SHEETS: usize = 4_096;
