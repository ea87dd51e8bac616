//! Where in PHP's values the rows are: the values themselves, or the elements of an array that holds them all.

use std::ops::Range;

use super::is_begin;
use super::value::{Step, Value};

/// Where the rows are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// How many arrays and objects enclose a row.
    pub(super) depth: usize,
    /// Whether rows have names instead of numbers.
    pub(super) keyed: bool,
}

/// A key of an array, with its `;`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// There is none here.
    None,
    /// More text is needed to say.
    Short,
    /// A number, and how long it is.
    Number(usize),
    /// A text, how long it is and where its letters are.
    Text(usize, Range<usize>),
}

impl Plan {
    /// Finds the rows by the beginning of a text, which begins with an array or an object.
    pub(super) fn find(value: &mut Value, text: &[u8]) -> Plan {
        let (mut plan, mut depth, mut at) = (Plan::default(), 0, 0);
        while depth < MOST_WRAPPERS {
            let members = members(value, text, at);
            depth += 1;
            let containers = members.iter().filter(|member| member.container).count();
            let all = !members.is_empty() && containers == members.len();
            // A few plain values among rows are damage.
            let nearly = containers * 5 >= members.len() * 4 && members.first().is_some_and(|first| first.container);
            if nearly && members.iter().all(|member| member.listed) {
                plan = Plan { depth, keyed: false };
            } else if plan.depth > 0 {
                break;
            } else if all && members.len() >= LEAST_KEYED && are_alike(value, text, &members) {
                return Plan { depth, keyed: true };
            } else if members.len() > 1 && !(depth == 1 && is_alone(value, text)) {
                break;
            }
            // What a single member wraps, or most of what a text holds that is one value.
            let largest = members.iter().max_by_key(|member| member.end - member.value);
            let most = largest.map_or(0, |member| member.end - member.value);
            match largest {
                Some(_) if plan.depth > 0 => at = members.first().map_or(0, |member| member.value),
                Some(member) if member.container && (members.len() == 1 || most * 2 > text.len()) => at = member.value,
                _ => break,
            }
        }
        plan
    }
}

/// What key stands at the beginning of `text`.
pub(super) fn key(text: &[u8]) -> Key {
    let digits = |text: &[u8]| {
        text.iter()
            .take(MOST_DIGITS)
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };
    match text {
        [] | [b'i' | b's'] => Key::Short,
        [b'i', b':', rest @ ..] => {
            let sign = usize::from(rest.first() == Some(&b'-'));
            let digits = digits(&rest[sign..]);
            match rest.get(sign + digits) {
                Some(b';') if digits > 0 => Key::Number(2 + sign + digits + 1),
                None if digits < MOST_DIGITS => Key::Short,
                _ => Key::None,
            }
        }
        [b's', b':', rest @ ..] => {
            let digits = digits(rest);
            let escaped = rest.get(digits + 1) == Some(&b'\\');
            let begin = digits + 2 + usize::from(escaped);
            match rest.get(digits..begin) {
                Some(b":\"" | b":\\\"") if digits > 0 => {}
                None if digits < MOST_DIGITS => return Key::Short,
                _ => return Key::None,
            }
            let near = &rest[begin..rest.len().min(begin + LONGEST_KEY)];
            let close: &[u8] = if escaped { b"\\\";" } else { b"\";" };
            let stated = std::str::from_utf8(&rest[..digits])
                .ok()
                .and_then(|digits| digits.parse().ok());
            let stated = stated.filter(|at: &usize| near.get(*at..).is_some_and(|rest| rest.starts_with(close)));
            match stated.or_else(|| memchr::memmem::find(near, close)) {
                Some(end) => Key::Text(2 + begin + end + close.len(), 2 + begin..2 + begin + end),
                None if near.len() < LONGEST_KEY => Key::Short,
                None => Key::None,
            }
        }
        _ => Key::None,
    }
}

/// A member of an array or an object.
struct Member {
    /// Whether its key is a number.
    listed: bool,
    /// Where its value begins and ends, or where the text does.
    value: usize,
    end: usize,
    /// Whether that is an array or an object.
    container: bool,
}

/// The leading members of what begins at `at`.
fn members(value: &mut Value, text: &[u8], at: usize) -> Vec<Member> {
    let mut members = Vec::new();
    let Step::Whole(length) = value.opened(&text[at..]) else {
        return members;
    };
    let mut at = at + length;
    while members.len() < MOST_MEMBERS {
        let (length, listed) = match key(&text[at..]) {
            Key::Number(length) => (length, true),
            Key::Text(length, _) => (length, false),
            Key::None | Key::Short => break,
        };
        let begin = at + length;
        value.begin(true);
        let step = value.read_on(&text[begin..], true);
        at = match step {
            Step::Whole(length) => begin + length,
            Step::Short => text.len(),
            Step::Bad => begin,
        };
        let container = is_begin(&text[begin..]) == Some(true);
        if step != Step::Bad || container {
            members.push(Member {
                listed,
                value: begin,
                end: at,
                container,
            });
        }
        if step == Step::Bad {
            break;
        }
    }
    members
}

/// Whether all members begin with the same key.
fn are_alike(value: &mut Value, text: &[u8], members: &[Member]) -> bool {
    let mut first = |member: &Member| match value.opened(&text[member.value..]) {
        Step::Whole(length) => match key(&text[member.value + length..]) {
            Key::Text(_, key) => text.get(member.value + length + key.start..member.value + length + key.end),
            _ => None,
        },
        _ => None,
    };
    let keys: Vec<Option<&[u8]>> = members.iter().map(&mut first).collect();
    let whole = keys.split_last().map_or(&[][..], |(_, whole)| whole);
    // The last one may be cut off.
    whole
        .first()
        .is_some_and(|first| first.is_some() && whole.iter().all(|key| key == first))
}

/// Whether the text is one value.
fn is_alone(value: &mut Value, text: &[u8]) -> bool {
    value.begin(false);
    match value.read_on(text, true) {
        Step::Whole(length) => text[length..].trim_ascii().is_empty(),
        Step::Short | Step::Bad => true,
    }
}

/// Arrays and objects around rows.
const MOST_WRAPPERS: usize = 8;
/// Members that are looked at.
const MOST_MEMBERS: usize = 16;
/// An array with names instead of numbers holds rows if it has so many that begin alike.
const LEAST_KEYED: usize = 3;
const MOST_DIGITS: usize = 20;
/// Bytes of the longest key of a row.
const LONGEST_KEY: usize = 256;
