//! How large a listing is, from samples of it alone: without an index and without a key.
//!
//! Rows and people are recognised under a key that is made for the run and forgotten with it. All counts are exact:
//! sightings that memory does not hold are spilled, as keyed digests.

use std::collections::{BTreeMap, BTreeSet};

use assay_fields::{Class, Kind};
use assay_index::{Key, Spill, mix};
use assay_sample::Sample;
use serde::{Deserialize, Serialize};

use crate::conclude::column;
use crate::estimates::of_numbers_and_bytes;
use crate::persons::{self, MENTION};
use crate::prepare::Equality;
use crate::seen::{Groups, tally};
use crate::tester::Counted;
use crate::{
    Budget, ClaimFindings, CoherenceFindings, ColumnFindings, Error, Estimate, NumberFacts, Options, PersonCounts,
    Plan, Preparer, RowCounts, SampleFacts, SampleFindings, Seen, Signal, SizeCounts, Tester, Thing, Warning, claim,
    coherence, readings, size_estimates, test_rows, warn,
};

/// What samples of one listing say of its size.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SizeFindings {
    /// The samples, in the order given.
    pub samples: Vec<SampleOfListing>,
    /// How often people and rows were seen, in each sample and in several.
    pub counts: SizeCounts,
    /// The same of the values of each identifier.
    pub values: Vec<Seen>,
    /// Why rows were not compared between the samples, if they were not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows_not_compared: Option<String>,
    /// Identifiers with more than 10 distinct names, which join nobody.
    pub identifiers_of_many_names: u64,
    /// Estimates with their assumptions, the floor first.
    pub estimates: Vec<Estimate>,
    /// The listing's claim against what was seen.
    pub claim: ClaimFindings,
    /// What the reader must know about how the samples were read.
    pub warnings: Vec<Warning>,
}

/// One of the samples.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SampleOfListing {
    /// The file's name, without its folder.
    pub name: String,
    /// Form, encoding, delimiter and header as they were found.
    pub dialect: BTreeMap<String, String>,
    /// Bytes of the file.
    pub bytes: u64,
    /// Rows read, rejected ones included.
    pub read: u64,
    /// Rows that could not be read as such, by reason.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rejected: BTreeMap<String, u64>,
    /// Rows that were counted.
    pub rows: u64,
    /// Of these, rows without an identifier, which count for nobody.
    pub rows_without_identifier: u64,
    /// The columns, table after table.
    pub columns: Vec<ColumnFindings>,
    /// How its rows fit each other and the rules of their kinds.
    #[serde(default, skip_serializing_if = "CoherenceFindings::is_empty")]
    pub coherence: CoherenceFindings,
    /// What that says of whether it is authentic.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signals: Vec<Signal>,
}

/// Counts people, rows and values over the samples of one listing.
pub struct Counter {
    tester: Tester<'static>,
    preparer: Preparer,
    samples: Vec<Read>,
}

/// A sample that was read.
struct Read {
    name: String,
    facts: SampleFacts,
    /// Where its rows end among all.
    end: u32,
    sequence: u64,
}

impl Counter {
    /// A counter for `samples`, of which none was read.
    ///
    /// # Errors
    /// More samples than are compared; no random numbers for the key of the run.
    pub fn new(samples: &[Sample], budget: Budget) -> Result<Counter, Error> {
        if samples.is_empty() || samples.len() > MOST_SAMPLES {
            return Err(Error::TooManySamples { found: samples.len() });
        }
        let all: Vec<_> = samples.iter().flat_map(readings).collect();
        let known = samples
            .iter()
            .all(|sample| sample.is_read() || !sample.may_hold_several());
        let plan = if known { Plan::new(&all, &[]) } else { Plan::any(&[]) };
        let plan = plan.of_people();
        let equality = if samples.len() == 1 {
            Equality::Cells
        } else {
            Equality::Values
        };
        Ok(Counter {
            tester: Tester::without_index(plan.clone(), &Key::generate()?, budget)?,
            preparer: Preparer::new(Vec::new(), plan)?.with_equality(equality),
            samples: Vec::new(),
        })
    }

    /// Reads a sample to its end; `name` stands for it in the report, `bytes` are its size where that is known. `each` is
    /// told how many bytes were read so far.
    ///
    /// # Errors
    /// What reading gives, and more rows than can be numbered.
    pub fn read(
        &mut self,
        name: &str,
        sample: &mut Sample,
        bytes: Option<u64>,
        each: &mut dyn FnMut(u64),
    ) -> Result<(), Error> {
        self.tester.begin_sample(bytes);
        self.preparer.next_sample(readings(sample));
        test_rows(sample, &mut self.preparer, &mut self.tester, &mut |tested| {
            each(tested.bytes);
            Ok(())
        })?;
        let (end, sequence) = self.tester.position();
        self.samples.push(Read {
            name: name.to_owned(),
            facts: SampleFacts::of(sample).with_numbers(&self.preparer),
            end,
            sequence,
        });
        Ok(())
    }

