//! The conclusion and the rule that leads to it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The graded conclusion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// Do the rows describe real people?
    pub authentic: Answer,
    /// Are they this company's?
    pub theirs: Answer,
    /// Are they new?
    pub new: Answer,
    /// What follows from the three.
    pub grade: VerdictGrade,
    /// The line of the rule that decided each question, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decided_by: Vec<String>,
    /// Why, strongest first.
    pub reasons: Vec<String>,
    /// What limits it.
    pub limits: Vec<String>,
    /// What would change it, or make it surer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub would_change: Vec<String>,
    /// What it does not say, whatever it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub does_not_say: Vec<String>,
}

/// An answer to one of the three questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Yes, partly, no or undecided.
    pub answer: YesNo,
    /// How sure.
    pub confidence: Confidence,
}

/// Yes, partly, no or undecided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum YesNo {
    /// Yes.
    Yes,
    /// For a part of the rows.
    Partly,
    /// No.
    No,
    /// The evidence does not decide.
    Undecided,
}

/// How sure an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Another explanation is about as good.
    Low,
    /// Another explanation is worse.
    Moderate,
    /// No other explanation fits.
    High,
}

/// What follows from the three answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerdictGrade {
    /// The sample is this company's data.
    Verified,
    /// A part of it is.
    PartlyGenuine,
    /// It was in an older leak.
    Recycled,
    /// It was made up or stitched together.
    Fabricated,
    /// It is not this company's.
    NotTheirs,
    /// The evidence does not decide.
    Undecided,
}

impl fmt::Display for VerdictGrade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            VerdictGrade::Verified => "verified",
            VerdictGrade::PartlyGenuine => "partly genuine",
            VerdictGrade::Recycled => "recycled",
            VerdictGrade::Fabricated => "fabricated",
            VerdictGrade::NotTheirs => "not theirs",
            VerdictGrade::Undecided => "undecided",
        })
    }
}

impl fmt::Display for YesNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            YesNo::Yes => "yes",
            YesNo::Partly => "partly",
            YesNo::No => "no",
            YesNo::Undecided => "undecided",
        })
    }
}
