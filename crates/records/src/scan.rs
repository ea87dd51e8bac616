//! Reads every input of a table and spreads its batches over worker threads.
//!
//! One thread cuts delimited text into checked blocks, polars' streaming engine splits them into columns, and
//! worker threads call back with the batches. Bounded queues lie between, so a slow callback slows the
//! reading down and nothing piles up.

use std::{
    io::Read,
    ops::ControlFlow,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
};

use polars::prelude::DataFrame;

use crate::{
    batch::Batch,
    cells, columnar,
    error::{Error, io_error},
    framing::{Block, Blocks},
    json_lines::{Keys, Lines},
    progress::Progress,
    record::Shape,
    source::Source,
    table::{Input, Layout, RejectReason, ScanCounts, Table},
};

/// What to read.
pub(crate) struct Request<'a> {
    pub(crate) columns: &'a [usize],
    /// At most so many rows of every input.
    pub(crate) rows: u64,
    /// For a look at the beginning: how many bytes of a stream to look at, without using it up.
    pub(crate) head: Option<usize>,
    pub(crate) threads: usize,
}

pub(crate) fn run(
    table: &Table,
    request: &Request<'_>,
    progress: &Progress,
    f: &(dyn Fn(Batch) -> ControlFlow<()> + Sync),
) -> Result<ScanCounts, Error> {
    let before = progress.bytes();
    let shared = Shared {
        counts: Mutex::default(),
        fault: Mutex::default(),
        stop: Arc::default(),
    };
    let (sender, receiver) = sync_channel(request.threads);
    let receiver = Arc::new(Mutex::new(receiver));
    thread::scope(|scope| {
        for _ in 0..request.threads {
            let receiver = Arc::clone(&receiver);
            scope.spawn(|| work(receiver, &shared, progress, f));
        }
        // If every worker has panicked, the queue must close instead of filling up.
        drop(receiver);
        for input in &table.inputs {
            if shared.stop.load(Relaxed) {
                break;
            }
            let reading = Reading {
                input,
                request,
                progress,
                shared: &shared,
                sender: &sender,
            };
            if let Err(error) = reading.read(table) {
                shared.fail(error);
            }
        }
        drop(sender);
    });
    if let Some(error) = locked(&shared.fault).take() {
        return Err(error);
    }
    let mut counts = std::mem::take(&mut *locked(&shared.counts));
    counts.bytes = progress.bytes() - before;
    Ok(counts)
}

/// What all threads of a scan share.
struct Shared {
    counts: Mutex<ScanCounts>,
    fault: Mutex<Option<Error>>,
    stop: Arc<AtomicBool>,
}

impl Shared {
    /// Ends the scan; the first fault is the one that is told.
    fn fail(&self, error: Error) {
        locked(&self.fault).get_or_insert(error);
        self.stop.store(true, Relaxed);
    }
}

/// What a worker turns into a batch.
enum Work {
    Frame {
        frame: DataFrame,
        columns: Arc<[Option<usize>]>,
        source: Arc<Origin>,
    },
    Lines {
        text: Vec<u8>,
        keys: Arc<Keys>,
    },
}

/// Whose fault it is if a frame can't be turned into text.
struct Origin {
    name: String,
    format: &'static str,
}

fn work(
    queue: Arc<Mutex<Receiver<Work>>>,
    shared: &Shared,
    progress: &Progress,
    f: &(dyn Fn(Batch) -> ControlFlow<()> + Sync),
) {
    loop {
        let Ok(work) = locked(&queue).recv() else { return };
        // The queue is emptied even after a stop: its sender may be waiting.
        if shared.stop.load(Relaxed) {
            continue;
        }
        let batch = match work {
            Work::Frame { frame, columns, source } => match batch_of(&frame, &columns) {
                Some(batch) => batch,
                None => {
                    shared.fail(Error::Damaged {
                        file: source.name.clone(),
                        format: source.format,
                    });
                    continue;
                }
            },
            Work::Lines { text, keys } => {
                let (batch, faults) = keys.batch(&text);
                let mut counts = locked(&shared.counts);
                counts.reject(RejectReason::BadJson, faults.bad_json);
                counts.mended += faults.mended;
                counts.unknown_values += faults.unknown;
                counts.nested_values += faults.nested;
                batch
            }
        };
        if batch.rows() == 0 {
            continue;
        }
        let rows = batch.rows() as u64;
        let flow = f(batch);
        progress.add_rows(rows);
        locked(&shared.counts).rows += rows;
        if flow.is_break() {
            shared.stop.store(true, Relaxed);
        }
    }
}

/// The columns of `frame` as text; a column whose values have none is absent.
fn batch_of(frame: &DataFrame, columns: &[Option<usize>]) -> Option<Batch> {
    let cells = columns
        .iter()
        .map(|place| match place.and_then(|place| frame.columns().get(place)) {
            Some(column) => cells::texts(column.as_materialized_series()).ok(),
            None => Some(None),
        });
    Some(Batch::new(frame.height(), cells.collect::<Option<Vec<_>>>()?))
}

/// One input on its way to the workers.
struct Reading<'a> {
    input: &'a Input,
    request: &'a Request<'a>,
    progress: &'a Progress,
    shared: &'a Shared,
    sender: &'a SyncSender<Work>,
}

