//! One row of a listing.

use super::sources::MOST_STRANGERS;
use super::{Listing, ListingKind, PURPOSE};
use crate::draw::Draws;
use crate::slips::slip;
use crate::text::{letters, push_date, push_padded};
use crate::truth::{Grade, Truth};
use crate::vocabulary::VOCABULARY;
use crate::{Column, Error, Record};

/// The customers whom the rows show, where not every one fits.
pub(super) struct Walk(Option<Vec<u64>>);

impl Listing<'_> {
    /// Finds those who fit.
    pub(super) fn walk(&self) -> Result<Walk, Error> {
        let fits: Box<dyn Fn(u64) -> bool> = match self.recipe.kind {
            ListingKind::Segment => {
                Box::new(|index| self.company.record(index).get(Column::Plan) == self.recipe.segment)
            }
            ListingKind::Outdated => {
                let then = self.company.as_of(&self.recipe.as_of);
                Box::new(move |index| then.record(index).is_some())
            }
            _ => return Ok(Walk(None)),
        };
        let all = (0..self.company.records()).map(|nth| self.people.of(nth));
        let found: Vec<u64> = all.filter(|index| fits(*index)).take(self.rows as usize).collect();
        match found.len() as u64 == self.rows {
            true => Ok(Walk(Some(found))),
            false => Err(Error::TooFewPeople {
                kind: self.recipe.kind,
                rows: self.rows,
                people: found.len() as u64,
            }),
        }
    }

    /// Appends row `row`, counted from 0, and says what is true of it.
    pub(super) fn push_row(&self, walk: &Walk, row: u64, out: &mut Vec<u8>) -> Truth {
        let place = match self.recipe.kind {
            // A copy stands somewhere behind what it copies.
            ListingKind::Padded => {
                let first = ((self.rows as f64 * (1.0 - self.recipe.copies)).ceil() as u64).max(1);
                match row < first {
                    true => row,
                    false => self.draws(row, 1).below(first),
                }
            }
            _ => self.places.of(row),
        };
        // What a row shows depends on whom it is about, so that copies are equal.
        let mut draws = self.draws(place, 2);
        let (mut record, customer, grade) = self.make(walk, place, &mut draws);
        if draws.below(1 << 32) < (self.recipe.noise * (1u64 << 32) as f64) as u64 {
            slip(&mut record, &mut draws);
        }
        let full_name = format!(
            "{} {}",
            record.get(Column::GivenName).trim(),
            record.get(Column::Surname).trim()
        );
        self.layout.push_row(out, &record, &full_name);
        Truth { grade, customer }
    }

    fn draws(&self, index: u64, purpose: u64) -> Draws {
        Draws::new(self.seed, PURPOSE + 10 + purpose, index)
    }

    fn make(&self, walk: &Walk, place: u64, draws: &mut Draws) -> (Record, Option<u64>, Grade) {
        let customer = |nth: u64| {
            let index = walk
                .0
                .as_ref()
                .map_or_else(|| self.people.of(nth), |found| found[nth as usize]);
            (self.company.record(index), Some(index))
        };
        let genuine = |(record, customer): (Record, Option<u64>)| {
            let grade = self.genuine_grade(&record);
            (record, customer, grade)
        };
        match self.recipe.kind {
            ListingKind::Partly => {
                let customers = (self.recipe.share * self.rows as f64).round() as u64;
                match place < customers {
                    true => genuine(customer(place)),
                    false => (self.stranger(place), None, Grade::None),
                }
            }
            ListingKind::RandomDigits => (random_digits(draws), None, Grade::None),
            ListingKind::Faker => (faker(draws), None, Grade::None),
            ListingKind::MadeUpNumbers => {
                let (mut record, index) = customer(place);
                let stranger = self.stranger(place);
                for column in NUMBERS {
                    record.take(column, &stranger);
                }
                (record, index, Grade::None)
            }
            ListingKind::Recycled => {
                let (record, customer) = self.leak.person(self.people.of(place));
                let grade = match customer {
                    Some(_) => self.genuine_grade(&record),
                    None => Grade::None,
                };
                (record, customer, grade)
            }
            ListingKind::DressedUp => {
                let (mut record, customer) = self.leak.person(self.people.of(place));
                let grade = match customer {
                    // Its e-mail address is linked with the name; the new numbers miss.
                    Some(_) if !record.get(Column::Email).is_empty() => Grade::Partial,
                    Some(_) if !record.get(Column::Phone).is_empty() => Grade::Directory,
                    _ => Grade::None,
                };
                let stranger = self.stranger(place);
                record.take(Column::Ssn, &stranger);
                record.take(Column::Account, &stranger);
                (record, customer, grade)
            }
            ListingKind::Outdated => {
                let (today, index) = customer(place);
                let then = self.company.as_of(&self.recipe.as_of);
                let record = index
                    .and_then(|index| then.record(index))
                    .unwrap_or_else(|| today.clone());
                let changed = |column: Column| record.get(column) != today.get(column);
                let grade = match changed(Column::Phone) || changed(Column::Email) {
                    true => Grade::Partial,
                    false => self.genuine_grade(&record),
                };
                (record, index, grade)
            }
            ListingKind::Masked => {
                let (mut record, index) = customer(place);
                mask(&mut record);
                (record, index, Grade::Full)
            }
            ListingKind::OtherCompany => {
                let (record, customer) = self.other.person(self.people.of(place));
                let grade = match (customer, self.layout.shows(Column::Account)) {
                    (None, _) => Grade::None,
                    (Some(_), true) => Grade::Partial,
                    (Some(_), false) => self.genuine_grade(&record),
                };
                (record, customer, grade)
            }
            ListingKind::Voters => self.voter(walk, place, draws),
            _ => genuine(customer(place)),
        }
    }

    /// A voter: a customer or a stranger, with what registers have.
    fn voter(&self, walk: &Walk, place: u64, draws: &mut Draws) -> (Record, Option<u64>, Grade) {
        let customers = (self.recipe.overlap * self.rows as f64).round() as u64;
        let (mut record, customer) = match place < customers {
            true => {
                let index = walk
                    .0
                    .as_ref()
                    .map_or_else(|| self.people.of(place), |found| found[place as usize]);
                (self.company.record(index), Some(index))
            }
            false => (self.stranger(place), None),
        };
        if draws.below(10) < 6 {
            record.set(Column::Phone, String::new());
        }
        record.set(Column::Plan, draws.pick(&["DEM", "REP", "NPA", "LIB"]).to_owned());
        let grade = match (customer, record.get(Column::Phone).is_empty()) {
            (None, _) => Grade::None,
            (Some(_), true) => Grade::Context,
            (Some(_), false) => Grade::Directory,
        };
        (record, customer, grade)
    }

    fn stranger(&self, nth: u64) -> Record {
        self.company.stranger(MOST_STRANGERS + self.strangers.of(nth))
    }

    /// The grade of a row with a customer's name and all of their values that the file shows.
    fn genuine_grade(&self, record: &Record) -> Grade {
        self.layout.genuine_grade(record)
    }
}

