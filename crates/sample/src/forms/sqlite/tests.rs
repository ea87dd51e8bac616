use proptest::prelude::*;
use rusqlite::{Connection, params};

use super::super::cells::Whole;
use super::super::cells::testing::{Read, read};
use super::open;
use crate::{Flaw, Reject};

/// The bytes of a database that `make` fills.
fn database(make: impl FnOnce(&Connection)) -> Vec<u8> {
    let mut database = Connection::open_in_memory().unwrap();
    make(&database);
    database.serialize("main").unwrap().to_vec()
}

fn of_memory(bytes: &[u8]) -> Read {
    read(open("test", Whole::Memory(bytes.to_vec())).unwrap())
}

fn small() -> Vec<u8> {
    database(|database| {
        database
            .execute_batch("PRAGMA page_size=512; CREATE TABLE users(name TEXT, phone INTEGER, note BLOB);")
            .unwrap();
        for n in 0..60 {
            let row = params![format!("Ann {n}"), 2_125_550_000i64 + n, vec![0xFFu8; 3 * n as usize]];
            database.execute("INSERT INTO users VALUES(?,?,?)", row).unwrap();
        }
        database
            .execute_batch("CREATE TABLE logins(ip TEXT); INSERT INTO logins VALUES('192.0.2.1');")
            .unwrap();
    })
}

#[test]
fn every_table_is_read_and_every_type_is_text() {
    let bytes = database(|database| {
        database
            .execute_batch(
                r#"CREATE TABLE "my ""users"""(id INTEGER PRIMARY KEY, name TEXT, ssn, score REAL, "a""b" BLOB, gone TEXT);
                INSERT INTO "my ""users""" VALUES
                    (7, 'Ann', 123456789, 2125550123.0, x'416e6e', NULL),
                    (9, 'Jo''s', '012-34-5678', 0.1, x'00ff', ''),
                    (12, 'Bob', -5, 1e21, x'', 'x');
                CREATE VIEW v AS SELECT * FROM "my ""users""";
                CREATE TABLE empty(a);
                CREATE TABLE keyed(k TEXT PRIMARY KEY, v) WITHOUT ROWID;
                INSERT INTO keyed VALUES('b', 1), ('a', 2);
                CREATE VIRTUAL TABLE found USING fts5(text);"#,
            )
            .unwrap();
    });
    let read = of_memory(&bytes);
    assert_eq!(read.tables[0].name.as_deref(), Some("my \"users\""));
    assert_eq!(read.names(0), ["id", "name", "ssn", "score", "a\"b", "gone"]);
    assert_eq!(
        read.cells(0),
        [
            ["7", "Ann", "123456789", "2125550123", "Ann", ""],
            ["9", "Jo's", "012-34-5678", "0.1", "00ff", ""],
            ["12", "Bob", "-5", "1000000000000000000000", "", "x"],
        ]
    );
    let named = |name: &str| read.tables.iter().position(|table| table.name.as_deref() == Some(name));
    assert_eq!(read.cells(named("keyed").unwrap()), [["a", "2"], ["b", "1"]]);
    assert!(named("empty").is_some());
    assert_eq!((named("v"), named("found")), (None, None));
    assert_eq!(read.rows[2].1, 3);
}

#[test]
fn nothing_that_a_schema_computes_is_run() {
    let bytes = database(|database| {
        database
            .execute_batch(
                "CREATE TABLE t(a, v AS (zeroblob(1000000)) VIRTUAL, s AS (a || '!') STORED, b);
                CREATE INDEX i ON t(a, b, s);
                CREATE INDEX e ON t(abs(a));
                INSERT INTO t(a, b) VALUES('2', 'y'), ('1', 'x');",
            )
            .unwrap();
    });
    let read = of_memory(&bytes);
    assert_eq!(read.names(0), ["a", "s", "b"]);
    assert_eq!(read.cells(0), [["2", "2!", "y"], ["1", "1!", "x"]]);
}

#[test]
fn long_cells_are_rejected_and_pictures_left_out() {
    let bytes = database(|database| {
        database
            .execute_batch(
                "CREATE TABLE t(a, b); INSERT INTO t VALUES('x', zeroblob(100000));
                INSERT INTO t VALUES('y', hex(zeroblob(600000))); INSERT INTO t VALUES('z', 1);",
            )
            .unwrap();
    });
    let read = of_memory(&bytes);
    assert_eq!(read.cells(0), [["x", ""], ["z", "1"]]);
    assert_eq!(read.counts.rejected(Reject::TooLong), 1);
    assert_eq!(read.told[0].line, 2);
    assert_eq!(read.counts.flawed(Flaw::ExtraField), 1);
}

