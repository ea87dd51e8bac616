use std::io;

/// Why a report can't be written or read. No message repeats what stands in the file: it may be a sample
/// that was given by mistake.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Reading or writing failed.
    #[error("can't {what} the report: {source}")]
    Io {
        /// What was tried: `read` or `write`.
        what: &'static str,
        /// The system's reason.
        source: io::Error,
    },
    /// The text is no JSON.
    #[error(
        "expected a report in JSON, found something else at line {line}, column {column}; is this the file that --json wrote, and is it whole?"
    )]
    NotJson {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// The text is JSON, but no report.
    #[error(
        "expected a JSON object with the key `schema` that says `{expected}`, found none; this is another kind of file"
    )]
    NoSchema {
        /// The schema that was looked for.
        expected: &'static str,
    },
    /// The report is of another format.
    #[error(
        "this program reads reports of the schema `{expected}`, found {found}; use the version of assay that wrote it"
    )]
    UnknownSchema {
        /// The schema that was looked for.
        expected: &'static str,
        /// The schema that was found; described, not repeated, where it isn't one of assay's.
        found: String,
    },
    /// A section is not there.
    #[error(
        "the report has no section `{section}`; every report of its schema has one, so the file was changed or cut"
    )]
    MissingSection {
        /// The section's key.
        section: &'static str,
    },
    /// A section does not hold what it should.
    #[error(
        "the report's section `{section}` does not hold what its schema says it does: {found}; the file was changed, or a later version of assay wrote it"
    )]
    BadSection {
        /// The section's key.
        section: &'static str,
        /// What is wrong, without values.
        found: &'static str,
    },
    /// The report could not be turned into JSON that reads back the same.
    #[error(
        "the report's section `{section}` holds a number that JSON can't hold (not a number, or infinite); this is a defect of assay: please report it"
    )]
    NotFinite {
        /// The section's key.
        section: &'static str,
    },
}
