//! What a test found, as the report carries it. Everything here is counts, rates and words: no value of
//! the sample, no digest and no key.

use std::collections::BTreeMap;

use assay_estimate::{Interval, RateMethod, SpreadTest};
use assay_fields::{Class, Kind};
use assay_index::{Covers, KeyId};
use serde::{Deserialize, Serialize};

use crate::options::{first, is_first};
use crate::{
    BytesOf, CanaryHit, ClaimFindings, ClassWeight, Contact, ControlFindings, Counted, Counting, Dating, Estimate,
    Grade, MadeUp, Members, NullFindings, Outcome, Seen, Signal, Source, SourcesMatch, TableFacts, Verdict, Warning,
};

/// Everything that a test found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// The sample by itself.
    pub sample: SampleFindings,
    /// How the sample's rows fit each other and the rules of their kinds.
    #[serde(default, skip_serializing_if = "crate::CoherenceFindings::is_empty")]
    pub coherence: crate::CoherenceFindings,
    /// The indexes that it was tested against.
    pub indexes: Vec<IndexFindings>,
    /// The sample against the indexes.
    #[serde(rename = "match")]
    pub matched: MatchFindings,
    /// What values shuffled between rows of the sample give.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub null: Option<NullFindings>,
    /// What values made up in the likeness of the sample's give, of classes that hit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub made_up: Vec<MadeUp>,
    /// What a hit of each class proves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weights: Vec<ClassWeight>,
    /// Rows whose people may be asked, if that was wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// The evidence for and against the claim.
    pub signals: Vec<Signal>,
    /// Estimates with their assumptions.
    pub estimates: Vec<Estimate>,
    /// The listing's claim against what was seen.
    pub claim: ClaimFindings,
    /// The conclusion.
    pub verdict: Verdict,
    /// What the reader must know about how the test went.
    pub warnings: Vec<Warning>,
}

/// The sample by itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SampleFindings {
    /// Form, encoding, delimiter and header as they were found; of a sealed sample, that it is one.
    pub dialect: BTreeMap<String, String>,
    /// Counts of rows.
    pub rows: RowCounts,
    /// Counts of people.
    pub persons: PersonCounts,
    /// The files that it holds.
    #[serde(default)]
    pub members: Members,
    /// The tables, if there are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<TableFacts>,
    /// The columns, table after table.
    pub columns: Vec<ColumnFindings>,
    /// Distinct values per identifier.
    pub distinct_values: BTreeMap<Kind, u64>,
    /// How many people, and rows where they were all counted exactly, were seen how often.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<Seen>,
    /// Which figures of the whole report are exact and which estimated, and by what; empty where all are exact.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counting: Vec<Counting>,
    /// Distinct values per identifier that there are at least, where their number is estimated.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub distinct_values_at_least: BTreeMap<Kind, u64>,
}

impl SampleFindings {
    /// The standard error of the numbers of distinct rows and of repeats, if these are estimated.
    pub fn error_of_rows(&self) -> Option<f64> {
        let mut all = self.counting.iter();
        let rows = all.find(|one| one.quantity == Counting::ROWS && one.counted == Counted::Estimated)?;
        Some(rows.relative_error? * self.rows.distinct as f64)
    }
}

/// Counts of the sample's rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowCounts {
    /// Rows read, rejected ones included.
    pub read: u64,
    /// Rows that could not be read as such, by reason.
    pub rejected: BTreeMap<String, u64>,
    /// Rows accepted in spite of a flaw, by flaw; a row may have several.
    #[serde(default)]
    pub flawed: BTreeMap<String, u64>,
    /// Blank lines, which are no rows.
    #[serde(default)]
    pub blank: u64,
    /// Comments, banners and totals, which are no rows.
    #[serde(default)]
    pub comments: u64,
    /// Where the bytes went, of members that are read from byte to byte.
    #[serde(default)]
    pub bytes: BytesOf,
    /// Rows that differ in at least one cell that was read.
    pub distinct: u64,
    /// Accepted rows that repeat an earlier one.
    pub duplicate: u64,
}

impl RowCounts {
    /// Rows that were tested.
    pub fn accepted(&self) -> u64 {
        self.distinct + self.duplicate
    }
}

