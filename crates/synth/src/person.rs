use crate::draw::{Draws, Permutation};
use crate::numbers::{PEOPLE, SSN_SPACE, phone, push_account, push_email, push_imei, push_licence, push_ssn};
use crate::text::{push_date, push_number, push_padded};
use crate::vocabulary::{Area, Place, VOCABULARY, Word};

/// Everybody whom a seed knows, numbered from 0.
#[derive(Clone)]
pub(crate) struct People {
    seed: u64,
    account: Permutation,
    ssn: Permutation,
    phone: Permutation,
    email: Permutation,
    imei: Permutation,
    licence: Permutation,
    ssn_offset: u64,
}

/// What two people who live together share.
struct Home {
    surname: &'static Word,
    area: &'static Area,
    local: u64,
    place: &'static Place,
    draws: Draws,
}

/// Whether a record has the gaps and the untidiness of a real table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Care {
    /// As a company's table is.
    Usual,
    /// Every value present and tidy.
    Perfect,
}

/// One way in which a cell is untidy.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Untidy {
    NameInLowerCase,
    CityInUpperCase,
    BlankAfterSurname,
    EmailInUpperCase,
    PhoneInBrackets,
}

impl People {
    pub(crate) fn new(seed: u64) -> People {
        let shuffle = |purpose| Permutation::new(seed, purpose, PEOPLE);
        People {
            seed,
            account: shuffle(purpose::ACCOUNT),
            ssn: shuffle(purpose::SSN),
            phone: shuffle(purpose::PHONE),
            email: shuffle(purpose::EMAIL),
            imei: shuffle(purpose::IMEI),
            licence: shuffle(purpose::LICENCE),
            ssn_offset: Draws::new(seed, purpose::SSN_OFFSET, 0).below(SSN_SPACE),
        }
    }

    pub(crate) fn seed(&self) -> u64 {
        self.seed
    }

    /// The number behind the telephone of person `index`.
    pub(crate) fn phone_number(&self, index: u64) -> u64 {
        self.phone.of(index)
    }

    /// The number behind the e-mail address of person `index`.
    pub(crate) fn email_number(&self, index: u64) -> u64 {
        self.email.of(index)
    }

