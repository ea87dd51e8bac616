//! The company's table as it was at an earlier date.

use std::io::{self, Write};

use crate::draw::Draws;
use crate::numbers::{phone, push_email};
use crate::text::{letters, push_date, push_padded};
use crate::{Column, Company, Record};

/// The table as it was at the end of a day: customers who had signed up, with the values that they had then.
///
/// Three customers in ten have changed their telephone, e-mail address or street address once since they signed up; before
/// that day they had another one, which was nobody else's. On 2021-12-31 and later it is today's table.
#[derive(Clone, Debug)]
pub struct Snapshot<'a> {
    company: &'a Company,
    date: String,
}

impl Company {
    /// The company as it was at the end of a day, ISO 8601.
    pub fn as_of<'a>(&'a self, date: &str) -> Snapshot<'a> {
        Snapshot {
            company: self,
            date: date.to_owned(),
        }
    }
}

impl Snapshot<'_> {
    /// Customer number `index` as they were then; none if they signed up later.
    pub fn record(&self, index: u64) -> Option<Record> {
        let mut record = self.company.record(index);
        let signup = record.get(Column::SignupDate).to_owned();
        if signup > self.date {
            return None;
        }
        let mut draws = Draws::new(self.company.seed(), CHANGE, index);
        if draws.below(100) >= CHANGED_PERCENT {
            return Some(record);
        }
        let mut day = Vec::new();
        push_date(&mut day, FIRST_CHANGE + draws.below(DAYS) as i64);
        let day = String::from_utf8_lossy(&day).into_owned();
        // Who had not signed up yet had nothing to change.
        if day <= self.date || day <= signup {
            return Some(record);
        }
        self.set_back(&mut record, index, &mut draws);
        Some(record)
    }

    /// Whether customer `index` then had another value than today.
    pub fn differs(&self, index: u64) -> bool {
        self.record(index)
            .is_some_and(|then| then != self.company.record(index))
    }

    /// Writes the table as CSV with a header, as [`Company::write_csv`] does.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_csv(&self, out: &mut impl Write, progress: &dyn Fn(u64)) -> io::Result<()> {
        let records = (0..self.company.records()).map(|index| self.record(index));
        crate::record::write_csv(out, &Column::ALL, records, progress)
    }

    /// Puts an earlier value in. Its number is one that no customer and no other earlier value has.
    fn set_back(&self, record: &mut Record, index: u64, draws: &mut Draws) {
        let people = self.company.people();
        // Behind those whom leaks and other companies have.
        let stranger = Company::STRANGERS / 4 * 3 + index % (Company::STRANGERS / 4);
        let number = Company::MOST_RECORDS + stranger;
        let mut value = Vec::new();
        let column = draws.pick(&[Column::Phone, Column::Email, Column::Address]);
        if record.get(column).is_empty() {
            return;
        }
        match column {
            Column::Phone => {
                let (area, local) = phone(people.phone_number(number), draws.next());
                push_padded(&mut value, area.code, 3);
                push_padded(&mut value, local, 7);
            }
            Column::Email => {
                let (first, second) = (
                    letters(record.get(Column::GivenName)),
                    letters(record.get(Column::Surname)),
                );
                push_email(&mut value, people.email_number(number), &first, &second);
            }
            _ => {
                let stranger = self.company.stranger(stranger);
                value.extend_from_slice(stranger.get(Column::Address).as_bytes());
            }
        }
        record.set(column, String::from_utf8_lossy(&value).into_owned());
    }
}

/// The purpose of these draws, beside those of people.
const CHANGE: u64 = 20;
const CHANGED_PERCENT: u64 = 30;
/// 2005-01-01, in days from 1970-01-01, and the days from then to 2021-12-31.
const FIRST_CHANGE: i64 = 12_784;
const DAYS: u64 = 6_209;
