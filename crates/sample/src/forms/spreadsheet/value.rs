//! Cells as text.

use std::fmt::Write;

use calamine::{DataRef, ExcelDateTime};

/// Appends a cell's text.
pub(super) fn write(value: &DataRef<'_>, text: &mut String) {
    // Writing to a string does not fail.
    let _ = match value {
        DataRef::String(value) => text.write_str(value),
        DataRef::SharedString(value) => text.write_str(value),
        DataRef::Int(value) => write!(text, "{value}"),
        DataRef::Float(value) => number(*value, text),
        DataRef::Bool(value) => write!(text, "{value}"),
        DataRef::DateTime(value) if value.is_duration() => duration(value.as_f64(), text),
        DataRef::DateTime(value) => date(value, text),
        // Midnight is what programs write for a date without a time.
        DataRef::DateTimeIso(value) => text.write_str(value.strip_suffix("T00:00:00").unwrap_or(value)),
        DataRef::DurationIso(value) => iso_duration(value, text),
        DataRef::Error(_) | DataRef::Empty => Ok(()),
    };
}

/// Without an exponent and without a needless point: whole numbers are digits.
fn number(value: f64, text: &mut String) -> std::fmt::Result {
    match value {
        0.0 => write!(text, "0"),
        _ => write!(text, "{value}"),
    }
}

/// A date, with the time unless it is midnight; a time alone where there is no day.
fn date(value: &ExcelDateTime, text: &mut String) -> std::fmt::Result {
    let serial = value.as_f64();
    // A number that is no date of any program is a number in spite of its style.
    if !(0.0..LAST_DAY).contains(&serial) {
        return number(serial, text);
    }
    let (year, month, day, hour, minute, second, milli) = value.to_ymd_hms_milli();
    let has_time = (hour, minute, second, milli) != (0, 0, 0, 0);
    if serial >= 1.0 || !has_time {
        write!(text, "{year:04}-{month:02}-{day:02}")?;
        if !has_time {
            return Ok(());
        }
        write!(text, "T")?;
    }
    write!(text, "{hour:02}:{minute:02}:{second:02}")?;
    match milli {
        0 => Ok(()),
        _ => write!(text, ".{milli:03}"),
    }
}

/// Days as hours, minutes and seconds.
fn duration(days: f64, text: &mut String) -> std::fmt::Result {
    let seconds = (days * 86_400.0).round();
    if !(0.0..1e12).contains(&seconds) {
        return number(days, text);
    }
    let seconds = seconds as u64;
    write!(
        text,
        "{:02}:{:02}:{:02}",
        seconds / 3_600,
        seconds / 60 % 60,
        seconds % 60
    )
}

/// `PT12H34M56S` as `12:34:56`, and anything else as it is.
fn iso_duration(value: &str, text: &mut String) -> std::fmt::Result {
    let parts = value.strip_prefix("PT").and_then(|rest| {
        let (hours, rest) = rest.split_once('H')?;
        let (minutes, rest) = rest.split_once('M')?;
        let seconds = rest.strip_suffix('S')?;
        Some((hours, minutes, seconds))
    });
    match parts {
        Some((hours, minutes, seconds)) => write!(text, "{hours:0>2}:{minutes:0>2}:{seconds:0>2}"),
        None => text.write_str(value),
    }
}

/// The day after 9999-12-31.
const LAST_DAY: f64 = 2_958_466.0;

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    fn text(value: DataRef<'_>) -> String {
        let mut text = String::new();
        write(&value, &mut text);
        text
    }

    #[test]
    fn numbers_have_neither_point_nor_exponent() {
        let cases = [
            (123_456_789.0, "123456789"),
            (2_125_550_123.0, "2125550123"),
            (490_154_203_237_518.0, "490154203237518"),
            (4.11111111111111e18, "4111111111111110000"),
            (0.5, "0.5"),
            (-0.0, "0"),
            (1e21, "1000000000000000000000"),
            (0.000_001, "0.000001"),
        ];
        for (number, digits) in cases {
            assert_eq!(text(DataRef::Float(number)), digits);
        }
    }

    #[test]
    fn dates_are_iso() {
        let date = |serial, of_1904| {
            text(DataRef::DateTime(ExcelDateTime::new(
                serial,
                ExcelDateTimeType::DateTime,
                of_1904,
            )))
        };
        assert_eq!(date(29_251.0, false), "1980-01-31");
        assert_eq!(date(27_789.0, true), "1980-01-31");
        assert_eq!(date(45_943.541, false), "2025-10-13T12:59:02.400");
        assert_eq!(date(0.524_259_259_259_259_3, false), "12:34:56");
        assert_eq!(date(60.0, false), "1900-02-29");
        assert_eq!(date(123_456_789.0, false), "123456789");
        assert_eq!(date(-1.0, false), "-1");
        assert_eq!(date(f64::NAN, false), "NaN");
        let span = |days| {
            text(DataRef::DateTime(ExcelDateTime::new(
                days,
                ExcelDateTimeType::TimeDelta,
                false,
            )))
        };
        assert_eq!(span(1.5), "36:00:00");
        assert_eq!(text(DataRef::DateTimeIso("1980-01-31T00:00:00".into())), "1980-01-31");
        assert_eq!(text(DataRef::DurationIso("PT12H34M56S".into())), "12:34:56");
        assert_eq!(text(DataRef::DurationIso("P1D".into())), "P1D");
    }
}
