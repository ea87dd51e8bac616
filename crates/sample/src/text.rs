use std::collections::VecDeque;
use std::io::Read;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, DecoderResult, Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE};

use crate::{Error, Found, LineEnd};

/// A text as UTF-8, decoded chunk by chunk. Malformed sequences become U+FFFD, and `\r` becomes `\n` where lines end in
/// `\r` alone.
pub(crate) struct Text {
    read: Box<dyn Read + Send>,
    name: String,
    decoder: Decoder,
    raw: Vec<u8>,
    ended: bool,
    /// Bytes read and decoded so far.
    raw_done: u64,
    decoded_done: u64,
    anchors: VecDeque<Anchor>,
    pub(crate) encoding: Found<&'static Encoding>,
    pub(crate) byte_order_mark: bool,
    pub(crate) line_end: LineEnd,
}

/// A place behind bytes that are no text, where raw and decoded positions can't be told from each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Anchor {
    pub(crate) decoded: u64,
    pub(crate) raw: u64,
}

impl Text {
    /// Finds out the encoding from `head`, the leading bytes of a member, and decodes them; `read` yields what follows.
    /// `complete` says that nothing does.
    pub(crate) fn open(
        name: &str,
        read: Box<dyn Read + Send>,
        head: &[u8],
        complete: bool,
        asked: Option<&str>,
    ) -> Result<(Text, Vec<u8>), Error> {
        let marked = Encoding::for_bom(head).map(|(encoding, _)| encoding);
        let encoding = match asked {
            Some(label) => Found::stated(by_label(label)?),
            None if is_utf_32(head) => {
                return Err(Error::UnsupportedEncoding {
                    input: name.to_owned(),
                    encoding: "UTF-32",
                });
            }
            None => match marked {
                Some(encoding) => Found::new(encoding, 1.0),
                None => guess(head, complete),
            },
        };
        let byte_order_mark = marked == Some(encoding.value);
        let mut text = Text {
            read,
            name: name.to_owned(),
            decoder: encoding.value.new_decoder_without_bom_handling(),
            raw: Vec::new(),
            ended: complete,
            raw_done: 0,
            decoded_done: 0,
            anchors: VecDeque::new(),
            encoding,
            byte_order_mark,
            line_end: LineEnd::Lf,
        };
        let mark = text.mark_length() as usize;
        text.raw_done = mark as u64;
        let mut decoded = Vec::new();
        text.decode(&head[mark..], complete, &mut decoded);
        text.line_end = line_end(&decoded);
        text.unify(&mut decoded);
        Ok((text, decoded))
    }

    /// A text of which nothing follows what is at hand.
    pub(crate) fn none() -> Text {
        Text {
            read: Box::new(std::io::empty()),
            name: String::new(),
            decoder: UTF_8.new_decoder_without_bom_handling(),
            raw: Vec::new(),
            ended: true,
            raw_done: 0,
            decoded_done: 0,
            anchors: VecDeque::new(),
            encoding: Found::stated(UTF_8),
            byte_order_mark: false,
            line_end: LineEnd::Lf,
        }
    }

    /// Bytes of the byte order mark.
    pub(crate) fn mark_length(&self) -> u64 {
        match self.byte_order_mark {
            true if self.encoding.value == UTF_8 => 3,
            true => 2,
            false => 0,
        }
    }

    /// Whether nothing follows what was decoded.
    pub(crate) fn is_ended(&self) -> bool {
        self.ended
    }

    /// Appends a chunk of text to `out`; returns false at the end.
    pub(crate) fn append(&mut self, out: &mut Vec<u8>) -> Result<bool, Error> {
        if self.ended {
            return Ok(false);
        }
        let mut raw = std::mem::take(&mut self.raw);
        self.ended = fill(&mut self.read, &mut raw, CHUNK).map_err(|source| Error::reading(&self.name, source))?;
        let start = out.len();
        self.decode(&raw, self.ended, out);
        self.raw = raw;
        self.unify(&mut out[start..]);
        Ok(!self.ended)
    }

    /// The next anchor that does not lie beyond a decoded position, once.
    pub(crate) fn next_anchor(&mut self, upto: u64) -> Option<Anchor> {
        self.anchors.pop_front_if(|anchor| anchor.decoded <= upto)
    }

    fn unify(&self, text: &mut [u8]) {
        if self.line_end == LineEnd::Cr {
            for byte in text.iter_mut().filter(|byte| **byte == b'\r') {
                *byte = b'\n';
            }
        }
    }

