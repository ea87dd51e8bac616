//! Whether a sample hangs together, without an index: counted while rows are prepared, over the leading rows.
//!
//! Only counts leave this module, so that a sealed sample carries them as well.

mod checks;
mod facts;
mod places;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use assay_fields::{Kind, Parsed, Part, Reading, Row};
use assay_sample::Row as Cells;

pub use checks::CoherenceCheck;
pub(crate) use checks::{checks, signals};
pub use facts::{CoherenceFacts, DateFacts, DigitFacts, PairFacts, TraceFacts};

use places::{PLACES, STATES};

/// What was noted of rows so far. It holds device types: no Debug.
pub(crate) struct Coherence(Mutex<Counts>);

/// Counts over some rows.
#[derive(Clone, Default)]
pub(crate) struct Counts {
    rows: u64,
    postcode_state: Pair,
    area_state: Pair,
    city_postcode: Pair,
    name_email: Pair,
    /// Rows with a postcode and a state of whatever country.
    placed: u64,
    early_ssns: Found,
    fiction: Found,
    extensions: Found,
    reserved: Found,
    births: u64,
    future: u64,
    ancient: u64,
    first_of_january: u64,
    devices: u64,
    types: HashSet<u32>,
    phone_digits: [u64; 10],
    ssn_digits: [u64; 10],
}

/// Two columns of a row that should fit each other.
#[derive(Clone, Default)]
struct Pair {
    tested: u64,
    fits: u64,
    /// States that either column names, where it names one.
    one: Vec<u64>,
    other: Vec<u64>,
}

/// Values, and those in which something was found.
#[derive(Clone, Copy, Default)]
struct Found {
    values: u64,
    found: u64,
}

impl Coherence {
    pub(crate) fn new() -> Coherence {
        Coherence(Mutex::default())
    }

    /// Adds what some rows gave.
    pub(crate) fn add(&self, counts: Counts) {
        self.lock().merge(counts);
    }

