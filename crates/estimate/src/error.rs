//! What can be wrong with a question.

use thiserror::Error as ThisError;

use crate::NoCount;

/// Why an estimate could not be made. The figures in a message are the caller's own parameters.
#[derive(Debug, Clone, PartialEq, ThisError)]
pub enum Error {
    /// A confidence level outside the open interval from 0 to 1.
    #[error("a confidence level must lie strictly between 0 and 1, found {found}; write 95% as 0.95")]
    LevelOutOfRange {
        /// What was given.
        found: f64,
    },
    /// A probability or rate outside 0 to 1, or not a number.
    #[error("{name} must lie between 0 and 1, found {found}; write 5% as 0.05")]
    ProbabilityOutOfRange {
        /// Which parameter.
        name: &'static str,
        /// What was given.
        found: f64,
    },
    /// A parameter that must be finite and not negative (or above zero, as `expected` says).
    #[error("{name} must be {expected}, found {found}")]
    NumberOutOfRange {
        /// Which parameter.
        name: &'static str,
        /// What range it has.
        expected: &'static str,
        /// What was given.
        found: f64,
    },
    /// A part larger than its whole.
    #[error("{part} ({found}) cannot exceed {whole} ({limit}); check that both were counted over the same trials")]
    PartExceedsWhole {
        /// Name of the part.
        part: &'static str,
        /// Its size.
        found: u64,
        /// Name of the whole.
        whole: &'static str,
        /// Its size.
        limit: u64,
    },
    /// An estimate that needs at least one trial.
    #[error("{name} is zero, at least one is needed; without trials there is no estimate")]
    NoTrials {
        /// Which count.
        name: &'static str,
    },
    /// Sensitivity + specificity ≤ 1: the test tells nothing, or tells the reverse.
    #[error(
        "sensitivity {sensitivity} + specificity {specificity} must exceed 1: such a test cannot tell positives from negatives"
    )]
    UninformativeTest {
        /// P(test positive given truly positive).
        sensitivity: f64,
        /// P(test negative given truly negative).
        specificity: f64,
    },
    /// The hypotheses of a sequential test do not satisfy 0 < null < alternative < 1.
    #[error("the null rate {null} must be above 0 and below the alternative {alternative}, which must be below 1")]
    HypothesesOutOfOrder {
        /// Rate under the null hypothesis.
        null: f64,
        /// Rate under the alternative.
        alternative: f64,
    },
    /// Fewer observations than the method needs to hold.
    #[error("{name}: {found}, at least {needed} are needed; with fewer the interval would promise too much")]
    TooFew {
        /// What was counted.
        name: &'static str,
        /// How many there are.
        found: u64,
        /// How many are needed.
        needed: u64,
    },
    /// One observation makes up so much of a sum that resampling can't tell how far the sum may be off.
    #[error(
        "one of {name} is {share:.3} of their sum, at most {most} may be; whether there are more like it the others can't tell"
    )]
    OneDominates {
        /// What is summed up.
        name: &'static str,
        /// Its share.
        share: f64,
        /// The largest share that is allowed.
        most: f64,
    },
    /// A table of counts whose shape does not fit the test.
    #[error("the table must be {expected}, found {found}")]
    TableShape {
        /// What the test needs.
        expected: &'static str,
        /// What was given.
        found: String,
    },
    /// Repeats that give no number of things.
    #[error(transparent)]
    NoCount(#[from] NoCount),
}

/// `part` ≤ `whole`, or the error that names both.
pub(crate) fn check_part(part: &'static str, found: u64, whole: &'static str, limit: u64) -> Result<(), Error> {
    if found > limit {
        Err(Error::PartExceedsWhole {
            part,
            found,
            whole,
            limit,
        })
    } else {
        Ok(())
    }
}

/// 0 ≤ `found` ≤ 1, or the error that names it; NaN fails.
pub(crate) fn check_probability(name: &'static str, found: f64) -> Result<(), Error> {
    if (0.0..=1.0).contains(&found) {
        Ok(())
    } else {
        Err(Error::ProbabilityOutOfRange { name, found })
    }
}
