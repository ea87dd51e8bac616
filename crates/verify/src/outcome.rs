use std::fmt;

use serde::{Deserialize, Serialize};

/// What became of one value. Only hit and miss enter a denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is in the index, or a false positive.
    Hit,
    /// It is not in the index.
    Miss,
    /// The cell is empty.
    Absent,
    /// The cell stands for no value.
    Placeholder,
    /// The seller masked it.
    Masked,
    /// It has no canonical form.
    Malformed,
    /// The index has no such class.
    Untested,
}

/// What a row's values and links together say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// All identifiers are one customer's.
    Full,
    /// More than half of what hits is one customer's.
    Partial,
    /// What a phone book gives away is one customer's, and no more.
    Directory,
    /// No identifier, but a name with a date of birth or a postcode is a customer's.
    Context,
    /// Identifiers hit, and nothing tells whether they belong together.
    Unlinked,
    /// What hits is several customers', or a customer's beside an invented name.
    Conflicting,
    /// No identifier hits.
    None,
    /// Nothing in the row can be tested.
    Untestable,
}

impl Grade {
    /// Every grade, best first.
    pub const ALL: [Grade; 8] = [
        Grade::Full,
        Grade::Partial,
        Grade::Directory,
        Grade::Context,
        Grade::Unlinked,
        Grade::Conflicting,
        Grade::None,
        Grade::Untestable,
    ];

    /// Whether the row counts as genuine.
    pub const fn is_genuine(self) -> bool {
        matches!(self, Grade::Full | Grade::Partial)
    }

    /// The grade's name.
    pub const fn name(self) -> &'static str {
        match self {
            Grade::Full => "full",
            Grade::Partial => "partial",
            Grade::Directory => "directory",
            Grade::Context => "context",
            Grade::Unlinked => "unlinked",
            Grade::Conflicting => "conflicting",
            Grade::None => "none",
            Grade::Untestable => "untestable",
        }
    }
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Outcome; 7] = [
        Outcome::Hit,
        Outcome::Miss,
        Outcome::Absent,
        Outcome::Placeholder,
        Outcome::Masked,
        Outcome::Malformed,
        Outcome::Untested,
    ];

    /// The outcome's name.
    pub const fn name(self) -> &'static str {
        match self {
            Outcome::Hit => "hit",
            Outcome::Miss => "miss",
            Outcome::Absent => "absent",
            Outcome::Placeholder => "placeholder",
            Outcome::Masked => "masked",
            Outcome::Malformed => "malformed",
            Outcome::Untested => "untested",
        }
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
