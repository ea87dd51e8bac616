//! What the listing claims.

use std::path::PathBuf;

use assay_verify::{Claim, Period, Promise};
use clap::{Args, ValueHint};

use super::parse::{bytes, count};

/// What the listing claims, in a file or beside it.
#[derive(Debug, Args)]
#[command(next_help_heading = "What the listing claims")]
pub(crate) struct ClaimArgs {
    /// What the listing states, as TOML: rows, people, bytes, compressed, company, fields, date, source, seen; or - for
    /// stdin. The options below come before it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) claim: Option<PathBuf>,
    /// Rows that the listing claims
    #[arg(long, value_name = "N", value_parser = count)]
    pub(crate) claim_rows: Option<u64>,
    /// People that the listing claims
    #[arg(long, value_name = "N", value_parser = count)]
    pub(crate) claim_people: Option<u64>,
    /// Bytes that the listing claims, such as 106GB
    #[arg(long, value_name = "SIZE", value_parser = bytes)]
    pub(crate) claim_bytes: Option<u64>,
    /// Fields that the listing promises: kinds, or the seller's words
    #[arg(long, value_name = "FIELD", value_delimiter = ',')]
    pub(crate) claim_fields: Vec<Promise>,
    /// Whose data it is said to be
    #[arg(long, value_name = "NAME")]
    pub(crate) claim_company: Option<String>,
    /// When the data is said to be from: a day, a month or a year
    #[arg(long, value_name = "DATE")]
    pub(crate) claim_date: Option<Period>,
}

impl ClaimArgs {
    /// What is stated beside the file.
    pub(crate) fn stated(&self) -> Claim {
        Claim {
            rows: self.claim_rows,
            people: self.claim_people,
            bytes: self.claim_bytes,
            fields: self.claim_fields.clone(),
            company: self.claim_company.clone(),
            date: self.claim_date,
            ..Claim::default()
        }
    }
}
