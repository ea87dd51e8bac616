use std::io::{self, BufReader, Read, Seek, SeekFrom};

use flate2::bufread::DeflateDecoder;

use super::{
    MemberFault, MemberPlace, MemberReject,
    layer::{Below, Packed, Seen},
    method::decode,
    names,
    sought::Sought,
    walk::{Hold, Stop, Walk},
};
use crate::Form;

impl Walk {
    /// Walks through a zip without a directory, such as one that is cut off, by the headers before its entries; then
    /// says what is wrong with it.
    pub(super) fn broken_zip(&mut self, mut hold: Hold, fault: MemberFault, place: &MemberPlace) -> Result<(), Stop> {
        let sought = Sought::new(&mut hold, &self.gauge);
        sought.allowed().set(u64::MAX);
        let mut source = Packed::new(sought);
        let seen = source.seen.clone();
        let (mut at, mut index) = (0, 0);
        while let Some(next) = self.broken_entry(&mut source, &seen, at, index + 1, place)? {
            at = next;
            index += 1;
        }
        let fault = seen
            .fault
            .get()
            .filter(|fault| fault.is_fatal())
            .unwrap_or(match index {
                0 => fault,
                _ => MemberFault::Truncated,
            });
        self.fault(fault, place)
    }

    /// Reads the entry at a position. Returns where the next one should be.
    fn broken_entry(
        &mut self,
        source: &mut Packed<Sought<'_>>,
        seen: &Seen,
        at: u64,
        index: u32,
        place: &MemberPlace,
    ) -> Result<Option<u64>, Stop> {
        let Ok(header) = Header::read(source, at) else {
            return Ok(None);
        };
        let next = header.size.map(|size| header.data.saturating_add(u64::from(size)));
        if header.name.ends_with(b"/") {
            return Ok(next);
        }
        let place = place.within(Form::Zip, index, Some(&header.name));
        let refusal = names::refusal(&header.name).or(match header.flags & ENCRYPTED {
            0 => None,
            _ => Some(MemberReject::Password { tried: 0 }),
        });
        if let Some(reason) = refusal {
            self.reject(place, reason)?;
            return Ok(next);
        }
        let memory = self.gauge.limits.decoder_memory;
        let Some(size) = header.size else {
            // Its length follows it: only a method that knows its own end can be read.
            if header.method != 8 {
                self.reject(place, MemberReject::Method)?;
                return Ok(None);
            }
            let packed = Packed::new(BufReader::new(&mut *source));
            let own = packed.seen.clone();
            let below = Below::default().with(own.bytes.clone());
            let mut read = DeflateDecoder::new(packed);
            self.entry(&mut read, &own, &below, &place)?;
            let used = own.bytes.get();
            return Ok(descriptor_end(source, header.data.saturating_add(used)).ok().flatten());
        };
        let packed = Packed::new(BufReader::new((&mut *source).take(u64::from(size))));
        let own = packed.seen.clone();
        let below = Below::default().with(own.bytes.clone());
        match decode(
            header.method,
            packed,
            Some((u64::from(header.unpacked), header.crc)),
            memory,
        ) {
            Ok(Some(read)) => self.entry(read, &own, &below, &place)?,
            Ok(None) => self.reject(place, MemberReject::Method)?,
            Err(error) => self.fault(own.meaning(&error), &place)?,
        }
        match seen.fault.get().filter(|fault| fault.is_fatal()) {
            Some(fault) => self.fault(fault, &MemberPlace::top(0, None)).map(|()| None),
            None => Ok(next),
        }
    }
}

/// The header before an entry.
struct Header {
    flags: u16,
    method: u16,
    crc: u32,
    /// Packed bytes, if they stand before the data.
    size: Option<u32>,
    unpacked: u32,
    name: Vec<u8>,
    data: u64,
}

impl Header {
    fn read(source: &mut (impl Read + Seek), at: u64) -> io::Result<Header> {
        source.seek(SeekFrom::Start(at))?;
        let mut head = [0; 30];
        source.read_exact(&mut head)?;
        let half = |at: usize| u16::from_le_bytes([head[at], head[at + 1]]);
        let word = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        if !head.starts_with(b"PK\x03\x04") {
            return Err(MemberFault::Corrupt.into());
        }
        let (name_length, extra) = (half(26), half(28));
        let mut name = vec![0; usize::from(name_length)];
        source.read_exact(&mut name)?;
        source.seek_relative(i64::from(extra))?;
        let flags = half(6);
        Ok(Header {
            flags,
            method: half(8),
            crc: word(14),
            size: Some(word(18)).filter(|size| flags & DESCRIPTOR == 0 && *size != u32::MAX),
            unpacked: word(22),
            name,
            data: at + 30 + u64::from(name_length) + u64::from(extra),
        })
    }
}

/// Where the next header begins behind a descriptor, which has one of four lengths.
fn descriptor_end(source: &mut (impl Read + Seek), at: u64) -> io::Result<Option<u64>> {
    source.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::new();
    source.take(28).read_to_end(&mut bytes)?;
    let ends = [16, 12, 24, 20];
    let end = ends
        .into_iter()
        .find(|end| bytes.get(*end..).is_some_and(|rest| rest.starts_with(b"PK\x03\x04")));
    Ok(end.map(|end| at + end as u64))
}

const ENCRYPTED: u16 = 1;

const DESCRIPTOR: u16 = 8;
