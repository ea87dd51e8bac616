//! Whole files of every format, read from disk and from streams. All people in them are invented.

use std::{
    fs::{self, File},
    io::{Cursor, Write},
    num::NonZeroUsize,
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
};

use polars::prelude::*;
use tempfile::TempDir;

use crate::{Batch, Compression, Error, Format, Options, Progress, RejectReason, ScanCounts, Source, Table};

type Rows = Vec<Vec<Option<String>>>;

fn open(patterns: &[PathBuf], options: &Options) -> Result<Table, Error> {
    let patterns: Vec<String> = patterns.iter().map(|path| path.display().to_string()).collect();
    Table::open(Source::expand(&patterns)?, options)
}

fn collected(
    scan: impl FnOnce(&(dyn Fn(Batch) -> ControlFlow<()> + Sync)) -> Result<ScanCounts, Error>,
) -> (Rows, ScanCounts) {
    let rows = Mutex::new(Rows::new());
    let counts = scan(&|batch: Batch| {
        let mut rows = rows.lock().unwrap();
        for row in 0..batch.rows() {
            rows.push(
                (0..batch.columns())
                    .map(|column| batch.cell(column, row).map(str::to_owned))
                    .collect(),
            );
        }
        ControlFlow::Continue(())
    });
    let mut rows = rows.into_inner().unwrap();
    rows.sort();
    (rows, counts.unwrap())
}

fn everything(table: &Table) -> (Rows, ScanCounts) {
    let columns: Vec<usize> = (0..table.columns().len()).collect();
    collected(|f| table.scan(&columns, &Progress::default(), f))
}

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

fn texts(rows: &Rows) -> Vec<Vec<&str>> {
    rows.iter()
        .map(|row| row.iter().map(|cell| cell.as_deref().unwrap_or("")).collect())
        .collect()
}

/// Reads `text` as a file and as a stream, which must agree.
fn read(text: impl AsRef<[u8]>, options: &Options) -> Result<(Vec<String>, Rows, ScanCounts), Error> {
    let folder = TempDir::new().unwrap();
    let table = open(&[write(folder.path(), "t", &text)], options)?;
    let (rows, counts) = everything(&table);
    let stream = Source::stream("stdin", Cursor::new(text.as_ref().to_vec())).unwrap();
    let streamed = Table::open(vec![stream], options).unwrap();
    assert_eq!(streamed.columns(), table.columns());
    let (streamed_rows, streamed_counts) = everything(&streamed);
    assert_eq!((&streamed_rows, &streamed_counts.rejected), (&rows, &counts.rejected));
    Ok((table.columns().to_vec(), rows, counts))
}

fn sample_frame() -> DataFrame {
    df!(
        "name" => ["Ann \"Nan\" O'Neil", "Bob", "Çelik, Ürün", "two\nlines"],
        "zip" => ["00501", "98101", "", "02139"],
        "account" => [7_i64, 8_000_000_000, -1, 0],
        "score" => [1.0, 2.5, 1e15, 0.1],
        "active" => [true, false, true, true]
    )
    .unwrap()
}

fn expected() -> Vec<Vec<&'static str>> {
    let mut rows = vec![
        vec!["Ann \"Nan\" O'Neil", "00501", "7", "1", "true"],
        vec!["Bob", "98101", "8000000000", "2.5", "false"],
        vec!["two\nlines", "02139", "0", "0.1", "true"],
        vec!["Çelik, Ürün", "", "-1", "1000000000000000", "true"],
    ];
    rows.sort();
    rows
}

const CSV: &str = "name,zip,account,score,active\n\
    \"Ann \"\"Nan\"\" O'Neil\",00501,7,1,true\nBob,98101,8000000000,2.5,false\n\
    \"Çelik, Ürün\",,-1,1000000000000000,true\n\"two\nlines\",02139,0,0.1,true\n";

