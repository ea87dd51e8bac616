//! What was read, and what the columns were taken for.

use std::collections::BTreeMap;
use std::io::{Result, Write};

use assay_verify::{ColumnFindings, Counted, Counting, Outcome, SampleFindings, Thing};

use super::numbers::{rate, rate_up, rough};
use super::page::{Page, Side, Table, Tone};
use crate::text::count;

/// Form, rows and people.
pub(super) fn read<W: Write>(page: &mut Page<'_, W>, sample: &SampleFindings) -> Result<()> {
    page.heading("WHAT WAS READ")?;
    let (rows, persons) = (&sample.rows, &sample.persons);
    let mut pairs = Vec::new();
    if !sample.dialect.is_empty() {
        let form: Vec<String> = sample
            .dialect
            .iter()
            .map(|(what, found)| format!("{what} {found}"))
            .collect();
        pairs.push(("form", form.join(", ")));
    }
    let members = &sample.members;
    if !members.damaged.is_empty() {
        pairs.push(("damaged, read in part", by_reason(&members.damaged)));
    }
    if members.read > 1 || !members.rejected.is_empty() {
        let left_out = match members.rejected.is_empty() {
            true => String::new(),
            false => format!(", not read: {}", by_reason(&members.rejected)),
        };
        pairs.push(("files in it", format!("{}{left_out}", count(members.read))));
    }
    if !sample.tables.is_empty() {
        pairs.push(("tables", count(sample.tables.len() as u64)));
    }
    pairs.push(("rows read", count(rows.read)));
    pairs.push(("rejected", rejected(&rows.rejected)));
    if !rows.flawed.is_empty() {
        pairs.push(("read in spite of flaws", rejected(&rows.flawed)));
    }
    if rows.blank > 0 {
        pairs.push(("blank lines", count(rows.blank)));
    }
    if rows.comments > 0 {
        pairs.push(("comments and banners", count(rows.comments)));
    }
    if rows.bytes.rejected > 0 {
        let bytes = format!(
            "{} of rows, {} rejected",
            count(rows.bytes.rows),
            count(rows.bytes.rejected)
        );
        pairs.push(("bytes", bytes));
    }
    let with_error = |number: u64| match sample.error_of_rows() {
        Some(error) => format!("about {} ± {}", count(number), count(error.ceil() as u64)),
        None => count(number),
    };
    pairs.push(("distinct rows", with_error(rows.distinct)));
    pairs.push(("repeats", with_error(rows.duplicate)));
    pairs.push(("distinct people", count(persons.distinct)));
    for seen in &sample.seen {
        if let Some(times) = seen
            .samples
            .first()
            .and_then(|sample| super::sizes::how_often(&sample.times))
        {
            let what = match seen.thing {
                Thing::People => "people by their rows",
                _ => "rows by their copies",
            };
            pairs.push((what, times));
        }
    }
    pairs.push(("rows without an identifier", count(persons.rows_without_identifier)));
    if persons.identifiers_of_many_names > 0 {
        let many = format!(
            "{} identifiers have more than 10 names; they join nobody",
            count(persons.identifiers_of_many_names)
        );
        pairs.push(("shared identifiers", many));
    }
    let distinct = sample.distinct_values.iter().map(|(kind, values)| {
        let estimated = sample.distinct_values_at_least.contains_key(kind);
        format!("{} {kind}", rough(*values, estimated))
    });
    let distinct: Vec<String> = distinct.collect();
    if !distinct.is_empty() {
        pairs.push(("distinct values", distinct.join(", ")));
    }
    if let Some(counted) = counted(&sample.counting) {
        pairs.push(("how counted", counted));
    }
    page.pairs(&pairs)
}

