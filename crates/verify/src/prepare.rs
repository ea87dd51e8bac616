//! Rows of a sample reduced to outcomes and digests: all that the rest of a test sees of them.

use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use assay_fields::{Class, Kind, Parsed, Part, Reading, Row, Side, default_links};
use assay_index::{Digester, Messages, stands_alone};
use assay_sample::RowBatch;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::coherence::Coherence;
use crate::null::Subset;
use crate::numbers::Numbers;
use crate::shape::{Joins, NO_VALUE, Shape, Shapes};

/// Some rows of a sample, without their values.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Prepared {
    pub(crate) rows: Vec<PreparedRow>,
    /// What rows have in common.
    pub(crate) shapes: Vec<Shape>,
    /// One entry per class of the plan.
    pub(crate) lookups: Vec<Lookups>,
}

/// One row, without its values.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct PreparedRow {
    pub(crate) number: u64,
    pub(crate) line: u64,
    /// Equal for equal rows, under a key of the run's own.
    pub(crate) fingerprint: u64,
    /// Its shape, as a position in [`Prepared::shapes`].
    pub(crate) shape: u32,
}

/// The messages of one class over some rows, row after row, as digests; a row's shape says how many are its own.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Lookups {
    /// The digests, once per digester.
    pub(crate) digests: Vec<Vec<u64>>,
}

/// The classes that a sample is looked up in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    classes: Vec<Class>,
}

impl Plan {
    /// The classes that columns read as `readings` can fill: every kind that stands alone, the default
    /// links, and those of `more` (the classes of the indexes, or links asked for).
    pub fn new(readings: &[Vec<Option<Reading>>], more: &[Class]) -> Plan {
        let all = || readings.iter().flatten().flatten();
        let kinds = all().map(|reading| reading.kind).collect();
        let opaque: Vec<_> = all().filter_map(|reading| reading.opaque.as_ref()).collect();
        Plan::fillable(kinds, &|name| opaque.iter().any(|known| known.as_str() == name), more)
    }

    /// The classes that a sample can fill of which further tables may come: all of them.
    pub fn any(more: &[Class]) -> Plan {
        let kinds = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Opaque);
        Plan::fillable(kinds.collect(), &|_| true, more)
    }

    fn fillable(mut kinds: Vec<Kind>, has_opaque: &dyn Fn(&str) -> bool, more: &[Class]) -> Plan {
        kinds.sort_unstable();
        kinds.dedup();
        let has_name = kinds
            .iter()
            .any(|kind| matches!(kind, Kind::Name | Kind::GivenName | Kind::Surname));
        let can_fill = |part: &Part| match part {
            Part::Kind(Kind::Name) => has_name,
            Part::Kind(kind) => kinds.contains(kind),
            Part::Opaque(column) => has_opaque(column),
            // Labels are looked up at the end, from the digests of identifiers.
            Part::Label(_) => false,
        };
        let mut classes: Vec<Class> = kinds
            .iter()
            .filter(|kind| stands_alone(**kind) && **kind != Kind::Opaque)
            .map(|kind| Class::single(*kind))
            .collect();
        for class in default_links(&kinds).iter().chain(more) {
            if !classes.contains(class) && class.parts().iter().all(can_fill) {
                classes.push(class.clone());
            }
        }
        Plan { classes }
    }

    /// Of these classes, those that tell people apart: identifiers, and each with a name.
    pub(crate) fn of_people(self) -> Plan {
        let tells = |class: &Class| match class.parts() {
            [Part::Kind(kind)] => kind.is_identifier(),
            [Part::Kind(Kind::Name), Part::Kind(kind)] => kind.is_identifier(),
            _ => false,
        };
        Plan {
            classes: self.classes.into_iter().filter(tells).collect(),
        }
    }

    /// Which classes the columns of a sample can fill; `values` says how many messages of each there were.
    pub(crate) fn used(&self, facts: &crate::SampleFacts, values: &[u64]) -> Vec<bool> {
        let has = |kind: Kind| facts.columns.iter().any(|column| column.kind == kind);
        let has_name = [Kind::Name, Kind::GivenName, Kind::Surname].into_iter().any(has);
        let can_fill = |part: &Part| match part {
            Part::Kind(Kind::Name) => has_name,
            Part::Kind(kind) => has(*kind),
            Part::Opaque(_) => true,
            Part::Label(_) => false,
        };
        let classes = self.classes.iter().zip(values);
        classes
            .map(|(class, values)| *values > 0 || class.parts().iter().all(can_fill))
            .collect()
    }

    pub(crate) fn of_classes(classes: Vec<Class>) -> Plan {
        Plan { classes }
    }

    /// The classes, in the order of the lookups.
    pub fn classes(&self) -> &[Class] {
        &self.classes
    }
}

