//! Cells that hold several fields in one: `Springfield, IL 62704`, `Jane Doe <jane@example.org>`.

mod place;

use serde::{Deserialize, Serialize};

use crate::reading::is_blank;
use crate::{Kind, placeholder};
use place::{place, tidy};

/// What a cell of several fields holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Combined {
    /// `Springfield, IL 62704-1234`.
    CityStateZip,
    /// `123 Main St Apt 4, Springfield IL 62704, USA`.
    FullAddress,
    /// `Jane Doe <jane@example.org>`.
    NameEmail,
    /// `jane@example.org (Jane Doe)`.
    EmailName,
}

impl Combined {
    /// Every form.
    pub const ALL: [Combined; 4] = [
        Combined::CityStateZip,
        Combined::FullAddress,
        Combined::NameEmail,
        Combined::EmailName,
    ];

    /// The kinds of the parts, in the order in which they stand.
    pub const fn parts(&self) -> &'static [Kind] {
        match self {
            Combined::CityStateZip => &[Kind::City, Kind::State, Kind::Postcode],
            Combined::FullAddress => &[Kind::Address, Kind::City, Kind::State, Kind::Postcode],
            Combined::NameEmail => &[Kind::Name, Kind::Email],
            Combined::EmailName => &[Kind::Email, Kind::Name],
        }
    }

    /// The parts of `cell` in the order of [`Combined::parts`], those that the form doesn't have empty; `None`
    /// if the cell has not exactly this form.
    ///
    /// An address is split only where a region and a postcode of the US or of Canada both stand at its end,
    /// and a city behind a comma.
    ///
    /// # Examples
    /// ```
    /// use assay_fields::Combined;
    /// let parts = Combined::CityStateZip.split("St. Louis, MO 63101");
    /// assert_eq!(parts, Some(["St. Louis", "MO", "63101", ""]));
    /// ```
    pub fn split<'a>(&self, cell: &'a str) -> Option<[&'a str; 4]> {
        let cell = cell.trim_matches(is_blank);
        if cell.len() > MOST_BYTES {
            return None;
        }
        match self {
            Combined::CityStateZip => {
                let (city, state, zip) = place(cell)?;
                is_city(city).then_some([city, state, zip, ""])
            }
            Combined::FullAddress => {
                let (head, state, zip) = place(cell)?;
                let (address, city) = head.rsplit_once([',', '\n'])?;
                let (address, city) = (tidy(address), tidy(city));
                (is_city(city) && is_address(address)).then_some([address, city, state, zip])
            }
            Combined::NameEmail => {
                let (name, email) = cell.strip_suffix('>')?.rsplit_once('<')?;
                let name = name.trim_matches(|c| is_blank(c) || matches!(c, '"' | '\''));
                let email = email.trim_matches(is_blank);
                (is_name(name) && is_email(email)).then_some([name, email, "", ""])
            }
            Combined::EmailName => {
                let (email, name) = cell.strip_suffix(')')?.split_once('(')?;
                let (email, name) = (email.trim_matches(is_blank), name.trim_matches(is_blank));
                (is_name(name) && is_email(email)).then_some([email, name, "", ""])
            }
        }
    }
}

/// Counts over the cells of one column, from which it is decided whether they hold several fields. Profiles of
/// parts of a column add up in any order. It holds no value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CombinedProfile {
    filled: u64,
    splits: [u64; Combined::ALL.len()],
}

impl CombinedProfile {
    /// Counts one cell.
    pub fn observe(&mut self, cell: &str) {
        let cell = cell.trim_matches(is_blank);
        if cell.is_empty() || placeholder::is_placeholder(Kind::Opaque, cell) {
            return;
        }
        self.filled += 1;
        // Most cells of most columns end here.
        let may_split = match cell.as_bytes() {
            [.., b'>' | b')'] => cell.contains('@'),
            [head @ .., last] if last.is_ascii_alphanumeric() || *last == b'.' => {
                head.iter().any(|byte| matches!(byte, b' ' | b',')) && head.iter().any(u8::is_ascii_digit)
            }
            _ => false,
        };
        if !may_split {
            return;
        }
        // The forms exclude each other.
        if let Some(at) = Combined::ALL.iter().position(|form| form.split(cell).is_some()) {
            self.splits[at] += 1;
        }
    }

    /// Adds the counts of another part of the same column.
    pub fn merge(&mut self, other: &CombinedProfile) {
        self.filled += other.filled;
        for (count, other) in self.splits.iter_mut().zip(&other.splits) {
            *count += other;
        }
    }

