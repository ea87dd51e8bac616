//! Where rows come from that are not the company's: an older leak, another company.

use std::io::{self, Write};

use crate::draw::{Draws, Permutation};
use crate::text::push_padded;
use crate::{Column, Company, Error, Record};

/// People of whom a share are the company's customers, in an order that tells nothing.
#[derive(Clone)]
struct Population<'a> {
    company: &'a Company,
    people: u64,
    customers: u64,
    order: Permutation,
    of_customers: Permutation,
}

impl<'a> Population<'a> {
    fn new(company: &'a Company, people: u64, overlap: f64, purpose: u64) -> Result<Self, Error> {
        if !(0.0..=1.0).contains(&overlap) {
            return Err(Error::BadShare(overlap));
        }
        let customers = ((people as f64 * overlap).round() as u64).min(company.records());
        if people - customers > MOST_STRANGERS {
            return Err(Error::TooManyRows {
                asked: people,
                most: MOST_STRANGERS,
            });
        }
        Ok(Population {
            company,
            people,
            customers,
            order: Permutation::new(company.seed(), purpose, people.max(1)),
            of_customers: Permutation::new(company.seed(), purpose + 1, company.records().max(1)),
        })
    }

    /// Person number `index`, and whose customer they are.
    fn person(&self, index: u64, strangers: u64) -> (Record, Option<u64>) {
        let at = self.order.of(index);
        match at < self.customers {
            true => {
                let customer = self.of_customers.of(at);
                (self.company.record(customer), Some(customer))
            }
            false => (self.company.stranger(strangers + at), None),
        }
    }
}

/// An older leak of another source: names, e-mail addresses, telephones and addresses of real people, of whom a share are the
/// company's customers.
#[derive(Clone)]
pub struct Leak<'a>(Population<'a>);

impl std::fmt::Debug for Leak<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Leak")
            .field("people", &self.0.people)
            .finish_non_exhaustive()
    }
}

impl<'a> Leak<'a> {
    /// The columns that it has.
    pub const COLUMNS: [Column; 8] = [
        Column::GivenName,
        Column::Surname,
        Column::Phone,
        Column::Email,
        Column::Address,
        Column::City,
        Column::State,
        Column::Zip,
    ];

    /// A leak of so many people, of whom a share are customers.
    ///
    /// # Errors
    /// A share that is none; more people than there are.
    pub fn new(company: &'a Company, people: u64, overlap: f64) -> Result<Self, Error> {
        Ok(Leak(Population::new(company, people, overlap, LEAK)?))
    }

    /// Its row `index`, which must be below the number of people; cells that it lacks are empty.
    pub fn record(&self, index: u64) -> Record {
        self.person(index).0
    }

    pub(super) fn person(&self, index: u64) -> (Record, Option<u64>) {
        let (mut record, customer) = self.0.person(index, 0);
        for column in Column::ALL {
            if !Leak::COLUMNS.contains(&column) {
                record.set(column, String::new());
            }
        }
        (record, customer)
    }

    /// Writes it as CSV with a header.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_csv(&self, out: &mut impl Write, progress: &dyn Fn(u64)) -> io::Result<()> {
        let records = (0..self.0.people).map(|index| Some(self.record(index)));
        crate::record::write_csv(out, &Leak::COLUMNS, records, progress)
    }
}

/// Another company: real people under its own account numbers, of whom a share are this company's customers too.
#[derive(Clone)]
pub struct OtherCompany<'a>(Population<'a>);

impl std::fmt::Debug for OtherCompany<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OtherCompany")
            .field("people", &self.0.people)
            .finish_non_exhaustive()
    }
}

impl<'a> OtherCompany<'a> {
    /// A company of so many people, of whom a share are customers of `company`.
    ///
    /// # Errors
    /// A share that is none; more people than there are.
    pub fn new(company: &'a Company, people: u64, overlap: f64) -> Result<Self, Error> {
        Ok(OtherCompany(Population::new(company, people, overlap, OTHER)?))
    }

    /// Its customer `index`, which must be below the number of people.
    pub fn record(&self, index: u64) -> Record {
        self.person(index).0
    }

    pub(super) fn person(&self, index: u64) -> (Record, Option<u64>) {
        let (mut record, customer) = self.0.person(index, Company::STRANGERS / 2);
        // Nine digits, where the company's are a letter and ten.
        let mut account = Vec::new();
        let spread = Draws::new(self.0.company.seed(), OTHER + 2, index).below(7);
        push_padded(&mut account, 200_000_000 + index * 7 + spread, 9);
        record.set(Column::Account, String::from_utf8_lossy(&account).into_owned());
        (record, customer)
    }

    /// Writes its table as CSV with a header, with the company's columns.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_csv(&self, out: &mut impl Write, progress: &dyn Fn(u64)) -> io::Result<()> {
        let records = (0..self.0.people).map(|index| Some(self.record(index)));
        crate::record::write_csv(out, &Column::ALL, records, progress)
    }
}

/// Strangers of a leak come first, then those of listings from [`MOST_STRANGERS`] to half of all, then another company's, then
/// earlier values of customers: so that what is made up is nobody's.
pub(super) const MOST_STRANGERS: u64 = Company::STRANGERS / 8;
/// Purposes of draws, beside those of people and listings.
const LEAK: u64 = 30;
const OTHER: u64 = 40;
