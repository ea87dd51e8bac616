//! The rule that leads from signals to the verdict. Rows are distinct rows; *beyond chance* means that chance alone
//! gives as many with a probability below one in a million.
//!
//! | question | answer | when |
//! |---|---|---|
//! | authentic | yes | genuine rows beyond chance are at least three quarters by their lower limit, or all of at least three; no field is unfit |
//! | | partly | genuine rows beyond chance are fewer, or a field that they show does not belong to them |
//! | | no | no genuine rows beyond chance, no own values beyond chance, and more than half of the rows, by their lower limit, are stitched beyond chance or directory data beside identifiers that miss |
//! | theirs | as authentic | own values hit, linked to their rows; or the share of matched people is clearly above the overlap with the population, and own values don't miss |
//! | | no | own values of a surely read column miss where personal ones hit, no index knows them, and the overlap with the stated population may explain the rest |
//! | new | undecided | without an index of older leaks nothing tells |
//!
//! That nothing hits is a bound, and no answer. The grade follows from the three by [`grade`].

use crate::weigh::{FEW_ROWS, Rows, name};
use crate::{
    Answer, Confidence, Error, Options, Points, SampleFindings, Signal, Strength, Verdict, VerdictGrade, YesNo,
};

pub(crate) fn verdict(
    signals: &[Signal],
    rows: &Rows,
    sample: &SampleFindings,
    options: &Options,
) -> Result<Verdict, Error> {
    let authentic = authentic(signals, rows, options)?;
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
        limits: limits(signals, rows, sample, theirs.answer, options),
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
    if rows.testable.count() == 0 {
        return Ok(answer(YesNo::Undecided, Confidence::Low));
    }
    let at_least = rows.at_least(rows.genuine, options.level)?;
    let share = rows.genuine.count() as f64 / rows.testable.count() as f64;
    let unfit = has(signals, name::UNFIT, Strength::Strong);
    let confidence = |share: f64| match share {
        _ if rows.testable.count() < FEW_ROWS => Confidence::Low,
        share if share >= NEARLY_ALL => Confidence::High,
        _ => Confidence::Moderate,
    };
    if has(signals, name::GENUINE, Strength::Strong) {
        let mostly = at_least >= MOST || rows.genuine.count() == rows.testable.count();
        return Ok(match mostly && !unfit {
            true => answer(YesNo::Yes, confidence(at_least)),
            false if share < FEW => answer(YesNo::Partly, Confidence::Low),
            false => answer(YesNo::Partly, confidence(1.0)),
        });
    }
    let own_values =
        has(signals, name::OWN_LOOSE, Strength::Moderate) || has(signals, name::OWN_HIT, Strength::Moderate);
    let spoilt = rows.at_least(rows.conflicting.and(rows.directory_contradicted), options.level)?;
    Ok(if spoilt > HALF && !own_values {
        answer(YesNo::No, confidence(spoilt))
    } else {
        answer(YesNo::Undecided, Confidence::Low)
    })
}

fn theirs(signals: &[Signal], authentic: Answer) -> Answer {
    let above_overlap = signals
        .iter()
        .any(|signal| signal.name == name::OVERLAP && signal.points == Points::For);
    let own_hit = has(signals, name::OWN_HIT, Strength::Strong);
    let own_miss = has(signals, name::OWN_MISS, Strength::Strong) && !own_hit;
    let undecided = answer(YesNo::Undecided, Confidence::Low);
    match authentic.answer {
        YesNo::Yes | YesNo::Partly if own_hit => authentic,
        // Numbers from elsewhere beside more of the company's customers than any list has: both can't be right. Only
        // where the overlap is known to explain the match do the numbers decide.
        YesNo::Yes | YesNo::Partly if own_miss => match has(signals, name::OVERLAP, Strength::Weak) && !above_overlap {
            true => answer(YesNo::No, Confidence::Moderate),
            false => undecided,
        },
        YesNo::Yes | YesNo::Partly if above_overlap => Answer {
            answer: authentic.answer,
            confidence: authentic.confidence.min(Confidence::Moderate),
        },
        _ => undecided,
    }
}

fn limits(signals: &[Signal], rows: &Rows, sample: &SampleFindings, theirs: YesNo, options: &Options) -> Vec<String> {
    // What would decide it comes first.
    let mut limits: Vec<String> = Vec::new();
    if theirs == YesNo::Undecided && options.population.is_none() && rows.genuine.count() > 0 {
        limits.push(
            "everybody is somebody's customer: state --population, or test a column that only the company assigns, to \
             tell this company's data from any list of real people"
                .to_owned(),
        );
    }
    if sample.rows.accepted() > 0 && rows.testable.count() == 0 {
        limits.push(
            "not one row has a value that the index can test: check the columns with `assay inspect`, name them with --map"
                .to_owned(),
        );
    }
    if matches!(theirs, YesNo::Yes | YesNo::Partly) && !has(signals, name::OWN_HIT, Strength::Strong) {
        limits.push(
            "whose customers these are rests on the overlap with the population alone: a list that was chosen by carrier or \
             by region would match as well"
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
/// A share of genuine rows below which they may have been mixed in.
const FEW: f64 = 0.1;

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
