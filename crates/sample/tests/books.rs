//! Nothing is lost: every byte and every member is accounted for, and what is rejected is where it is said to be.
#![allow(clippy::unwrap_used)]

use std::io::{Cursor, Write};
use std::sync::{Arc, Mutex};

use assay_fields::Kind;
use assay_sample::{Error, Options, Rejected, Sample, Watchers};

fn sample(bytes: &[u8], options: &Options) -> Result<Sample, Error> {
    Sample::from_reader("test", Cursor::new(bytes.to_vec()), options)
}

/// Reads to the end and returns what was rejected.
fn rejects(bytes: &[u8], options: &Options) -> (Sample, Vec<Rejected>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let watcher = Arc::clone(&seen);
    let watchers = Watchers {
        bytes: None,
        rejects: Some(Box::new(move |rejected| watcher.lock().unwrap().push(*rejected))),
    };
    let mut sample = Sample::from_reader_with("test", Cursor::new(bytes.to_vec()), options, watchers).unwrap();
    while sample.next_batch(3).unwrap().is_some() {}
    let seen = seen.lock().unwrap().clone();
    (sample, seen)
}

const TEXT: &str = "name,city\nJosé Muñoz,Málaga\n# émigré\nInés\nZoë Łuk,Gdynia\n\nAna Peña,Léon,x,y\nBo Berg,Umeå\n";

#[test]
fn every_byte_is_booked_and_rejects_are_where_they_are_said_to_be() {
    let latin = TEXT.replace('Ł', "L");
    let (windows, _, lossy) = encoding_rs::WINDOWS_1252.encode(&latin);
    assert!(!lossy);
    let utf_16 = |order: fn(u16) -> [u8; 2], mark: bool| -> Vec<u8> {
        let mark = mark.then_some('\u{FEFF}').into_iter();
        mark.chain(TEXT.chars())
            .collect::<String>()
            .encode_utf16()
            .flat_map(order)
            .collect()
    };
    for (bytes, label) in [
        (TEXT.as_bytes().to_vec(), "utf-8"),
        (format!("\u{FEFF}{TEXT}").into_bytes(), "utf-8"),
        (windows.into_owned(), "windows-1252"),
        (utf_16(u16::to_le_bytes, true), "utf-16le"),
        (utf_16(u16::to_be_bytes, false), "utf-16be"),
    ] {
        let stated = Options {
            encoding: Some(label.to_owned()),
            ..Options::default()
        };
        let (sample, rejects) = rejects(&bytes, &stated);
        let counts = sample.counts();
        assert_eq!(counts.bytes.all(), bytes.len() as u64, "{label}");
        assert_eq!(counts.accepted(), 3, "{label}");
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
        let spans: Vec<(u64, String)> = rejects
            .iter()
            .map(|rejected| {
                let from = rejected.byte.unwrap() as usize;
                let raw = &bytes[from..from + rejected.length as usize];
                (rejected.line, encoding.decode_without_bom_handling(raw).0.into_owned())
            })
            .collect();
        let spans: Vec<(u64, &str)> = spans.iter().map(|(line, text)| (*line, text.trim_end())).collect();
        assert_eq!(
            spans,
            [(3, "# émigré"), (4, "Inés"), (7, "Ana Peña,Léon,x,y")],
            "{label}"
        );
    }
}

#[test]
fn bytes_that_are_no_text_shift_no_position() {
    let mut bytes = b"name,city\nAnn,Oslo\nJos\xE9\x80 \xC3,B\xFFern\nshort\nEve,Paris\n".to_vec();
    for _ in 0..50 {
        bytes.extend("Zoë,Genève\n".as_bytes());
    }
    let (sample, rejects) = rejects(&bytes, &Options::default());
    assert_eq!(sample.dialect().encoding.value, "UTF-8");
    assert_eq!(sample.counts().bytes.all(), bytes.len() as u64);
    let at = rejects[0].byte.unwrap() as usize;
    assert_eq!(&bytes[at..at + rejects[0].length as usize], b"short\n");
}

/// A tar of these files.
fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, *bytes).unwrap();
    }
    tar.into_inner().unwrap()
}

const PEOPLE: &[u8] = b"name,phone\nAnn Smith,206 555 0123\nBob Jones,206 555 0124\nEve Brown,206 555 0125\n";
const MORE: &[u8] = b"name,phone\nJim Davis,206 555 0126\n";
const CARDS: &[u8] =
    b"email;ssn\nann@example.org;456-12-7890\nbob@example.org;457-12-7891\neve@example.org;458-12-7892\n";

#[test]
fn members_of_the_same_columns_are_one_table_and_prose_is_none() {
    let archive = tar(&[
        ("a.csv", PEOPLE),
        (
            "readme.txt",
            b"Sample of the base, as promised.\nThe rest after payment.\n",
        ),
        ("b.csv", MORE),
        ("c.csv", CARDS),
        ("picture.png", b"\x89PNG\r\n\x1a\n........"),
        ("empty.csv", b""),
    ]);
    let (sample, _) = rejects(&archive, &Options::default());
    let counts = sample.counts();
    assert_eq!(sample.tables().len(), 2);
    assert_eq!((counts.accepted(), counts.read, counts.comments), (7, 7, 0));
    assert_eq!(counts.members, 3);
    let rejected: Vec<(&str, u64)> = counts.members_rejected.iter().map(|(name, n)| (*name, *n)).collect();
    assert_eq!(rejected, [("empty", 1), ("no_table", 1), ("unread_form", 1)]);
}

