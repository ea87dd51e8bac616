use super::code;
use crate::{Parsed, Reading};

/// The company's own customer number: its letters and digits, upper case, 3 to 64 of them.
///
/// Hyphens, spaces, slashes, dots, underscores and `#` are how a system prints a number, not part of it.
/// Anything else (`@`, `+` …) says that the cell is no account number. A number of digits only stands without
/// its leading zeros: spreadsheets drop them, and unlike an ssn an account number has no length of its own
/// to fill up to.
pub(crate) fn canonical(reading: &Reading, raw: &str, out: &mut String) -> Parsed {
    let start = out.len();
    let parsed = code::canonical(reading, raw, out, &[], LEAST, MOST);
    let written = &out.as_bytes()[start..];
    if parsed.is_value() && written.first() == Some(&b'0') && written.iter().all(u8::is_ascii_digit) {
        let zeros = written.iter().take_while(|digit| **digit == b'0').count();
        // Three digits stay, so that the form of `0000000012` can itself be read again.
        out.drain(start..start + zeros.min(written.len().saturating_sub(LEAST)));
    }
    parsed
}

const LEAST: usize = 3;
const MOST: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::testing::{check, laws};
    use crate::{Kind, Reason};

    #[test]
    fn spellings() {
        let value = |text| Ok((text, None));
        check(
            Kind::Account,
            &[
                ("ACC-0012345", value("ACC0012345")),
                ("acc 0012345", value("ACC0012345")),
                ("ACC/0012.345", value("ACC0012345")),
                ("#acc_0012345", value("ACC0012345")),
                ("'0012345", value("12345")),
                ("=\"0012345\"", value("12345")),
                ("12345.0", value("12345")),
                ("12345.01", value("1234501")),
                ("AXXX12", value("AXXX12")),
                ("\u{FF21}\u{FF23}\u{FF23}12", value("ACC12")),
                ("стол77", value("СТОЛ77")),
                ("1E5", value("1E5")),
                ("12", Err(Parsed::Malformed(Reason::TooShort))),
                ("0012", value("012")),
                ("0000000012", value("012")),
                ("1.23457E+11", Err(Parsed::Malformed(Reason::BadCharacter))),
                ("jane@x.org", Err(Parsed::Malformed(Reason::BadCharacter))),
                ("0000000", Err(Parsed::Placeholder)),
                ("XXXX1234", Err(Parsed::Masked)),
                ("****1234", Err(Parsed::Masked)),
                ("1234********5678", Err(Parsed::Masked)),
            ],
        );
        let long = "A".repeat(65);
        check(Kind::Account, &[(&long, Err(Parsed::Malformed(Reason::TooLong)))]);
    }

    #[test]
    fn leading_zeros_of_digits_make_no_difference() {
        let value = |text| Ok((text, None));
        check(
            Kind::Account,
            &[
                ("0000012345", value("12345")),
                ("12345.0", value("12345")),
                ("00-123", value("123")),
                ("A0012345", value("A0012345")),
                ("0012345A", value("0012345A")),
            ],
        );
    }

    laws!(Kind::Account, "[A-Za-z]{0,3}[-/ #.]?[0-9A-Za-z]{1,12}");
}
