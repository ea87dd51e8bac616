//! Pages, looked at before the library unpacks them.
//!
//! The library makes room for what a page says it holds, and with some methods unpacks whatever comes. A page of a few
//! hundred bytes could so take all memory.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parquet::basic::{Compression, Encoding, Type};
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::reader::ChunkReader;
use parquet::file::serialized_reader::SerializedPageReader;

use super::delta;
use super::store::Store;
use super::thrift::Thrift;

/// What the pages of a row group may still hold together.
pub(super) struct Budget {
    /// Unpacked bytes.
    bytes: AtomicU64,
    /// Values of dictionaries and of lists: those take memory however few bytes they have.
    values: AtomicU64,
}

impl Budget {
    pub(super) fn new() -> Arc<Budget> {
        Arc::new(Budget {
            bytes: MOST_BYTES.into(),
            values: MOST_VALUES.into(),
        })
    }
}

/// The pages of a column of a row group.
pub(super) struct Pages {
    inner: SerializedPageReader<Store>,
    store: Arc<Store>,
    budget: Arc<Budget>,
    compression: Compression,
    kind: Type,
    levels: Levels,
    /// Where the next page begins, and where the last one ends.
    at: u64,
    end: u64,
}

/// The greatest levels of a column's values.
#[derive(Clone, Copy)]
pub(super) struct Levels {
    pub(super) definition: i16,
    pub(super) repetition: i16,
}

impl Pages {
    pub(super) fn new(
        store: &Arc<Store>,
        budget: &Arc<Budget>,
        column: &ColumnChunkMetaData,
        rows: usize,
    ) -> Result<Pages> {
        let (at, length) = column.byte_range();
        let descriptor = column.column_descr();
        Ok(Pages {
            inner: SerializedPageReader::new(Arc::clone(store), column, rows, None)?,
            store: Arc::clone(store),
            budget: Arc::clone(budget),
            compression: column.compression(),
            kind: column.column_type(),
            levels: Levels {
                definition: descriptor.max_def_level(),
                repetition: descriptor.max_rep_level(),
            },
            at,
            end: at.saturating_add(length),
        })
    }

    /// Looks at the next pages up to one that is handed out, and returns how many values that says it has.
    fn look(&mut self) -> Result<u64> {
        while self.at < self.end {
            let header = self.header()?;
            let body = self.at + header.length;
            self.at = body.saturating_add(header.packed);
            take(&self.budget.bytes, header.unpacked)?;
            if header.kind == DICTIONARY || self.levels.repetition > 0 {
                take(&self.budget.values, header.values)?;
            }
            // An entry of a dictionary takes a byte at least, and far more once it is unpacked.
            if header.kind == DICTIONARY && header.values > header.unpacked {
                return Err(bad());
            }
            self.unpack(body, &header)?;
            if header.kind != INDEX {
                return Ok(header.values);
            }
        }
        Ok(0)
    }

    fn header(&self) -> Result<Header> {
        let left = self.end.min(self.store_length()).saturating_sub(self.at);
        for most in [FIRST_LOOK, MOST_HEADER] {
            let bytes = self.store.get_bytes(self.at, left.min(most) as usize)?;
            if let Some(header) = Header::read(&bytes) {
                return Ok(header);
            }
        }
        Err(bad())
    }

    /// Looks whether a page unpacks to what it says, where the library unpacks whatever comes.
    fn unpack(&self, at: u64, header: &Header) -> Result<()> {
        let most_times = match self.compression {
            Compression::GZIP(_) => 1_100,
            Compression::LZ4 => 260,
            Compression::BROTLI(_) => u64::MAX,
            _ => return Ok(()),
        };
        if header.packed.saturating_mul(most_times) <= HARMLESS {
            return Ok(());
        }
        let bytes = self.store.get_bytes(at, header.packed as usize)?;
        let count = |read: &mut dyn Read| std::io::copy(&mut read.take(header.unpacked + 1), &mut std::io::sink());
        let unpacked = match self.compression {
            Compression::GZIP(_) => count(&mut flate2::read::MultiGzDecoder::new(&bytes[..])),
            Compression::BROTLI(_) => count(&mut brotli::Decompressor::new(&bytes[..], 64 << 10)),
            // What is no frame is tried as a block, whose length is known.
            _ => count(&mut lz4_flex::frame::FrameDecoder::new(&bytes[..])).or(Ok(0)),
        };
        match unpacked {
            Ok(length) if length <= header.unpacked => Ok(()),
            _ => Err(bad()),
        }
    }

