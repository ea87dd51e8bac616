//! How fast samples are read, on one core: `cargo bench -p assay-sample`. Each form holds the same synthetic records; beside it
//! stands a bare pass of the csv crate, or of serde_json, over the same bytes. Opening, which reads the leading rows and decides
//! what the columns hold, is timed apart: it takes the same time whatever the file's size. The machine is shared: the best of
//! several runs is printed, and the ratio to the bare pass counts.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::fmt::Write as _;
use std::io::Cursor;
use std::time::Instant;

use assay_sample::{Options, Sample};
use assay_synth::{Column, Company};

fn main() {
    // `cargo test --benches` asks for a trial run only.
    let records = if std::env::args().any(|argument| argument == "--bench") {
        600_000
    } else {
        100
    };
    let rows = rows(records);
    println!(
        "{records} records of {} columns, best of {RUNS} runs",
        Column::ALL.len()
    );
    println!(
        "{:<22} {:>6} {:>9} {:>9} {:>9} {:>7}  bare pass",
        "form", "MB", "opening", "reading", "bare", "ratio"
    );
    println!("{:<22} {:>6} {:>9} {:>9} {:>9}", "", "", "s", "MB/s", "MB/s");
    for form in FORMS {
        let bytes = (form.write)(&rows);
        let megabytes = bytes.len() as f64 / 1e6;
        let runs: Vec<(f64, f64)> = (0..RUNS).map(|_| read(&bytes, records)).collect();
        let opening = runs.iter().map(|(opening, _)| *opening).fold(f64::MAX, f64::min);
        let reading = runs.iter().map(|(_, rate)| *rate).fold(0.0, f64::max);
        let bare = megabytes / best(|| (form.bare.run)(&bytes));
        println!(
            "{:<22} {megabytes:>6.1} {opening:>9.2} {reading:>9.0} {bare:>9.0} {:>7.2}  {}",
            form.name,
            reading / bare,
            form.bare.name
        );
    }
}

/// A form, and what to set it against.
struct Form {
    name: &'static str,
    write: fn(&[Vec<String>]) -> Vec<u8>,
    bare: Bare,
}

#[derive(Clone, Copy)]
struct Bare {
    name: &'static str,
    run: fn(&[u8]),
}

const CSV: Bare = Bare {
    name: "csv, ByteRecord",
    run: |bytes| {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(bytes);
        let mut record = csv::ByteRecord::new();
        let mut cells = 0;
        while reader.read_byte_record(&mut record).unwrap() {
            cells += record.len();
        }
        std::hint::black_box(cells);
    },
};

const JSON: Bare = Bare {
    name: "serde_json, Value",
    run: |bytes| {
        let values = serde_json::Deserializer::from_slice(bytes).into_iter::<serde_json::Value>();
        std::hint::black_box(values.map(|value| value.unwrap().is_object()).filter(|is| *is).count());
    },
};

const FORMS: &[Form] = &[
    Form {
        name: "csv",
        write: |rows| delimited(rows, ",", ""),
        bare: CSV,
    },
    Form {
        name: "csv, all quoted",
        write: |rows| delimited(rows, ",", "\""),
        bare: CSV,
    },
    Form {
        name: "tabs",
        write: |rows| delimited(rows, "\t", ""),
        bare: CSV,
    },
    Form {
        name: "delimiter `|~|`",
        write: |rows| delimited(rows, "|~|", ""),
        bare: CSV,
    },
    Form {
        name: "JSON lines",
        write: |rows| json(rows, "", "\n", ""),
        bare: JSON,
    },
    Form {
        name: "JSON array",
        write: |rows| json(rows, "[", ",\n", "]"),
        bare: JSON,
    },
    Form {
        name: "SQL, long INSERTs",
        write: |rows| inserts(rows, 1_000),
        bare: CSV,
    },
    Form {
        name: "SQL, an INSERT a row",
        write: |rows| inserts(rows, 1),
        bare: CSV,
    },
    Form {
        name: "SQL, COPY",
        write: copy,
        bare: CSV,
    },
    Form {
        name: "XML",
        write: xml,
        bare: CSV,
    },
    Form {
        name: "vCard",
        write: vcard,
        bare: CSV,
    },
    Form {
        name: "LDIF",
        write: ldif,
        bare: CSV,
    },
    Form {
        name: "blocks",
        write: blocks,
        bare: CSV,
    },
    Form {
        name: "pairs",
        write: pairs,
        bare: CSV,
    },
];

fn names() -> Vec<&'static str> {
    Column::ALL.iter().map(|column| column.name()).collect()
}

fn rows(records: u64) -> Vec<Vec<String>> {
    let company = Company::new(2021, records).unwrap();
    let row = |at| {
        let record = company.record(at);
        Column::ALL
            .iter()
            .map(|column| record.get(*column).to_owned())
            .collect()
    };
    (0..records).map(row).collect()
}