    /// Ends the count: what all samples together say.
    ///
    /// # Errors
    /// The temporary file can't be read.
    pub fn finish(self, options: &Options) -> Result<SizeFindings, Error> {
        let Counter { tester, samples, .. } = self;
        let counted = tester.into_counted(samples.iter().map(|read| read.facts.columns.len()).sum());
        let ends: Vec<u32> = samples.iter().map(|read| read.end).collect();
        let rows_not_compared = not_comparable(&samples);
        let (people, identifiers_of_many_names) = people(&counted, &ends)?;
        let rows = match rows_not_compared {
            None => rows(&counted, &ends)?,
            Some(_) => None,
        };
        let of_listing = of_listing(&samples, &counted)?;
        let counts = SizeCounts {
            people,
            rows,
            rows_without_identifier: of_listing.iter().map(|sample| sample.rows_without_identifier).sum(),
            same: same(&samples),
        };
        let values = values(&counted, &ends)?;
        let (facts, whole) = together(&samples, &of_listing, &counts, &values, identifiers_of_many_names);
        let mut estimates = size_estimates(&counts, options)?;
        estimates.extend(of_numbers_and_bytes(&facts, &[], options));
        let claim = claim::against(&claim::Known {
            estimates: &estimates,
            ..claim::Known::of(&facts, &whole, options)
        })?;
        Ok(SizeFindings {
            estimates,
            claim,
            warnings: warn::of_reading(&whole, &facts),
            samples: of_listing,
            counts,
            values,
            rows_not_compared,
            identifiers_of_many_names,
        })
    }
}

/// People, by the rows that were joined to them.
fn people(counted: &Counted, ends: &[u32]) -> Result<(Option<Seen>, u64), Error> {
    let rows = counted.flags.len() as u32;
    let memory = counted.budget.memory;
    let (joined, of_many_names) = persons::join_rows(&counted.mentions, rows, memory)?;
    let sightings = Spill::<2>::new(&counted.budget.folder, counted.budget.mentions());
    let mut waiting = Vec::with_capacity(AT_ONCE);
    for row in (0..rows).filter(|row| persons::is_mentioned(counted.flags[*row as usize])) {
        waiting.push([mix(counted.secret, u64::from(joined.root(row))), u64::from(row)]);
        if waiting.len() == AT_ONCE {
            sightings.add(&waiting)?;
            waiting.clear();
        }
    }
    sightings.add(&waiting)?;
    let parts = sightings.into_parts();
    if parts.records() == 0 {
        return Ok((None, of_many_names));
    }
    let seen = tally(&Groups {
        parts: &parts,
        ends,
        row: |record| record[1] as u32,
        sort: |_| 0,
        things: vec![Some(Thing::People)],
        in_order: true,
        memory,
    })?;
    Ok((seen.into_iter().next(), of_many_names))
}

fn rows(counted: &Counted, ends: &[u32]) -> Result<Option<Seen>, Error> {
    let Some(parts) = counted.rows.as_ref().filter(|parts| parts.records() > 0) else {
        return Ok(None);
    };
    let seen = tally(&Groups {
        parts,
        ends,
        row: |record| record[1] as u32,
        sort: |_| 0,
        things: vec![Some(Thing::Rows)],
        in_order: true,
        memory: counted.budget.memory,
    })?;
    Ok(seen.into_iter().next())
}

/// Values of each identifier that occurs.
fn values(counted: &Counted, ends: &[u32]) -> Result<Vec<Seen>, Error> {
    let of = |class: &Class| class.kinds().next().filter(|_| !class.is_link());
    let seen = tally::<MENTION>(&Groups {
        parts: &counted.mentions,
        ends,
        row: persons::row,
        sort: persons::class,
        things: counted
            .plan
            .classes()
            .iter()
            .map(|class| of(class).map(Thing::Values))
            .collect(),
        in_order: false,
        memory: counted.budget.memory,
    })?;
    Ok(seen.into_iter().filter(|seen| seen.distinct > 0).collect())
}

/// Samples that hold the same rows in the same order.
fn same(samples: &[Read]) -> Vec<(u32, u32)> {
    let begins = std::iter::once(0).chain(samples.iter().map(|read| read.end));
    let known: Vec<(u64, u32)> = samples
        .iter()
        .zip(begins)
        .map(|(read, begin)| (read.sequence, read.end - begin))
        .collect();
    let mut same = Vec::new();
    for (second, one) in known.iter().enumerate().filter(|(_, one)| one.1 > 0) {
        if let Some(first) = known[..second].iter().position(|other| other == one) {
            same.push((first as u32 + 1, second as u32 + 1));
        }
    }
    same
}

