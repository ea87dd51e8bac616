//! The verdict, its reasons and its signals.

use std::io::{Result, Write};

use assay_verify::{
    Answer, Confidence, MatchFindings, Points, Question, Signal, Strength, Verdict, VerdictGrade, YesNo,
};

use super::numbers::rate_up;
use super::page::{Page, Side, Table, Tone};
use crate::Report;
use crate::text::{count, meaning, question};

/// The grade, what it means, and the three questions.
pub(super) fn verdict<W: Write>(page: &mut Page<'_, W>, report: &Report) -> Result<()> {
    let findings = &report.findings;
    let verdict = &findings.verdict;
    if !report.evidence.complete {
        let reason = report
            .evidence
            .reason
            .as_deref()
            .unwrap_or("the reason was not recorded");
        page.paragraph(&format!("INCOMPLETE: the run was cut short ({reason})."), Tone::Warning)?;
    }
    page.heading(&format!("VERDICT: {}", verdict.grade.to_string().to_uppercase()))?;
    page.paragraph(meaning(verdict.grade), Tone::Plain)?;
    if let (VerdictGrade::Undecided, Some(first)) = (verdict.grade, verdict.limits.first()) {
        page.paragraph(&format!("First of these: {first}."), Tone::Plain)?;
    }
    page.blank()?;
    let genuine = &findings.matched.genuine;
    let nothing_found = genuine.genuine == 0 && genuine.testable > 0;
    let mut table = Table::new(&[
        ("question", Side::Left),
        ("answer", Side::Left),
        ("confidence", Side::Left),
    ]);
    for (which, answer) in QUESTIONS
        .into_iter()
        .zip([&verdict.authentic, &verdict.theirs, &verdict.new])
    {
        table.push(vec![
            question(which).to_owned(),
            said(which, answer, nothing_found),
            confidence(answer.confidence),
        ]);
    }
    page.table(&table)?;
    decided(page, verdict)?;
    if !nothing_found {
        return Ok(());
    }
    page.blank()?;
    page.paragraph(&left_open(&findings.matched), Tone::Plain)
}

/// The lines of the rule that decided.
fn decided<W: Write>(page: &mut Page<'_, W>, verdict: &Verdict) -> Result<()> {
    for (which, line) in QUESTIONS.into_iter().zip(&verdict.decided_by) {
        page.item("-", &format!("{} {line}", asked(which)), Tone::Faint)?;
    }
    Ok(())
}

fn asked(which: Question) -> &'static str {
    match which {
        Question::Authentic => "authentic, because:",
        Question::Theirs => "theirs, because:",
        Question::New => "new, because:",
    }
}

/// Why, strongest first.
pub(super) fn reasons<W: Write>(page: &mut Page<'_, W>, verdict: &Verdict) -> Result<()> {
    page.heading("WHY")?;
    for (number, reason) in verdict.reasons.iter().enumerate() {
        page.item(&format!("{}.", number + 1), reason, Tone::Plain)?;
    }
    if verdict.reasons.is_empty() {
        page.paragraph("The test gave nothing that decides.", Tone::Plain)?;
    }
    Ok(())
}

/// The signals, question by question, the strongest first.
pub(super) fn signals<W: Write>(page: &mut Page<'_, W>, signals: &[Signal]) -> Result<()> {
    if signals.is_empty() {
        return Ok(());
    }
    page.heading("SIGNALS")?;
    for which in QUESTIONS {
        let mut of_it: Vec<&Signal> = signals.iter().filter(|signal| signal.question == which).collect();
        if of_it.is_empty() {
            continue;
        }
        of_it.sort_by_key(|signal| std::cmp::Reverse(signal.strength));
        page.paragraph(question(which), Tone::Faint)?;
        for signal in of_it {
            page.item("-", &sentence(signal), Tone::Plain)?;
        }
    }
    Ok(())
}

/// A signal with what it weighs.
pub(super) fn sentence(signal: &Signal) -> String {
    format!(
        "{}, {}: {}",
        points(signal.points),
        strength(signal.strength),
        signal.text
    )
}

const QUESTIONS: [Question; 3] = [Question::Authentic, Question::Theirs, Question::New];

/// The answer's word. A sample without a genuine row is not thereby shown to be somebody else's, so the page
/// doesn't say "no" then.
fn said(which: Question, answer: &Answer, nothing_found: bool) -> String {
    match (which, answer.answer) {
        (Question::Theirs, YesNo::No) if nothing_found => "nothing found".to_owned(),
        (_, answer) => answer.to_string(),
    }
}

/// What the lack of genuine rows leaves open, by the class without a hit that tested most.
fn left_open(matched: &MatchFindings) -> String {
    let without = matched
        .fields
        .iter()
        .filter_map(|field| Some((field, field.zero_hits_bound?)));
    let most = without
        .filter(|(field, _)| field.hits == 0)
        .max_by_key(|(field, _)| field.tested);
    match most {
        Some((field, bound)) => format!(
            "0 of {} {} values hit in {}: at most {} could be in it.",
            count(field.tested),
            field.class,
            field.index,
            rate_up(bound)
        ),
        None => format!(
            "0 of {} testable rows are genuine; what hits below shows none of them to be one customer's. The estimates say \
             what that leaves open.",
            count(matched.genuine.testable)
        ),
    }
}

fn confidence(confidence: Confidence) -> String {
    match confidence {
        Confidence::Low => "low",
        Confidence::Moderate => "moderate",
        Confidence::High => "high",
    }
    .to_owned()
}

fn points(points: Points) -> &'static str {
    match points {
        Points::For => "for it",
        Points::Against => "against it",
        Points::Limits => "a limit",
    }
}

pub(super) fn strength(strength: Strength) -> &'static str {
    match strength {
        Strength::Weak => "weak",
        Strength::Moderate => "moderate",
        Strength::Strong => "strong",
    }
}
