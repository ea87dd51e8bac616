//! How many rows the claimed bytes come to, at the bytes per row of the sample.

use assay_estimate::{Interval, Level, Observed, Resampling, bootstrap_ratio};

use super::{Estimate, Holds, Quantity, Topic, Unit, round};
use crate::words::whole;
use crate::{Options, SampleFacts, Sampling};

/// Rows that so many bytes come to. All figures are rounded to three digits, limits outward.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ImpliedRows {
    /// Bytes that a row takes on average, with its share of what stands between rows.
    pub(crate) bytes_per_row: f64,
    /// Rows.
    pub(crate) rows: f64,
    /// The limits of the rows: the mean's own, and what stands between rows counted in or out.
    pub(crate) interval: Interval,
    /// Rows that were measured, and those that could not be, since their form has no bytes per row.
    pub(crate) measured: u64,
    pub(crate) unmeasured: u64,
}

impl ImpliedRows {
    /// The rows if the claimed bytes are of a compressed file: the lower limit at twofold, the upper at twentyfold compression,
    /// between which text lies.
    pub(crate) fn if_compressed(&self) -> Interval {
        Interval {
            low: round::whole_down(self.interval.low * LEAST_COMPRESSION),
            high: round::whole_up(self.interval.high * MOST_COMPRESSION),
        }
    }
}

/// Why bytes can't be put into rows.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub(crate) enum NoImpliedRows {
    #[error("the sample's form lacks bytes per row: its rows are packed, or it was sealed by an older version")]
    NoLengths,
    #[error("{found} rows could be measured, and at least 30 are needed")]
    TooFew { found: u64 },
    #[error("one row is more than a tenth of all bytes: whether there are more like it the others can't tell")]
    OneDominates,
    #[error("what is known of the rows' lengths does not hang together")]
    Damaged,
    #[error("a level so near to 1 asks for more resampling than is done")]
    Level,
}

/// How many rows `claimed` bytes come to, at the bytes per row of the sample, with the bootstrap interval of
/// [`assay_estimate::bootstrap_ratio`]. Assumes that the bytes are of the same form, the same columns and no other tables,
/// and not compressed.
pub(crate) fn implied_rows(facts: &SampleFacts, claimed: u64, level: Level) -> Result<ImpliedRows, NoImpliedRows> {
    let lengths = &facts.row_lengths;
    let measured = lengths.iter().fold(0u64, |sum, one| sum.saturating_add(one.rows));
    if measured == 0 {
        return Err(NoImpliedRows::NoLengths);
    }
    if lengths.len() > MOST_LENGTHS || measured > MOST_ROWS {
        return Err(NoImpliedRows::Damaged);
    }
    let resampling = Resampling::for_level(level, SEED).ok_or(NoImpliedRows::Level)?;
    let observed: Vec<Observed> = lengths
        .iter()
        .map(|one| Observed {
            numerator: one.bytes as f64,
            denominator: 1.0,
            count: one.rows,
        })
        .collect();
    let found = bootstrap_ratio(&observed, level, resampling).map_err(|error| match error {
        assay_estimate::Error::TooFew { found, .. } => NoImpliedRows::TooFew { found },
        assay_estimate::Error::OneDominates { .. } => NoImpliedRows::OneDominates,
        _ => NoImpliedRows::Damaged,
    })?;
    let rows = measured as f64;
    // Lengths are known within a thirty-second, their sum to the byte.
    let exact = facts.bytes_of.rows as f64 / rows;
    let scale = exact / found.value;
    if !(scale > 0.9 && scale < 1.1) {
        return Err(NoImpliedRows::Damaged);
    }
    // Headers and comments stand once in a listing, commas and statements between all its rows: either way is possible.
    let between = facts.bytes_of.other as f64 / rows;
    let claimed = claimed as f64;
    let accepted = facts.read.saturating_sub(facts.rejected.values().sum());
    Ok(ImpliedRows {
        bytes_per_row: three(exact + between),
        rows: round::whole_nearest(claimed / (exact + between)),
        interval: Interval {
            low: round::whole_down(claimed / (found.interval.high * scale + between)),
            high: round::whole_up(claimed / (found.interval.low * scale)),
        },
        measured,
        unmeasured: accepted.saturating_sub(measured),
    })
}

/// The rows that the claimed bytes come to, if bytes are claimed.
pub(crate) fn estimates(facts: &SampleFacts, options: &Options) -> Option<Estimate> {
    let claimed = options.claim.bytes?;
    let level = options.level;
    let new = Estimate::new(
        Topic::Size,
        Unit::Count,
        "rows that the claimed bytes come to",
        "claimed bytes ÷ bytes per row, bootstrap (BCa, Efron 1987)",
        level.get(),
    )
    .of(Quantity::RowsOfClaimedBytes);
    let found = match implied_rows(facts, claimed, level) {
        Ok(found) => found,
        Err(because) => return Some(new.withheld(because.to_string())),
    };
    let compressed = found.if_compressed();
    let says = format!(
        "If the listing's rows are as long as those shown, {} bytes at {} bytes a row are about {} rows; if the bytes are \
         of a compressed file, {} to {} (text shrinks to between a half and a twentieth).",
        whole(claimed as f64),
        found.bytes_per_row,
        whole(found.rows),
        whole(compressed.low),
        whole(compressed.high),
    );
    let mut estimate = new
        .value(found.rows)
        .between(Some(found.interval.low), Some(found.interval.high))
        .says(says)
        .assuming(
            match options.sampling {
                Sampling::Seller => "the listing's rows are as long as those shown",
                Sampling::Random => {
                    "the listing's rows are as long as those shown, which were drawn at random, as stated"
                }
            },
            Holds::Unknown,
        )
        .assuming(
            "the claimed bytes are of the same form and the same columns, and not of other tables too",
            Holds::Unknown,
        )
        .assuming("the claimed bytes are not compressed", Holds::Unknown);
    if found.unmeasured > 0 {
        let text = format!(
            "the {} rows whose form lacks bytes per row are as long as the {} others",
            found.unmeasured, found.measured
        );
        estimate = estimate.assuming(text, Holds::Unknown);
    }
    Some(estimate)
}

