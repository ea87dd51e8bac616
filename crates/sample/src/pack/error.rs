use std::io;

use super::{MemberPlace, names::Suspect};
use crate::Form;

/// Why unpacking as a whole came to an end. What was handed out before stands.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    /// Reading the input itself failed.
    #[error("cannot read {input}: {source}")]
    Io {
        /// Which file, or another name of where the bytes are from.
        input: String,
        /// What the system says.
        source: io::Error,
    },
    /// So much comes out of so little that it was built to fill a disk or a memory.
    #[error(
        "the input unpacks to more than {unpacked} bytes from {packed} packed ones, above the limit of {ratio} for one: it looks like a decompression bomb. If it is genuine, unpack it by other means first"
    )]
    Bomb {
        /// Bytes that came out so far.
        unpacked: u64,
        /// Packed bytes that they came from.
        packed: u64,
        /// The limit that was met.
        ratio: u64,
    },
    /// More files than the limit.
    #[error("the input holds more than {most} files; unpack it first, and give a part of its files")]
    TooManyMembers {
        /// The limit.
        most: u32,
    },
    /// Nothing could be read for want of a password.
    #[error("the input is protected by a password, and {}; {}", how_many(*tried), PASSWORD_REMEDY)]
    Password {
        /// How many passwords were tried.
        tried: usize,
    },
    /// The unpacking thread could not be started.
    #[error("cannot start a thread for unpacking: {source}")]
    Thread {
        /// What the system says.
        source: io::Error,
    },
    /// A defect of a decoder; no more is known of it.
    #[error("unpacking broke off by a defect of the program; unpack the input by other means first")]
    Panicked,
}

/// What cuts a member short. A [`MemberReader`](super::MemberReader) gives it inside an [`io::Error`], after the
/// bytes that could be read; [`MemberFault::of`] finds it there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum MemberFault {
    /// The packed bytes end too soon.
    #[error("damaged: truncated, the packed data end too soon")]
    Truncated,
    /// All bytes were there, and are not those that were packed.
    #[error("damaged: the checksum does not match")]
    Checksum,
    /// The packed bytes make no sense.
    #[error("damaged: the packed data are corrupt")]
    Corrupt,
    /// A decoder would need more memory than is granted.
    #[error("unpacking it needs more memory than the limit")]
    Memory,
    /// The limit on what may come out of how much was met; everything ends.
    #[error("it unpacks to far more than was packed: a decompression bomb")]
    Bomb,
    /// Reading the input itself failed; everything ends.
    #[error("reading the input failed")]
    Input,
    /// The member was passed over, or its [`Members`](super::Members) dropped.
    #[error("the member was passed over before it was read to its end")]
    Passed,
}

impl MemberFault {
    /// Its name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            MemberFault::Truncated => "truncated",
            MemberFault::Checksum => "checksum",
            MemberFault::Corrupt => "corrupt",
            MemberFault::Memory => "memory",
            MemberFault::Bomb => "bomb",
            MemberFault::Input => "input",
            MemberFault::Passed => "passed",
        }
    }

    /// The fault that an error of a [`MemberReader`](super::MemberReader) carries.
    pub fn of(error: &io::Error) -> Option<MemberFault> {
        error.get_ref()?.downcast_ref::<MemberFault>().copied()
    }

    /// Whether nothing at all can be read after it.
    pub(crate) const fn is_fatal(self) -> bool {
        matches!(self, MemberFault::Bomb | MemberFault::Input | MemberFault::Passed)
    }

    /// What an error of some decoder means; `ended` says whether the packed bytes had come to their end.
    pub(super) fn of_decoder(error: &io::Error, ended: bool) -> MemberFault {
        if let Some(fault) = MemberFault::of(error) {
            return fault;
        }
        let text = error.to_string().to_ascii_lowercase();
        match error.kind() {
            io::ErrorKind::UnexpectedEof => MemberFault::Truncated,
            io::ErrorKind::OutOfMemory => MemberFault::Memory,
            _ if ended => MemberFault::Truncated,
            _ if text.contains("memory") || text.contains("memlimit") => MemberFault::Memory,
            _ if ["checksum", "crc", "authentication"]
                .iter()
                .any(|word| text.contains(word)) =>
            {
                MemberFault::Checksum
            }
            _ => MemberFault::Corrupt,
        }
    }
}

