//! Promised fields against the sample's columns and what became of their values.

use assay_estimate::{poisson_survival, zero_hits_upper};
use assay_fields::{Class, Kind};

use super::{ClaimField, FieldStatus, Known, Promise};
use crate::amount::Amount;
use crate::by_chance::PAIRS_PROBED;
use crate::words::{count, expected, percent};
use crate::{ColumnFindings, Error, FieldMatch, LinkMatch, MatchFindings, Outcome};

/// What became of every promised field.
pub(super) fn fields(seen: &Known<'_>) -> Result<Vec<ClaimField>, Error> {
    let promises = &seen.claim().fields;
    let mut tried = Vec::new();
    for promise in promises {
        tried.push(match (promise.kind(), seen.matched) {
            (Some(kind), Some(matched)) => tried_of(kind, matched, seen)?,
            _ => Vec::new(),
        });
    }
    // The more is tried, the more chance finds.
    let tests = tried.iter().map(Vec::len).sum::<usize>().max(1);
    let all = promises.iter().zip(tried);
    Ok(all
        .map(|(promise, tried)| {
            let (status, because) = match promise.kind() {
                Some(kind) => status(kind, &tried, tests, seen),
                None => unknown(promise, seen),
            };
            ClaimField {
                promised: promise.words().to_owned(),
                kind: promise.kind(),
                status,
                because,
            }
        })
        .collect())
}

fn status(kind: Kind, tried: &[Tried], tests: usize, seen: &Known<'_>) -> (FieldStatus, String) {
    let cells = Cells::of(kind, seen.columns);
    if cells.values == 0 {
        return match cells.masked {
            0 if cells.columns.is_empty() => (FieldStatus::NotShown, format!("not one column was taken for {kind}")),
            0 => (
                FieldStatus::NotShown,
                format!("{} of the sample: not one value", cells.place()),
            ),
            masked => {
                let because = format!(
                    "{}: all {} values are masked by the seller",
                    cells.place(),
                    count(masked)
                );
                (FieldStatus::ShownMasked, because)
            }
        };
    }
    let masked = match cells.masked {
        0 => String::new(),
        masked => format!("; {} more are masked by the seller", count(masked)),
    };
    let best = tried.iter().min_by(|one, other| one.chance.total_cmp(&other.chance));
    match best {
        Some(best) if best.chance * (tests as f64) < MAY_BE_CHANCE => {
            let because = format!(
                "{}: {}; chance would give {}{masked}",
                cells.place(),
                best.hits(),
                expected(best.by_chance)
            );
            (FieldStatus::ShownAndMatched, because)
        }
        Some(_) => {
            let largest = tried.iter().max_by_key(|tried| tried.tested);
            let because = largest.map(|tried| format!("{}: {}{}{masked}", cells.place(), tried.hits(), tried.bound()));
            (FieldStatus::ShownUnmatched, because.unwrap_or_default())
        }
        None => {
            let why = untested(kind, &cells, seen);
            let because = format!("{}: {} values, and {why}{masked}", cells.place(), count(cells.values));
            (FieldStatus::ShownUntested, because)
        }
    }
}

/// Why values were shown and not one was looked up.
fn untested(kind: Kind, cells: &Cells<'_>, seen: &Known<'_>) -> String {
    if cells.malformed == cells.values {
        return format!("none of them is a well-formed {kind}");
    }
    if seen.matched.is_none() || seen.indexes.is_empty() {
        return "an index to look them up in is missing".to_owned();
    }
    match has_class(kind) {
        true => format!("the indexes lack {kind}"),
        false => "they could only be looked up together with another value of the row, and none allowed it".to_owned(),
    }
}

/// Words that name no kind: a column of that name is all there is to find.
fn unknown(promise: &Promise, seen: &Known<'_>) -> (FieldStatus, String) {
    let letters = |text: &str| -> String {
        let letters = text
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase);
        let letters: String = letters.collect();
        letters.strip_suffix('s').unwrap_or(&letters).to_owned()
    };
    let wanted = letters(promise.words());
    let column = seen.columns.iter().find(|column| {
        // Of several tables the name ends in the table.
        let name = column.name.split(" of table ").next().unwrap_or_default();
        !wanted.is_empty() && letters(name) == wanted
    });
    match column {
        Some(column) => (
            FieldStatus::ShownUntested,
            format!(
                "column {} has that name; its kind does not tell whether it holds that",
                column.number
            ),
        ),
        None => (
            FieldStatus::NotTestable,
            "not a kind by these words; look at the sample whether it shows it".to_owned(),
        ),
    }
}

/// The cells of a promised field.
#[derive(Default)]
struct Cells<'a> {
    columns: Vec<&'a ColumnFindings>,
    values: u64,
    malformed: u64,
    masked: u64,
}

