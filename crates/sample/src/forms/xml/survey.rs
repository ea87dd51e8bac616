//! Which elements of an XML document are records: what the leading text, or text further on that holds elements not met
//! before, says of each path.

use std::collections::HashMap;

use crate::forms::tags::{self, Kind, Language};

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// A record; `nests` if elements of its own name stand in it.
    Record {
        /// Whether elements of its own name stand in it.
        nests: bool,
    },
    /// Something that records, or nothing of interest, stand in.
    Wrapper,
}

/// Decides on the paths of the elements in `text`, which stands below the path `prefix`. Paths that are decided on
/// stay so. If `alone`, a single record is one as well.
pub(crate) fn survey(text: &[u8], prefix: &str, decisions: &mut HashMap<String, Decision>, alone: bool) {
    let tree = Tree::of(text);
    let mut found = false;
    let mut waiting = vec![(0, prefix.to_owned())];
    while let Some((node, path)) = waiting.pop() {
        for child in tree.nodes[node].children.values() {
            let path = format!("{path}/{}", tree.nodes[*child].name);
            if path.len() > LONGEST_PATH {
                continue;
            }
            let decision = vocabulary(&path).unwrap_or_else(|| tree.decide(*child));
            let decision = *decisions.entry(path.clone()).or_insert(decision);
            match decision {
                Decision::Record { .. } => found = true,
                Decision::Wrapper => waiting.push((*child, path)),
            }
        }
    }
    if !found && alone {
        tree.decide_alone(prefix.to_owned(), decisions);
    }
}

/// What the elements of dumps are that say nothing of themselves by how they repeat.
fn vocabulary(path: &str) -> Option<Decision> {
    let root = path.split('/').nth(1)?;
    let is_record = match root {
        "Workbook" => path == "/Workbook/Worksheet/Table/Row",
        "mysqldump" => path == "/mysqldump/database/table_data/row",
        "pma_xml_export" => path == PHPMYADMIN,
        _ => return None,
    };
    Some(match is_record {
        true => Decision::Record { nests: false },
        false => Decision::Wrapper,
    })
}

/// The path of phpMyAdmin's records, whose own names are those of their tables.
pub(crate) const PHPMYADMIN: &str = "/pma_xml_export/database/table";
/// The path of the rows of SpreadsheetML.
pub(crate) const SPREADSHEET: &str = "/Workbook/Worksheet/Table/Row";

/// Whether an element is named by its attribute `name` rather than by its name, if it has one.
pub(crate) fn is_generic(name: &[u8]) -> bool {
    GENERIC.iter().any(|generic| name.eq_ignore_ascii_case(generic))
}

/// The elements of a text by their paths.
struct Tree {
    nodes: Vec<Node>,
}

#[derive(Default)]
struct Node {
    name: String,
    children: std::collections::BTreeMap<String, usize>,
    count: u64,
    /// The most elements of this path that stand in one parent, and how many do in the parent that is read.
    most: u64,
    run: u64,
    parent_count: u64,
    text: bool,
    attributes: usize,
    /// Some have no end tag.
    unclosed: bool,
    /// Named by its attribute.
    generic: bool,
}

impl Tree {
    fn of(text: &[u8]) -> Tree {
        let mut tree = Tree {
            nodes: vec![Node {
                count: 1,
                ..Node::default()
            }],
        };
        let mut open: Vec<usize> = vec![0];
        let (mut at, mut too_deep) = (0, 0_usize);
        while let Some(next) = memchr::memchr(b'<', &text[at..]) {
            let top = open.last().copied().unwrap_or(0);
            if !tags::is_blank(&text[at..at + next]) && too_deep == 0 {
                tree.nodes[top].text = true;
            }
            at += next;
            let Some(tag) = tags::tag(text, at, Language::Xml) else {
                break;
            };
            let written = &text[at..tag.end];
            at = tag.end;
            match tag.kind {
                Kind::Data if too_deep == 0 => tree.nodes[top].text = true,
                Kind::Start { empty } => {
                    if open.len() > DEEPEST {
                        too_deep += usize::from(!empty);
                        continue;
                    }
                    let Some(node) = tree.enter(top, written) else {
                        break;
                    };
                    if !empty {
                        open.push(node);
                    }
                }
                Kind::End if too_deep > 0 => too_deep -= 1,
                Kind::End => {
                    let name = String::from_utf8_lossy(tags::local(tags::name(written)));
                    if let Some(at) = open.iter().rposition(|node| tree.nodes[*node].name == name)
                        && at > 0
                    {
                        for unclosed in &open[at + 1..] {
                            tree.nodes[*unclosed].unclosed = true;
                        }
                        open.truncate(at);
                    }
                }
                _ => {}
            }
        }
        tree
    }

    fn enter(&mut self, parent: usize, tag: &[u8]) -> Option<usize> {
        let local = tags::local(tags::name(tag));
        let name = String::from_utf8_lossy(&local[..local.len().min(LONGEST_PATH)]).into_owned();
        let parent_count = self.nodes[parent].count;
        let known = self.nodes[parent].children.get(&name).copied();
        let at = match known {
            Some(at) => at,
            None if self.nodes.len() >= MOST_NODES => return None,
            None => {
                self.nodes.push(Node {
                    name: name.clone(),
                    ..Node::default()
                });
                let at = self.nodes.len() - 1;
                self.nodes[parent].children.insert(name, at);
                at
            }
        };
        let node = &mut self.nodes[at];
        node.count += 1;
        node.run = if node.parent_count == parent_count {
            node.run + 1
        } else {
            1
        };
        node.parent_count = parent_count;
        node.most = node.most.max(node.run);
        let values = memchr::memchr_iter(b'=', tag).count();
        let own = values.saturating_sub(memchr::memmem::find_iter(tag, b"xmlns").count());
        node.attributes = node.attributes.max(own);
        node.generic |= own > 0 && is_generic(local) && has_name(tag);
        Some(at)
    }

