//! Controls: rows that are known to be customers, or known to be made up, tested as the sample was. How many of each
//! come out as genuine says what the test's own verdict on a row is worth.
//!
//! They are looked up in the classes that the sample has values of, and in no other: known customers with a social
//! security number prove nothing about a sample without one. What stands in the sample itself is left out, since a
//! customer who is known from the sample was recognised by the very test that is to be measured.

use std::collections::BTreeMap;

use assay_estimate::{Interval, Level, clopper_pearson_lower, clopper_pearson_upper};
use assay_fields::{Class, Kind};
use assay_index::Key;
use assay_sample::Sample;
use serde::{Deserialize, Serialize};

use crate::amount::Amount;
use crate::conclude::Ended;
use crate::facts::{each_batch, readings_of};
use crate::grade::Found;
use crate::prepare::Prepared;
use crate::tester::Counts;
use crate::{Budget, Error, Grade, Plan, Preparer, SampleFacts, Source, Tester, readings};

/// What is known of control rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ControlOf {
    /// They are customers', spelled as the sample spells them: the sensitivity is the share that comes out as genuine.
    Customers,
    /// They are made up: the specificity is the share that does not.
    Fabricated,
}

impl ControlOf {
    /// What the rows are, in the plural.
    pub const fn name(self) -> &'static str {
        match self {
            ControlOf::Customers => "known customers",
            ControlOf::Fabricated => "known fabrications",
        }
    }

    /// What they measure.
    pub const fn measures(self) -> &'static str {
        match self {
            ControlOf::Customers => "sensitivity",
            ControlOf::Fabricated => "specificity",
        }
    }
}

/// What the controls of one sort gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ControlFindings {
    /// What is known of them.
    pub of: ControlOf,
    /// Rows read and tested, copies included.
    pub rows: u64,
    /// Rows left out besides: all their values stand in the sample.
    pub in_sample: u64,
    /// Distinct rows per grade; with several indexes the best that any of them gives.
    pub distinct_rows: BTreeMap<Grade, u64>,
    /// Distinct rows that came out as genuine.
    pub genuine: u64,
    /// Distinct rows that could be tested.
    pub testable: u64,
    /// Share that came out as it should: the sensitivity of customers, the specificity of fabrications; none where
    /// nothing could be tested.
    pub rate: Option<f64>,
    /// Its limits by Clopper & Pearson (1934).
    pub interval: Option<Interval>,
    /// Confidence level.
    pub level: f64,
    /// Values by class and index.
    pub fields: Vec<ControlField>,
}

/// The distinct values of one kind among controls, against one index.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ControlField {
    /// The class.
    pub class: Class,
    /// The index's file name.
    pub index: String,
    /// Distinct values tested.
    pub tested: u64,
    /// Of these, hits.
    pub hits: u64,
    /// Values a row.
    pub filled: f64,
    /// Values a row of the sample.
    pub filled_in_sample: f64,
}

impl ControlField {
    /// Whether these controls show the kind clearly more or less often than the sample does, so that they don't measure
    /// how well its rows are recognised.
    pub fn is_unlike_sample(&self) -> bool {
        (self.filled - self.filled_in_sample).abs() > FILLED_ALIKE
    }
}

/// What the controls of a test gave, to conclude with.
#[derive(Clone, Debug, Default)]
pub struct Controls(Vec<Measured>);

/// The controls of one sort.
#[derive(Clone, Debug)]
struct Measured {
    of: ControlOf,
    rows: u64,
    in_sample: u64,
    by_grade: BTreeMap<Grade, Amount>,
    fields: Vec<ControlField>,
}

/// A rate as it was measured: how many of how many draws.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rate {
    right: Amount,
    wrong: Amount,
}

impl Rate {
    pub(crate) fn new(right: Amount, wrong: Amount) -> Rate {
        Rate { right, wrong }
    }

    pub(crate) fn tested(&self) -> u64 {
        self.right.count().saturating_add(self.wrong.count())
    }

    pub(crate) fn value(&self) -> f64 {
        self.right.count() as f64 / self.tested().max(1) as f64
    }

    /// Whether both counts are exact.
    pub(crate) fn is_exact(&self) -> bool {
        self.right.and(self.wrong).is_exact()
    }

    pub(crate) fn right(&self) -> u64 {
        self.right.count()
    }

    /// Draws that prove as much.
    pub(crate) fn draws(&self) -> u64 {
        self.right.share_beside(self.wrong).low.1
    }

    /// The one-sided lower limit of Clopper & Pearson.
    pub(crate) fn at_least(&self, level: Level) -> Result<f64, Error> {
        let (right, draws) = self.right.share_beside(self.wrong).low;
        Ok(clopper_pearson_lower(right, draws, level)?)
    }

