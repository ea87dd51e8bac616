//! Steps from record to record, through whatever wraps them.

use super::columnar::Columnar;
use super::group::{Group, KEY, Kind};
use super::layout::{self, Layout};
use super::record::{Record, Step};
use super::skip::Skip;
use super::start::Start;
use super::text::{self, Piece};
use crate::forms::TextReader;
use crate::row::{Next, Other, Out};
use crate::window::Window;
use crate::{Error, Reject};

/// Reads the records of a text of JSON.
pub(super) struct Json {
    layout: Layout,
    /// What is open around the records.
    pub(super) open: Vec<Open>,
    pub(super) record: Record,
    pub(super) start: Start,
    groups: Vec<Group>,
    /// The groups of the place that is read, by kind.
    here: [Option<usize>; 4],
    /// Blanks since the line's beginning, if nothing else stands there.
    indent: Option<usize>,
    /// The key of the record that is read, and the blanks before it.
    key: Option<(Vec<u8>, usize)>,
    /// Whether a record was read.
    pub(super) begun: bool,
    /// The name that a wrapper gives its records, and the names of their columns.
    title: Option<String>,
    titles: Option<Vec<String>>,
    columnar: Option<Columnar>,
}

/// What is open around records.
pub(super) enum Open {
    Object { key: String },
    List { key: String, values: bool },
}

impl Json {
    /// A reader of records that lie so.
    pub(super) fn new(layout: Layout) -> Json {
        Json {
            layout,
            open: Vec::new(),
            record: Record::default(),
            start: Start::default(),
            groups: Vec::new(),
            here: [None; 4],
            indent: Some(0),
            key: None,
            begun: false,
            title: None,
            titles: None,
            columnar: None,
        }
    }
}

impl TextReader for Json {
    fn next(&mut self, window: &mut Window, out: &mut Out) -> Result<Next, Error> {
        if let Some(columnar) = &mut self.columnar {
            let next = columnar.next(window, out)?;
            if let Some(next) = next {
                return Ok(next);
            }
            self.columnar = None;
            self.indent = None;
        }
        at_hand(window, NEAR)?;
        let rest = window.rest();
        if rest.is_empty() {
            return Ok(Next::End);
        }
        if self.layout.banner > 0 {
            return self.banner(window);
        }
        let lead = rest.iter().take(NEAR).take_while(|byte| is_blank(**byte)).count();
        match rest.get(lead).copied() {
            Some(b'\n') => {
                let blank = self.indent.is_some();
                self.pass(window, lead + 1);
                Ok(Next::Other(if blank { Other::Blank } else { Other::Frame }))
            }
            None => {
                self.pass(window, lead);
                Ok(Next::Other(Other::Blank))
            }
            Some(_) if lead == NEAR => {
                self.pass(window, lead);
                Ok(Next::Other(Other::Blank))
            }
            Some(byte) => self.thing(window, out, lead, byte),
        }
    }
}

impl Json {
    /// Steps over what stands behind `lead` blanks and begins with `byte`.
    fn thing(&mut self, window: &mut Window, out: &mut Out, lead: usize, byte: u8) -> Result<Next, Error> {
        let next = layout::after(&window.rest()[..window.rest().len().min(lead + NEAR)], lead + 1);
        let in_object = matches!(self.open.last(), Some(Open::Object { .. }));
        let in_list = matches!(self.open.last(), Some(Open::List { .. }));
        match byte {
            b',' | b';' | b')' => self.frame(window, lead + 1),
            b'}' | b']' => {
                if in_object == (byte == b'}') {
                    self.open.pop();
                    self.here = [None; 4];
                }
                self.frame(window, lead + 1)
            }
            b'/' | b'#' => self.comment(window, lead),
            b'-' if window.rest()[lead..].starts_with(b"--") => self.comment(window, lead),
            b'{' if self.open.is_empty() && self.layout.columns => {
                let (columnar, first) = Columnar::begin(window, lead)?;
                self.columnar = columnar;
                Ok(first)
            }
            b'{' if self.is_wrapper() => self.enter(window, lead + 1, Open::Object { key: String::new() }),
            b'{' => self.record(window, out, lead, Kind::Object),
            b'[' if self.open.is_empty() && self.layout.rows => self.record(window, out, lead, Kind::Row),
            b'[' if in_list && next != Some(b'{') => self.record(window, out, lead, Kind::Row),
            b'[' => {
                let values = layout::is_plain(next);
                self.enter(
                    window,
                    lead + 1,
                    Open::List {
                        key: String::new(),
                        values,
                    },
                )
            }
            _ if in_object => self.member(window, out, lead, byte),
            _ if matches!(self.open.last(), Some(Open::List { values: true, .. })) && layout::is_plain(Some(byte)) => {
                self.record(window, out, lead, Kind::Value)
            }
            _ => self.no_record(window, lead),
        }
    }

