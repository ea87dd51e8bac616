use super::digits;
use crate::{Doubt, Parsed, Reading, Reason};

/// Serial number of a SIM card, with its check digit.
///
/// ITU-T E.118 has 19 digits, the last a Luhn digit; many carriers use 20, and systems that store the number
/// without its check digit hold 18 or 19. 18 digits are completed. 19 that pass Luhn are taken to be
/// complete; those that don't may be 20 without the last, and are completed, with a doubt, as they may as
/// well be mistyped. (One in ten of the 20-digit cards passes Luhn without its last digit by chance and
/// stays apart: two cards must never meet.) The filler `F` of the 20th half-byte is off.
pub(crate) fn canonical(_reading: &Reading, raw: &str, out: &mut String) -> Parsed {
    let text = digits::unwrapped(raw);
    let text = text.trim_end_matches(['F', 'f']);
    if digits::unwrapped(raw).len() - text.len() > 2 {
        return Parsed::Malformed(Reason::BadCharacter);
    }
    let mut digits = match digits::read(text, &["iccid", "icc", "sim"]) {
        Ok(digits) => digits,
        Err(reason) => return Parsed::Malformed(reason),
    };
    let complete = digits::luhn_holds(digits.as_bytes());
    let doubt = match digits.len() {
        18 => None,
        19..=22 => (!complete).then_some(Doubt::CheckDigit),
        0..18 => return Parsed::Malformed(Reason::TooShort),
        _ => return Parsed::Malformed(Reason::TooLong),
    };
    if digits.len() == 18 || (digits.len() == 19 && !complete) {
        digits.push(digits::luhn_digit(digits.as_bytes()));
    }
    out.push_str(digits.as_str());
    Parsed::Value {
        doubt: if digits.as_bytes().starts_with(TELECOM) {
            doubt
        } else {
            Some(Doubt::Unassigned)
        },
        padded: false,
    }
}

/// The industry prefix of telecommunication cards.
const TELECOM: &[u8] = b"89";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;
    use crate::kinds::testing::{check, laws};

    #[test]
    fn spellings() {
        let value = |text| Ok((text, None));
        check(
            Kind::Iccid,
            &[
                ("8901260123456789011", value("8901260123456789011")),
                ("8901260123456789011F", value("8901260123456789011")),
                ("890126012345678901", value("8901260123456789011")),
                ("8901 2601 2345 6789 011", value("8901260123456789011")),
                ("ICCID: 8901260123456789011", value("8901260123456789011")),
                ("89014103211118510753", value("89014103211118510753")),
                (
                    "8901410321111851075",
                    Ok(("89014103211118510753", Some(Doubt::CheckDigit))),
                ),
                (
                    "89014103211118510754",
                    Ok(("89014103211118510754", Some(Doubt::CheckDigit))),
                ),
                ("89012601234567890", Err(Parsed::Malformed(Reason::TooShort))),
                ("89012601234567890113456", Err(Parsed::Malformed(Reason::TooLong))),
                ("8.90126E+18", Err(Parsed::Malformed(Reason::BadCharacter))),
                ("0000000000000000000", Err(Parsed::Placeholder)),
                ("890126********89012", Err(Parsed::Masked)),
            ],
        );
    }

    #[test]
    fn another_industry_is_doubted() {
        let mut out = String::new();
        let parsed = Reading::new(Kind::Iccid).canonical("7901260123456789012", &mut out);
        assert_eq!(parsed, Parsed::doubtful(Doubt::Unassigned));
    }

    laws!(Kind::Iccid, "89[0-9]{2} ?[0-9]{4} ?[0-9]{10,14}[Ff]?");
}
