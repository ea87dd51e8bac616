//! Parquet: columns, some rows at a time.

mod delta;
mod footer;
mod leaf;
mod pages;
mod schema;
mod store;
mod text;
mod thrift;

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};

use super::cells::{CellReader, Whole};
use super::pump::{self, Sink, Stop};
use crate::row::{Next, TableShape};
use crate::{Error, Flaw, Reject, Unreadable};
use leaf::{Chunk, Leaf};
use pages::{Budget, Pages};
use store::Store;

/// The rows of a file. `line` is the row's number. Structs are flattened to paths (`contact.email`), lists to `phones.1`,
/// maps to their keys. Dates and times are ISO, in UTC where the file says so and as written elsewhere; decimals are exact;
/// bytes that are no text are hexadecimal digits.
///
/// A row group that is damaged is read up to the damage, and the next one is read all the same. Longer lists and further
/// keys than were met before begin another table, which has the columns of the one before and more.
pub(crate) fn open(name: &str, whole: Whole) -> Result<impl CellReader + use<>, Error> {
    let size = whole.length().map_err(|source| Error::reading(name, source))?;
    Ok(pump::start(name, WHAT, size, move |sink| {
        let store = Arc::new(Store::new(whole)?);
        let footer = footer::read(&store, size)?;
        Reader::new(&store, &footer).read(sink)
    }))
}

struct Reader<'f> {
    store: &'f Arc<Store>,
    footer: &'f ParquetMetaData,
    leaves: Vec<Leaf>,
    /// The table's columns: their names, and the leaf of each.
    names: Vec<String>,
    of: Vec<usize>,
    table: Option<usize>,
    tables: usize,
    /// Whether columns were met since the table began.
    grown: bool,
    /// Rows read so far.
    rows: u64,
    /// Memory for one row: each column's value, a value's places in its lists, its column's name.
    row: Vec<Option<usize>>,
    places: Vec<u32>,
    name: String,
}

