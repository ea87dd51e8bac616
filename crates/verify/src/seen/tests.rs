use std::collections::{BTreeMap, BTreeSet};

use assay_index::{Spill, mix};
use proptest::prelude::*;

use super::*;

/// Counts things in samples, each row showing one thing.
fn count(samples: &[Vec<u64>], memory: u64) -> Seen {
    let folder = tempfile::tempdir().unwrap();
    let spill = Spill::<2>::new(folder.path(), memory);
    let (mut row, mut ends) = (0u64, Vec::new());
    for sample in samples {
        for thing in sample {
            spill.add(&[[mix(3, *thing), row]]).unwrap();
            row += 1;
        }
        ends.push(row as u32);
    }
    let groups = Groups {
        parts: &spill.into_parts(),
        ends: &ends,
        row: |record| record[1] as u32,
        sort: |_| 0,
        things: vec![Some(Thing::Rows)],
        in_order: true,
        memory,
    };
    let mut seen = tally(&groups).unwrap();
    assert_eq!(seen.len(), 1);
    seen.remove(0)
}

/// The same as it is said, without any haste.
fn by_the_book(samples: &[Vec<u64>]) -> Seen {
    let sets: Vec<BTreeSet<u64>> = samples.iter().map(|sample| sample.iter().copied().collect()).collect();
    let all: BTreeSet<u64> = sets.iter().flatten().copied().collect();
    let mut seen = Seen {
        thing: Thing::Rows,
        distinct: all.len() as u64,
        samples: Vec::new(),
        in_samples: BTreeMap::new(),
        shared: Vec::new(),
    };
    for thing in &all {
        let samples = sets.iter().filter(|set| set.contains(thing)).count() as u32;
        *seen.in_samples.entry(samples).or_default() += 1;
    }
    for (n, sample) in samples.iter().enumerate() {
        let mut ours = InSample {
            sightings: sample.len() as u64,
            distinct: sets[n].len() as u64,
            ..InSample::default()
        };
        let earlier = |thing: &u64| sets[..n].iter().any(|set| set.contains(thing));
        let later = |thing: &u64| sets[n + 1..].iter().any(|set| set.contains(thing));
        for thing in &sets[n] {
            let times = sample.iter().filter(|other| *other == thing).count() as u64;
            *ours.times.entry(times).or_default() += 1;
            if earlier(thing) {
                ours.known += 1;
                ours.sightings_of_known += times;
            }
        }
        let mut order: Vec<u64> = Vec::new();
        for thing in sample {
            if !order.contains(thing) {
                order.push(*thing);
            }
        }
        let blocks = |others, is: &dyn Fn(&u64) -> bool| {
            let flags: Vec<bool> = order.iter().map(is).collect();
            Blocks {
                others,
                shared: flags.iter().filter(|flag| **flag).count() as u64,
                blocks: flags.chunk_by(|a, b| a == b).filter(|run| run[0]).count() as u64,
            }
        };
        if samples.len() > 1 {
            let both = [blocks(Others::Earlier, &earlier), blocks(Others::Later, &later)];
            ours.blocks = both.into_iter().filter(|blocks| blocks.shared > 0).collect();
        }
        seen.samples.push(ours);
        for (other, set) in sets.iter().enumerate().skip(n + 1) {
            seen.shared.push(Shared {
                first: n as u32 + 1,
                second: other as u32 + 1,
                both: sets[n].intersection(set).count() as u64,
            });
        }
    }
    seen
}

proptest! {
    #[test]
    fn spilled_or_not_counts_are_those_of_the_book(
        samples in prop::collection::vec(prop::collection::vec(0u64..40, 0..60), 1..5),
    ) {
        let expected = by_the_book(&samples);
        prop_assert_eq!(&count(&samples, 1 << 30), &expected);
        prop_assert_eq!(&count(&samples, 0), &expected);
    }

    #[test]
    fn few_blocks_are_as_unlikely_as_enumeration_says(shared in 1u64..6, others in 1u64..6, blocks in 1u64..6) {
        let distinct = shared + others;
        let blocks = blocks.min(shared).min(others + 1);
        let (mut all, mut few) = (0u64, 0u64);
        for flags in 0u64..1 << distinct {
            if u64::from(flags.count_ones()) == shared {
                let starts = flags & !(flags << 1);
                all += 1;
                few += u64::from(u64::from(starts.count_ones()) <= blocks);
            }
        }
        let found = Blocks { others: Others::Earlier, shared, blocks }.p_value(distinct).unwrap();
        prop_assert!((found - few as f64 / all as f64).abs() < 1e-9, "{found} {few} of {all}");
    }
}

#[test]
fn one_sample_is_the_same_by_either_way() {
    let seen = count(&[vec![1, 1, 2, 3, 3, 3]], 1 << 20);
    assert_eq!(seen, Seen::of_one(Thing::Rows, [(1, 1), (2, 1), (3, 1)].into()));
}

#[test]
fn a_page_pasted_into_another_sample_is_unlikely_by_chance() {
    let first: Vec<u64> = (0..300).collect();
    let second: Vec<u64> = (1_000..1_500).chain(100..200).chain(1_500..2_000).collect();
    let seen = count(&[first, second], 1 << 20);
    let blocks = seen.samples[1].blocks[0];
    assert_eq!((blocks.shared, blocks.blocks), (100, 1));
    assert!(blocks.p_value(1_100).unwrap() < 1e-50);
    assert!((blocks.expected(1_100) - 91.0).abs() < 0.1);
}
