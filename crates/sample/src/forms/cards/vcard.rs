//! vCard 2.1, 3.0 and 4.0. A card is a row; pictures, sounds and keys are stepped over.

use encoding_rs::{Encoding, UTF_8};

use super::lines::{
    Block, LONGEST_CARD, LONGEST_VALUE, Lines, SAMPLE_LINES, Step, begins, block, decode_base64, is_line,
};
use crate::forms::fields::{Fields, LEADING, LOOK, ROOT, fill};
use crate::forms::{Head, TextReader};
use crate::row::{Next, Other, Out};
use crate::window::Window;
use crate::{Error, Reject};

/// How far the beginning of a text speaks for vCard: 0 to 1.
pub(crate) fn detect(head: Head<'_>) -> f64 {
    let begin = |line: &str| is_line(line.trim_start_matches('\u{FEFF}').as_bytes(), BEGIN);
    match head.text.lines().take(SAMPLE_LINES).any(begin) {
        true => 0.98,
        false => 0.0,
    }
}

/// A reader of cards.
pub(crate) fn reader(_head: Head<'_>) -> impl TextReader + use<> {
    VCards {
        started: false,
        fields: Fields::new("", None),
        line: String::new(),
        name: String::new(),
        value: String::new(),
    }
}

struct VCards {
    started: bool,
    fields: Fields,
    line: String,
    name: String,
    value: String,
}

impl TextReader for VCards {
    fn next(&mut self, window: &mut Window, out: &mut Out) -> Result<Next, Error> {
        if !std::mem::replace(&mut self.started, true) {
            fill(window, LOOK)?;
            let mut look = Window::of(&window.rest()[..window.rest().len().min(LOOK)]);
            for _ in 0..LEADING {
                if self.step(&mut look, None)? == Next::End {
                    break;
                }
            }
            self.fields.settle();
        }
        self.step(window, Some(out))
    }
}

impl VCards {
    /// Steps over what stands next. Without `out` a card's columns are taken up only.
    fn step(&mut self, window: &mut Window, out: Option<&mut Out>) -> Result<Next, Error> {
        if window.rest().is_empty() && !window.more()? {
            return Ok(Next::End);
        }
        let (mut first, mut what) = (true, What::Comment);
        let mut nested = Nested::default();
        let block = block(window, LONGEST_CARD, |line| {
            let is_first = std::mem::replace(&mut first, false);
            let (begin, end, blank) = (is_line(line, BEGIN), is_line(line, END), is_line(line, b""));
            match what {
                _ if is_first && blank => {
                    what = What::Blank;
                    Step::Last
                }
                _ if is_first && begin => {
                    what = What::Card;
                    Step::Within
                }
                What::Card if nested.is_within(line, begin, end) => Step::Within,
                What::Card if begin => Step::Behind,
                What::Card if end => Step::Last,
                What::Card => Step::Within,
                _ if end => {
                    what = What::Tail;
                    Step::Last
                }
                _ if begin || blank => Step::Behind,
                _ => Step::Within,
            }
        })?;
        let (length, next) = match (what, block) {
            (What::Card, Block::TooLong) => return Ok(Next::Rejected(Reject::TooLong)),
            (What::Comment, Block::TooLong) => return Ok(Next::Other(Other::Comment)),
            (What::Tail, Block::TooLong) => return Ok(Next::Rejected(Reject::Malformed)),
            (What::Blank, Block::TooLong) => return Ok(Next::Other(Other::Blank)),
            (What::Card, Block::Ended(length)) => (length, self.card(&window.rest()[..length], out)),
            (What::Card, Block::Before(length)) => (length, Next::Rejected(Reject::Malformed)),
            (What::Card, Block::Open(length)) => (length, Next::Rejected(Reject::CutOff)),
            (What::Tail, Block::Ended(length) | Block::Before(length) | Block::Open(length)) => {
                (length, Next::Rejected(Reject::Malformed))
            }
            (What::Blank, Block::Ended(length) | Block::Before(length) | Block::Open(length)) => {
                (length, Next::Other(Other::Blank))
            }
            (What::Comment, Block::Ended(length) | Block::Before(length) | Block::Open(length)) => {
                (length, Next::Other(Other::Comment))
            }
        };
        window.advance(length);
        Ok(next)
    }

