//! Where in a text the records are, by its beginning.

use std::ops::Range;

use super::record::{Record, Step};
use super::start::Start;

/// How records lie in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Layout {
    /// Bytes before the data: banners and comments.
    pub(super) banner: usize,
    /// An outermost object holds the records, within lists.
    pub(super) wrapped: bool,
    /// So does an object in an outermost list, as phpMyAdmin exports tables.
    pub(super) wrapped_items: bool,
    /// So many objects, one in the other, enclose records that have keys instead of places in a list.
    pub(super) keyed: Option<usize>,
    /// An outermost list of plain values is a row of them.
    pub(super) rows: bool,
    /// An outermost object holds columns, each a list of plain values.
    pub(super) columns: bool,
}

/// Finds the data in a text's beginning, if any look like JSON.
pub(super) fn find(text: &str) -> Option<Layout> {
    let bytes = text.as_bytes();
    let banner = begin(bytes)?;
    let data = &bytes[banner..];
    let survey = Survey::of(data);
    let mut layout = Layout {
        banner,
        ..Layout::default()
    };
    match data.first()? {
        b'[' => {
            layout.wrapped_items = text.contains(PHP_MY_ADMIN);
            layout.rows = is_plain(after(data, 1)) && survey.end.is_some_and(|end| after(data, end) == Some(b'['));
        }
        _ => {
            let alone = survey.end.is_none_or(|end| after(data, end) != Some(b'{'));
            layout.wrapped = survey.is_wrapper(data, alone);
            layout.keyed = survey.keyed.filter(|_| !layout.wrapped && alone);
            layout.wrapped |= layout.keyed.is_some();
            layout.columns = !layout.wrapped && alone && survey.is_columns(data);
        }
    }
    Some(layout)
}

/// What stands next from `at` on, but blanks and commas.
pub(super) fn after(text: &[u8], at: usize) -> Option<u8> {
    let rest = text.get(at..)?;
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',');
    rest.iter().copied().find(|byte| !is_blank(byte))
}

/// Whether a value that begins so is neither an object nor a list.
pub(super) fn is_plain(first: Option<u8>) -> bool {
    first.is_some_and(|byte| matches!(byte, b'"' | b'\'' | b'-' | b'.' | b'+') || byte.is_ascii_alphanumeric())
}

/// Whether a record or a list begins so.
fn is_plausible(text: &[u8]) -> bool {
    let next = after(text, 1);
    match text.first() {
        Some(b'{') => is_plain(next) || matches!(next, Some(b'}' | b'/' | b'_' | b'$')),
        Some(b'[') => is_plain(next) || matches!(next, Some(b'{' | b'[' | b']' | b'/')),
        _ => false,
    }
}

/// Where the data begin: at the first line that begins with an object or a list, or behind `=` or `(`.
fn begin(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    let mut first = None;
    let mut record = Record::default();
    for line in text.split_inclusive(|byte| *byte == b'\n').take(BANNER_LINES) {
        let blank = line.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let candidate = [Some(blank), assigned(line)]
            .into_iter()
            .flatten()
            .map(|opener| at + opener)
            .find(|at| text.get(*at..).is_some_and(is_plausible));
        if let Some(candidate) = candidate {
            if is_data(&mut record, &text[candidate..]) {
                return Some(candidate);
            }
            first.get_or_insert(candidate);
        }
        at += line.len();
    }
    first
}

/// Whether what stands there can be read at least as far as its first values.
fn is_data(record: &mut Record, text: &[u8]) -> bool {
    record.begin();
    let step = record.read_on(&text[..text.len().min(TRIAL)], &Start::default(), true);
    let values = text.first() == Some(&b'[') && is_plain(after(text, 1));
    match step {
        Step::Whole(_) | Step::Short => true,
        Step::Bad => !values && record.flat.len() > 0,
    }
}

/// Where in a line an object or a list stands behind `=` or `(`.
fn assigned(line: &[u8]) -> Option<usize> {
    let opener = line
        .iter()
        .take(LONGEST_NAME)
        .position(|byte| matches!(byte, b'{' | b'['))?;
    let before = line[..opener].trim_ascii_end();
    matches!(before.last(), Some(b'=' | b'(')).then_some(opener)
}

