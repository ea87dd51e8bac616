//! From findings to signals: what speaks for and against the claim, each with its figures.

mod graded;
mod limits;
mod overlap;
mod own;
mod rows;
mod sources;
mod unfit;

use assay_estimate::poisson_survival;
use assay_fields::{Class, Kind};

use crate::amount::Amount;
use crate::sources::KnownRows;
use crate::{
    Error, FieldMatch, IndexFindings, LinkMatch, MadeUp, MatchFindings, NullFindings, Options, Points, Question,
    SampleFindings, Signal, Strength,
};

pub(crate) use rows::{KnownSsns, Rows, at_least};
pub(crate) use sources::{HALF, NEARLY_ALL, OfLeak, of_leaks};

/// A signal's names: stable, for the rule and for readers of the report.
pub(crate) mod name {
    pub(crate) const GENUINE: &str = "genuine_rows";
    pub(crate) const CONFLICTING: &str = "conflicting_rows";
    pub(crate) const CONTRADICTED: &str = "contradicted_names";
    pub(crate) const DIRECTORY: &str = "directory_rows";
    pub(crate) const UNLINKED: &str = "unlinked_rows";
    pub(crate) const LOOSE: &str = "loosely_joined_rows";
    pub(crate) const CONTEXT: &str = "context_rows";
    pub(crate) const UNFIT: &str = "fields_that_do_not_fit";
    pub(crate) const STRAYS: &str = "strays";
    pub(crate) const NO_HITS: &str = "no_genuine_rows";
    pub(crate) const OWN_HIT: &str = "own_kinds_hit";
    pub(crate) const OWN_MISS: &str = "own_kinds_miss";
    pub(crate) const OWN_LOOSE: &str = "own_kinds_unlinked";
    pub(crate) const OWN_FEW: &str = "own_kinds_few";
    pub(crate) const OVERLAP: &str = "overlap_with_population";
    pub(crate) const BELOW_OVERLAP: &str = "below_the_overlap";
    pub(crate) const OTHER_COMPANY: &str = "other_company";
    pub(crate) const OLD_LEAK: &str = "old_leak";
    pub(crate) const CANARY: &str = "canary";
    pub(crate) const PERMUTED: &str = "permuted_rows";
    pub(crate) const DATING: &str = "dating";
    pub(crate) const COVERAGE: &str = "index_coverage";
    pub(crate) const FEW: &str = "few_rows";
    pub(crate) const UNTESTABLE: &str = "untestable_rows";
    pub(crate) const COPIES: &str = "copies";
}

/// What the signals are made from.
pub(crate) struct Seen<'a> {
    /// What the sample says by itself.
    pub(crate) by_itself: &'a [Signal],
    /// What shuffled rows gave, if that was measured.
    pub(crate) null: Option<&'a NullFindings>,
    /// What made-up values gave.
    pub(crate) made_up: &'a [MadeUp],
    pub(crate) rows: &'a Rows,
    pub(crate) sample: &'a SampleFindings,
    /// Against the company's indexes alone.
    pub(crate) matched: &'a MatchFindings,
    /// Against all indexes.
    pub(crate) all: &'a MatchFindings,
    pub(crate) indexes: &'a [IndexFindings],
    pub(crate) known: &'a KnownRows,
    pub(crate) options: &'a Options,
}

impl Seen<'_> {
    /// The company's indexes.
    fn ours(&self) -> impl Iterator<Item = &IndexFindings> + Clone {
        self.indexes.iter().filter(|index| index.source.is_company())
    }

    /// Whether an index is the company's.
    pub(crate) fn is_ours(&self, index: &str) -> bool {
        self.ours().any(|ours| ours.index == index)
    }

    /// Whether a class is of a kind that the company whose index it is assigns.
    pub(crate) fn is_own(&self, class: &Class, index: &str) -> bool {
        let mut ours = self.ours();
        ours.any(|ours| ours.index == index && class.kinds().any(|kind| ours.own.contains(&kind)))
    }

    /// Whether a column of the sample was surely taken for what it is.
    fn is_sure(&self, kind: Kind) -> bool {
        let mut columns = self.sample.columns.iter();
        columns.any(|column| column.kind == kind && column.confidence >= SURE)
    }
}

pub(crate) fn signals(seen: &Seen<'_>) -> Result<Vec<Signal>, Error> {
    if seen.rows.testable.count() == 0 {
        return Ok(Vec::new());
    }
    let mut signals = graded::signals(seen)?;
    signals.extend(own::signals(seen)?);
    signals.extend(overlap::signals(seen)?);
    signals.extend(sources::signals(seen)?);
    signals.extend(limits::signals(seen));
    Ok(signals)
}

fn signal(name: &str, question: Question, points: Points, strength: Strength, text: String) -> Signal {
    Signal {
        name: name.to_owned(),
        question,
        points,
        strength,
        text,
    }
}

/// How likely chance is to give so many or more where it gives `expected` on average.
fn tail(amount: Amount, expected: f64) -> Result<f64, Error> {
    Ok(poisson_survival(amount.seen(), expected / amount.weight())?)
}

/// Whether there are more than chance gives.
pub(crate) fn is_beyond(amount: Amount, expected: f64) -> Result<bool, Error> {
    Ok(tail(amount, expected)? < CHANCE)
}

/// A number in words.
fn said(amount: Amount) -> String {
    let about = if amount.is_exact() { "" } else { "about " };
    format!("{about}{}", amount.count())
}

impl FieldMatch {
    pub(crate) fn hits_amount(&self) -> Amount {
        Amount::estimated(self.hits, self.one_in.hits)
    }

    pub(crate) fn misses_amount(&self) -> Amount {
        Amount::estimated(self.tested.saturating_sub(self.hits), self.one_in.misses)
    }
}

impl LinkMatch {
    fn hits_amount(&self) -> Amount {
        Amount::estimated(self.hits, self.one_in.hits)
    }

    /// Near ones and misses.
    fn no_hits_amount(&self) -> Amount {
        let misses = self.tested.saturating_sub(self.hits.saturating_add(self.near));
        Amount::estimated(self.near, self.one_in.near).and(Amount::estimated(misses, self.one_in.misses))
    }
}

/// An expected count in words: next to nothing is not written as 0.00.
fn about(expected: f64) -> String {
    if expected < 0.01 {
        "less than 0.01".to_owned()
    } else if expected < 10.0 {
        format!("about {expected:.2}")
    } else {
        format!("about {expected:.0}")
    }
}

/// Below this many testable rows a sample decides little: the AT&T sample of 2021 was too small, and was
/// confirmed three years later.
pub(crate) const FEW_ROWS: u64 = 20;
/// Confidence above which a column was surely taken for what it is.
const SURE: f64 = 0.8;
/// A tail probability above which chance may be all.
const MAY_BE_CHANCE: f64 = 0.01;
/// A tail probability below which chance is no explanation.
const CHANCE: f64 = 1e-6;