    fn decide(&self, node: usize) -> Decision {
        let of = &self.nodes[node];
        if of.count < 2 || (of.children.is_empty() && of.attributes == 0) || self.is_container(node) {
            return Decision::Wrapper;
        }
        Decision::Record {
            nests: self.nests(node),
        }
    }

    /// Whether elements of some name repeat in it that are no values, and it has no values of its own.
    fn is_container(&self, node: usize) -> bool {
        let children = &self.nodes[node].children;
        let has_value = children
            .values()
            .any(|child| !self.is_structured(*child) && (self.nodes[*child].text || self.nodes[*child].generic));
        if has_value || self.nodes[node].attributes > 1 {
            return false;
        }
        children
            .values()
            .any(|child| self.is_structured(*child) && (self.nodes[*child].most > 1 || self.is_container(*child)))
    }

    fn is_structured(&self, node: usize) -> bool {
        let node = &self.nodes[node];
        !node.children.is_empty() || (node.attributes > 0 && !node.text && !node.generic)
    }

    /// Whether elements of its own name stand in it, and not because one lacks its end tag.
    fn nests(&self, node: usize) -> bool {
        if self.nodes[node].unclosed {
            return false;
        }
        let mut waiting: Vec<usize> = self.nodes[node].children.values().copied().collect();
        while let Some(at) = waiting.pop() {
            if self.nodes[at].name == self.nodes[node].name {
                return true;
            }
            waiting.extend(self.nodes[at].children.values());
        }
        false
    }

    /// Takes the shallowest element with several values for the one record of the document.
    fn decide_alone(&self, prefix: String, decisions: &mut HashMap<String, Decision>) {
        let mut level = vec![(0, prefix)];
        for _ in 0..DEEPEST {
            let mut below = Vec::new();
            for (node, path) in level {
                for child in self.nodes[node].children.values() {
                    let of = &self.nodes[*child];
                    let path = format!("{path}/{}", of.name);
                    if path.len() > LONGEST_PATH || vocabulary(&path).is_some() {
                        continue;
                    }
                    let values = of
                        .children
                        .values()
                        .filter(|value| !self.is_structured(**value))
                        .count();
                    if values > 1 || of.attributes > 1 {
                        let nests = self.nests(*child);
                        decisions.insert(path, Decision::Record { nests });
                        return;
                    }
                    below.push((*child, path));
                }
            }
            level = below;
        }
    }
}

/// Whether a tag has an attribute `name`.
fn has_name(tag: &[u8]) -> bool {
    memchr::memmem::find_iter(tag, b"name").any(|at| {
        let before = tag.get(at.wrapping_sub(1)).copied().unwrap_or_default();
        let after = tag.get(at + 4).copied().unwrap_or_default();
        before.is_ascii_whitespace() && (after == b'=' || after.is_ascii_whitespace())
    })
}

/// Elements of which only the attribute `name` says what they hold, such as those of mysqldump, phpMyAdmin and Solr.
const GENERIC: &[&[u8]] = &[
    b"field",
    b"column",
    b"col",
    b"property",
    b"attribute",
    b"attr",
    b"param",
    b"entry",
    b"str",
    b"int",
    b"long",
    b"float",
    b"double",
    b"bool",
    b"date",
    b"arr",
    b"value",
];
/// Names of the deepest path that is looked at.
pub(crate) const DEEPEST: usize = 64;
/// Bytes of the longest path that is decided on.
pub(crate) const LONGEST_PATH: usize = 1_024;
/// Paths that are looked at.
const MOST_NODES: usize = 2_048;

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> Vec<String> {
        let mut decisions = HashMap::new();
        survey(text.as_bytes(), "", &mut decisions, true);
        let mut records: Vec<String> = decisions
            .into_iter()
            .filter(|(_, decision)| *decision != Decision::Wrapper)
            .map(|(path, _)| path)
            .collect();
        records.sort();
        records
    }

    #[test]
    fn records_are_the_shallowest_repeated_elements_with_values() {
        let cases: &[(&str, &[&str])] = &[
            (
                "<users><user><n>1</n></user><user><n>2</n></user></users>",
                &["/users/user"],
            ),
            (
                "<g><us><user><n>1</n></user><user><n>2</n></user></us><us><user><n>3</n></user><user/></us></g>",
                &["/g/us/user"],
            ),
            ("<d><row a='1' b='2'/><row a='1' b='2'/></d>", &["/d/row"]),
            ("<d><u><c><e>1</e></c></u><u><c><e>1</e></c></u></d>", &["/d/u"]),
            (
                "<r><row><field name='a'>1</field><field name='b' xsi:nil='true'/></row><row><field name='a'/></row></r>",
                &["/r/row"],
            ),
            (
                "<e><meta><at>1</at></meta><a><i>1</i></a><a><i>2</i></a><b><i>1</i></b><b><i>2</i></b></e>",
                &["/e/a", "/e/b"],
            ),
            (
                "<s:Envelope><s:Body><user><n>1</n><m>2</m></user></s:Body></s:Envelope>",
                &["/Envelope/Body/user"],
            ),
            ("<a>1</a>", &[]),
        ];
        for (text, paths) in cases {
            assert_eq!(records(text), *paths, "{text}");
        }
    }
}
