use std::sync::Arc;

use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::{ByteArray, FixedLenByteArray, Int96};
use parquet::file::properties::{WriterProperties, WriterPropertiesBuilder, WriterVersion};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use proptest::prelude::*;

use super::super::cells::Whole;
use super::super::cells::testing::{Read, read};
use super::open;
use crate::{Error, Flaw, Reject, Unreadable};

/// A column's values, with the levels of those that are missing or in lists.
struct Column {
    values: Values,
    levels: Option<(Vec<i16>, Vec<i16>)>,
}

enum Values {
    Bool(Vec<bool>),
    Int32(Vec<i32>),
    Int64(Vec<i64>),
    Int96(Vec<Int96>),
    Float(Vec<f32>),
    Double(Vec<f64>),
    Bytes(Vec<ByteArray>),
    Fixed(Vec<FixedLenByteArray>),
}

fn all(values: Values) -> Column {
    Column { values, levels: None }
}

fn texts<T: AsRef<[u8]>>(texts: &[T]) -> Values {
    Values::Bytes(texts.iter().map(|text| text.as_ref().to_vec().into()).collect())
}

fn fixed(values: &[&[u8]]) -> Values {
    Values::Fixed(
        values
            .iter()
            .map(|value| ByteArray::from(value.to_vec()).into())
            .collect(),
    )
}

fn some(values: Values, definitions: &[i16], repetitions: &[i16]) -> Column {
    Column {
        values,
        levels: Some((definitions.to_vec(), repetitions.to_vec())),
    }
}

/// The bytes of a file with these row groups.
fn file(schema: &str, properties: WriterPropertiesBuilder, groups: &[Vec<Column>]) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties.build())).unwrap();
    for columns in groups {
        let mut group = writer.next_row_group().unwrap();
        for column in columns {
            let mut next = group.next_column().unwrap().unwrap();
            let (definitions, repetitions) = match &column.levels {
                Some((definitions, repetitions)) => (
                    Some(&definitions[..]),
                    (!repetitions.is_empty()).then_some(&repetitions[..]),
                ),
                None => (None, None),
            };
            macro_rules! write {
                ($writer:expr, $values:expr) => {
                    $writer
                        .write_batch($values, definitions, repetitions)
                        .unwrap()
                };
            }
            match (next.untyped(), &column.values) {
                (ColumnWriter::BoolColumnWriter(writer), Values::Bool(values)) => write!(writer, values),
                (ColumnWriter::Int32ColumnWriter(writer), Values::Int32(values)) => write!(writer, values),
                (ColumnWriter::Int64ColumnWriter(writer), Values::Int64(values)) => write!(writer, values),
                (ColumnWriter::Int96ColumnWriter(writer), Values::Int96(values)) => write!(writer, values),
                (ColumnWriter::FloatColumnWriter(writer), Values::Float(values)) => write!(writer, values),
                (ColumnWriter::DoubleColumnWriter(writer), Values::Double(values)) => write!(writer, values),
                (ColumnWriter::ByteArrayColumnWriter(writer), Values::Bytes(values)) => write!(writer, values),
                (ColumnWriter::FixedLenByteArrayColumnWriter(writer), Values::Fixed(values)) => write!(writer, values),
                _ => panic!("a column of another type"),
            };
            next.close().unwrap();
        }
        group.close().unwrap();
    }
    writer.into_inner().unwrap()
}

fn plain() -> WriterPropertiesBuilder {
    WriterProperties::builder()
}

fn of_memory(bytes: &[u8]) -> Read {
    read(open("test", Whole::Memory(bytes.to_vec())).unwrap())
}

