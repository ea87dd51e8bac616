//! How many numbers the source has issued, by those in the sample: account numbers tell how many accounts there were, row ids
//! how many rows the table behind the sample has had. Neither is the listing's rows or people.

use assay_estimate::{CountEstimate, Level, SerialCheck, highest_serial, serial_range};
use assay_fields::Kind;

use super::{Estimate, Holds, Quantity, Topic, Unit, round};
use crate::words::whole;
use crate::{ColumnFacts, NumberFacts, Options, SampleFacts, Sampling, SeriesFacts};

/// The estimates of all columns whose numbers may have been issued one after the other: account numbers, kinds that are the
/// company's `own`, and columns that nothing is known of but that they look like row ids.
pub(crate) fn estimates(facts: &SampleFacts, own: &[Kind], options: &Options) -> Vec<Estimate> {
    let columns = facts.numbers.iter().filter_map(|numbers| {
        let column = facts.columns.get(numbers.column as usize)?;
        let issued = column.kind == Kind::Account || own.contains(&column.kind);
        match (issued, column.kind) {
            (true, _) => Some(of_accounts(numbers, column, options)),
            (false, Kind::Opaque) => of_row_ids(numbers, column, options),
            _ => None,
        }
    });
    columns.collect()
}

/// Why there is no number.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
enum NoNumber {
    #[error("{others} of its {cells} cells are not plain numbers of at most 18 digits")]
    Others { others: u64, cells: u64 },
    #[error("it holds {distinct} distinct numbers, and at least 20 are needed")]
    TooFew { distinct: u64 },
    #[error(
        "its numbers are one gap-free run: a page of a table or all of it, not a draw, and a page doesn't tell how many follow"
    )]
    OneRun,
    #[error(
        "its numbers fill {percent:.0} % of their range: a page of a table or most of it looks so, and a page doesn't tell how \
         many follow"
    )]
    Page { percent: f64 },
    #[error("{}", broken(*check))]
    NotUniform { check: SerialCheck },
    #[error(
        "its numbers fill all that there is of {digits} digits: they look drawn at random and not issued one by one"
    )]
    FillsDigits { digits: u32 },
    #[error("its numbers lie so far apart that they were hardly issued one by one")]
    TooSparse,
    #[error("the limits can't be worked out: {0}")]
    Limits(&'static str),
}

fn of_accounts(numbers: &NumberFacts, column: &ColumnFacts, options: &Options) -> Estimate {
    let what = format!("numbers issued so far: {} ({})", column.kind, column.name);
    let ever = match column.kind {
        Kind::Account => "accounts were ever opened",
        _ => "were ever issued",
    };
    let says = |subject: &str| format!("{subject} at most so many {ever}, closed and unused ones included");
    estimate(numbers, &what, &says, options).unwrap_or_else(|because| withheld(&what, because, options))
}

/// Of a column that nothing is known of, only what looks like row ids in all respects.
fn of_row_ids(numbers: &NumberFacts, column: &ColumnFacts, options: &Options) -> Option<Estimate> {
    let series = numbers.series.as_ref()?;
    let nearly_all = numbers.numbers as f64 * LEAST_DISTINCT;
    if series.may_be_times || (numbers.distinct as f64) < nearly_all {
        return None;
    }
    let what = format!("rows numbered so far ({})", column.name);
    let says = |subject: &str| {
        format!(
            "{subject} if the column is a row's number, at most so many rows were ever put into the table behind the sample"
        )
    };
    match estimate(numbers, &what, &says, options) {
        Ok(estimate) => Some(estimate),
        Err(because @ (NoNumber::OneRun | NoNumber::Page { .. })) => Some(withheld(&what, because, options)),
        // It may be anything.
        Err(_) => None,
    }
}

fn new(what: &str, options: &Options) -> Estimate {
    let estimator = "German tank, first number unknown (Goodman 1954)";
    let new = Estimate::new(Topic::Size, Unit::Count, what, estimator, options.level.get());
    new.of(Quantity::NumbersIssued)
}

fn withheld(what: &str, because: NoNumber, options: &Options) -> Estimate {
    let new = new(what, options).withheld(because.to_string());
    match because {
        NoNumber::NotUniform { .. } | NoNumber::FillsDigits { .. } => new.assuming(SPREAD, Holds::False),
        NoNumber::OneRun => new.assuming(A_DRAW, Holds::False),
        _ => new,
    }
}

fn estimate(
    numbers: &NumberFacts,
    what: &str,
    says: &dyn Fn(&str) -> String,
    options: &Options,
) -> Result<Estimate, NoNumber> {
    let series = usable(numbers, options.sampling)?;
    let begins_at_one = series.begins_at_one >= LATER;
    let found = match begins_at_one {
        true => highest(series, numbers.distinct, options.level)?,
        false => between(series, numbers.distinct, options.level)?,
    };
    let value = round::nearest(found.value.ok_or(NoNumber::TooSparse)?);
    let high = found.interval.high.ok_or(NoNumber::TooSparse)?;
    if high > MOST_ISSUED {
        return Err(NoNumber::TooSparse);
    }
    let steps = match series.step {
        Some(1) => String::new(),
        Some(step) => format!(" in steps of {step}"),
        None => " in steps of a number that they share".to_owned(),
    };
    let subject = match begins_at_one {
        true => format!(
            "If the rows were drawn at random, numbering goes up to about {}{steps}:",
            whole(value)
        ),
        false => format!(
            "If the rows were drawn at random, about {} numbers lie between the first and the last one issued{steps}, \
             whatever the first was:",
            whole(value)
        ),
    };
    let estimate = new(what, options)
        .value(value)
        .between(Some(round::down(found.interval.low)), Some(round::up(high)))
        .says(format!("{}. It is neither the listing's rows nor its people.", says(&subject)))
        .if_random(options.sampling)
        .assuming(SPREAD, Holds::True)
        .assuming(
            "none was left out when numbers were issued; those left out at random look like those not shown, and count here",
            Holds::Unknown,
        );
    let estimate = match series.fills_digits {
        Some(digits) => estimate.assuming(
            format!("the numbers are not drawn at random from all of {digits} digits, which so few don't tell"),
            Holds::Unknown,
        ),
        None => estimate,
    };
    Ok(
        match (
            begins_at_one,
            series.rising >= IN_ORDER && series.density >= DENSE / 5.0,
        ) {
            (true, true) => estimate
                .assuming(FROM_ONE, Holds::True)
                .assuming(NO_PAGE, Holds::Unknown),
            (true, false) => estimate.assuming(FROM_ONE, Holds::True),
            (false, true) => estimate.assuming(NO_PAGE, Holds::Unknown),
            (false, false) => estimate,
        },
    )
}

