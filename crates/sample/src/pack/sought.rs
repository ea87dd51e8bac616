use std::{
    cell::Cell,
    io::{self, Read, Seek, SeekFrom},
    rc::Rc,
};

use super::{
    MemberFault,
    layer::Gauge,
    raw::unreadable,
    walk::{Hold, ReadSeek},
};

/// A file that is sought in, for a library that reads a directory out of it.
pub(super) struct Sought<'a> {
    inner: Box<dyn ReadSeek + 'a>,
    /// For an error of the input's own file: where it goes.
    file: Option<(Rc<Gauge>, &'a std::path::Path)>,
    /// How many bytes may be read: a directory becomes a list in memory.
    allowed: Rc<Cell<u64>>,
}

impl<'a> Sought<'a> {
    pub(super) fn new(hold: &'a mut Hold, gauge: &Rc<Gauge>) -> Sought<'a> {
        let allowed = Rc::new(Cell::new(gauge.limits.in_memory));
        match hold {
            Hold::Path(path, file) => Sought {
                inner: Box::new(file),
                file: Some((Rc::clone(gauge), path)),
                allowed,
            },
            Hold::Bytes(bytes) => Sought {
                inner: Box::new(io::Cursor::new(bytes.as_slice())),
                file: None,
                allowed,
            },
        }
    }

    /// To be lifted once the directory is read.
    pub(super) fn allowed(&self) -> Rc<Cell<u64>> {
        Rc::clone(&self.allowed)
    }
}

impl Read for Sought<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let allowed = self.allowed.get();
        if allowed == 0 && !into.is_empty() {
            return Err(MemberFault::Memory.into());
        }
        let most = usize::try_from(allowed).unwrap_or(usize::MAX).min(into.len());
        let into = into.get_mut(..most).unwrap_or_default();
        loop {
            match (self.inner.read(into), &self.file) {
                (Ok(count), _) => {
                    if allowed != u64::MAX {
                        self.allowed.set(allowed.saturating_sub(count as u64));
                    }
                    return Ok(count);
                }
                (Err(error), _) if error.kind() == io::ErrorKind::Interrupted => {}
                (Err(error), Some((gauge, path))) => {
                    *gauge.fatal.borrow_mut() = Some(unreadable(path, error));
                    return Err(MemberFault::Input.into());
                }
                (Err(error), None) => return Err(error),
            }
        }
    }
}

impl Seek for Sought<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}
