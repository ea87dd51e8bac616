//! Unpacks something to its end.

use std::{
    io::{Cursor, Read},
    path::Path,
    sync::{Arc, Mutex},
};

use assay_sample::pack::{
    Content, Limits, Member, MemberFault, MemberReject, Members, PackError, Passwords, Source, Unpacking, Watch,
};
use zeroize::Zeroizing;

/// What came out.
#[derive(Debug)]
pub(crate) struct Got {
    pub(crate) members: Vec<One>,
    pub(crate) rejected: Vec<(u32, MemberReject)>,
    pub(crate) places: Vec<String>,
    pub(crate) end: Result<(), PackError>,
    pub(crate) raw: u64,
}

/// One member.
#[derive(PartialEq)]
pub(crate) struct One {
    pub(crate) number: u32,
    pub(crate) bytes: Vec<u8>,
    pub(crate) fault: Option<MemberFault>,
    pub(crate) kind: &'static str,
}

impl std::fmt::Debug for One {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (number, length, fault, kind) = (self.number, self.bytes.len(), self.fault, self.kind);
        write!(f, "{number}: {length} bytes, {fault:?}, {kind}")
    }
}

impl Got {
    /// The bytes of all members, each of which must be whole.
    pub(crate) fn whole(&self) -> Vec<&[u8]> {
        self.end.as_ref().unwrap();
        assert!(self.members.iter().all(|member| member.fault.is_none()), "{self:?}");
        self.members.iter().map(|member| member.bytes.as_slice()).collect()
    }

    pub(crate) fn reasons(&self) -> Vec<&'static str> {
        self.rejected.iter().map(|(_, reason)| reason.name()).collect()
    }
}

/// Keeps the raw bytes.
#[derive(Clone, Default)]
pub(crate) struct Seen(pub(crate) Arc<Mutex<Files>>);

type Files = Vec<(String, Vec<u8>)>;

impl Watch for Seen {
    fn begin(&mut self, path: &Path) {
        self.0.lock().unwrap().push((path.display().to_string(), Vec::new()));
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.0.lock().unwrap().last_mut().unwrap().1.extend(bytes);
    }
}

pub(crate) fn read(member: Member) -> One {
    let (number, mut bytes) = (member.number, Vec::new());
    let (kind, fault) = match member.content {
        Content::Stream(mut reader) => ("stream", reader.read_to_end(&mut bytes).err()),
        Content::File(path) => {
            bytes = std::fs::read(path).unwrap();
            ("file", None)
        }
        Content::Memory(memory) => {
            bytes = memory;
            ("memory", None)
        }
    };
    let fault = fault.map(|error| MemberFault::of(&error).unwrap());
    One {
        number,
        bytes,
        fault,
        kind,
    }
}

pub(crate) fn all(source: Source, unpacking: Unpacking) -> Got {
    let mut members = Members::open(source, unpacking).unwrap();
    let mut got = Vec::new();
    let mut places = Vec::new();
    let end = loop {
        match members.next() {
            Ok(None) => break Ok(()),
            Err(error) => break Err(error),
            Ok(Some(member)) => {
                places.push(member.place.to_string());
                got.push(read(member));
            }
        }
    };
    assert!(members.next().unwrap().is_none(), "after the end there is nothing");
    let mut numbers: Vec<u32> = members.rejected().iter().map(|rejected| rejected.number).collect();
    numbers.extend(got.iter().map(|member| member.number));
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=numbers.len() as u32).collect::<Vec<_>>());
    Got {
        members: got,
        rejected: members.rejected().iter().map(|r| (r.number, r.reason)).collect(),
        places,
        end,
        raw: members.raw_bytes(),
    }
}

pub(crate) fn with(limits: Limits, passwords: &[&str]) -> Unpacking {
    let passwords = Passwords(
        passwords
            .iter()
            .map(|word| Zeroizing::new((*word).to_owned()))
            .collect(),
    );
    Unpacking {
        limits,
        passwords,
        watch: None,
    }
}

/// Unpacks from a stream.
pub(crate) fn piped(bytes: &[u8], unpacking: Unpacking) -> Got {
    all(Source::Stream(Box::new(Cursor::new(bytes.to_vec()))), unpacking)
}

/// Unpacks from a stream and from a file, which must give the same.
pub(crate) fn both(bytes: &[u8]) -> Got {
    let piped = piped(bytes, Unpacking::default());
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let seen = Seen::default();
    let unpacking = Unpacking {
        watch: Some(Box::new(seen.clone())),
        ..Unpacking::default()
    };
    let filed = all(Source::Path(file.path().to_owned()), unpacking);
    assert_eq!(piped.rejected, filed.rejected);
    assert_eq!(piped.end.is_ok(), filed.end.is_ok());
    let bytes_of = |got: &Got| {
        got.members
            .iter()
            .map(|m| (m.number, m.bytes.clone(), m.fault))
            .collect::<Vec<_>>()
    };
    assert_eq!(bytes_of(&piped), bytes_of(&filed));
    if filed.end.is_ok() {
        assert_eq!(seen.0.lock().unwrap()[0].1, bytes, "the watcher sees every byte");
        assert_eq!(filed.raw, bytes.len() as u64);
        assert_eq!(piped.raw, bytes.len() as u64);
    }
    filed
}
