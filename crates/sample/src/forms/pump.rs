//! Readers that work on a thread of their own and hand over what they read in blocks.
//!
//! A reader of a database, a workbook or a file of columns borrows from what it opened, which a value that is asked for one
//! row after the other can't hold; and the libraries that do the reading may panic on hostile bytes. On a thread of its own
//! a reader is a plain loop, and a panic ends the thread, not the program: it becomes an error that holds no value, and its
//! message, which may hold one, is not printed.

use std::cell::Cell;
use std::io::Write;
use std::sync::Once;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::cells::CellReader;
use crate::row::{Next, Out, TableShape};
use crate::{Error, Flaw, Reject, Unreadable};

/// What a thread reads, row after row.
pub(crate) struct Pump {
    receive: Receiver<Message>,
    block: Block,
    /// How far the block was handed out.
    at: Cursor,
    ended: bool,
    input: String,
    what: &'static str,
}

/// Where a reader puts what it reads.
pub(crate) struct Sink {
    send: SyncSender<Message>,
    block: Block,
    tables: usize,
    /// Where the row that is begun begins.
    begin: usize,
    first_end: usize,
    flaws: u32,
    too_long: bool,
    /// Bytes and cells that may still come.
    budget: u64,
    allowed: u64,
}

/// Why a reader stops before its end.
pub(crate) enum Stop {
    /// Nobody wants to know more.
    Unwanted,
    /// It can't go on.
    Unreadable(Unreadable),
}

impl From<Unreadable> for Stop {
    fn from(problem: Unreadable) -> Stop {
        Stop::Unreadable(problem)
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Stop {
        Stop::Unreadable(error.into())
    }
}

/// Starts `work` on a thread. `input` and `what` are named in errors: where the bytes are from, and what they are taken for;
/// `size` is the input's length in bytes, which bounds what may be read from it.
pub(crate) fn start(
    input: &str,
    what: &'static str,
    size: u64,
    work: impl FnOnce(&mut Sink) -> Result<(), Stop> + Send + 'static,
) -> Pump {
    let (send, receive) = sync_channel(BLOCKS);
    let allowed = ALLOWED.saturating_add(size.saturating_mul(RATIO));
    let mut sink = Sink {
        send,
        block: Block::default(),
        tables: 0,
        begin: 0,
        first_end: 0,
        flaws: 0,
        too_long: false,
        budget: allowed,
        allowed,
    };
    let thread = std::thread::Builder::new().name(what.to_owned()).stack_size(STACK);
    let started = thread.spawn(move || {
        silence_panics();
        let done = work(&mut sink);
        // Whoever asked may be gone by now, which is fine.
        let _ = match done {
            Ok(()) => sink.step(Next::End, 0).and_then(|()| sink.flush()),
            Err(Stop::Unwanted) => Ok(()),
            Err(Stop::Unreadable(problem)) => {
                let _ = sink.flush();
                sink.send.send(Err(problem)).map_err(|_| Stop::Unwanted)
            }
        };
    });
    let mut pump = Pump {
        receive,
        block: Block::default(),
        at: Cursor::default(),
        ended: false,
        input: input.to_owned(),
        what,
    };
    if let Err(error) = started {
        let (send, receive) = sync_channel(1);
        let _ = send.send(Err(error.into()));
        pump.receive = receive;
    }
    pump
}

impl CellReader for Pump {
    fn next(&mut self, out: &mut Out) -> Result<Next, Error> {
        if self.ended {
            return Ok(Next::End);
        }
        while self.at.step == self.block.steps.len() {
            self.at = Cursor::default();
            // A thread that is gone without a word panicked.
            let received = self.receive.recv().unwrap_or(Err(Unreadable::Stumbled));
            self.block = received.map_err(|problem| {
                self.ended = true;
                self.block = Block::default();
                Error::Unreadable {
                    input: self.input.clone(),
                    what: self.what,
                    problem,
                }
            })?;
        }
        while let Some((_, shape)) = self.block.tables.pop_front_if(|(step, _)| *step <= self.at.step) {
            out.table(shape);
        }
        let step = &self.block.steps[self.at.step];
        self.at.step += 1;
        self.at.line = step.line;
        let first_end = self.at.end;
        self.at.end += step.cells;
        let ends = &self.block.ends[first_end..self.at.end];
        let length = ends.last().copied().unwrap_or(0);
        let text = &self.block.text[self.at.text..self.at.text + length];
        self.at.text += length;
        if let Next::Row(_) = step.next {
            out.row(text, ends);
            for flaw in Flaw::ALL.into_iter().filter(|flaw| step.flaws & bit(*flaw) != 0) {
                out.flaw(flaw);
            }
        }
        self.ended = step.next == Next::End;
        Ok(step.next)
    }

