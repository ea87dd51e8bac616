//! What a column holds: found out from its header and its content.

mod content;
mod decide;
mod header;
mod promise;
mod shape;
mod sketch;
mod vocabulary;

use serde::{Deserialize, Serialize};

use crate::reading::is_blank;
use crate::{DateOrder, Kind, Reading, Region, placeholder};
use shape::{TRAITS, Trait};
use sketch::Sketch;

pub use promise::kind_of_promise;

/// Lengths of values that are told apart; longer ones count as this one.
const LENGTHS: usize = 33;

/// Lengths of bare digits, each with how many of the leading ones are looked at.
const HEADS: [(usize, usize); 3] = [(5, 3), (9, 3), (10, 6)];

/// Counts over the cells of one column, from which its kind, its date order and its padding are decided.
/// Profiles of parts of a column add up to the profile of the whole, in any order.
///
/// It holds counts and a bitmap of hashes and no value of the column.
#[derive(Clone, Debug)]
pub struct Profile {
    traits: [u64; TRAITS],
    /// Values of digits only, by their number of digits.
    digit_lengths: [u64; LENGTHS],
    /// Values of letters and digits without a blank, by their length.
    token_lengths: [u64; LENGTHS],
    distinct: Sketch,
    /// Bare digits of an ssn's length, by the first of nine; a lost zero counts as one.
    first_of_nine: [u64; 10],
    /// Accounts' forms, by their first letter.
    first_letters: [u64; 26],
    /// For bare digits of a postcode's, an ssn's and a telephone's length, a map of hashes of the leading
    /// ones: whether they are spread or all in one run.
    heads: [u64; HEADS.len()],
}

/// What was decided about a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Detected {
    /// The kind; `opaque` where none fits.
    pub kind: Kind,
    /// 0 to 1: how far header and content speak for it.
    pub confidence: f64,
    /// The next best kind with its confidence, where one is left.
    pub second: Option<(Kind, f64)>,
    /// For a `dob` column: the order of day and month, `None` where the counts leave both possible.
    pub date_order: Option<DateOrder>,
    /// Number of digits to which shorter values are filled up, where most values have that many.
    pub pad: Option<u8>,
}

impl Default for Profile {
    fn default() -> Self {
        Profile {
            traits: [0; TRAITS],
            digit_lengths: [0; LENGTHS],
            token_lengths: [0; LENGTHS],
            distinct: Sketch::default(),
            first_of_nine: [0; 10],
            first_letters: [0; 26],
            heads: [0; HEADS.len()],
        }
    }
}

impl Profile {
    /// Counts one cell. `region` is the numbering plan for telephone numbers.
    pub fn observe(&mut self, raw: &str, region: Region) {
        let cell = raw.trim_matches(is_blank);
        if cell.is_empty() || placeholder::is_placeholder(Kind::Opaque, cell) {
            return;
        }
        let bytes = cell.as_bytes();
        shape::traits(cell, region, |what| {
            self.traits[what as usize] += 1;
            if what == Trait::AccountForm {
                self.first_letters[usize::from((bytes[0] & 0x1F).wrapping_sub(1)) % 26] += 1;
            }
        });
        let digits = bytes.strip_suffix(b".0").unwrap_or(bytes);
        if digits.iter().all(u8::is_ascii_digit) {
            self.digit_lengths[digits.len().min(LENGTHS - 1)] += 1;
            self.observe_digits(digits);
        }
        if bytes.iter().all(u8::is_ascii_alphanumeric) {
            self.token_lengths[bytes.len().min(LENGTHS - 1)] += 1;
        }
        self.distinct.add(cell);
    }

    fn observe_digits(&mut self, digits: &[u8]) {
        let at = match digits.len() {
            5 => 0,
            7 | 8 => {
                self.first_of_nine[0] += 1;
                return;
            }
            9 => {
                self.first_of_nine[usize::from(digits[0] - b'0') % 10] += 1;
                1
            }
            10 => 2,
            _ => return,
        };
        let head = digits[..HEADS[at].1]
            .iter()
            .fold(0u64, |sum, digit| sum * 10 + u64::from(*digit));
        self.heads[at] |= 1 << (head.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58);
    }

    /// Adds the counts of another part of the same column.
    pub fn merge(&mut self, other: &Profile) {
        let add = |counts: &mut [u64], others: &[u64]| {
            for (count, other) in counts.iter_mut().zip(others) {
                *count += other;
            }
        };
        add(&mut self.traits, &other.traits);
        add(&mut self.digit_lengths, &other.digit_lengths);
        add(&mut self.token_lengths, &other.token_lengths);
        add(&mut self.first_of_nine, &other.first_of_nine);
        add(&mut self.first_letters, &other.first_letters);
        for (head, other) in self.heads.iter_mut().zip(&other.heads) {
            *head |= other;
        }
        self.distinct.merge(&other.distinct);
    }

