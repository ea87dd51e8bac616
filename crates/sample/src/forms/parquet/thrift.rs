//! As much of the compact Thrift protocol as it takes to look at a footer or a page's header before the library that reads
//! them believes what they say: it makes room for as many children, values or bytes as they promise.

/// Walks over compact Thrift.
#[derive(Clone, Copy)]
pub(super) struct Thrift<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// A field of a struct: its number and its type.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) id: i16,
    kind: u8,
}

impl<'a> Thrift<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Thrift<'a> {
        Thrift { bytes, at: 0 }
    }

    /// How many bytes were walked over.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Calls `read` with every field of the struct that begins here; it must step over the field's value. `None` if the bytes
    /// are no struct or end within it.
    pub(super) fn fields(&mut self, mut read: impl FnMut(&mut Self, Field) -> Option<()>) -> Option<()> {
        let mut id = 0i16;
        loop {
            let head = self.byte()?;
            if head == 0 {
                return Some(());
            }
            id = match head >> 4 {
                0 => i16::try_from(self.integer()?).ok()?,
                delta => id.checked_add(i16::from(delta))?,
            };
            read(self, Field { id, kind: head & 15 })?;
        }
    }

    /// The number of elements of the list that begins here, which must be structs.
    pub(super) fn structs(&mut self) -> Option<u64> {
        let (kind, count) = self.list()?;
        (kind == STRUCT || count == 0).then_some(count)
    }

    /// A whole number.
    pub(super) fn integer(&mut self) -> Option<i64> {
        let value = self.varint()?;
        Some((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    /// Steps over the value of a field.
    pub(super) fn skip(&mut self, field: Field) -> Option<()> {
        match field.kind {
            // The type of a boolean field is its value.
            TRUE | FALSE => Some(()),
            kind => self.skip_value(kind, DEPTH),
        }
    }

    fn skip_value(&mut self, kind: u8, depth: usize) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        match kind {
            TRUE | FALSE | BYTE => self.step(1),
            I16 | I32 | I64 => self.varint().map(drop),
            DOUBLE => self.step(8),
            UUID => self.step(16),
            BINARY => {
                let length = self.varint()?;
                self.step(usize::try_from(length).ok()?)
            }
            LIST | SET => {
                let (kind, count) = self.list()?;
                (0..count).try_for_each(|_| self.skip_value(kind, depth))
            }
            MAP => {
                let count = self.varint()?;
                let kinds = if count > 0 { self.byte()? } else { 0 };
                (0..count).try_for_each(|_| {
                    self.skip_value(kinds >> 4, depth)?;
                    self.skip_value(kinds & 15, depth)
                })
            }
            STRUCT => self.fields(|thrift, field| match field.kind {
                TRUE | FALSE => Some(()),
                kind => thrift.skip_value(kind, depth),
            }),
            _ => None,
        }
    }

    fn list(&mut self) -> Option<(u8, u64)> {
        let head = self.byte()?;
        let count = match head >> 4 {
            15 => self.varint()?,
            count => u64::from(count),
        };
        Some((head & 15, count))
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn step(&mut self, length: usize) -> Option<()> {
        let at = self.at.checked_add(length)?;
        (at <= self.bytes.len()).then(|| self.at = at)
    }
}

const TRUE: u8 = 1;
const FALSE: u8 = 2;
const BYTE: u8 = 3;
const I16: u8 = 4;
const I32: u8 = 5;
const I64: u8 = 6;
const DOUBLE: u8 = 7;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const SET: u8 = 10;
const MAP: u8 = 11;
const STRUCT: u8 = 12;
const UUID: u8 = 13;
/// How deep values may be nested.
const DEPTH: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn fields_are_found_and_others_stepped_over() {
        // 1: i32 = -3; 2: "ab"; 4: list of two i32; 5: true; 6: struct { 1: byte }; 7: i32 = 300.
        let bytes = [
            0x15, 5, 0x18, 2, b'a', b'b', 0x29, 0x25, 2, 4, 0x11, 0x1C, 0x13, 9, 0, 0x15, 0xD8, 4, 0, 0xFF,
        ];
        let mut thrift = Thrift::new(&bytes);
        let mut found = Vec::new();
        thrift
            .fields(|thrift, field| match field.id {
                1 | 7 => thrift.integer().map(|value| found.push((field.id, value))),
                _ => thrift.skip(field),
            })
            .unwrap();
        assert_eq!(found, [(1, -3), (7, 300)]);
        assert_eq!(thrift.at(), bytes.len() - 1);
    }

    #[test]
    fn depth_is_bounded() {
        let deep = [0x19u8; 100_000];
        assert!(Thrift::new(&deep).fields(|thrift, field| thrift.skip(field)).is_none());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn arbitrary_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = Thrift::new(&bytes).fields(|thrift, field| thrift.skip(field));
        }
    }
}
