//! What the tables ask of the signals and the rows.

use assay_estimate::clopper_pearson;

use crate::weigh::{FEW_ROWS, NEARLY_ALL, OfLeak, Seen, at_least, is_beyond, name, of_leaks};
use crate::{Answer, Confidence, Error, Grade, Points, Signal, Strength, YesNo};

/// What the tables ask.
pub(crate) struct Facts {
    /// Whether a row can be tested.
    pub(super) testable: bool,
    /// Whether so many can be tested that a sample may be called what it is not said to be.
    pub(super) enough: bool,
    /// Whether rows are genuine beyond chance, in the company's indexes or in others.
    pub(super) genuine: bool,
    /// Their share, and its lower limit.
    pub(super) genuine_share: f64,
    pub(super) genuine_low: f64,
    /// Whether they are nearly all.
    pub(super) nearly_all: bool,
    /// Whether a field that they show does not belong to them.
    pub(super) unfit: bool,
    /// Whether values shuffled between rows give as many genuine rows.
    pub(super) shuffled: bool,
    /// Lower limit of the share of spoilt rows: stitched ones, and real names beside numbers that are not theirs.
    pub(super) spoilt_low: f64,
    /// The same of rows that are spoilt or that no index knows.
    pub(super) unknown_low: f64,
    /// Whether a strong signal says that the sample does not hang together.
    pub(super) incoherent: bool,
    /// Whether rows are the company's beyond chance.
    pub(super) ours: bool,
    /// Lower limit of their share, and whether they are nearly all.
    ours_nearly_all: bool,
    pub(super) own_values: bool,
    pub(super) own_hit: bool,
    pub(super) own_miss: bool,
    pub(super) canary: bool,
    pub(super) above_overlap: bool,
    pub(super) overlap_explains: bool,
    pub(super) other_company: bool,
    pub(super) other_company_better: bool,
    /// What the leak knows that knows most.
    pub(super) leak: Option<OfLeak>,
    /// The answer to the first question, once it is known.
    pub(super) authentic: Answer,
}

impl Facts {
    pub(super) fn of(signals: &[Signal], seen: &Seen<'_>) -> Result<Facts, Error> {
        let (rows, level) = (seen.rows, seen.options.level);
        let is = |name: &str, points: Points, strength: Strength| {
            let mut all = signals.iter();
            all.any(|signal| signal.name == name && signal.points == points && signal.strength >= strength)
        };
        let ours = is(name::GENUINE, Points::For, Strength::Strong);
        let elsewhere = rows.real.without(rows.genuine);
        // The company's own count only beyond chance.
        let real = if ours { rows.real } else { elsewhere };
        let testable = rows.testable_anywhere;
        let persons = &seen.matched.persons;
        let people = (persons.testable > 0).then(|| clopper_pearson(persons.matched, persons.testable, level));
        let people_low = people.transpose()?.map_or(0.0, |share| share.low);
        // Many rows of few people prove no more than these. Where others know rows that the company does not, it can't count the
        // people in them.
        let by_people = (elsewhere.count() as f64) < super::FEW * testable.count() as f64;
        let of_rows = at_least(real, testable, level)?;
        let genuine_low = if by_people { of_rows.min(people_low) } else { of_rows };
        let all_people = persons.matched == persons.testable;
        let spoilt = rows.conflicting.and(rows.directory_contradicted).and(rows.contradicted);
        let nobodys = spoilt.and(rows.none.without(rows.contradicted).without(rows.known_elsewhere));
        let ours_low = at_least(rows.genuine, testable, level)?;
        let own_hit = is(name::OWN_HIT, Points::For, Strength::Strong);
        let incoherent = |signal: &Signal| signal.points == Points::Against && signal.strength == Strength::Strong;
        let others = seen.all.by_index.iter().filter(|by| !seen.is_ours(&by.index));
        let by_chance: f64 = others.filter_map(|by| by.rows_by_chance.get(&Grade::Partial)).sum();
        let least_elsewhere = elsewhere.seen() >= FEWEST_ELSEWHERE && is_beyond(elsewhere, by_chance)?;
        Ok(Facts {
            testable: testable.count() > 0,
            enough: testable.count() >= FEW_ROWS,
            genuine: ours || least_elsewhere,
            genuine_share: real.count() as f64 / testable.count().max(1) as f64,
            genuine_low,
            nearly_all: (of_rows >= NEARLY_ALL || real.count() == testable.count())
                && (!by_people || people_low >= NEARLY_ALL || all_people),
            unfit: is(name::UNFIT, Points::Against, Strength::Strong),
            shuffled: is(name::PERMUTED, Points::Against, Strength::Strong) && !least_elsewhere,
            spoilt_low: rows.at_least(spoilt, level)?,
            unknown_low: rows.at_least(nobodys, level)?,
            incoherent: seen.by_itself.iter().any(incoherent),
            ours,
            ours_nearly_all: (ours_low >= NEARLY_ALL || rows.genuine.count() == testable.count())
                && (people_low >= NEARLY_ALL || all_people),
            own_values: is(name::OWN_LOOSE, Points::For, Strength::Moderate) || own_hit,
            own_hit,
            own_miss: is(name::OWN_MISS, Points::Against, Strength::Strong) && !own_hit,
            canary: is(name::CANARY, Points::For, Strength::Strong),
            above_overlap: is(name::OVERLAP, Points::For, Strength::Strong),
            overlap_explains: is(name::OVERLAP, Points::Limits, Strength::Strong),
            other_company: is(name::OTHER_COMPANY, Points::Against, Strength::Strong),
            other_company_better: is(name::OTHER_COMPANY, Points::Against, Strength::Moderate),
            leak: of_leaks(seen)?,
            authentic: super::undecided(),
        })
    }

    pub(super) fn is_authentic(&self) -> bool {
        matches!(self.authentic.answer, YesNo::Yes | YesNo::Partly)
    }

    /// Yes if nearly all rows are the company's, and the rows are authentic as a whole; else partly.
    pub(super) fn company_share(&self) -> YesNo {
        match self.ours && self.ours_nearly_all && self.authentic.answer == YesNo::Yes {
            true => YesNo::Yes,
            false => YesNo::Partly,
        }
    }

    /// An answer as sure as its share of rows and their number make it.
    pub(super) fn sure(&self, answer: YesNo, share: f64) -> Answer {
        let confidence = match share {
            _ if !self.enough => Confidence::Low,
            share if share >= NEARLY_ALL => Confidence::High,
            _ => Confidence::Moderate,
        };
        Answer { answer, confidence }
    }
}

/// Rows that another index finds genuine, below which they may be a coincidence.
const FEWEST_ELSEWHERE: u64 = 10;
