//! Indexes of synthetic tables, built as the program builds them.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use assay_fields::{Class, Kind, Part, Reading, Row, Side, default_links};
use assay_index::{
    BuildOptions, Builder, ChunkDigests, ChunkPairs, Covers, Digester, Index, Key, Keyed, LockedIndex, Manifest,
    Messages, NameAgreement, Output, RecordCounts, Scheme, container, mix, stands_alone,
};
use assay_synth::{Column, Record};
use rayon::prelude::*;

/// What is to be indexed.
pub(crate) struct Table<'a> {
    /// A file name.
    pub(crate) name: &'a str,
    /// The columns with their kinds.
    pub(crate) columns: Vec<(Column, Kind)>,
    pub(crate) records: u64,
    /// A record, if the table has it.
    pub(crate) record: &'a (dyn Fn(u64) -> Option<Record> + Sync),
    /// Whether the plan is a label.
    pub(crate) label: bool,
    pub(crate) own: Vec<Kind>,
    pub(crate) covers: Covers,
    pub(crate) snapshot: Option<String>,
}

/// The kinds of the company's table.
pub(crate) const COMPANY: [(Column, Kind); 13] = [
    (Column::Account, Kind::Account),
    (Column::GivenName, Kind::GivenName),
    (Column::Surname, Kind::Surname),
    (Column::Ssn, Kind::Ssn),
    (Column::Dob, Kind::Dob),
    (Column::Phone, Kind::Phone),
    (Column::Email, Kind::Email),
    (Column::Address, Kind::Address),
    (Column::City, Kind::City),
    (Column::State, Kind::State),
    (Column::Zip, Kind::Postcode),
    (Column::Imei, Kind::Imei),
    (Column::Licence, Kind::Licence),
];

pub(crate) fn key() -> Key {
    Key::from_bytes([41; 32])
}

/// Builds an index in `folder` and opens it.
pub(crate) fn build(folder: &Path, table: &Table<'_>) -> Index {
    let path = folder.join(table.name);
    let kinds: Vec<Kind> = table.columns.iter().map(|(_, kind)| *kind).collect();
    let mut classes: Vec<Class> = Kind::ALL
        .into_iter()
        .filter(|kind| stands_alone(*kind) && *kind != Kind::Opaque && kinds.contains(kind))
        .map(Class::single)
        .collect();
    classes.extend(default_links(&kinds));
    let carriers: Vec<(usize, Kind)> = classes
        .iter()
        .enumerate()
        .filter_map(|(at, class)| match class.parts() {
            [Part::Kind(kind)] if table.label && kind.is_identifier() => Some((at, *kind)),
            _ => None,
        })
        .collect();
    let labels: Vec<Class> = carriers.iter().map(|(_, kind)| Class::label(*kind, "plan")).collect();
    let digester = Keyed::new(&key(), classes.iter().cloned());
    let mut builder = Builder::with_labels(classes.clone(), labels, BuildOptions::default(), folder);
    let readings: Vec<_> = kinds.iter().map(|kind| Some(Reading::new(*kind))).collect();
    let chunks = table.records.div_ceil(CHUNK);
    let done: Vec<Done> = (0..chunks)
        .into_par_iter()
        .map(|chunk| {
            let range = chunk * CHUNK..((chunk + 1) * CHUNK).min(table.records);
            one_chunk(table, range, &classes, &carriers, &readings, &digester, &builder)
        })
        .collect();
    let read = done.iter().map(|done| done.read).sum();
    let names = agreement(&done);
    builder.name_segments(carriers.iter().map(|_| PLANS.map(str::to_owned).to_vec()));
    let mut plans: BTreeMap<String, u64> = BTreeMap::new();
    for (plan, records) in done.iter().flat_map(|done| &done.plans) {
        *plans.entry(plan.clone()).or_default() += records;
    }
    let manifest = Manifest {
        format: container::FORMAT,
        tool: "listing bench".into(),
        scheme: Scheme::Keyed,
        key_id: key().id(),
        company: None,
        own: table.own.clone(),
        snapshot: table.snapshot.clone(),
        covers: table.covers.clone(),
        records: RecordCounts {
            read,
            ..RecordCounts::default()
        },
        columns: Vec::new(),
        names,
        classes: Vec::new(),
        canaries: Vec::new(),
        labels: match table.label {
            true => [("plan".to_owned(), plans)].into(),
            false => BTreeMap::new(),
        },
    };
    let space = |class: &Class| class.kinds().map(Kind::space).product::<Option<f64>>();
    let output = Output::create(&path, true).unwrap();
    builder.finish(&key(), manifest, &space, output, &|_| {}).unwrap();
    LockedIndex::open(&path).unwrap().unlock(&[key()]).unwrap()
}

