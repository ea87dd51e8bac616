//! What is written inside a cell in another notation than the cell's own: `$HEX[…]`, percent signs, entities of HTML,
//! escaped Unicode, and UTF-8 that was once read as Windows-1252. Each is undone only where it is certain.

mod batch;
mod escapes;
mod mojibake;
mod suspects;

pub(crate) use batch::decode_batch;
pub(crate) use escapes::percent;

/// What was undone in a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Decoded {
    /// UTF-8 that was read as Windows-1252 or Latin-1, once or twice.
    pub(crate) mojibake: bool,
    /// `$HEX[…]`, percent signs, escaped Unicode or entities of HTML.
    pub(crate) encoded: bool,
}

/// Decodes a cell into `buffer`, whose content is replaced; `None` if there is nothing to decode, and `buffer` holds nothing
/// of use then.
#[cfg(test)]
fn decode(cell: &str, buffer: &mut String) -> Option<Decoded> {
    suspects::Suspects::new(cell.as_bytes()).next_from(0)?;
    decode_suspect(cell, buffer)
}

/// Decodes a cell of which a look at the text has found something.
fn decode_suspect(cell: &str, buffer: &mut String) -> Option<Decoded> {
    let mut decoded = Decoded::default();
    if let Some(text) = escapes::decode(cell) {
        *buffer = text;
        decoded.encoded = true;
    } else {
        buffer.clear();
        buffer.push_str(cell);
    }
    for _ in 0..MOST_MOJIBAKE {
        let Some(text) = mojibake::undo(buffer) else { break };
        *buffer = text;
        decoded.mojibake = true;
    }
    (decoded != Decoded::default()).then_some(decoded)
}

/// How often one text was read in a wrong encoding, at most.
const MOST_MOJIBAKE: usize = 3;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    pub(super) fn decoded(cell: &str) -> String {
        let mut buffer = String::new();
        match decode(cell, &mut buffer) {
            Some(_) => buffer,
            None => cell.to_owned(),
        }
    }

    #[test]
    fn what_happened_is_told() {
        let mut buffer = String::new();
        let (mojibake, encoded) = (true, true);
        let none = Decoded::default();
        let cases = [
            ("José Muñoz", None),
            ("JosÃ©", Some(Decoded { mojibake, ..none })),
            ("$HEX[4a616e65]", Some(Decoded { encoded, ..none })),
            ("$HEX[4a6f73c383c2a9]", Some(Decoded { mojibake, encoded })),
            ("Jos&Atilde;&copy;", Some(Decoded { mojibake, encoded })),
        ];
        for (cell, told) in cases {
            assert_eq!(decode(cell, &mut buffer), told, "{cell}");
        }
        assert_eq!(decoded("$HEX[4a6f73c383c2a9]"), "José");
        assert_eq!(decoded("Jos&Atilde;&copy;"), "José");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_cell_can_be_decoded(cell in any::<String>()) {
            decoded(&cell);
        }

        #[test]
        fn rich_cells_can_be_decoded(pieces in prop::collection::vec(prop::sample::select(RICH.to_vec()), 0..12)) {
            decoded(&pieces.concat());
        }

        #[test]
        fn plain_cells_stay(cell in "[ -#'-\\[\\]-~]{0,40}") {
            prop_assert_eq!(decode(&cell, &mut String::new()), None);
        }
    }

    pub(super) const RICH: &[&str] = &[
        "$HEX[", "]", "4a", "c3", "%40", "%", "%C3%A9", "&", ";", "&amp;", "&#", "&#x", "65", "\\u", "00e9", "d83d",
        "\\ude00", "Ã", "Â", "©", "ƒ", "â", "€", "™", "Ð", "˜", "ð", "Ÿ", "a", "Z", " ", "é", "日", "+",
    ];
}
