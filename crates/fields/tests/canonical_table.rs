//! Pins every canonical form of a table of some 10,000 spellings: a change of the rules, or of a dependency's data,
//! must not pass unseen. How the table was recorded: `examples/canonical_table.rs`.

#![allow(clippy::unwrap_used)]

mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use assay_fields::Kind;

struct Line {
    number: u64,
    cells: csv::StringRecord,
}

fn lines() -> Vec<Line> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/format-1/canonical.csv");
    let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert_eq!(*reader.headers().unwrap(), table::HEAD[..], "the table's head");
    reader
        .records()
        .map(|record| {
            let cells = record.unwrap();
            Line {
                number: cells.position().unwrap().line(),
                cells,
            }
        })
        .collect()
}

#[test]
fn no_canonical_form_has_changed() {
    let mut changed: BTreeMap<Kind, Vec<u64>> = BTreeMap::new();
    for Line { number, cells } in lines() {
        let reading = table::reading(&cells[0], &cells[1], &cells[2], &cells[3])
            .unwrap_or_else(|error| panic!("line {number}: {error}"));
        let (outcome, canonical) = table::outcome(&reading, &cells[4]);
        if (outcome.as_str(), canonical.as_str()) != (&cells[5], &cells[6]) {
            changed.entry(reading.kind).or_default().push(number);
        }
    }
    let report: Vec<String> = changed
        .iter()
        .map(|(kind, numbers)| {
            format!(
                "{kind}: {} lines changed (the first ones: {:?}); raise the kind's version from {}",
                numbers.len(),
                &numbers[..numbers.len().min(20)],
                kind.version()
            )
        })
        .collect();
    assert!(
        report.is_empty(),
        "canonical forms are not what tests/vectors/format-1/canonical.csv says. An index built before would no \
         longer meet its samples. Mend the code, or, if the change is meant, raise the versions in Kind::version \
         and record the table again (examples/canonical_table.rs):\n{}",
        report.join("\n")
    );
}

#[test]
fn a_canonical_form_is_its_own() {
    for Line { number, cells } in lines() {
        if !cells[5].starts_with("value") {
            assert_eq!(&cells[6], "", "line {number}: a reject has a canonical form");
            continue;
        }
        let reading = table::reading(&cells[0], &cells[1], &cells[2], &cells[3]).unwrap();
        // Where short numbers are filled up, a form without its separators may be taken for a short one.
        if reading.pad.is_some() {
            continue;
        }
        let (outcome, canonical) = table::outcome(&reading, &cells[6]);
        // `Null` is a name, `NULL` is not.
        if outcome == "placeholder" && matches!(reading.kind, Kind::Name | Kind::GivenName | Kind::Surname) {
            continue;
        }
        assert!(outcome.starts_with("value"), "line {number}: the form became {outcome}");
        assert!(canonical == cells[6], "line {number}: the form is read as another");
    }
}

#[test]
fn the_table_covers_every_kind_and_every_outcome() {
    let lines = lines();
    assert!(lines.len() >= 8_000, "only {} lines", lines.len());
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    for line in &lines {
        *kinds.entry(line.cells[0].parse().unwrap()).or_default() += 1;
    }
    for kind in Kind::ALL {
        let count = kinds.get(&kind).copied().unwrap_or(0);
        assert!(count >= 50, "{kind}: only {count} lines");
    }
    let outcomes: BTreeSet<&str> = lines.iter().map(|line| &line.cells[5]).collect();
    for outcome in ["value", "value padded", "absent", "placeholder", "masked"] {
        assert!(outcomes.contains(outcome), "no line of outcome {outcome}");
    }
    let spellings: BTreeSet<Vec<&str>> = lines.iter().map(|line| line.cells.iter().take(5).collect()).collect();
    assert_eq!(spellings.len(), lines.len(), "a spelling stands twice");
}
