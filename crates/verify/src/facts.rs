//! What is known of a sample besides its rows' results, and the loop that tests its rows.

use std::collections::BTreeMap;
use std::sync::mpsc::{channel, sync_channel};

use assay_fields::{Class, Column, Kind, Reading};
use assay_sample::{Dialect, Flaw, Form, RowBatch, Sample, Table};

use crate::{
    BytesOf, ColumnFacts, Error, Members, Plan, Prepared, Preparer, RowResult, RowsOfLength, SampleFacts, Sealer,
    TableFacts, Tester,
};

impl SampleFacts {
    /// The facts of a sample that was read to its end.
    pub fn of(sample: &Sample) -> SampleFacts {
        let counts = sample.counts();
        let tables = sample.tables();
        let several = tables.len() > 1;
        let columns = tables.iter().zip(1u32..).flat_map(|(table, number)| {
            let facts = table.columns.iter().map(column);
            facts.map(move |facts| ColumnFacts {
                table: number,
                name: match several {
                    true => format!("{} of table {number}", facts.name),
                    false => facts.name,
                },
                ..facts
            })
        });
        SampleFacts {
            dialect: dialect(&tables[0].dialect),
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
            comments: counts.comments,
            bytes_of: BytesOf {
                rows: counts.bytes.rows,
                rejected: counts.bytes.rejected,
                other: counts.bytes.other,
            },
            row_lengths: counts
                .lengths
                .steps()
                .map(|(bytes, rows)| RowsOfLength { bytes, rows })
                .collect(),
            numbers: Vec::new(),
            coherence: crate::CoherenceFacts::default(),
            members: Members {
                read: counts.members,
                rejected: owned(&counts.members_rejected),
                damaged: owned(&counts.members_damaged),
            },
            tables: match several {
                true => tables
                    .iter()
                    .zip(1..)
                    .map(|(table, number)| of_table(table, number))
                    .collect(),
                false => Vec::new(),
            },
            columns: columns.collect(),
        }
    }

    /// With what was noted of its numbers and of its coherence when its rows were prepared.
    pub fn with_numbers(self, preparer: &Preparer) -> SampleFacts {
        SampleFacts {
            numbers: preparer.numbers().facts(),
            coherence: preparer.coherence().facts(),
            ..self
        }
    }
}

fn owned(counts: &BTreeMap<&'static str, u64>) -> BTreeMap<String, u64> {
    counts
        .iter()
        .map(|(reason, members)| ((*reason).to_owned(), *members))
        .collect()
}

fn of_table(table: &Table, number: u32) -> TableFacts {
    TableFacts {
        table: number,
        member: table.member,
        columns: table.columns.len() as u32,
        dialect: dialect(&table.dialect),
    }
}

fn column(column: &Column) -> ColumnFacts {
    ColumnFacts {
        table: 1,
        number: column.number() as u32,
        name: column.printable_name(),
        kind: column.reading().map_or(Kind::Opaque, |reading| reading.kind),
        confidence: if column.is_mapped() {
            1.0
        } else {
            column.detected().confidence
        },
        second: column.detected().second.filter(|_| !column.is_mapped()),
        date_order_undecided: column.is_date_order_assumed(),
    }
}

/// How each column of a sample's tables is read, table by table.
pub fn readings(sample: &Sample) -> Vec<Vec<Option<Reading>>> {
    sample.tables().iter().map(readings_of).collect()
}

pub(crate) fn readings_of(table: &Table) -> Vec<Option<Reading>> {
    table.columns.iter().map(|column| column.reading().cloned()).collect()
}

/// The classes that a sample is looked up in: those that its columns can fill, of the default ones and `more`; all, if
/// further tables may come.
pub fn plan(sample: &Sample, more: &[Class]) -> Plan {
    match sample.is_read() || !sample.may_hold_several() {
        true => Plan::new(&readings(sample), more),
        false => Plan::any(more),
    }
}

/// What is known when some rows were tested.
pub struct Tested<'r> {
    /// Their results, in the order of the rows.
    pub results: &'r [RowResult],
    /// How many bytes of the sample were read so far.
    pub bytes: u64,
    /// The columns of each table that was met for the first time.
    pub new_tables: Vec<Vec<ColumnFacts>>,
}

