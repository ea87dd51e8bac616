use std::collections::BTreeMap;
use std::fmt;

use assay_fields::{Class, Kind, Reading};
use serde::{Deserialize, Serialize};

use crate::{Canary, KeyId, Segments};

/// What an index says about itself. It is readable without the key and sealed with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the file format.
    pub format: u32,
    /// Name and version of the program that built it.
    pub tool: String,
    /// How digests are made.
    pub scheme: Scheme,
    /// Public name of the key.
    pub key_id: KeyId,
    /// Whose records these are, as the company names itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Kinds that only this company assigns.
    pub own: Vec<Kind>,
    /// The date of the records, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snapshot: Option<String>,
    /// Which of the company's customers the records cover.
    #[serde(default)]
    pub covers: Covers,
    /// Counts of records.
    pub records: RecordCounts,
    /// The columns that were used.
    pub columns: Vec<ColumnUse>,
    /// How often two records' names agree by chance.
    pub names: NameAgreement,
    /// The classes, in the order of their sections.
    pub classes: Vec<ClassEntry>,
    /// Labels: per column, its values with the records that have them. [`OTHERS`](crate::OTHERS) stands for all values
    /// that fewer than 100 records have, [`NO_VALUE`](crate::NO_VALUE) for none.
    #[serde(default)]
    pub labels: BTreeMap<String, BTreeMap<String, u64>>,
    /// Planted records, by their ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub canaries: Vec<Canary>,
}

/// How digests are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// Keyed BLAKE3, in-process.
    Keyed,
}

/// Which of the company's customers an index covers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Covers {
    /// Not said.
    #[default]
    Unstated,
    /// All that the company ever had.
    All,
    /// Those of today only: it can wrongly refute a claim about former ones.
    Current,
    /// In the company's words.
    Other(String),
}

/// Counts of records.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordCounts {
    /// Lines or rows read, rejected ones included.
    pub read: u64,
    /// Lines that were no record, by reason.
    pub rejected: BTreeMap<String, u64>,
    /// Records that differ in at least one indexed value.
    pub distinct: u64,
    /// Cells without a canonical form, by kind and reason.
    pub malformed: BTreeMap<Kind, BTreeMap<String, u64>>,
    /// Cells that break a rule of their kind and are indexed all the same.
    pub implausible: BTreeMap<Kind, BTreeMap<String, u64>>,
    /// Cells set aside as placeholders, by kind.
    pub placeholders: BTreeMap<Kind, u64>,
    /// Cells with leading zeros put back, by kind.
    pub padded: BTreeMap<Kind, u64>,
    /// Rows in which bytes that are no UTF-8 were replaced; the cells count as malformed.
    #[serde(default)]
    pub mended: u64,
    /// Values that were not read: under JSON keys that no file has in its head, or arrays and objects.
    #[serde(default)]
    pub unread_values: u64,
}

impl RecordCounts {
    /// Records that were indexed: those read, less those rejected.
    pub fn accepted(&self) -> u64 {
        let rejected = self
            .rejected
            .values()
            .fold(0, |sum: u64, lines| sum.saturating_add(*lines));
        self.read.saturating_sub(rejected)
    }
}

/// A column of the company's table and what it was taken for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnUse {
    /// Position in the table, from 1.
    pub column: u32,
    /// How it was read.
    #[serde(flatten)]
    pub reading: Reading,
    /// `map`, `header` or `content`: where the kind is from.
    pub decided_by: String,
}

/// How often the names of two different records agree by chance, measured on the leading records of every
/// file: what a made-up name is up against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NameAgreement {
    /// Names it was measured on.
    pub names: u64,
    /// Chance that two names share at least one token (upper bound: the sum over tokens).
    pub one_token: f64,
    /// Chance that two names share given name and surname.
    pub two_tokens: f64,
}

/// One class of an index.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassEntry {
    /// The class.
    pub class: Class,
    /// Versions of its kinds' rules, in the class's order.
    pub versions: Vec<u32>,
    /// Records with at least one value of the class.
    pub filled: u64,
    /// Distinct digests in the filters.
    pub distinct: u64,
    /// Digests left out because more than 1,000 records shared each of them.
    pub too_frequent: u64,
    /// The filter's name.
    pub filter: String,
    /// Shards it is cut into.
    pub shards: u32,
    /// Bits of all filters.
    pub bits: u64,
    /// False-positive rate asked for.
    pub rate: f64,
    /// False-positive rate expected of the filters as they were filled.
    pub expected_false_positive_rate: f64,
    /// Number of values that a made-up one is drawn from, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub space: Option<f64>,
    /// Rate at which made-up values hit: 1 − (1 − false positives)(1 − distinct/space).
    pub chance_rate: f64,
    /// For a link of a name and an identifier: rate at which a made-up name beside a real identifier
    /// shares one token (near), false positives of every token included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub near_chance: Option<f64>,
    /// BLAKE3 over the table of shard hashes, hexadecimal.
    pub root: String,
    /// Of a label: how the identifiers are spread over its segments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segments: Option<Segments>,
}

impl ClassEntry {
    /// Seconds that a holder of the key needs to try every value of the class on one core, where the number
    /// of values is known: at 40 ns a digest, many hashed at once.
    pub fn enumeration_seconds(&self) -> Option<f64> {
        Some(self.space? * 40e-9)
    }
}

impl fmt::Display for Covers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Covers::Unstated => "not stated",
            Covers::All => "all customers",
            Covers::Current => "current customers only",
            Covers::Other(text) => text,
        })
    }
}

impl Manifest {
    /// The entry of a class, with its position.
    pub fn class(&self, class: &Class) -> Option<(usize, &ClassEntry)> {
        self.classes.iter().enumerate().find(|(_, entry)| entry.class == *class)
    }

    /// Distinct people that the records stand for: the distinct values of an identifier that a person has once (an ssn,
    /// a licence, a passport, a number that the company assigns) and that at least half of the records have, raised
    /// by the share of records without it; the smallest of several, since people may have two accounts. Without such
    /// an identifier the distinct records.
    pub fn people(&self) -> u64 {
        let accepted = self.records.accepted();
        let once = |entry: &&ClassEntry| {
            let mut kinds = entry.class.kinds();
            !entry.class.is_link() && kinds.any(|kind| kind.is_personal() || self.own.contains(&kind))
        };
        self.classes
            .iter()
            .filter(once)
            .filter(|entry| entry.filled > 0 && entry.filled * 2 >= accepted)
            .map(|entry| (entry.distinct as f64 * accepted as f64 / entry.filled as f64).round() as u64)
            .chain([self.records.distinct])
            .min()
            .unwrap_or(0)
    }
}
