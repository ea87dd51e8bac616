//! Rows of a sample reduced to outcomes and digests: all that the rest of a test sees of them.

use assay_fields::{Class, Kind, Parsed, Part, Reading, Row, Side, default_links};
use assay_index::{Digester, Messages, stands_alone};
use assay_sample::RowBatch;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Values that a message joins, as positions in [`PreparedRow::values`]; unused places hold `NO_VALUE`.
pub(crate) type Joins = [u16; 4];
/// The filler of unused places in [`Joins`].
pub(crate) const NO_VALUE: u16 = u16::MAX;

/// Some rows of a sample, without their values.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Prepared {
    pub(crate) rows: Vec<PreparedRow>,
    /// One entry per class of the plan.
    pub(crate) lookups: Vec<Lookups>,
}

/// One row, without its values.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PreparedRow {
    pub(crate) number: u64,
    pub(crate) line: u64,
    /// Equal for equal rows, under a key of the run's own.
    pub(crate) fingerprint: u64,
    /// What became of each column's cell.
    pub(crate) parsed: Vec<Parsed>,
    /// The kind of each canonical value.
    pub(crate) values: Vec<Kind>,
    /// The value that each column's cell became or became part of.
    pub(crate) value_of: Vec<Option<u16>>,
}

/// The messages of one class over some rows, as digests.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Lookups {
    /// Where each row's messages begin, and where the last one's end: one entry more than rows.
    pub(crate) starts: Vec<u32>,
    /// Which values each message joins. Messages of equal joins follow each other.
    pub(crate) joins: Vec<Joins>,
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
    pub fn new(readings: &[Option<Reading>], more: &[Class]) -> Plan {
        let mut kinds: Vec<Kind> = readings.iter().flatten().map(|reading| reading.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let has_name = kinds
            .iter()
            .any(|kind| matches!(kind, Kind::Name | Kind::GivenName | Kind::Surname));
        let opaque: Vec<_> = readings
            .iter()
            .flatten()
            .filter_map(|reading| reading.opaque.as_ref())
            .collect();
        let can_fill = |part: &Part| match part {
            Part::Kind(Kind::Name) => has_name,
            Part::Kind(kind) => kinds.contains(kind),
            Part::Opaque(column) => opaque.iter().any(|name| name.as_str() == column),
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
    readings: Vec<Option<Reading>>,
    plan: Plan,
    row_key: [u8; 32],
}

impl Preparer {
    /// A preparer for a sample whose columns are read as `readings`.
    ///
    /// # Errors
    /// The operating system's random source can't be read: equal rows are recognised under a random key.
    pub fn new(readings: Vec<Option<Reading>>, plan: Plan) -> Result<Preparer, crate::Error> {
        let mut row_key = [0u8; 32];
        getrandom::fill(&mut row_key).map_err(|_| crate::Error::NoRandomness)?;
        Ok(Preparer {
            readings,
            plan,
            row_key,
        })
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
        range: std::ops::Range<usize>,
        digesters: &[&dyn Digester],
    ) -> Result<Prepared, crate::Error> {
        let classes = self.plan.classes();
        let mut messages: Vec<Messages> = classes.iter().map(|_| Messages::default()).collect();
        let mut prepared = Prepared {
            rows: Vec::with_capacity(range.len()),
            lookups: classes.iter().map(|_| Lookups::default()).collect(),
        };
        let mut row = Row::default();
        for at in range {
            let cells = batch.row(at);
            row.fill(&self.readings, cells.cells());
            for ((class, messages), lookups) in classes.iter().zip(&mut messages).zip(&mut prepared.lookups) {
                lookups.starts.push(messages.len() as u32);
                class.messages(&row, Side::Probe, &mut |values, message| {
                    messages.push(message);
                    let mut joins = [NO_VALUE; 4];
                    joins[..values.len()].copy_from_slice(values);
                    lookups.joins.push(joins);
                });
            }
            prepared.rows.push(PreparedRow {
                number: cells.number(),
                line: cells.line(),
                fingerprint: self.fingerprint(cells.cells()),
                parsed: row.parsed().to_vec(),
                values: row.values().iter().map(|value| value.kind).collect(),
                value_of: row.value_of().to_vec(),
            });
        }
        for ((class, messages), lookups) in classes.iter().zip(&messages).zip(&mut prepared.lookups) {
            lookups.starts.push(messages.len() as u32);
            for digester in digesters {
                let mut digests = Vec::new();
                digester.digest(class, messages, &mut digests)?;
                lookups.digests.push(digests);
            }
        }
        Ok(prepared)
    }

    fn fingerprint<'a>(&self, cells: impl Iterator<Item = &'a str>) -> u64 {
        let mut hasher = blake3::Hasher::new_keyed(&self.row_key);
        for cell in cells {
            hasher.update(&(cell.len() as u64).to_le_bytes());
            hasher.update(cell.as_bytes());
        }
        let mut first = [0u8; 8];
        first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
        u64::from_le_bytes(first)
    }
}

impl Prepared {
    /// Whether a part that was read from a file hangs together: every position lies within bounds.
    pub(crate) fn fits(&self, classes: usize, columns: usize) -> bool {
        let rows_fit = self.rows.iter().all(|row| {
            let of_value = row.value_of.iter().flatten();
            row.parsed.len() == columns
                && row.value_of.len() == columns
                && of_value.map(|at| usize::from(*at)).all(|at| at < row.values.len())
        });
        rows_fit && self.lookups.len() == classes && self.lookups.iter().all(|lookups| lookups.fits(&self.rows))
    }
}

impl Lookups {
    fn fits(&self, rows: &[PreparedRow]) -> bool {
        let ends_right = self.starts.first() == Some(&0)
            && self.starts.last().map(|end| *end as usize) == Some(self.joins.len())
            && self.starts.len() == rows.len() + 1
            && self.starts.is_sorted();
        let digests_fit = self.digests.len() == 1 && self.digests[0].len() == self.joins.len();
        ends_right
            && digests_fit
            && rows.iter().enumerate().all(|(n, row)| {
                let joined = self.joins[self.of_row(n)].iter().flatten();
                joined
                    .filter(|at| **at != NO_VALUE)
                    .all(|at| usize::from(*at) < row.values.len())
            })
    }

    /// The messages of row `row`: a range into `joins` and `digests`.
    pub(crate) fn of_row(&self, row: usize) -> std::ops::Range<usize> {
        self.starts[row] as usize..self.starts[row + 1] as usize
    }
}

/// Enough rows to spread a batch over threads, few enough to stay in a core's cache.
const ROWS_A_PART: usize = 2_048;
