//! Figures as coarse as they are known, and so that no value of the sample can be read off them.

/// Three significant digits, and tens at the finest, nearest to `value`.
pub(crate) fn nearest(value: f64) -> f64 {
    rounded(value, f64::round)
}

/// The same, not above `value`.
pub(crate) fn down(value: f64) -> f64 {
    rounded(value, f64::floor)
}

/// The same, not below `value`.
pub(crate) fn up(value: f64) -> f64 {
    rounded(value, f64::ceil)
}

/// Three significant digits and whole numbers, of a figure that tells no value: nearest to `value`.
pub(crate) fn whole_nearest(value: f64) -> f64 {
    to_steps(value, 0, f64::round)
}

/// The same, not above `value`.
pub(crate) fn whole_down(value: f64) -> f64 {
    to_steps(value, 0, f64::floor)
}

/// The same, not below `value`.
pub(crate) fn whole_up(value: f64) -> f64 {
    to_steps(value, 0, f64::ceil)
}

fn rounded(value: f64, to_whole: impl Fn(f64) -> f64) -> f64 {
    to_steps(value, 1, to_whole)
}

fn to_steps(value: f64, finest: i32, to_whole: impl Fn(f64) -> f64) -> f64 {
    if !(value.is_finite() && value != 0.0) {
        return value;
    }
    let step = 10f64.powi((value.abs().log10().floor() as i32 - 2).max(finest));
    to_whole(value / step) * step
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn three_digits_stay() {
        for (value, low, middle, high) in [
            (10_480_123.0, 10_400_000.0, 10_500_000.0, 10_500_000.0),
            (873.0, 870.0, 870.0, 880.0),
            (7.0, 0.0, 10.0, 10.0),
            (0.0, 0.0, 0.0, 0.0),
            (999_600.0, 999_000.0, 1_000_000.0, 1_000_000.0),
        ] {
            assert_eq!((down(value), nearest(value), up(value)), (low, middle, high));
        }
        assert_eq!((whole_down(8.85), whole_nearest(8.85), whole_up(8.85)), (8.0, 9.0, 9.0));
        assert_eq!((whole_down(12_345.0), whole_up(12_345.0)), (12_300.0, 12_400.0));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn rounding_outward_holds_the_value(value in 0u64..1 << 52) {
            let value = value as f64;
            prop_assert!(down(value) <= value && value <= up(value));
            prop_assert!(down(value) <= nearest(value) && nearest(value) <= up(value));
            prop_assert!(up(value) - down(value) <= (value / 100.0).max(10.0) + 1e-6 * value);
        }
    }
}