    /// Looks whether lengths that are packed as differences are as many as there are values, and what texts that begin like
    /// the one before come to.
    fn look_within(&self, page: &Page) -> Result<()> {
        if !matches!(self.kind, Type::BYTE_ARRAY | Type::FIXED_LEN_BYTE_ARRAY) {
            return Ok(());
        }
        let prefixes = match page.encoding() {
            Encoding::DELTA_LENGTH_BYTE_ARRAY => false,
            Encoding::DELTA_BYTE_ARRAY => true,
            _ => return Ok(()),
        };
        let mut values = delta::values_of(page, self.levels).ok_or_else(bad)?;
        let most = u64::from(page.num_values());
        if prefixes {
            let (rest, shared) = delta::sum(values, most).ok_or_else(bad)?;
            take(&self.budget.bytes, shared)?;
            values = rest;
        }
        match delta::count(values) {
            Some(count) if count <= most => Ok(()),
            _ => Err(bad()),
        }
    }

    fn store_length(&self) -> u64 {
        parquet::file::reader::Length::len(&*self.store)
    }
}

impl PageReader for Pages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        self.look()?;
        let page = self.inner.get_next_page()?;
        if let Some(page) = &page {
            self.look_within(page)?;
        }
        Ok(page)
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.inner.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.look()?;
        self.inner.skip_next_page()
    }
}

impl Iterator for Pages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Result<Page>> {
        self.get_next_page().transpose()
    }
}

/// What a page's header says.
struct Header {
    kind: i64,
    /// Bytes of the page.
    packed: u64,
    unpacked: u64,
    values: u64,
    /// Bytes of the header itself.
    length: u64,
}

impl Header {
    fn read(bytes: &[u8]) -> Option<Header> {
        let (mut kind, mut packed, mut unpacked, mut values) = (None, None, None, 0);
        let mut thrift = Thrift::new(bytes);
        thrift.fields(|thrift, field| match field.id {
            1 => thrift.integer().map(|value| kind = Some(value)),
            2 => thrift.integer().map(|value| unpacked = u64::try_from(value).ok()),
            3 => thrift.integer().map(|value| packed = u64::try_from(value).ok()),
            // The three kinds of pages begin with the number of their values.
            5 | 7 | 8 => thrift.fields(|thrift, field| match field.id {
                1 => thrift.integer().map(|value| values = value),
                _ => thrift.skip(field),
            }),
            _ => thrift.skip(field),
        })?;
        Some(Header {
            kind: kind?,
            packed: packed?,
            unpacked: unpacked?,
            values: u64::try_from(values).ok()?,
            length: thrift.at() as u64,
        })
    }
}

fn take(budget: &AtomicU64, spent: u64) -> Result<()> {
    let left = budget.load(Ordering::Relaxed).checked_sub(spent).ok_or_else(bad)?;
    budget.store(left, Ordering::Relaxed);
    Ok(())
}

fn bad() -> ParquetError {
    ParquetError::General("a page that can't be".into())
}

/// Kinds of pages.
const INDEX: i64 = 1;
const DICTIONARY: i64 = 2;
/// Bytes of a row group when it is unpacked, and values of its dictionaries and lists.
pub(super) const MOST_BYTES: u64 = 1 << 30;
const MOST_VALUES: u64 = 64 << 20;
/// Bytes in which a header is looked for at first, and at most.
const FIRST_LOOK: u64 = 1 << 10;
const MOST_HEADER: u64 = 1 << 20;
/// Bytes that a page may come to without a look whether it does.
const HARMLESS: u64 = 64 << 20;
