use super::code;
use crate::{Parsed, Reading};

/// Driver's licence number: its letters and digits, upper case, 4 to 20 of them.
///
/// A state written before it (`WA-ABC123`) stays part of the value: numbers are unique within a state only, so
/// that without it two people of one table could meet. The price is that `WA-ABC123` and `ABC123` do not.
/// Stars fill up the short names in Washington's numbers of before 2018 (`LEE**J*123AB`) and are off.
pub(crate) fn canonical(reading: &Reading, raw: &str, out: &mut String) -> Parsed {
    code::canonical(reading, raw, out, &['*'], LEAST, MOST)
}

const LEAST: usize = 4;
const MOST: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::testing::{check, laws};
    use crate::{Kind, Reason};

    #[test]
    fn spellings() {
        let value = |text| Ok((text, None));
        check(
            Kind::Licence,
            &[
                ("WDLABC1D234B", value("WDLABC1D234B")),
                ("wdl-abc-1d234b", value("WDLABC1D234B")),
                ("SMITHJ*123AB", value("SMITHJ123AB")),
                ("LEE**J*123AB", value("LEEJ123AB")),
                ("LI***J*123AB", value("LIJ123AB")),
                ("D123-4567-8901", value("D12345678901")),
                ("D123 4567 8901", value("D12345678901")),
                ("WA-ABC123", value("WAABC123")),
                ("WA: ABC123", value("WAABC123")),
                ("OR-ABC123", value("ORABC123")),
                ("ABC123", value("ABC123")),
                ("K1", Err(Parsed::Malformed(Reason::TooShort))),
                ("ABCDEFGHIJKLMNOPQRSTU", Err(Parsed::Malformed(Reason::TooLong))),
                ("D123+456", Err(Parsed::Malformed(Reason::BadCharacter))),
                ("00000000", Err(Parsed::Placeholder)),
                ("D***********1", Err(Parsed::Masked)),
                ("XXXXXX1234", Err(Parsed::Masked)),
            ],
        );
    }

    laws!(Kind::Licence, "[A-Z]{0,5}\\*?[-A-Z0-9]{2,12}");
}
