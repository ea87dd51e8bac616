//! Columns that are found as rows come: the paths of a record's fields, and the tables that they make.

use std::collections::{HashMap, HashSet};

use crate::row::{Out, TableShape};
use crate::text::REPLACED;
use crate::window::Window;
use crate::{Error, Flaw};

/// The fields of records of one kind. A record's fields are added one by one, each at its place in a tree of names; a
/// field that repeats within its parent is numbered from 1. [`Fields::note`] takes up the columns of the leading
/// records, [`Fields::row`] hands out a row, and begins a new table if it has a field that no column holds.
pub(crate) struct Fields {
    table_name: Option<String>,
    nodes: Vec<Node>,
    /// The columns' nodes and names.
    columns: Vec<usize>,
    names: Vec<String>,
    taken: HashSet<String>,
    /// The table that rows are of, and how many were begun.
    table: Option<usize>,
    tables: usize,
    /// Nodes that some leading record has, in the order in which they were met.
    noted: Vec<usize>,
    /// The number of the record that is read.
    record: u32,
    text: String,
    /// Where the value that is begun begins in `text`.
    begin: usize,
    pieces: Vec<Piece>,
    /// Nodes that the record has values of.
    met: Vec<usize>,
    dropped: bool,
}

/// A name below another one.
#[derive(Default)]
struct Node {
    parent: usize,
    name: Box<str>,
    /// Bytes of its path.
    length: usize,
    /// Its number among fields of its name, from 1.
    occurrence: u32,
    /// Whether the first of its name is numbered, once that is decided.
    numbered: Option<bool>,
    children: Vec<usize>,
    index: HashMap<Box<str>, usize>,
    /// Where in `children` the next child is looked for first.
    cursor: usize,
    /// The place behind its own among its parent's children.
    after: usize,
    /// The second of its name, the third, …
    repeats: Vec<usize>,
    /// The last record that has it, and how often.
    record: u32,
    count: u32,
    /// The last record that has a value of it, and where the value's pieces begin and end.
    valued: u32,
    first: usize,
    last: usize,
    filled: bool,
    noted: bool,
    column: Option<usize>,
}

/// A part of a value.
struct Piece {
    start: usize,
    end: usize,
    next: Option<usize>,
}

/// The record itself: the parent of its fields.
pub(crate) const ROOT: usize = 0;

impl Fields {
    /// `name` is that of the record's own text, `table_name` that of its tables.
    pub(crate) fn new(name: &str, table_name: Option<&str>) -> Fields {
        let root = Node {
            name: name.into(),
            occurrence: 1,
            ..Node::default()
        };
        Fields {
            table_name: table_name.map(str::to_owned),
            nodes: vec![root],
            columns: Vec::new(),
            names: Vec::new(),
            taken: HashSet::new(),
            table: None,
            tables: 0,
            noted: Vec::new(),
            record: 0,
            text: String::new(),
            begin: 0,
            pieces: Vec::new(),
            met: Vec::new(),
            dropped: false,
        }
    }

    /// Begins a record.
    pub(crate) fn begin(&mut self) {
        // Numbers may come round after four billion records; a stale one then costs a number too many in a name.
        self.record = self.record.wrapping_add(1).max(1);
        self.text.clear();
        self.begin = 0;
        self.pieces.clear();
        self.met.clear();
        self.dropped = false;
        self.nodes[ROOT].cursor = 0;
    }

    /// The field of this name below `parent`, which the record has once more. `None` where there are too many names.
    pub(crate) fn child(&mut self, parent: usize, name: &str) -> Option<usize> {
        let first = match self.find(parent, name) {
            Some(first) => first,
            None => self.add(parent, name, 1)?,
        };
        let record = self.record;
        let node = &mut self.nodes[first];
        if node.record != record {
            (node.record, node.count) = (record, 1);
            return Some(self.enter(first));
        }
        node.count += 1;
        let (count, at) = (node.count, node.count as usize - 2);
        match node.repeats.get(at).copied() {
            Some(again) => Some(self.enter(again)),
            None => {
                let again = self.add(parent, name, count)?;
                self.nodes[first].repeats.push(again);
                Some(again)
            }
        }
    }

    /// [`Fields::child`] of a field that is numbered even where it stands alone.
    pub(crate) fn numbered_child(&mut self, parent: usize, name: &str) -> Option<usize> {
        let child = self.child(parent, name)?;
        self.nodes[child].numbered = Some(true);
        Some(child)
    }

    /// Appends to the value that is begun.
    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Appends to the value that is begun.
    pub(crate) fn push_char(&mut self, character: char) {
        self.text.push(character);
    }

    /// Whether nothing was appended to the value that is begun.
    pub(crate) fn is_blank(&self) -> bool {
        self.text[self.begin..].trim_ascii_start().is_empty()
    }

