//! How many rows a listing has, from several samples of it.

use serde::Serialize;

use crate::capture::{CaptureCondition, CaptureEstimate, check_size};
use crate::error::check_part;
use crate::repeats::{Design, estimate};
use crate::special::{Tail, beta_quantile};
use crate::{CountEstimate, CountInterval, Error, Level, garwood};

/// One of several samples. A thing counts once in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Occasion {
    /// n_t, the distinct things in this sample.
    pub caught: u64,
    /// M_t, the distinct things known before it.
    pub marked: u64,
    /// m_t, those of this sample that were known before it.
    pub recaptured: u64,
}

/// Several samples of one listing, in the order in which they were taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recaptures {
    occasions: Vec<Occasion>,
    marks_lost: u64,
}

impl Recaptures {
    /// From the sizes of the samples and how many of each stood in any earlier one; the first of these must be 0.
    ///
    /// # Errors
    /// As [`Recaptures::new`]; [`Error::TableShape`] if the two differ in length.
    pub fn from_samples(caught: &[u64], recaptured: &[u64]) -> Result<Self, Error> {
        if caught.len() != recaptured.len() {
            return Err(Error::TableShape {
                expected: "two rows of equal length, one entry a sample",
                found: format!("{} sizes and {} recaptures", caught.len(), recaptured.len()),
            });
        }
        let mut marked = 0u64;
        let occasions = caught.iter().zip(recaptured).map(|(&caught, &recaptured)| {
            let occasion = Occasion {
                caught,
                marked,
                recaptured,
            };
            marked = marked.saturating_add(caught.saturating_sub(recaptured));
            occasion
        });
        Self::new(occasions.collect())
    }

    /// From what was known before each sample, where marks may have been lost in between.
    ///
    /// # Errors
    /// [`Error::PartExceedsWhole`] if more was recaptured than caught or known, or more is known than was ever caught;
    /// [`Error::NumberOutOfRange`] if the samples together hold more than 2⁵¹.
    pub fn new(occasions: Vec<Occasion>) -> Result<Self, Error> {
        let (mut known, mut marks_lost) = (occasions.first().map_or(0, |first| first.marked), 0);
        let mut total = known;
        check_size("things in all samples", total)?;
        for occasion in &occasions {
            check_part("recaptured", occasion.recaptured, "caught", occasion.caught)?;
            check_part("recaptured", occasion.recaptured, "known before", occasion.marked)?;
            check_part("known before a sample", occasion.marked, "ever caught", known)?;
            marks_lost += known - occasion.marked;
            total = total.saturating_add(occasion.caught);
            check_size("things in all samples", total)?;
            known = occasion.marked + (occasion.caught - occasion.recaptured);
        }
        Ok(Self { occasions, marks_lost })
    }

    /// The samples.
    pub fn occasions(&self) -> &[Occasion] {
        &self.occasions
    }

    /// Σ m_t.
    pub fn recaptured(&self) -> u64 {
        self.occasions.iter().map(|occasion| occasion.recaptured).sum()
    }

    /// The distinct things seen, if no marks were lost. The listing holds at least so many, whoever chose the samples.
    pub fn distinct(&self) -> u64 {
        let before = self.occasions.first().map_or(0, |first| first.marked);
        before
            + self
                .occasions
                .iter()
                .map(|occasion| occasion.caught - occasion.recaptured)
                .sum::<u64>()
    }

    /// The sizes of the samples, what was known before the first one being one too.
    pub(crate) fn sizes(&self) -> Result<Vec<u64>, Error> {
        if self.marks_lost > 0 {
            return Err(Error::NumberOutOfRange {
                name: "the number of marks lost between samples",
                expected: "0 here",
                found: self.marks_lost as f64,
            });
        }
        let before = self.occasions.first().map(|first| first.marked);
        Ok(before
            .into_iter()
            .chain(self.occasions.iter().map(|occasion| occasion.caught))
            .filter(|size| *size > 0)
            .collect())
    }

    fn sum(&self, term: impl Fn(f64, f64, f64) -> f64) -> f64 {
        self.occasions
            .iter()
            .map(|occasion| {
                term(
                    occasion.caught as f64,
                    occasion.marked as f64,
                    occasion.recaptured as f64,
                )
            })
            .sum()
    }

    fn floor(&self) -> f64 {
        self.distinct().saturating_sub(self.marks_lost) as f64
    }
}

/// The estimate of Schnabel (1938): N = Σ n_t M_t / Σ m_t.
///
/// The interval puts the limits of Garwood (1936) for the mean of Σ m_t in its place. The textbooks do so for few
/// recaptures only (Krebs 1999: below 50) and take the normal distribution of 1/N above; this covers its level
/// throughout (simulated for 2 to 50 samples of 0.5 % to 70 % of N = 50 to 5,000, at level 0.95), and is far too wide
/// where samples are large parts of the listing: see [`darroch`]. The standard error is N/√Σm. No end and no value is
/// below the distinct things seen. With two samples the value is Lincoln and Petersen's.
///
/// Assumes that the listing was the same each time, that every sample is random or at least independent of the earlier
/// ones, that all things are equally likely to be in it, and that the same thing is known again. Things easily caught,
/// or pages that overlap, make N too small; a seller who avoids repeats makes it too large, without limit; one thing
/// spelt in two ways makes it too large. [`recapture_fit`](crate::recapture_fit) finds some of this with three or more
/// samples. The value depends on the order of the samples, weakly.
pub fn schnabel(samples: &Recaptures, level: Level) -> CaptureEstimate {
    schnabel_with(samples, 0, level)
}

