//! Two fields of a row that depend on each other.

use assay_estimate::{Level, binomial_cumulative, clopper_pearson_lower, clopper_pearson_upper};

use super::{About, FEWEST, JUDGEMENT, Judged, UNLIKELY};
use crate::coherence::facts::{CoherenceFacts, Measure, Measured};
use crate::words::{count, percent};
use crate::{Error, Points, Strength};

/// A pair of fields.
struct Pair {
    measure: Measure,
    about: About,
    /// No real list of many states, cities or names has a lower rate.
    least: f64,
    /// What fits what, as words.
    fields: &'static str,
}

pub(super) fn judge(facts: &CoherenceFacts, judged: &mut Judged) -> Result<(), Error> {
    for pair in &PAIRS {
        let Some(measured) = facts.of(pair.measure) else {
            continue;
        };
        let least = least(pair, facts);
        let strength = strength(measured, least)?;
        judged.check(&pair.about, measured, strength);
        if let Some(strength) = strength {
            let text = against(pair, measured, strength);
            judged.against(pair.about.name, strength, text);
        }
    }
    Ok(())
}

/// A weak word for a sample whose fields fit each other far better than chance, unless something speaks against it.
pub(super) fn fitting(facts: &CoherenceFacts, judged: &mut Judged) -> Result<(), Error> {
    let speaks_against = judged
        .signals
        .iter()
        .any(|signal| signal.points == Points::Against && signal.strength > Strength::Weak);
    if speaks_against {
        return Ok(());
    }
    let mut said = Vec::new();
    for pair in &PAIRS {
        let Some((measured, chance)) = known(facts, pair.measure) else {
            continue;
        };
        let low = clopper_pearson_lower(measured.part.found, measured.part.tested, level()?)?;
        if is_diverse(measured) && chance < least(pair, facts) / 2.0 && low > least(pair, facts) {
            said.push(format!(
                "{} in {} of {} rows ({} by chance)",
                pair.fields,
                count(measured.part.found),
                count(measured.part.tested),
                percent(chance)
            ));
        }
    }
    if !said.is_empty() {
        let text = format!("The fields of a row fit each other: {}", said.join("; "));
        judged.say("fields_fit_each_other", Points::For, Strength::Weak, text);
    }
    Ok(())
}

/// Against a sample: strong if the fields fit no better than independent values do, moderate if they fit in fewer rows than
/// in any real list.
fn strength(measured: &Measured, least: f64) -> Result<Option<Strength>, Error> {
    let part = measured.part;
    let Some(chance) = measured.by_chance.map(|chance| chance.rate()) else {
        return Ok(None);
    };
    // Values that fit anyway, as those of one state's list, tell nothing.
    if part.tested < FEWEST || !is_diverse(measured) || chance > least / 2.0 {
        return Ok(None);
    }
    if binomial_cumulative(part.found, part.tested, least)? >= UNLIKELY {
        return Ok(None);
    }
    let high = clopper_pearson_upper(part.found, part.tested, level()?)?;
    let is_chance = part.tested >= FEWEST_FOR_STRONG && high < chance + (least - chance) / 4.0;
    Ok(Some(if is_chance {
        Strength::Strong
    } else {
        Strength::Moderate
    }))
}

fn against(pair: &Pair, measured: &Measured, strength: Strength) -> String {
    let part = measured.part;
    let chance = measured.by_chance.map_or(0.0, |chance| chance.rate());
    let seen = format!(
        "{} in only {} of {} rows ({}), and in {} where each is set beside another row's",
        pair.fields,
        count(part.found),
        count(part.tested),
        percent(part.rate()),
        percent(chance)
    );
    let (low, high, _) = pair.about.expected;
    let real = format!("real lists have {} to {}", percent(low), percent(high));
    match strength {
        Strength::Strong => format!("{seen}; {real}, so they were drawn independently of each other"),
        _ => format!("{seen}; {real}"),
    }
}

/// Names in addresses are looked for where addresses carry names at all.
fn least(pair: &Pair, facts: &CoherenceFacts) -> f64 {
    match pair.measure {
        Measure::EmailFitsName => {
            let some = facts.of(Measure::EmailHasSomeName).map_or(0.0, |some| some.part.rate());
            if some >= FEWEST_WITH_NAMES { some / 2.0 } else { 0.0 }
        }
        _ => pair.least,
    }
}

fn known(facts: &CoherenceFacts, measure: Measure) -> Option<(&Measured, f64)> {
    let measured = facts.of(measure).filter(|measured| measured.part.tested >= FEWEST)?;
    Some((measured, measured.by_chance?.rate()))
}

fn is_diverse(measured: &Measured) -> bool {
    measured.diversity.is_some_and(|values| values >= FEWEST_VALUES)
}

/// Of limits that are compared with what chance gives.
fn level() -> Result<Level, Error> {
    Ok(Level::new(0.9998)?)
}

/// A list of one region has few states, and a company's seat may be in another one than its customers.
const FEWEST_VALUES: f64 = 8.0;
const FEWEST_FOR_STRONG: u64 = 50;
/// Addresses are made from names in most lists; where they are not, as in those of numbered accounts, they tell nothing.
const FEWEST_WITH_NAMES: f64 = 0.4;

const PAIRS: [Pair; 4] = [
    Pair {
        measure: Measure::AreaCodeFitsState,
        about: About {
            name: "area_code_and_state",
            what: "telephone area code belongs to the state",
            expected: (
                0.75,
                0.99,
                "Pew Research Center, 2016: 10 % of US adults have a cellphone number of another state; judgement",
            ),
        },
        least: 0.5,
        fields: "Telephone area code and state fit",
    },
    Pair {
        measure: Measure::PostcodeFitsState,
        about: About {
            name: "postcode_and_state",
            what: "ZIP code lies in the state",
            expected: (0.95, 1.0, JUDGEMENT),
        },
        least: 0.8,
        fields: "ZIP code and state fit",
    },
    Pair {
        measure: Measure::PostcodeFitsCity,
        about: About {
            name: "city_and_postcode",
            what: "ZIP code is one of the city's",
            expected: (0.85, 1.0, JUDGEMENT),
        },
        least: 0.6,
        fields: "City and ZIP code fit",
    },
    Pair {
        measure: Measure::EmailFitsName,
        about: About {
            name: "name_and_email",
            what: "e-mail address has a part of the row's name",
            expected: (0.4, 0.95, JUDGEMENT),
        },
        least: 0.0,
        fields: "The e-mail address has a part of the row's name in it",
    },
];
