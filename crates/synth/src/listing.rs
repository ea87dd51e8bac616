use std::collections::HashSet;
use std::fmt;
use std::io::Write;
use std::str::FromStr;

use crate::draw::{Draws, Permutation};
use crate::layout::Layout;
use crate::respell::respell;
use crate::slips::slip;
use crate::text::plain;
use crate::{Column, Company, Error, Record};

/// What a listing's sample is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ListingKind {
    /// Customers, as the company has them.
    Genuine,
    /// Invented people; no identifier is a customer's.
    Fabricated,
    /// Every identifier, and the name, from another customer.
    Stitched,
    /// Half genuine, half fabricated, without a header.
    Half,
    /// Customers, every value in another spelling.
    Respelt,
    /// Customers' names, telephone numbers and addresses with invented ssns, and nothing else.
    Directory,
    /// Customers with one fault in each name; in Windows-1252.
    Misspelt,
}

impl ListingKind {
    /// Every kind.
    pub const ALL: [ListingKind; 7] = [
        ListingKind::Genuine,
        ListingKind::Fabricated,
        ListingKind::Stitched,
        ListingKind::Half,
        ListingKind::Respelt,
        ListingKind::Directory,
        ListingKind::Misspelt,
    ];

    /// The kind's name in commands and file names.
    pub const fn name(self) -> &'static str {
        match self {
            ListingKind::Genuine => "genuine",
            ListingKind::Fabricated => "fabricated",
            ListingKind::Stitched => "stitched",
            ListingKind::Half => "half",
            ListingKind::Respelt => "respelt",
            ListingKind::Directory => "directory",
            ListingKind::Misspelt => "misspelt",
        }
    }

    pub(crate) fn names() -> String {
        ListingKind::ALL.map(ListingKind::name).join(", ")
    }
}

impl fmt::Display for ListingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for ListingKind {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self, Error> {
        ListingKind::ALL
            .into_iter()
            .find(|kind| kind.name().eq_ignore_ascii_case(word.trim()))
            .ok_or_else(|| Error::UnknownKind {
                known: ListingKind::names(),
                length: word.chars().count(),
            })
    }
}

/// The grade that a row of a listing must get against an index of all the company's columns with the default
/// links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grade {
    /// Every identifier of the row is one customer's.
    Full,
    /// More than half of what hits is one customer's; other identifiers of the row are not.
    Partial,
    /// The identifiers are different customers'.
    Conflicting,
    /// Only what a directory gives away is one customer's.
    Directory,
    /// No identifier in the row, but name and date of birth are one customer's.
    Context,
    /// No identifier is a customer's.
    None,
}

impl Grade {
    /// The grade's name.
    pub const fn name(self) -> &'static str {
        match self {
            Grade::Full => "full",
            Grade::Partial => "partial",
            Grade::Conflicting => "conflicting",
            Grade::Directory => "directory",
            Grade::Context => "context",
            Grade::None => "none",
        }
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// What is true of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Truth {
    /// The grade that it must get.
    pub grade: Grade,
    /// The one customer whom it is about, as [`Company::record`] counts them, from 0.
    pub customer: Option<u64>,
}

/// A seller's sample about a company. Row `n` is a pure function of the company, the kind, the seed, the
/// number of rows, and `n`; the order of the rows tells nothing.
pub struct Listing<'a> {
    company: &'a Company,
    layout: Layout,
    kind: ListingKind,
    seed: u64,
    rows: u64,
    /// In which order customers are taken.
    customers: Permutation,
    /// In which order invented people are taken.
    strangers: Permutation,
    /// Where a row goes in the file.
    places: Permutation,
}

impl fmt::Debug for Listing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listing")
            .field("kind", &self.kind)
            .field("rows", &self.rows)
            .finish_non_exhaustive()
    }
}

