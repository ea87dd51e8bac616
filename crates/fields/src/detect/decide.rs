//! From counts to kinds.

use super::Profile;
use super::shape::Trait;
use crate::Kind;

/// Content that speaks less for a kind than this doesn't make a column of it.
const ENOUGH: f64 = 0.3;
/// Content that speaks for a kind at least this much overrules a header that it contradicts.
const STRONG: f64 = 0.7;
/// A second choice, or a second column of a kind, must be as certain as this.
const CERTAIN: f64 = 0.6;

/// The kinds that a column may hold, best first; `opaque` alone where none fits.
pub(super) fn rank(profile: &Profile, header: Option<(Kind, f64)>) -> Vec<(Kind, f64)> {
    let column = Column::of(profile);
    let mut ranked = column.content();
    match header {
        Some((Kind::Opaque, confidence)) => {
            ranked.retain(|(kind, score)| is_unmistakable(*kind) && *score >= 0.85);
            ranked.push((Kind::Opaque, confidence.min(0.8)));
        }
        Some((kind, confidence)) => {
            let fit = column.fit(kind);
            let content = ranked
                .iter()
                .find(|(other, _)| *other == kind)
                .map_or(0.0, |(_, score)| *score);
            let score = if column.filled == 0.0 {
                confidence / 2.0
            } else if fit >= 0.1 {
                (confidence * (0.3 + 0.7 * fit)).max(content + (1.0 - content) * confidence / 2.0)
            } else {
                0.2 * confidence
            };
            let is_better = |(other, content): &(Kind, f64)| {
                *other != kind
                    && *content >= STRONG
                    && (fit < 0.5 || (is_unmistakable(*other) && !is_refined(kind, *other)))
            };
            let overruled = ranked.first().is_some_and(is_better);
            ranked.retain(|(other, _)| *other != kind);
            if overruled {
                // The header's word against it lowers what the content says.
                ranked[0].1 *= 0.85;
                ranked.push((kind, score.min(0.9 * ranked[0].1)));
            } else {
                for other in &mut ranked {
                    other.1 = other.1.min(0.9 * score);
                }
                ranked.insert(0, (kind, score));
            }
        }
        None => {}
    }
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    // A header alone doesn't make a kind of values that it can't be.
    if ranked.first().is_none_or(|(_, score)| *score < ENOUGH) {
        ranked.insert(0, (Kind::Opaque, 0.5));
    }
    ranked.truncate(4);
    ranked
}

/// Kinds whose values have a form of their own.
fn is_unmistakable(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Email | Kind::Ip | Kind::Ssn | Kind::Iccid | Kind::Card | Kind::Imei
    )
}

/// Whether a header is more exact than the form of the values: an ssn may serve as the account, a mobile
/// number may be stored in a column of customer numbers.
fn is_refined(header: Kind, content: Kind) -> bool {
    header == Kind::Account && content != Kind::Email
}

/// Settles what the columns of one table claim from each other.
pub(super) fn settle(profiles: &[&Profile], mut ranked: Vec<Vec<(Kind, f64)>>) -> Vec<Vec<(Kind, f64)>> {
    pair_names(profiles, &mut ranked);
    // Each round takes at least one entry from a list, so that this ends.
    while let Some(loser) = loser(&ranked) {
        ranked[loser].remove(0);
        if ranked[loser].first().is_none_or(|(_, score)| *score < CERTAIN) {
            ranked[loser].insert(0, (Kind::Opaque, 0.5));
        }
    }
    ranked
}

/// The last column whose kind another column holds with better right.
fn loser(ranked: &[Vec<(Kind, f64)>]) -> Option<usize> {
    let best = |at: usize| ranked[at].first().copied().unwrap_or((Kind::Opaque, 0.0));
    (0..ranked.len()).rev().find(|at| {
        let (kind, score) = best(*at);
        let single = kind == Kind::Account;
        let weak = score < CERTAIN;
        kind != Kind::Opaque
            && (single || weak)
            && (0..ranked.len()).any(|other| {
                let (other_kind, other_score) = best(other);
                other != *at
                    && other_kind == kind
                    && (other_score > score || (other_score == score && other < *at))
                    && (single || other_score >= STRONG)
            })
    })
}

