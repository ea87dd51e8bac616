//! The arguments: what may be said, and how it is explained. Man pages and completions come from here too.

mod claim;
mod parse;
mod synth;

use std::path::PathBuf;

use assay_fields::{Class, ColumnRef, Kind, Mapping, Region};
use assay_index::FilterKind;
use assay_sample::Delimiter;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};

pub(crate) use claim::ClaimArgs;
use parse::{at_least_one, bytes, contact, controls, date, delimiter, level, memory, rate, rows_file, share, threads};
pub(crate) use synth::{Synth, SynthListing, SynthWhat};

/// Test what a dark-web listing claims against a company's own records, without sharing either.
#[derive(Debug, Parser)]
#[command(name = "assay", version, max_term_width = 100, after_help = EXAMPLES, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// No progress and no remarks on stderr; errors are still said
    #[arg(long, short, global = true, display_order = 1000)]
    pub(crate) quiet: bool,
    /// Worker threads, as many as there are processors unless said otherwise; the result does not depend on it
    #[arg(long, global = true, value_name = "N", value_parser = threads, display_order = 1001)]
    pub(crate) threads: Option<std::num::NonZeroUsize>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Keygen(Keygen),
    Index(Index),
    Test(Box<Test>),
    Estimate(Box<Estimate>),
    Seal(Seal),
    Inspect(Inspect),
    Synth(Synth),
    Demo(Demo),
    Completions(Completions),
    Man(Man),
}

/// Make a secret key
///
/// A key is 32 random bytes in a file that only its owner can read. Without it an index says nothing; whoever holds
/// both can try all values of a small space, such as all social security numbers: keep key and index apart. A lost key
/// makes its index worthless, so an existing file is never overwritten.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  assay keygen -o acme.key")]
pub(crate) struct Keygen {
    /// The file to write; it must not exist
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: PathBuf,
}

/// Hash and index a company's records
///
/// Reads CSV, TSV, pipe- or semicolon-delimited text, JSON lines (each also as .gz or .zst), Parquet and Arrow IPC;
/// several files and globs make one index. What each column holds is found out from header and content, printed and
/// recorded; --map overrides it. The index holds keyed digests in Bloom filters, no values; it is pseudonymised
/// personal data all the same.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  assay index customers.csv --key acme.key -o acme.assay
  assay index 'export/*.parquet' --key acme.key -o acme.assay --company ACME --snapshot 2021-07-31 --covers all
  zcat dump.csv.gz | assay index - --key acme.key -o acme.assay --map ssn=tax_id,phone=home,phone=mobile
  assay index customers.csv --key acme.key -o acme.assay --own account,imei --link imei+iccid --no-link name+postcode
  assay index customers.csv --key acme.key -o acme.assay --label plan,state")]
pub(crate) struct Index {
    /// The tables: files, globs in quotes, or - for stdin
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) inputs: Vec<String>,
    /// The key file, or - for stdin
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) key: PathBuf,
    /// The index to write; it appears whole or not at all
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) columns: Columns,
    /// Kinds that only this company assigns, besides account
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub(crate) own: Vec<Kind>,
    /// A further link of kinds of one record
    #[arg(long, value_name = "A+B", value_delimiter = ',', value_parser = Class::parse_link)]
    pub(crate) link: Vec<Class>,
    /// A default link to leave out
    #[arg(long, value_name = "A+B", value_delimiter = ',', value_parser = Class::parse_link)]
    pub(crate) no_link: Vec<Class>,
    /// A column whose values are segments of the customers, by header or number: plan, state, #7. The report then says
    /// which segments a sample shows
    ///
    /// At most 256 values, which stand readable in the index with their counts; those that fewer than 100 records have
    /// are one segment. Identifiers, names, addresses and dates of birth are refused.
    #[arg(long, value_name = "COLUMN", value_delimiter = ',')]
    pub(crate) label: Vec<ColumnRef>,
    /// A CSV of planted records (canaries): a column `canary` with an id each, and else columns named as the table's. A row of
    /// a sample that shows one names this company; ids stand in reports
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) canaries: Option<PathBuf>,
    /// Whose records these are, for the report
    #[arg(long, value_name = "NAME")]
    pub(crate) company: Option<String>,
    /// The date of the records, for the report
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(crate) snapshot: Option<jiff::civil::Date>,
    /// Which customers they cover: all that the company ever had, current ones only, or a remark
    #[arg(long, value_name = "all|current|TEXT")]
    pub(crate) covers: Option<String>,
    /// False-positive rate of single kinds and of pairs of identifiers; links with a name have 1e-4 at best
    #[arg(long, value_name = "RATE", default_value = "1e-6", value_parser = rate)]
    pub(crate) fpr: f64,
    /// The kind of filter: direct, or that of the crate bloomfilter, which takes some four times as long to build
    #[arg(long, value_enum, default_value_t)]
    pub(crate) filter: FilterArg,
    /// Digests held in memory before the others go to a temporary file beside the output, which has no name and is gone
    /// when the program ends
    #[arg(long, value_name = "SIZE", default_value = "2GiB", value_parser = bytes)]
    pub(crate) memory: u64,
    /// Say at the end how the processor's time was spent
    #[arg(long)]
    pub(crate) timings: bool,
    /// Stop if more than this share of the lines, or of a column's values, can't be read
    #[arg(long, value_name = "SHARE", default_value = "5%", value_parser = share)]
    pub(crate) max_bad: f64,
}

