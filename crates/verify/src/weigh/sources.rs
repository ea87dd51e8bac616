//! What further indexes say: older leaks, another company's customers, the company's at other dates.

use std::collections::BTreeSet;

use assay_fields::{Class, Kind};

use super::overlap::{CLEARLY_ABOVE, odds};
use super::{FEW_ROWS, Seen, name, said, signal};
use crate::sources::dating::are_alike;
use crate::sources::{ShareOf, Source, bits_of};
use crate::words::percent;
use crate::{Error, Points, Question, Signal, Strength};

pub(super) fn signals(seen: &Seen<'_>) -> Result<Vec<Signal>, Error> {
    let mut signals = Vec::new();
    signals.extend(leaks(seen)?);
    signals.extend(others(seen)?);
    signals.extend(dating(seen));
    Ok(signals)
}

/// How much of the sample an older leak knows.
pub(crate) struct OfLeak {
    share: ShareOf,
    index: String,
    /// The limits of its share of the rows.
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// Columns that it lacks and that fit the company's records.
    pub(crate) new_columns: Vec<String>,
}

fn leaks(seen: &Seen<'_>) -> Result<Option<Signal>, Error> {
    let Some(leak) = of_leaks(seen)? else {
        return Ok(None);
    };
    let known = format!("{} stand in older leak {}", said_share(&leak.share), leak.index);
    let (points, strength, text) = if leak.low >= NEARLY_ALL && leak.new_columns.is_empty() {
        let text = format!("{known}: that one old source explains them");
        (Points::Against, Strength::Strong, text)
    } else if leak.low >= NEARLY_ALL {
        let new = leak.new_columns.join(", ");
        let text = format!("{known}, but not their {new}, which fits the company's records");
        (Points::Limits, Strength::Strong, text)
    } else if leak.high < HALF {
        let text = format!(
            "{known}; genuine new data share 40 to 80 % of their addresses with older leaks, so this does not make them old"
        );
        (Points::For, Strength::Moderate, text)
    } else {
        let text = format!("{known}: a part of the rows may be old");
        (Points::Limits, Strength::Moderate, text)
    };
    Ok(Some(signal(name::OLD_LEAK, Question::New, points, strength, text)))
}

/// Of the leaks, the one that knows most.
pub(crate) fn of_leaks(seen: &Seen<'_>) -> Result<Option<OfLeak>, Error> {
    let mut best: Option<OfLeak> = None;
    for (at, index) in seen.indexes.iter().enumerate() {
        if index.source != Source::Leak {
            continue;
        }
        let known = seen.known.count(|known| known.any() >> at & 1 != 0);
        if let Some(share) = seen.known.share(known, seen.options.level)?
            && best.as_ref().is_none_or(|best| share.value > best.share.value)
        {
            best = Some(OfLeak {
                low: share.interval.low,
                high: share.interval.high,
                index: index.index.clone(),
                new_columns: new_columns(seen, &index.index),
                share,
            });
        }
    }
    Ok(best)
}

/// Columns of the sample that a leak lacks, or has with other values, and that fit the company's records.
fn new_columns(seen: &Seen<'_>, leak: &str) -> Vec<String> {
    let of_leak = |field: &&crate::FieldMatch| field.index == leak && field.tested > 0;
    let leaked = |class: &Class| {
        let mut fields = seen.all.fields.iter().filter(of_leak);
        fields.any(|field| field.class == *class && field.hits as f64 >= HALF * field.tested as f64)
    };
    let fits = |field: &&crate::FieldMatch| {
        field.class.has_identifier()
            && field.in_genuine_rows >= FEW_ROWS / 2
            && field.fitting as f64 >= HALF * field.in_genuine_rows as f64
            && !leaked(&field.class)
    };
    let fields = seen.matched.fields.iter().filter(fits);
    let mut columns: BTreeSet<String> = fields.map(|field| field.class.to_string()).collect();
    // A list of bare addresses has no names.
    let of_names = |link: &&crate::LinkMatch| link.class.has_name() && link.tested > 0;
    let named = |link: &crate::LinkMatch| {
        let hits = link.hits.saturating_add(link.near);
        hits >= FEW_ROWS / 2 && hits as f64 >= HALF * link.tested as f64
    };
    let has_names = seen.all.links.iter().filter(of_names).any(|link| link.index == leak);
    if !has_names && seen.matched.links.iter().filter(of_names).any(named) {
        columns.insert(Kind::Name.to_string());
    }
    columns.into_iter().collect()
}

