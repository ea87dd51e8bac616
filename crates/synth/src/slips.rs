use crate::draw::Draws;
use crate::{Column, Record};

/// Puts one fault into a record's name: a letter wrong, missing or too many in the given name or the surname,
/// the two exchanged, or one of them left out.
pub(crate) fn slip(record: &mut Record, draws: &mut Draws) {
    let one = draws.pick(&[Column::GivenName, Column::Surname]);
    match draws.below(10) {
        0..7 => {
            let wrong = misspell(record.get(one), draws);
            record.set(one, wrong);
        }
        7 => record.set(one, String::new()),
        _ => {
            let given = record.get(Column::GivenName).to_owned();
            let surname = record.get(Column::Surname).to_owned();
            record.set(Column::GivenName, surname);
            record.set(Column::Surname, given);
        }
    }
}

/// `name` with one letter changed, left out or added.
fn misspell(name: &str, draws: &mut Draws) -> String {
    let places: Vec<usize> = name
        .char_indices()
        .filter(|(_, letter)| letter.is_ascii_alphabetic())
        .map(|(at, _)| at)
        .collect();
    if places.is_empty() {
        return format!("{name}x");
    }
    let at = draws.pick(&places);
    let old = name.as_bytes()[at];
    // Any letter but the old one.
    let other = b'a' + ((old.to_ascii_lowercase() - b'a' + 1 + draws.below(25) as u8) % 26);
    let other = char::from(if old.is_ascii_uppercase() {
        other.to_ascii_uppercase()
    } else {
        other
    });
    let (before, after) = (&name[..at], &name[at + 1..]);
    match draws.below(3) {
        0 if places.len() > 2 => format!("{before}{after}"),
        1 => format!("{before}{}{}{after}", char::from(old), other.to_ascii_lowercase()),
        _ => format!("{before}{other}{after}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_is_wrong() {
        let mut lengths = [0; 3];
        for index in 0..300 {
            let name = ["Garcia", "O'Brien", "José", "Li"][index as usize % 4];
            let wrong = misspell(name, &mut Draws::new(1, 1, index));
            assert!(!wrong.eq_ignore_ascii_case(name));
            let change = wrong.chars().count() + 1 - name.chars().count();
            lengths[change] += 1;
            let shared = name.chars().zip(wrong.chars()).take_while(|(a, b)| a == b).count();
            let tail = name
                .chars()
                .rev()
                .zip(wrong.chars().rev())
                .take_while(|(a, b)| a == b)
                .count();
            assert!(shared + tail + 1 >= name.chars().count().min(wrong.chars().count()));
        }
        assert!(lengths.iter().all(|count| *count > 30), "{lengths:?}");
    }
}
