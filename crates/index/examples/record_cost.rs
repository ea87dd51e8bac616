//! What one record costs on one core, step by step: canonical forms, links, hashing, partition.
//!
//! ```text
//! assay synth records --records 200000 -o company.csv
//! cargo run --release -p assay-index --example record_cost -- company.csv
//! ```

#![allow(clippy::unwrap_used, clippy::print_stdout)] // a measurement, not a part of the program

use std::time::Instant;

use assay_fields::detect::Profile;
use assay_fields::{Class, ColumnOptions, Kind, Reading, Region, Row, Side, decide, default_links};
use assay_index::{Digester, Key, Keyed, Messages, Spill, stands_alone};

fn main() {
    let path = std::env::args().nth(1).expect("the company's table, as CSV");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let headers: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<csv::StringRecord> = reader.records().take(ROWS).collect::<Result<_, _>>().unwrap();
    let mut profiles = vec![Profile::default(); headers.len()];
    for row in &rows[..rows.len().min(10_000)] {
        for (profile, cell) in profiles.iter_mut().zip(row) {
            profile.observe(cell, Region::default());
        }
    }
    let names: Vec<Option<&str>> = headers.iter().map(|name| Some(name.as_str())).collect();
    let columns = decide(&names, &profiles, &ColumnOptions::default()).unwrap();
    let readings: Vec<Option<Reading>> = columns.iter().map(|column| column.reading().cloned()).collect();
    let kinds: Vec<Kind> = readings.iter().flatten().map(|reading| reading.kind).collect();
    let singles = Kind::ALL
        .into_iter()
        .filter(|kind| *kind != Kind::Opaque && stands_alone(*kind) && kinds.contains(kind));
    let classes: Vec<Class> = singles.map(Class::single).chain(default_links(&kinds)).collect();
    println!("{} records, {} classes", rows.len(), classes.len());

    let mut row = Row::default();
    for (at, reading) in readings.iter().enumerate() {
        let Some(reading) = reading else { continue };
        let one = [Some(reading.clone())];
        time(&format!("  {}", headers[at]), rows.len(), || {
            for cells in &rows {
                row.fill(&one, cells.get(at).into_iter());
            }
        });
    }
    time("canonical forms", rows.len(), || {
        for cells in &rows {
            row.fill(&readings, cells.iter());
        }
    });
    let mut count = 0;
    time("canonical forms and links", rows.len(), || {
        for cells in &rows {
            row.fill(&readings, cells.iter());
            for class in &classes {
                class.messages(&row, Side::Index, &mut |_, _| count += 1);
            }
        }
    });
    println!(
        "{:<28} {:>8.2}",
        "messages a record",
        f64::from(count) / rows.len() as f64
    );
    let key = Key::from_bytes([7; 32]);
    let keyed = Keyed::new(&key, classes.iter().cloned());
    let folder = std::env::temp_dir();
    let spills: Vec<Spill<1>> = classes.iter().map(|_| Spill::new(&folder, 64 << 20)).collect();
    let mut messages: Vec<Messages> = classes.iter().map(|_| Messages::default()).collect();
    let mut digests = vec![Vec::new(); classes.len()];
    let mut steps = [0.0; 3];
    for (n, some) in rows.chunks(1_024).enumerate() {
        let begin = Instant::now();
        for cells in some {
            row.fill(&readings, cells.iter());
            for (class, messages) in classes.iter().zip(&mut messages) {
                class.messages(&row, Side::Index, &mut |_, message| messages.push(message));
            }
        }
        steps[0] += begin.elapsed().as_secs_f64();
        let begin = Instant::now();
        for ((class, messages), digests) in classes.iter().zip(&mut messages).zip(&mut digests) {
            keyed.digest(class, messages, digests).unwrap();
            messages.clear();
        }
        steps[1] += begin.elapsed().as_secs_f64();
        let begin = Instant::now();
        if n % 16 == 15 {
            for (spill, digests) in spills.iter().zip(&mut digests) {
                let words: Vec<[u64; 1]> = digests.drain(..).map(|digest| [digest]).collect();
                spill.add(&words).unwrap();
            }
        }
        steps[2] += begin.elapsed().as_secs_f64();
    }
    for (what, seconds) in ["canonical, links, messages", "hashing", "partition"]
        .into_iter()
        .zip(steps)
    {
        println!("{what:<28} {:>8.1} ns a record", seconds * 1e9 / rows.len() as f64);
    }
}

fn time(what: &str, rows: usize, mut f: impl FnMut()) {
    let best = (0..3).map(|_| {
        let begin = Instant::now();
        f();
        begin.elapsed().as_secs_f64()
    });
    let best = best.fold(f64::INFINITY, f64::min);
    println!("{what:<28} {:>8.1} ns a record", best * 1e9 / rows as f64);
}

const ROWS: usize = 200_000;
