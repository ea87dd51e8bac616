//! Rates of single fields.

use assay_estimate::{binomial_survival, g_fit};
use assay_fields::Kind;

use super::{About, FEWEST, JUDGEMENT, Judged, UNLIKELY, of};
use crate::coherence::facts::{CoherenceFacts, Fraction, LastDigits, Measure, Measured};
use crate::words::count;
use crate::{Error, Points, Strength};

pub(super) fn judge(facts: &CoherenceFacts, judged: &mut Judged) -> Result<(), Error> {
    ssn_and_birth(facts, judged)?;
    device_types(facts, judged);
    email_domains(facts, judged)?;
    dates(facts, judged)?;
    sequences(facts, judged)?;
    digits(facts, judged)?;
    shared_values(facts, judged)?;
    traces(facts, judged)
}

/// Whoever came to the country after 2011 has such a number whatever their age, so that this only limits what can be said.
fn ssn_and_birth(facts: &CoherenceFacts, judged: &mut Judged) -> Result<(), Error> {
    let Some(late) = facts.of(Measure::SsnIssuedLate) else {
        return Ok(());
    };
    let about = About {
        name: "ssn_and_birth",
        what: "ssn of somebody born 1964 to 1990, of an area issued since 2011 only",
        expected: (
            0.0,
            0.05,
            "Social Security Administration, randomisation of 2011; judgement",
        ),
    };
    let strength = exceeds(late.part, 0.08)?.then_some(Strength::Weak);
    judged.check(&about, late, strength);
    if strength.is_some() {
        judged.say(
            about.name,
            Points::Limits,
            Strength::Weak,
            format!(
                "{} ssns of people born from 1964 to 1990 are of areas that were not issued before 2011; random numbers \
                 have 19 %, and only people who got theirs as adults have any",
                of(late.part)
            ),
        );
    }
    Ok(())
}

fn device_types(facts: &CoherenceFacts, judged: &mut Judged) {
    let Some(types) = facts.of(Measure::ImeiDistinctTypes) else {
        return;
    };
    let about = About {
        name: "device_types",
        what: "distinct type codes among IMEIs (the share falls with their number)",
        expected: (0.0, 0.9, JUDGEMENT),
    };
    let strength = (types.part.tested >= 1_000 && types.part.rate() > 0.97).then_some(Strength::Moderate);
    judged.check(&about, types, strength);
    if let Some(strength) = strength {
        let text = format!(
            "{} IMEIs have {} different type codes: real customers share a few hundred models",
            count(types.part.tested),
            count(types.part.found)
        );
        judged.against(about.name, strength, text);
    }
}

fn email_domains(facts: &CoherenceFacts, judged: &mut Judged) -> Result<(), Error> {
    const NAME: &str = "email_domains";
    if let Some(unknown) = facts.of(Measure::EmailUnknownTopLevel) {
        let about = About {
            name: NAME,
            what: "e-mail address in a top-level domain that does not exist",
            expected: (0.0, 0.01, "IANA root zone; judgement"),
        };
        // A company's internal domain is one; random letters are many.
        let is_odd = exceeds(unknown.part, 0.05)? && unknown.part.rate() >= 0.2 && is_at_least(unknown, 10.0);
        let strength = is_odd.then_some(Strength::Moderate);
        judged.check(&about, unknown, strength);
        if let Some(strength) = strength {
            let text = format!(
                "{} e-mail addresses are in many top-level domains that do not exist",
                of(unknown.part)
            );
            judged.against(NAME, strength, text);
        }
    }
    if let Some(largest) = facts.of(Measure::EmailLargestDomain) {
        let about = About {
            name: NAME,
            what: "e-mail address in the most frequent domain",
            expected: (0.1, 1.0, "judgement, of consumers' addresses"),
        };
        let strength = (largest.part.tested >= 200 && largest.part.rate() < 0.03).then_some(Strength::Weak);
        judged.check(&about, largest, strength);
        if let Some(strength) = strength {
            let text = format!(
                "No e-mail domain has more than {} addresses: those of consumers are with a few large providers, those of \
                 businesses are not",
                of(largest.part)
            );
            judged.say(NAME, Points::Limits, strength, text);
        }
    }
    Ok(())
}

