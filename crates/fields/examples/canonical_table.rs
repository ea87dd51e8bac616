//! Records the table of canonical forms anew, on purpose:
//!
//! ```text
//! python3 tests/vectors/make_canonical_inputs.py \
//!   | cargo run -p assay-fields --example canonical_table > tests/vectors/format-1/canonical.csv
//! ```
//!
//! Stdin has the columns `kind,region,date_order,pad,input`. Whoever records it reads the difference to the table
//! before, and raises the version of every kind whose lines changed (`Kind::version`).

#[path = "../tests/table/mod.rs"]
mod table;

use std::error::Error;
use std::io;

fn main() -> Result<(), Box<dyn Error>> {
    let mut inputs = csv::Reader::from_reader(io::stdin().lock());
    if *inputs.headers()? != table::HEAD[..5] {
        return Err(format!("stdin: expected the columns {}", table::HEAD[..5].join(",")).into());
    }
    let mut out = csv::Writer::from_writer(io::stdout().lock());
    out.write_record(table::HEAD)?;
    let mut count = 0;
    for record in inputs.records() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        let reading = table::reading(&record[0], &record[1], &record[2], &record[3])
            .map_err(|error| format!("stdin, line {line}: {error}"))?;
        let (outcome, canonical) = table::outcome(&reading, &record[4]);
        out.write_record(record.iter().chain([outcome.as_str(), canonical.as_str()]))?;
        count += 1;
    }
    out.flush()?;
    if count == 0 {
        return Err("stdin: expected inputs, found none".into());
    }
    Ok(())
}
