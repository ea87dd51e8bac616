//! The values of one column, some rows at a time.

use std::collections::HashMap;

use parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader};
use parquet::data_type as of;
use parquet::errors::Result;
use parquet::schema::types::ColumnDescPtr;

use super::pages::{Levels, Pages};
use super::schema::{self, Meaning, Path};
use super::text;
use crate::forms::pump::Sink;

/// A column as the file has it; one of a list becomes several columns of the table.
pub(super) struct Leaf {
    pub(super) path: Path,
    meaning: Meaning,
    levels: Levels,
    /// The column of the table that its value stands in, if it has one in a row.
    pub(super) column: Option<usize>,
    /// The columns of the table that its values stand in, by their names, if it may have several.
    pub(super) slots: HashMap<String, usize>,
}

impl Leaf {
    pub(super) fn new(path: Path, column: &ColumnDescPtr) -> Leaf {
        Leaf {
            path,
            meaning: schema::meaning(column),
            levels: Levels {
                definition: column.max_def_level(),
                repetition: column.max_rep_level(),
            },
            column: None,
            slots: HashMap::new(),
        }
    }
}

/// The values of some rows of a column.
pub(super) struct Chunk {
    reader: ColumnReader,
    values: Values,
    definitions: Vec<i16>,
    repetitions: Vec<i16>,
    /// Where the next row begins: among the levels, and among the values.
    level: usize,
    value: usize,
}

/// A value of a row: its place among the values, unless it is none.
pub(super) struct Met<'c> {
    pub(super) value: Option<usize>,
    /// Its places in its lists, from 1.
    pub(super) places: &'c [u32],
    /// Its number among the values and gaps of the chunk.
    pub(super) level: usize,
}

enum Values {
    Bool(Vec<bool>),
    Int32(Vec<i32>),
    Int64(Vec<i64>),
    Int96(Vec<of::Int96>),
    Float(Vec<f32>),
    Double(Vec<f64>),
    Bytes(Vec<of::ByteArray>),
    Fixed(Vec<of::FixedLenByteArray>),
}

impl Chunk {
    pub(super) fn new(column: ColumnDescPtr, pages: Pages) -> Chunk {
        let reader = get_column_reader(column, Box::new(pages));
        let values = match &reader {
            ColumnReader::BoolColumnReader(_) => Values::Bool(Vec::new()),
            ColumnReader::Int32ColumnReader(_) => Values::Int32(Vec::new()),
            ColumnReader::Int64ColumnReader(_) => Values::Int64(Vec::new()),
            ColumnReader::Int96ColumnReader(_) => Values::Int96(Vec::new()),
            ColumnReader::FloatColumnReader(_) => Values::Float(Vec::new()),
            ColumnReader::DoubleColumnReader(_) => Values::Double(Vec::new()),
            ColumnReader::ByteArrayColumnReader(_) => Values::Bytes(Vec::new()),
            ColumnReader::FixedLenByteArrayColumnReader(_) => Values::Fixed(Vec::new()),
        };
        Chunk {
            reader,
            values,
            definitions: Vec::new(),
            repetitions: Vec::new(),
            level: 0,
            value: 0,
        }
    }

    /// Reads the next rows, at most `most`, in place of those before; returns how many they are.
    pub(super) fn read(&mut self, most: usize) -> Result<usize> {
        self.definitions.clear();
        self.repetitions.clear();
        (self.level, self.value) = (0, 0);
        let levels = (&mut self.definitions, &mut self.repetitions);
        match (&mut self.reader, &mut self.values) {
            (ColumnReader::BoolColumnReader(reader), Values::Bool(values)) => fill(reader, most, levels, values),
            (ColumnReader::Int32ColumnReader(reader), Values::Int32(values)) => fill(reader, most, levels, values),
            (ColumnReader::Int64ColumnReader(reader), Values::Int64(values)) => fill(reader, most, levels, values),
            (ColumnReader::Int96ColumnReader(reader), Values::Int96(values)) => fill(reader, most, levels, values),
            (ColumnReader::FloatColumnReader(reader), Values::Float(values)) => fill(reader, most, levels, values),
            (ColumnReader::DoubleColumnReader(reader), Values::Double(values)) => fill(reader, most, levels, values),
            (ColumnReader::ByteArrayColumnReader(reader), Values::Bytes(values)) => fill(reader, most, levels, values),
            (ColumnReader::FixedLenByteArrayColumnReader(reader), Values::Fixed(values)) => {
                fill(reader, most, levels, values)
            }
            _ => Ok(0),
        }
    }

