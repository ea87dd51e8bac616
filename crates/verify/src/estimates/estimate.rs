//! One estimate: a number, what it is of, and what must hold for it.

use serde::{Deserialize, Serialize};

use crate::Limits;

/// A number with an interval, its estimator's name, its assumptions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// What is estimated.
    pub quantity: String,
    /// The same for a program: what the number may be compared with.
    #[serde(default, skip_serializing_if = "Quantity::is_other")]
    pub of: Quantity,
    /// Which of the report's questions it belongs to.
    #[serde(default)]
    pub topic: Topic,
    /// What the number is counted in.
    #[serde(default)]
    pub unit: Unit,
    /// By what.
    pub estimator: String,
    /// The number; none where the data don't allow one.
    pub value: Option<f64>,
    /// Its limits.
    pub interval: Limits,
    /// Confidence level.
    pub level: f64,
    /// What must hold for it.
    pub assumptions: Vec<Assumption>,
    /// What it says, in a plain sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub says: String,
    /// Why there is no number, or no interval, where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withheld: Option<String>,
}

/// What an estimate is about; estimates of one topic stand together in a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// What was seen, whatever the seller chose.
    #[default]
    Floor,
    /// How large a share is genuine, or is in an index.
    Rate,
    /// How many rows or people the listing holds.
    Size,
    /// Of which segments it is.
    Segment,
    /// How much of any list of real people would match.
    Overlap,
}

/// What a number is of, where something else is set against it, such as the listing's claim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Nothing that is compared.
    #[default]
    Other,
    /// Rows of the whole listing, copies counted.
    ListingRows,
    /// Distinct rows of the whole listing: the listing has at least as many rows.
    ListingDistinctRows,
    /// Distinct people of the whole listing.
    ListingPeople,
    /// Numbers that the source has issued, such as accounts ever opened; neither the listing's rows nor its people.
    NumbersIssued,
    /// Rows that the claimed bytes come to.
    RowsOfClaimedBytes,
}

impl Quantity {
    fn is_other(&self) -> bool {
        *self == Quantity::Other
    }
}

/// What a number is counted in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Whole things: rows, people, numbers issued.
    #[default]
    Count,
    /// A share from 0 to 1.
    Share,
    /// Bytes, whole or on average.
    Bytes,
}

/// What must hold for an estimate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assumption {
    /// In words.
    pub text: String,
    /// Whether it does; unknown where it can't be checked.
    pub holds: Holds,
}

/// Whether an assumption holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    /// It was checked, and nothing speaks against it.
    True,
    /// It was checked, and it does not.
    False,
    /// It can't be checked.
    Unknown,
}

impl Estimate {
    /// An estimate of `quantity` by `estimator` without a number yet.
    pub(crate) fn new(topic: Topic, unit: Unit, quantity: &str, estimator: &str, level: f64) -> Estimate {
        Estimate {
            quantity: quantity.to_owned(),
            topic,
            unit,
            estimator: estimator.to_owned(),
            level,
            ..Estimate::default()
        }
    }

    /// With what it may be compared with.
    pub(crate) fn of(self, of: Quantity) -> Estimate {
        Estimate { of, ..self }
    }

    /// With a number.
    pub(crate) fn value(self, value: f64) -> Estimate {
        Estimate {
            value: Some(value),
            ..self
        }
    }

    /// With limits; a missing one is open.
    pub(crate) fn between(self, low: Option<f64>, high: Option<f64>) -> Estimate {
        Estimate {
            interval: Limits { low, high },
            ..self
        }
    }

    /// With something that must hold.
    pub(crate) fn assuming(mut self, text: impl Into<String>, holds: Holds) -> Estimate {
        self.assumptions.push(Assumption {
            text: text.into(),
            holds,
        });
        self
    }

    /// With a plain sentence.
    pub(crate) fn says(self, says: impl Into<String>) -> Estimate {
        Estimate {
            says: says.into(),
            ..self
        }
    }

    /// Without a number, or without an interval, and why.
    pub(crate) fn withheld(self, because: impl Into<String>) -> Estimate {
        Estimate {
            withheld: Some(because.into()),
            ..self
        }
    }

    /// Whether one of its assumptions was found not to hold.
    pub fn is_broken(&self) -> bool {
        self.assumptions.iter().any(|one| one.holds == Holds::False)
    }
}
