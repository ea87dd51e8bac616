//! Street address lines after US Postal Service, Publication 28.
//!
//! - Every word of the tables is abbreviated wherever it stands. Publication 28 abbreviates a suffix in
//!   the last place only, but which place that is can't be told in messy data, and two spellings must
//!   meet; nobody posts a letter with a canonical value.
//! - A direction is abbreviated unless it is the street's own name (`100 North St` is another street than
//!   `100 N St`).
//! - `#5`, `Apt 5`, `Unit 5` are the same door under the same house number and meet as `# 5`, the form of
//!   Publication 28 where the designator isn't known. `Ste`, `Bldg`, `Fl` and others stay apart.
//! - `…, Seattle, WA 98101` is cut off where commas and a state and ZIP code make it certain.

mod words;

use std::sync::LazyLock;

use super::fold::{Text, Words, append, each_folded, packed, packed_keys};
use super::state;
use crate::{Parsed, Reading, Reason};

/// Words, numbers and `#` that a line may have.
const MAX_TOKENS: usize = 32;

pub(crate) fn canonical(_reading: &Reading, raw: &str, out: &mut String) -> Parsed {
    let mut text = Text::<256>::new();
    each_folded(raw, |byte| {
        if !matches!(byte, b'\'' | b'`') {
            text.push(byte);
        }
    });
    if text.overflowed() {
        return Parsed::Malformed(Reason::TooLong);
    }
    if text.as_bytes().contains(&b'.') {
        text = without_dots_of_initials(text.as_bytes());
    }
    let Some(mut line) = Line::split(text.as_bytes()) else {
        return Parsed::Malformed(Reason::TooLong);
    };
    line.cut_tail();
    line.join_box();
    line.shorten_words();
    line.shorten_rural_route();
    line.shorten_directions();
    line.settle_units();
    line.lead_box();
    let has = |test: fn(&u8) -> bool| line.tokens().iter().any(|token| token.iter().any(test));
    if !has(u8::is_ascii_alphabetic) {
        return Parsed::Malformed(Reason::NoLetter);
    }
    if !has(u8::is_ascii_digit) && !line.is_box() {
        return Parsed::Malformed(Reason::WrongLength);
    }
    line.write(out);
    Parsed::VALUE
}

/// `N.E.` to `NE.` and `P.O. Box` to `PO. BOX`; other dots end a word.
fn without_dots_of_initials(text: &[u8]) -> Text<256> {
    let is = |at: Option<usize>, test: fn(&u8) -> bool| at.and_then(|at| text.get(at)).is_some_and(test);
    let mut kept = Text::new();
    for (at, byte) in text.iter().enumerate() {
        let joins = *byte == b'.'
            && is(at.checked_sub(1), u8::is_ascii_alphabetic)
            && !is(at.checked_sub(2), u8::is_ascii_alphanumeric)
            && is(Some(at + 1), u8::is_ascii_alphabetic)
            && !is(Some(at + 2), u8::is_ascii_alphanumeric);
        if !joins {
            kept.push(*byte);
        }
    }
    kept
}

/// The tokens of an address line: words, numbers and `#`.
struct Line<'t> {
    tokens: [&'t [u8]; MAX_TOKENS],
    len: usize,
    /// Bit n: a comma or a line break stood after token n.
    breaks: u32,
}

