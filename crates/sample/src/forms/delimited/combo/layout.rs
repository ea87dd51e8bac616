//! Whether leading lines are a combolist, and what stands where in it.

use std::collections::HashSet;

use super::super::header::is_vocabulary;
use super::super::junk;
use super::super::syntax::{Cut, Cutter};
use super::super::types::Look;
use super::trimmed;

/// What stands where in a line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Layout {
    pub(crate) cut: Cut,
    pub(crate) parts: Vec<Part>,
    /// The column that takes what is left over.
    pub(crate) greedy: Option<usize>,
    /// Names of the columns and the keys behind them; `None` if nothing names them.
    pub(crate) names: Option<Vec<String>>,
    /// Keys that an account checker wrote behind the pair, as in ` | Plan = free`.
    pub(crate) keys: Vec<String>,
    /// The share of lines that fit.
    pub(crate) share: f64,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Email,
    Url,
    Ip,
    Hash,
    Phone,
    /// A name of a user or a password.
    Token,
}

impl Part {
    /// Whether a part of a line may be one of this column. Only what has a form of its own can be told.
    pub(crate) fn takes(self, part: &[u8]) -> bool {
        let text = || String::from_utf8_lossy(trimmed(part)).into_owned();
        match self {
            Part::Token | Part::Phone => true,
            Part::Email => memchr::memchr(b'@', part).is_some() || part.is_empty() || part.starts_with(b"$HEX["),
            Part::Url => {
                memchr::memchr(b'.', part).is_some() || memchr::memchr(b'/', part).is_some() || part.is_empty()
            }
            Part::Ip => part.is_empty() || Look::of(&text()) == Look::Ip,
            Part::Hash => part.is_empty() || Look::of(&text()) == Look::Hash,
        }
    }

    fn of(cells: &[&str]) -> Option<Part> {
        let mut looks = [0usize; Look::COUNT];
        let (mut hosts, mut hex, mut blanks, mut filled) = (0, 0, 0, 0);
        let mut marked = 0;
        for cell in cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()) {
            filled += 1;
            looks[Look::of(cell) as usize] += 1;
            hosts += usize::from(is_host(cell));
            hex += usize::from(cell.starts_with("$HEX["));
            blanks += usize::from(cell.contains(' '));
            marked += usize::from(cell.ends_with([',', ';', '|', ':']));
        }
        let mostly = |count: usize| filled > 0 && count * 5 >= filled * 4;
        let look = |look: Look| looks[look as usize];
        let kinds = [
            (look(Look::Email), Part::Email),
            (
                look(Look::Email) + hex * usize::from(look(Look::Email) > hex),
                Part::Email,
            ),
            (look(Look::Url), Part::Url),
            (hosts + look(Look::Url), Part::Url),
            (look(Look::Ip), Part::Ip),
            (look(Look::Hash), Part::Hash),
            (look(Look::Long), Part::Phone),
        ];
        let found = kinds.iter().find(|(count, _)| mostly(*count));
        match found {
            Some((_, part)) => Some(*part),
            None => {
                let is_token = blanks * 20 <= filled && marked * 2 <= filled;
                (filled > 0 && is_token && !mostly(look(Look::Date) + look(Look::Number))).then_some(Part::Token)
            }
        }
    }
}

impl Layout {
    /// Where the parts of a line begin and end.
    pub(crate) fn parts_of(&self, line: &[u8], cutter: &Cutter, parts: &mut Vec<(usize, usize)>) {
        cut(line, cutter, parts);
    }

    /// A part as a cell.
    pub(crate) fn cell<'p>(&self, part: &'p [u8]) -> &'p [u8] {
        match self.cut {
            Cut::Byte(b'|') | Cut::Blanks => trimmed(part),
            _ => part,
        }
    }
}

