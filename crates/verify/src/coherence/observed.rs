//! What one row shows.

use assay_fields::{Doubt, Kind, Parsed, Reading, Region, Row, Value};

use super::reference::{REFERENCE, state};
use super::text::Short;
use super::traces;

/// What is kept of a row until the sample ends; of several values of a kind, the first. It holds values: no Debug.
#[derive(Clone, Copy)]
pub(super) struct Observed {
    pub(super) number: u64,
    /// Its US state.
    pub(super) state: Option<u8>,
    /// The leading digits of its ZIP code.
    pub(super) prefix: Option<u16>,
    pub(super) city: Option<City>,
    pub(super) phone: Option<Phone>,
    pub(super) ssn: Option<u32>,
    /// Fourteen digits.
    pub(super) imei: Option<u64>,
    /// Whether its IMEI's check digit is wrong, and that of its card.
    pub(super) is_imei_wrong: bool,
    pub(super) is_card_wrong: Option<bool>,
    pub(super) born: Option<Date>,
    pub(super) name: Short,
    pub(super) email: Option<Email>,
    pub(super) lorem: Lorem,
}

/// A city.
#[derive(Clone, Copy)]
pub(super) struct City {
    /// Its number among those with several ZIP codes.
    pub(super) known: Option<u16>,
    /// A hash of its name, if it is not known and named as fake-data generators do it.
    pub(super) invented: Option<u64>,
}

/// A number of the North American plan.
#[derive(Clone, Copy)]
pub(super) struct Phone {
    /// Its ten digits.
    pub(super) number: u64,
    pub(super) is_unassigned: bool,
    pub(super) has_extension: bool,
}

/// A date.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Date {
    pub(super) year: u16,
    pub(super) month: u8,
    pub(super) day: u8,
}

/// An e-mail address.
#[derive(Clone, Copy)]
pub(super) struct Email {
    pub(super) local: Short,
    /// Hashes of the whole, of its domain and of the top-level one.
    pub(super) hash: u64,
    pub(super) domain: u64,
    pub(super) top: u64,
    pub(super) is_reserved: bool,
    pub(super) has_known_top: bool,
}

/// Whether a row has words of filler text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lorem {
    /// It has no text to look at.
    Untested,
    No,
    Yes,
}

impl Observed {
    pub(super) fn of(row: &Row, readings: &[Option<Reading>], cells: &assay_sample::Row<'_>) -> Observed {
        let mut seen = Observed {
            number: cells.number(),
            state: None,
            prefix: None,
            city: None,
            phone: None,
            ssn: None,
            imei: None,
            is_imei_wrong: false,
            is_card_wrong: None,
            born: None,
            name: Short::EMPTY,
            email: None,
            lorem: Lorem::Untested,
        };
        for value in row.values() {
            let text = row.text(value);
            match value.kind {
                Kind::State if is_of_us(value, readings) => seen.state = seen.state.or_else(|| state(text)),
                Kind::Postcode if is_of_us(value, readings) => seen.prefix = seen.prefix.or_else(|| prefix(text)),
                Kind::City if seen.city.is_none() => seen.city = Some(city(text)),
                Kind::Phone if seen.phone.is_none() => seen.phone = phone(text, value, row, cells),
                Kind::Ssn if seen.ssn.is_none() => seen.ssn = text.parse().ok(),
                Kind::Imei if seen.imei.is_none() => {
                    seen.imei = text.parse().ok();
                    seen.is_imei_wrong = value.doubtful;
                }
                Kind::Card if seen.is_card_wrong.is_none() => seen.is_card_wrong = Some(value.doubtful),
                Kind::Dob if seen.born.is_none() => seen.born = date(text),
                Kind::Name if seen.name.is_empty() => seen.name = Short::of(text.as_bytes()),
                Kind::Email if seen.email.is_none() => seen.email = email(text),
                _ => {}
            }
            if matches!(value.kind, Kind::Name | Kind::Address | Kind::City) && seen.lorem != Lorem::Yes {
                seen.lorem = match traces::has_lorem(text) {
                    true => Lorem::Yes,
                    false => Lorem::No,
                };
            }
        }
        seen
    }
}

fn is_of_us(value: &Value, readings: &[Option<Reading>]) -> bool {
    let reading = readings.get(usize::from(value.column)).and_then(Option::as_ref);
    reading.is_some_and(|reading| reading.region == Region::US)
}

/// The leading digits of a ZIP code; Canadian codes begin with a letter.
fn prefix(text: &str) -> Option<u16> {
    text.get(..3).filter(|_| text.len() == 5)?.parse().ok()
}

fn city(text: &str) -> City {
    let known = REFERENCE.city(text);
    let is_invented = known.is_none() && traces::is_generators_city(text);
    City {
        known,
        invented: is_invented.then(|| hash(text)),
    }
}

fn phone(text: &str, value: &Value, row: &Row, cells: &assay_sample::Row<'_>) -> Option<Phone> {
    let national = text.strip_prefix("+1").filter(|national| national.len() == 10)?;
    let column = usize::from(value.column);
    let doubt = match row.parsed().get(column) {
        Some(Parsed::Value { doubt, .. }) => *doubt,
        _ => None,
    };
    Some(Phone {
        number: national.parse().ok()?,
        is_unassigned: doubt == Some(Doubt::Unassigned),
        has_extension: cells.cell(column).is_some_and(traces::has_extension),
    })
}

fn date(text: &str) -> Option<Date> {
    let mut fields = text.split('-');
    Some(Date {
        year: fields.next()?.parse().ok()?,
        month: fields.next()?.parse().ok()?,
        day: fields.next()?.parse().ok()?,
    })
}

fn email(text: &str) -> Option<Email> {
    let (local, domain) = text.rsplit_once('@')?;
    let top = domain.rsplit('.').next().unwrap_or_default();
    Some(Email {
        local: Short::of(local.as_bytes()),
        hash: hash(text),
        domain: hash(domain),
        top: hash(top),
        is_reserved: traces::is_reserved(domain),
        has_known_top: REFERENCE.is_top_level(top),
    })
}

/// Values are counted by it and nothing else; it does not leave the run.
pub(super) fn hash(text: &str) -> u64 {
    let mut bytes = [0u8; 8];
    bytes.copy_from_slice(&blake3::hash(text.as_bytes()).as_bytes()[..8]);
    u64::from_le_bytes(bytes)
}
