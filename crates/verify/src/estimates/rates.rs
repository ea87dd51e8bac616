//! How large a share is genuine: what a sample without a genuine row leaves open, what controls say, and what rows drawn
//! at random say of the listing they were drawn from.

use assay_estimate::{
    Interval, Level, MeasuredRate, TestAccuracy, Unmet, bernoulli_confidence_sequence, lang_reiczigel,
    lang_reiczigel_condition, marked_lower, marked_upper, prevalence_bounds, prevalence_posterior, zero_hits_upper,
};

use super::{Estimate, Holds, Known, Topic, Unit};
use crate::controls::{ControlOf, Rate};
use crate::genuine::{split, useless};
use crate::{Error, Grade, Sampling, method};

pub(super) fn estimates(known: &Known<'_>) -> Result<Vec<Estimate>, Error> {
    let mut estimates = Vec::new();
    estimates.extend(zero(known)?);
    estimates.extend(by_controls(known)?);
    estimates.extend(drawn(known)?);
    estimates.extend(of_claimed_rows(known)?);
    estimates.extend(of_claimed_people(known)?);
    Ok(estimates)
}

/// What a sample without a genuine row leaves open: the largest rate of which none show, divided by the least
/// sensitivity.
fn zero(known: &Known<'_>) -> Result<Option<Estimate>, Error> {
    let level = known.options.level;
    let distinct = known.rows.testable.at_least();
    if known.matched.genuine.genuine > 0 || distinct == 0 {
        return Ok(None);
    }
    let quantity = "largest genuine share of the listing that a sample without a genuine row leaves open";
    let new = |estimator| Estimate::new(Topic::Rate, Unit::Share, quantity, estimator, level.get());
    let says = |open: f64| {
        // Rounded up: it is a limit.
        format!(
            "The lack of a genuine row is a bound, not an answer: a listing of which up to {:.3} % is genuine can show \
             {distinct} rows without one.",
            (1e5 * open).ceil() / 1e3
        )
    };
    let Some(customers) = known.controls.rate(ControlOf::Customers) else {
        let open = zero_hits_upper(distinct, level);
        let estimate = new("zero_hits_upper")
            .value(open)
            .between(Some(0.0), Some(open))
            .says(says(open));
        return Ok(Some(estimate.if_random(known.options.sampling).assuming(
            "a genuine row would have been recognised (sensitivity 1); --controls customers=FILE measures it",
            Holds::Unknown,
        )));
    };
    // Either limit may fail, each with half of the error.
    let half = split(level, 2);
    let sensitivity = customers.at_least(half)?;
    let open = (zero_hits_upper(distinct, half) / sensitivity).min(1.0);
    let estimate = new("zero_hits_upper ÷ lower limit of the sensitivity");
    let estimate = match sensitivity > 0.0 {
        true => estimate.value(open).between(Some(0.0), Some(open)).says(says(open)),
        false => {
            estimate.withheld("none of the known customers came out as genuine: the sensitivity may be next to nothing")
        }
    };
    Ok(Some(
        estimate
            .if_random(known.options.sampling)
            .assuming(CUSTOMERS_ALIKE, Holds::Unknown),
    ))
}

