use std::path::PathBuf;

/// Why a test can't be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An index, a key or a sealed file.
    #[error(transparent)]
    Index(#[from] assay_index::Error),
    /// The sample.
    #[error(transparent)]
    Sample(#[from] assay_sample::Error),
    /// A figure that no estimator takes.
    #[error(transparent)]
    Estimate(#[from] assay_estimate::Error),
    /// No random numbers.
    #[error("the operating system's random source can't be read")]
    NoRandomness,
    /// A sealed sample is damaged in a way that its hashes don't show.
    #[error("{}: damaged: {what}; get a fresh copy: nothing was tested with it", path.display())]
    Sealed {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        what: &'static str,
    },
    /// A sealed sample's key is none of the indexes'.
    #[error(
        "{}: sealed under key {sealed}, but index {index} was made with key {indexed}; a sealed sample can only be \
         tested against an index made with the same key: build one with `assay index --key CASE.key`",
        path.display()
    )]
    SealedUnderAnotherKey {
        /// The sealed file.
        path: PathBuf,
        /// Its key.
        sealed: assay_index::KeyId,
        /// The index.
        index: String,
        /// The index's key.
        indexed: assay_index::KeyId,
    },
    /// A population that can't hold the customers.
    #[error(
        "--population {population}: the index alone holds {people} people; state the number of people from whom the \
         company's customers come"
    )]
    PopulationTooSmall {
        /// The population stated.
        population: u64,
        /// People in the index.
        people: u64,
    },
    /// A listing that was seen in the future.
    #[error("the claim's `seen` is {seen}, which is yet to come; state when the listing was seen")]
    SeenLater {
        /// When it is said to be seen.
        seen: crate::Period,
    },
    /// One index given twice.
    #[error("{}: this index was given twice; give it once", path.display())]
    SameIndexTwice {
        /// The file.
        path: PathBuf,
    },
    /// Controls that can't be tested as the sample is.
    #[error(
        "{name}: none of its {rows} rows can be tested by what the sample shows ({kinds}); controls need the same kinds \
         of values as the sample: look at the columns with `assay inspect`"
    )]
    ControlsUntestable {
        /// The file's name.
        name: String,
        /// Rows read.
        rows: u64,
        /// What the sample shows.
        kinds: String,
    },
    /// None of the indexes is the company's.
    #[error("test needs at least one index of the company's own records")]
    NoIndex,
    /// More indexes than a test takes.
    #[error("{found} indexes were given; a test takes at most 64")]
    TooManyIndexes {
        /// How many.
        found: usize,
    },
    /// No sample, or more than are compared with each other.
    #[error("expected 1 to 64 samples of one listing, found {found}; put pages that belong together into a folder")]
    TooManySamples {
        /// How many.
        found: usize,
    },
    /// More rows than a test can number.
    #[error(
        "the sample has more than {} rows, the most that one test takes: split it and test the parts",
        u32::MAX
    )]
    TooManyRows,
    /// The folder takes no file for what does not fit in memory.
    #[error(
        "{}: no folder for a temporary file ({source}); name one that can be written with --spill",
        path.display()
    )]
    NoSpillFolder {
        /// The folder.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// Less is free in the folder than what does not fit in memory will take.
    #[error(
        "{}: the sample needs about {needed} bytes for a temporary file there, and {free} are free; name a folder on \
         another disk with --spill",
        path.display()
    )]
    NoRoom {
        /// The folder.
        path: PathBuf,
        /// Bytes that are needed, by the first rows.
        needed: u64,
        /// Bytes that are free.
        free: u64,
    },
    /// The caller's sink for row results failed.
    #[error("can't write the rows: {0}")]
    Rows(#[source] std::io::Error),
}