#[test]
fn every_type_is_text() {
    let schema = "message m {
        required boolean active;
        required int32 small;
        required int64 ssn;
        required int32 unsigned (INTEGER(32,false));
        required int64 long (INTEGER(64,false));
        required int32 dob (DATE);
        required int32 at (TIME(MILLIS,true));
        required int64 seen (TIMESTAMP(MICROS,true));
        required int64 exact (TIMESTAMP(NANOS,false));
        required int96 old;
        required float weight;
        required double balance;
        required int32 price (DECIMAL(9,2));
        required fixed_len_byte_array(5) big (DECIMAL(11,3));
        required fixed_len_byte_array(16) id (UUID);
        required fixed_len_byte_array(2) half (FLOAT16);
        required binary name (STRING);
        required binary raw;
        required fixed_len_byte_array(3) hash;
    }";
    let uuid: Vec<u8> = (0..16).collect();
    let mut old = Int96::new();
    let nanos = 3_600_000_000_000u64 + 1;
    old.set_data(nanos as u32, (nanos >> 32) as u32, 2_440_588 - 1);
    let bytes = file(
        schema,
        plain(),
        &[vec![
            all(Values::Bool(vec![true, false])),
            all(Values::Int32(vec![-7, i32::MIN])),
            all(Values::Int64(vec![123_456_789, i64::MAX])),
            all(Values::Int32(vec![7, -1])),
            all(Values::Int64(vec![7, -1])),
            all(Values::Int32(vec![3_682, -1])),
            all(Values::Int32(vec![45_296_007, 0])),
            all(Values::Int64(vec![1_628_958_600_000_000, -1])),
            all(Values::Int64(vec![1_628_958_600_000_000_001, 0])),
            all(Values::Int96(vec![old, old])),
            all(Values::Float(vec![0.1, 1e10])),
            all(Values::Double(vec![2_125_550_123.0, 0.1])),
            all(Values::Int32(vec![-1_905, 5])),
            all(fixed(&[&[0xFF, 0xFF, 0xFF, 0xFF, 0x85], &[0, 0, 0, 0x27, 0x10]])),
            all(fixed(&[&uuid, &uuid])),
            all(fixed(&[&[0x00, 0x3C], &[0x00, 0xC0]])),
            all(texts(&[&b"Jos\xC3\xA9"[..], &b"caf\xE9"[..]])),
            all(texts(&[&b"text"[..], &b"\x00\xFF"[..]])),
            all(fixed(&[b"\x01\x02\x03", b"abc"])),
        ]],
    );
    let read = of_memory(&bytes);
    assert_eq!(
        read.cells(0),
        [
            [
                "true",
                "-7",
                "123456789",
                "7",
                "7",
                "1980-01-31",
                "12:34:56.007",
                "2021-08-14T16:30:00",
                "2021-08-14T16:30:00.000000001",
                "1969-12-31T01:00:00.000000001",
                "0.1",
                "2125550123",
                "-19.05",
                "-0.123",
                "00010203-0405-0607-0809-0a0b0c0d0e0f",
                "1",
                "José",
                "text",
                "010203",
            ],
            [
                "false",
                "-2147483648",
                "9223372036854775807",
                "4294967295",
                "18446744073709551615",
                "1969-12-31",
                "00:00:00",
                "1969-12-31T23:59:59.999999",
                "1970-01-01T00:00:00",
                "1969-12-31T01:00:00.000000001",
                "10000000000",
                "0.1",
                "0.05",
                "10.000",
                "00010203-0405-0607-0809-0a0b0c0d0e0f",
                "-2",
                "caf\u{FFFD}",
                "00ff",
                "abc",
            ],
        ]
    );
    assert_eq!(read.counts.flawed(Flaw::BadEncoding), 1);
    assert_eq!(read.names(0)[..3], ["active", "small", "ssn"]);
}

const NESTED: &str = "message m {
    required int32 id;
    optional group name { optional binary first (STRING); }
    optional group phones (LIST) { repeated group list { optional binary element (STRING); } }
    optional group extra (MAP) { repeated group key_value { required binary key (STRING); optional binary value (STRING); } }
}";

#[test]
fn structs_lists_and_maps_are_flattened() {
    // The keys of a map stand at level 2 of 2, its values at level 3 of 3.
    let first = vec![
        all(Values::Int32(vec![1, 2, 3])),
        some(texts(&["Ann"]), &[2, 1, 0], &[]),
        // Two numbers; one, after a gap; no list.
        some(texts(&["a", "b", "c"]), &[3, 3, 2, 3, 0], &[0, 1, 0, 1, 0]),
        some(
            texts(&["city", "age", "age", "zip"]),
            &[2, 2, 2, 2, 0],
            &[0, 1, 0, 1, 0],
        ),
        some(texts(&["Ulm", "40", "50"]), &[3, 3, 3, 2, 0], &[0, 1, 0, 1, 0]),
    ];
    let second = vec![
        all(Values::Int32(vec![4])),
        some(texts(&["Bob"]), &[2], &[]),
        some(texts(&["d", "e", "f"]), &[3, 3, 3], &[0, 1, 1]),
        some(texts(&["zip"]), &[2], &[0]),
        some(texts(&["10001"]), &[3], &[0]),
    ];
    let read = of_memory(&file(NESTED, plain(), &[first, second]));
    assert_eq!(
        read.names(0),
        ["id", "name.first", "phones.1", "phones.2", "extra.city", "extra.age"]
    );
    assert_eq!(
        read.cells(0),
        [
            ["1", "Ann", "a", "b", "Ulm", "40"],
            ["2", "", "", "c", "", "50"],
            ["3", "", "", "", "", ""],
        ]
    );
    assert_eq!(
        read.names(1),
        [
            "id",
            "name.first",
            "phones.1",
            "phones.2",
            "extra.city",
            "extra.age",
            "phones.3",
            "extra.zip"
        ]
    );
    assert_eq!(read.cells(1), [["4", "Bob", "d", "e", "", "", "f", "10001"]]);
    assert_eq!(read.rows[3].1, 4);
}