    /// Appends the line of the table for person `index`, which must be below [`PEOPLE`].
    pub(crate) fn push_line(&self, out: &mut Vec<u8>, index: u64, care: Care) {
        let mut draws = Draws::new(self.seed, purpose::PERSON, index);
        let spread = draws.next();
        let gaps = Gaps::draw(&mut draws, care);
        let untidy = Untidy::draw(&mut draws, care);

        let head = self.head(index);
        let mut home = self.home(head);
        let given = VOCABULARY.given.word(draws.next());
        let (own, second) = (draws.next(), draws.next());
        let keeps_own = draws.below(100) < 20;
        let surname = match head == index || !keeps_own {
            true => home.surname,
            false => VOCABULARY.surnames.word(own),
        };
        let second = Some(VOCABULARY.surnames.word(second))
            .filter(|second| draws.below(100) < 2 && simple(surname) && simple(second));

        push_account(out, self.account.of(index), spread);
        out.push(b',');
        let name_at = out.len();
        out.extend_from_slice(given.text.as_bytes());
        out.push(b',');
        out.extend_from_slice(surname.text.as_bytes());
        if let Some(second) = second {
            out.push(b'-');
            out.extend_from_slice(second.text.as_bytes());
        }
        match untidy {
            Some(Untidy::NameInLowerCase) => {
                let lower = String::from_utf8_lossy(&out[name_at..]).to_lowercase();
                out.truncate(name_at);
                out.extend_from_slice(lower.as_bytes());
            }
            Some(Untidy::BlankAfterSurname) => out.push(b' '),
            _ => {}
        }
        out.push(b',');
        match gaps.ssn {
            Gap::Filled => push_ssn(out, self.ssn.of(index), spread >> 8, self.ssn_offset),
            Gap::Empty => {}
            Gap::Placeholder => out.extend_from_slice(b"000-00-0000"),
        }
        out.push(b',');
        let born = FIRST_BIRTH + draws.below((LAST_BIRTH - FIRST_BIRTH + 1) as u64) as i64;
        push_date(out, born);
        out.push(b',');
        if gaps.phone == Gap::Filled {
            let (exchange, line) = (home.local / 10_000, home.local % 10_000);
            if untidy == Some(Untidy::PhoneInBrackets) {
                out.push(b'(');
                push_padded(out, home.area.code, 3);
                out.extend_from_slice(b") ");
                push_padded(out, exchange, 3);
                out.push(b'-');
                push_padded(out, line, 4);
            } else {
                push_padded(out, home.area.code, 3);
                push_padded(out, home.local, 7);
            }
        }
        out.push(b',');
        if gaps.email == Gap::Filled {
            let at = out.len();
            let (first, last) = match draws.below(20) {
                0..9 => (given.letters.as_str(), surname.letters.as_str()),
                9..14 => (&given.letters[..1], surname.letters.as_str()),
                14..18 => (surname.letters.as_str(), given.letters.as_str()),
                _ => (draws.pick(&NICKNAMES), draws.pick(&NICKNAMES)),
            };
            push_email(out, self.email.of(index), first, last);
            if untidy == Some(Untidy::EmailInUpperCase) {
                out[at..].make_ascii_uppercase();
            }
        }
        out.push(b',');
        push_address(out, &mut home.draws);
        out.push(b',');
        let city_at = out.len();
        out.extend_from_slice(home.place.city.as_bytes());
        if untidy == Some(Untidy::CityInUpperCase) {
            out[city_at..].make_ascii_uppercase();
        }
        out.push(b',');
        out.extend_from_slice(home.place.state.as_bytes());
        out.push(b',');
        out.extend_from_slice(home.place.zip.as_bytes());
        push_padded(out, 1 + home.draws.below(60), 2);
        out.push(b',');
        push_imei(out, self.imei.of(index));
        out.push(b',');
        push_licence(
            out,
            self.licence.of(index),
            spread >> 16,
            home.place.state,
            &surname.letters,
        );
        out.push(b',');
        let plan = match draws.below(100) {
            0..55 => "postpaid",
            55..75 => "prepaid",
            75..80 => "business",
            _ => "former",
        };
        out.extend_from_slice(plan.as_bytes());
        out.push(b',');
        let earliest = FIRST_SIGNUP.max(born + YOUNGEST);
        push_date(out, earliest + draws.below((LAST_SIGNUP - earliest + 1) as u64) as i64);
        out.push(b'\n');
    }

    /// Whose home person `index` shares: their own, or, for some of those with odd numbers, that of the
    /// person before them.
    fn head(&self, index: u64) -> u64 {
        let shares = index % 2 == 1 && Draws::new(self.seed, purpose::HOUSEHOLD, index).below(100) < SHARING_PERCENT;
        index - u64::from(shares)
    }

