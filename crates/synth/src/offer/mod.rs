//! Listings of every kind that sellers show, with what is true of them.

mod rows;
mod sources;
mod truth;

use std::fmt;
use std::io::Write;
use std::str::FromStr;

use crate::draw::Permutation;
use crate::layout::Layout;
use crate::{Column, Company, Error, Listing, ListingKind};

pub use sources::{Leak, OtherCompany};
pub use truth::{Expected, Finding};

/// What a listing is made of: one of the shipped kinds, or a further one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OfferKind {
    /// One of the kinds that are shipped under `datasets/`.
    Shipped(ListingKind),
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

impl OfferKind {
    /// The kinds beyond the shipped ones.
    pub const FURTHER: [OfferKind; 13] = [
        OfferKind::Customers,
        OfferKind::Partly,
        OfferKind::RandomDigits,
        OfferKind::Faker,
        OfferKind::MadeUpNumbers,
        OfferKind::Recycled,
        OfferKind::DressedUp,
        OfferKind::Segment,
        OfferKind::Outdated,
        OfferKind::Padded,
        OfferKind::Masked,
        OfferKind::OtherCompany,
        OfferKind::Voters,
    ];

    /// Every kind.
    pub fn all() -> impl Iterator<Item = OfferKind> {
        let shipped = ListingKind::ALL.into_iter().map(OfferKind::Shipped);
        shipped.chain(OfferKind::FURTHER)
    }

    /// The kind's name in commands.
    pub const fn name(self) -> &'static str {
        match self {
            OfferKind::Shipped(kind) => kind.name(),
            OfferKind::Customers => "customers",
            OfferKind::Partly => "partly",
            OfferKind::RandomDigits => "random-digits",
            OfferKind::Faker => "faker",
            OfferKind::MadeUpNumbers => "made-up-numbers",
            OfferKind::Recycled => "recycled",
            OfferKind::DressedUp => "dressed-up",
            OfferKind::Segment => "segment",
            OfferKind::Outdated => "outdated",
            OfferKind::Padded => "padded",
            OfferKind::Masked => "masked",
            OfferKind::OtherCompany => "other-company",
            OfferKind::Voters => "voters",
        }
    }

    pub(crate) fn names() -> String {
        let names: Vec<&str> = OfferKind::all().map(OfferKind::name).collect();
        names.join(", ")
    }
}

impl fmt::Display for OfferKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for OfferKind {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self, Error> {
        OfferKind::all()
            .find(|kind| kind.name().eq_ignore_ascii_case(word.trim()))
            .ok_or_else(|| Error::UnknownKind {
                known: OfferKind::names(),
                length: word.chars().count(),
            })
    }
}

/// How a listing is made. What its kind has no use for is passed over.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    /// The kind.
    pub kind: OfferKind,
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
    pub fn of(kind: OfferKind) -> Recipe {
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
pub struct Offer<'a> {
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

impl fmt::Debug for Offer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Offer")
            .field("recipe", &self.recipe)
            .field("rows", &self.rows)
            .finish_non_exhaustive()
    }
}

impl<'a> Offer<'a> {
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
            OfferKind::Recycled | OfferKind::DressedUp | OfferKind::OtherCompany => people,
            _ => company.records(),
        };
        let needed = match recipe.kind {
            OfferKind::RandomDigits | OfferKind::Faker | OfferKind::Shipped(_) => 0,
            OfferKind::Partly => (recipe.share * rows as f64).ceil() as u64,
            OfferKind::Voters => (recipe.overlap * rows as f64).ceil() as u64,
            // Whoever is not of the plan, or had not signed up yet, is passed over.
            OfferKind::Segment | OfferKind::Outdated => rows.saturating_mul(2),
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
        Ok(Offer {
            layout: Layout::of_offer(&recipe),
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

    /// Writes the sample and its truth as [`Listing::write`] does.
    ///
    /// # Errors
    /// [`Error::Write`], [`Error::TooFewPeople`].
    pub fn write(&self, sample: &mut impl Write, truth: &mut impl Write, progress: &dyn Fn(u64)) -> Result<(), Error> {
        if let OfferKind::Shipped(kind) = self.recipe.kind {
            return Listing::new(self.company, kind, self.seed, self.rows)?.write(sample, truth, progress);
        }
        let failed = |what: &str| {
            let what = what.to_owned();
            move |source| Error::Write { what, source }
        };
        let mut line = Vec::new();
        self.layout.push_header(&mut line);
        sample.write_all(&line).map_err(failed("sample"))?;
        truth.write_all(b"row,grade,customer\n").map_err(failed("truth"))?;
        let walk = self.walk()?;
        for row in 0..self.rows {
            line.clear();
            let known = self.push_row(&walk, row, &mut line);
            sample.write_all(&line).map_err(failed("sample"))?;
            let customer = known.customer.map(|index| index.to_string()).unwrap_or_default();
            writeln!(truth, "{},{},{customer}", row + 1, known.grade).map_err(failed("truth"))?;
            if (row + 1) % 1_024 == 0 {
                progress(row + 1);
            }
        }
        sample.flush().map_err(failed("sample"))?;
        truth.flush().map_err(failed("truth"))?;
        progress(self.rows);
        Ok(())
    }
}

/// Invented people there are for a listing.
const MOST_ROWS: u64 = Company::STRANGERS / 2 - sources::MOST_STRANGERS;
/// Draws for these listings begin here; those for the shipped kinds are below.
const PURPOSE: u64 = 10_000;
