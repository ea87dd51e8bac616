use assay_estimate::{Level, RateMethod};
use assay_index::Index;
use serde::{Deserialize, Serialize};

use crate::{Claim, Error};

/// What the investigator states about the listing and the world around it.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Confidence level of every interval.
    pub level: Level,
    /// How the intervals of rates are computed, where their conditions hold; else they are exact.
    pub interval: RateMethod,
    /// People from whom the company's customers come, such as a country's adults.
    pub population: Option<u64>,
    /// How the sample was drawn from the listing.
    pub sampling: Sampling,
    /// What the listing claims.
    pub claim: Claim,
    /// The day of the test, if it is to be held against claimed dates.
    pub today: Option<jiff::civil::Date>,
}

impl Options {
    /// Whether what is stated fits the indexes.
    ///
    /// # Errors
    /// A population smaller than the people of an index; one index given twice, whose people would count twice; a listing
    /// that was seen in the future.
    pub fn check(&self, indexes: &[Index]) -> Result<(), Error> {
        if let Some(seen) = self.claim.seen.filter(|seen| self.is_yet_to_come(*seen)) {
            return Err(Error::SeenLater { seen });
        }
        for (n, index) in indexes.iter().enumerate() {
            let people = index.manifest().people();
            if let Some(population) = self.population.filter(|population| *population < people) {
                return Err(Error::PopulationTooSmall { population, people });
            }
            if indexes[..n].iter().any(|other| other.seal() == index.seal()) {
                return Err(Error::SameIndexTwice {
                    path: index.path().to_owned(),
                });
            }
        }
        Ok(())
    }

    /// Whether nothing of a period has begun anywhere: in some places it is tomorrow already.
    pub(crate) fn is_yet_to_come(&self, period: crate::Period) -> bool {
        let tomorrow = self.today.and_then(|today| today.tomorrow().ok());
        tomorrow.is_some_and(|tomorrow| period.first() > tomorrow)
    }
}

/// How a sample was drawn from its listing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sampling {
    /// The seller chose the rows: figures are facts about this sample.
    #[default]
    Seller,
    /// The rows were drawn at random, by somebody who had no reason to choose.
    Random,
}

/// What is known of a sample besides its rows' results.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SampleFacts {
    /// Form, encoding and so on, as words.
    pub dialect: std::collections::BTreeMap<String, String>,
    /// Bytes of the file, as it was read.
    pub bytes: u64,
    /// Rows read, rejected ones included.
    pub read: u64,
    /// Rows rejected, by reason.
    pub rejected: std::collections::BTreeMap<String, u64>,
    /// Rows accepted in spite of a flaw, by flaw.
    pub flawed: std::collections::BTreeMap<String, u64>,
    /// Blank lines, which are no rows.
    pub blank: u64,
    /// Comments, banners and totals, which are no rows.
    #[serde(default)]
    pub comments: u64,
    /// Where the bytes went, of members that are read from byte to byte.
    #[serde(default)]
    pub bytes_of: BytesOf,
    /// How many rows are about so many bytes long, of the same members.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub row_lengths: Vec<RowsOfLength>,
    /// What is known of columns that hold numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub numbers: Vec<crate::NumberFacts>,
    /// How its rows' fields fit each other and the rules of their kinds.
    #[serde(default, skip_serializing_if = "crate::CoherenceFacts::is_empty")]
    pub coherence: crate::CoherenceFacts,
    /// The files that the sample holds.
    #[serde(default)]
    pub members: Members,
    /// The tables, if there are several.
    #[serde(default)]
    pub tables: Vec<TableFacts>,
    /// The columns of all tables, in order.
    pub columns: Vec<ColumnFacts>,
}

impl SampleFacts {
    /// The short names of the columns of each table.
    pub fn short_names(&self) -> Vec<Vec<String>> {
        let tables = self.columns.chunk_by(|one, next| one.table == next.table);
        tables
            .map(|columns| columns.iter().map(ColumnFacts::short_name).collect())
            .collect()
    }
}

impl ColumnFacts {
    /// The kind, or of a column without a use its printable name.
    pub fn short_name(&self) -> String {
        match self.kind {
            assay_fields::Kind::Opaque => self.name.clone(),
            kind => kind.to_string(),
        }
    }
}

/// Bytes of unpacked members by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BytesOf {
    /// Of rows that were tested.
    pub rows: u64,
    /// Of rows that were rejected.
    pub rejected: u64,
    /// Of what is no row: headers, blank lines, comments, what the form itself needs.
    pub other: u64,
}

/// Rows that are about equally long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowsOfLength {
    /// Their length in bytes, within a thirty-second.
    pub bytes: u64,
    /// How many they are.
    pub rows: u64,
}

/// The files that a sample holds: itself, or those of an archive or a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Members {
    /// How many were read.
    pub read: u64,
    /// How many were not, by reason.
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub rejected: std::collections::BTreeMap<String, u64>,
    /// How many of those that were read end where they are damaged, by the damage.
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub damaged: std::collections::BTreeMap<String, u64>,
}

/// What is known of one table of a sample that has several.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TableFacts {
    /// Its number, from 1.
    pub table: u32,
    /// The member in which it was met first, from 1.
    pub member: u32,
    /// How many columns it has.
    pub columns: u32,
    /// Form, encoding and so on, as words.
    pub dialect: std::collections::BTreeMap<String, String>,
}

/// What is known of one column of a sample.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnFacts {
    /// The number of its table, from 1.
    #[serde(default = "first")]
    pub table: u32,
    /// Its position in the table, from 1.
    #[serde(default)]
    pub number: u32,
    /// Its header, if that may be printed, else `column 7`.
    pub name: String,
    /// What it was taken for.
    pub kind: assay_fields::Kind,
    /// How surely.
    pub confidence: f64,
    /// What else it might be.
    pub second: Option<(assay_fields::Kind, f64)>,
    /// Whether its dates fit both orders of day and month and nobody said which holds.
    pub date_order_undecided: bool,
}

pub(crate) fn first() -> u32 {
    1
}

pub(crate) fn is_first(number: &u32) -> bool {
    *number == 1
}
