//! The rule that leads from signals to the verdict: three tables, of which in each the first line that fits decides, and one
//! that leads from the three answers to the grade. docs/verdict.md shows the same tables; a test compares them.
//!
//! Rows are distinct rows. *Beyond chance* means that chance alone gives as many with a probability below one in a million.
//! That nothing hits is a bound, and no answer.

mod facts;
mod limits;
#[cfg(test)]
mod tests;

use crate::weigh::{HALF, NEARLY_ALL, Seen};
use crate::{Answer, Confidence, Error, Points, Question, Signal, Verdict, VerdictGrade, YesNo};
use facts::Facts;

pub(crate) fn verdict(signals: &[Signal], seen: &Seen<'_>) -> Result<Verdict, Error> {
    let mut facts = Facts::of(signals, seen)?;
    let (authentic, of_authentic) = first(AUTHENTIC, &facts);
    facts.authentic = authentic;
    let (theirs, of_theirs) = first(THEIRS, &facts);
    let (new, of_new) = first(NEW, &facts);
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
        decided_by: [of_authentic, of_theirs, of_new].map(str::to_owned).into(),
        reasons: reasons.into_iter().map(|signal| signal.text.clone()).collect(),
        limits: limits::limits(signals, seen, theirs.answer),
        would_change: limits::would_change(seen, &facts, [authentic, theirs, new]),
        does_not_say: limits::does_not_say(seen),
    })
}

/// The table that answers a question: of its lines the first that fits decides.
pub fn rule_of(question: Question) -> &'static [RuleLine] {
    match question {
        Question::Authentic => AUTHENTIC,
        Question::Theirs => THEIRS,
        Question::New => NEW,
    }
}

/// One line of a table.
pub struct RuleLine {
    /// The answer, in words.
    pub answer: &'static str,
    /// How sure it is, in words.
    pub confidence: &'static str,
    /// When it is given, in words.
    pub when: &'static str,
    /// The same for the program.
    fits: fn(&Facts) -> Option<Answer>,
}

/// Do the rows describe real people, each row one of them?
const AUTHENTIC: &[RuleLine] = &[
    RuleLine {
        answer: "undecided",
        confidence: "low",
        when: "not one row can be tested",
        fits: |facts| (!facts.testable).then(undecided),
    },
    RuleLine {
        answer: "undecided",
        confidence: "low",
        when: "there are genuine rows, but values shuffled between the rows give as many",
        fits: |facts| (facts.genuine && facts.shuffled).then(undecided),
    },
    RuleLine {
        answer: "yes",
        confidence: "high from a lower limit of 90 %, else moderate; low below 20 rows",
        when: "genuine rows beyond chance are at least 90 % by their lower limit, or all of at least three; every field fits",
        fits: |facts| {
            (facts.genuine && facts.nearly_all && !facts.unfit).then(|| facts.sure(YesNo::Yes, facts.genuine_low))
        },
    },
    RuleLine {
        answer: "partly",
        confidence: "low",
        when: "genuine rows beyond chance are fewer than a tenth",
        fits: |facts| (facts.genuine && facts.genuine_share < FEW).then(|| answer(YesNo::Partly, Confidence::Low)),
    },
    RuleLine {
        answer: "partly",
        confidence: "high; low below 20 rows",
        when: "genuine rows beyond chance are fewer than nearly all, or a field that they show does not belong to them",
        fits: |facts| facts.genuine.then(|| facts.sure(YesNo::Partly, 1.0)),
    },
    RuleLine {
        answer: "no",
        confidence: "high from a lower limit of 90 %, else moderate",
        when: "of at least 20 rows more than half, by their lower limit, are spoilt, and own values don't hit beyond chance",
        fits: |facts| {
            (facts.enough && facts.spoilt_low > HALF && !facts.own_values)
                .then(|| facts.sure(YesNo::No, facts.spoilt_low))
        },
    },
    RuleLine {
        answer: "no",
        confidence: "moderate",
        when: "of at least 20 rows more than half, by their lower limit, are spoilt or known to nobody, a strong signal says that \
               the sample does not hang together, and own values don't hit beyond chance",
        fits: |facts| {
            (facts.enough && facts.incoherent && facts.unknown_low > HALF && !facts.own_values)
                .then(|| answer(YesNo::No, Confidence::Moderate))
        },
    },
    RuleLine {
        answer: "undecided",
        confidence: "low",
        when: "what was seen does not decide",
        fits: |_| Some(undecided()),
    },
];