/// Chapman's (1952) variant of [`schnabel`]: N = Σ n_t M_t / (Σ m_t + 1), less biased for few recaptures.
///
/// No recaptures still give a value, which then only says how large the samples were. Everything else as for
/// [`schnabel`].
pub fn schnabel_chapman(samples: &Recaptures, level: Level) -> CaptureEstimate {
    schnabel_with(samples, 1, level)
}

fn schnabel_with(samples: &Recaptures, added: u64, level: Level) -> CaptureEstimate {
    let tried = samples.sum(|caught, marked, _| caught * marked);
    let (recaptured, floor) = (samples.recaptured(), samples.floor());
    let mean = garwood(recaptured, level);
    let divisor = (recaptured + added) as f64;
    let value = (divisor > 0.0).then(|| (tried / divisor).max(floor));
    CaptureEstimate {
        estimate: CountEstimate {
            value,
            standard_error: value.map(|value| value / divisor.sqrt()),
            interval: CountInterval {
                low: (tried / mean.high).max(floor).min(value.unwrap_or(f64::INFINITY)),
                high: (recaptured > 0).then(|| (tried / mean.low).max(floor)),
            },
        },
        unmet: (recaptured == 0).then_some(CaptureCondition::NoRecaptures),
    }
}

/// The estimate of Schumacher & Eschmeyer (1943): N = Σ n_t M_t² / Σ m_t M_t, the slope of m_t/n_t on M_t, weighted by n_t
/// and taken through the origin.
///
/// The interval is Student's t on 1/N, the slope, with s − 2 degrees of freedom for s samples (Ricker 1975; Krebs 1999);
/// the standard error is carried over by N². It widens where the samples scatter more than chance, so it says more than
/// [`schnabel`]'s where catchability changed between them. No end and no value is below the distinct things seen.
///
/// It takes the variance of m_t/n_t to be the same but for n_t, and for samples that are small parts of the listing it
/// grows with M_t instead. Its interval therefore does not hold its level, however many recaptures there are: at level
/// 0.95 simulation found coverage of 0.90 to 0.93 for 6 to 20 samples of 0.5 to 5 % of N = 5,000, and down to 0.83 with
/// fewer than 10 recaptures. [`CaptureCondition::UnequalScatter`] says so always; print [`darroch`]'s beside it.
/// Assumptions and failure modes of the value as for [`schnabel`].
pub fn schumacher_eschmeyer(samples: &Recaptures, level: Level) -> CaptureEstimate {
    let floor = samples.floor();
    let weight = samples.sum(|caught, marked, _| caught * marked * marked);
    let product = samples.sum(|_, marked, recaptured| marked * recaptured);
    let open = CountInterval { low: floor, high: None };
    if product == 0.0 {
        return CaptureEstimate {
            estimate: CountEstimate {
                value: None,
                standard_error: None,
                interval: open,
            },
            unmet: Some(CaptureCondition::NoRecaptures),
        };
    }
    let informative = samples
        .occasions
        .iter()
        .filter(|occasion| occasion.caught > 0 && occasion.marked > 0);
    let degrees = informative.count() as u64 - 1;
    let reciprocal = product / weight;
    let value = (weight / product).max(floor);
    if degrees == 0 {
        return CaptureEstimate {
            estimate: CountEstimate {
                value: Some(value),
                standard_error: None,
                interval: open,
            },
            unmet: Some(CaptureCondition::FewSamples { found: 2, needed: 3 }),
        };
    }
    // Σ n (m/n − M/N)², the residuals themselves: the textbook's difference of sums loses its digits.
    let residual = samples.sum(|caught, marked, recaptured| {
        if caught == 0.0 {
            0.0
        } else {
            caught * (recaptured / caught - marked * reciprocal).powi(2)
        }
    });
    let error = (residual / degrees as f64 / weight).sqrt();
    let half = student_upper_quantile(degrees as f64, 0.5 * level.alpha()) * error;
    CaptureEstimate {
        estimate: CountEstimate {
            value: Some(value),
            standard_error: Some(error / (reciprocal * reciprocal)),
            interval: CountInterval {
                low: (1.0 / (reciprocal + half)).max(floor),
                high: (reciprocal > half).then(|| (1.0 / (reciprocal - half)).max(floor)),
            },
        },
        unmet: Some(CaptureCondition::UnequalScatter),
    }
}

/// The maximum-likelihood estimate of Darroch (1958): N with 1 − d/N = Π (1 − n_t/N), from the sizes n_t of the samples and
/// the number d of distinct things in all of them.
///
/// d holds everything that the samples say of N, so the order of the samples does not matter, and it is at least as good
/// as [`schnabel`]; with two samples the value is Lincoln and Petersen's. The interval covers at least its level for
/// levels from 0.5, whatever the sizes: the number of recaptures is a sum of Σ n_t − max n_t independent trials of
/// unequal chances (Vatutin & Mikhailov 1982), whose tails a binomial distribution bounds (Hoeffding 1956). It is wider
/// than it needs to be where samples are large parts of the listing; for two samples
/// [`two_samples_exact`](crate::two_samples_exact) is sharper. Assumptions and failure modes as for [`schnabel`].
///
/// # Errors
/// [`Error::NumberOutOfRange`] if marks were lost between samples: d is unknown then.
pub fn darroch(samples: &Recaptures, level: Level) -> Result<CountEstimate, Error> {
    estimate(&Design::Samples(&samples.sizes()?), samples.distinct(), level)
}

/// t with P(T > t) = `upper` ≤ ½, by the Beta distribution of df / (df + T²).
fn student_upper_quantile(degrees: f64, upper: f64) -> f64 {
    let share = beta_quantile(0.5 * degrees, 0.5, Tail::Lower(2.0 * upper));
    (degrees * share.complement / share.value).sqrt()
}