impl Reading<'_> {
    fn read(&self, table: &Table) -> Result<(), Error> {
        let places = self.input.places(self.request.columns);
        match &self.input.layout {
            Layout::Delimited {
                delimiter,
                fields,
                header_bytes,
            } => self.delimited(
                Shape {
                    delimiter: *delimiter,
                    fields: *fields,
                },
                *header_bytes,
                &places,
            ),
            Layout::JsonLines => self.json_lines(table),
            Layout::Columnar(columns) => self.columnar(columns, &places),
        }
    }

    fn source(&self) -> &Source {
        &self.input.source
    }

    fn text(&self) -> Result<Box<dyn Read + Send>, Error> {
        match self.request.head {
            Some(bytes) => self.source().open_head(bytes),
            None => self.source().open(self.progress),
        }
    }

    fn io_error(&self, error: &std::io::Error) -> Error {
        io_error(self.source().name(), self.source().format_name(), error)
    }

    fn delimited(&self, shape: Shape, header_bytes: usize, places: &[Option<usize>]) -> Result<(), Error> {
        let mut text = self.text()?;
        std::io::copy(&mut text.by_ref().take(header_bytes as u64), &mut std::io::sink())
            .map_err(|error| self.io_error(&error))?;
        let mut blocks = Blocks::new(text, shape, self.request.rows, BLOCK);
        let (projection, columns) = projection(places);
        let (to_polars, from_cutter) = sync_channel::<Block>(1);
        thread::scope(|scope| {
            let cutter = scope.spawn(move || {
                while let Some(block) = blocks.next()? {
                    if to_polars.send(block).is_err() {
                        break;
                    }
                }
                Ok(blocks.faults)
            });
            for block in from_cutter {
                let (expected, found) = (block.records, Arc::new(AtomicU64::new(0)));
                let sink = self.sink(&columns, Arc::clone(&found));
                columnar::read_block(self.source(), block, shape, &projection, sink)?;
                if self.shared.stop.load(Relaxed) {
                    break;
                }
                let found = found.load(Relaxed);
                if found != expected {
                    return Err(Error::RowsLost {
                        file: self.source().name().to_owned(),
                        expected,
                        found,
                    });
                }
            }
            let faults = cutter
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
                .map_err(|error: std::io::Error| self.io_error(&error))?;
            let mut counts = locked(&self.shared.counts);
            counts.reject(RejectReason::TooManyFields, faults.too_many);
            counts.reject(RejectReason::TooFewFields, faults.too_few);
            counts.reject(RejectReason::BadQuote, faults.bad_quote);
            counts.reject(RejectReason::LineTooLong, faults.too_long);
            counts.mended += faults.mended;
            Ok(())
        })
    }

    fn json_lines(&self, table: &Table) -> Result<(), Error> {
        let wanted: Vec<&str> = self
            .request
            .columns
            .iter()
            .filter_map(|&column| table.columns().get(column))
            .map(String::as_str)
            .collect();
        let keys = Arc::new(Keys::new(table.columns(), &wanted));
        let mut lines = Lines::new(self.text()?, self.request.rows, JSON_BLOCK);
        while let Some(text) = lines.next().map_err(|error| self.io_error(&error))? {
            let sent = self.sender.send(Work::Lines {
                text,
                keys: Arc::clone(&keys),
            });
            if sent.is_err() || self.shared.stop.load(Relaxed) {
                break;
            }
        }
        locked(&self.shared.counts).reject(RejectReason::LineTooLong, lines.too_long);
        Ok(())
    }

    fn columnar(&self, names: &[(String, bool)], places: &[Option<usize>]) -> Result<(), Error> {
        let (projection, columns) = projection(places);
        let names: Vec<&str> = projection
            .iter()
            .filter_map(|&place| names.get(place))
            .map(|(name, _)| name.as_str())
            .collect();
        columnar::read(
            self.source(),
            &names,
            self.request.rows,
            self.sink(&columns, Arc::default()),
        )?;
        if self.request.head.is_none() {
            self.progress.add_bytes(self.source().bytes().unwrap_or(0));
        }
        Ok(())
    }

    /// Queues frames for the workers and counts their rows.
    fn sink(
        &self,
        columns: &Arc<[Option<usize>]>,
        rows: Arc<AtomicU64>,
    ) -> impl Fn(DataFrame) -> bool + Send + Sync + 'static {
        let (sender, stop, columns) = (self.sender.clone(), Arc::clone(&self.shared.stop), Arc::clone(columns));
        let source = Arc::new(Origin {
            name: self.source().name().to_owned(),
            format: self.source().format_name(),
        });
        move |frame| {
            rows.fetch_add(frame.height() as u64, Relaxed);
            let work = Work::Frame {
                frame,
                columns: Arc::clone(&columns),
                source: Arc::clone(&source),
            };
            !stop.load(Relaxed) && sender.send(work).is_ok()
        }
    }
}

/// The places to ask polars for, each once, and for every column of the batch its position among them. At least
/// one place is asked for: without any, rows could not be counted.
fn projection(places: &[Option<usize>]) -> (Vec<usize>, Arc<[Option<usize>]>) {
    let mut asked: Vec<usize> = places.iter().copied().flatten().collect();
    asked.sort_unstable();
    asked.dedup();
    if asked.is_empty() {
        asked.push(0);
    }
    let columns = places
        .iter()
        .map(|place| place.and_then(|place| asked.binary_search(&place).ok()))
        .collect();
    (asked, columns)
}

/// A panic elsewhere is passed on by its own thread; it doesn't make the counts unusable.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Large enough that starting polars on each block costs nothing, small enough for three in memory.
const BLOCK: usize = 16 * 1024 * 1024;
/// Some thousand lines.
const JSON_BLOCK: usize = 2 * 1024 * 1024;