    /// Decides from the counts and, where there is one, the header.
    pub fn detect(&self, header: Option<&str>) -> Detected {
        let ranked = decide::rank(self, header.and_then(kind_of_header));
        self.detected(&ranked)
    }

    /// What goes with `kind`, which the user states that the column holds.
    pub fn detect_as(&self, kind: Kind) -> Detected {
        self.detected(&[(kind, 1.0)])
    }

    /// The first of the kinds, best first, with what goes with it.
    fn detected(&self, ranked: &[(Kind, f64)]) -> Detected {
        let (kind, confidence) = ranked.first().copied().unwrap_or((Kind::Opaque, 0.5));
        Detected {
            kind,
            confidence,
            second: ranked.get(1).copied(),
            date_order: (kind == Kind::Dob).then(|| self.date_order()).flatten(),
            pad: self.pad(kind),
        }
    }

    fn count(&self, what: Trait) -> u64 {
        self.traits[what as usize]
    }

    /// About how many different leading digits the bare digits of a length have, up to some 200.
    fn heads(&self, length: usize) -> f64 {
        let map = HEADS.iter().zip(&self.heads).find(|((of, _), _)| *of == length);
        let zeros = map.map_or(64, |(_, map)| map.count_zeros());
        64.0 * (64.0 / f64::from(zeros).max(0.5)).ln()
    }

    fn date_order(&self) -> Option<DateOrder> {
        let (first, second) = (self.count(Trait::FirstAbove12), self.count(Trait::SecondAbove12));
        if first > second {
            Some(DateOrder::DayFirst)
        } else if second > first || self.count(Trait::DateOpen) == 0 {
            Some(DateOrder::MonthFirst)
        } else {
            None
        }
    }

    /// The width to which shorter values are filled up: the greatest that occurs, if at least half of the
    /// values of digits have it and some are shorter.
    fn pad(&self, kind: Kind) -> Option<u8> {
        let (width, shortest) = match kind {
            Kind::Ssn => (9, 6),
            Kind::Postcode => (5, 3),
            Kind::Dob => (8, 7),
            _ => return None,
        };
        if !(2..LENGTHS - 1).contains(&width) {
            return None;
        }
        let is_longer_form = |len: usize| kind == Kind::Postcode && matches!(len, 8 | 9);
        let longer = (width + 1..LENGTHS)
            .filter(|len| !is_longer_form(*len))
            .map(|len| self.digit_lengths[len])
            .sum::<u64>();
        let shorter = self.digit_lengths[shortest..width].iter().sum::<u64>();
        let all = self.digit_lengths.iter().sum::<u64>();
        let full = self.digit_lengths[width];
        (longer == 0 && shorter > 0 && 2 * full >= all).then_some(width as u8)
    }
}

impl Detected {
    /// How the column is read, `None` for a column that holds nothing of use.
    pub fn reading(&self, region: Region) -> Option<Reading> {
        (self.kind != Kind::Opaque).then(|| Reading {
            region,
            date_order: self.date_order.unwrap_or_default(),
            pad: self.pad,
            ..Reading::new(self.kind)
        })
    }
}

/// Decides all columns of a table together, in their order.
///
/// At most one column is the account. A kind that only the content of a column speaks for gives way to
/// another column that holds it for certain. Of two columns of single names, the one with more common
/// surnames is the surname.
pub fn assign(columns: &[(Option<&str>, &Profile)]) -> Vec<Detected> {
    let ranked: Vec<_> = columns
        .iter()
        .map(|(header, profile)| decide::rank(profile, header.and_then(kind_of_header)))
        .collect();
    let profiles: Vec<_> = columns.iter().map(|(_, profile)| *profile).collect();
    decide::settle(&profiles, ranked)
        .iter()
        .zip(&profiles)
        .map(|(ranked, profile)| profile.detected(ranked))
        .collect()
}

/// The kind that a header names, with a confidence, if it is in the vocabulary of headers. `opaque` is a
/// header that is known and names none of the other kinds (`signup_date`, `email_verified`). `None` is also
/// said of one that is known and says nothing (`title`, `value`).
pub fn kind_of_header(header: &str) -> Option<(Kind, f64)> {
    let named = header::named(header).filter(|named| named.confidence > 0.0)?;
    Some((named.kind, named.confidence))
}

/// Whether a header is in the vocabulary and so may be printed; any other may be somebody's data in a
/// file that was taken for one with a header.
pub fn is_known_header(header: &str) -> bool {
    header::is_number(header) || header::named(header).is_some_and(|named| named.is_known)
}

#[cfg(test)]
mod tests;
