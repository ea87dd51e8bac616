//! How the blocks of one text are written, found out from its beginning.

use std::collections::{HashMap, HashSet};

use super::line::{Mark, Marks, is_psql_rule, is_rule, pair};
use crate::forms::Head;

/// How blocks are written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Grammar {
    pub(super) marks: Marks,
    /// What stands between several pairs of one line.
    pub(super) joint: Option<u8>,
    pub(super) bounds: Bounds,
    /// The key that records begin with, in lower case.
    pub(super) start: String,
    /// Whether lines begin with a part without a key, such as `email:password`.
    pub(super) capture: bool,
    /// 0 to 1: how far the text speaks for blocks.
    pub(super) score: f64,
}

/// What ends a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bounds {
    /// The end of the line.
    Line,
    /// A blank line, or a rule.
    Blank,
    /// A rule or a number.
    Rule,
    /// The first key again, or another that the record has.
    Key,
}

/// A line as its bounds are found by.
enum Event {
    Blank,
    Rule,
    /// In lower case.
    Keys(Vec<String>),
    Text,
}

/// Calls `each` with every pair of a line, and `text` with what stands before the first.
pub(super) fn pairs<'t>(
    line: &'t str,
    marks: Marks,
    joint: Option<u8>,
    each: &mut dyn FnMut(&'t str, &'t str),
) -> &'t str {
    let line = line.trim();
    let Some(joint) = joint else {
        return match pair(line, marks) {
            Some((key, value)) => {
                each(key, value);
                ""
            }
            None => line,
        };
    };
    let mut before = "";
    let mut start = 0;
    let mut first = true;
    let ends = memchr::memchr_iter(joint, line.as_bytes()).filter(|at| pair(&line[at + 1..], marks).is_some());
    for end in ends.chain([line.len()]) {
        let part = line[start.min(end)..end].trim();
        match pair(part, marks) {
            Some((key, value)) => each(
                key,
                value.trim_end_matches(|c: char| c.is_whitespace() || c == char::from(joint)),
            ),
            None if first => before = part,
            None => {}
        }
        first = false;
        start = end + 1;
    }
    before
}

/// Finds out how the blocks of a text are written; `None` if it holds none.
pub(super) fn find(head: Head<'_>) -> Option<Grammar> {
    let lines: Vec<&str> = head.text.lines().take(LOOKED_AT).map(str::trim_end).collect();
    if lines.iter().any(|line| line.eq_ignore_ascii_case("begin:vcard")) {
        return None;
    }
    let psql_rules = lines.iter().filter(|line| is_psql_rule(line)).count();
    let is_psql = psql_rules > 0 && psql_rules * LONGEST_OF_PSQL >= lines.len();
    let mut best: Option<(usize, Option<u8>, Marks)> = None;
    let joints = [None, Some(b'|'), Some(b';'), Some(b','), Some(b'\t')];
    for joint in joints.into_iter().take(if is_psql { 1 } else { joints.len() }) {
        let of: &[Mark] = if is_psql { &[Mark::Bar] } else { &Mark::ALL };
        let (count, marks) = marks(&lines, joint, of);
        if !marks.is_empty() && count > best.map_or(0, |(count, ..)| count + count / 10) {
            best = Some((count, joint, marks));
        }
    }
    let (_, joint, marks) = best?;
    let (mut captured, mut joined) = (0, 0);
    let events: Vec<Event> = lines
        .iter()
        .map(|line| {
            let mut keys = Vec::new();
            let before = pairs(line, marks, joint, &mut |key, _| keys.push(key.to_lowercase()));
            if !keys.is_empty() {
                joined += 1;
                captured += usize::from(!before.is_empty());
                return Event::Keys(keys);
            }
            match line.trim() {
                "" => Event::Blank,
                line if is_rule(line) => Event::Rule,
                _ => Event::Text,
            }
        })
        .collect();
    let texts = events.iter().filter(|event| matches!(event, Event::Text)).count();
    let share = joined as f64 / (joined + texts).max(1) as f64;
    let (bounds, start, quality) = bounds(&events)?;
    let tabbed = marks == Marks::default().with(Mark::Tab);
    let doubtful = tabbed && bounds == Bounds::Key;
    Some(Grammar {
        marks,
        joint,
        bounds,
        start: start.to_owned(),
        capture: captured * 2 > joined,
        score: share * quality * if doubtful { 0.4 } else { 0.9 },
    })
}

/// The marks whose keys come again, and how many pairs with such keys there are.
fn marks(lines: &[&str], joint: Option<u8>, of: &[Mark]) -> (usize, Marks) {
    let mut found = Marks::default();
    let mut all = 0;
    let content = lines.iter().filter(|line| !line.trim().is_empty()).count();
    let spaced = lines
        .iter()
        .filter(|line| SPACED.iter().any(|mark| line.contains(mark)))
        .count();
    for mark in of.iter().copied() {
        if mark == Mark::Tab && joint == Some(b'\t') {
            continue;
        }
        let mut counts: HashMap<String, usize> = HashMap::new();
        for line in lines {
            pairs(line, Marks::default().with(mark), joint, &mut |key, _| {
                *counts.entry(key.to_lowercase()).or_default() += 1;
            });
        }
        let total: usize = counts.values().sum();
        // One record alone shows no key twice.
        let single = content <= 40 && spaced * 10 >= content * 7 && counts.len() >= 3 && total * 10 >= content * 7;
        let again: usize = counts.values().filter(|count| **count > 1 || single).sum();
        if again >= 2 && again * 10 >= content && again * 2 > total {
            all += again;
            found = found.with(mark);
        }
    }
    (all, found)
}

