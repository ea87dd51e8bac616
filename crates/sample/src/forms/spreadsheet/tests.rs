use std::io::{Cursor, Write};

use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::super::cells::Whole;
use super::super::cells::testing::{Read, read};
use super::open;
use crate::{Error, Flaw, Reject, Unreadable};

fn of_memory(bytes: &[u8]) -> Read {
    read(open("test", Whole::Memory(bytes.to_vec()), None).unwrap())
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(part).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook of one sheet of texts.
fn texts(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in rows.iter().enumerate() {
        for (column, text) in cells.iter().enumerate() {
            sheet.write(row as u32, column as u16, *text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// A workbook of LibreOffice with this body of its only sheet.
fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"One\">{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", b"<manifest/>"),
    ])
}

/// An xlsx whose sheet, and shared texts, are these.
fn xlsx(sheet: &str, shared: &str) -> Vec<u8> {
    zipped(&[
        (
            "[Content_Types].xml",
            b"<Types><Override PartName=\"/xl/workbook.xml\"/></Types>",
        ),
        (
            "_rels/.rels",
            b"<Relationships><Relationship Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
        ),
        (
            "xl/workbook.xml",
            b"<workbook xmlns:r=\"r\"><sheets><sheet name=\"One\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            b"<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
        ),
        ("xl/sharedStrings.xml", shared.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

const NO_TEXTS: &str = "<sst uniqueCount=\"0\"></sst>";

#[test]
fn every_type_is_text() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Customers").unwrap();
    for (column, name) in [
        "name", "ssn", "phone", "imei", "dob", "seen", "share", "active", "sum", "bad",
    ]
    .iter()
    .enumerate()
    {
        sheet.write(0, column as u16, *name).unwrap();
    }
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let time = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    let percent = Format::new().set_num_format("0.0%");
    let dashed = Format::new().set_num_format("000\\-00\\-0000");
    for row in 1..=3u32 {
        sheet.write(row, 0, format!("Ann {row}")).unwrap();
        sheet
            .write_with_format(row, 1, 123_456_780.0 + f64::from(row), &dashed)
            .unwrap();
        sheet.write(row, 2, 2_125_550_123.0).unwrap();
        sheet.write(row, 3, 490_154_203_237_518.0).unwrap();
        sheet
            .write_with_format(row, 4, ExcelDateTime::from_ymd(1980, 1, 31).unwrap(), &date)
            .unwrap();
        let seen = ExcelDateTime::from_ymd(2021, 8, 14)
            .unwrap()
            .and_hms(16, 30, 0)
            .unwrap();
        sheet.write_with_format(row, 5, seen, &time).unwrap();
        sheet.write_with_format(row, 6, 0.125, &percent).unwrap();
        sheet.write(row, 7, row == 1).unwrap();
        sheet
            .write(row, 8, Formula::new("=B2+1").set_result("123456782"))
            .unwrap();
        sheet.write(row, 9, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    }
    let read = of_memory(&book.save_to_buffer().unwrap());
    assert_eq!(read.tables[0].name.as_deref(), Some("Customers"));
    assert_eq!(read.names(0)[..3], ["name", "ssn", "phone"]);
    assert_eq!(
        read.cells(0)[1],
        [
            "Ann 2",
            "123456782",
            "2125550123",
            "490154203237518",
            "1980-01-31",
            "2021-08-14T16:30:00",
            "0.125",
            "false",
            "123456782",
            "",
        ]
    );
    assert_eq!((read.rows.len(), read.rows[0].1), (3, 2));
}

#[test]
fn titles_totals_and_gaps_are_no_rows() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(2, 1, "Customer export").unwrap();
    sheet.write(3, 1, "Region: all").unwrap();
    let rows = [
        ["account", "name", "email", "zip"],
        ["1001", "Ann", "ann@x.org", "10001"],
        ["1002", "Bob", "bob@x.org", "10002"],
        ["account", "name", "email", "zip"],
        ["1003", "Eve", "", "10003"],
    ];
    for (row, cells) in rows.iter().enumerate() {
        for (column, text) in cells.iter().enumerate() {
            // A column of nothing amid them.
            let column = 1 + column as u16 + u16::from(column > 1);
            sheet.write(5 + row as u32 + u32::from(row > 1), column, *text).unwrap();
        }
    }
    sheet.write(13, 1, "3 customers in all").unwrap();
    sheet.set_hidden(true);
    book.add_worksheet();
    let read = of_memory(&book.save_to_buffer().unwrap());
    assert_eq!(read.names(0), ["account", "name", "email", "zip"]);
    assert_eq!(
        read.cells(0),
        [
            ["1001", "Ann", "ann@x.org", "10001"],
            ["1002", "Bob", "bob@x.org", "10002"],
            ["1003", "Eve", "", "10003"],
        ]
    );
    assert_eq!(read.rows.iter().map(|row| row.1).collect::<Vec<_>>(), [7, 9, 11]);
    assert_eq!((read.counts.comments, read.counts.blank), (3, 4));
    assert_eq!(read.counts.rejected(Reject::RepeatedHeader), 1);
    assert_eq!(read.tables.len(), 1);
}

#[test]
fn a_workbook_is_read_alike_whether_it_is_kept_or_read_twice() {
    // Tests keep 2 KiB.
    for rows in [3, 300] {
        let cells: Vec<[String; 2]> = (0..rows).map(|n| [format!("Ann {n}"), format!("a{n}@x.org")]).collect();
        let cells: Vec<Vec<&str>> = cells
            .iter()
            .map(|row| row.iter().map(String::as_str).collect())
            .collect();
        let mut all: Vec<&[&str]> = vec![&["name", "email"]];
        all.extend(cells.iter().map(Vec::as_slice));
        let read = of_memory(&texts(&all));
        assert_eq!(read.cells(0), cells);
        assert_eq!(read.rows[2].1, 4);
    }
}

#[test]
fn a_sheet_without_a_header_has_no_names_unless_one_is_stated() {
    let bytes = texts(&[&["Ann", "ann@x.org"], &["Bob", "bob@x.org"]]);
    assert_eq!(of_memory(&bytes).tables[0].names, None);
    let stated = read(open("test", Whole::Memory(bytes), Some(true)).unwrap());
    assert_eq!((stated.names(0), stated.rows.len()), (vec!["Ann", "ann@x.org"], 1));
}

#[test]
fn ranges_that_are_said_to_be_vast_are_not_believed() {
    let sheet = "<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData>\
        <row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>email</t></is></c></row>\
        <row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>ann@x.org</t></is></c></row>\
        <row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData></worksheet>";
    let read = of_memory(&xlsx(sheet, NO_TEXTS));
    assert_eq!(read.tables[0].width, 2);
    assert_eq!((read.names(0)[0], read.rows[0].2[0].as_str()), ("email", "ann@x.org"));
    assert_eq!(read.counts.blank, (1 << 20) - 3);
}

#[test]
fn columns_beyond_the_thousandth_are_dropped_and_noted() {
    let names: Vec<String> = (0..1_002).map(|n| format!("column{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let read = of_memory(&texts(&[&names, &["x"]]));
    assert_eq!(read.tables[0].width, 1_000);
    let read = self::read(open("test", Whole::Memory(texts(&[&names])), Some(false)).unwrap());
    assert_eq!((read.rows.len(), read.counts.flawed(Flaw::ExtraField)), (1, 1));
}

#[test]
fn a_sheet_that_is_damaged_is_read_up_to_the_damage() {
    let row = |n: u32| format!("<row r=\"{n}\"><c r=\"A{n}\"><v>{n}</v></c></row>");
    for bad in [
        "<row r=\"9\"><c r=\"A9\"><v>9",
        "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>",
        "<row r=\"4294967299\">",
    ] {
        let sheet = format!("<worksheet><sheetData>{}{}{bad}", row(1), row(2));
        let read = of_memory(&xlsx(&sheet, NO_TEXTS));
        assert_eq!(read.cells(0), [["1"], ["2"]], "{bad}");
        assert_eq!(read.counts.rejected(Reject::Malformed), 1);
    }
}

#[test]
fn texts_that_are_said_to_be_many_take_no_memory() {
    let sheet = "<worksheet><sheetData/></worksheet>";
    for count in ["99999999999", "18446744073709551615"] {
        let shared = format!("<sst uniqueCount=\"{count}\"><si><t>x</t></si></sst>");
        let error = of_memory(&xlsx(sheet, &shared)).error.unwrap();
        assert!(
            matches!(
                error,
                Error::Unreadable {
                    problem: Unreadable::TooLarge { .. },
                    ..
                }
            ),
            "{error}"
        );
    }
}

#[test]
fn what_unpacks_to_far_more_is_refused() {
    let sheet = format!("<worksheet>{}</worksheet>", " ".repeat(80 << 20));
    let error = of_memory(&xlsx(&sheet, NO_TEXTS)).error.unwrap();
    assert!(error.to_string().contains("for every packed one"), "{error}");
}

#[test]
fn protected_workbooks_and_other_documents_are_errors() {
    let mut book = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    book.create_stream("EncryptedPackage")
        .unwrap()
        .write_all(b"secret")
        .unwrap();
    let bytes = book.into_inner().into_inner();
    assert!(of_memory(&bytes).error.unwrap().to_string().contains("password"));
    let mut book = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    // A stream that says that it is encrypted.
    let stream = [
        &[0x09u8, 0x08, 4, 0, 0, 6, 5, 0][..],
        &[0x2F, 0, 6, 0, 1, 0, 1, 0, 0, 0],
    ]
    .concat();
    book.create_stream("Workbook").unwrap().write_all(&stream).unwrap();
    let bytes = book.into_inner().into_inner();
    assert!(of_memory(&bytes).error.unwrap().to_string().contains("password"));
    let manifest = b"<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let bytes = zipped(&[("content.xml", b"junk"), ("META-INF/manifest.xml", manifest)]);
    assert!(of_memory(&bytes).error.unwrap().to_string().contains("password"));
    for bytes in [
        &b""[..],
        b"PK",
        b"a,b\n1,2\n",
        &zipped(&[("word/document.xml", b"<w/>")]),
    ] {
        assert!(of_memory(bytes).error.is_some());
    }
}

/// Records of an old workbook with two cells far apart, and so many bytes of nothing behind them.
fn old(column: u16, more: usize) -> Vec<u8> {
    let record = |kind: u16, data: &[u8]| [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat();
    let begin = |of: u16| record(0x0809, &[&[0, 6][..], &of.to_le_bytes(), &[0; 12]].concat());
    let cell = |row: u16, column: u16| {
        let place = [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
        record(0x0203, &[&place[..], &f64::from(row).to_le_bytes()].concat())
    };
    let mut globals = begin(5);
    let at = globals.len() + 4 + 11 + 4;
    globals.extend(record(
        0x0085,
        &[&(at as u32).to_le_bytes()[..], &[0, 0, 3, 0], b"One"].concat(),
    ));
    globals.extend(record(0x000A, &[]));
    let vast = [
        &0u32.to_le_bytes()[..],
        &u32::MAX.to_le_bytes(),
        &[0, 0, 0xFF, 0xFF, 0, 0],
    ]
    .concat();
    let sheet = [
        begin(16),
        record(0x0200, &vast),
        cell(7, 0),
        cell(9, column),
        record(0x000A, &[]),
    ]
    .concat();
    let mut book = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    book.create_stream("Workbook")
        .unwrap()
        .write_all(&[globals, sheet, vec![0; more]].concat())
        .unwrap();
    book.into_inner().into_inner()
}

#[test]
fn old_workbooks_are_read_and_vast_grids_refused() {
    // A long stream lies elsewhere in its container than a short one.
    for more in [0, 20_000] {
        let found = of_memory(&old(2, more));
        assert!(found.error.is_none(), "{:?}", found.error);
        assert_eq!(found.cells(0), [["7", ""], ["", "9"]]);
        assert_eq!(found.rows[1].1, 10);
    }
    assert!(of_memory(&old(40_000, 0)).error.is_some());
}

#[test]
fn open_document_cells_are_read() {
    let cell = |more: &str, text: &str| format!("<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>");
    let rows = [
        "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"1024\"/></table:table-row>".to_owned(),
        format!(
            "<table:table-row>{}{}{}{}</table:table-row>",
            cell("office:value-type=\"string\"", "name"), cell("office:value-type=\"string\"", "phone"),
            cell("office:value-type=\"string\"", "dob"), cell("office:value-type=\"string\"", "email"),
        ),
        format!(
            "<table:table-row table:number-rows-repeated=\"2\">{}{}{}{}<table:table-cell table:number-columns-repeated=\"1020\"/></table:table-row>",
            cell("office:value-type=\"string\"", "Ann &amp;<text:s text:c=\"2\"/>B&#233;</text:p><text:p>C"),
            cell("office:value-type=\"float\" office:value=\"2125550123\"", "2.1E9"),
            cell("office:value-type=\"date\" office:date-value=\"1980-01-31\"", "31 Jan"),
            "<table:table-cell office:value-type=\"string\"><office:annotation><text:p>a note</text:p></office:annotation><text:p>a@x.org</text:p></table:table-cell>",
        ),
        "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>".to_owned(),
    ];
    let read = of_memory(&ods(&rows.concat()));
    assert!(read.error.is_none());
    assert_eq!(read.names(0), ["name", "phone", "dob", "email"]);
    let row = ["Ann &  Bé\nC", "2125550123", "1980-01-31", "a@x.org"];
    assert_eq!(read.cells(0), [row, row]);
    assert_eq!(read.rows.iter().map(|row| row.1).collect::<Vec<_>>(), [4, 5]);
}

#[test]
fn open_document_repeats_are_bounded_and_cut_sheets_end() {
    let cell =
        "<table:table-cell office:value-type=\"float\" office:value=\"1\" table:number-columns-repeated=\"16384\"/>";
    let vast = format!("<table:table-row table:number-rows-repeated=\"1048576\">{cell}</table:table-row>");
    let read = of_memory(&ods(&vast));
    assert_eq!(read.counts.rejected(Reject::Malformed), 1);
    assert!(read.rows.len() < 100);
    let content = "<office:document-content><table:table table:name=\"x\"><table:table-row><table:table-cell><text:p>1</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell";
    for cut in [content.to_owned(), format!("{content}><office:annotation>")] {
        let read = of_memory(&zipped(&[("content.xml", cut.as_bytes())]));
        assert_eq!((read.rows.len(), read.counts.rejected(Reject::Malformed)), (1, 1));
    }
}

#[test]
fn no_cut_and_no_flipped_bit_does_harm() {
    let xlsx = texts(&[&["name", "email"], &["Ann", "ann@x.org"], &["Bob", "bob@x.org"]]);
    let row = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>x</text:p></table:table-cell></table:table-row>";
    let mut seed = 1u64;
    for bytes in [xlsx, ods(row), old(2, 0)] {
        for length in (0..bytes.len()).step_by(17) {
            of_memory(&bytes[..length]);
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
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back(rows in prop::collection::vec(prop::collection::vec("[a-zA-Zäß<&\" ]{0,12}[a-z]", 3), 1..20)) {
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        let cells: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        let read = read(open("test", Whole::Memory(texts(&cells)), Some(false)).unwrap());
        prop_assert_eq!(read.cells(0), rows);
    }

    #[test]
    fn hostile_sheets_do_no_harm(sheet in "(<row r=\"[0-9]{1,3}\">|<c( r=\"[A-C][0-9]{1,2}\")?( t=\"(s|n|b|str|e|d|inlineStr)\")?>|<v>[0-9.a-e-]{0,5}</v>|<is><t>|x|</t></is>|</c>|</row>|<!--|]]>|&amp;|&x;){0,40}") {
        of_memory(&xlsx(&format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>"), NO_TEXTS));
        of_memory(&ods(&sheet.replace("<c", "<table:table-cell").replace("</c", "</table:table-cell").replace("row", "table:table-row")));
    }

    #[test]
    fn arbitrary_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        of_memory(&bytes);
        of_memory(&[&b"PK\x03\x04"[..], &bytes].concat());
        of_memory(&[&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..], &bytes].concat());
        of_memory(&zipped(&[("xl/workbook.bin", &bytes), ("xl/sharedStrings.bin", &bytes)]));
    }
}
