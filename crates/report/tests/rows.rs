//! Files of rows, read back.
#![allow(clippy::unwrap_used)]

use assay_report::rows::{RowsError, RowsFormat, RowsWriter, column_names};
use assay_verify::{Grade, Outcome, RowResult};
use parquet::basic::{Encoding, LogicalType};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::RowAccessor;

mod fixture;

const OUTCOMES: [Outcome; 7] = [
    Outcome::Hit,
    Outcome::Miss,
    Outcome::Absent,
    Outcome::Placeholder,
    Outcome::Masked,
    Outcome::Malformed,
    Outcome::Untested,
];

fn example(rows: u64, columns: usize) -> Vec<RowResult> {
    let row = |row: u64| RowResult {
        row,
        line: row * 2,
        first_column: 0,
        grade: Grade::ALL[row as usize % 8],
        outcomes: (0..columns)
            .map(|column| OUTCOMES[(row as usize * 3 + column) % 7])
            .collect(),
    };
    (1..=rows).map(row).collect()
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn written(format: RowsFormat, columns: &[String], rows: &[RowResult]) -> Vec<u8> {
    let mut writer = RowsWriter::new(Vec::new(), format, &[columns.to_vec()], false).unwrap();
    for batch in rows.chunks(777) {
        writer.write(batch).unwrap();
    }
    writer.finish().unwrap()
}

#[test]
fn csv_reads_back() {
    let rows = example(1_000, 3);
    let text = written(RowsFormat::Csv, &names(&["ssn", "phone", "phone"]), &rows);
    let mut reader = csv::Reader::from_reader(text.as_slice());
    assert_eq!(
        reader.headers().unwrap(),
        vec!["row", "line", "grade", "ssn", "phone", "phone_2"]
    );
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), rows.len());
    for (record, row) in records.iter().zip(&rows) {
        let mut expected = vec![row.row.to_string(), row.line.to_string(), row.grade.to_string()];
        expected.extend(row.outcomes.iter().map(ToString::to_string));
        assert_eq!(record, expected);
    }
}

#[test]
fn parquet_reads_back_over_several_groups() {
    let rows = example(100_001, 3);
    let file = written(RowsFormat::Parquet, &names(&["ssn", "phone", "phone"]), &rows);
    let reader = SerializedFileReader::new(bytes::Bytes::from(file)).unwrap();
    let metadata = reader.metadata();
    assert_eq!(metadata.num_row_groups(), 2);
    let schema = metadata.file_metadata().schema_descr();
    let found: Vec<&str> = schema.columns().iter().map(|column| column.name()).collect();
    assert_eq!(found, ["row", "line", "grade", "ssn", "phone", "phone_2"]);
    assert_eq!(
        schema.column(0).logical_type_ref(),
        Some(&LogicalType::integer(64, false))
    );
    assert_eq!(schema.column(3).logical_type_ref(), Some(&LogicalType::String));
    let chunk = metadata.row_group(0).column(3);
    assert!(chunk.encodings().any(|encoding| encoding == Encoding::RLE_DICTIONARY));
    let mut read = 0;
    for (record, row) in reader.get_row_iter(None).unwrap().zip(&rows) {
        let record = record.unwrap();
        assert_eq!(
            (record.get_ulong(0).unwrap(), record.get_ulong(1).unwrap()),
            (row.row, row.line)
        );
        assert_eq!(record.get_string(2).unwrap(), row.grade.name());
        for (column, outcome) in row.outcomes.iter().enumerate() {
            assert_eq!(record.get_string(3 + column).unwrap(), outcome.name());
        }
        read += 1;
    }
    assert_eq!(read, rows.len());
}

#[test]
fn large_numbers_and_empty_files_read_back() {
    let last = RowResult {
        first_column: 0,
        row: u64::MAX,
        line: 0,
        grade: Grade::Full,
        outcomes: vec![],
    };
    for rows in [vec![], vec![last]] {
        let file = written(RowsFormat::Parquet, &[], &rows);
        let reader = SerializedFileReader::new(bytes::Bytes::from(file)).unwrap();
        let found: Vec<u64> = reader
            .get_row_iter(None)
            .unwrap()
            .map(|record| record.unwrap().get_ulong(0).unwrap())
            .collect();
        assert_eq!(found, rows.iter().map(|row| row.row).collect::<Vec<_>>());
    }
    assert_eq!(written(RowsFormat::Csv, &names(&["ssn"]), &[]), b"row,line,grade,ssn\n");
}

#[test]
fn a_row_of_another_width_is_refused() {
    for format in [RowsFormat::Csv, RowsFormat::Parquet] {
        let mut writer = RowsWriter::new(Vec::new(), format, &[names(&["ssn", "phone"])], false).unwrap();
        for columns in [1, 3] {
            let error = writer.write(&example(1, columns)).unwrap_err();
            assert!(
                matches!(
                    error,
                    RowsError::Width {
                        row: 1,
                        expected: 2,
                        ..
                    }
                ),
                "{error}"
            );
        }
    }
}

#[test]
fn columns_are_named_by_kind() {
    let columns = fixture::full().findings.sample.columns;
    assert_eq!(column_names(&columns), ["name", "ssn", "imei"]);
}

#[test]
fn a_failing_output_is_an_error() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    for format in [RowsFormat::Csv, RowsFormat::Parquet] {
        let result = RowsWriter::new(Full, format, &[names(&["ssn"])], false).and_then(|mut writer| {
            writer.write(&example(200_000, 1))?;
            writer.finish().map(drop)
        });
        assert!(result.is_err(), "{format:?}");
    }
}

#[test]
fn rows_of_several_tables_stand_in_one_file() {
    let row = |number: u64, first_column, outcomes: &[Outcome]| RowResult {
        row: number,
        line: number,
        first_column,
        grade: Grade::Full,
        outcomes: outcomes.to_vec(),
    };
    let tables = [names(&["ssn", "phone"]), names(&["email"])];
    let mut writer = RowsWriter::new(Vec::new(), RowsFormat::Csv, &tables, true).unwrap();
    writer.write(&[row(1, 0, &[Outcome::Hit, Outcome::Miss])]).unwrap();
    writer.write(&[row(2, 2, &[Outcome::Hit])]).unwrap();
    assert!(matches!(
        writer.write(&[row(3, 3, &[Outcome::Hit])]),
        Err(RowsError::Width { row: 3, .. })
    ));
    writer.add_table(names(&["phone", "column 2 of table 3"]));
    writer.write(&[row(3, 3, &[Outcome::Miss, Outcome::Absent])]).unwrap();
    let text = String::from_utf8(writer.finish().unwrap()).unwrap();
    assert_eq!(
        text,
        "row,line,grade,ssn,phone,email,further\n1,1,full,hit,miss,,\n2,2,full,,,hit,\n\
         3,3,full,,,,phone=miss column_2_of_table_3=absent\n"
    );
}
