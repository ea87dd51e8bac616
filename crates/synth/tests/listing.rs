//! Listings of every kind: their truth holds, whatever the seed.

#![allow(clippy::unwrap_used)]

use std::collections::{HashMap, HashSet};

use assay_synth::{
    Column, Company, Finding, Leak, Listing, ListingKind, OtherCompany, Recipe, ShippedKind, ShippedListing,
};

const RECORDS: u64 = 3_000;
const ROWS: u64 = 400;

/// The rows, cell by cell, and their truth.
struct Made {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    grades: Vec<String>,
    customers: Vec<Option<u64>>,
}

impl Made {
    fn column(&self, name: &str) -> Vec<&str> {
        let at = self.header.iter().position(|header| header == name).unwrap();
        self.rows.iter().map(|row| row[at].as_str()).collect()
    }
}

fn made(company: &Company, recipe: Recipe, seed: u64) -> Made {
    let (mut sample, mut truth) = (Vec::new(), Vec::new());
    let listing = Listing::new(company, recipe, seed, ROWS).unwrap();
    listing.write(&mut sample, &mut truth, &|_| {}).unwrap();
    let text = String::from_utf8(sample).unwrap();
    let mut lines = text
        .lines()
        .map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let truth = String::from_utf8(truth).unwrap();
    let truth: Vec<Vec<&str>> = truth.lines().skip(1).map(|line| line.split(',').collect()).collect();
    Made {
        header: lines.next().unwrap(),
        rows: lines.collect(),
        grades: truth.iter().map(|cells| cells[1].to_owned()).collect(),
        customers: truth.iter().map(|cells| cells[2].parse().ok()).collect(),
    }
}

fn company() -> Company {
    Company::new(11, RECORDS).unwrap()
}

fn values(company: &Company, column: Column) -> HashMap<String, u64> {
    (0..company.records())
        .map(|index| (company.record(index).get(column).to_owned(), index))
        .filter(|(value, _)| !value.is_empty())
        .collect()
}

#[test]
fn every_kind_has_its_rows_and_its_answers() {
    let company = company();
    for kind in ListingKind::all().filter(|kind| !matches!(kind, ListingKind::Shipped(_))) {
        let made = made(&company, Recipe::of(kind), 3);
        assert_eq!(made.rows.len() as u64, ROWS, "{kind}");
        assert!(made.rows.iter().all(|row| row.len() == made.header.len()), "{kind}");
        let expected = Listing::new(&company, Recipe::of(kind), 3, ROWS).unwrap().expected();
        assert!(!expected.verdicts.is_empty());
        assert_eq!(kind.name().parse::<ListingKind>().unwrap(), kind);
        let again = self::made(&company, Recipe::of(kind), 3);
        assert_eq!(again.rows, made.rows, "{kind}");
    }
}

#[test]
fn the_shipped_kinds_keep_their_bytes() {
    let company = company();
    for kind in ShippedKind::ALL {
        let (mut one, mut other, mut truth) = (Vec::new(), Vec::new(), Vec::new());
        let listing = ShippedListing::new(&company, kind, 5, 100).unwrap();
        listing.write(&mut one, &mut truth, &|_| {}).unwrap();
        let listing = Listing::new(&company, Recipe::of(ListingKind::Shipped(kind)), 5, 100).unwrap();
        listing.write(&mut other, &mut truth, &|_| {}).unwrap();
        assert_eq!(one, other);
    }
}

#[test]
fn made_up_numbers_are_nobodys() {
    let company = company();
    for kind in [ListingKind::MadeUpNumbers, ListingKind::DressedUp] {
        let made = made(&company, Recipe::of(kind), 4);
        for (name, column) in [("ssn", Column::Ssn), ("account", Column::Account)] {
            let known = values(&company, column);
            assert!(
                made.column(name).iter().all(|value| !known.contains_key(*value)),
                "{kind} {name}"
            );
        }
    }
    // Their names, dates of birth and addresses are one customer's.
    let made = made(&company, Recipe::of(ListingKind::MadeUpNumbers), 4);
    let (dobs, addresses) = (made.column("dob"), made.column("address"));
    for (at, customer) in made.customers.iter().enumerate() {
        let record = company.record(customer.unwrap());
        assert_eq!(
            (dobs[at], addresses[at]),
            (record.get(Column::Dob), record.get(Column::Address))
        );
    }
}

#[test]
fn shares_are_what_was_asked_for() {
    let company = company();
    for share in [0.0, 0.05, 0.3, 0.9, 1.0] {
        let recipe = Recipe {
            share,
            ..Recipe::of(ListingKind::Partly)
        };
        let made = made(&company, recipe, 8);
        let customers = made.customers.iter().flatten().count();
        assert_eq!(customers as u64, (share * ROWS as f64).round() as u64);
        let known = values(&company, Column::Account);
        for (account, customer) in made.column("account").iter().zip(&made.customers) {
            assert_eq!(known.get(*account).copied(), *customer);
        }
    }
    let recipe = Recipe {
        copies: 0.4,
        ..Recipe::of(ListingKind::Padded)
    };
    let made = made(&company, recipe, 8);
    let distinct: HashSet<_> = made.rows.iter().collect();
    assert_eq!(distinct.len() as u64, (0.6 * ROWS as f64).ceil() as u64);
}