/// The containers of the first value.
#[derive(Default)]
struct Survey {
    /// Where the value ends, if it does.
    end: Option<usize>,
    /// Every list that objects only enclose.
    lists: Vec<Container>,
    /// The containers that are members of the outermost object.
    members: Vec<Container>,
    /// Plain members of the outermost object, and how many of them an envelope has.
    plain: usize,
    envelope: usize,
    /// How many objects enclose records with keys, and the bytes of those.
    keyed: Option<usize>,
    keyed_bytes: usize,
    /// Bytes looked at.
    length: usize,
}

#[derive(Clone, Debug, Default)]
struct Container {
    key: Range<usize>,
    list: bool,
    /// Items or members so far.
    items: usize,
    /// How the first item begins.
    first: u8,
    bytes: Range<usize>,
    ended: bool,
    /// Whether objects only enclose it.
    reachable: bool,
    /// Whether an object or a list is in it.
    nested: bool,
    /// The first key of its first member, and how many members are objects that begin with the same.
    child: Option<Range<usize>>,
    alike: usize,
}

impl Survey {
    fn of(text: &[u8]) -> Survey {
        let mut survey = Survey::default();
        let mut open: Vec<Container> = Vec::new();
        let mut key = 0..0;
        let mut at = 0;
        let mut value = true;
        while let Some(&byte) = text.get(at) {
            let begin = at;
            at += 1;
            match byte {
                b'{' | b'[' => {
                    let reachable = open.iter().all(|outer| !outer.list);
                    survey.count(&mut open, byte, &key, text);
                    open.push(Container {
                        key: std::mem::take(&mut key),
                        list: byte == b'[',
                        bytes: begin..begin,
                        reachable,
                        ..Container::default()
                    });
                    if open.len() > super::flat::MOST_LEVELS {
                        break;
                    }
                    value = byte == b'[';
                }
                b'}' | b']' => {
                    // What is open within what is closed was broken.
                    let list = byte == b']';
                    let Some(to) = open.iter().rposition(|container| container.list == list) else {
                        continue;
                    };
                    while open.len() > to
                        && let Some(mut done) = open.pop()
                    {
                        done.bytes.end = at;
                        done.ended = true;
                        survey.keep(done, open.len(), text);
                    }
                    if open.is_empty() {
                        survey.end = Some(at);
                        break;
                    }
                }
                b'"' | b'\'' => {
                    at = end_of(text, at, byte);
                    match value {
                        true => survey.count(&mut open, byte, &key, text),
                        false => key = begin + 1..at.saturating_sub(1).max(begin + 1),
                    }
                }
                b':' => value = true,
                b',' => value = open.last().is_some_and(|container| container.list),
                byte if value && is_plain(Some(byte)) => {
                    let is_word = |byte: &&u8| !matches!(byte, b',' | b'}' | b']' | b'\n' | b':');
                    at += text[at..].iter().take_while(is_word).count();
                    survey.count(&mut open, byte, &key, text);
                }
                _ => {}
            }
        }
        survey.length = at;
        while let Some(mut cut) = open.pop() {
            cut.bytes.end = text.len();
            survey.keep(cut, open.len(), text);
        }
        survey
    }

    fn count(&mut self, open: &mut [Container], first: u8, key: &Range<usize>, text: &[u8]) {
        let nested = matches!(first, b'{' | b'[');
        if open.len() == 1 && !nested {
            self.plain += 1;
            self.envelope += usize::from(is_one_of(ENVELOPE, &text[key.clone()]));
        }
        if let [.., outer, container] = open
            && container.items == 0
            && !container.list
            && !outer.list
        {
            let same = outer.child.get_or_insert_with(|| key.clone());
            outer.alike += usize::from(text[same.clone()] == text[key.clone()]);
        }
        if let Some(container) = open.last_mut() {
            if container.items == 0 {
                container.first = first;
            }
            container.items += 1;
            container.nested |= nested;
        }
    }