fn dates(facts: &CoherenceFacts, judged: &mut Judged) -> Result<(), Error> {
    const NAME: &str = "dates";
    if let Some(first) = facts.of(Measure::BornFirstOfJanuary) {
        let about = About {
            name: NAME,
            what: "born on 1 January",
            expected: (
                0.001,
                0.1,
                "1 of 365, and years without a day that were filled up; judgement",
            ),
        };
        let strength = exceeds(first.part, 0.15)?.then_some(Strength::Weak);
        judged.check(&about, first, strength);
        if let Some(strength) = strength {
            let text = format!("{} dates of birth are a 1 January: many are years only", of(first.part));
            judged.say(NAME, Points::Limits, strength, text);
        }
    }
    let (Some(early), Some(late)) = (facts.of(Measure::BornBefore1915), facts.of(Measure::BornAfter2015)) else {
        return Ok(());
    };
    let range = |what| About {
        name: NAME,
        what,
        expected: (0.0, 0.02, JUDGEMENT),
    };
    // A register of all people has children, and one of the past the long dead; hardly any has both in such numbers, and
    // a default date is one date.
    let is_odd = |part: Fraction| -> Result<bool, Error> { Ok(exceeds(part, 0.02)? && part.rate() >= 0.05) };
    let both = is_odd(early.part)? && is_odd(late.part)? && is_at_least(early, 10.0);
    let strength = both.then_some(Strength::Moderate);
    judged.check(&range("born before 1915"), early, strength);
    judged.check(&range("born after 2015"), late, strength);
    if let Some(strength) = strength {
        let text = format!(
            "{} dates of birth are before 1915 and {} after 2015: customers are not so old and so young at once",
            of(early.part),
            of(late.part)
        );
        judged.against(NAME, strength, text);
    }
    Ok(())
}

/// Numbers of devices and telephones that a business bought together follow each other; ssns never do, but a column of row
/// numbers may have been taken for them.
fn sequences(facts: &CoherenceFacts, judged: &mut Judged) -> Result<(), Error> {
    const NAME: &str = "sequences";
    let all = [
        (
            Measure::SsnFollows,
            "ssn follows that of the row before",
            "ssns",
            Strength::Moderate,
        ),
        (
            Measure::PhoneFollows,
            "telephone number follows that of the row before",
            "telephone numbers",
            Strength::Weak,
        ),
        (
            Measure::ImeiFollows,
            "IMEI follows that of the row before",
            "IMEIs",
            Strength::Weak,
        ),
    ];
    let mut said = Vec::new();
    for (measure, what, values, most) in all {
        let Some(follows) = facts.of(measure) else { continue };
        let about = About {
            name: NAME,
            what,
            expected: (0.0, 0.1, JUDGEMENT),
        };
        let strength = (exceeds(follows.part, 0.1)? && follows.part.rate() >= 0.5).then_some(most);
        judged.check(&about, follows, strength);
        said.extend(strength.map(|strength| (strength, format!("{} {values}", of(follows.part)))));
    }
    if let Some(strength) = said.iter().map(|(strength, _)| *strength).max() {
        let said: Vec<String> = said.into_iter().map(|(_, text)| text).collect();
        let text = format!("Numbers rise by one from row to row: {}", said.join(", "));
        judged.against(NAME, strength, text);
    }
    Ok(())
}

/// Serial numbers end in every digit as often. People who invent them do not.
fn digits(facts: &CoherenceFacts, judged: &mut Judged) -> Result<(), Error> {
    const NAME: &str = "digits";
    let mut said: Vec<(Strength, Kind)> = Vec::new();
    for LastDigits { kind, counts } in &facts.last_digits {
        let tested: u64 = counts.iter().sum();
        let found = counts.iter().copied().max().unwrap_or(0);
        let about = About {
            name: NAME,
            what: match kind {
                Kind::Ssn => "ssn ends in the most frequent digit",
                Kind::Phone => "telephone number ends in the most frequent digit",
                _ => "IMEI's serial number ends in the most frequent digit",
            },
            expected: (0.1, 0.2, "1 of 10; judgement"),
        };
        let strength = match tested >= 100 {
            true => unevenness(*kind, counts)?,
            false => None,
        };
        judged.count(&about, Fraction { tested, found }, None, strength);
        said.extend(strength.map(|strength| (strength, *kind)));
    }
    if let Some(strength) = said.iter().map(|(strength, _)| *strength).max() {
        let kinds: Vec<String> = said.iter().map(|(_, kind)| kind.to_string()).collect();
        let text = format!(
            "Last digits are not evenly spread, as those of issued numbers are: {}",
            kinds.join(", ")
        );
        judged.against(NAME, strength, text);
    }
    Ok(())
}

/// Of a part of a database that was cut by the last digit, digits are missing: that says nothing. Telephone numbers of
/// businesses are often round.
fn unevenness(kind: Kind, counts: &[u64; 10]) -> Result<Option<Strength>, Error> {
    if counts.contains(&0) {
        return Ok(None);
    }
    let tested: u64 = counts.iter().sum();
    let test = g_fit(counts, &[0.1; 10])?;
    let effect = (test.statistic / tested as f64).sqrt();
    Ok(match (test.p_value < UNLIKELY, kind) {
        (true, Kind::Ssn | Kind::Imei) if effect >= 0.4 => Some(Strength::Moderate),
        (true, _) if effect >= 0.4 => Some(Strength::Weak),
        _ => None,
    })
}