/// `name` beside `surname` is the given name; of two columns of single given names, the one that has more
/// common surnames is the surname.
fn pair_names(profiles: &[&Profile], ranked: &mut [Vec<(Kind, f64)>]) {
    let columns: Vec<_> = profiles.iter().map(|profile| Column::of(profile)).collect();
    let of = |ranked: &[Vec<(Kind, f64)>], wanted: Kind| -> Vec<usize> {
        (0..ranked.len())
            .filter(|at| ranked[*at].first().is_some_and(|(kind, _)| *kind == wanted))
            .collect()
    };
    let given = of(ranked, Kind::GivenName);
    let surname = of(ranked, Kind::Surname);
    for (full, others) in [(Kind::GivenName, &surname), (Kind::Surname, &given)] {
        let is_missing = match full {
            Kind::GivenName => given.is_empty(),
            _ => surname.is_empty(),
        };
        let names = of(ranked, Kind::Name);
        if let ([name], [_], true) = (names.as_slice(), others.as_slice(), is_missing)
            && columns[*name].share(Trait::OneWord) >= 0.6
        {
            ranked[*name][0].0 = full;
        }
    }
    if let ([a, b], true) = (given.as_slice(), surname.is_empty()) {
        let lead = |at: usize| columns[at].share(Trait::Surname) - columns[at].share(Trait::GivenName);
        let at = if lead(*a) > lead(*b) { *a } else { *b };
        if lead(*a) != lead(*b) {
            ranked[at][0].0 = Kind::Surname;
        }
    }
}

/// The counts of a column as shares of its values.
struct Column<'p> {
    profile: &'p Profile,
    filled: f64,
    /// Different values for each value.
    distinct: f64,
}

