//! What the grades of rows say.

use super::{CHANCE, FEW_ROWS, MAY_BE_CHANCE, Rows, Seen, about, name, signal, tail, unfit};
use crate::amount::Amount;
use crate::{Error, Points, Question, Signal, Strength};

pub(super) fn signals(seen: &Seen<'_>) -> Result<Vec<Signal>, Error> {
    let rows = seen.rows;
    let mut signals = vec![genuine(rows)?];
    signals.extend(others(rows));
    signals.extend(unfit::signals(seen)?);
    signals.extend(strays(seen)?);
    Ok(signals)
}

fn genuine(rows: &Rows) -> Result<Signal, Error> {
    let text = format!(
        "{} are genuine: their identifiers and links are one customer's; chance alone would give {}",
        rows.of_testable(rows.genuine),
        about(rows.genuine_by_chance)
    );
    // How likely chance alone is to give so many.
    let tail = tail(rows.genuine, rows.genuine_by_chance)?;
    Ok(if rows.genuine.count() == 0 || tail > MAY_BE_CHANCE {
        let strength = if rows.testable.count() < FEW_ROWS {
            Strength::Weak
        } else {
            Strength::Moderate
        };
        signal(name::NO_HITS, Question::Theirs, Points::Against, strength, text)
    } else {
        let certain = tail < CHANCE && rows.genuine.seen() >= 3;
        let strength = if certain { Strength::Strong } else { Strength::Weak };
        signal(name::GENUINE, Question::Authentic, Points::For, strength, text)
    })
}

fn others(rows: &Rows) -> Vec<Signal> {
    let mut signals = Vec::new();
    let strength = |part: Amount| {
        let share = part.count() as f64 / rows.testable.count() as f64;
        if share > 0.5 && part.seen() >= FEW_ROWS / 2 {
            Strength::Strong
        } else if share > 0.05 {
            Strength::Moderate
        } else {
            Strength::Weak
        }
    };
    if rows.conflicting.count() > 0 {
        let text = format!(
            "{} hold identifiers that are different customers', or a customer's beside an invented name: stitched",
            rows.of_testable(rows.conflicting)
        );
        let strength = strength(rows.conflicting);
        signals.push(signal(
            name::CONFLICTING,
            Question::Authentic,
            Points::Against,
            strength,
            text,
        ));
    }
    if rows.contradicted.count() > 0 {
        let text = format!(
            "{} name a customer with the right date of birth or postcode, beside an ssn that is not theirs: real names with \
             made-up numbers",
            rows.of_testable(rows.contradicted)
        );
        let strength = strength(rows.contradicted);
        signals.push(signal(
            name::CONTRADICTED,
            Question::Authentic,
            Points::Against,
            strength,
            text,
        ));
    }
    if rows.loosely_joined.count() > 0 {
        let text = format!(
            "{} are joined by one token of a name only, as chance joins stitched rows: they don't count as genuine here",
            rows.of_testable(rows.loosely_joined)
        );
        signals.push(remark(name::LOOSE, text));
    }
    if rows.directory.count() > 0 {
        let (points, how) = match rows.directory_contradicted.count() as f64 > 0.5 * rows.directory.count() as f64 {
            true => (Points::Against, "; the ssns beside it are not theirs"),
            false => (Points::Limits, ", and in nothing that only their own data show"),
        };
        let text = format!(
            "{} match in what a phone book or a marketing list gives away{how}",
            rows.of_testable(rows.directory)
        );
        let strength = strength(rows.directory);
        signals.push(signal(name::DIRECTORY, Question::Authentic, points, strength, text));
    }
    if rows.unlinked.count() > 0 {
        let text = format!(
            "{} hold identifiers of customers that nothing links to each other or to a name",
            rows.of_testable(rows.unlinked)
        );
        signals.push(remark(name::UNLINKED, text));
    }
    if rows.context.count() > 0 {
        let text = format!(
            "{} lack an identifier, but have a customer's name with a date of birth or a postcode, as voter files have them",
            rows.of_testable(rows.context)
        );
        signals.push(remark(name::CONTEXT, text));
    }
    signals
}

/// A weak limit of what can be said of the rows.
pub(super) fn remark(name: &str, text: String) -> Signal {
    signal(name, Question::Authentic, Points::Limits, Strength::Weak, text)
}

/// Identifiers that are somebody else's in otherwise tested rows: a few are numbers that were given to another, a column of
/// them was shuffled in.
fn strays(seen: &Seen<'_>) -> Result<Vec<Signal>, Error> {
    let mut signals = Vec::new();
    for field in &seen.matched.fields {
        // Rows, copies included: no more than the values that hit.
        let strays = Amount::new(field.strays.min(field.hits), 1);
        let many = field.strays as f64 > MANY_STRAYS * field.hits as f64;
        if field.strays < FEWEST_STRAYS || !many || tail(strays, field.strays_by_chance)? >= CHANCE {
            continue;
        }
        let text = format!(
            "{} values of {} hit in index {} beside nothing else of their row: they are other customers'; chance alone would \
             give {}",
            field.strays,
            field.class,
            field.index,
            about(field.strays_by_chance)
        );
        let strength = match field.strays as f64 > 0.5 * field.hits as f64 {
            true => Strength::Moderate,
            false => Strength::Weak,
        };
        signals.push(signal(
            name::STRAYS,
            Question::Authentic,
            Points::Against,
            strength,
            text,
        ));
    }
    Ok(signals)
}

/// Strays below which a field is not worth a word.
const FEWEST_STRAYS: u64 = 10;
/// Share of a field's hits above which its strays are more than reassigned numbers.
const MANY_STRAYS: f64 = 0.05;
