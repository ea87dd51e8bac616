//! What is true of a row, and how a sample is written with its truth.

use std::fmt;
use std::io::Write;

use crate::Error;
use crate::layout::Layout;

/// The grade that a row of a listing must get against an index of all the company's columns with the default
/// links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grade {
    /// Every identifier of the row is one customer's.
    Full,
    /// More than half of what hits is one customer's; other identifiers of the row are not.
    Partial,
    /// The identifiers are different customers'.
    Conflicting,
    /// Only what a directory gives away is one customer's.
    Directory,
    /// No identifier in the row, but name and date of birth are one customer's.
    Context,
    /// No identifier is a customer's.
    None,
}

impl Grade {
    /// The grade's name.
    pub const fn name(self) -> &'static str {
        match self {
            Grade::Full => "full",
            Grade::Partial => "partial",
            Grade::Conflicting => "conflicting",
            Grade::Directory => "directory",
            Grade::Context => "context",
            Grade::None => "none",
        }
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// What is true of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Truth {
    /// The grade that it must get.
    pub grade: Grade,
    /// The one customer whom it is about, as [`crate::Company::record`] counts them, from 0.
    pub customer: Option<u64>,
}

/// Writes a sample, and its truth as CSV: `row,grade,customer`. `push_row` appends a row, counted from 0, and says what is true of
/// it; `progress` is told now and then how many rows were written so far.
pub(crate) fn write(
    layout: &Layout,
    rows: u64,
    sample: &mut impl Write,
    truth: &mut impl Write,
    progress: &dyn Fn(u64),
    push_row: impl Fn(u64, &mut Vec<u8>) -> Result<Truth, Error>,
) -> Result<(), Error> {
    let failed = |what: &str| {
        let what = what.to_owned();
        move |source| Error::Write { what, source }
    };
    let mut line = Vec::new();
    layout.push_header(&mut line);
    sample.write_all(&line).map_err(failed("sample"))?;
    truth.write_all(b"row,grade,customer\n").map_err(failed("truth"))?;
    for row in 0..rows {
        line.clear();
        let known = push_row(row, &mut line)?;
        sample.write_all(&line).map_err(failed("sample"))?;
        let customer = known.customer.map(|index| index.to_string()).unwrap_or_default();
        writeln!(truth, "{},{},{customer}", row + 1, known.grade).map_err(failed("truth"))?;
        if (row + 1) % PROGRESS_ROWS == 0 {
            progress(row + 1);
        }
    }
    sample.flush().map_err(failed("sample"))?;
    truth.flush().map_err(failed("truth"))?;
    progress(rows);
    Ok(())
}

const PROGRESS_ROWS: u64 = 1_024;
