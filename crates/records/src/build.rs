//! From batches of text to the index: canonical values, links, digests, in parallel.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Mutex, MutexGuard, PoisonError};

use assay_fields::{Class, Kind, Parsed, Row, Side};
use assay_index::{
    BuildOptions, Builder, Canary, ChunkDigests, Covers, Digester, Error as IndexError, Key, Keyed, Manifest, Messages,
    Output, RecordCounts, Scheme, container, mix,
};

use crate::label::{self, Reader, Values};
use crate::timings::{Clock, Timings};
use crate::{Batch, Error, Plan, Progress, Table, disk};

/// What goes into the manifest, and when to give up.
#[derive(Clone, Debug)]
pub struct IndexOptions {
    /// Name and version of the program.
    pub tool: String,
    /// Whose records these are.
    pub company: Option<String>,
    /// The date of the records, ISO 8601.
    pub snapshot: Option<String>,
    /// Which customers they cover.
    pub covers: Covers,
    /// The filters' rates.
    pub build: BuildOptions,
    /// Share of lines that are no records, or of a column's values without a canonical form, above which the
    /// table is plainly not what it was taken for.
    pub max_bad: f64,
    /// Planted records, read by [`crate::read_canaries`].
    pub canaries: Vec<Canary>,
}

/// Who is told how the work goes.
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    /// Counts what was read.
    pub progress: &'a Progress,
    /// Counts how the time is spent.
    pub timings: &'a Timings,
    /// Is told of every class that is written.
    pub class_done: &'a (dyn Fn(&Class) + Sync),
}

/// Reads all of `table` and writes its index to `output`.
///
/// The index is the same, byte for byte, whatever the number of threads, the order of the inputs and their
/// format.
///
/// # Errors
/// Unreadable inputs, too many bad lines or values, nothing to index, a full disk. Nothing is left behind.
pub fn index(
    table: &Table,
    plan: &Plan,
    key: &Key,
    options: &IndexOptions,
    output: Output,
    watch: Watch<'_>,
) -> Result<Manifest, Error> {
    let Watch {
        progress,
        timings,
        class_done,
    } = watch;
    disk::check(table, plan, options, &output)?;
    let labels = plan.label_classes().cloned().collect();
    let mut builder = Builder::with_labels(plan.classes.clone(), labels, options.build, output.folder());
    let digester = Keyed::new(key, plan.classes.iter().cloned());
    let values = Values::new(&plan.labels);
    let failure: Mutex<Option<Error>> = Mutex::new(None);
    // A worker goes from batch to batch: what it has allocated and remembered serves the next one.
    let workers: Mutex<Vec<Worker<'_>>> = Mutex::default();
    let scan = timings.scan();
    let scanned = table.scan(&plan.projection, progress, &|batch| {
        let idle = locked(&workers).pop();
        let mut worker = idle.unwrap_or_else(|| Worker::new(plan, &digester, &builder, &values));
        let taken = worker.take(&batch, timings);
        locked(&workers).push(worker);
        match taken {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                locked(&failure).get_or_insert(error);
                ControlFlow::Break(())
            }
        }
    })?;
    if let Some(error) = locked(&failure).take() {
        return Err(error);
    }
    let mut counts = Counts::new(plan);
    let mut labelled = vec![Vec::new(); plan.labels.len()];
    for worker in std::mem::take(&mut *locked(&workers)) {
        let (of_worker, records) = worker.finish(timings)?;
        counts.merge(&of_worker);
        label::merge(&mut labelled, &records);
    }
    let (numbered, labels): (Vec<_>, Vec<_>) = values.segments(&labelled).into_iter().unzip();
    let per_class = plan.labels.iter().zip(numbered);
    builder.name_segments(per_class.flat_map(|(label, names)| vec![names; label.classes.len()]));
    let names = plan.labels.iter().map(|label| label.name.clone());
    drop(scan);
    counts.check(plan, options.max_bad)?;
    let read = scanned.rows + scanned.rejected_rows();
    if scanned.rejected_rows() as f64 > options.max_bad * read as f64 {
        return Err(Error::TooManyBadLines {
            bad: scanned.rejected_rows(),
            read,
            most: options.max_bad,
        });
    }
    let unread_values = scanned.unknown_values + scanned.nested_values;
    if unread_values as f64 > options.max_bad * read as f64 {
        return Err(Error::TooManyUnread {
            values: unread_values,
            read,
            most: options.max_bad,
        });
    }
    let rejected = scanned
        .rejected
        .iter()
        .map(|(reason, lines)| (reason.as_str().to_owned(), *lines));
    let manifest = Manifest {
        format: container::FORMAT,
        tool: options.tool.clone(),
        scheme: Scheme::Keyed,
        key_id: key.id(),
        company: options.company.clone(),
        own: plan.own.clone(),
        snapshot: options.snapshot.clone(),
        covers: options.covers.clone(),
        records: RecordCounts {
            read,
            rejected: rejected.collect(),
            mended: scanned.mended,
            unread_values,
            ..counts.of_kinds(plan)
        },
        columns: plan.uses(),
        names: plan.names,
        classes: Vec::new(),
        canaries: options.canaries.clone(),
        labels: names.zip(labels).collect(),
    };
    let _build = timings.build();
    Ok(builder.finish(key, manifest, &|class| plan.space(class), output, class_done)?)
}