    /// The one-sided upper limit.
    pub(crate) fn at_most(&self, level: Level) -> Result<f64, Error> {
        let (right, draws) = self.right.share_beside(self.wrong).high;
        Ok(clopper_pearson_upper(right, draws, level)?)
    }

    pub(crate) fn interval(&self, level: Level) -> Result<Interval, Error> {
        let each = level.each_side();
        Ok(Interval {
            low: self.at_least(each)?,
            high: self.at_most(each)?,
        })
    }
}

impl Controls {
    /// Whether none were given.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The sensitivity or the specificity; none where no control of the sort could be tested.
    pub(crate) fn rate(&self, of: ControlOf) -> Option<Rate> {
        let measured = self.0.iter().find(|measured| measured.of == of)?;
        Some(measured.rate()).filter(|rate| rate.tested() > 0)
    }

    pub(crate) fn findings(&self, level: Level) -> Result<Vec<ControlFindings>, Error> {
        self.0.iter().map(|measured| measured.findings(level)).collect()
    }

    /// Controls of which so many of so many came out as they should, as if they had been tested.
    #[cfg(test)]
    pub(crate) fn counted(customers: Option<(u64, u64)>, fabricated: Option<(u64, u64)>) -> Controls {
        let given = [(ControlOf::Customers, customers), (ControlOf::Fabricated, fabricated)];
        let measured = given.into_iter().filter_map(|(of, counted)| {
            let (right, testable) = counted?;
            let genuine = match of {
                ControlOf::Customers => right,
                ControlOf::Fabricated => testable - right,
            };
            Some(Measured {
                of,
                rows: testable,
                in_sample: 0,
                by_grade: [
                    (Grade::Full, Amount::new(genuine, 1)),
                    (Grade::None, Amount::new(testable - genuine, 1)),
                ]
                .into(),
                fields: Vec::new(),
            })
        });
        Controls(measured.collect())
    }
}

impl Measured {
    fn count(&self, is: impl Fn(Grade) -> bool) -> Amount {
        let of_grade = self.by_grade.iter().filter(|(grade, _)| is(**grade));
        of_grade.map(|(_, rows)| *rows).sum()
    }

    fn genuine(&self) -> Amount {
        self.count(Grade::is_genuine)
    }

    fn others(&self) -> Amount {
        self.count(|grade| !grade.is_genuine() && grade != Grade::Untestable)
    }

    fn rate(&self) -> Rate {
        match self.of {
            ControlOf::Customers => Rate::new(self.genuine(), self.others()),
            ControlOf::Fabricated => Rate::new(self.others(), self.genuine()),
        }
    }

    fn findings(&self, level: Level) -> Result<ControlFindings, Error> {
        let rate = self.rate();
        let any = rate.tested() > 0;
        Ok(ControlFindings {
            of: self.of,
            rows: self.rows,
            in_sample: self.in_sample,
            distinct_rows: self
                .by_grade
                .iter()
                .map(|(grade, rows)| (*grade, rows.count()))
                .collect(),
            genuine: self.genuine().count(),
            testable: rate.tested(),
            rate: any.then(|| rate.value()),
            interval: any.then(|| rate.interval(level)).transpose()?,
            level: level.get(),
            fields: self.fields.clone(),
        })
    }
}

/// Tests controls as a sample was tested.
pub struct ControlsTest<'e> {
    ended: &'e Ended<'e>,
    keys: &'e [Key],
    budget: Budget,
    plan: Plan,
    /// Per class of the plan, its position in the sample's.
    in_sample: Vec<usize>,
    started: Vec<Started<'e>>,
    /// Rows of all control files are recognised under one key.
    row_key: [u8; 32],
}

struct Started<'e> {
    of: ControlOf,
    tester: Tester<'e>,
    rows: u64,
    in_sample: u64,
}

