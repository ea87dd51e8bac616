//! What several samples of one listing have in common says: capture and recapture.

use assay_estimate::{
    CaptureEstimate, CountInterval, Error as EstimateError, Level, Recaptures, TwoSamples, bailey, bailey_exact,
    chapman, darroch, lincoln_petersen, schnabel, schumacher_eschmeyer, two_samples_exact,
};

use super::SizeCounts;
use super::checks::{Check, assumptions, fits_one_number, not_uneven, scattered};
use super::words::{If, about, why};
use crate::estimates::{Assumption, Estimate, Quantity, Topic, Unit};
use crate::words::whole;
use crate::{Error, Options, Sampling, Seen, Thing};

pub(super) fn estimates(counts: &SizeCounts, options: &Options) -> Result<Vec<Estimate>, Error> {
    let mut estimates = Vec::new();
    for seen in counts.people.iter().chain(&counts.rows) {
        estimates.extend(of_things(seen, counts, options)?);
    }
    Ok(estimates)
}

fn of_things(seen: &Seen, counts: &SizeCounts, options: &Options) -> Result<Vec<Estimate>, Error> {
    let caught: Vec<u64> = seen.samples.iter().map(|sample| sample.distinct).collect();
    let known: Vec<u64> = seen.samples.iter().map(|sample| sample.known).collect();
    let recaptures = Recaptures::from_samples(&caught, &known)?;
    let of = Of {
        seen,
        options,
        assumed: assumed(seen, &recaptures, counts, options)?,
    };
    let filled = caught.iter().filter(|caught| **caught > 0).count();
    if filled < 2 {
        return Ok(vec![of.estimate("capture and recapture").withheld(format!(
            "{filled} of the samples have {}; two are needed",
            seen.thing.plural()
        ))]);
    }
    if recaptures.recaptured() == 0 {
        return of.nothing_shared(&recaptures);
    }
    match &seen.samples[..] {
        [first, second] => of.two(
            first.distinct,
            second.distinct,
            second.known,
            (second.sightings, second.sightings_of_known),
        ),
        _ => of.several(&recaptures),
    }
}

fn assumed(
    seen: &Seen,
    recaptures: &Recaptures,
    counts: &SizeCounts,
    options: &Options,
) -> Result<Vec<Assumption>, Error> {
    let things = seen.thing.plural();
    let random = match options.sampling {
        Sampling::Seller => "each sample was drawn at random from the same listing",
        Sampling::Random => "each sample was drawn at random from the same listing, as stated",
    };
    let texts = [
        random.to_owned(),
        "not one sample, or page of one, was pasted into another".to_owned(),
        "nobody showed something again, or avoided it, because it had been shown".to_owned(),
        format!("all {things} of the listing are equally likely to be drawn"),
        "what is the same is recognised in every sample".to_owned(),
    ];
    let mut checks = scattered(seen, 1)?;
    for sample in &seen.samples {
        let found = format!("some {things} stand far more often in a sample than others");
        checks.extend(not_uneven(sample, 3, &found)?);
    }
    // Unequal chances and dependent samples look alike here.
    checks.extend::<Option<Check>>(fits_one_number(recaptures, 3)?);
    let in_order = counts.same.iter().map(|(first, second)| {
        format!("samples {first} and {second} hold the same rows in the same order: they are one sample")
    });
    // Blocks can't tell here, since neither has anything else.
    let distinct = |sample: u32| {
        let at = (sample as usize).checked_sub(1)?;
        Some(seen.samples.get(at)?.distinct)
    };
    let equal = seen
        .shared
        .iter()
        .filter(|pair| pair.both > 0 && [pair.first, pair.second].map(distinct) == [Some(pair.both), Some(pair.both)]);
    let equal = equal.map(|pair| {
        format!(
            "samples {} and {} show the very same {things}: they are one sample, or each is the whole listing",
            pair.first, pair.second
        )
    });
    let same: Vec<(usize, String)> = in_order.chain(equal).map(|found| (1, found)).collect();
    assumptions(&texts, &checks, &same)
}

struct Of<'a> {
    seen: &'a Seen,
    options: &'a Options,
    assumed: Vec<Assumption>,
}

