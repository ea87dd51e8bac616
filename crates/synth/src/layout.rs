use crate::{Column, ListingKind, Record};

/// How a seller's file looks.
pub(crate) struct Layout {
    /// Cells of a row, each with its name in the header.
    pub(crate) cells: &'static [(&'static str, Cell)],
    pub(crate) header: bool,
    /// An ASCII character.
    pub(crate) delimiter: char,
    pub(crate) line_end: &'static str,
    pub(crate) encoding: Encoding,
}

/// What a cell shows.
#[derive(Clone, Copy)]
pub(crate) enum Cell {
    /// A column of the company's.
    Of(Column),
    /// Given name and surname in one cell.
    FullName,
}

/// How a file's letters are coded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Windows1252,
}

impl Layout {
    pub(crate) fn of(kind: ListingKind) -> Layout {
        let usual = Layout {
            cells: &USUAL,
            header: true,
            delimiter: ',',
            line_end: "\n",
            encoding: Encoding::Utf8,
        };
        match kind {
            ListingKind::Genuine => usual,
            ListingKind::Directory => Layout {
                cells: &PHONE_BOOK,
                ..usual
            },
            ListingKind::Fabricated => Layout {
                line_end: "\r\n",
                ..usual
            },
            ListingKind::Stitched => Layout {
                delimiter: '|',
                ..usual
            },
            ListingKind::Half => Layout {
                cells: &BARE,
                header: false,
                ..usual
            },
            ListingKind::Respelt => Layout {
                cells: &RESPELT,
                delimiter: ';',
                ..usual
            },
            ListingKind::Misspelt => Layout {
                encoding: Encoding::Windows1252,
                ..usual
            },
        }
    }

    /// Whether the file shows a column.
    pub(crate) fn shows(&self, column: Column) -> bool {
        self.cells
            .iter()
            .any(|(_, cell)| matches!(cell, Cell::Of(shown) if *shown == column))
    }

    /// Appends the header, if the file has one.
    pub(crate) fn push_header(&self, out: &mut Vec<u8>) {
        if self.header {
            self.push_cells(out, self.cells.iter().map(|(name, _)| *name));
        }
    }

    /// Appends a row; `full_name` is the cell that holds the whole name.
    pub(crate) fn push_row(&self, out: &mut Vec<u8>, record: &Record, full_name: &str) {
        self.push_cells(
            out,
            self.cells.iter().map(|(_, cell)| match cell {
                Cell::Of(column) => record.get(*column),
                Cell::FullName => full_name,
            }),
        );
    }

    fn push_cells<'a>(&self, out: &mut Vec<u8>, cells: impl Iterator<Item = &'a str>) {
        let special = |byte: &u8| matches!(byte, b'"' | b'\n' | b'\r') || *byte == self.delimiter as u8;
        for (n, cell) in cells.enumerate() {
            if n > 0 {
                out.push(self.delimiter as u8);
            }
            if cell.as_bytes().iter().any(special) {
                out.push(b'"');
                self.push_text(out, &cell.replace('"', "\"\""));
                out.push(b'"');
            } else {
                self.push_text(out, cell);
            }
        }
        out.extend_from_slice(self.line_end.as_bytes());
    }

    fn push_text(&self, out: &mut Vec<u8>, text: &str) {
        match self.encoding {
            Encoding::Utf8 => out.extend_from_slice(text.as_bytes()),
            // The vocabularies' accented letters are all in Latin-1, which Windows-1252 agrees with there.
            Encoding::Windows1252 => {
                out.extend(text.chars().map(|letter| u8::try_from(letter).unwrap_or(b'?')));
            }
        }
    }
}

const PHONE_BOOK: [(&str, Cell); 8] = [
    ("first_name", Cell::Of(Column::GivenName)),
    ("last_name", Cell::Of(Column::Surname)),
    ("address", Cell::Of(Column::Address)),
    ("city", Cell::Of(Column::City)),
    ("state", Cell::Of(Column::State)),
    ("zip", Cell::Of(Column::Zip)),
    ("phone", Cell::Of(Column::Phone)),
    ("ssn", Cell::Of(Column::Ssn)),
];

const USUAL: [(&str, Cell); 12] = [
    ("ssn", Cell::Of(Column::Ssn)),
    ("first_name", Cell::Of(Column::GivenName)),
    ("last_name", Cell::Of(Column::Surname)),
    ("dob", Cell::Of(Column::Dob)),
    ("phone", Cell::Of(Column::Phone)),
    ("email", Cell::Of(Column::Email)),
    ("address", Cell::Of(Column::Address)),
    ("city", Cell::Of(Column::City)),
    ("state", Cell::Of(Column::State)),
    ("zip", Cell::Of(Column::Zip)),
    ("imei", Cell::Of(Column::Imei)),
    ("licence", Cell::Of(Column::Licence)),
];

// Without a header only what can be told by its look is shown: a bare licence number can't.
const BARE: [(&str, Cell); 9] = [
    ("", Cell::FullName),
    ("", Cell::Of(Column::Email)),
    ("", Cell::Of(Column::Phone)),
    ("", Cell::Of(Column::Ssn)),
    ("", Cell::Of(Column::Dob)),
    ("", Cell::Of(Column::Address)),
    ("", Cell::Of(Column::City)),
    ("", Cell::Of(Column::State)),
    ("", Cell::Of(Column::Zip)),
];

const RESPELT: [(&str, Cell); 12] = [
    ("Account Number", Cell::Of(Column::Account)),
    ("Name", Cell::FullName),
    ("Social Security Number", Cell::Of(Column::Ssn)),
    ("Date of Birth", Cell::Of(Column::Dob)),
    ("Phone Number", Cell::Of(Column::Phone)),
    ("E-Mail", Cell::Of(Column::Email)),
    ("Street Address", Cell::Of(Column::Address)),
    ("City", Cell::Of(Column::City)),
    ("State", Cell::Of(Column::State)),
    ("Zip Code", Cell::Of(Column::Zip)),
    ("IMEI", Cell::Of(Column::Imei)),
    ("Driver's License", Cell::Of(Column::Licence)),
];
