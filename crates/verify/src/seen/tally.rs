//! From spilled sightings to counts: all sightings of a thing stand in one part, and come to stand together by sorting it.

use std::collections::BTreeMap;

use assay_index::Parts;

use super::bits::Bits;
use super::{Blocks, InSample, Others, Seen, Shared, Thing};
use crate::Error;
use crate::parts::each_part;

/// What the sightings of some samples are.
pub(crate) struct Groups<'a, const W: usize> {
    /// The sightings: the first word names the thing.
    pub(crate) parts: &'a Parts<W>,
    /// Where each sample's rows end.
    pub(crate) ends: &'a [u32],
    /// The row of a sighting.
    pub(crate) row: fn(&[u64; W]) -> u32,
    /// Which of `things` it is of.
    pub(crate) sort: fn(&[u64; W]) -> usize,
    /// What is counted; nothing where a sort is of no interest.
    pub(crate) things: Vec<Option<Thing>>,
    /// Whether it matters in what order things are met; only where there is one sort of them.
    pub(crate) in_order: bool,
    /// Bytes of memory.
    pub(crate) memory: u64,
}

/// Counts the sightings, sort by sort.
///
/// # Errors
/// The temporary file can't be read.
pub(crate) fn tally<const W: usize>(groups: &Groups<'_, W>) -> Result<Vec<Seen>, Error> {
    let samples = groups.ends.len();
    let rows = groups.ends.last().copied().unwrap_or(0);
    let in_order = groups.in_order && groups.things.len() == 1 && samples > 1;
    let marks = in_order.then(|| Marks {
        first: Bits::new(rows),
        earlier: Bits::new(rows),
        later: Bits::new(rows),
    });
    let bytes = 8 * W as u64;
    let all = each_part(groups.parts, bytes, groups.memory, |ours: &mut Vec<Sort>, records| {
        ours.resize_with(groups.things.len(), || Sort::new(samples));
        records.sort_unstable();
        for group in records.chunk_by(|a, b| a[0] == b[0]) {
            if let Some(sort) = ours.get_mut((groups.sort)(&group[0])) {
                sort.add(group.iter().map(groups.row), groups.ends, marks.as_ref());
            }
        }
    })?;
    let mut sorts: Vec<Sort> = Vec::new();
    sorts.resize_with(groups.things.len(), || Sort::new(samples));
    for ours in all {
        sorts.iter_mut().zip(ours).for_each(|(sort, other)| sort.merge(other));
    }
    let named = groups.things.iter().zip(sorts);
    let mut seen: Vec<Seen> = named
        .filter_map(|(thing, sort)| Some(sort.into_seen((*thing)?)))
        .collect();
    if let (Some(marks), [seen]) = (&marks, seen.as_mut_slice()) {
        let begins = std::iter::once(0).chain(groups.ends.iter().copied());
        for (sample, (begin, end)) in seen.samples.iter_mut().zip(begins.zip(groups.ends)) {
            sample.blocks = marks.blocks(begin..*end);
        }
    }
    Ok(seen)
}

/// Bits a row: whether a thing is met in it for the first time in its sample, and if so whether an earlier or a later
/// sample has it.
struct Marks {
    first: Bits,
    earlier: Bits,
    later: Bits,
}

impl Marks {
    fn blocks(&self, rows: std::ops::Range<u32>) -> Vec<Blocks> {
        let of = |others: Others, bits: &Bits| {
            let (mut shared, mut blocks, mut inside) = (0, 0, false);
            for row in rows.clone().filter(|row| self.first.has(*row)) {
                let is_shared = bits.has(row);
                shared += u64::from(is_shared);
                blocks += u64::from(is_shared && !inside);
                inside = is_shared;
            }
            Blocks { others, shared, blocks }
        };
        let all = [of(Others::Earlier, &self.earlier), of(Others::Later, &self.later)];
        all.into_iter().filter(|blocks| blocks.shared > 0).collect()
    }
}

/// Counts of one sort of things.
struct Sort {
    samples: Vec<InSample>,
    in_samples: BTreeMap<u32, u64>,
    /// Things in samples a and b, at a·samples + b.
    both: Vec<u64>,
    /// Of the thing at hand: samples, sightings there, first rows there.
    at_hand: Vec<(usize, u64, u32)>,
}

impl Sort {
    fn new(samples: usize) -> Sort {
        Sort {
            samples: vec![InSample::default(); samples],
            in_samples: BTreeMap::new(),
            both: vec![0; samples * samples],
            at_hand: Vec::new(),
        }
    }

    /// Adds a thing that was seen in these rows, which are in order.
    fn add(&mut self, rows: impl Iterator<Item = u32>, ends: &[u32], marks: Option<&Marks>) {
        self.at_hand.clear();
        for row in rows {
            match self.at_hand.last_mut() {
                Some((sample, sightings, _)) if row < ends[*sample] => *sightings += 1,
                _ => self.at_hand.push((ends.partition_point(|end| *end <= row), 1, row)),
            }
        }
        let last = self.at_hand.len() - 1;
        *self.in_samples.entry(self.at_hand.len() as u32).or_default() += 1;
        for (n, (sample, sightings, row)) in self.at_hand.iter().enumerate() {
            let ours = &mut self.samples[*sample];
            ours.sightings += sightings;
            ours.distinct += 1;
            *ours.times.entry(*sightings).or_default() += 1;
            if n > 0 {
                ours.known += 1;
                ours.sightings_of_known += sightings;
            }
            for (other, _, _) in &self.at_hand[n + 1..] {
                self.both[sample * ends.len() + other] += 1;
            }
            if let Some(marks) = marks {
                marks.first.set(*row);
                if n > 0 {
                    marks.earlier.set(*row);
                }
                if n < last {
                    marks.later.set(*row);
                }
            }
        }
    }

    fn merge(&mut self, other: Sort) {
        for (ours, theirs) in self.samples.iter_mut().zip(other.samples) {
            ours.sightings += theirs.sightings;
            ours.distinct += theirs.distinct;
            ours.known += theirs.known;
            ours.sightings_of_known += theirs.sightings_of_known;
            for (times, things) in theirs.times {
                *ours.times.entry(times).or_default() += things;
            }
        }
        for (samples, things) in other.in_samples {
            *self.in_samples.entry(samples).or_default() += things;
        }
        for (ours, theirs) in self.both.iter_mut().zip(other.both) {
            *ours += theirs;
        }
    }

    fn into_seen(self, thing: Thing) -> Seen {
        let samples = self.samples.len();
        let pairs = (0..samples).flat_map(|first| (first + 1..samples).map(move |second| (first, second)));
        Seen {
            thing,
            distinct: self.in_samples.values().sum(),
            shared: pairs
                .map(|(first, second)| Shared {
                    first: first as u32 + 1,
                    second: second as u32 + 1,
                    both: self.both[first * samples + second],
                })
                .collect(),
            samples: self.samples,
            in_samples: self.in_samples,
        }
    }
}