impl<'a> Cells<'a> {
    fn of(kind: Kind, columns: &'a [ColumnFindings]) -> Cells<'a> {
        let mut cells = Cells::default();
        for column in columns.iter().filter(|column| shows(kind).contains(&column.kind)) {
            let of = |outcome: Outcome| column.outcomes.get(&outcome).copied().unwrap_or(0);
            cells.malformed += of(Outcome::Malformed);
            cells.masked += of(Outcome::Masked);
            cells.values += [Outcome::Hit, Outcome::Miss, Outcome::Untested, Outcome::Malformed]
                .map(of)
                .iter()
                .sum::<u64>();
            cells.columns.push(column);
        }
        cells
    }

    /// Where they stand.
    fn place(&self) -> String {
        let numbers: Vec<String> = self
            .columns
            .iter()
            .map(|column| match column.table {
                1 => column.number.to_string(),
                table => format!("{} of table {table}", column.number),
            })
            .collect();
        match numbers.len() {
            1 => format!("column {}", numbers[0]),
            2..=5 => format!("columns {}", numbers.join(", ")),
            many => format!("{many} columns"),
        }
    }
}

/// The kinds of columns that show a kind: a name may stand in two of them, and half a name in that of the whole.
fn shows(kind: Kind) -> Vec<Kind> {
    match kind {
        Kind::Name => vec![Kind::Name, Kind::GivenName, Kind::Surname],
        Kind::GivenName | Kind::Surname => vec![kind, Kind::Name],
        _ => vec![kind],
    }
}

/// One look at a kind's values in an index: by themselves, or linked with another kind where they can't be tested alone.
struct Tried {
    class: Class,
    index: String,
    tested: u64,
    hits: u64,
    is_exact: bool,
    /// Hits that chance gives on average.
    by_chance: f64,
    /// How likely chance is to give so many or more.
    chance: f64,
    /// The largest share that is left open.
    open: f64,
    level: f64,
}

impl Tried {
    fn hits(&self) -> String {
        let what = match self.class.is_link() {
            true => format!("distinct combinations {} whose identifiers hit", self.class),
            false => "distinct values".to_owned(),
        };
        let what = match self.class.is_context_link() {
            true => format!("distinct combinations {}", self.class),
            false => what,
        };
        let about = if self.is_exact { "" } else { "about " };
        format!(
            "{about}{} of {} {what} are in {}",
            count(self.hits),
            count(self.tested),
            self.index
        )
    }

    /// What a number of hits that chance explains leaves open.
    fn bound(&self) -> String {
        let left = format!(
            "at most {} can be there (confidence {})",
            percent(self.open),
            percent(self.level)
        );
        match self.hits {
            0 => format!("; {left}"),
            _ => format!(", not more than chance explains ({}); {left}", expected(self.by_chance)),
        }
    }
}

fn tried_of(kind: Kind, matched: &MatchFindings, seen: &Known<'_>) -> Result<Vec<Tried>, Error> {
    let level = seen.options.level;
    // Halves of a name are looked up as names.
    let kind = match kind {
        Kind::GivenName | Kind::Surname => Kind::Name,
        kind => kind,
    };
    let single = Class::single(kind);
    let mut tried = Vec::new();
    for field in matched
        .fields
        .iter()
        .filter(|field| field.class == single && field.tested > 0)
    {
        let (hits, misses) = (field.hits_amount(), field.misses_amount());
        let by_chance = |tested: u64| field.chance_rate * tested as f64;
        tried.push(Tried {
            class: field.class.clone(),
            index: field.index.clone(),
            tested: field.tested,
            hits: field.hits,
            is_exact: field.one_in.is_exact(),
            by_chance: by_chance(field.tested),
            chance: tail(hits, by_chance(hits.and(misses).at_most()))?,
            open: open(field),
            level: level.get(),
        });
    }
    let is_of = |link: &&LinkMatch| link.tested > 0 && link.class.kinds().any(|part| part == kind);
    for link in matched.links.iter().filter(is_of).filter(|_| !has_class(kind)) {
        let hits = Amount::estimated(link.hits, link.one_in.hits);
        let others = link.one_in.near.max(link.one_in.misses);
        let all = hits.and(Amount::estimated(link.tested.saturating_sub(link.hits), others));
        let probes = if link.class.is_context_link() {
            PAIRS_PROBED
        } else {
            1.0
        };
        let by_chance = |tested: u64| (link.chance_rate * probes).min(1.0) * tested as f64;
        tried.push(Tried {
            class: link.class.clone(),
            index: link.index.clone(),
            tested: link.tested,
            hits: link.hits,
            is_exact: link.one_in.is_exact(),
            by_chance: by_chance(link.tested),
            chance: tail(hits, by_chance(all.at_most()))?,
            open: match link.hits {
                0 => zero_hits_upper(all.at_least().max(1), level),
                _ => link.interval.map_or(1.0, |interval| interval.high),
            },
            level: level.get(),
        });
    }
    Ok(tried)
}

/// Whether a kind is looked up by itself.
fn has_class(kind: Kind) -> bool {
    kind.is_identifier() || kind == Kind::Address
}

fn open(field: &FieldMatch) -> f64 {
    let high = || field.interval.map(|interval| interval.high);
    field.zero_hits_bound.or_else(high).unwrap_or(1.0)
}

fn tail(hits: Amount, expected: f64) -> Result<f64, Error> {
    Ok(poisson_survival(hits.seen(), expected / hits.weight())?)
}

/// Above this probability, over all that was tried, chance may be all.
const MAY_BE_CHANCE: f64 = 0.01;
