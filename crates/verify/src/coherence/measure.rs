//! From what rows showed to counts.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use assay_fields::Kind;

use super::facts::{Fraction, LastDigits, Measure, Measured};
use super::observed::{Date, Email, Lorem, Observed, Phone};
use super::reference::{REFERENCE, States};
use super::text::{Short, contains};

/// Every measure that something could be tested for. The rows stand in the order of the sample.
pub(super) fn all(rows: &[&Observed]) -> Vec<Measured> {
    let mut all = Vec::new();
    all.extend(area_and_state(rows));
    all.extend(postcode_and_state(rows));
    all.extend(postcode_and_city(rows));
    all.extend(names_in_emails(rows));
    all.extend(ssns(rows));
    all.extend(phones(rows));
    all.extend(devices(rows));
    all.extend(births(rows));
    all.extend(domains(rows));
    all.extend(sequences(rows));
    all.extend(shared(rows));
    all.extend(cities_and_words(rows));
    all.retain(|measured| measured.part.tested >= super::FEWEST_TOLD as u64);
    all
}

/// How often each last digit occurs.
pub(super) fn last_digits(rows: &[&Observed]) -> Vec<LastDigits> {
    let mut all = Vec::new();
    let mut add = |kind: Kind, of: &dyn Fn(&Observed) -> Option<u64>| {
        let values: HashSet<u64> = rows.iter().filter_map(|row| of(row)).collect();
        let mut counts = [0; 10];
        for value in &values {
            counts[(value % 10) as usize] += 1;
        }
        if values.len() >= FEWEST_DIGITS {
            all.push(LastDigits { kind, counts });
        }
    };
    add(Kind::Ssn, &|row| row.ssn.map(u64::from));
    add(Kind::Phone, &|row| row.phone.map(|phone| phone.number));
    add(Kind::Imei, &|row| row.imei);
    all
}

fn area_and_state(rows: &[&Observed]) -> Option<Measured> {
    let pairs: Vec<(States, u8)> = rows
        .iter()
        .filter_map(|row| Some((REFERENCE.of_area(row.phone?.area()), row.state?)))
        .filter(|(states, _)| *states != 0)
        .collect();
    of_pairs(Measure::AreaCodeFitsState, &pairs, |states, state| {
        states >> state & 1 == 1
    })
}

fn postcode_and_state(rows: &[&Observed]) -> Option<Measured> {
    let pairs: Vec<(States, u8)> = rows
        .iter()
        .filter_map(|row| Some((REFERENCE.of_prefix(row.prefix?), row.state?)))
        .collect();
    of_pairs(Measure::PostcodeFitsState, &pairs, |states, state| {
        states >> state & 1 == 1
    })
}

/// Cities of other countries have namesakes, so that the row must show a US state.
fn postcode_and_city(rows: &[&Observed]) -> Option<Measured> {
    let prefixes = REFERENCE.city_prefixes();
    let pairs: Vec<(u16, u16)> = rows
        .iter()
        .filter(|row| row.state.is_some())
        .filter_map(|row| Some((row.prefix?, row.city?.known?)))
        .collect();
    of_pairs(Measure::PostcodeFitsCity, &pairs, |prefix, city| {
        prefixes
            .get(usize::from(*city))
            .is_some_and(|of_city| of_city.contains(prefix))
    })
}

/// Sets each pair's second value beside its own first one, and beside that of a pair half the sample away: lists are often
/// sorted, and neighbours alike.
fn of_pairs<A, B: Copy + Eq + Hash>(
    measure: Measure,
    pairs: &[(A, B)],
    fits: impl Fn(&A, &B) -> bool,
) -> Option<Measured> {
    let count = |shift: usize| -> u64 {
        let shifted = pairs.iter().cycle().skip(shift);
        let fitting = pairs
            .iter()
            .zip(shifted)
            .filter(|((one, _), (_, other))| fits(one, other));
        fitting.count() as u64
    };
    let tested = pairs.len() as u64;
    (tested > 0).then(|| Measured {
        part: Fraction {
            tested,
            found: count(0),
        },
        by_chance: (tested > 1).then(|| Fraction {
            tested,
            found: count(pairs.len() / 2),
        }),
        diversity: diversity(pairs.iter().map(|(_, value)| *value)),
        ..nothing(measure)
    })
}

