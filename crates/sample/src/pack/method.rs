use std::io::{self, BufRead, Read};

use bzip2::bufread::BzDecoder;
use flate2::{Crc, bufread::DeflateDecoder};
use lzma_rust2::{LzmaReader, XzReader, lzma_get_memory_usage_by_props};
use zstd::stream::read::Decoder as ZstdDecoder;

use super::MemberFault;

/// Unpacks an entry of a zip by the number of its method; `None` is a method that is not read. If size and CRC-32
/// are known, they are checked at the end. `memory` is the most bytes that a dictionary may have.
pub(super) fn decode<'a>(
    method: u16,
    mut packed: impl BufRead + 'a,
    known: Option<(u64, u32)>,
    memory: u64,
) -> io::Result<Option<Box<dyn Read + 'a>>> {
    let kib = u32::try_from(memory >> 10).unwrap_or(u32::MAX);
    let read: Box<dyn Read + 'a> = match method {
        0 => Box::new(packed),
        8 => Box::new(DeflateDecoder::new(packed)),
        12 => Box::new(BzDecoder::new(packed)),
        14 => {
            let mut head = [0; 9];
            packed.read_exact(&mut head)?;
            // The version, the length of the properties, the properties.
            let [_, _, 5, 0, props, a, b, c, d] = head else {
                return Err(MemberFault::Corrupt.into());
            };
            let dictionary = u32::from_le_bytes([a, b, c, d]);
            let needed = lzma_get_memory_usage_by_props(dictionary, props).map_err(|_| MemberFault::Corrupt)?;
            if needed > kib {
                return Err(MemberFault::Memory.into());
            }
            let size = known.map_or(u64::MAX, |(size, _)| size);
            let reader = LzmaReader::new_with_props(packed, size, props, dictionary, None);
            Box::new(reader.map_err(|_| MemberFault::Corrupt)?)
        }
        93 => {
            let mut decoder = ZstdDecoder::with_buffer(packed)?;
            decoder.window_log_max(memory.max(1).ilog2().clamp(10, 27))?;
            Box::new(decoder)
        }
        95 => Box::new(XzReader::new_mem_limit(packed, true, kib)),
        _ => return Ok(None),
    };
    Ok(Some(match known {
        None => read,
        Some((size, crc)) => Box::new(Checked {
            read,
            crc: Crc::new(),
            wanted: crc,
            left: size,
        }),
    }))
}

/// Checks size and CRC-32 at the end.
struct Checked<R> {
    read: R,
    crc: Crc,
    wanted: u32,
    left: u64,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        let count = self.read.read(into)?;
        if count == 0 {
            return match (self.left, self.crc.sum() == self.wanted) {
                (0, true) => Ok(0),
                (0, false) => Err(MemberFault::Checksum.into()),
                (_, _) => Err(MemberFault::Truncated.into()),
            };
        }
        // More than was announced: the checksum would not show it before all of it is out.
        let Some(left) = self.left.checked_sub(count as u64) else {
            return Err(MemberFault::Corrupt.into());
        };
        self.left = left;
        self.crc.update(into.get(..count).unwrap_or_default());
        Ok(count)
    }
}
