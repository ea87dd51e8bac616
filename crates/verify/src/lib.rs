//! Sample against indexes: outcomes, grades, tally, signals, estimates, verdict.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod amount;
mod budget;
mod claim;
mod conclude;
mod counting;
mod distinct;
mod error;
mod estimates;
mod facts;
mod findings;
mod grade;
mod joined;
mod judge;
mod options;
mod outcome;
mod persons;
mod prepare;
mod rows;
mod rule;
mod sealed;
mod segments;
mod shape;
mod signal;
mod tally;
mod tester;
mod verdict;
mod warn;
mod warning;
mod weigh;
mod worker;

pub use assay_index::{Covers, NO_VALUE, OTHERS};
pub use budget::Budget;
pub use counting::{Counted, Counting};
pub use error::Error;
pub use estimates::{Assumption, Estimate, Holds, Topic, Unit};
pub use facts::{Tested, plan, readings, seal_rows, test_rows};
pub use findings::*;
pub use options::{BytesOf, Claim, ColumnFacts, Members, Options, SampleFacts, Sampling, TableFacts};
pub use outcome::{Grade, Outcome};
pub use prepare::{Plan, Prepared, Preparer};
pub use rows::RowResult;
pub use sealed::{SealedManifest, SealedSample, Sealer};
pub use signal::{Points, Question, Signal, Strength};
pub use tester::Tester;
pub use verdict::{Answer, Confidence, Verdict, VerdictGrade, YesNo};
pub use warning::Warning;
