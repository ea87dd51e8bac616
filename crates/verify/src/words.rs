//! Numbers as sentences have them: whole ones grouped, others in three digits, nothing rounded to what it is not.

/// A count with thousands separators.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number in three digits, whole from 100 on.
pub(crate) fn about(number: f64) -> String {
    if number >= 999.5 {
        let step = 10f64.powf(number.log10().floor() - 2.0);
        return count(((number / step).round() * step).round() as u64);
    }
    let decimals = match number {
        number if number >= 99.95 => 0,
        number if number >= 10.0 => 1,
        number if number >= 1.0 => 2,
        _ => 3,
    };
    let text = format!("{number:.decimals$}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// An expected number: next to nothing is not written as 0.
pub(crate) fn expected(number: f64) -> String {
    match number < 0.01 {
        true => "less than 0.01".to_owned(),
        false => format!("about {}", about(number)),
    }
}

/// A number of things that need not be whole, with thousands separators.
pub(crate) fn whole(number: f64) -> String {
    count(number.max(0.0).round() as u64)
}

/// A share in percent: next to nothing is not written as 0, and next to all not as 100.
pub(crate) fn percent(share: f64) -> String {
    if share > 0.0 && share < 1e-5 {
        return "less than 0.001 %".to_owned();
    }
    if !(0.99..1.0).contains(&share) {
        return format!("{} %", about(100.0 * share));
    }
    if share > 0.999_999 {
        return "more than 99.999 %".to_owned();
    }
    // As many decimals as tell it from all.
    let decimals = (-(100.0 * (1.0 - share)).log10()).ceil().max(1.0) as usize;
    let text = format!("{:.decimals$}", 100.0 * share);
    format!("{} %", text.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_three_digits() {
        for (number, text) in [
            (0.0, "0"),
            (0.0126, "0.013"),
            (1.0, "1"),
            (12.345, "12.3"),
            (999.6, "1,000"),
            (1_234.0, "1,230"),
            (936_123_456.0, "936,000,000"),
        ] {
            assert_eq!(about(number), text);
        }
        assert_eq!((count(999), count(1_000)), ("999".to_owned(), "1,000".to_owned()));
        assert_eq!(expected(0.001), "less than 0.01");
        assert_eq!(
            (whole(1_234_567.4), whole(12.0), whole(-3.0)),
            ("1,234,567".into(), "12".into(), "0".into())
        );
    }

    #[test]
    fn a_share_is_never_rounded_to_none_or_all() {
        for (share, text) in [
            (0.0, "0 %"),
            (1e-9, "less than 0.001 %"),
            (0.5, "50 %"),
            (0.95, "95 %"),
            (0.990_991, "99.1 %"),
            (0.999, "99.9 %"),
            (0.999_95, "99.995 %"),
            (1.0 - 1e-9, "more than 99.999 %"),
            (1.0, "100 %"),
            (1.25, "125 %"),
        ] {
            assert_eq!(percent(share), text);
        }
    }
}
