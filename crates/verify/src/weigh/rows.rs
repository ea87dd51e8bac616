//! Distinct rows by what they are worth as evidence.

use std::collections::BTreeMap;

use assay_estimate::{binomial_cumulative, clopper_pearson};
use assay_fields::{Class, Kind};
use assay_index::Index;

use super::{CHANCE, SURE, is_beyond, said};
use crate::amount::Amount;
use crate::by_chance::of_loose_join;
use crate::conclude::distinct_rows;
use crate::sources::KnownRows;
use crate::tester::Counts;
use crate::{Error, Grade, IndexFindings, MatchFindings, SampleFindings};

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
    /// Directory rows beside an ssn that is not theirs, less those that have none in the index.
    pub(crate) directory_contradicted: Amount,
    pub(super) directory: Amount,
    /// Rows of which no identifier hits.
    pub(crate) none: Amount,
    pub(super) unlinked: Amount,
    pub(super) context: Amount,
    /// Rows graded none whose name is a customer's by date of birth or postcode, beside an ssn that is not theirs,
    /// less those that chance gives and those that have none in the index.
    pub(crate) contradicted: Amount,
    pub(super) genuine_by_chance: f64,
}

impl Rows {
    /// `matched` is what the company's indexes say, `known` what all of them know.
    pub(crate) fn of(
        counts: &Counts,
        matched: &MatchFindings,
        indexes: &[IndexFindings],
        known: &KnownRows,
        ours: u64,
        ssns: Option<KnownSsns>,
    ) -> Result<Rows, Error> {
        let marked = &counts.sets.rows;
        let by_grade = distinct_rows(counts);
        let all: Amount = by_grade.values().copied().sum();
        // What chance gives in all rows, of distinct ones.
        let distinct = all.count() as f64 / (counts.tally.rows as f64).max(1.0);
        let by_chance = |grade: Grade| {
            let of_indexes = matched.by_index.iter().map(|by| {
                let about = indexes.iter().find(|index| index.index == by.index);
                let date = about.and_then(|index| index.snapshot.as_deref());
                (date, by.rows_by_chance.get(&grade).copied().unwrap_or(0.0))
            });
            distinct.min(1.0) * most_of_a_date(of_indexes)
        };
        let of = |grade: Grade| by_grade.get(&grade).copied().unwrap_or(Amount::NONE);
        let mut conflicting = of(Grade::Conflicting);
        let loose = marked.marked(|mark| mark.grade.is_genuine() && !mark.firm);
        let loose_by_chance =
            conflicting.at_most().saturating_add(loose.count()) as f64 * of_loose_join(matched.links.iter());
        let explained = match is_beyond(loose, loose_by_chance)? {
            true => Amount::NONE,
            false => loose,
        };
        let expected = by_chance(Grade::Conflicting);
        conflicting = match is_beyond(conflicting, expected)? {
            true => conflicting.less(expected),
            false => Amount::NONE,
        };
        let contradicted = marked.marked(|mark| mark.grade == Grade::None && mark.contradicted);
        let expected = by_chance(Grade::Context);
        let contradicted = match is_beyond(contradicted, expected)? {
            true => contradicted.less(expected),
            false => Amount::NONE,
        };
        let all_genuine = of(Grade::Full).and(of(Grade::Partial));
        let unexplained = |part| ssns.map_or(Ok(Amount::NONE), |ssns| ssns.unexplained(part, all_genuine));
        let testable = by_grade.iter().filter(|(grade, _)| **grade != Grade::Untestable);
        let testable: Amount = testable.map(|(_, rows)| *rows).sum();
        let genuine = all_genuine.without(explained);
        // Rows that other indexes alone find genuine; by one token of a name a stitched row is so, too.
        let elsewhere = known.count(|known| known.firm != 0 && known.genuine & ours == 0);
        let known_elsewhere = known.count(|known| known.any() != 0 && known.any() & ours == 0);
        let beyond_ours = known.testable().count().saturating_sub(testable.count());
        Ok(Rows {
            all,
            testable,
            genuine,
            real: genuine.and(elsewhere),
            testable_anywhere: testable.and(Amount::new(beyond_ours, 1)),
            known_elsewhere,
            contradicted: unexplained(contradicted)?,
            all_genuine,
            strange_names: marked.marked(|mark| mark.strange_name),
            loosely_joined: explained,
            conflicting,
            directory: of(Grade::Directory),
            none: of(Grade::None),
            directory_contradicted: unexplained(
                marked.marked(|mark| mark.grade == Grade::Directory && mark.contradicted),
            )?,
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

/// Indexes of one date hold different people, so that what chance gives in each adds up; those of several dates hold the same ones.
fn most_of_a_date<'d>(expected: impl Iterator<Item = (Option<&'d str>, f64)>) -> f64 {
    let mut by_date: BTreeMap<Option<&str>, f64> = BTreeMap::new();
    for (date, rows) in expected {
        *by_date.entry(date).or_default() += rows;
    }
    by_date.into_values().fold(0.0, f64::max)
}

/// What an ssn that misses proves: nothing of a customer of whom the company has none.
#[derive(Clone, Copy)]
pub(crate) struct KnownSsns {
    /// Share of the records that have one, in the company's index where it is least.
    coverage: f64,
}

impl KnownSsns {
    /// Nothing if the sample shows none, or only a column that may be something else: nine digits are soon taken for an ssn.
    pub(crate) fn of(indexes: &[Index], about: &[IndexFindings], sample: &SampleFindings) -> Option<KnownSsns> {
        let columns = sample.columns.iter().filter(|column| column.kind == Kind::Ssn);
        if columns.clone().any(|column| column.confidence < SURE) {
            return None;
        }
        columns.clone().next()?;
        let ours = indexes.iter().zip(about).filter(|(_, about)| about.source.is_company());
        let coverage = ours.filter_map(|(index, _)| {
            let manifest = index.manifest();
            let records = manifest.records.accepted().max(1);
            let (_, entry) = manifest.class(&Class::single(Kind::Ssn))?;
            Some((entry.filled as f64 / records as f64).min(1.0))
        });
        let coverage = coverage.reduce(f64::min)?;
        Some(KnownSsns { coverage })
    }

    /// Of rows that an ssn contradicts beside so many genuine ones, those that are not customers without one.
    fn unexplained(self, part: Amount, genuine: Amount) -> Result<Amount, Error> {
        let (found, shown) = (genuine.seen(), genuine.seen().saturating_add(part.seen()));
        if binomial_cumulative(found, shown, self.coverage)? >= CHANCE {
            return Ok(Amount::NONE);
        }
        let without = genuine.count() as f64 * (1.0 - self.coverage) / self.coverage;
        Ok(part.less(without))
    }
}

/// Lower limit of the share that `part` has of `whole`, which holds it.
pub(crate) fn at_least(part: Amount, whole: Amount, level: assay_estimate::Level) -> Result<f64, Error> {
    let (hits, draws) = part.share_beside(whole.without(part)).low;
    Ok(clopper_pearson(hits, draws, level)?.low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_adds_up_within_a_date_and_not_over_dates() {
        let dated = [
            (Some("2015-01-01"), 3.0),
            (Some("2015-01-01"), 4.0),
            (Some("2020-01-01"), 5.0),
            (None, 1.0),
        ];
        assert_eq!(most_of_a_date(dated.into_iter()), 7.0);
        assert_eq!(most_of_a_date(std::iter::empty()), 0.0);
    }

    #[test]
    fn an_ssn_that_misses_proves_nothing_where_few_are_known() {
        let rows = |count| Amount::new(count, 1);
        let of = |coverage: f64, part, genuine| {
            let found = KnownSsns { coverage }.unexplained(rows(part), rows(genuine));
            found.unwrap().count()
        };
        // All are known: each that misses is nobody's.
        assert_eq!((of(1.0, 30, 0), of(1.0, 30, 5)), (30, 30));
        // One in a hundred is known: 300 rows without a hit are 0.99³⁰⁰ = 5 %.
        assert_eq!(of(0.01, 300, 0), 0);
        // A third: (2/3)³⁴ = 1.0 in a million, (2/3)³⁵ = 0.7 in a million.
        assert_eq!((of(1.0 / 3.0, 34, 0), of(1.0 / 3.0, 35, 0)), (0, 35));
        // Half, and half of 100 customers hit: the others have none.
        assert_eq!(of(0.5, 50, 50), 0);
        // 200 beside 20 that hit: as many again have none.
        assert_eq!(of(0.5, 200, 20), 180);
    }
}
