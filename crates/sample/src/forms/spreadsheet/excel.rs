//! Workbooks of Excel since 2007.

use std::io::Cursor;

use calamine::{Reader, SheetType, Xlsb, XlsbError, Xlsx, XlsxError};

use super::{Book, Visitor, damaged, visit_sheet};
use crate::Unreadable;
use crate::forms::pump::Stop;

pub(super) fn open_xlsx(bytes: &[u8]) -> Result<Box<dyn Book + '_>, Stop> {
    let book = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::Password => Unreadable::Password.into(),
        _ => damaged(),
    })?;
    Ok(Box::new(New(book)))
}

pub(super) fn open_xlsb(bytes: &[u8]) -> Result<Box<dyn Book + '_>, Stop> {
    let book = Xlsb::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsbError::Password => Unreadable::Password.into(),
        _ => damaged(),
    })?;
    Ok(Box::new(Binary(book)))
}

struct New<'b>(Xlsx<Cursor<&'b [u8]>>);

struct Binary<'b>(Xlsb<Cursor<&'b [u8]>>);

impl Book for New<'_> {
    fn visit(&mut self, visitor: &mut dyn Visitor) -> Result<(), Stop> {
        for name in sheets(&self.0) {
            visit_sheet(&name, visitor, |visitor| {
                let mut cells = match self.0.worksheet_cells_reader(&name) {
                    // A sheet that is a picture.
                    Err(XlsxError::NotAWorksheet(_)) => return Ok(()),
                    opened => opened.map_err(|_| damaged())?,
                };
                while let Some(cell) = cells.next_cell().map_err(|_| damaged())? {
                    let (row, column) = cell.get_position();
                    visitor.cell(row, column, cell.get_value())?;
                }
                Ok(())
            })?;
        }
        Ok(())
    }
}

impl Book for Binary<'_> {
    fn visit(&mut self, visitor: &mut dyn Visitor) -> Result<(), Stop> {
        for name in sheets(&self.0) {
            visit_sheet(&name, visitor, |visitor| {
                let mut cells = self.0.worksheet_cells_reader(&name).map_err(|_| damaged())?;
                while let Some(cell) = cells.next_cell().map_err(|_| damaged())? {
                    let (row, column) = cell.get_position();
                    visitor.cell(row, column, cell.get_value())?;
                }
                Ok(())
            })?;
        }
        Ok(())
    }
}

fn sheets<'b>(book: &impl Reader<Cursor<&'b [u8]>>) -> Vec<String> {
    let sheets = book.sheets_metadata().iter();
    let tables = sheets.filter(|sheet| matches!(sheet.typ, SheetType::WorkSheet | SheetType::MacroSheet));
    tables.map(|sheet| sheet.name.clone()).collect()
}
