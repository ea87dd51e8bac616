//! Values made up in the likeness of the sample's.
//!
//! A clever inventor writes numbers as the real ones are written: of the same length, with the same letters in front. A value
//! is cut into runs of letters, which are taken whole from another value of the same outline, runs of digits, of which each
//! place takes the digit that another value has there, and the rest, which stays. For ssns and telephones that gives about
//! what their space does; of account numbers, whose space nobody knows, it shows how densely they are given out. Whether the
//! sample's own numbers are more than guesses is then a comparison of two counts, of which neither is taken for the truth.

use std::collections::{HashMap, HashSet};

use assay_estimate::{Level, Random, clopper_pearson, poisson_rates_test_greater};
use assay_fields::{Class, Kind, Part, Row};
use assay_index::{Digester, Keyed, Messages};
use serde::{Deserialize, Serialize};

use super::SEED;
use crate::amount::Amount;
use crate::grade::Found;
use crate::{Ended, Error, Preparer};

/// Made-up values of one class against one index.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MadeUp {
    /// The class.
    pub class: Class,
    /// The index's file name.
    pub index: String,
    /// Values made up in the likeness of the sample's.
    pub values: u64,
    /// Of these, hits.
    pub hits: u64,
    /// The rate.
    pub rate: f64,
    /// Its upper Clopper–Pearson limit, one-sided at 95 %.
    pub upper: f64,
}

impl MadeUp {
    /// How likely as many of the sample's values hit as did, if they hit no more often than made-up ones.
    pub(crate) fn tail(&self, hits: Amount, tested: Amount) -> Result<f64, Error> {
        let trials = (tested.at_most() as f64 / hits.weight()).ceil().max(1.0);
        Ok(poisson_rates_test_greater(
            (hits.seen(), trials as u64),
            (self.hits, self.values),
        )?)
    }

    /// What was made up of a class against an index.
    pub(crate) fn of<'m>(all: &'m [MadeUp], class: &Class, index: &str) -> Option<&'m MadeUp> {
        let mut all = all.iter();
        all.find(|found| found.class == *class && found.index == index)
    }
}

/// Made-up values of every identifier of the sample, against every index of the company that has some of the sample's.
pub(super) fn test(preparer: &Preparer, ended: &Ended<'_>) -> Result<Vec<MadeUp>, Error> {
    let mut found = Vec::new();
    let values = values(preparer);
    for (at, class) in preparer.plan().classes().iter().enumerate() {
        let [Part::Kind(kind)] = class.parts() else { continue };
        let Some(real) = values
            .get(kind)
            .filter(|real| kind.is_identifier() && real.len() >= FEWEST)
        else {
            continue;
        };
        let hits = |index: usize| ended.counts.sets.tested[index][at].found(Found::Hit).kept() > 0;
        let ours: Vec<usize> = (0..ended.indexes.len())
            .filter(|index| ended.about[*index].source.is_company() && hits(*index))
            .collect();
        if ours.is_empty() {
            continue;
        }
        let wanted = wanted(ended, &ours, at, *kind);
        let invented = invent(real, wanted, &mut Random::new(SEED + *kind as u64));
        if invented.is_empty() {
            continue;
        }
        let mut messages = Messages::default();
        invented.iter().for_each(|value| messages.push(&[value.as_bytes()]));
        for index in ours {
            let digester = &ended.counts.digesters[ended.counts.digester_of[index]];
            let (about, index) = (&ended.about[index], &ended.indexes[index]);
            if let Some((position, _)) = index.manifest().class(class) {
                found.push(one(class, (index, position, &about.index), digester, &messages)?);
            }
        }
    }
    Ok(found)
}

/// How many values of a kind to make up. Whether more of the sample's own numbers hit than of made-up ones is told the better,
/// the more are made up: ten times as many as the sample shows tell six hits from none.
fn wanted(ended: &Ended<'_>, ours: &[usize], at: usize, kind: Kind) -> u64 {
    let owned = ours.iter().filter(|index| ended.about[**index].own.contains(&kind));
    let shown = owned.map(|index| ended.counts.sets.tested[*index][at].probes());
    shown
        .max()
        .map_or(FEW, |shown| shown.saturating_mul(TIMES).clamp(FEW, MOST))
}

fn one(
    class: &Class,
    (index, position, name): (&assay_index::Index, usize, &str),
    digester: &Keyed,
    messages: &Messages,
) -> Result<MadeUp, Error> {
    let mut digests = Vec::new();
    digester.digest(class, messages, &mut digests)?;
    let hits = index.probe(position, &digests)?.into_iter().filter(|hit| *hit).count() as u64;
    let values = digests.len() as u64;
    Ok(MadeUp {
        class: class.clone(),
        index: name.to_owned(),
        values,
        hits,
        rate: hits as f64 / values.max(1) as f64,
        // Two-sided at 90 % is one-sided at 95.
        upper: clopper_pearson(hits, values, Level::new(0.9)?)?.high,
    })
}