impl<'e> ControlsTest<'e> {
    /// A test of controls beside the sample that `ended`, against the same indexes.
    ///
    /// # Errors
    /// The operating system's random source can't be read.
    pub fn new(ended: &'e Ended<'e>, keys: &'e [Key], budget: Budget) -> Result<ControlsTest<'e>, Error> {
        let counts = &ended.counts;
        let all = counts.plan.classes().iter().zip(&counts.tally.values).enumerate();
        let filled: Vec<_> = all.filter(|(_, (_, values))| **values > 0).collect();
        let mut row_key = [0u8; 32];
        getrandom::fill(&mut row_key).map_err(|_| Error::NoRandomness)?;
        Ok(ControlsTest {
            ended,
            keys,
            budget,
            plan: Plan::of_classes(filled.iter().map(|(_, (class, _))| (*class).clone()).collect()),
            in_sample: filled.iter().map(|(at, _)| *at).collect(),
            started: Vec::new(),
            row_key,
        })
    }

    /// Tests every row of `controls`, a file that is called `name`.
    ///
    /// # Errors
    /// Rows of which none can be tested by what the sample shows, and what reading and looking up give.
    pub fn add(&mut self, of: ControlOf, name: &str, controls: &mut Sample) -> Result<(), Error> {
        let at = match self.started.iter().position(|started| started.of == of) {
            Some(at) => at,
            None => {
                let sources: Vec<Source> = self.ended.about.iter().map(|index| index.source).collect();
                let tester = Tester::new(self.plan.clone(), self.ended.indexes, self.keys)?.with_sources(&sources)?;
                self.started.push(Started {
                    of,
                    tester: tester.within(self.budget.clone()),
                    rows: 0,
                    in_sample: 0,
                });
                self.started.len() - 1
            }
        };
        let known = Known {
            counts: &self.ended.counts,
            classes: self.plan.classes(),
            in_sample: &self.in_sample,
        };
        let started = &mut self.started[at];
        let mut preparer = Preparer::with_row_key(readings(controls), self.plan.clone(), self.row_key);
        let (mut tested, mut left_out, mut testable) = (0u64, 0u64, 0u64);
        each_batch(controls, preparer.tables(), &mut |batch| {
            let new = batch.new_tables.iter().map(readings_of);
            new.for_each(|readings| preparer.learn(readings));
            let mut parts = started.tester.prepare(&preparer, batch.rows)?;
            for part in &mut parts {
                left_out += part.leave_out(&mut |row, messages| known.has(row, messages));
            }
            let results = started.tester.add_prepared(&parts)?;
            tested += results.len() as u64;
            testable += results.iter().filter(|row| row.grade != Grade::Untestable).count() as u64;
            Ok(())
        })?;
        started.rows += tested;
        started.in_sample += left_out;
        if testable == 0 && left_out == 0 && !self.plan.classes().is_empty() {
            return Err(Error::ControlsUntestable {
                name: name.to_owned(),
                rows: tested,
                kinds: self
                    .kinds()
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join(", "),
            });
        }
        Ok(())
    }

    /// Ends the test.
    ///
    /// # Errors
    /// A temporary file can't be read.
    pub fn finish(self) -> Result<Controls, Error> {
        let ControlsTest {
            ended, plan, in_sample, ..
        } = self;
        let mut all = Vec::new();
        for started in self.started {
            let Started {
                of,
                tester,
                rows,
                in_sample: left_out,
            } = started;
            let counts = tester.into_counts(&SampleFacts::default(), &[])?;
            let mut fields = Vec::new();
            let indexes = ended.indexes.iter().zip(&ended.about).zip(&counts.sets.tested);
            for ((index, about), tested) in indexes {
                for ((at, class), in_sample) in plan.classes().iter().enumerate().zip(&in_sample) {
                    if class.is_link() || index.manifest().class(class).is_none() {
                        continue;
                    }
                    let of = |found: Found| tested[at].found(found).count();
                    let hits = of(Found::Hit);
                    let a_row = |values: u64, rows: u64| (values as f64 / rows.max(1) as f64).min(1.0);
                    fields.push(ControlField {
                        class: class.clone(),
                        index: about.index.clone(),
                        tested: hits + of(Found::Near) + of(Found::Miss),
                        hits,
                        filled: a_row(counts.tally.values[at], counts.tally.rows),
                        filled_in_sample: a_row(ended.counts.tally.values[*in_sample], ended.counts.tally.rows),
                    });
                }
            }
            all.push(Measured {
                of,
                rows,
                in_sample: left_out,
                by_grade: crate::conclude::distinct_rows(&counts),
                fields,
            });
        }
        all.sort_by_key(|measured| measured.of);
        Ok(Controls(all))
    }

    /// What the sample can be tested by.
    fn kinds(&self) -> Vec<Kind> {
        let mut kinds: Vec<Kind> = self.plan.classes().iter().flat_map(Class::kinds).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }
}

/// What the sample holds.
struct Known<'k> {
    counts: &'k Counts,
    classes: &'k [Class],
    in_sample: &'k [usize],
}

impl Known<'_> {
    /// Whether all values by themselves of a row, an identifier among them, stand in the sample. Where a sample has more
    /// values of a kind than are kept, those that would not be kept are passed over.
    fn has(&self, part: &Prepared, messages: &[std::ops::Range<usize>]) -> bool {
        let mut identifiers = 0;
        let classes = self.classes.iter().zip(self.in_sample).enumerate();
        for ((at, (class, of_sample)), messages) in classes.zip(messages) {
            if class.is_link() {
                continue;
            }
            for digest in &part.lookups[at].digests[0][messages.clone()] {
                let key = assay_index::mix(self.counts.secret, *digest);
                match self.counts.sets.values[*of_sample].has(key) {
                    Some(false) => return false,
                    Some(true) => identifiers += usize::from(class.has_identifier()),
                    None => {}
                }
            }
        }
        identifiers > 0
    }
}

/// Difference of the share of filled rows up to which controls are like the sample.
const FILLED_ALIKE: f64 = 0.2;
