//! US states, territories and military regions and Canadian provinces as two-letter postal codes; in a
//! column of another country, the text in ASCII upper case.

use super::fold::{Text, append, each_folded, packed, packed_keys};
use crate::reading::Region;
use crate::{Parsed, Reading, Reason};

pub(crate) fn canonical(reading: &Reading, raw: &str, out: &mut String) -> Parsed {
    let mut text = Text::<64>::new();
    each_folded(raw, |byte| text.push(byte));
    if text.overflowed() {
        return Parsed::Malformed(Reason::TooLong);
    }
    if !text.as_bytes().iter().any(u8::is_ascii_alphabetic) {
        return Parsed::Malformed(Reason::NoLetter);
    }
    if reading.region == Region::US {
        return match code_of(text.as_bytes()) {
            Some(code) => {
                append(out, code);
                Parsed::VALUE
            }
            None => Parsed::Malformed(Reason::UnknownRegion),
        };
    }
    let words = text
        .as_bytes()
        .split(|byte| !byte.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    for (n, word) in words.enumerate() {
        if n > 0 {
            out.push(' ');
        }
        append(out, word);
    }
    Parsed::VALUE
}

/// The postal code of a state or province from its code, its name or a usual abbreviation, in ASCII upper
/// case; blanks and punctuation don't count.
#[inline]
pub(crate) fn code_of(text: &[u8]) -> Option<&'static [u8]> {
    let mut letters = Text::<16>::new();
    for byte in text {
        if byte.is_ascii_alphanumeric() {
            letters.push(*byte);
        }
    }
    if letters.overflowed() {
        return long_name(text);
    }
    let letters = letters.as_bytes();
    // ISO 3166-2 (`US-WA`).
    let letters = match letters {
        [b'U', b'S', a, b] => &[*a, *b],
        _ => letters,
    };
    if letters.len() == 2 {
        return CODES
            .iter()
            .find(|code| code.as_bytes() == letters)
            .map(|code| code.as_bytes())
            .or(match letters {
                b"PQ" => Some(b"QC"),
                b"NF" => Some(b"NL"),
                _ => None,
            });
    }
    match KEYS.binary_search(&packed(letters)?) {
        Ok(at) => Some(NAMES[at].1.as_bytes()),
        Err(_) => long_name(letters),
    }
}

/// The names that are longer than a table key, or nearly.
fn long_name(text: &[u8]) -> Option<&'static [u8]> {
    let mut letters = Text::<40>::new();
    for byte in text {
        if byte.is_ascii_alphanumeric() {
            letters.push(*byte);
        }
    }
    match letters.as_bytes() {
        b"DISTRICTOFCOLUMBIA" => Some(b"DC"),
        b"NEWFOUNDLANDANDLABRADOR" => Some(b"NL"),
        b"NORTHWESTTERRITORIES" => Some(b"NT"),
        b"PRINCEEDWARDISLAND" => Some(b"PE"),
        b"NORTHERNMARIANAISLANDS" => Some(b"MP"),
        b"USVIRGINISLANDS" | b"UNITEDSTATESVIRGINISLANDS" => Some(b"VI"),
        b"COMMONWEALTHOFMASSACHUSETTS" => Some(b"MA"),
        _ => None,
    }
}

/// The codes of the US Postal Service and of Canada Post.
pub(crate) const CODES: [&str; 75] = [
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY", "LA",
    "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR",
    "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY", "AS", "GU", "MP", "PR", "VI", "FM",
    "MH", "PW", "AA", "AE", "AP", "AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT",
];

static KEYS: [u128; NAMES.len()] = packed_keys(&NAMES);

