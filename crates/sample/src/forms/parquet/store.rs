use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};

use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};

use crate::forms::cells::Whole;

/// A file's bytes, as the library wants them. What lies beyond its end is an error before any room is made for it.
pub(super) struct Store {
    bytes: Stored,
    length: u64,
}

enum Stored {
    File(File),
    Memory(Bytes),
}

impl Store {
    pub(super) fn new(whole: Whole) -> std::io::Result<Store> {
        let length = whole.length()?;
        let bytes = match whole {
            Whole::File(path) => Stored::File(File::open(path)?),
            Whole::Memory(bytes) => Stored::Memory(bytes.into()),
        };
        Ok(Store { bytes, length })
    }
}

impl Length for Store {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for Store {
    type T = Box<dyn Read>;

    fn get_read(&self, start: u64) -> Result<Box<dyn Read>> {
        Ok(match &self.bytes {
            Stored::File(file) => {
                let mut file = file.try_clone()?;
                file.seek(SeekFrom::Start(start))?;
                Box::new(std::io::BufReader::new(file))
            }
            Stored::Memory(bytes) => {
                let mut read = Cursor::new(bytes.clone());
                read.set_position(start);
                Box::new(read)
            }
        })
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        let end = start.checked_add(length as u64);
        if end.is_none_or(|end| end > self.length) {
            return Err(ParquetError::EOF("beyond the file's end".into()));
        }
        match &self.bytes {
            Stored::File(file) => {
                let mut file = file;
                file.seek(SeekFrom::Start(start))?;
                let mut bytes = vec![0; length];
                file.read_exact(&mut bytes)?;
                Ok(bytes.into())
            }
            Stored::Memory(bytes) => Ok(bytes.slice(start as usize..start as usize + length)),
        }
    }
}
