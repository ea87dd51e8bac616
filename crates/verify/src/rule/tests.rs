use super::*;
use YesNo::{No, Partly, Undecided, Yes};

#[test]
fn the_grade_follows_from_the_answers() {
    for (authentic, theirs, new, expected) in [
        (Yes, Yes, Undecided, VerdictGrade::Verified),
        (Yes, Yes, Yes, VerdictGrade::Verified),
        (Yes, Yes, Partly, VerdictGrade::Verified),
        (Yes, Yes, No, VerdictGrade::Recycled),
        (Undecided, Undecided, No, VerdictGrade::Recycled),
        (No, Undecided, No, VerdictGrade::Fabricated),
        (Partly, Partly, Undecided, VerdictGrade::PartlyGenuine),
        (Yes, Partly, Undecided, VerdictGrade::PartlyGenuine),
        (Yes, Undecided, Undecided, VerdictGrade::Undecided),
        (No, Undecided, Undecided, VerdictGrade::Fabricated),
        (Yes, No, Undecided, VerdictGrade::NotTheirs),
        (Undecided, No, Undecided, VerdictGrade::NotTheirs),
        (Undecided, Undecided, Undecided, VerdictGrade::Undecided),
    ] {
        assert_eq!(grade(authentic, theirs, new), expected);
    }
}

/// The page shows the tables as they are.
#[test]
fn the_page_shows_these_tables() {
    let page = include_str!("../../../../docs/verdict.md");
    for table in [Question::Authentic, Question::Theirs, Question::New].map(rule_of) {
        let mut shown = String::new();
        for line in table {
            shown += &format!("| {} | {} | {} |\n", line.answer, line.confidence, line.when);
        }
        assert!(page.contains(&shown), "docs/verdict.md lacks this table:\n{shown}");
    }
}