impl<'t> Line<'t> {
    /// `/` and `.` between digits stay (`1/2`, `39.2`); `None` if there are too many tokens.
    fn split(text: &'t [u8]) -> Option<Line<'t>> {
        let mut line = Line {
            tokens: [b""; MAX_TOKENS],
            len: 0,
            breaks: 0,
        };
        let is_digit = |at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
        let mut at = 0;
        while at < text.len() {
            let start = at;
            while at < text.len()
                && (text[at].is_ascii_alphanumeric()
                    || (at > start && matches!(text[at], b'/' | b'.') && is_digit(at - 1) && is_digit(at + 1)))
            {
                at += 1;
            }
            if at > start {
                line.push_word(&text[start..at])?;
                continue;
            }
            match text[at] {
                b'#' => line.push(b"#")?,
                b',' | b'\n' | b'\r' | b';' if line.len > 0 => line.breaks |= 1 << (line.len - 1),
                _ => {}
            }
            at += 1;
        }
        Some(line)
    }

    /// `APT5B` and `POBOX12` are two tokens.
    fn push_word(&mut self, word: &'t [u8]) -> Option<()> {
        // Words without a digit are most, and none of them is glued.
        if word[0].is_ascii_digit() || !word.iter().any(u8::is_ascii_digit) {
            return self.push(word);
        }
        for glued in [b"APT".as_slice(), b"UNIT", b"STE", b"SUITE", b"POBOX", b"BOX", b"RR"] {
            if let Some(number) = word.strip_prefix(glued)
                && number.first().is_some_and(u8::is_ascii_digit)
            {
                self.push(&word[..glued.len()])?;
                return self.push(number);
            }
        }
        self.push(word)
    }

    fn push(&mut self, token: &'t [u8]) -> Option<()> {
        *self.tokens.get_mut(self.len)? = token;
        self.len += 1;
        Some(())
    }

    fn tokens(&self) -> &[&'t [u8]] {
        &self.tokens[..self.len]
    }

    /// A token, empty beyond the end.
    fn token(&self, at: usize) -> &'t [u8] {
        self.tokens().get(at).copied().unwrap_or(b"")
    }

    fn remove(&mut self, at: usize) {
        self.tokens[at..self.len].rotate_left(1);
        self.len -= 1;
    }

    fn breaks_after(&self, at: usize) -> bool {
        self.breaks & (1 << at) != 0
    }

    /// Cuts off city, state and ZIP code where a comma stands before the city, and the state is followed
    /// by a ZIP code or stands by itself between commas.
    fn cut_tail(&mut self) {
        if self.breaks == 0 {
            return;
        }
        let is_number = |token: &[u8], len: usize| token.len() == len && token.iter().all(u8::is_ascii_digit);
        let mut end = self.len;
        match self.tokens() {
            [.., b"UNITED", b"STATES"] => end -= 2,
            [.., b"USA" | b"US"] => end -= 1,
            _ => {}
        }
        let has_zip = match &self.tokens[..end] {
            [.., five, four] if is_number(five, 5) && is_number(four, 4) => {
                end -= 2;
                true
            }
            [.., zip] if is_number(zip, 5) || is_number(zip, 9) => {
                end -= 1;
                true
            }
            _ => false,
        };
        let Some(state) = self.state_before(end) else {
            return;
        };
        if state < 2 || !(has_zip || self.breaks_after(state - 1)) {
            return;
        }
        let Some(comma) = (0..state - 1).rev().find(|at| self.breaks_after(*at)) else {
            return;
        };
        let (line, city) = (&self.tokens[..=comma], &self.tokens[comma + 1..state]);
        let has_digit = |tokens: &[&[u8]]| tokens.iter().any(|token| token.iter().any(u8::is_ascii_digit));
        let is_street = has_digit(line) && line.iter().any(|token| token.iter().any(u8::is_ascii_alphabetic));
        if is_street && city.len() <= 4 && !has_digit(city) && !city.contains(&b"#".as_slice()) {
            self.len = comma + 1;
        }
    }

    /// Where a state of one to three words begins that ends before `end`.
    fn state_before(&self, end: usize) -> Option<usize> {
        (1..=3.min(end)).rev().map(|words| end - words).find(|start| {
            let mut name = Text::<48>::new();
            for at in *start..end {
                if at + 1 < end && self.breaks_after(at) {
                    return false;
                }
                self.tokens[at].iter().for_each(|byte| name.push(*byte));
            }
            // Of `Washington DC` the first word is the city.
            let is_both = name.as_bytes() == b"WASHINGTONDC";
            !name.overflowed() && !is_both && state::code_of(name.as_bytes()).is_some()
        })
    }

