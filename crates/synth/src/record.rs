use std::fmt;
use std::io::{self, Write};

/// The columns of a synthetic company's table, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// Customer number, `A` and ten digits; unique.
    Account,
    /// Given name or names.
    GivenName,
    /// Family name.
    Surname,
    /// Social security number, `123-45-6789`; unique where present, `000-00-0000` as a placeholder.
    Ssn,
    /// Date of birth, ISO.
    Dob,
    /// Telephone number, ten digits; a household of two shares one.
    Phone,
    /// E-mail address; unique where present.
    Email,
    /// Street address line.
    Address,
    /// City.
    City,
    /// Two-letter code of the state.
    State,
    /// Five-digit ZIP.
    Zip,
    /// IMEI, 15 digits with the check digit; unique.
    Imei,
    /// Driver's licence number; unique.
    Licence,
    /// `postpaid`, `prepaid`, `business` or `former`.
    Plan,
    /// Date of the contract, ISO.
    SignupDate,
}

impl Column {
    /// Every column, in the table's order.
    pub const ALL: [Column; 15] = [
        Column::Account,
        Column::GivenName,
        Column::Surname,
        Column::Ssn,
        Column::Dob,
        Column::Phone,
        Column::Email,
        Column::Address,
        Column::City,
        Column::State,
        Column::Zip,
        Column::Imei,
        Column::Licence,
        Column::Plan,
        Column::SignupDate,
    ];

    /// The column's name in the table's header.
    pub const fn name(self) -> &'static str {
        match self {
            Column::Account => "account",
            Column::GivenName => "given_name",
            Column::Surname => "surname",
            Column::Ssn => "ssn",
            Column::Dob => "dob",
            Column::Phone => "phone",
            Column::Email => "email",
            Column::Address => "address",
            Column::City => "city",
            Column::State => "state",
            Column::Zip => "zip",
            Column::Imei => "imei",
            Column::Licence => "licence",
            Column::Plan => "plan",
            Column::SignupDate => "signup_date",
        }
    }
}

/// One customer, as the table shows them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Record {
    cells: [String; 15],
}

impl Record {
    /// The record of one line of the table, which has no quoted cells.
    pub(crate) fn of_line(line: &[u8]) -> Record {
        let mut record = Record::default();
        record.refill(line);
        record
    }

    /// Becomes the record of another line and keeps the memory.
    pub(crate) fn refill(&mut self, line: &[u8]) {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let mut texts = line.split(|byte| *byte == b',');
        for cell in &mut self.cells {
            cell.clear();
            cell.push_str(&String::from_utf8_lossy(texts.next().unwrap_or_default()));
        }
    }

    /// The cell of a column, empty if the customer has no such value.
    pub fn get(&self, column: Column) -> &str {
        &self.cells[column as usize]
    }

    /// Puts another value into a column.
    pub(crate) fn set(&mut self, column: Column, value: String) {
        self.cells[column as usize] = value;
    }

    /// Takes a column's value from another record.
    pub(crate) fn take(&mut self, column: Column, other: &Record) {
        self.cells[column as usize].clone_from(&other.cells[column as usize]);
    }
}

/// Writes some columns of records as CSV with a header; none of the cells needs quotes.
pub(crate) fn write_csv(
    out: &mut impl Write,
    columns: &[Column],
    records: impl Iterator<Item = Option<Record>>,
    progress: &dyn Fn(u64),
) -> io::Result<()> {
    let names: Vec<&str> = columns.iter().map(|column| column.name()).collect();
    writeln!(out, "{}", names.join(","))?;
    for (done, record) in records.enumerate() {
        if let Some(record) = record {
            let cells: Vec<&str> = columns.iter().map(|column| record.get(*column)).collect();
            writeln!(out, "{}", cells.join(","))?;
        }
        if (done + 1) % 4_096 == 0 {
            progress(done as u64 + 1);
        }
    }
    out.flush()
}

// The people are made up, but code that prints records would print real ones just as well.
impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let filled = self.cells.iter().filter(|cell| !cell.is_empty()).count();
        f.debug_struct("Record")
            .field("filled", &filled)
            .finish_non_exhaustive()
    }
}
