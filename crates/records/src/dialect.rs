//! How a delimited text is written: its delimiter and its header.

use std::collections::HashSet;

use crate::{error::Error, record::Shape};

/// What the head of a delimited text says.
#[derive(Debug)]
pub(crate) struct Dialect {
    pub(crate) delimiter: u8,
    /// Column names, each once; a nameless column is `column_7`.
    pub(crate) columns: Vec<String>,
    /// Bytes before the first record.
    pub(crate) header_bytes: usize,
}

/// Reads the dialect from `head`, the beginning of a text, which `is_all` of it or not.
pub(crate) fn dialect(
    file: &str,
    head: &[u8],
    is_all: bool,
    delimiter: Option<u8>,
    has_header: Option<bool>,
) -> Result<Dialect, Error> {
    if delimiter.is_some_and(|byte| !byte.is_ascii() || matches!(byte, b'"' | b'\n' | b'\r')) {
        return Err(Error::Delimiter);
    }
    if memchr::memchr(b'\n', head).is_none() && memchr::memchr(b'\r', head.trim_ascii_end()).is_some() {
        return Err(Error::CarriageReturns { file: file.to_owned() });
    }
    let mut closed;
    let head = match is_all && !head.ends_with(b"\n") {
        true => {
            closed = head.to_vec();
            closed.push(b'\n');
            &closed[..]
        }
        false => head,
    };
    let unreadable = |found| Error::Header {
        file: file.to_owned(),
        found,
    };
    let delimiter = delimiter.unwrap_or_else(|| delimiter_of(head, is_all));
    let (mut names, end) = Shape::first(delimiter, head, is_all)
        .ok_or_else(|| unreadable("its quotes don't match, or it is longer than 64 KiB"))?;
    if has_header == Some(false) {
        let columns = (1..=names.len()).map(numbered).collect();
        return Ok(Dialect {
            delimiter,
            columns,
            header_bytes: 0,
        });
    }
    if has_header.is_none()
        && let Some(column) = names.iter().position(|name| is_value(name))
    {
        return Err(Error::NoHeader {
            file: file.to_owned(),
            column: column + 1,
        });
    }
    // Exports that end every line with a delimiter have no column after it.
    if names.len() > 1 && names.last().is_some_and(|name| name.trim().is_empty()) {
        names.pop();
    }
    if names.iter().all(|name| name.trim().is_empty()) {
        return Err(unreadable("it names no column"));
    }
    Ok(Dialect {
        delimiter,
        columns: distinct(names),
        header_bytes: end,
    })
}

/// The delimiter that cuts most lines into the same number of fields, and into the most fields; a comma where
/// none cuts any.
fn delimiter_of(head: &[u8], is_all: bool) -> u8 {
    let score = |delimiter: u8| {
        let counts = Shape::field_counts(delimiter, head, is_all, LINES);
        let first = counts.first().copied().unwrap_or(0);
        let alike = counts.iter().filter(|&&count| count == first).count();
        // In quarters, so that a few bad lines don't outweigh many more columns.
        let share = (alike * 4 + counts.len() / 2) / counts.len().max(1);
        if first < 2 { (0, 0) } else { (share, first) }
    };
    // The first one wins a draw.
    DELIMITERS
        .into_iter()
        .rev()
        .max_by_key(|&delimiter| score(delimiter))
        .unwrap_or(b',')
}

/// Trimmed names, a nameless column by its number, a repeated name with a number.
pub(crate) fn distinct(names: Vec<String>) -> Vec<String> {
    let mut seen: HashSet<String> = HashSet::new();
    let mut distinct = Vec::with_capacity(names.len());
    for (index, name) in names.iter().enumerate() {
        let name = match name.trim() {
            "" => numbered(index + 1),
            name => name.to_owned(),
        };
        let mut unique = name.clone();
        let mut nth = 2;
        while !seen.insert(unique.clone()) {
            unique = format!("{name}_{nth}");
            nth += 1;
        }
        distinct.push(unique);
    }
    distinct
}

fn numbered(number: usize) -> String {
    format!("column_{number}")
}

/// Whether a cell of the first line can't be a name: an email address, a date, or a number of at least
/// seven digits, punctuated or not.
fn is_value(cell: &str) -> bool {
    let cell = cell.trim();
    if cell.contains('@') {
        return true;
    }
    if cell.bytes().any(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii()) {
        return false;
    }
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let parts: Vec<&str> = cell.split(['-', '/', '.']).collect();
    let is_date = parts.len() == 3
        && parts
            .iter()
            .all(|part| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()));
    digits >= 7 || is_date
}

const DELIMITERS: [u8; 4] = [b',', b'\t', b'|', b';'];
const LINES: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    fn read(head: &str) -> Dialect {
        dialect("t.csv", head.as_bytes(), true, None, None).unwrap()
    }

    #[test]
    fn the_delimiter_is_the_one_that_cuts_lines_alike() {
        for (head, delimiter) in [
            ("name,ssn\na,b\n", b','),
            ("name\tssn\na\tb, c\n", b'\t'),
            ("name|address\na|1 Main St, X\nb|2 Oak St\n", b'|'),
            ("name;amount\na;1,5\nb;2,5\n", b';'),
            ("name;a;b\n\"x,y\";1;2\n", b';'),
            ("email\na\nb\n", b','),
        ] {
            assert_eq!(read(head).delimiter, delimiter, "{head}");
        }
        assert_eq!(
            dialect("t", b"a;b,c\n", true, Some(b','), None).unwrap().columns,
            ["a;b", "c"]
        );
    }

    #[test]
    fn names_are_distinct_and_never_empty() {
        assert_eq!(
            read("id, name ,,name,name_2,name\n1,2,3,4,5,6\n").columns,
            ["id", "name", "column_3", "name_2", "name_2_2", "name_3"]
        );
        assert_eq!(read("a,b,\n1,2,\n").columns, ["a", "b"]);
    }

    #[test]
    fn a_record_in_the_first_line_is_noticed() {
        for (line, column) in [
            ("Ann,ann@example.com", 2),
            ("078-05-1120,Ann", 1),
            ("Ann,(206) 555-0142", 2),
            ("Ann,1/2/80", 2),
            ("Ann,1980-01-02", 2),
            ("4111111111111111,x", 1),
        ] {
            let error = dialect("t.csv", format!("{line}\nx,y\n").as_bytes(), true, None, None).unwrap_err();
            assert!(
                matches!(error, Error::NoHeader { column: found, .. } if found == column),
                "{line}"
            );
            assert!(!error.to_string().contains("Ann"));
            let dialect = dialect("t.csv", line.as_bytes(), true, None, Some(false)).unwrap();
            assert_eq!(
                (dialect.columns, dialect.header_bytes),
                (vec!["column_1".to_owned(), "column_2".into()], 0)
            );
        }
        for line in ["name,address_line_2", "cust_20230101,Größe", "a,1", "x,2021"] {
            assert_eq!(read(line).columns.len(), 2, "{line}");
        }
    }

    #[test]
    fn what_is_no_header_is_an_error() {
        let fails = |head: &str| dialect("t.csv", head.as_bytes(), true, None, None).unwrap_err();
        assert!(matches!(fails(",,\n1,2,3\n"), Error::Header { .. }));
        assert!(matches!(fails("\"a,b\n1,2\n"), Error::Header { .. }));
        assert!(matches!(fails("a,b\r1,2\r"), Error::CarriageReturns { .. }));
        assert!(matches!(
            dialect("t.csv", b"a\n", true, Some(b'"'), None),
            Err(Error::Delimiter)
        ));
    }
}
