//! Whether a verdict is right.

use assay_synth::{Finding, Offer, OfferKind};
use assay_verify::{Findings, Source, VerdictGrade, YesNo};

use crate::cases::Case;
use crate::world::World;

/// What became of one listing.
pub(crate) struct Outcome {
    pub(crate) name: &'static str,
    pub(crate) rows: u64,
    pub(crate) grade: VerdictGrade,
    pub(crate) right: bool,
    /// What must never happen, if it did.
    pub(crate) broken: Vec<String>,
    /// Whether the segment was named, and the date enclosed, where there is one to find.
    pub(crate) segment: Option<bool>,
    pub(crate) date: Option<bool>,
    /// Whether the interval holds the share that the rows were drawn from.
    pub(crate) covered: Option<bool>,
    pub(crate) limits: usize,
    /// The answers, for whoever looks for a reason.
    pub(crate) says: String,
}

pub(crate) fn judge(world: &World, case: &Case) -> Outcome {
    let findings = world.test(&case.recipe, case.seed, case.rows, case.against);
    let offer = Offer::new(&world.company, case.recipe.clone(), case.seed, case.rows).unwrap();
    let expected = offer.expected();
    let verdict = &findings.verdict;
    let grade = finding(verdict.grade);
    // A small sample may end undecided, whatever it is.
    let right = expected.verdicts.contains(&grade) || (case.rows < 200 && grade == Finding::Undecided);
    let mut broken = Vec::new();
    let best = expected.verdicts[0];
    let must_not = |is: bool, what: &str| is.then(|| format!("{} of {} rows: {what}", case.name, case.rows));
    broken.extend(must_not(
        grade == Finding::Verified && expected.authentic == "no",
        "verified, though fabricated",
    ));
    broken.extend(must_not(
        grade == Finding::Verified && best == Finding::Recycled,
        "verified, though recycled",
    ));
    let others = matches!(case.recipe.kind, OfferKind::OtherCompany | OfferKind::Voters);
    broken.extend(must_not(others && verdict.theirs.answer == YesNo::Yes, "theirs: yes, though another's"));
    broken.extend(must_not(
        grade == Finding::Fabricated && expected.authentic != "no",
        "fabricated, though real",
    ));
    broken.extend(must_not(
        matches!(grade, Finding::NotTheirs | Finding::Recycled) && best == Finding::Verified,
        "somebody else's or old, though the company's",
    ));
    let says = format!(
        "{} of {} rows: {} (authentic {}, theirs {}, new {})",
        case.name, case.rows, verdict.grade, verdict.authentic.answer, verdict.theirs.answer, verdict.new.answer
    );
    Outcome {
        name: case.name,
        rows: case.rows,
        grade: verdict.grade,
        right,
        broken,
        segment: (case.recipe.kind == OfferKind::Segment).then(|| names_segment(&findings, &case.recipe.segment)),
        date: (case.recipe.kind == OfferKind::Outdated).then(|| encloses(&findings, &case.recipe.as_of)),
        covered: case.drawn_from.and_then(|share| {
            let interval = findings.matched.listing.as_ref()?.interval;
            Some(interval.low? <= share && share <= interval.high?)
        }),
        limits: verdict.limits.len(),
        says,
    }
}

fn names_segment(findings: &Findings, wanted: &str) -> bool {
    let mut found = findings.matched.segments.iter().filter_map(|found| found.largest.as_ref());
    found.any(|largest| largest.segment == wanted)
}

/// Whether the dates enclose the truth, and say something.
fn encloses(findings: &Findings, taken: &str) -> bool {
    let Some(dating) = &findings.matched.dating else {
        return false;
    };
    let after = dating.after.map(|date| date.to_string());
    let before = dating.before.or(dating.before_if_random).map(|date| date.to_string());
    let encloses = after.as_deref().is_none_or(|after| after < taken) && before.as_deref().is_none_or(|before| taken < before);
    assert!(findings.indexes.iter().any(|index| index.source == Source::Company));
    encloses && !dating.mixed && (after.is_some() || before.is_some())
}

fn finding(grade: VerdictGrade) -> Finding {
    match grade {
        VerdictGrade::Verified => Finding::Verified,
        VerdictGrade::PartlyGenuine => Finding::PartlyGenuine,
        VerdictGrade::Recycled => Finding::Recycled,
        VerdictGrade::Fabricated => Finding::Fabricated,
        VerdictGrade::NotTheirs => Finding::NotTheirs,
        VerdictGrade::Undecided => Finding::Undecided,
    }
}