    fn card(&mut self, card: &[u8], out: Option<&mut Out>) -> Next {
        let Ok(card) = std::str::from_utf8(card) else {
            return Next::Rejected(Reject::Malformed);
        };
        self.fields.begin();
        let mut lines = Lines::new(card);
        let mut nested = Nested::default();
        while let Some(line) = lines.line() {
            let (begin, end) = (is_line(line.as_bytes(), BEGIN), is_line(line.as_bytes(), END));
            if !nested.is_within(line.as_bytes(), begin, end) && !begin && !end {
                self.property(line, &mut lines);
            }
        }
        match out {
            _ if self.fields.is_empty() => Next::Rejected(Reject::NoRecord),
            Some(out) => Next::Row(self.fields.row(out)),
            None => {
                self.fields.note();
                Next::Row(0)
            }
        }
    }

    /// Reads the property that begins with `first`.
    fn property(&mut self, first: &str, lines: &mut Lines<'_>) {
        if first.trim().is_empty() {
            return;
        }
        let mut head = Property::of(first);
        if head.as_ref().is_some_and(|head| is_media(head.name)) {
            while lines.folded().is_some() {}
            // Some programs don't fold base64.
            while lines
                .ahead()
                .is_some_and(|line| !line.contains(':') && !line.trim().is_empty())
            {
                lines.line();
            }
            return;
        }
        let quoted = head.as_ref().is_some_and(|head| head.is_quoted);
        self.line.clear();
        self.line.push_str(first);
        loop {
            let soft = quoted && self.line.ends_with('=');
            let more = match lines.folded() {
                None if soft && lines.ahead().is_some_and(|line| !is_line(line.as_bytes(), END)) => lines.line(),
                more => more,
            };
            let Some(more) = more else {
                break;
            };
            if soft {
                self.line.pop();
            }
            self.line.push_str(more);
        }
        head = Property::of(&self.line);
        let Some(property) = head else {
            self.fields.drop_field();
            return;
        };
        if IGNORED.iter().any(|name| property.name.eq_ignore_ascii_case(name)) {
            return;
        }
        self.value.clear();
        if property.is_quoted {
            let bytes = decode_quoted(property.value);
            let (text, _) = property.charset.decode_without_bom_handling(&bytes);
            self.value.push_str(&text);
        } else if property.is_base64 {
            match decode_base64(property.value) {
                Some(text) => self.value.push_str(&text),
                None => self.fields.drop_field(),
            }
        } else {
            self.value.push_str(property.value);
        }
        self.name.clear();
        self.name.push_str(property.name);
        self.name.make_ascii_uppercase();
        if self.value.len() > LONGEST_VALUE {
            self.fields.drop_field();
        } else if !self.value.trim().is_empty() {
            put(&mut self.fields, &self.name, self.value.trim());
        }
    }
}

/// What a block of lines is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Card,
    /// The end of a card whose beginning is lost.
    Tail,
    Blank,
    Comment,
}

/// Cards within a card, which stand behind `AGENT:`.
#[derive(Default)]
struct Nested {
    depth: usize,
    announced: bool,
}

impl Nested {
    /// Whether a line is part of a card within the card.
    fn is_within(&mut self, line: &[u8], begin: bool, end: bool) -> bool {
        let announced = std::mem::replace(
            &mut self.announced,
            begins(line, b"AGENT") && line.trim_ascii_end().ends_with(b":"),
        );
        if begin && (announced || self.depth > 0) {
            self.depth += 1;
            return true;
        }
        let is_within = self.depth > 0;
        self.depth -= usize::from(end && is_within);
        is_within
    }
}

/// A content line in parts.
struct Property<'l> {
    /// Without its group.
    name: &'l str,
    value: &'l str,
    is_quoted: bool,
    is_base64: bool,
    charset: &'static Encoding,
}

