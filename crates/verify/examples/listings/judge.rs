//! Whether a verdict is right.

use assay_fields::Kind;
use assay_synth::{Finding, Listing, ListingKind};
use assay_verify::{Findings, Source, VerdictGrade, Warning, YesNo};

use crate::cases::Case;
use crate::world::{Quality, World};

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
    /// Whether the report says what limits it.
    pub(crate) limited: bool,
    /// The answers, for whoever looks for a reason.
    pub(crate) says: String,
}

pub(crate) fn judge(world: &World, case: &Case, quality: Quality) -> Outcome {
    let findings = world.test(&case.recipe, case.seed, case.rows, case.against);
    let listing = Listing::new(&world.company, case.recipe.clone(), case.seed, case.rows).unwrap();
    let expected = listing.expected();
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
    let others = matches!(case.recipe.kind, ListingKind::OtherCompany | ListingKind::Voters);
    broken.extend(must_not(
        others && verdict.theirs.answer == YesNo::Yes,
        "theirs: yes, though another's",
    ));
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
        segment: (case.recipe.kind == ListingKind::Segment).then(|| names_segment(&findings, &case.recipe.segment)),
        date: (case.recipe.kind == ListingKind::Outdated).then(|| encloses(&findings, &case.recipe.as_of)),
        covered: case.drawn_from.and_then(|share| {
            let interval = findings.matched.listing.as_ref()?.interval;
            Some(interval.low? <= share && share <= interval.high?)
        }),
        limited: says_what_limits(&findings, case, quality),
        says,
    }
}

/// Of a degraded index, whether its fault is named; of a whole one, whether there is a word on what would change the verdict.
fn says_what_limits(findings: &Findings, case: &Case, quality: Quality) -> bool {
    let verdict = &findings.verdict;
    let lacks = |kind: Kind| {
        let shown = findings.sample.columns.iter().any(|column| {
            let values = column.outcomes.get(&assay_verify::Outcome::Untested).copied();
            column.kind == kind && values.unwrap_or(0) > 0
        });
        !shown
            || findings
                .warnings
                .iter()
                .any(|warning| matches!(warning, Warning::ClassMissing { kind: missing, .. } if *missing == kind))
    };
    match quality {
        Quality::Whole | Quality::Noise => {
            !verdict.does_not_say.is_empty()
                && (case.rows > 0)
                && !(verdict.limits.is_empty() && verdict.would_change.is_empty())
        }
        Quality::TwoMissing => lacks(Kind::Ssn) && lacks(Kind::Email),
        Quality::Current => verdict
            .limits
            .iter()
            .any(|limit| limit.contains("current customers only")),
    }
}

fn names_segment(findings: &Findings, wanted: &str) -> bool {
    let mut found = findings
        .matched
        .segments
        .iter()
        .filter_map(|found| found.largest.as_ref());
    found.any(|largest| largest.segment == wanted)
}

/// Whether the dates enclose the truth, and say something.
fn encloses(findings: &Findings, taken: &str) -> bool {
    let Some(dating) = &findings.matched.dating else {
        return false;
    };
    let after = dating.after.map(|date| date.to_string());
    let before = dating.before.or(dating.before_if_random).map(|date| date.to_string());
    let encloses =
        after.as_deref().is_none_or(|after| after < taken) && before.as_deref().is_none_or(|before| taken < before);
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