impl<'a> Listing<'a> {
    /// A listing of so many rows. Customers stand in it once, but in `stitched` and, where few have a
    /// telephone, in `directory`.
    ///
    /// # Errors
    /// [`Error::TooFewCustomers`] if the rows need more customers than there are (`stitched` needs some
    /// forty to choose from), [`Error::TooManyRows`] beyond 56 million.
    pub fn new(company: &'a Company, kind: ListingKind, seed: u64, rows: u64) -> Result<Self, Error> {
        if rows > Company::STRANGERS {
            return Err(Error::TooManyRows {
                asked: rows,
                most: Company::STRANGERS,
            });
        }
        let needed = match kind {
            ListingKind::Fabricated => 0,
            ListingKind::Stitched => 40,
            ListingKind::Half => rows.div_ceil(2),
            ListingKind::Genuine | ListingKind::Respelt | ListingKind::Directory | ListingKind::Misspelt => rows,
        };
        if company.records() < needed {
            return Err(Error::TooFewCustomers {
                kind,
                rows,
                records: company.records(),
            });
        }
        let shuffle = |purpose, size| Permutation::new(seed, PURPOSE + purpose + 8 * kind as u64, size);
        Ok(Listing {
            company,
            layout: Layout::of(kind),
            kind,
            seed,
            rows,
            customers: shuffle(0, company.records()),
            strangers: shuffle(1, Company::STRANGERS),
            places: shuffle(2, rows),
        })
    }

    /// How many rows there are.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Writes the sample as a seller would, and its truth as CSV: `row,grade,customer`, where `row` counts
    /// the sample's data rows from 1 and `customer` is [`Truth::customer`]. `progress` is told now and then
    /// how many rows were written so far.
    ///
    /// # Errors
    /// [`Error::Write`], and [`Error::TooFewCustomers`] if too few customers have the values needed.
    pub fn write(&self, sample: &mut impl Write, truth: &mut impl Write, progress: &dyn Fn(u64)) -> Result<(), Error> {
        let failed = |what: &str| {
            let what = what.to_owned();
            move |source| Error::Write { what, source }
        };
        let mut line = Vec::new();
        self.layout.push_header(&mut line);
        sample.write_all(&line).map_err(failed("sample"))?;
        truth.write_all(b"row,grade,customer\n").map_err(failed("truth"))?;
        for row in 0..self.rows {
            line.clear();
            let known = self.push_row(row, &mut line)?;
            sample.write_all(&line).map_err(failed("sample"))?;
            let customer = known.customer.map(|index| index.to_string()).unwrap_or_default();
            writeln!(truth, "{},{},{customer}", row + 1, known.grade).map_err(failed("truth"))?;
            if (row + 1) % PROGRESS_ROWS == 0 {
                progress(row + 1);
            }
        }
        sample.flush().map_err(failed("sample"))?;
        truth.flush().map_err(failed("truth"))?;
        progress(self.rows);
        Ok(())
    }

    /// Appends row `row`, counted from 0, and says what is true of it.
    fn push_row(&self, row: u64, out: &mut Vec<u8>) -> Result<Truth, Error> {
        let place = self.places.of(row);
        let mut draws = Draws::new(self.seed, PURPOSE + 3 + 8 * self.kind as u64, row);
        let (mut record, customer) = match self.kind {
            ListingKind::Genuine | ListingKind::Respelt | ListingKind::Misspelt => self.customer(place),
            ListingKind::Fabricated => self.stranger(place),
            ListingKind::Half if place < self.rows.div_ceil(2) => self.customer(place),
            ListingKind::Half => self.stranger(place),
            ListingKind::Stitched => (self.stitched(&mut draws)?, None),
            ListingKind::Directory => self.directory_entry(place, &mut draws)?,
        };
        let grade = match (self.kind, customer) {
            (ListingKind::Stitched, _) => Grade::Conflicting,
            (ListingKind::Directory, _) => Grade::Directory,
            (_, None) => Grade::None,
            (_, Some(_)) => self.layout.genuine_grade(&record),
        };
        let full_name = match self.kind {
            ListingKind::Respelt => respell(&mut record, &mut draws),
            _ => {
                let (given, surname) = (record.get(Column::GivenName), record.get(Column::Surname));
                format!("{} {}", given.trim(), surname.trim())
            }
        };
        if self.kind == ListingKind::Misspelt {
            slip(&mut record, &mut draws);
        }
        self.layout.push_row(out, &record, &full_name);
        Ok(Truth { grade, customer })
    }