/// Tests every row of a sample; `each` is shown results as they come. Rows are read while others are tested, and as many
/// are looked up together as the tester's budget allows.
///
/// # Errors
/// What reading, looking up or `each` gives.
pub fn test_rows(
    sample: &mut Sample,
    preparer: &mut Preparer,
    tester: &mut Tester<'_>,
    each: &mut dyn FnMut(Tested<'_>) -> std::io::Result<()>,
) -> Result<(), Error> {
    let mut waiting: Vec<Prepared> = Vec::new();
    let (mut size, mut read) = (0, 0);
    each_batch(sample, preparer.tables(), &mut |batch| {
        let mut new_tables = Vec::new();
        for table in batch.new_tables {
            preparer.learn(readings_of(&table));
            new_tables.push(table.columns.iter().map(column).collect());
        }
        let parts = tester.prepare(preparer, batch.rows)?;
        if read == 0 {
            tester.check_room(&parts, batch.bytes)?;
        }
        read = batch.bytes;
        size += parts.iter().map(Prepared::size).sum::<u64>();
        waiting.extend(parts);
        let results = if size < tester.at_once() {
            Vec::new()
        } else {
            size = 0;
            tester.add_prepared(&std::mem::take(&mut waiting))?
        };
        each(Tested {
            results: &results,
            bytes: read,
            new_tables,
        })
        .map_err(Error::Rows)
    })?;
    let results = tester.add_prepared(&waiting)?;
    each(Tested {
        results: &results,
        bytes: read,
        new_tables: Vec::new(),
    })
    .map_err(Error::Rows)
}

/// Seals every row of a sample, in batches; `each` is told how many bytes were read so far.
///
/// # Errors
/// What reading or writing gives.
pub fn seal_rows(sample: &mut Sample, sealer: &mut Sealer, each: &dyn Fn(u64)) -> Result<(), Error> {
    each_batch(sample, sealer.tables(), &mut |batch| {
        batch
            .new_tables
            .iter()
            .for_each(|table| sealer.learn(readings_of(table)));
        sealer.add(batch.rows)?;
        each(batch.bytes);
        Ok(())
    })
}

/// Some rows, and what was known when they were read.
pub(crate) struct Batch<'b> {
    pub(crate) rows: &'b RowBatch,
    bytes: u64,
    /// Tables that were met since the batch before.
    pub(crate) new_tables: Vec<Table>,
}

/// Reads a sample on a thread of its own, some batches ahead, and hands each batch to `work`, which knows the first
/// `known` tables.
pub(crate) fn each_batch(
    sample: &mut Sample,
    known: usize,
    work: &mut dyn FnMut(Batch<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let (full, batches) = sync_channel(BATCHES_AHEAD);
    let (empty, spares) = channel::<RowBatch>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let mut known = known;
            loop {
                spares.try_iter().for_each(|batch| sample.recycle(batch));
                let Some(batch) = sample.next_batch(ROWS_A_BATCH).transpose() else {
                    break;
                };
                let failed = batch.is_err();
                let new_tables = sample.tables()[known..].to_vec();
                known = sample.tables().len();
                let batch = batch.map(|batch| (batch, sample.bytes_read(), new_tables));
                // Nobody takes it any more after an error on the other side.
                if full.send(batch).is_err() || failed {
                    break;
                }
            }
        });
        for batch in batches {
            let (rows, bytes, new_tables) = batch?;
            work(Batch {
                rows: &rows,
                bytes,
                new_tables,
            })?;
            // After its last batch the reader wants none back.
            let _ = empty.send(rows);
        }
        Ok(())
    })
}

/// How a table is written, in words; what its form does not have is left out.
fn dialect(dialect: &Dialect) -> BTreeMap<String, String> {
    let mut words = vec![("form", dialect.form.name().to_owned())];
    if Form::TEXT.contains(&dialect.form) {
        words.push(("encoding", dialect.encoding.value.to_owned()));
    }
    if dialect.form == Form::Delimited {
        let delimiter = dialect.delimiter.value.as_ref();
        words.push((
            "delimiter",
            delimiter.map_or("none, a line is one field".to_owned(), ToString::to_string),
        ));
        words.push(("header", if dialect.header.value { "yes" } else { "none" }.to_owned()));
    }
    words
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// Rows that are read and prepared together: enough for many threads, and some megabytes.
const ROWS_A_BATCH: usize = 32_768;
/// Batches that wait while one is worked on.
const BATCHES_AHEAD: usize = 2;