/// Three significant digits, fractions of a byte too.
fn three(bytes: f64) -> f64 {
    match bytes < 100.0 {
        true => (bytes * 10.0).round() / 10.0,
        false => {
            let step = 10f64.powi(bytes.log10().floor() as i32 - 2);
            (bytes / step).round() * step
        }
    }
}

const LEAST_COMPRESSION: f64 = 2.0;
/// Text shrinks two- to tenfold in usual archives, tables of repeated values up to some twentyfold.
pub(crate) const MOST_COMPRESSION: f64 = 20.0;
/// More steps than lengths are kept in.
const MOST_LENGTHS: usize = 1_024;
/// More rows than there can be.
const MOST_ROWS: u64 = 1 << 52;
/// The same sample gives the same interval.
const SEED: u64 = 1_979;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BytesOf, Claim, RowsOfLength};

    /// A sample of rows of these lengths, with `other` bytes around them.
    fn facts(lengths: &[(u64, u64)], other: u64) -> SampleFacts {
        let rows: u64 = lengths.iter().map(|(_, rows)| rows).sum();
        SampleFacts {
            read: rows + 3,
            rejected: [("cut_off".to_owned(), 3)].into(),
            bytes_of: BytesOf {
                rows: lengths.iter().map(|(bytes, rows)| bytes * rows).sum(),
                other,
                ..BytesOf::default()
            },
            row_lengths: lengths
                .iter()
                .map(|(bytes, rows)| RowsOfLength {
                    bytes: *bytes,
                    rows: *rows,
                })
                .collect(),
            ..SampleFacts::default()
        }
    }

    #[test]
    fn equal_rows_are_counted_exactly() {
        let found = implied_rows(&facts(&[(200, 1_000)], 0), 106_000_000_000, Level::default()).unwrap();
        assert_eq!((found.bytes_per_row, found.rows), (200.0, 530_000_000.0));
        assert_eq!(
            (found.interval.low, found.interval.high),
            (530_000_000.0, 530_000_000.0)
        );
        assert_eq!((found.measured, found.unmeasured), (1_000, 0));
        assert_eq!(found.if_compressed().low, 1_060_000_000.0);
        assert_eq!(found.if_compressed().high, 10_600_000_000.0);
    }

    #[test]
    fn what_stands_between_rows_widens_the_interval() {
        let lengths: Vec<(u64, u64)> = (80..=120).map(|bytes| (bytes, 25)).collect();
        let without = implied_rows(&facts(&lengths, 0), 100_000_000, Level::default()).unwrap();
        let with = implied_rows(&facts(&lengths, 102_500), 100_000_000, Level::default()).unwrap();
        assert_eq!(without.rows, 1_000_000.0);
        // Lengths 80 to 120 have a standard deviation of 11.8: 1.96 standard errors of the mean are 0.72 bytes.
        assert!((991_000.0..=994_000.0).contains(&without.interval.low), "{without:?}");
        assert_eq!(without.interval.high, 1_010_000.0);
        assert_eq!(with.rows, 500_000.0);
        assert!(with.interval.low < 500_000.0 && with.interval.high == without.interval.high);
    }

    #[test]
    fn what_gives_no_number_says_why() {
        let level = Level::default();
        let why = |lengths: &[(u64, u64)]| implied_rows(&facts(lengths, 0), 1_000, level).unwrap_err();
        assert_eq!(why(&[]), NoImpliedRows::NoLengths);
        assert_eq!(why(&[(100, 29)]), NoImpliedRows::TooFew { found: 29 });
        assert_eq!(why(&[(100, 50), (1_000_000, 1)]), NoImpliedRows::OneDominates);
        let mut forged = facts(&[(100, 50)], 0);
        forged.bytes_of.rows = 7;
        assert_eq!(implied_rows(&forged, 1_000, level), Err(NoImpliedRows::Damaged));
        forged.row_lengths[0].rows = u64::MAX;
        assert_eq!(implied_rows(&forged, 1_000, level), Err(NoImpliedRows::Damaged));
        let near = Level::new(1.0 - 1e-9).unwrap();
        assert_eq!(
            implied_rows(&facts(&[(100, 50)], 0), 1, near),
            Err(NoImpliedRows::Level)
        );
    }

    #[test]
    fn the_estimate_names_its_ifs() {
        let options = Options {
            claim: Claim {
                bytes: Some(4_000_000),
                ..Claim::default()
            },
            ..Options::default()
        };
        let found = estimates(&facts(&[(100, 5_000)], 0), &options).unwrap();
        assert_eq!(found.value, Some(40_000.0));
        assert!(
            found.says.starts_with("If ") && found.says.contains("4,000,000 bytes"),
            "{}",
            found.says
        );
        assert_eq!(found.assumptions.len(), 3);
        let none = estimates(&facts(&[(100, 3)], 0), &options).unwrap();
        assert!(none.value.is_none() && none.withheld.unwrap().contains("3 rows"));
        assert!(estimates(&facts(&[(100, 5_000)], 0), &Options::default()).is_none());
    }
}
