//! A nested record taken apart into paths and values.

use std::ops::Range;

/// The fields of one record. Whoever reads a nested form opens and closes levels, names what comes next and hands over the
/// values; paths are the names from the outside in, joined by `.`, lists counted from 1.
///
/// - Of a list at most [`MOST_ITEMS`] items are kept, but all of one that is the record itself.
/// - A name such as `$oid` or `$numberLong` only wraps a value and is left out of the path.
/// - What is dropped (items beyond those, paths of more than [`MOST_PATH`] bytes, more than [`MOST_FIELDS`] fields) is
///   noted in [`Flat::dropped`].
#[derive(Default)]
pub(in crate::forms) struct Flat {
    /// The paths of all fields, one behind the other.
    paths: Vec<u8>,
    fields: Vec<Field>,
    /// Values that don't stand in the text as they are meant.
    own: Vec<u8>,
    /// The path of what comes next.
    path: Vec<u8>,
    levels: Vec<Level>,
    /// The number of open levels within the one whose present member is dropped.
    muted: Option<usize>,
    /// Whether something of the record was dropped.
    pub(in crate::forms) dropped: bool,
    /// Whether an escape stood for no character.
    pub(in crate::forms) damaged: bool,
}

#[derive(Clone, Copy)]
struct Field {
    /// Where its path ends in [`Flat::paths`].
    path_end: u32,
    start: u32,
    end: u32,
    /// Whether the value stands in [`Flat::own`], not in the text.
    own: bool,
}

#[derive(Clone, Copy)]
struct Level {
    list: bool,
    /// Bytes of its own path.
    path: usize,
    /// Items so far.
    items: usize,
}

impl Flat {
    /// Forgets the record.
    pub(in crate::forms) fn clear(&mut self) {
        self.paths.clear();
        self.fields.clear();
        self.own.clear();
        self.path.clear();
        self.levels.clear();
        self.muted = None;
        self.dropped = false;
        self.damaged = false;
    }

    /// How many levels are open.
    pub(in crate::forms) fn depth(&self) -> usize {
        self.levels.len()
    }

    /// Whether the innermost open level is a list.
    pub(in crate::forms) fn in_list(&self) -> bool {
        self.levels.last().is_some_and(|level| level.list)
    }

    /// Items of the innermost open level so far.
    pub(in crate::forms) fn items(&self) -> usize {
        self.levels.last().map_or(0, |level| level.items)
    }

    /// Opens a level; false if there are [`MOST_LEVELS`] already.
    pub(in crate::forms) fn open(&mut self, list: bool) -> bool {
        if self.levels.len() >= MOST_LEVELS {
            return false;
        }
        self.levels.push(Level {
            list,
            path: self.path.len(),
            items: 0,
        });
        true
    }

    /// Closes the innermost level.
    pub(in crate::forms) fn close(&mut self) {
        if let Some(level) = self.levels.pop() {
            self.path.truncate(level.path);
        }
    }

    /// Names the next member of the innermost level.
    pub(in crate::forms) fn key(&mut self, key: &[u8]) {
        let base = self.levels.last().map_or(0, |level| level.path);
        self.path.truncate(base);
        if self.muted.is_some_and(|depth| depth >= self.levels.len()) {
            self.muted = None;
        }
        if base > 0 {
            if key.first() == Some(&b'$') && WRAPPERS.contains(&key) {
                return;
            }
            self.path.push(b'.');
        }
        if base + key.len() > MOST_PATH {
            self.muted.get_or_insert(self.levels.len());
            return;
        }
        self.path.extend_from_slice(key);
    }

    /// Counts the next item of the innermost level.
    pub(in crate::forms) fn item(&mut self) {
        let root = self.levels.len() == 1;
        let Some(level) = self.levels.last_mut() else {
            return;
        };
        level.items += 1;
        let items = level.items;
        if items > MOST_ITEMS && !root {
            let depth = self.levels.len();
            self.muted.get_or_insert(depth);
            return;
        }
        let mut digits = [0; 20];
        let digits = decimal(items, &mut digits);
        self.key(digits);
    }

    /// A field beside the record, before it is begun.
    pub(in crate::forms) fn named(&mut self, path: &[u8], value: &[u8]) {
        self.path.extend_from_slice(path);
        self.own_value(value);
        self.path.clear();
    }

    /// A value that stands in the record's text, from the record's beginning on.
    pub(in crate::forms) fn value(&mut self, at: Range<usize>) {
        self.field(at, false);
    }

    /// A value of its own.
    pub(in crate::forms) fn own_value(&mut self, value: &[u8]) {
        let start = self.own.len();
        self.own.extend_from_slice(value);
        self.own_since(start);
    }

    /// The memory for a value that is decoded: what is appended to it is the value that [`Flat::own_since`] keeps.
    pub(in crate::forms) fn own(&mut self) -> &mut Vec<u8> {
        &mut self.own
    }

    /// Keeps what was appended to [`Flat::own`] from `start` on as a value.
    pub(in crate::forms) fn own_since(&mut self, start: usize) {
        self.field(start..self.own.len(), true);
    }

