//! The keys that all peers are given: lines of a file, held in one block of memory.

use std::path::Path;

use anyhow::Context;

/// The lines of a file.
pub struct Keys {
    text: Vec<u8>,
    ends: Vec<u32>,
}

impl Keys {
    /// Reads a file of lines.
    ///
    /// # Errors
    /// The file can't be read, or is larger than 4 GiB.
    pub fn read(path: &Path) -> anyhow::Result<Keys> {
        let mut text = std::fs::read(path).with_context(|| path.display().to_string())?;
        u32::try_from(text.len()).context("more than 4 GiB of keys: ask for fewer")?;
        let mut ends = Vec::new();
        let mut length = 0;
        for at in 0..text.len() {
            match text[at] {
                b'\n' => ends.push(length as u32),
                byte => {
                    text[length] = byte;
                    length += 1;
                }
            }
        }
        text.truncate(length);
        Ok(Keys { text, ends })
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Mean length of a key in bytes.
    pub fn mean_length(&self) -> f64 {
        self.text.len() as f64 / self.len().max(1) as f64
    }

    /// All keys, in the file's order.
    pub fn all(&self) -> impl Iterator<Item = &[u8]> {
        self.part(0, 1)
    }

    /// Part `n` of `of` parts of about the same size.
    pub fn part(&self, n: usize, of: usize) -> impl Iterator<Item = &[u8]> {
        let (from, to) = (self.len() * n / of, self.len() * (n + 1) / of);
        let mut start = if from == 0 { 0 } else { self.ends[from - 1] as usize };
        self.ends[from..to].iter().map(move |&end| {
            let key = &self.text[start..end as usize];
            start = end as usize;
            key
        })
    }
}
