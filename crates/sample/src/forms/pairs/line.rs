/// What stands between two pairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// `&`, with percent signs and `+` in keys and values.
    Url,
    /// One ASCII sign, with blanks around it or without.
    Sign(u8),
    /// Blanks.
    Space,
}

impl Joint {
    /// Those that are looked for, the narrowest first.
    pub(super) const ALL: [Joint; 6] = [
        Joint::Url,
        Joint::Sign(b';'),
        Joint::Sign(b'|'),
        Joint::Sign(b'\t'),
        Joint::Sign(b','),
        Joint::Space,
    ];

    /// Where the last of it stands.
    fn last(self, text: &[u8]) -> Option<usize> {
        match self {
            Joint::Url => memchr::memrchr(b'&', text),
            Joint::Sign(sign) => memchr::memrchr(sign, text),
            Joint::Space => memchr::memrchr2(b' ', b'\t', text),
        }
    }

    fn is(self, byte: u8) -> bool {
        match self {
            Joint::Url => byte == b'&',
            Joint::Sign(sign) => byte == sign,
            Joint::Space => byte == b' ' || byte == b'\t',
        }
    }
}

/// A key and its value, both as they are written but for blanks and quotes around them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair<'t> {
    pub(super) key: &'t str,
    pub(super) value: &'t str,
    /// What stood around the value.
    pub(super) quote: Option<u8>,
}

/// Reads the pairs of a line, and returns the text before the first of them.
pub(super) fn read<'t>(line: &'t str, joint: Joint, pairs: &mut Vec<Pair<'t>>) -> &'t str {
    let (before, inner) = unwrapped(line.trim());
    let wrapped = inner.len() < line.trim().len();
    let mut closed = false;
    let mut text = pairs_of(inner, joint, wrapped, &mut closed, pairs);
    if !closed {
        text = pairs_of(inner, joint, false, &mut closed, pairs);
    }
    if before.is_empty() { text } else { before }
}

/// A quoted value without its escapes: a backslash before any character, or the quote twice. `None` if it has none.
pub(super) fn unescaped(value: &str, quote: u8) -> Option<String> {
    memchr::memchr2(b'\\', quote, value.as_bytes())?;
    let quote = char::from(quote);
    let mut text = String::with_capacity(value.len());
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('n') => text.push('\n'),
                Some('t') => text.push('\t'),
                Some('r') => text.push('\r'),
                Some(escaped) if escaped == quote || escaped == '\\' || escaped == '/' => text.push(escaped),
                Some(other) => text.extend(['\\', other]),
                None => text.push('\\'),
            },
            character => {
                text.push(character);
                if character == quote {
                    characters.next();
                }
            }
        }
    }
    Some(text)
}

/// The text before a bracket that holds all pairs, and what it holds: `User{a=1, b=2}` or `(a=1)`. The word that stands right
/// before the bracket is the form's own.
fn unwrapped(line: &str) -> (&str, &str) {
    let none = ("", line);
    let (Some(close), Some(equals)) = (line.bytes().last(), memchr::memchr(b'=', line.as_bytes())) else {
        return none;
    };
    let open = match close {
        b'}' => b'{',
        b')' => b'(',
        b']' => b'[',
        _ => return none,
    };
    let Some(at) = memchr::memchr(open, &line.as_bytes()[..equals]) else {
        return none;
    };
    let before = &line[..at];
    let word = |c: char| c.is_alphanumeric() || "_.$@".contains(c);
    (before.trim_end_matches(word).trim(), &line[at + 1..line.len() - 1])
}

/// `closed` says afterwards whether every bracket in a value was closed; it is only looked at if `nested`.
fn pairs_of<'t>(text: &'t str, joint: Joint, nested: bool, closed: &mut bool, pairs: &mut Vec<Pair<'t>>) -> &'t str {
    pairs.clear();
    *closed = true;
    let bytes = text.as_bytes();
    let mut before = "";
    // The key whose value is read, where that begins, and where a joint is looked for.
    let mut open: Option<&str> = None;
    let (mut start, mut seen) = (0, 0);
    let mut quote = None;
    let mut depth = 0isize;
    let mut from = 0;
    while let Some(equals) = memchr::memchr(b'=', &bytes[from..]).map(|at| from + at) {
        from = equals + 1;
        if bytes.get(from) == Some(&b'=') {
            // Neither of two belongs to a key: `==`, or the end of Base64.
            from += 1;
            continue;
        }
        if nested && open.is_some() {
            depth += depth_of(&bytes[seen..equals]);
        }
        let key = match open {
            None => first_key(text, equals, joint),
            Some(_) if nested && depth > 0 => None,
            Some(_) => joint.last(&bytes[seen..equals]).map(|at| seen + at + 1),
        };
        let name = key.map(|key| trimmed_key(&text[key..equals]));
        let Some((key, name)) = key.zip(name).filter(|(_, name)| is_key(name, joint)) else {
            // No key has this sign in it, so that none begins before it either.
            seen = from;
            continue;
        };
        match open {
            None => before = text[..key].trim_matches(|c: char| c.is_whitespace() || ":,;|&?-".contains(c)),
            Some(of) => pairs.push(pair(of, &text[start..key - 1], quote, joint)),
        }
        open = Some(name);
        depth = 0;
        if bytes.get(from) == Some(&b'>') {
            from += 1;
        }
        start = from;
        quote = quoted(bytes, &mut from, joint);
        seen = from;
    }
    let Some(of) = open else { return text };
    if nested {
        depth += depth_of(bytes.get(seen..).unwrap_or_default());
        *closed = depth <= 0;
    }
    pairs.push(pair(of, &text[start..], quote, joint));
    before
}