/// Turns rows into [`Prepared`] rows.
pub struct Preparer {
    tables: Vec<TableReadings>,
    /// Tables of samples before the one that is read.
    earlier: usize,
    /// What makes two rows equal.
    equality: Equality,
    plan: Plan,
    row_key: [u8; 32],
    numbers: Numbers,
    coherence: Coherence,
    /// Some rows that are kept whole.
    subset: Subset,
    /// What parts have done with, for the next ones.
    spare: Mutex<Vec<Spare>>,
}

/// What makes two rows equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Equality {
    /// Equal cells.
    Cells,
    /// Equal canonical values, in whatever order and spelling; of cells that have none, the text. Columns without a kind
    /// don't count.
    Values,
}

/// How the columns of a table are read.
struct TableReadings {
    /// The position of its first column among all columns of the sample.
    first_column: u32,
    readings: Vec<Option<Reading>>,
}

/// What a part needs and the next one can use: its memory is large enough by then.
#[derive(Default)]
pub(crate) struct Spare {
    /// It remembers how values that come again and again were read.
    row: Row,
    /// Emptied, one entry per class.
    messages: Vec<Messages>,
}

impl Preparer {
    /// A preparer for a sample whose columns are read as `readings`, table by table; [`Preparer::learn`] adds tables.
    ///
    /// # Errors
    /// The operating system's random source can't be read: equal rows are recognised under a random key.
    pub fn new(readings: Vec<Vec<Option<Reading>>>, plan: Plan) -> Result<Preparer, crate::Error> {
        let mut row_key = [0u8; 32];
        getrandom::fill(&mut row_key).map_err(|_| crate::Error::NoRandomness)?;
        Ok(Preparer::with_row_key(readings, plan, row_key))
    }

    /// A preparer that recognises rows which another one with the same key saw.
    pub(crate) fn with_row_key(readings: Vec<Vec<Option<Reading>>>, plan: Plan, row_key: [u8; 32]) -> Preparer {
        let mut secret = [0u8; 8];
        secret.copy_from_slice(&row_key[..8]);
        let mut preparer = Preparer {
            numbers: Numbers::new(u64::from_le_bytes(secret)),
            coherence: Coherence::new(),
            subset: Subset::default(),
            tables: Vec::new(),
            earlier: 0,
            equality: Equality::Cells,
            plan,
            row_key,
            spare: Mutex::default(),
        };
        readings.into_iter().for_each(|readings| preparer.learn(readings));
        preparer
    }

    /// Adds a table of the sample, the next one in its order.
    pub fn learn(&mut self, readings: Vec<Option<Reading>>) {
        self.numbers.learn(&readings);
        let first_column = self.tables.last().map_or(0, TableReadings::end);
        self.tables.push(TableReadings { first_column, readings });
    }

    /// Turns to a further sample, whose tables come after those of the earlier ones.
    pub(crate) fn next_sample(&mut self, readings: Vec<Vec<Option<Reading>>>) {
        self.earlier = self.tables.len();
        self.numbers = self.numbers.of_another();
        self.coherence = Coherence::new();
        self.subset = Subset::default();
        readings.into_iter().for_each(|readings| self.learn(readings));
    }

    /// The preparer with another notion of equal rows.
    pub(crate) fn with_equality(self, equality: Equality) -> Preparer {
        Preparer { equality, ..self }
    }

    /// What was noted of the numbers in the rows so far.
    pub(crate) fn numbers(&self) -> &Numbers {
        &self.numbers
    }

    /// The rows that are kept whole.
    pub(crate) fn subset(&self) -> &Subset {
        &self.subset
    }

    /// How a table's columns are read, and the position of its first column.
    pub(crate) fn table(&self, table: usize) -> Option<(u32, &[Option<Reading>])> {
        let table = self.tables.get(table)?;
        Some((table.first_column, &table.readings))
    }

    /// What was noted of how the rows' fields fit each other so far.
    pub(crate) fn coherence(&self) -> &Coherence {
        &self.coherence
    }