/// Counts of the people in a sample.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonCounts {
    /// Distinct people: rows that share an identifier and whose names agree, or one of which is missing,
    /// are one person. A row without an identifier counts for nobody.
    pub distinct: u64,
    /// Rows without an identifier.
    pub rows_without_identifier: u64,
    /// Identifiers with more than 10 distinct names, which join nobody.
    pub identifiers_of_many_names: u64,
}

/// One column of the sample.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnFindings {
    /// The number of its table, from 1.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    pub table: u32,
    /// Position in its table, from 1.
    pub number: u32,
    /// Its header, if that is in the vocabulary of headers or was given by the user, else `column 7`.
    pub name: String,
    /// What it was taken for.
    pub kind: Kind,
    /// How surely, 0 to 1.
    pub confidence: f64,
    /// The next best reading, where it is close.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<(Kind, f64)>,
    /// Cells per outcome; a hit is one in any of the company's indexes.
    pub outcomes: BTreeMap<Outcome, u64>,
    /// Malformed cells by reason.
    pub malformed: BTreeMap<String, u64>,
    /// Cells that break a rule of their kind, by rule; they are tested all the same.
    pub implausible: BTreeMap<String, u64>,
    /// Cells with leading zeros put back.
    pub padded: u64,
}

/// One index that was tested against.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IndexFindings {
    /// The file's name, without its folder.
    pub index: String,
    /// Whose people it holds, as the investigator states it.
    #[serde(default, skip_serializing_if = "Source::is_company")]
    pub source: Source,
    /// Public name of the key that it was made with.
    pub key_id: KeyId,
    /// Whose records it holds, as the company names itself.
    pub company: Option<String>,
    /// Kinds that only this company assigns.
    pub own: Vec<Kind>,
    /// Date of the records.
    pub snapshot: Option<String>,
    /// Which customers it covers.
    pub covers: Covers,
    /// Records read.
    pub records: u64,
    /// Distinct people that they stand for.
    pub people: u64,
    /// Name and version of the program that built it.
    pub tool: String,
}

/// The sample against the indexes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatchFindings {
    /// Single kinds.
    pub fields: Vec<FieldMatch>,
    /// Links.
    pub links: Vec<LinkMatch>,
    /// Rows per grade. With several indexes a row has the best grade that any of the company's gives it.
    pub rows: BTreeMap<Grade, u64>,
    /// Distinct rows per grade: what the verdict rests on, so that copies prove nothing.
    #[serde(default)]
    pub distinct_rows: BTreeMap<Grade, u64>,
    /// Of the grades whose distinct rows are estimated: how many of them each one that was kept stands for, on average
    /// by weight. Rows of a grade that is not named here are counted exactly.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub distinct_rows_one_in: BTreeMap<Grade, f64>,
    /// Of the distinct rows graded full or partial, those whose values are joined by single name tokens only: chance
    /// gives such a link in about one of a hundred stitched rows.
    #[serde(default)]
    pub loosely_joined: u64,
    /// Of the distinct rows graded full or partial, those whose name belongs to none of the numbers that hit.
    #[serde(default)]
    pub strange_names: u64,
    /// Of the distinct rows graded directory, those that also show an identifier which no phone book has and which
    /// misses.
    #[serde(default)]
    pub directory_contradicted: u64,
    /// The same for each index, and what chance alone would give.
    pub by_index: Vec<IndexMatch>,
    /// People matched.
    pub persons: MatchedPersons,
    /// The share of this sample's testable rows that are genuine.
    pub genuine: Share,
    /// The same for the whole listing, over distinct persons; only where the sampling is stated to be
    /// random.
    pub listing: Option<Share>,
    /// What known customers and known fabrications gave, if any were tested along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub controls: Vec<ControlFindings>,
    /// How the matched customers are spread over the labels of each index; empty where none has a label.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub segments: Vec<SegmentMatch>,
    /// With several indexes: which of them knows which rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sources: Option<SourcesMatch>,
    /// Planted records that stand in the sample.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub canaries: Vec<CanaryHit>,
    /// With the company's indexes of several dates: when the data were taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dating: Option<Dating>,
}

impl MatchFindings {
    /// Distinct rows of a grade.
    pub fn distinct(&self, grade: Grade) -> u64 {
        self.distinct_rows.get(&grade).copied().unwrap_or(0)
    }

