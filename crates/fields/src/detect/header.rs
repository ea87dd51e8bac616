//! What the headers of columns say, in the languages that customer tables are met in.

mod native;
mod path;
mod vocabulary;

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::Kind;
use crate::kinds::fold::each_folded;
use native::NATIVE;
use vocabulary::VOCABULARY;

/// What a header says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Named {
    pub(super) kind: Kind,
    /// 0 to 1: how far a column under it holds that kind; 0 for a header that says nothing.
    pub(super) confidence: f64,
    /// Whether every word of it is known, so that it can't be somebody's value.
    pub(super) is_known: bool,
}

/// The kind that a header names, if it or the end of a path in it is in the vocabulary of headers.
pub(super) fn named(header: &str) -> Option<Named> {
    if header.len() > MOST_BYTES {
        return None;
    }
    whole(header)
        .map(|(kind, confidence)| Named {
            kind,
            confidence,
            is_known: true,
        })
        .or_else(|| path::named(header))
}

/// Whether a header only numbers its column: `col1`, `field_7`, `Unnamed: 3`.
pub(super) fn is_number(header: &str) -> bool {
    let header = header.trim();
    let stem = header.trim_end_matches(|c: char| c.is_ascii_digit());
    // More digits may be somebody's number.
    if !(1..=MOST_COLUMN_DIGITS).contains(&(header.len() - stem.len())) || stem.len() > 12 {
        return false;
    }
    let word = stem.trim_end_matches([' ', '_', '-', ':', '.', '#']).to_lowercase();
    // `_c0` and `_1` are a program's; `C123` may be a room.
    NUMBERED.contains(&word.trim_start_matches('_')) || matches!(stem, "_c" | "_")
}

/// A header that is no path.
fn whole(header: &str) -> Option<(Kind, f64)> {
    if let Some(found) = in_own_script(header) {
        return Some(found);
    }
    let words = words_of(header)?;
    let words: Vec<&str> = words.split(' ').collect();
    // The one-letter attribute of directories; a capital is somebody's initial.
    if header.trim() == "l" {
        return Some((Kind::City, 0.6));
    }
    of_words(&words)
}

fn of_words(words: &[&str]) -> Option<(Kind, f64)> {
    if let Some(found) = look_up(words) {
        return Some(found);
    }
    // `address2` is a second line; `phone2` is another telephone.
    let (numbered, last) = without_number(words);
    if !last.is_empty()
        && let Some((kind, confidence)) = look_up(&numbered)
    {
        return Some(match kind {
            Kind::Address if last != "1" => (Kind::Opaque, 0.9),
            _ => (kind, confidence * 0.95),
        });
    }
    let (last, head) = words.split_last()?;
    if let Some(thing) = head.last()
        && matches!(*last, "name" | "title" | "label")
        && (THINGS.contains(thing) || THINGS.iter().any(|word| thing.strip_suffix('s') == Some(word)))
    {
        return Some((Kind::Opaque, 0.9));
    }
    // As much as may be stays: `c_account_no` is an account's, no number.
    let start = words.iter().take_while(|word| is_owner(word)).count().min(head.len());
    if let Some((kind, confidence)) = (1..=start).find_map(|start| kind_of_words(&words[start..])) {
        return Some((kind, confidence * 0.95));
    }
    if MODIFIERS.contains(last) {
        return (0..=start)
            .find_map(|start| kind_of_words(&head[start..]))
            .map(|_| (Kind::Opaque, 0.9));
    }
    // `strfirstname`, the mark of a type run together with the name.
    let rest = TYPES.iter().find_map(|mark| words[0].strip_prefix(mark))?;
    (rest.len() >= 4).then(|| {
        let mut words = words.to_vec();
        words[0] = rest;
        kind_of_words(&words).map(|(kind, confidence)| (kind, confidence * 0.9))
    })?
}

fn is_owner(word: &&str) -> bool {
    OWNERS.contains(word) || PREFIXES.contains(word)
}

/// A header in a script of its own, or with the marks that tell it from a name.
fn in_own_script(header: &str) -> Option<(Kind, f64)> {
    static MAP: LazyLock<HashMap<String, (Kind, f64)>> = LazyLock::new(|| {
        let words = NATIVE.iter().flat_map(|(kind, confidence, list)| {
            list.split_ascii_whitespace()
                .map(|word| (squeezed(word), (*kind, *confidence)))
        });
        words.collect()
    });
    if header.is_ascii() {
        return None;
    }
    let squeezed = squeezed(header);
    MAP.get(&squeezed)
        .or_else(|| MAP.get(squeezed.trim_end_matches(|c: char| c.is_numeric())))
        .copied()
}

fn squeezed(text: &str) -> String {
    text.nfc()
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

fn kind_of_words(words: &[&str]) -> Option<(Kind, f64)> {
    look_up(words).or_else(|| {
        let (numbered, last) = without_number(words);
        let (kind, confidence) = look_up(&numbered)?;
        match kind {
            Kind::Address if last != "1" => Some((Kind::Opaque, 0.9)),
            _ => Some((kind, confidence)),
        }
    })
}

/// Lower-case ASCII words with one blank between them; `camelCase` and digits begin a word. A header of
/// more than 64 letters is none.
pub(super) fn words_of(header: &str) -> Option<String> {
    let mut spaced = String::with_capacity(header.len() + 8);
    let mut before = ' ';
    for c in header.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            spaced.push(' ');
        }
        spaced.push(c);
        before = c;
    }
    let mut words = String::with_capacity(spaced.len());
    let mut was_digit = false;
    each_folded(&spaced, |byte| match byte {
        b'A'..=b'Z' | b'0'..=b'9' => {
            let is_digit = byte.is_ascii_digit();
            if is_digit != was_digit && !words.is_empty() && !words.ends_with(' ') {
                words.push(' ');
            }
            was_digit = is_digit;
            words.push(char::from(byte.to_ascii_lowercase()));
        }
        b'#' => words.push_str(" no "),
        b'\'' => {}
        _ if words.ends_with(' ') => {}
        _ => words.push(' '),
    });
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty() && words.len() <= 64).then_some(words)
}