/// The series, if a number may be made of it.
fn usable(numbers: &NumberFacts, sampling: Sampling) -> Result<&SeriesFacts, NoNumber> {
    let NumberFacts { others, distinct, .. } = *numbers;
    if others.saturating_mul(100) > numbers.numbers {
        let cells = numbers.numbers.saturating_add(others);
        return Err(NoNumber::Others { others, cells });
    }
    let series = match &numbers.series {
        Some(series) => series,
        None if distinct < FEWEST => return Err(NoNumber::TooFew { distinct }),
        None => return Err(NoNumber::TooSparse),
    };
    if series.is_one_run {
        return Err(NoNumber::OneRun);
    }
    if series.p_value < SIZE {
        return Err(NoNumber::NotUniform { check: series.check });
    }
    if series.density >= DENSE && sampling == Sampling::Seller {
        return Err(NoNumber::Page {
            percent: 100.0 * series.density,
        });
    }
    match series.fills_digits.filter(|_| distinct >= FILLS_SURELY) {
        Some(digits) => Err(NoNumber::FillsDigits { digits }),
        None => Ok(series),
    }
}

/// The highest number issued, wherever numbering began.
fn highest(series: &SeriesFacts, seen: u64, level: Level) -> Result<CountEstimate, NoNumber> {
    at_ends(series, seen, |smallest, range, seen| {
        highest_serial(smallest, smallest.saturating_add(range), seen, level)
    })
}

/// How many numbers there are from the first to the last one issued.
fn between(series: &SeriesFacts, seen: u64, level: Level) -> Result<CountEstimate, NoNumber> {
    at_ends(series, seen, |_, range, seen| serial_range(range, seen, level))
}

/// The estimate at the middle of what the rounded figures leave open, and the limits at its ends.
fn at_ends(
    series: &SeriesFacts,
    seen: u64,
    estimate: impl Fn(u64, u64, u64) -> Result<CountEstimate, assay_estimate::Error>,
) -> Result<CountEstimate, NoNumber> {
    let at = |smallest: f64, range: f64| {
        // No range is so narrow that the numbers seen find no room.
        let range = (range as u64).max(seen.saturating_sub(1));
        estimate(smallest as u64, range, seen).map_err(|_| NoNumber::Limits("they are out of all bounds"))
    };
    let (smallest, range) = (&series.smallest, &series.range);
    let mut found = at(smallest.middle(), range.middle())?;
    found.interval.low = at(smallest.low, range.low)?.interval.low;
    found.interval.high = at(smallest.high, range.high)?.interval.high;
    Ok(found)
}

fn broken(check: SerialCheck) -> &'static str {
    match check {
        SerialCheck::Shape => "its numbers are not spread evenly: older or newer ones are more frequent than others",
        SerialCheck::Gap => {
            "a block of its numbers is missing: several series, numbers never issued, or several pages of a table"
        }
        SerialCheck::Crowding => "its numbers are crowded in places: several pages of a table, or several series",
        SerialCheck::Runs => "its numbers follow each other in runs, as the pages of a table do: they are not a draw",
    }
}

const SPREAD: &str = "the numbers are spread as a random draw from one gap-free series is (shape, largest gap, crowding, runs; Holm, 5 %)";
const A_DRAW: &str = "the rows are a draw from a table, not a page of it";
const NO_PAGE: &str =
    "the rows are not a page of a table: they rise from row to row, as a page's do and those of a draw may";
const FROM_ONE: &str = "numbering begins at 1 or soon after";

/// Distinct numbers from which on a series is looked at.
const FEWEST: u64 = 20;
/// Draws from a gap-free series that are taken for something else.
const SIZE: f64 = 0.05;
/// Above this share of the range seen, a page with some rows deleted is likelier than so large a draw.
const DENSE: f64 = 0.5;
/// Below this probability the series began later than at 1. Small, since a series that begins at 1 is estimated well either
/// way, but chance must not choose the way.
const LATER: f64 = 0.001;
/// Of a series from 1 to just below a power of ten a tenth has a digit less: so many numbers show one of them in all but one
/// of a hundred draws.
const FILLS_SURELY: u64 = 44;
/// Numbers that rise nearly all are in order.
const IN_ORDER: f64 = 0.99;
/// Row ids are distinct, within what the count of distinct numbers may be off.
const LEAST_DISTINCT: f64 = 0.9;
/// More than anybody has issued one by one.
const MOST_ISSUED: f64 = 1e12;

#[cfg(test)]
mod tests;
