//! Claimed bytes against the sample's bytes and against the other claimed numbers.

use super::{ClaimItem, ClaimStatus, Known};
use crate::Quantity;
use crate::estimates::MOST_COMPRESSION;
use crate::words::{about, count, percent};

pub(super) fn item(claimed: u64, seen: &Known<'_>) -> ClaimItem {
    let (status, because) = status(claimed, seen);
    ClaimItem {
        claimed,
        status,
        because,
        also: Vec::new(),
    }
}

fn status(claimed: u64, seen: &Known<'_>) -> (ClaimStatus, String) {
    if seen.claim().compressed != Some(true)
        && let Some(because) = contradiction(claimed, seen)
    {
        return (ClaimStatus::Impossible, because);
    }
    let implied = match Implied::of(seen) {
        Ok(implied) => implied,
        Err(because) => return (ClaimStatus::Undecided, because),
    };
    let base = implied.sentence(claimed);
    let claim = seen.claim();
    let Some(rows) = claim.rows else {
        return match claim
            .people
            .filter(|people| *people as f64 > implied.high * MOST_COMPRESSION)
        {
            Some(people) => {
                let because = format!(
                    "{base}; {} people are claimed, who need as many at least: too many even for text compressed twentyfold",
                    count(people)
                );
                (ClaimStatus::Undecided, because)
            }
            None => (ClaimStatus::Undecided, base),
        };
    };
    let times = about(rows as f64 / implied.value.max(f64::MIN_POSITIVE));
    let claimed_rows = format!("{} rows are claimed", count(rows));
    let ratio_low = rows as f64 / implied.high.max(f64::MIN_POSITIVE);
    let ratio_high = rows as f64 / implied.low.max(f64::MIN_POSITIVE);
    let is_archive = claim.compressed == Some(true);
    if ratio_high < 1.0 / ROUNDED {
        let because = format!(
            "{base}; only {claimed_rows}: the bytes hold other tables as well, the rows are longer than the sample's, or \
             one of the two numbers is not true"
        );
        return (ClaimStatus::Undecided, because);
    }
    if ratio_low <= ROUNDED && !is_archive {
        let because = format!("{base}; {claimed_rows}, which fits within a factor of two");
        return (ClaimStatus::Consistent, because);
    }
    if ratio_low <= MOST_COMPRESSION {
        let (status, how) = match claim.compressed {
            Some(true) => (
                ClaimStatus::Consistent,
                "which an archive can hold: text shrinks two- to twentyfold",
            ),
            Some(false) => (
                ClaimStatus::Undecided,
                "too many for bytes that are stated not to be compressed, if the rest is like the sample",
            ),
            None => (
                ClaimStatus::Undecided,
                "which fits only if the bytes are those of a compressed archive (text shrinks two- to twentyfold)",
            ),
        };
        return (status, format!("{base}; {claimed_rows}, {times} times as many, {how}"));
    }
    let because = format!(
        "{base}; {claimed_rows}, {times} times as many: too many even for text compressed twentyfold, if the rest is like \
         the sample"
    );
    (ClaimStatus::Undecided, because)
}

/// A contradiction that holds for any sample of bytes that are not compressed.
fn contradiction(claimed: u64, seen: &Known<'_>) -> Option<String> {
    if let Some(bytes) = seen.bytes.filter(|_| seen.is_compact && seen.tables == 1) {
        // No row stands there more often than once and every repeat, so that the distinct rows have at least so many.
        let least = bytes / (seen.repeats + 1);
        if least > claimed {
            return Some(match seen.repeats {
                0 => format!(
                    "the sample's rows alone have {} bytes, more than the {} claimed",
                    count(bytes),
                    count(claimed)
                ),
                _ => format!(
                    "the sample's rows alone have {} bytes, and at least {} without repeats, more than the {} claimed",
                    count(bytes),
                    count(least),
                    count(claimed)
                ),
            });
        }
    }
    let claim = seen.claim();
    let needed = [
        (claim.rows, "rows are claimed"),
        (claim.people, "people are claimed"),
        (Some(seen.distinct_rows), "distinct rows were seen"),
    ];
    let (rows, what) = needed
        .into_iter()
        .find_map(|(rows, what)| Some((rows.filter(|rows| *rows > claimed)?, what)))?;
    Some(format!(
        "{} {what}, less than one byte of the {} for each",
        count(rows),
        count(claimed)
    ))
}

/// Why the claimed bytes are too few for the claimed rows, whatever they are, if the rest is like the sample. Bytes that
/// can't be true say nothing of the rows.
pub(super) fn too_few_for(rows: u64, seen: &Known<'_>) -> Option<String> {
    let claimed = seen.claim().bytes?;
    if seen.claim().compressed != Some(true) && contradiction(claimed, seen).is_some() {
        return None;
    }
    let implied = Implied::of(seen).ok()?;
    let factor = match seen.claim().compressed {
        Some(false) => 1.0,
        _ => MOST_COMPRESSION,
    };
    (rows as f64 > implied.high * factor * ROUNDED).then(|| {
        let even = match factor > 1.0 {
            true => "even compressed twentyfold",
            false => "as they are stated not to be compressed",
        };
        format!(
            "the {} bytes claimed hold at most about {} rows like the sample's, {even}, if the rest is like it",
            count(claimed),
            about(implied.high * factor)
        )
    })
}

/// Rows that the claimed bytes come to at the sample's bytes a row.
struct Implied {
    value: f64,
    low: f64,
    high: f64,
    level: f64,
}

impl Implied {
    /// From the estimate of them, or why there is none: a mean without its interval decides nothing.
    fn of(known: &Known<'_>) -> Result<Implied, String> {
        let mut estimates = known.estimates.iter();
        let estimate = estimates.find(|one| one.of == Quantity::RowsOfClaimedBytes);
        let numbers = estimate.and_then(|one| {
            Some(Implied {
                value: one.value?,
                low: one.interval.low?,
                high: one.interval.high?,
                level: one.level,
            })
        });
        let why = estimate.and_then(|one| one.withheld.clone());
        numbers.ok_or_else(|| why.unwrap_or_else(|| "the bytes a row were not measured".to_owned()))
    }

    fn sentence(&self, claimed: u64) -> String {
        let per_row = claimed as f64 / self.value.max(f64::MIN_POSITIVE);
        format!(
            "at {} bytes a row, as in the sample, {} bytes are about {} rows ({} to {}, confidence {}) if they are not \
             compressed",
            about(per_row),
            count(claimed),
            about(self.value),
            about(self.low),
            about(self.high),
            percent(self.level)
        )
    }
}

/// Claims are round numbers: within this factor two of them fit each other.
const ROUNDED: f64 = 2.0;
