use std::collections::HashSet;
use std::fmt;
use std::io::Write;
use std::str::FromStr;

use crate::draw::{Draws, Permutation};
use crate::layout::Layout;
use crate::respell::respell;
use crate::slips::slip;
use crate::text::plain;
use crate::truth::{self, Grade, Truth};
use crate::{Column, Company, Error, Record};

/// What a listing's sample is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ShippedKind {
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

impl ShippedKind {
    /// Every kind.
    pub const ALL: [ShippedKind; 7] = [
        ShippedKind::Genuine,
        ShippedKind::Fabricated,
        ShippedKind::Stitched,
        ShippedKind::Half,
        ShippedKind::Respelt,
        ShippedKind::Directory,
        ShippedKind::Misspelt,
    ];

    /// The kind's name in commands and file names.
    pub const fn name(self) -> &'static str {
        match self {
            ShippedKind::Genuine => "genuine",
            ShippedKind::Fabricated => "fabricated",
            ShippedKind::Stitched => "stitched",
            ShippedKind::Half => "half",
            ShippedKind::Respelt => "respelt",
            ShippedKind::Directory => "directory",
            ShippedKind::Misspelt => "misspelt",
        }
    }

    pub(crate) fn names() -> String {
        ShippedKind::ALL.map(ShippedKind::name).join(", ")
    }
}

impl fmt::Display for ShippedKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for ShippedKind {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self, Error> {
        ShippedKind::ALL
            .into_iter()
            .find(|kind| kind.name().eq_ignore_ascii_case(word.trim()))
            .ok_or_else(|| Error::UnknownKind {
                known: ShippedKind::names(),
                length: word.chars().count(),
            })
    }
}

/// A seller's sample about a company. Row `n` is a pure function of the company, the kind, the seed, the
/// number of rows, and `n`; the order of the rows tells nothing.
pub struct ShippedListing<'a> {
    company: &'a Company,
    layout: Layout,
    kind: ShippedKind,
    seed: u64,
    rows: u64,
    /// In which order customers are taken.
    customers: Permutation,
    /// In which order invented people are taken.
    strangers: Permutation,
    /// Where a row goes in the file.
    places: Permutation,
}

impl fmt::Debug for ShippedListing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ShippedListing")
            .field("kind", &self.kind)
            .field("rows", &self.rows)
            .finish_non_exhaustive()
    }
}

impl<'a> ShippedListing<'a> {
    /// A listing of so many rows. Customers stand in it once, but in `stitched` and, where few have a
    /// telephone, in `directory`.
    ///
    /// # Errors
    /// [`Error::TooFewCustomers`] if the rows need more customers than there are (`stitched` needs some
    /// forty to choose from), [`Error::TooManyRows`] beyond 56 million.
    pub fn new(company: &'a Company, kind: ShippedKind, seed: u64, rows: u64) -> Result<Self, Error> {
        if rows > Company::STRANGERS {
            return Err(Error::TooManyRows {
                asked: rows,
                most: Company::STRANGERS,
            });
        }
        let needed = match kind {
            ShippedKind::Fabricated => 0,
            ShippedKind::Stitched => 40,
            ShippedKind::Half => rows.div_ceil(2),
            ShippedKind::Genuine | ShippedKind::Respelt | ShippedKind::Directory | ShippedKind::Misspelt => rows,
        };
        if company.records() < needed {
            return Err(Error::TooFewCustomers {
                kind,
                rows,
                records: company.records(),
            });
        }
        let shuffle = |purpose, size| Permutation::new(seed, PURPOSE + purpose + 8 * kind as u64, size);
        Ok(ShippedListing {
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
        truth::write(&self.layout, self.rows, sample, truth, progress, |row, line| {
            self.push_row(row, line)
        })
    }

    /// Appends row `row`, counted from 0, and says what is true of it.
    fn push_row(&self, row: u64, out: &mut Vec<u8>) -> Result<Truth, Error> {
        let place = self.places.of(row);
        let mut draws = Draws::new(self.seed, PURPOSE + 3 + 8 * self.kind as u64, row);
        let (mut record, customer) = match self.kind {
            ShippedKind::Genuine | ShippedKind::Respelt | ShippedKind::Misspelt => self.customer(place),
            ShippedKind::Fabricated => self.stranger(place),
            ShippedKind::Half if place < self.rows.div_ceil(2) => self.customer(place),
            ShippedKind::Half => self.stranger(place),
            ShippedKind::Stitched => (self.stitched(&mut draws)?, None),
            ShippedKind::Directory => self.directory_entry(place, &mut draws)?,
        };
        let grade = match (self.kind, customer) {
            (ShippedKind::Stitched, _) => Grade::Conflicting,
            (ShippedKind::Directory, _) => Grade::Directory,
            (_, None) => Grade::None,
            (_, Some(_)) => self.layout.genuine_grade(&record),
        };
        let full_name = match self.kind {
            ShippedKind::Respelt => respell(&mut record, &mut draws),
            _ => {
                let (given, surname) = (record.get(Column::GivenName), record.get(Column::Surname));
                format!("{} {}", given.trim(), surname.trim())
            }
        };
        if self.kind == ShippedKind::Misspelt {
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
