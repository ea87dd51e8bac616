use std::borrow::Cow;

use crate::truth::Grade;
use crate::{Column, ListingKind, Recipe, Record, ShippedKind};

/// How a seller's file looks.
pub(crate) struct Layout {
    /// Cells of a row, each with its name in the header.
    pub(crate) cells: Cow<'static, [(&'static str, Cell)]>,
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
    pub(crate) fn of(kind: ShippedKind) -> Layout {
        let usual = Layout {
            cells: Cow::Borrowed(&USUAL),
            header: true,
            delimiter: ',',
            line_end: "\n",
            encoding: Encoding::Utf8,
        };
        match kind {
            ShippedKind::Genuine => usual,
            ShippedKind::Directory => Layout {
                cells: Cow::Borrowed(&PHONE_BOOK),
                ..usual
            },
            ShippedKind::Fabricated => Layout {
                line_end: "\r\n",
                ..usual
            },
            ShippedKind::Stitched => Layout {
                delimiter: '|',
                ..usual
            },
            ShippedKind::Half => Layout {
                cells: Cow::Borrowed(&BARE),
                header: false,
                ..usual
            },
            ShippedKind::Respelt => Layout {
                cells: Cow::Borrowed(&RESPELT),
                delimiter: ';',
                ..usual
            },
            ShippedKind::Misspelt => Layout {
                encoding: Encoding::Windows1252,
                ..usual
            },
        }
    }

    /// That of a listing of a further kind.
    pub(crate) fn of_listing(recipe: &Recipe) -> Layout {
        let cells: &'static [(&'static str, Cell)] = match recipe.kind {
            // What is added comes first.
            ListingKind::Recycled => &DRESSED_UP[2..],
            ListingKind::DressedUp => &DRESSED_UP,
            ListingKind::Voters => &VOTERS,
            _ => &WITH_ACCOUNT,
        };
        let shown = |(_, cell): &&(&str, Cell)| match cell {
            Cell::Of(column) => !recipe.without.contains(column),
            Cell::FullName => true,
        };
        Layout {
            cells: cells.iter().filter(shown).copied().collect(),
            header: true,
            delimiter: ',',
            line_end: "\n",
            encoding: Encoding::Utf8,
        }
    }

    /// The grade of a row with a customer's name and all of their values that the file shows. The name links every identifier,
    /// and two of them hitting on one name link enough; a telephone number alone is what a directory has, and without an
    /// identifier name and date of birth are left.
    pub(crate) fn genuine_grade(&self, record: &Record) -> Grade {
        let shown = |column: Column| self.shows(column) && !matches!(record.get(column), "" | "000-00-0000");
        let beyond_a_directory = [
            Column::Account,
            Column::Ssn,
            Column::Email,
            Column::Imei,
            Column::Licence,
        ];
        match (beyond_a_directory.into_iter().any(shown), shown(Column::Phone)) {
            (true, _) => Grade::Full,
            (false, true) => Grade::Directory,
            (false, false) => Grade::Context,
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

const WITH_ACCOUNT: [(&str, Cell); 13] = [
    ("account", Cell::Of(Column::Account)),
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

const DRESSED_UP: [(&str, Cell); 10] = [
    ("account", Cell::Of(Column::Account)),
    ("ssn", Cell::Of(Column::Ssn)),
    ("first_name", Cell::Of(Column::GivenName)),
    ("last_name", Cell::Of(Column::Surname)),
    ("email", Cell::Of(Column::Email)),
    ("phone", Cell::Of(Column::Phone)),
    ("address", Cell::Of(Column::Address)),
    ("city", Cell::Of(Column::City)),
    ("state", Cell::Of(Column::State)),
    ("zip", Cell::Of(Column::Zip)),
];

const VOTERS: [(&str, Cell); 10] = [
    ("first_name", Cell::Of(Column::GivenName)),
    ("last_name", Cell::Of(Column::Surname)),
    ("dob", Cell::Of(Column::Dob)),
    ("address", Cell::Of(Column::Address)),
    ("city", Cell::Of(Column::City)),
    ("state", Cell::Of(Column::State)),
    ("zip", Cell::Of(Column::Zip)),
    ("phone", Cell::Of(Column::Phone)),
    ("party", Cell::Of(Column::Plan)),
    ("registration_date", Cell::Of(Column::SignupDate)),
];

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
