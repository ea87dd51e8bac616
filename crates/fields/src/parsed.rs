use serde::{Deserialize, Serialize};

/// What became of one raw cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parsed {
    /// A canonical value was written.
    Value {
        /// Why the value, though well formed, breaks its kind's rules; it is hashed and tested all the same.
        doubt: Option<Doubt>,
        /// Whether leading zeros were put back.
        padded: bool,
    },
    /// The cell is empty.
    Absent,
    /// The cell stands for "no value" (`null`, `000-00-0000`, `test@test.com`).
    Placeholder,
    /// The seller masked the value (`***-**-1234`).
    Masked,
    /// The cell has no canonical form.
    Malformed(Reason),
}

impl Parsed {
    /// A plausible value as it stood.
    pub const VALUE: Parsed = Parsed::Value {
        doubt: None,
        padded: false,
    };

    /// A well-formed value that breaks a rule of its kind.
    pub const fn doubtful(doubt: Doubt) -> Parsed {
        Parsed::Value {
            doubt: Some(doubt),
            padded: false,
        }
    }

    /// Whether a canonical value was written.
    pub const fn is_value(self) -> bool {
        matches!(self, Parsed::Value { .. })
    }
}

/// Why a cell has no canonical form. None of them says what stood there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Fewer characters or digits than any value of the kind has.
    TooShort,
    /// More characters or digits than any value of the kind has.
    TooLong,
    /// A number of digits that no form of the kind has.
    WrongLength,
    /// A character that no spelling of the kind has.
    BadCharacter,
    /// An e-mail address without `@`, or with nothing before or after it.
    NoAtSign,
    /// A domain that is none.
    BadDomain,
    /// Not a date in any form that is read.
    NotADate,
    /// A date whose month or day does not exist, in the column's order.
    NoSuchDay,
    /// A date before 1850 or after the year 2200.
    YearOutOfRange,
    /// No number of the column's region, or of any region where it is written internationally.
    NotANumber,
    /// A name or text without a letter.
    NoLetter,
    /// A region that is none of the country's.
    UnknownRegion,
    /// Not an IP address.
    NotAnAddress,
    /// Bytes that are no text in the encoding that the file was read in.
    BadEncoding,
}

impl Reason {
    /// The reason's name in reports and messages.
    pub const fn name(self) -> &'static str {
        match self {
            Reason::TooShort => "too_short",
            Reason::TooLong => "too_long",
            Reason::WrongLength => "wrong_length",
            Reason::BadCharacter => "bad_character",
            Reason::NoAtSign => "no_at_sign",
            Reason::BadDomain => "bad_domain",
            Reason::NotADate => "not_a_date",
            Reason::NoSuchDay => "no_such_day",
            Reason::YearOutOfRange => "year_out_of_range",
            Reason::NotANumber => "not_a_number",
            Reason::NoLetter => "no_letter",
            Reason::UnknownRegion => "unknown_region",
            Reason::NotAnAddress => "not_an_address",
            Reason::BadEncoding => "bad_encoding",
        }
    }
}

/// Why a well-formed value is implausible. It is a signal, never a reject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// The check digit is wrong.
    CheckDigit,
    /// An area that was never issued (ssn: 000, 666, 900–999).
    UnissuedArea,
    /// Group 00 of an ssn.
    ZeroGroup,
    /// Serial 0000 of an ssn.
    ZeroSerial,
    /// A number that its numbering plan does not assign.
    Unassigned,
    /// A date of birth in the future.
    Future,
    /// A date of birth more than 120 years ago.
    TooOld,
    /// A top-level domain or other part that does not exist.
    UnknownDomain,
}

impl Doubt {
    /// The doubt's name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Doubt::CheckDigit => "check_digit",
            Doubt::UnissuedArea => "unissued_area",
            Doubt::ZeroGroup => "zero_group",
            Doubt::ZeroSerial => "zero_serial",
            Doubt::Unassigned => "unassigned",
            Doubt::Future => "future",
            Doubt::TooOld => "too_old",
            Doubt::UnknownDomain => "unknown_domain",
        }
    }
}
