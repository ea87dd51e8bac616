//! XML: documents in which some element repeats that holds values, such as the dumps of databases.
//!
//! Which elements are records is decided by how they repeat ([`survey`]); a record's elements and attributes become
//! fields ([`record`]). Entities are never expanded but the five that XML knows, and nothing outside of the text is
//! ever read.

mod record;
mod span;
mod survey;

use std::collections::HashMap;

use crate::forms::fields::{Fields, LEADING, LOOK, fill};
use crate::forms::grid::Grid;
use crate::forms::passing::{End, LONGEST_RECORD, Passed, Scan, pass, skip, step_text};
use crate::forms::tags::{self, Kind, Language};
use crate::forms::{Head, TextReader};
use crate::row::{Next, Other, Out};
use crate::window::Window;
use crate::{Error, Reject};
use record::Parser;
use span::Span;
use survey::{DEEPEST, Decision, LONGEST_PATH, PHPMYADMIN, SPREADSHEET};

/// How far the beginning of a text speaks for XML: 0 to 1.
pub(crate) fn detect(head: Head<'_>) -> f64 {
    let Some((start, before)) = first_tag(head.text) else {
        return 0.0;
    };
    let text = &head.text[start..];
    if is_html(text) {
        return 0.0;
    }
    if text.starts_with("<?xml") && text[5..].starts_with(|c: char| c.is_ascii_whitespace()) {
        return if before == 0 { 0.99 } else { 0.95 };
    }
    if !tags::tag(text.as_bytes(), 0, Language::Xml).is_some_and(|tag| is_markup(tag.kind)) {
        return 0.0;
    }
    let name = tags::name(text.as_bytes());
    if !name
        .iter()
        .all(|byte| byte.is_ascii_alphanumeric() || b"_-.:!?".contains(byte))
    {
        return 0.0;
    }
    let lines = text.lines().filter(|line| !line.trim().is_empty()).take(SAMPLE_LINES);
    let (with, all) = lines.fold((0, 0), |(with, all), line| {
        (with + usize::from(line.contains('<')), all + 1)
    });
    let mut decisions = HashMap::new();
    survey::survey(text.as_bytes(), "", &mut decisions, head.complete);
    match decisions.values().any(|decision| *decision != Decision::Wrapper) {
        true if 2 * with >= all => {
            if before == 0 {
                0.92
            } else {
                0.6
            }
        }
        _ => 0.0,
    }
}

/// A reader of the records of an XML document.
pub(crate) fn reader(_head: Head<'_>) -> impl TextReader + use<> {
    Xml::default()
}

/// The encoding that the declaration at the beginning of raw bytes states, if there is one: for bytes that are no UTF-16,
/// in which the declaration can be read as it stands.
pub(crate) fn declared_encoding(head: &[u8]) -> Option<&str> {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let declaration = head.strip_prefix(b"<?xml")?;
    let declaration = &declaration[..memchr::memmem::find(&declaration[..declaration.len().min(1_024)], b"?>")?];
    let after = &declaration[memchr::memmem::find(declaration, b"encoding")? + b"encoding".len()..];
    let value = after.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let quote = *value.first().filter(|byte| matches!(byte, b'"' | b'\''))?;
    let value = &value[1..];
    let label = std::str::from_utf8(&value[..memchr::memchr(quote, value)?])
        .ok()?
        .trim();
    (!label.is_empty()).then_some(label)
}

/// The rows of an XML document.
#[derive(Default)]
struct Xml {
    started: bool,
    /// Whether its declaration was met; there is one at most.
    headed: bool,
    /// The elements that are open around what is read, and their path.
    open: Vec<Open>,
    path: String,
    /// How many more are open, deeper down.
    deeper: u64,
    decisions: HashMap<String, Decision>,
    surveys: usize,
    /// The kinds of records met last.
    kinds: Vec<Shape>,
    /// How many kinds were met.
    met: usize,
    /// Kinds of records by their paths and tables.
    index: HashMap<String, usize>,
    parser: Parser,
    key: String,
}

struct Open {
    /// Its name, with its prefix.
    name: Box<[u8]>,
    /// Its name as a name of a table, if it has one.
    table: Option<Box<str>>,
    /// Where its part of the path begins.
    path: usize,
}

/// The columns of one kind of record.
enum Shape {
    Fields(Box<Fields>),
    Sheet(Box<Grid>),
}

