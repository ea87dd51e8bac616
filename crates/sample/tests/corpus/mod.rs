//! Samples with their truth, and how what was read differs from it.

mod company;
mod truth;

use std::collections::BTreeMap;

use assay_fields::{Column, Kind, Parsed};
use assay_sample::pack::Passwords;
use assay_sample::{Options, Sample, Table};

pub(crate) use company::Company;
pub(crate) use truth::{ColumnTruth, TableTruth, Truth, Values};

/// What was read of a sample.
struct Read {
    sample: Sample,
    /// Per row, its table and its cells.
    rows: Vec<(usize, Vec<String>)>,
}

/// How what is read of a sample differs from its truth.
pub(crate) fn differences(truth: &Truth, company: &Company) -> Vec<String> {
    let read = match read(truth) {
        Ok(read) => read,
        Err(error) => return vec![error],
    };
    let mut found = Vec::new();
    let (sample, counts) = (&read.sample, read.sample.counts());
    let dialect = sample.dialect();
    let mut differ = |what: &str, is: String, should: String| {
        if is != should {
            found.push(format!("{what}: {is}, should be {should}"));
        }
    };
    if !truth.forms.is_empty() {
        let form = dialect.form.name();
        if !truth.forms.iter().any(|accepted| accepted == form) {
            differ("form", form.to_owned(), truth.forms.join(" or "));
        }
    }
    if !truth.encodings.is_empty()
        && !truth
            .encodings
            .iter()
            .any(|label| is_same_encoding(label, dialect.encoding.value))
    {
        differ(
            "encoding",
            dialect.encoding.value.to_owned(),
            truth.encodings.join(" or "),
        );
    }
    if truth.damaged {
        let rows: u64 = truth.tables.iter().map(|table| table.records.len() as u64).sum();
        if counts.accepted() > rows || counts.accepted() == 0 {
            differ("rows", counts.accepted().to_string(), format!("1 to {rows}"));
        }
    } else {
        let rows: usize = truth.tables.iter().map(|table| table.records.len()).sum();
        differ("rows", counts.accepted().to_string(), rows.to_string());
        let rejects: BTreeMap<String, u64> = counts
            .rejects()
            .map(|(reason, rows)| (reason.name().to_owned(), rows))
            .collect();
        differ("rejected", format!("{rejects:?}"), format!("{:?}", truth.rejected));
        if let Some(comments) = truth.comments {
            differ("comments", counts.comments.to_string(), comments.to_string());
        }
        if let Some(members) = truth.members {
            differ("members", counts.members.to_string(), members.to_string());
        }
    }
    if truth.ambiguous {
        // The confidence must say so, and nothing else is asked.
        let unsure = sample.tables().iter().any(|table| {
            table.dialect.second.is_some()
                || table.dialect.form_confidence <= 0.6
                || table.dialect.encoding.confidence <= 0.6
                || table.dialect.header.confidence <= 0.6
                || table
                    .columns
                    .iter()
                    .any(|column| column.is_date_order_assumed() || is_close(column))
        });
        return match unsure {
            true => Vec::new(),
            false => vec!["two readings, and nothing says so".to_owned()],
        };
    }
    found.extend(rows_differ(truth, &read, company));
    found
}

fn is_close(column: &Column) -> bool {
    let detected = column.detected();
    detected.confidence <= 0.6
        || detected
            .second
            .is_some_and(|(_, second)| second >= 0.5 * detected.confidence)
}

fn read(truth: &Truth) -> Result<Read, String> {
    let options = Options {
        encoding: truth.stated_encoding.clone(),
        passwords: Passwords(truth.passwords().into_iter().map(Into::into).collect()),
        ..Options::default()
    };
    let mut sample = Sample::open(&truth.path(), &options).map_err(|error| format!("error: {error}"))?;
    let mut rows = Vec::new();
    while let Some(batch) = sample.next_batch(50).map_err(|error| format!("error: {error}"))? {
        let table = batch.table();
        rows.extend(
            batch
                .rows()
                .map(|row| (table, row.cells().map(str::to_owned).collect())),
        );
    }
    Ok(Read { sample, rows })
}

