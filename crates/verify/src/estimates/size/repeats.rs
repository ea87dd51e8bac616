//! What repeats inside one sample say.

use assay_estimate::{Error as EstimateError, Level, UnseenMethod, chao_without_replacement};

use super::words::{If, not_met, why};
use super::{SizeCounts, replaced};
use crate::estimates::{Estimate, Holds, Quantity, Topic, Unit};
use crate::words::{percent, whole};
use crate::{Error, InSample, Options};

pub(super) fn estimates(counts: &SizeCounts, options: &Options) -> Result<Vec<Estimate>, Error> {
    let mut estimates = Vec::new();
    let people = counts.people.as_ref().and_then(|seen| seen.samples.first());
    let rows = counts.rows.as_ref().and_then(|seen| seen.samples.first());
    let copies = rows.is_some_and(InSample::has_repeats);
    match people {
        Some(people) if people.has_repeats() => {
            if let Some(rows) = rows {
                estimates.extend(people_a_row(people, rows, counts.rows_without_identifier, options));
            }
            estimates.extend(people_without_replacement(people, counts, options)?);
            match counts.people.as_ref().filter(|_| copies) {
                Some(seen) => estimates.extend(replaced::estimates(seen, rows, options)?),
                None => estimates.push(no_number(options, Quantity::ListingPeople, "people in the listing", &match rows {
                    Some(_) => format!(
                        "{} rows are of people who stand in another row too, and all these rows differ: the listing \
                         holds people several times, and estimators that take a repeat for a second draw of one row \
                         (birthday, Chao1, ACE, Good–Toulmin) would give far too much",
                        whole((people.sightings - people.distinct) as f64)
                    ),
                    None => "whether one row was drawn twice or a person has several is not known: the sample has more \
                             distinct rows than were all counted; give it to `assay estimate`"
                        .to_owned(),
                })),
            }
        }
        Some(people) => estimates.push(no_number(
            options,
            Quantity::ListingPeople,
            "people in the listing",
            &format!(
                "nobody stands twice among {} rows with an identifier: a file whose rows were each drawn once never shows a \
             repeat, whatever the listing's size",
                whole(people.sightings as f64)
            ),
        )),
        None => {}
    }
    let same = people.is_some_and(|people| rows.is_some_and(|rows| rows.times == people.times));
    match counts.rows.as_ref().filter(|_| copies && !same) {
        Some(seen) => estimates.extend(replaced::estimates(seen, rows, options)?),
        None if people.is_none() => estimates.push(no_number(
            options,
            Quantity::ListingDistinctRows,
            "distinct rows in the listing",
            "not one row stands twice: a file whose rows were each drawn once never shows a repeat, whatever the listing's size",
        )),
        None => {}
    }
    Ok(estimates)
}

fn no_number(options: &Options, of: Quantity, quantity: &str, because: &str) -> Estimate {
    let estimator = "repeats inside the sample";
    Estimate::new(Topic::Size, Unit::Count, quantity, estimator, options.level.get())
        .of(of)
        .withheld(because)
}