impl<'f> Reader<'f> {
    fn new(store: &'f Arc<Store>, footer: &'f ParquetMetaData) -> Reader<'f> {
        let schema = footer.file_metadata().schema_descr();
        let paths = schema::paths(schema);
        let leaves = paths
            .into_iter()
            .zip(schema.columns())
            .map(|(path, column)| Leaf::new(path, column));
        let mut reader = Reader {
            store,
            footer,
            leaves: leaves.collect(),
            names: Vec::new(),
            of: Vec::new(),
            table: None,
            tables: 0,
            grown: true,
            rows: 0,
            row: Vec::new(),
            places: Vec::new(),
            name: String::new(),
        };
        for at in 0..reader.leaves.len() {
            // A column of keys that none is named after is one like any other.
            reader.leaves[at].path.is_key &= reader.leaves.iter().any(|leaf| leaf.path.keys == Some(at));
            if reader.leaves[at].path.is_single() {
                let mut name = String::new();
                reader.leaves[at].path.write(&[], "", &mut name);
                reader.column(at, name);
            }
        }
        reader
    }

    fn read(&mut self, sink: &mut Sink) -> Result<(), Stop> {
        for group in self.footer.row_groups() {
            let size = u64::try_from(group.total_byte_size()).unwrap_or(u64::MAX);
            if size > pages::MOST_BYTES {
                return Err(Unreadable::TooLarge {
                    what: "bytes of a row group when it is unpacked",
                    found: size,
                    most: pages::MOST_BYTES,
                }
                .into());
            }
            let begin = self.rows;
            if self.read_group(group, begin, ROWS, sink)?.is_err() {
                // Rows of the damaged part that are whole are found one by one.
                let damaged = self.read_group(group, begin, 1, sink)?;
                if damaged.is_err() {
                    sink.other(Next::Rejected(Reject::Malformed), self.rows + 1)?;
                }
                // What is missing is counted, so that later rows keep their numbers.
                self.rows = begin
                    .saturating_add(u64::try_from(group.num_rows()).unwrap_or(0))
                    .max(self.rows);
            }
        }
        Ok(())
    }

    /// Reads the rows of a group that begins with row `begin`, so many at once; those that were handed out already are read
    /// over. The inner result is what stopped it.
    fn read_group(
        &mut self,
        group: &RowGroupMetaData,
        begin: u64,
        at_once: usize,
        sink: &mut Sink,
    ) -> Result<Result<(), ParquetError>, Stop> {
        // The library panics on some damage, which then is a row group's and not the file's.
        let mut chunks = match unharmed(|| self.chunks(group)) {
            Ok(chunks) => chunks,
            Err(error) => return Ok(Err(error)),
        };
        let mut at = begin;
        loop {
            let known = self.rows - at;
            let most = if known > 0 {
                known.min(ROWS as u64) as usize
            } else {
                at_once
            };
            let mut rows = None;
            for chunk in &mut chunks {
                match unharmed(|| chunk.read(most)) {
                    Ok(read) if rows.is_none_or(|rows| rows == read) => rows = Some(read),
                    // Columns of different lengths.
                    Ok(_) => return Ok(Err(ParquetError::General(String::new()))),
                    Err(error) => return Ok(Err(error)),
                }
            }
            let rows = rows.unwrap_or(0);
            if rows == 0 {
                let missing = u64::try_from(group.num_rows()).is_ok_and(|all| at - begin < all);
                return Ok(match missing && !chunks.is_empty() {
                    true => Err(ParquetError::EOF(String::new())),
                    false => Ok(()),
                });
            }
            at += rows as u64;
            if known == 0 {
                self.hand_out(&mut chunks, rows, sink)?;
            }
        }
    }

    fn chunks(&self, group: &RowGroupMetaData) -> Result<Vec<Chunk>, ParquetError> {
        let budget = Budget::new();
        let rows = usize::try_from(group.num_rows()).unwrap_or(0);
        let columns = group.columns().iter();
        let chunks = columns.map(|column| {
            let pages = Pages::new(self.store, &budget, column, rows)?;
            Ok(Chunk::new(column.column_descr_ptr(), pages))
        });
        chunks.collect()
    }

    fn hand_out(&mut self, chunks: &mut [Chunk], rows: usize, sink: &mut Sink) -> Result<(), Stop> {
        let keys = self.meet_columns(chunks, rows);
        let table = match self.table {
            Some(table) if !self.grown => table,
            _ if self.names.is_empty() => {
                self.rows += rows as u64;
                return sink.other(Next::Rejected(Reject::NoRecord), self.rows);
            }
            _ => self.begin_table(sink),
        };
        for _ in 0..rows {
            self.rows += 1;
            self.row.clear();
            self.row.resize(self.names.len(), None);
            for (at, chunk) in chunks.iter_mut().enumerate() {
                self.fill_row(at, chunk, &keys, sink);
            }
            for (value, leaf) in self.row.iter().zip(&self.of) {
                match value {
                    Some(value) => chunks[*leaf].write(*value, &self.leaves[*leaf], sink),
                    None => sink.end_cell(),
                }
            }
            sink.row(table, self.rows)?;
        }
        Ok(())
    }

    /// Finds the value of a leaf for every column of the row.
    fn fill_row(&mut self, at: usize, chunk: &mut Chunk, keys: &[Keys], sink: &mut Sink) {
        let leaf = &self.leaves[at];
        if let Some(column) = leaf.column {
            self.row[column] = chunk.next_single(leaf);
            return;
        }
        if leaf.path.is_key {
            return;
        }
        let (row, name) = (&mut self.row, &mut self.name);
        chunk.next_row(leaf, &mut self.places, |met| {
            let Some(value) = met.value else { return };
            let key = leaf
                .path
                .keys
                .and_then(|keys_at| keys[keys_at].get(met.level)?.as_deref());
            let named = leaf.path.keys.is_none() || key.is_some();
            leaf.path.write(met.places, key.unwrap_or_default(), name);
            match leaf.slots.get(name.as_str()).and_then(|column| row.get_mut(*column)) {
                Some(place) if named => *place = Some(value),
                _ => sink.flaw(Flaw::ExtraField),
            }
        });
    }

    /// Adds a column for every value of the rows that has none. Returns the keys of maps, by leaf.
    fn meet_columns(&mut self, chunks: &mut [Chunk], rows: usize) -> Vec<Keys> {
        let mut keys: Vec<Keys> = vec![Vec::new(); self.leaves.len()];
        for at in 0..self.leaves.len() {
            if self.leaves[at].path.is_single() {
                continue;
            }
            let mut met_names: HashMap<String, (Vec<u32>, usize)> = HashMap::new();
            let (leaf, name, chunk) = (&self.leaves[at], &mut self.name, &mut chunks[at]);
            let mut values = Vec::new();
            for _ in 0..rows {
                chunk.next_row(leaf, &mut self.places, |met| {
                    if leaf.path.is_key {
                        values.push(met.value);
                        return;
                    }
                    let key = leaf
                        .path
                        .keys
                        .and_then(|keys_at| keys[keys_at].get(met.level)?.as_deref());
                    if met.value.is_none() || leaf.path.keys.is_some() && key.is_none() {
                        return;
                    }
                    leaf.path.write(met.places, key.unwrap_or_default(), name);
                    let known = leaf.slots.contains_key(name.as_str()) || met_names.contains_key(name.as_str());
                    if !known && met_names.len() < MOST_COLUMNS {
                        met_names.insert(name.clone(), (met.places.to_vec(), met_names.len()));
                    }
                });
            }
            chunk.rewind();
            keys[at] = values.into_iter().map(|value| chunk.key(value?)).collect();
            // Lists in the order of their places, keys as they were met.
            let by_key = self.leaves[at].path.keys.is_some();
            let mut met_names: Vec<_> = met_names.into_iter().collect();
            met_names.sort_by(|(_, one), (_, other)| match by_key {
                true => one.1.cmp(&other.1),
                false => one.cmp(other),
            });
            for (name, _) in met_names {
                self.column(at, name);
            }
        }
        keys
    }

    /// Adds a column to the table, if it may have more.
    fn column(&mut self, leaf: usize, name: String) {
        let is_single = self.leaves[leaf].path.is_single();
        if !is_single && (self.names.len() >= MOST_COLUMNS || self.tables >= MOST_TABLES) {
            return;
        }
        match is_single {
            true => self.leaves[leaf].column = Some(self.names.len()),
            false => {
                self.leaves[leaf].slots.insert(name.clone(), self.names.len());
            }
        }
        self.names.push(name);
        self.of.push(leaf);
        self.grown = true;
    }

    /// Puts the columns in the file's order; those of later tables stand where they stood.
    fn sort_columns(&mut self) {
        let mut order: Vec<usize> = (0..self.names.len()).collect();
        order.sort_by_key(|column| self.of[*column]);
        let mut places = vec![0; order.len()];
        for (place, column) in order.iter().enumerate() {
            places[*column] = place;
        }
        self.names = order
            .iter()
            .map(|column| std::mem::take(&mut self.names[*column]))
            .collect();
        self.of.sort_unstable();
        for leaf in &mut self.leaves {
            for column in leaf.slots.values_mut().chain(&mut leaf.column) {
                *column = places[*column];
            }
        }
    }

    fn begin_table(&mut self, sink: &mut Sink) -> usize {
        if self.tables == 0 {
            self.sort_columns();
        }
        let table = sink.table(TableShape {
            name: None,
            names: Some(self.names.clone()),
            width: self.names.len(),
        });
        self.table = Some(table);
        self.tables += 1;
        self.grown = false;
        table
    }
}

fn unharmed<T>(read: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, ParquetError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(ParquetError::General(String::new())))
}

/// The keys of a map's values, by their number among the values and gaps of some rows.
type Keys = Vec<Option<String>>;

const WHAT: &str = "a Parquet file";
/// Rows that are read at once.
const ROWS: usize = 1_024;
/// Columns that lists and maps may add to, and tables that they may begin.
const MOST_COLUMNS: usize = 1_000;
const MOST_TABLES: usize = 64;

#[cfg(test)]
mod tests;