    /// Every spelling of `PO BOX`.
    fn join_box(&mut self) {
        let mut at = 0;
        while at < self.len {
            let words = match &self.tokens()[at..] {
                [b"P", b"O", b"BOX" | b"B", ..] | [b"POST", b"OFFICE", b"BOX", ..] => 3,
                [b"POBOX" | b"POB", ..] if self.len < MAX_TOKENS => 1,
                _ => 0,
            };
            if words == 3 {
                self.remove(at);
            } else if words == 1 {
                self.len += 1;
                self.tokens[at..self.len].rotate_right(1);
            }
            if words > 0 {
                self.tokens[at] = b"PO";
                self.tokens[at + 1] = b"BOX";
            }
            at += 1;
        }
        self.lead_box();
    }

    /// `BOX 12` in the first place is a post-office box; after a rural route it is none.
    fn lead_box(&mut self) {
        if self.len > 1 && self.len < MAX_TOKENS && self.tokens[0] == b"BOX" {
            self.len += 1;
            self.tokens[..self.len].rotate_right(1);
            self.tokens[0] = b"PO";
        }
    }

    fn is_box(&self) -> bool {
        matches!(self.tokens(), [b"PO", b"BOX", _, ..])
    }

    fn shorten_words(&mut self) {
        for at in 0..self.len {
            if let Some(short) = short(self.tokens[at]) {
                self.tokens[at] = short;
            }
        }
        let mut at = 1;
        while at < self.len {
            if let Some(ordinal) = ordinal(self.tokens[at - 1], self.tokens[at]) {
                self.remove(at);
                self.tokens[at - 1] = ordinal;
            }
            at += 1;
        }
    }

    /// `RURAL ROUTE 2` is `RR 2`.
    fn shorten_rural_route(&mut self) {
        if self.len > 2 && self.tokens[0] == b"RURAL" && self.tokens[1] == b"RTE" {
            self.remove(0);
            self.tokens[0] = b"RR";
        }
    }

    fn shorten_directions(&mut self) {
        for at in 0..self.len {
            if let Some(short) = direction(self.tokens[at])
                && !self.is_street_name(at)
            {
                self.tokens[at] = short;
            }
        }
        let mut at = 0;
        while at + 1 < self.len {
            if let Some(joined) = between(self.tokens[at], self.tokens[at + 1])
                && !self.is_street_name(at + 1)
            {
                self.remove(at + 1);
                self.tokens[at] = joined;
            }
            at += 1;
        }
    }

    /// Whether the direction at `at` is all the name that the street has: `100 NORTH ST`, `100 E NORTH AVE`.
    fn is_street_name(&self, at: usize) -> bool {
        let starts = |at: usize| {
            let token = self.token(at);
            token.is_empty()
                || token[0].is_ascii_digit()
                || token == b"#"
                || is_designator(token)
                || direction(token).is_some()
        };
        // What stood between `BOX` and the name, such as `#`, is left out later.
        let begins = at == 0 || starts(at - 1) || self.token(at - 1) == b"BOX";
        is_street_type(self.token(at + 1)) && starts(at + 2) && begins
    }

    fn settle_units(&mut self) {
        for at in 0..self.len {
            if matches!(self.tokens[at], b"APT" | b"UNIT") && at + 1 < self.len {
                self.tokens[at] = b"#";
            }
        }
        let mut at = 1;
        while at < self.len {
            let (before, token) = (self.tokens[at - 1], self.tokens[at]);
            if token == b"#" && (matches!(before, b"#" | b"BOX") || is_designator(before)) {
                self.remove(at);
            } else if before == b"#" && is_designator(token) {
                self.remove(at - 1);
                at = at.max(2) - 1;
            } else {
                at += 1;
            }
        }
        if self.len > 0 && self.tokens[self.len - 1] == b"#" {
            self.len -= 1;
        }
        let is_unit = |token: &[u8]| matches!(token, b"#" | b"BOX") || is_designator(token);
        let leads = self.len > 2
            && is_unit(self.tokens[0])
            && self.tokens[2][0].is_ascii_digit()
            && !is_unit(self.tokens[self.len - 1]);
        if leads {
            self.tokens[..self.len].rotate_left(2);
        } else if self.len > 0 && self.tokens[0] == b"#" {
            self.remove(0);
        }
    }

