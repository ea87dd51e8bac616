//! Which listings there are.

use assay_index::mix;
use assay_synth::{Column, ListingKind, Recipe, ShippedKind};

use crate::world::{Against, OVERLAP, OVERLAPS, PEOPLE, Quality};

/// One listing.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) recipe: Recipe,
    pub(crate) rows: u64,
    pub(crate) seed: u64,
    pub(crate) against: Against,
    /// The share of customers from which the rows were drawn at random.
    pub(crate) drawn_from: Option<f64>,
}

/// Every kind in every size.
pub(crate) fn cases(seed: u64, quality: Quality, sizes: &[u64]) -> Vec<Case> {
    let mut cases = Vec::new();
    for (kind, name) in NAMES.into_iter().enumerate() {
        for (size, rows) in sizes.iter().enumerate() {
            let number = mix(seed, (kind * 100 + size) as u64);
            cases.push(Case {
                rows: *rows,
                seed: number >> 1,
                ..case(name, number, *rows, quality, size)
            });
        }
    }
    cases
}

/// Rows drawn at random from listings of some share, for the interval alone.
pub(crate) fn draws(seed: u64, quality: Quality, count: u64) -> Vec<Case> {
    (0..count)
        .map(|draw| {
            let number = mix(seed ^ 0xD2, draw);
            let rows = 50 + number % 1_950;
            Case {
                rows,
                seed: number >> 1,
                ..case("partly", number, rows, quality, 0)
            }
        })
        .collect()
}

fn case(name: &'static str, number: u64, rows: u64, quality: Quality, size: usize) -> Case {
    let shipped = |kind| Recipe::of(ListingKind::Shipped(kind));
    let without_account = |kind| Recipe {
        without: vec![Column::Account],
        ..Recipe::of(kind)
    };
    let overlap = OVERLAPS[size % 3];
    let mut recipe = match name {
        "customers" => Recipe::of(ListingKind::Customers),
        "customers, no account" => without_account(ListingKind::Customers),
        "genuine" => shipped(ShippedKind::Genuine),
        "respelt" => shipped(ShippedKind::Respelt),
        "misspelt" => shipped(ShippedKind::Misspelt),
        "slips in a fifth" => Recipe {
            noise: 0.2,
            ..Recipe::of(ListingKind::Customers)
        },
        "half" => shipped(ShippedKind::Half),
        "partly" => Recipe::of(ListingKind::Partly),
        "partly, no account" => without_account(ListingKind::Partly),
        "stitched" => shipped(ShippedKind::Stitched),
        "invented people" => shipped(ShippedKind::Fabricated),
        "directory" => shipped(ShippedKind::Directory),
        "random digits" => Recipe::of(ListingKind::RandomDigits),
        "faker" => Recipe::of(ListingKind::Faker),
        "made-up numbers" => Recipe::of(ListingKind::MadeUpNumbers),
        "recycled" => Recipe::of(ListingKind::Recycled),
        "dressed up" => Recipe::of(ListingKind::DressedUp),
        "segment" => Recipe {
            segment: ["prepaid", "postpaid", "business", "former"][size % 4].to_owned(),
            ..Recipe::of(ListingKind::Segment)
        },
        "outdated" => Recipe {
            as_of: format!("{}-{:02}-15", 2009 + number % 12, 1 + number / 12 % 12),
            ..Recipe::of(ListingKind::Outdated)
        },
        "padded" => Recipe::of(ListingKind::Padded),
        "masked" => Recipe::of(ListingKind::Masked),
        "other company" => Recipe {
            overlap,
            ..Recipe::of(ListingKind::OtherCompany)
        },
        "other company, no account" => Recipe {
            overlap,
            ..without_account(ListingKind::OtherCompany)
        },
        _ => Recipe {
            overlap,
            ..Recipe::of(ListingKind::Voters)
        },
    };
    recipe.people = Some(PEOPLE);
    if matches!(recipe.kind, ListingKind::Recycled | ListingKind::DressedUp) {
        recipe.overlap = OVERLAP;
    }
    recipe.noise = recipe.noise.max(quality.noise());
    let mut drawn_from = None;
    if recipe.kind == ListingKind::Partly {
        // Shares up to nine tenths; how many of the rows are customers is itself a draw.
        let share = 0.05 + 0.85 * unit(mix(number, 1));
        let customers = (0..rows).filter(|row| unit(mix(number, 2 + row)) < share).count();
        recipe.share = customers as f64 / rows as f64;
        drawn_from = Some(share);
    }
    let other = matches!(recipe.kind, ListingKind::OtherCompany | ListingKind::Voters);
    Case {
        name,
        rows,
        seed: 0,
        against: Against {
            snapshots: recipe.kind == ListingKind::Outdated,
            leak: true,
            other: Some(if other { overlap } else { OVERLAPS[1] }),
            random: drawn_from.is_some(),
        },
        recipe,
        drawn_from,
    }
}

fn unit(number: u64) -> f64 {
    (number >> 11) as f64 / (1u64 << 53) as f64
}

/// The kinds, in the table's order.
pub(crate) const NAMES: [&str; 24] = [
    "customers",
    "customers, no account",
    "genuine",
    "respelt",
    "misspelt",
    "slips in a fifth",
    "segment",
    "outdated",
    "padded",
    "masked",
    "half",
    "partly",
    "partly, no account",
    "stitched",
    "directory",
    "random digits",
    "faker",
    "made-up numbers",
    "recycled",
    "dressed up",
    "invented people",
    "other company",
    "other company, no account",
    "voters",
];
/// 18 sizes: with 24 kinds, 432 listings.
pub(crate) const SIZES: [u64; 18] = [
    20, 50, 100, 200, 200, 300, 500, 500, 1_000, 1_000, 2_000, 2_000, 5_000, 5_000, 10_000, 20_000, 50_000, 100_000,
];
