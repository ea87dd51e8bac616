//! What kinds say that only the company assigns.

use assay_estimate::binomial_survival;

use super::{CHANCE, FEW_ROWS, Seen, about, name, said, signal};
use crate::null::link_by_chance;
use crate::{Error, LinkMatch, MadeUp, Points, Question, Signal, Strength};

/// Kinds that only the company assigns: they hit only if the data are the company's. A value that hits
/// counts only where it also belongs to the row (a link of its kind hits): values of a small space hit by
/// chance, but beside strangers.
pub(super) fn signals(seen: &Seen<'_>) -> Result<Vec<Signal>, Error> {
    let matched = seen.matched;
    let mut signals = Vec::new();
    for field in &matched.fields {
        let Some(kind) = field.class.kinds().next() else {
            continue;
        };
        let is_own = seen.is_own(&field.class, &field.index);
        let of_index = matched.by_index.iter().find(|index| index.index == field.index);
        let (true, Some(of_index), true) = (is_own, of_index, field.tested > 0) else {
            continue;
        };
        let of_kind = |link: &&LinkMatch| link.index == field.index && link.class.kinds().any(|part| part == kind);
        let belongs =
            |link: &LinkMatch| link.hits_amount().seen() >= FEWEST_OWN && link.hits as f64 >= 0.5 * link.tested as f64;
        let belonging: Vec<&LinkMatch> = matched
            .links
            .iter()
            .filter(of_kind)
            .filter(|link| belongs(link))
            .collect();
        let linked = !belonging.is_empty();
        let hits = field.hits_amount();
        let tested = hits.and(field.misses_amount());
        // Those hits that were seen, among as many values as there can be.
        let filters = binomial_survival(
            hits.seen(),
            tested.at_most(),
            field.chance_rate.min(1.0) / hits.weight(),
        )?;
        // Where numbers are densely given out, a stranger's guesses hit more often than the filter errs.
        let made_up = MadeUp::of(seen.made_up, &field.class, &field.index);
        let guesses = made_up.map_or(Ok(0.0), |made_up| made_up.tail(hits, tested))?;
        let mut tail = filters.max(guesses);
        // A stranger who guesses numbers, however densely they are given out, does not guess whose they are.
        let guessable = tail >= CHANCE;
        for link in belonging {
            tail = tail.min(by_strangers(link, seen)?);
        }
        let by_chance = field.chance_rate.max(made_up.map_or(0.0, |made_up| made_up.rate));
        // As many as there would be if every row that this index finds genuine showed its own value.
        let share = of_index.genuine.genuine as f64 / of_index.genuine.testable.max(1) as f64;
        let if_theirs = share * tested.count() as f64;
        let text = format!(
            "{} of {} distinct values of {kind}, which only the company assigns, are in index {}; chance alone would \
             give {}",
            said(hits),
            said(tested),
            field.index,
            about(field.tested as f64 * by_chance)
        );
        let (counted, hits) = (hits.seen(), hits.count() as f64);
        // A row number or another company's customer number is easily taken for an own number.
        let sure = seen.is_sure(kind);
        // A few bills of their own, mixed into a list, don't make it the company's.
        let shown = field.fitting as f64 >= 0.5 * of_index.genuine.genuine as f64
            && hits >= OF_PEOPLE * matched.persons.matched as f64;
        signals.push(if linked && tail < CHANCE && hits >= 0.5 * if_theirs && shown {
            let but = if guessable { ", but that is no guess" } else { "" };
            let text = format!("{text}; they belong to the rows that show them{but}");
            signal(name::OWN_HIT, Question::Theirs, Points::For, Strength::Strong, text)
        } else if tail < CHANCE && counted >= FEWEST_OWN {
            let how = if linked {
                "but of few of the genuine rows"
            } else {
                "but not linked to the rows that show them"
            };
            let text = format!("{text}: they are real, {how}");
            signal(name::OWN_LOOSE, Question::Theirs, Points::For, Strength::Moderate, text)
        } else if sure && if_theirs >= FEW_ROWS as f64 / 2.0 && hits < 0.1 * if_theirs {
            let text = format!("{text}, while personal identifiers hit: these numbers are from another source");
            signal(
                name::OWN_MISS,
                Question::Theirs,
                Points::Against,
                Strength::Strong,
                text,
            )
        } else {
            let text = format!("{text}: too few to decide whose data these are");
            signal(name::OWN_FEW, Question::Theirs, Points::Limits, Strength::Weak, text)
        });
    }
    Ok(signals)
}

/// How likely as many of a link's combinations hit as did, if its values were strangers' to each other.
fn by_strangers(link: &LinkMatch, seen: &Seen<'_>) -> Result<f64, Error> {
    let hits = link.hits_amount();
    let tested = hits.and(link.no_hits_amount());
    let chance = link_by_chance(link, seen.null).min(1.0) / hits.weight();
    Ok(binomial_survival(hits.seen(), tested.at_most(), chance)?)
}

/// Own values for each person that matches, at least: families share an account, but not ten of them.
const OF_PEOPLE: f64 = 0.1;
/// Own values that belong to their rows, below which they may be a coincidence.
const FEWEST_OWN: u64 = 3;