    /// Decodes, line by line where what was decoded does not tell how long it was before: `\n` is part of no character in
    /// any encoding of several bytes.
    fn decode(&mut self, raw: &[u8], last: bool, out: &mut Vec<u8>) {
        let encoding = self.encoding.value;
        if encoding == UTF_8 || encoding == UTF_16LE || encoding == UTF_16BE || encoding.is_single_byte() {
            return self.decode_part(raw, last, out);
        }
        let mut rest = raw;
        while let Some(at) = memchr::memchr(b'\n', rest) {
            let (line, after) = rest.split_at(at + 1);
            self.decode_part(line, false, out);
            self.anchor();
            rest = after;
        }
        self.decode_part(rest, last, out);
        if last {
            self.anchor();
        }
    }

    /// Notes that what was decoded so far is what was read so far.
    fn anchor(&mut self) {
        self.anchors.push_back(Anchor {
            decoded: self.decoded_done,
            raw: self.raw_done,
        });
    }

    fn decode_part(&mut self, raw: &[u8], last: bool, out: &mut Vec<u8>) {
        let mut raw = raw;
        loop {
            let start = out.len();
            let wanted = self
                .decoder
                .max_utf8_buffer_length_without_replacement(raw.len())
                .unwrap_or(CHUNK)
                .clamp(16, 4 * CHUNK);
            out.resize(start + wanted, 0);
            let (result, read, written) = self
                .decoder
                .decode_to_utf8_without_replacement(raw, &mut out[start..], last);
            out.truncate(start + written);
            raw = &raw[read..];
            self.raw_done += read as u64;
            self.decoded_done += written as u64;
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(_, _) => {
                    out.extend_from_slice(REPLACED);
                    self.decoded_done += REPLACED.len() as u64;
                    self.anchor();
                }
            }
        }
    }
}

/// Replaces `chunk` by the next `wanted` bytes, fewer only at the end, so that what is decided on a chunk does not depend
/// on how the bytes arrive. Returns whether the end was met.
pub(crate) fn fill(read: &mut dyn Read, chunk: &mut Vec<u8>, wanted: usize) -> std::io::Result<bool> {
    chunk.clear();
    let filled = read.take(wanted as u64).read_to_end(chunk)?;
    Ok(filled < wanted)
}

/// Control characters among the leading characters, if they are too many for a text, and how many were
/// looked at. Separators that databases write (0x01, 0x1E, 0x1F) are none here.
pub(crate) fn binary(text: &[u8]) -> Option<(usize, usize)> {
    let text = &text[..text.len().min(BINARY_HEAD)];
    let controls = text
        .iter()
        .filter(|byte| matches!(byte, 0 | 2..=8 | 0x0E..=0x19 | 0x1B..=0x1D | 0x7F))
        .count();
    (controls > 4 && controls * 50 > text.len()).then_some((controls, text.len()))
}

/// Whether a text that declares an encoding can be in it.
pub(crate) fn is_readable(label: &str, head: &[u8]) -> bool {
    Encoding::for_bom(head).is_none()
        && by_label(label).is_ok_and(|encoding| {
            encoding != UTF_8 && encoding != UTF_16LE && encoding != UTF_16BE && utf_16_without_mark(head).is_none()
        })
}

fn by_label(label: &str) -> Result<&'static Encoding, Error> {
    Encoding::for_label(label.as_bytes())
        .filter(|encoding| *encoding != REPLACEMENT)
        .ok_or_else(|| Error::UnknownEncoding {
            label: label.to_owned(),
        })
}

fn is_utf_32(head: &[u8]) -> bool {
    head.starts_with(b"\xFF\xFE\0\0") || head.starts_with(b"\0\0\xFE\xFF")
}

fn guess(head: &[u8], complete: bool) -> Found<&'static Encoding> {
    if let Some(encoding) = utf_16_without_mark(head) {
        return Found::new(encoding, 0.95);
    }
    if head.is_ascii() {
        return Found::new(UTF_8, if complete { 1.0 } else { 0.95 });
    }
    // Damage in a few places, such as a line cut within a character, is no reason for another encoding.
    let (mut good, mut bad) = (0usize, 0usize);
    let mut chunks = head.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        let cut_off = chunks.peek().is_none() && !complete;
        bad += usize::from(!chunk.invalid().is_empty() && !cut_off);
    }
    if good >= 10 * bad {
        return Found::new(UTF_8, good.max(1) as f64 / (good + bad).max(1) as f64);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let telling = head.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let telling = &head[telling..head.len().min(telling + TELLING)];
    detector.feed(telling, complete && telling.len() < TELLING);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    // A few letters stand at the same bytes in several encodings of one byte a letter.
    let confidence = match telling.iter().filter(|byte| !byte.is_ascii()).count() {
        ..16 if encoding.is_single_byte() => 0.5,
        16..64 if encoding.is_single_byte() => 0.6,
        _ => 0.7,
    };
    Found::new(encoding, confidence)
}

