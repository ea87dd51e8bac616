//! Which states postcodes and area codes belong to: data/us_places.txt, which data/make_us_places.py makes.

use std::collections::HashMap;
use std::sync::LazyLock;

use assay_fields::{Kind, Reading};

/// States, territories and military mail, at most.
pub(super) const STATES: usize = 72;

/// What is known of places.
pub(super) struct Places {
    /// By the first three digits of a postcode.
    postcodes: HashMap<u16, Vec<u8>>,
    areas: HashMap<u16, Vec<u8>>,
    cities: HashMap<String, Vec<u16>>,
    states: HashMap<&'static str, u8>,
}

pub(super) static PLACES: LazyLock<Places> = LazyLock::new(|| Places::read(include_str!("../../data/us_places.txt")));

/// The number of a state's two-letter code.
pub(super) fn state(code: &str) -> Option<u8> {
    PLACES.states.get(code).copied()
}

/// The first three digits of a postcode.
pub(super) fn prefix(postcode: &str) -> Option<u16> {
    postcode.get(..3)?.parse().ok()
}

impl Places {
    fn read(text: &'static str) -> Places {
        let mut places = Places {
            postcodes: HashMap::new(),
            areas: HashMap::new(),
            cities: HashMap::new(),
            states: HashMap::new(),
        };
        let city = Reading::new(Kind::City);
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.splitn(3, ' ');
            let (Some(sort), Some(one), Some(other)) = (words.next(), words.next(), words.next()) else {
                continue;
            };
            if sort == "c" {
                let mut name = String::new();
                if city.canonical(other, &mut name).is_value() {
                    let prefixes = one.split(',').filter_map(|prefix| prefix.parse::<u16>().ok());
                    places.cities.entry(name).or_default().extend(prefixes);
                }
                continue;
            }
            let Ok(number) = one.parse() else { continue };
            let states = other.split(',').map(|state| places.number(state)).collect();
            let known = if sort == "z" {
                &mut places.postcodes
            } else {
                &mut places.areas
            };
            known.insert(number, states);
        }
        places
    }

    fn number(&mut self, state: &'static str) -> u8 {
        let next = self.states.len().min(STATES - 1) as u8;
        *self.states.entry(state).or_insert(next)
    }

    /// The states of a postcode's first three digits.
    pub(super) fn postcode(&self, prefix: u16) -> Option<&[u8]> {
        self.postcodes.get(&prefix).map(Vec::as_slice)
    }

    /// The states of a national number's area.
    pub(super) fn area(&self, national: &str) -> Option<&[u8]> {
        let area = national.get(..3)?.parse().ok()?;
        self.areas.get(&area).map(Vec::as_slice)
    }

    /// The first three digits of a city's postcodes.
    pub(super) fn city(&self, city: &str) -> Option<&[u16]> {
        self.cities.get(city).map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        assert!(PLACES.postcodes.len() > 900 && PLACES.areas.len() > 350 && PLACES.cities.len() > 3_000);
        assert!((50..STATES).contains(&PLACES.states.len()));
        let states = |found: Option<&[u8]>| -> Vec<&str> {
            let found = found.unwrap_or_default();
            let mut names: Vec<&str> = PLACES
                .states
                .iter()
                .filter(|(_, number)| found.contains(number))
                .map(|(name, _)| *name)
                .collect();
            names.sort_unstable();
            names
        };
        assert_eq!(states(PLACES.postcode(100)), ["NY"]);
        assert_eq!(states(PLACES.area("2065551234")), ["WA"]);
        assert!(PLACES.city("NEW YORK").is_some_and(|prefixes| prefixes.contains(&100)));
        assert!(PLACES.city("ST LOUIS").is_some_and(|prefixes| prefixes.contains(&631)));
    }
}
