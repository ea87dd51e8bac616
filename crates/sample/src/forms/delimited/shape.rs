use super::records::{Record, Records, Syntax};
use crate::window::Window;
use crate::{Error, Found};

/// How the leading lines fall into records under one syntax.
pub(crate) struct Shape {
    pub(crate) syntax: Syntax,
    /// The number of fields that most records have; of several, the greatest.
    pub(crate) width: usize,
    /// The share of records that have it.
    pub(crate) share: f64,
    /// How many records have a quote that is never closed.
    stray: usize,
    /// The records that are not blank, in order.
    pub(crate) records: Vec<Vec<String>>,
}

impl Shape {
    /// How far a syntax explains the lines: fields in the same number everywhere, and the more of them the
    /// better.
    fn score(&self) -> f64 {
        self.share * (1.0 - 1.0 / self.width.max(1) as f64)
    }
}

/// Finds the syntax under which the leading lines are most alike. `complete` says that `head` is all there is.
pub(crate) fn find(head: &[u8], complete: bool, asked: Option<u8>) -> Result<(Shape, Found<Option<u8>>), Error> {
    let lines = leading_lines(head, complete);
    if let Some(delimiter) = asked {
        if !delimiter.is_ascii() || delimiter.is_ascii_alphanumeric() || b"\"'\r\n\\".contains(&delimiter) {
            return Err(Error::BadDelimiter { delimiter });
        }
        let shape = best_quoting(lines, Some(delimiter))?;
        return Ok((shape, Found::stated(Some(delimiter))));
    }
    // A rarer delimiter also stands in times, addresses and ranges: it is one only if no usual one is.
    for (delimiters, least) in [(USUAL, USUAL_SHARE), (RARE, RARE_SHARE)] {
        let mut best: Option<Shape> = None;
        for delimiter in delimiters {
            if memchr::memchr(*delimiter, lines).is_none() {
                continue;
            }
            let shape = best_quoting(lines, Some(*delimiter))?;
            let better = best.as_ref().is_none_or(|best| shape.score() > best.score());
            if shape.width > 1 && shape.share >= least && better {
                best = Some(shape);
            }
        }
        if let Some(shape) = best {
            let found = Found::new(shape.syntax.delimiter, shape.share);
            return Ok((shape, found));
        }
    }
    let shape = best_quoting(lines, None)?;
    let share = shape.share;
    Ok((shape, Found::new(None, share)))
}

fn leading_lines(head: &[u8], complete: bool) -> &[u8] {
    let lines = &head[..head.len().min(HEAD)];
    if complete && lines.len() == head.len() {
        return lines;
    }
    match memchr::memrchr(b'\n', lines) {
        Some(at) => &lines[..=at],
        None => lines,
    }
}

/// Double quotes unless the lines speak against them.
fn best_quoting(lines: &[u8], delimiter: Option<u8>) -> Result<Shape, Error> {
    let with = |quote, backslash| {
        shape(
            lines,
            Syntax {
                delimiter,
                quote,
                backslash,
            },
        )
    };
    let mut best = with(Some(b'"'), false)?;
    if memchr::memmem::find(lines, b"\\\"").is_some() {
        let escaped = with(Some(b'"'), true)?;
        if escaped.share >= best.share && escaped.stray <= best.stray {
            best = escaped;
        }
    }
    let plain = with(None, false)?;
    if in_single_quotes(&plain) {
        return with(Some(b'\''), false);
    }
    // Stray quotes are dealt with line by line; only where they are the rule are quotes no quotes at all.
    if plain.width >= best.width && plain.share > best.share + 0.1 {
        best = plain;
    }
    Ok(best)
}

fn in_single_quotes(plain: &Shape) -> bool {
    let cells = || plain.records.iter().flatten().filter(|cell| !cell.is_empty());
    let quoted = cells()
        .filter(|cell| cell.len() > 1 && cell.starts_with('\'') && cell.ends_with('\''))
        .count();
    quoted * 2 > cells().count()
}

