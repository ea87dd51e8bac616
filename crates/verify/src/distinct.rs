//! How many distinct things there are, in bounded memory: exactly up to a limit, by adaptive sampling above it.
//!
//! Adaptive sampling (Wegman, 1984; Flajolet, "On adaptive sampling", Computing 43, 1990) keeps the things whose hash
//! begins with `depth` zero bits. When more than the limit are kept, the depth grows by one and half of them go. Each
//! kept one then stands for 2^depth. What is kept is a function of the set of things alone, in whatever order and parts
//! they come; copies change nothing. The estimate is unbiased, with a relative standard error of √((1 − p) / kept),
//! p = 2^−depth.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

/// Distinct things under keys that are evenly spread 64-bit hashes, each with what is known of it.
#[derive(Clone, Debug)]
pub(crate) struct Distinct<V> {
    kept: HashMap<u64, V, BuildHasherDefault<Spread>>,
    depth: u32,
    limit: usize,
}

impl<V> Distinct<V> {
    /// Nothing yet; more than `limit` things are estimated.
    pub(crate) fn new(limit: usize) -> Distinct<V> {
        Distinct {
            kept: HashMap::default(),
            depth: 0,
            limit: limit.max(1),
        }
    }

    /// How many leading zero bits a key must have to be kept.
    pub(crate) fn depth(&self) -> u32 {
        self.depth
    }

    /// Notes things; an equal key must come with an equal value.
    pub(crate) fn extend(&mut self, things: impl IntoIterator<Item = (u64, V)>) {
        for (key, value) in things {
            if self.makes_room_for(key) {
                self.kept.insert(key, value);
            }
        }
    }

    /// Notes a thing; `with` says what becomes of one that is known already.
    pub(crate) fn merge(&mut self, key: u64, value: V, with: impl FnOnce(&mut V, V)) {
        if !self.makes_room_for(key) {
            return;
        }
        match self.kept.entry(key) {
            Entry::Occupied(mut known) => with(known.get_mut(), value),
            Entry::Vacant(place) => {
                place.insert(value);
            }
        }
    }

    /// Whether a thing is kept; there is then room for it.
    fn makes_room_for(&mut self, key: u64) -> bool {
        if !is_kept(key, self.depth) {
            return false;
        }
        // Thinned before it grows: one thing beyond the limit would double the table.
        while self.kept.len() >= self.limit && is_kept(key, self.depth) && !self.kept.contains_key(&key) {
            self.thin();
        }
        is_kept(key, self.depth)
    }

    /// Lets half of the things go. The others are put anew, since places that were left would count as taken.
    fn thin(&mut self) {
        self.depth += 1;
        let depth = self.depth;
        let still: Vec<(u64, V)> = self.kept.drain().filter(|(key, _)| is_kept(*key, depth)).collect();
        self.kept.extend(still);
    }

    /// Whether a thing is among these; `None` if it would not have been kept.
    pub(crate) fn has(&self, key: u64) -> Option<bool> {
        is_kept(key, self.depth).then(|| self.kept.contains_key(&key))
    }

    /// How many things are kept.
    pub(crate) fn kept(&self) -> u64 {
        self.kept.len() as u64
    }

    /// How many things each kept one stands for; 1 where the count is exact.
    pub(crate) fn one_in(&self) -> u64 {
        1u64.checked_shl(self.depth).unwrap_or(u64::MAX)
    }

    /// What is known of the kept things.
    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        self.kept.values()
    }
}

/// How often a thing was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Copies(pub(crate) u32);

impl Distinct<Copies> {
    /// Counts things. One that is kept in the end was kept whenever it came, so that its count is exact.
    pub(crate) fn count(&mut self, keys: impl IntoIterator<Item = u64>) {
        for key in keys {
            if self.makes_room_for(key) {
                let copies = self.kept.entry(key).or_default();
                copies.0 = copies.0.saturating_add(1);
            }
        }
    }
}

/// Distinct things of which those in one stratum have nothing in common with those in another, such as hits and misses.
/// Each stratum has a depth of its own, so that few of one sort are counted exactly among many of another.
#[derive(Clone, Debug)]
pub(crate) struct Strata<V, const S: usize>([Distinct<V>; S]);

impl<V, const S: usize> Strata<V, S> {
    /// Nothing yet; more than `limit` things in a stratum are estimated.
    pub(crate) fn new(limit: usize) -> Strata<V, S> {
        Strata(std::array::from_fn(|_| Distinct::new(limit)))
    }

    /// How many leading zero bits a key must have to be kept in each stratum.
    pub(crate) fn depths(&self) -> [u32; S] {
        std::array::from_fn(|stratum| self.0[stratum].depth())
    }

    /// Notes things: key, stratum, and what is known.
    pub(crate) fn extend(&mut self, things: impl IntoIterator<Item = (u64, usize, V)>) {
        for (key, stratum, value) in things {
            self.0[stratum].extend([(key, value)]);
        }
    }

    /// The strata.
    pub(crate) fn each(&self) -> &[Distinct<V>; S] {
        &self.0
    }
}

