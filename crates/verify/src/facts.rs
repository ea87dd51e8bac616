//! What is known of a sample besides its rows' results, and the loop that tests its rows.

use std::collections::BTreeMap;
use std::sync::mpsc::{channel, sync_channel};

use assay_fields::{Kind, Reading};
use assay_sample::{Flaw, RowBatch, Sample};

use crate::{ColumnFacts, Error, Prepared, Preparer, RowResult, SampleFacts, Sealer, Tester};

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

/// Tests every row of a sample; `each` is shown results as they come, in the order of the rows, and how many bytes were
/// read so far. Rows are read while others are tested, and as many are looked up together as the tester's budget allows.
///
/// # Errors
/// What reading, looking up or `each` gives.
pub fn test_rows(
    sample: &mut Sample<'_>,
    preparer: &Preparer,
    tester: &mut Tester<'_>,
    each: &mut dyn FnMut(&[RowResult], u64) -> std::io::Result<()>,
) -> Result<(), Error> {
    let mut waiting: Vec<Prepared> = Vec::new();
    let (mut size, mut read) = (0, 0);
    each_batch(sample, &mut |batch, bytes| {
        let parts = tester.prepare(preparer, batch)?;
        if read == 0 {
            tester.check_room(&parts, bytes)?;
        }
        read = bytes;
        size += parts.iter().map(Prepared::size).sum::<u64>();
        waiting.extend(parts);
        let results = if size < tester.at_once() {
            Vec::new()
        } else {
            size = 0;
            tester.add_prepared(&std::mem::take(&mut waiting))?
        };
        each(&results, bytes).map_err(Error::Rows)
    })?;
    let results = tester.add_prepared(&waiting)?;
    each(&results, read).map_err(Error::Rows)
}

/// Seals every row of a sample, in batches; `each` is told how many bytes were read so far.
///
/// # Errors
/// What reading or writing gives.
pub fn seal_rows(sample: &mut Sample<'_>, sealer: &mut Sealer, each: &dyn Fn(u64)) -> Result<(), Error> {
    each_batch(sample, &mut |batch, bytes| {
        sealer.add(batch)?;
        each(bytes);
        Ok(())
    })
}

/// Reads a sample on a thread of its own, some batches ahead, and hands each batch to `work` with the number of bytes
/// that were read by then.
fn each_batch(sample: &mut Sample<'_>, work: &mut dyn FnMut(&RowBatch, u64) -> Result<(), Error>) -> Result<(), Error> {
    let (full, batches) = sync_channel(BATCHES_AHEAD);
    let (empty, spares) = channel::<RowBatch>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            loop {
                spares.try_iter().for_each(|batch| sample.recycle(batch));
                let Some(batch) = sample.next_batch(ROWS_A_BATCH).transpose() else {
                    break;
                };
                let failed = batch.is_err();
                let batch = batch.map(|batch| (batch, sample.bytes_read()));
                // Nobody takes it any more after an error on the other side.
                if full.send(batch).is_err() || failed {
                    break;
                }
            }
        });
        for batch in batches {
            let (batch, bytes) = batch?;
            work(&batch, bytes)?;
            // After its last batch the reader wants none back.
            let _ = empty.send(batch);
        }
        Ok(())
    })
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

/// Rows that are read and prepared together: enough for many threads, and some megabytes.
const ROWS_A_BATCH: usize = 32_768;
/// Batches that wait while one is worked on.
const BATCHES_AHEAD: usize = 2;
