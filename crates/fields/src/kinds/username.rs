use unicode_normalization::UnicodeNormalization;

use crate::reading::is_blank;
use crate::{Parsed, Reading, Reason};

/// Login name: compatibility forms folded (NFKC), lower case, the leading `@` off, 2 to 64 characters.
pub(crate) fn canonical(_reading: &Reading, raw: &str, out: &mut String) -> Parsed {
    let start = out.len();
    if raw.is_ascii() {
        out.push_str(raw.trim_start_matches('@'));
        out[start..].make_ascii_lowercase();
    } else {
        match settled(raw) {
            Some(name) => out.push_str(&name),
            None => return Parsed::Malformed(Reason::BadCharacter),
        }
    }
    let name = &out[start..];
    if name.contains(|c: char| is_blank(c) || c.is_control()) {
        return Parsed::Malformed(Reason::BadCharacter);
    }
    if name.len() < 2 {
        return Parsed::Malformed(Reason::TooShort);
    }
    if name.len() > MOST && name.chars().count() > MOST {
        return Parsed::Malformed(Reason::TooLong);
    }
    Parsed::VALUE
}

/// Lower-casing can undo a normal form and the other way round; a few rounds settle all but contrived text.
fn settled(raw: &str) -> Option<String> {
    let mut name = raw.to_owned();
    for _ in 0..4 {
        let next: String = name.nfkc().flat_map(char::to_lowercase).nfkc().collect();
        let next = next.trim_matches(is_blank).trim_start_matches('@').to_owned();
        if next == name {
            return Some(name);
        }
        name = next;
    }
    None
}

const MOST: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;
    use crate::kinds::testing::{check, laws};

    #[test]
    fn spellings() {
        let value = |text| Ok((text, None));
        check(
            Kind::Username,
            &[
                ("Jane_Doe", value("jane_doe")),
                ("@jane_doe", value("jane_doe")),
                ("xX_gamer_Xx", value("xx_gamer_xx")),
                ("Xxavier", value("xxavier")),
                ("***star***", value("***star***")),
                ("\u{FF20}\u{FF2A}ane", value("jane")),
                ("ZOË", value("zoë")),
                ("ZOE\u{308}", value("zoë")),
                ("jane doe", Err(Parsed::Malformed(Reason::BadCharacter))),
                ("@j", Err(Parsed::Malformed(Reason::TooShort))),
                ("jan*****", Err(Parsed::Masked)),
                ("<hidden>", Err(Parsed::Masked)),
                ("null", Err(Parsed::Placeholder)),
                ("@null", Err(Parsed::Placeholder)),
                ("\u{FE10}`", Err(Parsed::Placeholder)),
                ("@jan*****", Err(Parsed::Masked)),
            ],
        );
        let long = "a".repeat(65);
        check(Kind::Username, &[(&long, Err(Parsed::Malformed(Reason::TooLong)))]);
    }

    laws!(Kind::Username, "@?[A-Za-zÀ-ž0-9_.-]{2,20}");
}
