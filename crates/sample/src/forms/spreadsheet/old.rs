//! Workbooks of Excel before 2007.
//!
//! The library holds all sheets as grids, each as large as its cells are far apart. So the stream of records is looked at
//! first, in which every cell says where it is; the library gets a container that is written anew around it.

use std::io::{Cursor, Read, Write};

use calamine::{Data, DataRef, Reader, Xls, XlsError};
use cfb::{CompoundFile, Version};

use super::{Book, Visitor, damaged, visit_sheet};
use crate::Unreadable;
use crate::forms::pump::Stop;

pub(super) fn open(bytes: &[u8]) -> Result<Box<dyn Book + '_>, Stop> {
    let mut container = CompoundFile::open(Cursor::new(bytes)).map_err(|_| damaged())?;
    if container.exists("EncryptedPackage") {
        return Err(Unreadable::Password.into());
    }
    let name = ["Workbook", "Book", "WORKBOOK", "BOOK"]
        .into_iter()
        .find(|name| container.exists(name));
    let name = name.ok_or(Unreadable::Damaged {
        expected: "a workbook in the compound file; it may be another document",
    })?;
    let mut records = Vec::new();
    let stream = container.open_stream(name).map_err(|_| damaged())?;
    stream.take(bytes.len() as u64).read_to_end(&mut records)?;
    look_at(&mut records)?;
    let mut anew = CompoundFile::create_with_version(Version::V3, Cursor::new(Vec::new())).map_err(|_| damaged())?;
    anew.create_stream(name)
        .and_then(|mut stream| stream.write_all(&records))?;
    anew.flush()?;
    let book = Xls::new(Cursor::new(anew.into_inner().into_inner())).map_err(|error| match error {
        XlsError::Password => Unreadable::Password.into(),
        _ => damaged(),
    })?;
    Ok(Box::new(Old(book)))
}

struct Old(Xls<Cursor<Vec<u8>>>);

impl Book for Old {
    fn visit(&mut self, visitor: &mut dyn Visitor) -> Result<(), Stop> {
        for name in self.0.sheet_names() {
            visit_sheet(&name, visitor, |visitor| {
                let range = self.0.worksheet_range(&name).map_err(|_| damaged())?;
                let Some((row, column)) = range.start() else {
                    return Ok(());
                };
                for (at, cell_at, value) in range.used_cells() {
                    visitor.cell(row + at as u32, column + cell_at as u32, &shown(value))?;
                }
                Ok(())
            })?;
        }
        Ok(())
    }
}

fn shown(value: &Data) -> DataRef<'_> {
    match value {
        Data::String(text) => DataRef::SharedString(text),
        Data::Int(value) => DataRef::Int(*value),
        Data::Float(value) => DataRef::Float(*value),
        Data::Bool(value) => DataRef::Bool(*value),
        Data::DateTime(value) => DataRef::DateTime(*value),
        Data::DateTimeIso(value) => DataRef::DateTimeIso(value.clone()),
        Data::DurationIso(value) => DataRef::DurationIso(value.clone()),
        _ => DataRef::Empty,
    }
}

/// Looks whether the sheets' grids are too large, and takes away what says how large they are.
fn look_at(records: &mut [u8]) -> Result<(), Stop> {
    let mut cells = 0u64;
    let mut grid = Grid::default();
    let mut at = 0;
    while let Some(head) = records.get(at..at + 4) {
        let (kind, length) = (word(head), usize::from(word(&head[2..])));
        let Some(data) = records.get_mut(at + 4..at + 4 + length) else {
            break;
        };
        match kind {
            BEGIN => {
                cells = cells.saturating_add(grid.cells());
                grid = Grid::default();
            }
            PASSWORD if data.iter().any(|byte| *byte != 0) => return Err(Unreadable::Password.into()),
            DIMENSIONS => data.fill(0),
            FORMULA | BLANK | NUMBER | LABEL | BOOLEAN | STYLED | RK | MANY_RK | MANY_BLANK | SHARED | OLD_FORMULA
                if length >= 4 =>
            {
                let (row, first) = (word(data), word(&data[2..]));
                let last = match kind {
                    MANY_RK => first.saturating_add((length / 6) as u16),
                    _ => first,
                };
                if last > LAST_COLUMN {
                    return Err(damaged());
                }
                grid.add(row, first, last);
            }
            _ => {}
        }
        at += 4 + length;
    }
    let found = cells.saturating_add(grid.cells());
    match found > MOST_CELLS {
        true => Err(Unreadable::TooLarge {
            what: "cells of all sheets",
            found,
            most: MOST_CELLS,
        }
        .into()),
        false => Ok(()),
    }
}

/// The least grid that holds all cells of a sheet.
#[derive(Default)]
struct Grid {
    corners: Option<[u16; 4]>,
}

impl Grid {
    fn add(&mut self, row: u16, first: u16, last: u16) {
        let [top, left, bottom, right] = self.corners.unwrap_or([row, first, row, last]);
        self.corners = Some([top.min(row), left.min(first), bottom.max(row), right.max(last)]);
    }

    fn cells(&self) -> u64 {
        self.corners.map_or(0, |[top, left, bottom, right]| {
            (u64::from(bottom - top) + 1) * (u64::from(right - left) + 1)
        })
    }
}

fn word(bytes: &[u8]) -> u16 {
    u16::from_le_bytes([bytes[0], bytes[1]])
}

/// Records, as the format numbers them.
const BEGIN: u16 = 0x0809;
const PASSWORD: u16 = 0x002F;
const DIMENSIONS: u16 = 0x0200;
const FORMULA: u16 = 0x0006;
const OLD_FORMULA: u16 = 0x0406;
const BLANK: u16 = 0x0201;
const NUMBER: u16 = 0x0203;
const LABEL: u16 = 0x0204;
const BOOLEAN: u16 = 0x0205;
const RK: u16 = 0x027E;
const MANY_RK: u16 = 0x00BD;
const MANY_BLANK: u16 = 0x00BE;
const STYLED: u16 = 0x00D6;
const SHARED: u16 = 0x00FD;
/// The last column of a sheet, and cells of all grids, each of which takes some 30 bytes.
const LAST_COLUMN: u16 = 0xFF;
const MOST_CELLS: u64 = 32 << 20;