    /// What the company's indexes alone say.
    pub(crate) fn of_company(&self, indexes: &[IndexFindings]) -> MatchFindings {
        let ours = |name: &String| {
            indexes
                .iter()
                .any(|index| index.index == *name && index.source.is_company())
        };
        let mut matched = self.clone();
        matched.fields.retain(|field| ours(&field.index));
        matched.links.retain(|link| ours(&link.index));
        matched.by_index.retain(|by| ours(&by.index));
        matched.segments.retain(|segment| ours(&segment.index));
        matched
    }

    /// Distinct rows that could be tested.
    pub fn distinct_testable(&self) -> u64 {
        let testable = self
            .distinct_rows
            .iter()
            .filter(|(grade, _)| **grade != Grade::Untestable);
        testable.map(|(_, rows)| rows).sum()
    }
}

/// A single kind of the sample against one index. Counts are of distinct values, so that a sample padded
/// with copies proves no more than one without.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldMatch {
    /// The class.
    pub class: Class,
    /// The index's file name.
    pub index: String,
    /// Distinct values tested.
    pub tested: u64,
    /// Which of the counts are estimated.
    #[serde(default, skip_serializing_if = "OneIn::is_exact")]
    pub one_in: OneIn,
    /// Of these, hits.
    pub hits: u64,
    /// Hits that the filter's false positives alone would give.
    pub expected_false_hits: f64,
    /// Rate at which made-up values hit, false positives included.
    pub chance_rate: f64,
    /// Share of values that are in the index, freed of chance (Rogan & Gladen, 1978); none where nothing
    /// was tested.
    pub rate: Option<f64>,
    /// Its interval: the limits of the raw rate by `method`, freed of chance alike. Where `below_chance`, it is the
    /// central interval of a Bayesian posterior instead, under a uniform prior and with the chance rate known.
    pub interval: Option<Interval>,
    /// The method of the raw rate's limits.
    #[serde(default)]
    pub method: RateMethod,
    /// Why it is not the method that was asked for, if it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<String>,
    /// Whether fewer values hit than chance would give: the rate is then zero by force.
    pub below_chance: bool,
    /// Without a hit: the largest share that zero hits leave open, one-sided at the same level.
    pub zero_hits_bound: Option<f64>,
    /// Identifiers that hit in rows while none of their tested links did: somebody else's.
    pub strays: u64,
    /// Strays that chance alone would give, were all values made up.
    #[serde(default)]
    pub strays_by_chance: f64,
    /// Values of the class in rows that this index finds genuine.
    #[serde(default)]
    pub in_genuine_rows: u64,
    /// Of these, those that hit and belong to the row.
    #[serde(default)]
    pub fitting: u64,
}

/// How many things each one that was kept to count them stands for: 1 where they are counted exactly. Hits and misses are
/// estimated apart, so that few of one sort are exact among many of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneIn {
    /// Of hits.
    pub hits: u64,
    /// Of near ones.
    pub near: u64,
    /// Of misses.
    pub misses: u64,
}

impl OneIn {
    /// Whether everything is counted exactly.
    pub fn is_exact(&self) -> bool {
        *self == OneIn::default()
    }
}

impl Default for OneIn {
    fn default() -> OneIn {
        OneIn {
            hits: 1,
            near: 1,
            misses: 1,
        }
    }
}

/// A link of the sample against one index. Counts are of distinct combinations whose identifiers hit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkMatch {
    /// The class.
    pub class: Class,
    /// The index's file name.
    pub index: String,
    /// Combinations tested.
    pub tested: u64,
    /// Which of the counts are estimated.
    #[serde(default, skip_serializing_if = "OneIn::is_exact")]
    pub one_in: OneIn,
    /// Of these, hits.
    pub hits: u64,
    /// Of these, near: one of several name tokens hit.
    pub near: u64,
    /// Hits that the filter's false positives alone would give, every probe counted.
    pub expected_false_hits: f64,
    /// Rate at which a made-up combination hits.
    pub chance_rate: f64,
    /// Rate at which a made-up name is near.
    pub near_chance: Option<f64>,
    /// Share of combinations that are in the index, freed of chance; near ones don't count.
    pub rate: Option<f64>,
    /// Its interval.
    pub interval: Option<Interval>,
    /// The method of the raw rate's limits.
    #[serde(default)]
    pub method: RateMethod,
    /// Why it is not the method that was asked for, if it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<String>,
}