    fn customer(&self, nth: u64) -> (Record, Option<u64>) {
        let index = self.customers.of(nth);
        (self.company.record(index), Some(index))
    }

    fn stranger(&self, nth: u64) -> (Record, Option<u64>) {
        (self.company.stranger(self.strangers.of(nth)), None)
    }

    /// A customer with a telephone, and an invented ssn.
    fn directory_entry(&self, place: u64, draws: &mut Draws) -> Result<(Record, Option<u64>), Error> {
        let records = self.company.records();
        // First those whom no other row can take, then anybody.
        let own = (place..records)
            .step_by(self.rows.max(1) as usize)
            .map(|nth| self.customers.of(nth));
        let anybody = std::iter::repeat_with(|| draws.below(records.max(1)));
        let (mut record, index) = own
            .take(ATTEMPTS)
            .chain(anybody.take(ATTEMPTS))
            .map(|index| (self.company.record(index), index))
            .find(|(record, _)| !record.get(Column::Phone).is_empty())
            .ok_or_else(|| self.too_few())?;
        record.take(Column::Ssn, &self.stranger(place).0);
        Ok((record, Some(index)))
    }

    /// A row of which nothing belongs together: its donors live in different homes, and none of those who
    /// gave an identifier, nor anybody they live with, has a name in common with the one on the row.
    fn stitched(&self, draws: &mut Draws) -> Result<Record, Error> {
        let mut homes = HashSet::new();
        let (mut row, named) = self.donor(draws, &mut homes, |_, _| true)?;
        let names = self.names_of_home(named);
        for column in [Column::Ssn, Column::Phone, Column::Email, Column::Imei, Column::Licence] {
            let (donor, _) = self.donor(draws, &mut homes, |donor, index| {
                !matches!(donor.get(column), "" | "000-00-0000") && self.names_of_home(index).is_disjoint(&names)
            })?;
            row.take(column, &donor);
        }
        for columns in [
            &[Column::Dob][..],
            &[Column::Address, Column::City, Column::State, Column::Zip],
        ] {
            let (donor, _) = self.donor(draws, &mut homes, |_, _| true)?;
            for column in columns {
                row.take(*column, &donor);
            }
        }
        Ok(row)
    }

    /// A customer who fits, from a home that has given nothing yet.
    fn donor(
        &self,
        draws: &mut Draws,
        homes: &mut HashSet<u64>,
        fits: impl Fn(&Record, u64) -> bool,
    ) -> Result<(Record, u64), Error> {
        for _ in 0..ATTEMPTS {
            let index = draws.below(self.company.records());
            if homes.contains(&(index / 2)) {
                continue;
            }
            let record = self.company.record(index);
            if fits(&record, index) {
                homes.insert(index / 2);
                return Ok((record, index));
            }
        }
        Err(self.too_few())
    }

    /// Every word that a rule could make of the names of a customer and of the neighbour in the table, with
    /// whom alone a telephone can be shared.
    fn names_of_home(&self, index: u64) -> HashSet<String> {
        let first = index / 2 * 2;
        (first..(first + 2).min(self.company.records()))
            .map(|index| self.company.record(index))
            .flat_map(|record| {
                let name = format!("{} {}", record.get(Column::GivenName), record.get(Column::Surname));
                let name = plain(&name).to_uppercase();
                let apart: Vec<String> = name
                    .split(|letter: char| !letter.is_alphabetic())
                    .map(str::to_owned)
                    .collect();
                let together = name.split(' ').map(|word| word.replace(['-', '\'', '.'], ""));
                let hyphens = name.replace('\'', "");
                let hyphens: Vec<String> = hyphens.split([' ', '-']).map(str::to_owned).collect();
                apart.into_iter().chain(together).chain(hyphens).collect::<Vec<_>>()
            })
            .filter(|word| !word.is_empty())
            .collect()
    }

    fn too_few(&self) -> Error {
        Error::TooFewCustomers {
            kind: self.kind,
            rows: self.rows,
            records: self.company.records(),
        }
    }
}

/// Draws for listings begin here; those for companies are below.
const PURPOSE: u64 = 1_000;
/// How often a customer with what a row needs is looked for.
const ATTEMPTS: usize = 256;
const PROGRESS_ROWS: u64 = 1_024;