fn json_lines() -> String {
    "{\"name\":\"Ann \\\"Nan\\\" O'Neil\",\"zip\":\"00501\",\"account\":7,\"score\":1.0,\"active\":true}\n\
     {\"zip\":\"98101\",\"name\":\"Bob\",\"account\":8000000000,\"score\":2.5,\"active\":false}\n\
     {\"name\":\"\\u00c7elik, Ürün\",\"zip\":\"\",\"account\":-1,\"score\":1e15,\"active\":true}\n\
     {\"name\":\"two\\nlines\",\"zip\":\"02139\",\"account\":0,\"score\":0.1,\"active\":true}"
        .to_owned()
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn every_format_gives_the_same_cells() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mut frame = sample_frame();
    ParquetWriter::new(File::create(at("a.parquet")).unwrap())
        .finish(&mut frame)
        .unwrap();
    IpcWriter::new(File::create(at("a.arrow")).unwrap())
        .finish(&mut frame)
        .unwrap();
    let two_members = [gzip(&CSV.as_bytes()[..50]), gzip(&CSV.as_bytes()[50..])].concat();
    let mut paths = vec![at("a.parquet"), at("a.arrow")];
    for (name, bytes) in [
        ("a.csv", CSV.as_bytes().to_vec()),
        (
            "a.tsv",
            CSV.replace("Çelik, Ürün", "Çelik; Ürün")
                .replace(',', "\t")
                .replace(';', ",")
                .into_bytes(),
        ),
        (
            "crlf.csv",
            CSV.replace('\n', "\r\n").replace("two\r\n", "two\n").into_bytes(),
        ),
        ("bom.csv", format!("\u{feff}{CSV}").into_bytes()),
        ("open_end.csv", CSV.trim_end().as_bytes().to_vec()),
        ("gz.csv", gzip(CSV.as_bytes())),
        ("members.csv.gz", two_members),
        ("zst.csv", zstd::encode_all(CSV.as_bytes(), 1).unwrap()),
        ("a.jsonl", json_lines().into_bytes()),
        ("a.jsonl.gz", gzip(json_lines().as_bytes())),
        ("a.jsonl.zst", zstd::encode_all(json_lines().as_bytes(), 1).unwrap()),
    ] {
        paths.push(write(folder.path(), name, bytes));
    }
    for path in &paths {
        let table = open(std::slice::from_ref(path), &Options::default()).unwrap();
        assert_eq!(
            table.columns(),
            ["name", "zip", "account", "score", "active"],
            "{path:?}"
        );
        let (rows, counts) = everything(&table);
        assert_eq!(texts(&rows), expected(), "{path:?}");
        assert_eq!(
            (counts.rows, counts.rejected_rows(), counts.mended),
            (4, 0, 0),
            "{path:?}"
        );
        assert_eq!(counts.bytes, fs::metadata(path).unwrap().len(), "{path:?}");
        // Part of the columns, in another order and one twice.
        let (rows, _) = collected(|f| table.scan(&[3, 1, 3], &Progress::default(), f));
        let mut part: Vec<_> = expected().iter().map(|row| vec![row[3], row[1], row[3]]).collect();
        part.sort();
        assert_eq!(texts(&rows), part, "{path:?}");
        let (rows, counts) = collected(|f| table.scan(&[], &Progress::default(), f));
        assert_eq!((rows.len(), counts.rows), (4, 4), "{path:?}");
        let (head, _) = collected(|f| table.head(3, f));
        assert_eq!(head.len(), 3, "{path:?}");
        assert!(texts(&head).iter().all(|row| expected().contains(row)), "{path:?}");
    }
    // All of them together are one table.
    let (rows, counts) = everything(&open(&paths, &Options::default()).unwrap());
    assert_eq!((rows.len(), counts.rows), (4 * paths.len(), 4 * paths.len() as u64));
}

#[test]
fn a_streams_head_is_read_again_by_the_scan() {
    for text in [CSV.to_owned(), json_lines()] {
        for bytes in [text.clone().into_bytes(), gzip(text.as_bytes())] {
            let stream = Source::stream("stdin", Cursor::new(bytes)).unwrap();
            let table = Table::open(vec![stream], &Options::default()).unwrap();
            assert!(table.has_stream() && table.bytes().is_none());
            for _ in 0..2 {
                assert_eq!(collected(|f| table.head(2, f)).0.len(), 2);
            }
            assert_eq!(texts(&everything(&table).0), expected());
            let again = table.scan(&[0], &Progress::default(), &|_| ControlFlow::Continue(()));
            assert!(matches!(again, Err(Error::Consumed { .. })));
        }
    }
}

