//! What is known of a sample besides its rows' results, and the loop that tests its rows.

use std::collections::BTreeMap;

use assay_fields::{Kind, Reading};
use assay_sample::{Flaw, Sample};

use crate::{ColumnFacts, Error, Preparer, RowResult, SampleFacts, Sealer, Tester};

impl SampleFacts {
    /// The facts of a sample that was read to its end.
    pub fn of(sample: &Sample<'_>) -> SampleFacts {
        let counts = sample.counts();
        let columns = sample.columns().iter().map(|column| ColumnFacts {
            name: column.printable_name(),
            kind: column.reading().map_or(Kind::Opaque, |reading| reading.kind),
            confidence: if column.is_mapped() {
                1.0
            } else {
                column.detected().confidence
            },
            second: column.detected().second.filter(|_| !column.is_mapped()),
            date_order_undecided: column.is_date_order_assumed(),
        });
        SampleFacts {
            dialect: dialect(sample),
            bytes: sample.bytes_read(),
            read: counts.read,
            rejected: counts
                .rejects()
                .map(|(reason, rows)| (reason.name().to_owned(), rows))
                .collect(),
            flawed: Flaw::ALL
                .into_iter()
                .map(|flaw| (flaw.name().to_owned(), counts.flawed(flaw)))
                .filter(|(_, rows)| *rows > 0)
                .collect(),
            blank: counts.blank,
            columns: columns.collect(),
        }
    }
}

/// How each column of a sample is read.
pub fn readings(sample: &Sample<'_>) -> Vec<Option<Reading>> {
    sample
        .columns()
        .iter()
        .map(|column| column.reading().cloned())
        .collect()
}

/// Tests every row of a sample, in batches; `each` is shown the results of every batch and how many bytes
/// were read so far.
///
/// # Errors
/// What reading, looking up or `each` gives.
pub fn test_rows(
    sample: &mut Sample<'_>,
    preparer: &Preparer,
    tester: &mut Tester<'_>,
    each: &mut dyn FnMut(&[RowResult], u64) -> std::io::Result<()>,
) -> Result<(), Error> {
    while let Some(batch) = sample.next_batch(ROWS_AT_ONCE)? {
        let results = tester.add(preparer, &batch)?;
        each(&results, sample.bytes_read()).map_err(Error::Rows)?;
        sample.recycle(batch);
    }
    Ok(())
}

/// Seals every row of a sample, in batches; `each` is told how many bytes were read so far.
///
/// # Errors
/// What reading or writing gives.
pub fn seal_rows(sample: &mut Sample<'_>, sealer: &mut Sealer, each: &dyn Fn(u64)) -> Result<(), Error> {
    while let Some(batch) = sample.next_batch(ROWS_AT_ONCE)? {
        sealer.add(&batch)?;
        each(sample.bytes_read());
        sample.recycle(batch);
    }
    Ok(())
}

fn dialect(sample: &Sample<'_>) -> BTreeMap<String, String> {
    let dialect = sample.dialect();
    let word = |value: serde_json::Value| match value {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    };
    let delimiter = match dialect.delimiter.value {
        Some('\t') => "tab".to_owned(),
        Some(delimiter) if delimiter.is_control() => format!("character {}", u32::from(delimiter)),
        Some(delimiter) => format!("`{delimiter}`"),
        None => "none, a line is one field".to_owned(),
    };
    [
        (
            "form",
            serde_json::to_value(dialect.form).map_or_else(|_| String::new(), word),
        ),
        ("encoding", dialect.encoding.value.to_owned()),
        ("delimiter", delimiter),
        ("header", if dialect.header.value { "yes" } else { "no" }.to_owned()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

/// Rows that are read, prepared and looked up together. More rows a time mean fewer passes over an index's
/// shards; a row takes about a kilobyte meanwhile.
const ROWS_AT_ONCE: usize = 131_072;