/// What ends records, the key that they begin with, and 0 to 1: how alike they are then.
fn bounds(events: &[Event]) -> Option<(Bounds, &str, f64)> {
    let mut ways: Vec<(Bounds, &str, f64)> = Vec::new();
    for bounds in [Bounds::Line, Bounds::Blank, Bounds::Rule] {
        let records = records(events, bounds, "");
        let many = records.iter().filter(|keys| keys.len() > 1).count();
        if records.len() > 1 && many * 2 > records.len() {
            let (start, quality) = weigh(&records)?;
            ways.push((bounds, start, quality));
        }
    }
    if let Some(way) = ways
        .iter()
        .find(|(bounds, _, quality)| *bounds == Bounds::Line && *quality > 0.6)
    {
        return Some(*way);
    }
    ways.retain(|(bounds, ..)| *bounds != Bounds::Line);
    let best = ways
        .into_iter()
        .reduce(|one, other| if other.2 > one.2 { other } else { one });
    if let Some(way) = best.filter(|(_, _, quality)| *quality >= 0.5) {
        return Some(way);
    }
    let first = first_key(events)?;
    let records = records(events, Bounds::Key, first);
    let keys: usize = records.iter().map(Vec::len).sum();
    if keys * 2 < records.len() * 3 {
        return None;
    }
    let (start, quality) = weigh(&records)?;
    // Lines that begin with one word of a few, such as a country, come in any order, and no record has them all.
    let distinct: HashSet<&str> = records.iter().flatten().copied().collect();
    let filled = (keys as f64 / (records.len() * distinct.len()).max(1) as f64).min(1.0);
    let single = if records.len() > 1 { 1.0 } else { 0.7 };
    Some((Bounds::Key, start, quality * filled * filled * single))
}

/// The first key of those that come about as often as the most frequent one.
fn first_key(events: &[Event]) -> Option<&str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let keys = || {
        events.iter().filter_map(|event| match event {
            Event::Keys(keys) => Some(keys),
            _ => None,
        })
    };
    for key in keys().flatten() {
        *counts.entry(key).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    keys()
        .flatten()
        .map(String::as_str)
        .find(|key| counts.get(key).is_some_and(|count| count * 10 >= most * 8))
}

fn records<'t>(events: &'t [Event], bounds: Bounds, start: &str) -> Vec<Vec<&'t str>> {
    let mut records: Vec<Vec<&str>> = vec![Vec::new()];
    let mut held: HashSet<&str> = HashSet::new();
    for event in events {
        let ends = match (event, bounds) {
            (Event::Keys(_), Bounds::Line) => true,
            (Event::Blank, Bounds::Blank) | (Event::Rule, Bounds::Blank | Bounds::Rule) => true,
            (Event::Keys(keys), Bounds::Key) => keys.first().is_some_and(|key| {
                let last = records.last().and_then(|record| record.last()).copied();
                key == start || held.contains(key.as_str()) && last != Some(key)
            }),
            _ => false,
        };
        if ends && records.last().is_some_and(|record| !record.is_empty()) {
            records.push(Vec::new());
            held.clear();
        }
        if let (Event::Keys(keys), Some(record)) = (event, records.last_mut()) {
            record.extend(keys.iter().map(String::as_str));
            held.extend(keys.iter().map(String::as_str));
        }
    }
    records.retain(|record| !record.is_empty());
    records
}

/// The key that most records begin with, and how alike the records are: beginning so, no key twice, the keys in one order.
fn weigh<'t>(records: &[Vec<&'t str>]) -> Option<(&'t str, f64)> {
    let mut firsts: HashMap<&str, usize> = HashMap::new();
    let mut ranks: HashMap<&str, usize> = HashMap::new();
    let (mut twice, mut steps, mut rising) = (0usize, 0usize, 0usize);
    for record in records {
        *firsts.entry(record.first()?).or_default() += 1;
        let mut held = HashSet::new();
        let mut repeats = false;
        for (at, key) in record.iter().enumerate() {
            let rank = ranks.len();
            let rank = *ranks.entry(key).or_insert(rank);
            let before = at.checked_sub(1).map(|before| record[before]);
            repeats |= !held.insert(*key) && before != Some(*key);
            if let Some(before) = before.and_then(|before| ranks.get(before)) {
                steps += 1;
                rising += usize::from(*before <= rank);
            }
        }
        twice += usize::from(repeats);
    }
    let (start, count) = firsts
        .into_iter()
        .max_by_key(|(key, count)| (*count, std::cmp::Reverse(*key)))?;
    let all = records.len() as f64;
    let order = if steps == 0 { 0.0 } else { rising as f64 / steps as f64 };
    Some((start, count as f64 / all * (1.0 - twice as f64 / all) * order))
}

/// What people write and lists of passwords don't.
const SPACED: &[&str] = &[": ", "= ", "> ", "\t", "...", "："];
/// Lines that are looked at.
const LOOKED_AT: usize = 2_000;
/// Lines of a record of psql, at most, in a text that is taken for its output.
const LONGEST_OF_PSQL: usize = 400;