fn look_up(words: &[&str]) -> Option<(Kind, f64)> {
    static MAP: LazyLock<HashMap<&str, (Kind, f64)>> = LazyLock::new(|| {
        let mut map = HashMap::new();
        for (kind, confidence, list) in VOCABULARY {
            for word in list.split_ascii_whitespace() {
                map.entry(word).or_insert((*kind, *confidence));
            }
        }
        map
    });
    MAP.get(words.concat().as_str()).copied()
}

fn without_number<'w>(words: &[&'w str]) -> (Vec<&'w str>, &'w str) {
    match words {
        [rest @ .., last] if last.len() <= 2 && last.bytes().all(|byte| byte.is_ascii_digit()) => (rest.to_vec(), last),
        _ => (words.to_vec(), ""),
    }
}

/// What stands before the number of a column without a name, in a few languages.
const NUMBERED: [&str; 16] = [
    "col",
    "column",
    "field",
    "fld",
    "var",
    "variable",
    "attr",
    "attribute",
    "unnamed",
    "spalte",
    "feld",
    "campo",
    "coluna",
    "columna",
    "colonne",
    "colonna",
];

/// A table has at most some thousand columns.
const MOST_COLUMN_DIGITS: usize = 4;

/// The longest header that is looked at, in bytes.
const MOST_BYTES: usize = 128;

/// What programmers write before a column's name: where it is from, what type it has.
const PREFIXES: [&str; 44] = [
    "tbl", "usr", "c", "u", "p", "f", "m", "n", "s", "v", "x", "t", "d", "o", "txt", "str", "fld", "fields", "field",
    "col", "column", "db", "var", "vc", "nvc", "src", "raw", "in", "attr", "inp", "input", "frm", "form", "dt", "date",
    "num", "int", "dbo", "tb", "old", "new", "orig", "the", "your",
];

/// The same where it is run together with the name.
const TYPES: [&str; 6] = ["str", "txt", "fld", "col", "tbl", "usr"];

/// What has a name without being a person.
const THINGS: [&str; 48] = [
    "device",
    "company",
    "plan",
    "product",
    "file",
    "bank",
    "store",
    "event",
    "app",
    "application",
    "campaign",
    "carrier",
    "country",
    "domain",
    "org",
    "organization",
    "organisation",
    "school",
    "merchant",
    "dealer",
    "employer",
    "business",
    "brand",
    "model",
    "host",
    "server",
    "service",
    "package",
    "project",
    "team",
    "group",
    "role",
    "job",
    "department",
    "section",
    "category",
    "tag",
    "list",
    "table",
    "column",
    "field",
    "network",
    "browser",
    "os",
    "game",
    "item",
    "site",
    "subscription",
];

/// Words before a header's own that say whose value it is.
const OWNERS: [&str; 57] = [
    "customer",
    "cust",
    "client",
    "user",
    "usr",
    "member",
    "subscriber",
    "subs",
    "sub",
    "primary",
    "secondary",
    "billing",
    "bill",
    "home",
    "work",
    "mailing",
    "contact",
    "main",
    "person",
    "holder",
    "current",
    "owner",
    "employee",
    "patient",
    "personal",
    "residential",
    "shipping",
    "ship",
    "svc",
    "service",
    "applicant",
    "my",
    "account",
    "contacts",
    "users",
    "customers",
    "clients",
    "emergency",
    "alt",
    "alternate",
    "other",
    "second",
    "third",
    "business",
    "office",
    "private",
    "recipient",
    "sender",
    "guest",
    "insured",
    "payer",
    "buyer",
    "billto",
    "shipto",
    "permanent",
    "present",
    "registered",
];

/// Words after a header's own that make it say something about the value instead of holding it.
const MODIFIERS: [&str; 62] = [
    "verified",
    "type",
    "status",
    "flag",
    "valid",
    "validated",
    "country",
    "count",
    "model",
    "brand",
    "provider",
    "carrier",
    "hash",
    "hashed",
    "md5",
    "sha1",
    "sha256",
    "date",
    "time",
    "at",
    "on",
    "opt",
    "optin",
    "consent",
    "confirmed",
    "source",
    "domain",
    "plan",
    "description",
    "desc",
    "category",
    "class",
    "group",
    "level",
    "length",
    "expiry",
    "expiration",
    "exp",
    "issuer",
    "issued",
    "label",
    "score",
    "updated",
    "created",
    "sha512",
    "bcrypt",
    "salt",
    "validation",
    "verification",
    "token",
    "preference",
    "preferences",
    "permission",
    "updates",
    "changed",
    "format",
    "ext",
    "extension",
    "lookup",
    "quality",
    "risk",
    "age",
];

#[cfg(test)]
mod tests;
