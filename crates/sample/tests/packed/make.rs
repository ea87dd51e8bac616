//! Writes the formats.

use std::io::{Cursor, Read, Write};

pub(crate) fn csv(rows: usize) -> Vec<u8> {
    let rows = (0..rows).map(|row| format!("{row},{:x}\n", row.wrapping_mul(2_654_435_761)));
    format!("id,hash\n{}", rows.collect::<String>()).into_bytes()
}

pub(crate) fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

pub(crate) fn bz2(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    bzip2::read::BzEncoder::new(bytes, bzip2::Compression::fast())
        .read_to_end(&mut out)
        .unwrap();
    out
}

pub(crate) fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut writer = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::with_preset(1)).unwrap();
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

pub(crate) fn zst(bytes: &[u8]) -> Vec<u8> {
    let mut writer = zstd::stream::write::Encoder::new(Vec::new(), 3).unwrap();
    writer.include_checksum(true).unwrap();
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

pub(crate) fn lz4(bytes: &[u8]) -> Vec<u8> {
    let info = lz4_flex::frame::FrameInfo::new()
        .block_size(lz4_flex::frame::BlockSize::Max64KB)
        .content_checksum(true);
    let mut writer = lz4_flex::frame::FrameEncoder::with_frame_info(info, Vec::new());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

pub(crate) fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

pub(crate) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub(crate) fn seven(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = sevenz_rust2::ArchiveWriter::new(Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in files {
        let entry = sevenz_rust2::ArchiveEntry::new_file(name);
        writer.push_archive_entry(entry, Some(*bytes)).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// An entry of a zip that is written by hand.
pub(crate) struct Entry<'a> {
    pub(crate) name: &'a [u8],
    pub(crate) mode: u32,
    pub(crate) packed: &'a [u8],
    pub(crate) unpacked: &'a [u8],
    pub(crate) method: u16,
    /// Stands where an earlier entry does.
    pub(crate) shares: bool,
}

impl<'a> Entry<'a> {
    pub(crate) fn stored(name: &'a [u8], bytes: &'a [u8]) -> Entry<'a> {
        Entry {
            name,
            mode: 0o100_644,
            packed: bytes,
            unpacked: bytes,
            method: 0,
            shares: false,
        }
    }
}

/// A zip that no decent program would write.
pub(crate) fn odd_zip(entries: &[Entry]) -> Vec<u8> {
    let (mut out, mut directory, mut at) = (Vec::new(), Vec::new(), 0_u32);
    for entry in entries {
        let mut crc = flate2::Crc::new();
        crc.update(entry.unpacked);
        let mut common = Vec::new();
        common.extend(
            [20_u16, 0, entry.method, 0, 0x21]
                .iter()
                .flat_map(|half| half.to_le_bytes()),
        );
        let words = [crc.sum(), entry.packed.len() as u32, entry.unpacked.len() as u32];
        common.extend(words.iter().flat_map(|word| word.to_le_bytes()));
        common.extend((entry.name.len() as u16).to_le_bytes());
        common.extend(0_u16.to_le_bytes());
        if !entry.shares {
            at = out.len() as u32;
            out.extend(b"PK\x03\x04");
            out.extend(&common);
            out.extend(entry.name);
            out.extend(entry.packed);
        }
        directory.extend(b"PK\x01\x02\x14\x03");
        directory.extend(&common);
        directory.extend([0; 6]);
        directory.extend((entry.mode << 16).to_le_bytes());
        directory.extend(at.to_le_bytes());
        directory.extend(entry.name);
    }
    let start = out.len() as u32;
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    let count = (entries.len() as u16).to_le_bytes();
    out.extend(count);
    out.extend(count);
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}
