//! Steps from record to record, through whatever wraps them.

use super::columnar::Columnar;
use super::columns::Columns;
use super::layout::{self, Layout};
use super::record::{Record, Step};
use super::skip::Skip;
use super::start::{Search, Start};
use super::text::{self, Piece};
use crate::forms::TextReader;
use crate::row::{Next, Other, Out};
use crate::window::Window;
use crate::{Error, Reject};

/// Reads the records of a text of JSON.
pub(super) struct Json {
    layout: Layout,
    /// What is open around the records.
    open: Vec<Open>,
    record: Record,
    start: Start,
    groups: Vec<Group>,
    /// The groups of the place that is read, by kind.
    here: [Option<usize>; 3],
    /// Blanks since the line's beginning, if nothing else stands there.
    indent: Option<usize>,
    /// Whether a record was read.
    begun: bool,
    /// The name that a wrapper gives its records, and the names of their columns.
    title: Option<String>,
    titles: Option<Vec<String>>,
    columnar: Option<Columnar>,
}

/// What is open around records.
enum Open {
    Object { key: String },
    List { key: String, values: bool },
}

/// Records that belong together.
struct Group {
    name: Option<String>,
    kind: Kind,
    columns: Columns,
    /// Whether the header comes first.
    header: bool,
}

/// What a record is written as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Object,
    Row,
    Value,
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
            here: [None; 3],
            indent: Some(0),
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
                    self.here = [None; 3];
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
            _ if in_object => self.member(window, lead, byte),
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
        self.here = [None; 3];
        self.frame(window, length)
    }

    /// Steps over a member of a wrapper: into what holds records, and over everything else.
    fn member(&mut self, window: &mut Window, lead: usize, byte: u8) -> Result<Next, Error> {
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
        self.start.place(self.indent.map(|indent| indent + lead), opener);
        let group = match self.here[kind as usize] {
            Some(group) => group,
            None => self.group(window, lead, kind)?,
        };
        self.record.begin();
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
                let mut group = Group {
                    columns: Columns::new(name.clone()),
                    name,
                    kind,
                    header: false,
                };
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

    /// Steps from a broken record to the next one.
    fn broken(&mut self, window: &mut Window, lead: usize, reason: Reject) -> Result<Next, Error> {
        at_hand(window, lead + LONGEST)?;
        let text = &window.rest()[lead..];
        self.start.note_key(text);
        let text = &text[..text.len().min(LONGEST)];
        let lines = self.start.begins_line() && memchr::memchr(b'\n', text).is_some();
        if reason == Reject::CutOff && !lines {
            // What follows its beginning may be parts of it.
            self.pass(window, usize::MAX);
            return Ok(Next::Rejected(reason));
        }
        let reached = self.resume(window, lead + 1, lines, None)?;
        Ok(Next::Rejected(if reached { Reject::Malformed } else { reason }))
    }

    /// Steps over a record that is longer than any that is read.
    fn too_long(&mut self, window: &mut Window, lead: usize) -> Result<Next, Error> {
        let text = &window.rest()[lead..];
        self.start.note_key(text);
        let text = &text[..text.len().min(LONGEST)];
        let lines = self.start.begins_line();
        let near = match lines {
            true => self.start.find_line(text, 1, false),
            false => self.start.find_key(text, 1, false),
        };
        if let Search::Found(at) = near {
            self.pass(window, lead + at);
            return Ok(Next::Rejected(Reject::TooLong));
        }
        let (depth, read) = (self.record.depth(), self.record.read().min(LONGEST));
        let skip = match depth {
            0 => None,
            depth => Some(Skip::within(depth)),
        };
        self.resume(window, lead + read, lines, skip)?;
        Ok(Next::Rejected(Reject::TooLong))
    }

    /// Steps on, from `from` on, to the next record or to where `skip` ends. Returns whether there was one.
    fn resume(&mut self, window: &mut Window, from: usize, lines: bool, skip: Option<Skip>) -> Result<bool, Error> {
        let (mut from, mut skip) = (from, skip);
        // From where on the value that is skipped was not seen yet.
        let mut unseen = from;
        loop {
            let text = window.rest();
            let complete = !window.has_more();
            let search = self.search(text, from, lines, complete);
            let end = skip
                .as_mut()
                .and_then(|skip| skip.pass(text.get(unseen..).unwrap_or_default()));
            let end = end.map(|end| unseen + end);
            let found = match search {
                Search::Found(at) => Some(end.map_or(at, |end| end.min(at))),
                Search::Upto(_) => end,
            };
            if let Some(found) = found {
                let tail = if end == Some(found) { tail(window, found)? } else { 0 };
                self.pass(window, found + tail);
                return Ok(true);
            }
            let Search::Upto(upto) = search else {
                return Ok(false);
            };
            unseen = text.len() - upto.min(text.len());
            self.pass(window, upto);
            from = 0;
            if !window.more()? {
                self.pass(window, usize::MAX);
                return Ok(false);
            }
        }
    }

    /// Finds the next record, on a line of its own or else behind a bracket too.
    fn search(&self, text: &[u8], from: usize, lines: bool, complete: bool) -> Search {
        let line = self.start.find_line(text, from, complete);
        if lines {
            return line;
        }
        match (line, self.start.find_key(text, from, complete)) {
            (Search::Found(line), Search::Found(key)) => Search::Found(line.min(key)),
            (Search::Upto(line), Search::Upto(key)) => Search::Upto(line.min(key)),
            (Search::Found(found), Search::Upto(upto)) | (Search::Upto(upto), Search::Found(found)) => {
                if found <= upto {
                    Search::Found(found)
                } else {
                    Search::Upto(upto)
                }
            }
        }
    }

    /// Steps over a value that is no part of a record.
    fn skip(&mut self, window: &mut Window, skip: Skip) -> Result<(), Error> {
        let mut skip = skip;
        loop {
            match skip.pass(window.rest()) {
                Some(end) => {
                    self.pass(window, end);
                    return Ok(());
                }
                None => self.pass(window, usize::MAX),
            }
            if !window.more()? {
                return Ok(());
            }
        }
    }

    /// Steps over what stands where a record should.
    fn no_record(&mut self, window: &mut Window, lead: usize) -> Result<Next, Error> {
        at_hand(window, lead + NEAR)?;
        let text = &window.rest()[lead..];
        let near = &text[..text.len().min(NEAR)];
        self.record.begin();
        let step = self.record.read_on(near, &Start::default(), true);
        if let Step::Whole(length) = step
            && matches!(near.get(length), None | Some(b',' | b'\n' | b'\r' | b']' | b'}'))
        {
            let tail = tail(window, lead + length)?;
            self.pass(window, lead + length + tail);
            return Ok(Next::Rejected(Reject::NoRecord));
        }
        let line = &near[..memchr::memchr(b'\n', near).unwrap_or(near.len())];
        let is_broken = memchr::memchr3(b'{', b'}', b'"', line).is_some() || !self.open.is_empty();
        let reason = Next::Rejected(Reject::Malformed);
        self.line(window, lead)?;
        Ok(if is_broken { reason } else { Next::Other(Other::Comment) })
    }

    /// Steps over the rest of a line, or to a record on it.
    fn line(&mut self, window: &mut Window, lead: usize) -> Result<(), Error> {
        let mut from = lead;
        loop {
            let text = window.rest();
            let end = memchr::memchr(b'\n', text.get(from..).unwrap_or_default()).map(|at| from + at + 1);
            let upto = end.unwrap_or(text.len());
            let search = match self.begun {
                true => self
                    .start
                    .find_key(&text[..upto], 0, end.is_some() || !window.has_more()),
                false => Search::Upto(upto),
            };
            match search {
                Search::Found(at) => {
                    self.pass(window, at);
                    return Ok(());
                }
                Search::Upto(_) if end.is_some() => {
                    self.pass(window, upto);
                    return Ok(());
                }
                Search::Upto(at) => self.pass(window, at),
            }
            from = 0;
            if !window.more()? {
                self.pass(window, usize::MAX);
                return Ok(());
            }
        }
    }

    fn comment(&mut self, window: &mut Window, lead: usize) -> Result<Next, Error> {
        let near = &window.rest()[lead..];
        let near = &near[..near.len().min(NEAR)];
        if near.starts_with(b"/*")
            && let Some(end) = memchr::memmem::find(near, b"*/")
        {
            let tail = tail(window, lead + end + 2)?;
            self.pass(window, lead + end + 2 + tail);
            return Ok(Next::Other(Other::Comment));
        }
        if near.starts_with(b"/") && !near.starts_with(b"//") && !near.starts_with(b"/*") {
            return self.no_record(window, lead);
        }
        let begun = std::mem::replace(&mut self.begun, false);
        let passed = self.line(window, lead);
        self.begun = begun;
        passed?;
        Ok(Next::Other(Other::Comment))
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
    fn pass(&mut self, window: &mut Window, length: usize) {
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

impl Group {
    /// Learns the columns from the records that `text` begins with.
    fn learn(&mut self, record: &mut Record, start: &mut Start, text: &[u8], titles: Option<&[String]>) {
        let mut at = 0;
        let mut rows: Vec<Vec<String>> = Vec::new();
        start.note_key(text);
        for _ in 0..AHEAD_RECORDS {
            let is_between = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',');
            at += text[at..].iter().take_while(is_between).count();
            let fits = match self.kind {
                Kind::Object => text.get(at) == Some(&b'{'),
                Kind::Row => text.get(at) == Some(&b'['),
                Kind::Value => layout::is_plain(text.get(at).copied()),
            };
            if !fits {
                break;
            }
            record.begin();
            match record.read_on(&text[at..], start, true) {
                Step::Whole(length) => {
                    let of_record = std::str::from_utf8(&text[at..at + length]).unwrap_or_default();
                    if self.kind == Kind::Row && rows.len() < HEADER_ROWS {
                        let mut row = Vec::new();
                        record.flat.each(of_record, &mut |_, value| row.push(value.to_owned()));
                        rows.push(row);
                    }
                    if !is_action(record, of_record) {
                        self.columns.learn(&record.flat);
                    }
                    at += length;
                }
                Step::Short => break,
                Step::Bad => match start.find_line(text, at + 1, true) {
                    Search::Found(next) => at = next,
                    Search::Upto(_) => break,
                },
            }
        }
        let Some((first, below)) = rows.split_first() else {
            return;
        };
        match titles {
            Some(titles) if titles.len() == first.len() => self.columns.set_header(titles.to_vec()),
            _ if super::header::is_header(first, below) => {
                self.columns.set_header(first.clone());
                self.header = true;
            }
            _ => {}
        }
    }

    /// Hands out what was read, whose text is `text`.
    fn record(&mut self, record: &Record, text: &str, kind: Kind, out: &mut Out) -> Next {
        let flat = &record.flat;
        if kind == Kind::Object && is_action(record, text) {
            return Next::Other(Other::Frame);
        }
        if flat.len() == 0 {
            return Next::Rejected(Reject::NoRecord);
        }
        if let Some(names) = self.columns.header()
            && flat.len() == names.len()
        {
            let own = flat.own_text();
            let again = (0..names.len()).all(|at| flat.cell(at, text, own) == names[at]);
            match (again, std::mem::take(&mut self.header)) {
                (true, true) => return Next::Other(Other::Frame),
                (true, false) => return Next::Rejected(Reject::RepeatedHeader),
                (false, _) => {}
            }
        }
        Next::Row(self.columns.row(flat, text, out))
    }
}

/// Whether a record is what Elasticsearch's bulk format has before each document.
fn is_action(record: &Record, text: &str) -> bool {
    let Some(begin) = text.get(1..).map(str::trim_ascii_start) else {
        return false;
    };
    let Some(action) = ACTIONS.iter().find(|action| begin.starts_with(**action)) else {
        return false;
    };
    let rest = begin[action.len()..].trim_ascii_start();
    let opens = rest
        .strip_prefix(':')
        .is_some_and(|rest| rest.trim_ascii_start().starts_with('{'));
    let name = action.trim_matches('"').len() + 1;
    let of_action = |path: &[u8]| {
        path.get(..name).is_some_and(|begin| begin.ends_with(b".")) && path.get(name).is_some_and(|byte| *byte == b'_')
            || ACTION_OPTIONS.iter().any(|option| path.get(name..) == Some(option))
    };
    opens && record.flat.paths().all(of_action)
}

/// Reads until at least `length` bytes are at hand, if there are so many.
pub(super) fn at_hand(window: &mut Window, length: usize) -> Result<(), Error> {
    while window.rest().len() < length && window.has_more() {
        window.more()?;
    }
    Ok(())
}

/// The length of what separates a record that ends at `end` from the next, up to the line's end.
fn tail(window: &mut Window, end: usize) -> Result<usize, Error> {
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
const NEAR: usize = 4 << 10;
/// What is looked at ahead for the columns.
const AHEAD: usize = 256 << 10;
const AHEAD_RECORDS: usize = 1_000;
const HEADER_ROWS: usize = 200;
/// Places of a text whose records are told apart.
const MOST_GROUPS: usize = 64;
/// What wrappers call the names of the columns of the rows beside them.
const COLUMNS: &[&str] = &["columns", "fields", "header", "headers", "cols", "names"];
const ACTIONS: &[&str] = &["\"index\"", "\"create\"", "\"update\"", "\"delete\""];
const ACTION_OPTIONS: &[&[u8]] = &[
    b"routing",
    b"parent",
    b"version",
    b"version_type",
    b"pipeline",
    b"retry_on_conflict",
    b"require_alias",
];
