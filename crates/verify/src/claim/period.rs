//! A date as listings have it: a day, a month or a year.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A day, a month or a year, from its first day to its last. It is written and read as `2021-07-15`, `2021-07` or
/// `2021`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Period {
    first: Date,
    last: Date,
}

/// A text that is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a day, a month or a year, such as 2021-07-15, 2021-07 or 2021")]
pub struct BadPeriod;

impl Period {
    /// Its first day.
    pub fn first(&self) -> Date {
        self.first
    }

    /// Its last day.
    pub fn last(&self) -> Date {
        self.last
    }
}

impl From<Date> for Period {
    fn from(day: Date) -> Period {
        Period { first: day, last: day }
    }
}

impl FromStr for Period {
    type Err = BadPeriod;

    fn from_str(text: &str) -> Result<Period, BadPeriod> {
        let number = |text: &str, digits: usize| {
            let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| text.parse::<i16>().ok()).flatten().ok_or(BadPeriod)
        };
        let mut parts = text.trim().splitn(3, '-');
        let year = number(parts.next().unwrap_or_default(), 4)?;
        let (month, day) = (parts.next(), parts.next());
        let of = |month: i16, day: i16| Date::new(year, month as i8, day as i8).map_err(|_| BadPeriod);
        match (month, day) {
            (None, _) => Ok(Period {
                first: of(1, 1)?,
                last: of(12, 31)?,
            }),
            (Some(month), None) => {
                let first = of(number(month, 2)?, 1)?;
                Ok(Period {
                    first,
                    last: first.last_of_month(),
                })
            }
            (Some(month), Some(day)) => Ok(of(number(month, 2)?, number(day, 2)?)?.into()),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = (self.first.year(), self.first.month(), self.first.day());
        if self.first == self.last {
            write!(f, "{year:04}-{month:02}-{day:02}")
        } else if self.last == self.first.last_of_month() {
            write!(f, "{year:04}-{month:02}")
        } else {
            write!(f, "{year:04}")
        }
    }
}

impl From<Period> for String {
    fn from(period: Period) -> String {
        period.to_string()
    }
}

impl TryFrom<String> for Period {
    type Error = BadPeriod;

    fn try_from(text: String) -> Result<Period, BadPeriod> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_month_and_a_year_run_to_their_last_day() {
        let days = |text: &str| {
            let period: Period = text.parse().unwrap();
            (period.first().to_string(), period.last().to_string())
        };
        let pair = |first: &str, last: &str| (first.to_owned(), last.to_owned());
        assert_eq!(days("2021-07-15"), pair("2021-07-15", "2021-07-15"));
        assert_eq!(days(" 2020-02 "), pair("2020-02-01", "2020-02-29"));
        assert_eq!(days("2021"), pair("2021-01-01", "2021-12-31"));
        for text in [
            "",
            "21",
            "2021-7",
            "2021-13",
            "2021-02-30",
            "2021-07-",
            "2021-07-15-1",
            "07/2021",
            "-2021",
            "+021",
            "2021-00",
            "２０２１",
        ] {
            assert_eq!(text.parse::<Period>(), Err(BadPeriod), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(year in 0i16..=9999, month in 1i8..=12, day in 1i8..=28, parts in 1usize..=3) {
            let whole = format!("{year:04}-{month:02}-{day:02}");
            let text = whole[..[4, 7, 10][parts - 1]].to_owned();
            let period: Period = text.parse().unwrap();
            prop_assert_eq!(period.to_string(), text);
            prop_assert!(period.first() <= period.last());
        }

        #[test]
        fn any_text_may_be_asked(text in any::<String>()) {
            if let Ok(period) = text.parse::<Period>() {
                prop_assert_eq!(text.trim(), period.to_string());
            }
        }
    }
}
