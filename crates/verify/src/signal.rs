//! Evidence for and against a claim.

use serde::{Deserialize, Serialize};

/// One piece of evidence, with its figures in the sentence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Signal {
    /// A stable name, such as `genuine_rows`.
    pub name: String,
    /// The question that it bears on.
    pub question: Question,
    /// Which way it points.
    pub points: Points,
    /// How much it weighs.
    pub strength: Strength,
    /// What was seen, with numbers, in one sentence.
    pub text: String,
}

/// What a verdict answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Do the rows describe real people, each row one of them?
    Authentic,
    /// Are they this company's customers, from this company's data?
    Theirs,
    /// Was this data not in an older leak?
    New,
}

/// Which way a signal points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Points {
    /// For yes.
    For,
    /// For no.
    Against,
    /// It limits what can be said.
    Limits,
}

/// How much a signal weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// It may be chance.
    Weak,
    /// It is hard to explain otherwise.
    Moderate,
    /// Nothing else explains it.
    Strong,
}
