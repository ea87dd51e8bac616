use std::{
    cell::{Cell, RefCell},
    io::{self, BufRead, Read, Seek, SeekFrom},
    rc::Rc,
    sync::{Arc, atomic::Ordering},
};

use super::{Limits, MemberFault, PackError, members::Shared};

/// What the whole unpacking measures itself by.
pub(super) struct Gauge {
    pub(super) shared: Arc<Shared>,
    pub(super) limits: Limits,
    /// Bytes that came out of all decoders.
    pub(super) unpacked: Cell<u64>,
    /// What ended everything, if something did.
    pub(super) fatal: RefCell<Option<PackError>>,
}

/// The counters of the packed bytes that a decoder's bytes come from, the outermost first.
#[derive(Clone, Default)]
pub(super) struct Below(Vec<Rc<Cell<u64>>>);

impl Below {
    pub(super) fn with(&self, counter: Rc<Cell<u64>>) -> Below {
        let mut below = self.clone();
        below.0.push(counter);
        below
    }
}

/// What is seen of a decoder's input while it reads: how much, whether it ended, and what went wrong below, which
/// decoders may reword.
#[derive(Clone, Default)]
pub(super) struct Seen {
    pub(super) bytes: Rc<Cell<u64>>,
    pub(super) ended: Rc<Cell<bool>>,
    pub(super) fault: Rc<Cell<Option<MemberFault>>>,
}

impl Seen {
    fn note<T>(&self, result: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &result
            && error.kind() != io::ErrorKind::Interrupted
        {
            self.fault.set(Some(MemberFault::of_decoder(error, false)));
        }
        result
    }

    fn add(&self, count: usize) {
        self.bytes.set(self.bytes.get().saturating_add(count as u64));
    }

    /// What an error of the decoder above means.
    pub(super) fn meaning(&self, error: &io::Error) -> MemberFault {
        self.fault
            .get()
            .unwrap_or_else(|| MemberFault::of_decoder(error, self.ended.get()))
    }
}

/// A decoder's input.
pub(super) struct Packed<R> {
    inner: R,
    pub(super) seen: Seen,
}

impl<R> Packed<R> {
    pub(super) fn new(inner: R) -> Packed<R> {
        let seen = Seen::default();
        Packed { inner, seen }
    }
}

impl<R: BufRead> BufRead for Packed<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let bytes = self.seen.note(self.inner.fill_buf())?;
        if bytes.is_empty() {
            self.seen.ended.set(true);
        }
        Ok(bytes)
    }

    fn consume(&mut self, count: usize) {
        self.seen.add(count);
        self.inner.consume(count);
    }
}

impl<R: Read> Read for Packed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.seen.note(self.inner.read(into))?;
        if count == 0 && !into.is_empty() {
            self.seen.ended.set(true);
        }
        self.seen.add(count);
        Ok(count)
    }
}

impl<R: Seek> Seek for Packed<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.seen.note(self.inner.seek(to))
    }
}

/// A decoder's output: it is measured, and its errors become faults that stay.
pub(super) struct Unpacked<R> {
    pub(super) inner: R,
    gauge: Rc<Gauge>,
    seen: Seen,
    below: Vec<(Rc<Cell<u64>>, u64)>,
    bytes: u64,
    fault: Option<MemberFault>,
}

impl<R: Read> Unpacked<R> {
    /// `seen` is of the decoder's own input, `below` of that and of what that comes from.
    pub(super) fn new(inner: R, gauge: &Rc<Gauge>, seen: Seen, below: &Below) -> Unpacked<R> {
        // A source that is read for one entry after another has counted and met its end before.
        seen.ended.set(false);
        seen.fault.set(None);
        Unpacked {
            inner,
            gauge: Rc::clone(gauge),
            seen,
            below: below
                .0
                .iter()
                .map(|counter| (Rc::clone(counter), counter.get()))
                .collect(),
            bytes: 0,
            fault: None,
        }
    }

    fn measure(&mut self, count: usize) -> Result<(), MemberFault> {
        let Limits {
            bomb_bytes, bomb_ratio, ..
        } = self.gauge.limits;
        self.bytes = self.bytes.saturating_add(count as u64);
        let all = self.gauge.unpacked.get().saturating_add(count as u64);
        self.gauge.unpacked.set(all);
        let raw = self.gauge.shared.raw.load(Ordering::Relaxed);
        let layers = self
            .below
            .iter()
            .map(|(counter, start)| (self.bytes, counter.get().saturating_sub(*start)));
        let bomb = layers
            .chain([(all, raw)])
            .find(|(unpacked, packed)| *unpacked > bomb_bytes && *unpacked > packed.saturating_mul(bomb_ratio));
        let Some((unpacked, packed)) = bomb else { return Ok(()) };
        let ratio = bomb_ratio;
        *self.gauge.fatal.borrow_mut() = Some(PackError::Bomb {
            unpacked,
            packed,
            ratio,
        });
        Err(MemberFault::Bomb)
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.gauge.shared.is_stopped() {
            self.fault = Some(MemberFault::Passed);
        }
        loop {
            if let Some(fault) = self.fault {
                return Err(fault.into());
            }
            match self.inner.read(into) {
                Ok(count) => match self.measure(count) {
                    Ok(()) => return Ok(count),
                    Err(fault) => self.fault = Some(fault),
                },
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => self.fault = Some(self.seen.meaning(&error)),
            }
        }
    }
}

/// Up to `wanted` bytes, fewer only at the end or before an error, which comes again at the next reading.
pub(super) fn fill(read: &mut dyn BufRead, wanted: usize) -> (Vec<u8>, Option<io::Error>) {
    let mut bytes = Vec::new();
    loop {
        let missing = wanted - bytes.len();
        if missing == 0 {
            return (bytes, None);
        }
        let count = match read.fill_buf() {
            Ok([]) => return (bytes, None),
            Ok(some) => {
                let count = some.len().min(missing);
                bytes.extend_from_slice(some.get(..count).unwrap_or(some));
                count
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return (bytes, Some(error)),
        };
        read.consume(count);
    }
}

/// Reads on to the end and counts.
pub(super) fn drain(read: &mut dyn BufRead) -> io::Result<u64> {
    let mut bytes = 0;
    loop {
        let count = match read.fill_buf() {
            Ok([]) => return Ok(bytes),
            Ok(some) => some.len(),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        read.consume(count);
        bytes += count as u64;
    }
}
