//! What came of the claim, as the report carries it.

use assay_fields::Kind;
use serde::{Deserialize, Serialize};

use super::Period;
use crate::Limits;

/// The listing's claim against what was seen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClaimFindings {
    /// Claimed rows.
    pub rows: Option<ClaimItem>,
    /// Claimed people.
    pub people: Option<ClaimItem>,
    /// Claimed people ÷ people in the indexes: the share of its customers that the company would have lost. Several
    /// indexes may hold the same people, hence limits; above 1 where more are claimed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share_of_customers: Option<Limits>,
    /// Claimed bytes.
    pub bytes: Option<ClaimItem>,
    /// Whether the claimed bytes are stated to be those of a compressed archive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compressed: Option<bool>,
    /// Promised fields.
    pub fields: Vec<ClaimField>,
    /// Whose data it is said to be; a name, and never a reason for a verdict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// When the data is said to be from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<ClaimDate>,
    /// Where the listing was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// When it was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Period>,
}

/// One claimed number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimItem {
    /// What the listing says.
    pub claimed: u64,
    /// How that stands to what was seen.
    pub status: ClaimStatus,
    /// The figure that decides, in a sentence.
    pub because: String,
    /// Further figures, a sentence each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
}

/// How what is claimed stands to what was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimStatus {
    /// What was seen fits.
    Consistent,
    /// What was seen speaks for a smaller number.
    Inflated,
    /// A contradiction that holds for any sample.
    Impossible,
    /// What was seen does not decide.
    Undecided,
}

/// The date that the data is said to be from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimDate {
    /// What the listing says.
    pub claimed: Period,
    /// How that stands to the other dates; never `inflated`.
    pub status: ClaimStatus,
    /// Why, in a sentence.
    pub because: String,
}

/// One promised field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimField {
    /// The field in the words of the claim.
    #[serde(default)]
    pub promised: String,
    /// The field as a kind; none where the words name none.
    pub kind: Option<Kind>,
    /// Whether the sample shows it and whether it matched.
    pub status: FieldStatus,
    /// The figure that decides, in a sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub because: String,
}

/// What became of a promised field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldStatus {
    /// The sample has it, and more values match than chance gives.
    ShownAndMatched,
    /// The sample has it, and no more values match than chance gives.
    ShownUnmatched,
    /// The sample has it, and every value is masked by the seller.
    ShownMasked,
    /// The sample has it, and no index can test it.
    ShownUntested,
    /// The sample does not have it.
    NotShown,
    /// It is no kind that is told apart: whether the sample has it was not looked for.
    NotTestable,
}