/// Turns rows into messages, messages into digests, digests over to the builder: each in chunks that stay in a core's
/// cache.
struct Worker<'a> {
    plan: &'a Plan,
    digester: &'a Keyed,
    builder: &'a Builder,
    row: Row,
    counts: Counts,
    /// Per class, the messages of the rows since the last hashing, and which of these rows each is from.
    messages: Vec<(Messages, Vec<u32>)>,
    /// Those rows.
    rows: u32,
    digests: ChunkDigests,
    labels: Reader<'a>,
}

impl<'a> Worker<'a> {
    fn new(plan: &'a Plan, digester: &'a Keyed, builder: &'a Builder, values: &'a Values) -> Worker<'a> {
        Worker {
            plan,
            digester,
            builder,
            row: Row::default(),
            counts: Counts::new(plan),
            messages: plan.classes.iter().map(|_| Default::default()).collect(),
            rows: 0,
            digests: ChunkDigests {
                classes: vec![Default::default(); plan.classes.len()],
                records: Vec::new(),
            },
            labels: Reader::new(&plan.labels, values),
        }
    }

    fn take(&mut self, batch: &Batch, timings: &Timings) -> Result<(), Error> {
        let mut clock = timings.clock();
        let positions: Vec<usize> = (0..self.plan.projection.len()).collect();
        let mut row = std::mem::take(&mut self.row);
        let mut done = Ok(());
        self.plan.each_row(batch, &positions, &mut row, &mut |n, row| {
            if done.is_ok() {
                done = self.labels.read(&|at| batch.column(at).text(n));
                self.take_row(row);
                if self.rows == ROWS_HASHED_AT_ONCE && done.is_ok() {
                    done = self.hash(&mut clock).map_err(Error::from);
                }
            }
        });
        self.row = row;
        clock.canonical();
        done
    }

    fn take_row(&mut self, row: &Row) {
        self.counts.count(row.parsed());
        let filled = self.digests.classes.iter_mut().map(|(_, filled)| filled);
        for ((class, (messages, owners)), filled) in self.plan.classes.iter().zip(&mut self.messages).zip(filled) {
            let before = messages.len();
            class.messages(row, Side::Index, &mut |_, message| {
                messages.push(message);
                owners.push(self.rows);
            });
            *filled += u64::from(messages.len() > before);
        }
        self.rows += 1;
    }

    fn finish(mut self, timings: &Timings) -> Result<(Counts, Vec<Vec<u64>>), IndexError> {
        let mut clock = timings.clock();
        self.hash(&mut clock)?;
        self.add(&mut clock)?;
        Ok((self.counts, self.labels.records))
    }

    fn hash(&mut self, clock: &mut Clock<'_>) -> Result<(), IndexError> {
        clock.canonical();
        let records = &mut self.digests.records;
        let first = records.len();
        records.resize(first + self.rows as usize, 0);
        let filled = self
            .plan
            .classes
            .iter()
            .zip(&mut self.messages)
            .zip(&mut self.digests.classes);
        for (at, ((class, (messages, owners)), (digests, _))) in filled.enumerate() {
            let before = digests.len();
            self.digester.digest(class, messages, digests)?;
            // A record is known by all its digests, in the order of the classes.
            for (row, digest) in owners.iter().zip(&digests[before..]) {
                let record = &mut records[first + *row as usize];
                *record = mix(*record, *digest);
            }
            self.labels.pair(at, owners, &digests[before..]);
            messages.clear();
            owners.clear();
        }
        self.labels.hashed();
        self.rows = 0;
        clock.hashing();
        match self.digests.records.len() >= RECORDS_ADDED_AT_ONCE {
            true => self.add(clock),
            false => Ok(()),
        }
    }

    fn add(&mut self, clock: &mut Clock<'_>) -> Result<(), IndexError> {
        // A record without any value is none.
        self.digests.records.retain(|record| *record != 0);
        self.builder.add(&mut self.digests)?;
        self.builder.add_pairs(&mut self.labels.pairs)?;
        clock.partition();
        Ok(())
    }
}

