//! Samples stitched from a company's real values: every number hits, and what links them is chance.

use assay_estimate::Random;
use assay_fields::Kind;
use assay_index::Index;
use assay_sample::{Options as SampleOptions, Sample};
use assay_verify::{Controls, Ended, Findings, NullFindings, Options, Plan, Preparer, SampleFacts, Tester, readings};

use super::{Manifested, build_table, key, open};

/// From how many words names are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Names {
    /// So many that two people share one in about a hundred.
    Many,
    /// So few that they share one in about ten.
    Few,
}

pub(crate) struct World {
    names: Names,
    index: [Index; 1],
    _folder: tempfile::TempDir,
}

const PEOPLE: u64 = 3_000;
/// Rows of a sample.
pub(crate) const ROWS: u64 = 60;

impl World {
    pub(crate) fn new(names: Names) -> World {
        let folder = tempfile::tempdir().unwrap();
        let rows: Vec<Vec<String>> = (0..PEOPLE).map(|n| person(names, n)).collect();
        let kinds = [Kind::Name, Kind::Ssn, Kind::State];
        let path = build_table(
            &kinds,
            &rows,
            &Manifested::default(),
            &folder.path().join("a.assay"),
            &key(),
        );
        World {
            names,
            index: [open(&path)],
            _folder: folder,
        }
    }

    /// What the null says of a stitched sample.
    pub(crate) fn null(&self, seed: u64, sample: u64) -> Option<NullFindings> {
        let mut random = Random::new(seed.wrapping_mul(1_000_003).wrapping_add(sample));
        let mut text = "name,ssn,state\n".to_owned();
        for _ in 0..ROWS {
            let mut cell = |column: usize| person(self.names, random.below(PEOPLE))[column].clone();
            text += &format!("{},{},{}\n", cell(0), cell(1), cell(2));
        }
        self.findings(text.into_bytes()).null
    }

    pub(crate) fn findings(&self, bytes: Vec<u8>) -> Findings {
        tested(&self.index, bytes, 1_000)
    }

    pub(crate) fn index(&self) -> &[Index] {
        &self.index
    }

    /// Rows of customers as they are.
    pub(crate) fn genuine(&self, rows: u64) -> Vec<u8> {
        let rows: Vec<String> = (0..rows)
            .map(|n| person(self.names, n * 7 % PEOPLE).join(","))
            .collect();
        format!("name,ssn,state\n{}\n", rows.join("\n")).into_bytes()
    }
}

/// Tests a sample with its nulls.
pub(crate) fn tested(index: &[Index], bytes: Vec<u8>, at_once: usize) -> Findings {
    let mut sample = Sample::from_reader("test", std::io::Cursor::new(bytes), &SampleOptions::default()).unwrap();
    let readings = readings(&sample);
    let plan = Plan::new(&readings, &[]);
    let mut tester = Tester::new(plan.clone(), index, &[key()]).unwrap();
    let preparer = Preparer::new(readings, plan).unwrap();
    while let Some(batch) = sample.next_batch(at_once).unwrap() {
        tester.add(&preparer, &batch).unwrap();
    }
    let facts = SampleFacts::of(&sample).with_numbers(&preparer);
    let mut ended: Ended<'_> = tester.end(facts).unwrap();
    ended.against_chance(&preparer).unwrap();
    ended.conclude(&Options::default(), &Controls::default()).unwrap()
}

fn person(names: Names, n: u64) -> Vec<String> {
    let mut random = Random::new(n ^ 0x5EED);
    let words = match names {
        Names::Many => 200,
        Names::Few => 20,
    };
    let mut word = |start: char| {
        let n = random.below(words);
        let letter = |n: u64| char::from(b'a' + (n % 26) as u8);
        format!("{start}{}{}ne", letter(n), letter(n / 26 + 7))
    };
    let (given, surname) = (word('K'), word('M'));
    vec![
        format!("{given} {surname}"),
        format!("{:09}", 100_010_001 + n * 10_007),
        ["WA", "CA", "NY"][(n % 3) as usize].to_owned(),
    ]
}