impl TextReader for Xml {
    fn next(&mut self, window: &mut Window, out: &mut Out) -> Result<Next, Error> {
        if !std::mem::replace(&mut self.started, true) {
            self.survey(window)?;
        }
        if window.rest().is_empty() && !window.more()? {
            return Ok(Next::End);
        }
        if window.rest().first() != Some(&b'<') {
            return step_text(window, 0);
        }
        let tag = loop {
            let rest = window.rest();
            let language = match self.headed {
                true => Language::XmlBody,
                false => Language::Xml,
            };
            if let Some(tag) = tags::tag(rest, 0, language).filter(|tag| tag.end <= LONGEST_RECORD) {
                break tag;
            }
            if rest.len() > LONGEST_RECORD {
                let is_tag = tags::terminator(rest) == b">";
                self.headed |= rest.starts_with(b"<!");
                skip(window)?;
                return Ok(match is_tag {
                    true => Next::Rejected(Reject::TooLong),
                    false => Next::Other(Other::Comment),
                });
            }
            if !window.more()? {
                window.advance(window.rest().len());
                return Ok(Next::Rejected(Reject::CutOff));
            }
        };
        self.headed |= tag.kind == Kind::Declaration;
        let step = match tag.kind {
            Kind::Start { empty } => return self.start(tag.end, empty, window, out),
            Kind::Broken if tag.end > 1 => Next::Rejected(Reject::Malformed),
            Kind::Broken => return step_text(window, 1),
            Kind::End => self.end(&window.rest()[..tag.end]),
            Kind::Comment | Kind::Data => Next::Other(Other::Comment),
            Kind::Instruction | Kind::Declaration => Next::Other(Other::Frame),
        };
        window.advance(tag.end);
        Ok(step)
    }
}

impl Xml {
    fn start(&mut self, length: usize, empty: bool, window: &mut Window, out: &mut Out) -> Result<Next, Error> {
        let path = self.path.len();
        if self.deeper > 0 || self.open.len() >= DEEPEST {
            self.deeper += u64::from(!empty);
            window.advance(length);
            return Ok(Next::Other(Other::Frame));
        }
        let name = tags::name(&window.rest()[..length]);
        self.path.push('/');
        match std::str::from_utf8(tags::local(name)) {
            Ok(local) if local.len() <= LONGEST_PATH => self.path.push_str(local),
            _ => self.path.push('?'),
        }
        let decision = match self.decisions.get(&self.path) {
            Some(decision) => *decision,
            None => {
                self.survey_again(path, window)?;
                self.decisions.get(&self.path).copied().unwrap_or(Decision::Wrapper)
            }
        };
        let Decision::Record { nests } = decision else {
            let tag = &window.rest()[..length];
            match empty {
                true => self.path.truncate(path),
                false => self.open.push(Open {
                    name: tags::name(tag).into(),
                    table: is_table(tag).then(|| table_name(tag)).flatten(),
                    path,
                }),
            }
            window.advance(length);
            return Ok(Next::Other(Other::Frame));
        };
        let step = self.record(length, nests, window, out);
        self.path.truncate(path);
        step
    }

    fn record(&mut self, tag: usize, nests: bool, window: &mut Window, out: &mut Out) -> Result<Next, Error> {
        let name: Box<[u8]> = tags::name(&window.rest()[..tag]).into();
        let kind = self.kind(&name, nests, tag, window)?;
        let parent = self.open.last().map(|open| &*open.name);
        let end = match pass(window, &mut Span::new(&name, parent, nests))? {
            Passed::Ended(end) => end,
            Passed::TooLong => return Ok(Next::Rejected(Reject::TooLong)),
            Passed::CutOff => {
                window.advance(window.rest().len());
                return Ok(Next::Rejected(Reject::CutOff));
            }
        };
        let End::Whole(length) = end else {
            let (End::Broken(length) | End::Whole(length)) = end;
            window.advance(length);
            return Ok(Next::Rejected(Reject::Malformed));
        };
        let record = &window.rest()[..length];
        let next = match kind.and_then(|kind| self.kinds.get_mut(kind)) {
            None => Next::Rejected(Reject::NoRecord),
            Some(Shape::Fields(fields)) => match self.parser.fields(record, fields) {
                Err(_) => Next::Rejected(Reject::Malformed),
                Ok(()) if fields.is_empty() => Next::Rejected(Reject::NoRecord),
                Ok(()) => Next::Row(fields.row(out)),
            },
            Some(Shape::Sheet(grid)) => match record::cells(record, grid) {
                Err(_) => Next::Rejected(Reject::Malformed),
                Ok(()) if grid.is_blank() => Next::Other(Other::Blank),
                Ok(()) => grid.row(out).map_or(Next::Rejected(Reject::NoRecord), Next::Row),
            },
        };
        window.advance(length);
        Ok(next)
    }