#[test]
fn bad_lines_are_counted_by_reason() {
    let text = "a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3,\n\n\"x\"y,2,3\n\"\",,\n,,\n";
    let (_, rows, counts) = read(text, &Options::default()).unwrap();
    assert_eq!(
        texts(&rows),
        [["", "", ""], ["", "", ""], ["1", "2", "3"], ["1", "2", "3"]]
    );
    let reasons = [
        (RejectReason::TooManyFields, 1),
        (RejectReason::TooFewFields, 1),
        (RejectReason::BadQuote, 1),
    ];
    assert_eq!(counts.rejected, reasons.into_iter().collect());
    assert_eq!(counts.rows, 4);
    let (_, rows, counts) = read("{\"a\":1}\n{\"a\":\n{\"b\":[2]}\n", &Options::default()).unwrap();
    assert_eq!(rows, [vec![None, None], vec![Some("1".to_owned()), None]]);
    assert_eq!((counts.rejected[&RejectReason::BadJson], counts.nested_values), (1, 1));
}

#[test]
fn an_unbalanced_quote_never_swallows_lines_silently() {
    for quoted in [true, false] {
        let lines = (1..=100).map(|line| match (line, quoted) {
            (5, _) => "5,\"stray,x\n".to_owned(),
            (_, true) => format!("{line},\"name, {line}\",x\n"),
            (_, false) => format!("{line},name {line},x\n"),
        });
        let text = format!("id,name,flag\n{}", lines.collect::<String>());
        let (_, rows, counts) = read(text, &Options::default()).unwrap();
        assert_eq!((rows.len(), counts.rejected[&RejectReason::BadQuote]), (99, 1));
    }
}

#[test]
fn odd_bytes_are_mended_and_counted() {
    let (_, rows, counts) = read(b"name,city\nJos\xe9,Bogot\xe1\nAnn,Reno\n", &Options::default()).unwrap();
    assert_eq!(texts(&rows), [["Ann", "Reno"], ["Jos\u{fffd}", "Bogot\u{fffd}"]]);
    assert_eq!((counts.rows, counts.mended), (2, 1));
}

#[test]
fn a_missing_header_is_an_error_unless_it_is_announced() {
    let text = "Ann,ann@example.com\nBob,bob@example.com\n";
    assert!(matches!(
        read(text, &Options::default()),
        Err(Error::NoHeader { column: 2, .. })
    ));
    let (columns, rows, _) = read(
        text,
        &Options {
            has_header: Some(false),
            ..Options::default()
        },
    )
    .unwrap();
    assert_eq!(columns, ["column_1", "column_2"]);
    assert_eq!(texts(&rows), [["Ann", "ann@example.com"], ["Bob", "bob@example.com"]]);
    let (columns, ..) = read(
        text,
        &Options {
            has_header: Some(true),
            ..Options::default()
        },
    )
    .unwrap();
    assert_eq!(columns, ["Ann", "ann@example.com"]);
    let (columns, ..) = read(
        "a;b,c\n1;2,3\n",
        &Options {
            delimiter: Some(b';'),
            ..Options::default()
        },
    )
    .unwrap();
    assert_eq!(columns, ["a", "b,c"]);
}

#[test]
fn text_that_looks_compressed_to_polars_is_text() {
    // 0x78 0x5e begins zlib data.
    let (_, rows, _) = read("x^a,b\nx^1,2\n", &Options::default()).unwrap();
    assert_eq!(texts(&rows), [["x^1", "2"]]);
    let (_, rows, _) = read(
        "x^1,2\n",
        &Options {
            has_header: Some(false),
            ..Options::default()
        },
    )
    .unwrap();
    assert_eq!(texts(&rows), [["x^1", "2"]]);
}

