//! Which method gives a rate's interval: the one asked for, or the exact one where that does not hold its level.

use assay_estimate::{Level, RateMethod, Unmet};

/// The method that is used.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Chosen {
    pub(crate) method: RateMethod,
    /// Why it is not the one asked for.
    pub(crate) instead: Option<String>,
}

/// The method asked for, if `condition` holds for every one of `counts` (successes, trials), else Clopper & Pearson's.
pub(crate) fn chosen_if(
    asked: RateMethod,
    counts: &[(u64, u64)],
    condition: impl Fn(u64, u64) -> Result<(), Unmet>,
) -> Chosen {
    let unmet = counts.iter().find_map(|(hits, tested)| condition(*hits, *tested).err());
    match unmet {
        None => Chosen {
            method: asked,
            instead: None,
        },
        Some(why) => Chosen {
            method: RateMethod::ClopperPearson,
            instead: Some(format!(
                "clopper_pearson instead of {}, which does not hold its level here: {}",
                asked.name(),
                reason(&why)
            )),
        },
    }
}

/// The same by the condition of the rate itself.
pub(crate) fn chosen(asked: RateMethod, counts: &[(u64, u64)], level: Level) -> Chosen {
    chosen_if(asked, counts, |hits, tested| asked.condition(hits, tested, level))
}

/// Why an interval is not printed; what stands in its place is said by who prints it.
pub(crate) fn reason(why: &Unmet) -> String {
    if let Unmet::NoInterval { because } = why {
        return because.clone();
    }
    let why = why.to_string();
    why.strip_suffix("; take an exact one").unwrap_or(&why).to_owned()
}
