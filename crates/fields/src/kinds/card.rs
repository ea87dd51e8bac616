use super::digits;
use crate::{Doubt, Parsed, Reading, Reason};

/// Payment card number: 12 to 19 digits (ISO/IEC 7812-1), the last a Luhn digit.
pub(crate) fn canonical(_reading: &Reading, raw: &str, out: &mut String) -> Parsed {
    let digits = match digits::read(raw, &["card", "cc", "pan"]) {
        Ok(digits) => digits,
        Err(reason) => return Parsed::Malformed(reason),
    };
    match digits.len() {
        0..12 => return Parsed::Malformed(Reason::TooShort),
        12..=19 => {}
        _ => return Parsed::Malformed(Reason::TooLong),
    }
    out.push_str(digits.as_str());
    if digits::luhn_holds(digits.as_bytes()) {
        Parsed::VALUE
    } else {
        Parsed::doubtful(Doubt::CheckDigit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;
    use crate::kinds::testing::{check, laws};

    #[test]
    fn spellings() {
        check(
            Kind::Card,
            &[
                ("4539 1488 0343 6467", Ok(("4539148803436467", None))),
                ("4539-1488-0343-6467", Ok(("4539148803436467", None))),
                ("4539148803436467", Ok(("4539148803436467", None))),
                ("=\"4539148803436467\"", Ok(("4539148803436467", None))),
                ("4539148803436468", Ok(("4539148803436468", Some(Doubt::CheckDigit)))),
                ("45391488034", Err(Parsed::Malformed(Reason::TooShort))),
                ("45391488034364671234", Err(Parsed::Malformed(Reason::TooLong))),
                ("4.53915E+15", Err(Parsed::Malformed(Reason::BadCharacter))),
                ("4111 1111 1111 1111", Err(Parsed::Placeholder)),
                ("0000000000000000", Err(Parsed::Placeholder)),
                ("4539********6467", Err(Parsed::Masked)),
                ("xxxx-xxxx-xxxx-6467", Err(Parsed::Masked)),
            ],
        );
    }

    laws!(Kind::Card, "[0-9]{4}[- ]?[0-9]{4}[- ]?[0-9]{4}[- ]?[0-9]{0,7}");
}
