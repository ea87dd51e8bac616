//! Archives and compressed files: whatever the seller posted, as a sequence of *members*, each the bytes of one file.
//!
//! A thread walks through the input and through every container in it, and hands the members on one after another
//! through a bounded channel, so that the memory is bounded whatever the input's size. Nothing is written to disk.
//! Whatever is no member is counted as a [`RejectedMember`] with its reason; folders are no files and are not counted.

mod broken_zip;
mod error;
mod frames;
mod layer;
mod members;
mod method;
mod names;
mod place;
mod raw;
mod seven;
mod sought;
mod tar;
mod walk;
mod zip;

use std::{
    fmt,
    io::Read,
    path::{Path, PathBuf},
};

pub use error::{MemberFault, MemberReject, PackError, RejectedMember};
pub use members::{Content, Member, MemberReader, Members};
pub use names::Suspect;
pub use place::MemberPlace;
use zeroize::Zeroizing;

/// Where the bytes are from.
pub enum Source {
    /// A file, or a folder, whose regular files are taken in the order of the bytes of their paths. The path itself
    /// may be a link or a pipe; links, pipes and devices inside a folder are rejected.
    Path(PathBuf),
    /// A stream such as stdin.
    Stream(Box<dyn Read + Send>),
}

/// How to unpack.
#[derive(Default)]
pub struct Unpacking {
    /// What bounds it.
    pub limits: Limits,
    /// What opens protected archives.
    pub passwords: Passwords,
    /// Who sees the raw bytes.
    pub watch: Option<Box<dyn Watch>>,
}

/// Sees the raw bytes of every file of the input once, in order, whatever is read of them otherwise. A file that needs
/// seeking is read a second time for its content: it must not change in between.
pub trait Watch: Send {
    /// A file begins; `-` is a stream without a path.
    fn begin(&mut self, _path: &Path) {}

    /// Its next bytes.
    fn bytes(&mut self, bytes: &[u8]);
}

/// What bounds the unpacking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most containers around a member; one inside more is rejected.
    pub depth: usize,
    /// The most members, rejected ones included; more are an error.
    pub members: u32,
    /// The most bytes that may come out of one packed byte, once more than [`Limits::bomb_bytes`] came out; more
    /// are an error.
    pub bomb_ratio: u64,
    /// How many bytes may come out of a container whatever its ratio.
    pub bomb_bytes: u64,
    /// The most bytes that are held in memory for forms that can't be streamed, nested archives included; what is
    /// larger is rejected. A consumer that keeps what it was given comes on top.
    pub in_memory: u64,
    /// The most bytes of memory for one decoder's dictionary; what needs more is rejected or cut short.
    pub decoder_memory: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            depth: 8,
            members: 100_000,
            bomb_ratio: 200,
            bomb_bytes: 1 << 30,
            in_memory: 256 << 20,
            decoder_memory: 256 << 20,
        }
    }
}

/// Passwords for protected archives, tried in their order. Neither `Debug` nor any error shows one.
#[derive(Clone, Default)]
pub struct Passwords(pub Vec<Zeroizing<String>>);

impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Passwords({} of them)", self.0.len())
    }
}
