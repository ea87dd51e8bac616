//! Sample against indexes: outcomes, grades, tally, signals, estimates, verdict.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod amount;
mod budget;
mod by_chance;
mod canaries;
mod claim;
mod coherence;
mod conclude;
mod contact;
mod controls;
mod counting;
mod distinct;
mod error;
mod estimates;
mod facts;
mod figures;
mod findings;
mod genuine;
mod grade;
mod joined;
mod judge;
mod method;
mod null;
mod numbers;
mod options;
mod outcome;
mod parts;
mod persons;
mod prepare;
mod rows;
mod rule;
mod sealed;
mod seen;
mod segments;
mod shape;
mod share;
mod signal;
mod sizes;
mod sources;
mod tally;
mod tester;
mod verdict;
mod warn;
mod warning;
mod weigh;
mod words;
mod worker;

pub use assay_index::{Covers, NO_VALUE, OTHERS};
pub use budget::Budget;
pub use canaries::CanaryHit;
pub use claim::{
    BadClaim, BadPeriod, BadPromise, BadSize, Claim, ClaimDate, ClaimField, ClaimFindings, ClaimItem, ClaimStatus,
    FieldStatus, Period, Promise, parse_size,
};
pub use coherence::{
    CoherenceCheck, CoherenceFacts, CoherenceFindings, Expected, Fraction, LastDigits, Measure, Measured,
};
pub use conclude::Ended;
pub use contact::{Contact, ContactOptions, ContactRow};
pub use controls::{ControlField, ControlFindings, ControlOf, Controls, ControlsTest};
pub use counting::{Counted, Counting};
pub use error::Error;
pub use estimates::{Assumption, Estimate, Holds, Quantity, SizeCounts, Topic, Unit, size_estimates};
pub use facts::{Tested, plan, readings, seal_rows, test_rows};
pub use findings::*;
pub use null::{ClassWeight, MadeUp, NullFindings, NullLink, NullTest};
pub use numbers::{NumberFacts, Rounded, SeriesFacts};
pub use options::{BytesOf, ColumnFacts, Members, Options, RowsOfLength, SampleFacts, Sampling, TableFacts};
pub use outcome::{Grade, Outcome};
pub use prepare::{Plan, Prepared, Preparer};
pub use rows::RowResult;
pub use rule::{RuleLine, rule_of};
pub use sealed::{SealedManifest, SealedSample, Sealer, Shuffled};
pub use seen::{Blocks, InSample, Others, Seen, Shared, Thing};
pub use signal::{Points, Question, Signal, Strength};
pub use sizes::{Counter, SampleOfListing, SizeFindings};
pub use sources::{Dating, KnownTogether, SnapshotMatch, Source, SourceMatch, SourcesMatch};
pub use tester::Tester;
pub use verdict::{Answer, Confidence, Verdict, VerdictGrade, YesNo};
pub use warning::Warning;
