//! Fields whose values don't belong to the genuine rows that show them: invented, shuffled in, or another source's.

use std::collections::BTreeMap;

use assay_estimate::{Level, clopper_pearson};
use assay_fields::{Class, Kind};

use super::graded::remark;
use super::{CHANCE, FEW_ROWS, Seen, name, said, signal};
use crate::amount::Amount;
use crate::{Error, LinkMatch, MadeUp, Points, Question, Signal, Strength};

pub(super) fn signals(seen: &Seen<'_>) -> Result<Vec<Signal>, Error> {
    if seen.rows.genuine.count() == 0 {
        return Ok(Vec::new());
    }
    let mut signals: Vec<Signal> = strange_names(seen)?.into_iter().collect();
    // With names that don't fit, nothing beside them does.
    if signals.is_empty()
        && let Some(named) = best_named(seen)
    {
        signals.extend(half_names(named, seen)?);
        signals.extend(context(named, seen)?);
    }
    signals.extend(identifiers(seen)?);
    signals.extend(own(seen)?);
    Ok(signals)
}

/// Names that belong to none of the numbers beside them.
fn strange_names(seen: &Seen<'_>) -> Result<Option<Signal>, Error> {
    let (rows, level) = (seen.rows, seen.options.level);
    let (genuine, strange) = (rows.all_genuine, rows.strange_names);
    let (hits, draws) = strange.share_beside(genuine.without(strange)).low;
    if genuine.seen() < FEW_ROWS / 2 || clopper_pearson(hits, draws, level)?.low <= MOSTLY {
        return Ok(None);
    }
    let text = format!(
        "in {} of {} rows with linked numbers the name belongs to none of them: the names were invented, \
         shuffled in, or are from another source",
        said(strange),
        said(genuine)
    );
    Ok(Some(unfit(text)))
}

/// The link of a name and an identifier that tells most of the names.
fn best_named<'s>(seen: &Seen<'s>) -> Option<&'s LinkMatch> {
    let of_names = |link: &&LinkMatch| link.class.has_name() && link.class.has_identifier() && link.tested > 0;
    let links = seen.matched.links.iter().filter(of_names);
    let best = best(links, |link| link.hits as f64 / link.tested as f64, |link| &link.class);
    best.into_iter().max_by_key(|link| link.tested)
}

/// Names that agree by one word only. Slips and nicknames do as much, so that it decides nothing.
fn half_names(named: &LinkMatch, seen: &Seen<'_>) -> Result<Option<Signal>, Error> {
    let near = named.near.min(named.tested);
    if named.tested < FEW_ROWS / 2 || clopper_pearson(near, named.tested, seen.options.level)?.low <= MOSTLY {
        return Ok(None);
    }
    let text = format!(
        "of {} names beside a hit of {} {near} agree with the customer's by one word only: slips, nicknames, or other people's given \
         names or surnames",
        named.tested,
        listed(named.class.kinds())
    );
    Ok(Some(signal(
        name::UNFIT,
        Question::Authentic,
        Points::Limits,
        Strength::Moderate,
        text,
    )))
}

/// Dates of birth and postcodes, which are no customer's beside names that are.
fn context(named: &LinkMatch, seen: &Seen<'_>) -> Result<Vec<Signal>, Error> {
    let mut signals = Vec::new();
    let links = seen.matched.links.iter().filter(|link| link.class.is_context_link());
    let best = best(
        links,
        |link| link.hits as f64 / link.tested.max(1) as f64,
        |link| &link.class,
    );
    // Both words of a name are asked for beside them.
    let whole = named.hits as f64 / named.tested as f64;
    for link in best.into_iter().filter(|_| whole >= MOSTLY) {
        // Were all that hit genuine rows', and all of these shown.
        let shown = link.tested.min(seen.rows.genuine.count());
        let fitting = link.hits.saturating_add(link.near).min(shown);
        if shown < FEW_ROWS / 2 || clopper_pearson(fitting, shown, seen.options.level)?.high >= MOSTLY * whole {
            continue;
        }
        let kinds: Vec<Kind> = link.class.kinds().filter(|kind| *kind != Kind::Name).collect();
        let text = format!(
            "of the {shown} combinations of {} that genuine rows can show at most {fitting} are a customer's",
            link.class
        );
        signals.push(sure(seen, &kinds, text, &listed(kinds.iter().copied())));
    }
    Ok(signals)
}

