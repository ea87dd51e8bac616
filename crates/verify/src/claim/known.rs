//! What was seen, as far as a claim is set against it.

use super::Claim;
use crate::{ColumnFindings, Estimate, IndexFindings, MatchFindings, Options, SampleFacts, SampleFindings, Sampling};

/// What was seen of the listing. Without indexes the rest still holds.
pub(crate) struct Known<'a> {
    /// Rows that were read, repeats included.
    pub(crate) rows: u64,
    /// Distinct rows that there are at least.
    pub(crate) distinct_rows: u64,
    /// Rows that repeat an earlier one, at most.
    pub(crate) repeats: u64,
    /// Rows with an identifier, and the people whom shared identifiers make of them: at most so many.
    pub(crate) rows_of_people: u64,
    pub(crate) people: u64,
    /// People that there are at least: the distinct values of a kind that one person has once. Rows of one person that
    /// share no identifier make the count of joined people too high for a contradiction.
    pub(crate) people_at_least: u64,
    /// Bytes of the rows, where the form has any.
    pub(crate) bytes: Option<u64>,
    /// Whether the form adds next to nothing to the values, so that no other is much shorter.
    pub(crate) is_compact: bool,
    /// How many tables the rows are of.
    pub(crate) tables: usize,
    pub(crate) columns: &'a [ColumnFindings],
    pub(crate) matched: Option<&'a MatchFindings>,
    pub(crate) indexes: &'a [IndexFindings],
    pub(crate) estimates: &'a [Estimate],
    pub(crate) options: &'a Options,
}

impl<'a> Known<'a> {
    /// One sample by itself.
    pub(crate) fn of(facts: &SampleFacts, sample: &'a SampleFindings, options: &'a Options) -> Known<'a> {
        let rows = sample.rows.accepted();
        let distinct = sample.rows.distinct;
        // Six standard errors, as everywhere: below that an estimate stays less than once in 10⁸ samples.
        let error = sample.error_of_rows().unwrap_or(0.0);
        let distinct_rows = (distinct as f64 - 6.0 * error).max(0.0).floor() as u64;
        let once = sample.distinct_values.iter().filter(|(kind, _)| kind.is_personal());
        let once = once.map(|(kind, values)| *sample.distinct_values_at_least.get(kind).unwrap_or(values));
        let form = sample.dialect.get("form").map(String::as_str);
        Known {
            rows,
            distinct_rows,
            repeats: rows - distinct_rows.min(rows),
            rows_of_people: rows.saturating_sub(sample.persons.rows_without_identifier),
            people: sample.persons.distinct,
            people_at_least: once.max().unwrap_or(0),
            bytes: Some(facts.bytes_of.rows).filter(|bytes| *bytes > 0 && rows > 0 && form.is_some_and(is_text)),
            is_compact: form.is_some_and(|form| ["delimited", "fixed"].contains(&form)),
            tables: sample.tables.len().max(1),
            columns: &sample.columns,
            matched: None,
            indexes: &[],
            estimates: &[],
            options,
        }
    }

    pub(super) fn claim(&self) -> &'a Claim {
        &self.options.claim
    }

    pub(super) fn is_random(&self) -> bool {
        self.options.sampling == Sampling::Random
    }
}

fn is_text(form: &str) -> bool {
    assay_sample::Form::TEXT.iter().any(|text| text.name() == form)
}