    /// Ends the value that is begun, without blanks around it. Several values of one field are joined by a blank.
    pub(crate) fn end_value(&mut self, node: Option<usize>) {
        let value = &self.text[self.begin..];
        let start = self.begin + (value.len() - value.trim_start().len());
        let end = start + value.trim().len();
        self.begin = self.text.len();
        let filled = end > start;
        let Some(node) = node else {
            self.dropped |= filled;
            return;
        };
        let piece = self.pieces.len();
        let node_at = node;
        let node = &mut self.nodes[node];
        node.filled |= filled;
        if node.valued != self.record {
            (node.valued, node.first) = (self.record, piece);
            self.met.push(node_at);
        } else if let Some(last) = self.pieces.get_mut(node.last) {
            last.next = Some(piece);
        }
        node.last = piece;
        self.pieces.push(Piece { start, end, next: None });
    }

    /// Notes that something of the record can't be handed out.
    pub(crate) fn drop_field(&mut self) {
        self.dropped = true;
    }

    /// Whether the record has a field.
    pub(crate) fn is_empty(&self) -> bool {
        self.met.is_empty()
    }

    /// Takes up the columns of a leading record, which will be read again.
    pub(crate) fn note(&mut self) {
        for at in 0..self.met.len() {
            let node = self.met[at];
            if !std::mem::replace(&mut self.nodes[node].noted, true) {
                self.noted.push(node);
            }
        }
    }

    /// Names the columns of the leading records.
    pub(crate) fn settle(&mut self) {
        let noted = std::mem::take(&mut self.noted);
        for node in noted {
            let Node { filled, children, .. } = &self.nodes[node];
            // An element that is empty where it has no fields of its own.
            if (*filled || children.is_empty()) && self.columns.len() < MOST_COLUMNS {
                self.add_column(node);
            }
        }
    }

    /// Completes the row in `out` and returns its table.
    pub(crate) fn row(&mut self, out: &mut Out) -> usize {
        let mut grown = false;
        for at in 0..self.met.len() {
            let node = self.met[at];
            if self.nodes[node].column.is_some() || !self.has_text(node) {
                continue;
            }
            if self.columns.len() < MOST_COLUMNS && (grown || self.may_grow(out)) {
                self.add_column(node);
                grown = true;
            } else {
                self.dropped = true;
            }
        }
        let table = match self.table {
            Some(table) if !grown => table,
            _ => {
                self.tables += 1;
                out.table(TableShape {
                    name: self.table_name.clone(),
                    names: Some(self.names.clone()),
                    width: self.columns.len(),
                })
            }
        };
        self.table = Some(table);
        for node in &self.columns {
            let node = &self.nodes[*node];
            if node.valued == self.record {
                self.push_value(node, out);
            }
            out.end_cell();
        }
        if self.dropped {
            out.flaw(Flaw::ExtraField);
        }
        if memchr::memmem::find(self.text.as_bytes(), REPLACED).is_some() {
            out.flaw(Flaw::BadEncoding);
        }
        table
    }

    fn may_grow(&self, out: &Out) -> bool {
        self.table.is_none() || (self.tables < MOST_TABLES && out.tables().len() < MOST_TABLES_OF_ALL)
    }

    fn push_value(&self, node: &Node, out: &mut Out) {
        let (mut next, mut any) = (Some(node.first), false);
        while let Some(piece) = next.and_then(|at| self.pieces.get(at)) {
            let text = &self.text[piece.start..piece.end];
            if !text.is_empty() {
                if any {
                    out.push(" ");
                }
                out.push(text);
                any = true;
            }
            next = piece.next;
        }
    }

    fn has_text(&self, node: usize) -> bool {
        let mut next = Some(self.nodes[node].first);
        while let Some(piece) = next.and_then(|at| self.pieces.get(at)) {
            if piece.end > piece.start {
                return true;
            }
            next = piece.next;
        }
        false
    }

    fn find(&mut self, parent: usize, name: &str) -> Option<usize> {
        let node = &self.nodes[parent];
        // Records mostly have the same fields in the same order.
        if let Some(child) = node.children.get(node.cursor)
            && *self.nodes[*child].name == *name
        {
            let child = *child;
            self.nodes[parent].cursor += 1;
            return Some(child);
        }
        let child = *node.index.get(name)?;
        self.nodes[parent].cursor = self.nodes[child].after;
        Some(child)
    }

    fn enter(&mut self, node: usize) -> usize {
        self.nodes[node].cursor = 0;
        node
    }

