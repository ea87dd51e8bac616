use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::reading::is_blank;
use crate::{Parsed, Reading, Reason};

/// Text that means nothing to us: white space runs to one space, composed (NFC), lower case, at most 512
/// bytes.
pub(crate) fn canonical(_reading: &Reading, raw: &str, out: &mut String) -> Parsed {
    if raw.len() > MOST {
        return Parsed::Malformed(Reason::TooLong);
    }
    let start = out.len();
    if raw.is_ascii() {
        push_spaced(raw.chars(), out);
        out[start..].make_ascii_lowercase();
        return Parsed::VALUE;
    }
    push_spaced(raw.nfc().flat_map(char::to_lowercase).nfc(), out);
    if out.len() - start > MOST {
        return Parsed::Malformed(Reason::TooLong);
    }
    if out[start..].trim_matches(is_blank).is_empty() || !is_nfc(&out[start..]) {
        return Parsed::Malformed(Reason::BadCharacter);
    }
    Parsed::VALUE
}

fn push_spaced(text: impl Iterator<Item = char>, out: &mut String) {
    let start = out.len();
    let mut gap = false;
    for c in text {
        if is_blank(c) {
            gap = true;
            continue;
        }
        if gap && out.len() > start {
            out.push(' ');
        }
        gap = false;
        out.push(c);
    }
}

const MOST: usize = 512;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;
    use crate::kinds::testing::{check, laws};

    #[test]
    fn spellings() {
        let value = |text| Ok((text, None));
        check(
            Kind::Opaque,
            &[
                ("  Gold\t Plan ", value("gold plan")),
                ("GOLD\u{A0}PLAN", value("gold plan")),
                ("É", value("é")),
                ("E\u{301}", value("é")),
                ("0", value("0")),
                ("none", value("none")),
                ("null", Err(Parsed::Placeholder)),
                ("N/A", Err(Parsed::Placeholder)),
                ("[REDACTED]", Err(Parsed::Masked)),
            ],
        );
        let long = "a".repeat(513);
        check(Kind::Opaque, &[(&long, Err(Parsed::Malformed(Reason::TooLong)))]);
    }

    laws!(Kind::Opaque, "[A-Za-z0-9]{1,5}[ \\t]{0,3}[A-Za-zÀ-ž0-9]{0,8}");
}
