//! Sizes as people write them.

/// A text that is no size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a size such as 106GB or 4TiB")]
pub struct BadSize;

/// Bytes of a size: a number and a unit, of thousands (`106GB`) or of 1,024 (`4TiB`); without a unit, bytes.
///
/// # Errors
/// [`BadSize`] for anything else, and for 10¹⁸ bytes and more.
pub fn parse_size(text: &str) -> Result<u64, BadSize> {
    let text = text.trim();
    let split = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let factor: f64 = match unit.to_ascii_lowercase().as_str() {
        "" | "b" => 1.0,
        "kb" => 1e3,
        "mb" => 1e6,
        "gb" => 1e9,
        "tb" => 1e12,
        "kib" => 1024.0,
        "mib" => 1024.0 * 1024.0,
        "gib" => 1024.0 * 1024.0 * 1024.0,
        "tib" => 1024.0 * 1024.0 * 1024.0 * 1024.0,
        _ => return Err(BadSize),
    };
    match number.trim().parse::<f64>() {
        Ok(number) if number >= 0.0 && number * factor < MOST => Ok((number * factor).round() as u64),
        _ => Err(BadSize),
    }
}

/// No listing is as large.
pub(super) const MOST: f64 = 1e18;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        for (text, bytes) in [
            ("106GB", 106_000_000_000),
            (" 106 gb ", 106_000_000_000),
            ("1.5KiB", 1_536),
            ("0", 0),
            ("12b", 12),
        ] {
            assert_eq!(parse_size(text), Ok(bytes), "{text}");
        }
        for text in [
            "",
            "GB",
            "-1GB",
            "10 parsecs",
            "1e5",
            "inf",
            "NaN",
            "1000000TB",
            "1 000 MB",
        ] {
            assert_eq!(parse_size(text), Err(BadSize), "{text}");
        }
    }
}
