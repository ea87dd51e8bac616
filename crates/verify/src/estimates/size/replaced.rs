//! Estimates that take a repeat for a second draw of the same thing: draws with replacement, or pages drawn independently
//! of each other and put into one file.

use assay_estimate::{
    CaptureEstimate, Error as EstimateError, Frequencies, LowerBound, UnseenMethod, ace, birthday, chao_jost_coverage,
    chao_lower_bound, chao1_bias_corrected, good_turing_coverage, ichao1, occupancy, smoothed_good_toulmin,
};

use super::checks::{Check, assumptions, equal_chances};
use super::disagree::{ACE, BIRTHDAY, CHAO, CHAO1, ICHAO1, OCCUPANCY};
use super::words::{If, about, not_met, why};
use crate::estimates::{Assumption, Estimate, Quantity, Topic, Unit};
use crate::words::{percent, whole};
use crate::{Error, InSample, Options, Sampling, Seen, Thing};

/// Every estimate of things of one sample; `rows` tells how the copies of rows lie.
pub(super) fn estimates(seen: &Seen, rows: Option<&InSample>, options: &Options) -> Result<Vec<Estimate>, Error> {
    let Some(sample) = seen.samples.first() else {
        return Ok(Vec::new());
    };
    let frequencies = sample.frequencies()?;
    let of = Of {
        seen,
        frequencies: &frequencies,
        options,
    };
    // Rows of which some stand too often were not drawn at random with replacement, whoever is in them.
    let copies = match rows {
        Some(rows) => equal_chances(rows, 1, "copies of rows do not lie as random draws would give them")?,
        None => None,
    };
    let copies: Vec<Check> = copies.into_iter().collect();
    let any = of.assumptions(&copies, false)?;
    let equal = match seen.thing {
        Thing::Rows => of.assumptions(&copies, false)?,
        _ => {
            let text = format!(
                "repeats of {} do not come as equal chances would give them",
                seen.thing.plural()
            );
            let people = equal_chances(sample, 3, &text)?;
            let both: Vec<Check> = copies.into_iter().chain(people).collect();
            of.assumptions(&both, true)?
        }
    };
    let mut estimates = vec![
        of.birthday(&equal)?,
        of.counted(
            OCCUPANCY,
            &equal,
            occupancy(frequencies.draws(), frequencies.distinct(), options.level),
        )?,
        of.bound(
            (CHAO, UnseenMethod::Chao1),
            &any,
            chao_lower_bound(&frequencies, options.level),
        )?,
    ];
    if seen.thing == Thing::People {
        estimates.push(of.bound(
            (CHAO1, UnseenMethod::Chao1),
            &any,
            chao1_bias_corrected(&frequencies, options.level),
        )?);
        estimates.push(of.bound(
            (ICHAO1, UnseenMethod::ImprovedChao1),
            &any,
            ichao1(&frequencies, options.level),
        )?);
        estimates.push(of.ace(&any)?);
        estimates.extend(of.coverage(&any)?);
        for ratio in [1.0, 10.0] {
            estimates.extend(of.new_things(&any, ratio)?);
        }
    }
    Ok(estimates)
}

/// What is estimated from what.
struct Of<'a> {
    seen: &'a Seen,
    frequencies: &'a Frequencies,
    options: &'a Options,
}

