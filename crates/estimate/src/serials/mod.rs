//! Serial numbers: how many were issued, from some that were seen.
//!
//! The numbers are taken to be 1, 2, 3 … N (or, with an unknown first one, a, a+1 … a+N−1), and those seen to be a draw
//! without replacement in which every set of numbers was equally likely. Then the largest seen, or the range, bounds N.
//! Three things break this in practice, and only the first two show in the numbers themselves ([`serial_checks`]):
//! numbers seen that are a page of a table, or several; blocks that were never issued, or several series in one column;
//! and numbers left out at random, which make N the highest number and not the count.

mod checks;
mod range;
mod tank;

pub use checks::{SerialCheck, SerialChecks, serial_checks};
pub use range::{first_serial_p_value, highest_serial, serial_range, serial_range_lower, serial_range_upper};
pub use tank::{TankPosterior, german_tank, german_tank_lower, german_tank_posterior, german_tank_upper};

use crate::error::check_part;
use crate::{Error, Level};

/// The largest number of serials that is searched for: above it neighbours are no longer told apart by a double.
const MOST: u64 = 1 << 52;

/// Whether `seen` distinct numbers can lie within `room` places.
fn check_seen(seen: u64, least: u64, room: u64, what: &'static str) -> Result<(), Error> {
    if seen < least {
        return Err(Error::TooFew {
            name: "distinct serial numbers",
            found: seen,
            needed: least,
        });
    }
    if room > MOST {
        return Err(Error::NumberOutOfRange {
            name: what,
            expected: "at most 2^52",
            found: room as f64,
        });
    }
    check_part("distinct serial numbers", seen, what, room)
}

/// A tie that rounding can't settle is accepted: the wider limit.
fn accepted(tail: f64, level: Level) -> bool {
    tail >= level.alpha() * (1.0 - 1e-11)
}

/// The largest number from `least` on that `holds`, which must hold up to a point and not beyond; `None` above [`MOST`].
fn largest(least: u64, holds: impl Fn(u64) -> bool) -> Option<u64> {
    let mut high = least.max(1);
    while holds(high) {
        if high >= MOST {
            return None;
        }
        high = (2 * high).min(MOST);
    }
    Some(crate::special::smallest(least, high, |n| !holds(n)).saturating_sub(1))
}

/// The smallest number from `least` on that `holds`, which must hold from a point on.
fn smallest(least: u64, holds: impl Fn(u64) -> bool) -> u64 {
    let mut high = least.max(1);
    while high < MOST && !holds(high) {
        high = (2 * high).min(MOST);
    }
    crate::special::smallest(least, high, holds)
}