#[test]
fn every_packing_and_version_is_read() {
    let rows: Vec<String> = (0..5_000)
        .map(|n| format!("customer number {}", n * 7_919 % 5_000))
        .collect();
    let numbers: Vec<i64> = (0..5_000).collect();
    let codecs = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(Default::default()),
        Compression::BROTLI(Default::default()),
        Compression::ZSTD(Default::default()),
        Compression::LZ4,
        Compression::LZ4_RAW,
    ];
    for codec in codecs {
        for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
            for dictionary in [true, false] {
                let properties = plain()
                    .set_compression(codec)
                    .set_writer_version(version)
                    .set_dictionary_enabled(dictionary)
                    .set_data_page_size_limit(10_000)
                    .set_write_batch_size(100);
                let columns = || vec![all(texts(&rows)), all(Values::Int64(numbers.clone()))];
                let schema = "message m { required binary name (STRING); required int64 n; }";
                let read = of_memory(&file(schema, properties, &[columns(), columns()]));
                assert!(read.error.is_none(), "{codec:?} {version:?} {dictionary}");
                assert_eq!(read.rows.len(), 10_000);
                for (at, (_, line, cells)) in read.rows.iter().enumerate() {
                    assert_eq!((*line, &cells[0]), (at as u64 + 1, &rows[at % 5_000]));
                    assert_eq!(cells[1], (at % 5_000).to_string());
                }
            }
        }
    }
}

/// A small file of two row groups with lists, of version 2, and the encodings of each.
fn small(version: WriterVersion, dictionary: bool) -> Vec<u8> {
    let group = |from: i32| {
        let names: Vec<String> = (from..from + 40).map(|n| format!("Ann {n}")).collect();
        vec![
            all(Values::Int32((from..from + 40).collect())),
            some(texts(&names), &[2; 40], &[]),
            some(texts(&names), &[3; 40], &[0, 1].repeat(20)),
            some(texts(&["k"; 40]), &[2; 40], &[0, 1].repeat(20)),
            some(texts(&names), &[3; 40], &[0, 1].repeat(20)),
        ]
    };
    let mut groups = [group(0), group(100)];
    for columns in &mut groups {
        for column in &mut columns[2..] {
            // Forty rows: each has one value.
            column.levels.as_mut().unwrap().1 = vec![0; 40];
        }
    }
    let properties = plain()
        .set_writer_version(version)
        .set_dictionary_enabled(dictionary)
        .set_compression(Compression::SNAPPY);
    file(NESTED, properties, &groups)
}

#[test]
fn a_damaged_page_costs_the_rest_of_its_row_group() {
    let bytes = small(WriterVersion::PARQUET_1_0, false);
    assert_eq!(of_memory(&bytes).rows.len(), 80);
    // The first page of the first column: its header begins behind the mark.
    let mut bad = bytes.clone();
    bad[4..10].fill(0xEE);
    let read = of_memory(&bad);
    assert_eq!(read.rows.len(), 40);
    assert_eq!(read.counts.rejected(Reject::Malformed), 1);
    assert_eq!((read.told[0].line, read.rows[0].1), (1, 41));
    // A later page of several.
    let rows: Vec<String> = (0..3_000).map(|n| format!("customer {n}")).collect();
    let properties = plain()
        .set_dictionary_enabled(false)
        .set_data_page_size_limit(5_000)
        .set_write_batch_size(100);
    let mut bytes = file(
        "message m { required binary a (STRING); }",
        properties,
        &[vec![all(texts(&rows))]],
    );
    let at = bytes.windows(13).position(|part| part == b"customer 2000").unwrap();
    bytes[at - 4..at].fill(0xFF);
    let read = of_memory(&bytes);
    assert_eq!(read.rows.len(), 2_000);
    assert_eq!(read.counts.rejected(Reject::Malformed), 1);
    assert_eq!(read.told[0].line, 2_001);
}

