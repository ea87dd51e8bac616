//! Labels: columns that tell the company's segments apart, such as plan or state.
//!
//! Which values are too rare to stand by themselves is known only at the end, and a stream can't be read twice. So every
//! value gets a number while records are read, the index keeps pairs of an identifier's digest and such a number, and
//! digests of labels are made when the numbers' segments are known. No digest is ever made of a rare value: not even who
//! holds the key can look one up.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use assay_fields::{Class, Column, ColumnRef, Kind, Reading, find};
use assay_index::{ChunkPairs, ColumnUse, NO_VALUE, OTHERS};

use crate::batch;
use crate::error::Error;

/// A column whose values are the segments of a label.
#[derive(Debug)]
pub(crate) struct Label {
    /// Its name, lower case.
    pub(crate) name: String,
    /// Its number in the table, from 1.
    pub(crate) number: usize,
    /// Where it stands in the projection.
    pub(crate) at: usize,
    reading: Reading,
    /// Whether it is read for the label alone.
    extra: bool,
    /// Its classes, each with the position of its identifier among the plan's.
    pub(crate) classes: Vec<(Class, usize)>,
}

impl Label {
    /// The labels of the columns `asked`. Columns that are not read already are added to the projection.
    ///
    /// # Errors
    /// No such column, one that is asked for twice, one whose values point at people.
    pub(crate) fn all(
        asked: &[ColumnRef],
        columns: &[Column],
        classes: &[Class],
        own: &[Kind],
        projection: &mut Vec<usize>,
    ) -> Result<Vec<Label>, Error> {
        let identifiers = identifiers(classes, own);
        let mut labels: Vec<Label> = Vec::with_capacity(asked.len());
        for asked in asked {
            let at = find(columns, asked)?;
            let column = &columns[at];
            let kind = match column.reading() {
                Some(reading) => reading.kind,
                None if column.is_mapped() => Kind::Opaque,
                None => column.detected().kind,
            };
            if points_at_people(kind) {
                return Err(Error::LabelOfPeople {
                    column: column.number(),
                    kind,
                });
            }
            let name = name(column, asked);
            if labels
                .iter()
                .any(|label| label.number == column.number() || label.name == name)
            {
                return Err(Error::LabelTwice {
                    column: column.number(),
                });
            }
            let opaque = || Reading {
                opaque: Some(name.as_str().into()),
                ..Reading::new(Kind::Opaque)
            };
            let reading = column.reading().cloned().unwrap_or_else(opaque);
            let position = projection.iter().position(|position| *position == at);
            let place = position.unwrap_or_else(|| {
                projection.push(at);
                projection.len() - 1
            });
            let of_identifier = |(kind, at): &(Kind, usize)| (Class::label(*kind, &name), *at);
            labels.push(Label {
                classes: identifiers.iter().map(of_identifier).collect(),
                number: column.number(),
                at: place,
                reading,
                extra: column.reading().is_none(),
                name,
            });
        }
        // However they were asked for, their sections stand in one order.
        labels.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(labels)
    }

    /// The column as the manifest lists it, if nothing else lists it.
    pub(crate) fn column_use(&self) -> Option<ColumnUse> {
        self.extra.then(|| ColumnUse {
            column: self.number as u32,
            reading: self.reading.clone(),
            decided_by: "label".to_owned(),
        })
    }

    /// The canonical value of a cell, in `out`; `None` if it has none.
    fn canonical<'o>(&self, cell: &str, out: &'o mut String) -> Option<&'o str> {
        out.clear();
        self.reading.canonical(cell, out).is_value().then_some(out.as_str())
    }

    /// Notes the values of some leading rows.
    pub(crate) fn observe(&self, column: batch::Column<'_>, seen: &mut HashSet<blake3::Hash>) {
        let mut out = String::new();
        let mut last = None;
        for cell in column.texts() {
            if last != Some(cell)
                && let Some(value) = self.canonical(cell, &mut out)
            {
                seen.insert(blake3::hash(value.as_bytes()));
            }
            last = Some(cell);
        }
    }

    /// # Errors
    /// The leading rows alone hold more values than a label may have.
    pub(crate) fn check(&self, values: usize) -> Result<(), Error> {
        match values > MOST_VALUES {
            true => Err(Error::TooManyLabelValues {
                column: self.number,
                values,
                most: MOST_VALUES,
            }),
            false => Ok(()),
        }
    }
}

