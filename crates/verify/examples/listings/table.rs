//! The confusion table and what it must show.

use std::fmt::Write;

use assay_estimate::binomial_survival;
use assay_verify::VerdictGrade;

use crate::cases::NAMES;
use crate::judge::Outcome;

const GRADES: [VerdictGrade; 6] = [
    VerdictGrade::Verified,
    VerdictGrade::PartlyGenuine,
    VerdictGrade::Recycled,
    VerdictGrade::Fabricated,
    VerdictGrade::NotTheirs,
    VerdictGrade::Undecided,
];

/// The table in Markdown: verdicts of listings of 200 rows or more, in brackets those of smaller ones.
pub(crate) fn confusion(outcomes: &[Outcome]) -> String {
    let mut text = "| listing | verified | partly genuine | recycled | fabricated | not theirs | undecided | right |\n\
                    |---|---|---|---|---|---|---|---|\n"
        .to_owned();
    for name in NAMES {
        let of: Vec<&Outcome> = outcomes.iter().filter(|outcome| outcome.name == name).collect();
        let _ = write!(text, "| {name} |");
        for grade in GRADES {
            let count = |large: bool| {
                let fits = |outcome: &&&Outcome| outcome.grade == grade && (outcome.rows >= LARGE) == large;
                of.iter().filter(fits).count()
            };
            let _ = match (count(true), count(false)) {
                (0, 0) => write!(text, " |"),
                (large, 0) => write!(text, " {large} |"),
                (0, small) => write!(text, " ({small}) |"),
                (large, small) => write!(text, " {large} ({small}) |"),
            };
        }
        let large: Vec<_> = of.iter().filter(|outcome| outcome.rows >= LARGE).collect();
        let right = large.iter().filter(|outcome| outcome.right).count();
        let _ = writeln!(text, " {right} of {} |", large.len());
    }
    text
}

/// What must hold, each with whether it does.
pub(crate) fn checks(outcomes: &[Outcome], draws: &[Outcome], whole: bool) -> Vec<(bool, String)> {
    let mut checks = Vec::new();
    let share = |part: usize, of: usize| 100.0 * part as f64 / of.max(1) as f64;
    let large: Vec<&Outcome> = outcomes.iter().filter(|outcome| outcome.rows >= LARGE).collect();
    let right = large.iter().filter(|outcome| outcome.right).count();
    let text = format!(
        "right verdict: {right} of {} listings with {LARGE} rows or more ({:.1} %)",
        large.len(),
        share(right, large.len())
    );
    checks.push((!whole || share(right, large.len()) >= 98.0, text));
    let broken = outcomes.iter().chain(draws).flat_map(|outcome| &outcome.broken).count();
    let all = outcomes.len() + draws.len();
    checks.push((
        broken == 0,
        format!("what must never happen: {broken} of {all} listings of any size"),
    ));
    for (what, of) in [
        (
            "segment named",
            &(|outcome: &Outcome| outcome.segment) as &dyn Fn(&Outcome) -> Option<bool>,
        ),
        ("date enclosed", &|outcome: &Outcome| outcome.date),
    ] {
        let found: Vec<bool> = large.iter().filter_map(|outcome| of(outcome)).collect();
        let good = found.iter().filter(|good| **good).count();
        let text = format!("{what}: {good} of {} ({:.1} %)", found.len(), share(good, found.len()));
        checks.push((!whole || share(good, found.len()) >= 95.0, text));
    }
    let covered: Vec<bool> = outcomes
        .iter()
        .chain(draws)
        .filter_map(|outcome| outcome.covered)
        .collect();
    let held = covered.iter().filter(|held| **held).count() as u64;
    let (n, p) = (covered.len() as u64, 0.95);
    let up = binomial_survival(held, n, p).unwrap_or(1.0);
    let down = 1.0 - binomial_survival(held + 1, n, p).unwrap_or(0.0);
    let p = (2.0 * up.min(down)).min(1.0);
    // The exact interval holds its level or more: only too few speak against it.
    let text = format!(
        "the interval of the listing's share holds it: {held} of {n} random draws ({:.1} %), binomial p against 95 % = {p:.3}, \
         for too few {down:.3}",
        share(held as usize, covered.len())
    );
    checks.push((!whole || down > 0.01, text));
    let silent = outcomes.iter().filter(|outcome| !outcome.limited).count();
    checks.push((
        silent == 0,
        format!("reports without a word on what limits them: {silent}"),
    ));
    checks
}

pub(crate) const LARGE: u64 = 200;
