//! Blocks of `key: value` lines, as they are pasted in forums and written by programs that steal passwords: a record is
//! several lines, or one line of several pairs (`Name: Jane | Email: …`), records are apart by blank lines, by lines of
//! dashes, by numbers, or by nothing but the first key's coming again.

mod grammar;
mod line;

use crate::forms::keyed::Keyed;
use crate::forms::lines::{LONGEST, line_end, skip_line};
use crate::forms::{Head, TextReader};
use crate::row::{Next, Other, Out};
use crate::text::REPLACED;
use crate::window::Window;
use crate::{Error, Flaw, Reject};
use grammar::{Bounds, Grammar, pairs};
use line::{Marks, is_drawn, is_rule};

/// How far a text's beginning speaks for blocks.
pub(crate) fn detect(head: Head<'_>) -> f64 {
    if head.text.trim_start().starts_with(['<', '{']) {
        return 0.0;
    }
    grammar::find(head).map_or(0.0, |grammar| grammar.score)
}

/// A reader of the blocks of a text. Its first columns are those of the blocks that are at hand.
pub(crate) fn reader(head: Head<'_>) -> Result<Blocks, Error> {
    let grammar = grammar::find(head).unwrap_or(Grammar {
        marks: Marks::default().with(line::Mark::Colon),
        joint: None,
        bounds: Bounds::Blank,
        start: String::new(),
        capture: false,
        score: 0.0,
    });
    let mut blocks = Blocks {
        grammar,
        keyed: Keyed::default(),
        indented: false,
        ahead: true,
        commented: false,
    };
    let mut ahead = Window::of(head.text.as_bytes());
    let mut learnt = 0;
    while learnt < LEARNT {
        match blocks.step(&mut ahead, None)? {
            Next::Row(_) => learnt += 1,
            Next::End => break,
            _ => {}
        }
    }
    blocks.ahead = true;
    blocks.commented = false;
    Ok(blocks)
}

/// Reads blocks.
pub(crate) struct Blocks {
    grammar: Grammar,
    keyed: Keyed,
    /// Whether the last line that gave a pair is indented.
    indented: bool,
    /// Whether no record was met.
    ahead: bool,
    /// Whether the line before is a comment.
    commented: bool,
}

impl TextReader for Blocks {
    fn next(&mut self, window: &mut Window, out: &mut Out) -> Result<Next, Error> {
        self.step(window, Some(out))
    }
}

/// What a line is.
enum Line<'t> {
    Blank,
    Rule,
    /// With its first key.
    Pairs(&'t str),
    Text,
}

/// What a line does to the record before it.
enum Role {
    /// It belongs to it, and its pairs were put into it.
    Belongs,
    /// It may belong to it: what comes behind decides.
    Waits,
    /// It ends it.
    Ends,
}

impl Blocks {
    /// The next thing; without `out` only the columns are learnt.
    fn step(&mut self, window: &mut Window, out: Option<&mut Out>) -> Result<Next, Error> {
        let Some(end) = line_end(window, 0)? else {
            skip_line(window)?;
            return Ok(Next::Rejected(Reject::TooLong));
        };
        if end == 0 {
            return Ok(Next::End);
        }
        let next = match self.kind(text(window, 0, end)) {
            Line::Pairs(_) => {
                self.ahead = false;
                return self.record(window, end, out);
            }
            Line::Blank => Other::Blank,
            Line::Rule => Other::Frame,
            Line::Text => Other::Comment,
        };
        let next = match next == Other::Frame && self.ahead && self.is_of_banner(window, end)? {
            true => Other::Comment,
            false => next,
        };
        self.commented = next == Other::Comment;
        window.advance(end);
        Ok(Next::Other(next))
    }

    /// Whether the line up to `end` frames a comment: one stands right before or behind it.
    fn is_of_banner(&self, window: &mut Window, end: usize) -> Result<bool, Error> {
        if !is_drawn(text(window, 0, end)) {
            return Ok(false);
        }
        let behind = match self.commented {
            true => None,
            false => line_end(window, end)?,
        };
        let is_text = |behind| matches!(self.kind(text(window, end, behind)), Line::Text);
        Ok(self.commented || behind.is_some_and(is_text))
    }

    /// Reads the record whose first line ends at `end`.
    fn record(&mut self, window: &mut Window, end: usize, out: Option<&mut Out>) -> Result<Next, Error> {
        self.put(text(window, 0, end));
        let mut taken = end;
        // Lines without a key that stand behind what was taken.
        let mut waiting: Vec<(usize, usize)> = Vec::new();
        let mut from = end;
        while self.grammar.bounds != Bounds::Line {
            let Some(end) = line_end(window, from)? else {
                self.keyed.clear();
                window.advance(from);
                skip_line(window)?;
                return self.skip_record(window);
            };
            if end == from {
                break;
            }
            match self.role(window, (from, end), &mut waiting) {
                Role::Belongs => taken = end,
                Role::Waits => {}
                Role::Ends => break,
            }
            from = end;
            if taken > LONGEST {
                self.keyed.clear();
                window.advance(taken);
                return self.skip_record(window);
            }
            if from - taken > MOST_WAITING_BYTES {
                break;
            }
        }
        let Some(out) = out else {
            self.keyed.learn();
            window.advance(taken);
            return Ok(Next::Row(0));
        };
        if memchr::memmem::find(&window.rest()[..taken], REPLACED).is_some() {
            out.flaw(Flaw::BadEncoding);
        }
        window.advance(taken);
        Ok(Next::Row(self.keyed.finish(out)))
    }

