use std::sync::LazyLock;

use memchr::memmem::Finder;

/// The places of a text where something to decode may stand, found at the speed of memory in a text that has none.
pub(super) struct Suspects<'t> {
    text: &'t [u8],
    /// The next place of each look, from where it was asked last; the text's length if there is none.
    next: [usize; LOOKS],
}

impl<'t> Suspects<'t> {
    pub(super) fn new(text: &'t [u8]) -> Suspects<'t> {
        let mut suspects = Suspects { text, next: [0; LOOKS] };
        for look in 0..LOOKS {
            suspects.look(look, 0);
        }
        suspects
    }

    /// The first place at or behind `from`, which must not go back.
    pub(super) fn next_from(&mut self, from: usize) -> Option<usize> {
        for look in 0..LOOKS {
            if self.next[look] < from {
                self.look(look, from);
            }
        }
        self.next.into_iter().min().filter(|place| *place < self.text.len())
    }

    fn look(&mut self, look: usize, from: usize) {
        let text = self.text;
        let rest = text.get(from..).unwrap_or_default();
        let found = match look {
            0 => HEX.find(rest),
            1 => memchr::memchr3_iter(b'&', b'%', b'\\', rest).find(|at| is_escape(&rest[*at..])),
            _ => misread(rest),
        };
        self.next[look] = found.map_or(text.len(), |at| from + at);
    }
}

/// Whether an escape may begin here.
fn is_escape(text: &[u8]) -> bool {
    match *text {
        [b'&', b'#', ..] => true,
        [b'&', first, ..] if first.is_ascii_alphabetic() => {
            let name = &text[1..text.len().min(LONGEST_ENTITY)];
            let length = name.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            name.get(length) == Some(&b';')
        }
        [b'%', high, low, ..] => {
            matches!((high, low), (b'4', b'0') | (b'2', b'B' | b'b'))
                || matches!(high, b'C'..=b'F' | b'c'..=b'f') && low.is_ascii_hexdigit()
        }
        [b'\\', b'u', digit, ..] => digit.is_ascii_hexdigit(),
        _ => false,
    }
}

/// The first place where a character from Â to ô, which a leading byte of UTF-8 is read as, stands before one that a
/// following byte is read as in Windows-1252 or Latin-1.
fn misread(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    // Letters with accents are frequent in many languages, two in a row are not: so a block is looked at in a way that takes
    // the same time whatever it holds, and that the compiler does for many bytes at once.
    while let Some(block) = text.get(at..).and_then(|rest| rest.first_chunk::<{ BLOCK + 2 }>()) {
        let mut found = 0;
        for i in 0..BLOCK {
            found |= u8::from(block[i] == 0xC3) & u8::from(block[i + 2] >= 0xC2) & u8::from(block[i + 2] != 0xC3);
        }
        if found != 0
            && let Some(first) = misread_in(block)
        {
            return Some(at + first);
        }
        at += BLOCK;
    }
    misread_in(text.get(at..)?).map(|first| at + first)
}

fn misread_in(text: &[u8]) -> Option<usize> {
    memchr::memchr_iter(0xC3, text)
        .find(|at| matches!(text[*at..], [_, 0x82..=0xB4, 0xC2 | 0xC5 | 0xC6 | 0xCB | 0xE2, ..]))
}

const BLOCK: usize = 128;
static HEX: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"$HEX["));
const LOOKS: usize = 3;
/// `&CounterClockwiseContourIntegral;` is the longest.
pub(super) const LONGEST_ENTITY: usize = 34;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_found_once_wherever_it_stands() {
        for before in 0..300 {
            let text = format!("{}Ã©é’$HEX[&amp;", "x".repeat(before));
            let mut suspects = Suspects::new(text.as_bytes());
            let mut places = Vec::new();
            let mut from = 0;
            while let Some(place) = suspects.next_from(from) {
                places.push(place - before);
                from = place + 1;
            }
            assert_eq!(places, [0, 4, 9, 14]);
        }
    }
}
