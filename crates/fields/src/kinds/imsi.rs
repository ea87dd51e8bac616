use super::digits;
use crate::{Doubt, Parsed, Reading, Reason};

/// Number of a mobile subscriber: 14 or 15 digits (ITU-T E.212: country, network, subscriber).
///
/// Geographic country codes begin with 2–7; the rest is test networks, satellites or made up.
pub(crate) fn canonical(_reading: &Reading, raw: &str, out: &mut String) -> Parsed {
    let digits = match digits::read(raw, &["imsi"]) {
        Ok(digits) => digits,
        Err(reason) => return Parsed::Malformed(reason),
    };
    if !(14..=15).contains(&digits.len()) {
        return Parsed::Malformed(Reason::WrongLength);
    }
    out.push_str(digits.as_str());
    if (b'2'..=b'7').contains(&digits.as_bytes()[0]) {
        Parsed::VALUE
    } else {
        Parsed::doubtful(Doubt::Unassigned)
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
            Kind::Imsi,
            &[
                ("310260123456789", Ok(("310260123456789", None))),
                ("310-260-123456789", Ok(("310260123456789", None))),
                ("IMSI 310260123456789", Ok(("310260123456789", None))),
                ("31026012345678", Ok(("31026012345678", None))),
                ("901280123456789", Ok(("901280123456789", Some(Doubt::Unassigned)))),
                ("3102601234567", Err(Parsed::Malformed(Reason::WrongLength))),
                ("3102601234567890", Err(Parsed::Malformed(Reason::WrongLength))),
                ("3.1026E+14", Err(Parsed::Malformed(Reason::BadCharacter))),
                ("000000000000000", Err(Parsed::Placeholder)),
                ("310260xxxxxxxxx", Err(Parsed::Masked)),
            ],
        );
    }

    laws!(Kind::Imsi, "[0-9]{3}[- ]?[0-9]{3}[- ]?[0-9]{7,9}");
}
