//! The members of a sample, and what is lost of those that are damaged.

use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

use crate::forms::Whole;
use crate::pack::{self, Content, MemberFault, Members, Source, Unpacking};
use crate::{Error, RowCounts};

/// Where a sample's members come from.
pub(crate) struct Input {
    name: String,
    is_folder: bool,
    members: Members,
    /// How many rejected members are counted.
    counted: usize,
    /// What cut the member that is read short.
    fault: Fault,
}

/// One file of a sample, unpacked.
pub(crate) struct Member {
    /// Its number among all members, from 1.
    pub(crate) number: u32,
    /// Whether it stands alone: it is the input itself, compressed or not.
    pub(crate) is_input: bool,
    pub(crate) bytes: Bytes,
}

/// A member's bytes.
pub(crate) enum Bytes {
    /// To be read once. What is damaged ends early.
    Stream(Box<dyn Read + Send>),
    /// In a form that needs seeking.
    Whole(Whole),
}

/// Shared between a member's reader and who counts.
#[derive(Clone, Default)]
struct Fault(Arc<Mutex<Option<MemberFault>>>);

impl Input {
    pub(crate) fn open(name: &str, source: Source, unpacking: Unpacking) -> Result<Input, Error> {
        Ok(Input {
            name: name.to_owned(),
            is_folder: matches!(&source, Source::Path(path) if path.is_dir()),
            members: Members::open(source, unpacking).map_err(|source| Error::pack(name, source))?,
            counted: 0,
            fault: Fault::default(),
        })
    }

    /// The next member. What became of the one before is counted.
    pub(crate) fn next(&mut self, counts: &mut RowCounts) -> Result<Option<Member>, Error> {
        let next = self.members.next();
        if let Some(fault) = self.fault.take() {
            *counts.members_damaged.entry(fault.name()).or_default() += 1;
        }
        for rejected in &self.members.rejected()[self.counted..] {
            *counts.members_rejected.entry(rejected.reason.name()).or_default() += 1;
        }
        self.counted = self.members.rejected().len();
        let Some(member) = next.map_err(|source| Error::pack(&self.name, source))? else {
            return Ok(None);
        };
        Ok(Some(Member {
            number: member.number,
            is_input: !self.is_folder && !member.place.containers().any(|(form, _)| form.is_archive()),
            bytes: match member.content {
                Content::Stream(reader) => Bytes::Stream(Box::new(Forgiving {
                    reader,
                    fault: self.fault.clone(),
                })),
                Content::File(path) => Bytes::Whole(Whole::File(path)),
                Content::Memory(bytes) => Bytes::Whole(Whole::Memory(bytes)),
            },
        }))
    }

    /// The error that ended everything, after reading a member failed.
    pub(crate) fn failure(&mut self) -> Option<Error> {
        let failed = self.members.next().err()?;
        Some(Error::pack(&self.name, failed))
    }

    /// Why the first member that was rejected was.
    pub(crate) fn first_rejected(&self) -> Option<&pack::RejectedMember> {
        self.members.rejected().first()
    }

    /// How many bytes of the input were read so far.
    pub(crate) fn bytes_read(&self) -> u64 {
        self.members.raw_bytes()
    }
}

impl Fault {
    fn take(&self) -> Option<MemberFault> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn note(&self, fault: MemberFault) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(fault);
    }
}

/// A member that ends where its damage begins.
struct Forgiving<R> {
    reader: R,
    fault: Fault,
}

impl<R: Read> Read for Forgiving<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.reader.read(into).or_else(|error| match MemberFault::of(&error) {
            Some(fault) if !fault.is_fatal() => {
                self.fault.note(fault);
                Ok(0)
            }
            _ => Err(error),
        })
    }
}