    /// The form that at least three and four in five of the filled cells have, with their share.
    pub fn decide(&self) -> Option<(Combined, f64)> {
        let (form, count) = Combined::ALL
            .into_iter()
            .zip(self.splits)
            .max_by_key(|(_, count)| *count)?;
        let share = count as f64 / self.filled.max(1) as f64;
        (count >= LEAST_CELLS && share >= LEAST_SHARE).then_some((form, share))
    }
}

fn is_city(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let is_wordy = text
        .chars()
        .all(|c| c.is_alphabetic() || is_blank(c) || matches!(c, '.' | '-' | '\'' | '’'));
    let mut words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let is_any = |list: &[&str], word: &str| list.iter().any(|known| known.eq_ignore_ascii_case(word));
    let first = words.next().unwrap_or_default();
    let last = words.next_back().unwrap_or_default();
    is_wordy && letters >= 2 && text.len() <= 48 && !is_any(&UNITS, first) && !is_any(&STREETS, last)
}

/// A house number or a post-office box.
fn is_address(text: &str) -> bool {
    let has_letter = text.chars().any(char::is_alphabetic);
    let is_numbered = text.starts_with(|c: char| c.is_ascii_digit());
    let is_box = text.bytes().any(|byte| byte.is_ascii_digit())
        && text
            .get(..2)
            .is_some_and(|head| head.eq_ignore_ascii_case("po") || head.eq_ignore_ascii_case("p."));
    has_letter && (is_numbered || is_box)
}

fn is_name(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && !text
            .chars()
            .any(|c| c.is_numeric() || matches!(c, '@' | '<' | '>' | '(' | ')'))
}

fn is_email(text: &str) -> bool {
    let mut parts = text.split('@');
    let (Some(local), Some(domain), None) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let is_odd = |c: char| is_blank(c) || matches!(c, '<' | '>' | '(' | ')' | ',' | ';');
    !local.is_empty() && domain.find('.').is_some_and(|dot| dot > 0) && !text.contains(is_odd)
}

/// Nothing that is longer is one address.
const MOST_BYTES: usize = 256;
const LEAST_CELLS: u64 = 3;
const LEAST_SHARE: f64 = 0.8;

/// What begins the second line of an address and no city's name.
const UNITS: [&str; 14] = [
    "apt",
    "apartment",
    "unit",
    "suite",
    "ste",
    "floor",
    "fl",
    "room",
    "rm",
    "bldg",
    "building",
    "lot",
    "trlr",
    "po",
];

