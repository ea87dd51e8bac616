//! The rule that leads from signals to the verdict.
//!
//! | question | answer | when |
//! |---|---|---|
//! | authentic | yes | the lower limit of the share of genuine rows is at least three quarters |
//! | | no | without genuine rows beyond chance, more than half of the testable rows are conflicting or directory by its lower limit |
//! | | partly | there are genuine rows beyond chance, and fewer |
//! | theirs | yes | own kinds hit, or the share of matched people is clearly above the overlap with the population; and rows are authentic |
//! | | partly | the same, with rows partly authentic |
//! | | no | own kinds miss where personal ones hit; that nothing hits is a bound and no answer |
//! | new | undecided | without an index of older leaks nothing tells |
//!
//! The grade follows from the three by [`grade`].

use crate::conclude::FEW_ROWS;
use crate::weigh::{Rows, name};
use crate::{
    Answer, Confidence, Error, MatchFindings, Options, Points, Question, SampleFindings, Signal, Strength, Verdict,
    VerdictGrade, YesNo,
};

pub(crate) fn verdict(
    signals: &[Signal],
    sample: &SampleFindings,
    matched: &MatchFindings,
    options: &Options,
) -> Result<Verdict, Error> {
    let rows = Rows::of(matched);
    let authentic = authentic(signals, &rows, options)?;
    let theirs = theirs(signals, authentic);
    let new = answer(YesNo::Undecided, Confidence::Low);
    let mut reasons: Vec<&Signal> = signals
        .iter()
        .filter(|signal| signal.points != Points::Limits)
        .collect();
    reasons.sort_by_key(|signal| std::cmp::Reverse(signal.strength));
    Ok(Verdict {
        authentic,
        theirs,
        new,
        grade: grade(authentic.answer, theirs.answer, new.answer),
        reasons: reasons.into_iter().map(|signal| signal.text.clone()).collect(),
        limits: limits(signals, &rows, sample, theirs.answer, options),
    })
}

/// The verdict's grade: the first line that fits.
pub(crate) fn grade(authentic: YesNo, theirs: YesNo, new: YesNo) -> VerdictGrade {
    use YesNo::{No, Partly, Yes};
    match (authentic, theirs, new) {
        (Yes | Partly, Yes | Partly, No) => VerdictGrade::Recycled,
        (No, _, _) => VerdictGrade::Fabricated,
        (_, No, _) => VerdictGrade::NotTheirs,
        (Yes, Yes, _) => VerdictGrade::Verified,
        (Yes | Partly, Yes | Partly, _) => VerdictGrade::PartlyGenuine,
        _ => VerdictGrade::Undecided,
    }
}

fn authentic(signals: &[Signal], rows: &Rows, options: &Options) -> Result<Answer, Error> {
    if rows.testable == 0 {
        return Ok(answer(YesNo::Undecided, Confidence::Low));
    }
    let genuine_at_least = rows.at_least(rows.genuine, options.level)?;
    let spoilt = rows.conflicting + rows.directory;
    let spoilt_at_least = rows.at_least(spoilt, options.level)?;
    let beyond_chance = has(signals, name::GENUINE, Strength::Strong);
    Ok(if beyond_chance && genuine_at_least >= MOST {
        answer(
            YesNo::Yes,
            if genuine_at_least >= NEARLY_ALL {
                Confidence::High
            } else {
                Confidence::Moderate
            },
        )
    } else if beyond_chance {
        answer(
            YesNo::Partly,
            if rows.testable < FEW_ROWS || rows.genuine < spoilt {
                Confidence::Moderate
            } else {
                Confidence::High
            },
        )
    } else if spoilt_at_least > HALF {
        answer(
            YesNo::No,
            if spoilt_at_least >= MOST {
                Confidence::High
            } else {
                Confidence::Moderate
            },
        )
    } else {
        answer(YesNo::Undecided, Confidence::Low)
    })
}

fn theirs(signals: &[Signal], authentic: Answer) -> Answer {
    let points = |name: &str| {
        signals
            .iter()
            .any(|signal| signal.name == name && signal.points == Points::For && signal.question == Question::Theirs)
    };
    if has(signals, name::OWN_MISS, Strength::Strong) {
        return answer(YesNo::No, Confidence::High);
    }
    let how_much = match authentic.answer {
        YesNo::Yes => Some(YesNo::Yes),
        YesNo::Partly => Some(YesNo::Partly),
        _ => None,
    };
    match how_much {
        Some(how_much) if points(name::OWN_HIT) => answer(how_much, Confidence::High),
        Some(how_much) if points(name::OVERLAP) => answer(how_much, Confidence::Moderate),
        Some(_) => answer(YesNo::Undecided, Confidence::Low),
        None => answer(YesNo::Undecided, Confidence::Low),
    }
}

fn limits(signals: &[Signal], rows: &Rows, sample: &SampleFindings, theirs: YesNo, options: &Options) -> Vec<String> {
    // What would decide it comes first.
    let mut limits: Vec<String> = Vec::new();
    if theirs == YesNo::Undecided && options.population.is_none() && rows.genuine > 0 {
        limits.push(
            "everybody is somebody's customer: state --population, or test a column that only the company assigns, to \
             tell this company's data from any list of real people"
                .to_owned(),
        );
    }
    if sample.rows.accepted() > 0 && rows.testable == 0 {
        limits.push(
            "no row has a value that the index can test: check the columns with `assay inspect`, name them with --map"
                .to_owned(),
        );
    }
    let limiting = signals.iter().filter(|signal| signal.points == Points::Limits);
    limits.extend(limiting.map(|signal| signal.text.clone()));
    if options.sampling == crate::Sampling::Seller {
        limits.push(
            "the seller chose these rows: the figures are facts about this sample, not about the listing".to_owned(),
        );
    }
    limits.push("whether the data are new can't be told without an index of older leaks".to_owned());
    limits.push("a match shows where the rows are from, not how or when they were taken".to_owned());
    limits
}

fn has(signals: &[Signal], name: &str, strength: Strength) -> bool {
    signals
        .iter()
        .any(|signal| signal.name == name && signal.strength >= strength)
}

fn answer(answer: YesNo, confidence: Confidence) -> Answer {
    Answer { answer, confidence }
}

const NEARLY_ALL: f64 = 0.9;
const MOST: f64 = 0.75;
const HALF: f64 = 0.5;

#[cfg(test)]
mod tests {
    use super::*;
    use YesNo::{No, Partly, Undecided, Yes};

    #[test]
    fn the_grade_follows_from_the_answers() {
        for (authentic, theirs, new, expected) in [
            (Yes, Yes, Undecided, VerdictGrade::Verified),
            (Yes, Yes, Yes, VerdictGrade::Verified),
            (Yes, Yes, No, VerdictGrade::Recycled),
            (Partly, Partly, Undecided, VerdictGrade::PartlyGenuine),
            (Yes, Undecided, Undecided, VerdictGrade::Undecided),
            (No, Undecided, Undecided, VerdictGrade::Fabricated),
            (Yes, No, Undecided, VerdictGrade::NotTheirs),
            (Undecided, No, Undecided, VerdictGrade::NotTheirs),
            (Undecided, Undecided, Undecided, VerdictGrade::Undecided),
        ] {
            assert_eq!(grade(authentic, theirs, new), expected);
        }
    }
}
