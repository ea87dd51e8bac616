//! From findings to signals: what speaks for and against the claim, each with its figures.

use assay_estimate::{binomial_survival, clopper_pearson, poisson_survival};
use assay_index::Covers;

use crate::amount::Amount;
use crate::conclude::distinct_rows;
use crate::tester::Counts;
use crate::{
    Error, FieldMatch, Grade, IndexFindings, LinkMatch, MatchFindings, Options, Points, Question, SampleFindings,
    Signal, Strength,
};

/// A signal's names: stable, for the rule and for readers of the report.
pub(crate) mod name {
    pub(crate) const GENUINE: &str = "genuine_rows";
    pub(crate) const CONFLICTING: &str = "conflicting_rows";
    pub(crate) const DIRECTORY: &str = "directory_rows";
    pub(crate) const UNLINKED: &str = "unlinked_rows";
    pub(crate) const LOOSE: &str = "loosely_joined_rows";
    pub(crate) const CONTEXT: &str = "context_rows";
    pub(crate) const UNFIT: &str = "fields_that_do_not_fit";
    pub(crate) const NO_HITS: &str = "no_genuine_rows";
    pub(crate) const OWN_HIT: &str = "own_kinds_hit";
    pub(crate) const OWN_MISS: &str = "own_kinds_miss";
    pub(crate) const OWN_LOOSE: &str = "own_kinds_unlinked";
    pub(crate) const OWN_FEW: &str = "own_kinds_few";
    pub(crate) const OVERLAP: &str = "overlap_with_population";
    pub(crate) const COVERAGE: &str = "index_coverage";
    pub(crate) const FEW: &str = "few_rows";
    pub(crate) const COPIES: &str = "copies";
}

pub(crate) fn signals(
    rows: &Rows,
    sample: &SampleFindings,
    matched: &MatchFindings,
    indexes: &[IndexFindings],
    options: &Options,
) -> Result<Vec<Signal>, Error> {
    let mut signals = Vec::new();
    if rows.testable.count() == 0 {
        return Ok(signals);
    }
    signals.push(genuine(rows)?);
    signals.extend(others(rows));
    signals.extend(unfit(matched, rows, options.level)?);
    signals.extend(own(sample, matched, indexes)?);
    signals.extend(overlap(matched, indexes, options)?);
    signals.extend(limits(sample, indexes, rows));
    Ok(signals)
}

/// Distinct rows per grade: copies prove nothing.
pub(crate) struct Rows {
    all: Amount,
    pub(crate) testable: Amount,
    pub(crate) genuine: Amount,
    /// Rows graded genuine by single name tokens only, where chance gives as many: they are not counted.
    loosely_joined: Amount,
    /// Genuine rows, those included.
    all_genuine: Amount,
    /// Of these, rows whose name belongs to none of the numbers that hit.
    strange_names: Amount,
    /// Conflicting rows beyond those that chance gives.
    pub(crate) conflicting: Amount,
    /// Directory rows that show an identifier which misses.
    pub(crate) directory_contradicted: Amount,
    directory: Amount,
    unlinked: Amount,
    context: Amount,
    genuine_by_chance: f64,
}

impl Rows {
    pub(crate) fn of(counts: &Counts, matched: &MatchFindings) -> Result<Rows, Error> {
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
        let all_genuine = of(Grade::Full).and(of(Grade::Partial));
        let testable = by_grade.iter().filter(|(grade, _)| **grade != Grade::Untestable);
        Ok(Rows {
            all: by_grade.values().copied().sum(),
            testable: testable.map(|(_, rows)| *rows).sum(),
            genuine: all_genuine.without(explained),
            all_genuine,
            strange_names: marked.marked(|mark| mark.strange_name),
            loosely_joined: explained,
            conflicting,
            directory: of(Grade::Directory),
            directory_contradicted: marked.marked(|mark| mark.contradicted),
            unlinked: of(Grade::Unlinked),
            context: of(Grade::Context),
            genuine_by_chance: by_chance(Grade::Partial),
        })
    }

