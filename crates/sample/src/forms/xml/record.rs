//! One record of an XML document: its elements and attributes as fields.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::survey::{DEEPEST, is_generic};
use crate::forms::fields::{Fields, ROOT};
use crate::forms::grid::Grid;

/// Elements that are open.
#[derive(Default)]
pub(crate) struct Parser {
    open: Vec<Open>,
    name: String,
    /// Whether a record's own attribute `name` is the name of its table.
    pub(crate) is_titled: bool,
}

struct Open {
    /// `None`: it is dropped, because it stands too deep or there are too many names.
    node: Option<usize>,
    /// Whether nothing stood in it so far.
    bare: bool,
}

/// A record breaks the rules of XML.
pub(crate) struct Broken;

impl Parser {
    /// Reads a record into `fields`.
    pub(crate) fn fields(&mut self, record: &[u8], fields: &mut Fields) -> Result<(), Broken> {
        fields.begin();
        self.open.clear();
        let mut reader = reader(record)?;
        loop {
            match reader.read_event().map_err(|_| Broken)? {
                Event::Start(tag) => self.start(&tag, fields)?,
                Event::Empty(tag) => {
                    self.start(&tag, fields)?;
                    self.end(fields);
                }
                Event::End(_) => self.end(fields),
                Event::Text(text) => fields.push(&text.into_inner()),
                Event::CData(text) => fields.push(&text.into_inner()),
                Event::GeneralRef(name) => reference(&name, |character| fields.push_char(character)),
                Event::Eof => break,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
        match self.open.is_empty() {
            true => Ok(()),
            false => Err(Broken),
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, fields: &mut Fields) -> Result<(), Broken> {
        let parent = match self.open.last_mut() {
            Some(parent) => {
                end_text(parent, fields);
                parent.bare = false;
                parent.node
            }
            None => None,
        };
        let local = tag.local_name();
        let local = local.into_inner();
        let is_root = self.open.is_empty();
        let mut named = false;
        if !is_root && is_generic(local.as_bytes()) {
            named = self.name_of(tag)?;
        }
        let node = match parent {
            None if is_root => Some(ROOT),
            Some(parent) if self.open.len() < DEEPEST => {
                fields.child(parent, if named { self.name.as_str() } else { local })
            }
            _ => None,
        };
        let mut bare = true;
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| Broken)?;
            let key = attribute.key.into_inner();
            if key.starts_with("xmlns")
                || key.starts_with("xsi:")
                || (key == "name" && (named || (is_root && self.is_titled)))
            {
                continue;
            }
            let local = attribute.key.local_name();
            let local = local.into_inner();
            let of = match node {
                Some(node) if named && local == "value" => Some(node),
                Some(node) => {
                    self.name.clear();
                    self.name.push('@');
                    self.name.push_str(local);
                    fields.child(node, &self.name)
                }
                None => None,
            };
            unescape(&attribute.value, |part| match part {
                Part::Text(text) => fields.push(text),
                Part::Character(character) => fields.push_char(character),
            });
            fields.end_value(of);
            bare = false;
        }
        self.open.push(Open { node, bare });
        Ok(())
    }

    fn end(&mut self, fields: &mut Fields) {
        let Some(mut open) = self.open.pop() else {
            return;
        };
        end_text(&mut open, fields);
        if open.bare && open.node.is_some_and(|node| node != ROOT) {
            fields.end_value(open.node);
        }
    }

    /// Puts the value of a tag's attribute `name` into `self.name`; false if there is none.
    fn name_of(&mut self, tag: &BytesStart<'_>) -> Result<bool, Broken> {
        match attribute(tag, "name")? {
            Some(name) if !name.trim().is_empty() => {
                self.name.clear();
                self.name.push_str(name.trim());
                Ok(true)
            }
            _ => Ok(false),
        }
    }
}

fn end_text(open: &mut Open, fields: &mut Fields) {
    if fields.is_blank() {
        fields.end_value(None);
    } else {
        fields.end_value(open.node);
        open.bare = false;
    }
}

/// Reads a row of SpreadsheetML into `grid`.
pub(crate) fn cells(record: &[u8], grid: &mut Grid) -> Result<(), Broken> {
    grid.begin();
    let mut reader = reader(record)?;
    let (mut depth, mut merged, mut in_data) = (0_usize, 0, false);
    loop {
        match reader.read_event().map_err(|_| Broken)? {
            Event::Start(tag) => {
                depth += 1;
                match tag.local_name().into_inner() {
                    "Cell" if depth == 2 => merged = begin_cell(&tag, grid)?,
                    // A comment on a cell has data as well, deeper down.
                    "Data" if depth == 3 => in_data = true,
                    _ => {}
                }
            }
            Event::Empty(tag) if depth == 1 && tag.local_name().into_inner() == "Cell" => {
                let merged = begin_cell(&tag, grid)?;
                end_cell(grid, merged);
            }
            Event::End(_) => {
                if depth == 2 {
                    end_cell(grid, merged);
                }
                if depth <= 3 {
                    in_data = false;
                }
                depth = depth.saturating_sub(1);
            }
            Event::Text(text) if in_data => grid.push(&text.into_inner()),
            Event::CData(text) if in_data => grid.push(&text.into_inner()),
            Event::GeneralRef(name) if in_data => reference(&name, |character| grid.push_char(character)),
            Event::Eof => break,
            _ => {}
        }
    }
    match depth {
        0 => Ok(()),
        _ => Err(Broken),
    }
}

fn begin_cell(tag: &BytesStart<'_>, grid: &mut Grid) -> Result<usize, Broken> {
    let number = |name| -> Result<usize, Broken> {
        let value = attribute(tag, name)?;
        Ok(value.and_then(|value| value.trim().parse().ok()).unwrap_or(0))
    };
    grid.fill(number("Index")?.saturating_sub(1));
    number("MergeAcross")
}

fn end_cell(grid: &mut Grid, merged: usize) {
    grid.end_cell();
    grid.fill(grid.cells().saturating_add(merged));
}

/// An attribute by its name without a prefix.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, Broken> {
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| Broken)?;
        if attribute.key.local_name().into_inner() == name {
            let mut value = String::new();
            unescape(&attribute.value, |part| match part {
                Part::Text(text) => value.push_str(text),
                Part::Character(character) => value.push(character),
            });
            return Ok(Some(value));
        }
    }
    Ok(None)
}

