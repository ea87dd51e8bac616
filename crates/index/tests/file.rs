//! The index file: what goes in comes out, and damage of any kind is an error, never a miss.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use assay_fields::{Class, Kind};
use assay_index::{
    BuildOptions, Builder, ChunkDigests, Covers, Error, FilterKind, Index, Key, LockedIndex, Manifest, NameAgreement,
    Output, RecordCounts, Scheme, container, mix,
};

const CLASSES: [&str; 3] = ["ssn", "phone", "name+ssn"];
const DIGESTS: u64 = 60_000;

fn key() -> Key {
    Key::from_bytes([1; 32])
}

fn digests(class: u64) -> Vec<u64> {
    (0..DIGESTS).map(|n| mix(class + 1, n)).collect()
}

/// Builds from chunks of `chunk` records, in the order that `order` gives them.
fn build(path: &Path, chunk: usize, reverse: bool, threads: usize) -> Manifest {
    build_with(path, chunk, reverse, threads, BuildOptions::default())
}

fn build_with(path: &Path, chunk: usize, reverse: bool, threads: usize, options: BuildOptions) -> Manifest {
    let classes: Vec<Class> = CLASSES.iter().map(|class| class.parse().unwrap()).collect();
    let all: Vec<Vec<u64>> = (0..3).map(digests).collect();
    let builder = Builder::new(classes, options, path.parent().unwrap());
    let mut starts: Vec<usize> = (0..DIGESTS as usize).step_by(chunk).collect();
    if reverse {
        starts.reverse();
    }
    for start in starts {
        let range = start..(start + chunk).min(DIGESTS as usize);
        let mut chunk = ChunkDigests {
            classes: all
                .iter()
                .map(|all| (all[range.clone()].to_vec(), range.len() as u64))
                .collect(),
            records: all[0][range.clone()].to_vec(),
        };
        builder.add(&mut chunk).unwrap();
    }
    let manifest = Manifest {
        format: container::FORMAT,
        tool: "test".into(),
        scheme: Scheme::Keyed,
        key_id: key().id(),
        company: Some("ACME".into()),
        own: vec![],
        snapshot: None,
        covers: Covers::Unstated,
        records: RecordCounts::default(),
        columns: vec![],
        names: NameAgreement::default(),
        classes: vec![],
        labels: Default::default(),
        canaries: Vec::new(),
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let output = Output::create(path, true).unwrap();
    let space = |class: &Class| (class.to_string() == "ssn").then(|| Kind::Ssn.space()).flatten();
    pool.install(|| builder.finish(&key(), manifest, &space, output, &|_| {}).unwrap())
}

fn built() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.assay");
    build(&path, 1_000, false, 2);
    (folder, path)
}

fn open(path: &Path) -> Result<Index, Error> {
    LockedIndex::open(path)?.unlock(&[key()])
}

/// Looks up everything that is in and as much that is not.
fn probe_all(path: &Path) -> Result<(usize, usize), Error> {
    let index = open(path)?;
    let (mut hits, mut false_hits) = (0, 0);
    for class in 0..3 {
        let known = index.probe(class, &digests(class as u64))?;
        hits += known.iter().filter(|hit| **hit).count();
        let unknown = index.probe(class, &digests(class as u64 + 10))?;
        false_hits += unknown.iter().filter(|hit| **hit).count();
    }
    Ok((hits, false_hits))
}

#[test]
fn what_goes_in_comes_out() {
    for filter in FilterKind::ALL {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.assay");
        let options = BuildOptions {
            filter,
            ..BuildOptions::default()
        };
        build_with(&path, 1_000, false, 2, options);
        finds_all(&path);
    }
}

fn finds_all(path: &Path) {
    let (hits, false_hits) = probe_all(path).unwrap();
    assert_eq!(hits, 3 * DIGESTS as usize);
    // 1e-6 and 1e-6 and 1e-4 of 60,000 each: 6 expected.
    assert!(false_hits <= 20, "{false_hits}");
    let index = open(path).unwrap();
    for entry in &index.manifest().classes {
        assert_eq!((entry.distinct, entry.filled), (DIGESTS, DIGESTS), "{}", entry.class);
        assert!(
            entry.expected_false_positive_rate <= 1.05 * entry.rate,
            "{}",
            entry.class
        );
        assert!(entry.bits as f64 / DIGESTS as f64 <= 31.0);
    }
    let ssn = &index.manifest().classes[0];
    let drawn = DIGESTS as f64 / Kind::Ssn.space().unwrap();
    assert!((ssn.chance_rate - drawn - ssn.expected_false_positive_rate).abs() < 1e-9);
    assert_eq!(index.probe(0, &[]).unwrap(), [] as [bool; 0]);
}

#[test]
fn threads_and_order_leave_no_trace() {
    let (folder, path) = built();
    let first = std::fs::read(&path).unwrap();
    for (chunk, reverse, threads, memory) in [
        (1_000, true, 1, 0),
        (977, false, 1, 1 << 20),
        (60_000, false, 3, 2 << 30),
    ] {
        let other = folder.path().join("b.assay");
        let options = BuildOptions {
            memory,
            ..BuildOptions::default()
        };
        build_with(&other, chunk, reverse, threads, options);
        assert!(
            std::fs::read(&other).unwrap() == first,
            "{chunk} {reverse} {threads} {memory}"
        );
        let left = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(left, 2, "spills leave nothing behind");
    }
}

