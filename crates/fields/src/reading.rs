use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{Kind, Parsed, Reason, kinds, mask, placeholder};

/// A country by its two-letter ISO 3166 code: the numbering plan of telephone numbers without `+`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Region([u8; 2]);

impl Region {
    /// The United States, the default.
    pub const US: Region = Region(*b"US");

    /// The two-letter code.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("US")
    }
}

impl Default for Region {
    fn default() -> Self {
        Region::US
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Region {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, String> {
        let region = match s.as_bytes() {
            [a, b] => Region([a.to_ascii_uppercase(), b.to_ascii_uppercase()]),
            _ => return Err("expected a two-letter country code such as US".to_owned()),
        };
        let is_code = region.0.iter().all(u8::is_ascii_uppercase) && kinds::phone::has_plan(region);
        is_code.then_some(region).ok_or_else(|| {
            "no country with a telephone numbering plan has this code; expected one such as US".to_owned()
        })
    }
}

impl TryFrom<String> for Region {
    type Error = String;

    fn try_from(s: String) -> Result<Self, String> {
        s.parse()
    }
}

impl From<Region> for String {
    fn from(region: Region) -> String {
        region.code().to_owned()
    }
}

/// The order of day and month in dates written with digits only. It is decided once for a column.
/// Dates that begin with a four-digit year or name the month are read the same in either order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// Month first, `12/31/1990`.
    #[default]
    MonthFirst,
    /// Day first, `31/12/1990`.
    DayFirst,
}

/// The name under which an `opaque` column is indexed, lower case; cheap to copy.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct OpaqueName(Arc<str>);

impl OpaqueName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for OpaqueName {
    fn from(name: &str) -> Self {
        OpaqueName(name.to_lowercase().into())
    }
}

impl From<String> for OpaqueName {
    fn from(name: String) -> Self {
        name.as_str().into()
    }
}

impl From<OpaqueName> for String {
    fn from(name: OpaqueName) -> String {
        name.0.to_string()
    }
}

/// How a column is read.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reading {
    /// What its values are.
    pub kind: Kind,
    /// Numbering plan of telephone numbers without a country code.
    #[serde(default)]
    pub region: Region,
    /// Order of day and month.
    #[serde(default)]
    pub date_order: DateOrder,
    /// Number of digits to which shorter, all-digit values are filled up with leading zeros.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pad: Option<u8>,
    /// The name under which an `opaque` column is indexed, lower case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opaque: Option<OpaqueName>,
}

impl Reading {
    /// A column of `kind` with the defaults of the rest.
    pub fn new(kind: Kind) -> Reading {
        Reading {
            kind,
            region: Region::US,
            date_order: DateOrder::MonthFirst,
            pad: None,
            opaque: None,
        }
    }

    /// Appends the canonical value of `raw` to `out` and says so, or leaves `out` as it was and says why.
    ///
    /// # Examples
    /// ```
    /// use assay_fields::{Kind, Parsed, Reading};
    /// let mut out = String::new();
    /// assert_eq!(Reading::new(Kind::Ssn).canonical("456-12-7890", &mut out), Parsed::VALUE);
    /// assert_eq!(out, "456127890");
    /// ```
    pub fn canonical(&self, raw: &str, out: &mut String) -> Parsed {
        let raw = trimmed(raw);
        if raw.is_empty() {
            return Parsed::Absent;
        }
        if !raw.is_ascii() && raw.contains('\u{FFFD}') {
            return Parsed::Malformed(Reason::BadEncoding);
        }
        if placeholder::is_placeholder(self.kind, raw) {
            return Parsed::Placeholder;
        }
        if mask::is_masked(self.kind, raw) {
            return Parsed::Masked;
        }
        let start = out.len();
        let parsed = kinds::canonical(self, raw, out);
        if !parsed.is_value() {
            out.truncate(start);
            return parsed;
        }
        let canonical = &out[start..];
        // What was folded away (wide letters, a leading `@`, a blank) may have hidden that there is no value.
        let uncovered = self.kind.is_free_text() && canonical != raw;
        let nothing = if placeholder::is_canonical_placeholder(self.kind, canonical)
            || (uncovered && placeholder::is_placeholder(self.kind, canonical))
        {
            Parsed::Placeholder
        } else if uncovered && mask::is_masked(self.kind, canonical) {
            Parsed::Masked
        } else {
            return parsed;
        };
        out.truncate(start);
        nothing
    }
}

/// `raw` without blanks around it. Most cells have none, which two looks tell.
fn trimmed(raw: &str) -> &str {
    match raw.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => raw,
        _ => raw.trim_matches(is_blank),
    }
}

/// White space, the no-break and zero-width kinds and the byte order mark included.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{0}')
}
