//! Workbooks of LibreOffice and OpenOffice.
//!
//! The library that reads the others waits for ever for the end of a sheet that is cut off, and makes as many copies of a
//! cell as the file asks for; so these are read here.

use std::io::{BufReader, Cursor, Read};

use calamine::DataRef;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::{Book, MOST_COLUMNS, MOST_ROWS, Visitor, damaged};
use crate::Unreadable;
use crate::forms::pump::Stop;

pub(super) struct Ods<'b> {
    bytes: &'b [u8],
}

impl Ods<'_> {
    pub(super) fn new(bytes: &[u8]) -> Ods<'_> {
        Ods { bytes }
    }
}

impl Book for Ods<'_> {
    fn visit(&mut self, visitor: &mut dyn Visitor) -> Result<(), Stop> {
        let mut archive = ZipArchive::new(Cursor::new(self.bytes)).map_err(|_| damaged())?;
        if let Ok(manifest) = archive.by_name("META-INF/manifest.xml") {
            let mut text = Vec::new();
            manifest.take(MOST_MANIFEST).read_to_end(&mut text)?;
            if memchr::memmem::find(&text, b"encryption-data").is_some() {
                return Err(Unreadable::Password.into());
            }
        }
        let content = archive.by_name("content.xml").map_err(|_| damaged())?;
        let mut reader = Reader::from_reader(BufReader::new(content));
        reader.config_mut().check_end_names = false;
        let mut sheets = Sheets::new(visitor);
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            let met = match reader.read_event_into(&mut buffer) {
                Ok(Event::Start(tag)) => sheets.start(&tag),
                Ok(Event::Empty(tag)) => sheets.start(&tag).and_then(|()| sheets.end(tag.name().as_ref())),
                Ok(Event::End(tag)) => sheets.end(tag.name().as_ref()),
                Ok(Event::Text(text)) => {
                    sheets.text(&text.xml10_content());
                    Ok(())
                }
                Ok(Event::CData(text)) => {
                    sheets.text(&text.xml10_content());
                    Ok(())
                }
                Ok(Event::GeneralRef(entity)) => {
                    match (
                        entity.resolve_char_ref(),
                        quick_xml::escape::resolve_xml_entity(&entity),
                    ) {
                        (Ok(Some(character)), _) => sheets.text(character.encode_utf8(&mut [0; 4])),
                        (_, Some(text)) => sheets.text(text),
                        _ => sheets.text("\u{FFFD}"),
                    }
                    Ok(())
                }
                Ok(Event::Eof) => return sheets.finish(true),
                Ok(_) => Ok(()),
                Err(_) => return sheets.finish(false),
            };
            match met {
                Ok(()) => {}
                Err(stop @ (Stop::Unwanted | Stop::Unreadable(Unreadable::TooLarge { .. }))) => return Err(stop),
                // What follows in this sheet can't be trusted; the next one is another matter.
                Err(Stop::Unreadable(_)) => sheets.give_up()?,
            }
        }
    }
}

/// Where in the document the reader is.
struct Sheets<'v> {
    visitor: &'v mut dyn Visitor,
    /// How many tables are open: one may stand in a cell of another, and is a part of it.
    depth: usize,
    /// Whether the sheet is read no further.
    given_up: bool,
    row: u32,
    row_repeats: u32,
    /// The cells of the row that hold something: column, how many columns alike, value.
    cells: Vec<(u32, u32, Value)>,
    column: u32,
    /// Bytes of the row's texts.
    row_size: usize,
    cell: Option<Cell>,
    /// How many notes and the like are open.
    aside: usize,
    /// Cells that rows and columns alike may still make.
    budget: u64,
}

struct Cell {
    repeats: u32,
    value: Option<Value>,
    text: String,
    paragraphs: usize,
}

enum Value {
    Number(f64),
    Bool(bool),
    Date(String),
    Time(String),
    Text(String),
}