fn names_in_emails(rows: &[&Observed]) -> Vec<Measured> {
    let pairs: Vec<(&Short, &Short)> = rows
        .iter()
        .filter_map(|row| Some((&row.email.as_ref()?.local, &row.name)))
        .filter(|(_, name)| name.words().any(|word| word.len() > 1))
        .collect();
    let mut known: HashSet<&[u8]> = HashSet::new();
    for (_, name) in &pairs {
        known.extend(name.words().filter(|word| word.len() >= LONG));
    }
    let some = pairs.iter().filter(|(local, _)| has_some_name(local, &known));
    let names: Vec<(&Short, &[u8])> = pairs.iter().map(|(local, name)| (*local, name.bytes())).collect();
    let of_row = of_pairs(Measure::EmailFitsName, &names, |local, name| {
        has_name(local, &Short::of(name))
    });
    let some = of_some(Measure::EmailHasSomeName, pairs.len(), some.count());
    of_row.into_iter().chain([some]).collect()
}

/// Whether a word of the name stands in the address; a short one must be a word there too.
fn has_name(local: &Short, name: &Short) -> bool {
    name.words().any(|word| match word.len() {
        0..2 => false,
        2..LONG => local.words().any(|part| part == word),
        _ => contains(local.bytes(), word),
    })
}

/// Whether a word of the address begins or ends with a name.
fn has_some_name(local: &Short, known: &HashSet<&[u8]>) -> bool {
    local.words().any(|word| {
        let lengths = LONG..=word.len();
        lengths.into_iter().any(|length| {
            let (first, last) = (&word[..length], &word[word.len() - length..]);
            known.contains(first) || known.contains(last)
        })
    })
}

fn ssns(rows: &[&Observed]) -> [Measured; 2] {
    let all = || rows.iter().filter_map(|row| Some((row.ssn?, row.born)));
    let of_generation = all().filter(|(_, born)| born.is_some_and(|born| (1964..=1990).contains(&born.year)));
    let late = of_generation.clone().filter(|(ssn, _)| is_late_area(ssn / 1_000_000));
    [
        Measured {
            diversity: diversity(all().map(|(ssn, _)| ssn / 1_000_000)),
            ..of_some(
                Measure::SsnNeverIssued,
                all().count(),
                all().filter(|(ssn, _)| is_never_issued(*ssn)).count(),
            )
        },
        of_some(Measure::SsnIssuedLate, of_generation.count(), late.count()),
    ]
}

/// Areas 000, 666 and 900 to 999 were never issued (Social Security Administration); the last are the tax office's, which
/// gives them groups of its own (IRS, IRM 3.21.263: 50–65, 70–88, 90–92, 94–99 as ITINs, 93 as ATINs).
fn is_never_issued(ssn: u32) -> bool {
    match (ssn / 1_000_000, ssn / 10_000 % 100) {
        (0 | 666, _) => true,
        (900.., group) => !matches!(group, 50..=65 | 70..=88 | 90..=99),
        _ => false,
    }
}

/// Areas 734 to 749 and above 772 were not issued before the randomisation of 25 June 2011, and 700 to 728 went to railroad
/// workers until 1963 (Social Security Administration, "Social Security Number Randomization" and "Social Security Number
/// Allocations").
fn is_late_area(area: u32) -> bool {
    matches!(area, 700..=728 | 734..=749 | 773..=899)
}

fn phones(rows: &[&Observed]) -> [Measured; 3] {
    let all: Vec<Phone> = rows.iter().filter_map(|row| row.phone).collect();
    let count = |is: &dyn Fn(&Phone) -> bool| all.iter().filter(|phone| is(phone)).count();
    [
        Measured {
            diversity: diversity(all.iter().map(Phone::area)),
            ..of_some(Measure::PhoneUnassigned, all.len(), count(&|phone| phone.is_unassigned))
        },
        of_some(Measure::PhoneExtension, all.len(), count(&|phone| phone.has_extension)),
        of_some(
            Measure::PhoneFictional,
            all.len(),
            count(&|phone| matches!(phone.number % 10_000_000, 5_550_100..=5_550_199)),
        ),
    ]
}

impl Phone {
    fn area(&self) -> u16 {
        (self.number / 10_000_000) as u16
    }
}

