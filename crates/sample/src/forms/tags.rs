//! Where tags, comments and the like begin and end in XML and HTML. Nothing is copied, and a text that is cut off is told
//! from one that is broken.

use memchr::{memchr, memchr3, memmem};

/// What stands between `<` and `>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A start tag; `empty` if it ends in `/>`.
    Start {
        /// Whether it ends in `/>`.
        empty: bool,
    },
    /// An end tag.
    End,
    /// `<!-- … -->`.
    Comment,
    /// `<![CDATA[ … ]]>`.
    Data,
    /// `<? … ?>`.
    Instruction,
    /// `<! … >`, declarations in brackets among it.
    Declaration,
    /// `<` before something that is none of these, or a tag that another one begins in.
    Broken,
}

/// A span of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) kind: Kind,
    /// Where it ends.
    pub(crate) end: usize,
}

/// How strictly tags are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    /// No `<` stands in a tag; declarations may have brackets.
    Xml,
    /// XML behind its head: a declaration ends with the first `>`, so that no number of broken ones costs a look at all
    /// that follows.
    XmlBody,
    /// A value in quotes holds anything; declarations end with the first `>`.
    Html,
}

/// The tag at `start`, where `text` has a `<`; `None` if the text ends within it.
pub(crate) fn tag(text: &[u8], start: usize, language: Language) -> Option<Tag> {
    let rest = text.get(start..)?;
    let (kind, length) = match rest.get(1)? {
        b'!' => special(rest, language)?,
        b'?' if language == Language::Html => (Kind::Comment, memchr(b'>', rest)? + 1),
        b'?' => (Kind::Instruction, memmem::find(rest, b"?>")? + 2),
        b'/' => match memchr::memchr2(b'>', b'<', &rest[1..])? + 1 {
            at if rest[at] == b'<' || at == 2 => (Kind::Broken, at.max(1)),
            at => (Kind::End, at + 1),
        },
        byte if is_name(*byte) => start_tag(rest, language)?,
        _ => (Kind::Broken, 1),
    };
    Some(Tag {
        kind,
        end: start + length,
    })
}

/// How what began at the beginning of `text` and was cut off ends, if nothing but its end is looked for.
pub(crate) fn terminator(text: &[u8]) -> &'static [u8] {
    match text {
        [b'<', b'!', b'-', b'-', ..] => b"-->",
        _ if text.starts_with(CDATA) => b"]]>",
        [b'<', b'?', ..] => b"?>",
        _ => b">",
    }
}

/// The name of a start or an end tag, with its prefix.
pub(crate) fn name(tag: &[u8]) -> &[u8] {
    let name = match tag {
        [b'<', b'/', name @ ..] | [b'<', name @ ..] => name,
        _ => tag,
    };
    let end = name
        .iter()
        .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'<'));
    &name[..end.unwrap_or(name.len())]
}

/// A name without its prefix.
pub(crate) fn local(name: &[u8]) -> &[u8] {
    memchr(b':', name).map_or(name, |at| &name[at + 1..])
}

fn special(rest: &[u8], language: Language) -> Option<(Kind, usize)> {
    if rest.starts_with(b"<!--") {
        // `<!-->` and `<!--->` are whole comments to a browser.
        if language == Language::Html {
            if let Some(short) = [&b"<!-->"[..], b"<!--->"].iter().find(|short| rest.starts_with(short)) {
                return Some((Kind::Comment, short.len()));
            }
            if rest.len() < 6 && b"<!--->".starts_with(rest) {
                return None;
            }
        }
        return Some((Kind::Comment, memmem::find(rest.get(4..)?, b"-->")? + 7));
    }
    if language != Language::Html && rest.starts_with(CDATA) {
        return Some((Kind::Data, memmem::find(rest, b"]]>")? + 3));
    }
    if rest.len() < CDATA.len() && (CDATA.starts_with(rest) || b"<!--".starts_with(rest)) {
        return None;
    }
    if language != Language::Xml {
        return Some((Kind::Declaration, memchr(b'>', rest)? + 1));
    }
    declaration(rest).map(|end| (Kind::Declaration, end))
}

