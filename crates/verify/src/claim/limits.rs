//! A claimed number against the estimates of it.

use super::{ClaimStatus, Known};
use crate::words::{about, percent};
use crate::{Estimate, Holds, Quantity};

/// What the estimates of a number say of a claim.
pub(super) struct Limits {
    /// What they say together; none where they don't decide.
    pub(super) status: Option<ClaimStatus>,
    /// What each says, the one that decides first.
    pub(super) sentences: Vec<String>,
}

/// How a claimed number stands to one estimate of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stands {
    /// It lies above the upper limit.
    Over,
    /// It lies within the limits.
    Within,
    /// It lies above the lower limit, and there is no upper one.
    Open,
    /// It lies below the lower limit.
    Under,
}

impl Limits {
    /// Sets `claimed` against every estimate of one of the quantities that has limits and whose assumptions were not
    /// found broken.
    ///
    /// Where the seller chose the rows, each estimate holds only if they were a random draw after all, so that none
    /// decides. Otherwise the claim is inflated if it lies above every upper limit and above one at least, and consistent
    /// if it lies within one and contradicts none; where they disagree they decide nothing.
    pub(super) fn of(claimed: u64, of: &[Quantity], seen: &Known<'_>) -> Limits {
        let usable = seen
            .estimates
            .iter()
            .filter(|one| of.contains(&one.of) && one.value.is_some() && !one.is_broken());
        let mut all: Vec<(Stands, &Estimate)> = usable
            .filter_map(|estimate| Some((stands(claimed as f64, estimate)?, estimate)))
            .collect();
        // An open one says nothing of a claim above it.
        all.retain(|(stands, _)| *stands != Stands::Open);
        // The one that is kindest to the claim decides.
        let high = |estimate: &Estimate| estimate.interval.high.unwrap_or(f64::INFINITY);
        all.sort_by(|(_, one), (_, other)| high(other).total_cmp(&high(one)));
        let every = |wanted: Stands| !all.is_empty() && all.iter().all(|(stands, _)| *stands == wanted);
        let status = match seen.is_random() {
            false => None,
            true if every(Stands::Over) => Some(ClaimStatus::Inflated),
            true if every(Stands::Within) => Some(ClaimStatus::Consistent),
            true => None,
        };
        Limits {
            status,
            sentences: all
                .iter()
                .map(|(stands, estimate)| sentence(*stands, estimate))
                .collect(),
        }
    }
}

fn stands(claimed: f64, estimate: &Estimate) -> Option<Stands> {
    let (low, high) = (estimate.interval.low, estimate.interval.high);
    match (low, high) {
        (None, None) => None,
        (_, Some(high)) if claimed > high => Some(Stands::Over),
        (Some(low), _) if claimed < low => Some(Stands::Under),
        (_, None) => Some(Stands::Open),
        _ => Some(Stands::Within),
    }
}

fn sentence(stands: Stands, estimate: &Estimate) -> String {
    let low = about(estimate.interval.low.unwrap_or(0.0));
    let high = about(estimate.interval.high.unwrap_or(f64::INFINITY));
    let figure = match (stands, estimate.interval.high) {
        (Stands::Over, _) => format!("at most {high}, fewer than claimed"),
        (Stands::Under, None) => format!("at least {low}, more than claimed"),
        (Stands::Under, _) => format!("{low} to {high}, more than claimed"),
        _ => format!("{low} to {high}, and the claim lies within"),
    };
    let mut sentence = format!(
        "{} by {}: {figure} (confidence {})",
        estimate.quantity,
        estimate.estimator,
        percent(estimate.level)
    );
    let ifs: Vec<&str> = estimate
        .assumptions
        .iter()
        .filter(|one| one.holds == Holds::Unknown)
        .map(|one| one.text.as_str())
        .collect();
    if !ifs.is_empty() {
        sentence += &format!(", if {}", ifs.join("; and "));
    }
    if estimate.of == Quantity::ListingDistinctRows && stands == Stands::Over {
        sentence += "; only copies of them can make up the rest";
    }
    sentence
}