    fn keep(&mut self, container: Container, depth: usize, text: &[u8]) {
        // Numbered values of a column are none.
        let numbered = container
            .child
            .clone()
            .is_some_and(|key| matches!(&text[key], b"0" | b"1"));
        let whole = container.items - usize::from(!container.ended && container.items > container.alike);
        let keyed = container.reachable && !container.list && whole > 2 && container.alike == whole && !numbered;
        if keyed && container.bytes.len() > self.keyed_bytes && container.bytes.len() * 2 > container.bytes.end {
            self.keyed = Some(depth + 1);
            self.keyed_bytes = container.bytes.len();
        }
        if container.list && container.reachable && self.lists.len() < MOST_SEEN {
            self.lists.push(container.clone());
        }
        if depth == 1 && self.members.len() < MOST_SEEN {
            self.members.push(container);
        }
    }

    /// Whether the outermost object holds a list of records, rather than being one. `alone` says that no other follows.
    fn is_wrapper(&self, text: &[u8], alone: bool) -> bool {
        let of_records = |list: &&Container| matches!(list.first, b'{' | b'[');
        let Some(list) = self.lists.iter().filter(of_records).max_by_key(|list| list.bytes.len()) else {
            return false;
        };
        let known = is_one_of(LISTS, &text[list.key.clone()]);
        let share = |of: usize| list.bytes.len() * of > self.length.max(1) * (of - 1);
        match (alone, list.ended) {
            (true, false) => share(2),
            (true, true) => {
                (known && (self.envelope > 0 || self.plain == 0 || share(2))) || (list.items > 2 && share(5))
            }
            (false, _) => known && (self.envelope > 0 || self.plain == 0),
        }
    }

    /// Whether the outermost object holds columns.
    fn is_columns(&self, text: &[u8]) -> bool {
        let is_column = |column: &Container| {
            let numbered = column.list || (text.get(after_quote(column.bytes.start)) == Some(&b'0'));
            numbered && !column.nested && column.items > 0
        };
        let mut whole = self.members.iter().filter(|column| column.ended);
        let items = whole.next().map(|column| column.items);
        !self.members.is_empty()
            && self.plain == self.envelope
            && self.members.iter().all(is_column)
            && whole.all(|column| Some(column.items) == items)
            && items.is_none_or(|items| items > 1)
    }
}

/// Where the first key of an object that begins at `at` begins, without blanks.
fn after_quote(at: usize) -> usize {
    at + 2
}

fn is_one_of(words: &[&str], key: &[u8]) -> bool {
    words.iter().any(|word| key.eq_ignore_ascii_case(word.as_bytes()))
}

fn end_of(text: &[u8], from: usize, quote: u8) -> usize {
    let mut at = from;
    while let Some(found) = text.get(at..).and_then(|rest| memchr::memchr2(quote, b'\\', rest)) {
        at += found;
        match text[at] {
            b'\\' => at += 2,
            _ => return at + 1,
        }
    }
    text.len()
}

const PHP_MY_ADMIN: &str = "Export to JSON plugin for PHPMyAdmin";
const BANNER_LINES: usize = 200;
const LONGEST_NAME: usize = 256;
const TRIAL: usize = 16 << 10;
const MOST_SEEN: usize = 1_024;
/// What lists of records are called within what wraps them.
const LISTS: &[&str] = &[
    "data",
    "hits",
    "results",
    "result",
    "records",
    "record",
    "rows",
    "row",
    "response",
    "docs",
    "documents",
    "users",
    "user",
    "customers",
    "members",
    "accounts",
    "people",
    "persons",
    "contacts",
    "employees",
    "patients",
    "features",
    "entries",
    "list",
    "objects",
    "items",
    "values",
    "content",
    "payload",
    "body",
    "value",
];
/// What stands beside them.
const ENVELOPE: &[&str] = &[
    "status",
    "success",
    "ok",
    "count",
    "total",
    "took",
    "timed_out",
    "page",
    "pages",
    "per_page",
    "limit",
    "offset",
    "error",
    "errors",
    "message",
    "msg",
    "code",
    "type",
    "version",
    "next",
    "previous",
    "prev",
    "has_more",
    "size",
    "total_count",
    "totalcount",
    "total_rows",
    "table",
    "_scroll_id",
    "crs",
    "database",
];
