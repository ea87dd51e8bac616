//! The report of `assay estimate`: what samples of one listing say of its size.

use std::io::{Read, Write};

use assay_verify::SizeFindings;
use serde::Serialize;

use crate::json::{parsed, section, sections_of, write_json};
use crate::{Error, Evidence, Tool};

/// Name and version of the format of a report on sizes.
pub const SIZES_SCHEMA: &str = "assay.estimate/1";

/// What `assay estimate` leaves behind. Later versions of the schema's first number may add keys, which a reader ignores.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SizeReport {
    /// [`SIZES_SCHEMA`].
    pub schema: String,
    /// What wrote it.
    pub tool: Tool,
    /// What makes it defensible.
    pub evidence: Evidence,
    /// What was found: `samples`, `counts`, `values`, `estimates`, `claim`, `warnings` and so on.
    #[serde(flatten)]
    pub findings: SizeFindings,
}

impl SizeReport {
    /// A report of `findings`.
    pub fn new(tool: Tool, evidence: Evidence, findings: SizeFindings) -> SizeReport {
        SizeReport {
            schema: SIZES_SCHEMA.to_owned(),
            tool,
            evidence,
            findings,
        }
    }

    /// Writes the report as indented JSON with a line end.
    ///
    /// # Errors
    /// As [`to_json`](crate::to_json).
    pub fn to_json(&self, out: &mut impl Write) -> Result<(), Error> {
        write_json(self, |text| SizeReport::from_json(text).map(|_| ()), out)
    }

    /// Reads a report. Keys that this version doesn't know are ignored.
    ///
    /// # Errors
    /// As [`from_json`](crate::from_json).
    pub fn from_json(input: impl Read) -> Result<SizeReport, Error> {
        let mut sections = sections_of(parsed(input)?, SIZES_SCHEMA)?;
        let sections = &mut sections;
        let optional = sections.contains_key("rows_not_compared");
        Ok(SizeReport {
            schema: SIZES_SCHEMA.to_owned(),
            tool: section(sections, "tool")?,
            evidence: section(sections, "evidence")?,
            findings: SizeFindings {
                samples: section(sections, "samples")?,
                counts: section(sections, "counts")?,
                values: section(sections, "values")?,
                rows_not_compared: match optional {
                    true => section(sections, "rows_not_compared")?,
                    false => None,
                },
                identifiers_of_many_names: section(sections, "identifiers_of_many_names")?,
                estimates: section(sections, "estimates")?,
                claim: section(sections, "claim")?,
                warnings: section(sections, "warnings")?,
            },
        })
    }
}