/// Test a seller's sample against one or several indexes
///
/// Prints a report: match rates set against chance, rows graded by whether their values belong together, people, what
/// the claim comes to, and a verdict with its reasons and limits. No value of the sample and none of the records is in
/// it. A sealed sample is taken like a raw one.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  assay test sample.csv --index acme.assay --key acme.key
  assay test sample.csv --index acme.assay --key acme.key --population 258000000 --claim-people 100000000
  assay test sample.csv --index acme.assay --key acme.key --claim claim.toml
  assay test sample.csv --index now.assay --index 2019.assay --key acme.key --json report.json --rows rows.parquet
  assay test sample.csv --index acme.assay --leak forum-2016.assay --comparator other.assay --key acme.key --key other.key
  assay test case.sealed --index acme.assay --key case.key
  assay test sample.csv --index acme.assay --key acme.key --controls customers=known.csv --controls fabricated=made.csv")]
pub(crate) struct Test {
    /// The sample: a file in any form, an archive, a folder, a sealed sample, or - for stdin
    #[arg(value_name = "SAMPLE", value_hint = ValueHint::FilePath)]
    pub(crate) sample: PathBuf,
    /// An index of the company to test against; several may be of other dates, segments or brands
    #[arg(long, short, required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) index: Vec<PathBuf>,
    /// An index of an older leak, of this company or another: whether the rows were in it tells whether they are new; may be
    /// given several times
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) leak: Vec<PathBuf>,
    /// An index of another company's customers, or of any list of real people: whether the rows are rather from there, which
    /// takes --population as well; may be given several times
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) comparator: Vec<PathBuf>,
    /// A key file, or - for stdin; several find their indexes by themselves
    #[arg(long, short, required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) key: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) columns: Columns,
    #[command(flatten)]
    pub(crate) dialect: DialectArgs,
    #[command(flatten)]
    pub(crate) claim: ClaimArgs,
    /// People from whom the company's customers come, such as a country's adults: any list of real people matches at
    /// the rate of customers among them
    #[arg(long, value_name = "N", value_parser = at_least_one, help_heading = "What is stated")]
    pub(crate) population: Option<u64>,
    /// How the rows were drawn from the listing; figures speak for the listing only if at random
    #[arg(long, value_enum, default_value_t, help_heading = "What is stated")]
    pub(crate) sampling: SamplingArg,
    /// Rows that are known, tested along with the sample to measure how well the test tells them: customers=FILE (known
    /// customers, spelled as the sample spells them) or fabricated=FILE (known to be made up); may be given several times
    #[arg(long, value_name = "SORT=FILE", value_parser = controls, value_hint = ValueHint::FilePath, help_heading = "What is stated")]
    pub(crate) controls: Vec<(assay_verify::ControlOf, PathBuf)>,
    /// Pick so many rows at random, each grade by itself, whose people may be asked whether the data are theirs: row numbers
    /// only, which everybody can pick again
    #[arg(long, value_name = "N", value_parser = contact, requires = "seed", help_heading = "Output")]
    pub(crate) contact: Option<usize>,
    /// The seed of that pick; agree on it before anybody has seen the rows
    #[arg(long, value_name = "S", requires = "contact", help_heading = "Output")]
    pub(crate) seed: Option<u64>,
    /// How the intervals of rates are computed; where the one asked for does not hold its level, the exact one is printed
    #[arg(long, value_enum, value_name = "METHOD", default_value_t, help_heading = "Output")]
    pub(crate) interval: IntervalArg,
    /// Confidence level of the intervals
    #[arg(long, value_name = "LEVEL", default_value = "0.95", value_parser = level, help_heading = "Output")]
    pub(crate) level: assay_estimate::Level,
    /// Write the report as JSON; - writes it to stdout instead of the one for reading
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    pub(crate) json: Option<PathBuf>,
    /// Write row numbers, grades and outcomes (no values) as .parquet or .csv
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, value_parser = rows_file, help_heading = "Output")]
    pub(crate) rows: Option<PathBuf>,
    /// Write where the rows stand that were rejected (member, line, byte, length, reason; no values), as CSV
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    pub(crate) rejects: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) room: Room,
}

