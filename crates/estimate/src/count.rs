//! How many things there are, with an interval that may be open above.

use serde::{Deserialize, Serialize};

/// A closed interval for a count; its upper end may be open.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CountInterval {
    /// The smaller end. Never below 0.
    pub low: f64,
    /// The larger end; `None` where the data bound the count from below only.
    pub high: Option<f64>,
}

impl CountInterval {
    /// Whether `value` lies within, ends included.
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && self.high.is_none_or(|high| value <= high)
    }

    /// Whether the data bound the count from above too.
    pub fn is_bounded(&self) -> bool {
        self.high.is_some()
    }
}

/// An estimate of how many things there are.
///
/// The unit is things (rows, people), not necessarily whole ones. What makes it fail is said where it is made.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CountEstimate {
    /// The estimate; `None` where the data give no finite one.
    pub value: Option<f64>,
    /// Its standard error; `None` where there is no formula or no finite value.
    pub standard_error: Option<f64>,
    /// The interval.
    pub interval: CountInterval,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_interval_holds_everything_above_its_lower_end() {
        let open = CountInterval { low: 3.0, high: None };
        assert!(open.contains(3.0) && open.contains(1e300) && !open.contains(2.9) && !open.is_bounded());
        let closed = CountInterval {
            low: 3.0,
            high: Some(4.0),
        };
        assert!(closed.contains(4.0) && !closed.contains(4.1) && !closed.contains(f64::NAN) && closed.is_bounded());
        assert!(!open.contains(f64::NAN));
    }

    #[test]
    fn an_open_end_is_written_as_null() {
        let open = CountInterval { low: 3.0, high: None };
        let text = serde_json::to_string(&open).unwrap();
        assert_eq!(text, r#"{"low":3.0,"high":null}"#);
        assert_eq!(serde_json::from_str::<CountInterval>(&text).unwrap(), open);
    }
}
