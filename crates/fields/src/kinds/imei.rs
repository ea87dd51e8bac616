use super::digits;
use crate::{Doubt, Parsed, Reading, Reason};

/// Serial number of a mobile device: 14 digits, the type allocation code and the serial.
///
/// What follows them is no part of the device's identity (3GPP TS 23.003, 6.2): an IMEI has a check digit,
/// a spare 0 where it is transmitted, and an IMEISV two digits of software version that change with an
/// update. So 14, 15 and 16 digits of one device meet.
pub(crate) fn canonical(reading: &Reading, raw: &str, out: &mut String) -> Parsed {
    let mut digits = match digits::read(raw, LABELS) {
        Ok(digits) => digits,
        Err(reason) => return Parsed::Malformed(reason),
    };
    let padded = pad(reading, &mut digits);
    let all = digits.as_bytes();
    let doubt = match all.len() {
        14 | 16 => None,
        15 if all[14] == b'0' || digits::luhn_holds(all) => None,
        15 => Some(Doubt::CheckDigit),
        _ => return Parsed::Malformed(Reason::WrongLength),
    };
    digits.cut(digits.len().saturating_sub(SIGNIFICANT));
    out.push_str(digits.as_str());
    Parsed::Value { doubt, padded }
}

/// Of the type allocation codes that begin with a zero only North America's (`01`, PTCRB) are in use. In a
/// column of 15 digits, 14 may also be a value without its check digit: the zero is put back only where that
/// makes such a code and a right check digit.
fn pad(reading: &Reading, digits: &mut digits::Digits) -> bool {
    let Some(width @ 14..=16) = reading.pad.map(usize::from) else {
        return false;
    };
    if digits.len() + 1 != width || digits.as_bytes()[0] != b'1' {
        return false;
    }
    // A leading zero adds nothing to a Luhn sum, so that the sum may be taken before it is put back.
    if width == 15 && !digits::luhn_holds(digits.as_bytes()) {
        return false;
    }
    digits.pad(width, width - 1)
}

const SIGNIFICANT: usize = 14;
/// A telephone with two SIM cards has an `IMEI1` and an `IMEI2`: that digit is none of the number's.
const LABELS: &[&str] = &[
    "imeisv", "imei1:", "imei1 ", "imei2:", "imei2 ", "imei 1:", "imei 2:", "imei",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;
    use crate::kinds::testing::{check, check_with, laws};

    #[test]
    fn spellings() {
        let value = |text| Ok((text, None));
        check(
            Kind::Imei,
            &[
                // 3GPP's own worked example of a check digit.
                ("490154203237518", value("49015420323751")),
                ("49015420323751", value("49015420323751")),
                ("49-015420-323751-8", value("49015420323751")),
                ("490154203237510", value("49015420323751")),
                ("4901542032375101", value("49015420323751")),
                ("IMEI: 490154203237518", value("49015420323751")),
                ("IMEI1: 490154203237518", value("49015420323751")),
                ("IMEI 2: 490154203237518", value("49015420323751")),
                ("490154203237518.0", value("49015420323751")),
                ("490154203237511", Ok(("49015420323751", Some(Doubt::CheckDigit)))),
                ("4901542032375", Err(Parsed::Malformed(Reason::WrongLength))),
                ("49015420323751801", Err(Parsed::Malformed(Reason::WrongLength))),
                ("4.90154E+14", Err(Parsed::Malformed(Reason::BadCharacter))),
                ("000000000000000", Err(Parsed::Placeholder)),
                ("111111111111111", Err(Parsed::Placeholder)),
                ("490154*******18", Err(Parsed::Masked)),
            ],
        );
    }

    #[test]
    fn a_lost_zero_comes_back_where_the_check_digit_agrees() {
        let mut reading = Reading::new(Kind::Imei);
        reading.pad = Some(15);
        let stem = "01161200123456";
        let full = format!("{stem}{}", char::from(digits::luhn_digit(stem.as_bytes())));
        let padded = Parsed::Value {
            doubt: None,
            padded: true,
        };
        check_with(&reading, &full[1..], padded, stem);
        check_with(&reading, "49015420323751", Parsed::VALUE, "49015420323751");
    }

    laws!(Kind::Imei, "[0-9]{2}-?[0-9]{6}-?[0-9]{6}-?[0-9]{0,2}");
}