    fn end(&mut self, tag: &[u8]) -> Next {
        if let Some(deeper) = self.deeper.checked_sub(1) {
            self.deeper = deeper;
            return Next::Other(Other::Frame);
        }
        let name = tags::name(tag);
        if let Some(at) = self.open.iter().rposition(|open| *open.name == *name) {
            self.path.truncate(self.open[at].path);
            self.open.truncate(at);
            return Next::Other(Other::Frame);
        }
        // The end of a record whose beginning is lost.
        let length = self.path.len();
        self.path.push('/');
        self.path.push_str(&String::from_utf8_lossy(tags::local(name)));
        let is_record = matches!(self.decisions.get(&self.path), Some(Decision::Record { .. }));
        self.path.truncate(length);
        match is_record {
            true => Next::Rejected(Reject::Malformed),
            false => Next::Other(Other::Frame),
        }
    }

    /// Decides on the elements of the leading text.
    fn survey(&mut self, window: &mut Window) -> Result<(), Error> {
        for length in [LOOK, LONG_LOOK] {
            let complete = !fill(window, length)?;
            let text = &window.rest()[..window.rest().len().min(length)];
            let alone = complete || length == LONG_LOOK;
            self.decisions.clear();
            survey::survey(text, "", &mut self.decisions, alone);
            let found = |decision: &Decision| *decision != Decision::Wrapper;
            if complete || self.decisions.values().any(found) {
                break;
            }
        }
        Ok(())
    }

    /// Decides on the element that the window stands at, which was not met before, and on what follows it.
    fn survey_again(&mut self, prefix: usize, window: &mut Window) -> Result<(), Error> {
        if self.surveys >= MOST_SURVEYS || self.path.len() > LONGEST_PATH {
            return Ok(());
        }
        self.surveys += 1;
        fill(window, LOOK)?;
        let text = &window.rest()[..window.rest().len().min(LOOK)];
        survey::survey(text, &self.path[..prefix], &mut self.decisions, false);
        self.decisions.entry(self.path.clone()).or_insert(Decision::Wrapper);
        Ok(())
    }

    /// The kind of the record that the window stands at; `None` if there are too many.
    fn kind(&mut self, name: &[u8], nests: bool, tag: usize, window: &mut Window) -> Result<Option<usize>, Error> {
        self.parser.is_titled = self.path == PHPMYADMIN;
        let own = match self.parser.is_titled {
            true => table_name(&window.rest()[..tag]),
            false => None,
        };
        let outer = || self.open.iter().rev().find_map(|open| open.table.as_deref());
        let table = own.as_deref().or_else(outer);
        self.key.clear();
        self.key.push_str(&self.path);
        self.key.push('\0');
        self.key.push_str(table.unwrap_or_default());
        if let Some(kind) = self.index.get(&self.key) {
            return Ok(Some(*kind));
        }
        if self.met >= MOST_KINDS {
            return Ok(None);
        }
        self.met += 1;
        if self.kinds.len() >= MOST_KEPT {
            self.kinds.clear();
            self.index.clear();
        }
        let local = String::from_utf8_lossy(tags::local(name));
        let title = table.unwrap_or(&local);
        let mut shape = match self.path == SPREADSHEET {
            true => Shape::Sheet(Box::new(Grid::new(table.map(str::to_owned), None))),
            false => Shape::Fields(Box::new(Fields::new(&local, Some(title)))),
        };
        fill(window, LOOK)?;
        let text = &window.rest()[..window.rest().len().min(LOOK)];
        let parent = self.open.last().map(|open| &*open.name);
        let ends_with = parent.filter(|_| table.is_some() && own.is_none());
        lead(
            &mut self.parser,
            text,
            (name, parent, nests),
            ends_with,
            own.as_deref(),
            &mut shape,
        );
        self.index.insert(self.key.clone(), self.kinds.len());
        self.kinds.push(shape);
        Ok(Some(self.kinds.len() - 1))
    }
}