/// Identifiers that are not the customers'. Numbers of another company are no invention: they bear on whose data these are.
fn identifiers(seen: &Seen<'_>) -> Result<Vec<Signal>, Error> {
    let mut signals = Vec::new();
    let fields = seen.matched.fields.iter().filter(|field| field.class.has_identifier());
    let fields = fields.filter(|field| field.in_genuine_rows > 0 && !seen.is_own(&field.class, &field.index));
    let best = best(
        fields,
        |field| field.fitting as f64 / field.in_genuine_rows as f64,
        |field| &field.class,
    );
    for field in best {
        // Copies of a value prove no more than one.
        let shown = field.in_genuine_rows.min(field.tested);
        let fitting = (field.fitting as f64 * shown as f64 / field.in_genuine_rows as f64).round() as u64;
        if shown < FEW_ROWS / 2 || is_fit(fitting, shown, seen.options.level)? {
            continue;
        }
        let text = format!(
            "of the {shown} values of {} in genuine rows only {fitting} are the customer's",
            field.class
        );
        let kinds: Vec<Kind> = field.class.kinds().collect();
        signals.push(sure(seen, &kinds, text, &field.class.to_string()));
    }
    Ok(signals)
}

/// Own numbers that are other customers': another source does not have them, and a guess does not meet them.
fn own(seen: &Seen<'_>) -> Result<Vec<Signal>, Error> {
    let mut signals = Vec::new();
    let fields = seen
        .matched
        .fields
        .iter()
        .filter(|field| seen.is_own(&field.class, &field.index));
    let best = best(fields, |field| -(field.strays as f64), |field| &field.class);
    for field in best {
        let strays = field.strays.min(field.hits).min(field.tested);
        let tested = field.hits_amount().and(field.misses_amount());
        let guesses = MadeUp::of(seen.made_up, &field.class, &field.index);
        let guessed = guesses.map_or(Ok(1.0), |made_up| made_up.tail(Amount::new(strays, 1), tested))?;
        if strays < FEW_ROWS / 2
            || guessed >= CHANCE
            || clopper_pearson(strays, field.tested, seen.options.level)?.low <= MOSTLY
        {
            continue;
        }
        let text = format!(
            "of {} values of {} {strays} are customers', but other ones' than their rows'",
            field.tested, field.class
        );
        let kinds: Vec<Kind> = field.class.kinds().collect();
        signals.push(sure(seen, &kinds, text, &field.class.to_string()));
    }
    Ok(signals)
}

/// Kinds in words, without the name.
fn listed(kinds: impl Iterator<Item = Kind>) -> String {
    let kinds: Vec<String> = kinds
        .filter(|kind| *kind != Kind::Name)
        .map(|kind| kind.to_string())
        .collect();
    kinds.join(", ")
}

/// Whether half of them may fit.
fn is_fit(fitting: u64, shown: u64, level: Level) -> Result<bool, Error> {
    Ok(clopper_pearson(fitting, shown, level)?.high >= MOSTLY)
}

/// Of several snapshots, the one that each class fits best.
fn best<'f, F>(all: impl Iterator<Item = &'f F>, fit: impl Fn(&F) -> f64, class: impl Fn(&F) -> &Class) -> Vec<&'f F> {
    let mut best: BTreeMap<Class, &F> = BTreeMap::new();
    for one in all {
        let known = best.entry(class(one).clone()).or_insert(one);
        if fit(one) > fit(known) {
            *known = one;
        }
    }
    best.into_values().collect()
}

/// What was found of a field, unless its column may be something else.
fn sure(seen: &Seen<'_>, kinds: &[Kind], found: String, field: &str) -> Signal {
    match kinds.iter().all(|kind| seen.is_sure(*kind)) {
        true => unfit(format!(
            "{found}: the field {field} was invented, shuffled in, or is from another source"
        )),
        false => remark(
            name::UNFIT,
            format!("{found}: perhaps the column taken for {field} is something else"),
        ),
    }
}

fn unfit(text: String) -> Signal {
    signal(
        name::UNFIT,
        Question::Authentic,
        Points::Against,
        Strength::Strong,
        text,
    )
}

/// Share of a field's values in genuine rows below which the field as a whole does not belong to them.
const MOSTLY: f64 = 0.5;
