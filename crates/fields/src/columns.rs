//! What the columns of a table hold: header, content and the user's word put together.

use std::fmt;

use crate::detect::{Detected, Profile, assign, is_known_header};
use crate::{ColumnRef, DateOrder, Kind, Mapping, OpaqueName, Reading, Region};

/// One column of a table or sample: what it is called, what it seems to hold, how it is read.
#[derive(Clone)]
pub struct Column {
    number: usize,
    header: Option<String>,
    detected: Detected,
    reading: Option<Reading>,
    named_by_user: bool,
    mapped: bool,
    order_stated: bool,
}

impl Column {
    /// The column's number, from 1.
    pub fn number(&self) -> usize {
        self.number
    }

    /// The header as it stands in the file. It may be somebody's data, if the file was misread: print
    /// [`Column::printable_name`].
    pub fn header(&self) -> Option<&str> {
        self.header.as_deref()
    }

    /// The header if it is in the vocabulary of headers or the user named it, else `column 7`.
    pub fn printable_name(&self) -> String {
        match &self.header {
            Some(header) if self.named_by_user || is_known_header(header) => header.clone(),
            _ => format!("column {}", self.number),
        }
    }

    /// What header and content speak for.
    pub fn detected(&self) -> &Detected {
        &self.detected
    }

    /// How the column is read; `None` if it is passed over.
    pub fn reading(&self) -> Option<&Reading> {
        self.reading.as_ref()
    }

    /// Whether the column's dates are read month first for want of evidence: neither the leading rows nor
    /// the user say which of day and month comes first.
    pub fn is_date_order_assumed(&self) -> bool {
        let is_date = self.reading.as_ref().is_some_and(|reading| reading.kind == Kind::Dob);
        let found = self.detected.kind == Kind::Dob && self.detected.date_order.is_some();
        is_date && !found && !self.order_stated
    }

    /// Whether the user said what the column holds.
    pub fn is_mapped(&self) -> bool {
        self.mapped
    }
}

// A header may be somebody's data.
impl fmt::Debug for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Column")
            .field("name", &self.printable_name())
            .field("detected", &self.detected)
            .field("reading", &self.reading)
            .field("mapped", &self.mapped)
            .finish_non_exhaustive()
    }
}

/// What a user states about the columns of a table.
#[derive(Clone, Debug, Default)]
pub struct ColumnOptions {
    /// The numbering plan of telephone numbers without a country code.
    pub region: Region,
    /// The order of day and month in every date column; it wins over what the dates themselves say.
    pub date_order: Option<DateOrder>,
    /// What columns hold. For a kind that is mapped, columns that were merely detected as that kind are
    /// not used.
    pub map: Vec<Mapping>,
}

/// Why a mapping does not fit a table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ColumnError {
    /// The user maps a column that is not there.
    #[error(
        "there is no column {asked}: there are {columns} columns{}; name one of them, or give its number from 1 (as \
         in ssn=#3)",
        known_headers(known)
    )]
    NoSuchColumn {
        /// The column asked for.
        asked: ColumnRef,
        /// How many there are.
        columns: usize,
        /// Those of their headers that are in the vocabulary.
        known: Vec<String>,
    },
    /// Several columns have the header that the user maps.
    #[error("several columns are called {asked}: {numbers:?}; give the number of the one that is meant (as in ssn=#3)")]
    AmbiguousColumn {
        /// The header asked for.
        asked: ColumnRef,
        /// The numbers of those that have it.
        numbers: Vec<usize>,
    },
    /// The user maps one column to two kinds.
    #[error("column {number} is mapped twice; a column holds one kind")]
    MappedTwice {
        /// The column's number.
        number: usize,
    },
    /// `opaque` without a name, for a column given by its number whose header, if any, can't be printed.
    #[error("column {number} has no header that can be printed; name it, as in opaque:plan=#{number}")]
    NoOpaqueName {
        /// The column's number.
        number: usize,
    },
}

