//! Intervals and the level at which they hold.

use serde::{Deserialize, Serialize};

use crate::Error;

/// A closed interval from `low` to `high`, in the unit of what is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The smaller end.
    pub low: f64,
    /// The larger end.
    pub high: f64,
}

impl Interval {
    /// Everything a rate can be: what no data at all leaves open.
    pub const UNIT: Self = Self { low: 0.0, high: 1.0 };

    /// Whether `value` lies within, ends included.
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// `high − low`.
    pub fn width(&self) -> f64 {
        self.high - self.low
    }

    /// Both ends moved into 0 to 1.
    pub fn clamped_to_unit(&self) -> Self {
        Self {
            low: self.low.clamp(0.0, 1.0),
            high: self.high.clamp(0.0, 1.0),
        }
    }
}

/// A confidence level, strictly between 0 and 1; 0.95 unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Level(f64);

impl Level {
    /// The level 0.95.
    pub const NINETY_FIVE: Self = Self(0.95);

    /// Checks `level`.
    ///
    /// # Errors
    /// [`Error::LevelOutOfRange`] unless 0 < `level` < 1.
    pub fn new(level: f64) -> Result<Self, Error> {
        if level > 0.0 && level < 1.0 {
            Ok(Self(level))
        } else {
            Err(Error::LevelOutOfRange { found: level })
        }
    }

    /// The level as a number.
    pub fn get(self) -> f64 {
        self.0
    }

    /// The error allowed, 1 − level.
    pub fn alpha(self) -> f64 {
        1.0 - self.0
    }

    /// The one-sided level of each end of an equal-tailed interval: (1 + level) / 2, so 0.975 for 0.95.
    ///
    /// A level so near to 1 that the half cannot be told from 1 stays as it is.
    pub fn each_side(self) -> Self {
        Self::new(0.5 + 0.5 * self.0).unwrap_or(self)
    }
}

impl Default for Level {
    fn default() -> Self {
        Self::NINETY_FIVE
    }
}

impl TryFrom<f64> for Level {
    type Error = Error;

    fn try_from(level: f64) -> Result<Self, Error> {
        Self::new(level)
    }
}

impl From<Level> for f64 {
    fn from(level: Level) -> Self {
        level.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_lies_strictly_within_the_unit() {
        for bad in [0.0, 1.0, -0.1, 95.0, f64::NAN, f64::INFINITY] {
            assert!(matches!(Level::new(bad), Err(Error::LevelOutOfRange { .. })), "{bad}");
        }
        assert_eq!(Level::default().get(), 0.95);
        assert_eq!(Level::new(0.9).unwrap().each_side().get(), 0.95);
    }

    #[test]
    fn serde_checks_a_level() {
        assert_eq!(serde_json::from_str::<Level>("0.9").unwrap().get(), 0.9);
        assert!(serde_json::from_str::<Level>("90").is_err());
        assert_eq!(
            serde_json::to_string(&Interval::UNIT).unwrap(),
            r#"{"low":0.0,"high":1.0}"#
        );
    }
}