fn rows_differ(truth: &Truth, read: &Read, company: &Company) -> Vec<String> {
    let mut found = Vec::new();
    // Tables stand in the truth in the order of their first rows; one of the sample's may be several of the truth's.
    let mut rows = read.rows.iter();
    let mut by_table: Vec<std::collections::VecDeque<&Vec<String>>> = Vec::new();
    let as_many = read.sample.tables().len() == truth.tables.len();
    if as_many {
        by_table.resize_with(truth.tables.len(), Default::default);
        for (table, cells) in &read.rows {
            by_table[*table].push_back(cells);
        }
    }
    for (number, table) in truth.tables.iter().enumerate() {
        let mut wrong: BTreeMap<String, usize> = BTreeMap::new();
        let mut layout: Option<(usize, Vec<Option<usize>>)> = None;
        for record in &table.records {
            let next = match as_many {
                true => by_table[number].pop_front().map(|cells| (number, cells)),
                false => rows.next().map(|(table, cells)| (*table, cells)),
            };
            let Some((of, cells)) = next else {
                if !truth.damaged {
                    found.push(format!("table {}: rows are missing", number + 1));
                }
                break;
            };
            let columns = &read.sample.tables()[of].columns;
            if layout.as_ref().is_none_or(|(known, _)| *known != of) {
                let places = places(table, &read.sample.tables()[of]);
                found.extend(
                    kinds_differ(table, &read.sample.tables()[of], &places)
                        .into_iter()
                        .map(|text| format!("table {}: {text}", number + 1)),
                );
                layout = Some((of, places));
            }
            let Some((_, places)) = &layout else { continue };
            for (place, truth) in places.iter().zip(&table.columns) {
                let Some((column, cell)) = place.and_then(|at| Some((columns.get(at)?, cells.get(at)?))) else {
                    continue;
                };
                let what = cell_differs(column, cell, *record, truth.values, company);
                if let Some(what) = what {
                    *wrong
                        .entry(format!("column {} ({}): {what}", column.number(), truth.kinds[0]))
                        .or_default() += 1;
                }
            }
        }
        found.extend(
            wrong
                .into_iter()
                .map(|(what, rows)| format!("table {}: {what} in {rows} rows", number + 1)),
        );
    }
    found
}

/// Where the columns of the truth stand among those that were found.
fn places(table: &TableTruth, found: &Table) -> Vec<Option<usize>> {
    let own = own_places(table, &found.columns);
    let first_derived = found.columns.len() - found.derived.len();
    // Of a column that was taken apart, the part that the truth asks for.
    let part = |place: usize, truth: &ColumnTruth| {
        let derived = found
            .derived
            .iter()
            .zip(first_derived..)
            .filter(|(from, _)| **from == place);
        let is_asked = |at: &usize| {
            let reading = found.columns[*at].reading();
            reading.is_some_and(|reading| truth.kinds.iter().any(|kind| kind == reading.kind.name()))
        };
        derived.map(|(_, at)| at).find(is_asked).unwrap_or(place)
    };
    own.iter()
        .zip(&table.columns)
        .map(|(place, truth)| place.map(|place| part(place, truth)))
        .collect()
}

fn own_places(table: &TableTruth, columns: &[Column]) -> Vec<Option<usize>> {
    let by_name = |path: &str| {
        let called = |name: &str| {
            let is_called = |column: &Column| column.header().is_some_and(|header| folded(header) == name);
            columns.iter().position(is_called)
        };
        let path = folded(path);
        // The first of several may be called so.
        called(&path).or_else(|| called(&format!("{path}1")))
    };
    let named: Vec<Option<usize>> = table
        .columns
        .iter()
        .map(|column| column.path.as_deref().and_then(by_name))
        .collect();
    if named.iter().flatten().count() * 2 > table.columns.len() {
        let free = |at: &usize| !named.contains(&Some(*at));
        // A column that the form gives no name stands where it stands.
        let or_free = |(at, place): (usize, &Option<usize>)| {
            let unnamed = columns
                .get(at)
                .and_then(Column::header)
                .is_none_or(|name| name.parse::<u32>().is_ok());
            place.or((unnamed && free(&at)).then_some(at))
        };
        return named.iter().enumerate().map(or_free).collect();
    }
    let optional = table.columns.iter().filter(|column| column.optional).count();
    let leave_out = optional > 0 && columns.len() + optional <= table.columns.len();
    let mut next = 0..;
    table
        .columns
        .iter()
        .map(|column| {
            if leave_out && column.optional {
                None
            } else {
                next.next()
            }
        })
        .collect()
}