/// Takes up the columns of the leading records in `text`, up to the end of the element `ends_with`; if `own` is stated,
/// those whose attribute `name` it is.
fn lead(
    parser: &mut Parser,
    text: &[u8],
    (name, parent, nests): (&[u8], Option<&[u8]>, bool),
    ends_with: Option<&[u8]>,
    own: Option<&str>,
    shape: &mut Shape,
) {
    let (mut at, mut records) = (0, 0);
    while records < LEADING
        && let Some(next) = memchr::memchr(b'<', &text[at..])
    {
        at += next;
        let Some(tag) = tags::tag(text, at, Language::XmlBody) else {
            break;
        };
        let written = &text[at..tag.end];
        let is_record = matches!(tag.kind, Kind::Start { .. }) && tags::local(tags::name(written)) == tags::local(name);
        if !is_record {
            if tag.kind == Kind::End && Some(tags::name(written)) == ends_with {
                break;
            }
            at = tag.end;
            continue;
        }
        let is_wanted = own.is_none() || table_name(written).as_deref() == own;
        let length = match Span::new(tags::name(written), parent, nests).end(&text[at..]) {
            Some(End::Whole(length)) => length,
            Some(End::Broken(length)) => {
                at += length.max(1);
                continue;
            }
            None => break,
        };
        records += 1;
        let record = &text[at..at + length];
        at += length;
        match shape {
            _ if !is_wanted => {}
            Shape::Fields(fields) => {
                if parser.fields(record, fields).is_ok() {
                    fields.note();
                }
            }
            Shape::Sheet(grid) => {
                if record::cells(record, grid).is_ok() {
                    grid.note();
                }
            }
        }
    }
    if let Shape::Fields(fields) = shape {
        fields.settle();
    }
}

/// Whether an element's attribute `name` is the name of a table.
fn is_table(tag: &[u8]) -> bool {
    matches!(tags::local(tags::name(tag)), b"table_data" | b"table" | b"Worksheet")
}

fn table_name(tag: &[u8]) -> Option<Box<str>> {
    let name = record::attribute_of(tag, "name").or_else(|| record::attribute_of(tag, "Name"))?;
    (!name.is_empty() && name.len() <= LONGEST_PATH).then(|| name.into())
}

/// Where the first line begins that begins with a tag, and how many lines stand before it that are not blank.
pub(crate) fn first_tag(text: &str) -> Option<(usize, usize)> {
    let (mut at, mut before) = (0, 0);
    for line in text.split_inclusive('\n').take(SAMPLE_LINES) {
        let trimmed = line.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
        if trimmed.starts_with('<') {
            return Some((at + line.len() - trimmed.len(), before));
        }
        before += usize::from(!trimmed.is_empty());
        at += line.len();
    }
    None
}

fn is_markup(kind: Kind) -> bool {
    !matches!(kind, Kind::Broken | Kind::End | Kind::Data)
}

/// Whether the first element is one of HTML.
pub(crate) fn is_html(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    for _ in 0..SAMPLE_LINES {
        let Some(next) = memchr::memchr(b'<', &bytes[at..]) else {
            return false;
        };
        at += next;
        let Some(tag) = tags::tag(bytes, at, Language::Xml) else {
            return false;
        };
        let name = tags::name(&bytes[at..tag.end]);
        match tag.kind {
            Kind::Declaration if name.eq_ignore_ascii_case(b"!doctype") => {
                let after = bytes[at + 2 + b"doctype".len()..tag.end].trim_ascii_start();
                return after.get(..4).is_some_and(|root| root.eq_ignore_ascii_case(b"html"));
            }
            Kind::Start { .. } if text.starts_with("<?xml") => return name.eq_ignore_ascii_case(b"html"),
            Kind::Start { .. } => {
                return HTML.iter().any(|html| name.eq_ignore_ascii_case(html))
                    && (!name.eq_ignore_ascii_case(b"table") || has_rows(bytes));
            }
            _ => at = tag.end,
        }
    }
    false
}

fn has_rows(text: &[u8]) -> bool {
    [&b"<tr"[..], b"<TR", b"<Tr"]
        .iter()
        .any(|row| memchr::memmem::find(text, row).is_some())
}

/// Bytes by which elements are decided on if [`LOOK`] don't hold two records.
const LONG_LOOK: usize = 4 << 20;
/// How often elements that were not met before are decided on.
const MOST_SURVEYS: usize = 32;
/// Kinds of records of which rows are handed out, and of which columns are kept in memory.
const MOST_KINDS: usize = 4_096;
const MOST_KEPT: usize = 256;
/// Lines by which the form is found.
const SAMPLE_LINES: usize = 200;
/// Elements that an HTML document, or a part of one, begins with.
const HTML: &[&[u8]] = &[
    b"html", b"head", b"body", b"table", b"thead", b"tbody", b"tr", b"td", b"div", b"p", b"span", b"br", b"script",
    b"style", b"meta", b"a", b"b", b"i", b"font", b"center", b"pre", b"ul", b"ol", b"li", b"h1", b"h2", b"h3", b"hr",
    b"img", b"form",
];

#[cfg(test)]
mod tests;
