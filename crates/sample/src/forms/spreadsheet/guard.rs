//! A look at a packed workbook before the library unpacks it: it believes how many texts there are, and holds whatever it
//! unpacks.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::damaged;
use crate::Unreadable;
use crate::forms::pump::Stop;

/// What a packed workbook is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Xlsx,
    Xlsb,
    OpenDocument,
}

/// Finds out what a workbook is, and refuses one that takes too much memory.
pub(super) fn look_at(bytes: &[u8]) -> Result<Kind, Stop> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let has = |end: &str| {
        archive
            .file_names()
            .flatten()
            .any(|name| name.to_ascii_lowercase().ends_with(end))
    };
    // The workbook of an xlsx may have any name and stand anywhere; the library finds it as Excel does.
    let kind = match (has("workbook.bin"), has("_rels/.rels"), has("content.xml")) {
        (true, ..) => Kind::Xlsb,
        (_, true, _) => Kind::Xlsx,
        (.., true) => Kind::OpenDocument,
        _ => return Err(damaged()),
    };
    let mut all = 0u64;
    for at in 0..archive.len() {
        let raw = archive.by_index_raw(at).map_err(|_| damaged())?;
        if raw.encrypted() {
            return Err(Unreadable::Password.into());
        }
        let (packed, unpacked) = (raw.compressed_size(), raw.size());
        all = all.saturating_add(unpacked);
        limit("bytes when it is unpacked", all, MOST_BYTES)?;
        if unpacked > HARMLESS {
            limit("bytes for every packed one", unpacked / packed.max(1), MOST_TIMES)?;
        }
        drop(raw);
        let Ok(part) = archive.by_index(at) else { continue };
        let name = part.name().map(|name| name.to_ascii_lowercase()).unwrap_or_default();
        look_into(part, &name, unpacked)?;
    }
    Ok(kind)
}

/// Unpacks a part and holds nothing of it.
fn look_into(part: impl Read, name: &str, unpacked: u64) -> Result<(), Stop> {
    let is_xml = name.ends_with(".xml") || name.ends_with(".rels");
    let most = match name {
        _ if name.ends_with("styles.xml") || name.ends_with("styles.bin") => MOST_STYLES,
        _ if name.contains("workbook") => MOST_FRAME,
        _ => MOST_BYTES,
    };
    limit("bytes of styles or names", unpacked, most)?;
    // A directory may lie: one byte more than it says is one too many.
    let mut part = part.take(unpacked + 1);
    let (mut seen, mut tags, mut since) = (0u64, 0u64, 0u64);
    let mut buffer = vec![0; 64 << 10];
    let mut head = Vec::new();
    // A part that can't be unpacked is the library's to complain about.
    while let Ok(count @ 1..) = part.read(&mut buffer) {
        let bytes = &buffer[..count];
        seen += count as u64;
        if seen > unpacked {
            return Err(damaged());
        }
        if !is_xml {
            continue;
        }
        if head.len() < HEAD {
            head.extend_from_slice(&bytes[..count.min(HEAD - head.len())]);
        }
        let mut last = 0;
        for at in memchr::memchr_iter(b'<', bytes) {
            tags += 1;
            limit("bytes between two tags", since + (at - last) as u64, MOST_BETWEEN)?;
            (last, since) = (at, 0);
        }
        since += (count - last) as u64;
        limit("bytes between two tags", since, MOST_BETWEEN)?;
    }
    if name.ends_with("sharedstrings.xml") {
        limit("tags of texts", tags, MOST_TAGS)?;
        limit("texts", said(&head)?, MOST_TAGS)?;
    }
    Ok(())
}

/// How many texts there are said to be.
fn said(head: &[u8]) -> Result<u64, Stop> {
    // The element stands at the beginning unless somebody hides it behind a long comment.
    let start = memchr::memmem::find(head, b"sst").ok_or_else(damaged)?;
    let tag = &head[start..];
    let end = memchr::memchr(b'>', tag).ok_or_else(damaged)?;
    let Some(at) = memchr::memmem::rfind(&tag[..end], b"uniqueCount") else {
        return Ok(0);
    };
    let digits = tag[at..end].iter().filter(|byte| !byte.is_ascii_alphabetic());
    let digits = digits
        .skip_while(|byte| !byte.is_ascii_digit())
        .take_while(|byte| byte.is_ascii_digit());
    Ok(digits.fold(0u64, |number, digit| {
        number.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
    }))
}

fn limit(what: &'static str, found: u64, most: u64) -> Result<(), Stop> {
    match found > most {
        true => Err(Unreadable::TooLarge { what, found, most }.into()),
        false => Ok(()),
    }
}

/// Bytes of all parts when they are unpacked; how many times that is what they are packed, unless they are few.
const MOST_BYTES: u64 = 2 << 30;
const MOST_TIMES: u64 = 200;
const HARMLESS: u64 = 64 << 20;
/// Bytes of styles, each of which takes far more once it is read, and of what names the sheets.
const MOST_STYLES: u64 = 16 << 20;
const MOST_FRAME: u64 = 64 << 20;
/// Tags of the texts that cells share, of which each text has four, and bytes from a tag to the next.
const MOST_TAGS: u64 = 64 << 20;
const MOST_BETWEEN: u64 = 16 << 20;
/// Bytes in which the texts' number is looked for.
const HEAD: usize = 64 << 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_texts_is_found() {
        let said = |head: &str| said(head.as_bytes()).ok();
        assert_eq!(said("<?xml?><sst count=\"9\" uniqueCount=\"12\">"), Some(12));
        assert_eq!(said("<x:sst uniqueCount = '99999999999999999999999'>"), Some(u64::MAX));
        assert_eq!(said("<sst><si/>uniqueCount=\"7\""), Some(0));
        assert_eq!(said("<!-- -->"), None);
    }

    #[test]
    fn what_unpacks_to_more_than_it_says_is_refused() {
        assert!(look_into(&b"12345"[..], "a.xml", 5).is_ok());
        assert!(look_into(&b"123456"[..], "a.xml", 5).is_err());
        let long = vec![b'x'; MOST_BETWEEN as usize + 1];
        assert!(look_into(&long[..], "a.xml", long.len() as u64).is_err());
        assert!(look_into(&long[..], "a.png", long.len() as u64).is_ok());
    }
}
