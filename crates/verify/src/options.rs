use assay_estimate::Level;
use assay_index::Index;
use serde::{Deserialize, Serialize};

use crate::Error;

/// What the investigator states about the listing and the world around it.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Confidence level of every interval.
    pub level: Level,
    /// People from whom the company's customers come, such as a country's adults.
    pub population: Option<u64>,
    /// How the sample was drawn from the listing.
    pub sampling: Sampling,
    /// What the listing claims.
    pub claim: Claim,
}

impl Options {
    /// Whether what is stated fits the indexes.
    ///
    /// # Errors
    /// A population smaller than the people of an index; one index given twice, whose people would count twice.
    pub fn check(&self, indexes: &[Index]) -> Result<(), Error> {
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

/// The numbers that a listing states.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Rows.
    pub rows: Option<u64>,
    /// People.
    pub people: Option<u64>,
    /// Bytes.
    pub bytes: Option<u64>,
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
    /// The columns, in order.
    pub columns: Vec<ColumnFacts>,
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

/// What is known of one column of a sample.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnFacts {
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
