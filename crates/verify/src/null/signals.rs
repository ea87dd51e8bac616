//! What the nulls say.

use super::weights::together;
use super::{ClassWeight, NullFindings};
use crate::weigh::{FEW_ROWS, Seen, name};
use crate::words::{about, percent};
use crate::{Grade, Points, Question, Signal, Strength};

pub(crate) fn signals(weights: &[ClassWeight], seen: &Seen<'_>) -> Vec<Signal> {
    let mut signals: Vec<Signal> = seen.null.and_then(permuted).into_iter().collect();
    signals.extend(made_up(seen));
    signals.extend(weak(weights, seen));
    signals
}

/// Whether the values of a row belong together more than shuffled ones do.
fn permuted(null: &NullFindings) -> Option<Signal> {
    let genuine = &null.genuine;
    let nothing = genuine.test.observed == 0 && genuine.mean == 0.0;
    if null.links.is_empty() || nothing {
        return None;
    }
    let text = format!(
        "of {} rows {} are genuine; with their values shuffled between them, within places, {} are on average",
        null.rows,
        genuine.test.observed,
        about(genuine.mean)
    );
    let signal = |points, strength, text| Signal {
        name: name::PERMUTED.to_owned(),
        question: Question::Authentic,
        points,
        strength,
        text,
    };
    let how = match null.permutations {
        1 => "one shuffle".to_owned(),
        all => format!("{all} permutations"),
    };
    let text = format!("{text} (p = {:.3}, {how})", genuine.p_value);
    let many = null.hitting >= FEW_ROWS;
    Some(if genuine.p_value <= 0.01 {
        let clear = genuine.test.observed as f64 >= CLEARLY * genuine.mean.max(1.0);
        let strength = if clear { Strength::Strong } else { Strength::Moderate };
        signal(Points::For, strength, text)
    } else if many && genuine.test.observed <= genuine.most {
        let text = format!("{text}: the values of a row belong together no better than shuffled ones");
        signal(Points::Against, Strength::Strong, text)
    } else {
        signal(Points::Limits, Strength::Weak, text)
    })
}

/// Own numbers that a stranger can guess.
fn made_up(seen: &Seen<'_>) -> Vec<Signal> {
    let own = |found: &&super::MadeUp| seen.is_own(&found.class, &found.index);
    let dense = seen.made_up.iter().filter(own).filter(|found| found.rate > GUESSED);
    dense
        .map(|found| Signal {
            name: "made_up_values".to_owned(),
            question: Question::Theirs,
            points: Points::Limits,
            strength: Strength::Moderate,
            text: format!(
                "of {} values of {} made up in the likeness of the sample's {} are in index {}: these numbers are given out so \
                 densely that a stranger guesses them",
                found.values,
                found.class,
                percent(found.rate),
                found.index
            ),
        })
        .collect()
}

/// What rows are worth that rest on weak classes.
fn weak(weights: &[ClassWeight], seen: &Seen<'_>) -> Option<Signal> {
    let rows = [Grade::Context, Grade::Directory].map(|grade| seen.matched.distinct(grade));
    let all: u64 = rows.iter().sum();
    if all == 0 {
        return None;
    }
    let of = |weight: &&ClassWeight| weight.class.is_context_link() || weight.class.is_directory_link();
    let bits = together(weights.iter().filter(of));
    let text = format!(
        "{all} rows rest on a name with a date of birth, a postcode or a telephone: hits of these classes, no part counted \
         twice, carry {} bits, which makes a customer about {} times as likely as before",
        about(bits),
        about(2f64.powf(bits.clamp(0.0, 60.0)))
    );
    Some(Signal {
        name: "weak_classes".to_owned(),
        question: Question::Authentic,
        points: Points::Limits,
        strength: Strength::Weak,
        text,
    })
}

/// How many times as many genuine rows there must be as shuffling gives.
const CLEARLY: f64 = 3.0;
/// Share of made-up own values that hit, above which a hit proves little.
pub(crate) const GUESSED: f64 = 0.01;
