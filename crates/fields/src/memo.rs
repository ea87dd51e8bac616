use crate::{Kind, Parsed, Reading};

/// How the cells of one column that come again and again were read: a table of the latest ones, each in the one place
/// that its bytes give. Looking a city up takes a fraction of the time of folding it again.
pub(crate) struct Memo {
    reading: Option<Reading>,
    places: Box<[Place]>,
}

#[derive(Clone, Copy)]
struct Place {
    parsed: Parsed,
    raw_len: u8,
    text_len: u8,
    raw: [u8; LONGEST],
    text: [u8; LONGEST],
}

const EMPTY: Place = Place {
    parsed: Parsed::Absent,
    raw_len: 0,
    text_len: 0,
    raw: [0; LONGEST],
    text: [0; LONGEST],
};

impl Default for Memo {
    fn default() -> Self {
        Memo {
            reading: None,
            places: vec![EMPTY; PLACES].into_boxed_slice(),
        }
    }
}

impl Memo {
    /// Whether the values of a kind come again and again, and the cell is one to be remembered.
    pub(crate) fn suits(kind: Kind, cell: &str) -> bool {
        matches!(kind, Kind::GivenName | Kind::Surname | Kind::City | Kind::State)
            && (1..=LONGEST).contains(&cell.len())
    }

    /// What [`Reading::canonical`] gives.
    pub(crate) fn canonical(&mut self, reading: &Reading, raw: &str, out: &mut String) -> Parsed {
        if self.reading.as_ref() != Some(reading) {
            self.reading = Some(reading.clone());
            self.places.fill(EMPTY);
        }
        let bytes = raw.as_bytes();
        if bytes.is_empty() || bytes.len() > LONGEST {
            return reading.canonical(raw, out);
        }
        let place = &mut self.places[place_of(bytes)];
        if &place.raw[..usize::from(place.raw_len)] == bytes
            && let Ok(text) = std::str::from_utf8(&place.text[..usize::from(place.text_len)])
        {
            out.push_str(text);
            return place.parsed;
        }
        let start = out.len();
        let parsed = reading.canonical(raw, out);
        let text = &out.as_bytes()[start..];
        if text.len() <= LONGEST {
            place.parsed = parsed;
            place.raw_len = bytes.len() as u8;
            place.text_len = text.len() as u8;
            place.raw[..bytes.len()].copy_from_slice(bytes);
            place.text[..text.len()].copy_from_slice(text);
        }
        parsed
    }
}

/// A place by a multiplicative hash of the bytes (Knuth, 1973, 6.4).
fn place_of(bytes: &[u8]) -> usize {
    let mut sum = bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        sum = (sum.rotate_left(23) ^ u64::from_le_bytes(word)).wrapping_mul(MULTIPLIER);
    }
    let mut word = 0u64;
    for byte in chunks.remainder() {
        word = word << 8 | u64::from(*byte);
    }
    sum = (sum.rotate_left(23) ^ word).wrapping_mul(MULTIPLIER);
    (sum >> (64 - PLACES.trailing_zeros())) as usize
}

const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
/// Longer cells are read anew.
const LONGEST: usize = 28;
/// A power of two; the table of a column takes 128 KiB.
const PLACES: usize = 2_048;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Region;

    proptest! {
        #[test]
        fn remembering_changes_nothing(cells in prop::collection::vec("[ A-Za-zé.,*0-9-]{0,32}|(New York|WA|null|Smith)", 1..200)) {
            let mut memo = Memo::default();
            for (n, cell) in cells.iter().chain(&cells).enumerate() {
                let kind = [Kind::City, Kind::State, Kind::Surname, Kind::GivenName][n / 50 % 4];
                let mut reading = Reading::new(kind);
                if n % 100 > 70 {
                    reading.region = "DE".parse::<Region>().unwrap_or_default();
                }
                let (mut plain, mut remembered) = ("x".to_owned(), "x".to_owned());
                let expected = reading.canonical(cell, &mut plain);
                prop_assert_eq!(memo.canonical(&reading, cell, &mut remembered), expected);
                prop_assert_eq!(remembered, plain);
            }
        }
    }
}