/// The value of an attribute of a tag as it is written, by the attribute's name without a prefix.
pub(crate) fn attribute_of(tag: &[u8], name: &str) -> Option<String> {
    let mut reader = reader(tag).ok()?;
    reader.config_mut().check_end_names = false;
    match reader.read_event().ok()? {
        Event::Start(tag) | Event::Empty(tag) => attribute(&tag, name).ok()?,
        _ => None,
    }
}

fn reader(record: &[u8]) -> Result<Reader<&[u8]>, Broken> {
    let mut reader = Reader::from_str(std::str::from_utf8(record).map_err(|_| Broken)?);
    reader.config_mut().allow_dangling_amp = true;
    Ok(reader)
}

enum Part<'t> {
    Text(&'t str),
    Character(char),
}

/// Hands out text with its references to characters and to the five entities replaced. No other entity is ever
/// replaced, wherever it is declared.
fn unescape(text: &str, mut part: impl FnMut(Part<'_>)) {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        part(Part::Text(&rest[..at]));
        rest = &rest[at..];
        let head = &rest.as_bytes()[..rest.len().min(LONGEST_REFERENCE)];
        match memchr::memchr(b';', head) {
            Some(end) => {
                reference(&BytesRef::new(&rest[1..end]), |character| {
                    part(Part::Character(character))
                });
                rest = &rest[end + 1..];
            }
            None => {
                part(Part::Text("&"));
                rest = &rest[1..];
            }
        }
    }
    part(Part::Text(rest));
}

/// Hands out the character that a reference stands for, or the reference as it is written.
fn reference(name: &BytesRef<'_>, mut push: impl FnMut(char)) {
    if let Ok(Some(character)) = name.resolve_char_ref() {
        push(character);
        return;
    }
    match resolve_predefined_entity(name) {
        Some(text) => text.chars().for_each(push),
        None => {
            push('&');
            name.chars().for_each(&mut push);
            push(';');
        }
    }
}

/// Bytes of the longest reference that is looked for in an attribute.
const LONGEST_REFERENCE: usize = 16;