fn shape(lines: &[u8], syntax: Syntax) -> Result<Shape, Error> {
    let mut reader = Records::new(syntax, None);
    let mut window = Window::of(lines);
    let mut records = Vec::new();
    let mut stray = 0;
    while records.len() < RECORDS {
        match reader.next(&mut window)? {
            Record::End => break,
            Record::Blank | Record::TooLong => {}
            Record::Fields { literal } => {
                let text = String::from_utf8_lossy(reader.text());
                if is_blank(&text) {
                    continue;
                }
                stray += usize::from(literal);
                let mut start = 0;
                let cells = reader.ends().iter().map(|end| {
                    let cell = text.get(start..*end).unwrap_or_default().to_owned();
                    start = *end;
                    cell
                });
                records.push(cells.collect());
            }
        }
    }
    let (width, count) = most_frequent(records.iter().map(Vec::len));
    Ok(Shape {
        syntax,
        width,
        share: count as f64 / records.len().max(1) as f64,
        stray,
        records,
    })
}

/// Whether a record holds nothing: blanks, zero bytes, an end-of-file mark of DOS.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_whitespace() || matches!(c, '\0' | '\u{1A}' | '\u{FEFF}'))
}

fn most_frequent(widths: impl Iterator<Item = usize>) -> (usize, usize) {
    let mut counts = std::collections::BTreeMap::new();
    for width in widths {
        *counts.entry(width).or_insert(0usize) += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(width, count)| (*count, *width))
        .unwrap_or((1, 0))
}

const USUAL: &[u8] = b",\t;|";
const RARE: &[u8] = b"\x01\x1F~^:";
const USUAL_SHARE: f64 = 0.4;
const RARE_SHARE: f64 = 0.8;
const HEAD: usize = 256 << 10;
const RECORDS: usize = 2_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> (Option<char>, usize, Option<char>) {
        let (shape, delimiter) = find(text.as_bytes(), true, None).unwrap();
        (
            delimiter.value.map(char::from),
            shape.width,
            shape.syntax.quote.map(char::from),
        )
    }

    #[test]
    fn delimiters_are_found() {
        let cases = [
            ("a,b,c\n1,2,3\n4,5,6\n", Some(','), 3),
            ("a\tb\n1\t2\n", Some('\t'), 2),
            ("a;b\n1,5;2,5\n3,5;4,5\n", Some(';'), 2),
            ("a|b|c\n1|2|3\n", Some('|'), 3),
            ("ann@x.org:5f4dcc3b\nbob@x.org:7c6a180b\n", Some(':'), 2),
            ("a~b\n1~2\n", Some('~'), 2),
            ("a\u{1}b\n1\u{1}2\n", Some('\u{1}'), 2),
            ("ann@x.org\nbob@x.org\n", None, 1),
            // A time has more colons than the line has commas.
            (
                "a@x.org,2021-08-01 12:30:00\nb@x.org,2021-08-02 13:31:01\n",
                Some(','),
                2,
            ),
            // A delimiter inside of quotes is none.
            ("\"Smith, Ann\";1\n\"Jones, Bob\";2\nEve;3\n", Some(';'), 2),
            // Ragged, and still commas.
            ("a,b,c\n1,2,3\n1,2\n4,5,6\n7,8,9\n", Some(','), 3),
        ];
        for (text, delimiter, width) in cases {
            let (found_delimiter, found_width, _) = found(text);
            assert_eq!((found_delimiter, found_width), (delimiter, width), "{text}");
        }
    }

    #[test]
    fn quoting_is_found() {
        assert_eq!(found("a,b\n\"x,y\",2\n").2, Some('"'));
        assert_eq!(found("'a','b'\n'x,y','2'\n'x','O'\n").2, Some('\''));
        assert_eq!(found("a,b\nO'Brien,2\n").2, Some('"'));
        let escaped = "a,b\n\"say \\\"hi\\\", Ann\",2\n\"say \\\"ho\\\", Bob\",3\n";
        assert!(find(escaped.as_bytes(), true, None).unwrap().0.syntax.backslash);
        let folder = "a,b\n\"C:\\dir\\\",2\n\"C:\\other\\\",3\n";
        assert!(!find(folder.as_bytes(), true, None).unwrap().0.syntax.backslash);
    }

    #[test]
    fn only_a_character_that_can_be_a_delimiter_is_taken() {
        for bad in [b'"', b'\n', b'a', b'7', 0x80] {
            let error = find(b"a,b\n", true, Some(bad)).err();
            assert!(matches!(error, Some(Error::BadDelimiter { delimiter }) if delimiter == bad));
        }
        assert_eq!(find(b"a b\n1 2\n", true, Some(b' ')).unwrap().0.width, 2);
    }
}