/// How the matched customers are spread over the segments of one label of one index: distinct identifiers of one kind
/// that hit in genuine rows, so that copies prove nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SegmentMatch {
    /// The label: a column's name.
    pub label: String,
    /// The index's file name.
    pub index: String,
    /// The kind of identifier by which customers are told apart; none if no genuine row shows one that carries the label:
    /// then nothing was tested.
    pub identifier: Option<Kind>,
    /// Distinct identifiers looked up.
    pub tested: u64,
    /// How many each of them stands for; 1 if they are all there are. All counts here are of those that were looked up.
    pub one_in: u64,
    /// Of these, those of one segment: what is compared.
    pub told: u64,
    /// Of these, those that are unclear: of several segments, in the records or by a false hit.
    pub several: u64,
    /// Of these, those of no segment.
    pub none: u64,
    /// Segments that false positives alone would give.
    pub expected_false_hits: f64,
    /// Whether the sample spreads over the segments as the index does; none where nothing can be compared.
    pub spread: Option<Spread>,
    /// The segments, in the order of their values.
    pub segments: Vec<SegmentShare>,
    /// The segment that stands out, where the spread differs.
    pub largest: Option<LargestSegment>,
    /// How large a listing of this make-up can be, where the spread differs.
    pub bound: Option<ListingBound>,
}

/// A sample's spread over the segments of a label against the index's.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// The G-test and its effect size.
    #[serde(flatten)]
    pub test: SpreadTest,
    /// Its p-value adjusted for all labels of all indexes (Holm, 1979).
    pub adjusted: f64,
    /// Whether the spread differs at the report's level.
    pub differs: bool,
}

/// One segment in the index and in the sample.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SegmentShare {
    /// The value of the label's column in its canonical form; ` others` for all values that fewer than 100 records have,
    /// ` none` for none.
    pub segment: String,
    /// Customers in the index who are of this segment alone.
    pub customers: u64,
    /// Their share of all customers of one segment.
    pub base_share: f64,
    /// The share of their records. Rows drawn at random show customers of many records more often, so that the sample is
    /// compared with whatever lies between the two shares.
    pub base_share_of_records: f64,
    /// Customers in the sample.
    pub sample: u64,
    /// Their share of those told.
    pub share: Option<f64>,
    /// Its Clopper–Pearson interval, were they drawn at random.
    pub interval: Option<Interval>,
    /// Whether the sample has more or fewer of them than a draw at random gives.
    pub difference: Difference,
    /// The two-sided binomial p-value, adjusted for all segments of all labels (Holm, 1979).
    pub p_value: f64,
}

/// How a segment of the sample stands to that of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// The sample has more.
    More,
    /// The sample has fewer.
    Fewer,
    /// Chance explains what difference there is.
    None,
}

/// The segment that stands out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LargestSegment {
    /// The segment.
    pub segment: String,
    /// Its share of the customers told.
    pub share: f64,
    /// The share of the listing's customers that is at least of it, were the rows drawn at random; for all segments at
    /// once.
    pub at_least: f64,
    /// Customers of the segment whom the index holds at most.
    pub customers: u64,
}

/// How many customers of the index a listing can hold at most, were the rows drawn at random from it: the customers of a
/// segment divided by the share that it has at least, the least over all segments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListingBound {
    /// Customers.
    pub customers: u64,
    /// The segment that gives this bound.
    pub segment: String,
}

/// What one index says of the sample.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IndexMatch {
    /// The index's file name.
    pub index: String,
    /// Rows per grade.
    pub rows: BTreeMap<Grade, u64>,
    /// Rows of a grade that chance alone would give, were every row made up: an upper bound from the
    /// chance rates of the links that join them.
    pub rows_by_chance: BTreeMap<Grade, f64>,
    /// Share of testable rows that are genuine, against this index.
    pub genuine: Share,
}

/// People of the sample who were matched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchedPersons {
    /// People with at least one genuine row.
    pub matched: u64,
    /// People with at least one row that could be tested.
    pub testable: u64,
}

/// A share with its interval.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// What it is a share of.
    pub estimand: String,
    /// Genuine ones counted.
    pub genuine: u64,
    /// Ones that could be tested.
    pub testable: u64,
    /// The share, freed of what chance gives; none where nothing could be tested.
    pub estimate: Option<f64>,
    /// Lower and upper limit; the upper one is missing where the sensitivity is unknown.
    pub interval: Limits,
    /// Confidence level.
    pub level: f64,
    /// Name of the estimator.
    pub estimator: String,
    /// Why there is no share and no interval, if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withheld: Option<String>,
}

/// Limits of which the upper one may be unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Limits {
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
}
