//! The counts that may be told.

use serde::{Deserialize, Serialize};

use super::{Counts, Found, Pair};

/// How far a sample hangs together by itself. Counts only: a sealed sample carries them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CoherenceFacts {
    /// Rows that were looked at: the leading 200,000 at most.
    pub rows: u64,
    /// Columns that should fit each other.
    pub pairs: Vec<PairFacts>,
    /// Rows with a postcode and a state, of whatever country.
    pub placed: u64,
    /// Traces of generators and other things that real data rarely have.
    pub traces: Vec<TraceFacts>,
    /// Dates of birth.
    pub births: DateFacts,
    /// Device numbers of the leading 5,000 rows, and the distinct device types among them.
    pub devices: (u64, u64),
    /// Last digits of numbers.
    pub digits: Vec<DigitFacts>,
}

impl CoherenceFacts {
    /// Whether nothing was looked at.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows == 0
    }

    pub(super) fn pair(&self, check: &str) -> Option<&PairFacts> {
        self.pairs.iter().find(|pair| pair.check == check)
    }

    pub(super) fn trace(&self, trace: &str) -> Option<&TraceFacts> {
        self.traces.iter().find(|found| found.trace == trace)
    }
}

/// Two columns of a row that should fit each other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PairFacts {
    /// The check's name.
    pub check: String,
    /// Rows in which both could be looked at.
    pub tested: u64,
    /// Rows in which they fit.
    pub fits: u64,
    /// The rate at which they would fit, were each drawn by itself; where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_chance: Option<f64>,
}

/// Something that real data rarely have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceFacts {
    /// What it is.
    pub trace: String,
    /// Values that were looked at.
    pub values: u64,
    /// Values that have it.
    pub found: u64,
}

/// Dates of birth.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateFacts {
    /// Dates.
    pub tested: u64,
    /// Yet to come.
    pub future: u64,
    /// Before 1905.
    pub ancient: u64,
    /// On a first of January.
    pub first_of_january: u64,
}

/// The last digits of a kind's numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigitFacts {
    /// The kind.
    pub kind: assay_fields::Kind,
    /// How often each digit stands last, 0 to 9.
    pub counts: Vec<u64>,
}

pub(super) fn of(counts: &Counts) -> CoherenceFacts {
    let pair = |check: &str, pair: &Pair| PairFacts {
        check: check.to_owned(),
        tested: pair.tested,
        fits: pair.fits,
        by_chance: pair.by_chance(),
    };
    let trace = |trace: &str, found: Found| TraceFacts {
        trace: trace.to_owned(),
        values: found.values,
        found: found.found,
    };
    let digits = |kind, counts: &[u64; 10]| DigitFacts {
        kind,
        counts: counts.to_vec(),
    };
    CoherenceFacts {
        rows: counts.rows,
        pairs: [
            pair(name::POSTCODE_STATE, &counts.postcode_state),
            pair(name::CITY_POSTCODE, &counts.city_postcode),
            pair(name::AREA_STATE, &counts.area_state),
            pair(name::NAME_EMAIL, &counts.name_email),
        ]
        .into_iter()
        .filter(|pair| pair.tested > 0)
        .collect(),
        placed: counts.placed,
        traces: [
            trace(name::FICTION, counts.fiction),
            trace(name::EXTENSION, counts.extensions),
            trace(name::RESERVED, counts.reserved),
            trace(name::EARLY_SSN, counts.early_ssns),
        ]
        .into_iter()
        .filter(|trace| trace.values > 0)
        .collect(),
        births: DateFacts {
            tested: counts.births,
            future: counts.future,
            ancient: counts.ancient,
            first_of_january: counts.first_of_january,
        },
        devices: (counts.devices, counts.types.len() as u64),
        digits: [
            digits(assay_fields::Kind::Phone, &counts.phone_digits),
            digits(assay_fields::Kind::Ssn, &counts.ssn_digits),
        ]
        .into_iter()
        .filter(|digits| digits.counts.iter().any(|count| *count > 0))
        .collect(),
    }
}

/// The checks' names.
pub(super) mod name {
    pub(crate) const POSTCODE_STATE: &str = "postcode_and_state";
    pub(crate) const CITY_POSTCODE: &str = "city_and_postcode";
    pub(crate) const AREA_STATE: &str = "area_code_and_state";
    pub(crate) const NAME_EMAIL: &str = "name_and_email";
    pub(crate) const FICTION: &str = "telephones reserved for fiction (555-01xx)";
    pub(crate) const EXTENSION: &str = "telephones with an extension";
    pub(crate) const RESERVED: &str = "e-mail domains reserved for examples";
    pub(crate) const EARLY_SSN: &str = "ssn areas not issued before 2011, of people born before 2001";
}
