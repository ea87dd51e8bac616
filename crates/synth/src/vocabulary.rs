use std::sync::LazyLock;

use crate::text::letters;

/// The word lists, parsed once.
pub(crate) struct Vocabulary {
    pub(crate) given: Weighted,
    pub(crate) surnames: Weighted,
    pub(crate) streets: Vec<&'static str>,
    pub(crate) places: Vec<Place>,
    /// Telephone area codes, each with the place it serves.
    pub(crate) areas: Vec<Area>,
    /// Code and name of every state.
    pub(crate) states: Vec<(&'static str, &'static str)>,
}

/// A city with the leading digits of its postcodes.
pub(crate) struct Place {
    pub(crate) city: &'static str,
    pub(crate) state: &'static str,
    pub(crate) zip: &'static str,
}

/// A telephone area code.
pub(crate) struct Area {
    pub(crate) code: u64,
    /// Position of its place in [`Vocabulary::places`].
    pub(crate) place: usize,
}

/// A name and its letters alone, as e-mail addresses use them.
pub(crate) struct Word {
    pub(crate) text: &'static str,
    pub(crate) letters: String,
}

/// Words, the commonest first, drawn with a frequency that falls with their rank.
pub(crate) struct Weighted {
    words: Vec<Word>,
    slots: Vec<u16>,
}

/// The vocabulary of the crate's `data` folder.
pub(crate) static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::load);

impl Vocabulary {
    fn load() -> Vocabulary {
        let mut places = Vec::new();
        let mut areas = Vec::new();
        for line in include_str!("../data/places.txt").lines() {
            let mut cells = line.split('|');
            let mut cell = || cells.next().unwrap_or_default();
            let (city, state, zip) = (cell(), cell(), cell());
            areas.extend(cell().split(' ').filter_map(|code| code.parse().ok()).map(|code| Area {
                code,
                place: places.len(),
            }));
            places.push(Place { city, state, zip });
        }
        Vocabulary {
            given: Weighted::new(include_str!("../data/given.txt"), 15),
            surnames: Weighted::new(include_str!("../data/surnames.txt"), 12),
            streets: include_str!("../data/streets.txt").lines().collect(),
            places,
            areas,
            states: include_str!("../data/states.txt")
                .lines()
                .filter_map(|line| line.split_once('|'))
                .collect(),
        }
    }
}

impl Weighted {
    /// Weights by Zipf's law with an offset (Mandelbrot, 1953), 1 / (rank + offset): with the offsets used
    /// here the commonest surname has 1.9 % of people, twice Smith's share in the US. The draw is a look-up
    /// in a table of slots; every word has at least one.
    fn new(list: &'static str, offset: u64) -> Weighted {
        let words: Vec<Word> = list
            .lines()
            .map(|text| Word {
                text,
                letters: letters(text),
            })
            .collect();
        let weight = |rank: usize| 1_000_000_000 / (rank as u64 + offset);
        let total: u64 = (0..words.len()).map(weight).sum();
        let slots = (0..words.len())
            .flat_map(|rank| {
                let share = (weight(rank) * SLOTS / total).max(1);
                std::iter::repeat_n(rank as u16, share as usize)
            })
            .collect();
        Weighted { words, slots }
    }

    /// The word that `draw`, a number uniform over 64 bits, falls on.
    #[inline]
    pub(crate) fn word(&self, draw: u64) -> &Word {
        let slot = (u128::from(draw) * self.slots.len() as u128) >> 64;
        &self.words[usize::from(self.slots[slot as usize])]
    }
}

const SLOTS: u64 = 16_384;

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_lists_are_whole() {
        let vocabulary = &*VOCABULARY;
        assert!(vocabulary.given.words.len() > 500);
        assert!(vocabulary.surnames.words.len() > 900);
        assert!(vocabulary.places.len() > 200);
        let codes: HashSet<u64> = vocabulary.areas.iter().map(|area| area.code).collect();
        assert_eq!(codes.len(), vocabulary.areas.len());
        assert!(codes.iter().all(|code| (201..=989).contains(code)));
        let states: HashSet<&str> = vocabulary.states.iter().map(|(code, _)| *code).collect();
        assert_eq!(states.len(), 51);
        for place in &vocabulary.places {
            assert!(states.contains(place.state) && place.zip.len() == 3, "{}", place.city);
        }
        for words in [&vocabulary.given, &vocabulary.surnames] {
            assert!(words.words.iter().all(|word| word.letters.len() > 1));
        }
    }

    #[test]
    fn common_names_are_common() {
        let words = &VOCABULARY.surnames;
        let share = |name: &str| {
            let hits = words
                .slots
                .iter()
                .filter(|slot| words.words[usize::from(**slot)].text == name);
            hits.count() as f64 / words.slots.len() as f64
        };
        assert!((0.01..0.03).contains(&share("Smith")));
        assert!(share("Smith") > 20.0 * share("York") && share("York") > 0.0);
    }
}
