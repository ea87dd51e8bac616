use std::io::Read;

use crate::Error;

/// The raw bytes: where they are from, and who else wants to see them.
pub(crate) struct Input<'a> {
    name: String,
    read: Box<dyn Read + Send + 'a>,
    tee: Box<Tee<'a>>,
    bytes: u64,
}

type Tee<'a> = dyn FnMut(&[u8]) + Send + 'a;

impl<'a> Input<'a> {
    pub(crate) fn new(name: String, read: impl Read + Send + 'a, tee: impl FnMut(&[u8]) + Send + 'a) -> Input<'a> {
        Input {
            name,
            read: Box::new(read),
            tee: Box::new(tee),
            bytes: 0,
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// How many bytes were read so far.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Replaces `chunk` by the next `wanted` bytes, fewer only at the end of the input, so that what is
    /// decided on a chunk does not depend on how the bytes arrive. Returns whether the end was met.
    pub(crate) fn next_chunk(&mut self, chunk: &mut Vec<u8>, wanted: usize) -> Result<bool, Error> {
        chunk.clear();
        let filled = (&mut self.read)
            .take(wanted as u64)
            .read_to_end(chunk)
            .map_err(|source| Error::Io {
                input: self.name.clone(),
                source,
            })?;
        (self.tee)(chunk);
        self.bytes += filled as u64;
        Ok(filled < wanted)
    }
}