/// What a chunk of records leaves besides its digests.
#[derive(Default)]
struct Done {
    read: u64,
    plans: BTreeMap<String, u64>,
    /// Of the first chunk: how many names have each word, and each pair of words.
    names: u64,
    words: HashMap<String, u64>,
    pairs: HashMap<String, u64>,
}

fn one_chunk(
    table: &Table<'_>,
    range: std::ops::Range<u64>,
    classes: &[Class],
    carriers: &[(usize, Kind)],
    readings: &[Option<Reading>],
    digester: &Keyed,
    builder: &Builder,
) -> Done {
    let measured = range.start < MEASURED;
    let mut done = Done::default();
    let mut row = Row::default();
    let mut messages: Vec<Messages> = classes.iter().map(|_| Messages::default()).collect();
    let mut counts: Vec<Vec<u32>> = vec![Vec::new(); classes.len()];
    let mut plans = Vec::new();
    for at in range {
        let Some(record) = (table.record)(at) else { continue };
        row.fill(readings, table.columns.iter().map(|(column, _)| record.get(*column)));
        for ((class, messages), counts) in classes.iter().zip(&mut messages).zip(&mut counts) {
            let before = messages.len();
            class.messages(&row, Side::Index, &mut |_, message| messages.push(message));
            counts.push((messages.len() - before) as u32);
        }
        done.read += 1;
        if table.label {
            let plan = record.get(Column::Plan);
            *done.plans.entry(plan.to_owned()).or_default() += 1;
            plans.push(PLANS.iter().position(|known| *known == plan).unwrap() as u64);
        }
        if measured {
            done.names += 1;
            let (given, surname) = (record.get(Column::GivenName), record.get(Column::Surname));
            for word in [given, surname] {
                *done.words.entry(word.to_uppercase()).or_default() += 1;
            }
            *done
                .pairs
                .entry(format!("{given} {surname}").to_uppercase())
                .or_default() += 1;
        }
    }
    let digests: Vec<Vec<u64>> = classes
        .iter()
        .zip(&messages)
        .map(|(class, messages)| {
            let mut digests = Vec::new();
            digester.digest(class, messages, &mut digests).unwrap();
            digests
        })
        .collect();
    let mut fingerprints = vec![0u64; done.read as usize];
    for (digests, counts) in digests.iter().zip(&counts) {
        let mut next = digests.iter();
        for (fingerprint, count) in fingerprints.iter_mut().zip(counts) {
            *fingerprint = next
                .by_ref()
                .take(*count as usize)
                .fold(*fingerprint, |sum, digest| mix(sum, *digest));
        }
    }
    let mut pairs: Vec<ChunkPairs> = carriers
        .iter()
        .map(|(class, _)| {
            let mut next = digests[*class].iter();
            let mut chunk = ChunkPairs::default();
            for (plan, count) in plans.iter().zip(&counts[*class]) {
                chunk.filled += u64::from(*count > 0);
                chunk
                    .pairs
                    .extend(next.by_ref().take(*count as usize).map(|digest| [*digest, *plan]));
            }
            chunk
        })
        .collect();
    builder.add_pairs(&mut pairs).unwrap();
    let filled = counts
        .iter()
        .map(|counts| counts.iter().filter(|count| **count > 0).count() as u64);
    let mut chunk = ChunkDigests {
        classes: digests.into_iter().zip(filled).collect(),
        records: fingerprints,
    };
    builder.add(&mut chunk).unwrap();
    done
}

/// How often two names agree by chance, by the leading records.
fn agreement(done: &[Done]) -> NameAgreement {
    let names: u64 = done.iter().map(|done| done.names).sum();
    let total = |of: &dyn Fn(&Done) -> &HashMap<String, u64>| {
        let mut all: HashMap<&str, u64> = HashMap::new();
        for (word, count) in done.iter().flat_map(of) {
            *all.entry(word).or_default() += count;
        }
        let n = names.max(1) as f64;
        all.values()
            .map(|count| (*count as f64 / n).powi(2))
            .sum::<f64>()
            .min(1.0)
    };
    NameAgreement {
        names,
        one_token: total(&|done| &done.words),
        two_tokens: total(&|done| &done.pairs),
    }
}

const PLANS: [&str; 4] = ["postpaid", "prepaid", "business", "former"];
const CHUNK: u64 = 8_192;
const MEASURED: u64 = 100_000;
