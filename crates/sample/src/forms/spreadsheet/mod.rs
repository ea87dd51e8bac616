//! Workbooks: xlsx, xlsb, xls, ods.

mod excel;
mod guard;
mod old;
mod open_document;
mod table;
mod value;

use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::DataRef;

use super::cells::{CellReader, Whole};
use super::pump::{self, Stop};
use crate::{Error, Unreadable};
use table::{HandOut, Survey};

/// The rows of a workbook's sheets, hidden ones too, one sheet behind the other; each sheet with a cell that is not empty is
/// a table. `line` is the row's number in the sheet, as the program shows it. `header` says whether sheets have a header, if
/// somebody knows.
///
/// Cells are text as they are, numbers without an exponent and without a needless point, dates and times in ISO, formulas as
/// what they came to; errors are nothing. Spreadsheet programs keep 15 digits of a number: of a longer one, such as a card's,
/// the last digits are zeros already when it is saved, and no leading zero of a number is ever kept.
///
/// A large workbook is read twice: to see where its cells are, and to hand them out; so only its texts are in memory, and of
/// what is said to be there nothing is believed. Columns that hold nothing are left out.
pub(crate) fn open(name: &str, whole: Whole, header: Option<bool>) -> Result<impl CellReader + use<>, Error> {
    let size = whole.length().map_err(|source| Error::reading(name, source))?;
    Ok(pump::start(name, WHAT, size, move |sink| {
        if size > MOST_BYTES {
            return Err(Unreadable::TooLarge {
                what: "bytes of the file",
                found: size,
                most: MOST_BYTES,
            }
            .into());
        }
        let bytes = match whole {
            Whole::Memory(bytes) => bytes,
            whole => {
                let mut bytes = Vec::new();
                whole.open()?.take(MOST_BYTES).read_to_end(&mut bytes)?;
                bytes
            }
        };
        let mut book = open_book(&bytes)?;
        let mut survey = Survey::new();
        book.visit(&mut survey)?;
        let (sheets, kept) = survey.done();
        let mut hand_out = HandOut::new(sheets, header, sink);
        match kept {
            Some(kept) => {
                drop(book);
                hand_out.replay(kept)
            }
            None => book.visit(&mut hand_out),
        }
    }))
}

/// What a sheet's cells are shown to, row after row and sheet after sheet.
trait Visitor {
    /// Sheets that have no cell need not be shown.
    fn begin_sheet(&mut self, name: &str) -> Result<(), Stop>;

    /// Row and column are counted from 0.
    fn cell(&mut self, row: u32, column: u32, value: &DataRef<'_>) -> Result<(), Stop>;

    /// `whole` says whether the sheet was read to its end.
    fn end_sheet(&mut self, whole: bool) -> Result<(), Stop>;
}

/// An open workbook.
trait Book {
    /// Shows all cells.
    fn visit(&mut self, visitor: &mut dyn Visitor) -> Result<(), Stop>;
}

fn open_book(bytes: &[u8]) -> Result<Box<dyn Book + '_>, Stop> {
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return old::open(bytes);
    }
    match guard::look_at(bytes)? {
        guard::Kind::Xlsx => excel::open_xlsx(bytes),
        guard::Kind::Xlsb => excel::open_xlsb(bytes),
        guard::Kind::OpenDocument => Ok(Box::new(open_document::Ods::new(bytes))),
    }
}

/// Shows one sheet, whose cells `cells` shows. The library panics on some hostile bytes: that ends the sheet, as any damage
/// does, and not the others.
fn visit_sheet(
    name: &str,
    visitor: &mut dyn Visitor,
    cells: impl FnOnce(&mut dyn Visitor) -> Result<(), Stop>,
) -> Result<(), Stop> {
    visitor.begin_sheet(name)?;
    let shown = catch_unwind(AssertUnwindSafe(|| cells(visitor)));
    match shown {
        Ok(Ok(())) => visitor.end_sheet(true),
        Ok(Err(stop @ (Stop::Unwanted | Stop::Unreadable(Unreadable::TooLarge { .. })))) => Err(stop),
        Ok(Err(Stop::Unreadable(_))) | Err(_) => visitor.end_sheet(false),
    }
}

fn damaged() -> Stop {
    Unreadable::Damaged { expected: WHAT }.into()
}

const WHAT: &str = "a spreadsheet";
/// Bytes of a workbook, which is held in memory. A row of a hundred bytes takes some thirty packed.
const MOST_BYTES: u64 = 256 << 20;
/// What a sheet has at most, in all programs.
const MOST_ROWS: u32 = 1 << 20;
const MOST_COLUMNS: u32 = 1 << 14;

#[cfg(test)]
mod tests;