#[test]
fn a_mapping_may_fit_a_later_table_and_must_fit_one() {
    let archive = tar(&[("a.csv", PEOPLE), ("c.csv", CARDS)]);
    let mapped = |map: &str| Options {
        map: vec![map.parse().unwrap()],
        ..Options::default()
    };
    let (sample, _) = rejects(&archive, &mapped("account=ssn"));
    let kinds: Vec<Kind> = sample.tables()[1]
        .columns
        .iter()
        .filter_map(|column| Some(column.reading()?.kind))
        .collect();
    assert_eq!(kinds, [Kind::Email, Kind::Account]);
    let error = read_through(&archive, &mapped("account=nosuch")).unwrap_err();
    assert!(matches!(error, Error::Unmapped { .. }), "{error}");
}

fn read_through(bytes: &[u8], options: &Options) -> Result<(), Error> {
    let mut sample = sample(bytes, options)?;
    while sample.next_batch(10)?.is_some() {}
    Ok(())
}

#[test]
fn a_damaged_member_is_read_as_far_as_it_goes() {
    let mut text = b"name,phone\n".to_vec();
    for n in 0..20_000u32 {
        let shuffled = n.wrapping_mul(2_654_435_761) % 10_000_000;
        text.extend(format!("Ann Smith{n},206{shuffled:07}\n").as_bytes());
    }
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(&text).unwrap();
    let whole = gz.finish().unwrap();
    let (sample, _) = rejects(&whole[..whole.len() / 2], &Options::default());
    let counts = sample.counts();
    assert!((1_000..19_000).contains(&counts.accepted()), "{}", counts.accepted());
    assert_eq!(counts.members_damaged.get("truncated"), Some(&1));
}

#[test]
fn cells_of_several_values_get_columns_and_lose_nothing() {
    let mut text = "email,place,profile\n".to_owned();
    for n in 0..20 {
        text += &format!(
            "p{n}@example.org,\"Springfield, IL 627{n:02}\",\"{{\"\"phone\"\":\"\"217555{n:04}\"\",\"\"vip\"\":true}}\"\n"
        );
    }
    text += "odd@example.org,Springfield,not json\n";
    let mut sample = sample(text.as_bytes(), &Options::default()).unwrap();
    let table = &sample.tables()[0];
    assert_eq!(table.derived, [1, 1, 1, 2, 2]);
    let kinds: Vec<Kind> = table
        .columns
        .iter()
        .map(|column| column.reading().map_or(Kind::Opaque, |reading| reading.kind))
        .collect();
    assert_eq!(kinds[..3], [Kind::Email, Kind::Opaque, Kind::Opaque]);
    assert_eq!(kinds[3..7], [Kind::City, Kind::State, Kind::Postcode, Kind::Phone]);
    let batch = sample.next_batch(100).unwrap().unwrap();
    let cells: Vec<&str> = batch.row(3).cells().skip(3).collect();
    assert_eq!(cells, ["Springfield", "IL", "62703", "2175550003", "true"]);
    let cells: Vec<&str> = batch.row(20).cells().skip(3).collect();
    assert_eq!(cells, ["Springfield", "", "", "", ""]);
}

#[test]
fn positions_hold_in_encodings_that_do_not_write_back_what_they_read() {
    // A character of private use in Shift_JIS, and one of Big5 that is written back in another way.
    for (label, odd) in [
        ("shift_jis", &b"\xF0\x40"[..]),
        ("big5", b"\xF9\xF9"),
        ("euc-jp", b"\x8F\xA2\xAF"),
    ] {
        let mut bytes = b"name,city\n".to_vec();
        for _ in 0..30 {
            bytes.extend([&b"Ann"[..], odd, b",Osaka\n"].concat());
        }
        bytes.extend_from_slice(b"short\nEve,Paris\n");
        let stated = Options {
            encoding: Some(label.to_owned()),
            ..Options::default()
        };
        let (sample, rejects) = rejects(&bytes, &stated);
        assert_eq!(sample.counts().bytes.all(), bytes.len() as u64, "{label}");
        let at = rejects[0].byte.unwrap() as usize;
        assert_eq!(&bytes[at..at + rejects[0].length as usize], b"short\n", "{label}");
    }
}

#[test]
fn rows_keep_their_numbers_when_prose_is_set_aside() {
    let archive = tar(&[
        ("0.txt", b"Sample of the base, as promised.\nThe rest after payment.\n"),
        ("a.csv", PEOPLE),
    ]);
    let mut sample = sample(&archive, &Options::default()).unwrap();
    let mut numbers = Vec::new();
    while let Some(batch) = sample.next_batch(2).unwrap() {
        numbers.extend(batch.rows().map(|row| row.number()));
    }
    assert_eq!(numbers.len(), 3);
    assert!(numbers.windows(2).all(|two| two[0] < two[1]), "{numbers:?}");
    assert_eq!(sample.counts().read, 3);
}
