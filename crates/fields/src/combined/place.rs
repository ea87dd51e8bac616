//! Region and postcode at the end of an address.

use crate::kinds::fold::{Text, each_folded};
use crate::kinds::state;
use crate::reading::is_blank;

/// What stands before the region, the region and the postcode at the end of an address.
pub(super) fn place(cell: &str) -> Option<(&str, &str, &str)> {
    let cell = without_country(cell);
    let (rest, zip) = postcode(cell)?;
    let rest = tidy(rest);
    // `New York, New York`: a region by itself behind a comma.
    if let Some((head, last)) = rest.rsplit_once([',', '\n'])
        && is_region(tidy(last))
    {
        return Some((tidy(head), tidy(last), zip));
    }
    // The longest name first: `West Virginia` is not Virginia.
    let mut found = None;
    let mut at = rest.len();
    for _ in 0..MOST_REGION_WORDS {
        let head = rest[..at].trim_end_matches(is_blank);
        let Some((start, blank)) = head
            .char_indices()
            .rev()
            .find(|(_, c)| is_blank(*c) || matches!(c, ',' | '\n'))
        else {
            break;
        };
        let region = &rest[start + blank.len_utf8()..];
        // An abbreviation may be a word of the city's own name: `Big Ind`.
        if is_region(region) && (region.len() == 2 || region.len() >= 4) {
            found = Some((tidy(&rest[..start]), region, zip));
        }
        at = start;
    }
    found.filter(|(head, ..)| !head.is_empty())
}

/// A cell without the country at its end.
fn without_country(cell: &str) -> &str {
    for country in [
        "USA",
        "U.S.A.",
        "US",
        "U.S.",
        "United States",
        "United States of America",
        "Canada",
    ] {
        let Some(start) = cell
            .len()
            .checked_sub(country.len())
            .filter(|start| cell.is_char_boundary(*start))
        else {
            continue;
        };
        let (head, tail) = cell.split_at(start);
        if tail.eq_ignore_ascii_case(country) && head.ends_with(|c| is_blank(c) || matches!(c, ',' | '\n')) {
            return tidy(head);
        }
    }
    cell
}

/// What stands before the postcode at the end, and the postcode.
fn postcode(cell: &str) -> Option<(&str, &str)> {
    let is_break = |c: char| is_blank(c) || matches!(c, ',' | '\n');
    let word = |text: &str| -> Option<usize> {
        let (at, c) = text.char_indices().rev().find(|(_, c)| is_break(*c))?;
        Some(at + c.len_utf8())
    };
    let start = word(cell)?;
    let (rest, last) = cell.split_at(start);
    let is_digits = |text: &[u8]| text.iter().all(u8::is_ascii_digit);
    let is_us = match last.as_bytes() {
        zip @ [_, _, _, _, _] => is_digits(zip),
        [zip @ .., b'-', a, b, c, d] => zip.len() == 5 && is_digits(zip) && is_digits(&[*a, *b, *c, *d]),
        _ => false,
    };
    if is_us {
        return Some((rest, last));
    }
    let is_canadian = |code: &[u8]| {
        code.iter().enumerate().all(|(at, byte)| match at % 2 {
            0 => byte.is_ascii_alphabetic(),
            _ => byte.is_ascii_digit(),
        })
    };
    if last.len() == 6 && is_canadian(last.as_bytes()) {
        return Some((rest, last));
    }
    // `K1A 0B1`
    let before = rest.trim_end_matches(is_blank);
    let start = word(before)?;
    let code = &cell[start..];
    let letters: Vec<u8> = code.bytes().filter(|byte| *byte != b' ').take(7).collect();
    (code.len() == 7 && letters.len() == 6 && last.len() == 3 && is_canadian(&letters))
        .then_some((&cell[..start], code))
}

/// Without blanks and commas around.
pub(super) fn tidy(text: &str) -> &str {
    text.trim_matches(|c| is_blank(c) || matches!(c, ',' | '\n'))
}

fn is_region(text: &str) -> bool {
    let mut folded = Text::<32>::new();
    let mut is_wordy = true;
    each_folded(text, |byte| {
        is_wordy &= byte.is_ascii_alphabetic() || matches!(byte, b' ' | b'.');
        folded.push(byte);
    });
    is_wordy && !folded.overflowed() && state::code_of(folded.as_bytes()).is_some()
}

/// `District of Columbia`.
const MOST_REGION_WORDS: usize = 4;
