//! What the cells of a column say by themselves.

use super::Profile;
use super::shape::Trait;
use crate::Kind;

/// The counts of a column as shares of its values.
pub(super) struct Column<'p> {
    profile: &'p Profile,
    /// How many values there are, the masked ones included.
    pub(super) filled: f64,
    /// Different values for each value.
    distinct: f64,
}

impl Column<'_> {
    pub(super) fn of(profile: &Profile) -> Column<'_> {
        let filled = (profile.count(Trait::Filled) + profile.count(Trait::Masked)) as f64;
        Column {
            profile,
            filled,
            distinct: (profile.distinct.estimate() / filled.max(1.0)).min(1.0),
        }
    }

    pub(super) fn share(&self, what: Trait) -> f64 {
        self.profile.count(what) as f64 / self.filled.max(1.0)
    }

    /// Whether the values are none of the kinds for certain.
    pub(super) fn is_idle(&self) -> bool {
        self.share(Trait::Idle) >= 0.5
    }

    /// Share of the values that are digits only, with a number of them.
    fn digits(&self, lengths: std::ops::RangeInclusive<usize>) -> f64 {
        self.profile.digit_lengths[lengths].iter().sum::<u64>() as f64 / self.filled.max(1.0)
    }

    /// The share of the most usual length among letters and digits without a blank.
    fn usual_length(&self) -> f64 {
        let most = self.profile.token_lengths[4..].iter().max().copied();
        most.unwrap_or(0) as f64 / self.filled.max(1.0)
    }

    /// What the content alone says, best first. The factors rank the forms by how often something else
    /// looks the same: a dashed ssn is hardly anything else, five digits may be any number.
    pub(super) fn kinds(&self) -> Vec<(Kind, f64)> {
        if self.filled == 0.0 || self.is_idle() {
            return Vec::new();
        }
        let share = |what| self.share(what);
        let mut scores = vec![
            (Kind::Email, 0.98 * share(Trait::Email)),
            (Kind::Ip, 0.95 * share(Trait::Ip)),
            (Kind::Ssn, self.ssn()),
            (Kind::Phone, self.phone()),
            (Kind::Iccid, 0.95 * share(Trait::Iccid)),
            (Kind::Imei, self.imei()),
            (Kind::Imsi, self.imsi()),
            (Kind::Card, 0.94 * above(share(Trait::CardLuhn), 0.8)),
            (Kind::Dob, self.dob()),
            (Kind::Postcode, self.postcode()),
            (Kind::Address, 0.95 * above(share(Trait::Street), 0.4)),
            (Kind::State, self.state()),
        ];
        if share(Trait::Words) >= 0.6 {
            scores.extend(self.words());
        }
        if !scores.iter().any(|(_, score)| *score >= 0.3) {
            scores.extend(self.codes());
        }
        scores.retain(|(_, score)| *score >= 0.1);
        scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        scores
    }

    fn ssn(&self) -> f64 {
        let form = self.share(Trait::SsnForm) + self.share(Trait::MaskedSsn);
        let bare = if form >= 0.05 || self.is_bare_ssn() {
            self.digits(7..=9)
        } else {
            0.0
        };
        // By their digits alone they give way to another column of ssns.
        0.96 * form + if form >= 0.05 { 0.9 * bare } else { 0.58 * bare }
    }

    /// Whether nine bare digits can be told to be ssns.
    ///
    /// Their areas run from 001 to 899, so that none begins with 9 and one in nine with 0, and those of many
    /// people have many areas. A number that a system gave out comes from a run, or begins with 9 as often as
    /// with any other digit. A few numbers tell nothing: rather opaque than somebody else's ssn.
    fn is_bare_ssn(&self) -> bool {
        let nine = self.digits(9..=9);
        let counts = &self.profile.first_of_nine;
        let all = counts.iter().sum::<u64>();
        let firsts = counts.iter().filter(|count| **count > 0).count();
        // ITINs begin with 9.
        let is_spread = counts[9] * 50 <= all && firsts >= 5 && self.profile.heads(9) >= 6.0;
        let issued = self.share(Trait::SsnIssued) / nine.max(1e-9);
        let is_enough = all >= 36 || (all >= 18 && counts[0] > 0);
        nine >= 0.5
            && self.digits(7..=9) >= 0.9
            && is_spread
            && is_enough
            && issued >= 0.97 - 1.0 / all as f64
            && self.distinct >= 0.5
    }

    fn phone(&self) -> f64 {
        let form = self.share(Trait::PhoneForm);
        let bare = self.digits(10..=11);
        let assigned = self.share(Trait::PhoneBare);
        // Of random ten digits a third pass; those of one run all do or none.
        let numbers = bare * self.filled * self.distinct;
        let is_spread = self.profile.heads(10) >= (0.3 * numbers).clamp(2.0, 12.0) || form >= 0.1;
        let bare = if assigned >= 0.9 * bare && self.distinct >= 0.2 && is_spread {
            0.85 * assigned
        } else {
            0.0
        };
        0.95 * form + bare
    }

    /// Ten bare digits that begin as telephone numbers do and don't repeat may as well be the numbers of accounts.
    pub(super) fn account_or_phone(&self) -> Option<(Kind, f64)> {
        let is_open = self.share(Trait::PhoneForm) < 0.05
            && self.digits(10..=10) >= 0.9
            && self.distinct >= 0.9
            && self.phone() >= 0.3;
        is_open.then_some((Kind::Account, 0.45))
    }

    /// Fourteen to sixteen digits with and without the check digit, grouped or bare.
    fn imei(&self) -> f64 {
        let form = self.share(Trait::ImeiForm) - self.share(Trait::Amex);
        // A sixteenth digit makes it a card of JCB; those have a good check digit.
        if self.share(Trait::CardLuhn) >= 0.8 || self.distinct < 0.3 {
            return 0.0;
        }
        0.93 * above(form, 0.9)
    }

    fn imsi(&self) -> f64 {
        let is_other = self.share(Trait::Luhn15) >= 0.5;
        if is_other || self.distinct < 0.5 {
            0.0
        } else {
            0.75 * above(self.share(Trait::Mcc), 0.9)
        }
    }

    /// Birth years are old: of the dates of people, most are before 1995, some before 1970, and few after
    /// 2012. The dates of a business have it the other way round, and most of them a time of day.
    fn dob(&self) -> f64 {
        let dates = self.share(Trait::Date);
        if dates < 0.5 || self.share(Trait::Timed) > 0.1 * dates {
            return 0.0;
        }
        let part = |what| self.share(what) / dates;
        let is_old = part(Trait::OldYear) >= 0.5 || (part(Trait::OldYear) >= 0.3 && part(Trait::EarlyYear) >= 0.05);
        if is_old && part(Trait::RecentYear) <= 0.2 {
            0.9 * dates
        } else {
            0.0
        }
    }

    fn postcode(&self) -> f64 {
        let five = self.share(Trait::Zip5) + self.digits(3..=4).min(self.share(Trait::Zip5));
        let certain = self.share(Trait::Zip9) + self.share(Trait::ZipCanada);
        if self.profile.distinct.estimate() < 2.0 && self.filled > 20.0 {
            return 0.0;
        }
        // Several people share a ZIP code: a long column of five digits without a repeat counts something, and
        // so does one of a single run.
        let values = self.filled * five;
        let is_run = self.distinct >= 0.95 && values >= 8.0 && self.profile.heads(5) <= (values / 50.0).max(2.5);
        let is_count = self.filled > 5_000.0 && self.distinct > 0.98;
        let five = if certain < 0.02 && (is_run || is_count) {
            0.2 * five
        } else {
            0.62 * five
        };
        (0.9 * certain + five).min(0.95) + if certain > 0.02 { 0.3 * five } else { 0.0 }
    }

    fn state(&self) -> f64 {
        let few = self.profile.distinct.estimate();
        // Two or three codes may as well be `OK`, `IN`, `MR`.
        let many = if few >= 3.5 { 1.0 } else { 0.5 };
        many * 0.92 * above(self.share(Trait::StateCode) + self.share(Trait::StateName), 0.85)
    }

    /// Names of people and of cities.
    fn words(&self) -> Vec<(Kind, f64)> {
        let share = |what| self.share(what);
        let (given, surname, city) = (share(Trait::GivenName), share(Trait::Surname), share(Trait::City));
        let (one, more) = (share(Trait::OneWord), share(Trait::MoreWords));
        // Names repeat, but a column of a dozen different words is a list of choices.
        let is_choice = self.profile.distinct.estimate() < 12.0 && self.distinct < 0.5;
        // `maria.garcia` is a login.
        let is_login = share(Trait::Login) >= 0.5;
        if (is_choice && city < 0.5) || is_login || share(Trait::Company) >= 0.2 {
            return Vec::new();
        }
        let full = more.max(share(Trait::CommaWords));
        let mut found = Vec::new();
        if full >= 0.6 && given.max(surname) >= 0.25 && given.max(surname) > city {
            found.push((Kind::Name, (0.6 + 0.4 * given.max(surname)).min(0.95)));
        }
        if one >= 0.6 && given >= 0.25 && given >= surname && given > city {
            found.push((Kind::GivenName, 0.5 + 0.4 * given));
        }
        if one >= 0.5 && surname >= 0.15 && surname >= given && surname > city {
            found.push((Kind::Surname, 0.5 + 0.4 * surname));
        }
        if city >= 0.15 && city >= given.max(surname) {
            found.push((Kind::City, 0.5 + 0.4 * city));
        }
        found
    }

    /// How far the vocabulary speaks for a kind of words.
    pub(super) fn vocabulary(&self, kind: Kind) -> Option<f64> {
        let share = |what| self.share(what);
        let full = share(Trait::MoreWords).max(share(Trait::CommaWords));
        Some(match kind {
            Kind::GivenName => share(Trait::GivenName),
            Kind::Surname => share(Trait::Surname),
            Kind::Name if full >= 0.5 => share(Trait::GivenName).max(share(Trait::Surname)),
            Kind::Name => share(Trait::GivenName),
            Kind::City => share(Trait::City),
            Kind::State => share(Trait::StateCode) + share(Trait::StateName),
            Kind::Address => share(Trait::Street) + share(Trait::HasDigit),
            _ => return None,
        })
    }

    /// Codes without a form of their own, which a header tells apart far better: a wrong guess would count a
    /// licence as a customer number that nobody has.
    fn codes(&self) -> Vec<(Kind, f64)> {
        if self.distinct < 0.8 {
            return Vec::new();
        }
        let mut found = Vec::new();
        let is_login = self.share(Trait::Token) >= 0.9 && self.share(Trait::LoginName) >= 0.5;
        if is_login && self.usual_length() < 0.7 {
            found.push((Kind::Username, 0.4));
        }
        // Everybody's begins with the same letters; a licence begins with a letter of its holder's name.
        let most = self.profile.first_letters.iter().max().copied().unwrap_or(0);
        let all = self.profile.count(Trait::AccountForm);
        let is_account = self.share(Trait::AccountForm) >= 0.95 && most == all && all >= 5;
        if is_account && self.distinct >= 0.95 {
            found.push((Kind::Account, 0.35));
        }
        found
    }

    /// The share of the values that have a form which hardly anything else than this kind has.
    pub(super) fn own_form(&self, kind: Kind) -> f64 {
        let share = |what| self.share(what);
        match kind {
            Kind::Email => share(Trait::Email),
            Kind::Ip => share(Trait::Ip),
            Kind::Ssn => {
                let form = share(Trait::SsnForm) + share(Trait::MaskedSsn);
                if form >= 0.05 { form + self.digits(7..=9) } else { 0.0 }
            }
            Kind::Phone if share(Trait::PhoneForm) >= 0.05 => share(Trait::PhoneForm) + share(Trait::PhoneBare),
            Kind::Iccid => share(Trait::Iccid),
            Kind::Card => above(share(Trait::CardLuhn), 0.8),
            Kind::Imei => above(share(Trait::ImeiForm), 0.9),
            Kind::Postcode => share(Trait::Zip9) + share(Trait::ZipCanada),
            Kind::Address => share(Trait::Street),
            Kind::State if self.profile.distinct.estimate() >= 3.5 => share(Trait::StateCode) + share(Trait::StateName),
            Kind::Dob => share(Trait::Date) - self.digits(8..=8),
            _ => 0.0,
        }
    }

    /// The share of the values that a kind can read, roughly: whether a header may be right.
    pub(super) fn fit(&self, kind: Kind) -> f64 {
        let share = |what| self.share(what);
        let masked = share(Trait::Masked);
        let words = share(Trait::Words);
        // Dates with separators or names; of eight bare digits nobody can say.
        let dates = share(Trait::Date) - self.digits(8..=8).min(share(Trait::Date));
        // Letters among the digits say that the rest are no plain numbers either.
        let codes = share(Trait::Code);
        let fit = match kind {
            // Eight digits that are dates are no ssns without their zero.
            Kind::Ssn => self.digits(7..=9) - share(Trait::Date) + share(Trait::SsnForm) - codes,
            Kind::Phone => share(Trait::PhoneLike) - share(Trait::Zip9) - share(Trait::SsnForm) - codes,
            Kind::Email => share(Trait::Email),
            Kind::Imei => {
                let fifteen = self.digits(15..=15);
                // A tenth of any numbers have a good check digit.
                if fifteen >= 0.5 && share(Trait::Luhn15) < 0.4 * fifteen {
                    share(Trait::ImeiForm)
                } else {
                    (self.digits(14..=16)).max(share(Trait::ImeiForm))
                }
            }
            Kind::Imsi => self.digits(14..=15) - above(share(Trait::Luhn15), 0.4),
            Kind::Iccid => share(Trait::Iccid).max(self.digits(18..=22)),
            Kind::Account | Kind::Licence | Kind::Passport => {
                share(Trait::HasDigit) - share(Trait::Street) - share(Trait::Ip) - dates - share(Trait::Email)
            }
            Kind::Card => share(Trait::CardLuhn)
                .max(self.digits(14..=14) + share(Trait::Amex) + self.digits(16..=19) - share(Trait::ImeiForm)),
            Kind::Username => {
                share(Trait::Filled) - share(Trait::Street) - share(Trait::MoreWords) - dates - share(Trait::PhoneForm)
            }
            Kind::Name | Kind::GivenName | Kind::Surname => {
                words - share(Trait::StateCode) - share(Trait::Login).min(share(Trait::Words))
            }
            Kind::City => words - share(Trait::StateCode),
            Kind::Dob => share(Trait::Date) + self.digits(7..=7) - share(Trait::Timed),
            Kind::Address => (share(Trait::Filled)
                - share(Trait::Email)
                - share(Trait::Token).max(share(Trait::OneWord))
                - share(Trait::Numeric)
                - dates
                - share(Trait::PhoneForm).min(1.0 - share(Trait::Numeric)))
            .max(share(Trait::Street)),
            Kind::State => share(Trait::StateCode) + share(Trait::StateName),
            Kind::Postcode => {
                share(Trait::Zip5)
                    + share(Trait::Zip9)
                    + share(Trait::ZipCanada)
                    + self.digits(3..=4)
                    + self.digits(9..=9)
                    - codes
            }
            Kind::Ip => share(Trait::Ip),
            Kind::Opaque => 1.0,
        };
        (fit + masked).clamp(0.0, 1.0)
    }
}

/// A share, or nothing if it is below a limit.
fn above(share: f64, limit: f64) -> f64 {
    if share >= limit { share } else { 0.0 }
}