    #[inline]
    fn field(&mut self, at: Range<usize>, own: bool) {
        if self.muted.is_some() || self.fields.len() >= MOST_FIELDS {
            self.dropped = true;
            return;
        }
        self.paths.extend_from_slice(&self.path);
        self.fields.push(Field {
            path_end: self.paths.len() as u32,
            start: at.start as u32,
            end: at.end as u32,
            own,
        });
    }

    /// How many fields the record has.
    pub(in crate::forms) fn len(&self) -> usize {
        self.fields.len()
    }

    /// The paths of the fields, in their order.
    pub(in crate::forms) fn paths(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0;
        self.fields.iter().map(move |field| {
            let path = self.paths.get(start..field.path_end as usize).unwrap_or_default();
            start = field.path_end as usize;
            path
        })
    }

    /// The values that [`Flat::cell`] takes from elsewhere than the record's text.
    pub(in crate::forms) fn own_text(&self) -> &str {
        // Only text is appended, and cut at ASCII characters.
        std::str::from_utf8(&self.own).unwrap_or_default()
    }

    /// The value of the field at position `at`; `text` is the record's text, `own` [`Flat::own_text`].
    #[inline]
    pub(in crate::forms) fn cell<'t>(&self, at: usize, text: &'t str, own: &'t str) -> &'t str {
        let Some(field) = self.fields.get(at) else {
            return "";
        };
        let from = if field.own { own } else { text };
        from.get(field.start as usize..field.end as usize).unwrap_or_default()
    }

    /// Calls `each` with every path and value of the record.
    pub(in crate::forms) fn each(&self, text: &str, each: &mut dyn FnMut(&str, &str)) {
        let own = self.own_text();
        for (at, path) in self.paths().enumerate() {
            each(std::str::from_utf8(path).unwrap_or_default(), self.cell(at, text, own));
        }
    }
}

fn decimal(number: usize, digits: &mut [u8; 20]) -> &[u8] {
    let (mut left, mut at) = (number, digits.len());
    loop {
        at -= 1;
        digits[at] = b'0' + (left % 10) as u8;
        left /= 10;
        if left == 0 {
            return &digits[at..];
        }
    }
}

/// Levels of nesting that are read.
pub(in crate::forms) const MOST_LEVELS: usize = 64;
/// Items of a list within a record that are kept.
pub(in crate::forms) const MOST_ITEMS: usize = 16;
/// Bytes of the longest path.
const MOST_PATH: usize = 256;
/// Fields of a record: more than a table has columns, so that a memory of some megabytes suffices whatever stands there.
const MOST_FIELDS: usize = 4_096;
/// Names that only say of what type the value is, as MongoDB exports it.
const WRAPPERS: &[&[u8]] = &[
    b"$oid",
    b"$date",
    b"$numberLong",
    b"$numberInt",
    b"$numberDouble",
    b"$numberDecimal",
    b"$uuid",
    b"$symbol",
    b"$binary",
    b"$timestamp",
    b"$code",
    b"$undefined",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(flat: &Flat) -> Vec<(String, String)> {
        let mut all = Vec::new();
        flat.each("", &mut |path, value| all.push((path.to_owned(), value.to_owned())));
        all
    }

    #[test]
    fn paths_are_joined_and_lists_counted() {
        let mut flat = Flat::default();
        assert!(flat.open(false));
        flat.key(b"_id");
        assert!(flat.open(false));
        flat.key(b"$oid");
        flat.own_value(b"7");
        flat.close();
        flat.key(b"p");
        assert!(flat.open(true));
        for at in 0..20 {
            flat.item();
            flat.own_value(at.to_string().as_bytes());
        }
        flat.close();
        flat.key(b"last");
        flat.own_value(b"x");
        flat.close();
        let all = fields(&flat);
        assert_eq!(all.len(), 1 + MOST_ITEMS + 1);
        assert_eq!(all[0], ("_id".to_owned(), "7".to_owned()));
        assert_eq!(all[1], ("p.1".to_owned(), "0".to_owned()));
        assert_eq!(all[16], ("p.16".to_owned(), "15".to_owned()));
        assert_eq!(all[17], ("last".to_owned(), "x".to_owned()));
        assert!(flat.dropped);
    }

    #[test]
    fn long_paths_are_dropped_with_what_is_below() {
        let mut flat = Flat::default();
        flat.open(false);
        flat.key(&[b'k'; MOST_PATH + 1]);
        flat.open(false);
        flat.key(b"a");
        flat.own_value(b"1");
        flat.close();
        assert!(flat.dropped);
        assert_eq!(flat.len(), 0);
        flat.key(b"b");
        flat.own_value(b"2");
        assert_eq!(fields(&flat), [("b".to_owned(), "2".to_owned())]);
    }

    #[test]
    fn levels_are_bounded() {
        let mut flat = Flat::default();
        assert!((0..MOST_LEVELS).all(|_| flat.open(true)));
        assert!(!flat.open(true));
    }
}