/// Whether another company's customers explain the rows better.
fn others(seen: &Seen<'_>) -> Result<Vec<Signal>, Error> {
    let mut signals = Vec::new();
    let ours = bits_of(seen.indexes, Source::Company);
    let level = seen.options.level;
    let company = seen.known.count(|known| known.any() & ours != 0);
    for (at, index) in seen.indexes.iter().enumerate() {
        if index.source != Source::Comparator {
            continue;
        }
        let theirs = seen.known.count(|known| known.any() >> at & 1 != 0);
        let both = seen
            .known
            .count(|known| known.any() >> at & 1 != 0 && known.any() & ours != 0);
        let (Some(theirs), Some(company)) = (seen.known.share(theirs, level)?, seen.known.share(company, level)?)
        else {
            continue;
        };
        let text = format!(
            "{} stand in index {} of another company, {} in the company's own, {} in both",
            said_share(&theirs),
            index.index,
            said(company.part),
            said(both)
        );
        let better = theirs.interval.low > company.interval.high;
        // A list of nearly everybody knows nearly every row.
        let overlap = |people: u64| {
            let population = seen.options.population.filter(|population| *population > 0)?;
            Some((people as f64 / population as f64).min(1.0))
        };
        let above = |share: &ShareOf, people: u64| {
            overlap(people).is_some_and(|rate| odds(share.interval.low) >= CLEARLY_ABOVE * odds(rate))
        };
        let largest = seen.ours().map(|ours| ours.people).max().unwrap_or(0);
        let enough = theirs.interval.low >= NEARLY_ALL && theirs.of.seen() >= FEW_ROWS;
        let (points, strength, text) = if better && enough && overlap(index.people).is_none() {
            let text = format!(
                "{text}: the other company explains them better; without --population it may as well be a list of nearly \
                 everybody"
            );
            (Points::Against, Strength::Moderate, text)
        } else if better && enough && above(&theirs, index.people) && !above(&company, largest) {
            let text = format!("{text}: the other company explains them, this one does not");
            (Points::Against, Strength::Strong, text)
        } else if better {
            let text = format!("{text}: the other company explains more of them");
            (Points::Against, Strength::Moderate, text)
        } else if company.interval.low > theirs.interval.high {
            let text = format!("{text}: this company explains more of them");
            (Points::For, Strength::Moderate, text)
        } else {
            let text = format!("{text}: neither explains clearly more");
            (Points::Limits, Strength::Moderate, text)
        };
        signals.push(signal(name::OTHER_COMPANY, Question::Theirs, points, strength, text));
    }
    Ok(signals)
}

/// When the data were taken.
fn dating(seen: &Seen<'_>) -> Option<Signal> {
    let (strength, text) = match &seen.all.dating {
        Some(dating) if dating.mixed => (Strength::Weak, dating.says()),
        Some(dating) => (Strength::Moderate, dating.says()),
        None if are_alike(seen.indexes, &seen.all.fields) => return None,
        None => {
            let text = "the company's indexes of several dates hold different columns: versions can't be compared, and nothing \
                        dates the data";
            (Strength::Weak, text.to_owned())
        }
    };
    Some(signal(name::DATING, Question::New, Points::Limits, strength, text))
}

fn said_share(share: &ShareOf) -> String {
    let part = said(share.part);
    let share_of = percent(share.value);
    format!("{part} of {} distinct testable rows ({share_of})", said(share.of))
}

/// Share of the rows by whose lower limit one source explains everything.
pub(crate) const NEARLY_ALL: f64 = 0.9;
pub(crate) const HALF: f64 = 0.5;