#[test]
fn another_key_is_refused_by_name() {
    let (_folder, path) = built();
    let other = Key::from_bytes([2; 32]);
    let error = LockedIndex::open(&path)
        .unwrap()
        .unlock(std::slice::from_ref(&other))
        .unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains(&key().id().to_string()) && text.contains(&other.id().to_string()),
        "{text}"
    );
    assert!(matches!(error, Error::WrongKey { .. }));
}

/// Changes the manifest and mends its plain hash: only the seal can tell.
fn forge(path: &Path, from: &str, to: &str) {
    assert_eq!(from.len(), to.len());
    let mut bytes = std::fs::read(path).unwrap();
    let start = bytes.windows(4).rposition(|tag| tag == b"MANI").unwrap() + 12;
    let end = bytes.windows(4).rposition(|tag| tag == b"SEAL").unwrap();
    let json = String::from_utf8(bytes[start + 32..end].to_vec()).unwrap();
    let forged = json.replacen(from, to, 1);
    assert_ne!(json, forged);
    bytes[start + 32..end].copy_from_slice(forged.as_bytes());
    let hash = blake3::hash(forged.as_bytes());
    bytes[start..start + 32].copy_from_slice(hash.as_bytes());
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn a_forged_manifest_is_refused() {
    let (_folder, path) = built();
    forge(&path, "ACME", "ACNE");
    LockedIndex::open(&path).unwrap();
    assert!(matches!(open(&path).unwrap_err(), Error::Forged { .. }));
}

#[test]
fn every_cut_is_an_error() {
    let (_folder, path) = built();
    let good = std::fs::read(&path).unwrap();
    for len in (0..600)
        .chain((600..good.len()).step_by(9_973))
        .chain(good.len() - 300..good.len())
    {
        std::fs::write(&path, &good[..len]).unwrap();
        assert!(open(&path).is_err(), "{len} bytes");
    }
    std::fs::write(&path, [good.as_slice(), &[0]].concat()).unwrap();
    assert!(open(&path).is_err(), "a trailing byte");
}

#[test]
fn every_flipped_bit_that_is_touched_is_an_error() {
    let (_folder, path) = built();
    let good = std::fs::read(&path).unwrap();
    let near_an_end = |at: usize| at < 300 || at + 600 > good.len();
    for at in (0..good.len()).filter(|at| near_an_end(*at) || at % 9_973 == 0) {
        let mut bad = good.clone();
        bad[at] ^= 1 << (at % 8);
        std::fs::write(&path, &bad).unwrap();
        let error = probe_all(&path).expect_err(&format!("byte {at}"));
        assert!(!matches!(error, Error::Io { .. }), "byte {at}: {error}");
    }
}

#[test]
fn identifiers_of_more_than_a_thousand_records_are_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.assay");
    let builder = Builder::new(
        vec!["phone".parse().unwrap(), "name+phone".parse().unwrap()],
        BuildOptions::default(),
        folder.path(),
    );
    let shop = 42u64 << 40;
    for (digest, times) in [(shop, 1_001), (shop + 1, 1_000)] {
        let mut chunk = ChunkDigests {
            classes: vec![(vec![digest; times], times as u64), (vec![digest; times], times as u64)],
            records: (0..times as u64).collect(),
        };
        builder.add(&mut chunk).unwrap();
    }
    let mut manifest = build(&folder.path().join("other"), 1_000, false, 1);
    manifest.records = RecordCounts::default();
    let output = Output::create(&path, true).unwrap();
    let manifest = builder.finish(&key(), manifest, &|_| None, output, &|_| {}).unwrap();
    assert_eq!((manifest.classes[0].distinct, manifest.classes[0].too_frequent), (1, 1));
    // A link holds the number beside a name: many names at one number are many digests.
    assert_eq!((manifest.classes[1].distinct, manifest.classes[1].too_frequent), (2, 0));
    let index = open(&path).unwrap();
    assert_eq!(index.probe(0, &[shop, shop + 1]).unwrap(), [false, true]);
}

#[test]
fn nothing_to_index_is_an_error_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.assay");
    let manifest = build(&folder.path().join("other"), 1_000, false, 1);
    let builder = Builder::new(vec!["ssn".parse().unwrap()], BuildOptions::default(), folder.path());
    let output = Output::create(&path, true).unwrap();
    assert!(matches!(
        builder.finish(&key(), manifest, &|_| None, output, &|_| {}),
        Err(Error::Empty)
    ));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn other_files_are_told_what_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    for (bytes, expected) in [
        (&b""[..], "an empty file"),
        (b"ssn,name\n1,2\n", "another kind of file"),
    ] {
        std::fs::write(&path, bytes).unwrap();
        let text = LockedIndex::open(&path).unwrap_err().to_string();
        assert!(text.contains(expected), "{text}");
    }
    assert!(
        LockedIndex::open(folder.path())
            .unwrap_err()
            .to_string()
            .contains("a directory")
    );
    assert!(LockedIndex::open(&folder.path().join("none")).is_err());
}