    /// How many tables of the sample it knows.
    pub(crate) fn tables(&self) -> usize {
        self.tables.len() - self.earlier
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Prepares a batch under each of `digesters`, in parallel; the parts are in the batch's order.
    pub fn prepare(&self, batch: &RowBatch, digesters: &[&dyn Digester]) -> Result<Vec<Prepared>, crate::Error> {
        let starts: Vec<usize> = (0..batch.len()).step_by(ROWS_A_PART).collect();
        starts
            .into_par_iter()
            .map(|start| self.part(batch, start..(start + ROWS_A_PART).min(batch.len()), digesters))
            .collect()
    }

    fn part(
        &self,
        batch: &RowBatch,
        range: Range<usize>,
        digesters: &[&dyn Digester],
    ) -> Result<Prepared, crate::Error> {
        let table = &self.tables[self.earlier + batch.table()];
        self.numbers.note(batch, range.clone());
        let spare = self.spare().pop().unwrap_or_default();
        let mut building = Building::new(&self.plan, spare, range.len());
        let mut cells_text = Vec::new();
        let mut watch = self.coherence.watch();
        for at in range {
            let cells = batch.row(at);
            let place = (cells.number(), cells.line());
            let row = building.push(table.first_column, &table.readings, cells.cells(), place);
            let fingerprint = match self.equality {
                Equality::Cells => self.fingerprint(cells.cells(), &mut cells_text),
                Equality::Values => self.fingerprint_of_values(row, &table.readings, cells, &mut cells_text),
            };
            watch.note(fingerprint, row, &table.readings, &cells);
            building.mark(fingerprint);
            self.subset.offer(self.earlier + batch.table(), cells);
        }
        self.coherence.add(watch);
        let (prepared, spare) = building.finish(digesters)?;
        self.spare().push(spare);
        Ok(prepared)
    }

    fn spare(&self) -> MutexGuard<'_, Vec<Spare>> {
        self.spare.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The same for all rows of the same values, whatever the order of columns; a row without any counts by its cells.
    fn fingerprint_of_values(
        &self,
        row: &Row,
        readings: &[Option<Reading>],
        cells: assay_sample::Row<'_>,
        text: &mut Vec<u8>,
    ) -> u64 {
        let canonical = row.values().iter().map(|value| (value.kind, row.text(value)));
        let read = readings.iter().zip(row.parsed()).zip(cells.cells());
        let raw = read.filter_map(|((reading, parsed), cell)| {
            let is_text = matches!(parsed, Parsed::Malformed(_) | Parsed::Masked);
            Some((reading.as_ref()?.kind, cell.trim())).filter(|_| is_text)
        });
        let mut values: Vec<(Kind, &str)> = canonical.chain(raw).filter(|(kind, _)| *kind != Kind::Opaque).collect();
        if values.is_empty() {
            return self.fingerprint(cells.cells(), text);
        }
        values.sort_unstable();
        self.fingerprint(values.iter().flat_map(|(kind, value)| [kind.name(), *value]), text)
    }

    fn fingerprint<'a>(&self, cells: impl Iterator<Item = &'a str>, text: &mut Vec<u8>) -> u64 {
        text.clear();
        for cell in cells {
            // Lengths keep cells apart; most take one byte.
            let mut length = cell.len();
            while length >= 0x80 {
                text.push(length as u8 | 0x80);
                length >>= 7;
            }
            text.push(length as u8);
            text.extend_from_slice(cell.as_bytes());
        }
        let mut first = [0u8; 8];
        first.copy_from_slice(&blake3::keyed_hash(&self.row_key, text).as_bytes()[..8]);
        u64::from_le_bytes(first)
    }
}

/// Rows that are being prepared.
pub(crate) struct Building<'p> {
    plan: &'p Plan,
    spare: Spare,
    rows: Vec<PreparedRow>,
    shapes: Shapes,
    ends: Vec<u32>,
    joins: Vec<Joins>,
}

impl<'p> Building<'p> {
    /// Nothing yet, of about `rows` rows.
    pub(crate) fn new(plan: &'p Plan, mut spare: Spare, rows: usize) -> Building<'p> {
        spare.messages.resize_with(plan.classes().len(), Messages::default);
        Building {
            plan,
            spare,
            rows: Vec::with_capacity(rows),
            shapes: Shapes::default(),
            ends: Vec::new(),
            joins: Vec::new(),
        }
    }

    /// Adds a row of a table that begins at `first_column`; its place is its number and its line.
    pub(crate) fn push<'a>(
        &mut self,
        first_column: u32,
        readings: &[Option<Reading>],
        cells: impl Iterator<Item = &'a str>,
        (number, line): (u64, u64),
    ) -> &Row {
        let Spare { row, messages } = &mut self.spare;
        row.fill(readings, cells);
        self.ends.clear();
        self.joins.clear();
        let joins = &mut self.joins;
        for (class, messages) in self.plan.classes().iter().zip(messages) {
            class.messages(row, Side::Probe, &mut |values, message| {
                messages.push(message);
                // A copy of a slice would be read back before it is whole, which stalls the processor.
                let value = |n: usize| values.get(n).copied().unwrap_or(NO_VALUE);
                joins.push([value(0), value(1), value(2), value(3)]);
            });
            self.ends.push(joins.len() as u32);
        }
        self.rows.push(PreparedRow {
            number,
            line,
            fingerprint: 0,
            shape: self.shapes.number(first_column, row, &self.ends, joins),
        });
        row
    }