/// What is estimated and by what; nothing where all is exact.
fn counted(counting: &[Counting]) -> Option<String> {
    let estimated = || counting.iter().filter(|one| one.counted == Counted::Estimated);
    let first = estimated().next()?;
    let largest = estimated().filter_map(|one| one.relative_error).reduce(f64::max);
    let error = largest.map_or(String::new(), |error| {
        format!(
            ", each figure with a relative standard error of at most {} of itself",
            rate_up(error)
        )
    });
    let method = &first.estimator;
    let rows = if first.quantity == Counting::ROWS {
        "distinct rows, repeats and "
    } else {
        ""
    };
    let others = |all: &dyn Fn(&&Counting) -> bool| {
        let of_things =
            |one: &&Counting| one.quantity.starts_with("distinct ") && !one.quantity.starts_with(Counting::ROWS);
        counting.iter().filter(of_things).filter(all).count()
    };
    Some(format!(
        "{rows}{} of {} numbers of distinct values and links, marked ≈, are estimated by {method}{error}; rows, grades and \
         people are counted exactly",
        others(&|one| one.counted == Counted::Estimated),
        others(&|_| true),
    ))
}

/// A line per column.
pub(super) fn columns<W: Write>(page: &mut Page<'_, W>, sample: &SampleFindings) -> Result<()> {
    page.heading("COLUMNS, AND WHAT THEY WERE TAKEN FOR")?;
    if sample.columns.is_empty() {
        return page.paragraph("Not one column was found.", Tone::Plain);
    }
    // Columns of outcomes that never occurred say nothing and cost width.
    let outcomes: Vec<Outcome> = Outcome::ALL
        .into_iter()
        .filter(|outcome| sample.columns.iter().any(|column| cells(column, *outcome) > 0))
        .collect();
    let mut headers = vec![
        ("#", Side::Right),
        ("column", Side::Left),
        ("kind", Side::Left),
        ("sure", Side::Right),
    ];
    headers.extend(outcomes.iter().map(|outcome| (outcome.name(), Side::Right)));
    let mut table = Table::new(&headers);
    for column in &sample.columns {
        let mut row = vec![
            column.number.to_string(),
            column.name.clone(),
            column.kind.to_string(),
            rate(column.confidence),
        ];
        row.extend(outcomes.iter().map(|outcome| count(cells(column, *outcome))));
        table.push(row);
    }
    page.table(&table)?;
    for column in &sample.columns {
        for remark in remarks(column) {
            page.item("-", &format!("{}: {remark}", column.name), Tone::Plain)?;
        }
    }
    Ok(())
}

fn cells(column: &ColumnFindings, outcome: Outcome) -> u64 {
    column.outcomes.get(&outcome).copied().unwrap_or(0)
}

/// What a table's cell can't say of a column.
fn remarks(column: &ColumnFindings) -> Vec<String> {
    let mut remarks = Vec::new();
    if let Some((kind, confidence)) = &column.second {
        remarks.push(format!("could be {kind} as well ({})", rate(*confidence)));
    }
    if !column.malformed.is_empty() {
        remarks.push(format!("malformed: {}", by_reason(&column.malformed)));
    }
    if !column.implausible.is_empty() {
        remarks.push(format!(
            "implausible, tested all the same: {}",
            by_reason(&column.implausible)
        ));
    }
    if column.padded > 0 {
        remarks.push(format!("leading zeros put back in {} cells", count(column.padded)));
    }
    remarks
}

fn rejected(reasons: &BTreeMap<String, u64>) -> String {
    let all = reasons.values().fold(0u64, |sum, rows| sum.saturating_add(*rows));
    if all == 0 {
        "0".to_owned()
    } else {
        format!("{}: {}", count(all), by_reason(reasons))
    }
}

/// The most frequent first.
fn by_reason(reasons: &BTreeMap<String, u64>) -> String {
    let mut reasons: Vec<(&String, &u64)> = reasons.iter().collect();
    reasons.sort_by_key(|(_, cells)| std::cmp::Reverse(**cells));
    let said: Vec<String> = reasons
        .iter()
        .map(|(reason, cells)| format!("{reason} ({})", count(**cells)))
        .collect();
    said.join(", ")
}