/// The rows as draws from others like them, with error rates that were measured.
fn by_controls(known: &Known<'_>) -> Result<Vec<Estimate>, Error> {
    let level = known.options.level;
    let rows = known.rate_of_rows;
    let rates = [ControlOf::Customers, ControlOf::Fabricated].map(|of| known.controls.rate(of));
    let ([Some(sensitivity), Some(specificity)], true) = (rates, rows.tested() > 0) else {
        return Ok(Vec::new());
    };
    let quantity = "genuine share of the rows from which these are drawn";
    let new = |estimator| {
        Estimate::new(Topic::Rate, Unit::Share, quantity, estimator, level.get())
            .if_random(known.options.sampling)
            .assuming(CUSTOMERS_ALIKE, Holds::Unknown)
            .assuming(FABRICATED_ALIKE, Holds::Unknown)
    };
    let lang = new("lang_reiczigel");
    let Ok(accuracy) = TestAccuracy::new(sensitivity.value(), specificity.value()) else {
        return Ok(vec![lang.withheld(useless(sensitivity.value(), specificity.value()))]);
    };
    let value = ((rows.value() - accuracy.false_positive_rate()) / accuracy.youden()).clamp(0.0, 1.0);
    let alone = "It takes the sample's rows as draws and so speaks for rows like them; the share of genuine rows further up \
                 takes the rows as they are";
    let mut estimates = vec![match lang_reiczigel_of(rows, sensitivity, specificity, level) {
        Ok(limits) => lang
            .value(value)
            .between(Some(limits.low), Some(limits.high))
            .says(format!("{alone}.")),
        Err(because) => {
            let [rows, sensitivity, specificity] = [measured(rows)?, measured(sensitivity)?, measured(specificity)?];
            let limits = prevalence_bounds(rows, sensitivity, specificity, level)?;
            new("prevalence_bounds")
                .value(value.clamp(limits.low, limits.high))
                .between(Some(limits.low), Some(limits.high))
                .says(format!(
                    "{alone}. These limits are exact and wide; lang_reiczigel is not printed: {because}."
                ))
        }
    }];
    let share = (rows.value() - accuracy.false_positive_rate()) / accuracy.youden();
    if !(0.0..=1.0).contains(&share) {
        let why = if share < 0.0 {
            "Fewer rows came out as genuine than known fabrications do"
        } else {
            "More rows came out as genuine than known customers do"
        };
        let draws = rows.draws();
        let posterior = prevalence_posterior((rows.value() * draws as f64).round() as u64, draws, accuracy, level)?;
        estimates.push(
            new("prevalence_posterior")
                .value(posterior.mean)
                .between(Some(posterior.interval.low), Some(posterior.interval.high))
                .says(format!(
                    "{why}, so that the formula leaves 0 to 1. This is what is believed after the data, with each share \
                     as likely before and the error rates taken as known."
                ))
                .assuming("each share was as likely as another before the test", Holds::Unknown),
        );
    }
    Ok(estimates)
}

/// The share of the listing's rows that come out as genuine, by rows that were drawn at random: for a number fixed
/// ahead, and for whoever looks after each row.
fn drawn(known: &Known<'_>) -> Result<Vec<Estimate>, Error> {
    let options = known.options;
    let (genuine, testable) = (known.row_count(Grade::is_genuine), known.row_count(is_testable));
    if options.sampling != Sampling::Random || testable == 0 {
        return Ok(Vec::new());
    }
    let quantity = "share of the listing's testable rows that come out as genuine";
    let new = |estimator| {
        let new = Estimate::new(Topic::Rate, Unit::Share, quantity, estimator, options.level.get());
        let share = genuine as f64 / testable as f64;
        new.value(share).if_random(options.sampling)
    };
    let chosen = method::chosen(options.interval, &[(genuine, testable)], options.level);
    let fixed = chosen.method.interval(genuine, testable, options.level)?;
    let sequence = bernoulli_confidence_sequence(genuine, testable, options.level, TIGHTEST_AT, options.level.alpha())?;
    let between = |estimate: Estimate, limits: Interval| estimate.between(Some(limits.low), Some(limits.high));
    let instead = chosen.instead.map(|why| format!(" ({why})")).unwrap_or_default();
    Ok(vec![
        between(new(chosen.method.name()), fixed).says(format!(
            "For a sample whose number of rows was settled before the first was tested{instead}."
        )),
        between(new("bernoulli_confidence_sequence"), sequence).says(
            "For whoever tests rows one at a time, looks each time and stops when it is enough: it holds at every look at \
             once, and is mostly wider for it.",
        ),
    ])
}

/// How many of the rows that the listing claims would come out as genuine: rows without replacement from so many.
fn of_claimed_rows(known: &Known<'_>) -> Result<Option<Estimate>, Error> {
    let Some(claimed) = known.options.claim.rows else {
        return Ok(None);
    };
    let (genuine, all) = (known.row_count(Grade::is_genuine), known.row_count(|_| true));
    let of = OfClaimed {
        quantity: format!("rows among the {claimed} claimed that would come out as genuine"),
        what: "rows",
        claimed,
        drawn: all,
        genuine,
    };
    Ok(of.estimate(known)?.map(|estimate| {
        estimate.assuming(
            "a row that can't be tested counts as one that does not come out as genuine",
            Holds::True,
        )
    }))
}

