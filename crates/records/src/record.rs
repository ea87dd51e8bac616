//! One record of delimited text: where it ends, how many fields it has, whether its quotes match.

use memchr::{memchr, memchr3};

/// What one record must look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) delimiter: u8,
    pub(crate) fields: usize,
}

impl Shape {
    /// The record of `text` that begins at `start`. `ended`: nothing follows `text`, whose last byte then is a
    /// line feed.
    pub(crate) fn record(&self, text: &[u8], start: usize, ended: bool) -> Cut {
        let mut record = Record {
            end: 0,
            fields: 1,
            ends_empty: false,
            stray_quote: false,
            bad_quote: false,
        };
        let mut field = start;
        let mut at = start;
        loop {
            if text.get(field) == Some(&QUOTE) && at == field {
                match closing(text, field + 1) {
                    Some(close) => match text.get(close + 1..) {
                        Some([byte, ..]) if *byte == self.delimiter => {
                            record.fields += 1;
                            field = close + 2;
                            at = field;
                            continue;
                        }
                        Some([b'\n', ..]) => return record.until(close + 2, false),
                        Some([b'\r', b'\n', ..]) => return record.until(close + 3, false),
                        Some([] | [b'\r']) if !ended => return Cut::Unfinished,
                        _ => return record.broken(text, start, ended),
                    },
                    None if ended || text.len() - start > LONGEST_QUOTED => return record.broken(text, start, ended),
                    None => return Cut::Unfinished,
                }
            }
            let Some(next) = text
                .get(at..)
                .and_then(|rest| memchr3(self.delimiter, b'\n', QUOTE, rest))
            else {
                return Cut::Unfinished;
            };
            let found = at + next;
            at = found + 1;
            match text[found] {
                QUOTE => record.stray_quote = true,
                b'\n' => {
                    let last = &text[field..found];
                    return record.until(found + 1, last.is_empty() || last == b"\r");
                }
                _ => {
                    record.fields += 1;
                    field = at;
                }
            }
        }
    }

    /// The record `line` with every field quoted that holds a quote without being quoted.
    pub(crate) fn quoted(&self, line: &[u8]) -> Vec<u8> {
        let mut quoted = Vec::with_capacity(line.len() + 8);
        let body = line.strip_suffix(b"\n").unwrap_or(line);
        let body = body.strip_suffix(b"\r").unwrap_or(body);
        let mut rest = body;
        loop {
            let end = match rest.first() {
                Some(&QUOTE) => closing(rest, 1).map_or(rest.len(), |close| close + 1),
                _ => memchr(self.delimiter, rest).unwrap_or(rest.len()),
            };
            let (field, after) = rest.split_at(end);
            if field.first() != Some(&QUOTE) && field.contains(&QUOTE) {
                quoted.push(QUOTE);
                for &byte in field {
                    quoted.push(byte);
                    if byte == QUOTE {
                        quoted.push(QUOTE);
                    }
                }
                quoted.push(QUOTE);
            } else {
                quoted.extend_from_slice(field);
            }
            match after.split_first() {
                Some((delimiter, after)) => {
                    quoted.push(*delimiter);
                    rest = after;
                }
                None => break,
            }
        }
        quoted.push(b'\n');
        quoted
    }

    /// The fields of the first record of `text`, unquoted, and the number of bytes up to its end, leading blank
    /// lines included. `None` if there is no whole record or its quotes don't match.
    pub(crate) fn first(delimiter: u8, text: &[u8], ended: bool) -> Option<(Vec<String>, usize)> {
        let shape = Shape { delimiter, fields: 0 };
        let mut start = 0;
        loop {
            match text.get(start..)? {
                [b'\n', ..] => start += 1,
                [b'\r', b'\n', ..] => start += 2,
                _ => break,
            }
        }
        match shape.record(text, start, ended) {
            Cut::Record(record) if !record.bad_quote => Some((shape.fields_of(&text[start..record.end]), record.end)),
            _ => None,
        }
    }

