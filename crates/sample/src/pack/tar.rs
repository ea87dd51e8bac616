use std::io::{self, BufRead, Read};

use tar::{EntryType, Header, PaxExtensions};

use super::{
    MemberFault, MemberPlace, MemberReject,
    layer::{Below, drain, fill},
    names,
    walk::{Stop, Walk},
};
use crate::Form;

impl Walk {
    /// Walks through a tar, and through those behind it. Only the headers' fields are left to the library: its own
    /// reader holds long names of any length in memory.
    pub(super) fn tar(&mut self, read: &mut dyn BufRead, below: &Below, place: &MemberPlace) -> Result<(), Stop> {
        let mut index = 0;
        let mut told = Told::default();
        loop {
            let (block, error) = fill(read, BLOCK);
            if let Some(error) = error {
                return self.lost(&error, place);
            }
            if block.iter().all(|byte| *byte == 0) {
                match block.len() {
                    // Some writers leave out the zeros at the end.
                    0 => return Ok(()),
                    _ => continue,
                }
            }
            if block.len() < BLOCK {
                return self.fault(MemberFault::Truncated, place);
            }
            if !Form::is_tar_header(&block) {
                // After the first entry this is damage, or something that was put behind the end.
                return match drain(read) {
                    Ok(more) => {
                        let bytes = BLOCK as u64 + more;
                        self.reject(place.clone(), MemberReject::Trailing { bytes })
                    }
                    Err(error) => self.lost(&error, place),
                };
            }
            let header = Header::from_byte_slice(&block);
            let Ok(stated) = header.entry_size() else {
                return self.fault(MemberFault::Corrupt, place);
            };
            let kind = header.entry_type();
            let is_extension = matches!(
                kind,
                EntryType::GNULongName | EntryType::GNULongLink | EntryType::XHeader | EntryType::XGlobalHeader
            );
            let size = if is_extension {
                stated
            } else {
                told.size.unwrap_or(stated)
            };
            // Links and folders have no data whatever size they state.
            let size = match kind {
                EntryType::Link | EntryType::Symlink | EntryType::Directory => 0,
                EntryType::Char | EntryType::Block | EntryType::Fifo => 0,
                _ => size,
            };
            if kind == EntryType::GNUSparse
                && header.as_gnu().is_some_and(|gnu| gnu.is_extended())
                && let Err(error) = skip_map(read)
            {
                return self.lost(&error, place);
            }
            let mut data = Data { read, left: size };
            if is_extension {
                let (text, error) = fill(&mut data, TEXT);
                if let Some(error) = error {
                    return self.lost(&error, place);
                }
                told.take(kind, &text);
            } else {
                index += 1;
                let name = told.name.take().unwrap_or_else(|| header.path_bytes().into_owned());
                let is_sparse = told.is_sparse || kind == EntryType::GNUSparse;
                told = Told::default();
                let place = place.within(Form::Tar, index, Some(&name));
                let refusal = match kind {
                    EntryType::Directory => None,
                    EntryType::Link | EntryType::Symlink => Some(MemberReject::Link),
                    EntryType::Char | EntryType::Block | EntryType::Fifo => Some(MemberReject::Special),
                    _ if is_sparse => Some(MemberReject::Method),
                    EntryType::Regular | EntryType::Continuous => names::refusal(&name),
                    // Old archives mark a folder by its name alone.
                    _ => Some(MemberReject::Special),
                };
                match refusal {
                    Some(reason) => self.reject(place, reason)?,
                    None if kind == EntryType::Directory || (name.ends_with(b"/") && size == 0) => {}
                    None => self.stream(&mut data, below, &place)?,
                }
            }
            if let Err(error) = drain(&mut data) {
                return self.lost(&error, place);
            }
            let padding = (BLOCK as u64 - size % BLOCK as u64) % BLOCK as u64;
            // Padding that is missing at the very end harms nothing.
            let (_, error) = fill(read, padding as usize);
            if let Some(error) = error {
                return self.lost(&error, place);
            }
        }
    }
}

/// What the extension headers before an entry say of it.
#[derive(Default)]
struct Told {
    name: Option<Vec<u8>>,
    size: Option<u64>,
    is_sparse: bool,
}

impl Told {
    fn take(&mut self, kind: EntryType, text: &[u8]) {
        match kind {
            EntryType::GNULongName => {
                let name = text.split(|byte| *byte == 0).next().unwrap_or_default();
                self.name = Some(name.to_vec());
            }
            EntryType::XHeader => {
                for record in PaxExtensions::new(text).flatten() {
                    match record.key_bytes() {
                        b"path" => self.name = Some(record.value_bytes().to_vec()),
                        b"size" => self.size = record.value().ok().and_then(|size| size.parse().ok()),
                        key if key.starts_with(b"GNU.sparse.") => self.is_sparse = true,
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
}

/// Skips the blocks that continue the map of a sparse file.
fn skip_map(read: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let (block, error) = fill(read, BLOCK);
        match (error, block.get(504)) {
            (Some(error), _) => return Err(error),
            (None, None) => return Err(MemberFault::Truncated.into()),
            (None, Some(0)) => return Ok(()),
            (None, Some(_)) => {}
        }
    }
}

/// The bytes of one entry; an end before its last one is a fault.
struct Data<'a> {
    read: &'a mut dyn BufRead,
    left: u64,
}

impl BufRead for Data<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Ok(&[]);
        }
        let bytes = self.read.fill_buf()?;
        if bytes.is_empty() {
            return Err(MemberFault::Truncated.into());
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(bytes.len());
        Ok(bytes.get(..most).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.left = self.left.saturating_sub(count as u64);
        self.read.consume(count);
    }
}

impl Read for Data<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(into)?;
        self.consume(count);
        Ok(count)
    }
}

const BLOCK: usize = 512;

/// The most bytes of a long name or of an extended header that are looked at.
const TEXT: usize = 1 << 20;
