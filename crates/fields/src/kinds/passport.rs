use super::code;
use crate::{Parsed, Reading};

/// Passport number: 6 to 9 letters and digits, upper case (ICAO Doc 9303 has room for 9).
///
/// `<`, which fills the field in the machine-readable zone, is off.
pub(crate) fn canonical(reading: &Reading, raw: &str, out: &mut String) -> Parsed {
    code::canonical(reading, raw, out, &['<'], LEAST, MOST)
}

const LEAST: usize = 6;
const MOST: usize = 9;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::testing::{check, check_with, laws};
    use crate::{Kind, Reason};

    #[test]
    fn spellings() {
        let value = |text| Ok((text, None));
        check(
            Kind::Passport,
            &[
                ("A12345678", value("A12345678")),
                ("a 1234 5678", value("A12345678")),
                ("A1234567<", value("A1234567")),
                ("512345678", value("512345678")),
                ("X1234567", value("X1234567")),
                ("A1234", Err(Parsed::Malformed(Reason::TooShort))),
                ("A123456789", Err(Parsed::Malformed(Reason::TooLong))),
                ("A1234@678", Err(Parsed::Malformed(Reason::BadCharacter))),
                ("000000000", Err(Parsed::Placeholder)),
                ("123456789", Err(Parsed::Placeholder)),
                ("A*****678", Err(Parsed::Masked)),
                ("XXXXX6789", Err(Parsed::Masked)),
            ],
        );
    }

    #[test]
    fn lost_zeros_come_back_where_the_column_says_so() {
        let mut reading = Reading::new(Kind::Passport);
        reading.pad = Some(9);
        let padded = Parsed::Value {
            doubt: None,
            padded: true,
        };
        check_with(&reading, "31234567", padded, "031234567");
    }

    laws!(Kind::Passport, "[A-Z]{0,2} ?[0-9]{5,9}");
}
