//! What holds for any bytes.
#![allow(clippy::unwrap_used)]

use std::io::{Cursor, Read};

use assay_sample::{Delimiter, Error, Options, RowCounts, Sample};
use proptest::prelude::*;

/// Yields one byte at a time, and is interrupted before every second one.
struct Drop {
    bytes: std::vec::IntoIter<u8>,
    interrupted: bool,
}

impl Read for Drop {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.interrupted = !self.interrupted;
        if self.interrupted {
            return Err(std::io::ErrorKind::Interrupted.into());
        }
        let byte = if into.is_empty() { None } else { self.bytes.next() };
        if let Some(byte) = byte {
            into[0] = byte;
        }
        Ok(usize::from(byte.is_some()))
    }
}

type Rows = (Vec<(u64, u64, Vec<String>)>, RowCounts);

fn rows(read: impl Read + Send + 'static, options: &Options) -> Result<Rows, Error> {
    let mut sample = Sample::from_reader("test", read, options)?;
    let mut rows = Vec::new();
    while let Some(batch) = sample.next_batch(50)? {
        for row in batch.rows() {
            let cells: Vec<String> = row.cells().map(str::to_owned).collect();
            assert_eq!(cells.len(), sample.columns().len());
            rows.push((row.number(), row.line(), cells));
        }
    }
    Ok((rows, sample.counts().clone()))
}

/// Texts that are rich in what decides: delimiters, quotes, line ends, escapes.
fn messy() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => "[a-z0-9]{1,4}".prop_map(String::into_bytes),
        4 => Just(b",".to_vec()),
        3 => Just(b"\n".to_vec()),
        1 => prop::sample::select(vec!["\r\n", "\r", ";", "\t", "\"", "\"\"", "\\\"", "\\", "'", " ", "é"])
            .prop_map(|s| s.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 1..3),
    ];
    prop::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_give_rows_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = rows(Cursor::new(bytes.clone()), &Options::default());
    }

    #[test]
    fn rows_do_not_depend_on_how_bytes_arrive(bytes in messy()) {
        let whole = rows(Cursor::new(bytes.clone()), &Options::default());
        let drops = rows(Drop { bytes: bytes.into_iter(), interrupted: false }, &Options::default());
        match (whole, drops) {
            (Ok(whole), Ok(drops)) => prop_assert_eq!(whole, drops),
            (Err(whole), Err(drops)) => prop_assert_eq!(whole.to_string(), drops.to_string()),
            _ => prop_assert!(false, "one way fails"),
        }
    }

    #[test]
    fn every_row_is_handed_out_or_counted(bytes in messy()) {
        if let Ok((rows, counts)) = rows(Cursor::new(bytes.clone()), &Options::default()) {
            prop_assert_eq!(rows.len() as u64, counts.accepted());
            prop_assert!(rows.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 < two[1].1));
            prop_assert!(rows.last().is_none_or(|last| last.0 <= counts.read));
        }
    }

    /// What the csv crate writes is read back, whatever stands in the cells.
    #[test]
    fn well_formed_text_is_read_as_the_csv_crate_reads_it(
        cells in prop::collection::vec(prop::collection::vec("[a-z ,;\"\n'é]{0,12}", 3), 3..30),
    ) {
        let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
        for row in &cells {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let options = Options { delimiter: Some(Delimiter::from(b',')), header: Some(false), ..Options::default() };
        let blank = |row: &&Vec<String>| row.iter().all(|cell| cell.trim().is_empty());
        let expected: Vec<_> = cells.iter().filter(|row| !blank(row)).cloned().collect();
        prop_assume!(!expected.is_empty());
        let (rows, counts) = rows(Cursor::new(bytes), &options).unwrap();
        let read: Vec<_> = rows.into_iter().map(|(_, _, cells)| cells).collect();
        prop_assert_eq!(&read, &expected);
        prop_assert_eq!(counts.accepted(), expected.len() as u64);
    }
}