#[test]
fn a_file_is_read_and_nothing_is_written_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a b%?#ü.sqlite");
    let writer = Connection::open(&path).unwrap();
    writer
        .execute_batch("PRAGMA journal_mode=WAL; CREATE TABLE t(a); INSERT INTO t VALUES('in file');")
        .unwrap();
    writer
        .execute_batch("PRAGMA wal_checkpoint(TRUNCATE); INSERT INTO t VALUES('in WAL');")
        .unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let alone = folder.path().join("alone");
    std::fs::create_dir(&alone).unwrap();
    let copy = alone.join("copy.sqlite");
    std::fs::write(&copy, &bytes).unwrap();
    for whole in [
        Whole::File(path.clone()),
        Whole::File(copy.clone()),
        Whole::Memory(bytes.clone()),
    ] {
        let read = read(open("test", whole).unwrap());
        assert_eq!(read.cells(0), [["in file"]]);
    }
    let beside: Vec<_> = std::fs::read_dir(&alone)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(beside, ["copy.sqlite"]);
    assert_eq!(std::fs::read(&copy).unwrap(), bytes);
}

#[test]
fn a_damaged_table_is_read_up_to_the_damage_and_the_next_one_whole() {
    let mut bytes = small();
    let whole = of_memory(&bytes);
    assert_eq!((whole.cells(0).len(), whole.cells(1).len()), (60, 1));
    // A leaf amid the first table.
    let leaf = bytes.windows(6).position(|six| six == b"Ann 30").unwrap() / 512 * 512;
    bytes[leaf..leaf + 8].fill(0xEE);
    let read = of_memory(&bytes);
    assert!((10..60).contains(&read.cells(0).len()), "{}", read.cells(0).len());
    assert_eq!(read.counts.rejected(Reject::Malformed), 1);
    assert_eq!(read.cells(1), [["192.0.2.1"]]);
}

#[test]
fn what_is_no_database_is_an_error() {
    for bytes in [&b"SQLite format 3\0"[..], &[0x55; 4096], b"x"] {
        let read = of_memory(bytes);
        assert!(read.rows.is_empty());
        assert!(read.error.is_some(), "{:?}", read.tables);
    }
}

#[test]
fn pages_that_are_shared_make_no_endless_table() {
    // A tree of interior pages in which every pointer leads to the next one.
    let bytes = database(|database| {
        database
            .execute_batch("PRAGMA page_size=512; CREATE TABLE t(a);")
            .unwrap();
        for _ in 0..400 {
            database.execute("INSERT INTO t VALUES(?)", ["x".repeat(400)]).unwrap();
        }
    });
    let pages = bytes.len() / 512;
    let mut bytes = bytes;
    let depth = 12;
    let page = |n: usize| n * 512;
    // Page 2 is the table's root; pages 3 … are put in a row of interior pages; the last one leads to a leaf.
    for level in 0..depth {
        let at = page(1 + level);
        let child = if level + 1 == depth {
            pages as u32
        } else {
            (level + 3) as u32
        };
        let cells = 60u16;
        let content = 512 - 5 * usize::from(cells);
        let mut new = vec![0u8; 512];
        new[0] = 5;
        new[3..5].copy_from_slice(&cells.to_be_bytes());
        new[5..7].copy_from_slice(&(content as u16).to_be_bytes());
        new[8..12].copy_from_slice(&child.to_be_bytes());
        for cell in 0..usize::from(cells) {
            let place = content + 5 * cell;
            new[12 + 2 * cell..14 + 2 * cell].copy_from_slice(&(place as u16).to_be_bytes());
            new[place..place + 4].copy_from_slice(&child.to_be_bytes());
            new[place + 4] = 1;
        }
        bytes[at..at + 512].copy_from_slice(&new);
    }
    let read = of_memory(&bytes);
    assert!(read.rows.len() as u64 <= bytes.len() as u64 / super::LEAST_ROW);
    assert_eq!(read.counts.rejected(Reject::Malformed), 1);
}

#[test]
fn no_cut_and_no_flipped_bit_does_harm() {
    let bytes = small();
    for length in (0..bytes.len()).step_by(7) {
        of_memory(&bytes[..length]);
    }
    let mut seed = 1u64;
    for _ in 0..2_000 {
        let mut bytes = bytes.clone();
        for _ in 0..3 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            // Most of a small database is text: half of the flips hit its first pages' headers and schema.
            let range = if seed & 1 << 60 == 0 { bytes.len() } else { 1_100 };
            let at = (seed >> 33) as usize % range;
            bytes[at] ^= 1 << (seed >> 61);
        }
        let read = of_memory(&bytes);
        assert!(read.rows.len() as u64 <= bytes.len() as u64);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back(rows in prop::collection::vec((any::<String>(), any::<i64>(), any::<Option<String>>()), 0..30)) {
        let bytes = database(|database| {
            database.execute_batch("CREATE TABLE t(a TEXT, b INTEGER, c TEXT)").unwrap();
            for (a, b, c) in &rows {
                database.execute("INSERT INTO t VALUES(?,?,?)", params![a, b, c]).unwrap();
            }
        });
        let read = of_memory(&bytes);
        let expected: Vec<Vec<String>> = rows
            .iter()
            .map(|(a, b, c)| vec![a.clone(), b.to_string(), c.clone().unwrap_or_default()])
            .collect();
        prop_assert_eq!(read.cells(0), expected);
    }

    #[test]
    fn arbitrary_bytes_do_no_harm(mut bytes in prop::collection::vec(any::<u8>(), 0..3000)) {
        of_memory(&bytes);
        bytes.splice(0..0, *b"SQLite format 3\0\x02\x00\x01\x01\x00\x40\x20\x20");
        of_memory(&bytes);
    }
}