/// Made by a lazy script: every digit by itself, every word by itself.
fn random_digits(draws: &mut Draws) -> Record {
    let mut record = Record::default();
    names(&mut record, draws);
    let digits = |draws: &mut Draws, count: usize| {
        let mut text = Vec::new();
        push_padded(&mut text, draws.below(10u64.pow(count as u32)), count);
        String::from_utf8_lossy(&text).into_owned()
    };
    let ssn = digits(draws, 9);
    record.set(Column::Ssn, format!("{}-{}-{}", &ssn[..3], &ssn[3..5], &ssn[5..]));
    record.set(Column::Phone, digits(draws, 10));
    record.set(Column::Account, format!("A{}", digits(draws, 10)));
    record.set(Column::Imei, digits(draws, 15));
    record.set(Column::Licence, digits(draws, 9));
    record.set(Column::Dob, day(draws, -25_567, 18_992));
    let other = letters(VOCABULARY.given.word(draws.next()).text);
    let domain = draws.pick(&["gmail.com", "yahoo.com", "hotmail.com", "mail.com"]);
    record.set(Column::Email, format!("{other}{}@{domain}", digits(draws, 3)));
    let street = draws.pick(&VOCABULARY.streets);
    record.set(Column::Address, format!("{} {street} St", digits(draws, 4)));
    record.set(Column::City, place(draws).city.to_owned());
    record.set(Column::State, place(draws).state.to_owned());
    record.set(Column::Zip, digits(draws, 5));
    record
}