    /// The next row's value of a column that has one in a row.
    pub(super) fn next_single(&mut self, leaf: &Leaf) -> Option<usize> {
        if leaf.levels.definition > 0 {
            let level = self.level;
            self.level += 1;
            if self.definitions.get(level) != Some(&leaf.levels.definition) {
                return None;
            }
        }
        self.value += 1;
        Some(self.value - 1)
    }

    /// Calls `met` with every value and gap of the next row. `places` lends its memory.
    pub(super) fn next_row(&mut self, leaf: &Leaf, places: &mut Vec<u32>, mut met: impl FnMut(Met<'_>)) {
        places.clear();
        places.resize(leaf.levels.repetition.max(0) as usize, 1);
        let begin = self.level;
        while let Some(repetition) = self.repetitions.get(self.level) {
            if *repetition == 0 && self.level > begin {
                break;
            }
            if let Some(level) = usize::try_from(*repetition).ok().and_then(|level| level.checked_sub(1))
                && let Some((place, below)) = places.get_mut(level..).and_then(<[u32]>::split_first_mut)
            {
                *place += 1;
                below.fill(1);
            }
            let is_value = self.definitions.get(self.level) == Some(&leaf.levels.definition);
            met(Met {
                value: is_value.then_some(self.value),
                places,
                level: self.level,
            });
            self.value += usize::from(is_value);
            self.level += 1;
        }
    }

    /// Begins with the first row again.
    pub(super) fn rewind(&mut self) {
        (self.level, self.value) = (0, 0);
    }

    /// A value as a map's key.
    pub(super) fn key(&self, value: usize) -> Option<String> {
        match &self.values {
            Values::Bytes(values) => {
                let bytes = values.get(value)?.data();
                (bytes.len() <= MOST_KEY).then(|| String::from_utf8_lossy(bytes).into_owned())
            }
            Values::Int32(values) => values.get(value).map(i32::to_string),
            Values::Int64(values) => values.get(value).map(i64::to_string),
            _ => None,
        }
    }

    /// Appends a value as a cell.
    pub(super) fn write(&self, value: usize, leaf: &Leaf, sink: &mut Sink) {
        let meaning = leaf.meaning;
        match &self.values {
            Values::Bool(values) => sink.cell(match values.get(value) {
                Some(true) => "true",
                Some(false) => "false",
                None => "",
            }),
            Values::Int32(values) => match values.get(value) {
                Some(value) => text::whole(i64::from(*value), u64::from(*value as u32), meaning, sink),
                None => sink.end_cell(),
            },
            Values::Int64(values) => match values.get(value) {
                Some(value) => text::whole(*value, *value as u64, meaning, sink),
                None => sink.end_cell(),
            },
            Values::Int96(values) => text::old_timestamp(values.get(value).map_or(&[], |value| value.data()), sink),
            Values::Float(values) => text::short_float(values.get(value).copied().unwrap_or_default(), sink),
            Values::Double(values) => text::float(values.get(value).copied().unwrap_or_default(), sink),
            Values::Bytes(values) => text::bytes(values.get(value).map_or(&[], |value| value.data()), meaning, sink),
            Values::Fixed(values) => text::bytes(values.get(value).map_or(&[], |value| value.data()), meaning, sink),
        }
    }
}

fn fill<T: of::DataType>(
    reader: &mut ColumnReaderImpl<T>,
    most: usize,
    (definitions, repetitions): (&mut Vec<i16>, &mut Vec<i16>),
    values: &mut Vec<T::T>,
) -> Result<usize> {
    values.clear();
    let (rows, ..) = reader.read_records(most, Some(definitions), Some(repetitions), values)?;
    Ok(rows)
}

/// Bytes of a key that a column is named after.
const MOST_KEY: usize = 200;
