use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::Error;

/// Where a sample's members come from.
pub(crate) struct Source {
    only: Option<Box<dyn Read + Send>>,
    bytes: Arc<AtomicU64>,
}

/// One file of a sample, unpacked.
pub(crate) struct Member {
    /// From 1, in the order in which they were met.
    pub(crate) number: u32,
    pub(crate) read: Box<dyn Read + Send>,
}

impl Source {
    pub(crate) fn new(read: impl Read + Send + 'static, tee: impl FnMut(&[u8]) + Send + 'static) -> Source {
        let bytes = Arc::default();
        Source {
            only: Some(Box::new(Tee {
                read,
                tee,
                bytes: Arc::clone(&bytes),
            })),
            bytes,
        }
    }

    /// The next member.
    pub(crate) fn next(&mut self) -> Result<Option<Member>, Error> {
        Ok(self.only.take().map(|read| Member { number: 1, read }))
    }

    /// How many bytes of the input were read so far.
    pub(crate) fn bytes_read(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }
}

/// Shows every byte to somebody else.
struct Tee<R, T> {
    read: R,
    tee: T,
    bytes: Arc<AtomicU64>,
}

impl<R: Read, T: FnMut(&[u8])> Read for Tee<R, T> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.read.read(into)?;
        (self.tee)(&into[..count]);
        self.bytes.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}