#[test]
fn files_are_sorted_deduplicated_and_aligned_by_name() {
    let folder = TempDir::new().unwrap();
    let a = write(folder.path(), "a.csv", "name,phone\nAnn,1\n");
    let b = write(folder.path(), "b.csv", "phone;name\n2;Bob\n");
    let star = folder.path().join("*.csv");
    for patterns in [
        vec![a.clone(), b.clone()],
        vec![b.clone(), a.clone(), b.clone()],
        vec![star.clone()],
        vec![star, b.clone()],
    ] {
        let table = open(&patterns, &Options::default()).unwrap();
        assert_eq!(table.columns(), ["name", "phone"]);
        assert_eq!(texts(&everything(&table).0), [["Ann", "1"], ["Bob", "2"]]);
    }
    let c = write(folder.path(), "c.csv", "name,kezia okafor\nCy,3\n");
    let error = open(&[a.clone(), c.clone()], &Options::default()).unwrap_err();
    assert!(matches!(&error, Error::MissingColumn { .. }));
    assert!(error.to_string().contains("column 2 ("), "{error}");
    let error = open(
        &[c.clone(), write(folder.path(), "d.csv", "name,x y\n")],
        &Options::default(),
    )
    .unwrap_err();
    assert!(
        error.to_string().contains("lacks column 2 of") && !error.to_string().contains("kezia"),
        "{error}"
    );
    let e = write(folder.path(), "e.csv", "name,phone,kezia okafor\nCy,3,4\n");
    let error = open(&[a, e], &Options::default()).unwrap_err();
    assert!(
        matches!(&error, Error::SurplusColumn { .. }) && !error.to_string().contains("kezia"),
        "{error}"
    );
}

#[test]
fn inputs_that_cannot_be_read_are_named() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| vec![folder.path().join(name).display().to_string()];
    let fails = |patterns: &[String]| Source::expand(patterns).unwrap_err();
    assert!(matches!(fails(&[]), Error::NoSource));
    assert!(matches!(fails(&at("none.csv")), Error::Missing { .. }));
    assert!(matches!(fails(&at("*.csv")), Error::NoMatch { .. }));
    assert!(matches!(fails(&at("[.csv")), Error::Pattern { .. }));
    assert!(matches!(fails(&at("")), Error::Folder { .. }));
    assert!(matches!(fails(&["-".to_owned(), "-".to_owned()]), Error::StdinTwice));
    for (bytes, expected) in [
        (&b""[..], "0 bytes"),
        (&b"\xff\xfen\0a\0"[..], "UTF-16"),
        (&b"n\0a\0m\0e\0"[..], "NUL"),
        (&b"PK\x03\x04abc"[..], "zip archive"),
        (&b"[{\"a\":1}]"[..], "JSON array"),
        (&b"\n\n  \n"[..], "blank"),
    ] {
        let path = write(folder.path(), "bad", bytes);
        let error = fails(&[path.display().to_string()]).to_string();
        assert!(error.contains(expected) && error.contains("bad"), "{error}");
    }
    assert!(matches!(
        Source::stream("stdin", std::io::empty()),
        Err(Error::Empty { .. })
    ));
    assert!(matches!(
        Source::stream("stdin", &b"PAR1...."[..]),
        Err(Error::Container { .. })
    ));
}

#[test]
fn damaged_files_are_errors() {
    let folder = TempDir::new().unwrap();
    let mut frame = DataFrame::new_infer_height(vec![
        Column::new(
            "name".into(),
            (0..5000)
                .map(|row| format!("Synthetic Person {row}"))
                .collect::<Vec<_>>(),
        ),
        Column::new("number".into(), (0..5000_i64).collect::<Vec<_>>()),
    ])
    .unwrap();
    let (mut parquet, mut arrow) = (Cursor::new(Vec::new()), Cursor::new(Vec::new()));
    ParquetWriter::new(&mut parquet).finish(&mut frame).unwrap();
    IpcWriter::new(&mut arrow).finish(&mut frame).unwrap();
    let csv = (0..5000)
        .map(|row| format!("Synthetic Person {row},{}\n", row * 7919))
        .collect::<String>();
    let csv = format!("name,number\n{csv}");
    let packed = [
        ("parquet", parquet.into_inner()),
        ("arrow", arrow.into_inner()),
        ("gz", gzip(csv.as_bytes())),
        ("zst", zstd::encode_all(csv.as_bytes(), 1).unwrap()),
    ];
    for (name, whole) in packed {
        let outcome = |bytes: &[u8]| {
            let table = open(&[write(folder.path(), name, bytes)], &Options::default())?;
            table.scan(&[0, 1], &Progress::default(), &|_| ControlFlow::Continue(()))
        };
        assert_eq!(outcome(&whole).unwrap().rows, 5000, "{name}");
        for length in [20, whole.len() / 2, whole.len() - 5] {
            let error = outcome(&whole[..length]).unwrap_err();
            assert!(
                matches!(&error, Error::Damaged { .. }),
                "{name} cut to {length}: {error}"
            );
            assert!(!error.to_string().contains("Synthetic"), "{error}");
        }
        // A changed byte may go unnoticed by a format without checksums; it must not cause a panic.
        for at in (0..whole.len()).step_by(whole.len() / 20 + 1).skip(1) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x55;
            if let Err(error) = outcome(&bytes) {
                assert!(!error.to_string().contains("Synthetic"), "{error}");
            }
        }
    }
}

