//! Distinct rows by what they are worth as evidence.

use assay_estimate::clopper_pearson;

use super::{CHANCE, said, tail};
use crate::amount::Amount;
use crate::conclude::distinct_rows;
use crate::sources::KnownRows;
use crate::tester::Counts;
use crate::{Error, Grade, MatchFindings};

/// Distinct rows per grade: copies prove nothing.
pub(crate) struct Rows {
    pub(crate) all: Amount,
    pub(crate) testable: Amount,
    pub(crate) genuine: Amount,
    /// Rows that an index finds genuine, the company's or another.
    pub(crate) real: Amount,
    /// Rows that others than the company's indexes alone know.
    pub(crate) known_elsewhere: Amount,
    /// Rows that one of the indexes can test.
    pub(crate) testable_anywhere: Amount,
    /// Rows graded genuine by single name tokens only, where chance gives as many: they are not counted.
    pub(super) loosely_joined: Amount,
    /// Genuine rows, those included.
    pub(super) all_genuine: Amount,
    /// Of these, rows whose name belongs to none of the numbers that hit.
    pub(super) strange_names: Amount,
    /// Conflicting rows beyond those that chance gives.
    pub(crate) conflicting: Amount,
    /// Directory rows that show an identifier which misses.
    pub(crate) directory_contradicted: Amount,
    pub(super) directory: Amount,
    /// Rows of which no identifier hits.
    pub(crate) none: Amount,
    pub(super) unlinked: Amount,
    pub(super) context: Amount,
    /// Rows graded none whose name is a customer's by date of birth or postcode, beside a number for life that is not theirs,
    /// less those that chance gives.
    pub(crate) contradicted: Amount,
    pub(super) genuine_by_chance: f64,
}

impl Rows {
    /// `matched` is what the company's indexes say, `known` what all of them know.
    pub(crate) fn of(counts: &Counts, matched: &MatchFindings, known: &KnownRows, ours: u64) -> Result<Rows, Error> {
        let by_chance = |grade: Grade| -> f64 {
            let of_index = matched
                .by_index
                .iter()
                .filter_map(|index| index.rows_by_chance.get(&grade));
            of_index.sum()
        };
        let marked = &counts.sets.rows;
        let by_grade = distinct_rows(counts);
        let of = |grade: Grade| by_grade.get(&grade).copied().unwrap_or(Amount::NONE);
        let mut conflicting = of(Grade::Conflicting);
        let loose = marked.marked(|mark| mark.grade.is_genuine() && !mark.firm);
        let loose_by_chance =
            conflicting.at_most().saturating_add(loose.count()) as f64 * matched.chance_of_loose_join();
        let explained = match tail(loose, loose_by_chance)? < CHANCE {
            true => Amount::NONE,
            false => loose,
        };
        let expected = by_chance(Grade::Conflicting);
        conflicting = match tail(conflicting, expected)? < CHANCE {
            true => conflicting.less(expected),
            false => Amount::NONE,
        };
        let contradicted = marked.marked(|mark| mark.grade == Grade::None && mark.contradicted);
        let expected = by_chance(Grade::Context);
        let contradicted = match tail(contradicted, expected)? < CHANCE {
            true => contradicted.less(expected),
            false => Amount::NONE,
        };
        let all_genuine = of(Grade::Full).and(of(Grade::Partial));
        let testable = by_grade.iter().filter(|(grade, _)| **grade != Grade::Untestable);
        let testable: Amount = testable.map(|(_, rows)| *rows).sum();
        let genuine = all_genuine.without(explained);
        // Rows that other indexes alone find genuine.
        let elsewhere = known.count(|known| known.genuine != 0 && known.genuine & ours == 0);
        let known_elsewhere = known.count(|known| known.any() != 0 && known.any() & ours == 0);
        let beyond_ours = known.testable().count().saturating_sub(testable.count());
        Ok(Rows {
            all: by_grade.values().copied().sum(),
            testable,
            genuine,
            real: genuine.and(elsewhere),
            testable_anywhere: testable.and(Amount::new(beyond_ours, 1)),
            known_elsewhere,
            contradicted,
            all_genuine,
            strange_names: marked.marked(|mark| mark.strange_name),
            loosely_joined: explained,
            conflicting,
            directory: of(Grade::Directory),
            none: of(Grade::None),
            directory_contradicted: marked.marked(|mark| mark.grade == Grade::Directory && mark.contradicted),
            unlinked: of(Grade::Unlinked),
            context: of(Grade::Context),
            genuine_by_chance: by_chance(Grade::Partial),
        })
    }

    /// Lower limit of the share of testable rows like `part`, taking rows as draws from what the seller shows.
    pub(crate) fn at_least(&self, part: Amount, level: assay_estimate::Level) -> Result<f64, Error> {
        at_least(part, self.testable, level)
    }

    pub(super) fn of_testable(&self, part: Amount) -> String {
        let share = 100.0 * part.count() as f64 / self.testable.count() as f64;
        let testable = said(self.testable);
        format!("{} of {testable} distinct testable rows ({share:.1} %)", said(part))
    }
}

/// Lower limit of the share that `part` has of `whole`, which holds it.
pub(crate) fn at_least(part: Amount, whole: Amount, level: assay_estimate::Level) -> Result<f64, Error> {
    let (hits, draws) = part.share_beside(whole.without(part)).low;
    Ok(clopper_pearson(hits, draws, level)?.low)
}