/// Are they this company's customers, from its data?
const THEIRS: &[RuleLine] = &[
    RuleLine {
        answer: "as many as are the company's",
        confidence: "high",
        when: "a canary hits: only this company's table has it",
        fits: |facts| facts.canary.then(|| answer(facts.company_share(), Confidence::High)),
    },
    RuleLine {
        answer: "no",
        confidence: "high",
        when: "another company's index knows at least 90 % of at least 20 rows, by the lower limit, clearly more than this company's, and \
               at ten times the odds of its own overlap; own values don't hit",
        fits: |facts| (facts.other_company && !facts.own_hit).then(|| answer(YesNo::No, Confidence::High)),
    },
    RuleLine {
        answer: "undecided",
        confidence: "low",
        when: "authentic is neither yes nor partly, or chance explains the rows that are the company's",
        fits: |facts| (!facts.is_authentic() || !facts.ours).then(undecided),
    },
    RuleLine {
        answer: "as many as are the company's",
        confidence: "as authentic",
        when: "own values hit, linked to their rows",
        fits: |facts| {
            facts
                .own_hit
                .then(|| answer(facts.company_share(), facts.authentic.confidence))
        },
    },
    RuleLine {
        answer: "no",
        confidence: "moderate",
        when: "own values miss in at least 20 rows, and the overlap with the stated population explains what matches",
        fits: |facts| {
            (facts.own_miss && facts.overlap_explains && facts.enough).then(|| answer(YesNo::No, Confidence::Moderate))
        },
    },
    RuleLine {
        answer: "undecided",
        confidence: "low",
        when: "own values miss: foreign numbers beside more customers than the overlap explains can't both be right",
        fits: |facts| facts.own_miss.then(undecided),
    },
    RuleLine {
        answer: "undecided",
        confidence: "low",
        when: "another company's index explains more of the rows",
        fits: |facts| facts.other_company_better.then(undecided),
    },
    RuleLine {
        answer: "as many as are the company's",
        confidence: "moderate at most",
        when: "the share that matches has at least ten times the odds of any list of real people of the stated population",
        fits: |facts| {
            let confidence = facts.authentic.confidence.min(Confidence::Moderate);
            facts.above_overlap.then(|| answer(facts.company_share(), confidence))
        },
    },
    RuleLine {
        answer: "undecided",
        confidence: "low",
        when: "what was seen does not decide",
        fits: |_| Some(undecided()),
    },
];

/// Are they new?
const NEW: &[RuleLine] = &[
    RuleLine {
        answer: "undecided",
        confidence: "low",
        when: "without an older leak to compare with, or a row that can be tested",
        fits: |facts| facts.leak.is_none().then(undecided),
    },
    RuleLine {
        answer: "partly",
        confidence: "moderate",
        when: "one leak knows at least 90 % of the rows, by the lower limit, but columns that it lacks fit the company's records",
        fits: |facts| {
            let leak = facts.leak.as_ref()?;
            (leak.low >= NEARLY_ALL && !leak.new_columns.is_empty())
                .then(|| answer(YesNo::Partly, Confidence::Moderate))
        },
    },
    RuleLine {
        answer: "no",
        confidence: "high from 95 %, else moderate",
        when: "one leak knows at least 90 % of the rows, by the lower limit",
        fits: |facts| {
            let leak = facts.leak.as_ref()?;
            let confidence = match leak.low >= ALL_BUT_A_FEW {
                true => Confidence::High,
                false => Confidence::Moderate,
            };
            (leak.low >= NEARLY_ALL).then(|| answer(YesNo::No, confidence))
        },
    },
    RuleLine {
        answer: "yes",
        confidence: "moderate; low below 20 rows",
        when: "authentic is yes or partly, and the upper limit of what any one leak knows is below half",
        fits: |facts| {
            let leak = facts.leak.as_ref()?;
            let confidence = if facts.enough {
                Confidence::Moderate
            } else {
                Confidence::Low
            };
            (facts.is_authentic() && leak.high < HALF).then(|| answer(YesNo::Yes, confidence))
        },
    },
    RuleLine {
        answer: "partly",
        confidence: "low",
        when: "authentic is yes or partly, and the lower limit of what one leak knows is at least a quarter",
        fits: |facts| {
            let leak = facts.leak.as_ref()?;
            (facts.is_authentic() && leak.low >= A_QUARTER).then(|| answer(YesNo::Partly, Confidence::Low))
        },
    },
    RuleLine {
        answer: "undecided",
        confidence: "low",
        when: "what was seen does not decide",
        fits: |_| Some(undecided()),
    },
];

/// The verdict's grade: the first line that fits.
pub(crate) fn grade(authentic: YesNo, theirs: YesNo, new: YesNo) -> VerdictGrade {
    use YesNo::{No, Partly, Yes};
    match (authentic, theirs, new) {
        (No, _, _) => VerdictGrade::Fabricated,
        (_, _, No) => VerdictGrade::Recycled,
        (_, No, _) => VerdictGrade::NotTheirs,
        (Yes, Yes, _) => VerdictGrade::Verified,
        // Only a planted record tells whose rows are that nothing else shows to be real.
        (_, Yes | Partly, _) => VerdictGrade::PartlyGenuine,
        _ => VerdictGrade::Undecided,
    }
}

fn first(table: &[RuleLine], facts: &Facts) -> (Answer, &'static str) {
    let mut lines = table.iter();
    let found = lines.find_map(|line| Some(((line.fits)(facts)?, line.when)));
    found.unwrap_or_else(|| (undecided(), ""))
}

fn answer(answer: YesNo, confidence: Confidence) -> Answer {
    Answer { answer, confidence }
}

fn undecided() -> Answer {
    answer(YesNo::Undecided, Confidence::Low)
}

const ALL_BUT_A_FEW: f64 = 0.95;
const A_QUARTER: f64 = 0.25;
/// A share of genuine rows below which they may have been mixed in.
const FEW: f64 = 0.1;
