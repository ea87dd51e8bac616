//! Cuts delimited text into blocks of whole, well-formed records.
//!
//! polars' CSV reader pads short rows silently, fails a whole file for one long row, and lets a stray quote
//! swallow lines. So every record is checked here first: its quotes, its number of fields, its encoding. A
//! block that is clean (the common case) is passed on as it was read; from any other the bad lines are taken
//! out and counted, and fields with stray quotes inside are quoted, so that no reader can misread them.

use std::io::{self, Read};

use memchr::memchr;

use crate::record::{Cut, Record, Shape};

/// What was found besides good records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Faults {
    pub(crate) too_many: u64,
    pub(crate) too_few: u64,
    pub(crate) bad_quote: u64,
    pub(crate) too_long: u64,
    /// Records that were kept and whose invalid bytes were replaced.
    pub(crate) mended: u64,
}

/// A block of whole records. Its first byte is a line feed that belongs to none, so that no block can be taken
/// for compressed data by its first bytes.
pub(crate) struct Block {
    pub(crate) text: Vec<u8>,
    pub(crate) records: u64,
}

#[cfg(test)]
impl Block {
    /// The fields of every record, unquoted.
    pub(crate) fn fields(&self, shape: Shape) -> Vec<Vec<String>> {
        let mut records = Vec::new();
        let mut start = 1;
        while let Some(Cut::Record(record)) = self.text.get(start..).map(|_| shape.record(&self.text, start, true)) {
            if start == record.end || start == self.text.len() {
                break;
            }
            records.push(shape.fields_of(&self.text[start..record.end]));
            start = record.end;
        }
        records
    }
}

/// The blocks of a text. Memory: a block, and what is carried over of it, at most a record.
pub(crate) struct Blocks<R> {
    reader: R,
    shape: Shape,
    limit: u64,
    block: usize,
    carry: Vec<u8>,
    /// The rest of a line that was given up is still to come.
    inside_long: bool,
    ended: bool,
    pub(crate) faults: Faults,
}

/// How many lines a dropped record stands for: in a file whose tail was written on another system every bare
/// carriage return ends one.
fn lines(record: &[u8]) -> u64 {
    let bare = |at: &usize| record.get(at + 1).is_some_and(|next| *next != b'\n');
    1 + memchr::memchr_iter(b'\r', record).filter(bare).count() as u64
}

impl<R: Read> Blocks<R> {
    /// The first `limit` good records of `reader`, in blocks of about `block` bytes.
    pub(crate) fn new(reader: R, shape: Shape, limit: u64, block: usize) -> Self {
        Self {
            reader,
            shape,
            limit,
            block,
            carry: Vec::new(),
            inside_long: false,
            ended: false,
            faults: Faults::default(),
        }
    }

    /// The next block, `None` at the end.
    pub(crate) fn next(&mut self) -> io::Result<Option<Block>> {
        while !self.ended && self.limit > 0 {
            let mut text = Vec::with_capacity(1 + self.carry.len() + self.block + 1);
            text.push(b'\n');
            text.append(&mut self.carry);
            let read = self.reader.by_ref().take(self.block as u64).read_to_end(&mut text)?;
            self.ended = read < self.block;
            if self.ended && text.len() > 1 && text.last() != Some(&b'\n') {
                text.push(b'\n');
            }
            let block = self.cut(text);
            if block.records > 0 {
                self.limit -= block.records;
                return Ok(Some(block));
            }
        }
        Ok(None)
    }

