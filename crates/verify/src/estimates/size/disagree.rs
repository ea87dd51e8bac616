//! Estimates of one quantity that disagree say so, and why that may be.

use crate::estimates::{Estimate, Topic};

/// Adds to each estimate with which others of the same quantity its interval has nothing in common, and why.
pub(super) fn say(estimates: &mut [Estimate]) {
    let said: Vec<Option<String>> = estimates.iter().map(|one| reason(one, estimates)).collect();
    for (estimate, said) in estimates.iter_mut().zip(said) {
        if let Some(said) = said {
            estimate.says = format!("{} {said}", estimate.says).trim().to_owned();
        }
    }
}

fn reason(one: &Estimate, all: &[Estimate]) -> Option<String> {
    let above = |other: &&Estimate| {
        let same = other.quantity == one.quantity && other.topic == Topic::Size && one.topic == Topic::Size;
        same && one
            .interval
            .high
            .is_some_and(|high| other.interval.low.is_some_and(|low| low > high))
    };
    let higher: Vec<&Estimate> = all.iter().filter(above).collect();
    let first = higher.first()?;
    let names: Vec<&str> = higher.iter().map(|other| other.estimator.as_str()).collect();
    Some(format!(
        "It lies below {}: {} is too small {}, {} too large {}.",
        names.join(", "),
        one.estimator,
        too_small(&one.estimator),
        if higher.len() == 1 {
            "the other is"
        } else {
            "the others are"
        },
        too_large(&first.estimator),
    ))
}

/// What makes an estimator's number too small.
fn too_small(estimator: &str) -> &'static str {
    match estimator {
        BIRTHDAY | OCCUPANCY => "where some are likelier to be drawn than others",
        CHAO | CHAO1 | ICHAO1 => "by its nature, being a lower bound",
        ACE => "where chances are very unequal",
        _ => "where some are likelier to be shown than others, or samples share pages",
    }
}

/// What makes it too large.
fn too_large(estimator: &str) -> &'static str {
    match estimator {
        BIRTHDAY | OCCUPANCY | CHAO | CHAO1 | ICHAO1 | ACE => {
            "where repeats were removed, or rows were each drawn once"
        }
        _ => "where the seller avoids what he has shown, or one thing is spelt in two ways",
    }
}

pub(super) const BIRTHDAY: &str = "birthday, pairs of equal draws";
pub(super) const OCCUPANCY: &str = "occupancy, maximum likelihood";
pub(super) const CHAO: &str = "Chao's lower bound (1984)";
pub(super) const CHAO1: &str = "Chao1, bias-corrected";
pub(super) const ICHAO1: &str = "iChao1";
pub(super) const ACE: &str = "ACE, rare up to 10";