/// The layout of a combolist, if the lines are one.
pub(crate) fn find(lines: &[u8]) -> Option<Layout> {
    let all: Vec<&str> = lines
        .split(|byte| *byte == b'\n')
        .filter_map(|line| std::str::from_utf8(line).ok())
        .map(|line| line.trim_start_matches('\u{FEFF}').trim_end_matches('\r'))
        .filter(|line| !line.trim().is_empty() && line.len() <= LONGEST_LINE)
        .take(LINES)
        .collect();
    let keys = keys(&all);
    let pairs: Vec<&str> = all
        .iter()
        .filter(|line| junk::look(std::iter::once(line.as_bytes())).is_none())
        .map(|line| {
            let (pair, _) = uncaptured(line.as_bytes(), &keys);
            line.get(..pair.len()).unwrap_or(line)
        })
        .collect();
    // One line is too little to tell by.
    if pairs.len() < 2 || pairs.iter().filter(|line| line.contains('"')).count() * 2 > pairs.len() {
        return None;
    }
    let mut found = [Cut::Colons, Cut::Byte(b';'), Cut::Byte(b'|'), Cut::Blanks]
        .into_iter()
        .find_map(|cut| of_cut(&pairs, cut))?;
    if !keys.is_empty() {
        let unnamed = || vec![String::new(); found.parts.len()];
        let mut names = found.names.take().unwrap_or_else(unnamed);
        names.extend(keys.iter().cloned());
        found.names = Some(names);
        found.keys = keys;
    }
    Some(found)
}

fn of_cut(pairs: &[&str], how: Cut) -> Option<Layout> {
    let cutter = Cutter::new(how.clone());
    let mut ranges = Vec::new();
    let mut lines: Vec<Vec<&str>> = pairs
        .iter()
        .map(|line| {
            cut(line.as_bytes(), &cutter, &mut ranges);
            ranges
                .iter()
                .filter_map(|(start, end)| line.get(*start..*end))
                .collect()
        })
        .collect();
    let owned = |line: &Vec<&str>| -> Vec<String> { line.iter().map(|cell| (*cell).to_owned()).collect() };
    let names = lines.first().map(owned).filter(|first| is_vocabulary(first));
    if names.is_some() {
        lines.remove(0);
    }
    let width = width(&lines)?;
    if names.as_ref().is_some_and(|names| names.len() != width) {
        return None;
    }
    let whole: Vec<&Vec<&str>> = lines.iter().filter(|line| line.len() == width).collect();
    let column = |at: usize| -> Vec<&str> { whole.iter().map(|line| line[at]).collect() };
    let parts: Vec<Part> = (0..width).map(|at| Part::of(&column(at))).collect::<Option<_>>()?;
    let secrets: Vec<usize> = (0..width)
        .filter(|at| parts[*at] == Part::Token && is_secret(&column(*at)))
        .collect();
    let has = |part: Part| parts.contains(&part);
    let is_addressed = has(Part::Email) || has(Part::Url);
    let is_pair =
        how == Cut::Colons && width == 2 && names.is_none() && parts[0] != Part::Hash && is_distinct(&column(0));
    let few = how == Cut::Colons || width <= 3;
    if !(is_addressed || is_pair)
        || !few
        || (secrets.is_empty() && !has(Part::Hash))
        || parts.iter().filter(|part| **part == Part::Email).count() > 1
    {
        return None;
    }
    // A list of names and something else that varies is no pair by itself.
    if !(is_addressed || secrets.contains(&1) || parts[1] == Part::Hash) {
        return None;
    }
    let named = names
        .as_ref()
        .and_then(|names| names.iter().position(|name| is_password(name)));
    let greedy = named.or_else(|| (0..width).rev().find(|at| parts[*at] == Part::Token));
    let fitting = lines.iter().filter(|line| line.len() >= width).count();
    Some(Layout {
        cut: how,
        parts,
        greedy,
        names,
        keys: Vec::new(),
        share: fitting as f64 / lines.len().max(1) as f64,
    })
}

/// The number of parts: that of most lines, and few have fewer.
fn width(lines: &[Vec<&str>]) -> Option<usize> {
    let of = |width: usize| lines.iter().filter(|line| line.len() == width).count();
    let least = |width: usize| lines.iter().filter(|line| line.len() >= width).count();
    (2..=WIDEST)
        .filter(|width| of(*width) * 2 >= lines.len() && least(*width) * 10 >= lines.len() * 8)
        .max_by_key(|width| of(*width))
}