/// The identifiers that carry labels, each with its position among `classes`: four at most, since each costs 30 bits a
/// record. What the company assigns comes first, then what nearly every sample shows.
fn identifiers(classes: &[Class], own: &[Kind]) -> Vec<(Kind, usize)> {
    let first = [Kind::Account].into_iter().chain(own.iter().copied());
    let then = [Kind::Ssn, Kind::Phone, Kind::Email];
    let rest = Kind::ALL.into_iter().filter(|kind| kind.is_identifier());
    let mut found: Vec<(Kind, usize)> = Vec::new();
    for kind in first.chain(then).chain(rest) {
        let at = classes.iter().position(|class| *class == Class::single(kind));
        if let Some(at) = at
            && !found.iter().any(|(known, _)| *known == kind)
        {
            found.push((kind, at));
        }
    }
    found.truncate(MOST_IDENTIFIERS);
    found
}

/// Whether a value of the kind says who somebody is, or nearly.
fn points_at_people(kind: Kind) -> bool {
    kind.is_identifier()
        || matches!(
            kind,
            Kind::Name | Kind::GivenName | Kind::Surname | Kind::Dob | Kind::Address | Kind::Ip
        )
}

/// The header as the user gave it or as it is in the vocabulary, else the number. It stands in a class's name, whose
/// parts `+` joins.
fn name(column: &Column, asked: &ColumnRef) -> String {
    let numbered = format!("column {}", column.number());
    let name = match (asked, column.header()) {
        (ColumnRef::Header(_), Some(header)) => header.to_lowercase(),
        _ => column.printable_name().to_lowercase(),
    };
    let class = Class::label(Kind::Ssn, &name);
    match class.to_string().parse::<Class>() {
        Ok(again) if again == class => name,
        _ => numbered,
    }
}

/// The values of all labels, each with its number, shared by all workers.
pub(crate) struct Values(Vec<Mutex<HashMap<String, u64>>>);

impl Values {
    pub(crate) fn new(labels: &[Label]) -> Values {
        Values(labels.iter().map(|_| Mutex::default()).collect())
    }

    /// The number of a value, from 1 on; 0 is no value.
    fn number(&self, at: usize, label: &Label, value: &str) -> Result<u64, Error> {
        let mut known = self.0[at].lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(number) = known.get(value) {
            return Ok(*number);
        }
        let number = known.len() as u64 + 1;
        label.check(number as usize)?;
        known.insert(value.to_owned(), number);
        Ok(number)
    }

    /// Per label, which segment each number stands for, and how many records each segment has. `records` counts the
    /// records of each number.
    pub(crate) fn segments(self, records: &[Vec<u64>]) -> Vec<(Vec<String>, BTreeMap<String, u64>)> {
        let each = self.0.into_iter().zip(records);
        each.map(|(known, records)| {
            let known = known.into_inner().unwrap_or_else(PoisonError::into_inner);
            let mut names = vec![NO_VALUE.to_owned(); known.len() + 1];
            for (value, number) in known {
                names[number as usize] = value;
            }
            segments(names, records)
        })
        .collect()
    }
}

fn segments(mut names: Vec<String>, records: &[u64]) -> (Vec<String>, BTreeMap<String, u64>) {
    let mut counts = BTreeMap::new();
    for (name, records) in names.iter_mut().zip(records) {
        if *records < FEWEST_RECORDS {
            *name = OTHERS.to_owned();
        }
        if *records > 0 {
            *counts.entry(name.clone()).or_insert(0) += records;
        }
    }
    (names, counts)
}