    /// Takes the good records out of `text` and carries its unfinished end over.
    fn cut(&mut self, mut text: Vec<u8>) -> Block {
        let broken = match std::str::from_utf8(&text) {
            Ok(_) => false,
            Err(error) => error.error_len().is_some() || self.ended,
        };
        let mut records = 0;
        // Good records from here on are not yet in `mended`.
        let mut clean_from = 0;
        let mut mended: Vec<u8> = Vec::new();
        let mut start = 1;
        if self.inside_long {
            let line_feed = memchr(b'\n', &text[1..]);
            self.inside_long = line_feed.is_none();
            start = line_feed.map_or(text.len(), |at| at + 2);
            mended.push(b'\n');
            clean_from = start;
        }
        while start < text.len() && records < self.limit {
            let record = match self.shape.record(&text, start, self.ended) {
                Cut::Record(record) => record,
                Cut::Unfinished => break,
            };
            let line = &text[start..record.end];
            let verdict = self.judge(line, &record, broken);
            records += u64::from(!matches!(verdict, Verdict::Drop));
            let end = match verdict {
                Verdict::Keep => record.end,
                Verdict::Drop => {
                    mended.extend_from_slice(&text[clean_from..start]);
                    // What seems to be a record of several lines may have been made one by a stray quote.
                    let end = memchr(b'\n', line).map_or(record.end, |at| start + at + 1);
                    clean_from = end;
                    end
                }
                Verdict::Replace(by) => {
                    mended.extend_from_slice(&text[clean_from..start]);
                    mended.extend_from_slice(&by);
                    clean_from = record.end;
                    record.end
                }
            };
            start = end;
        }
        if text.len() - start > self.block.max(LONGEST_LINE) {
            self.faults.too_long += 1;
            self.inside_long = true;
        } else if records < self.limit {
            self.carry.extend_from_slice(&text[start..]);
        }
        if clean_from == 0 {
            text.truncate(start);
        } else {
            mended.extend_from_slice(&text[clean_from..start]);
            text = mended;
        }
        Block { text, records }
    }

    fn judge(&mut self, line: &[u8], record: &Record, broken: bool) -> Verdict {
        let faults = &mut self.faults;
        if matches!(line, b"\n" | b"\r\n") {
            return Verdict::Drop;
        }
        if record.bad_quote {
            faults.bad_quote += lines(line);
            return Verdict::Drop;
        }
        let surplus = record.fields.saturating_sub(self.shape.fields);
        if record.fields < self.shape.fields {
            faults.too_few += lines(line);
            return Verdict::Drop;
        }
        if surplus > 1 || (surplus == 1 && !record.ends_empty) {
            faults.too_many += lines(line);
            return Verdict::Drop;
        }
        let invalid = broken && std::str::from_utf8(line).is_err();
        faults.mended += u64::from(invalid);
        match (invalid, record.stray_quote) {
            (false, false) => Verdict::Keep,
            (true, false) => Verdict::Replace(String::from_utf8_lossy(line).into_owned().into_bytes()),
            (false, true) => Verdict::Replace(self.shape.quoted(line)),
            (true, true) => Verdict::Replace(self.shape.quoted(String::from_utf8_lossy(line).as_bytes())),
        }
    }
}

enum Verdict {
    Keep,
    Drop,
    Replace(Vec<u8>),
}

