//! Rows as Parquet, a row group at a time.

use std::io::Write;
use std::sync::Arc;

use assay_verify::{Grade, Outcome, RowResult};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::errors::Result;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};

/// The rows that wait for their group to be full: one byte per cell.
pub(super) struct Groups<W: Write + Send> {
    out: SerializedFileWriter<W>,
    size: usize,
    rows: Vec<i64>,
    lines: Vec<i64>,
    grades: Vec<Grade>,
    outcomes: Vec<Vec<Option<Outcome>>>,
    /// Outcomes in columns that were met late, if the file has a place for them.
    further: Option<Vec<String>>,
}

impl<W: Write + Send> Groups<W> {
    /// A file whose columns are called `names`: two numbers, then texts. With `more`, the last one is for outcomes in columns
    /// that are met late.
    pub(super) fn new(out: W, names: &[String], more: bool) -> Result<Groups<W>> {
        let fields = names
            .iter()
            .enumerate()
            .map(|(at, name)| if at < NUMBERS { number(name) } else { text(name) });
        let schema = Type::group_type_builder("rows")
            .with_fields(fields.collect::<Result<_>>()?)
            .build()?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let columns = names.len().saturating_sub(NUMBERS + 1 + usize::from(more));
        Ok(Groups {
            out: SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))?,
            size: (CELLS / columns.max(1)).clamp(1, GROUP),
            rows: Vec::new(),
            lines: Vec::new(),
            grades: Vec::new(),
            outcomes: vec![Vec::new(); columns],
            further: more.then(Vec::new),
        })
    }

    /// Adds a row with what stands in each column.
    pub(super) fn push(
        &mut self,
        row: &RowResult,
        outcomes: impl Iterator<Item = Option<Outcome>>,
        further: Option<String>,
    ) -> Result<()> {
        // An unsigned number is stored as the signed one of the same bits.
        self.rows.push(row.row.cast_signed());
        self.lines.push(row.line.cast_signed());
        self.grades.push(row.grade);
        for (column, outcome) in self.outcomes.iter_mut().zip(outcomes) {
            column.push(outcome);
        }
        if let Some(column) = &mut self.further {
            column.extend(further);
        }
        if self.rows.len() >= self.size {
            self.flush()
        } else {
            Ok(())
        }
    }

    /// Writes the last group and the footer.
    pub(super) fn finish(mut self) -> Result<W> {
        self.flush()?;
        self.out.into_inner()
    }

    fn flush(&mut self) -> Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let mut group = self.out.next_row_group()?;
        for numbers in [&mut self.rows, &mut self.lines] {
            if let Some(mut column) = group.next_column()? {
                column.typed::<Int64Type>().write_batch(numbers, None, None)?;
                column.close()?;
            }
            numbers.clear();
        }
        write(&mut group, self.grades.iter().map(|grade| grade.name()))?;
        self.grades.clear();
        for outcomes in &mut self.outcomes {
            write(
                &mut group,
                outcomes.iter().map(|outcome| outcome.map_or("", Outcome::name)),
            )?;
            outcomes.clear();
        }
        if let Some(further) = &mut self.further {
            write(&mut group, further.iter().map(String::as_str))?;
            further.clear();
        }
        group.close()?;
        Ok(())
    }
}

/// Writes a column of words, some at a time: a word in Parquet's form takes many times its place here.
fn write<'w, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    mut words: impl Iterator<Item = &'w str>,
) -> Result<()> {
    let Some(mut column) = group.next_column()? else {
        return Ok(());
    };
    let mut batch = Vec::with_capacity(BATCH);
    loop {
        batch.clear();
        batch.extend(
            words
                .by_ref()
                .take(BATCH)
                .map(|word| ByteArray::from(word.as_bytes().to_vec())),
        );
        if batch.is_empty() {
            return column.close();
        }
        column.typed::<ByteArrayType>().write_batch(&batch, None, None)?;
    }
}

fn number(name: &str) -> Result<TypePtr> {
    field(name, Physical::INT64, LogicalType::integer(64, false))
}

fn text(name: &str) -> Result<TypePtr> {
    field(name, Physical::BYTE_ARRAY, LogicalType::String)
}

fn field(name: &str, physical: Physical, logical: LogicalType) -> Result<TypePtr> {
    let builder = Type::primitive_type_builder(name, physical);
    builder
        .with_repetition(Repetition::REQUIRED)
        .with_logical_type(Some(logical))
        .build()
        .map(Arc::new)
}

/// Columns of numbers, which come first.
const NUMBERS: usize = 2;
/// Rows of a group at most.
const GROUP: usize = 100_000;
/// Cells of a group at most: what a very wide sample may take of memory.
const CELLS: usize = 16_000_000;
const BATCH: usize = 1024;