/// Names and traditional abbreviations (US Government Publishing Office, Style Manual), letters only,
/// sorted.
static NAMES: [(&str, &str); 122] = [
    ("ALA", "AL"),
    ("ALABAMA", "AL"),
    ("ALASKA", "AK"),
    ("ALBERTA", "AB"),
    ("ALTA", "AB"),
    ("AMERICANSAMOA", "AS"),
    ("ARIZ", "AZ"),
    ("ARIZONA", "AZ"),
    ("ARK", "AR"),
    ("ARKANSAS", "AR"),
    ("BRITISHCOLUMBIA", "BC"),
    ("CAL", "CA"),
    ("CALIF", "CA"),
    ("CALIFORNIA", "CA"),
    ("COLO", "CO"),
    ("COLORADO", "CO"),
    ("CONN", "CT"),
    ("CONNECTICUT", "CT"),
    ("DEL", "DE"),
    ("DELAWARE", "DE"),
    ("FLA", "FL"),
    ("FLORIDA", "FL"),
    ("GEORGIA", "GA"),
    ("GUAM", "GU"),
    ("HAWAII", "HI"),
    ("IDAHO", "ID"),
    ("ILL", "IL"),
    ("ILLINOIS", "IL"),
    ("IND", "IN"),
    ("INDIANA", "IN"),
    ("IOWA", "IA"),
    ("KAN", "KS"),
    ("KANS", "KS"),
    ("KANSAS", "KS"),
    ("KENTUCKY", "KY"),
    ("LOUISIANA", "LA"),
    ("MAINE", "ME"),
    ("MAN", "MB"),
    ("MANITOBA", "MB"),
    ("MARSHALLISLANDS", "MH"),
    ("MARYLAND", "MD"),
    ("MASS", "MA"),
    ("MASSACHUSETTS", "MA"),
    ("MICH", "MI"),
    ("MICHIGAN", "MI"),
    ("MICRONESIA", "FM"),
    ("MINN", "MN"),
    ("MINNESOTA", "MN"),
    ("MISS", "MS"),
    ("MISSISSIPPI", "MS"),
    ("MISSOURI", "MO"),
    ("MONT", "MT"),
    ("MONTANA", "MT"),
    ("NCAR", "NC"),
    ("NCAROLINA", "NC"),
    ("NDAK", "ND"),
    ("NDAKOTA", "ND"),
    ("NEB", "NE"),
    ("NEBR", "NE"),
    ("NEBRASKA", "NE"),
    ("NEV", "NV"),
    ("NEVADA", "NV"),
    ("NEWBRUNSWICK", "NB"),
    ("NEWFOUNDLAND", "NL"),
    ("NEWHAMPSHIRE", "NH"),
    ("NEWJERSEY", "NJ"),
    ("NEWMEXICO", "NM"),
    ("NEWYORK", "NY"),
    ("NFLD", "NL"),
    ("NMEX", "NM"),
    ("NORTHCAROLINA", "NC"),
    ("NORTHDAKOTA", "ND"),
    ("NOVASCOTIA", "NS"),
    ("NUNAVUT", "NU"),
    ("NWT", "NT"),
    ("OHIO", "OH"),
    ("OKLA", "OK"),
    ("OKLAHOMA", "OK"),
    ("ONT", "ON"),
    ("ONTARIO", "ON"),
    ("ORE", "OR"),
    ("OREG", "OR"),
    ("OREGON", "OR"),
    ("PALAU", "PW"),
    ("PEI", "PE"),
    ("PENN", "PA"),
    ("PENNA", "PA"),
    ("PENNSYLVANIA", "PA"),
    ("PUERTORICO", "PR"),
    ("QUE", "QC"),
    ("QUEBEC", "QC"),
    ("RHODEISLAND", "RI"),
    ("SASK", "SK"),
    ("SASKATCHEWAN", "SK"),
    ("SCAR", "SC"),
    ("SCAROLINA", "SC"),
    ("SDAK", "SD"),
    ("SDAKOTA", "SD"),
    ("SOUTHCAROLINA", "SC"),
    ("SOUTHDAKOTA", "SD"),
    ("TENN", "TN"),
    ("TENNESSEE", "TN"),
    ("TEX", "TX"),
    ("TEXAS", "TX"),
    ("UTAH", "UT"),
    ("VERMONT", "VT"),
    ("VIRGINIA", "VA"),
    ("VIRGINISLANDS", "VI"),
    ("WASH", "WA"),
    ("WASHINGTON", "WA"),
    ("WASHINGTONDC", "DC"),
    ("WESTVA", "WV"),
    ("WESTVIRGINIA", "WV"),
    ("WIS", "WI"),
    ("WISC", "WI"),
    ("WISCONSIN", "WI"),
    ("WVA", "WV"),
    ("WVIRGINIA", "WV"),
    ("WYO", "WY"),
    ("WYOMING", "WY"),
    ("YUKON", "YT"),
    ("YUKONTERRITORY", "YT"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;
    use proptest::prelude::*;

    fn read(raw: &str) -> Result<String, Reason> {
        let mut out = String::new();
        match canonical(&Reading::new(Kind::State), raw, &mut out) {
            Parsed::Malformed(reason) => Err(reason),
            _ => Ok(out),
        }
    }

    #[test]
    fn spellings_of_a_state_meet() {
        let cases: &[(&str, &[&str])] = &[
            ("WA", &["WA", "wa", "Washington", "Wash.", "US-WA"]),
            ("NY", &["NY", "N.Y.", "New York", "NEW  YORK"]),
            ("DC", &["DC", "D.C.", "District of Columbia"]),
            ("WV", &["W. Va.", "West Virginia", "W. Virginia", "West Va."]),
            ("NC", &["N. Carolina", "N.C."]),
            ("VI", &["U.S. Virgin Islands", "Virgin Islands"]),
            ("MA", &["Mass.", "Massachusetts"]),
            ("PR", &["PR", "Puerto Rico"]),
            ("AE", &["AE"]),
            ("QC", &["Québec", "QC", "PQ", "Que."]),
            ("BC", &["British Columbia", "B.C."]),
            ("NL", &["Newfoundland and Labrador", "NF"]),
        ];
        for (expected, spellings) in cases {
            for raw in *spellings {
                assert_eq!(read(raw).as_deref(), Ok(*expected), "{raw}");
            }
        }
        for raw in ["XX", "Nowhere", "active", "shipped"] {
            assert_eq!(read(raw), Err(Reason::UnknownRegion), "{raw}");
        }
        assert_eq!(read("53"), Err(Reason::NoLetter));
    }

    #[test]
    fn another_country_keeps_its_text() {
        let mut out = String::new();
        let reading = Reading {
            region: "DE".parse().unwrap(),
            ..Reading::new(Kind::State)
        };
        canonical(&reading, "Baden-Württemberg", &mut out);
        assert_eq!(out, "BADEN WURTTEMBERG");
    }

    #[test]
    fn the_tables_are_sorted_and_meet_the_codes() {
        assert!(KEYS.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(NAMES.iter().all(|(_, code)| CODES.contains(code)));
        for code in CODES {
            assert_eq!(code_of(code.as_bytes()), Some(code.as_bytes()));
        }
    }

    proptest! {
        #[test]
        fn canonical_states_stay(raw in "\\PC{0,30}") {
            if let Ok(once) = read(&raw) {
                prop_assert_eq!(read(&once), Ok(once.clone()));
            }
        }
    }
}
