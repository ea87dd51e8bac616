//! Headers that are paths: of JSON and XML (`user.contact.email`, `address/street`), of vCard (`TEL;CELL`,
//! `N.family`).

use super::{Named, THINGS, look_up, whole, words_of};
use crate::Kind;

/// What the last parts of a path say, the longest that says something first.
pub(super) fn named(header: &str) -> Option<Named> {
    let header = header.trim().trim_start_matches(['@', '$', '_', '.', '/']);
    // Somebody's address is no path.
    if header.contains('@') {
        return None;
    }
    // The parameters of vCard: `EMAIL;TYPE=work`.
    if let Some((property, parameters)) = header.split_once(';') {
        let is_known = parameters.split([';', '=', ',']).all(is_parameter);
        return whole(property).map(|(kind, confidence)| Named {
            kind,
            confidence: 0.95 * confidence,
            is_known,
        });
    }
    let mut parts: Vec<&str> = header
        .split(['.', '/', '[', ']', ':', '|', '>', '\\'])
        .filter(|part| !part.trim().is_empty() && !is_index(part))
        .take(MOST_PARTS + 1)
        .collect();
    while parts.len() > 1 && parts.last().is_some_and(|last| is_value(last)) {
        parts.pop();
    }
    if parts.len() > MOST_PARTS {
        return None;
    }
    let mut confidence_left = 1.0;
    for start in 0..parts.len() {
        if let Some((kind, confidence)) = tail(&parts[start..]) {
            let before = &parts[..start];
            // `plan.name` is nobody's.
            let is_things = before.last().is_some_and(|part| is_thing(part));
            // `emails.0.address`.
            let kind = match before.last().and_then(|part| tail(&[part])) {
                Some((Kind::Email, _)) if kind == Kind::Address => Kind::Email,
                _ => kind,
            };
            let needs_person = matches!(
                kind,
                Kind::Name | Kind::GivenName | Kind::Surname | Kind::Account | Kind::Username
            );
            return Some(Named {
                kind: if is_things && needs_person { Kind::Opaque } else { kind },
                confidence: confidence * confidence_left,
                is_known: before.iter().all(is_container),
            });
        }
        confidence_left *= 0.97;
    }
    None
}

fn tail(parts: &[&str]) -> Option<(Kind, f64)> {
    match parts {
        [part] => whole(part).or_else(|| singular(part)),
        parts => whole(&parts.join(" ")),
    }
}

/// `phones` is a list of telephones.
fn singular(part: &str) -> Option<(Kind, f64)> {
    let words = words_of(part)?;
    look_up(&[words.strip_suffix('s')?])
}

fn is_index(part: &str) -> bool {
    part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_value(part: &str) -> bool {
    [
        "value", "val", "text", "#text", "_text", "string", "content", "raw", "$t",
    ]
    .iter()
    .any(|word| part.eq_ignore_ascii_case(word))
}

fn is_thing(part: &str) -> bool {
    words_of(part).is_some_and(|words| {
        words
            .split(' ')
            .any(|word| THINGS.contains(&word) || word.strip_suffix('s').is_some_and(|word| THINGS.contains(&word)))
    })
}

/// Whether a part above the last can't be anything but a part of a path.
fn is_container(part: &&str) -> bool {
    whole(part).is_some()
        || singular(part).is_some()
        || words_of(part).is_some_and(|words| {
            words.split(' ').all(|word| {
                CONTAINERS.contains(&word)
                    || word.strip_suffix('s').is_some_and(|word| CONTAINERS.contains(&word))
                    || super::is_owner(&word)
                    || THINGS.contains(&word)
            })
        })
}

fn is_parameter(text: &str) -> bool {
    [
        "type", "pref", "cell", "home", "work", "voice", "fax", "internet", "main", "other", "text", "1", "charset",
        "utf-8",
    ]
    .iter()
    .any(|word| text.eq_ignore_ascii_case(word))
}

/// More parts than any path has.
const MOST_PARTS: usize = 12;

/// What holds a person's values in a document.
const CONTAINERS: [&str; 50] = [
    "source",
    "data",
    "profile",
    "user",
    "person",
    "contact",
    "customer",
    "client",
    "member",
    "account",
    "record",
    "row",
    "item",
    "entry",
    "object",
    "document",
    "doc",
    "node",
    "result",
    "response",
    "request",
    "payload",
    "body",
    "hit",
    "info",
    "information",
    "detail",
    "details",
    "attribute",
    "attributes",
    "properties",
    "property",
    "identity",
    "demographic",
    "location",
    "session",
    "meta",
    "metadata",
    "credential",
    "link",
    "adr",
    "n",
    "org",
    "root",
    "value",
    "list",
    "array",
    "login",
    "settings",
    "personal",
];
