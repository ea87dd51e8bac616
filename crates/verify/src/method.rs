//! Which method gives a rate's interval: the one asked for, or the exact one where that does not hold its level.

use assay_estimate::{Level, RateMethod};

/// The method that is used.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Chosen {
    pub(crate) method: RateMethod,
    /// Why it is not the one asked for.
    pub(crate) instead: Option<String>,
}

/// The method asked for, if its condition holds for every one of `counts` (successes, trials), else Clopper & Pearson's.
pub(crate) fn chosen(asked: RateMethod, counts: &[(u64, u64)], level: Level) -> Chosen {
    let unmet = counts
        .iter()
        .find_map(|(hits, tested)| unmet(asked, *hits, *tested, level));
    match unmet {
        None => Chosen {
            method: asked,
            instead: None,
        },
        Some(why) => Chosen {
            method: RateMethod::ClopperPearson,
            instead: Some(format!("clopper_pearson instead of {}: {why}", asked.name())),
        },
    }
}

fn unmet(method: RateMethod, hits: u64, tested: u64, level: Level) -> Option<String> {
    if matches!(method, RateMethod::ClopperPearson | RateMethod::Blaker) {
        return None;
    }
    if level != Level::NINETY_FIVE {
        return Some(format!(
            "it is known at level 0.95 only when it holds, found {}",
            level.get()
        ));
    }
    let least = hits.min(tested.saturating_sub(hits));
    (least < 30).then(|| {
        format!(
            "it needs at least 30 hits and 30 misses, found {hits} and {}",
            tested - hits
        )
    })
}
