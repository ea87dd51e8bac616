//! The report as it stands in JSON.

use assay_verify::{Findings, Grade, Outcome};
use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Evidence, json};

/// Name and version of the report's format.
pub const SCHEMA: &str = "assay.report/1";

/// What a test leaves behind. The keys stand in the order of the fields; later versions of the schema's
/// first number may add keys, which a reader ignores.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: String,
    /// What wrote it.
    pub tool: Tool,
    /// What makes it defensible.
    pub evidence: Evidence,
    /// What was found: `sample`, `indexes`, `match`, `signals`, `estimates`, `claim`, `verdict` and `warnings`.
    #[serde(flatten)]
    pub findings: Findings,
}

/// The program that wrote a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

impl Report {
    /// A report of `findings`. A grade or an outcome that did not occur gets a count of 0, so that every
    /// report has the same keys.
    pub fn new(tool: Tool, evidence: Evidence, mut findings: Findings) -> Report {
        for grade in Grade::ALL {
            findings.matched.rows.entry(grade).or_default();
            for index in &mut findings.matched.by_index {
                index.rows.entry(grade).or_default();
            }
        }
        for column in &mut findings.sample.columns {
            for outcome in Outcome::ALL {
                column.outcomes.entry(outcome).or_default();
            }
        }
        Report {
            schema: SCHEMA.to_owned(),
            tool,
            evidence,
            findings,
        }
    }
}

impl<'de> Deserialize<'de> for Report {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Report, D::Error> {
        json::from_value(Value::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}
