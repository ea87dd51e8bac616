//! What the table of canonical forms and its recorder share: one line's cells to a reading, and what comes of it.

use assay_fields::{DateOrder, Kind, Parsed, Reading, Region};

/// The table's head.
pub(crate) const HEAD: [&str; 7] = ["kind", "region", "date_order", "pad", "input", "outcome", "canonical"];

/// The reading that the first four cells name.
pub(crate) fn reading(kind: &str, region: &str, date_order: &str, pad: &str) -> Result<Reading, String> {
    let kind: Kind = kind.parse().map_err(|error| format!("{error}"))?;
    let mut reading = Reading::new(kind);
    reading.region = region.parse::<Region>()?;
    reading.date_order = match date_order {
        "month_first" => DateOrder::MonthFirst,
        "day_first" => DateOrder::DayFirst,
        _ => return Err("expected month_first or day_first".to_owned()),
    };
    reading.pad = match pad {
        "" => None,
        digits => Some(
            digits
                .parse()
                .map_err(|_| "expected a number of digits or nothing".to_owned())?,
        ),
    };
    Ok(reading)
}

/// `value`, `value:check_digit`, `value padded`, `absent`, `placeholder`, `masked`, `malformed:too_short` …, and the
/// canonical value.
pub(crate) fn outcome(reading: &Reading, input: &str) -> (String, String) {
    let mut canonical = String::new();
    let outcome = match reading.canonical(input, &mut canonical) {
        Parsed::Value { doubt, padded } => {
            let doubt = doubt.map_or(String::new(), |doubt| format!(":{}", doubt.name()));
            format!("value{doubt}{}", if padded { " padded" } else { "" })
        }
        Parsed::Absent => "absent".to_owned(),
        Parsed::Placeholder => "placeholder".to_owned(),
        Parsed::Masked => "masked".to_owned(),
        Parsed::Malformed(reason) => format!("malformed:{}", reason.name()),
    };
    (outcome, canonical)
}