/// Estimate how large a listing is from samples of it, without an index or a key
///
/// From one sample: how often rows and people stand in it. From several of one seller: what they have in common. First
/// comes the floor, what was seen; every estimate stands beside what must hold for it, and what could be checked of that.
/// A seller chooses what he shows, so that no figure speaks for the listing without its "if". Rows and people are
/// recognised under a key of the run's own; no value is in the report. Sealed samples can't be compared.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  assay estimate sample.csv
  assay estimate monday.csv friday.csv --claim-rows 100M --json estimate.json
  assay estimate page1.csv page2.csv page3.csv --sampling random")]
pub(crate) struct Estimate {
    /// The samples: files in any form, archives or folders; one of them may be - for stdin
    #[arg(required = true, value_name = "SAMPLE", value_hint = ValueHint::FilePath)]
    pub(crate) samples: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) columns: Columns,
    #[command(flatten)]
    pub(crate) dialect: DialectArgs,
    #[command(flatten)]
    pub(crate) claim: ClaimArgs,
    /// How the rows were drawn from the listing; figures speak for the listing only if at random
    #[arg(long, value_enum, default_value_t, help_heading = "What is stated")]
    pub(crate) sampling: SamplingArg,
    /// Confidence level of the intervals
    #[arg(long, value_name = "LEVEL", default_value = "0.95", value_parser = level, help_heading = "Output")]
    pub(crate) level: assay_estimate::Level,
    /// Write the report as JSON; - writes it to stdout instead of the one for reading
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    pub(crate) json: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) room: Room,
}

/// What a large sample may take.
#[derive(Debug, Args)]
#[command(next_help_heading = "For large samples")]
pub(crate) struct Room {
    /// Memory to use, about; more of it makes fewer passes over the index and sharper counts of what is estimated
    #[arg(long, value_name = "SIZE", default_value = "2GiB", value_parser = memory)]
    pub(crate) memory: u64,
    /// The folder for keyed digests that don't fit in memory, in a file without a name; TMPDIR, /var/tmp or the
    /// system's temporary folder unless stated
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub(crate) spill: Option<PathBuf>,
}

/// Turn a sample into digests under a key of the case
///
/// The sealed file is tested like the sample itself, against an index that the company makes with the same key, so that
/// a journalist can delete the raw file and need not hand it over.
///
/// It protects from whoever lacks the key: without it the digests say nothing. It does NOT protect from whoever holds
/// the key: all values of a small space, such as social security numbers or telephone numbers, can be tried. Hand over
/// the sealed file and the key by different ways, and treat both as personal data.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  assay keygen -o case.key
  assay seal sample.csv --key case.key -o sample.sealed
  # the company, with the same case.key:
  assay index customers.csv --key case.key -o case.assay
  assay test sample.sealed --index case.assay --key case.key")]
pub(crate) struct Seal {
    /// The sample: a file in any form, an archive, a folder, or - for stdin
    #[arg(value_name = "SAMPLE", value_hint = ValueHint::FilePath)]
    pub(crate) sample: PathBuf,
    /// The key of the case, or - for stdin
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) key: PathBuf,
    /// The sealed sample to write
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) columns: Columns,
    #[command(flatten)]
    pub(crate) dialect: DialectArgs,
    /// A further link of kinds of one row, if the index will have it
    #[arg(long, value_name = "A+B", value_delimiter = ',', value_parser = Class::parse_link)]
    pub(crate) link: Vec<Class>,
}

/// Say what a file is: an index, a sample, a sealed sample, a report or a key
///
/// Needs no key. Of an index also how long each class takes to enumerate for who holds the key; of a sample its form, its
/// tables, and what each column was taken for, with the shapes of its values (`999-99-9999`) and never a value; of a key its
/// public id.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  assay inspect acme.assay\n  assay inspect sample.csv\n  assay inspect sample.csv --whole --rejects rejects.csv\n  assay inspect report.json\n  assay inspect acme.key"
)]
pub(crate) struct Inspect {
    /// The file, a folder of a sample's files, or - for a sample on stdin
    #[arg(value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub(crate) file: PathBuf,
    /// Read a large sample to its end, not only its first 64 MiB
    #[arg(long)]
    pub(crate) whole: bool,
    /// Write where the rows of a sample stand that were rejected (member, line, byte, length, reason; no values), as CSV
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) rejects: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) columns: Columns,
    #[command(flatten)]
    pub(crate) dialect: DialectArgs,
}

/// Run the whole job on shipped, synthetic data
///
/// Makes a key, indexes 10,000 synthetic customers, tests seven samples of known truth and prints the report of one.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  assay demo\n  assay demo --sample stitched")]
pub(crate) struct Demo {
    /// The sample whose report is printed
    #[arg(long, value_name = "SAMPLE", default_value = "half")]
    pub(crate) sample: assay_synth::ShippedKind,
}