/// A panic elsewhere is passed on by its own thread.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What became of the cells of each column that is read.
struct Counts {
    columns: Vec<ColumnCounts>,
}

#[derive(Clone, Default)]
struct ColumnCounts {
    values: u64,
    placeholders: u64,
    padded: u64,
    malformed: BTreeMap<&'static str, u64>,
    implausible: BTreeMap<&'static str, u64>,
}

impl Counts {
    fn new(plan: &Plan) -> Counts {
        Counts {
            columns: vec![ColumnCounts::default(); plan.readings.len()],
        }
    }

    fn count(&mut self, parsed: &[Parsed]) {
        for (column, parsed) in self.columns.iter_mut().zip(parsed) {
            match parsed {
                Parsed::Value { doubt, padded } => {
                    column.values += 1;
                    column.padded += u64::from(*padded);
                    if let Some(doubt) = doubt {
                        *column.implausible.entry(doubt.name()).or_default() += 1;
                    }
                }
                Parsed::Placeholder => column.placeholders += 1,
                Parsed::Malformed(reason) => *column.malformed.entry(reason.name()).or_default() += 1,
                // A company's own table that is masked has no value there.
                Parsed::Masked => *column.malformed.entry("masked").or_default() += 1,
                Parsed::Absent => {}
            }
        }
    }

    fn merge(&mut self, other: &Counts) {
        for (ours, theirs) in self.columns.iter_mut().zip(&other.columns) {
            ours.values += theirs.values;
            ours.placeholders += theirs.placeholders;
            ours.padded += theirs.padded;
            add(&mut ours.malformed, &theirs.malformed);
            add(&mut ours.implausible, &theirs.implausible);
        }
    }

    /// A column most of whose cells don't parse was taken for what it is not.
    fn check(&self, plan: &Plan, most: f64) -> Result<(), Error> {
        for ((counts, position), reading) in self.columns.iter().zip(&plan.projection).zip(&plan.readings) {
            let bad: u64 = counts.malformed.values().sum();
            let cells = bad + counts.values;
            if let Some(reading) = reading
                && bad as f64 > most * cells as f64
            {
                return Err(Error::TooManyBadValues {
                    column: position + 1,
                    kind: reading.kind,
                    bad,
                    cells,
                    most,
                });
            }
        }
        Ok(())
    }

    fn of_kinds(&self, plan: &Plan) -> RecordCounts {
        let mut records = RecordCounts::default();
        let kinds = plan.readings.iter().flatten().map(|reading| reading.kind);
        for (kind, counts) in kinds.zip(&self.columns) {
            let named = |of: &mut BTreeMap<Kind, BTreeMap<String, u64>>, counts: &BTreeMap<&str, u64>| {
                for (reason, cells) in counts {
                    *of.entry(kind).or_default().entry((*reason).to_owned()).or_default() += cells;
                }
            };
            named(&mut records.malformed, &counts.malformed);
            named(&mut records.implausible, &counts.implausible);
            for (of, cells) in [
                (&mut records.placeholders, counts.placeholders),
                (&mut records.padded, counts.padded),
            ] {
                if cells > 0 {
                    *of.entry(kind).or_default() += cells;
                }
            }
        }
        records
    }
}

fn add(ours: &mut BTreeMap<&'static str, u64>, theirs: &BTreeMap<&'static str, u64>) {
    for (key, count) in theirs {
        *ours.entry(key).or_default() += count;
    }
}

/// Rows whose messages are hashed at a time: few enough for them to stay in the cache.
const ROWS_HASHED_AT_ONCE: u32 = 256;
/// Records whose digests are handed over at a time: enough for each part of a spill to get some.
const RECORDS_ADDED_AT_ONCE: usize = 16_384;