/// Reads all rows, which must be as many as were written. Returns how many seconds opening took, with the leading rows from
/// which the columns are decided, and how many megabytes a second were read of the rest.
fn read(bytes: &[u8], rows: u64) -> (f64, f64) {
    let input = Cursor::new(bytes.to_vec());
    let start = Instant::now();
    let mut sample = Sample::from_reader("bench", input, &Options::default()).unwrap();
    let opening = start.elapsed().as_secs_f64();
    let leading = sample.counts().read as f64 / rows as f64;
    let start = Instant::now();
    let mut cells = 0;
    while let Some(batch) = sample.next_batch(32_768).unwrap() {
        cells += batch.len() * batch.width();
        sample.recycle(batch);
    }
    let reading = start.elapsed().as_secs_f64();
    std::hint::black_box(cells);
    assert_eq!(sample.counts().accepted(), rows);
    (opening, bytes.len() as f64 * (1.0 - leading) / 1e6 / reading.max(1e-9))
}

fn best(run: impl Fn()) -> f64 {
    let time = || {
        let start = Instant::now();
        run();
        start.elapsed().as_secs_f64()
    };
    (0..RUNS).map(|_| time()).fold(f64::MAX, f64::min)
}

fn delimited(rows: &[Vec<String>], delimiter: &str, quote: &str) -> Vec<u8> {
    let line = |cells: Vec<&str>| {
        let cells: Vec<String> = cells
            .into_iter()
            .map(|cell| format!("{quote}{}{quote}", cell.replace(',', "")))
            .collect();
        cells.join(delimiter) + "\n"
    };
    let mut out = line(names());
    for row in rows {
        out += &line(row.iter().map(String::as_str).collect());
    }
    out.into_bytes()
}

fn json(rows: &[Vec<String>], begin: &str, between: &str, end: &str) -> Vec<u8> {
    let object = |row: &Vec<String>| {
        let fields = names().into_iter().zip(row);
        let fields: Vec<String> = fields
            .map(|(name, cell)| format!("\"{name}\":\"{}\"", cell.replace('"', "\\\"")))
            .collect();
        format!("{{{}}}", fields.join(","))
    };
    let objects: Vec<String> = rows.iter().map(object).collect();
    format!("{begin}{}{end}\n", objects.join(between)).into_bytes()
}

fn inserts(rows: &[Vec<String>], each: usize) -> Vec<u8> {
    let columns = names().join("`,`");
    let mut out = String::new();
    for rows in rows.chunks(each) {
        let tuple = |row: &Vec<String>| {
            let cells: Vec<String> = row
                .iter()
                .map(|cell| format!("'{}'", cell.replace('\'', "\\'")))
                .collect();
            format!("({})", cells.join(","))
        };
        let tuples: Vec<String> = rows.iter().map(tuple).collect();
        let _ = writeln!(out, "INSERT INTO `users` (`{columns}`) VALUES {};", tuples.join(","));
    }
    out.into_bytes()
}

fn copy(rows: &[Vec<String>]) -> Vec<u8> {
    let mut out = format!("COPY public.users ({}) FROM stdin;\n", names().join(", "));
    for row in rows {
        let cells: Vec<&str> = row
            .iter()
            .map(|cell| if cell.is_empty() { "\\N" } else { cell })
            .collect();
        out += &cells.join("\t");
        out.push('\n');
    }
    out += "\\.\n";
    out.into_bytes()
}

fn xml(rows: &[Vec<String>]) -> Vec<u8> {
    let mut out = "<?xml version=\"1.0\"?>\n<users>\n".to_owned();
    for row in rows {
        out += "<user>";
        for (name, cell) in names().into_iter().zip(row) {
            let _ = write!(out, "<{name}>{}</{name}>", cell.replace('&', "&amp;"));
        }
        out += "</user>\n";
    }
    out += "</users>\n";
    out.into_bytes()
}

fn cell<'r>(row: &'r [String], name: &str) -> &'r str {
    names()
        .iter()
        .position(|known| *known == name)
        .map_or("", |at| &row[at])
}

fn vcard(rows: &[Vec<String>]) -> Vec<u8> {
    let mut out = String::new();
    for row in rows {
        let of = |name| cell(row, name);
        let _ = write!(
            out,
            "BEGIN:VCARD\r\nVERSION:3.0\r\nN:{1};{0};;;\r\nFN:{0} {1}\r\nTEL;TYPE=CELL:{2}\r\nEMAIL:{3}\r\nBDAY:{4}\r\nEND:VCARD\r\n",
            of("given_name"),
            of("surname"),
            of("phone"),
            of("email"),
            of("dob")
        );
    }
    out.into_bytes()
}

fn ldif(rows: &[Vec<String>]) -> Vec<u8> {
    let mut out = String::new();
    for (number, row) in rows.iter().enumerate() {
        let _ = writeln!(out, "dn: uid={number},ou=people,dc=example,dc=org");
        for (name, cell) in names().into_iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
            let _ = writeln!(out, "{}: {cell}", name.replace('_', ""));
        }
        out.push('\n');
    }
    out.into_bytes()
}

fn blocks(rows: &[Vec<String>]) -> Vec<u8> {
    let mut out = String::new();
    for row in rows {
        for (name, cell) in names().into_iter().zip(row) {
            let _ = writeln!(out, "{name}: {cell}");
        }
        out.push('\n');
    }
    out.into_bytes()
}

fn pairs(rows: &[Vec<String>]) -> Vec<u8> {
    let mut out = String::new();
    for row in rows {
        let cells: Vec<String> = names()
            .into_iter()
            .zip(row)
            .map(|(name, cell)| format!("{name}=\"{cell}\""))
            .collect();
        out += &cells.join(" ");
        out.push('\n');
    }
    out.into_bytes()
}

const RUNS: usize = 3;
