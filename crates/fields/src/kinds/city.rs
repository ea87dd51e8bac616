//! Names of cities: ASCII upper case, punctuation off, `Saint`, `Fort`, `Mount` and a leading direction
//! abbreviated. A state after a comma is cut off (`Seattle, WA`).

use super::fold::{Text, append, each_folded};
use super::state;
use crate::{Parsed, Reading, Reason};

pub(crate) fn canonical(_reading: &Reading, raw: &str, out: &mut String) -> Parsed {
    let mut text = Text::<128>::new();
    each_folded(raw, |byte| {
        if !matches!(byte, b'\'' | b'`') {
            text.push(byte);
        }
    });
    if text.overflowed() {
        return Parsed::Malformed(Reason::TooLong);
    }
    let mut text = text.as_bytes();
    if let Some(comma) = text.iter().position(|byte| *byte == b',')
        && comma > 0
        && state::code_of(&text[comma + 1..]).is_some()
    {
        text = &text[..comma];
    }
    if !text.iter().any(u8::is_ascii_alphabetic) {
        return Parsed::Malformed(Reason::NoLetter);
    }
    let start = out.len();
    let mut words = text
        .split(|byte| !byte.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .peekable();
    let mut is_first = true;
    while let Some(word) = words.next() {
        let is_last = words.peek().is_none();
        // `Washington DC` is the one city that is seldom written without its region.
        if word == b"DC" && is_last && &out[start..] == "WASHINGTON " {
            break;
        }
        append(out, if is_last { word } else { short(word, is_first) });
        is_first = false;
        // `O Fallon` and `Coeur d Alene` are what the postal service makes of an apostrophe.
        if !is_last && !matches!(word, b"O" | b"D") {
            out.push(' ');
        }
    }
    if out.ends_with("WASHINGTON DC") && out.len() - start == 13 {
        out.truncate(start + 10);
    }
    out.truncate(start + out[start..].trim_end().len());
    Parsed::VALUE
}

pub(crate) fn short(word: &[u8], is_first: bool) -> &[u8] {
    match word {
        b"SAINT" => b"ST",
        b"SAINTE" => b"STE",
        b"FORT" => b"FT",
        b"MOUNT" => b"MT",
        b"NORTH" if is_first => b"N",
        b"SOUTH" if is_first => b"S",
        b"EAST" if is_first => b"E",
        b"WEST" if is_first => b"W",
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;
    use proptest::prelude::*;

    fn read(raw: &str) -> Result<String, Reason> {
        let mut out = String::new();
        match canonical(&Reading::new(Kind::City), raw, &mut out) {
            Parsed::Malformed(reason) => Err(reason),
            _ => Ok(out),
        }
    }

    #[test]
    fn spellings_of_a_city_meet() {
        let cases: &[(&str, &[&str])] = &[
            ("ST LOUIS", &["Saint Louis", "St. Louis", "ST  LOUIS", "St Louis, MO"]),
            ("FT WORTH", &["Fort Worth", "Ft. Worth", "FT WORTH, Texas"]),
            ("MT VERNON", &["Mount Vernon", "Mt. Vernon"]),
            ("WINSTON SALEM", &["Winston-Salem", "winston salem"]),
            ("COEUR DALENE", &["Coeur d'Alene", "COEUR D ALENE"]),
            ("OFALLON", &["O'Fallon", "O Fallon", "OFALLON"]),
            ("N LAS VEGAS", &["North Las Vegas", "N. Las Vegas"]),
            (
                "WASHINGTON",
                &["Washington", "Washington, D.C.", "Washington DC", "WASHINGTON D.C."],
            ),
            ("SAO PAULO", &["São Paulo"]),
            ("NORTH", &["North"]),
        ];
        for (expected, spellings) in cases {
            for raw in *spellings {
                assert_eq!(read(raw).as_deref(), Ok(*expected), "{raw}");
            }
        }
        assert_eq!(read("98101"), Err(Reason::NoLetter));
        assert_eq!(read(&"a".repeat(200)), Err(Reason::TooLong));
    }

    proptest! {
        #[test]
        fn canonical_cities_stay(raw in "([A-Za-z]{1,5}|O|D|DC|C|WASHINGTON|SAINT|NORTH|[,.' -]){1,8}|\\PC{0,40}") {
            if let Ok(once) = read(&raw) {
                prop_assert_eq!(read(&once), Ok(once.clone()));
            }
        }
    }
}
