//! Numbers as people read them. Limits are rounded away from the estimate, so that none is printed tighter
//! than it is.

use assay_estimate::Interval;
use assay_verify::{Limits, Share};

use crate::text::count;

/// A share or a rate: `97.2 %`, `0.012 %`, `1.2e-6`; `>99.9 %` where rounding would make it everything.
pub(super) fn rate(rate: f64) -> String {
    rounded(rate, Rounding::Nearest)
}

/// The same as a lower limit.
pub(super) fn rate_down(rate: f64) -> String {
    rounded(rate, Rounding::Down)
}

/// The same as an upper limit.
pub(super) fn rate_up(rate: f64) -> String {
    rounded(rate, Rounding::Up)
}

/// `[96.1 %, 98.0 %]`
pub(super) fn interval(interval: &Interval) -> String {
    format!("[{}, {}]", rate_down(interval.low), rate_up(interval.high))
}

/// A confidence level: `95 %`.
pub(super) fn level(level: f64) -> String {
    rate(level).replace(".0 %", " %")
}

/// A number of things that need not be whole: `2.1`, `0.004`, `7.6e-5`, `12,345`.
pub(super) fn amount(amount: f64) -> String {
    if !amount.is_finite() {
        return UNKNOWN.to_owned();
    }
    let size = amount.abs();
    if size == 0.0 {
        "0".to_owned()
    } else if amount >= 99.5 {
        count(amount.round() as u64)
    } else if size >= 99.5 {
        format!("-{}", count(size.round() as u64))
    } else if amount.fract() == 0.0 {
        format!("{amount:.0}")
    } else if size >= 0.1 {
        format!("{amount:.1}")
    } else if size >= 0.001 {
        format!("{amount:.3}")
    } else {
        format!("{amount:.1e}")
    }
}

/// A count, marked where it is estimated.
pub(super) fn rough(number: u64, estimated: bool) -> String {
    let mark = if estimated { "≈ " } else { "" };
    format!("{mark}{}", count(number))
}

/// A part of a whole: `412 of 424`.
pub(super) fn part(part: u64, whole: u64) -> String {
    format!("{} of {}", count(part), count(whole))
}

/// The share that `part` is of `whole`; a dash where there is no whole.
pub(super) fn share_of(part: u64, whole: u64) -> String {
    if whole == 0 {
        DASH.to_owned()
    } else {
        rate(part as f64 / whole as f64)
    }
}

/// What a share comes to, in words: an interval, a lower bound, or for zero hits what they leave open.
pub(super) fn share(share: &Share) -> String {
    let counted = part(share.genuine, share.testable);
    let Limits { low, high } = share.interval;
    let at = level(share.level);
    if share.testable == 0 {
        return "nothing could be tested".to_owned();
    }
    if let (Some(because), None) = (&share.withheld, share.estimate) {
        return format!("{counted}: a share is withheld, because {because}");
    }
    if share.genuine == 0 {
        return match high {
            Some(high) => format!("{counted}; at most {} could be (confidence {at})", rate_up(high)),
            None => format!("{counted}; how many could be all the same, only controls tell"),
        };
    }
    match (share.estimate, low, high) {
        (Some(estimate), Some(low), Some(high)) => {
            format!(
                "{counted}: {}, {} at {at}",
                rate(estimate),
                interval(&Interval { low, high })
            )
        }
        (_, Some(low), None) => format!("{counted}: at least {} beyond chance (confidence {at})", rate_down(low)),
        (Some(estimate), _, _) => format!("{counted}: {}, limits not known", rate(estimate)),
        (None, _, _) => format!("{counted}: share and limits not known"),
    }
}

/// A number with limits that may be one-sided, each written by `write`.
pub(super) fn limits(limits: &Limits, write: [fn(f64) -> String; 2]) -> String {
    let [down, up] = write;
    match (limits.low, limits.high) {
        (Some(low), Some(high)) => format!("[{}, {}]", down(low), up(high)),
        (Some(low), None) => format!("at least {}", down(low)),
        (None, Some(high)) => format!("at most {}", up(high)),
        (None, None) => "limits not known".to_owned(),
    }
}

/// What stands where there is no number.
pub(super) const DASH: &str = "-";
const UNKNOWN: &str = "not known";
/// What floating-point error may move a scaled number across a step of rounding.
const SLACK: f64 = 1e-6;

#[derive(Clone, Copy)]
enum Rounding {
    Nearest,
    Down,
    Up,
}

impl Rounding {
    fn apply(self, scaled: f64) -> f64 {
        match self {
            Rounding::Nearest => scaled.round(),
            Rounding::Down => (scaled + SLACK).floor(),
            Rounding::Up => (scaled - SLACK).ceil(),
        }
    }
}

