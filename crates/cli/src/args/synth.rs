//! The arguments of `assay synth`.

use std::path::PathBuf;

use assay_synth::{Column, ListingKind};
use clap::{Args, Subcommand, ValueHint};

use super::parse::{column, count, date, share};

/// Make synthetic records, a dump of them, or a listing with known truth
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  assay synth records --records 1000000 -o company.csv
  assay synth dump --records 1000000 -o dump.csv
  assay synth listing respelt --company-records 1000000 --rows 1000 -o respelt.csv --truth truth.csv")]
pub(crate) struct Synth {
    #[command(subcommand)]
    pub(crate) what: SynthWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SynthWhat {
    /// A synthetic company's customer table, as CSV
    #[command(after_help = "Examples:\n  assay synth records --records 10000000 --seed 7 -o company.csv")]
    Records {
        /// How many records
        #[arg(long, value_name = "N", value_parser = count)]
        records: u64,
        /// The seed: the same one makes the same bytes
        #[arg(long, value_name = "N", default_value_t = 2021)]
        seed: u64,
        /// The table as it was at the end of a day from 2005 to 2021: who had signed up, with the values of then
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
        as_of: Option<jiff::civil::Date>,
        /// The file to write; stdout without it
        #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
        output: Option<PathBuf>,
    },
    /// The company's table as it would leak: row n is record n, every value in another spelling
    #[command(after_help = "Examples:\n  assay synth dump --records 10000000 --seed 7 -o dump.csv")]
    Dump {
        /// How many records the company has
        #[arg(long, value_name = "N", value_parser = count)]
        records: u64,
        /// The seed of company and spellings
        #[arg(long, value_name = "N", default_value_t = 2021)]
        seed: u64,
        /// The file to write; stdout without it
        #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
        output: Option<PathBuf>,
    },
    /// An older leak of another source: names, e-mail addresses, telephones and addresses of real people, as CSV
    #[command(after_help = "Examples:\n  assay synth leak --company-records 1000000 --overlap 25% -o leak.csv")]
    Leak {
        #[command(flatten)]
        people: SynthPeople,
    },
    /// Another company's customer table, as CSV, with its own account numbers
    #[command(
        after_help = "Examples:\n  assay synth other-company --company-records 1000000 --overlap 50% -o other.csv"
    )]
    OtherCompany {
        #[command(flatten)]
        people: SynthPeople,
    },
    /// A seller's sample drawn from a synthetic company, with the truth of every row
    #[command(after_help = "\
Examples:
  assay synth listing stitched --company-records 10000 --rows 500 -o stitched.csv --truth truth.csv
  assay synth listing partly --share 30% --company-records 10000 --rows 500 -o s.csv --truth t.csv --answers a.json
  assay synth listing outdated --as-of 2016-05-01 --company-records 10000 --rows 500 -o s.csv --truth t.csv")]
    Listing(Box<SynthListing>),
}

/// People of whom some are the company's customers.
#[derive(Debug, Args)]
pub(crate) struct SynthPeople {
    /// How many records the company has
    #[arg(long, value_name = "N", value_parser = count)]
    pub(crate) company_records: u64,
    /// How many people; as many as the company has customers unless stated
    #[arg(long, value_name = "N", value_parser = count)]
    pub(crate) people: Option<u64>,
    /// The share of them who are the company's customers too
    #[arg(long, value_name = "SHARE", default_value = "25%", value_parser = share)]
    pub(crate) overlap: f64,
    /// The seed of the company
    #[arg(long, value_name = "N", default_value_t = 2021)]
    pub(crate) seed: u64,
    /// The file to write; stdout without it
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
}

/// A listing.
#[derive(Debug, Args)]
pub(crate) struct SynthListing {
    /// genuine, fabricated, stitched, half, respelt, directory, misspelt, customers (with their accounts), partly,
    /// random-digits, faker, made-up-numbers, recycled, dressed-up, segment, outdated, padded, masked, other-company or voters
    pub(crate) kind: ListingKind,
    /// How many records the company has
    #[arg(long, value_name = "N", value_parser = count)]
    pub(crate) company_records: u64,
    /// How many rows the sample has
    #[arg(long, value_name = "N", value_parser = count)]
    pub(crate) rows: u64,
    /// The seed of the sample, and of the company unless that is stated
    #[arg(long, value_name = "N", default_value_t = 2021)]
    pub(crate) seed: u64,
    /// The seed of the company
    #[arg(long, value_name = "N")]
    pub(crate) company_seed: Option<u64>,
    /// Of partly: the share of customers
    #[arg(long, value_name = "SHARE", default_value = "50%", value_parser = share)]
    pub(crate) share: f64,
    /// Of other-company, voters, recycled and dressed-up: the share of people who are customers too
    #[arg(long, value_name = "SHARE", default_value = "25%", value_parser = share)]
    pub(crate) overlap: f64,
    /// Of other-company, recycled and dressed-up: how many people the other source has, as for `synth leak`
    #[arg(long, value_name = "N", value_parser = count)]
    pub(crate) people: Option<u64>,
    /// Of segment: the plan
    #[arg(long, value_name = "PLAN", default_value = "prepaid")]
    pub(crate) segment: String,
    /// Of outdated: the day
    #[arg(long, value_name = "YYYY-MM-DD", default_value = "2018-06-30", value_parser = date)]
    pub(crate) as_of: jiff::civil::Date,
    /// Of padded: the share of rows that repeat an earlier one
    #[arg(long, value_name = "SHARE", default_value = "50%", value_parser = share)]
    pub(crate) copies: f64,
    /// The share of rows with a slip in the name; the shipped kinds have their own
    #[arg(long, value_name = "SHARE", default_value = "0%", value_parser = share)]
    pub(crate) noise: f64,
    /// Columns that are not shown, such as account,ssn; of the shipped kinds all are
    #[arg(long, value_name = "COLUMN", value_delimiter = ',', value_parser = column)]
    pub(crate) without: Vec<Column>,
    /// The sample to write
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: PathBuf,
    /// The truth to write: row, grade, customer
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) truth: PathBuf,
    /// The right answers to write, as JSON: what is true of the listing, and which verdicts are right
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) answers: Option<PathBuf>,
}
