use std::io;

use crate::{Form, Reject, Unreadable};

/// Why a sample can't be read. `input` is the file's path or another name of where the bytes are from.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Reading failed.
    #[error("cannot read {input}: {source}")]
    Io {
        /// Where the bytes are from.
        input: String,
        /// What the system says.
        source: io::Error,
    },
    /// A folder, not a file.
    #[error("{input} is a folder; name one file in it, or join its files first")]
    Directory {
        /// The folder.
        input: String,
    },
    /// No byte.
    #[error("{input} is empty: expected delimited text with at least one row, found 0 bytes")]
    Empty {
        /// Where the bytes are from.
        input: String,
    },
    /// Nothing but blank lines.
    #[error("{input} holds no row: expected delimited text, found {lines} blank line(s) and nothing else")]
    Blank {
        /// Where the bytes are from.
        input: String,
        /// How many blank lines.
        lines: u64,
    },
    /// A header and no row.
    #[error(
        "{input} holds a header of {columns} column(s) and no row; if its first line is a row, state that there is no header"
    )]
    HeaderOnly {
        /// Where the bytes are from.
        input: String,
        /// How many columns the header names.
        columns: usize,
    },
    /// Every row was rejected.
    #[error(
        "{input} holds no row that can be read: {} rejected ({}); state the delimiter or the encoding if they were found out wrongly",
        rejected.iter().map(|(_, n)| n).sum::<u64>(), reasons(rejected)
    )]
    AllRejected {
        /// Where the bytes are from.
        input: String,
        /// How many rows for each reason.
        rejected: Vec<(Reject, u64)>,
    },
    /// Bytes that are no text and no form that is recognised.
    #[error(
        "{input} is no text: {controls} of its first {characters} characters are control characters; expected delimited text. If it is UTF-16 or another text encoding, state it; if it is packed or encrypted, unpack it first"
    )]
    Binary {
        /// Where the bytes are from.
        input: String,
        /// Control characters among the leading ones.
        controls: usize,
        /// How many characters were looked at.
        characters: usize,
    },
    /// More columns than any sample of people has.
    #[error("{input} has {columns} columns, more than {most}; is its delimiter right? State it, if it is not")]
    TooManyColumns {
        /// Where the bytes are from.
        input: String,
        /// How many there are.
        columns: usize,
        /// The most that are read.
        most: usize,
    },
    /// A form that is recognised and not read.
    #[error("{input} is {}; expected delimited text: {}", form.title(), form.remedy())]
    UnsupportedForm {
        /// Where the bytes are from.
        input: String,
        /// What it is.
        form: Form,
    },
    /// A file of a binary form that can't be read, or can't be read any further.
    #[error("{input} cannot be read as {what}: {problem}")]
    Unreadable {
        /// Where the bytes are from.
        input: String,
        /// What it is taken for.
        what: &'static str,
        /// Why.
        problem: Unreadable,
    },
    /// An encoding that is recognised and not read.
    #[error("{input} is in {encoding}, which is not read; convert it to UTF-8 first")]
    UnsupportedEncoding {
        /// Where the bytes are from.
        input: String,
        /// The encoding.
        encoding: &'static str,
    },
    /// A label that names no encoding.
    #[error(
        "`{label}` is no encoding that is known; expected a label such as utf-8, windows-1252, utf-16le, shift_jis"
    )]
    UnknownEncoding {
        /// The label that was asked for.
        label: String,
    },
    /// A delimiter that can't be one.
    #[error(
        "byte {delimiter:#04x} cannot be a delimiter; expected one ASCII character that is no letter, digit, quote or line end"
    )]
    BadDelimiter {
        /// The byte that was asked for.
        delimiter: u8,
    },
    /// A mapping that does not fit the columns.
    #[error("{input}: {source}")]
    Columns {
        /// Where the bytes are from.
        input: String,
        /// What does not fit.
        source: assay_fields::ColumnError,
    },
}

impl Error {
    /// Reading `input` failed.
    pub(crate) fn reading(input: &str, source: io::Error) -> Error {
        Error::Io {
            input: input.to_owned(),
            source,
        }
    }
}

fn reasons(rejected: &[(Reject, u64)]) -> String {
    let list: Vec<String> = rejected
        .iter()
        .map(|(reason, count)| format!("{} {count}", reason.name()))
        .collect();
    list.join(", ")
}
