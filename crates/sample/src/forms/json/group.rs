//! Records of one place of a text, which have their columns in common.

use super::columnar;
use super::columns::Columns;
use super::header::is_header;
use super::layout;
use super::record::{Record, Step};
use super::start::{Search, Start};
use crate::Reject;
use crate::row::{Next, Other, Out};

/// Records that belong together.
pub(super) struct Group {
    pub(super) name: Option<String>,
    pub(super) kind: Kind,
    columns: Columns,
    /// Whether the header comes first.
    header: bool,
}

/// What a record is written as.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    Row,
    Value,
    /// An object whose key in what encloses it is a part of it.
    Keyed,
}

impl Group {
    pub(super) fn new(name: Option<String>, kind: Kind) -> Group {
        Group {
            columns: Columns::new(name.clone()),
            name,
            kind,
            header: false,
        }
    }

    /// Learns the columns from the records that `text` begins with.
    pub(super) fn learn(&mut self, record: &mut Record, start: &mut Start, text: &[u8], titles: Option<&[String]>) {
        let mut at = 0;
        let mut rows: Vec<Vec<String>> = Vec::new();
        start.note_key(text);
        for _ in 0..AHEAD_RECORDS {
            let is_between = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',');
            at += text[at..].iter().take_while(is_between).count();
            let mut key = None;
            if self.kind == Kind::Keyed && at > 0 {
                let Some((of_record, value)) = columnar::key(text, at) else {
                    break;
                };
                (key, at) = (Some(of_record), value);
            }
            let fits = match self.kind {
                Kind::Object | Kind::Keyed => text.get(at) == Some(&b'{'),
                Kind::Row => text.get(at) == Some(&b'['),
                Kind::Value => layout::is_plain(text.get(at).copied()),
            };
            if !fits {
                break;
            }
            record.begin();
            if self.kind == Kind::Keyed {
                record.flat.named(KEY, &key.unwrap_or_default());
            }
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
                Step::Bad => match (start.find_line(text, at + 1, true), start.find_key(text, at + 1, true)) {
                    (Search::Found(next), _) | (_, Search::Found(next)) => at = next,
                    _ => break,
                },
            }
        }
        let Some((first, below)) = rows.split_first() else {
            return;
        };
        match titles {
            Some(titles) if titles.len() == first.len() => self.columns.set_header(titles.to_vec()),
            _ if is_header(first, below) => {
                self.columns.set_header(first.clone());
                self.header = true;
            }
            _ => {}
        }
    }

    /// Hands out what was read, whose text is `text`.
    pub(super) fn record(&mut self, record: &Record, text: &str, kind: Kind, out: &mut Out) -> Next {
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

/// The column of the keys of [`Kind::Keyed`].
pub(super) const KEY: &[u8] = b"_key";
/// Records that are looked at ahead, and rows among them that tell whether the first is a header.
const AHEAD_RECORDS: usize = 1_000;
const HEADER_ROWS: usize = 200;
/// What Elasticsearch's bulk format has before documents.
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