    /// What may be told.
    pub(crate) fn facts(&self) -> CoherenceFacts {
        facts::of(&self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Counts {
    /// Notes a row that was read from `cells` as `readings`.
    pub(crate) fn note(&mut self, row: &Row, readings: &[Option<Reading>], cells: Cells<'_>) {
        // Rows after these would hardly change a figure.
        if cells.number() > MOST_ROWS {
            return;
        }
        self.rows += 1;
        let first = |kind: Kind| {
            let part = Part::Kind(kind);
            row.values_of(&part).next().map(|(_, value)| row.text(value))
        };
        let (state, postcode, phone) = (first(Kind::State), first(Kind::Postcode), first(Kind::Phone));
        let state = state.and_then(places::state);
        self.note_place(row, readings, state, postcode, first(Kind::City));
        let area = phone
            .and_then(|phone| phone.strip_prefix("+1"))
            .filter(|national| national.len() == 10);
        if let (Some(national), Some(state)) = (area, state)
            && let Some(states) = PLACES.area(national)
        {
            self.area_state.note(states, state);
        }
        if let Some(national) = area {
            count_digit(&mut self.phone_digits, national);
        }
        if let (Some(name), Some(email)) = (first(Kind::Name), first(Kind::Email)) {
            self.name_email.tested += 1;
            self.name_email.fits += u64::from(names_in(name, email));
        }
        self.note_numbers(first(Kind::Ssn), first(Kind::Dob), first(Kind::Imei), cells.number());
        self.note_traces(readings, cells);
    }

    fn note_place(
        &mut self,
        row: &Row,
        readings: &[Option<Reading>],
        state: Option<u8>,
        postcode: Option<&str>,
        city: Option<&str>,
    ) {
        let filled = |kind: Kind| {
            let mut columns = readings.iter().zip(row.parsed());
            columns.any(|(reading, parsed)| {
                reading.as_ref().is_some_and(|reading| reading.kind == kind)
                    && matches!(parsed, Parsed::Value { .. } | Parsed::Malformed(_))
            })
        };
        self.placed += u64::from(filled(Kind::State) && filled(Kind::Postcode));
        let Some(prefix) = postcode.filter(|code| code.len() == 5).and_then(places::prefix) else {
            return;
        };
        if let (Some(states), Some(state)) = (PLACES.postcode(prefix), state) {
            self.postcode_state.note(states, state);
        }
        if let Some(known) = city.and_then(|city| PLACES.city(city)) {
            self.city_postcode.tested += 1;
            self.city_postcode.fits += u64::from(known.contains(&prefix));
        }
    }

    fn note_numbers(&mut self, ssn: Option<&str>, dob: Option<&str>, imei: Option<&str>, number: u64) {
        if let Some(ssn) = ssn {
            count_digit(&mut self.ssn_digits, ssn);
        }
        if let Some(dob) = dob {
            self.births += 1;
            self.future += u64::from(dob > LAST_BIRTH);
            self.ancient += u64::from(dob < FIRST_BIRTH);
            self.first_of_january += u64::from(dob.ends_with("-01-01"));
        }
        if let (Some(ssn), Some(dob)) = (ssn, dob)
            && dob < BEFORE_RANDOMISATION
        {
            self.early_ssns
                .note(ssn.get(..3).is_some_and(|area| area > HIGHEST_ISSUED));
        }
        if let Some(imei) = imei
            && number <= MOST_DEVICES
        {
            self.devices += 1;
            self.types
                .extend(imei.get(..8).and_then(|code| code.parse::<u32>().ok()));
        }
    }

    /// Values that are reserved for examples are placeholders or malformed to the rest of the program: looked for in the cells.
    fn note_traces(&mut self, readings: &[Option<Reading>], cells: Cells<'_>) {
        for (reading, cell) in readings.iter().zip(cells.cells()) {
            match reading.as_ref().map(|reading| reading.kind) {
                Some(Kind::Phone) if !cell.trim().is_empty() => {
                    self.fiction.note(is_fiction(cell));
                    self.extensions.note(has_extension(cell));
                }
                Some(Kind::Email) if cell.contains('@') => {
                    let domain = cell.rsplit('@').next().unwrap_or_default().trim().to_ascii_lowercase();
                    self.reserved.note(RESERVED.contains(&domain.as_str()));
                }
                _ => {}
            }
        }
    }

    fn merge(&mut self, other: Counts) {
        self.rows += other.rows;
        self.postcode_state.merge(other.postcode_state);
        self.area_state.merge(other.area_state);
        self.city_postcode.merge(other.city_postcode);
        self.name_email.merge(other.name_email);
        self.placed += other.placed;
        for (ours, theirs) in [
            (&mut self.early_ssns, other.early_ssns),
            (&mut self.fiction, other.fiction),
            (&mut self.extensions, other.extensions),
            (&mut self.reserved, other.reserved),
        ] {
            ours.values += theirs.values;
            ours.found += theirs.found;
        }
        self.births += other.births;
        self.future += other.future;
        self.ancient += other.ancient;
        self.first_of_january += other.first_of_january;
        self.devices += other.devices;
        self.types.extend(other.types);
        let digits = self.phone_digits.iter_mut().zip(other.phone_digits);
        digits
            .chain(self.ssn_digits.iter_mut().zip(other.ssn_digits))
            .for_each(|(ours, theirs)| *ours += theirs);
    }
}

impl Pair {
    /// Notes a value that may stand for several states beside a state.
    fn note(&mut self, states: &[u8], state: u8) {
        self.tested += 1;
        self.fits += u64::from(states.contains(&state));
        self.one.resize(STATES, 0);
        self.other.resize(STATES, 0);
        if let Some(first) = states.first() {
            self.one[usize::from(*first)] += 1;
        }
        self.other[usize::from(state)] += 1;
    }

    fn merge(&mut self, other: Pair) {
        self.tested += other.tested;
        self.fits += other.fits;
        for (ours, theirs) in [(&mut self.one, other.one), (&mut self.other, other.other)] {
            ours.resize(ours.len().max(theirs.len()), 0);
            ours.iter_mut().zip(theirs).for_each(|(ours, theirs)| *ours += theirs);
        }
    }

    /// The rate at which the two would fit, were they drawn each by itself.
    fn by_chance(&self) -> Option<f64> {
        let n = self.tested as f64;
        (self.tested > 0 && !self.one.is_empty()).then(|| {
            let pairs = self.one.iter().zip(&self.other);
            pairs.map(|(one, other)| *one as f64 / n * *other as f64 / n).sum()
        })
    }
}

impl Found {
    fn note(&mut self, found: bool) {
        self.values += 1;
        self.found += u64::from(found);
    }
}

/// Whether an address has a word of the name, or an initial with one.
fn names_in(name: &str, email: &str) -> bool {
    let local = email.split('@').next().unwrap_or_default();
    let letters: String = local.chars().filter(char::is_ascii_alphabetic).collect();
    let words = name.split(' ').filter(|word| word.len() >= SHORTEST_WORD);
    words.map(str::to_ascii_lowercase).any(|word| letters.contains(&word))
}

/// 555-0100 to 555-0199 of any area are reserved for fiction (ATIS-0300115, the NANP's 555 line number guidelines).
fn is_fiction(cell: &str) -> bool {
    let digits: Vec<u8> = cell.bytes().filter(u8::is_ascii_digit).collect();
    let national = match digits.as_slice() {
        [b'1', rest @ ..] if rest.len() >= 10 => rest,
        all => all,
    };
    national.len() >= 10 && &national[3..8] == b"55501"
}

/// Whether a number is written with an extension, `x123`.
fn has_extension(cell: &str) -> bool {
    let mut parts = cell.rsplitn(2, ['x', 'X']);
    let (extension, number) = (parts.next().unwrap_or_default(), parts.next());
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number(extension) && number.is_some_and(|number| number.bytes().filter(u8::is_ascii_digit).count() >= 7)
}

fn count_digit(counts: &mut [u64; 10], digits: &str) {
    if let Some(last) = digits.bytes().last().filter(u8::is_ascii_digit) {
        counts[usize::from(last - b'0')] += 1;
    }
}

/// Rows that are looked at.
const MOST_ROWS: u64 = 200_000;
/// Of these, rows whose device types are kept.
const MOST_DEVICES: u64 = 5_000;
/// Letters of the shortest word of a name that is looked for: shorter ones stand in addresses by chance.
const SHORTEST_WORD: usize = 3;
/// RFC 2606 reserves these for examples.
const RESERVED: [&str; 3] = ["example.com", "example.org", "example.net"];
/// The SSA assigns numbers without regard to place since 25 June 2011; until then no area above 772 was issued. Who was born
/// well before has mostly an older number.
const BEFORE_RANDOMISATION: &str = "2001-01-01";
const HIGHEST_ISSUED: &str = "772";
/// Birth dates beyond these are nobody's; the later one lies far enough ahead for reports of years to come.
const FIRST_BIRTH: &str = "1905-01-01";
const LAST_BIRTH: &str = "2027-01-01";
