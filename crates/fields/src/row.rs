use std::ops::Range;

use crate::memo::Memo;
use crate::reading::OpaqueName;
use crate::tokens::NameTokens;
use crate::{Kind, Parsed, Part, Reading};

/// The canonical values of one record or row. It is reused from row to row, so that reading allocates
/// nothing once it has grown, and remembers how it read the values that come again and again, such as cities.
pub struct Row {
    text: String,
    values: Vec<Value>,
    parsed: Vec<Parsed>,
    value_of: Vec<Option<u16>>,
    halves: [Vec<Value>; 2],
    /// Per kind, the first value of it.
    first: [u16; Kind::ALL.len()],
    /// Per value, the next one of its kind.
    next: Vec<u16>,
    /// The tokens of each value that is a name.
    names: Vec<(u16, NameTokens)>,
    /// Of the first columns whose kinds are worth it, by their positions.
    memos: Vec<(usize, Memo)>,
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

impl Default for Row {
    fn default() -> Self {
        Row {
            text: String::new(),
            values: Vec::new(),
            parsed: Vec::new(),
            value_of: Vec::new(),
            halves: Default::default(),
            first: [NONE; Kind::ALL.len()],
            next: Vec::new(),
            names: Vec::new(),
            memos: Vec::new(),
        }
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
        self.first = [NONE; Kind::ALL.len()];
        self.next.clear();
        self.names.clear();
        let mut cells = cells;
        for (column, reading) in readings.iter().enumerate() {
            let cell = cells.next().unwrap_or("");
            let Some(reading) = reading else {
                self.parsed.push(Parsed::Absent);
                self.value_of.push(None);
                continue;
            };
            let start = self.text.len();
            let parsed = match self.memo(column, reading.kind, cell) {
                Some(at) => self.memos[at].1.canonical(reading, cell, &mut self.text),
                None => reading.canonical(cell, &mut self.text),
            };
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

    /// Where the column's memo stands, if it has one or may get one.
    fn memo(&mut self, column: usize, kind: Kind, cell: &str) -> Option<usize> {
        if !Memo::suits(kind, cell) {
            return None;
        }
        let found = self.memos.iter().position(|(of, _)| *of == column);
        if found.is_none() && self.memos.len() < MOST_MEMOS {
            self.memos.push((column, Memo::default()));
            return Some(self.memos.len() - 1);
        }
        found
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
        let text = &self.text.as_bytes()[value.at.start as usize..value.at.end as usize];
        let mut last = NONE;
        let mut at = self.first[value.kind as usize];
        while at != NONE {
            let seen = &self.values[usize::from(at)];
            if seen.opaque == value.opaque && self.bytes(seen) == text {
                self.value_of[usize::from(value.column)] = Some(at);
                return at;
            }
            last = at;
            at = self.next[usize::from(at)];
        }
        let at = self.values.len() as u16;
        match last {
            NONE => self.first[value.kind as usize] = at,
            last => self.next[usize::from(last)] = at,
        }
        if value.kind == Kind::Name {
            self.names.push((at, NameTokens::of(text, value.at.start)));
        }
        self.value_of[usize::from(value.column)] = Some(at);
        self.values.push(value);
        self.next.push(NONE);
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

    /// A value's canonical text, as bytes.
    pub(crate) fn bytes(&self, value: &Value) -> &[u8] {
        self.slice(&value.at)
    }

    /// A range of the row's text.
    pub(crate) fn slice(&self, range: &Range<u32>) -> &[u8] {
        &self.text.as_bytes()[range.start as usize..range.end as usize]
    }

    /// The tokens of the name at a position in [`Row::values`].
    pub(crate) fn tokens(&self, at: u16) -> Option<&NameTokens> {
        self.names
            .iter()
            .find(|(name, _)| *name == at)
            .map(|(_, tokens)| tokens)
    }

    /// The values of one part of a class, with their positions in [`Row::values`].
    pub fn values_of<'a>(&'a self, part: &'a Part) -> impl Iterator<Item = (u16, &'a Value)> + 'a {
        let mut at = self.first[part.kind() as usize];
        std::iter::from_fn(move || {
            let value = self.values.get(usize::from(at))?;
            let found = (at, value);
            at = self.next[usize::from(at)];
            Some(found)
        })
        .filter(move |(_, value)| match part {
            Part::Kind(_) => true,
            Part::Opaque(name) => value.opaque.as_ref().is_some_and(|opaque| opaque.as_str() == name),
            Part::Label(_) => false,
        })
    }
}

/// A memo takes 128 KiB, and a hostile file may have thousands of columns.
const MOST_MEMOS: usize = 8;
/// The position of no value.
const NONE: u16 = u16::MAX;

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
