use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a column's values are.
///
/// The order of the variants is the order of the kinds in a class's name and message; a new kind goes to
/// the end of its group only together with a new format version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// US social security number.
    Ssn,
    /// Telephone number, E.164.
    Phone,
    /// E-mail address.
    Email,
    /// Serial number of a mobile device (14 digits of TAC and serial).
    Imei,
    /// Number of a mobile subscriber (MCC, MNC, MSIN).
    Imsi,
    /// Serial number of a SIM card.
    Iccid,
    /// The company's own customer number.
    Account,
    /// Driver's licence number.
    Licence,
    /// Payment card number.
    Card,
    /// Passport number.
    Passport,
    /// Login name.
    Username,
    /// Full name of a person.
    Name,
    /// Given name or names.
    GivenName,
    /// Family name.
    Surname,
    /// Date of birth.
    Dob,
    /// Street address line.
    Address,
    /// City.
    City,
    /// US state or other first-level region.
    State,
    /// Postcode (US ZIP).
    Postcode,
    /// IP address.
    Ip,
    /// Anything else; indexed only on request, under its column's name.
    Opaque,
}

/// A name that is no kind's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no kind; the kinds are: {list}", list = Kind::list())]
pub struct UnknownKind(pub String);

impl Kind {
    /// Every kind, in the order that class names and messages follow.
    pub const ALL: [Kind; 21] = [
        Kind::Ssn,
        Kind::Phone,
        Kind::Email,
        Kind::Imei,
        Kind::Imsi,
        Kind::Iccid,
        Kind::Account,
        Kind::Licence,
        Kind::Card,
        Kind::Passport,
        Kind::Username,
        Kind::Name,
        Kind::GivenName,
        Kind::Surname,
        Kind::Dob,
        Kind::Address,
        Kind::City,
        Kind::State,
        Kind::Postcode,
        Kind::Ip,
        Kind::Opaque,
    ];

    /// The kind's name in options, reports and class names.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Ssn => "ssn",
            Kind::Phone => "phone",
            Kind::Email => "email",
            Kind::Imei => "imei",
            Kind::Imsi => "imsi",
            Kind::Iccid => "iccid",
            Kind::Account => "account",
            Kind::Licence => "licence",
            Kind::Card => "card",
            Kind::Passport => "passport",
            Kind::Username => "username",
            Kind::Name => "name",
            Kind::GivenName => "given_name",
            Kind::Surname => "surname",
            Kind::Dob => "dob",
            Kind::Address => "address",
            Kind::City => "city",
            Kind::State => "state",
            Kind::Postcode => "postcode",
            Kind::Ip => "ip",
            Kind::Opaque => "opaque",
        }
    }

    /// Whether a value of this kind points at one person by itself.
    pub const fn is_identifier(self) -> bool {
        (self as u8) <= (Kind::Username as u8)
    }

    /// Whether a phone book or a marketing list gives values of this kind away.
    pub const fn is_directory(self) -> bool {
        matches!(
            self,
            Kind::Name
                | Kind::GivenName
                | Kind::Surname
                | Kind::Phone
                | Kind::Address
                | Kind::City
                | Kind::State
                | Kind::Postcode
        )
    }

    /// Whether an identifier is held by one person alone; a telephone, an account or a card may be shared
    /// in a household.
    pub const fn is_personal(self) -> bool {
        matches!(self, Kind::Ssn | Kind::Licence | Kind::Passport)
    }

    /// Whether nearly any text is a value of the kind, so that only the words for nothing tell what is none. Names
    /// are not among them: people are called Null.
    pub(crate) const fn is_free_text(self) -> bool {
        matches!(
            self,
            Kind::Username | Kind::Account | Kind::Licence | Kind::Passport | Kind::Email | Kind::Opaque
        )
    }

    /// The version of the kind's rules. It is part of a class's subkey, so that values canonicalised by
    /// two versions can't be compared silently. Raise it whenever a canonical form changes.
    pub const fn version(self) -> u32 {
        1
    }

    /// How many well-formed, plausible values the kind has, where that is known and finite enough to
    /// matter: what a made-up value is drawn from. Sources: SSA rules of 2011 (898 areas × 99 groups ×
    /// 9,999 serials); NANPA, about 380 assigned geographic area codes × 800 exchanges × 10,000 lines;
    /// GSMA TS.06, a TAC of 8 digits and a serial of 6, of which about 200,000 TACs are allocated.
    pub const fn space(self) -> Option<f64> {
        match self {
            Kind::Ssn => Some(898.0 * 99.0 * 9_999.0),
            Kind::Phone => Some(380.0 * 800.0 * 10_000.0),
            Kind::Imei => Some(200_000.0 * 1_000_000.0),
            Kind::Imsi => Some(1.0e12),
            Kind::Card => Some(1.0e12),
            _ => None,
        }
    }

    fn list() -> String {
        Kind::ALL.map(Kind::name).join(", ")
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let wanted = s.trim().to_ascii_lowercase().replace('-', "_");
        let wanted = match wanted.as_str() {
            "license" => "licence",
            "zip" => "postcode",
            other => other,
        };
        Kind::ALL
            .into_iter()
            .find(|kind| kind.name() == wanted)
            .ok_or_else(|| UnknownKind(s.to_owned()))
    }
}
