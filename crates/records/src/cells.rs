//! Typed columns as text, in one spelling for each value.

use std::fmt::Write;

use polars::prelude::*;

/// Whether values of a type have a text.
pub(crate) fn has_text(kind: &DataType) -> bool {
    use DataType::*;
    match kind {
        Boolean | String | Binary | Date | Time | Datetime(..) | Null | Decimal(..) | Float32 | Float64 => true,
        other => other.is_integer() || other.is_categorical() || other.is_enum(),
    }
}

/// The cells of a column as text: an integer is its digits, a whole float has no `.0`, other floats are the
/// shortest text that reads back the same, a decimal has no trailing zeros, booleans are `true` and `false`,
/// dates are ISO 8601, a time stamp at midnight is its date (how databases export dates). NaN is how data
/// frames write "absent", so it is absent. `None` if the type has no text.
pub(crate) fn texts(cells: &Series) -> PolarsResult<Option<StringChunked>> {
    use DataType::*;
    Ok(Some(match cells.dtype() {
        String => cells.str()?.clone(),
        Float32 => written(cells.len(), cells.f32()?.iter(), float32),
        Float64 => written(cells.len(), cells.f64()?.iter(), float64),
        Binary => written(cells.len(), cells.binary()?.iter(), |value, out| {
            out.push_str(&std::string::String::from_utf8_lossy(value));
            true
        }),
        Decimal(..) => {
            let plain = cells.cast(&String)?;
            written(cells.len(), plain.str()?.iter(), |value, out| {
                out.push_str(match value.contains('.') {
                    true => value.trim_end_matches('0').trim_end_matches('.'),
                    false => value,
                });
                true
            })
        }
        Date => {
            let days = cells.to_physical_repr();
            written(cells.len(), days.i32()?.iter(), |days, out| date(i64::from(days), out))
        }
        Datetime(unit, zone) => {
            let ticks = cells.to_physical_repr();
            let (per_second, utc) = (ticks_per_second(*unit), zone.is_some());
            written(cells.len(), ticks.i64()?.iter(), |ticks, out| {
                instant(ticks, per_second, utc, out)
            })
        }
        kind if has_text(kind) => cells.cast(&String)?.str()?.clone(),
        _ => return Ok(None),
    }))
}

/// Writes every value; `write` returns whether it has a text at all.
fn written<T>(
    len: usize,
    values: impl Iterator<Item = Option<T>>,
    mut write: impl FnMut(T, &mut String) -> bool,
) -> StringChunked {
    let mut texts = StringChunkedBuilder::new(PlSmallStr::EMPTY, len);
    let mut text = String::new();
    for value in values {
        text.clear();
        match value.is_some_and(|value| write(value, &mut text)) {
            true => texts.append_value(&text),
            false => texts.append_null(),
        }
    }
    texts.finish()
}

/// Appends a float; `false` for NaN.
pub(crate) fn float64(value: f64, out: &mut String) -> bool {
    // Display never uses an exponent, and prints whole floats without a point; only -0 has to be told.
    let _ = write!(out, "{}", if value == 0.0 { 0.0 } else { value });
    !value.is_nan()
}

fn float32(value: f32, out: &mut String) -> bool {
    let _ = write!(out, "{}", if value == 0.0 { 0.0 } else { value });
    !value.is_nan()
}

fn ticks_per_second(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Nanoseconds => 1_000_000_000,
        TimeUnit::Microseconds => 1_000_000,
        TimeUnit::Milliseconds => 1_000,
    }
}

fn instant(ticks: i64, per_second: i64, utc: bool, out: &mut String) -> bool {
    let (seconds, fraction) = (ticks.div_euclid(per_second), ticks.rem_euclid(per_second));
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    date(days, out);
    if second != 0 || fraction != 0 {
        let _ = write!(out, "T{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
        if fraction != 0 {
            let digits = per_second.ilog10() as usize;
            let fraction = format!("{fraction:0digits$}");
            let _ = write!(out, ".{}", fraction.trim_end_matches('0'));
        }
        if utc {
            out.push('Z');
        }
    }
    true
}

/// The proleptic Gregorian date `days` after 1970-01-01 (algorithm: Hinnant 2013, `civil_from_days`).
fn date(days: i64, out: &mut String) -> bool {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let _ = write!(out, "{year:04}-{month:02}-{day:02}");
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(cells: &Series) -> Vec<Option<String>> {
        texts(cells)
            .unwrap()
            .unwrap()
            .iter()
            .map(|cell| cell.map(str::to_owned))
            .collect()
    }

    fn some(texts: &[&str]) -> Vec<Option<String>> {
        texts.iter().map(|text| Some((*text).to_owned())).collect()
    }

    #[test]
    fn numbers_have_one_spelling() {
        assert_eq!(
            column(&Series::new("i".into(), [0_i64, -7, i64::MAX])),
            some(&["0", "-7", "9223372036854775807"])
        );
        assert_eq!(
            column(&Series::new("u".into(), [u64::MAX])),
            some(&["18446744073709551615"])
        );
        assert_eq!(
            column(&Series::new("f".into(), [2_065_550_142.0, 0.5, -0.0, 1e20])),
            some(&["2065550142", "0.5", "0", "100000000000000000000"])
        );
        assert_eq!(column(&Series::new("f".into(), [0.1_f32])), some(&["0.1"]));
        assert_eq!(column(&Series::new("f".into(), [f64::NAN])), [None]);
        assert_eq!(
            column(&Series::new("b".into(), [true, false])),
            some(&["true", "false"])
        );
        let decimals = Series::new("d".into(), ["12.50", "7.00", "0.01", "100.00"]);
        let decimals = decimals.cast(&DataType::Decimal(10, 2)).unwrap();
        assert_eq!(column(&decimals), some(&["12.5", "7", "0.01", "100"]));
    }

    #[test]
    fn dates_are_iso() {
        let days = Series::new("d".into(), [0_i32, -1, 11_016, 19_782, -25_509])
            .cast(&DataType::Date)
            .unwrap();
        assert_eq!(
            column(&days),
            some(&["1970-01-01", "1969-12-31", "2000-02-29", "2024-02-29", "1900-02-28"])
        );
        let stamps = Series::new("t".into(), [0_i64, 86_399_000, 1_500, -1]);
        let stamps = stamps.cast(&DataType::Datetime(TimeUnit::Milliseconds, None)).unwrap();
        assert_eq!(
            column(&stamps),
            some(&[
                "1970-01-01",
                "1970-01-01T23:59:59",
                "1970-01-01T00:00:01.5",
                "1969-12-31T23:59:59.999"
            ])
        );
    }

    #[test]
    fn nested_values_have_none() {
        let list = Series::new("l".into(), [Series::new("x".into(), [1_i32])]);
        assert!(!has_text(list.dtype()));
        assert!(texts(&list).unwrap().is_none());
    }
}