/// What ends a street's name and hardly a city's.
const STREETS: [&str; 18] = [
    "st",
    "street",
    "ave",
    "avenue",
    "rd",
    "road",
    "blvd",
    "boulevard",
    "dr",
    "drive",
    "ln",
    "lane",
    "ct",
    "court",
    "hwy",
    "highway",
    "pkwy",
    "parkway",
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_are_split() {
        let split = |cell| Combined::FullAddress.split(cell);
        for (cell, parts) in [
            (
                "123 Main St, Springfield, IL 62704",
                ["123 Main St", "Springfield", "IL", "62704"],
            ),
            (
                "123 Main St, Springfield, IL, 62704-1234",
                ["123 Main St", "Springfield", "IL", "62704-1234"],
            ),
            (
                "123 Main St Apt 4, Springfield IL 62704, USA",
                ["123 Main St Apt 4", "Springfield", "IL", "62704"],
            ),
            (
                "1 A St, Apt 4, New York, New York 10001",
                ["1 A St, Apt 4", "New York", "New York", "10001"],
            ),
            (
                "PO Box 7, Charleston West Virginia 25301",
                ["PO Box 7", "Charleston", "West Virginia", "25301"],
            ),
            (
                "12 Rideau St, Ottawa, ON K1N 5Y2, Canada",
                ["12 Rideau St", "Ottawa", "ON", "K1N 5Y2"],
            ),
            (
                "123 Main St\nSt. Louis, MO 63101",
                ["123 Main St", "St. Louis", "MO", "63101"],
            ),
        ] {
            assert_eq!(split(cell), Some(parts), "{cell}");
            assert_eq!(Combined::CityStateZip.split(cell), None, "{cell}");
        }
        for cell in [
            "123 Main St, IL 62704",
            "123 Main St IL 62704",
            "123 Main St, Apt B, IL 62704",
            "123 Main St, Apt 4 IL 62704",
            "123 Main St, Springfield, 62704",
            "123 Main St, Springfield, IL",
            "123 Main St, Springfield, ZZ 62704",
            "123 Main St, Springfield, IL 6270",
            "Springfield, IL 62704",
            "Main St, Springfield, IL 62704",
            "12 Hall Ln, Elm Ave, IL 62704",
            "",
        ] {
            assert_eq!(split(cell), None, "{cell}");
        }
    }

    #[test]
    fn cities_with_region_and_postcode_are_split() {
        let split = |cell| Combined::CityStateZip.split(cell);
        for (cell, parts) in [
            ("Springfield, IL 62704", ["Springfield", "IL", "62704", ""]),
            ("Springfield IL 62704-1234", ["Springfield", "IL", "62704-1234", ""]),
            (
                "winston-salem north carolina 27101",
                ["winston-salem", "north carolina", "27101", ""],
            ),
            ("New York NY 10001 USA", ["New York", "NY", "10001", ""]),
            ("Montréal, QC H2X1Y4", ["Montréal", "QC", "H2X1Y4", ""]),
            (
                "Coeur d'Alene, Idaho, 83814, United States",
                ["Coeur d'Alene", "Idaho", "83814", ""],
            ),
        ] {
            assert_eq!(split(cell), Some(parts), "{cell}");
            assert_eq!(Combined::FullAddress.split(cell), None, "{cell}");
        }
        for cell in [
            "New York 10001",
            "IL 62704",
            "Springfield 62704",
            "Agent 007, IL 62704",
            "Apt B, IL 62704",
            "62704",
        ] {
            assert_eq!(split(cell), None, "{cell}");
        }
    }

    #[test]
    fn names_with_addresses_of_mail_are_split() {
        let name_email = Combined::NameEmail.split("\"Jane Doe\" <jane@x.org>");
        assert_eq!(name_email, Some(["Jane Doe", "jane@x.org", "", ""]));
        let email_name = Combined::EmailName.split("jane@x.org (Jane Doe)");
        assert_eq!(email_name, Some(["jane@x.org", "Jane Doe", "", ""]));
        for cell in [
            "<jane@x.org>",
            "jane@x.org",
            "jane@x.org <jane@x.org>",
            "Jane <jane>",
            "jane@x.org (2)",
            "a (b) (c)",
        ] {
            assert!(Combined::ALL.iter().all(|form| form.split(cell).is_none()), "{cell}");
        }
    }

    #[test]
    fn a_column_is_decided_by_its_cells() {
        let decide = |cells: &[&str]| {
            let mut profile = CombinedProfile::default();
            for cell in cells {
                profile.observe(cell);
            }
            profile.decide()
        };
        let place = "Springfield, IL 62704";
        assert_eq!(decide(&[place, place]), None);
        assert_eq!(
            decide(&[place, place, place, "", "NULL"]),
            Some((Combined::CityStateZip, 1.0))
        );
        assert_eq!(
            decide(&[place, place, place, place, "x"]),
            Some((Combined::CityStateZip, 0.8))
        );
        assert_eq!(decide(&[place, place, place, "x"]), None);
        assert_eq!(decide(&["12 Main St", "7 Oak Ave Apt 2", "PO Box 12"]), None);
    }

    proptest! {
        #[test]
        fn parts_stand_in_the_cell_in_order(
            cell in "\\PC{0,60}|[0-9]{1,3} [A-Z]{1,4},? ?[A-Za-z ]{0,9},? (IL|NY|North Carolina) [0-9]{5}(, USA)?|[a-z <>()@.\"]{0,30}",
        ) {
            for form in Combined::ALL {
                let Some(parts) = form.split(&cell) else { continue };
                let mut rest = cell.as_str();
                for (at, part) in parts.into_iter().enumerate() {
                    prop_assert_eq!(part.is_empty(), at >= form.parts().len());
                    let found = rest.find(part);
                    prop_assert!(found.is_some());
                    rest = &rest[found.unwrap_or(0) + part.len()..];
                }
            }
        }

        #[test]
        fn parts_of_a_column_add_up(cells in prop::collection::vec("[A-Z][a-z]{2,5},? IL [0-9]{4,5}|[a-z]{0,3}", 0..20), cut in 0usize..20) {
            let count = |cells: &[String]| {
                let mut profile = CombinedProfile::default();
                for cell in cells {
                    profile.observe(cell);
                }
                profile
            };
            let cut = cut.min(cells.len());
            let mut sum = count(&cells[..cut]);
            sum.merge(&count(&cells[cut..]));
            prop_assert_eq!(sum, count(&cells));
        }
    }
}
