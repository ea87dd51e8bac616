//! Names, questions and warnings in words.

use assay_verify::{Question, VerdictGrade, Warning};

/// `text` with everything escaped that could act on a terminal or hide in it: control characters (so ANSI
/// sequences), line separators, characters that change the direction of writing, and invisible ones. A
/// company's and a column's name are somebody else's text.
///
/// A text that was escaped comes back unchanged.
pub fn plain(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if acts(c) {
            safe.extend(c.escape_unicode());
        } else {
            safe.push(c);
        }
    }
    safe
}

fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// A warning as a sentence and its remedy. Names in it are escaped by [`plain`].
pub fn warning_text(warning: &Warning) -> (String, String) {
    let (sentence, remedy) = match warning {
        Warning::NothingTestable => (
            "Not one row could be tested.".to_owned(),
            "Look at what the columns were taken for, and correct it with --map where it is something else; check that \
             the index holds a class of the sample's kinds."
                .to_owned(),
        ),
        Warning::FewRows { testable } => (
            format!("Only {} rows could be tested: too few to decide much.", count(*testable)),
            "Ask for a larger sample, or for rows of your choice.".to_owned(),
        ),
        Warning::Coverage { index, current_only: true } => (
            format!("The index {index} covers current customers only."),
            "Former customers in the sample miss in it. Index former customers too before a miss is held against \
             the claim."
                .to_owned(),
        ),
        Warning::Coverage { index, current_only: false } => (
            format!("The index {index} does not say which customers it covers."),
            "Build it with --covers all, current or a text; until then a miss may be a customer whom it leaves out."
                .to_owned(),
        ),
        Warning::NoPopulation => (
            "The population is not given, so the overlap with any list of real people is unknown.".to_owned(),
            "Give --population: the number of people whom such a list could be drawn from.".to_owned(),
        ),
        Warning::BelowChance { class, index } => (
            format!("In {index}, fewer values of {class} hit than chance would give."),
            "Its share is zero by force. Check the column's kind, and whether the values were drawn to look like \
             this kind."
                .to_owned(),
        ),
        Warning::CloseCall { column, kind, second } => (
            format!("The column {column} was taken for {kind}; it could be {second} as well."),
            format!("Say which it is with --map {second}=COLUMN or --map {kind}=COLUMN."),
        ),
        Warning::Rejected { rows, read } => (
            format!("{} of {} rows could not be read as rows.", count(*rows), count(*read)),
            "The reasons are listed under what was read. If they are many, the delimiter or the encoding may be \
             another one: give it."
                .to_owned(),
        ),
        Warning::Misread {
            column,
            kind,
            malformed,
            values,
        } => (
            format!(
                "{} of {} values of {column} are not of the kind {kind}.",
                count(*malformed),
                count(*values)
            ),
            "It was probably taken for what it is not: look at it with `assay inspect`, and say what it holds with --map."
                .to_owned(),
        ),
        Warning::DateOrderUndecided { column } => (
            format!("The dates of the column {column} fit both day first and month first."),
            "Say which with --date-order.".to_owned(),
        ),
        Warning::ControlsInSample { of, left_out, read } => (
            format!(
                "{} of {} {} stand in the sample itself, and were left out.",
                count(*left_out),
                count(*read),
                of.name()
            ),
            "Rows that were taken from the sample prove nothing of how well its rows are recognised: take controls from \
             elsewhere."
                .to_owned(),
        ),
        Warning::ControlsUnlike {
            of,
            class,
            filled,
            filled_in_sample,
        } => (
            format!(
                "{} in 100 rows of the {} have a value of {class}, and {} in 100 of the sample.",
                percent(*filled),
                of.name(),
                percent(*filled_in_sample)
            ),
            format!(
                "The {} so measured is not that of the sample's rows: give controls that are filled as these are.",
                of.measures()
            ),
        ),
        Warning::ClassMissing { kind, index } => (
            format!("The sample has {kind}, and the index {index} can't test it."),
            format!("Build the index with {kind} if the company has it."),
        ),
        Warning::OtherCompany {
            claimed,
            company,
            index,
        } => (
            format!("The listing names {claimed}; the index {index} is of {company}."),
            "They may be one company in other words. If they are not, figures of the index say nothing of this claim: \
             test against an index of the company that the listing names."
                .to_owned(),
        ),
        Warning::OlderThanClaimed {
            claimed,
            snapshot,
            index,
        } => (
            format!("The index {index} is of {snapshot}; the data are said to be of {claimed}."),
            "It can't know who became a customer afterwards: misses among later customers are no evidence. Index a later \
             state of the records, if there is one."
                .to_owned(),
        ),
    };
    (plain(&sentence), plain(&remedy))
}

/// A question of the verdict in words.
pub(crate) fn question(question: Question) -> &'static str {
    match question {
        Question::Authentic => "Do the rows describe real people, each row one of them?",
        Question::Theirs => "Are they this company's customers, from its data?",
        Question::New => "Is the data new, not from an older leak?",
    }
}

/// What a grade of the verdict means, in one sentence.
pub(crate) fn meaning(grade: VerdictGrade) -> &'static str {
    match grade {
        VerdictGrade::Verified => {
            "The rows are records of this company's customers. Whether they are new is a question of its own."
        }
        VerdictGrade::PartlyGenuine => {
            "A part of what is shown is from this company's records; the rest was not shown to be."
        }
        VerdictGrade::Recycled => "The rows were in an older leak: they do not show a new one.",
        VerdictGrade::Fabricated => {
            "The rows were made up, stitched together from several people, or filled up around directory data."
        }
        VerdictGrade::NotTheirs => "What was seen speaks for another source than this company.",
        VerdictGrade::Undecided => "What was seen does not decide; the limits say what would.",
    }
}

fn percent(share: f64) -> String {
    format!("{:.0}", 100.0 * share)
}

/// A count with thousands separators.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn counts_are_grouped() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (76_600_000, "76,600,000"),
            (u64::MAX, "18,446,744,073,709,551,615"),
        ] {
            assert_eq!(count(number), text);
        }
    }

    #[test]
    fn what_acts_on_a_terminal_is_escaped() {
        for (text, safe) in [
            ("\u{1b}[31mACME\u{7}", "\\u{1b}[31mACME\\u{7}"),
            ("a\r\nb\tc", "a\\u{d}\\u{a}b\\u{9}c"),
            ("\u{9b}2J", "\\u{9b}2J"),
            ("evil\u{202e}vsc", "evil\\u{202e}vsc"),
            ("Müller 東京", "Müller 東京"),
        ] {
            assert_eq!(plain(text), safe);
        }
    }

    #[test]
    fn a_warning_escapes_names() {
        let (sentence, remedy) = warning_text(&Warning::DateOrderUndecided {
            column: "born\u{1b}[2J".to_owned(),
        });
        assert!(sentence.contains("born\\u{1b}[2J"), "{sentence}");
        assert!(!remedy.is_empty());
    }

    proptest! {
        #[test]
        fn escaping_leaves_nothing_that_acts_and_is_idempotent(text in any::<String>()) {
            let once = plain(&text);
            prop_assert!(!once.chars().any(acts));
            prop_assert_eq!(plain(&once), once);
        }

        #[test]
        fn a_grouped_count_reads_back(number in any::<u64>()) {
            prop_assert_eq!(count(number).replace(',', "").parse::<u64>().unwrap(), number);
        }
    }
}
