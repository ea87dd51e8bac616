use std::fmt;
use std::io::{self, Write};

use rayon::prelude::*;

use crate::numbers::PEOPLE;
use crate::person::{Care, People};
use crate::{Column, Error, Record};

/// A synthetic company: a table of customers that a seed and a size describe completely.
///
/// A larger company of the same seed begins with the customers of a smaller one. Accounts, ssns, IMEIs,
/// licences and e-mail addresses are unique by construction, telephone numbers but for the 3 % of customers
/// who share their household's. Of the records, 1 % have no telephone, 0.5 % no ssn, 0.3 % the placeholder
/// `000-00-0000`, 4 % no e-mail address, and 1.5 % an untidy cell (case, a blank, another spelling).
#[derive(Clone)]
pub struct Company {
    people: People,
    records: u64,
}

impl fmt::Debug for Company {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Company")
            .field("records", &self.records)
            .finish_non_exhaustive()
    }
}

impl Company {
    /// The most records that a company can have; the people beyond are nobody's customers.
    pub const MOST_RECORDS: u64 = 200_000_000;

    /// How many people there are beyond the customers of the largest company.
    pub(crate) const STRANGERS: u64 = PEOPLE - Company::MOST_RECORDS;

    /// The company of a seed with so many customers.
    ///
    /// # Errors
    /// [`Error::TooManyRecords`] beyond [`Company::MOST_RECORDS`].
    pub fn new(seed: u64, records: u64) -> Result<Company, Error> {
        if records > Company::MOST_RECORDS {
            return Err(Error::TooManyRecords {
                asked: records,
                most: Company::MOST_RECORDS,
            });
        }
        Ok(Company {
            people: People::new(seed),
            records,
        })
    }

    /// How many customers there are.
    pub fn records(&self) -> u64 {
        self.records
    }

    /// Customer number `index`, counted from 0: the data row `index + 1` of the table.
    ///
    /// # Panics
    /// If there is no such customer.
    pub fn record(&self, index: u64) -> Record {
        assert!(index < self.records, "the company has fewer records");
        self.person(index, Care::Usual)
    }

    /// Appends the table's line of customer `index`, who must be one.
    pub(crate) fn push_line(&self, out: &mut Vec<u8>, index: u64) {
        self.people.push_line(out, index, Care::Usual);
    }

    /// Somebody who is no customer of this company, whatever its size, complete and tidy; there are
    /// [`Company::STRANGERS`] of them. No identifier of theirs is a customer's.
    pub(crate) fn stranger(&self, index: u64) -> Record {
        self.person(Company::MOST_RECORDS + index % Company::STRANGERS, Care::Perfect)
    }

    pub(crate) fn people(&self) -> &People {
        &self.people
    }

    pub(crate) fn seed(&self) -> u64 {
        self.people.seed()
    }

    fn person(&self, index: u64, care: Care) -> Record {
        let mut line = Vec::with_capacity(LINE);
        self.people.push_line(&mut line, index, care);
        Record::of_line(&line)
    }

    /// Writes the table as CSV with a header, UTF-8, LF. `progress` is told now and then how many records
    /// were written so far.
    ///
    /// The bytes are the same whatever the number of rayon's threads, which share the work.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_csv(&self, out: &mut impl Write, progress: &dyn Fn(u64)) -> io::Result<()> {
        out.write_all(Column::ALL.map(Column::name).join(",").as_bytes())?;
        out.write_all(b"\n")?;
        let mut buffers: Vec<Vec<u8>> = (0..rayon::current_num_threads() * 2)
            .map(|_| Vec::with_capacity(CHUNK as usize * LINE))
            .collect();
        let mut start = 0;
        while start < self.records {
            buffers.par_iter_mut().enumerate().for_each(|(n, buffer)| {
                buffer.clear();
                let from = start + n as u64 * CHUNK;
                for index in from..(from + CHUNK).min(self.records) {
                    self.push_line(buffer, index);
                }
            });
            for buffer in buffers.iter().filter(|buffer| !buffer.is_empty()) {
                out.write_all(buffer)?;
                start = (start + CHUNK).min(self.records);
                progress(start);
            }
        }
        out.flush()
    }
}

/// Records that one thread makes at a time.
const CHUNK: u64 = 4_096;
/// More bytes than most lines have.
const LINE: usize = 224;
