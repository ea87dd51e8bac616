//! From counts to kinds.

use super::Profile;
use super::content::Column;
use super::shape::Trait;
use crate::Kind;

/// Content that speaks less for a kind than this doesn't make a column of it.
const ENOUGH: f64 = 0.3;
/// Content that speaks for a kind at least this much overrules a header that it contradicts.
const STRONG: f64 = 0.6;
/// A second choice, or a second column of a kind, must be as certain as this.
const CERTAIN: f64 = 0.6;

/// The kinds that a column may hold, best first; `opaque` alone where none fits.
pub(super) fn rank(profile: &Profile, header: Option<(Kind, f64)>) -> Vec<(Kind, f64)> {
    let column = Column::of(profile);
    if column.is_idle() {
        return vec![(Kind::Opaque, 0.95)];
    }
    let mut ranked = column.kinds();
    match header {
        Some((Kind::Opaque, confidence)) => {
            ranked.retain(|(kind, score)| *kind != Kind::Dob && *score >= 0.8 && column.own_form(*kind) >= 0.8);
            ranked.push((Kind::Opaque, confidence.min(0.79)));
        }
        Some(named) => heed(&column, named, &mut ranked),
        None => ranked.extend(column.account_or_phone()),
    }
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    // A header alone doesn't make a kind of values that it can't be.
    if ranked.first().is_none_or(|(_, score)| *score < ENOUGH) {
        ranked.insert(0, (Kind::Opaque, 0.5));
    }
    ranked.truncate(4);
    ranked
}

/// Puts together what the content says, best first, and what the header does.
fn heed(column: &Column<'_>, (kind, confidence): (Kind, f64), ranked: &mut Vec<(Kind, f64)>) {
    let content = ranked
        .iter()
        .find(|(other, _)| *other == kind)
        .map_or(0.0, |(_, score)| *score);
    let fit = column.fit(kind);
    let score = if column.filled == 0.0 {
        confidence / 2.0
    } else if content >= ENOUGH {
        (confidence * (0.3 + 0.7 * fit)).max(content + (1.0 - content) * confidence / 2.0)
    } else if fit >= 0.5 {
        confidence * (0.3 + 0.7 * fit)
    } else {
        confidence * fit.max(0.2)
    };
    let overruled = ranked
        .first()
        .is_some_and(|(other, content)| *other != kind && is_contradicted(column, kind, fit, *other, *content));
    ranked.retain(|(other, _)| *other != kind);
    if overruled {
        // The header's word against it lowers what the content says.
        for other in ranked.iter_mut() {
            other.1 *= 0.85;
        }
        let most = ranked.first().map_or(0.0, |(_, score)| 0.9 * score);
        ranked.push((kind, score.min(most)));
    } else {
        for other in ranked.iter_mut() {
            other.1 = other.1.min(0.9 * score);
        }
        ranked.insert(0, (kind, score));
    }
}

/// Whether content that speaks for another kind overrules the header.
fn is_contradicted(column: &Column<'_>, header: Kind, fit: f64, other: Kind, content: f64) -> bool {
    // The header can't be right: the content is as good as without one.
    if fit < 0.1 {
        // Five digits in a column of dates are rather a spreadsheet's day numbers.
        return content >= 0.4 && (header, other) != (Kind::Dob, Kind::Postcode);
    }
    if content >= STRONG && (fit < 0.5 || column.own_form(other) >= 0.6) {
        return true;
    }
    // Words are told apart by a vocabulary: `Smith` and `Garcia` are no cities.
    match (column.vocabulary(header), column.vocabulary(other)) {
        (Some(named), Some(found)) => found >= 0.3 && named <= 0.25 * found,
        _ => false,
    }
}

/// Settles what the columns of one table claim from each other.
pub(super) fn settle(profiles: &[&Profile], mut ranked: Vec<Vec<(Kind, f64)>>) -> Vec<Vec<(Kind, f64)>> {
    pair_names(profiles, &mut ranked);
    // Each round takes at least one entry from a list, so that this ends.
    while let Some(loser) = loser(&ranked) {
        ranked[loser].remove(0);
        if ranked[loser].first().is_none_or(|(_, score)| *score < CERTAIN) {
            ranked[loser].insert(0, (Kind::Opaque, 0.5));
        }
    }
    drop_lone_account(&mut ranked);
    ranked
}

/// A column that is merely called `id` is no customer number in a table that says nothing else of anybody, such as a log.
fn drop_lone_account(ranked: &mut [Vec<(Kind, f64)>]) {
    let best = |column: &Vec<(Kind, f64)>| column.first().copied().unwrap_or((Kind::Opaque, 0.0));
    let says_something = ranked
        .iter()
        .map(best)
        .any(|(kind, score)| kind != Kind::Opaque && score >= CERTAIN);
    if says_something || ranked.len() < 2 {
        return;
    }
    for column in ranked.iter_mut().filter(|column| best(column).0 == Kind::Account) {
        column.insert(0, (Kind::Opaque, 0.5));
    }
}

/// The last column whose kind another column holds with better right.
fn loser(ranked: &[Vec<(Kind, f64)>]) -> Option<usize> {
    let best = |at: usize| ranked[at].first().copied().unwrap_or((Kind::Opaque, 0.0));
    (0..ranked.len()).rev().find(|at| {
        let (kind, score) = best(*at);
        let single = kind == Kind::Account;
        let weak = score < CERTAIN;
        kind != Kind::Opaque
            && (single || weak)
            && (0..ranked.len()).any(|other| {
                let (other_kind, other_score) = best(other);
                other != *at
                    && other_kind == kind
                    && (other_score > score || (other_score == score && other < *at))
                    && (single || other_score >= STRONG)
            })
    })
}

/// `name` beside `surname` is the given name; of two columns of single given names, the one that has more
/// common surnames is the surname.
fn pair_names(profiles: &[&Profile], ranked: &mut [Vec<(Kind, f64)>]) {
    let columns: Vec<_> = profiles.iter().map(|profile| Column::of(profile)).collect();
    let of = |ranked: &[Vec<(Kind, f64)>], wanted: Kind| -> Vec<usize> {
        (0..ranked.len())
            .filter(|at| ranked[*at].first().is_some_and(|(kind, _)| *kind == wanted))
            .collect()
    };
    let given = of(ranked, Kind::GivenName);
    let surname = of(ranked, Kind::Surname);
    for (full, others) in [(Kind::GivenName, &surname), (Kind::Surname, &given)] {
        let is_missing = match full {
            Kind::GivenName => given.is_empty(),
            _ => surname.is_empty(),
        };
        let names = of(ranked, Kind::Name);
        if let ([name], [_], true) = (names.as_slice(), others.as_slice(), is_missing)
            && columns[*name].share(Trait::OneWord) >= 0.6
        {
            ranked[*name][0].0 = full;
        }
    }
    if let ([a, b], true) = (given.as_slice(), surname.is_empty()) {
        let lead = |at: usize| columns[at].share(Trait::Surname) - columns[at].share(Trait::GivenName);
        let at = if lead(*a) > lead(*b) { *a } else { *b };
        if lead(*a) != lead(*b) && columns[at].share(Trait::Surname) >= 0.15 {
            ranked[at][0].0 = Kind::Surname;
        }
    }
}