/// As fake-data generators make it. Facts about them, their reserved telephone numbers (555-01xx), domains (example.com,
/// example.org, example.net), extensions and composed cities, are from their documentation; no word list of theirs is used.
fn faker(draws: &mut Draws) -> Record {
    let mut record = random_digits(draws);
    let area = 200 + draws.below(780);
    let line = draws.below(100);
    record.set(
        Column::Phone,
        match draws.below(3) {
            0 => format!("+1-{area}-555-01{line:02}x{}", 100 + draws.below(9_000)),
            1 => format!("({area}) 555-01{line:02}"),
            _ => format!("{area}.555.01{line:02}"),
        },
    );
    let (given, surname) = (
        letters(record.get(Column::GivenName)),
        letters(record.get(Column::Surname)),
    );
    let domain = draws.pick(&["example.com", "example.org", "example.net"]);
    record.set(Column::Email, format!("{given}{surname}@{domain}"));
    let family = VOCABULARY.surnames.word(draws.next()).text;
    let ending = draws.pick(&["ville", "port", "mouth", "burgh", "furt", "shire", "side", "town"]);
    let start = draws.pick(&["East ", "West ", "North ", "South ", "New ", "Lake ", "Port ", ""]);
    record.set(
        Column::City,
        match draws.below(2) {
            0 => format!("{start}{family}{ending}"),
            _ => format!("{start}{}", VOCABULARY.given.word(draws.next()).text),
        },
    );
    record
}

fn names(record: &mut Record, draws: &mut Draws) {
    let given = VOCABULARY.given.word(draws.next()).text;
    let surname = VOCABULARY.surnames.word(draws.next()).text;
    record.set(Column::GivenName, given.to_owned());
    record.set(Column::Surname, surname.to_owned());
}

fn place(draws: &mut Draws) -> &'static crate::vocabulary::Place {
    &VOCABULARY.places[draws.below(VOCABULARY.places.len() as u64) as usize]
}

/// A day between two, counted from 1970-01-01.
fn day(draws: &mut Draws, first: i64, last: i64) -> String {
    let mut text = Vec::new();
    push_date(&mut text, first + draws.below((last - first + 1) as u64) as i64);
    String::from_utf8_lossy(&text).into_owned()
}

/// Hides most of the numbers, as sellers do; the account stays.
fn mask(record: &mut Record) {
    let ssn = record.get(Column::Ssn);
    if ssn.len() == 11 {
        let masked = format!("***-**-{}", &ssn[7..]);
        record.set(Column::Ssn, masked);
    }
    let email = record.get(Column::Email);
    if let (Some(first), Some((_, domain))) = (email.chars().next(), email.split_once('@')) {
        let masked = format!("{first}***@{domain}");
        record.set(Column::Email, masked);
    }
    let phone: String = record.get(Column::Phone).chars().filter(char::is_ascii_digit).collect();
    if phone.len() == 10 {
        record.set(Column::Phone, format!("{}-{}-****", &phone[..3], &phone[3..6]));
    }
    let imei = record.get(Column::Imei);
    if imei.len() == 15 {
        let masked = format!("{}*******", &imei[..8]);
        record.set(Column::Imei, masked);
    }
    let licence = record.get(Column::Licence);
    if licence.len() > 4 {
        let masked = format!("****{}", &licence[licence.len() - 4..]);
        record.set(Column::Licence, masked);
    }
}

/// What an inventor of numbers makes up.
const NUMBERS: [Column; 6] = [
    Column::Account,
    Column::Ssn,
    Column::Phone,
    Column::Email,
    Column::Imei,
    Column::Licence,
];
