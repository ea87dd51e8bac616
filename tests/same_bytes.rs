//! An index is a function of records, key and options alone: not of threads, form, compression or the order of files.

#![allow(clippy::unwrap_used)]

mod support;

use support::tables::{Table, gz, zst};
use support::{ACME, Folder, container, key_file};

#[test]
fn threads_do_not_show_in_an_index() {
    let folder = folder();
    let one = index(&folder, "--threads 1 company.csv");
    assert!(
        one.len() > 100_000,
        "an index of 10,000 records is larger than {} bytes",
        one.len()
    );
    for threads in ["--threads 2", "--threads 7", ""] {
        assert!(index(&folder, &format!("{threads} company.csv")) == one, "{threads}");
    }
}

#[test]
fn the_form_of_the_table_does_not_show_in_an_index() {
    let folder = folder();
    let csv = folder.read("company.csv");
    let table = Table::of_csv(&csv);
    let forms = [
        ("company.tsv", table.delimited(b'\t')),
        ("company.txt", table.delimited(b'|')),
        ("semicolons.csv", table.delimited(b';')),
        ("company.ndjson", table.json_lines()),
        ("company.parquet", table.parquet()),
        ("company.csv.gz", gz(&csv)),
        ("company.csv.zst", zst(&csv)),
        ("company.ndjson.gz", gz(&table.json_lines())),
        (
            "crlf.csv",
            String::from_utf8(csv.clone())
                .unwrap()
                .replace('\n', "\r\n")
                .into_bytes(),
        ),
        ("bom.csv", [b"\xEF\xBB\xBF".as_slice(), &csv].concat()),
    ];
    let expected = index(&folder, "company.csv");
    for (name, bytes) in forms {
        folder.write(name, bytes);
        assert!(index(&folder, name) == expected, "{name}");
    }
    let piped = folder.run_with(&["index", "-", "--key", "acme.key", "-o", "piped.assay"], &csv);
    piped.done();
    assert!(folder.read("piped.assay") == expected, "stdin");
}

#[test]
fn the_order_and_number_of_files_do_not_show_in_an_index() {
    let folder = folder();
    let table = Table::of_csv(&folder.read("company.csv"));
    let (first, second) = (table.part(0..3_333), table.part(3_333..table.rows.len()));
    folder.write("a.csv", first.delimited(b','));
    folder.write("b.csv", second.delimited(b','));
    folder.write("b.parquet", second.parquet());
    let mut turned = table.clone();
    turned.rows.reverse();
    folder.write("turned.csv", turned.delimited(b','));
    let expected = index(&folder, "company.csv");
    for files in [
        "a.csv b.csv",
        "b.csv a.csv",
        "[ab].csv",
        "a.csv b.csv a.csv",
        "b.parquet a.csv",
        "turned.csv",
    ] {
        assert!(index(&folder, files) == expected, "{files}");
    }
}

#[test]
fn other_positions_of_the_columns_change_nothing_but_the_list_of_columns() {
    let folder = folder();
    let table = Table::of_csv(&folder.read("company.csv"));
    let turned = |cells: &Vec<String>| cells.iter().rev().cloned().collect::<Vec<_>>();
    let turned = Table {
        header: turned(&table.header),
        rows: table.rows.iter().map(turned).collect(),
    };
    folder.write("turned.csv", turned.delimited(b','));
    let (one, other) = (index(&folder, "company.csv"), index(&folder, "turned.csv"));
    assert!(shards(&one) == shards(&other), "every filter is the same");
    let (mut one, mut other) = (manifest(&one), manifest(&other));
    let mut columns = [&mut one, &mut other].map(|manifest| manifest["columns"].take());
    assert_ne!(columns[0], columns[1], "a column is recorded with its number");
    for list in &mut columns {
        let list = list.as_array_mut().unwrap();
        for column in &mut *list {
            column.as_object_mut().unwrap().remove("column").unwrap();
        }
        list.sort_by_key(ToString::to_string);
    }
    assert_eq!(columns[0], columns[1]);
    assert_eq!(one, other);
}

#[test]
fn key_and_records_do_show() {
    let folder = folder();
    let expected = index(&folder, "company.csv");
    folder.write("acme.key", key_file(support::OTHER));
    assert!(
        shards(&index(&folder, "company.csv")) != shards(&expected),
        "another key"
    );
    folder.write("acme.key", key_file(ACME));
    let mut table = Table::of_csv(&folder.read("company.csv"));
    table.rows.pop();
    folder.write("less.csv", table.delimited(b','));
    assert!(
        shards(&index(&folder, "less.csv")) != shards(&expected),
        "one record less"
    );
}

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("acme.key", key_file(ACME));
    folder.link_to_copy("company.csv");
    folder
}

fn index(folder: &Folder, arguments: &str) -> Vec<u8> {
    folder.done(&format!("index {arguments} --key acme.key -o out.assay"));
    folder.read("out.assay")
}

fn shards(index: &[u8]) -> Vec<&[u8]> {
    let shards = container::sections(index)
        .into_iter()
        .filter(|section| section.tag == *b"SHRD");
    let shards: Vec<_> = shards.map(|section| &index[section.content]).collect();
    assert!(shards.len() > 10);
    shards
}

fn manifest(index: &[u8]) -> serde_json::Value {
    let mut sections = container::sections(index).into_iter();
    let section = sections.find(|section| section.tag == *b"MANI").unwrap();
    serde_json::from_slice(&index[section.content][32..]).unwrap()
}