impl Of<'_> {
    fn assumptions(&self, checks: &[Check], with_chances: bool) -> Result<Vec<Assumption>, Error> {
        let random = match self.options.sampling {
            Sampling::Seller => "the rows were drawn at random from the listing",
            Sampling::Random => "the rows were drawn at random from the listing, as stated",
        };
        let mut texts = vec![
            random.to_owned(),
            "each row of the listing was as likely to be drawn as any other, and could be drawn twice, as where pages \
             drawn independently were put together; copies were neither added nor taken away"
                .to_owned(),
            "the listing does not hold the same row twice".to_owned(),
        ];
        if with_chances {
            texts.push(format!(
                "all {} are equally likely to be drawn",
                self.seen.thing.plural()
            ));
        }
        assumptions(&texts, checks, &[])
    }

    fn quantity(&self) -> (Quantity, String) {
        let of = match self.seen.thing {
            Thing::People => Quantity::ListingPeople,
            Thing::Rows => Quantity::ListingDistinctRows,
            Thing::Values(_) => Quantity::Other,
        };
        (of, format!("{} in the listing", self.seen.thing.plural()))
    }

    fn estimate(&self, estimator: &str, assumed: &[Assumption]) -> Estimate {
        let (of, name) = self.quantity();
        let new = Estimate::new(Topic::Size, Unit::Count, &name, estimator, self.options.level.get()).of(of);
        Estimate {
            assumptions: assumed.to_vec(),
            ..new
        }
    }

    fn then(&self, fact: &str) -> String {
        let condition = If {
            random: "the rows were drawn at random",
            others: &["the same row could be drawn twice"],
        };
        condition.then(self.options, fact)
    }

    fn birthday(&self, assumed: &[Assumption]) -> Result<Estimate, Error> {
        let pairs = |(times, things): (u64, u64)| things.saturating_mul(times.saturating_mul(times - 1) / 2);
        let pairs = self.frequencies.iter().map(pairs).fold(0, u64::saturating_add);
        let CaptureEstimate { estimate, unmet } = birthday(self.frequencies.draws(), pairs, self.options.level)?;
        let made = self.number(
            self.estimate(BIRTHDAY, assumed),
            estimate.value,
            estimate.interval.low,
            estimate.interval.high,
        );
        Ok(match unmet.filter(|_| made.value.is_some()) {
            Some(reason) => Estimate {
                says: format!("{} Better here: {OCCUPANCY} ({reason}).", made.says),
                ..made
            },
            None => made,
        })
    }

    fn counted(
        &self,
        estimator: &str,
        assumed: &[Assumption],
        counted: Result<assay_estimate::CountEstimate, EstimateError>,
    ) -> Result<Estimate, Error> {
        let new = self.estimate(estimator, assumed);
        match counted {
            Ok(one) => Ok(self.number(new, one.value, one.interval.low, one.interval.high)),
            Err(EstimateError::NoCount(reason)) => Ok(new.withheld(why(reason))),
            Err(error) => Err(error.into()),
        }
    }

    fn number(&self, new: Estimate, value: Option<f64>, low: f64, high: Option<f64>) -> Estimate {
        let floor = self.seen.distinct as f64;
        let low = low.max(floor);
        let Some(value) = value else {
            return new.withheld("the repeats bound the number from below only");
        };
        if high.is_some_and(|high| high < floor) {
            return new
                .withheld("it would be fewer than were seen: the repeats fall on too few to come from equal chances");
        }
        let made = new
            .value(value.max(low))
            .between(Some(low), high.map(|high| high.max(low)));
        let fact = about(&made, &self.seen.thing.plural());
        let says = fact.map(|fact| self.then(&format!("the listing has {fact}")));
        made.says(says.unwrap_or_default())
    }

    /// ACE, with its interval where that was measured to hold.
    fn ace(&self, assumed: &[Assumption]) -> Result<Estimate, Error> {
        let made = self.counted(ACE, assumed, ace(self.frequencies, self.options.level))?;
        let unmet = UnseenMethod::Ace.condition(self.frequencies, self.options.level).err();
        let (Some(value), Some(unmet)) = (made.value, unmet) else {
            return Ok(made);
        };
        let fact = format!("the listing has about {} {}", whole(value), self.seen.thing.plural());
        Ok(made.between(None, None).says(self.then(&fact)).withheld(not_met(unmet)))
    }

    /// A lower bound, with its lower limit where that was measured to hold.
    fn bound(
        &self,
        (estimator, method): (&str, UnseenMethod),
        assumed: &[Assumption],
        bound: Result<LowerBound, EstimateError>,
    ) -> Result<Estimate, Error> {
        let new = self.estimate(estimator, assumed);
        let bound = match bound {
            Ok(bound) => bound,
            Err(EstimateError::NoCount(reason)) => return Ok(new.withheld(why(reason))),
            Err(error) => return Err(error.into()),
        };
        let things = self.seen.thing.plural();
        let unmet = method.condition(self.frequencies, self.options.level).err();
        let limit = match unmet {
            Some(_) => String::new(),
            None => format!(
                " ({} at {})",
                whole(bound.interval.low.floor()),
                percent(self.options.level.get())
            ),
        };
        let made = new.value(bound.value).says(self.then(&format!(
            "the listing has at least some {} {things}{limit}; it is a lower bound, however unequal the chances are",
            whole(bound.value),
        )));
        Ok(match unmet {
            Some(unmet) => made.withheld(not_met(unmet)),
            None => made.between(Some(bound.interval.low), None),
        })
    }

    /// The share of the listing's rows whose people were seen.
    fn coverage(&self, assumed: &[Assumption]) -> Result<Vec<Estimate>, Error> {
        let all = [
            ("Good–Turing coverage (1953)", good_turing_coverage(self.frequencies)),
            ("coverage of Chao & Jost (2012)", chao_jost_coverage(self.frequencies)),
        ];
        let mut estimates = Vec::new();
        for (estimator, coverage) in all {
            let name = "share of the listing's rows that are of people seen";
            let new = Estimate::new(Topic::Size, Unit::Share, name, estimator, self.options.level.get());
            let new = Estimate {
                assumptions: assumed.to_vec(),
                ..new
            };
            estimates.push(match coverage {
                Ok(coverage) => new
                    .value(coverage.value)
                    .says(self.then(&format!(
                        "a further row is of one of the people seen with a chance of {}; that is a share of rows, not of people",
                        percent(coverage.value)
                    )))
                    .withheld("its error is known for rows drawn from this sample only"),
                Err(EstimateError::NoCount(reason)) => new.withheld(why(reason)),
                Err(error) => return Err(error.into()),
            });
        }
        Ok(estimates)
    }

    /// How many new ones `ratio` times as many further rows would show; nothing where the sample is too small to say.
    fn new_things(&self, assumed: &[Assumption], ratio: f64) -> Result<Option<Estimate>, Error> {
        let things = self.seen.thing.plural();
        let name = match ratio {
            1.0 => format!("new {things} in as many further rows"),
            _ => format!("new {things} in {} times as many further rows", whole(ratio)),
        };
        let new = Estimate::new(
            Topic::Size,
            Unit::Count,
            &name,
            "smoothed Good–Toulmin (2016)",
            self.options.level.get(),
        );
        let new = Estimate {
            assumptions: assumed.to_vec(),
            ..new
        };
        match smoothed_good_toulmin(self.frequencies, ratio) {
            Ok(found) => Ok(Some(
                new.value(found.value)
                    .says(self.then(&format!(
                        "{} further rows would show about {} new {things} (standard error {}, without the bias of the series)",
                        whole(ratio * self.frequencies.draws() as f64),
                        whole(found.value),
                        whole(found.standard_error.ceil()),
                    )))
                    .withheld("the series has a bias of unknown size beside its standard error"),
            )),
            Err(EstimateError::NoCount(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}
