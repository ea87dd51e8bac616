//! What is told of a sample's coherence: counts, and nothing of what was counted.

use assay_fields::Kind;
use serde::{Deserialize, Serialize};

/// What was measured of a sample's coherence. It holds counts only, so that a sealed sample can carry it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CoherenceFacts {
    /// Distinct rows that were looked at.
    pub rows: u64,
    /// How many distinct rows each of them stands for; 1 if they are all there are.
    pub one_in: u64,
    /// What was measured of 10 rows or more; a measure that nothing could be tested for is left out.
    pub measured: Vec<Measured>,
    /// Last digits of kinds of which there are 100 values or more.
    pub last_digits: Vec<LastDigits>,
}

impl CoherenceFacts {
    /// Whether nothing was looked at.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// One measure, if anything was tested for it.
    pub fn of(&self, measure: Measure) -> Option<&Measured> {
        let is_whole = |measured: &&Measured| measured.part.found <= measured.part.tested;
        let found = self.measured.iter().find(|measured| measured.measure == measure);
        found.filter(is_whole)
    }
}

/// One measure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// What was measured.
    pub measure: Measure,
    /// How many rows or values show it, of those that it could be looked for in.
    #[serde(flatten)]
    pub part: Fraction,
    /// The same where each row's value is set beside another row's: what independent values give.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_chance: Option<Fraction>,
    /// How many different values there are, as the number of equally frequent ones that would meet as often (the inverse
    /// of Simpson's index without its bias; Simpson, 1949). What the values are depends on the measure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diversity: Option<f64>,
}

/// A part of a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fraction {
    /// The whole.
    pub tested: u64,
    /// The part.
    pub found: u64,
}

impl Fraction {
    /// The part's share; zero of nothing.
    pub fn rate(self) -> f64 {
        self.found as f64 / self.tested.max(1) as f64
    }
}

/// How often each last digit occurs in the values of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastDigits {
    /// The kind.
    pub kind: Kind,
    /// Values that end in 0, 1 … 9.
    pub counts: [u64; 10],
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Rows whose telephone area code belongs to their state; the diversity is that of the states.
    AreaCodeFitsState,
    /// Rows whose ZIP code lies in their state; the diversity is that of the states.
    PostcodeFitsState,
    /// Rows whose ZIP code is one of their city's; the diversity is that of the cities.
    PostcodeFitsCity,
    /// Rows whose e-mail address has a part of their name in it; the diversity is that of the names.
    EmailFitsName,
    /// E-mail addresses that have a part of any of the sample's names in them.
    EmailHasSomeName,
    /// Ssns that were never issued and are no taxpayer numbers either; the diversity is that of all areas.
    SsnNeverIssued,
    /// Ssns of people born from 1964 to 1990 whose area was issued since 2011 only, or to nobody but railroad workers
    /// before 1964.
    SsnIssuedLate,
    /// Ten-digit numbers of the North American plan that are not assigned; the diversity is that of all area codes.
    PhoneUnassigned,
    /// IMEIs whose first two digits no reporting body has; the diversity is that of all first two digits.
    ImeiUnknownBody,
    /// IMEIs with a wrong check digit.
    ImeiCheckDigit,
    /// Card numbers with a wrong check digit.
    CardCheckDigit,
    /// Distinct type allocation codes among IMEIs.
    ImeiDistinctTypes,
    /// Dates of birth on 1 January.
    BornFirstOfJanuary,
    /// Dates of birth before 1915; the diversity is that of these dates.
    BornBefore1915,
    /// Dates of birth after 2015.
    BornAfter2015,
    /// E-mail addresses in domains that are reserved for examples and tests (RFC 2606).
    EmailReservedDomain,
    /// E-mail addresses whose top-level domain does not exist, reserved ones aside; the diversity is that of these
    /// domains.
    EmailUnknownTopLevel,
    /// E-mail addresses in the most frequent domain; the diversity is that of the domains.
    EmailLargestDomain,
    /// Rows whose ssn is that of the row before plus one.
    SsnFollows,
    /// Rows whose telephone number is that of the row before plus one.
    PhoneFollows,
    /// Rows whose IMEI, without its check digit, is that of the row before plus one.
    ImeiFollows,
    /// Rows whose ssn stands in another row with a name that has nothing in common with theirs.
    SsnShared,
    /// The same of telephone numbers.
    PhoneShared,
    /// The same of e-mail addresses.
    EmailShared,
    /// Telephone numbers that are written with an extension, `x` and three to five digits.
    PhoneExtension,
    /// Telephone numbers that are kept free for fiction, 555-0100 to 555-0199.
    PhoneFictional,
    /// Cities named as fake-data generators name them, by a direction or `New`, `Lake`, `Port` before a name or `ville`,
    /// `furt` and the like behind one, which are not among the larger ones; the diversity is that of these names.
    CityInvented,
    /// Rows with a word of the filler text *Lorem ipsum* in a name, address or city.
    LoremWords,
    /// A measure of a later version.
    #[serde(other)]
    Unknown,
}
