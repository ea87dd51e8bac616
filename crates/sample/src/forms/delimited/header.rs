//! Whether a record names the columns or is somebody's.

use assay_fields::detect::is_known_header;

use super::types::Look;
use crate::Found;

/// Where the rows begin, and what they have.
pub(crate) struct Layout {
    /// Position of the header among the records that are not blank, from 0.
    pub(crate) header_at: Found<Option<usize>>,
    /// How many records from there on are headers.
    pub(crate) header_rows: usize,
    /// The columns' names, one per column; `None` without a header, or if it has another number of fields.
    pub(crate) names: Option<Vec<String>>,
    /// How many columns there are.
    pub(crate) width: usize,
}

/// Decides from the leading records, of which `is_row` says which are rows. `width` is the number of fields that most of
/// them have; records before the first of that width are a preamble or a header of another width.
pub(crate) fn find(records: &[Vec<String>], is_row: &[bool], width: usize, asked: Option<bool>) -> Layout {
    let without = |confidence| Layout {
        header_at: Found::new(None, confidence),
        header_rows: 0,
        names: None,
        width,
    };
    if asked == Some(false) {
        return without(1.0);
    }
    let Some(first) = first_whole(records, is_row, width) else {
        return without(1.0);
    };
    if let Some(at) = records[..first]
        .iter()
        .position(|record| record.len() != width && is_vocabulary(record))
    {
        return of_other_width(records, at, width, asked);
    }
    let below = |at: usize| -> Vec<&[String]> {
        records[at + 1..]
            .iter()
            .filter(|record| record.len() == width && **record != records[at])
            .take(ROWS)
            .map(Vec::as_slice)
            .collect()
    };
    let found = match asked {
        Some(stated) => Found::stated(stated),
        None => is_header(&records[first], &below(first)),
    };
    if !found.value {
        return without(found.confidence);
    }
    // A second line of names: groups above columns, another language, types.
    let next = records
        .get(first + 1)
        .filter(|next| next.len() == width && records.len() > first + 2);
    let second = next.filter(|next| {
        let more = is_header(next, &below(first + 1));
        let plain = next.iter().all(|cell| !is_data(cell));
        is_ruler_like(next) || (plain && more.value && more.confidence >= 0.8 && !is_repeat(next, &below(first + 1)))
    });
    let better =
        second.is_some_and(|second| vocabulary_of(second) > vocabulary_of(&records[first]) && !is_ruler_like(second));
    let names = match second {
        Some(second) if better => second.clone(),
        _ => records[first].clone(),
    };
    Layout {
        header_at: Found::new(Some(first), found.confidence),
        header_rows: 1 + usize::from(second.is_some()),
        names: Some(names),
        width,
    }
}

/// The first record with as many fields as most have, titles of a mostly empty line left out.
fn first_whole(records: &[Vec<String>], is_row: &[bool], width: usize) -> Option<usize> {
    let filled = |record: &[String]| record.iter().filter(|cell| !cell.trim().is_empty()).count();
    let is_title = |record: &[String]| width >= 3 && filled(record) * 3 <= width;
    let whole = |at: &usize| records[*at].len() == width && is_row.get(*at) == Some(&true);
    let titled = (0..records.len())
        .filter(whole)
        .take(PREAMBLE)
        .find(|at| !is_title(&records[*at]));
    titled.or_else(|| (0..records.len()).find(whole))
}

/// A header with another number of fields than the rows below it.
fn of_other_width(records: &[Vec<String>], at: usize, width: usize, asked: Option<bool>) -> Layout {
    let header = &records[at];
    let below = || records[at + 1..].iter();
    let is_empty = |cell: Option<&String>| cell.is_none_or(String::is_empty);
    let named = match header.len() {
        // Rows that all end in a delimiter, below a header that does not.
        names if names + 1 == width => {
            let mut rows = below().filter(|record| record.len() == width);
            rows.all(|record| is_empty(record.last())).then_some(names)
        }
        // The other way round.
        names if names == width + 1 && is_empty(header.last()) => Some(width),
        // Rows without their empty fields at the end, of which some row has them all.
        names if names > width => {
            let longest = below().map(Vec::len).filter(|fields| *fields <= names).max();
            let more = below().filter(|record| record.len() > names).count();
            (longest == Some(names) && more * 50 <= records.len()).then_some(names)
        }
        _ => None,
    };
    let names = named.map(|named| header[..named].to_vec());
    Layout {
        header_at: Found::new(Some(at), if asked.is_some() { 1.0 } else { 0.9 }),
        header_rows: 1,
        width: named.unwrap_or(width),
        names,
    }
}