/// Whether the cells of a column look like passwords: nearly all of them differ, and many hold digits or signs.
fn is_secret(cells: &[&str]) -> bool {
    let filled: Vec<&str> = cells.iter().copied().filter(|cell| !cell.is_empty()).collect();
    let mixed = filled
        .iter()
        .filter(|cell| cell.chars().any(|c| !c.is_alphabetic()))
        .count();
    let lettered = filled
        .iter()
        .filter(|cell| cell.chars().any(char::is_alphabetic))
        .count();
    mixed * 5 >= filled.len() * 2 && lettered * 2 >= filled.len() && is_distinct(&filled)
}

fn is_distinct(cells: &[&str]) -> bool {
    let distinct: HashSet<&&str> = cells.iter().collect();
    distinct.len() * 2 >= cells.len()
}

fn is_password(name: &str) -> bool {
    let name = name.trim().to_ascii_lowercase();
    ["pass", "password", "pwd", "passwd", "passwort", "pw"].contains(&name.as_str())
}

/// `portal.example.edu/auth`.
fn is_host(cell: &str) -> bool {
    let host = cell.split('/').next().unwrap_or_default();
    let labels = host.split('.');
    cell.contains('/')
        && !cell.contains(['@', ' '])
        && labels.clone().count() >= 2
        && labels
            .into_iter()
            .all(|label| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
}

fn cut(line: &[u8], cutter: &Cutter, parts: &mut Vec<(usize, usize)>) {
    parts.clear();
    let mut start = 0;
    while parts.len() < MOST_PARTS
        && let Some((end, next)) = cutter.next(line, start, start)
    {
        parts.push((start, end));
        start = next;
    }
    parts.push((start, line.len()));
}

/// The keys that are written behind most pairs, in the order in which they appear.
fn keys(lines: &[&str]) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    let mut with = 0;
    for line in lines {
        let Some((_, capture)) = line.split_once(BAR) else {
            continue;
        };
        let mut count = 0;
        for (key, _) in captured(capture.as_bytes()) {
            let key = String::from_utf8_lossy(key).into_owned();
            count += 1;
            if !keys.contains(&key) && keys.len() < MOST_KEYS {
                keys.push(key);
            }
        }
        with += usize::from(count > 0 && count == capture.split(BAR).count());
    }
    if with * 5 >= lines.len() * 4 { keys } else { Vec::new() }
}

/// A line without what a checker wrote behind it, and that.
pub(crate) fn uncaptured<'l>(line: &'l [u8], keys: &[String]) -> (&'l [u8], &'l [u8]) {
    match memchr::memmem::find(line, BAR.as_bytes()) {
        Some(at) if !keys.is_empty() => (&line[..at], &line[at + BAR.len()..]),
        _ => (line, &[]),
    }
}

/// The keys and values of ` | `-separated `Key = value` or `Key: value`.
pub(crate) fn captured(capture: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = Some(capture).filter(|capture| !capture.is_empty());
    std::iter::from_fn(move || {
        let text = rest?;
        let at = memchr::memmem::find(text, BAR.as_bytes());
        rest = at.map(|at| &text[at + BAR.len()..]);
        Some(&text[..at.unwrap_or(text.len())])
    })
    .filter_map(|part| {
        let at = part.iter().position(|byte| matches!(byte, b'=' | b':'))?;
        let key = trimmed(&part[..at]);
        let is_key =
            !key.is_empty() && key.len() <= 40 && memchr::memmem::find(part, b"://").is_none_or(|scheme| scheme != at);
        is_key.then(|| (key, trimmed(&part[at + 1..])))
    })
}

const BAR: &str = " | ";
const LINES: usize = 500;
const LONGEST_LINE: usize = 4 << 10;
const WIDEST: usize = 5;
/// Parts beyond these are not told from each other.
const MOST_PARTS: usize = 100;
const MOST_KEYS: usize = 50;
