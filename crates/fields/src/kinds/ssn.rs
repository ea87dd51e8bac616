use super::digits;
use crate::{Doubt, Parsed, Reading, Reason};

/// US social security number: its nine digits.
///
/// Issued numbers (Social Security Administration, rules in force since 2011) have an area other than 000,
/// 666 and 900–999 (the last are the tax office's ITINs), a group other than 00 and a serial other than 0000.
pub(crate) fn canonical(reading: &Reading, raw: &str, out: &mut String) -> Parsed {
    let mut digits = match digits::read(raw, LABELS) {
        Ok(digits) => digits,
        Err(reason) => return Parsed::Malformed(reason),
    };
    // Area 000 was never issued, so that a number can't have lost more than two zeros.
    let padded = reading.pad == Some(LENGTH as u8) && digits.pad(LENGTH, LENGTH - 2);
    if digits.len() < LENGTH {
        return Parsed::Malformed(Reason::TooShort);
    }
    if digits.len() > LENGTH {
        return Parsed::Malformed(Reason::TooLong);
    }
    out.push_str(digits.as_str());
    Parsed::Value {
        doubt: doubt(digits.as_bytes()),
        padded,
    }
}

fn doubt(digits: &[u8]) -> Option<Doubt> {
    let (area, rest) = digits.split_at(3);
    let (group, serial) = rest.split_at(2);
    if area == b"000" || area == b"666" || area[0] == b'9' {
        Some(Doubt::UnissuedArea)
    } else if group == b"00" {
        Some(Doubt::ZeroGroup)
    } else if serial == b"0000" {
        Some(Doubt::ZeroSerial)
    } else {
        None
    }
}

const LENGTH: usize = 9;
const LABELS: &[&str] = &["ssn", "social security", "social", "tin", "itin"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;
    use crate::kinds::testing::{check, check_with, laws};

    #[test]
    fn spellings() {
        let value = |text| Ok((text, None));
        check(
            Kind::Ssn,
            &[
                ("456-12-7890", value("456127890")),
                ("456127890", value("456127890")),
                (" 456 12 7890 ", value("456127890")),
                ("456.12.7890", value("456127890")),
                ("456\u{2013}12\u{2014}7890", value("456127890")),
                ("456\u{2011}12\u{A0}7890", value("456127890")),
                ("SSN: 456-12-7890", value("456127890")),
                ("ssn#456127890", value("456127890")),
                ("SSN No. 456127890", value("456127890")),
                ("=\"456127890\"", value("456127890")),
                ("'456127890", value("456127890")),
                ("456127890.0", value("456127890")),
                ("\u{FF14}\u{FF15}\u{FF16}127890", value("456127890")),
                ("\u{0664}\u{0665}\u{0666}-12-7890", value("456127890")),
                ("900-12-3456", Ok(("900123456", Some(Doubt::UnissuedArea)))),
                ("666-12-3456", Ok(("666123456", Some(Doubt::UnissuedArea)))),
                ("000-12-3456", Ok(("000123456", Some(Doubt::UnissuedArea)))),
                ("456-00-7890", Ok(("456007890", Some(Doubt::ZeroGroup)))),
                ("456-12-0000", Ok(("456120000", Some(Doubt::ZeroSerial)))),
                ("12345678", Err(Parsed::Malformed(Reason::TooShort))),
                ("4561278901", Err(Parsed::Malformed(Reason::TooLong))),
                ("456-12-789O", Err(Parsed::Malformed(Reason::BadCharacter))),
                ("4.56128E+08", Err(Parsed::Malformed(Reason::BadCharacter))),
                ("ssn", Err(Parsed::Malformed(Reason::TooShort))),
                ("000-00-0000", Err(Parsed::Placeholder)),
                ("078-05-1120", Err(Parsed::Placeholder)),
                ("219-09-9999", Err(Parsed::Placeholder)),
                ("123-45-6789", Err(Parsed::Placeholder)),
                ("1111 1 1111", Err(Parsed::Placeholder)),
                ("***-**-7890", Err(Parsed::Masked)),
            ],
        );
    }

    #[test]
    fn lost_zeros_come_back_where_the_column_says_so() {
        let mut reading = Reading::new(Kind::Ssn);
        reading.pad = Some(9);
        let padded = Parsed::Value {
            doubt: None,
            padded: true,
        };
        check_with(&reading, "12127890", padded, "012127890");
        check_with(&reading, "1127890", padded, "001127890");
        check_with(&reading, "1127890.0", padded, "001127890");
        check_with(&reading, "127890", Parsed::Malformed(Reason::TooShort), "");
        check_with(&reading, "12-12-7890", Parsed::Malformed(Reason::TooShort), "");
        check_with(&reading, "456127890", Parsed::VALUE, "456127890");
    }

    laws!(Kind::Ssn, "[0-9]{3}[- .]?[0-9]{2}[- .]?[0-9]{4}");
}