impl Of<'_> {
    fn level(&self) -> Level {
        self.options.level
    }

    fn estimate(&self, estimator: &str) -> Estimate {
        let of = match self.seen.thing {
            Thing::People => Quantity::ListingPeople,
            Thing::Rows => Quantity::ListingDistinctRows,
            Thing::Values(_) => Quantity::Other,
        };
        let name = format!("{} in the listing", self.seen.thing.plural());
        let new = Estimate::new(Topic::Size, Unit::Count, &name, estimator, self.level().get()).of(of);
        Estimate {
            assumptions: self.assumed.clone(),
            ..new
        }
    }

    fn two(&self, first: u64, second: u64, both: u64, (draws, found): (u64, u64)) -> Result<Vec<Estimate>, Error> {
        let level = self.level();
        let samples = TwoSamples::new(first, second, both)?;
        let exact = two_samples_exact(samples, level)?;
        Ok(vec![
            self.captured("Lincoln–Petersen", lincoln_petersen(samples, level), Some(exact)),
            self.captured("Chapman (1951)", chapman(samples, level), Some(exact)),
            self.captured(
                "Bailey (1951), second sample with replacement",
                bailey(first, draws, found, level)?,
                Some(bailey_exact(first, draws, found, level)?),
            ),
        ])
    }

    fn several(&self, recaptures: &Recaptures) -> Result<Vec<Estimate>, Error> {
        let level = self.level();
        let mut estimates = vec![
            self.captured("Schnabel (1938)", schnabel(recaptures, level), None),
            self.captured(
                "Schumacher–Eschmeyer (1943)",
                schumacher_eschmeyer(recaptures, level),
                None,
            ),
        ];
        let new = self.estimate("Darroch (1958), maximum likelihood");
        estimates.push(match darroch(recaptures, level) {
            Ok(one) => self.number(new, one.value, one.interval),
            Err(EstimateError::NoCount(reason)) => new.withheld(why(reason)),
            Err(error) => return Err(error.into()),
        });
        Ok(estimates)
    }

    /// Nothing stands in two samples: only a lower limit.
    fn nothing_shared(&self, recaptures: &Recaptures) -> Result<Vec<Estimate>, Error> {
        let (estimator, low) = match &self.seen.samples[..] {
            [first, second] => (
                "exact hypergeometric limit for nothing shared",
                two_samples_exact(TwoSamples::new(first.distinct, second.distinct, 0)?, self.level())?.low,
            ),
            _ => (
                "Schnabel's limit for nothing shared",
                schnabel(recaptures, self.level()).estimate.interval.low,
            ),
        };
        let low = low.max(self.seen.distinct as f64);
        let fact = format!(
            "the listing has at least {} {}, because nothing stands in two samples; how many more can't be said",
            whole(low.floor()),
            self.seen.thing.plural()
        );
        Ok(vec![
            self.estimate(estimator)
                .value(low)
                .between(Some(low), None)
                .says(self.then(&fact)),
        ])
    }

    /// A textbook estimate, with the exact interval where the textbook's does not hold its level.
    fn captured(&self, estimator: &str, captured: CaptureEstimate, exact: Option<CountInterval>) -> Estimate {
        let CaptureEstimate { estimate, unmet } = captured;
        match (unmet, exact) {
            (None, _) => self.number(self.estimate(estimator), estimate.value, estimate.interval),
            (Some(_), Some(exact)) => {
                let name = format!("{estimator}, exact limits");
                self.number(self.estimate(&name), estimate.value, exact)
            }
            (Some(reason), None) => {
                let none = CountInterval {
                    low: self.seen.distinct as f64,
                    high: None,
                };
                let made = self.number(self.estimate(estimator), estimate.value, none);
                let Some(value) = made.value else { return made };
                let fact = format!("the listing has about {} {}", whole(value), self.seen.thing.plural());
                let made = self.said(made.between(None, None), &fact);
                made.withheld(reason.to_string())
            }
        }
    }

    fn number(&self, new: Estimate, value: Option<f64>, interval: CountInterval) -> Estimate {
        let floor = self.seen.distinct as f64;
        let Some(value) = value else {
            return new.withheld("nothing stands in two samples");
        };
        // A limit by another way may lie beside the value, which is then no worse than the limit.
        let low = interval.low.max(floor);
        let made = new
            .value(value.max(floor))
            .between(Some(low), interval.high.map(|high| high.max(low)));
        match about(&made, &self.seen.thing.plural()) {
            Some(fact) => self.said(made, &format!("the listing has {fact}")),
            None => made,
        }
    }

    /// With the sentence, and what follows where something does not hold.
    fn said(&self, made: Estimate, fact: &str) -> Estimate {
        let mut says = self.then(fact);
        if made.is_broken() {
            says += " But that does not hold: pages in common and unequal chances make it too small.";
        }
        made.says(says)
    }

    fn then(&self, fact: &str) -> String {
        let condition = If {
            random: "all samples were drawn at random from the same listing",
            others: &["the samples were drawn independently of each other"],
        };
        condition.then(self.options, fact)
    }
}
