use std::io;

use crate::pack::PackError;
use crate::{Delimiter, Form, Reject, Unreadable};

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
    /// Unpacking failed.
    #[error("{input}: {source}")]
    Pack {
        /// Where the bytes are from.
        input: String,
        /// What failed.
        source: PackError,
    },
    /// An archive or a folder without a file that can be read.
    #[error("{input} holds no file that can be read: {} ({}){}", counted(rejected), names(rejected), first.as_ref().map(|first| format!("; of the first one: {first}")).unwrap_or_default())]
    NoMember {
        /// Where the bytes are from.
        input: String,
        /// How many files were rejected, by reason.
        rejected: Vec<(&'static str, u64)>,
        /// Why the first one was, in words.
        first: Option<String>,
    },
    /// No byte.
    #[error("{input} is empty: expected a sample with at least one row, found 0 bytes")]
    Empty {
        /// Where the bytes are from.
        input: String,
    },
    /// Nothing but blank lines.
    #[error(
        "{input} holds no row that can be read, and {lines} blank line(s); if it has another form than was found or stated, state it (--form)"
    )]
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
        "{input} is no text: {controls} of its first {characters} characters are control characters, and its form is unknown. If it is UTF-16 or another text encoding, state it; if it is packed or encrypted, unpack it first"
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
    #[error("{input} is {}, which is not read: {}", form.title(), form.remedy())]
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
        "{delimiter} cannot be a delimiter; expected one to eight characters, none of them a letter, digit, quote, backslash or line end"
    )]
    BadDelimiter {
        /// What was asked for.
        delimiter: Delimiter,
    },
    /// A column that the user maps is in none of the tables.
    #[error("{input}: there is no column {asked} in any of its tables; `assay inspect` shows what they hold")]
    Unmapped {
        /// Where the bytes are from.
        input: String,
        /// The column asked for.
        asked: assay_fields::ColumnRef,
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
    /// The reason for which a file of an archive or a folder is left out, if the error is such a one.
    pub(crate) fn member_reject(&self) -> Option<&'static str> {
        match self {
            Error::UnsupportedForm { .. } => Some("unread_form"),
            Error::UnsupportedEncoding { .. } => Some("unread_encoding"),
            Error::Binary { .. } => Some("no_text"),
            Error::Unreadable { .. } => Some("unreadable"),
            _ => None,
        }
    }

    /// Unpacking `input` failed.
    pub(crate) fn pack(input: &str, source: PackError) -> Error {
        match source {
            PackError::Io { input: file, source } => Error::Io {
                // A stream has no name of its own.
                input: if file == "-" { input.to_owned() } else { file },
                source,
            },
            source => Error::Pack {
                input: input.to_owned(),
                source,
            },
        }
    }

    /// Reading `input` failed.
    pub(crate) fn reading(input: &str, source: io::Error) -> Error {
        Error::Io {
            input: input.to_owned(),
            source,
        }
    }
}

fn counted(rejected: &[(&'static str, u64)]) -> String {
    match rejected.iter().map(|(_, files)| files).sum::<u64>() {
        0 => "found none".to_owned(),
        1 => "1 was rejected".to_owned(),
        files => format!("{files} were rejected"),
    }
}

fn names(rejected: &[(&'static str, u64)]) -> String {
    let list: Vec<String> = rejected
        .iter()
        .map(|(reason, files)| format!("{reason} {files}"))
        .collect();
    list.join(", ")
}

fn reasons(rejected: &[(Reject, u64)]) -> String {
    let list: Vec<String> = rejected
        .iter()
        .map(|(reason, count)| format!("{} {count}", reason.name()))
        .collect();
    list.join(", ")
}
