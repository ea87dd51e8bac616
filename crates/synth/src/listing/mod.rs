//! Listings of every kind that sellers show, with what is true of them.

mod expected;
mod rows;
mod sources;

use std::fmt;
use std::io::Write;
use std::str::FromStr;

use crate::draw::Permutation;
use crate::layout::Layout;
use crate::truth;
use crate::{Column, Company, Error, ShippedKind, ShippedListing};

pub use expected::{Expected, Finding};
pub use sources::{Leak, OtherCompany};

/// What a listing is made of: one of the shipped kinds, or a further one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ListingKind {
    /// One of the kinds that are shipped under `datasets/`.
    Shipped(ShippedKind),
    /// Customers, with all columns, account included.
    Customers,
    /// A share of customers; the others are invented people.
    Partly,
    /// Made by a lazy script: every number uniform random digits, every other cell drawn by itself.
    RandomDigits,
    /// Made by a fake-data generator: reserved numbers and domains, composed cities.
    Faker,
    /// Real customers' names, dates of birth and addresses beside made-up numbers.
    MadeUpNumbers,
    /// Drawn from an older leak of another source.
    Recycled,
    /// The same, with invented ssns and accounts added.
    DressedUp,
    /// Customers of one plan.
    Segment,
    /// Customers as they were at a date.
    Outdated,
    /// Customers, a share of whose rows repeat earlier ones.
    Padded,
    /// Customers, most of whose numbers the seller masked.
    Masked,
    /// Another company's real customers, of whom a share are this company's too.
    OtherCompany,
    /// A voter file of real people.
    Voters,
}

impl ListingKind {
    /// The kinds beyond the shipped ones.
    pub const FURTHER: [ListingKind; 13] = [
        ListingKind::Customers,
        ListingKind::Partly,
        ListingKind::RandomDigits,
        ListingKind::Faker,
        ListingKind::MadeUpNumbers,
        ListingKind::Recycled,
        ListingKind::DressedUp,
        ListingKind::Segment,
        ListingKind::Outdated,
        ListingKind::Padded,
        ListingKind::Masked,
        ListingKind::OtherCompany,
        ListingKind::Voters,
    ];

    /// Every kind.
    pub fn all() -> impl Iterator<Item = ListingKind> {
        let shipped = ShippedKind::ALL.into_iter().map(ListingKind::Shipped);
        shipped.chain(ListingKind::FURTHER)
    }

    /// The kind's name in commands.
    pub const fn name(self) -> &'static str {
        match self {
            ListingKind::Shipped(kind) => kind.name(),
            ListingKind::Customers => "customers",
            ListingKind::Partly => "partly",
            ListingKind::RandomDigits => "random-digits",
            ListingKind::Faker => "faker",
            ListingKind::MadeUpNumbers => "made-up-numbers",
            ListingKind::Recycled => "recycled",
            ListingKind::DressedUp => "dressed-up",
            ListingKind::Segment => "segment",
            ListingKind::Outdated => "outdated",
            ListingKind::Padded => "padded",
            ListingKind::Masked => "masked",
            ListingKind::OtherCompany => "other-company",
            ListingKind::Voters => "voters",
        }
    }

    pub(crate) fn names() -> String {
        let names: Vec<&str> = ListingKind::all().map(ListingKind::name).collect();
        names.join(", ")
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
        ListingKind::all()
            .find(|kind| kind.name().eq_ignore_ascii_case(word.trim()))
            .ok_or_else(|| Error::UnknownKind {
                known: ListingKind::names(),
                length: word.chars().count(),
            })
    }
}

/// How a listing is made. What its kind has no use for is passed over.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    /// The kind.
    pub kind: ListingKind,
    /// Of `partly`: the share of customers.
    pub share: f64,
    /// Of `other-company`, `voters` and what is drawn from a leak: the share of people who are customers too.
    pub overlap: f64,
    /// Of `segment`: the plan.
    pub segment: String,
    /// Of `outdated`: the day, ISO 8601.
    pub as_of: String,
    /// Of `padded`: the share of rows that repeat an earlier one.
    pub copies: f64,
    /// Share of rows with a slip in the name.
    pub noise: f64,
    /// People of the leak or of the other company; as many as the company has customers unless stated.
    pub people: Option<u64>,
    /// Columns that are not shown.
    pub without: Vec<Column>,
}

