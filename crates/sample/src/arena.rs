/// Bytes that grow at the end; room is kept ahead, so that a parser can write into it.
#[derive(Default)]
pub(crate) struct Arena {
    bytes: Vec<u8>,
    used: usize,
}

impl Arena {
    /// At least `wanted` bytes to write to; [`Arena::advance`] keeps what was written.
    pub(crate) fn room(&mut self, wanted: usize) -> &mut [u8] {
        if self.bytes.len() - self.used < wanted {
            let grown = (self.used + wanted).max(2 * self.bytes.len());
            self.bytes.resize(grown, 0);
        }
        &mut self.bytes[self.used..]
    }

    pub(crate) fn advance(&mut self, written: usize) {
        self.used += written;
    }

    /// Forgets everything from `used` on.
    pub(crate) fn cut(&mut self, used: usize) {
        self.used = self.used.min(used);
    }

    /// What was written from `start` on.
    pub(crate) fn since(&self, start: usize) -> &[u8] {
        &self.bytes[start..self.used]
    }
}