    fn line(&self) -> u64 {
        self.at.line
    }
}

impl Sink {
    /// Adds a table and returns its number.
    pub(crate) fn table(&mut self, shape: TableShape) -> usize {
        self.block.tables.push_back((self.block.steps.len(), shape));
        self.tables += 1;
        self.tables - 1
    }

    /// Ends the cell that is begun. [`Write`] writes into it, and only text may be written.
    pub(crate) fn end_cell(&mut self) {
        self.block.ends.push(self.block.text.len() - self.begin);
    }

    /// Appends a whole cell.
    pub(crate) fn cell(&mut self, text: &str) {
        self.push(text.as_bytes());
        self.end_cell();
    }

    /// Appends a cell whose bytes should be text; what is none becomes U+FFFD.
    pub(crate) fn cell_of(&mut self, bytes: &[u8]) {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.cell(text),
            Err(_) => {
                self.flaw(Flaw::BadEncoding);
                for chunk in bytes.utf8_chunks() {
                    self.push(chunk.valid().as_bytes());
                    if !chunk.invalid().is_empty() {
                        self.push("\u{FFFD}".as_bytes());
                    }
                }
                self.end_cell();
            }
        }
    }

    /// Appends a cell of bytes that may be text or anything: text as it is, anything else in hexadecimal digits. More than
    /// 64 KiB of anything is a picture or the like: it is left out, and noted.
    pub(crate) fn cell_of_any(&mut self, bytes: &[u8]) {
        let printable = |text: &&str| !text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\r' | '\n'));
        if let Some(text) = std::str::from_utf8(bytes).ok().filter(printable) {
            return self.cell(text);
        }
        if bytes.len() > MOST_HEX {
            self.flaw(Flaw::ExtraField);
        } else {
            for byte in bytes {
                let digits = [byte >> 4, byte & 15].map(|digit| b"0123456789abcdef"[digit as usize]);
                self.push(&digits);
            }
        }
        self.end_cell();
    }

    /// Notes a flaw of the row that is begun.
    pub(crate) fn flaw(&mut self, flaw: Flaw) {
        self.flaws |= bit(flaw);
    }

    /// Completes the row that is begun, which stands on row `line` of its table.
    pub(crate) fn row(&mut self, table: usize, line: u64) -> Result<(), Stop> {
        let next = match self.too_long {
            true => Next::Rejected(Reject::TooLong),
            false => Next::Row(table),
        };
        self.step(next, line)
    }

    /// Says what stands on row `line` and is no row to be handed out. Cells that were appended are dropped.
    pub(crate) fn other(&mut self, next: Next, line: u64) -> Result<(), Stop> {
        self.step(next, line)
    }

    fn step(&mut self, next: Next, line: u64) -> Result<(), Stop> {
        let spent = (self.block.text.len() - self.begin + self.block.ends.len() - self.first_end + 1) as u64;
        if !matches!(next, Next::Row(_)) {
            self.block.text.truncate(self.begin);
            self.block.ends.truncate(self.first_end);
        }
        self.block.steps.push(Step {
            next,
            line,
            cells: self.block.ends.len() - self.first_end,
            flaws: self.flaws,
        });
        self.begin = self.block.text.len();
        self.first_end = self.block.ends.len();
        self.flaws = 0;
        self.too_long = false;
        self.budget = self.budget.checked_sub(spent).ok_or(Unreadable::TooLarge {
            what: "bytes and cells unpacked",
            found: self.allowed.saturating_add(1),
            most: self.allowed,
        })?;
        let size = self.block.text.len() + size_of::<usize>() * self.block.ends.len();
        match size > BLOCK || self.block.steps.len() > STEPS {
            true => self.flush(),
            false => Ok(()),
        }
    }

    /// Hands over what is complete.
    fn flush(&mut self) -> Result<(), Stop> {
        self.block.text.truncate(self.begin);
        self.block.ends.truncate(self.first_end);
        (self.begin, self.first_end) = (0, 0);
        let block = std::mem::take(&mut self.block);
        self.send.send(Ok(block)).map_err(|_| Stop::Unwanted)
    }