fn devices(rows: &[&Observed]) -> [Measured; 4] {
    let all: HashSet<u64> = rows.iter().filter_map(|row| row.imei).collect();
    let types: HashSet<u64> = all.iter().map(|imei| imei / 1_000_000).collect();
    let body = |imei: &u64| (imei / 1_000_000_000_000) as u8;
    let unknown = all.iter().filter(|imei| !BODIES.contains(&body(imei)));
    [
        Measured {
            diversity: diversity(all.iter().map(body)),
            ..of_some(Measure::ImeiUnknownBody, all.len(), unknown.count())
        },
        of_some(Measure::ImeiDistinctTypes, all.len(), types.len()),
        of_some(
            Measure::ImeiCheckDigit,
            rows.iter().filter(|row| row.imei.is_some()).count(),
            rows.iter().filter(|row| row.is_imei_wrong).count(),
        ),
        of_some(
            Measure::CardCheckDigit,
            rows.iter().filter(|row| row.is_card_wrong.is_some()).count(),
            rows.iter().filter(|row| row.is_card_wrong == Some(true)).count(),
        ),
    ]
}

fn births(rows: &[&Observed]) -> [Measured; 3] {
    let all: Vec<Date> = rows.iter().filter_map(|row| row.born).collect();
    let early: Vec<Date> = all.iter().copied().filter(|born| born.year < 1915).collect();
    let count = |is: &dyn Fn(&Date) -> bool| all.iter().filter(|born| is(born)).count();
    [
        of_some(
            Measure::BornFirstOfJanuary,
            all.len(),
            count(&|born| (born.month, born.day) == (1, 1)),
        ),
        Measured {
            diversity: diversity(early.iter().copied()),
            ..of_some(Measure::BornBefore1915, all.len(), early.len())
        },
        of_some(Measure::BornAfter2015, all.len(), count(&|born| born.year > 2015)),
    ]
}

fn domains(rows: &[&Observed]) -> [Measured; 3] {
    let all: Vec<Email> = rows.iter().filter_map(|row| row.email).collect();
    let mut times: HashMap<u64, usize> = HashMap::new();
    for email in &all {
        *times.entry(email.domain).or_default() += 1;
    }
    let unknown: Vec<u64> = all
        .iter()
        .filter(|email| !email.has_known_top && !email.is_reserved)
        .map(|email| email.top)
        .collect();
    [
        of_some(
            Measure::EmailReservedDomain,
            all.len(),
            all.iter().filter(|email| email.is_reserved).count(),
        ),
        Measured {
            diversity: diversity(unknown.iter().copied()),
            ..of_some(Measure::EmailUnknownTopLevel, all.len(), unknown.len())
        },
        Measured {
            diversity: diversity(all.iter().map(|email| email.domain)),
            ..of_some(
                Measure::EmailLargestDomain,
                all.len(),
                times.values().copied().max().unwrap_or(0),
            )
        },
    ]
}

/// Of rows that stand one behind the other, those whose number is the next one.
fn sequences(rows: &[&Observed]) -> [Measured; 3] {
    let of = |measure: Measure, number: &dyn Fn(&Observed) -> Option<u64>| {
        let neighbours = rows.windows(2).filter_map(|pair| match pair {
            [one, next] if one.number + 1 == next.number => Some((number(one)?, number(next)?)),
            _ => None,
        });
        let (mut tested, mut found) = (0, 0);
        for (one, next) in neighbours {
            tested += 1;
            found += usize::from(one + 1 == next);
        }
        of_some(measure, tested, found)
    };
    [
        of(Measure::SsnFollows, &|row| row.ssn.map(u64::from)),
        of(Measure::PhoneFollows, &|row| row.phone.map(|phone| phone.number)),
        of(Measure::ImeiFollows, &|row| row.imei),
    ]
}

fn shared(rows: &[&Observed]) -> [Measured; 3] {
    let of = |measure: Measure, value: &dyn Fn(&Observed) -> Option<u64>| {
        let mut names: HashMap<u64, Vec<&Short>> = HashMap::new();
        for row in rows.iter().filter(|row| !row.name.is_empty()) {
            if let Some(value) = value(row) {
                names.entry(value).or_default().push(&row.name);
            }
        }
        let tested = names.values().map(Vec::len).sum();
        let strange = names.values().filter(|names| has_strangers(names)).map(Vec::len).sum();
        of_some(measure, tested, strange)
    };
    [
        of(Measure::SsnShared, &|row| row.ssn.map(u64::from)),
        of(Measure::PhoneShared, &|row| row.phone.map(|phone| phone.number)),
        of(Measure::EmailShared, &|row| row.email.map(|email| email.hash)),
    ]
}