fn known_headers(known: &[String]) -> String {
    if known.is_empty() {
        return String::new();
    }
    format!(", among them {}", known.join(", "))
}

/// Decides what each column holds from its header and the profile of its leading cells, and lets the
/// user's mappings win.
///
/// # Errors
/// A mapping that does not fit.
pub fn decide(
    headers: &[Option<&str>],
    profiles: &[Profile],
    options: &ColumnOptions,
) -> Result<Vec<Column>, ColumnError> {
    let headers: Vec<Option<String>> = headers.iter().map(|name| name.and_then(header)).collect();
    let described: Vec<(Option<&str>, &Profile)> = headers.iter().map(Option::as_deref).zip(profiles).collect();
    let detected = assign(&described);
    let mut columns: Vec<Column> = headers
        .into_iter()
        .zip(detected)
        .enumerate()
        .map(|(at, (header, detected))| Column {
            number: at + 1,
            header,
            reading: detected.reading(options.region),
            detected,
            named_by_user: false,
            mapped: false,
            order_stated: options.date_order.is_some(),
        })
        .collect();
    map(&mut columns, profiles, options)?;
    if let Some(order) = options.date_order {
        for reading in columns.iter_mut().filter_map(|column| column.reading.as_mut()) {
            reading.date_order = order;
        }
    }
    Ok(columns)
}

fn header(name: &str) -> Option<String> {
    let name = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{FEFF}' | '\0'));
    (!name.is_empty()).then(|| name.to_owned())
}

fn map(columns: &mut [Column], profiles: &[Profile], options: &ColumnOptions) -> Result<(), ColumnError> {
    for mapping in &options.map {
        for asked in &mapping.columns {
            let at = find(columns, asked)?;
            let column = &mut columns[at];
            if column.mapped {
                return Err(ColumnError::MappedTwice { number: column.number });
            }
            let opaque = match (mapping.kind, &mapping.opaque, &column.header) {
                (Kind::Opaque, Some(name), _) => Some(name.clone()),
                (Kind::Opaque, None, Some(header))
                    if matches!(asked, ColumnRef::Header(_)) || is_known_header(header) =>
                {
                    Some(OpaqueName::from(header.as_str()))
                }
                (Kind::Opaque, None, _) => return Err(ColumnError::NoOpaqueName { number: column.number }),
                _ => None,
            };
            column.detected = profiles[at].detect_as(mapping.kind);
            column.reading = Some(Reading {
                region: options.region,
                date_order: column.detected.date_order.unwrap_or_default(),
                pad: column.detected.pad,
                opaque,
                ..Reading::new(mapping.kind)
            });
            column.mapped = true;
            column.named_by_user |= matches!(asked, ColumnRef::Header(_));
        }
    }
    let is_mapped = |kind| options.map.iter().any(|mapping| mapping.kind == kind);
    for column in columns.iter_mut().filter(|column| !column.mapped) {
        if column.reading.as_ref().is_some_and(|reading| is_mapped(reading.kind)) {
            column.reading = None;
        }
    }
    Ok(())
}

/// The position of the column that is asked for.
///
/// # Errors
/// No column is, or several are.
pub fn find(columns: &[Column], asked: &ColumnRef) -> Result<usize, ColumnError> {
    let is_asked = |column: &&Column| asked.is(column.number, column.header.as_deref());
    let numbers: Vec<usize> = columns.iter().filter(is_asked).map(Column::number).collect();
    match numbers.as_slice() {
        [number] => Ok(number - 1),
        [] => Err(ColumnError::NoSuchColumn {
            asked: asked.clone(),
            columns: columns.len(),
            known: columns
                .iter()
                .filter_map(|column| column.header.clone())
                .filter(|header| is_known_header(header))
                .collect(),
        }),
        _ => Err(ColumnError::AmbiguousColumn {
            asked: asked.clone(),
            numbers,
        }),
    }
}
