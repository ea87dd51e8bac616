//! What may be said for one argument, and what is said back where it is something else.

use std::path::PathBuf;

use assay_sample::Delimiter;
use assay_verify::ControlOf;

pub(super) fn share(text: &str) -> Result<f64, String> {
    let number = match text.strip_suffix('%') {
        Some(percent) => percent.trim().parse::<f64>().map(|percent| percent / 100.0),
        None => text.parse(),
    };
    let share = number.map_err(|_| "expected a share such as 5% or 0.05".to_owned())?;
    if (0.0..=1.0).contains(&share) {
        Ok(share)
    } else {
        Err("a share lies between 0 and 100 %".to_owned())
    }
}

pub(super) fn count(text: &str) -> Result<u64, String> {
    let digits: String = text.chars().filter(|c| !matches!(c, '_' | ',' | '\'')).collect();
    let (digits, factor) = match digits.char_indices().next_back() {
        Some((at, 'k' | 'K')) => (&digits[..at], 1_000),
        Some((at, 'm' | 'M')) => (&digits[..at], 1_000_000),
        _ => (digits.as_str(), 1),
    };
    let number: Option<u64> = digits.parse().ok();
    number
        .and_then(|number| number.checked_mul(factor))
        .ok_or_else(|| "expected a whole number such as 100000000, 100_000_000 or 100M".to_owned())
}

pub(super) fn at_least_one(text: &str) -> Result<u64, String> {
    match count(text)? {
        0 => Err("expected at least 1".to_owned()),
        number => Ok(number),
    }
}

pub(super) fn threads(text: &str) -> Result<std::num::NonZeroUsize, String> {
    let threads: Option<std::num::NonZeroUsize> = text.parse().ok();
    threads
        .filter(|threads| threads.get() <= 1_024)
        .ok_or_else(|| "expected a whole number from 1 to 1024".to_owned())
}

pub(super) fn date(text: &str) -> Result<jiff::civil::Date, String> {
    text.parse()
        .map_err(|_| "expected a date such as 2021-07-31".to_owned())
}

pub(super) fn rate(text: &str) -> Result<f64, String> {
    let rate = text.parse().ok().filter(|rate| (1e-9..=0.1).contains(rate));
    rate.ok_or_else(|| "expected a rate between 1e-9 and 0.1".to_owned())
}

pub(super) fn level(text: &str) -> Result<assay_estimate::Level, String> {
    let level = text
        .parse()
        .ok()
        .and_then(|level| assay_estimate::Level::new(level).ok());
    level.ok_or_else(|| "expected a level between 0 and 1, such as 0.95".to_owned())
}

pub(super) fn controls(text: &str) -> Result<(ControlOf, PathBuf), String> {
    let given = text.split_once('=').filter(|(_, path)| !path.is_empty());
    match given {
        Some(("customers", path)) => Ok((ControlOf::Customers, path.into())),
        Some(("fabricated", path)) => Ok((ControlOf::Fabricated, path.into())),
        _ => Err("expected customers=FILE or fabricated=FILE".to_owned()),
    }
}

pub(super) fn rows_file(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("csv" | "parquet") => Ok(path),
        _ => Err("expected a file name that ends in .csv or .parquet".to_owned()),
    }
}

pub(super) fn memory(text: &str) -> Result<u64, String> {
    match bytes(text)? {
        least if least < 64 << 20 => Err("expected at least 64MiB".to_owned()),
        memory => Ok(memory),
    }
}

pub(super) fn bytes(text: &str) -> Result<u64, String> {
    assay_verify::parse_size(text).map_err(|error| error.to_string())
}

pub(super) fn delimiter(text: &str) -> Result<Delimiter, String> {
    let delimiter = match text {
        "tab" | "\\t" => Delimiter::from('\t'),
        "comma" => Delimiter::from(','),
        "semicolon" => Delimiter::from(';'),
        "pipe" => Delimiter::from('|'),
        "blanks" => Delimiter::Blanks,
        text => Delimiter::from(text),
    };
    delimiter.is_sound().then_some(delimiter).ok_or_else(|| {
        "expected one to eight characters, none of them a letter, digit, quote, backslash or line end; or tab, comma, \
         semicolon, pipe or blanks"
            .to_owned()
    })
}

/// A column of the synthetic company.
pub(super) fn column(word: &str) -> Result<assay_synth::Column, String> {
    let mut all = assay_synth::Column::ALL.into_iter();
    all.find(|column| column.name() == word.trim()).ok_or_else(|| {
        let names = assay_synth::Column::ALL.map(assay_synth::Column::name).join(", ");
        format!("expected a column of the synthetic company, one of {names}")
    })
}

/// How many people may be asked.
pub(super) fn contact(text: &str) -> Result<usize, String> {
    let count = text.parse().ok().filter(|count| (1..=10_000).contains(count));
    count.ok_or_else(|| "expected a number from 1 to 10000".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!(share("5%"), Ok(0.05));
        assert_eq!(share("0.5"), Ok(0.5));
        assert!(share("120%").is_err() && share("x").is_err());
        assert_eq!(count("100_000_000"), Ok(100_000_000));
        assert_eq!(count("100M"), Ok(100_000_000));
        assert!(count("-1").is_err() && count("").is_err() && count("M").is_err());
        assert!(at_least_one("0").is_err());
        assert_eq!(bytes("106GB"), Ok(106_000_000_000));
        assert_eq!(bytes("1.5KiB"), Ok(1_536));
        assert!(bytes("10 parsecs").is_err());
        assert_eq!(
            controls("customers=a=b.csv"),
            Ok((ControlOf::Customers, PathBuf::from("a=b.csv")))
        );
        assert!(controls("customers=").is_err() && controls("known.csv").is_err());
        assert_eq!(delimiter("tab"), Ok(Delimiter::from('\t')));
        assert_eq!(delimiter("::"), Ok(Delimiter::from("::")));
        assert!(delimiter("").is_err());
    }
}
