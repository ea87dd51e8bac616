//! Postal codes. US: the five digits of a ZIP code, the rest of ZIP+4 cut off; Canadian codes, which US
//! tables hold as well, without their space. Elsewhere: letters and digits in upper case.

use super::digits;
use super::fold::{Text, append, each_folded};
use crate::reading::Region;
use crate::{Doubt, Parsed, Reading, Reason};

/// The lowest ZIP code that is assigned (Holtsville, New York).
const LOWEST_ZIP: &[u8] = b"00501";

pub(crate) fn canonical(reading: &Reading, raw: &str, out: &mut String) -> Parsed {
    if reading.region == Region::US && raw.len() == 5 && raw.bytes().all(|byte| byte.is_ascii_digit()) {
        return zip(raw.as_bytes(), false, out);
    }
    let mut text = Text::<24>::new();
    each_folded(digits::unwrapped(raw), |byte| text.push(byte));
    if text.overflowed() {
        return Parsed::Malformed(Reason::TooLong);
    }
    let mut text = text.as_bytes();
    // A spreadsheet's number with decimals.
    if let [digits @ .., b'.', b'0'] = text
        && digits.iter().all(u8::is_ascii_digit)
    {
        text = digits;
    }
    let mut code = Text::<24>::new();
    for byte in text {
        match byte {
            b'A'..=b'Z' | b'0'..=b'9' => code.push(*byte),
            b' ' | b'-' => {}
            _ => return Parsed::Malformed(Reason::BadCharacter),
        }
    }
    let code = code.as_bytes();
    if reading.region == Region::US {
        us(reading, text, code, out)
    } else if !code.iter().any(u8::is_ascii_digit) {
        Parsed::Malformed(Reason::BadCharacter)
    } else if !(3..=10).contains(&code.len()) {
        Parsed::Malformed(Reason::WrongLength)
    } else {
        append(out, code);
        Parsed::VALUE
    }
}

fn us(reading: &Reading, text: &[u8], code: &[u8], out: &mut String) -> Parsed {
    if is_canadian(code) {
        append(out, code);
        return Parsed::VALUE;
    }
    if !code.iter().all(u8::is_ascii_digit) {
        return Parsed::Malformed(Reason::BadCharacter);
    }
    let written = match text.iter().position(|byte| matches!(byte, b'-' | b' ')) {
        Some(at) if at == 0 || !matches!(code.len() - at.min(code.len()), 0 | 4) => {
            return Parsed::Malformed(Reason::WrongLength);
        }
        Some(at) => &code[..at],
        None => match code.len() {
            9 => &code[..5],
            8 if reading.pad == Some(5) => &code[..4],
            7 if reading.pad == Some(5) => &code[..3],
            _ => code,
        },
    };
    let padded = written.len() < 5;
    if written.len() > 5 || (padded && (reading.pad != Some(5) || written.len() < 3)) {
        return Parsed::Malformed(Reason::WrongLength);
    }
    let mut five = *b"00000";
    five[5 - written.len()..].copy_from_slice(written);
    zip(&five, padded, out)
}

/// Five digits.
fn zip(five: &[u8], padded: bool, out: &mut String) -> Parsed {
    append(out, five);
    Parsed::Value {
        doubt: (five < LOWEST_ZIP).then_some(Doubt::Unassigned),
        padded,
    }
}

fn is_canadian(code: &[u8]) -> bool {
    code.len() == 6
        && code
            .iter()
            .enumerate()
            .all(|(n, byte)| byte.is_ascii_digit() == (n % 2 == 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;
    use proptest::prelude::*;

    fn read(pad: Option<u8>, region: &str, raw: &str) -> (Parsed, String) {
        let mut out = String::new();
        let reading = Reading {
            pad,
            region: region.parse().unwrap(),
            ..Reading::new(Kind::Postcode)
        };
        (canonical(&reading, raw, &mut out), out)
    }

    #[test]
    fn spellings_of_a_zip_code_meet() {
        for raw in [
            "98101",
            "98101-1234",
            "=\"98101\"",
            "'98101",
            "981011234",
            "98101 1234",
            "98101.0",
            "98101-",
            "\u{ff19}\u{ff18}101",
        ] {
            assert_eq!(read(None, "US", raw), (Parsed::VALUE, "98101".to_owned()), "{raw}");
        }
        assert_eq!(read(None, "US", "k1a 0b1").1, "K1A0B1");
        assert_eq!(read(None, "GB", "sw1a 1aa").1, "SW1A1AA");
        assert_eq!(read(None, "DE", "01067").1, "01067");
        assert_eq!(read(None, "US", "00123").0, Parsed::doubtful(Doubt::Unassigned));
    }

    #[test]
    fn lost_zeros_come_back_where_the_column_says_so() {
        let padded = Parsed::Value {
            doubt: None,
            padded: true,
        };
        for raw in ["2134", "2134-1234", "21341234", "2134.0"] {
            assert_eq!(read(Some(5), "US", raw), (padded, "02134".to_owned()), "{raw}");
            assert_eq!(read(None, "US", raw).0, Parsed::Malformed(Reason::WrongLength), "{raw}");
        }
        assert_eq!(read(Some(5), "US", "501").1, "00501");
    }

    #[test]
    fn what_is_no_postcode_says_why() {
        let cases = [
            ("12", Reason::WrongLength),
            ("123456", Reason::WrongLength),
            ("98101-12", Reason::WrongLength),
            ("-98101", Reason::WrongLength),
            ("9810A", Reason::BadCharacter),
            ("98101/2", Reason::BadCharacter),
            ("1234567890123456789012345", Reason::TooLong),
        ];
        for (raw, reason) in cases {
            assert_eq!(read(Some(5), "US", raw).0, Parsed::Malformed(reason), "{raw}");
        }
    }

    proptest! {
        #[test]
        fn canonical_postcodes_stay(raw in "[0-9A-Z .-]{0,12}|\\PC{0,30}", region in "US|GB", pad in prop::option::of(Just(5u8))) {
            let (parsed, once) = read(pad, &region, &raw);
            if parsed.is_value() {
                let (again, twice) = read(pad, &region, &once);
                prop_assert!(again.is_value());
                prop_assert_eq!(twice, once);
            }
        }
    }
}
