use assay_index::{Digester, Key, Keyed};
use assay_sample::{Options, Sample};
use assay_synth::{Company, ShippedKind, ShippedListing};
use proptest::prelude::*;

use super::*;
use crate::{Preparer, readings};

/// Synthetic rows without their values, in parts.
fn prepared(kind: ShippedKind, seed: u64) -> (Plan, Vec<Prepared>) {
    let company = Company::new(seed, 300).unwrap();
    let mut bytes = Vec::new();
    let listing = ShippedListing::new(&company, kind, seed, 300).unwrap();
    listing.write(&mut bytes, &mut Vec::new(), &|_| {}).unwrap();
    let mut sample = Sample::from_reader("test", std::io::Cursor::new(bytes), &Options::default()).unwrap();
    let readings = readings(&sample);
    let plan = Plan::new(&readings, &[]);
    let preparer = Preparer::new(readings, plan.clone()).unwrap();
    let digester = Keyed::new(&Key::from_bytes([1; 32]), plan.classes().iter().cloned());
    let mut parts = Vec::new();
    while let Some(batch) = sample.next_batch(100).unwrap() {
        parts.extend(preparer.prepare(&batch, &[&digester as &dyn Digester]).unwrap());
    }
    (plan, parts)
}

/// Hits that are likely by `share` and the same for equal digests; the second index lacks every third class.
fn hits(parts: &[Prepared], classes: usize, indexes: usize, share: u64, seed: u64) -> Hits {
    let mut starts = vec![vec![0; classes]];
    for part in parts {
        let last = &starts[starts.len() - 1];
        let next = last.iter().zip(&part.lookups);
        starts.push(next.map(|(start, lookups)| start + lookups.digests[0].len()).collect());
    }
    let digests = |class: usize| parts.iter().flat_map(move |part| part.lookups[class].digests[0].iter());
    let found = (0..indexes as u64).map(|index| {
        let has = |class: &usize| index == 0 || !class.is_multiple_of(3);
        let hit = move |digest: &u64| mix(seed ^ index, *digest) % 100 < share;
        (0..classes)
            .map(|class| has(&class).then(|| digests(class).map(hit).collect()))
            .collect()
    });
    Hits {
        found: found.collect(),
        starts,
    }
}

fn shared(plan: &Plan, indexes: usize, (remembered, bytes): (usize, usize), folder: &std::path::Path) -> Shared {
    Shared {
        ours: vec![true; indexes],
        contact: None,
        plan: plan.clone(),
        digester_of: vec![0; indexes],
        keep_rows: true,
        remembered,
        remembered_bytes: bytes,
        secret: 5,
        sets: Sets::new(plan, indexes, 50, 50),
        carry: vec![vec![false; plan.classes().len()]; indexes],
        mentions: Spill::new(folder, 1 << 30),
        rows: None,
    }
}

/// All that comes of some parts, as text, since counts have no order of their own.
fn outcome(plan: &Plan, parts: &[Prepared], hits: &Hits, remembered: (usize, usize)) -> String {
    let indexes = hits.found.len();
    let folder = tempfile::tempdir().unwrap();
    let shared = shared(plan, indexes, remembered, folder.path());
    let mut worker = Worker::new(&shared);
    let mut rows = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let done = worker.count(&shared, part, hits, at, rows.len() as u32).unwrap();
        rows.extend(done.flags.into_iter().zip(done.results));
    }
    let done = shared.sets.into_done();
    let marks: Vec<_> = done.rows.each().iter().map(|rows| rows.kept()).collect();
    let sets = done.tested.iter().flatten();
    let sets: Vec<_> = sets
        .map(|set| (set.each().each_ref().map(|set| set.kept()), set.probes()))
        .collect();
    let values: Vec<_> = done.values.iter().map(|set| set.kept()).collect();
    let mentions = shared.mentions.into_parts().records();
    format!(
        "{:?} {rows:?} {marks:?} {sets:?} {values:?} {mentions}",
        worker.into_tally().0
    )
}

#[test]
fn what_a_file_gives_decides_not_what_is_kept() {
    let (plan, mut parts) = prepared(ShippedKind::Half, 3);
    let hits = hits(&parts, plan.classes().len(), 1, 50, 3);
    // As nobody's hash begins: all would be kept at any depth, each standing for very many.
    let rows = parts.iter_mut().flat_map(|part| &mut part.rows);
    for (row, n) in rows.zip(0u64..) {
        row.fingerprint = n;
    }
    let columns = parts[0].shapes[0].parsed.len();
    assert!(parts.iter().all(|part| part.fits(plan.classes().len(), columns)));
    let shared = shared(
        &plan,
        1,
        (MOST_REMEMBERED, usize::MAX),
        tempfile::tempdir().unwrap().path(),
    );
    let mut worker = Worker::new(&shared);
    for (at, part) in parts.iter().enumerate() {
        worker.count(&shared, part, &hits, at, 0).unwrap();
    }
    let rows = shared.sets.into_done().rows.marked(|_| true).count();
    assert!((100..900).contains(&rows), "{rows}");
}

#[test]
fn parts_of_too_many_rows_or_shapes_do_not_fit() {
    let (plan, parts) = prepared(ShippedKind::Half, 3);
    let columns = parts[0].shapes[0].parsed.len();
    let fits = |part: &Prepared| part.fits(plan.classes().len(), columns);
    let part = parts[0].clone();
    let shapes: usize = part.shapes.iter().map(Shape::size).sum();
    assert!(part.size() > shapes as u64);
    let mut more_shapes = part.clone();
    more_shapes.shapes = vec![part.shapes[0].clone(); part.rows.len() + 1];
    assert!(fits(&part) && !fits(&more_shapes));
    let empty = PreparedRow {
        shape: 0,
        ..part.rows[0]
    };
    let many = |rows| Prepared {
        rows: vec![empty; rows],
        shapes: vec![Shape {
            ends: vec![0; plan.classes().len()],
            joins: Vec::new(),
            ..part.shapes[0].clone()
        }],
        lookups: vec![
            crate::prepare::Lookups {
                digests: vec![Vec::new()]
            };
            plan.classes().len()
        ],
    };
    assert!(fits(&many(1_024)) && !fits(&many(1_025)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn what_is_remembered_is_what_would_be_worked_out(
        seed in any::<u64>(),
        kind in prop::sample::select(vec![ShippedKind::Half, ShippedKind::Misspelt, ShippedKind::Stitched]),
        share in 0u64..=100,
        // Six indexes have more messages a row than a key has bits.
        indexes in prop::sample::select(vec![1usize, 2, 6]),
    ) {
        let (plan, parts) = prepared(kind, seed);
        let hits = hits(&parts, plan.classes().len(), indexes, share, seed);
        let plain = outcome(&plan, &parts, &hits, (0, 0));
        for remembered in [(1, usize::MAX), (20, usize::MAX), (MOST_REMEMBERED, usize::MAX), (MOST_REMEMBERED, 5_000)] {
            prop_assert_eq!(&outcome(&plan, &parts, &hits, remembered), &plain);
        }
    }
}