fn rounded(rate: f64, rounding: Rounding) -> String {
    if !rate.is_finite() {
        return UNKNOWN.to_owned();
    }
    if rate <= 0.0 || rate == 1.0 {
        return format!("{:.0} %", rate * 100.0 + 0.0);
    }
    if rate < 1e-4 {
        return scientific(rate, rounding);
    }
    let places = match rate {
        0.01.. => 1,
        0.001.. => 2,
        _ => 3,
    };
    let scale = 10f64.powi(places + 2);
    let percent = rounding.apply(rate * scale) / 10f64.powi(places);
    if percent >= 100.0 && rate < 1.0 {
        return if matches!(rounding, Rounding::Up) {
            "100 %"
        } else {
            ">99.9 %"
        }
        .to_owned();
    }
    let text = format!("{percent:.0$}", usize::try_from(places).unwrap_or(1));
    let text = if places > 1 {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        &text
    };
    format!("{text} %")
}

fn scientific(rate: f64, rounding: Rounding) -> String {
    let exponent = rate.log10().floor();
    // A subnormal rate would overflow the scale; it is nothing that can be measured.
    if exponent < -300.0 {
        return "below 1e-300".to_owned();
    }
    let tenths = rounding.apply(rate / 10f64.powf(exponent) * 10.0);
    let (tenths, exponent) = if tenths >= 100.0 {
        (10.0, exponent + 1.0)
    } else {
        (tenths, exponent)
    };
    format!("{:.1}e{exponent}", tenths / 10.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn rates_in_a_table() {
        for (value, nearest, down, up) in [
            (0.0, "0 %", "0 %", "0 %"),
            (1.0, "100 %", "100 %", "100 %"),
            (0.972, "97.2 %", "97.2 %", "97.2 %"),
            (0.9718, "97.2 %", "97.1 %", "97.2 %"),
            (0.961, "96.1 %", "96.1 %", "96.1 %"),
            (0.99996, ">99.9 %", "99.9 %", "100 %"),
            (0.005_974, "0.6 %", "0.59 %", "0.6 %"),
            (0.009_999, "1 %", "0.99 %", "1 %"),
            (0.000_123, "0.012 %", "0.012 %", "0.013 %"),
            (1.2e-6, "1.2e-6", "1.2e-6", "1.2e-6"),
            (9.99e-7, "1.0e-6", "9.9e-7", "1.0e-6"),
            (f64::NAN, "not known", "not known", "not known"),
        ] {
            assert_eq!(
                [rate(value), rate_down(value), rate_up(value)],
                [nearest, down, up],
                "{value}"
            );
        }
        assert_eq!(
            interval(&Interval {
                low: 0.9612,
                high: 0.9799
            }),
            "[96.1 %, 98.0 %]"
        );
        assert_eq!(level(0.95), "95 %");
    }

    #[test]
    fn amounts_in_a_table() {
        for (value, text) in [
            (0.0, "0"),
            (1.0, "1"),
            (2.14, "2.1"),
            (43.3, "43.3"),
            (12_345.4, "12,345"),
            (-12_345.4, "-12,345"),
            (0.004, "0.004"),
            (7.6e-5, "7.6e-5"),
            (f64::INFINITY, "not known"),
        ] {
            assert_eq!(amount(value), text);
        }
    }

    fn example(genuine: u64, testable: u64, low: Option<f64>, high: Option<f64>) -> Share {
        Share {
            estimand: String::new(),
            genuine,
            testable,
            estimate: (testable > 0).then(|| genuine as f64 / testable as f64),
            interval: Limits { low, high },
            level: 0.95,
            estimator: String::new(),
            withheld: None,
        }
    }

    #[test]
    fn shares_say_what_is_known() {
        for (given, text) in [
            (example(0, 0, None, None), "nothing could be tested"),
            (
                example(0, 500, Some(0.0), Some(0.005_974)),
                "0 of 500; at most 0.6 % could be (confidence 95 %)",
            ),
            (
                example(0, 500, Some(0.0), None),
                "0 of 500; how many could be all the same, only controls tell",
            ),
            (
                example(486, 500, Some(0.9612), None),
                "486 of 500: at least 96.1 % beyond chance (confidence 95 %)",
            ),
            (
                example(486, 500, Some(0.9612), Some(0.98)),
                "486 of 500: 97.2 %, [96.1 %, 98.0 %] at 95 %",
            ),
            (example(486, 500, None, None), "486 of 500: 97.2 %, limits not known"),
        ] {
            assert_eq!(share(&given), text);
        }
    }

    proptest! {
        #[test]
        fn limits_are_never_tighter_than_they_are(value in 1e-12..1.0f64) {
            let read = |text: String| match text.strip_suffix(" %") {
                Some(percent) => percent.parse::<f64>().unwrap() / 100.0,
                None => text.parse().unwrap(),
            };
            prop_assert!(read(rate_down(value)) <= value * (1.0 + 1e-6) + 1e-8 * value.sqrt());
            prop_assert!(read(rate_up(value)) >= value * (1.0 - 1e-6) - 1e-8 * value.sqrt());
        }
    }
}