#[test]
fn nested_columns_are_refused_when_scanned_and_absent_in_the_head() {
    let folder = TempDir::new().unwrap();
    let tags = Series::new(
        "tags".into(),
        [Series::new("".into(), ["a"]), Series::new("".into(), ["b"])],
    );
    let names = Column::new("name".into(), ["Ann", "Bob"]);
    let mut frame = DataFrame::new_infer_height(vec![names, tags.into()]).unwrap();
    let path = folder.path().join("n.parquet");
    ParquetWriter::new(File::create(&path).unwrap())
        .finish(&mut frame)
        .unwrap();
    let table = open(&[path], &Options::default()).unwrap();
    assert!(table.is_nested(1) && !table.is_nested(0));
    let error = table
        .scan(&[0, 1], &Progress::default(), &|_| ControlFlow::Continue(()))
        .unwrap_err();
    assert!(matches!(error, Error::NestedColumn { .. }));
    let error = table
        .scan(&[2], &Progress::default(), &|_| ControlFlow::Continue(()))
        .unwrap_err();
    assert!(matches!(error, Error::NoSuchColumn { column: 3, columns: 2 }));
    let (head, _) = collected(|f| table.head(10, f));
    assert_eq!(
        head,
        [vec![Some("Ann".to_owned()), None], vec![Some("Bob".to_owned()), None]]
    );
}

#[test]
fn large_files_come_in_many_batches_and_a_callback_can_stop() {
    let folder = TempDir::new().unwrap();
    let filler = "x".repeat(60);
    // Larger than a block, so that records straddle its end.
    let text = (0..330_000)
        .map(|row| format!("{row},\"{filler}\n\"\n"))
        .collect::<String>();
    let path = write(folder.path(), "large.csv", format!("id,filler\n{text}"));
    let options = Options {
        threads: NonZeroUsize::new(3),
        ..Options::default()
    };
    let table = open(std::slice::from_ref(&path), &options).unwrap();
    let (sum, largest) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let progress = Progress::default();
    let counts = table
        .scan(&[0], &progress, &|batch| {
            largest.fetch_max(batch.rows(), Relaxed);
            sum.fetch_add(
                batch.column(0).texts().map(|id| id.parse::<usize>().unwrap()).sum(),
                Relaxed,
            );
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!((counts.rows, sum.into_inner()), (330_000, 330_000 * 329_999 / 2));
    assert!(largest.into_inner() < 65_536);
    assert_eq!((progress.rows(), Some(progress.bytes())), (330_000, table.bytes()));
    let counts = table
        .scan(&[0], &Progress::default(), &|_| ControlFlow::Break(()))
        .unwrap();
    assert!((1..330_000).contains(&counts.rows), "{}", counts.rows);
    let (head, _) = collected(|f| table.head(1000, f));
    assert_eq!(head.len(), 1000);
    assert!(
        head.iter()
            .all(|row| row[0].as_deref().unwrap().parse::<u32>().unwrap() < 1000)
    );
}

#[test]
fn formats_are_told_by_content() {
    let folder = TempDir::new().unwrap();
    let source = |bytes: &[u8]| Source::file(&write(folder.path(), "any", bytes)).unwrap();
    let about = |bytes: &[u8]| (source(bytes).format(), source(bytes).compression());
    assert_eq!(about(b"a,b\n"), (Format::Delimited, Compression::None));
    assert_eq!(about(&gzip(b" {\"a\":1}")), (Format::JsonLines, Compression::Gzip));
    assert_eq!(about(b"PAR1"), (Format::Parquet, Compression::None));
    assert_eq!(about(b"ARROW1\0\0"), (Format::Ipc, Compression::None));
}
