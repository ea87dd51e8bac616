//! A table in every form that the program reads.

use std::io::Write;
use std::sync::Arc;

use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

/// A header and rows of text.
#[derive(Clone)]
pub(crate) struct Table {
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn of_csv(text: &[u8]) -> Table {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
        let mut rows = reader
            .records()
            .map(|row| row.unwrap().iter().map(str::to_owned).collect());
        Table {
            header: rows.next().unwrap(),
            rows: rows.collect(),
        }
    }

    /// The rows of a range, under the same header.
    pub(crate) fn part(&self, range: std::ops::Range<usize>) -> Table {
        Table {
            header: self.header.clone(),
            rows: self.rows[range].to_vec(),
        }
    }

    pub(crate) fn delimited(&self, delimiter: u8) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        writer.write_record(&self.header).unwrap();
        for row in &self.rows {
            writer.write_record(row).unwrap();
        }
        writer.into_inner().unwrap()
    }

    /// One JSON object a line; an empty cell is left out.
    pub(crate) fn json_lines(&self) -> Vec<u8> {
        let mut lines = Vec::new();
        for (number, row) in self.rows.iter().enumerate() {
            let cells = self.header.iter().zip(row);
            // The first line names every column, in the order of the table.
            let cells = cells.filter(|(_, cell)| number == 0 || !cell.is_empty());
            let pair =
                |(name, cell): (&String, &String)| format!("{}:{}", serde_json::json!(name), serde_json::json!(cell));
            let pairs: Vec<String> = cells.map(pair).collect();
            writeln!(lines, "{{{}}}", pairs.join(",")).unwrap();
        }
        lines
    }

    /// Parquet of text columns in two row groups; an empty cell is null.
    pub(crate) fn parquet(&self) -> Vec<u8> {
        let columns: String = self
            .header
            .iter()
            .map(|name| format!("optional binary {name} (UTF8); "))
            .collect();
        let schema = parse_message_type(&format!("message table {{ {columns} }}")).unwrap();
        let properties = Arc::new(WriterProperties::builder().build());
        let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), properties).unwrap();
        for rows in self.rows.chunks(self.rows.len().div_ceil(2).max(1)) {
            let mut group = writer.next_row_group().unwrap();
            for column in 0..self.header.len() {
                let cells = rows.iter().map(|row| &row[column]);
                let levels: Vec<i16> = cells.clone().map(|cell| i16::from(!cell.is_empty())).collect();
                let cells = cells.filter(|cell| !cell.is_empty());
                let values: Vec<ByteArray> = cells.map(|cell| ByteArray::from(cell.as_bytes().to_vec())).collect();
                let mut writer = group.next_column().unwrap().unwrap();
                writer
                    .typed::<ByteArrayType>()
                    .write_batch(&values, Some(&levels), None)
                    .unwrap();
                writer.close().unwrap();
            }
            group.close().unwrap();
        }
        writer.into_inner().unwrap()
    }
}

pub(crate) fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn zst(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 0).unwrap()
}
