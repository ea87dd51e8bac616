//! What can't be done is refused: status 1, a message that names the file and says what to do, no output.

#![allow(clippy::unwrap_used)]

mod support;

use std::os::unix::fs::PermissionsExt;

use support::refused::{noise, refused, small_folder};
use support::tables::{Table, gz, zst};
use support::{ACME, key_file};

#[test]
fn a_file_that_is_something_else_is_refused() {
    let folder = small_folder();
    folder.write("empty", "");
    folder.write("blank.csv", "\n\n\n");
    folder.write("header.csv", "first_name,last_name,ssn\n");
    folder.write(
        "image.png",
        [
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x06\0\0\0".as_slice(),
            &noise(4_000),
        ]
        .concat(),
    );
    folder.write(
        "image.jpg",
        [b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01".as_slice(), &noise(4_000)].concat(),
    );
    folder.write(
        "packed.zip",
        [b"PK\x03\x04\x14\0\0\0\x08\0".as_slice(), &noise(4_000)].concat(),
    );
    folder.write("noise", noise(4_000));
    folder.write(
        "page.pdf",
        [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".as_slice(), &noise(4_000)].concat(),
    );
    folder.write("base.sqlite", [b"SQLite format 3\0".as_slice(), &noise(4_000)].concat());
    folder.done("test sample.csv --index acme.assay --key acme.key --json report.json");
    std::fs::create_dir(folder.path("folder")).unwrap();

    let with = ["--index acme.assay --key acme.key"];
    for sample in [
        "empty",
        "blank.csv",
        "header.csv",
        "image.png",
        "image.jpg",
        "packed.zip",
        "noise",
        "page.pdf",
        "base.sqlite",
        "folder",
        "absent.csv",
        "acme.assay",
        "acme.key",
        "report.json",
    ] {
        refused(&folder, &format!("test {sample} {}", with[0]), &[sample]);
        refused(&folder, &format!("seal {sample} --key acme.key -o out"), &[sample]);
    }
    for table in [
        "empty",
        "blank.csv",
        "header.csv",
        "image.png",
        "image.jpg",
        "packed.zip",
        "noise",
        "page.pdf",
        "base.sqlite",
        "folder",
        "absent.csv",
        "acme.assay",
        "acme.key",
        "sample.sealed",
    ] {
        refused(&folder, &format!("index {table} --key acme.key -o out"), &[]);
    }
    for table in [
        "empty",
        "image.png",
        "packed.zip",
        "noise",
        "folder",
        "absent.csv",
        "acme.assay",
        "sample.sealed",
    ] {
        refused(
            &folder,
            &format!("index company.csv {table} --key acme.key -o out"),
            &[table],
        );
    }
    for index in [
        "empty",
        "image.png",
        "noise",
        "folder",
        "absent",
        "acme.key",
        "sample.csv",
        "sample.sealed",
        "report.json",
    ] {
        refused(
            &folder,
            &format!("test sample.csv --index {index} --key acme.key"),
            &[index],
        );
        refused(
            &folder,
            &format!("test sample.sealed --index {index} --key acme.key"),
            &[index],
        );
    }
    for key in [
        "empty",
        "image.png",
        "noise",
        "folder",
        "absent",
        "acme.assay",
        "sample.csv",
        "sample.sealed",
        "report.json",
    ] {
        refused(
            &folder,
            &format!("test sample.csv --index acme.assay --key {key}"),
            &[key, "key"],
        );
        refused(&folder, &format!("index company.csv --key {key} -o out"), &[key, "key"]);
        refused(&folder, &format!("seal sample.csv --key {key} -o out"), &[key, "key"]);
    }
    for file in [
        "empty",
        "blank.csv",
        "image.png",
        "packed.zip",
        "noise",
        "page.pdf",
        "folder",
        "absent.csv",
    ] {
        refused(&folder, &format!("inspect {file}"), &[file]);
    }
}

#[test]
fn a_broken_key_file_is_refused() {
    let folder = small_folder();
    let good = key_file(ACME);
    for (what, key) in [
        ("short", good.replace("\n", "")[..good.len() - 3].to_owned()),
        ("long", good.replace('\n', "00\n")),
        ("no prefix", good.replace("assay-key-1:", "")),
        ("another prefix", good.replace("-1:", "-2:")),
        ("no digits", "assay-key-1:\n".to_owned()),
        ("other letters", good.replace("61", "xy")),
        ("two keys", good.repeat(2)),
        ("comment only", "# assay key\n".to_owned()),
    ] {
        folder.write("bad.key", &key);
        for command in [
            "index company.csv --key bad.key -o out",
            "test sample.csv --index acme.assay --key bad.key",
            "test sample.csv --index acme.assay --key acme.key --key bad.key",
            "seal sample.csv --key bad.key -o out",
        ] {
            let ran = refused(&folder, command, &["bad.key", "assay keygen"]);
            let digits = key.trim().trim_start_matches(|c: char| !c.is_ascii_digit());
            assert!(digits.len() < 8 || !ran.stderr().contains(digits), "{what}: {ran}");
        }
    }
    let before = folder.read("acme.key");
    let told = folder.run(&["keygen", "-o", "acme.key"]);
    assert_eq!(told.status, Some(1), "{told}");
    assert!(
        told.stderr().contains("acme.key") && told.stderr().contains("never overwritten"),
        "{told}"
    );
    assert_eq!(folder.read("acme.key"), before);
    folder.done("keygen -o new.key");
    let mode = std::fs::metadata(folder.path("new.key")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_column_that_is_not_there_is_refused() {
    let folder = small_folder();
    for map in [
        "ssn=nosuch",
        "ssn=#99",
        "ssn=#0",
        "phone=ssn,email=nosuch",
        "phone=ssn,ssn=ssn",
    ] {
        for command in [
            "index company.csv --key acme.key -o out",
            "test sample.csv --index acme.assay --key acme.key",
            "seal sample.csv --key acme.key -o out",
            "inspect sample.csv",
        ] {
            let command = format!("{command} --map {map}");
            let ran = folder.run(&command.split(' ').collect::<Vec<_>>());
            assert!(matches!(ran.status, Some(1 | 2)), "{ran}");
            assert!(ran.stdout.is_empty() && !folder.path("out").exists(), "{ran}");
            assert!(folder.left_behind().is_empty(), "{ran}");
        }
    }
    refused(
        &folder,
        "index company.csv --key acme.key -o out --map ssn=nosuch",
        &["nosuch", "its number"],
    );
    refused(
        &folder,
        "index company.csv --key acme.key -o out --link imsi+ssn",
        &["--link", "imsi", "--map"],
    );
    refused(
        &folder,
        "index company.csv --key acme.key -o out --no-link imsi+ssn",
        &["--no-link"],
    );
    refused(&folder, "index company.csv --key acme.key -o out --own card", &["card"]);
}

#[test]
fn files_that_are_not_there_are_refused() {
    let folder = small_folder();
    refused(&folder, "index none-*.csv --key acme.key -o out", &["none-*.csv"]);
    refused(
        &folder,
        "index company.csv none-*.csv --key acme.key -o out",
        &["none-*.csv"],
    );
    refused(&folder, "index [ --key acme.key -o out", &["["]);
    folder.write("other.csv", "ssn,plan\n123-45-6789,x\n");
    refused(
        &folder,
        "index company.csv other.csv --key acme.key -o out",
        &["other.csv", "company.csv", "column"],
    );
}

#[test]
fn stdin_serves_one_purpose() {
    let folder = small_folder();
    for command in [
        "index - --key - -o out",
        "index - - --key acme.key -o out",
        "test - --index acme.assay --key -",
        "test sample.csv --index acme.assay --key - --key -",
        "seal - --key - -o out",
    ] {
        let ran = folder.run_with(&command.split(' ').collect::<Vec<_>>(), &folder.read("acme.key"));
        assert_eq!(ran.status, Some(2), "{ran}");
        assert!(ran.stderr().contains("stdin"), "{ran}");
        assert!(ran.stdout.is_empty() && !folder.path("out").exists(), "{ran}");
    }
    let empty = |command: &str| refused(&folder, command, &["stdin"]);
    empty("index - --key acme.key -o out");
    empty("test - --index acme.assay --key acme.key");
    empty("seal - --key acme.key -o out");
    empty("index company.csv --key - -o out");
}

#[test]
fn a_table_that_is_not_what_it_is_taken_for_is_refused() {
    let folder = small_folder();
    folder.write("plans.csv", "plan,colour,weight\nbasic,red,1\ngold,green,2\n");
    refused(
        &folder,
        "index plans.csv --key acme.key -o out",
        &["identifier", "--map"],
    );
    let table = Table::of_csv(&folder.read("company.csv"));
    let mut ragged = table.delimited(b',');
    for _ in 0..table.rows.len() / 10 {
        ragged.extend(b"a line of a letter, and no record\n");
    }
    folder.write("ragged.csv", &ragged);
    refused(&folder, "index ragged.csv --key acme.key -o out", &["--max-bad"]);
    folder.done("index ragged.csv --key acme.key -o out --max-bad 20%");
    std::fs::remove_file(folder.path("out")).unwrap();
    refused(
        &folder,
        "index company.csv --key acme.key -o out --map ssn=city",
        &["column", "--map", "--max-bad"],
    );
    refused(&folder, "index company.csv --key acme.key -o out --delimiter pipe", &[]);
}

#[test]
fn damaged_or_undecodable_tables_are_refused() {
    let folder = small_folder();
    let csv = folder.read("company.csv");
    let parquet = Table::of_csv(&csv).parquet();
    let gz = gz(&csv);
    let zst = zst(&csv);
    let mut flipped = gz.clone();
    flipped[gz.len() / 2] ^= 0x10;
    let text = String::from_utf8(csv.clone()).unwrap();
    let utf16: Vec<u8> = [0xFEFF]
        .into_iter()
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    for (name, bytes) in [
        ("cut.csv.gz", gz[..gz.len() / 2].to_vec()),
        ("end.csv.gz", gz[..gz.len() - 3].to_vec()),
        ("flipped.csv.gz", flipped),
        ("cut.csv.zst", zst[..zst.len() / 2].to_vec()),
        ("cut.parquet", parquet[..parquet.len() / 2].to_vec()),
        ("end.parquet", parquet[..parquet.len() - 1].to_vec()),
        ("head.parquet", [&csv[..4], &parquet[4..]].concat()),
        ("utf16.csv", utf16),
        ("old-mac.csv", text.replace('\n', "\r").into_bytes()),
    ] {
        folder.write(name, bytes);
        refused(&folder, &format!("index {name} --key acme.key -o out"), &[name]);
    }
}
