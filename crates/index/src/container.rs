//! The frame of assay's binary files: a magic, the format's version, then typed sections, each behind its
//! length. A section whose tag begins with a capital must be known to the reader; one that begins with a
//! small letter may be passed over.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::Error;

/// What kind of file a container is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Magic {
    /// An index.
    Index,
    /// A sealed sample.
    Sealed,
}

/// The version of the frame and of the sections in it.
pub const FORMAT: u32 = 1;

/// A section's type.
pub type Tag = [u8; 4];

/// Where a section's content lies in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its type.
    pub tag: Tag,
    /// Byte from the start of the file, from 0.
    pub start: u64,
    /// Bytes.
    pub len: u64,
}

impl Magic {
    const fn bytes(self) -> [u8; 8] {
        match self {
            Magic::Index => *b"ASSAYIDX",
            Magic::Sealed => *b"ASSAYSEA",
        }
    }

    /// What the file is called in messages.
    pub const fn noun(self) -> &'static str {
        match self {
            Magic::Index => "an assay index",
            Magic::Sealed => "a sealed sample",
        }
    }

    /// What a file that begins with `head` is, if it is a container.
    pub fn of(head: &[u8]) -> Option<Magic> {
        [Magic::Index, Magic::Sealed]
            .into_iter()
            .find(|magic| head.starts_with(&magic.bytes()))
    }
}

/// Writes the magic and the version.
pub fn write_head(out: &mut impl Write, magic: Magic) -> io::Result<()> {
    out.write_all(&magic.bytes())?;
    out.write_all(&FORMAT.to_le_bytes())
}

/// Writes a section's tag and length; its content follows.
pub fn write_section_head(out: &mut impl Write, tag: Tag, len: u64) -> io::Result<()> {
    out.write_all(&tag)?;
    out.write_all(&len.to_le_bytes())
}

/// Reads the frame of a file: which sections it has and where. Everything from the head to the last byte
/// must be accounted for.
pub fn read_sections(file: &mut File, path: &Path, magic: Magic, known: &[Tag]) -> Result<Vec<Section>, Error> {
    let unreadable = |error| Error::io("read", path, error);
    let metadata = file.metadata().map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(Error::NotOurs {
            path: path.to_owned(),
            expected: magic.noun(),
            found: "a directory",
        });
    }
    let size = metadata.len();
    let mut head = [0u8; 12];
    let got = read_up_to(file, &mut head).map_err(unreadable)?;
    if got < 8 || Magic::of(&head[..8]) != Some(magic) {
        return Err(Error::NotOurs {
            path: path.to_owned(),
            expected: magic.noun(),
            found: match (got, Magic::of(&head[..got])) {
                (0, _) => "an empty file",
                (_, Some(other)) => other.noun(),
                _ => "another kind of file",
            },
        });
    }
    if got < head.len() {
        return Err(Error::damaged(path, "it is cut short in its head"));
    }
    let version = u32::from_le_bytes([head[8], head[9], head[10], head[11]]);
    if version != FORMAT {
        return Err(Error::Version {
            path: path.to_owned(),
            expected: FORMAT,
            found: version,
        });
    }
    let mut sections = Vec::new();
    let mut at = head.len() as u64;
    while at < size {
        let mut head = [0u8; SECTION_HEAD as usize];
        file.seek(SeekFrom::Start(at)).map_err(unreadable)?;
        if read_up_to(file, &mut head).map_err(unreadable)? < head.len() {
            return Err(Error::damaged(path, "it is cut short in a section's head"));
        }
        let [a, b, c, d, length @ ..] = head;
        let tag = [a, b, c, d];
        let len = u64::from_le_bytes(length);
        let start = at + SECTION_HEAD;
        let end = start.checked_add(len).filter(|end| *end <= size);
        let Some(end) = end else {
            return Err(Error::damaged(
                path,
                format!("a section that begins at byte {at} reaches beyond the end; the file was probably cut short"),
            ));
        };
        if known.contains(&tag) {
            sections.push(Section { tag, start, len });
        } else if !tag[0].is_ascii_lowercase() {
            return Err(Error::damaged(
                path,
                format!("the section that begins at byte {at} is of a type that this version does not know"),
            ));
        }
        at = end;
    }
    Ok(sections)
}

/// Reads a whole section of at most `limit` bytes.
pub fn read_section(file: &mut File, path: &Path, section: Section, limit: u64) -> Result<Vec<u8>, Error> {
    if section.len > limit {
        return Err(Error::damaged(
            path,
            format!("the section at byte {} is larger than any such section", section.start),
        ));
    }
    let mut bytes = vec![0u8; section.len as usize];
    file.seek(SeekFrom::Start(section.start))
        .and_then(|_| file.read_exact(&mut bytes))
        .map_err(|error| Error::io("read", path, error))?;
    Ok(bytes)
}

fn read_up_to(file: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
    let mut got = 0;
    while got < buffer.len() {
        match file.read(&mut buffer[got..]) {
            Ok(0) => break,
            Ok(n) => got += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(got)
}

/// Bytes of a section's tag and length.
pub(crate) const SECTION_HEAD: u64 = 12;