/// Print a completion script for a shell
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  assay completions bash > ~/.local/share/bash-completion/completions/assay")]
pub(crate) struct Completions {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

/// Write the man pages into a folder
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  assay man ~/.local/share/man/man1")]
pub(crate) struct Man {
    /// The folder; it must exist
    #[arg(value_hint = ValueHint::DirPath)]
    pub(crate) folder: PathBuf,
}

/// What columns hold.
#[derive(Debug, Args)]
#[command(next_help_heading = "How the file is read")]
pub(crate) struct Columns {
    /// What columns hold, by header or number: ssn=tax_id, phone=#7, opaque:plan=tariff; a kind may be given several
    /// columns
    #[arg(long, value_name = "KIND=COLUMN", value_delimiter = ',')]
    pub(crate) map: Vec<Mapping>,
    /// Numbering plan of telephone numbers without a country code
    #[arg(long, value_name = "COUNTRY", default_value = "US")]
    pub(crate) region: Region,
    /// Order of day and month in dates written with digits
    #[arg(long, value_enum, value_name = "ORDER")]
    pub(crate) date_order: Option<DateOrderArg>,
    /// What stands between fields, such as ';', tab or (in a sample) '::', if it is not found out right
    #[arg(long, value_name = "TEXT", value_parser = delimiter)]
    pub(crate) delimiter: Option<Delimiter>,
    /// The first line is a record, not a header
    #[arg(long, conflicts_with = "header")]
    pub(crate) no_header: bool,
    /// The first line is a header
    #[arg(long)]
    pub(crate) header: bool,
}

/// How a sample is written.
#[derive(Debug, Args)]
#[command(next_help_heading = "How the file is read")]
pub(crate) struct DialectArgs {
    /// The encoding, such as utf-8, utf-16le or windows-1252, if it is not found out right
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
    /// The form of the text: delimited, fixed, json, xml, html, sql, vcard, ldif, blocks, pairs or php
    #[arg(long, value_name = "FORM")]
    pub(crate) form: Option<assay_sample::Form>,
    /// A file with passwords for protected archives, one a line, or - for stdin
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) password_file: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum SamplingArg {
    /// The seller chose the rows
    #[default]
    Seller,
    /// They were drawn at random by somebody who had no reason to choose
    Random,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum IntervalArg {
    /// Exact
    #[default]
    ClopperPearson,
    /// Approximate: the score interval
    Wilson,
    /// Approximate: the credible interval of Jeffreys' prior
    Jeffreys,
    /// Exact, and within that of Clopper and Pearson
    Blaker,
}

impl From<IntervalArg> for assay_estimate::RateMethod {
    fn from(arg: IntervalArg) -> assay_estimate::RateMethod {
        match arg {
            IntervalArg::ClopperPearson => assay_estimate::RateMethod::ClopperPearson,
            IntervalArg::Wilson => assay_estimate::RateMethod::Wilson,
            IntervalArg::Jeffreys => assay_estimate::RateMethod::Jeffreys,
            IntervalArg::Blaker => assay_estimate::RateMethod::Blaker,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum FilterArg {
    /// A Bloom filter addressed by the digest itself
    #[default]
    Direct,
    /// The Bloom filter of the crate bloomfilter
    Bloomfilter,
}

impl From<FilterArg> for FilterKind {
    fn from(arg: FilterArg) -> FilterKind {
        match arg {
            FilterArg::Direct => FilterKind::Direct,
            FilterArg::Bloomfilter => FilterKind::Bloomfilter,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum DateOrderArg {
    /// 12/31/1990
    MonthFirst,
    /// 31/12/1990
    DayFirst,
}

impl Columns {
    /// Whether the first line was said to be a header, or said to be none.
    pub(crate) fn has_header(&self) -> Option<bool> {
        match (self.header, self.no_header) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        }
    }

    /// The order of day and month, if it was said.
    pub(crate) fn order(&self) -> Option<assay_fields::DateOrder> {
        self.date_order.map(|order| match order {
            DateOrderArg::MonthFirst => assay_fields::DateOrder::MonthFirst,
            DateOrderArg::DayFirst => assay_fields::DateOrder::DayFirst,
        })
    }
}

const EXAMPLES: &str = "\
Examples:
  assay demo                                                    the whole job on shipped, synthetic data
  assay keygen -o acme.key
  assay index customers.csv --key acme.key -o acme.assay
  assay test sample.csv --index acme.assay --key acme.key

Exit status: 0 finished, whatever the verdict; 1 could not finish; 2 wrong usage.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_holds_together() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }
}