/// Where a declaration ends: quotes, comments and what stands in brackets may hold `>`.
fn declaration(rest: &[u8]) -> Option<usize> {
    let (mut at, mut brackets) = (2, 0_usize);
    loop {
        let byte = *rest.get(at)?;
        at += match byte {
            b'>' if brackets == 0 => return Some(at + 1),
            b'"' | b'\'' => memchr(byte, rest.get(at + 1..)?)? + 2,
            b'<' if rest[at..].starts_with(b"<!--") => memmem::find(&rest[at + 4..], b"-->")? + 7,
            b'<' if rest[at..].starts_with(b"<?") => memmem::find(&rest[at..], b"?>")? + 2,
            b'[' => {
                brackets += 1;
                1
            }
            b']' => {
                brackets = brackets.saturating_sub(1);
                1
            }
            _ => 1,
        };
    }
}

fn start_tag(rest: &[u8], language: Language) -> Option<(Kind, usize)> {
    let mut at = 1;
    loop {
        // A quote stands around a value only behind an equals sign.
        let found = at + memchr3(b'>', b'=', b'<', rest.get(at..)?)?;
        match rest[found] {
            b'>' => {
                let empty = rest[found - 1] == b'/';
                return Some((Kind::Start { empty }, found + 1));
            }
            b'<' if language != Language::Html => return Some((Kind::Broken, found)),
            b'<' => at = found + 1,
            _ => {
                let value = rest.get(found + 1..)?;
                let blanks = value.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
                at = found + 1 + blanks;
                let quote = *rest.get(at)?;
                if !matches!(quote, b'"' | b'\'') {
                    continue;
                }
                at += 1;
                let inside = rest.get(at..)?;
                let end = match language {
                    Language::Xml | Language::XmlBody => memchr::memchr2(quote, b'<', inside)?,
                    Language::Html => memchr(quote, inside)?,
                };
                if inside[end] == b'<' {
                    return Some((Kind::Broken, at + end));
                }
                at += end + 1;
            }
        }
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte == b':' || !byte.is_ascii()
}

/// Whether a text is nothing but blanks.
pub(crate) fn is_blank(text: &[u8]) -> bool {
    text.iter().all(u8::is_ascii_whitespace)
}

const CDATA: &[u8] = b"<![CDATA[";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_end_where_they_end() {
        let empty = Kind::Start { empty: true };
        let open = Kind::Start { empty: false };
        let cases = [
            ("<a>b", Some((open, 3))),
            ("<a b='>' c = \"/>\"/>x", Some((empty, 19))),
            ("<a b='>", None),
            ("<a <b>", Some((Kind::Broken, 3))),
            ("<a b=\"<c>\">", Some((Kind::Broken, 6))),
            ("</a >b", Some((Kind::End, 5))),
            ("</a<b>", Some((Kind::Broken, 3))),
            ("<!-- > -->x", Some((Kind::Comment, 10))),
            ("<![CDATA[>]]>x", Some((Kind::Data, 13))),
            ("<?xml a='>'?>x", Some((Kind::Instruction, 13))),
            (
                "<!DOCTYPE a [<!ENTITY b \"]>\"><!-- ]> -->]>x",
                Some((Kind::Declaration, 42)),
            ),
            ("<!", None),
            ("< 5", Some((Kind::Broken, 1))),
            ("<5", Some((Kind::Broken, 1))),
        ];
        for (text, found) in cases {
            let tag = tag(text.as_bytes(), 0, Language::Xml).map(|tag| (tag.kind, tag.end));
            assert_eq!(tag, found, "{text}");
        }
        let html = |text: &str| tag(text.as_bytes(), 0, Language::Html).map(|tag| (tag.kind, tag.end));
        assert_eq!(html("<a b=\"<c>\">"), Some((open, 11)));
        assert_eq!(html("<!-->x"), Some((Kind::Comment, 5)));
        assert_eq!(html("<!doctype html>"), Some((Kind::Declaration, 15)));
    }

    #[test]
    fn names_end_before_blanks() {
        assert_eq!(name(b"<ss:Cell a='1'>"), b"ss:Cell");
        assert_eq!(name(b"</a>"), b"a");
        assert_eq!(local(b"ss:Cell"), b"Cell");
        assert_eq!(local(b"Cell"), b"Cell");
    }
}
