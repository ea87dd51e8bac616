//! What each step of a test costs, on synthetic rows: `cargo run --release -p assay-verify --example steps -- ROWS
//! [MEMORY [RECORDS [whole]]]`, so many of the rows being RECORDS of the index; with `whole` only the test as a whole, for
//! its peak of memory.
//!
//! Prints nanoseconds of wall time a row and of processor time a row, and the peak of memory.

// An example speaks to whoever runs it.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use assay_index::{Digester, Index, Keyed};
use assay_sample::{Options as SampleOptions, Sample};
use assay_synth::{Column, Company};
use assay_verify::{Budget, Options, Plan, Preparer, SampleFacts, Tester, readings, test_rows};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let rows: u64 = arguments.next().map_or(200_000, |rows| rows.parse().unwrap());
    let memory: u64 = arguments.next().map_or(2 << 30, |memory| memory.parse().unwrap());
    let records: u64 = arguments.next().map_or(rows, |records| records.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let company = Company::new(support::SEED, rows).unwrap();
    let built = support::build_of(
        &company,
        records.min(rows),
        &folder.path().join("a.assay"),
        &support::key(),
    );
    let index = [support::open(&built)];
    let path = folder.path().join("sample.csv");
    write_sample(&company, &path, rows).unwrap();
    // The peak from here on.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    println!(
        "{rows} rows, {} bytes each",
        path.metadata().unwrap().len() / rows.max(1)
    );
    let open = || Sample::open(&path, &SampleOptions::default()).unwrap();
    if arguments.next().is_some_and(|word| word == "whole") {
        return whole(&mut open(), &index, rows, memory);
    }
    let step = Step::begin();
    let mut sample = open();
    while let Some(batch) = sample.next_batch(65_536).unwrap() {
        sample.recycle(batch);
    }
    step.end("reading", rows);

    let mut sample = open();
    let readings = readings(&sample);
    let plan = Plan::new(&readings, &[]);
    let digester = Keyed::new(&support::key(), plan.classes().iter().cloned());
    let preparer = Preparer::new(readings.clone(), plan.clone()).unwrap();
    let mut batches = Vec::new();
    while let Some(batch) = sample.next_batch(65_536).unwrap() {
        batches.push(batch);
    }
    let step = Step::begin();
    let mut parts = Vec::new();
    for batch in &batches {
        parts.extend(preparer.prepare(batch, &[&digester as &dyn Digester]).unwrap());
    }
    step.end("preparing: canonical forms, messages, digests, fingerprints", rows);
    drop(batches);

    let tester = || Tester::new(plan.clone(), &index, &[support::key()]).unwrap();
    let step = Step::begin();
    for class in 0..index[0].manifest().classes.len() {
        let digests: Vec<u64> = (0..rows).map(|n| assay_index::mix(class as u64, n)).collect();
        let _ = index[0].probe(class, &digests).unwrap();
    }
    step.end("probing one digest a class, for comparison", rows);
    let step = Step::begin();
    let mut deep = tester().without_rows().within(Budget {
        memory,
        ..Budget::default()
    });
    deep.add_prepared(&parts).unwrap();
    step.end("probing and counting", rows);
    let step = Step::begin();
    let findings = deep.finish(SampleFacts::of(&sample), &Options::default()).unwrap();
    step.end("people and findings", rows);
    println!("{:?}, {:?}", findings.sample.rows, findings.sample.persons);
    drop(parts);
    whole(&mut open(), &index, rows, memory);
}

fn whole(sample: &mut Sample, index: &[Index], rows: u64, memory: u64) {
    let step = Step::begin();
    let readings = readings(sample);
    let plan = Plan::new(&readings, &[]);
    let tester = Tester::new(plan.clone(), index, &[support::key()]).unwrap();
    let mut tester = tester.without_rows().within(Budget {
        memory,
        ..Budget::default()
    });
    let mut preparer = Preparer::new(readings, plan).unwrap();
    test_rows(sample, &mut preparer, &mut tester, &mut |_| Ok(())).unwrap();
    let findings = tester.finish(SampleFacts::of(sample), &Options::default()).unwrap();
    step.end("all together", rows);
    println!("{:?}, {:?}", findings.sample.rows, findings.sample.persons);
    for counting in findings.sample.counting.iter().take(3) {
        println!("{counting:?}");
    }
}

/// Records of a company; the index holds the first of them.
fn write_sample(company: &Company, path: &Path, rows: u64) -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(path)?);
    let names: Vec<&str> = Column::ALL.iter().map(|column| column.name()).collect();
    writeln!(out, "{}", names.join(","))?;
    for row in 0..rows {
        let record = company.record(row);
        for (n, column) in Column::ALL.into_iter().enumerate() {
            let value = record.get(column);
            let comma = if n > 0 { "," } else { "" };
            match value.contains(',') {
                true => write!(out, "{comma}\"{value}\"")?,
                false => write!(out, "{comma}{value}")?,
            }
        }
        writeln!(out)?;
    }
    out.flush()
}

struct Step {
    begun: Instant,
    processor: f64,
}

impl Step {
    fn begin() -> Step {
        Step {
            begun: Instant::now(),
            processor: processor_seconds(),
        }
    }

    fn end(self, what: &str, rows: u64) {
        let wall = self.begun.elapsed().as_secs_f64() * 1e9 / rows as f64;
        let processor = (processor_seconds() - self.processor) * 1e9 / rows as f64;
        println!(
            "{what}: {wall:.0} ns wall, {processor:.0} ns processor a row; peak {} MB",
            peak()
        );
    }
}

/// User and system time of the process, in ticks of a hundredth of a second.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<f64> = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .skip(11)
        .take(2)
        .flat_map(str::parse)
        .collect();
    fields.iter().sum::<f64>() / 100.0
}

fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap_or_default();
    line.split_whitespace()
        .nth(1)
        .and_then(|kilobytes| kilobytes.parse::<u64>().ok())
        .unwrap_or(0)
        / 1_024
}
