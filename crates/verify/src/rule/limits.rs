//! What limits a verdict, what would change it, and what it does not say.

use assay_index::Covers;

use super::facts::Facts;
use crate::weigh::{FEW_ROWS, Seen, name};
use crate::{Answer, Points, Sampling, Signal, Source, Strength, YesNo};

/// What limits it; what would decide it comes first.
pub(super) fn limits(signals: &[Signal], seen: &Seen<'_>, theirs: YesNo) -> Vec<String> {
    let (rows, options) = (seen.rows, seen.options);
    let mut limits: Vec<String> = Vec::new();
    if theirs == YesNo::Undecided && options.population.is_none() && rows.genuine.count() > 0 {
        limits.push(
            "everybody is somebody's customer: state --population, or test a column that only the company assigns, to \
             tell this company's data from any list of real people"
                .to_owned(),
        );
    }
    if seen.sample.rows.accepted() > 0 && rows.testable_anywhere.count() == 0 {
        limits.push(
            "not one row has a value that the index can test: check the columns with `assay inspect`, name them with --map"
                .to_owned(),
        );
    }
    let decided_by_own = signals.iter().any(|signal| {
        [name::OWN_HIT, name::CANARY].contains(&signal.name.as_str()) && signal.strength == Strength::Strong
    });
    if matches!(theirs, YesNo::Yes | YesNo::Partly) && !decided_by_own {
        limits.push(
            "whose customers these are rests on the overlap with the population alone: a list that was chosen by carrier or \
             by region would match as well"
                .to_owned(),
        );
    }
    let mut limiting: Vec<&Signal> = signals
        .iter()
        .filter(|signal| signal.points == Points::Limits)
        .collect();
    limiting.sort_by_key(|signal| std::cmp::Reverse(signal.strength));
    let weak = limiting.partition_point(|signal| signal.strength > Strength::Weak);
    let weak = limiting.split_off(weak);
    limits.extend(limiting.into_iter().map(|signal| signal.text.clone()));
    if options.sampling == Sampling::Seller {
        limits.push(
            "the seller chose these rows: the figures are facts about this sample, not about the listing".to_owned(),
        );
    }
    limits.extend(weak.into_iter().map(|signal| signal.text.clone()));
    limits
}

/// What would change it, or make it surer.
pub(super) fn would_change(seen: &Seen<'_>, facts: &Facts, answers: [Answer; 3]) -> Vec<String> {
    let mut changes = Vec::new();
    let mut say = |text: &str| changes.push(text.to_owned());
    let [authentic, theirs, _] = answers;
    let has = |source: Source| seen.indexes.iter().any(|index| index.source == source);
    if seen.rows.testable_anywhere.count() < FEW_ROWS {
        say("more rows: below 20 a sample decides little");
    }
    if theirs.answer == YesNo::Undecided && seen.options.population.is_none() {
        say("--population: how many people the company's customers are drawn from");
    }
    if theirs.answer == YesNo::Undecided && !facts.own_hit {
        say("rows with numbers that only the company assigns, such as its account numbers");
    }
    let mut ours = seen.indexes.iter().filter(|index| index.source == Source::Company);
    if authentic.answer != YesNo::Yes && ours.any(|index| index.covers != Covers::All) {
        say("an index that covers all customers, former ones too (--covers all)");
    }
    if theirs.answer == YesNo::Undecided && facts.is_authentic() && !has(Source::Comparator) {
        say("--comparator: an index of another company whose customers these may be");
    }
    if !has(Source::Leak) {
        say("--leak: indexes of older leaks, which alone can tell whether the data are new");
    }
    if facts.is_authentic() && seen.all.dating.is_none() {
        say("indexes of the company at several dates (--snapshot), which can tell when the data were taken");
    }
    if seen.all.controls.is_empty() && authentic.answer != YesNo::Yes {
        say("--controls: known customers, spelled as the sample spells them, which show how many the test misses");
    }
    changes
}

/// What it does not say, whatever it is.
pub(super) fn does_not_say(seen: &Seen<'_>) -> Vec<String> {
    let mut unsaid = vec![
        "that a break-in happened, or that none did: a match shows where the rows are from, not how or when they were taken"
            .to_owned(),
    ];
    if seen.options.sampling == Sampling::Seller {
        unsaid.push("that the rest of the listing is like these rows, which the seller chose".to_owned());
    }
    unsaid
}