    fn add(&mut self, parent: usize, name: &str, occurrence: u32) -> Option<usize> {
        let length = self.nodes[parent].length + name.len() + 1;
        if self.nodes.len() >= MOST_NODES || length > LONGEST_PATH {
            self.dropped = true;
            return None;
        }
        let new = self.nodes.len();
        let above = &mut self.nodes[parent];
        let mut place = 0;
        if occurrence == 1 {
            above.children.push(new);
            above.index.insert(name.into(), new);
            place = above.children.len();
        }
        self.nodes.push(Node {
            parent,
            name: name.into(),
            occurrence,
            after: place,
            length,
            ..Node::default()
        });
        Some(new)
    }

    fn add_column(&mut self, node: usize) {
        let path = self.path(node, false);
        let mut name = match self.taken.contains(&path) {
            true => self.path(node, true),
            false => path.clone(),
        };
        let mut number = 2;
        while !self.taken.insert(name.clone()) {
            name = format!("{path}.{number}");
            number += 1;
        }
        self.nodes[node].column = Some(self.columns.len());
        self.columns.push(node);
        self.names.push(name);
    }

    /// The path of a field, its names joined by points; `marked`: with the sign of an attribute.
    fn path(&mut self, node: usize, marked: bool) -> String {
        let mut names = Vec::new();
        let mut at = node;
        while at != ROOT {
            let parent = self.nodes[at].parent;
            let numbered = self.is_numbered(at);
            let Node { name, occurrence, .. } = &self.nodes[at];
            let bare = name.strip_prefix('@').unwrap_or(name);
            let clashes = bare.len() < name.len() && self.nodes[parent].index.contains_key(bare);
            let name = if clashes || (marked && at == node) { name } else { bare };
            names.push(match numbered {
                true => format!("{name}.{occurrence}"),
                false => name.to_string(),
            });
            at = parent;
        }
        if names.is_empty() {
            return self.nodes[ROOT].name.to_string();
        }
        names.reverse();
        names.join(".")
    }

    fn is_numbered(&mut self, node: usize) -> bool {
        let node = &mut self.nodes[node];
        let repeats = !node.repeats.is_empty();
        *node.numbered.get_or_insert(node.occurrence > 1 || repeats)
    }
}

/// Has more than so many bytes at hand; false if the text ends before.
pub(crate) fn fill(window: &mut Window, length: usize) -> Result<bool, Error> {
    while window.rest().len() <= length {
        if !window.more()? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Bytes, and records in them, by which columns are decided on.
pub(crate) const LOOK: usize = 256 << 10;
pub(crate) const LEADING: usize = 1_000;
/// The most columns of a table.
pub(crate) const MOST_COLUMNS: usize = 1_000;
/// The most tables that one kind of record makes as fields are found.
pub(crate) const MOST_TABLES: usize = 64;
/// The most names of one kind of record, so that memory is bounded whatever a text holds.
const MOST_NODES: usize = 2_048;
/// Bytes of the longest path.
const LONGEST_PATH: usize = 256;
/// Tables after which no kind of record begins a second one.
pub(crate) const MOST_TABLES_OF_ALL: usize = 1_024;

#[cfg(test)]
mod tests {
    use super::*;

    fn record(fields: &mut Fields, values: &[(&str, &str)]) {
        fields.begin();
        for (path, value) in values {
            let mut node = Some(ROOT);
            for name in path.split('/') {
                node = node.and_then(|node| fields.child(node, name));
            }
            fields.push(value);
            fields.end_value(node);
        }
    }

    #[test]
    fn leading_records_name_the_columns() {
        let mut fields = Fields::new("user", Some("users"));
        let mut out = Out::default();
        let records: [&[(&str, &str)]; 2] = [
            &[("@id", "1"), ("email", "a"), ("phone", "x")],
            &[("@id", "2"), ("id", "7"), ("phone", "x"), ("phone", " y ")],
        ];
        for values in records {
            record(&mut fields, values);
            fields.note();
        }
        fields.settle();
        for values in records {
            record(&mut fields, values);
            assert_eq!(fields.row(&mut out), 0);
            out.clear_row();
        }
        assert_eq!(
            out.tables()[0].names.as_deref().unwrap(),
            ["@id", "email", "phone.1", "id", "phone.2"]
        );
        record(&mut fields, &[("phone", "x"), ("fax", "z")]);
        assert_eq!(fields.row(&mut out), 1);
        assert_eq!(out.row_text(), b"xz");
        assert_eq!(out.cells(), 6);
    }

    #[test]
    fn tables_and_columns_are_bounded() {
        let mut fields = Fields::new("user", None);
        let mut out = Out::default();
        for at in 0..5_000 {
            record(&mut fields, &[(&format!("f{at}"), "x")]);
            fields.row(&mut out);
            assert_eq!(out.flaws().any(|flaw| flaw == Flaw::ExtraField), at >= MOST_TABLES);
            out.clear_row();
        }
        assert_eq!(out.tables().len(), MOST_TABLES);
    }
}