/// The canonical values of the kept rows, by kind.
fn values(preparer: &Preparer) -> HashMap<Kind, Vec<String>> {
    let mut values: HashMap<Kind, HashSet<String>> = HashMap::new();
    let mut read = Row::default();
    for row in preparer.subset().rows() {
        let Some((_, readings)) = preparer.table(row.table) else {
            continue;
        };
        read.fill(readings, row.cells.iter().map(AsRef::as_ref));
        for value in read.values().iter().filter(|value| value.kind.is_identifier()) {
            values
                .entry(value.kind)
                .or_default()
                .insert(read.text(value).to_owned());
        }
    }
    let sorted = |values: HashSet<String>| {
        let mut values: Vec<String> = values.into_iter().collect();
        values.sort_unstable();
        values
    };
    values
        .into_iter()
        .map(|(kind, values)| (kind, sorted(values)))
        .collect()
}

/// About `wanted` different values in the likeness of `real` ones, none of which they are; fewer where the space has fewer.
fn invent(real: &[String], wanted: u64, random: &mut Random) -> Vec<String> {
    let known: HashSet<&str> = real.iter().map(String::as_str).collect();
    let mut alike: HashMap<Vec<(Run, usize)>, Vec<Vec<&str>>> = HashMap::new();
    for value in real {
        let runs = runs(value);
        let outline = runs
            .iter()
            .map(|(run, text)| (*run, if *run == Run::Letters { 0 } else { text.len() }));
        let outline = outline.collect();
        alike
            .entry(outline)
            .or_default()
            .push(runs.into_iter().map(|(_, text)| text).collect());
    }
    let mut outlines: Vec<_> = alike.into_iter().filter(|(_, values)| values.len() >= 2).collect();
    outlines.sort();
    let alike: u64 = outlines.iter().map(|(_, values)| values.len() as u64).sum();
    let mut invented = HashSet::new();
    for (outline, values) in &outlines {
        // As many of each outline as it has a share.
        let wanted = wanted * values.len() as u64 / alike.max(1);
        for _ in 0..wanted {
            let mut text = String::new();
            for (at, (run, length)) in outline.iter().enumerate() {
                let mut other = || values[random.below(values.len() as u64) as usize][at];
                match run {
                    Run::Digits => (0..*length).for_each(|place| text.push_str(&other()[place..=place])),
                    _ => text.push_str(other()),
                }
            }
            if !known.contains(text.as_str()) {
                invented.insert(text);
            }
        }
    }
    invented.into_iter().collect()
}

/// What a run of a value consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Run {
    Letters,
    Digits,
    Rest,
}

fn runs(value: &str) -> Vec<(Run, &str)> {
    let sort = |letter: char| match letter {
        letter if letter.is_ascii_digit() => Run::Digits,
        letter if letter.is_alphabetic() => Run::Letters,
        _ => Run::Rest,
    };
    let mut runs: Vec<(Run, usize, usize)> = Vec::new();
    for (at, letter) in value.char_indices() {
        let end = at + letter.len_utf8();
        match runs.last_mut() {
            Some((run, _, last)) if *run == sort(letter) => *last = end,
            _ => runs.push((sort(letter), at, end)),
        }
    }
    runs.into_iter()
        .map(|(run, from, to)| (run, &value[from..to]))
        .collect()
}

/// Values made up of a kind.
const FEW: u64 = 5_000;
/// Of an own kind, times as many as the sample shows, at most.
const TIMES: u64 = 10;
const MOST: u64 = 500_000;
/// Values below which there is no likeness to speak of.
const FEWEST: usize = 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inventions_look_like_the_values_and_are_none_of_them() {
        let real: Vec<String> = (0..50u64)
            .map(|n| format!("ab{:05}@x{}.com", n * 1_237 % 99_991, n % 3))
            .collect();
        let invented = invent(&real, 5_000, &mut Random::new(1));
        assert!(invented.len() > 2_000);
        let different: HashSet<&String> = invented.iter().collect();
        assert_eq!(different.len(), invented.len());
        for value in &invented {
            assert!(!real.contains(value));
            assert!(value.starts_with("ab") && value.len() == real[0].len() && value.ends_with(".com"));
        }
        assert!(invent(&["A1".to_owned()], 5_000, &mut Random::new(1)).is_empty());
        assert_eq!(
            runs("A12-é3"),
            [
                (Run::Letters, "A"),
                (Run::Digits, "12"),
                (Run::Rest, "-"),
                (Run::Letters, "é"),
                (Run::Digits, "3"),
            ]
        );
    }
}
