use std::io;
use std::path::{Path, PathBuf};

use assay_fields::Class;

use crate::KeyId;

/// Why a key, an index or a sealed sample can't be used. No message holds a key, a digest or a value.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be read or written.
    #[error("{path}: can't {what}: {source}", path = path.display())]
    Io {
        /// What was tried.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The folder of an output does not exist.
    #[error("{}: its folder does not exist; make it first, or name another place", path.display())]
    NoFolder {
        /// The output.
        path: PathBuf,
    },
    /// A key is there already.
    #[error("{}: this file exists, and a key is never overwritten: name another file", path.display())]
    KeyExists {
        /// The file.
        path: PathBuf,
    },
    /// A key file holds no key.
    #[error("{}: this is no assay key: expected {expected}, found {found}; make one with `assay keygen -o FILE`", path.display())]
    BadKey {
        /// The file.
        path: PathBuf,
        /// What a key file has.
        expected: &'static str,
        /// What this one has.
        found: &'static str,
    },
    /// The file is none of assay's.
    #[error("{}: expected {expected}, found {found}", path.display())]
    NotOurs {
        /// The file.
        path: PathBuf,
        /// What was wanted.
        expected: &'static str,
        /// What it is instead.
        found: &'static str,
    },
    /// The file was written in a format that this version does not read.
    #[error("{}: format version {found}, but this program reads version {expected}; use the version of assay that wrote it, or build it again", path.display())]
    Version {
        /// The file.
        path: PathBuf,
        /// What this program reads.
        expected: u32,
        /// What the file says.
        found: u32,
    },
    /// The file is cut short or its bytes are not those that were written.
    #[error("{}: damaged: {what}; get a fresh copy or build it again: nothing was tested with it", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        what: String,
    },
    /// The key is not the one that the file was made with.
    #[error("{}: made with key {wanted}, but the key given is {given}; give the key file with that id (`assay inspect KEYFILE` prints a key's id)", path.display())]
    WrongKey {
        /// The file.
        path: PathBuf,
        /// The id of the key that made it.
        wanted: KeyId,
        /// The ids of the keys given.
        given: String,
    },
    /// The file's manifest was not written by a holder of the key.
    #[error("{}: the manifest does not carry the seal of its key: it was altered, or forged; don't use it", path.display())]
    Forged {
        /// The file.
        path: PathBuf,
    },
    /// A class was built by another version of a kind's rules.
    #[error("{}: class {class} was built by other rules of its kinds (versions {found:?}, this program has {expected:?}); build the index again with this version of assay, or test with the version that built it", path.display())]
    OtherRules {
        /// The file.
        path: PathBuf,
        /// The class.
        class: Class,
        /// This program's versions of the kinds.
        expected: Vec<u32>,
        /// The file's.
        found: Vec<u32>,
    },
    /// A class has filters that this version does not know.
    #[error("{}: class {class} has filters of the kind `{found}`, which this version of assay does not know; use the version that built it, or build the index again", path.display())]
    OtherFilter {
        /// The file.
        path: PathBuf,
        /// The class.
        class: Class,
        /// The file's kind of filter.
        found: String,
    },
    /// Another way of making digests.
    #[error("{}: its digests are made by the scheme `{found}`, this program's by `{expected}`", path.display())]
    OtherScheme {
        /// The file.
        path: PathBuf,
        /// The scheme at hand.
        expected: String,
        /// The file's scheme.
        found: String,
    },
    /// A rate that is none.
    #[error("a false-positive rate lies between 1e-9 and 0.1, found {0}")]
    BadRate(f64),
    /// A filter's seed is unfit.
    #[error("a filter can't be made: {0}")]
    Filter(&'static str),
    /// No record had a value of any class.
    #[error("nothing to index: no record has a value of any class; name columns with --map, such as --map ssn=#3")]
    Empty,
}

impl Error {
    pub(crate) fn io(what: &'static str, path: &Path, source: io::Error) -> Error {
        Error::Io {
            what,
            path: path.to_owned(),
            source,
        }
    }

    pub(crate) fn damaged(path: &Path, what: impl Into<String>) -> Error {
        Error::Damaged {
            path: path.to_owned(),
            what: what.into(),
        }
    }
}
