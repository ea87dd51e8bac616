//! What is known of the United States' numbering plans and of the internet's names: the tables of `data/`, whose heads
//! name their sources.

use std::collections::HashMap;
use std::sync::LazyLock;

use assay_fields::{Kind, Reading};

/// States as a set of bits, in the order of [`STATES`].
pub(super) type States = u64;

/// The tables.
pub(super) struct Reference {
    /// Per area code, its states; none for those that belong to no state.
    areas: Vec<States>,
    /// Per three leading digits of a ZIP code, their states.
    prefixes: Vec<States>,
    /// The same leading digits of a city's codes, and the city's number, by its canonical name.
    cities: HashMap<String, (u16, Vec<u16>)>,
    domains: Vec<&'static str>,
}

pub(super) static REFERENCE: LazyLock<Reference> = LazyLock::new(Reference::load);

impl Reference {
    fn load() -> Reference {
        let mut cities: HashMap<String, (u16, Vec<u16>)> = HashMap::new();
        let city = Reading::new(Kind::City);
        for (name, prefixes) in lines(include_str!("../../data/cities.txt")).filter_map(|line| line.split_once('|')) {
            let mut canonical = String::new();
            if !city.canonical(name, &mut canonical).is_value() {
                continue;
            }
            let next = cities.len() as u16;
            let entry = cities.entry(canonical).or_insert_with(|| (next, Vec::new()));
            entry
                .1
                .extend(prefixes.split(' ').filter_map(|prefix| prefix.parse::<u16>().ok()));
        }
        Reference {
            areas: by_number(include_str!("../../data/area_codes.txt")),
            prefixes: by_number(include_str!("../../data/zip_prefixes.txt")),
            cities,
            domains: lines(include_str!("../../data/top_level_domains.txt")).collect(),
        }
    }

    /// The states of an area code; none if it belongs to none of them, as those of Canada or toll-free ones.
    pub(super) fn of_area(&self, area: u16) -> States {
        self.areas.get(usize::from(area)).copied().unwrap_or(0)
    }

    /// The states of the ZIP codes that begin so.
    pub(super) fn of_prefix(&self, prefix: u16) -> States {
        self.prefixes.get(usize::from(prefix)).copied().unwrap_or(0)
    }

    /// The number of a city by its canonical name, whatever the state, if it has several ZIP codes.
    pub(super) fn city(&self, name: &str) -> Option<u16> {
        self.cities.get(name).map(|(number, _)| *number)
    }

    /// The leading digits of the ZIP codes of every city, by its number.
    pub(super) fn city_prefixes(&self) -> Vec<&[u16]> {
        let mut prefixes = vec![[].as_slice(); self.cities.len()];
        for (number, of_city) in self.cities.values() {
            if let Some(place) = prefixes.get_mut(usize::from(*number)) {
                *place = of_city.as_slice();
            }
        }
        prefixes
    }

    /// Whether a top-level domain, in lower case, is in the root zone.
    pub(super) fn is_top_level(&self, domain: &str) -> bool {
        self.domains.binary_search(&domain).is_ok()
    }
}

/// The position of a state by its postal code.
pub(super) fn state(code: &str) -> Option<u8> {
    STATES.binary_search(&code).ok().map(|at| at as u8)
}

fn by_number(table: &'static str) -> Vec<States> {
    let mut by_number = vec![0; 1_000];
    for line in lines(table) {
        let mut words = line.split(' ');
        let number = words.next().and_then(|word| word.parse::<usize>().ok());
        if let Some(states) = number.and_then(|number| by_number.get_mut(number)) {
            *states = words.filter_map(state).fold(0, |states, state| states | 1 << state);
        }
    }
    by_number
}

fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#'))
}

/// The states and the federal district, sorted.
#[rustfmt::skip]
const STATES: [&str; 51] = [
    "AK", "AL", "AR", "AZ", "CA", "CO", "CT", "DC", "DE", "FL", "GA", "HI", "IA", "ID", "IL", "IN", "KS",
    "KY", "LA", "MA", "MD", "ME", "MI", "MN", "MO", "MS", "MT", "NC", "ND", "NE", "NH", "NJ", "NM", "NV",
    "NY", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VA", "VT", "WA", "WI", "WV", "WY",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole() {
        let reference = &*REFERENCE;
        let washington = 1u64 << state("WA").unwrap();
        assert_eq!(reference.of_area(206), washington);
        assert_eq!(
            reference.of_area(800) | reference.of_area(416) | reference.of_area(0),
            0
        );
        assert_eq!(reference.of_prefix(981), washington);
        assert_eq!(reference.of_prefix(0), 0);
        let seattle = reference.city("SEATTLE").unwrap();
        assert_eq!(reference.city_prefixes()[usize::from(seattle)], [981]);
        // The names go through the rules that a sample's cities go through.
        assert!(reference.city("ST LOUIS").is_some() && reference.city("SAINT LOUIS").is_none());
        assert!(
            reference.is_top_level("com") && reference.is_top_level("xn--p1ai") && !reference.is_top_level("local")
        );
        assert!(STATES.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(reference.domains.windows(2).all(|pair| pair[0] < pair[1]));
        let areas = reference.areas.iter().fold(0, |all, states| all | states);
        let prefixes = reference.prefixes.iter().fold(0, |all, states| all | states);
        assert_eq!((areas, prefixes), ((1 << 51) - 1, (1 << 51) - 1));
    }
}