/// A longer line is given up, so that memory stays bounded.
const LONGEST_LINE: usize = 8 * 1024 * 1024;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &[u8], fields: usize, block: usize) -> (Vec<String>, Faults) {
        let mut blocks = Blocks::new(
            text,
            Shape {
                delimiter: b',',
                fields,
            },
            u64::MAX,
            block,
        );
        let (mut records, mut counted) = (Vec::new(), 0);
        while let Some(block) = blocks.next().unwrap() {
            assert_eq!(block.text[0], b'\n');
            counted += block.records;
            let shape = Shape {
                delimiter: b',',
                fields,
            };
            let mut start = 1;
            while start < block.text.len() {
                let Cut::Record(record) = shape.record(&block.text, start, true) else {
                    panic!()
                };
                records.push(String::from_utf8(block.text[start..record.end].to_vec()).unwrap());
                start = record.end;
            }
        }
        assert_eq!(counted, records.len() as u64);
        (records, blocks.faults)
    }

    fn joined(text: &str) -> (String, Faults) {
        let (records, faults) = cut(text.as_bytes(), 3, 1 << 16);
        (records.concat(), faults)
    }

    #[test]
    fn clean_text_is_passed_on_unchanged() {
        for text in [
            "1,2,3\n4,5,6\n",
            "1,2,3\r\n4,5,6\r\n",
            "\"a\nb\",\"c,d\",\"e\"\"f\"\n",
            ",,\n",
            "\"\",\"\",\"\"\r\n",
        ] {
            assert_eq!(joined(text), (text.to_owned(), Faults::default()), "{text:?}");
        }
        assert_eq!(joined("1,2,3\n4,5,6").0, "1,2,3\n4,5,6\n");
        assert_eq!(joined("1,2,\"3\"").0, "1,2,\"3\"\n");
        assert_eq!(joined("\n\r\n1,2,3\n\n").0, "1,2,3\n");
        assert_eq!(joined(""), (String::new(), Faults::default()));
    }

    #[test]
    fn ragged_lines_are_counted_and_a_lone_trailing_delimiter_is_not() {
        let (text, faults) = joined("1,2\n1,2,3\n1,2,3,\n1,2,3,4\n1,2,3,,\n");
        assert_eq!(text, "1,2,3\n1,2,3,\n");
        assert_eq!(
            faults,
            Faults {
                too_many: 2,
                too_few: 1,
                ..Faults::default()
            }
        );
    }

    #[test]
    fn a_stray_quote_costs_one_line() {
        let mut text = String::new();
        for line in 0..100 {
            text += &match line {
                5 => "5,\"open,x\n".to_owned(),
                _ => format!("{line},\"name {line}\",x\n"),
            };
        }
        let (records, faults) = cut(text.as_bytes(), 3, 64);
        assert_eq!(records.len(), 99);
        assert_eq!(
            faults,
            Faults {
                bad_quote: 1,
                ..Faults::default()
            }
        );
        // Without any later quote the field would reach to the end of the text.
        let text = text.replace("\"name", "name").replace("\",x", ",x");
        let (records, faults) = cut(text.as_bytes(), 3, 64);
        assert_eq!(records.len(), 99);
        assert_eq!(
            faults,
            Faults {
                bad_quote: 1,
                ..Faults::default()
            }
        );
    }

    #[test]
    fn quotes_inside_of_plain_fields_are_kept_and_made_unmistakable() {
        let (text, faults) = joined("a \"b\" c,5'2\",\"x\ny\"\n");
        assert_eq!(text, "\"a \"\"b\"\" c\",\"5'2\"\"\",\"x\ny\"\n");
        assert_eq!(faults, Faults::default());
    }

    #[test]
    fn invalid_bytes_are_replaced_and_counted() {
        let (records, faults) = cut(b"a,\xff,c\n1,2,3\nx,y,\xc3", 3, 1 << 16);
        assert_eq!(records.concat(), "a,\u{fffd},c\n1,2,3\nx,y,\u{fffd}\n");
        assert_eq!(
            faults,
            Faults {
                mended: 2,
                ..Faults::default()
            }
        );
    }

    #[test]
    fn an_endless_line_is_given_up() {
        let mut text = b"1,2,3\n".to_vec();
        text.resize(3 * LONGEST_LINE, b'x');
        text.extend_from_slice(b"\n4,5,6\n");
        let (records, faults) = cut(&text, 3, 1 << 20);
        assert_eq!(records, ["1,2,3\n", "4,5,6\n"]);
        assert_eq!(
            faults,
            Faults {
                too_long: 1,
                ..Faults::default()
            }
        );
    }

    #[test]
    fn a_limit_counts_good_records() {
        let text = b"1,2\n1,2,3\n4,5,6\n7,8,9\n";
        let mut blocks = Blocks::new(
            &text[..],
            Shape {
                delimiter: b',',
                fields: 3,
            },
            2,
            7,
        );
        let mut records = 0;
        while let Some(block) = blocks.next().unwrap() {
            records += block.records;
        }
        assert_eq!(records, 2);
    }

    proptest! {
        #[test]
        fn the_size_of_blocks_does_not_matter(text in "[ab,\"\r\n]{0,80}", block in 1_usize..40) {
            prop_assert_eq!(cut(text.as_bytes(), 2, block), cut(text.as_bytes(), 2, 1 << 16));
        }

        #[test]
        fn every_line_is_kept_or_counted(lines in prop::collection::vec("[ab,\"]{1,12}", 0..20)) {
            let text = lines.iter().map(|line| format!("{line}\n")).collect::<String>();
            let (records, faults) = cut(text.as_bytes(), 2, 16);
            let kept: usize = records.iter().map(|record| record.matches('\n').count()).sum();
            let dropped = faults.too_few + faults.too_many + faults.bad_quote;
            prop_assert_eq!(kept as u64 + dropped, lines.len() as u64);
        }
    }
}
