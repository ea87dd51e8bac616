//! A report to and from JSON.

use std::io::{Read, Write};

use assay_verify::Findings;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, error::Category};

use crate::{Error, Report, SCHEMA};

/// Writes `report` as indented JSON with a line end.
///
/// # Errors
/// [`Error::Io`]; [`Error::NotFinite`] if a number is none, since JSON would lose it and the report could not
/// be read again. Nothing is written then.
pub fn to_json(report: &Report, out: &mut impl Write) -> Result<(), Error> {
    write_json(report, |text| from_json(text).map(|_| ()), out)
}

/// Writes what `read` reads again.
pub(crate) fn write_json<T: Serialize>(
    report: &T,
    read: impl Fn(&[u8]) -> Result<(), Error>,
    out: &mut impl Write,
) -> Result<(), Error> {
    let write = |source| Error::Io { what: "write", source };
    let mut text = serde_json::to_vec_pretty(report).map_err(|error| write(error.into()))?;
    text.push(b'\n');
    if let Err(Error::BadSection { section, .. }) = read(text.as_slice()) {
        return Err(Error::NotFinite { section });
    }
    out.write_all(&text).and_then(|()| out.flush()).map_err(write)
}

/// Reads a report. Keys that this version doesn't know are ignored.
///
/// # Errors
/// [`Error::Io`], and an error for text that is no JSON, has no or another schema, lacks a section or holds
/// something else in one.
pub fn from_json(input: impl Read) -> Result<Report, Error> {
    from_value(parsed(input)?)
}

/// Any JSON.
pub(crate) fn parsed(mut input: impl Read) -> Result<Value, Error> {
    let read = |source| Error::Io { what: "read", source };
    let mut text = Vec::new();
    input.read_to_end(&mut text).map_err(read)?;
    serde_json::from_slice(&text).map_err(|error| Error::NotJson {
        line: error.line().max(1),
        column: error.column().max(1),
    })
}

/// The sections of a report that says it is of `schema`.
pub(crate) fn sections_of(value: Value, schema: &'static str) -> Result<Map<String, Value>, Error> {
    let Value::Object(sections) = value else {
        return Err(Error::NoSchema { expected: schema });
    };
    match sections.get("schema") {
        Some(Value::String(found)) if found == schema => Ok(sections),
        Some(Value::String(found)) => Err(Error::UnknownSchema {
            expected: schema,
            found: described(found),
        }),
        _ => Err(Error::NoSchema { expected: schema }),
    }
}

/// A report from parsed JSON, section by section, so that an error can name the section.
pub(crate) fn from_value(value: Value) -> Result<Report, Error> {
    let mut sections = sections_of(value, SCHEMA)?;
    let sections = &mut sections;
    Ok(Report {
        schema: SCHEMA.to_owned(),
        tool: section(sections, "tool")?,
        evidence: section(sections, "evidence")?,
        findings: Findings {
            sample: section(sections, "sample")?,
            coherence: section_if_any(sections, "coherence")?,
            null: section_if_any(sections, "null")?,
            made_up: section_if_any(sections, "made_up")?,
            weights: section_if_any(sections, "weights")?,
            contact: section_if_any(sections, "contact")?,
            indexes: section(sections, "indexes")?,
            matched: section(sections, "match")?,
            signals: section(sections, "signals")?,
            estimates: section(sections, "estimates")?,
            claim: section(sections, "claim")?,
            verdict: section(sections, "verdict")?,
            warnings: section(sections, "warnings")?,
        },
    })
}

/// The same of a section that reports of earlier versions don't have.
fn section_if_any<T: DeserializeOwned + Default>(
    sections: &mut Map<String, Value>,
    name: &'static str,
) -> Result<T, Error> {
    match sections.contains_key(name) {
        true => section(sections, name),
        false => Ok(T::default()),
    }
}

/// What stands in a section, which is taken out.
pub(crate) fn section<T: DeserializeOwned>(sections: &mut Map<String, Value>, name: &'static str) -> Result<T, Error> {
    let value = sections.remove(name).ok_or(Error::MissingSection { section: name })?;
    serde_json::from_value(value).map_err(|error| {
        // serde's message quotes the file; its category and the missing key's name are all that is safe.
        let found = match error.classify() {
            Category::Data if error.to_string().starts_with("missing field") => "a key is missing",
            _ => "a value of another type, or a word that this version does not know",
        };
        Error::BadSection { section: name, found }
    })
}

/// A schema's name where it is one of assay's, else its length: what stands there may be anything.
fn described(schema: &str) -> String {
    let version = schema
        .strip_prefix("assay.report/")
        .or_else(|| schema.strip_prefix("assay.estimate/"));
    let ours = version.is_some_and(|version| version.len() <= 3 && version.bytes().all(|byte| byte.is_ascii_digit()));
    if ours {
        format!("`{schema}`")
    } else {
        format!("another one of {} characters", schema.chars().count())
    }
}