/// What one worker knows of the labels.
pub(crate) struct Reader<'a> {
    labels: &'a [Label],
    values: &'a Values,
    /// Per label, the numbers of cells as they were spelt: nearly all records spell a value alike.
    spellings: Vec<HashMap<String, u64>>,
    /// Per label, the records of each number.
    pub(crate) records: Vec<Vec<u64>>,
    /// Per label, the numbers of the rows that wait to be hashed.
    waiting: Vec<Vec<u64>>,
    /// Per class of each label, in their order: pairs that wait to be handed over.
    pub(crate) pairs: Vec<ChunkPairs>,
    canonical: String,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(labels: &'a [Label], values: &'a Values) -> Reader<'a> {
        let classes = labels.iter().map(|label| label.classes.len()).sum();
        Reader {
            labels,
            values,
            spellings: vec![HashMap::new(); labels.len()],
            records: vec![vec![0]; labels.len()],
            waiting: vec![Vec::new(); labels.len()],
            pairs: vec![ChunkPairs::default(); classes],
            canonical: String::new(),
        }
    }

    /// Reads the labels of one row; `cell` gives the cell at a place of the projection.
    ///
    /// # Errors
    /// A label of too many values.
    pub(crate) fn read<'b>(&mut self, cell: &dyn Fn(usize) -> &'b str) -> Result<(), Error> {
        for (at, label) in self.labels.iter().enumerate() {
            let cell = cell(label.at);
            let spellings = &mut self.spellings[at];
            let number = match spellings.get(cell) {
                Some(number) => *number,
                None => {
                    let number = match label.canonical(cell, &mut self.canonical) {
                        Some(value) => self.values.number(at, label, value)?,
                        None => 0,
                    };
                    if spellings.len() < MOST_SPELLINGS {
                        spellings.insert(cell.to_owned(), number);
                    }
                    number
                }
            };
            let records = &mut self.records[at];
            if records.len() <= number as usize {
                records.resize(number as usize + 1, 0);
            }
            records[number as usize] += 1;
            self.waiting[at].push(number);
        }
        Ok(())
    }

    /// Pairs the digests of the class at `class` with the labels of their rows, `owners`.
    pub(crate) fn pair(&mut self, class: usize, owners: &[u32], digests: &[u64]) {
        let of_labels = self.labels.iter().zip(&self.waiting);
        let classes = of_labels.flat_map(|(label, numbers)| label.classes.iter().map(move |(_, of)| (*of, numbers)));
        for ((of, numbers), chunk) in classes.zip(&mut self.pairs) {
            if of != class {
                continue;
            }
            let pairs = owners.iter().zip(digests);
            chunk
                .pairs
                .extend(pairs.map(|(row, digest)| [*digest, numbers[*row as usize]]));
            // The messages of one row follow each other.
            chunk.filled += owners.chunk_by(|a, b| a == b).count() as u64;
        }
    }

    /// Forgets the rows that waited.
    pub(crate) fn hashed(&mut self) {
        self.waiting.iter_mut().for_each(Vec::clear);
    }
}

/// Adds the records of each number that another worker counted.
pub(crate) fn merge(ours: &mut [Vec<u64>], theirs: &[Vec<u64>]) {
    for (ours, theirs) in ours.iter_mut().zip(theirs) {
        ours.resize(ours.len().max(theirs.len()), 0);
        ours.iter_mut().zip(theirs).for_each(|(ours, theirs)| *ours += theirs);
    }
}

/// More values tell no segments apart.
const MOST_VALUES: usize = 256;
/// A value of fewer records points at few people.
const FEWEST_RECORDS: u64 = 100;
/// Identifiers that carry labels.
const MOST_IDENTIFIERS: usize = 4;
/// Spellings that a worker remembers of each label.
const MOST_SPELLINGS: usize = 4_096;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_values_are_one_segment() {
        let names = [NO_VALUE, "gold", "basic", "old", "never"].map(str::to_owned).to_vec();
        let (names, counts) = segments(names, &[99, 100, 5_000, 1, 0]);
        assert_eq!(names, [OTHERS, "gold", "basic", OTHERS, OTHERS]);
        let expected = [(OTHERS, 100), ("gold", 100), ("basic", 5_000)];
        assert_eq!(
            counts,
            expected.map(|(name, records)| (name.to_owned(), records)).into()
        );
    }

    #[test]
    fn what_the_company_assigns_carries_labels_first_and_four_do_at_most() {
        let kinds = [
            Kind::Ssn,
            Kind::Phone,
            Kind::Email,
            Kind::Imei,
            Kind::Account,
            Kind::Licence,
        ];
        let classes: Vec<Class> = kinds.into_iter().map(Class::single).collect();
        let of = |classes: &[Class], own: &[Kind]| -> Vec<Kind> {
            identifiers(classes, own).into_iter().map(|(kind, _)| kind).collect()
        };
        let usual = [Kind::Account, Kind::Ssn, Kind::Phone, Kind::Email];
        assert_eq!(of(&classes, &[Kind::Account]), usual);
        let own = [Kind::Imei, Kind::Account];
        assert_eq!(of(&classes, &own), [Kind::Account, Kind::Imei, Kind::Ssn, Kind::Phone]);
        assert_eq!(of(&classes[2..4], &[]), [Kind::Email, Kind::Imei]);
    }

    #[test]
    fn no_canonical_value_begins_as_a_segment_of_ours_does() {
        for kind in Kind::ALL.into_iter().filter(|kind| !points_at_people(*kind)) {
            let reading = Reading::new(kind);
            for raw in [
                OTHERS,
                NO_VALUE,
                "  others",
                "\u{A0}others",
                "\u{200B} none",
                "\u{3000}none",
            ] {
                let mut out = String::new();
                reading.canonical(raw, &mut out);
                assert!(!out.starts_with(' '), "{kind}: {raw:?}");
            }
        }
    }
}
