//! Lines of `key=value` pairs, one record per line: logs (`level=info email="a@x.org"`), bodies of web forms
//! (`email=a%40x.org&phone=1`), `Name=Jane;Email=…`, `{name=Jane, email=…}`; with free text before the first pair or not.

mod line;

use std::collections::HashMap;

use crate::forms::keyed::Keyed;
use crate::forms::lines::{line_end, skip_line};
use crate::forms::{Head, TextReader};
use crate::row::{Next, Other, Out};
use crate::text::REPLACED;
use crate::window::Window;
use crate::{Error, Flaw, Reject};
use line::{Joint, Pair};

/// How far a text's beginning speaks for pairs.
pub(crate) fn detect(head: Head<'_>) -> f64 {
    if memchr::memchr(b'=', head.text.as_bytes()).is_none() || head.text.trim_start().starts_with('<') {
        return 0.0;
    }
    find(head).map_or(0.0, |found| found.score)
}

/// A reader of the pairs of a text.
pub(crate) fn reader(head: Head<'_>) -> Pairs {
    let joint = find(head).map_or(Joint::Space, |found| found.joint);
    let mut keyed = Keyed::default();
    let mut pairs = Vec::new();
    for line in lines(head).take(LEARNT) {
        let text = line::read(line, joint, &mut pairs);
        if !pairs.is_empty() {
            put(&mut keyed, text, &pairs, joint);
            keyed.learn();
        }
    }
    Pairs {
        joint,
        keyed,
        met: false,
    }
}

/// Reads lines of pairs.
pub(crate) struct Pairs {
    joint: Joint,
    keyed: Keyed,
    /// Whether a row was met.
    met: bool,
}

impl TextReader for Pairs {
    fn next(&mut self, window: &mut Window, out: &mut Out) -> Result<Next, Error> {
        let Some(end) = line_end(window, 0)? else {
            skip_line(window)?;
            return Ok(Next::Rejected(Reject::TooLong));
        };
        if end == 0 {
            return Ok(Next::End);
        }
        let next = match std::str::from_utf8(&window.rest()[..end]) {
            Ok(line) => self.line(line, out),
            Err(_) => Next::Rejected(Reject::Malformed),
        };
        window.advance_lines(end, u64::from(window.rest()[end - 1] == b'\n'));
        Ok(next)
    }
}

impl Pairs {
    fn line(&mut self, line: &str, out: &mut Out) -> Next {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            return Next::Other(Other::Blank);
        }
        let mut pairs = Vec::new();
        let text = line::read(trimmed, self.joint, &mut pairs);
        if pairs.is_empty() {
            let comment = !self.met || !trimmed.contains(char::is_alphanumeric) || trimmed.starts_with(COMMENT);
            return match comment {
                true => Next::Other(Other::Comment),
                false => Next::Rejected(Reject::NoRecord),
            };
        }
        self.met = true;
        if put(&mut self.keyed, text, &pairs, self.joint) {
            out.flaw(Flaw::Encoded);
        }
        if memchr::memmem::find(line.as_bytes(), REPLACED).is_some() {
            out.flaw(Flaw::BadEncoding);
        }
        Next::Row(self.keyed.finish(out))
    }
}

/// Puts a line's pairs into the record; returns whether one was percent-encoded.
fn put(keyed: &mut Keyed, text: &str, pairs: &[Pair<'_>], joint: Joint) -> bool {
    if !text.is_empty() {
        keyed.field("text", text);
    }
    let mut encoded = false;
    for pair in pairs {
        let mut decoded = |text: &str| match joint {
            Joint::Url => crate::value::percent(text.as_bytes(), true).inspect(|_| encoded = true),
            _ => pair.quote.and_then(|quote| line::unescaped(text, quote)),
        };
        let value = decoded(pair.value);
        let value = value.as_deref().unwrap_or(pair.value);
        match joint {
            Joint::Url => keyed.field(decoded(pair.key).as_deref().unwrap_or(pair.key), value),
            _ => keyed.field(pair.key, value),
        }
    }
    encoded
}

struct Found {
    joint: Joint,
    score: f64,
}

/// What stands between the pairs: what gives the most pairs whose keys come again.
fn find(head: Head<'_>) -> Option<Found> {
    let lines: Vec<&str> = lines(head).take(LOOKED_AT).collect();
    let mut best: Option<(usize, Found)> = None;
    for joint in Joint::ALL {
        let (count, score) = weigh(&lines, joint);
        if count > best.as_ref().map_or(0, |(count, _)| *count) {
            best = Some((count, Found { joint, score }));
        }
    }
    best.map(|(_, found)| found)
}

/// How many pairs whose keys come again this joint gives, and how far they speak for pairs.
fn weigh(lines: &[&str], joint: Joint) -> (usize, f64) {
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut read: Vec<(bool, Vec<&str>)> = Vec::new();
    let mut pairs = Vec::new();
    for line in lines {
        let text = line::read(line, joint, &mut pairs);
        let keys: Vec<&str> = pairs.iter().map(|pair| pair.key).collect();
        for key in &keys {
            *known.entry(key).or_default() += 1;
        }
        read.push((text.is_empty(), keys));
    }
    let few = lines.len() < 3;
    let again = |key: &&&str| few || known.get(**key).is_some_and(|count| *count > 1);
    let (mut count, mut good, mut bare) = (0, 0, 0);
    for (is_bare, keys) in &read {
        let known = keys.iter().filter(again).count();
        count += known;
        if known >= if few { 3 } else { 2 } {
            good += 1;
            bare += usize::from(*is_bare);
        }
    }
    if good == 0 {
        return (count, 0.0);
    }
    let share = good as f64 / lines.len().max(1) as f64;
    let most = if few {
        0.7
    } else {
        0.75 + 0.17 * bare as f64 / good as f64
    };
    (count, share * most)
}

/// The lines of a head that may hold a record.
fn lines(head: Head<'_>) -> impl Iterator<Item = &str> {
    let lines = head.text.lines().map(str::trim);
    lines.filter(|line| line.contains(char::is_alphanumeric) && !line.starts_with(COMMENT))
}

const COMMENT: &[char] = &['#', '-', '*', '='];
/// Lines by which the form is found, and those whose keys make the first table.
const LOOKED_AT: usize = 300;
const LEARNT: usize = 1_000;

#[cfg(test)]
mod tests;