    /// Gives the last row its fingerprint.
    fn mark(&mut self, fingerprint: u64) {
        if let Some(row) = self.rows.last_mut() {
            row.fingerprint = fingerprint;
        }
    }

    /// The rows under each of `digesters`, and what can be used again.
    pub(crate) fn finish(mut self, digesters: &[&dyn Digester]) -> Result<(Prepared, Spare), crate::Error> {
        let mut lookups = Vec::with_capacity(self.plan.classes().len());
        for (class, messages) in self.plan.classes().iter().zip(&self.spare.messages) {
            let mut digests = Vec::with_capacity(digesters.len());
            for digester in digesters {
                let mut of_digester = Vec::new();
                digester.digest(class, messages, &mut of_digester)?;
                digests.push(of_digester);
            }
            lookups.push(Lookups { digests });
        }
        self.spare.messages.iter_mut().for_each(Messages::clear);
        let prepared = Prepared {
            rows: self.rows,
            shapes: self.shapes.into_shapes(),
            lookups,
        };
        Ok((prepared, self.spare))
    }
}

impl TableReadings {
    fn end(&self) -> u32 {
        self.first_column + self.readings.len() as u32
    }
}

impl Prepared {
    /// Whether a part that was read from a file hangs together: it has no more rows than are sealed together, every position lies within bounds, and there are as
    /// many digests as the rows' shapes have messages.
    pub(crate) fn fits(&self, classes: usize, columns: usize) -> bool {
        let shapes_fit = self.shapes.iter().all(|shape| shape.fits(classes, columns));
        let few = self.rows.len() <= ROWS_A_PART && self.shapes.len() <= self.rows.len();
        if !few || !shapes_fit || self.lookups.len() != classes {
            return false;
        }
        let mut messages = vec![0usize; classes];
        for row in &self.rows {
            let Some(shape) = self.shapes.get(row.shape as usize) else {
                return false;
            };
            for (class, messages) in messages.iter_mut().enumerate() {
                *messages += shape.of_class(class).len();
            }
        }
        let mut lookups = self.lookups.iter().zip(messages);
        lookups.all(|(lookups, messages)| lookups.digests.len() == 1 && lookups.digests[0].len() == messages)
    }

    /// Takes out every row of which `is` says so, and says how many these were; `is` is shown where the row's messages of
    /// each class stand in the part.
    pub(crate) fn leave_out(&mut self, is: &mut dyn FnMut(&Prepared, &[Range<usize>]) -> bool) -> u64 {
        let classes = self.lookups.len();
        let mut messages = vec![0..0; classes];
        let mut kept = Prepared {
            lookups: vec![Lookups::default(); classes],
            ..Prepared::default()
        };
        for (lookups, kept) in self.lookups.iter().zip(&mut kept.lookups) {
            kept.digests.resize_with(lookups.digests.len(), Vec::new);
        }
        let mut left_out = 0;
        for row in &self.rows {
            let shape = &self.shapes[row.shape as usize];
            for (class, messages) in messages.iter_mut().enumerate() {
                *messages = messages.end..messages.end + shape.of_class(class).len();
            }
            if is(self, &messages) {
                left_out += 1;
                continue;
            }
            kept.rows.push(*row);
            for ((lookups, kept), messages) in self.lookups.iter().zip(&mut kept.lookups).zip(&messages) {
                for (digests, kept) in lookups.digests.iter().zip(&mut kept.digests) {
                    kept.extend_from_slice(&digests[messages.clone()]);
                }
            }
        }
        self.rows = kept.rows;
        self.lookups = kept.lookups;
        left_out
    }

    /// Bytes that it takes in memory, about.
    pub(crate) fn size(&self) -> u64 {
        let digests = self.lookups.iter().flat_map(|lookups| &lookups.digests);
        let digests: usize = digests.map(Vec::len).sum();
        let shapes: usize = self.shapes.iter().map(Shape::size).sum();
        (self.rows.len() * size_of::<PreparedRow>() + digests * size_of::<u64>() + shapes) as u64
    }
}

/// Enough rows to spread a batch over threads and to hash many messages at a time, few enough to stay in a core's cache
/// with theirs.
const ROWS_A_PART: usize = 1_024;