/// Why rows can't be compared between samples; nothing if they can. Rows are equal whose values are, so that all samples
/// must show the same kinds.
fn not_comparable(samples: &[Read]) -> Option<String> {
    let kinds = |read: &Read| -> BTreeSet<Kind> {
        let kinds = read.facts.columns.iter().map(|column| match column.kind {
            Kind::GivenName | Kind::Surname => Kind::Name,
            kind => kind,
        });
        kinds.filter(|kind| *kind != Kind::Opaque).collect()
    };
    let all: Vec<BTreeSet<Kind>> = samples.iter().map(kinds).collect();
    let first = all.first()?;
    let (number, other) = all.iter().enumerate().find(|(_, other)| *other != first)?;
    let differ: Vec<String> = first.symmetric_difference(other).map(ToString::to_string).collect();
    Some(format!(
        "samples 1 and {} do not have the same kinds of columns ({} in one of them only), so that one row would not be \
         the same in both",
        number + 1,
        differ.join(", ")
    ))
}

fn of_listing(samples: &[Read], counted: &Counted) -> Result<Vec<SampleOfListing>, Error> {
    let (mut row, mut at) = (0, 0);
    let of = |read: &Read| {
        let flags = &counted.flags[row as usize..read.end as usize];
        row = read.end;
        let columns = &counted.tally.columns[at..at + read.facts.columns.len()];
        at += columns.len();
        let columns = read.facts.columns.iter().zip(columns);
        let by_itself = SampleFindings {
            rows: RowCounts {
                distinct: flags.len() as u64,
                ..RowCounts::default()
            },
            columns: columns.map(|(facts, tally)| column(facts, tally)).collect(),
            ..SampleFindings::default()
        };
        let (coherence, signals) = coherence::judge(&read.facts.coherence, &by_itself)?;
        Ok(SampleOfListing {
            coherence,
            signals,
            name: read.name.clone(),
            dialect: read.facts.dialect.clone(),
            bytes: read.facts.bytes,
            read: read.facts.read,
            rejected: read.facts.rejected.clone(),
            rows: flags.len() as u64,
            rows_without_identifier: flags.iter().filter(|flags| !persons::is_mentioned(**flags)).count() as u64,
            columns: by_itself.columns,
        })
    };
    samples.iter().map(of).collect()
}

/// All samples as one, for what is said of a sample as a whole.
fn together(
    samples: &[Read],
    of_listing: &[SampleOfListing],
    counts: &SizeCounts,
    values: &[Seen],
    identifiers_of_many_names: u64,
) -> (SampleFacts, SampleFindings) {
    let mut facts = SampleFacts::default();
    for (n, read) in samples.iter().enumerate() {
        facts.bytes += read.facts.bytes;
        facts.read += read.facts.read;
        for (reason, rows) in &read.facts.rejected {
            *facts.rejected.entry(reason.clone()).or_default() += rows;
        }
        facts.bytes_of.rows += read.facts.bytes_of.rows;
        facts.bytes_of.rejected += read.facts.bytes_of.rejected;
        facts.bytes_of.other += read.facts.bytes_of.other;
        facts.tables.extend(read.facts.tables.iter().cloned());
        facts.row_lengths.extend(&read.facts.row_lengths);
        let before = facts.columns.len() as u32;
        let numbers = read.facts.numbers.iter().cloned();
        facts.numbers.extend(numbers.map(|numbers| NumberFacts {
            column: before + numbers.column,
            ..numbers
        }));
        let columns = read.facts.columns.iter().cloned();
        facts.columns.extend(columns.map(|mut column| {
            if samples.len() > 1 {
                column.name = format!("{} of sample {}", column.name, n + 1);
            }
            column
        }));
    }
    let rows: u64 = of_listing.iter().map(|sample| sample.rows).sum();
    // Where samples can't be compared, rows of one may stand in another as well. People are told apart all the same, and
    // each has a row.
    let people = counts.people.as_ref().map_or(0, |seen| seen.distinct);
    let distinct = counts.rows.as_ref().map_or(people, |seen| seen.distinct);
    let columns = of_listing.iter().flat_map(|sample| &sample.columns).zip(&facts.columns);
    // One form, if all samples have the same.
    if let [first, others @ ..] = samples
        && others
            .iter()
            .all(|other| other.facts.dialect.get("form") == first.facts.dialect.get("form"))
    {
        facts.dialect = first.facts.dialect.clone();
    }
    let whole = SampleFindings {
        dialect: facts.dialect.clone(),
        tables: facts.tables.clone(),
        rows: RowCounts {
            read: facts.read,
            rejected: facts.rejected.clone(),
            distinct,
            duplicate: rows - distinct,
            ..RowCounts::default()
        },
        persons: PersonCounts {
            distinct: people,
            rows_without_identifier: counts.rows_without_identifier,
            identifiers_of_many_names,
        },
        columns: columns
            .map(|(column, facts)| ColumnFindings {
                name: facts.name.clone(),
                ..column.clone()
            })
            .collect(),
        distinct_values: values
            .iter()
            .filter_map(|seen| match seen.thing {
                Thing::Values(kind) => Some((kind, seen.distinct)),
                _ => None,
            })
            .collect(),
        ..SampleFindings::default()
    };
    (facts, whole)
}

/// More would make a table of pairs that nobody reads.
const MOST_SAMPLES: usize = 64;
/// Sightings that are spilled together.
const AT_ONCE: usize = 1 << 16;