    /// Whether an object that begins here holds records.
    fn is_wrapper(&self) -> bool {
        match self.open.last() {
            None => self.layout.wrapped,
            Some(Open::List { .. }) => self.open.len() == 1 && self.layout.wrapped_items,
            Some(Open::Object { .. }) => true,
        }
    }

    fn enter(&mut self, window: &mut Window, length: usize, open: Open) -> Result<Next, Error> {
        if self.open.len() >= super::flat::MOST_LEVELS {
            self.pass(window, length);
            return Ok(Next::Rejected(Reject::Malformed));
        }
        if self.open.len() <= 1 {
            self.title = None;
            self.titles = None;
        }
        self.open.push(open);
        self.here = [None; 4];
        self.frame(window, length)
    }

    /// Steps over a member of a wrapper: into what holds records, and over everything else.
    fn member(&mut self, window: &mut Window, out: &mut Out, lead: usize, byte: u8) -> Result<Next, Error> {
        let rest = &window.rest()[..window.rest().len().min(NEAR)];
        let (from, end) = match byte {
            b'"' | b'\'' => match text::end_of(rest, lead + 1, byte, &Start::default(), true) {
                Piece::Whole(_, end) => (lead + 1, end),
                _ => return self.no_record(window, lead),
            },
            _ => match super::bare::key(rest, lead, true) {
                Piece::Whole((), end) => (lead, end),
                _ => return self.no_record(window, lead),
            },
        };
        let to = if from > lead { end - 1 } else { end };
        let blank = |at: usize| rest[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let colon = end + blank(end);
        if rest.get(colon) != Some(&b':') {
            return self.no_record(window, lead);
        }
        let value = colon + 1 + blank(colon + 1);
        let key = String::from_utf8_lossy(&rest[from..to]).into_owned();
        let next = layout::after(rest, value + 1);
        match rest.get(value) {
            Some(b'{') if self.layout.keyed == Some(self.open.len()) => {
                let mut name = Vec::new();
                text::decode(&rest[from..to], &mut name);
                self.key = Some((name, lead));
                self.record(window, out, value, Kind::Keyed)
            }
            Some(b'{') => self.enter_deeper(window, value + 1, Open::Object { key }),
            Some(b'[') if matches!(next, Some(b'{' | b'[')) => {
                self.enter_deeper(window, value + 1, Open::List { key, values: false })
            }
            _ => {
                self.note(rest, &key, value);
                self.pass(window, value);
                self.skip(window, Skip::default())?;
                self.frame(window, 0)
            }
        }
    }

    fn enter_deeper(&mut self, window: &mut Window, length: usize, open: Open) -> Result<Next, Error> {
        let (title, titles) = (self.title.take(), self.titles.take());
        let next = self.enter(window, length, open);
        (self.title, self.titles) = (title, titles);
        next
    }

    /// Notes what a wrapper says of its records.
    fn note(&mut self, near: &[u8], key: &str, value: usize) {
        if !COLUMNS.contains(&key) && key != "name" && key != "table" {
            return;
        }
        self.record.begin();
        let Step::Whole(length) = self
            .record
            .read_on(&near[value.min(near.len())..], &Start::default(), true)
        else {
            return;
        };
        let text = std::str::from_utf8(&near[value..value + length]).unwrap_or_default();
        let mut all = Vec::new();
        self.record.flat.each(text, &mut |_, value| all.push(value.to_owned()));
        match all.as_slice() {
            [only] if !COLUMNS.contains(&key) => self.title = Some(only.clone()),
            [] => {}
            _ => self.titles = Some(all),
        }
    }

    /// Steps over a record behind `lead` blanks.
    fn record(&mut self, window: &mut Window, out: &mut Out, lead: usize, kind: Kind) -> Result<Next, Error> {
        let opener = window.rest().get(lead).copied().unwrap_or(b'{');
        let key = self.key.take();
        match &key {
            // The next one is told by its key.
            Some((_, blanks)) => self.start.place(self.indent.map(|indent| indent + blanks), b'"'),
            None => self.start.place(self.indent.map(|indent| indent + lead), opener),
        }
        let group = match self.here[kind as usize] {
            Some(group) => group,
            None => self.group(window, lead, kind)?,
        };
        self.record.begin();
        if let Some((key, _)) = &key {
            self.record.flat.named(KEY, key);
        }
        let (step, longest) = loop {
            let text = window.rest().get(lead..).unwrap_or_default();
            let text = &text[..text.len().min(LONGEST + 1)];
            let complete = !window.has_more() || text.len() > LONGEST;
            match self.record.read_on(text, &self.start, complete) {
                Step::Short if !complete => window.more()?,
                step => break (step, text.len() > LONGEST),
            };
        };
        let length = match step {
            Step::Whole(length) if length <= LONGEST => length,
            Step::Whole(_) => return self.too_long(window, lead),
            Step::Short if longest => return self.too_long(window, lead),
            Step::Short => return self.broken(window, lead, Reject::CutOff),
            Step::Bad => return self.broken(window, lead, Reject::Malformed),
        };
        let end = lead + length;
        let tail = tail(window, end)?;
        let Some(Ok(text)) = window.rest().get(lead..end).map(std::str::from_utf8) else {
            self.pass(window, end);
            return Ok(Next::Rejected(Reject::Malformed));
        };
        let next = match self.groups.get_mut(group) {
            Some(group) => group.record(&self.record, text, kind, out),
            None => Next::Rejected(Reject::NoRecord),
        };
        if !self.begun {
            self.start.note_key(text.as_bytes());
            self.begun = true;
        }
        self.pass(window, end + tail);
        Ok(next)
    }

    /// The group of the records that begin here, whose columns are learnt from the first of them.
    fn group(&mut self, window: &mut Window, lead: usize, kind: Kind) -> Result<usize, Error> {
        let name = self.name();
        let known = self
            .groups
            .iter()
            .position(|group| group.kind == kind && group.name == name);
        let group = match known {
            Some(known) => known,
            None if self.groups.len() >= MOST_GROUPS => MOST_GROUPS - 1,
            None => {
                at_hand(window, lead + AHEAD)?;
                let text = window.rest().get(lead..).unwrap_or_default();
                let text = &text[..text.len().min(AHEAD)];
                let mut group = Group::new(name, kind);
                group.learn(&mut self.record, &mut self.start, text, self.titles.as_deref());
                self.groups.push(group);
                self.groups.len() - 1
            }
        };
        self.here[kind as usize] = Some(group);
        Ok(group)
    }

    /// What the sample calls the records that begin here.
    fn name(&self) -> Option<String> {
        if self.title.is_some() && self.layout.wrapped_items {
            return self.title.clone();
        }
        let keys = self.open.iter().map(|open| match open {
            Open::Object { key } | Open::List { key, .. } => key.as_str(),
        });
        let keys: Vec<&str> = keys.filter(|key| !key.is_empty()).collect();
        (!keys.is_empty()).then(|| keys.join("."))
    }

    /// Steps over a line before the data.
    fn banner(&mut self, window: &mut Window) -> Result<Next, Error> {
        let before = &window.rest()[..window.rest().len().min(self.layout.banner)];
        let length = memchr::memchr(b'\n', before).map_or(before.len(), |end| end + 1);
        let blank = before[..length].trim_ascii().is_empty();
        self.layout.banner -= length;
        self.pass(window, length);
        Ok(Next::Other(if blank { Other::Blank } else { Other::Comment }))
    }

    /// Steps over `length` bytes that are no record, and what separates them from the next.
    fn frame(&mut self, window: &mut Window, length: usize) -> Result<Next, Error> {
        let tail = tail(window, length)?;
        self.pass(window, length + tail);
        Ok(Next::Other(Other::Frame))
    }

    /// Steps over at most `length` bytes.
    pub(super) fn pass(&mut self, window: &mut Window, length: usize) {
        let length = length.min(window.rest().len());
        let passed = &window.rest()[..length];
        let line = memchr::memrchr(b'\n', passed);
        let base = if line.is_some() { Some(0) } else { self.indent };
        let since = &passed[line.map_or(0, |at| at + 1)..];
        let is_indent = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b',' | b'[');
        self.indent = base
            .filter(|_| since.iter().all(is_indent))
            .map(|base| base + since.iter().filter(|byte| matches!(byte, b' ' | b'\t')).count());
        window.advance(length);
    }
}