impl From<MemberFault> for io::Error {
    fn from(fault: MemberFault) -> io::Error {
        let kind = match fault {
            MemberFault::Truncated => io::ErrorKind::UnexpectedEof,
            MemberFault::Memory => io::ErrorKind::OutOfMemory,
            _ => io::ErrorKind::InvalidData,
        };
        io::Error::new(kind, fault)
    }
}

/// A file, or a part of a container, that is not handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedMember {
    /// Its number among all members, from 1.
    pub number: u32,
    /// Where it stands.
    pub place: MemberPlace,
    /// Why.
    pub reason: MemberReject,
}

/// Why a member is not handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum MemberReject {
    /// No byte.
    #[error("it is empty")]
    Empty,
    /// What systems leave beside the files of people.
    #[error("it is a file that an operating system keeps for itself")]
    Junk,
    /// A name that leads out of the archive. Nothing is ever written to disk, so this harms nothing here; it says
    /// that whoever packed it meant harm.
    #[error("its name {0}; whoever unpacks the archive by other means should beware")]
    Name(Suspect),
    /// A symbolic or hard link.
    #[error("it is a link, and links are not followed")]
    Link,
    /// A device, a pipe or a socket.
    #[error("it is no regular file")]
    Special,
    /// A recognised form that is not read inside a container.
    #[error("it is {}, which is not read", .0.title())]
    Form(Form),
    /// A way of packing that is not read.
    #[error("it is packed in a way that is not read; unpack it by other means first")]
    Method,
    /// No password, or none that fits.
    #[error("it is protected by a password, and {}; {PASSWORD_REMEDY}", how_many(*.tried))]
    Password {
        /// How many passwords were tried.
        tried: usize,
    },
    /// Containers within containers.
    #[error("it stands inside more than {depth} containers; unpack the outer ones first")]
    TooDeep {
        /// The limit.
        depth: usize,
    },
    /// A form that must be held in memory, and is too large for it.
    #[error("it must be held in memory, and is larger than the {limit} bytes that may be; unpack it first")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// Entries of a zip that share bytes.
    #[error("its entries share bytes, as in an archive that was built to unpack to far more than it holds")]
    Overlap,
    /// An entry of a zip that a later one of the same name hides.
    #[error("a later entry of the same archive has the same name, and is read in its place")]
    Hidden,
    /// Bytes after the end of a container.
    #[error("{bytes} bytes follow the end of the container, and are not read")]
    Trailing {
        /// How many.
        bytes: u64,
    },
    /// Nothing of it could be read, or the container is damaged from here on.
    #[error("{0}")]
    Fault(MemberFault),
}

impl MemberReject {
    /// Its name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            MemberReject::Empty => "empty",
            MemberReject::Junk => "junk",
            MemberReject::Name(_) => "unsafe_name",
            MemberReject::Link => "link",
            MemberReject::Special => "special_file",
            MemberReject::Form(_) => "unread_form",
            MemberReject::Method => "unread_method",
            MemberReject::Password { .. } => "password",
            MemberReject::TooDeep { .. } => "too_deep",
            MemberReject::TooLarge { .. } => "too_large",
            MemberReject::Overlap => "overlapping_entries",
            MemberReject::Hidden => "hidden_by_same_name",
            MemberReject::Trailing { .. } => "trailing_bytes",
            MemberReject::Fault(fault) => fault.name(),
        }
    }
}

fn how_many(passwords: usize) -> String {
    match passwords {
        0 => "no password is given".to_owned(),
        1 => "the one that is given does not fit (or the data are damaged)".to_owned(),
        count => format!("none of the {count} that are given fits (or the data are damaged)"),
    }
}

const PASSWORD_REMEDY: &str = "`--password-file` takes a file with passwords, one a line";