#[test]
fn a_leak_explains_what_is_recycled_and_another_company_its_own() {
    let company = company();
    let leak = Leak::new(&company, RECORDS, 0.25).unwrap();
    let leaked: HashSet<(String, String)> = (0..RECORDS)
        .map(|index| {
            let record = leak.record(index);
            assert!(record.get(Column::Ssn).is_empty() && record.get(Column::Account).is_empty());
            (
                record.get(Column::Email).to_owned(),
                record.get(Column::Address).to_owned(),
            )
        })
        .collect();
    for kind in [ListingKind::Recycled, ListingKind::DressedUp] {
        let made = made(&company, Recipe::of(kind), 6);
        for (email, address) in made.column("email").into_iter().zip(made.column("address")) {
            assert!(leaked.contains(&(email.to_owned(), address.to_owned())));
        }
        let share = made.customers.iter().flatten().count() as f64 / ROWS as f64;
        assert!((share - 0.25).abs() < 0.1, "{share}");
    }
    let other = OtherCompany::new(&company, RECORDS, 0.25).unwrap();
    let accounts: HashSet<String> = (0..RECORDS)
        .map(|index| other.record(index).get(Column::Account).to_owned())
        .collect();
    assert_eq!(accounts.len() as u64, RECORDS);
    let made = made(&company, Recipe::of(ListingKind::OtherCompany), 6);
    assert!(
        made.column("account")
            .iter()
            .all(|account| accounts.contains(*account) && account.len() == 9)
    );
    assert!(
        made.grades
            .iter()
            .zip(&made.customers)
            .all(|(grade, customer)| match customer {
                Some(_) => grade == "partial",
                None => grade == "none",
            })
    );
}

#[test]
fn a_segment_is_one_plan_and_masks_hide_numbers() {
    let company = company();
    let segment = made(&company, Recipe::of(ListingKind::Segment), 2);
    for customer in &segment.customers {
        assert_eq!(company.record(customer.unwrap()).get(Column::Plan), "prepaid");
    }
    let masked = made(&company, Recipe::of(ListingKind::Masked), 2);
    let open = |value: &&&str| !value.is_empty() && !value.contains("***") && **value != "000-00-0000";
    for name in ["ssn", "email", "phone", "imei"] {
        assert_eq!(masked.column(name).iter().filter(open).count(), 0, "{name}");
    }
}

#[test]
fn snapshots_grow_into_todays_table() {
    let company = company();
    let mut before: Vec<(u64, bool)> = Vec::new();
    for date in ["2010-01-01", "2016-01-01", "2021-12-31"] {
        let then = company.as_of(date);
        let known: Vec<u64> = (0..RECORDS).filter(|index| then.record(*index).is_some()).collect();
        let different = known.iter().filter(|index| then.differs(**index)).count() as u64;
        before.push((known.len() as u64, different > 0));
        for index in &known {
            assert!(then.record(*index).unwrap().get(Column::SignupDate) <= date);
        }
    }
    assert!(before[0].0 < before[1].0 && before[1].0 < before[2].0);
    assert_eq!((before[0].1, before[1].1, before[2]), (true, true, (RECORDS, false)));
    // Earlier values are nobody else's.
    let then = company.as_of("2012-06-30");
    let today = values(&company, Column::Email);
    let changed: Vec<String> = (0..RECORDS)
        .filter_map(|index| Some(then.record(index)?.get(Column::Email).to_owned()).filter(|_| then.differs(index)))
        .filter(|email| !email.is_empty() && !today.contains_key(email))
        .collect();
    assert!(changed.len() > 20);
    assert_eq!(changed.iter().collect::<HashSet<_>>().len(), changed.len());
}

#[test]
fn right_verdicts_follow_the_truth() {
    let company = company();
    let verdicts = |recipe: Recipe| Listing::new(&company, recipe, 1, ROWS).unwrap().expected().verdicts;
    assert_eq!(verdicts(Recipe::of(ListingKind::Recycled)), [Finding::Recycled]);
    let bare = Recipe {
        without: vec![Column::Account],
        ..Recipe::of(ListingKind::OtherCompany)
    };
    assert_eq!(verdicts(bare), [Finding::NotTheirs, Finding::Undecided]);
    for kind in ListingKind::all() {
        let right = verdicts(Recipe::of(kind));
        let customers = Listing::new(&company, Recipe::of(kind), 1, ROWS).unwrap().expected();
        assert_eq!(
            right[0] == Finding::Verified,
            customers.theirs == "yes" && customers.new == "yes",
            "{kind}"
        );
    }
}

#[test]
fn what_cannot_be_made_is_said() {
    let company = Company::new(1, 100).unwrap();
    let few = Listing::new(&company, Recipe::of(ListingKind::Customers), 1, 200).unwrap_err();
    assert!(few.to_string().contains("100 people"), "{few}");
    let recipe = Recipe {
        share: 1.5,
        ..Recipe::of(ListingKind::Partly)
    };
    assert!(Listing::new(&company, recipe, 1, 10).is_err());
    let recipe = Recipe {
        segment: "gold".to_owned(),
        ..Recipe::of(ListingKind::Segment)
    };
    let listing = Listing::new(&company, recipe, 1, 10).unwrap();
    assert!(listing.write(&mut Vec::new(), &mut Vec::new(), &|_| {}).is_err());
}