    fn home(&self, head: u64) -> Home {
        let mut draws = Draws::new(self.seed, purpose::HOME, head);
        let surname = VOCABULARY.surnames.word(draws.next());
        let (area, local) = phone(self.phone.of(head), draws.next());
        // Some moved and kept their number.
        let moved = draws.below(100) < 8;
        let place = match moved {
            true => draws.below(VOCABULARY.places.len() as u64) as usize,
            false => area.place,
        };
        Home {
            surname,
            area,
            local,
            place: &VOCABULARY.places[place],
            draws,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    Filled,
    Empty,
    Placeholder,
}

struct Gaps {
    ssn: Gap,
    phone: Gap,
    email: Gap,
}

impl Gaps {
    fn draw(draws: &mut Draws, care: Care) -> Gaps {
        let [ssn, phone, email] = std::array::from_fn(|_| draws.below(1_000));
        if care == Care::Perfect {
            return Gaps {
                ssn: Gap::Filled,
                phone: Gap::Filled,
                email: Gap::Filled,
            };
        }
        let empty = |draw: u64, per_thousand: u64| match draw < per_thousand {
            true => Gap::Empty,
            false => Gap::Filled,
        };
        Gaps {
            ssn: match ssn {
                0..5 => Gap::Empty,
                5..8 => Gap::Placeholder,
                _ => Gap::Filled,
            },
            phone: empty(phone, 10),
            email: empty(email, 40),
        }
    }
}

impl Untidy {
    /// Three records in two hundred have an untidy cell.
    fn draw(draws: &mut Draws, care: Care) -> Option<Untidy> {
        let draw = draws.below(1_000);
        if care == Care::Perfect {
            return None;
        }
        Some(match draw {
            0..3 => Untidy::NameInLowerCase,
            3..6 => Untidy::CityInUpperCase,
            6..9 => Untidy::BlankAfterSurname,
            9..12 => Untidy::EmailInUpperCase,
            12..15 => Untidy::PhoneInBrackets,
            _ => return None,
        })
    }
}

/// `1234 N Main St Apt 5`, with the abbreviations of USPS Publication 28.
fn push_address(out: &mut Vec<u8>, draws: &mut Draws) {
    push_number(out, 1 + draws.below(9_899));
    out.push(b' ');
    if draws.below(4) == 0 {
        out.extend_from_slice(draws.pick(&DIRECTIONS).as_bytes());
        out.push(b' ');
    }
    out.extend_from_slice(draws.pick(&VOCABULARY.streets).as_bytes());
    out.push(b' ');
    out.extend_from_slice(draws.pick(&SUFFIXES).as_bytes());
    if draws.below(100) < 18 {
        out.extend_from_slice(b" Apt ");
        push_number(out, 1 + draws.below(480));
        if draws.below(3) == 0 {
            out.push(b'A' + draws.below(6) as u8);
        }
    }
}

/// A surname of one part, which a second one may be joined to.
fn simple(word: &Word) -> bool {
    word.text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

mod purpose {
    pub(super) const PERSON: u64 = 1;
    pub(super) const HOME: u64 = 2;
    pub(super) const HOUSEHOLD: u64 = 3;
    pub(super) const ACCOUNT: u64 = 4;
    pub(super) const SSN: u64 = 5;
    pub(super) const SSN_OFFSET: u64 = 6;
    pub(super) const PHONE: u64 = 7;
    pub(super) const EMAIL: u64 = 8;
    pub(super) const IMEI: u64 = 9;
    pub(super) const LICENCE: u64 = 10;
}

/// Share of the second halves of pairs that live with the first: 3 % of all people.
const SHARING_PERCENT: u64 = 6;
/// 1930-01-01, in days from 1970-01-01.
const FIRST_BIRTH: i64 = -14_610;
/// 2007-12-31.
const LAST_BIRTH: i64 = 13_878;
/// 2005-01-01.
const FIRST_SIGNUP: i64 = 12_784;
/// 2021-12-31.
const LAST_SIGNUP: i64 = 18_992;
/// Fourteen years, in days: the age from which children have a line of their own.
const YOUNGEST: i64 = 5_113;

const DIRECTIONS: [&str; 8] = ["N", "S", "E", "W", "NE", "NW", "SE", "SW"];
const SUFFIXES: [&str; 16] = [
    "St", "St", "St", "St", "Ave", "Ave", "Ave", "Rd", "Rd", "Dr", "Dr", "Ln", "Ct", "Blvd", "Pl", "Cir",
];
const NICKNAMES: [&str; 24] = [
    "sunny", "blue", "rider", "hiker", "coffee", "tiger", "music", "garden", "ocean", "runner", "happy", "lucky",
    "rocket", "maple", "river", "wolf", "eagle", "silver", "pixel", "baker", "fisher", "dancer", "golf", "star",
];
