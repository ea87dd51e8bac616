use std::ops::Range;

use crate::reading::OpaqueName;
use crate::{Kind, Parsed, Part, Reading};

/// The canonical values of one record or row. It is reused from row to row, so that reading allocates
/// nothing once it has grown.
#[derive(Default)]
pub struct Row {
    text: String,
    values: Vec<Value>,
    parsed: Vec<Parsed>,
    value_of: Vec<Option<u16>>,
    halves: [Vec<Value>; 2],
}

/// One canonical value of a row.
#[derive(Clone, Debug)]
pub struct Value {
    /// What it is.
    pub kind: Kind,
    /// The column it is from; of a name put together from given name and surname, the first of the two.
    pub column: u16,
    /// Whether it breaks a rule of its kind.
    pub doubtful: bool,
    opaque: Option<OpaqueName>,
    at: Range<u32>,
}

// Values are somebody's personal data: Debug shows how many there are and nothing else.
impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Row")
            .field("values", &self.values.len())
            .finish_non_exhaustive()
    }
}

impl Row {
    /// Reads the cells of one row, replacing what was there. `readings` has one entry per column; a
    /// column without one is passed over. Missing cells at the end count as absent.
    ///
    /// A given name and a surname in columns of their own are put together to one `name`. A value that
    /// stands twice in a row is held once.
    pub fn fill<'a>(&mut self, readings: &[Option<Reading>], cells: impl Iterator<Item = &'a str>) {
        self.text.clear();
        self.values.clear();
        self.parsed.clear();
        self.value_of.clear();
        self.halves.iter_mut().for_each(Vec::clear);
        let mut cells = cells;
        for (column, reading) in readings.iter().enumerate() {
            let cell = cells.next().unwrap_or("");
            let Some(reading) = reading else {
                self.parsed.push(Parsed::Absent);
                self.value_of.push(None);
                continue;
            };
            let start = self.text.len();
            let parsed = reading.canonical(cell, &mut self.text);
            self.parsed.push(parsed);
            self.value_of.push(None);
            let Parsed::Value { doubt, .. } = parsed else {
                continue;
            };
            let column = column as u16;
            let value = Value {
                kind: reading.kind,
                column,
                doubtful: doubt.is_some(),
                opaque: reading.opaque.clone(),
                at: start as u32..self.text.len() as u32,
            };
            match reading.kind {
                Kind::GivenName => self.halves[0].push(value),
                Kind::Surname => self.halves[1].push(value),
                _ => {
                    self.push(value);
                }
            }
        }
        self.push_joined_name();
    }

    /// Given names, then surnames, each in the order of their columns.
    fn push_joined_name(&mut self) {
        let halves = std::mem::take(&mut self.halves);
        if let Some(first) = halves.iter().flatten().next() {
            let start = self.text.len();
            for part in halves.iter().flatten() {
                if self.text.len() > start {
                    self.text.push(' ');
                }
                self.text
                    .extend_from_within(part.at.start as usize..part.at.end as usize);
            }
            let name = self.push(Value {
                kind: Kind::Name,
                at: start as u32..self.text.len() as u32,
                ..first.clone()
            });
            for part in halves.iter().flatten() {
                self.value_of[usize::from(part.column)] = Some(name);
            }
        }
        self.halves = halves;
    }

    /// Holds a value, once, and returns its position.
    fn push(&mut self, value: Value) -> u16 {
        let text = &self.text[value.at.start as usize..value.at.end as usize];
        let same = |seen: &Value| seen.kind == value.kind && seen.opaque == value.opaque && self.text(seen) == text;
        let at = self.values.iter().position(same).unwrap_or(self.values.len()) as u16;
        self.value_of[usize::from(value.column)] = Some(at);
        if usize::from(at) == self.values.len() {
            self.values.push(value);
        }
        at
    }

    /// The canonical values, at most one per column and one for a name put together.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// What became of each column's cell, in the order of the readings.
    pub fn parsed(&self) -> &[Parsed] {
        &self.parsed
    }

    /// The value that each column's cell became or became part of, as a position in [`Row::values`].
    pub fn value_of(&self) -> &[Option<u16>] {
        &self.value_of
    }

    /// A value's canonical text.
    pub fn text(&self, value: &Value) -> &str {
        &self.text[value.at.start as usize..value.at.end as usize]
    }

    /// The values of one part of a class, with their positions in [`Row::values`].
    pub fn values_of<'a>(&'a self, part: &'a Part) -> impl Iterator<Item = (u16, &'a Value)> + 'a {
        self.values
            .iter()
            .enumerate()
            .filter(move |(_, value)| match part {
                Part::Kind(kind) => value.kind == *kind,
                Part::Opaque(name) => value.opaque.as_ref().is_some_and(|opaque| opaque.as_str() == name),
            })
            .map(|(at, value)| (at as u16, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readings(kinds: &[Kind]) -> Vec<Option<Reading>> {
        kinds.iter().map(|kind| Some(Reading::new(*kind))).collect()
    }

    #[test]
    fn given_name_and_surname_become_one_name_and_a_repeated_value_stands_once() {
        let kinds = [Kind::Surname, Kind::Phone, Kind::GivenName, Kind::Phone];
        let mut row = Row::default();
        row.fill(
            &readings(&kinds),
            ["Smith", "206-555-1234", "Jane", "(206) 555 1234"].into_iter(),
        );
        let texts: Vec<_> = row.values().iter().map(|value| row.text(value)).collect();
        assert_eq!(texts, ["+12065551234", "JANE SMITH"]);
        assert_eq!(row.value_of(), [Some(1), Some(0), Some(1), Some(0)]);
        row.fill(&readings(&kinds), ["", "", "Jane"].into_iter());
        assert_eq!(row.value_of(), [None, None, Some(0), None]);
        assert_eq!(row.parsed()[3], Parsed::Absent);
    }

    #[test]
    fn debug_shows_no_value() {
        let mut row = Row::default();
        row.fill(&readings(&[Kind::Surname]), ["Smithson"].into_iter());
        assert!(
            !format!("{row:?} {:?}", row.values())
                .to_lowercase()
                .contains("smithson")
        );
    }
}
