//! The number in a cell.

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// Nothing, or zero, which is nobody's number.
    Blank,
    /// A number, and with how many digits it is written.
    Number(u64, u32),
    /// Something else.
    Other,
}

/// Reads a cell of digits, at most 18; if `grouped`, hyphens and spaces may stand between them.
pub(super) fn read(cell: &str, grouped: bool) -> Cell {
    let (mut number, mut digits) = (0u64, 0u32);
    for byte in cell.trim_ascii().bytes() {
        match byte {
            b'0'..=b'9' if digits < MOST_DIGITS => {
                number = number * 10 + u64::from(byte - b'0');
                digits += 1;
            }
            b'-' | b' ' if grouped && digits > 0 => {}
            _ => return Cell::Other,
        }
    }
    match number {
        0 => Cell::Blank,
        _ => Cell::Number(number, digits),
    }
}

const MOST_DIGITS: u32 = 18;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_numbers_and_nothing_else_is() {
        assert_eq!(read(" 0120 ", false), Cell::Number(120, 4));
        assert_eq!(read("12-34 5", true), Cell::Number(12_345, 5));
        assert_eq!(
            read("999999999999999999", false),
            Cell::Number(999_999_999_999_999_999, 18)
        );
        for blank in ["", "  ", "0", "000"] {
            assert_eq!(read(blank, false), Cell::Blank);
        }
        for other in ["12-34", "A12", "1.5", "-3", "1e5", "1234567890123456789", "１２"] {
            assert_eq!(read(other, false), Cell::Other, "{other}");
        }
    }
}
