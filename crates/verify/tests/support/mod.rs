//! A synthetic company's index and tests against it.

#![allow(dead_code)] // each test file uses a part

pub(crate) mod people;
pub(crate) mod stitched;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use assay_fields::{Class, Kind, Reading, Row, Side, default_links};
use assay_index::{
    BuildOptions, Builder, ChunkDigests, Covers, Digester, Index, Key, Keyed, LockedIndex, Manifest, Messages,
    NameAgreement, Output, RecordCounts, Scheme, container, mix, stands_alone,
};
use assay_sample::{Options as SampleOptions, Sample};
use assay_synth::{Column, Company, ShippedKind, ShippedListing};
use assay_verify::{Budget, Findings, Grade, Options, Plan, Preparer, SampleFacts, Source, Tester, readings};

const KINDS: [(Column, Kind); 9] = [
    (Column::Account, Kind::Account),
    (Column::GivenName, Kind::GivenName),
    (Column::Surname, Kind::Surname),
    (Column::Ssn, Kind::Ssn),
    (Column::Dob, Kind::Dob),
    (Column::Phone, Kind::Phone),
    (Column::Email, Kind::Email),
    (Column::Imei, Kind::Imei),
    (Column::Licence, Kind::Licence),
];
pub(crate) const SEED: u64 = 99;
pub(crate) const RECORDS: u64 = 2_000;

pub(crate) fn key() -> Key {
    Key::from_bytes([7; 32])
}

pub(crate) fn build(folder: &Path, name: &str, key: &Key) -> PathBuf {
    build_of(&Company::new(SEED, RECORDS).unwrap(), RECORDS, &folder.join(name), key)
}

/// An index of a company's first records.
pub(crate) fn build_of(company: &Company, records: u64, path: &Path, key: &Key) -> PathBuf {
    let rows: Vec<Vec<String>> = (0..records)
        .map(|i| {
            let record = company.record(i);
            KINDS.iter().map(|(column, _)| record.get(*column).to_owned()).collect()
        })
        .collect();
    let kinds: Vec<Kind> = KINDS.iter().map(|(_, kind)| *kind).collect();
    build_table(&kinds, &rows, &Manifested::default(), path, key)
}

/// What a table's index says of itself.
pub(crate) struct Manifested {
    pub(crate) own: Vec<Kind>,
    pub(crate) snapshot: Option<&'static str>,
    pub(crate) covers: Covers,
}

impl Default for Manifested {
    fn default() -> Self {
        Manifested {
            own: vec![Kind::Account],
            snapshot: None,
            covers: Covers::All,
        }
    }
}

/// An index of a table whose columns are of `kinds`.
pub(crate) fn build_table(kinds: &[Kind], rows: &[Vec<String>], said: &Manifested, path: &Path, key: &Key) -> PathBuf {
    let readings: Vec<_> = kinds.iter().map(|kind| Some(Reading::new(*kind))).collect();
    let mut classes: Vec<Class> = Kind::ALL
        .into_iter()
        .filter(|kind| stands_alone(*kind) && kinds.contains(kind))
        .map(Class::single)
        .collect();
    classes.extend(default_links(kinds));
    let digester = Keyed::new(key, classes.iter().cloned());
    let builder = Builder::new(classes.clone(), BuildOptions::default(), path.parent().unwrap());
    let mut row = Row::default();
    for cells in rows {
        row.fill(&readings, cells.iter().map(String::as_str));
        let mut chunk = ChunkDigests::default();
        for class in &classes {
            let mut messages = Messages::default();
            class.messages(&row, Side::Index, &mut |_, message| messages.push(message));
            let mut digests = Vec::new();
            digester.digest(class, &messages, &mut digests).unwrap();
            let filled = u64::from(!digests.is_empty());
            chunk.classes.push((digests, filled));
        }
        chunk.records.push(
            chunk
                .classes
                .iter()
                .flat_map(|(digests, _)| digests)
                .fold(0, |sum, d| mix(sum, *d)),
        );
        builder.add(&mut chunk).unwrap();
    }
    let records = rows.len() as u64;
    let manifest = Manifest {
        format: container::FORMAT,
        tool: "test".into(),
        scheme: Scheme::Keyed,
        key_id: key.id(),
        company: None,
        own: said.own.clone(),
        snapshot: said.snapshot.map(str::to_owned),
        covers: said.covers.clone(),
        records: RecordCounts {
            read: records,
            ..RecordCounts::default()
        },
        columns: Vec::new(),
        names: NameAgreement {
            names: records,
            one_token: 0.01,
            two_tokens: 1e-5,
        },
        classes: Vec::new(),
        canaries: Vec::new(),
        labels: BTreeMap::new(),
    };
    let space = |class: &Class| class.kinds().map(Kind::space).product::<Option<f64>>();
    let output = Output::create(path, true).unwrap();
    builder.finish(key, manifest, &space, output, &|_| {}).unwrap();
    path.to_owned()
}

pub(crate) fn open(path: &Path) -> Index {
    LockedIndex::open(path).unwrap().unlock(&[key()]).unwrap()
}

pub(crate) fn listing(kind: ShippedKind, rows: u64) -> (Vec<u8>, Vec<String>) {
    let company = Company::new(SEED, RECORDS).unwrap();
    let (mut sample, mut truth) = (Vec::new(), Vec::new());
    ShippedListing::new(&company, kind, 5, rows)
        .unwrap()
        .write(&mut sample, &mut truth, &|_| {})
        .unwrap();
    let truth = String::from_utf8(truth).unwrap();
    let grades = truth
        .lines()
        .skip(1)
        .map(|line| line.split(',').nth(1).unwrap().to_owned());
    (sample, grades.collect())
}

/// Tests `bytes` in batches of `at_once` rows.
pub(crate) fn test(index: &[Index], bytes: &[u8], options: &Options, at_once: usize) -> (Findings, Vec<Grade>) {
    test_within(index, bytes, options, at_once, Budget::default())
}

pub(crate) fn test_within(
    index: &[Index],
    bytes: &[u8],
    options: &Options,
    at_once: usize,
    budget: Budget,
) -> (Findings, Vec<Grade>) {
    test_sources(index, &[], bytes, options, at_once, budget)
}

/// The same with what is said of the indexes.
pub(crate) fn test_sources(
    index: &[Index],
    sources: &[Source],
    bytes: &[u8],
    options: &Options,
    at_once: usize,
    budget: Budget,
) -> (Findings, Vec<Grade>) {
    let mut sample =
        Sample::from_reader("test", std::io::Cursor::new(bytes.to_vec()), &SampleOptions::default()).unwrap();
    let readings = readings(&sample);
    let plan = Plan::new(&readings, &[]);
    let tester = Tester::new(plan.clone(), index, &[key()]).unwrap();
    let mut tester = tester.with_sources(sources).unwrap().within(budget);
    let preparer = Preparer::new(readings, plan).unwrap();
    let mut grades = Vec::new();
    while let Some(batch) = sample.next_batch(at_once).unwrap() {
        let results = tester.add(&preparer, &batch).unwrap();
        grades.extend(results.iter().map(|result| result.grade));
    }
    (
        tester
            .finish(SampleFacts::of(&sample).with_numbers(&preparer), options)
            .unwrap(),
        grades,
    )
}

pub(crate) fn stated(population: u64) -> Options {
    Options {
        population: Some(population),
        ..Options::default()
    }
}
