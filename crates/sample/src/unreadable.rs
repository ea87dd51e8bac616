/// Why a file of a binary form can't be read, or can't be read any further.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unreadable {
    /// What was expected is not there.
    #[error(
        "expected {expected}, found something else; the file is damaged, cut off or made up. Export it anew, or as CSV"
    )]
    Damaged {
        /// What a file of this form has.
        expected: &'static str,
    },
    /// It is encrypted.
    #[error("it is protected by a password; take the protection off in the program that wrote it, or export it as CSV")]
    Password,
    /// More than is read, so that a small file can't take all memory or all time.
    #[error("{what}: expected at most {most}, found {found}; if the file is sound, export it as CSV")]
    TooLarge {
        /// What there is too much of, with its unit.
        what: &'static str,
        /// How much there is; at least so much if it was not counted to its end.
        found: u64,
        /// The most that is read.
        most: u64,
    },
    /// The library that reads this form stumbled over it.
    #[error("its reader could not make sense of it; the file is damaged or made up. Export it anew, or as CSV")]
    Stumbled,
    /// Reading it failed.
    #[error("it could not be read ({0})")]
    Io(std::io::ErrorKind),
}

impl From<std::io::Error> for Unreadable {
    fn from(error: std::io::Error) -> Unreadable {
        Unreadable::Io(error.kind())
    }
}