impl Recipe {
    /// A kind with the usual parameters.
    pub fn of(kind: ListingKind) -> Recipe {
        Recipe {
            kind,
            share: 0.5,
            overlap: 0.25,
            segment: "prepaid".to_owned(),
            as_of: "2018-06-30".to_owned(),
            copies: 0.5,
            noise: 0.0,
            people: None,
            without: Vec::new(),
        }
    }
}

/// A seller's listing about a company. Row `n` is a pure function of the company, the recipe, the seed, the number of rows,
/// and `n`; the order of the rows tells nothing.
pub struct Listing<'a> {
    company: &'a Company,
    recipe: Recipe,
    layout: Layout,
    seed: u64,
    rows: u64,
    /// In which order customers, or those of the other source, are taken.
    people: Permutation,
    strangers: Permutation,
    /// Where a row goes in the file.
    places: Permutation,
    leak: Leak<'a>,
    other: OtherCompany<'a>,
}

impl fmt::Debug for Listing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listing")
            .field("recipe", &self.recipe)
            .field("rows", &self.rows)
            .finish_non_exhaustive()
    }
}

impl<'a> Listing<'a> {
    /// A listing of so many rows. Nobody stands in it twice, but for the copies of `padded`.
    ///
    /// # Errors
    /// [`Error::BadShare`], [`Error::TooFewPeople`] if the rows need more people than there are, [`Error::TooManyRows`]
    /// beyond 21 million.
    pub fn new(company: &'a Company, recipe: Recipe, seed: u64, rows: u64) -> Result<Self, Error> {
        for share in [recipe.share, recipe.overlap, recipe.copies, recipe.noise] {
            if !(0.0..=1.0).contains(&share) {
                return Err(Error::BadShare(share));
            }
        }
        if rows > MOST_ROWS {
            return Err(Error::TooManyRows {
                asked: rows,
                most: MOST_ROWS,
            });
        }
        let people = recipe.people.unwrap_or_else(|| company.records());
        let (leak, other) = (
            Leak::new(company, people, recipe.overlap)?,
            OtherCompany::new(company, people, recipe.overlap)?,
        );
        let from = match recipe.kind {
            ListingKind::Recycled | ListingKind::DressedUp | ListingKind::OtherCompany => people,
            _ => company.records(),
        };
        let needed = match recipe.kind {
            ListingKind::RandomDigits | ListingKind::Faker | ListingKind::Shipped(_) => 0,
            ListingKind::Partly => (recipe.share * rows as f64).ceil() as u64,
            ListingKind::Voters => (recipe.overlap * rows as f64).ceil() as u64,
            // Whoever is not of the plan, or had not signed up yet, is passed over.
            ListingKind::Segment | ListingKind::Outdated => rows.saturating_mul(2),
            _ => rows,
        };
        if from < needed {
            return Err(Error::TooFewPeople {
                kind: recipe.kind,
                rows,
                people: from,
            });
        }
        let shuffle = |purpose, size| Permutation::new(seed, PURPOSE + purpose, size);
        Ok(Listing {
            layout: Layout::of_listing(&recipe),
            company,
            seed,
            rows,
            people: shuffle(0, from),
            strangers: shuffle(1, MOST_ROWS),
            places: shuffle(2, rows),
            leak,
            other,
            recipe,
        })
    }

    /// How many rows there are.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// What is true of the listing, and which verdicts are right.
    pub fn expected(&self) -> Expected {
        Expected::of(&self.recipe, self.rows)
    }

    /// Writes the sample and its truth as [`ShippedListing::write`] does.
    ///
    /// # Errors
    /// [`Error::Write`], [`Error::TooFewPeople`].
    pub fn write(&self, sample: &mut impl Write, truth: &mut impl Write, progress: &dyn Fn(u64)) -> Result<(), Error> {
        if let ListingKind::Shipped(kind) = self.recipe.kind {
            return ShippedListing::new(self.company, kind, self.seed, self.rows)?.write(sample, truth, progress);
        }
        let walk = self.walk()?;
        truth::write(&self.layout, self.rows, sample, truth, progress, |row, line| {
            Ok(self.push_row(&walk, row, line))
        })
    }
}

/// Invented people there are for a listing.
const MOST_ROWS: u64 = Company::STRANGERS / 2 - sources::MOST_STRANGERS;
/// Draws for these listings begin here; those for the shipped kinds are below.
const PURPOSE: u64 = 10_000;
