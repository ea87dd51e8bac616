//! Sentences: estimates, reasons, and the "if" that each extrapolation begins with.

use assay_estimate::{NoCount, Unmet};

use crate::words::{percent, whole};
use crate::{Estimate, Options, Sampling};

/// What must be so for a sentence to be true.
pub(super) struct If<'a> {
    /// What `--sampling random` states.
    pub(super) random: &'a str,
    /// What nobody has stated.
    pub(super) others: &'a [&'a str],
}

impl If<'_> {
    /// The sentence, which begins with its "if" unless all of it was stated.
    pub(super) fn then(&self, options: &Options, fact: &str) -> String {
        let others = self.others.join(" and ");
        match (options.sampling, others.is_empty()) {
            (Sampling::Seller, true) => format!("If {}, {fact}.", self.random),
            (Sampling::Seller, false) => format!("If {}, and {others}, {fact}.", self.random),
            (Sampling::Random, true) => format!("With the rows drawn at random, as stated, {fact}."),
            (Sampling::Random, false) => format!("If {others}, with the rows drawn at random, as stated, {fact}."),
        }
    }
}

/// `about 12,000 (9,500 to 16,000 at 95 %)`, as far as there are numbers.
pub(super) fn about(estimate: &Estimate, what: &str) -> Option<String> {
    let value = estimate.value?;
    let at = percent(estimate.level);
    let limits = (estimate.interval.low, estimate.interval.high);
    Some(match limits {
        (Some(low), Some(high)) => {
            format!(
                "about {} {what} ({} to {} at {at})",
                whole(value),
                whole(low.floor()),
                whole(high.ceil())
            )
        }
        (Some(low), None) if low >= value => format!("at least {} {what} (at {at})", whole(low.floor())),
        (Some(low), None) => format!(
            "about {} {what}, and at least {} (at {at})",
            whole(value),
            whole(low.floor())
        ),
        _ => format!("about {} {what}", whole(value)),
    })
}

/// Why repeats give no number, for who reads a report.
pub(super) fn why(reason: NoCount) -> String {
    match reason {
        NoCount::TooFewDraws { .. } => "fewer than two rows were seen".to_owned(),
        NoCount::CoverageZero { .. } => "nothing that counts as rare was seen twice".to_owned(),
        NoCount::NothingRare { .. } => {
            "nothing was seen just once or twice, and what is unseen is judged from these".to_owned()
        }
        NoCount::NoSingletons => "nothing was seen just once".to_owned(),
        NoCount::NoDoubletons => "nothing was seen just twice".to_owned(),
        other => other.to_string(),
    }
}

/// Why an interval is not printed, for who reads a report.
pub(super) fn not_met(unmet: Unmet) -> String {
    match unmet {
        Unmet::TooFew { what, needed, found } => {
            let what = match what.as_str() {
                "singletons" => "things seen just once",
                "doubletons" => "things seen just twice",
                what => what,
            };
            format!("it was measured to hold with {needed} {what} and more, and there are {found}")
        }
        Unmet::NeverHolds { method } => format!("that of {method} was found not to hold its level"),
        Unmet::LevelNotMeasured { .. } => "it was measured to hold at 95 % only".to_owned(),
        other => other.to_string(),
    }
}

/// A p-value.
pub(super) fn chance(p: f64) -> String {
    if p >= 0.001 {
        format!("p = {p:.3}")
    } else {
        format!("p = {p:.0e}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_values_read_well() {
        assert_eq!(
            (chance(0.0312), chance(1.4e-9)),
            ("p = 0.031".into(), "p = 1e-9".into())
        );
    }

    #[test]
    fn a_seller_s_sample_begins_with_if() {
        let one = If {
            random: "the rows were drawn at random",
            others: &["each was drawn once"],
        };
        let seller = one.then(&Options::default(), "there are about 5");
        assert_eq!(
            seller,
            "If the rows were drawn at random, and each was drawn once, there are about 5."
        );
        let random = Options {
            sampling: Sampling::Random,
            ..Options::default()
        };
        assert!(
            one.then(&random, "there are about 5")
                .starts_with("If each was drawn once, with")
        );
        let bare = If { others: &[], ..one };
        assert!(!bare.then(&random, "there are about 5").starts_with("If"));
    }
}