/// Whether there is a name that has no word in common with the first one.
fn has_strangers(names: &[&Short]) -> bool {
    let [first, others @ ..] = names else { return false };
    others
        .iter()
        .any(|other| !other.words().any(|word| first.words().any(|known| known == word)))
}

fn cities_and_words(rows: &[&Observed]) -> [Measured; 2] {
    let cities = rows.iter().filter_map(|row| row.city);
    let invented = cities.clone().filter_map(|city| city.invented);
    let with_text = rows.iter().filter(|row| row.lorem != Lorem::Untested);
    [
        Measured {
            diversity: diversity(invented.clone()),
            ..of_some(Measure::CityInvented, cities.count(), invented.count())
        },
        of_some(
            Measure::LoremWords,
            with_text.count(),
            rows.iter().filter(|row| row.lorem == Lorem::Yes).count(),
        ),
    ]
}

fn of_some(measure: Measure, tested: usize, found: usize) -> Measured {
    Measured {
        part: Fraction {
            tested: tested as u64,
            found: found as u64,
        },
        ..nothing(measure)
    }
}

fn nothing(measure: Measure) -> Measured {
    Measured {
        measure,
        part: Fraction::default(),
        by_chance: None,
        diversity: None,
    }
}

/// The number of equally frequent values whose draws would meet as often: pairs by pairs of equals (Simpson, 1949). Where no
/// two are equal, as if half a pair were.
fn diversity<V: Eq + Hash>(values: impl Iterator<Item = V>) -> Option<f64> {
    let mut times: HashMap<V, u64> = HashMap::new();
    for value in values {
        *times.entry(value).or_default() += 1;
    }
    let pairs = |n: u64| n as f64 * n.saturating_sub(1) as f64 / 2.0;
    let all: u64 = times.values().sum();
    let equal: f64 = times.values().map(|n| pairs(*n)).sum();
    (all > 1).then(|| pairs(all) / equal.max(0.5))
}

/// Of fewer values, last digits are told of nobody.
const FEWEST_DIGITS: usize = 100;
/// Letters that make a name tell something inside an address.
const LONG: usize = 4;
/// Reporting bodies that allocate type codes of mobile devices, by the first two digits (GSMA TS.06; 3GPP TS 23.003, 6.2).
const BODIES: [u8; 18] = [1, 10, 30, 33, 34, 35, 44, 45, 49, 50, 51, 52, 53, 54, 86, 91, 98, 99];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ssns_that_were_never_issued() {
        for ssn in [123_456, 666_121_234, 900_121_234, 987_661_234] {
            assert!(is_never_issued(ssn), "{ssn}");
        }
        for ssn in [1_010_001, 899_121_234, 912_701_234, 912_931_234, 999_881_234] {
            assert!(!is_never_issued(ssn), "{ssn}");
        }
        assert!(is_late_area(773) && is_late_area(734) && is_late_area(715));
        assert!(!is_late_area(772) && !is_late_area(750) && !is_late_area(730) && !is_late_area(699));
    }

    #[test]
    fn diversity_counts_equally_frequent_values() {
        assert_eq!(diversity([1, 1].into_iter()), Some(1.0));
        assert_eq!(diversity([1].into_iter()), None);
        let even: Vec<u32> = (0..10_000).map(|n| n % 50).collect();
        assert!((diversity(even.into_iter()).unwrap() - 50.0).abs() < 0.5);
    }

    #[test]
    fn names_in_addresses() {
        let fits = |local: &str, name: &str| has_name(&Short::of(local.as_bytes()), &Short::of(name.as_bytes()));
        assert!(fits("jane.smith77", "JANE SMITH") && fits("jsmith", "JANE SMITH") && fits("kim.li", "AMY LI"));
        assert!(!fits("oliver", "AMY LI") && !fits("bob77", "JANE SMITH"));
        let known: HashSet<&[u8]> = [b"smith".as_slice(), b"jane"].into();
        let some = |local: &str| has_some_name(&Short::of(local.as_bytes()), &known);
        assert!(some("jsmith") && some("janedoe3") && some("x.smith") && !some("sunny123") && !some("s123456"));
    }
}
