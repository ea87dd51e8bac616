//! Values as text.

use std::io::Write;

use super::schema::{Meaning, Unit};
use crate::forms::pump::Sink;

/// Appends a cell with a whole number.
pub(super) fn whole(value: i64, unsigned: u64, meaning: Meaning, sink: &mut Sink) {
    // Writing to the sink does not fail.
    let _ = match meaning {
        Meaning::Unsigned => write!(sink, "{unsigned}"),
        Meaning::Date => date(value, sink),
        Meaning::Time(unit) => time(value.rem_euclid(86_400 * unit.per_second()), unit, sink),
        Meaning::Timestamp(unit) => timestamp(i128::from(value), unit, sink),
        Meaning::Decimal { scale } => decimal(i128::from(value), scale, sink),
        _ => write!(sink, "{value}"),
    };
    sink.end_cell();
}

/// Appends a cell with the time that older programs write as the nanoseconds of a day and the day's Julian number.
pub(super) fn old_timestamp(words: &[u32], sink: &mut Sink) {
    if let [low, high, day] = words {
        let within = i128::from(u64::from(*high) << 32 | u64::from(*low));
        let days = i128::from(*day) - JULIAN_1970;
        let _ = timestamp(days * 86_400_000_000_000 + within, Unit::Nano, sink);
    }
    sink.end_cell();
}

/// Appends a cell with a number.
pub(super) fn float(value: f64, sink: &mut Sink) {
    // Neither an exponent nor a needless point is ever written.
    let _ = write!(sink, "{value}");
    sink.end_cell();
}

/// Appends a cell with a number, which has fewer digits than the same one of twice the size.
pub(super) fn short_float(value: f32, sink: &mut Sink) {
    let _ = write!(sink, "{value}");
    sink.end_cell();
}

/// Appends a cell of bytes.
pub(super) fn bytes(bytes: &[u8], meaning: Meaning, sink: &mut Sink) {
    match meaning {
        Meaning::Text => sink.cell_of(bytes),
        Meaning::Decimal { scale } => match signed(bytes) {
            Some(value) => {
                let _ = decimal(value, scale, sink);
                sink.end_cell();
            }
            None => sink.cell_of_any(bytes),
        },
        Meaning::Uuid if bytes.len() == 16 => {
            for (at, byte) in bytes.iter().enumerate() {
                let dash = if matches!(at, 4 | 6 | 8 | 10) { "-" } else { "" };
                let _ = write!(sink, "{dash}{byte:02x}");
            }
            sink.end_cell();
        }
        Meaning::Float16 => match bytes {
            [low, high] => float(half(u16::from_le_bytes([*low, *high])), sink),
            _ => sink.cell_of_any(bytes),
        },
        _ => sink.cell_of_any(bytes),
    }
}

/// A signed number, its highest byte first; `None` if it is too large.
fn signed(bytes: &[u8]) -> Option<i128> {
    let sign = match bytes.first() {
        Some(first) if first & 0x80 != 0 => 0xFF,
        _ => 0,
    };
    let mut value = if sign == 0 { 0 } else { -1i128 };
    let spare = bytes.len().saturating_sub(16);
    if bytes[..spare].iter().any(|byte| *byte != sign) || spare > 0 && (bytes[spare] ^ sign) & 0x80 != 0 {
        return None;
    }
    for byte in &bytes[spare..] {
        value = value << 8 | i128::from(*byte);
    }
    Some(value)
}

fn decimal(value: i128, scale: u32, sink: &mut Sink) -> std::io::Result<()> {
    let digits = value.unsigned_abs().to_string();
    let scale = scale as usize;
    if value < 0 {
        write!(sink, "-")?;
    }
    if scale == 0 {
        return write!(sink, "{digits}");
    }
    match digits.len().checked_sub(scale) {
        Some(point @ 1..) => write!(sink, "{}.{}", &digits[..point], &digits[point..]),
        _ => write!(sink, "0.{digits:0>scale$}"),
    }
}

fn date(days: i64, sink: &mut Sink) -> std::io::Result<()> {
    let (year, month, day) = civil(days);
    match year {
        0..=9_999 => write!(sink, "{year:04}-{month:02}-{day:02}"),
        _ => write!(sink, "{year:+05}-{month:02}-{day:02}"),
    }
}

fn timestamp(value: i128, unit: Unit, sink: &mut Sink) -> std::io::Result<()> {
    let in_day = i128::from(86_400 * unit.per_second());
    date(value.div_euclid(in_day) as i64, sink)?;
    write!(sink, "T")?;
    time(value.rem_euclid(in_day) as i64, unit, sink)
}

/// A time of the day, from midnight on.
fn time(value: i64, unit: Unit, sink: &mut Sink) -> std::io::Result<()> {
    let seconds = value / unit.per_second();
    write!(
        sink,
        "{:02}:{:02}:{:02}",
        seconds / 3_600,
        seconds / 60 % 60,
        seconds % 60
    )?;
    let rest = value % unit.per_second();
    let width = unit.per_second().ilog10() as usize;
    match rest {
        0 => Ok(()),
        _ => write!(sink, ".{}", format!("{rest:0width$}").trim_end_matches('0')),
    }
}

/// Year, month and day of a day counted from 1970, in the calendar of today. The year is counted from a March, so that a leap
/// day is its last.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days.saturating_add(719_468);
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (era * 400 + year_of_era + next, month, day)
}

/// A floating-point number of 16 bits.
fn half(bits: u16) -> f64 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let fraction = f64::from(bits & 0x3FF);
    sign * match bits >> 10 & 0x1F {
        0 => fraction * 2f64.powi(-24),
        0x1F if fraction == 0.0 => f64::INFINITY,
        0x1F => f64::NAN,
        exponent => (1.0 + fraction / 1_024.0) * 2f64.powi(i32::from(exponent) - 15),
    }
}

/// The Julian number of the first day of 1970.
const JULIAN_1970: i128 = 2_440_588;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_dates() {
        let cases = [
            (0, (1970, 1, 1)),
            (-1, (1969, 12, 31)),
            (3_682, (1980, 1, 31)),
            (11_016, (2000, 2, 29)),
            (-719_528, (0, 1, 1)),
            (2_932_896, (9_999, 12, 31)),
        ];
        for (days, date) in cases {
            assert_eq!(civil(days), date, "{days}");
        }
        civil(i64::MAX);
        civil(i64::MIN);
    }

    #[test]
    fn halves_and_long_numbers_are_exact() {
        assert_eq!(half(0x3C00), 1.0);
        assert_eq!(half(0xC000), -2.0);
        assert_eq!(half(0x3555), 0.333_251_953_125);
        assert_eq!(signed(&[0xFF, 0x85]), Some(-123));
        assert_eq!(signed(&[0; 20]), Some(0));
        assert_eq!(signed(&[0xFF; 20]), Some(-1));
        assert_eq!(signed(&[1; 17]), None);
        assert_eq!(signed(&[]), Some(0));
    }
}