impl<'v> Sheets<'v> {
    fn new(visitor: &'v mut dyn Visitor) -> Sheets<'v> {
        Sheets {
            visitor,
            depth: 0,
            given_up: false,
            row: 0,
            row_repeats: 1,
            cells: Vec::new(),
            column: 0,
            row_size: 0,
            cell: None,
            aside: 0,
            budget: MOST_ALIKE,
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Stop> {
        match tag.name().as_ref() {
            "table:table" => {
                self.depth += 1;
                if self.depth == 1 {
                    let name = attribute(tag, "table:name").unwrap_or_default();
                    (self.row, self.given_up, self.aside, self.cell) = (0, false, 0, None);
                    self.cells.clear();
                    self.budget = MOST_ALIKE;
                    self.visitor.begin_sheet(&name)?;
                }
            }
            _ if self.depth != 1 || self.given_up => {}
            "table:table-row" => {
                self.row_repeats = number(tag, "table:number-rows-repeated");
                (self.column, self.row_size) = (0, 0);
                self.cells.clear();
            }
            "table:table-cell" | "table:covered-table-cell" => {
                self.cell = Some(Cell {
                    repeats: number(tag, "table:number-columns-repeated"),
                    value: value(tag),
                    text: String::new(),
                    paragraphs: 0,
                });
            }
            "office:annotation" | "draw:frame" | "draw:custom-shape" => self.aside += 1,
            name => {
                let spaces = if name == "text:s" { number(tag, "text:c") } else { 0 };
                if let Some(cell) = self.cell.as_mut().filter(|_| self.aside == 0) {
                    match name {
                        "text:p" => {
                            cell.paragraphs += 1;
                            if cell.paragraphs > 1 {
                                cell.text.push('\n');
                            }
                        }
                        "text:s" => cell.text.extend((0..spaces.min(MOST_SPACES)).map(|_| ' ')),
                        "text:tab" => cell.text.push('\t'),
                        "text:line-break" => cell.text.push('\n'),
                        _ => {}
                    }
                }
            }
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        // Blanks between tags are none of a cell, and are not within a paragraph.
        if let Some(cell) = self.cell.as_mut().filter(|cell| cell.paragraphs > 0)
            && self.aside == 0
            && self.depth == 1
            && cell.text.len() <= MOST_CELL
        {
            cell.text.push_str(text);
        }
    }

    fn end(&mut self, name: &str) -> Result<(), Stop> {
        match name {
            "table:table" => {
                self.depth = self.depth.saturating_sub(1);
                match self.depth {
                    0 => self.visitor.end_sheet(!self.given_up),
                    _ => Ok(()),
                }
            }
            _ if self.depth != 1 || self.given_up => Ok(()),
            "table:table-cell" | "table:covered-table-cell" => self.end_cell(),
            "table:table-row" => self.end_row(),
            "office:annotation" | "draw:frame" | "draw:custom-shape" => {
                self.aside = self.aside.saturating_sub(1);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn end_cell(&mut self) -> Result<(), Stop> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let value = match cell.value {
            // What a text says it is beside its paragraphs is the same or nothing.
            Some(Value::Text(text)) if text.is_empty() => Value::Text(cell.text),
            Some(value) => value,
            None => Value::Text(cell.text),
        };
        if !matches!(&value, Value::Text(text) if text.is_empty()) {
            self.row_size += match &value {
                Value::Text(text) | Value::Date(text) | Value::Time(text) => text.len(),
                Value::Number(_) | Value::Bool(_) => 0,
            };
            if self.column >= MOST_COLUMNS || self.row_size > MOST_ROW {
                return Err(damaged());
            }
            self.cells.push((self.column, cell.repeats, value));
        }
        self.column = self.column.saturating_add(cell.repeats);
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), Stop> {
        let row = self.row;
        self.row = self.row.saturating_add(self.row_repeats);
        for repeat in 0..if self.cells.is_empty() { 0 } else { self.row_repeats } {
            for (column, repeats, value) in &self.cells {
                // Of a cell that goes on to the sheet's right edge one is enough to see.
                for at in 0..*repeats {
                    if repeat > 0 || at > 0 {
                        self.budget = self.budget.checked_sub(1).ok_or_else(damaged)?;
                    }
                    let column = column
                        .checked_add(at)
                        .filter(|column| *column < MOST_COLUMNS)
                        .ok_or_else(damaged)?;
                    let row = row
                        .checked_add(repeat)
                        .filter(|row| *row < MOST_ROWS)
                        .ok_or_else(damaged)?;
                    self.visitor.cell(row, column, &value.shown())?;
                }
            }
        }
        self.cells.clear();
        Ok(())
    }

    fn give_up(&mut self) -> Result<(), Stop> {
        self.given_up = true;
        self.cells.clear();
        self.cell = None;
        Ok(())
    }

    /// At the end of the document, or of what can be read of it.
    fn finish(&mut self, whole: bool) -> Result<(), Stop> {
        match (self.depth, whole) {
            (0, true) => Ok(()),
            (0, false) => Err(damaged()),
            _ => self.visitor.end_sheet(false),
        }
    }
}

impl Value {
    fn shown(&self) -> DataRef<'_> {
        match self {
            Value::Number(value) => DataRef::Float(*value),
            Value::Bool(value) => DataRef::Bool(*value),
            Value::Date(value) => DataRef::DateTimeIso(value.clone()),
            Value::Time(value) => DataRef::DurationIso(value.clone()),
            Value::Text(value) => DataRef::SharedString(value),
        }
    }
}

/// What a cell says of its value; `None` if it leaves that to its text.
fn value(tag: &BytesStart<'_>) -> Option<Value> {
    if attribute(tag, "calcext:value-type").as_deref() == Some("error") {
        // Something that is no text and holds nothing.
        return Some(Value::Date(String::new()));
    }
    match attribute(tag, "office:value-type")?.as_str() {
        "float" | "percentage" | "currency" => attribute(tag, "office:value")?.trim().parse().ok().map(Value::Number),
        "date" => attribute(tag, "office:date-value").map(Value::Date),
        "time" => attribute(tag, "office:time-value").map(Value::Time),
        "boolean" => attribute(tag, "office:boolean-value").map(|value| Value::Bool(value == "true")),
        _ => attribute(tag, "office:string-value").map(Value::Text),
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.try_get_attribute(name).ok()??;
    let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
}

/// How many times something stands here.
fn number(tag: &BytesStart<'_>, name: &str) -> u32 {
    attribute(tag, name).and_then(|value| value.parse().ok()).unwrap_or(1)
}

/// Bytes of the list of parts that are looked at.
const MOST_MANIFEST: u64 = 1 << 20;
/// Cells of a sheet that are there because a row or a cell is said to stand there several times.
const MOST_ALIKE: u64 = 1 << 20;
/// Bytes of a row, and of a cell, after which no more is taken up; a shorter row is too long already.
const MOST_ROW: usize = 64 << 20;
const MOST_CELL: usize = 1 << 20;
/// Spaces that are written as a number.
const MOST_SPACES: u32 = 1_000;