fn shared_values(facts: &CoherenceFacts, judged: &mut Judged) -> Result<(), Error> {
    const NAME: &str = "shared_values";
    let all = [
        (Measure::SsnShared, "ssn stands with several people's names", "ssns"),
        (
            Measure::PhoneShared,
            "telephone number stands with several people's names",
            "telephone numbers",
        ),
        (
            Measure::EmailShared,
            "e-mail address stands with several people's names",
            "e-mail addresses",
        ),
    ];
    let mut said = Vec::new();
    for (measure, what, values) in all {
        let Some(shared) = facts.of(measure) else { continue };
        let about = About {
            name: NAME,
            what,
            expected: (0.0, 0.15, JUDGEMENT),
        };
        let strength = exceeds(shared.part, 0.25)?.then_some(Strength::Weak);
        judged.check(&about, shared, strength);
        if strength.is_some() {
            said.push(format!("{} rows share {values}", of(shared.part)));
        }
    }
    if !said.is_empty() {
        let text = format!("Rows of different names have the same values: {}", said.join(", "));
        judged.against(NAME, Strength::Weak, text);
    }
    Ok(())
}

/// One trace has other explanations (a seller who replaced the domains, a list of offices with extensions); invented cities
/// or two traces have not.
fn traces(facts: &CoherenceFacts, judged: &mut Judged) -> Result<(), Error> {
    const NAME: &str = "generator_traces";
    let mut said = Vec::new();
    for trace in &TRACES {
        let Some(measured) = facts.of(trace.measure) else {
            continue;
        };
        let part = measured.part;
        let is_seen =
            exceeds(part, trace.real)? && part.rate() >= trace.least && is_at_least(measured, trace.diversity);
        let strength = is_seen.then_some(trace.alone);
        let about = About {
            name: NAME,
            what: trace.what,
            expected: (0.0, trace.real, JUDGEMENT),
        };
        judged.check(&about, measured, strength);
        if is_seen {
            said.push((trace.alone, format!("{} {}", of(part), trace.values)));
        }
    }
    let Some(alone) = said.iter().map(|(strength, _)| *strength).max() else {
        return Ok(());
    };
    let strength = match said.len() {
        1 => alone,
        _ => Strength::Strong,
    };
    let said: Vec<String> = said.into_iter().map(|(_, text)| text).collect();
    let text = format!("Values look like a fake-data generator's: {}", said.join(", "));
    judged.against(NAME, strength, text);
    Ok(())
}

/// A trace of a generator.
struct Trace {
    measure: Measure,
    what: &'static str,
    values: &'static str,
    /// What real data has at most.
    real: f64,
    /// The rate from which it is a trace.
    least: f64,
    /// How many different ones there must be.
    diversity: f64,
    /// What it says alone.
    alone: Strength,
}

const TRACES: [Trace; 5] = [
    Trace {
        measure: Measure::CityInvented,
        what: "city named as fake-data generators do it, and none of the larger ones",
        values: "cities are named as they name them, nearly each one different",
        real: 0.35,
        least: 0.6,
        diversity: 1_000.0,
        alone: Strength::Strong,
    },
    Trace {
        measure: Measure::EmailReservedDomain,
        what: "e-mail address in a domain reserved for examples",
        values: "e-mail addresses are in domains reserved for examples",
        real: 0.02,
        least: 0.2,
        diversity: 0.0,
        alone: Strength::Moderate,
    },
    Trace {
        measure: Measure::PhoneExtension,
        what: "telephone number with x and three to five digits behind it",
        values: "telephone numbers have an extension of x and three to five digits",
        real: 0.1,
        least: 0.25,
        diversity: 0.0,
        alone: Strength::Weak,
    },
    Trace {
        measure: Measure::PhoneFictional,
        what: "telephone number kept free for fiction (555-0100 to 555-0199)",
        values: "telephone numbers are among those kept free for fiction",
        real: 0.005,
        least: 0.05,
        diversity: 0.0,
        alone: Strength::Moderate,
    },
    Trace {
        measure: Measure::LoremWords,
        what: "row with words of the filler text Lorem ipsum",
        values: "rows have words of the filler text Lorem ipsum",
        real: 0.005,
        least: 0.05,
        diversity: 0.0,
        alone: Strength::Moderate,
    },
];

/// Whether more show it than chance gives where `real` is the rate.
fn exceeds(part: Fraction, real: f64) -> Result<bool, Error> {
    Ok(part.tested >= FEWEST && binomial_survival(part.found, part.tested, real)? < UNLIKELY)
}

fn is_at_least(measured: &Measured, diversity: f64) -> bool {
    diversity == 0.0 || measured.diversity.is_some_and(|values| values >= diversity)
}