    /// Lower limit of the share of rows like `part`, taking rows as draws from what the seller shows.
    pub(crate) fn at_least(&self, part: Amount, level: assay_estimate::Level) -> Result<f64, Error> {
        let (hits, draws) = part.share_beside(self.testable.without(part)).low;
        Ok(clopper_pearson(hits, draws, level)?.low)
    }

    fn of_testable(&self, part: Amount) -> String {
        let share = 100.0 * part.count() as f64 / self.testable.count() as f64;
        let testable = said(self.testable);
        format!("{} of {testable} distinct testable rows ({share:.1} %)", said(part))
    }
}

/// How likely chance is to give so many or more where it gives `expected` on average.
fn tail(amount: Amount, expected: f64) -> Result<f64, Error> {
    Ok(poisson_survival(amount.seen(), expected / amount.weight())?)
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

/// A weak limit of what can be said of the rows.
fn remark(name: &str, text: String) -> Signal {
    signal(name, Question::Authentic, Points::Limits, Strength::Weak, text)
}

fn unfit_field(text: String) -> Signal {
    signal(
        name::UNFIT,
        Question::Authentic,
        Points::Against,
        Strength::Strong,
        text,
    )
}

fn genuine(rows: &Rows) -> Result<Signal, Error> {
    let text = format!(
        "{} are genuine: their identifiers and links are one customer's; chance alone would give {}",
        rows.of_testable(rows.genuine),
        about(rows.genuine_by_chance)
    );
    // How likely chance alone is to give so many.
    let tail = tail(rows.genuine, rows.genuine_by_chance)?;
    Ok(if rows.genuine.count() == 0 || tail > MAY_BE_CHANCE {
        let strength = if rows.testable.count() < FEW_ROWS {
            Strength::Weak
        } else {
            Strength::Moderate
        };
        signal(name::NO_HITS, Question::Theirs, Points::Against, strength, text)
    } else {
        let certain = tail < CHANCE && rows.genuine.seen() >= 3;
        let strength = if certain { Strength::Strong } else { Strength::Weak };
        signal(name::GENUINE, Question::Authentic, Points::For, strength, text)
    })
}

fn others(rows: &Rows) -> Vec<Signal> {
    let mut signals = Vec::new();
    let strength = |part: Amount| {
        let share = part.count() as f64 / rows.testable.count() as f64;
        if share > 0.5 && part.seen() >= FEW_ROWS / 2 {
            Strength::Strong
        } else if share > 0.05 {
            Strength::Moderate
        } else {
            Strength::Weak
        }
    };
    if rows.conflicting.count() > 0 {
        let text = format!(
            "{} hold identifiers that are different customers', or a customer's beside an invented name: stitched",
            rows.of_testable(rows.conflicting)
        );
        let strength = strength(rows.conflicting);
        signals.push(signal(
            name::CONFLICTING,
            Question::Authentic,
            Points::Against,
            strength,
            text,
        ));
    }
    if rows.loosely_joined.count() > 0 {
        let text = format!(
            "{} are joined by one token of a name only, as chance joins stitched rows: they don't count as genuine here",
            rows.of_testable(rows.loosely_joined)
        );
        signals.push(remark(name::LOOSE, text));
    }
    if rows.directory.count() > 0 {
        let (points, how) = match rows.directory_contradicted.count() as f64 > 0.5 * rows.directory.count() as f64 {
            true => (Points::Against, "; what else they show was tested and misses"),
            false => (Points::Limits, ", and show nothing else that could be tested"),
        };
        let text = format!(
            "{} match in what a phone book or a marketing list gives away{how}",
            rows.of_testable(rows.directory)
        );
        let strength = strength(rows.directory);
        signals.push(signal(name::DIRECTORY, Question::Authentic, points, strength, text));
    }
    if rows.unlinked.count() > 0 {
        let text = format!(
            "{} hold identifiers of customers that nothing links to each other or to a name",
            rows.of_testable(rows.unlinked)
        );
        signals.push(remark(name::UNLINKED, text));
    }
    if rows.context.count() > 0 {
        let text = format!(
            "{} lack an identifier, but have a customer's name with a date of birth or a postcode, as voter files have them",
            rows.of_testable(rows.context)
        );
        signals.push(remark(name::CONTEXT, text));
    }
    signals
}

/// Fields whose values don't belong to the genuine rows that show them: invented, shuffled in, or another
/// source's.
fn unfit(matched: &MatchFindings, rows: &Rows, level: assay_estimate::Level) -> Result<Vec<Signal>, Error> {
    let mut signals = Vec::new();
    let (genuine, strange) = (rows.all_genuine, rows.strange_names);
    let (hits, draws) = strange.share_beside(genuine.without(strange)).low;
    if genuine.seen() >= FEW_ROWS / 2 && clopper_pearson(hits, draws, level)?.low > MOSTLY_UNFIT {
        let text = format!(
            "in {} of {} rows with linked numbers the name belongs to none of them: the names were invented, \
             shuffled in, or are from another source",
            said(strange),
            said(genuine)
        );
        signals.push(unfit_field(text));
    }
    for field in matched.fields.iter().filter(|field| field.class.has_identifier()) {
        let (shown, fitting) = (field.in_genuine_rows, field.fitting);
        if shown < FEW_ROWS / 2
            || rows.genuine.count() == 0
            || clopper_pearson(fitting, shown, level)?.high >= MOSTLY_UNFIT
        {
            continue;
        }
        let text = format!(
            "of the {shown} values of {} in genuine rows only {fitting} are the customer's: the field was invented, shuffled \
             in, or is from another source",
            field.class
        );
        signals.push(unfit_field(text));
    }
    Ok(signals)
}

/// Kinds that only the company assigns: they hit only if the data are the company's. A value that hits
/// counts only where it also belongs to the row (a link of its kind hits): values of a small space hit by
/// chance, but beside strangers.
fn own(sample: &SampleFindings, matched: &MatchFindings, indexes: &[IndexFindings]) -> Result<Vec<Signal>, Error> {
    let mut signals = Vec::new();
    for field in &matched.fields {
        let Some(kind) = field.class.kinds().next() else {
            continue;
        };
        let is_own = |index: &IndexFindings| index.index == field.index && index.own.contains(&kind);
        let of_index = matched.by_index.iter().find(|index| index.index == field.index);
        let (true, Some(of_index), true) = (indexes.iter().any(is_own), of_index, field.tested > 0) else {
            continue;
        };
        let of_kind = |link: &&LinkMatch| link.index == field.index && link.class.kinds().any(|part| part == kind);
        let belongs = |link: &LinkMatch| link.seen_hits() >= FEWEST_OWN && link.hits as f64 >= 0.5 * link.tested as f64;
        let linked = matched.links.iter().filter(of_kind).any(belongs);
        let hits = field.hits_amount();
        let tested = hits.and(field.misses_amount());
        // Those hits that were seen, among as many values as there can be.
        let chance = field.chance_rate.min(1.0) / hits.weight();
        let tail = binomial_survival(hits.seen(), tested.at_most(), chance)?;
        // As many as there would be if every row that this index finds genuine showed its own value.
        let share = of_index.genuine.genuine as f64 / of_index.genuine.testable.max(1) as f64;
        let if_theirs = share * tested.count() as f64;
        let text = format!(
            "{} of {} distinct values of {kind}, which only the company assigns, are in index {}; chance alone would \
             give {}",
            said(hits),
            said(tested),
            field.index,
            about(field.tested as f64 * field.chance_rate)
        );
        let (seen, hits) = (hits.seen(), hits.count() as f64);
        // A row number or another company's customer number is easily taken for an own number.
        let sure = sample
            .columns
            .iter()
            .any(|column| column.kind == kind && column.confidence >= SURE);
        signals.push(if linked && tail < CHANCE && hits >= 0.5 * if_theirs {
            let text = format!("{text}; they belong to the rows that show them");
            signal(name::OWN_HIT, Question::Theirs, Points::For, Strength::Strong, text)
        } else if tail < CHANCE && seen >= FEWEST_OWN {
            let how = if linked {
                "fewer than there are genuine rows"
            } else {
                "not linked to the rows that show them"
            };
            let text = format!("{text}: they are real, but {how}");
            signal(name::OWN_LOOSE, Question::Theirs, Points::For, Strength::Moderate, text)
        } else if sure && if_theirs >= FEW_ROWS as f64 / 2.0 && hits < 0.1 * if_theirs {
            let text = format!("{text}, while personal identifiers hit: these numbers are from another source");
            signal(
                name::OWN_MISS,
                Question::Theirs,
                Points::Against,
                Strength::Strong,
                text,
            )
        } else {
            let text = format!("{text}: too few to decide whose data these are");
            signal(name::OWN_FEW, Question::Theirs, Points::Limits, Strength::Weak, text)
        });
    }
    Ok(signals)
}

/// Whether the rate of matched people is clearly above what any list of real people would give.
fn overlap(matched: &MatchFindings, indexes: &[IndexFindings], options: &Options) -> Result<Vec<Signal>, Error> {
    let (people, testable) = (matched.persons.matched, matched.persons.testable);
    let Some(population) = options.population.filter(|population| *population > 0) else {
        return Ok(Vec::new());
    };
    if testable == 0 {
        return Ok(Vec::new());
    }
    let rate = (indexes.iter().map(|index| index.people).sum::<u64>() as f64 / population as f64).min(1.0);
    let low = clopper_pearson(people, testable, options.level)?.low;
    let share = 100.0 * people as f64 / testable as f64;
    let clearly = low > OVERLAP_FACTOR * rate || (low > rate && low > 1.0 - (1.0 - rate) / OVERLAP_FACTOR);
    let text = format!(
        "{people} of {testable} people match ({share:.1} %); any list of real people of this population would match \
         at about {:.3} %",
        100.0 * rate
    );
    let signal = if clearly && people >= 3 {
        signal(name::OVERLAP, Question::Theirs, Points::For, Strength::Strong, text)
    } else {
        let text = format!("{text}: the overlap explains what was found");
        signal(name::OVERLAP, Question::Theirs, Points::Limits, Strength::Strong, text)
    };
    Ok(vec![signal])
}

fn limits(sample: &SampleFindings, indexes: &[IndexFindings], rows: &Rows) -> Vec<Signal> {
    let mut signals = Vec::new();
    for index in indexes.iter().filter(|index| index.covers != Covers::All) {
        let covers = match &index.covers {
            Covers::Current => "current customers only",
            Covers::Other(_) => "a part of the customers, in the company's words",
            _ => "customers of whom nothing is stated",
        };
        let text = format!(
            "index {} covers {covers}: it can wrongly refute a claim about others",
            index.index
        );
        signals.push(signal(
            name::COVERAGE,
            Question::Theirs,
            Points::Limits,
            Strength::Moderate,
            text,
        ));
    }
    if rows.testable.count() < FEW_ROWS {
        let text = format!("only {} rows could be tested", rows.testable.count());
        signals.push(signal(
            name::FEW,
            Question::Authentic,
            Points::Limits,
            Strength::Moderate,
            text,
        ));
    }
    // An estimate that happens to be low must not make a seller one who pads.
    let repeats = sample.rows.accepted().saturating_sub(rows.all.at_most());
    if repeats as f64 > 0.1 * sample.rows.accepted() as f64 {
        let text = format!(
            "{}{} of {} rows repeat an earlier one: the sample is padded",
            if sample.error_of_rows().is_some() { "about " } else { "" },
            sample.rows.duplicate,
            sample.rows.accepted()
        );
        signals.push(signal(
            name::COPIES,
            Question::Authentic,
            Points::Limits,
            Strength::Moderate,
            text,
        ));
    }
    signals
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
    fn seen_hits(&self) -> u64 {
        Amount::estimated(self.hits, self.one_in.hits).seen()
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
/// Own values that belong to their rows, below which they may be a coincidence.
const FEWEST_OWN: u64 = 3;
/// A tail probability below which chance is no explanation.
const CHANCE: f64 = 1e-6;
/// A tail probability above which chance may be all.
const MAY_BE_CHANCE: f64 = 0.01;
/// Share of a field's values in genuine rows below which the field as a whole does not belong to them.
const MOSTLY_UNFIT: f64 = 0.5;
/// Confidence above which a column was surely taken for what it is.
const SURE: f64 = 0.8;
/// A rate is clearly above the overlap if its lower limit is at least this many times as high, or as far
/// on the way to one.
const OVERLAP_FACTOR: f64 = 1.5;
