//! What limits all that can be said.

use assay_index::Covers;

use super::{FEW_ROWS, Seen, name, said, signal};
use crate::{Points, Question, Signal, Strength};

pub(super) fn signals(seen: &Seen<'_>) -> Vec<Signal> {
    let (rows, sample) = (seen.rows, seen.sample);
    let mut signals = Vec::new();
    let mut limit =
        |name, question, strength, text| signals.push(signal(name, question, Points::Limits, strength, text));
    for index in seen.ours().filter(|index| index.covers != Covers::All) {
        let covers = match &index.covers {
            Covers::Current => "current customers only",
            Covers::Other(_) => "a part of the customers, in the company's words",
            _ => "customers of whom nothing is stated",
        };
        let text = format!(
            "index {} covers {covers}: it can wrongly refute a claim about others",
            index.index
        );
        limit(name::COVERAGE, Question::Theirs, Strength::Moderate, text);
    }
    // Whom an index can't know, and whom it may know twice.
    let newest = seen.ours().filter_map(|index| index.snapshot.as_deref()).max();
    if let Some(date) = newest.filter(|_| rows.genuine.count() < rows.testable.count()) {
        let text = format!("the company's newest index is of {date}: it can't know who became a customer afterwards");
        limit(name::COVERAGE, Question::Theirs, Strength::Weak, text);
    }
    let several = seen.ours().count() > 1;
    if several && let Some(undated) = seen.ours().find(|index| index.snapshot.is_none()) {
        let text = format!(
            "index {} bears no date (index --snapshot): people who stand in it and in another of the company's count twice in \
             the overlap, and nothing dates the data by it",
            undated.index
        );
        limit(name::COVERAGE, Question::Theirs, Strength::Weak, text);
    }
    if rows.testable.count() < FEW_ROWS {
        let text = format!("only {} rows could be tested", rows.testable.count());
        limit(name::FEW, Question::Authentic, Strength::Moderate, text);
    }
    let untestable = rows.all.without(rows.testable_anywhere);
    if untestable.count() as f64 > 0.1 * rows.all.count() as f64 {
        let text = format!(
            "{} of {} distinct rows show nothing that an index can test: all that is said is said of the others",
            said(untestable),
            said(rows.all)
        );
        limit(name::UNTESTABLE, Question::Authentic, Strength::Moderate, text);
    }
    // An estimate that happens to be low must not make a seller one who pads.
    let repeats = sample.rows.accepted().saturating_sub(rows.all.at_most());
    if repeats as f64 > 0.1 * sample.rows.accepted() as f64 {
        let text = format!(
            "{}{} of {} rows repeat an earlier one: the sample is padded",
            if sample.error_of_rows().is_some() { "about " } else { "" },
            sample.rows.duplicate,
            sample.rows.accepted()
        );
        limit(name::COPIES, Question::Authentic, Strength::Moderate, text);
    }
    signals
}