/// How many people there are to a distinct row of the listing, at most. The larger a sample of rows without replacement,
/// the more of them are of people met before, so that people ÷ rows is on average no smaller in a sample than in the
/// whole. Exact copies are counted once: what is distinct of a random sample is a random sample of what is distinct, were
/// the copies in the listing or drawn twice. One row more or less changes the number of people by one at most, which
/// bounds its error whatever the people's shares are (McDiarmid, 1989; without replacement El-Yaniv & Pechyony, 2009):
/// P(people ≤ mean − t) ≤ exp(−2t²/rows).
fn people_a_row(people: &InSample, rows: &InSample, without: u64, options: &Options) -> Vec<Estimate> {
    let Some(high) = most_people_a_row(people.distinct, rows.distinct.saturating_sub(without), options.level) else {
        return Vec::new();
    };
    let random = If {
        random: "the rows were drawn at random from the listing",
        others: &[],
    };
    let estimator = "people ÷ distinct rows, limit by bounded differences";
    let name = "people to a distinct row of the listing";
    let new = Estimate::new(Topic::Size, Unit::Share, name, estimator, options.level.get()).if_random(options.sampling);
    let new = new.assuming(
        "a person is as easily recognised in a second row as in the first",
        Holds::Unknown,
    );
    if high >= 1.0 {
        return vec![new.withheld("repeats are too few for so small a sample to tell them from none")];
    }
    let mut estimates = vec![new.value(high).between(None, Some(high)).says(random.then(
        options,
        &format!(
            "100 distinct rows of the listing are at most {} people: rows are not people, and a larger sample would show \
             more repeats",
            format_args!("{:.1}", 100.0 * high)
        ),
    ))];
    if let Some(claimed) = options.claim.rows {
        let most = (claimed as f64 * high).ceil();
        let name = format!("people in a listing of the {} rows claimed", whole(claimed as f64));
        estimates.push(
            Estimate::new(Topic::Size, Unit::Count, &name, estimator, options.level.get())
                .value(most)
                .between(None, Some(most))
                .if_random(options.sampling)
                .assuming("the listing has as many rows as it claims", Holds::Unknown)
                .says(random.then(
                    options,
                    &format!("{} rows are at most {} people", whole(claimed as f64), whole(most)),
                )),
        );
    }
    estimates
}

/// The limit; none where no person repeats in distinct rows.
fn most_people_a_row(people: u64, rows: u64, level: Level) -> Option<f64> {
    if rows == 0 || people >= rows {
        return None;
    }
    let slack = (-level.alpha().ln() / (2.0 * rows as f64)).sqrt();
    Some((people as f64 / rows as f64 + slack).min(1.0))
}

/// With the claimed number of rows the share that was drawn is known, and with it a lower bound that allows for rows drawn once.
fn people_without_replacement(
    people: &InSample,
    counts: &SizeCounts,
    options: &Options,
) -> Result<Option<Estimate>, Error> {
    let Some(claimed) = options.claim.rows else {
        return Ok(None);
    };
    let drawn = people.sightings + counts.rows_without_identifier;
    if drawn >= claimed {
        return Ok(None);
    }
    let share = drawn as f64 / claimed as f64;
    let frequencies = people.frequencies()?;
    let name = format!("people in a listing of the {} rows claimed", whole(claimed as f64));
    let estimator = "Chao & Lin's lower bound (2012), without replacement";
    let new = Estimate::new(Topic::Size, Unit::Count, &name, estimator, options.level.get())
        .if_random(options.sampling)
        .assuming("each row of the listing was drawn at most once", Holds::Unknown)
        .assuming("the listing has as many rows as it claims", Holds::Unknown);
    let bound = match chao_without_replacement(&frequencies, share, options.level) {
        Ok(bound) => bound,
        Err(EstimateError::NoCount(reason)) => return Ok(Some(new.withheld(why(reason)))),
        Err(error) => return Err(error.into()),
    };
    // The interval has Chao1's form, and is held to what was measured of that.
    let unmet = UnseenMethod::Chao1.condition(&frequencies, options.level).err();
    let limit = match unmet {
        Some(_) => String::new(),
        None => format!(
            " ({} at {})",
            whole(bound.interval.low.floor()),
            percent(options.level.get())
        ),
    };
    let condition = If {
        random: "the rows were drawn at random from the listing",
        others: &["each was drawn at most once"],
    };
    let fact = format!(
        "{} rows, of which {} were seen, hold at least some {} people{limit}; it is a lower bound, and people who stand in \
         very different numbers of rows make it lie far below the truth",
        whole(claimed as f64),
        percent(share),
        whole(bound.value),
    );
    let made = new.value(bound.value).says(condition.then(options, &fact));
    Ok(Some(match unmet {
        Some(unmet) => made.withheld(not_met(unmet)),
        None => made.between(Some(bound.interval.low), None),
    }))
}
