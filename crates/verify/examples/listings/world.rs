//! The company, what else is indexed, and the tests against them.

use std::io::Cursor;
use std::path::Path;

use assay_fields::Kind;
use assay_index::{Covers, Index};
use assay_sample::{Options as SampleOptions, Sample};
use assay_synth::{Column, Company, Leak, Listing, OtherCompany, Recipe};
use assay_verify::{
    Controls, Findings, Options, Preparer, SampleFacts, Sampling, Source, Tester, plan, readings, test_rows,
};

use crate::index::{COMPANY, Table, build, key};

/// How good the company's index is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quality {
    /// All customers, all columns.
    Whole,
    /// Without the ssn and the e-mail address.
    TwoMissing,
    /// All, while a fifth of the names in the listings have a slip.
    Noise,
    /// Without former customers.
    Current,
}

impl Quality {
    pub(crate) const ALL: [Quality; 4] = [Quality::Whole, Quality::TwoMissing, Quality::Noise, Quality::Current];

    pub(crate) fn words(self) -> &'static str {
        match self {
            Quality::Whole => "an index of all customers with all columns",
            Quality::TwoMissing => "an index without ssn and e-mail address",
            Quality::Noise => "a slip in a fifth of the names",
            Quality::Current => "an index of current customers only",
        }
    }

    pub(crate) fn noise(self) -> f64 {
        match self {
            Quality::Noise => 0.2,
            _ => 0.0,
        }
    }
}

/// Indexes of one company and its surroundings.
pub(crate) struct World {
    pub(crate) company: Company,
    /// The company's, then the older snapshots.
    snapshots: Vec<Index>,
    leak: Vec<Index>,
    /// Other companies, by overlap.
    others: Vec<(f64, Vec<Index>)>,
}

/// What a listing is tested against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Against {
    pub(crate) snapshots: bool,
    pub(crate) leak: bool,
    /// The overlap of the other company, if one is given.
    pub(crate) other: Option<f64>,
    pub(crate) random: bool,
}

pub(crate) const DATES: [&str; 4] = ["2010-12-31", "2013-12-31", "2016-12-31", "2019-12-31"];
pub(crate) const OVERLAPS: [f64; 3] = [0.0, 0.25, 0.5];
/// People of the leak, and of each other company.
pub(crate) const PEOPLE: u64 = 200_000;
pub(crate) const OVERLAP: f64 = 0.25;

impl World {
    pub(crate) fn new(folder: &Path, seed: u64, records: u64, quality: Quality) -> World {
        let company = Company::new(seed, records).unwrap();
        let columns: Vec<(Column, Kind)> = COMPANY
            .into_iter()
            .filter(|(column, _)| quality != Quality::TwoMissing || ![Column::Ssn, Column::Email].contains(column))
            .collect();
        let current = quality == Quality::Current;
        let covers = if current { Covers::Current } else { Covers::All };
        let fits = |record: &assay_synth::Record| !current || record.get(Column::Plan) != "former";
        let table = |name: &str, record: &(dyn Fn(u64) -> Option<assay_synth::Record> + Sync), date: &str, label| {
            let table = Table {
                name,
                columns: columns.clone(),
                records,
                record,
                label,
                own: vec![Kind::Account],
                covers: covers.clone(),
                snapshot: Some(date.to_owned()),
            };
            build(folder, &table)
        };
        let today = |at: u64| Some(company.record(at)).filter(fits);
        let mut snapshots = vec![table("company.assay", &today, "2021-12-31", true)];
        for date in DATES {
            let then = company.as_of(date);
            let record = |at: u64| then.record(at).filter(fits);
            snapshots.push(table(&format!("{date}.assay"), &record, date, false));
        }
        let leak = Leak::new(&company, PEOPLE, OVERLAP).unwrap();
        let shown = |columns: &[Column]| {
            let of_leak = COMPANY.into_iter().filter(|(column, _)| columns.contains(column));
            of_leak.collect::<Vec<_>>()
        };
        let leak = build(
            folder,
            &Table {
                name: "leak.assay",
                columns: shown(&Leak::COLUMNS),
                records: PEOPLE,
                record: &|at| Some(leak.record(at)),
                label: false,
                own: vec![],
                covers: Covers::All,
                snapshot: None,
            },
        );
        let others = OVERLAPS
            .into_iter()
            .map(|overlap| {
                let other = OtherCompany::new(&company, PEOPLE, overlap).unwrap();
                let index = build(
                    folder,
                    &Table {
                        name: &format!("other-{overlap}.assay"),
                        columns: COMPANY.to_vec(),
                        records: PEOPLE,
                        record: &|at| Some(other.record(at)),
                        label: false,
                        own: vec![Kind::Account],
                        covers: Covers::All,
                        snapshot: None,
                    },
                );
                (overlap, vec![index])
            })
            .collect();
        World {
            company,
            snapshots,
            leak: vec![leak],
            others,
        }
    }

    /// Makes a listing and tests it. A list of real people would match at 30 %.
    pub(crate) fn test(&self, recipe: &Recipe, seed: u64, rows: u64, against: Against) -> Findings {
        let mut bytes = Vec::new();
        let listing = Listing::new(&self.company, recipe.clone(), seed, rows).unwrap();
        listing.write(&mut bytes, &mut std::io::sink(), &|_| {}).unwrap();
        let mut indexes: Vec<&Index> = self
            .snapshots
            .iter()
            .take(if against.snapshots { 5 } else { 1 })
            .collect();
        let mut sources = vec![Source::Company; indexes.len()];
        if against.leak {
            indexes.extend(&self.leak);
            sources.push(Source::Leak);
        }
        if let Some(wanted) = against.other {
            let (_, other) = self.others.iter().find(|(overlap, _)| *overlap == wanted).unwrap();
            indexes.extend(other);
            sources.push(Source::Comparator);
        }
        let paths: Vec<_> = indexes.iter().map(|index| index.path().to_owned()).collect();
        let indexes: Vec<Index> = paths
            .iter()
            .map(|path| assay_index::LockedIndex::open(path).unwrap().unlock(&[key()]).unwrap())
            .collect();
        let mut sample = Sample::from_reader("listing", Cursor::new(bytes), &SampleOptions::default()).unwrap();
        let classes: Vec<_> = indexes
            .iter()
            .flat_map(|index| index.manifest().classes.iter().map(|entry| entry.class.clone()))
            .collect();
        let plan = plan(&sample, &classes);
        let mut preparer = Preparer::new(readings(&sample), plan.clone()).unwrap();
        let tester = Tester::new(plan, &indexes, &[key()])
            .unwrap()
            .with_sources(&sources)
            .unwrap();
        let mut tester = tester.without_rows();
        test_rows(&mut sample, &mut preparer, &mut tester, &mut |_| Ok(())).unwrap();
        let options = Options {
            population: Some(self.company.records() * 10 / 3),
            sampling: if against.random {
                Sampling::Random
            } else {
                Sampling::Seller
            },
            ..Options::default()
        };
        let facts = SampleFacts::of(&sample).with_numbers(&preparer);
        let mut ended = tester.end(facts).unwrap();
        ended.against_chance(&preparer).unwrap();
        ended.conclude(&options, &Controls::default()).unwrap()
    }
}