/// A path's letters and digits; places in lists count from 1. What MongoDB wraps a value in is unwrapped, and parts of a
/// vCard's fields are called after RFC 6350.
fn folded(path: &str) -> String {
    let mut out = String::new();
    let path = path.split(".$").next().unwrap_or(path);
    for part in path.split('[') {
        match part.split_once(']') {
            Some((place, rest)) => {
                let place: usize = place.parse().unwrap_or(0);
                out.push_str(&format!("{}{rest}", place + 1));
            }
            None => out.push_str(part),
        }
    }
    out.retain(char::is_alphanumeric);
    match out.to_lowercase().as_str() {
        "nsurname" => "nfamily".to_owned(),
        "adrstate" => "adrregion".to_owned(),
        "adrpostcode" => "adrcode".to_owned(),
        other => other.to_owned(),
    }
}

fn kinds_differ(table: &TableTruth, found_in: &Table, places: &[Option<usize>]) -> Vec<String> {
    let columns = &found_in.columns;
    let mut found = Vec::new();
    for (place, truth) in places.iter().zip(&table.columns) {
        let Some(column) = place.and_then(|at| columns.get(at)) else {
            if !truth.optional {
                found.push(format!(
                    "column {} is missing",
                    truth.path.as_deref().unwrap_or(&truth.kinds[0])
                ));
            }
            continue;
        };
        let kind = column.reading().map_or(Kind::Opaque, |reading| reading.kind).name();
        if !truth.kinds.iter().any(|accepted| accepted == kind) {
            found.push(format!(
                "column {} is {kind} ({:.2}), should be {}",
                column.number(),
                column.detected().confidence,
                truth.kinds.join(" or ")
            ));
        }
    }
    for (at, column) in columns.iter().enumerate() {
        let is_known = places.contains(&Some(at));
        if !is_known && column.reading().is_some() && !found_in.is_derived(at) {
            found.push(format!("column {} is not in the truth", column.number()));
        }
    }
    found
}

fn cell_differs(
    column: &Column,
    cell: &str,
    record: Option<usize>,
    values: Values,
    company: &Company,
) -> Option<&'static str> {
    let (reading, record) = (column.reading()?, record?);
    let mut canonical = String::new();
    let parsed = reading.canonical(cell, &mut canonical);
    match values {
        Values::Any | Values::Other => None,
        Values::Masked => (!matches!(parsed, Parsed::Masked | Parsed::Absent)).then_some("not masked"),
        Values::AsCompany => match parsed {
            Parsed::Value { .. } => {
                let expected = company.canonical(record, reading.kind)?;
                (expected != company::comparable(reading.kind, &canonical))
                    .then_some("another value than the company's")
            }
            Parsed::Absent => None,
            // A word for nothing is one; a number must be the company's.
            Parsed::Placeholder => {
                let expected = company.canonical(record, reading.kind)?;
                let is_word = !cell.bytes().any(|byte| byte.is_ascii_digit());
                (!expected.is_empty() && !is_word).then_some("a placeholder")
            }
            Parsed::Masked => Some("masked"),
            Parsed::Malformed(_) => {
                let expected = company.canonical(record, reading.kind)?;
                (!expected.is_empty()).then_some("malformed")
            }
        },
    }
}

fn is_same_encoding(label: &str, found: &str) -> bool {
    let of = |label: &str| encoding_rs::Encoding::for_label(label.as_bytes());
    of(label).is_some() && of(label) == of(found)
}