impl<const S: usize> Strata<Copies, S> {
    /// Counts things: key and stratum.
    pub(crate) fn count(&mut self, things: impl IntoIterator<Item = (u64, usize)>) {
        for (key, stratum) in things {
            self.0[stratum].count([key]);
        }
    }

    /// How many things were seen so often; nothing unless all are kept.
    pub(crate) fn times(&self) -> Option<BTreeMap<u64, u64>> {
        let mut times = BTreeMap::new();
        for set in &self.0 {
            if set.one_in() > 1 {
                return None;
            }
            for copies in set.values() {
                *times.entry(u64::from(copies.0)).or_default() += 1;
            }
        }
        Some(times)
    }
}

/// Whether a key is kept at a depth.
pub(crate) fn is_kept(key: u64, depth: u32) -> bool {
    key.leading_zeros() >= depth
}

/// Spreads keys that are hashes already: the leading bits of kept ones are all zero, and the map looks at these.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = (self.0 ^ key).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

#[cfg(test)]
mod tests {
    use assay_index::mix;
    use proptest::prelude::*;

    use super::*;

    fn of(keys: impl IntoIterator<Item = u64>, limit: usize) -> Distinct<u64> {
        let mut distinct = Distinct::new(limit);
        distinct.extend(keys.into_iter().map(|key| (key, !key)));
        distinct
    }

    fn state(distinct: &Distinct<u64>) -> (u32, Vec<(u64, u64)>) {
        let mut kept: Vec<_> = distinct.kept.iter().map(|(key, value)| (*key, *value)).collect();
        kept.sort_unstable();
        (distinct.depth, kept)
    }

    proptest! {
        #[test]
        fn order_parts_and_copies_leave_no_trace(
            keys in prop::collection::vec(any::<u64>(), 0..400),
            limit in 1usize..60,
            part in 1usize..50,
        ) {
            let whole = of(keys.iter().copied(), limit);
            let backwards = of(keys.iter().rev().chain(&keys).copied(), limit);
            prop_assert_eq!(state(&whole), state(&backwards));
            let mut in_parts = of([], limit);
            for part in keys.chunks(part).rev() {
                // As a worker does, which looks at the depth once a part.
                let depth = in_parts.depth();
                in_parts.extend(part.iter().filter(|key| is_kept(**key, depth)).map(|key| (*key, !*key)));
            }
            prop_assert_eq!(state(&whole), state(&in_parts));
            prop_assert!(whole.kept() <= limit as u64);
        }

        #[test]
        fn copies_of_what_is_kept_are_all_counted(
            keys in prop::collection::vec(0u64..60, 0..400),
            limit in 1usize..80,
        ) {
            let spread = |key: &u64| mix(7, *key);
            let mut distinct = Distinct::new(limit);
            distinct.count(keys.iter().map(spread));
            for (key, copies) in &distinct.kept {
                let truth = keys.iter().filter(|other| spread(other) == *key).count();
                prop_assert_eq!(copies.0 as usize, truth);
            }
            let uncounted = of(keys.iter().map(spread), limit);
            prop_assert_eq!((distinct.kept(), distinct.depth()), (uncounted.kept(), uncounted.depth()));
        }

        #[test]
        fn it_is_exact_up_to_the_limit(keys in prop::collection::hash_set(any::<u64>(), 0..300)) {
            let distinct = of(keys.iter().copied(), keys.len());
            prop_assert_eq!((distinct.kept(), distinct.one_in()), (keys.len() as u64, 1));
        }
    }

    #[test]
    fn estimates_are_unbiased_and_as_precise_as_they_say() {
        // Over many draws the mean error lies within 4.5 of its standard errors of nothing, and as many estimates lie
        // within one stated standard error as there should, by a binomial test at 5 standard deviations.
        let mut seed = [0u8; 8];
        getrandom::fill(&mut seed).unwrap();
        let seed = u64::from_le_bytes(seed);
        let (draws, things, limit) = (1_500u64, 3_000u64, 200);
        let (mut sum, mut squares, mut within) = (0.0, 0.0, 0u64);
        for draw in 0..draws {
            let base = mix(seed, draw);
            let distinct = of((0..things).map(|n| mix(base, n)), limit);
            let error = (distinct.kept() * distinct.one_in()) as f64 / things as f64 - 1.0;
            let p = 1.0 / distinct.one_in() as f64;
            let stated = ((1.0 - p) / (p * things as f64)).sqrt();
            sum += error;
            squares += error * error;
            within += u64::from(error.abs() <= stated);
        }
        let n = draws as f64;
        let mean = sum / n;
        let standard_error = (squares / n / n).sqrt();
        assert!(
            mean.abs() < 4.5 * standard_error,
            "seed {seed}: {mean} ± {standard_error}"
        );
        let share = within as f64 / n;
        let nominal = 0.6827;
        // Counts are whole, and the depth depends on them: a few per cent of the nominal share are no defect.
        let slack = 0.04 + 5.0 * (nominal * (1.0 - nominal) / n).sqrt();
        assert!((share - nominal).abs() < slack, "seed {seed}: {share}");
    }
}