/// In UTF-16 every ASCII character has a zero byte, on the same side; other texts have hardly any.
fn utf_16_without_mark(head: &[u8]) -> Option<&'static Encoding> {
    let pairs = head.len() / 2;
    let zeros = |side: usize| head.chunks_exact(2).filter(|pair| pair.get(side) == Some(&0)).count();
    let (first, second) = (zeros(0), zeros(1));
    let mostly = |zeros: usize, others: usize| zeros * 10 > pairs * 4 && others * 20 < pairs;
    match (mostly(second, first), mostly(first, second)) {
        (true, _) => Some(UTF_16LE),
        (_, true) => Some(UTF_16BE),
        _ => None,
    }
}

fn line_end(text: &[u8]) -> LineEnd {
    let lines = memchr::memchr_iter(b'\n', text).count();
    let returned = memchr::memmem::find_iter(text, b"\r\n").count();
    match lines {
        0 if memchr::memchr(b'\r', text).is_some() => LineEnd::Cr,
        _ if returned * 2 > lines => LineEnd::CrLf,
        _ => LineEnd::Lf,
    }
}

const CHUNK: usize = 256 << 10;
/// What stands for bytes that are no text.
pub(crate) const REPLACED: &[u8] = "\u{FFFD}".as_bytes();
/// Bytes from the first one beyond ASCII on that an encoding other than UTF-8 is told by.
const TELLING: usize = 256 << 10;
const BINARY_HEAD: usize = 64 << 10;

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(head: &[u8]) -> &'static str {
        guess(head, true).value.name()
    }

    #[test]
    fn encodings_are_found() {
        let utf_16 =
            |text: &str, order: fn(u16) -> [u8; 2]| -> Vec<u8> { text.encode_utf16().flat_map(order).collect() };
        assert_eq!(guessed(b"name,city\nAnn,Oslo\n"), "UTF-8");
        assert_eq!(guessed("name\nJosé\n".as_bytes()), "UTF-8");
        assert_eq!(guessed(b"name,city\nJos\xE9 Mu\xF1oz,M\xE1laga\n"), "windows-1252");
        assert_eq!(guessed(&utf_16("name\nJosé\n", u16::to_le_bytes)), "UTF-16LE");
        assert_eq!(guessed(&utf_16("name\nJosé\n", u16::to_be_bytes)), "UTF-16BE");
    }

    #[test]
    fn few_letters_tell_little_of_an_encoding() {
        let confidence = |rows: usize| guess(&b"Jos\xE9,M\xE1laga\n".repeat(rows), true).confidence;
        assert_eq!([7, 8, 31, 32].map(confidence), [0.5, 0.6, 0.6, 0.7]);
    }

    #[test]
    fn a_little_damage_leaves_it_utf_8() {
        let mut text = "é".repeat(40).into_bytes();
        text.extend(b"\xC3,x\n");
        let found = guess(&text, true);
        assert_eq!(found.value.name(), "UTF-8");
        assert!(found.confidence < 1.0);
    }

    #[test]
    fn a_character_cut_off_by_the_head_is_no_damage() {
        let found = guess(b"name\nJos\xC3", false);
        assert_eq!((found.value.name(), found.confidence), ("UTF-8", 1.0));
    }

    #[test]
    fn binary_is_told_from_text() {
        assert_eq!(binary(b"a,b\n1,\0\n"), None);
        assert_eq!(binary("a\u{1}b\n".repeat(50).as_bytes()), None);
        assert!(binary(&[0, 2, 3, 4, 5, 6, 7, 8, b'a']).is_some());
    }

    #[test]
    fn labels_that_name_nothing_are_refused() {
        assert!(by_label("Latin1").is_ok());
        for label in ["", "klingon", "iso-2022-kr"] {
            assert!(matches!(by_label(label), Err(Error::UnknownEncoding { .. })));
        }
    }
}