/// If a quoted value begins at `from`, steps over it and returns the quote.
fn quoted(bytes: &[u8], from: &mut usize, joint: Joint) -> Option<u8> {
    let mut at = *from;
    while bytes.get(at) == Some(&b' ') && joint != Joint::Space {
        at += 1;
    }
    let quote = *bytes.get(at).filter(|byte| matches!(byte, b'"' | b'\''))?;
    at += 1;
    loop {
        at += memchr::memchr2(quote, b'\\', bytes.get(at..)?)?;
        if bytes[at] == b'\\' || bytes.get(at + 1) == Some(&quote) {
            at += 2;
            continue;
        }
        at += 1;
        let behind = bytes
            .get(at..)?
            .iter()
            .find(|byte| **byte != b' ' || joint == Joint::Space);
        let ends = behind.is_none_or(|byte| joint.is(*byte) || matches!(byte, b'}' | b')' | b']'));
        if !ends {
            return None;
        }
        *from = at;
        return Some(quote);
    }
}

fn pair<'t>(key: &'t str, value: &'t str, quote: Option<u8>, joint: Joint) -> Pair<'t> {
    let mut value = value.trim();
    if let Joint::Sign(_) | Joint::Url = joint
        && value.bytes().last().is_some_and(|byte| joint.is(byte))
    {
        value = value[..value.len() - 1].trim_end();
    }
    let inner = quote.and_then(|quote| {
        let quote = char::from(quote);
        value.strip_prefix(quote)?.strip_suffix(quote)
    });
    Pair {
        key,
        value: inner.unwrap_or(value),
        quote: inner.and(quote),
    }
}

/// Where the first key begins: behind the last joint, or behind the last blank where it is no key otherwise.
fn first_key(text: &str, equals: usize, joint: Joint) -> Option<usize> {
    let before = text.get(..equals)?.as_bytes();
    let near = equals.saturating_sub(2 * LONGEST_KEY);
    // Without one of these within reach, the key begins with the text.
    let behind = |found: Option<usize>| match found {
        Some(at) => Some(near + at + 1),
        None => (near == 0).then_some(0),
    };
    if joint != Joint::Space
        && let Some(start) = behind(joint.last(&before[near..]))
        && is_key(trimmed_key(&text[start..equals]), joint)
    {
        return Some(start);
    }
    let blanks = before[near..]
        .iter()
        .rev()
        .take_while(|byte| byte.is_ascii_whitespace())
        .count();
    behind(memchr::memrchr3(b' ', b'\t', b'?', &before[near..equals - blanks]))
}

fn trimmed_key(key: &str) -> &str {
    key.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ':'))
}

fn is_key(key: &str, joint: Joint) -> bool {
    let blanks = matches!(joint, Joint::Sign(_));
    let words = || key.bytes().filter(|byte| *byte == b' ').count() + 1;
    key.len() <= LONGEST_KEY
        && key
            .chars()
            .next()
            .is_some_and(|c| c.is_alphabetic() || c == '_' || c == '@' || c == '$')
        && key.bytes().all(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' | b'.' | b'@' | b'$' | b'/' | 0x80.. => true,
            b'[' | b']' | b'(' | b')' | b'#' => !matches!(joint, Joint::Space),
            b'%' => joint == Joint::Url,
            b' ' => blanks,
            _ => false,
        })
        && (!blanks || words() <= MOST_WORDS)
}

fn depth_of(text: &[u8]) -> isize {
    text.iter()
        .map(|byte| match byte {
            b'{' | b'[' | b'(' => 1,
            b'}' | b']' | b')' => -1,
            _ => 0,
        })
        .sum()
}

const LONGEST_KEY: usize = 64;
const MOST_WORDS: usize = 4;
