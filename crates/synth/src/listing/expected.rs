//! What is true of a listing, and which verdicts are right.

use std::fmt;

use super::{ListingKind, Recipe};
use crate::{Column, ShippedKind};

/// What is true of a listing, in the words of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// Whether the rows describe real people.
    pub authentic: &'static str,
    /// Whether they are this company's.
    pub theirs: &'static str,
    /// Whether they were in no older leak.
    pub new: &'static str,
    /// The verdicts that are right, best first. `undecided` is one of them only where the rows themselves can't tell, whoever
    /// looks at them.
    pub verdicts: Vec<Finding>,
}

/// A verdict's grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// This company's data.
    Verified,
    /// A part of it is.
    PartlyGenuine,
    /// Of an older leak.
    Recycled,
    /// Made up or stitched together.
    Fabricated,
    /// Somebody else's.
    NotTheirs,
    /// The rows can't tell.
    Undecided,
}

impl Finding {
    /// The grade's name in a report.
    pub const fn name(self) -> &'static str {
        match self {
            Finding::Verified => "verified",
            Finding::PartlyGenuine => "partly_genuine",
            Finding::Recycled => "recycled",
            Finding::Fabricated => "fabricated",
            Finding::NotTheirs => "not_theirs",
            Finding::Undecided => "undecided",
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Expected {
    pub(super) fn of(recipe: &Recipe, rows: u64) -> Expected {
        use Finding::{Fabricated, NotTheirs, PartlyGenuine, Recycled, Undecided, Verified};
        let of = |authentic, theirs, new, verdicts: &[Finding]| Expected {
            authentic,
            theirs,
            new,
            verdicts: verdicts.to_vec(),
        };
        let without_account = recipe.without.contains(&Column::Account);
        match recipe.kind {
            ListingKind::Shipped(kind) => match kind {
                ShippedKind::Genuine | ShippedKind::Respelt | ShippedKind::Misspelt => {
                    of("yes", "yes", "yes", &[Verified])
                }
                // Invented people who look like anybody's customers: without a number that only the company assigns, a half
                // that matches could be a rival's as well.
                ShippedKind::Half => of("partly", "partly", "yes", &[PartlyGenuine, Undecided]),
                ShippedKind::Stitched | ShippedKind::Directory => of("no", "no", "yes", &[Fabricated]),
                // Invented people without a trace look exactly like somebody else's customers.
                ShippedKind::Fabricated => of("no", "no", "yes", &[Undecided, NotTheirs]),
            },
            ListingKind::Customers
            | ListingKind::Segment
            | ListingKind::Outdated
            | ListingKind::Padded
            | ListingKind::Masked => of("yes", "yes", "yes", &[Verified]),
            ListingKind::Partly => {
                let customers = (recipe.share * rows as f64).round() as u64;
                match (customers == rows, customers == 0, without_account) {
                    (true, ..) => of("yes", "yes", "yes", &[Verified]),
                    (_, true, _) => of("no", "no", "yes", &[Undecided, NotTheirs]),
                    (.., true) => of("partly", "partly", "yes", &[PartlyGenuine, Undecided]),
                    // One row in ten that is not theirs is below what gaps and slips explain.
                    _ if recipe.share > 0.9 => of("partly", "partly", "yes", &[PartlyGenuine, Verified]),
                    _ => of("partly", "partly", "yes", &[PartlyGenuine]),
                }
            }
            ListingKind::RandomDigits | ListingKind::Faker | ListingKind::MadeUpNumbers => {
                of("no", "no", "yes", &[Fabricated])
            }
            ListingKind::Recycled => of("yes", "no", "no", &[Recycled]),
            ListingKind::DressedUp => of("partly", "no", "no", &[Recycled]),
            // Without its numbers another company's customers are told by its index alone.
            ListingKind::OtherCompany if without_account => of("yes", "no", "yes", &[NotTheirs, Undecided]),
            ListingKind::OtherCompany => of("yes", "no", "yes", &[NotTheirs]),
            // Real people whom nothing ties to any company.
            ListingKind::Voters => of("yes", "no", "yes", &[Undecided, NotTheirs]),
        }
    }
}
