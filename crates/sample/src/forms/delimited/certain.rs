//! Whether a text is delimited beyond doubt, though its cells hold what other forms are told by.

use super::guess;
use super::header;
use super::shape::Shape;
use super::syntax::Cut;
use crate::forms::Head;

/// Whether the text is delimited for certain: nearly every line has the same three fields or more below a header, or every
/// line has them without one and another form's `score` is not much higher. Lines of `key: value` between delimiters are
/// not.
pub(crate) fn is_certain(head: Head<'_>, score: f64) -> bool {
    let lines = guess::leading_lines(head.text.as_bytes(), head.complete, LOOKED_AT);
    let complete = head.complete && lines.len() == head.text.len();
    let Ok(found) = guess::find(lines, complete, None) else {
        return false;
    };
    let shape = &found.shape;
    if shape.width < 3 || !can_be_certain(&shape.syntax.cut) || labelled(shape) * 2 >= shape.width {
        return false;
    }
    let layout = header::find(&shape.records, &shape.is_row, shape.width, None);
    match layout.names {
        Some(_) if layout.header_at.confidence >= CERTAIN => shape.share >= NEARLY_ALL,
        _ => shape.share == 1.0 && shape.records.len() >= LEAST_ROWS && score < found.score + MUCH,
    }
}

/// Blanks stand in any text, and `:` and `=` between keys and values.
fn can_be_certain(cut: &Cut) -> bool {
    match cut {
        Cut::Byte(byte) => !matches!(byte, b' ' | b'=' | b':'),
        Cut::Text(text) => !text.iter().all(|byte| matches!(byte, b' ' | b'=' | b':')),
        _ => false,
    }
}

/// How many columns hold a key before each value, mostly the same.
fn labelled(shape: &Shape) -> usize {
    let rows = || {
        let rows = shape.records.iter().zip(&shape.is_row);
        rows.filter_map(|(record, is_row)| (*is_row && record.len() == shape.width).then_some(record))
    };
    let is_labelled = |column: &usize| {
        let mut labels = rows().filter_map(|row| row.get(*column)).map(|cell| label(cell));
        // The first row may be a header.
        let Some(first) = labels.by_ref().take(2).flatten().last() else {
            return false;
        };
        let (mut same, mut all) = (0, 0);
        for label in labels {
            all += 1;
            same += usize::from(label.is_some_and(|label| label.eq_ignore_ascii_case(first)));
        }
        same * 2 >= all
    };
    (0..shape.width).filter(is_labelled).count()
}

/// What stands before `:` or `=`, if it can be a key.
fn label(cell: &str) -> Option<&str> {
    let (key, _) = cell.split_once([':', '='])?;
    let key = key.trim();
    key.contains(char::is_alphabetic).then_some(key)
}

/// Bytes that are looked at.
const LOOKED_AT: usize = 32 << 10;
const CERTAIN: f64 = 0.95;
const NEARLY_ALL: f64 = 0.95;
const LEAST_ROWS: usize = 3;
/// A score is much higher by so much.
const MUCH: f64 = 0.25;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::testing::head;

    #[test]
    fn what_cells_hold_does_not_matter() {
        let row =
            |n: usize| format!("a{n}@x.org,\"{{\"\"name\"\": \"\"Ann {n}\"\", \"\"phone\"\": \"\"{n}\"\"}}\",1{n}\n");
        let rows: String = (0..9).map(row).collect();
        assert!(is_certain(head(&format!("email,profile,zip\n{rows}")), 0.9));
        assert!(is_certain(head(&rows), 0.8));
    }

    #[test]
    fn other_forms_are_left_alone() {
        for text in [
            "Name: Ann | Email: a@x.org | City: Oslo\nName: Bob | Email: b@x.org | City: Rome\nName: Eve | Email: e@x.org | City: Bonn\n",
            "Name: Ann\nCity: Oslo\n\nName: Bob\nCity: Rome\n",
            "name=Ann&mail=a@x.org&city=Oslo\nname=Bob&mail=b@x.org&city=Rome\nname=Eve&mail=e@x.org&city=Bonn\n",
            "id:name:mail\n1:Ann:a@x.org\n2:Bob:b@x.org\n3:Eve:e@x.org\n",
            "",
        ] {
            assert!(!is_certain(head(text), 0.8), "{text}");
        }
    }
}