/// The same of people.
fn of_claimed_people(known: &Known<'_>) -> Result<Option<Estimate>, Error> {
    let Some(claimed) = known.options.claim.people else {
        return Ok(None);
    };
    let people = &known.matched.persons;
    let of = OfClaimed {
        quantity: format!("people among the {claimed} claimed who would match"),
        what: "people",
        claimed,
        drawn: people.testable,
        genuine: people.matched,
    };
    Ok(of.estimate(known)?.map(|estimate| {
        estimate
            .assuming(
                "each person is as likely to be drawn: the listing has one row a person",
                Holds::Unknown,
            )
            .assuming("all of them could be tested", Holds::Unknown)
    }))
}

/// A random sample without replacement from what is claimed.
struct OfClaimed {
    quantity: String,
    what: &'static str,
    claimed: u64,
    drawn: u64,
    genuine: u64,
}

impl OfClaimed {
    fn estimate(&self, known: &Known<'_>) -> Result<Option<Estimate>, Error> {
        let options = known.options;
        let &OfClaimed {
            claimed,
            drawn,
            genuine,
            what,
            ..
        } = self;
        if drawn == 0 {
            return Ok(None);
        }
        let new = Estimate::new(
            Topic::Rate,
            Unit::Count,
            &self.quantity,
            "marked_lower, marked_upper (hypergeometric)",
            options.level.get(),
        );
        let new = new.if_random(options.sampling);
        if drawn > claimed {
            let because = format!("the sample alone has {drawn} {what}");
            return Ok(Some(new.withheld(because)));
        }
        if claimed > LARGEST {
            return Ok(Some(
                new.withheld("so large a number can't be told from its neighbours"),
            ));
        }
        let each = options.level.each_side();
        let (low, high) = (
            marked_lower(claimed, drawn, genuine, each)?,
            marked_upper(claimed, drawn, genuine, each)?,
        );
        let share = genuine as f64 / drawn as f64;
        let condition = match options.sampling {
            Sampling::Seller => "Only if the rows had been drawn at random, which a seller who picks does not do: ",
            Sampling::Random => "With the rows drawn at random, as stated: ",
        };
        let says = format!("{condition}at least {low} and at most {high} of {claimed} {what}.");
        Ok(Some(
            new.value((share * claimed as f64).round())
                .between(Some(low as f64), Some(high as f64))
                .says(says)
                .assuming(
                    format!("the listing has the {claimed} {what} that it claims"),
                    Holds::Unknown,
                ),
        ))
    }
}

impl Known<'_> {
    /// Rows, copies included, of some grades.
    fn row_count(&self, is: impl Fn(Grade) -> bool) -> u64 {
        let rows = self.matched.rows.iter().filter(|(grade, _)| is(**grade));
        rows.map(|(_, rows)| rows).sum()
    }
}

fn is_testable(grade: Grade) -> bool {
    grade != Grade::Untestable
}

/// The interval of Lang & Reiczigel, or why it is not printed.
fn lang_reiczigel_of(rows: Rate, sensitivity: Rate, specificity: Rate, level: Level) -> Result<Interval, String> {
    let of = || {
        let [rows, sensitivity, specificity] = [measured(rows)?, measured(sensitivity)?, measured(specificity)?];
        lang_reiczigel_condition(rows, sensitivity, specificity, level)?;
        Ok(lang_reiczigel(rows, sensitivity, specificity, level)?.interval)
    };
    of().map_err(|why: Unmet| method::reason(&why))
}

fn measured(rate: Rate) -> Result<MeasuredRate, assay_estimate::Error> {
    MeasuredRate::new(rate.value(), rate.draws())
}

const CUSTOMERS_ALIKE: &str = "the known customers are spelled and filled as the sample's rows are, and were not chosen by \
                               whether they match";
const FABRICATED_ALIKE: &str = "what is made up in the sample is made up as the known fabrications are";
/// Rows at which the confidence sequence is tightest; stated ahead of every test, since a number that is chosen by the
/// data would void it.
const TIGHTEST_AT: f64 = 200.0;
/// Above this, neighbouring numbers are not told apart by a double.
const LARGEST: u64 = 1 << 52;