    /// The fields of one whole record, unquoted.
    pub(crate) fn fields_of(&self, line: &[u8]) -> Vec<String> {
        let line = self.quoted(line);
        let mut rest = line.strip_suffix(b"\n").unwrap_or(&line);
        let mut fields = Vec::new();
        loop {
            let quoted = rest.first() == Some(&QUOTE);
            let end = match quoted {
                true => closing(rest, 1).map_or(rest.len(), |close| close + 1),
                false => memchr(self.delimiter, rest).unwrap_or(rest.len()),
            };
            let (field, after) = rest.split_at(end);
            let text = String::from_utf8_lossy(field);
            fields.push(match quoted {
                true => text
                    .get(1..text.len().saturating_sub(1))
                    .unwrap_or("")
                    .replace("\"\"", "\""),
                false => text.into_owned(),
            });
            match after.split_first() {
                Some((_, after)) => rest = after,
                None => return fields,
            }
        }
    }

    /// The numbers of fields of the first `most` whole records of `text`, records with bad quotes as 0.
    pub(crate) fn field_counts(delimiter: u8, text: &[u8], ended: bool, most: usize) -> Vec<usize> {
        let shape = Shape { delimiter, fields: 0 };
        let mut counts = Vec::new();
        let mut start = 0;
        while start < text.len() && counts.len() < most {
            let Cut::Record(record) = shape.record(text, start, ended) else {
                break;
            };
            if !matches!(&text[start..record.end], b"\n" | b"\r\n") {
                counts.push(if record.bad_quote { 0 } else { record.fields });
            }
            start = record.end;
        }
        counts
    }
}

/// What lies at a place of a text.
pub(crate) enum Cut {
    Record(Record),
    /// A record whose end is not there yet.
    Unfinished,
}

/// A record, good or bad.
#[derive(Clone, Copy)]
pub(crate) struct Record {
    /// Where the next record begins.
    pub(crate) end: usize,
    pub(crate) fields: usize,
    pub(crate) ends_empty: bool,
    /// A field that isn't quoted holds a quote.
    pub(crate) stray_quote: bool,
    /// A quoted field that isn't closed, or goes on after its closing quote.
    pub(crate) bad_quote: bool,
}

impl Record {
    fn until(mut self, end: usize, ends_empty: bool) -> Cut {
        self.end = end;
        self.ends_empty = ends_empty;
        Cut::Record(self)
    }

    /// Only the line on which the record begins is given up; the quote may have swallowed good ones.
    fn broken(mut self, text: &[u8], start: usize, ended: bool) -> Cut {
        self.bad_quote = true;
        match memchr(b'\n', &text[start..]) {
            Some(at) => self.until(start + at + 1, false),
            None if ended => self.until(text.len(), false),
            None => Cut::Unfinished,
        }
    }
}

/// The position of the quote that closes a field whose content begins at `from`.
fn closing(text: &[u8], mut from: usize) -> Option<usize> {
    loop {
        let at = from + memchr(QUOTE, text.get(from..)?)?;
        if text.get(at + 1) != Some(&QUOTE) {
            return Some(at);
        }
        from = at + 2;
    }
}

const QUOTE: u8 = b'"';
/// A quoted field that isn't closed within so many bytes is held for a stray quote.
const LONGEST_QUOTED: usize = 1024 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_record_is_unquoted() {
        let (fields, end) = Shape::first(b',', b"\r\n\"a \"\"x\"\"\",\"b,c\",d\"e\r\nnext", false).unwrap();
        assert_eq!(fields, ["a \"x\"", "b,c", "d\"e"]);
        assert_eq!(end, 23);
        assert!(Shape::first(b',', b"\"a,b\n", true).is_none());
        assert!(Shape::first(b',', b"a,b", false).is_none());
    }
}