    fn push(&mut self, text: &[u8]) {
        if self.block.text.len() - self.begin + text.len() > MOST_ROW {
            self.too_long = true;
        } else {
            self.block.text.extend_from_slice(text);
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.push(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

type Message = Result<Block, Unreadable>;

/// What is handed over at once.
#[derive(Default)]
struct Block {
    text: Vec<u8>,
    /// Where each cell ends in its row's text.
    ends: Vec<usize>,
    steps: Vec<Step>,
    /// Tables, each with the step before which it was met.
    tables: std::collections::VecDeque<(usize, TableShape)>,
}

struct Step {
    next: Next,
    line: u64,
    cells: usize,
    flaws: u32,
}

#[derive(Default)]
struct Cursor {
    step: usize,
    end: usize,
    text: usize,
    line: u64,
}

fn bit(flaw: Flaw) -> u32 {
    1 << flaw as u32
}

/// Has panics of this thread print nothing.
fn silence_panics() {
    thread_local! {
        static SILENT: Cell<bool> = const { Cell::new(false) };
    }
    static HOOKED: Once = Once::new();
    HOOKED.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !SILENT.get() {
                before(panic);
            }
        }));
    });
    SILENT.set(true);
}

/// Bytes of a row's text; a longer one is rejected.
const MOST_ROW: usize = 1 << 20;
/// Bytes of a cell that are written as hexadecimal digits.
const MOST_HEX: usize = 64 << 10;
/// How much may be read from a file, in bytes and cells: so much, and so many times its length. Columns that hold the same
/// value in every row are packed a thousand times and more.
const ALLOWED: u64 = 1 << 30;
const RATIO: u64 = 1_000;
/// Blocks that wait to be handed out, the bytes of one and its rows.
const BLOCKS: usize = 4;
const BLOCK: usize = 256 << 10;
const STEPS: usize = 4_096;
/// Bytes of the thread's stack: readers call themselves for what is nested, as deep as their limits let them.
const STACK: usize = 16 << 20;

#[cfg(test)]
mod tests {
    use super::super::cells::testing::read;
    use super::*;
    use crate::row::Other;

    fn table(names: &[&str]) -> TableShape {
        TableShape {
            name: None,
            names: Some(names.iter().map(|name| (*name).to_owned()).collect()),
            width: names.len(),
        }
    }

    #[test]
    fn rows_and_what_stands_between_them_arrive_in_order() {
        let pump = start("test", "a test", 0, |sink| {
            let one = sink.table(table(&["a", "b"]));
            for line in 1..=10_000 {
                sink.cell("x");
                write!(sink, "{line}")?;
                sink.end_cell();
                sink.row(one, line)?;
            }
            sink.cell("dropped");
            sink.other(Next::Rejected(Reject::Malformed), 10_001)?;
            sink.other(Next::Other(Other::Blank), 10_002)?;
            let two = sink.table(table(&["c"]));
            sink.cell_of(b"caf\xE9");
            sink.row(two, 1)?;
            sink.cell_of_any(b"\x00\xFF");
            sink.row(two, 2)?;
            sink.cell(&"y".repeat(MOST_ROW + 1));
            sink.row(two, 3)
        });
        let read = read(pump);
        assert_eq!(read.cells(0).len(), 10_000);
        assert_eq!(read.cells(0)[9_999], ["x", "10000"]);
        assert_eq!(read.cells(1), [["caf\u{FFFD}"], ["00ff"]]);
        assert_eq!(read.counts.rejected(Reject::TooLong), 1);
        assert_eq!(read.counts.flawed(Flaw::BadEncoding), 1);
        assert_eq!(read.counts.blank, 1);
        assert_eq!(read.told[0].line, 10_001);
        assert!(read.error.is_none());
    }

    #[test]
    fn a_panic_is_an_error_without_its_message() {
        let pump = start("test", "a test", 0, |_| panic!("Ann Smith"));
        let error = read(pump).error.unwrap();
        assert!(matches!(
            error,
            Error::Unreadable {
                problem: Unreadable::Stumbled,
                ..
            }
        ));
        assert!(!format!("{error} {error:?}").contains("Ann"));
    }

    #[test]
    fn a_thread_ends_when_nobody_listens() {
        let (done, wait) = sync_channel(1);
        let pump = start("test", "a test", u64::MAX, move |sink| {
            let one = sink.table(table(&["a"]));
            loop {
                sink.cell("x");
                if let Err(stop) = sink.row(one, 1) {
                    let _ = done.send(());
                    return Err(stop);
                }
            }
        });
        drop(pump);
        wait.recv().unwrap();
    }

    #[test]
    fn a_file_may_not_hold_endless_rows() {
        let pump = start("test", "a test", 0, |sink| {
            let one = sink.table(table(&["a"]));
            loop {
                sink.cell(&"x".repeat(MOST_ROW));
                sink.row(one, 1)?;
            }
        });
        let mut pump = pump;
        let mut out = Out::default();
        let error = loop {
            match pump.next(&mut out) {
                Ok(_) => out.clear_row(),
                Err(error) => break error,
            }
        };
        assert!(error.to_string().contains("at most"));
        assert_eq!(pump.next(&mut out).unwrap(), Next::End);
    }
}