impl<'l> Property<'l> {
    fn of(line: &'l str) -> Option<Property<'l>> {
        let mut in_quotes = false;
        let colon = line.bytes().position(|byte| {
            in_quotes ^= byte == b'"';
            byte == b':' && !in_quotes
        })?;
        let (head, value) = (&line[..colon], &line[colon + 1..]);
        let mut parts = head.split(';');
        let name = parts.next()?.trim();
        let name = name.rsplit_once('.').map_or(name, |(_, name)| name);
        if name.is_empty() || name.contains(char::is_whitespace) {
            return None;
        }
        let mut property = Property {
            name,
            value,
            is_quoted: false,
            is_base64: false,
            charset: UTF_8,
        };
        for part in parts {
            let (key, setting) = part.split_once('=').unwrap_or(("ENCODING", part));
            let setting = setting.trim_matches('"');
            if key.eq_ignore_ascii_case("ENCODING") {
                property.is_quoted |= setting.eq_ignore_ascii_case("QUOTED-PRINTABLE");
                property.is_base64 |= setting.eq_ignore_ascii_case("BASE64") || setting.eq_ignore_ascii_case("B");
            } else if key.eq_ignore_ascii_case("CHARSET") {
                property.charset = Encoding::for_label(setting.as_bytes()).unwrap_or(UTF_8);
            }
        }
        Some(property)
    }
}

fn put(fields: &mut Fields, name: &str, value: &str) {
    let parts: &[&str] = match name {
        "N" => &NAME,
        "ADR" => &ADDRESS,
        "TEL" | "EMAIL" => {
            let value = ["tel:", "mailto:"]
                .iter()
                .find(|scheme| begins(value.as_bytes(), scheme.as_bytes()))
                .map_or(value, |scheme| &value[scheme.len()..]);
            let node = fields.numbered_child(ROOT, name);
            push_unescaped(fields, value);
            return fields.end_value(node);
        }
        _ => {
            let node = fields.child(ROOT, name);
            push_unescaped(fields, value);
            return fields.end_value(node);
        }
    };
    let parent = fields.child(ROOT, name);
    let mut rest = value;
    for part in parts {
        let end = unescaped_semicolon(rest);
        let text = &rest[..end.unwrap_or(rest.len())];
        if !text.trim().is_empty() {
            let node = parent.and_then(|parent| fields.child(parent, part));
            push_unescaped(fields, text);
            fields.end_value(node);
        }
        rest = end.map_or("", |end| &rest[end + 1..]);
    }
    if !rest.trim().is_empty() {
        fields.drop_field();
    }
}

fn unescaped_semicolon(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|byte| {
        let found = byte == b';' && !escaped;
        escaped = byte == b'\\' && !escaped;
        found
    })
}

fn push_unescaped(fields: &mut Fields, text: &str) {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        fields.push(&rest[..at]);
        let mut after = rest[at + 1..].chars();
        match after.next() {
            Some('n' | 'N') => fields.push_char('\n'),
            Some(character @ (',' | ';' | ':' | '\\')) => fields.push_char(character),
            Some(character) => {
                fields.push_char('\\');
                fields.push_char(character);
            }
            None => fields.push_char('\\'),
        }
        rest = after.as_str();
    }
    fields.push(rest);
}

/// What quoted-printable stands for; what breaks its rules stays as it is.
fn decode_quoted(text: &str) -> Vec<u8> {
    let hex = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if let (b'=', [high, low, behind @ ..]) = (first, after)
            && let (Some(high), Some(low)) = (hex(*high), hex(*low))
        {
            bytes.push(high << 4 | low);
            rest = behind;
        } else {
            bytes.push(*first);
        }
    }
    bytes
}

fn is_media(name: &str) -> bool {
    MEDIA.iter().any(|media| name.eq_ignore_ascii_case(media))
}

const BEGIN: &[u8] = b"BEGIN:VCARD";
const END: &[u8] = b"END:VCARD";
const MEDIA: [&str; 4] = ["PHOTO", "LOGO", "SOUND", "KEY"];
/// What says how a card is written, and no more.
const IGNORED: [&str; 6] = ["BEGIN", "END", "VERSION", "PRODID", "REV", "AGENT"];
const NAME: [&str; 5] = ["family", "given", "additional", "prefix", "suffix"];
const ADDRESS: [&str; 7] = ["box", "extended", "street", "city", "region", "code", "country"];

#[cfg(test)]
mod tests;