    fn write(&self, out: &mut String) {
        for (at, token) in self.tokens().iter().enumerate() {
            if at > 0 && !self.is_glued(at) {
                out.push(' ');
            }
            append(out, token);
        }
    }

    /// `# 5 B`, `# B 5` and `# 5B` are one door.
    fn is_glued(&self, at: usize) -> bool {
        if at < 2 || self.tokens[at - 2] != b"#" {
            return false;
        }
        let is_letter = |token: &[u8]| token.len() == 1 && token[0].is_ascii_alphabetic();
        let is_number = |token: &[u8]| token.iter().all(u8::is_ascii_digit);
        let (first, second) = (self.tokens[at - 1], self.tokens[at]);
        (is_number(first) && is_letter(second)) || (is_letter(first) && is_number(second))
    }
}

fn short(word: &[u8]) -> Option<&'static [u8]> {
    if !word.first()?.is_ascii_alphabetic() || word.len() < 2 {
        return None;
    }
    let key = packed(word)?;
    if let Some(at) = SUFFIXES.position(key) {
        return Some(words::SUFFIXES[at].1.as_bytes());
    }
    Some(words::OTHERS[OTHERS.position(key)?].1.as_bytes())
}

/// Whether a word, in ASCII upper case, is a street suffix or its abbreviation.
pub(crate) fn is_suffix(word: &[u8]) -> bool {
    packed(word).is_some_and(|key| SUFFIXES.position(key).is_some())
}

/// `TWENTY` and `1ST` to `21ST`.
fn ordinal(ten: &[u8], one: &[u8]) -> Option<&'static [u8]> {
    if !ten.ends_with(b"TY") {
        return None;
    }
    let ten = words::TENS.iter().position(|word| word.as_bytes() == ten)?;
    let ordinals = &words::TENS_AND_ONES[ten];
    ordinals
        .iter()
        .find(|ordinal| &ordinal.as_bytes()[1..] == one)
        .map(|ordinal| ordinal.as_bytes())
}

fn direction(word: &[u8]) -> Option<&'static [u8]> {
    Some(match word {
        b"N" | b"NORTH" => b"N",
        b"S" | b"SOUTH" => b"S",
        b"E" | b"EAST" => b"E",
        b"W" | b"WEST" => b"W",
        b"NE" | b"NORTHEAST" => b"NE",
        b"NW" | b"NORTHWEST" => b"NW",
        b"SE" | b"SOUTHEAST" => b"SE",
        b"SW" | b"SOUTHWEST" => b"SW",
        _ => return None,
    })
}

fn between(first: &[u8], second: &[u8]) -> Option<&'static [u8]> {
    Some(match (first, second) {
        (b"N", b"E") => b"NE",
        (b"N", b"W") => b"NW",
        (b"S", b"E") => b"SE",
        (b"S", b"W") => b"SW",
        _ => return None,
    })
}

/// Suffixes that are hardly ever a street's name themselves.
fn is_street_type(word: &[u8]) -> bool {
    matches!(
        word,
        b"ST" | b"AVE" | b"RD" | b"DR" | b"LN" | b"BLVD" | b"CT" | b"PL" | b"WAY" | b"CIR" | b"PKWY" | b"TER"
    )
}

/// Designators that stay as they are; a number follows them.
fn is_designator(word: &[u8]) -> bool {
    matches!(
        word,
        b"APT"
            | b"UNIT"
            | b"STE"
            | b"BLDG"
            | b"FL"
            | b"RM"
            | b"DEPT"
            | b"LOT"
            | b"SPC"
            | b"TRLR"
            | b"SLIP"
            | b"PIER"
            | b"STOP"
    )
}

static SUFFIX_KEYS: [u128; words::SUFFIXES.len()] = packed_keys(&words::SUFFIXES);
static OTHER_KEYS: [u128; words::OTHERS.len()] = packed_keys(&words::OTHERS);
static SUFFIXES: LazyLock<Words> = LazyLock::new(|| Words::of(&SUFFIX_KEYS));
static OTHERS: LazyLock<Words> = LazyLock::new(|| Words::of(&OTHER_KEYS));

#[cfg(test)]
mod tests;