    fn role(&mut self, window: &Window, (from, end): (usize, usize), waiting: &mut Vec<(usize, usize)>) -> Role {
        let line = text(window, from, end);
        let bounds = self.grammar.bounds;
        let indented = line.starts_with([' ', '\t']);
        match self.kind(line) {
            Line::Blank if bounds == Bounds::Blank => Role::Ends,
            Line::Rule if bounds != Bounds::Key => Role::Ends,
            Line::Blank | Line::Rule => Role::Waits,
            Line::Pairs(key) if self.begins(key) => Role::Ends,
            Line::Pairs(key) => {
                let more = indented && !self.indented && !self.keyed.knows(key);
                for (from, end) in waiting.drain(..) {
                    self.keyed.append(text(window, from, end).trim());
                }
                // While columns are learnt, a key is none the worse for being new.
                match more && self.keyed.has_table() {
                    true => self.keyed.append(line.trim()),
                    false => self.put(line),
                }
                Role::Belongs
            }
            Line::Text if indented && waiting.is_empty() => {
                self.keyed.append(line.trim());
                Role::Belongs
            }
            Line::Text if waiting.len() < MOST_WAITING => {
                waiting.push((from, end));
                Role::Waits
            }
            Line::Text => Role::Ends,
        }
    }

    /// Steps over the rest of a record that is too long.
    fn skip_record(&mut self, window: &mut Window) -> Result<Next, Error> {
        loop {
            let Some(end) = line_end(window, 0)? else {
                skip_line(window)?;
                continue;
            };
            let line = text(window, 0, end);
            let ends = end == 0
                || match (self.kind(line), self.grammar.bounds) {
                    (_, Bounds::Line) => true,
                    (Line::Blank, bounds) => bounds == Bounds::Blank,
                    (Line::Rule, bounds) => bounds != Bounds::Key,
                    (Line::Pairs(key), _) => self.is_start(key),
                    (Line::Text, _) => false,
                };
            if ends {
                return Ok(Next::Rejected(Reject::TooLong));
            }
            window.advance(end);
        }
    }

    fn kind<'t>(&self, line: &'t str) -> Line<'t> {
        let line = line.trim();
        if line.is_empty() {
            return Line::Blank;
        }
        if is_rule(line) {
            return Line::Rule;
        }
        match self.first_key(line) {
            Some(key) => Line::Pairs(key),
            None => Line::Text,
        }
    }

    /// Whether a line whose first key is this one begins another record than the one that is read.
    fn begins(&self, key: &str) -> bool {
        let keyed = &self.keyed;
        let again = || keyed.holds(key) && !keyed.is_last(key);
        match self.grammar.bounds {
            Bounds::Key => self.is_start(key) || again(),
            _ => self.is_start(key) && again(),
        }
    }

    fn is_start(&self, key: &str) -> bool {
        let start = &self.grammar.start;
        key.eq_ignore_ascii_case(start) || !key.is_ascii() && key.to_lowercase() == *start
    }

    fn first_key<'t>(&self, line: &'t str) -> Option<&'t str> {
        let grammar = &self.grammar;
        if let Some((key, _)) = line::pair(line, grammar.marks) {
            return Some(key);
        }
        let mut first = None;
        grammar.joint?;
        pairs(line, grammar.marks, grammar.joint, &mut |key, _| {
            first = first.or(Some(key))
        });
        first
    }

    /// Puts the pairs of a line into the record.
    fn put(&mut self, line: &str) {
        self.indented = line.starts_with([' ', '\t']);
        let grammar = &self.grammar;
        let line = line.trim();
        if grammar.capture
            && let Some(joint) = grammar.joint
        {
            let first = memchr::memchr(joint, line.as_bytes()).unwrap_or(line.len());
            let (first, rest) = line.split_at(first);
            let first = first.trim();
            match first.split_once(':') {
                Some((one, two)) => {
                    self.keyed.field("1", one);
                    self.keyed.field("2", two);
                }
                None => self.keyed.field("1", first),
            }
            let keyed = &mut self.keyed;
            let rest = rest.get(1..).unwrap_or_default();
            pairs(rest, grammar.marks, grammar.joint, &mut |key, value| {
                keyed.field(key, value)
            });
            return;
        }
        let keyed = &mut self.keyed;
        if let Some((key, value)) = line::pair(line, grammar.marks).filter(|_| grammar.joint.is_none()) {
            keyed.field(key, value);
            return;
        }
        let mut all: Vec<(&str, &str)> = Vec::new();
        let before = pairs(line, grammar.marks, grammar.joint, &mut |key, value| {
            all.push((key, value))
        });
        if !before.is_empty() {
            keyed.field("text", before);
        }
        for (key, value) in all {
            keyed.field(key, value);
        }
    }
}

/// A line of the unread text.
fn text(window: &Window, from: usize, end: usize) -> &str {
    // The text is decoded to UTF-8, and lines end at characters.
    let line = window.rest().get(from..end).unwrap_or_default();
    std::str::from_utf8(line).unwrap_or_default()
}

/// Records whose keys make the first table.
const LEARNT: usize = 1_000;
/// Lines without a key within a record, and the bytes that they and blank lines take.
const MOST_WAITING: usize = 8;
const MOST_WAITING_BYTES: usize = 64 << 10;

#[cfg(test)]
mod tests;
