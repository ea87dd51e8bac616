//! Canaries: planted records, read from a file of their own as the table's records are.

use std::collections::BTreeMap;
use std::io::Read;

use assay_fields::{Reading, Row, Side};
use assay_index::{Canary, Digester, Key, Keyed, Messages};

use crate::Plan;

/// Why a file of canaries can't be taken. No message holds a cell but an id.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CanaryError {
    /// It is no CSV.
    #[error("{file}: line {line} is no line of CSV; expected a header and as many cells in every line")]
    NoCsv {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
    },
    /// No column of ids.
    #[error("{file}: no column `canary`; expected a header with `canary` for the ids, and else columns of the table")]
    NoIds {
        /// The file.
        file: String,
    },
    /// A column that the table lacks, or that is not used there.
    #[error("{file}: column {number} is none of the table's that are used; name it as the table does, or leave it out")]
    NoSuchColumn {
        /// The file.
        file: String,
        /// Its number, from 1.
        number: usize,
    },
    /// An id that can't be printed, or is missing or too long.
    #[error("{file}: line {line}: expected an id of 1 to 64 printable characters in the column `canary`")]
    BadId {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
    },
    /// An id twice.
    #[error("{file}: line {line}: the id `{id}` stands twice")]
    SameId {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
        /// The id.
        id: String,
    },
    /// A canary without a value that is looked for.
    #[error("{file}: canary `{id}` has no identifier that the index holds; give it one, such as an e-mail address")]
    NoIdentifier {
        /// The file.
        file: String,
        /// The id.
        id: String,
    },
    /// Two canaries share an identifier.
    #[error("{file}: canaries `{one}` and `{other}` share an identifier: a hit could not tell them apart")]
    Shared {
        /// The file.
        file: String,
        /// One.
        one: String,
        /// The other.
        other: String,
    },
    /// Not one.
    #[error("{file}: there is no canary under its header; expected a line for each planted record")]
    Empty {
        /// The file.
        file: String,
    },
    /// Too many.
    #[error("{file}: more than {MOST} canaries; an index takes no more")]
    TooMany {
        /// The file.
        file: String,
    },
}

/// Reads canaries as the records of `plan` are read: from a CSV with a header, `canary` for the ids and else names of the
/// table's columns. They are ordered by their ids.
///
/// # Errors
/// Those of [`CanaryError`].
pub fn read_canaries(file: &str, from: impl Read, plan: &Plan, key: &Key) -> Result<Vec<Canary>, CanaryError> {
    let file = || file.to_owned();
    let mut reader = csv::Reader::from_reader(from);
    let no_csv = |line: u64| CanaryError::NoCsv { file: file(), line };
    let headers = reader.headers().map_err(|_| no_csv(1))?.clone();
    let is_id =
        |header: &str| header.trim().eq_ignore_ascii_case("canary") || header.trim().eq_ignore_ascii_case("canary_id");
    let ids = headers
        .iter()
        .position(is_id)
        .ok_or_else(|| CanaryError::NoIds { file: file() })?;
    let mut readings: Vec<Option<Reading>> = Vec::with_capacity(headers.len());
    for (at, header) in headers.iter().enumerate() {
        let named = |column: &&assay_fields::Column| {
            let known = column.header().map(str::trim);
            known.is_some_and(|known| known.eq_ignore_ascii_case(header.trim()))
        };
        let column = plan.columns().iter().find(named);
        let reading = column.and_then(|column| column.reading()).cloned();
        if at != ids && reading.is_none() {
            return Err(CanaryError::NoSuchColumn {
                file: file(),
                number: at + 1,
            });
        }
        readings.push(reading.filter(|_| at != ids));
    }
    let mut canaries: BTreeMap<String, Canary> = BTreeMap::new();
    let digester = Keyed::new(key, plan.classes().iter().cloned());
    let mut row = Row::default();
    let mut begins = reader.position().line();
    for record in reader.records() {
        let line = |record: &csv::StringRecord| record.position().map_or(begins, csv::Position::line);
        let record = record.map_err(|error| no_csv(error.position().map_or(begins, csv::Position::line)))?;
        let line = line(&record);
        begins = line + 1;
        let id = record.get(ids).unwrap_or_default().trim().to_owned();
        if id.is_empty() || id.chars().count() > LONGEST_ID || id.chars().any(char::is_control) {
            return Err(CanaryError::BadId { file: file(), line });
        }
        row.fill(&readings, record.iter());
        let canary = digests(&id, &row, plan, &digester);
        let identified = canary.digests.iter().any(|(class, _)| !class.is_link());
        if !identified {
            return Err(CanaryError::NoIdentifier { file: file(), id });
        }
        if canaries.insert(id.clone(), canary).is_some() {
            return Err(CanaryError::SameId { file: file(), line, id });
        }
        if canaries.len() > MOST {
            return Err(CanaryError::TooMany { file: file() });
        }
    }
    if canaries.is_empty() {
        return Err(CanaryError::Empty { file: file() });
    }
    let canaries: Vec<Canary> = canaries.into_values().collect();
    match shared(&canaries) {
        Some((one, other)) => Err(CanaryError::Shared {
            file: file(),
            one,
            other,
        }),
        None => Ok(canaries),
    }
}

/// The digests of a row's identifiers, and of links with one.
fn digests(id: &str, row: &Row, plan: &Plan, digester: &Keyed) -> Canary {
    let mut digests = Vec::new();
    for class in plan.classes().iter().filter(|class| class.has_identifier()) {
        let (mut messages, mut of_class) = (Messages::default(), Vec::new());
        class.messages(row, Side::Index, &mut |_, message| messages.push(message));
        // A keyed digest is made in this process: it can't fail.
        if digester.digest(class, &messages, &mut of_class).is_ok() && !of_class.is_empty() {
            // A value may stand in two columns, in any order.
            of_class.sort_unstable();
            of_class.dedup();
            digests.push((class.clone(), of_class));
        }
    }
    Canary {
        id: id.to_owned(),
        digests,
    }
}

/// Two canaries that share an identifier.
fn shared(canaries: &[Canary]) -> Option<(String, String)> {
    let mut seen: BTreeMap<(String, u64), &str> = BTreeMap::new();
    for canary in canaries {
        for (class, digests) in canary.digests.iter().filter(|(class, _)| !class.is_link()) {
            for digest in digests {
                if let Some(other) = seen.insert((class.to_string(), *digest), &canary.id) {
                    return Some((other.to_owned(), canary.id.clone()));
                }
            }
        }
    }
    None
}

const LONGEST_ID: usize = 64;
const MOST: usize = 10_000;
