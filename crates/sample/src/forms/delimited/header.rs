//! Whether the first record names the columns or is somebody's.

use assay_fields::detect::is_known_header;

use crate::Found;

/// Where the rows begin, and what they have.
pub(crate) struct Layout {
    /// Position of the header among the records that are not blank, from 0.
    pub(crate) header_at: Found<Option<usize>>,
    /// The columns' names, one per column; `None` without a header, or if it has another number of fields.
    pub(crate) names: Option<Vec<String>>,
    /// How many columns there are.
    pub(crate) width: usize,
}

/// Decides from the leading records. `width` is the number of fields that most of them have; records
/// before the first of that width are a preamble or a header of another width.
pub(crate) fn find(records: &[Vec<String>], width: usize, asked: Option<bool>) -> Layout {
    let without = |confidence| Layout {
        header_at: Found::new(None, confidence),
        names: None,
        width,
    };
    if asked == Some(false) {
        return without(1.0);
    }
    let Some(first) = records.iter().position(|record| record.len() == width) else {
        return without(1.0);
    };
    if let Some(at) = records[..first].iter().position(|record| is_vocabulary(record)) {
        // Rows that all end in a delimiter, below a header that does not.
        let names = (records[at].len() + 1 == width
            && records
                .iter()
                .filter(|record| record.len() == width)
                .all(|record| record.last().is_none_or(String::is_empty)))
        .then(|| records[at].clone());
        return Layout {
            header_at: Found::new(Some(at), if asked.is_some() { 1.0 } else { 0.9 }),
            width: names.as_ref().map_or(width, Vec::len),
            names,
        };
    }
    let below: Vec<&[String]> = records[first + 1..]
        .iter()
        .filter(|record| record.len() == width && **record != records[first])
        .take(ROWS)
        .map(Vec::as_slice)
        .collect();
    let found = match asked {
        Some(stated) => Found::stated(stated),
        None => is_header(&records[first], &below),
    };
    if !found.value {
        return without(found.confidence);
    }
    Layout {
        header_at: Found::new(Some(first), found.confidence),
        names: Some(records[first].clone()),
        width,
    }
}

fn is_vocabulary(record: &[String]) -> bool {
    let known = record.iter().filter(|cell| is_known_header(cell.trim())).count();
    known >= 2 && known * 2 >= record.len() && !record.iter().any(|cell| is_data(cell))
}

fn is_header(first: &[String], below: &[&[String]]) -> Found<bool> {
    if first.iter().any(|cell| is_data(cell)) {
        return Found::new(false, 0.99);
    }
    if is_numbered(first) {
        return Found::new(true, 0.9);
    }
    let filled = first.iter().filter(|cell| !cell.trim().is_empty()).count();
    let repeats = |column: usize, cell: &str| below.iter().any(|row| row[column].trim() == cell);
    let mut known = 0;
    let (mut unlike, mut alike) = (0, 0);
    for (column, cell) in first.iter().enumerate() {
        let cell = cell.trim();
        if cell.is_empty() {
            continue;
        }
        if repeats(column, cell) {
            alike += 1;
        } else if is_known_header(cell) {
            known += 1;
        } else if is_number(cell) {
            alike += 1;
        } else if mostly_digits(below, column) {
            match cell.bytes().any(|byte| byte.is_ascii_digit()) {
                true => alike += 1,
                false => unlike += 1,
            }
        }
    }
    match known {
        0 if unlike > alike => Found::new(true, 0.7),
        0 => Found::new(false, 0.6),
        _ if known * 2 >= filled => Found::new(true, 0.99),
        _ => Found::new(known + unlike > alike, 0.8),
    }
}

/// Whether a cell is what no header is: an address with `@`, nine or more digits, a date, a masked value.
fn is_data(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    cell.contains('@') || cell.contains("**") || digits >= 9 || (digits >= 4 && is_dotted(cell))
}

/// Three or four groups of digits with the same separator between them: a date, an IP address, a number.
fn is_dotted(cell: &str) -> bool {
    let date = cell.trim().split([' ', 'T']).next().unwrap_or_default();
    ['/', '-', '.'].into_iter().any(|separator| {
        let groups = date.split(separator);
        let numeric = groups
            .clone()
            .all(|group| (1..=4).contains(&group.len()) && group.bytes().all(|b| b.is_ascii_digit()));
        numeric && (3..=4).contains(&groups.count())
    })
}

/// Column numbers from 0 or 1, as programs write for columns without names.
fn is_numbered(first: &[String]) -> bool {
    let counts_from = |from: usize| {
        first
            .iter()
            .enumerate()
            .all(|(at, cell)| cell.trim().parse() == Ok(at + from))
    };
    first.len() > 2 && (counts_from(0) || counts_from(1))
}

fn is_number(cell: &str) -> bool {
    cell.bytes()
        .all(|byte| byte.is_ascii_digit() || b".,-+$ ".contains(&byte))
}

fn mostly_digits(below: &[&[String]], column: usize) -> bool {
    let filled = || {
        below
            .iter()
            .map(|row| row[column].trim())
            .filter(|cell| !cell.is_empty())
    };
    let with_digit = filled()
        .filter(|cell| cell.bytes().any(|byte| byte.is_ascii_digit()))
        .count();
    let count = filled().count();
    count > 0 && with_digit * 5 >= count * 4
}

const ROWS: usize = 200;