/// Reads until at least `length` bytes are at hand, if there are so many.
pub(super) fn at_hand(window: &mut Window, length: usize) -> Result<(), Error> {
    while window.rest().len() < length && window.has_more() {
        window.more()?;
    }
    Ok(())
}

/// The length of what separates a record that ends at `end` from the next, up to the line's end.
pub(super) fn tail(window: &mut Window, end: usize) -> Result<usize, Error> {
    loop {
        let rest = window.rest().get(end..).unwrap_or_default();
        let rest = &rest[..rest.len().min(NEAR)];
        let before = rest.iter().take_while(|byte| is_blank(**byte)).count();
        let comma = usize::from(rest.get(before) == Some(&b','));
        let after = rest[before + comma..]
            .iter()
            .take_while(|byte| is_blank(**byte))
            .count();
        let length = before + comma + after;
        if length == rest.len() && length < NEAR && window.has_more() {
            window.more()?;
            continue;
        }
        return Ok(length + usize::from(rest.get(length) == Some(&b'\n')));
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r')
}

/// Bytes of the longest record that is read.
pub(super) const LONGEST: usize = 1 << 20;
/// Bytes within which separators, keys of wrappers and comments end.
pub(super) const NEAR: usize = 4 << 10;
/// What is looked at ahead for the columns.
const AHEAD: usize = 256 << 10;
/// Places of a text whose records are told apart.
const MOST_GROUPS: usize = 64;
/// What wrappers call the names of the columns of the rows beside them.
const COLUMNS: &[&str] = &["columns", "fields", "header", "headers", "cols", "names"];