impl Column<'_> {
    fn of(profile: &Profile) -> Column<'_> {
        let filled = (profile.count(Trait::Filled) + profile.count(Trait::Masked)) as f64;
        Column {
            profile,
            filled,
            distinct: (profile.distinct.estimate() / filled.max(1.0)).min(1.0),
        }
    }

    fn share(&self, what: Trait) -> f64 {
        self.profile.count(what) as f64 / self.filled.max(1.0)
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
    fn content(&self) -> Vec<(Kind, f64)> {
        if self.filled == 0.0 {
            return Vec::new();
        }
        let share = |what| self.share(what);
        let words = share(Trait::Words);
        let mut scores = vec![
            (Kind::Email, 0.98 * share(Trait::Email)),
            (Kind::Ip, 0.95 * share(Trait::Ip)),
            (Kind::Ssn, self.ssn()),
            (Kind::Phone, self.phone()),
            (Kind::Iccid, 0.95 * share(Trait::Iccid)),
            (Kind::Imei, 0.93 * above(share(Trait::Luhn15) - share(Trait::Amex), 0.9)),
            (Kind::Imsi, self.imsi()),
            (Kind::Card, 0.93 * above(share(Trait::CardLuhn), 0.8)),
            (Kind::Dob, self.dob()),
            (Kind::Postcode, self.postcode()),
            (Kind::Address, 0.95 * above(share(Trait::Street), 0.4)),
            (Kind::State, self.state()),
        ];
        if words >= 0.6 {
            scores.extend(self.words());
        }
        if !scores.iter().any(|(_, score)| *score >= ENOUGH) {
            scores.extend(self.codes());
        }
        scores.retain(|(_, score)| *score >= 0.1);
        scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        scores
    }

    fn ssn(&self) -> f64 {
        let dashed = self.share(Trait::SsnForm) + self.share(Trait::MaskedSsn);
        let bare = self.digits(7..=9);
        let nine = self.digits(9..=9);
        let issued = self.share(Trait::SsnIssued);
        // Issued areas are 0.9 of all random nine digits: only the width and many different values speak
        // for bare digits, and an account number has those too.
        let bare = if issued >= 0.9 * (nine + self.share(Trait::SsnForm)) && nine >= 0.5 && self.distinct >= 0.5 {
            0.45 * bare
        } else {
            0.0
        };
        0.96 * dashed + bare
    }

    fn phone(&self) -> f64 {
        let bare = self.digits(10..=11);
        let assigned = self.share(Trait::PhoneBare);
        // Of random ten digits, 0.57 pass as a number of NANP.
        let bare = if assigned >= 0.9 * bare && self.distinct >= 0.2 {
            0.8 * assigned
        } else {
            0.0
        };
        0.95 * self.share(Trait::PhoneForm) + bare
    }

    fn imsi(&self) -> f64 {
        let is_other = self.share(Trait::Luhn15) >= 0.5;
        if is_other || self.distinct < 0.5 {
            0.0
        } else {
            0.75 * above(self.share(Trait::Mcc), 0.9)
        }
    }

    /// Birth years are old: of the dates of people, most are before 1995 and few after 2012. The dates of
    /// a business have it the other way round.
    fn dob(&self) -> f64 {
        let dates = self.share(Trait::Date);
        if dates < 0.5 {
            return 0.0;
        }
        let old = self.share(Trait::OldYear) / dates;
        let recent = self.share(Trait::RecentYear) / dates;
        if old >= 0.3 && recent <= 0.2 { 0.9 * dates } else { 0.0 }
    }

    fn postcode(&self) -> f64 {
        let five = self.share(Trait::Zip5) + self.digits(3..=4).min(self.share(Trait::Zip5));
        let certain = self.share(Trait::Zip9) + self.share(Trait::ZipCanada);
        if self.profile.distinct.estimate() < 2.0 && self.filled > 20.0 {
            return 0.0;
        }
        // Several people share a ZIP code; a column of five digits without a repeat counts something.
        let five = if self.filled > 5_000.0 && self.distinct > 0.98 {
            0.2 * five
        } else {
            0.55 * five
        };
        (0.9 * certain + five).min(0.95) + if certain > 0.02 { 0.3 * five } else { 0.0 }
    }

    fn state(&self) -> f64 {
        let codes = self.share(Trait::StateCode);
        let names = self.share(Trait::StateName);
        let few = self.profile.distinct.estimate();
        // Two or three codes may as well be `OK`, `IN`, `MR`.
        let many = if few >= 4.0 { 1.0 } else { 0.5 };
        many * (0.92 * above(codes, 0.85) + 0.85 * above(names, 0.85))
    }

    /// Names of people and of cities.
    fn words(&self) -> Vec<(Kind, f64)> {
        let share = |what| self.share(what);
        let (given, surname, city) = (share(Trait::GivenName), share(Trait::Surname), share(Trait::City));
        let (one, more) = (share(Trait::OneWord), share(Trait::MoreWords));
        // Names repeat, but a column of a dozen different words is a list of choices.
        if self.profile.distinct.estimate() < 12.0 && self.distinct < 0.5 {
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

    /// Codes without a form of their own, which a header tells apart far better.
    fn codes(&self) -> Vec<(Kind, f64)> {
        if self.distinct < 0.8 {
            return Vec::new();
        }
        let width = self.usual_length();
        let has_digits = self.share(Trait::Code).max(self.digits(5..=20));
        let login = self.share(Trait::Login);
        let mut found = Vec::new();
        if login >= 0.3 && width < 0.6 && self.share(Trait::Token) >= 0.9 {
            found.push((Kind::Username, 0.4));
        }
        if self.distinct >= 0.95 && width >= 0.7 && has_digits >= 0.9 {
            found.push((Kind::Account, 0.35));
        }
        found
    }

    /// The share of the values that a kind can read, roughly: whether a header may be right.
    fn fit(&self, kind: Kind) -> f64 {
        let share = |what| self.share(what);
        let masked = share(Trait::Masked);
        let fit = match kind {
            Kind::Ssn => self.digits(7..=9) + share(Trait::SsnForm),
            Kind::Phone => (share(Trait::PhoneLike) + share(Trait::Digits) - self.digits(7..=15))
                .max(share(Trait::PhoneLike))
                .max(share(Trait::PhoneForm)),
            Kind::Email => share(Trait::Email),
            Kind::Imei => self.digits(14..=16) + 0.9 * (share(Trait::Filled) - share(Trait::Digits)).min(0.2),
            Kind::Imsi => self.digits(14..=15),
            Kind::Iccid => share(Trait::Iccid).max(self.digits(18..=22)),
            Kind::Account | Kind::Licence | Kind::Passport => {
                let text = share(Trait::Words) - share(Trait::Token);
                share(Trait::Filled) - share(Trait::Email) - share(Trait::Street) - text.max(0.0)
            }
            Kind::Card => share(Trait::CardLuhn).max(self.digits(13..=19)),
            Kind::Username => share(Trait::Filled) - share(Trait::Street),
            Kind::Name | Kind::GivenName | Kind::Surname | Kind::City => share(Trait::Words),
            Kind::Dob => share(Trait::Date) + self.digits(7..=7),
            Kind::Address => (share(Trait::Filled) - share(Trait::Email) - share(Trait::Token) - share(Trait::Digits))
                .max(share(Trait::Street)),
            Kind::State => share(Trait::StateCode) + share(Trait::StateName),
            Kind::Postcode => {
                share(Trait::Zip5)
                    + share(Trait::Zip9)
                    + share(Trait::ZipCanada)
                    + self.digits(3..=4)
                    + self.digits(9..=9)
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
