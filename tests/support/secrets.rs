//! Finds values in what the program wrote, in every form in which they could be there.

use std::collections::BTreeMap;

use super::hex;

/// What must not be found, and a name for each that gives nothing away.
#[derive(Default)]
pub(crate) struct Secrets {
    /// Forms by their first two bytes.
    forms: BTreeMap<[u8; 2], Vec<(Vec<u8>, String)>>,
}

impl Secrets {
    /// Adds a value, in the forms in which it could leak.
    pub(crate) fn add_value(&mut self, name: &str, value: &str) {
        let only = |keep: fn(char) -> bool| value.chars().filter(|c| keep(*c)).collect::<String>();
        let digits = only(|c| c.is_ascii_digit());
        let plain = only(|c| c.is_ascii_alphanumeric());
        for text in [
            value.to_owned(),
            value.to_uppercase(),
            value.to_lowercase(),
            digits,
            plain,
        ] {
            // What is shorter stands in figures and sizes by chance.
            if text.len() < 6 {
                continue;
            }
            self.add_bytes(name, text.as_bytes());
            self.add(name, "UTF-16", text.encode_utf16().flat_map(u16::to_le_bytes).collect());
            self.add(
                name,
                "plain BLAKE3",
                hex(&blake3::hash(text.as_bytes()).as_bytes()[..8]).into_bytes(),
            );
        }
    }

    /// Adds bytes: themselves, in hexadecimal, in base64 and as Rust's `Debug` shows them.
    pub(crate) fn add_bytes(&mut self, name: &str, bytes: &[u8]) {
        self.add(name, "as it is", bytes.to_vec());
        self.add_encoded(name, bytes);
    }

    /// Adds bytes in all forms but themselves.
    pub(crate) fn add_encoded(&mut self, name: &str, bytes: &[u8]) {
        self.add(name, "hexadecimal", hex(bytes).into_bytes());
        self.add(name, "hexadecimal", hex(bytes).to_uppercase().into_bytes());
        let list: Vec<String> = bytes.iter().map(u8::to_string).collect();
        self.add(name, "a list of bytes", list.join(", ").into_bytes());
        self.add(name, "a list of bytes", list.join(",").into_bytes());
        for shift in 0..3 {
            // A value inside a longer text stands at any of three places in a group; the characters at its ends
            // depend on its neighbours.
            let encoded = base64(&[&[0u8; 2][..shift], bytes].concat());
            let encoded = encoded.trim_end_matches('=');
            let from = [0, 2, 3][shift];
            let to = encoded.len() - usize::from(!(shift + bytes.len()).is_multiple_of(3));
            self.add(name, "base64", encoded.as_bytes()[from..to].to_vec());
            let url = encoded[from..to].replace('+', "-").replace('/', "_");
            self.add(name, "base64", url.into_bytes());
        }
    }

    fn add(&mut self, name: &str, form: &str, bytes: Vec<u8>) {
        assert!(bytes.len() >= 6, "{name}, {form}: too short to look for");
        let forms = self.forms.entry([bytes[0], bytes[1]]).or_default();
        if !forms.iter().any(|(known, _)| *known == bytes) {
            forms.push((bytes, format!("{name}, {form}")));
        }
    }

    /// The names of the secrets that are somewhere in `written`.
    pub(crate) fn found_in(&self, written: &[u8]) -> Vec<&str> {
        let mut begins = vec![false; 1 << 16];
        for [a, b] in self.forms.keys() {
            begins[usize::from(*a) << 8 | usize::from(*b)] = true;
        }
        let mut found = Vec::new();
        for (at, pair) in written.windows(2).enumerate() {
            if begins[usize::from(pair[0]) << 8 | usize::from(pair[1])] {
                let forms = &self.forms[&[pair[0], pair[1]]];
                let here = forms.iter().filter(|(form, _)| written[at..].starts_with(form));
                found.extend(here.map(|(_, name)| name.as_str()));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// How many forms are looked for.
    pub(crate) fn len(&self) -> usize {
        self.forms.values().map(Vec::len).sum()
    }

    pub(crate) fn forms(&self) -> impl Iterator<Item = &(Vec<u8>, String)> {
        self.forms.values().flatten()
    }
}

pub(crate) fn base64(bytes: &[u8]) -> String {
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let at = |index: usize| u32::from(group.get(index).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            let six = (bits >> (18 - 6 * place) & 63) as usize;
            text.push(if place <= group.len() {
                char::from(ALPHABET[six])
            } else {
                '='
            });
        }
    }
    text
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
