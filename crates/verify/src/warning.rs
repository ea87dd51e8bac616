//! What the reader must know about how a test went.

use assay_fields::{Class, Kind};
use serde::{Deserialize, Serialize};

use crate::ControlOf;

/// What the reader must know about how a test went; rendered at the edge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum Warning {
    /// The sample has no row that could be tested.
    NothingTestable,
    /// Fewer rows than decide anything.
    FewRows {
        /// Rows that could be tested.
        testable: u64,
    },
    /// An index covers current customers only, or does not say whom it covers.
    Coverage {
        /// The index's file name.
        index: String,
        /// Whether it is stated to cover current customers only.
        current_only: bool,
    },
    /// Without the population, the overlap with any list of real people is unknown.
    NoPopulation,
    /// Fewer values of a class hit than chance would give.
    BelowChance {
        /// The class.
        class: Class,
        /// The index's file name.
        index: String,
    },
    /// A column's kind was a close call.
    CloseCall {
        /// The column's printable name.
        column: String,
        /// What it was taken for.
        kind: Kind,
        /// What else it might be.
        second: Kind,
    },
    /// Rows could not be read as such.
    Rejected {
        /// How many.
        rows: u64,
        /// Of how many read.
        read: u64,
    },
    /// Most of a column's values are none of its kind: it was probably taken for what it is not.
    Misread {
        /// The column's printable name.
        column: String,
        /// What it was taken for.
        kind: Kind,
        /// Values without a canonical form.
        malformed: u64,
        /// Values in all.
        values: u64,
    },
    /// A column's dates fit both orders of day and month.
    DateOrderUndecided {
        /// The column's printable name.
        column: String,
    },
    /// Rows read, values of which an index can't test because it lacks the class.
    ClassMissing {
        /// The kind that the sample has.
        kind: Kind,
        /// The index's file name.
        index: String,
    },
    /// The claim names another company than an index, or the same one in other words.
    OtherCompany {
        /// The company of the claim.
        claimed: String,
        /// The company of the index.
        company: String,
        /// The index's file name.
        index: String,
    },
    /// An index is older than the data are said to be.
    OlderThanClaimed {
        /// The date of the claim.
        claimed: String,
        /// The date of the index.
        snapshot: String,
        /// The index's file name.
        index: String,
    },
    /// Controls are rows of the sample itself, and were left out.
    ControlsInSample {
        /// What is known of them.
        of: ControlOf,
        /// Rows left out.
        left_out: u64,
        /// Of how many read.
        read: u64,
    },
    /// Controls show a kind clearly more or less often than the sample does.
    ControlsUnlike {
        /// What is known of them.
        of: ControlOf,
        /// The class.
        class: Class,
        /// Values a row.
        filled: f64,
        /// Values a row of the sample.
        filled_in_sample: f64,
    },
}