fn vocabulary_of(record: &[String]) -> usize {
    record.iter().filter(|cell| is_known_header(cell.trim())).count()
}

/// Whether a record holds names of columns and nothing else, whatever stands below it.
pub(crate) fn is_vocabulary(record: &[String]) -> bool {
    let known = vocabulary_of(record);
    known >= 2 && known * 2 >= record.len() && !record.iter().any(|cell| is_data(cell))
}

fn is_ruler_like(record: &[String]) -> bool {
    super::junk::is_ruler(record.iter().map(String::as_bytes))
}

fn is_repeat(record: &[String], below: &[&[String]]) -> bool {
    below.iter().any(|row| {
        record
            .iter()
            .zip(*row)
            .any(|(one, other)| !one.trim().is_empty() && one.trim() == other.trim())
    })
}

/// Whether `first` names the columns of the rows `below`.
pub(crate) fn is_header(first: &[String], below: &[&[String]]) -> Found<bool> {
    if first.iter().any(|cell| is_data(cell)) {
        return Found::new(false, 0.99);
    }
    if is_numbered(first) {
        return Found::new(true, 0.9);
    }
    let filled = first.iter().filter(|cell| !cell.trim().is_empty()).count();
    let (mut known, mut unlike, mut alike) = (0, 0, 0);
    for (column, cell) in first.iter().enumerate() {
        let cell = cell.trim();
        if cell.is_empty() {
            continue;
        }
        let repeats = below
            .iter()
            .any(|row| row.get(column).is_some_and(|below| below.trim() == cell));
        if repeats {
            alike += 1;
        } else if is_known_header(cell) {
            known += 1;
        } else {
            match differs(cell, below, column) {
                Some(true) => unlike += 1,
                Some(false) => alike += 1,
                None => {}
            }
        }
    }
    match known {
        0 if unlike >= 2 && alike == 0 => Found::new(true, 0.9),
        0 if unlike > alike => Found::new(true, 0.7),
        0 if unlike > 0 => Found::new(false, 0.55),
        0 => Found::new(false, 0.6),
        _ if known * 2 >= filled => Found::new(true, 0.99),
        // A name of the vocabulary among values: both readings fit.
        _ if known + unlike == alike => Found::new(false, 0.55),
        _ if alike == 0 => Found::new(true, 0.95),
        _ => Found::new(known + unlike > alike, 0.8),
    }
}

/// Whether a cell can't be of the column below it, or looks just like it; `None` where it may be either.
fn differs(cell: &str, below: &[&[String]], column: usize) -> Option<bool> {
    let look = Look::of(cell);
    if is_number(cell) || look.is_telling() {
        return Some(false);
    }
    let mut counts = [0usize; Look::COUNT];
    let (mut filled, mut digits, mut ascii) = (0usize, 0usize, 0usize);
    for row in below {
        let value = row.get(column).map_or("", |value| value.trim());
        if !value.is_empty() {
            filled += 1;
            counts[Look::of(value) as usize] += 1;
            digits += usize::from(value.bytes().any(|byte| byte.is_ascii_digit()));
            ascii += usize::from(value.is_ascii());
        }
    }
    let mostly = |count: usize| filled > 0 && count * 5 >= filled * 4;
    let has_digit = cell.bytes().any(|byte| byte.is_ascii_digit());
    let telling = [
        Look::Email,
        Look::Url,
        Look::Ip,
        Look::Hash,
        Look::Date,
        Look::Long,
        Look::Number,
    ];
    if telling.iter().any(|look| mostly(counts[*look as usize])) {
        // `field2` above numbers is a name; `A2` may be a value.
        let is_name = cell.chars().filter(|c| c.is_alphabetic()).count() >= 3;
        return Some(is_name || !has_digit);
    }
    if mostly(digits) {
        return Some(!has_digit);
    }
    // A name in another script than the values, or one that only programs write.
    let foreign =
        !cell.is_ascii() && cell.chars().filter(|c| c.is_alphabetic() && !is_latin(*c)).count() >= 2 && mostly(ascii);
    let written = cell.contains('_')
        && cell.chars().all(|c| c.is_alphanumeric() || c == '_')
        && mostly(counts[Look::Words as usize]);
    let camel = cell
        .as_bytes()
        .windows(2)
        .any(|two| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase())
        && cell.starts_with(|c: char| c.is_ascii_lowercase());
    (foreign || written || camel).then_some(true)
}

fn is_latin(c: char) -> bool {
    c < '\u{250}'
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

const ROWS: usize = 200;
/// Lines above a header that are looked at for titles.
const PREAMBLE: usize = 20;
