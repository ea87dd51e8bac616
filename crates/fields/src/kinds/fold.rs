//! Text to ASCII upper case, byte by byte, without a copy.

/// Calls `each` with the bytes of `raw` as ASCII upper case. Letters of any script are transliterated
/// (`É` to `E`, `ß` to `SS`, `Ж` to `ZH`), combining marks fall away, and anything else that is not ASCII
/// is a punctuation mark of its ASCII look-alike or a space: an emoji has an English name in
/// transliteration tables, which must not become part of somebody's name.
#[inline]
pub(crate) fn each_folded(raw: &str, mut each: impl FnMut(u8)) {
    if raw.is_ascii() {
        for byte in raw.bytes() {
            each(byte.to_ascii_uppercase());
        }
        return;
    }
    for c in raw.chars() {
        if c.is_ascii() {
            each((c as u8).to_ascii_uppercase());
            continue;
        }
        let folded = any_ascii::any_ascii_char(c);
        let keeps_letters = c.is_alphanumeric();
        if !keeps_letters && folded.bytes().any(|byte| byte.is_ascii_alphanumeric()) {
            each(b' ');
            continue;
        }
        // `100½` is 100 and a half.
        if folded.contains('/') {
            each(b' ');
        }
        for byte in folded.bytes() {
            each(byte.to_ascii_uppercase());
        }
    }
}

/// Up to 16 bytes as one number, in the order of the text; longer text has none. Looking a word up among
/// such numbers takes a few nanoseconds where comparing strings takes tens.
#[inline]
pub(crate) const fn packed(word: &[u8]) -> Option<u128> {
    if word.len() > 16 {
        return None;
    }
    let mut number = 0u128;
    let mut at = 0;
    while at < word.len() {
        number |= (word[at] as u128) << (120 - 8 * at);
        at += 1;
    }
    Some(number)
}

/// [`packed`] for every first entry of a table, at compile time.
pub(crate) const fn packed_keys<const N: usize>(table: &[(&str, &str); N]) -> [u128; N] {
    let mut keys = [0; N];
    let mut at = 0;
    while at < N {
        keys[at] = match packed(table[at].0.as_bytes()) {
            Some(key) => key,
            None => panic!("a word of the table is longer than 16 letters"),
        };
        at += 1;
    }
    keys
}

/// A table of packed words, found by a hash instead of a search.
pub(crate) struct Words {
    /// Per place the number of an entry, from 1; 0 is free. Twice as many places as entries at least.
    places: Vec<u16>,
    keys: &'static [u128],
}

impl Words {
    /// The table of `keys`, each of which stands once.
    pub(crate) fn of(keys: &'static [u128]) -> Words {
        let mut words = Words {
            places: vec![0; (2 * keys.len()).next_power_of_two()],
            keys,
        };
        for (entry, key) in (1u16..).zip(keys) {
            let mut at = words.place_of(*key);
            while words.places[at] != 0 {
                at = (at + 1) % words.places.len();
            }
            words.places[at] = entry;
        }
        words
    }

    /// The number of the entry that a packed word has, from 0.
    #[inline]
    pub(crate) fn position(&self, key: u128) -> Option<usize> {
        let mut at = self.place_of(key);
        loop {
            match usize::from(self.places[at]) {
                0 => return None,
                entry if self.keys[entry - 1] == key => return Some(entry - 1),
                _ => at = (at + 1) % self.places.len(),
            }
        }
    }

    fn place_of(&self, key: u128) -> usize {
        let folded = (key >> 64) as u64 ^ (key as u64).rotate_left(32);
        (folded.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - self.places.len().trailing_zeros())) as usize
    }
}

/// ASCII text collected on the stack.
pub(crate) struct Text<const N: usize> {
    bytes: [u8; N],
    len: usize,
    overflowed: bool,
}

impl<const N: usize> Text<N> {
    pub(crate) const fn new() -> Self {
        Text {
            bytes: [0; N],
            len: 0,
            overflowed: false,
        }
    }

    #[inline]
    pub(crate) fn push(&mut self, byte: u8) {
        if let Some(slot) = self.bytes.get_mut(self.len) {
            *slot = byte;
            self.len += 1;
        } else {
            self.overflowed = true;
        }
    }

    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    pub(crate) fn overflowed(&self) -> bool {
        self.overflowed
    }
}

/// Appends ASCII bytes; others can't come from [`each_folded`].
#[inline]
pub(crate) fn append(out: &mut String, ascii: &[u8]) {
    if let Ok(text) = std::str::from_utf8(ascii) {
        out.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_folds_to_ascii_upper_case() {
        let cases = [
            ("José", "JOSE"),
            ("Jose\u{301}", "JOSE"),
            ("Müller-Lüdenscheidt", "MULLER-LUDENSCHEIDT"),
            ("Straße", "STRASSE"),
            ("100½", "100 1/2"),
            ("O\u{2019}Brien", "O'BRIEN"),
            ("a\u{a0}b", "A B"),
            ("x\u{1F600}y", "X Y"),
            ("Жанна", "ZHANNA"),
        ];
        for (raw, expected) in cases {
            let mut folded = Text::<64>::new();
            each_folded(raw, |byte| folded.push(byte));
            assert_eq!(folded.as_bytes(), expected.as_bytes(), "{raw}");
        }
    }
}
