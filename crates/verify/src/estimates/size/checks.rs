//! Assumptions that the counts themselves can speak against.
//!
//! Each check is a test of size at most 5 %; where several bear on one estimator they are taken together by Holm (1979),
//! so that an estimator whose assumptions hold is called broken in at most 5 % of samples.

use assay_estimate::{Error as EstimateError, Recaptures, equal_chance_test, holm, recapture_fit};

use super::words::chance;
use crate::estimates::{Assumption, Holds};
use crate::words::whole;
use crate::{Error, InSample, Others, Seen};

/// What was tested of an estimator's assumptions.
pub(super) struct Check {
    /// The assumption that it speaks against.
    pub(super) assumption: usize,
    pub(super) p: f64,
    /// What was found, if that speaks against it.
    pub(super) found: String,
}

/// Assumptions in words, with what the checks say of each: broken, not contradicted, or not to be checked.
pub(super) fn assumptions(
    texts: &[String],
    checks: &[Check],
    certain: &[(usize, String)],
) -> Result<Vec<Assumption>, Error> {
    let p_values: Vec<f64> = checks.iter().map(|check| check.p).collect();
    let adjusted = holm(&p_values)?;
    let of = |(at, text): (usize, &String)| {
        if let Some((_, found)) = certain.iter().find(|(of, _)| *of == at) {
            return Assumption {
                text: format!("{text}: {found}"),
                holds: Holds::False,
            };
        }
        let ours = || {
            checks
                .iter()
                .zip(&adjusted)
                .filter(move |(check, _)| check.assumption == at)
        };
        let worst = ours().min_by(|a, b| a.1.total_cmp(b.1));
        match worst {
            None => Assumption {
                text: text.clone(),
                holds: Holds::Unknown,
            },
            Some((check, p)) if *p < SIZE => Assumption {
                text: format!("{text}: {} ({})", check.found, chance(*p)),
                holds: Holds::False,
            },
            // Not rejecting proves little where there is little to see.
            Some((_, p)) => Assumption {
                text: format!("{text} (checked, nothing speaks against it: {})", chance(*p)),
                holds: Holds::Unknown,
            },
        }
    };
    Ok(texts.iter().enumerate().map(of).collect())
}

/// Whether repeats come as equal chances would give them; nothing where that can't be tested.
pub(super) fn equal_chances(sample: &InSample, assumption: usize, found: &str) -> Result<Option<Check>, Error> {
    tested(sample, assumption, found, |test| test.p_value)
}

/// Whether some stand more often than equal chances would give. That they stand too evenly says nothing of rows that
/// were each drawn once: a listing in which everybody stands three times shows just that.
pub(super) fn not_uneven(sample: &InSample, assumption: usize, found: &str) -> Result<Option<Check>, Error> {
    tested(sample, assumption, found, |test| test.too_uneven)
}

fn tested(
    sample: &InSample,
    assumption: usize,
    found: &str,
    p: impl Fn(&assay_estimate::EqualChanceTest) -> f64,
) -> Result<Option<Check>, Error> {
    match equal_chance_test(&sample.frequencies()?) {
        Ok(test) => Ok(Some(Check {
            assumption,
            p: p(&test),
            found: found.to_owned(),
        })),
        Err(EstimateError::NoCount(_) | EstimateError::NumberOutOfRange { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Whether what samples have in common lies scattered in them, and not in blocks, as where one was pasted into another.
pub(super) fn scattered(seen: &Seen, assumption: usize) -> Result<Vec<Check>, Error> {
    let mut checks = Vec::new();
    for (number, sample) in seen.samples.iter().enumerate() {
        for blocks in &sample.blocks {
            let others = match blocks.others {
                Others::Earlier => "earlier",
                Others::Later => "later",
            };
            checks.push(Check {
                assumption,
                p: blocks.p_value(sample.distinct)?,
                found: format!(
                    "the {} {} of sample {} that {others} samples have too stand in {}, where about {} are expected",
                    whole(blocks.shared as f64),
                    seen.thing.plural(),
                    number + 1,
                    match blocks.blocks {
                        1 => "one block".to_owned(),
                        blocks => format!("{} blocks", whole(blocks as f64)),
                    },
                    whole(blocks.expected(sample.distinct).round()),
                ),
            });
        }
    }
    Ok(checks)
}

/// Whether the recaptures of three or more samples fit one number.
pub(super) fn fits_one_number(samples: &Recaptures, assumption: usize) -> Result<Option<Check>, Error> {
    let informative = samples.occasions().iter().filter(|one| one.caught > 0).count();
    if informative < 3 || samples.recaptured() == 0 {
        return Ok(None);
    }
    let fit = recapture_fit(samples)?;
    Ok(Some(Check {
        assumption,
        p: fit.p_value,
        found: "what each sample shares with earlier ones can't come from one number".to_owned(),
    }))
}

/// Below this p-value a check speaks against its assumption. A little less than the 5 % of samples in which it may do so
/// where the assumption holds: simulated p-values are off by some thousandths.
pub(super) const SIZE: f64 = 0.045;
