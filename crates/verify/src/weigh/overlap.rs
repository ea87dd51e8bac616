//! Whether more match than any list of real people would.
//!
//! With N people in an index out of a population of P, any list of real people meets about N/P of its rows. A list that is
//! drawn by carrier or by region meets more; how much more it would have to be is told by the ratio of odds, which unlike a
//! ratio of rates means the same near none and near all.

use assay_estimate::{Level, binomial_cumulative, clopper_pearson, poisson_survival};

use super::{CHANCE, FEW_ROWS, Seen, about, name, signal};
use crate::words::percent;
use crate::{Error, LinkMatch, Points, Question, Signal, Strength};

/// People or rows that one of the company's indexes matches.
struct Matched {
    matched: u64,
    testable: u64,
    /// As many draws as they prove as much as: matched, of testable.
    draws: (u64, u64),
    things: &'static str,
    people: u64,
    index: String,
}

pub(super) fn signals(seen: &Seen<'_>) -> Result<Vec<Signal>, Error> {
    let Some(population) = seen.options.population.filter(|population| *population > 0) else {
        return Ok(Vec::new());
    };
    let all: Vec<Matched> = matched(seen).into_iter().filter(|one| one.draws.1 > 0).collect();
    // Each index has its share of what may go wrong.
    let level = seen.options.level.get();
    let level = Level::new(1.0 - (1.0 - level) / all.len().max(1) as f64)?;
    let mut best: Option<(f64, f64, Matched)> = None;
    for one in all {
        let rate = (one.people as f64 / population as f64).min(1.0);
        let low = clopper_pearson(one.draws.0, one.draws.1, level)?.low;
        let ratio = odds(low) / odds(rate);
        if best.as_ref().is_none_or(|(best, ..)| ratio > *best) {
            best = Some((ratio, rate, one));
        }
    }
    let Some((ratio, rate, best)) = best else {
        return Ok(Vec::new());
    };
    let Matched {
        matched,
        testable,
        draws,
        things,
        index,
        ..
    } = best;
    let text = format!(
        "{matched} of {testable} {things} match ({}) in index {index}; any list of real people of this population would match \
         at about {}",
        percent(matched as f64 / testable as f64),
        percent(rate)
    );
    if ratio >= CLEARLY_ABOVE && draws.0 >= 3 {
        return Ok(vec![signal(
            name::OVERLAP,
            Question::Theirs,
            Points::For,
            Strength::Strong,
            text,
        )]);
    }
    let by_name = known_by_name(seen);
    let text = match &by_name {
        Some(link) => format!(
            "{text}; {} of {} combinations of {} are a customer's",
            link.hits, link.tested, link.class
        ),
        None => text,
    };
    let above = ratio > 1.0;
    let because = match above {
        true => "more than the overlap, but a list chosen by region or by trade could match so well",
        false => "the overlap explains what matches",
    };
    let mut signals = vec![signal(
        name::OVERLAP,
        Question::Theirs,
        Points::Limits,
        if above { Strength::Weak } else { Strength::Strong },
        format!("{text}: {because}"),
    )];
    let expected = rate * testable as f64;
    let in_one_way = draws.0.saturating_add(by_name.map_or(0, |link| link.hits));
    let so_few = binomial_cumulative(in_one_way.min(draws.1), draws.1, rate)?;
    if draws.1 >= FEW_ROWS && so_few < CHANCE {
        let text = format!(
            "{matched} of {testable} {things} match, where any list of real people of this population would show {}: these are \
             people of elsewhere, or of nowhere",
            about(expected)
        );
        signals.push(signal(
            name::BELOW_OVERLAP,
            Question::Authentic,
            Points::Limits,
            Strength::Moderate,
            text,
        ));
    }
    Ok(signals)
}

/// The link of a name without an identifier, or of a phone book's, that hits most, if more than chance gives: rows of lists of
/// real people that show no more.
fn known_by_name<'s>(seen: &Seen<'s>) -> Option<&'s LinkMatch> {
    let links = seen.matched.links.iter();
    let by_name = links.filter(|link| link.class.is_context_link() || link.class.is_directory_link());
    let known = by_name.filter(|link| {
        let chance = link.chance_rate * link.tested as f64;
        link.hits >= 3 && poisson_survival(link.hits, chance).is_ok_and(|tail| tail < CHANCE)
    });
    known.max_by_key(|link| link.hits)
}

/// What each of the company's indexes matches: people, or with several indexes distinct rows, which as draws are no more than the
/// people, nor a greater share.
fn matched(seen: &Seen<'_>) -> Vec<Matched> {
    let persons = &seen.matched.persons;
    let ours: Vec<_> = seen.ours().collect();
    if let [index] = ours[..] {
        return vec![Matched {
            matched: persons.matched,
            testable: persons.testable,
            draws: (persons.matched, persons.testable),
            things: "people",
            people: index.people,
            index: index.index.clone(),
        }];
    }
    // Many rows of few people prove no more than these.
    let of = |(at, index): (usize, &crate::IndexFindings)| {
        let bit = 1u64 << at;
        let genuine = seen.known.count(|known| known.genuine & bit != 0);
        let testable = seen.known.testable().count();
        let rows = testable as f64 / genuine.weight();
        let people = (persons.testable as f64 / rows.max(1.0)).min(1.0);
        let most = persons.matched as f64 / persons.testable.max(1) as f64;
        let matched = (genuine.seen() as f64 * people).min(rows * people * most);
        Matched {
            matched: genuine.count(),
            testable,
            draws: (matched as u64, (rows * people) as u64),
            things: "rows",
            people: index.people,
            index: index.index.clone(),
        }
    };
    let all = seen.indexes.iter().enumerate();
    all.filter(|(_, index)| index.source.is_company()).map(of).collect()
}

pub(super) fn odds(share: f64) -> f64 {
    share / (1.0 - share).max(f64::MIN_POSITIVE)
}

/// How many times the odds of a random list a match must have at least to speak for this company: a list chosen by region or
/// by trade has some times those odds.
pub(super) const CLEARLY_ABOVE: f64 = 10.0;
