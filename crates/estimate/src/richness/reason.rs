//! Why no number of things may be printed.

use thiserror::Error as ThisError;

/// Why the repeats of a sample give no number. The figures in a message are counts and the caller's own parameters.
#[derive(Debug, Clone, Copy, PartialEq, ThisError)]
pub enum NoCount {
    /// Things seen zero times cannot be observed.
    #[error(
        "{things} things were counted as seen 0 times; only things that were seen can be counted, leave the others out"
    )]
    SeenZeroTimes {
        /// How many.
        things: u64,
    },
    /// Counts too large to be added without loss.
    #[error("the draws must number at most 2^53, found more; check that the frequencies are counts of things")]
    TooManyDraws,
    /// One draw, or none, cannot repeat.
    #[error("at least 2 draws are needed, found {found}; without a second draw nothing can repeat")]
    TooFewDraws {
        /// How many.
        found: u64,
    },
    /// No thing seen once and none seen twice.
    #[error(
        "no thing was seen exactly once or twice among {distinct}: what is unseen is estimated from these; report {distinct} as the least number"
    )]
    NothingRare {
        /// Things seen.
        distinct: u64,
    },
    /// Every thing was seen once: an estimated coverage of 0.
    #[error(
        "all {draws} draws differ: without a repeat the number of things has no upper bound and no estimate; use the lower bound for no collisions"
    )]
    CoverageZero {
        /// How many draws.
        draws: u64,
    },
    /// Nothing was seen exactly once where the formula divides by it.
    #[error("no thing was seen exactly once: the estimator divides by their number; use chao_lower_bound")]
    NoSingletons,
    /// Nothing was seen exactly twice where the formula divides by it.
    #[error("no thing was seen exactly twice: the estimator divides by their number; use chao1_bias_corrected")]
    NoDoubletons,
    /// The plain Good–Toulmin series beyond a doubling of the sample.
    #[error(
        "the Good-Toulmin series holds for up to 1 times the sample, found {found} times: beyond it the terms grow without limit; use smoothed_good_toulmin"
    )]
    BeyondDoubling {
        /// The ratio t that was asked for.
        found: f64,
    },
    /// The smoothed series beyond the logarithm of the sample.
    #[error(
        "the smoothed series holds for up to {limit} times a sample of this size (the binary logarithm of its draws), found {found} times; ask for less or draw more"
    )]
    BeyondLogarithm {
        /// The ratio t that was asked for.
        found: f64,
        /// The largest that is answered.
        limit: f64,
    },
    /// A single set of frequencies is possible with these draws and things, so that no test can tell anything.
    #[error(
        "{draws} draws of {distinct} things leave one set of frequencies possible: whether all things were equally likely cannot be tested"
    )]
    NothingToTest {
        /// How many draws.
        draws: u64,
        /// How many things.
        distinct: u64,
    },
    /// Things were seen so often that nothing is left unseen.
    #[error(
        "each thing was seen {found} times on average, at most {limit} are tested: nothing is left unseen; compare the counts themselves with pearson_fit"
    )]
    TooManyRepeats {
        /// Draws per thing.
        found: f64,
        /// The largest that is tested.
        limit: f64,
    },
}