#[test]
fn what_is_no_parquet_is_an_error() {
    for bytes in [
        &b""[..],
        b"PAR1",
        b"PAR1PAR1",
        b"PAR1\x15\x02\x00\x03\x00\x00\x00PAR1",
        &[0x55; 100],
    ] {
        let error = of_memory(bytes).error.unwrap();
        assert!(
            matches!(
                error,
                Error::Unreadable {
                    problem: Unreadable::Damaged { .. },
                    ..
                }
            ),
            "{error}"
        );
    }
    let error = of_memory(b"PARE\x15\x02\x00\x03\x00\x00\x00PARE").error.unwrap();
    assert!(error.to_string().contains("password"), "{error}");
}

#[test]
fn a_page_that_lies_about_its_size_takes_no_memory() {
    // Zeros, packed: 200 MB in 200 KB; the page's header is then made to say that they are few.
    let zeros = vec![0u8; 200 << 20];
    let properties = plain()
        .set_compression(Compression::GZIP(Default::default()))
        .set_dictionary_enabled(false)
        .set_statistics_enabled(parquet::file::properties::EnabledStatistics::None);
    let mut bytes = file(
        "message m { required binary a; }",
        properties,
        &[vec![all(texts(&[zeros]))]],
    );
    let header = [0x15, 0x00, 0x15];
    assert_eq!(bytes[4..7], header);
    // The unpacked size takes five bytes: 209715204 as a varint.
    let length = bytes[7..].iter().position(|byte| byte & 0x80 == 0).unwrap();
    for byte in &mut bytes[7..7 + length] {
        *byte = 0x80;
    }
    bytes[7 + length] = 0x01;
    let read = of_memory(&bytes);
    assert_eq!((read.rows.len(), read.counts.rejected(Reject::Malformed)), (0, 1));
}

#[test]
fn no_cut_and_no_flipped_bit_does_harm() {
    let mut seed = 1u64;
    for (version, dictionary) in [
        (WriterVersion::PARQUET_1_0, true),
        (WriterVersion::PARQUET_2_0, false),
        (WriterVersion::PARQUET_2_0, true),
    ] {
        let bytes = small(version, dictionary);
        for length in 0..bytes.len() {
            assert!(of_memory(&bytes[..length]).error.is_some());
        }
        for _ in 0..700 {
            let mut bytes = bytes.clone();
            for _ in 0..2 {
                seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                let at = (seed >> 33) as usize % bytes.len();
                bytes[at] ^= 1 << (seed >> 61);
            }
            of_memory(&bytes);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back(
        rows in prop::collection::vec((any::<Option<String>>(), any::<i64>(), prop::collection::vec("[a-z]{0,3}", 0..4)), 1..40),
        dictionary in any::<bool>(),
        second in any::<bool>(),
    ) {
        let schema = "message m { optional binary a (STRING); required int64 b; repeated binary c (STRING); }";
        let present: Vec<&String> = rows.iter().filter_map(|(a, ..)| a.as_ref()).collect();
        let definitions: Vec<i16> = rows.iter().map(|(a, ..)| i16::from(a.is_some())).collect();
        let mut lists = (Vec::new(), Vec::new(), Vec::new());
        for (.., list) in &rows {
            if list.is_empty() {
                lists.1.push(0);
                lists.2.push(0);
            }
            for (at, text) in list.iter().enumerate() {
                lists.0.push(text);
                lists.1.push(1);
                lists.2.push(i16::from(at > 0));
            }
        }
        let version = if second { WriterVersion::PARQUET_2_0 } else { WriterVersion::PARQUET_1_0 };
        let properties = plain().set_dictionary_enabled(dictionary).set_writer_version(version);
        let bytes = file(schema, properties, &[vec![
            some(texts(&present), &definitions, &[]),
            all(Values::Int64(rows.iter().map(|(_, b, _)| *b).collect())),
            some(texts(&lists.0), &lists.1, &lists.2),
        ]]);
        let read = of_memory(&bytes);
        prop_assert!(read.error.is_none());
        let longest = rows.iter().map(|(.., list)| list.len()).max().unwrap_or(0);
        let expected: Vec<Vec<String>> = rows.iter().map(|(a, b, list)| {
            let mut cells = vec![a.clone().unwrap_or_default(), b.to_string()];
            cells.extend((0..longest).map(|at| list.get(at).cloned().unwrap_or_default()));
            cells
        }).collect();
        prop_assert_eq!(read.cells(0), expected);
    }

    #[test]
    fn arbitrary_bytes_do_no_harm(mut bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        of_memory(&bytes);
        let length = bytes.len() as u32;
        bytes.extend(length.to_le_bytes());
        bytes.extend(b"PAR1");
        bytes.splice(0..0, *b"PAR1");
        of_memory(&bytes);
    }
}
