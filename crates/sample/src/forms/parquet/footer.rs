//! The end of a file, where its schema and the places of its columns stand.

use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};
use parquet::file::reader::ChunkReader;

use super::store::Store;
use super::thrift::Thrift;
use crate::Unreadable;

/// Reads the footer, after a look whether it promises more than can be.
pub(super) fn read(store: &Store, length: u64) -> Result<ParquetMetaData, Unreadable> {
    let damaged = Unreadable::Damaged {
        expected: "a Parquet file that ends in its footer",
    };
    let tail_at = length.checked_sub(TAIL).filter(|at| *at > 0).ok_or(damaged)?;
    let tail = store.get_bytes(tail_at, TAIL as usize).map_err(|_| damaged)?;
    let (size, magic) = tail.split_first_chunk::<4>().ok_or(damaged)?;
    match magic {
        b"PAR1" => {}
        b"PARE" => return Err(Unreadable::Password),
        _ => return Err(damaged),
    }
    let size = u64::from(u32::from_le_bytes(*size));
    if size > MOST_BYTES {
        return Err(Unreadable::TooLarge {
            what: "bytes of the footer",
            found: size,
            most: MOST_BYTES,
        });
    }
    let at = tail_at.checked_sub(size).ok_or(damaged)?;
    let footer = store.get_bytes(at, size as usize).map_err(|_| damaged)?;
    look_at(&footer)?;
    ParquetMetaDataReader::new()
        .parse_and_finish(store)
        .map_err(|_| damaged)
}

/// Looks whether the schema is a tree that is neither too deep nor too wide.
fn look_at(footer: &[u8]) -> Result<(), Unreadable> {
    let mut shape = None;
    let walked = Thrift::new(footer).fields(|thrift, field| match field.id {
        SCHEMA => schema(thrift).map(|found| shape = Some(found)),
        _ => thrift.skip(field),
    });
    match (walked, shape) {
        (Some(()), Some(Shape { columns, .. })) if columns > MOST_COLUMNS => Err(Unreadable::TooLarge {
            what: "columns",
            found: columns,
            most: MOST_COLUMNS,
        }),
        (Some(()), Some(Shape { too_deep: true, .. })) => Err(Unreadable::TooLarge {
            what: "levels of nested columns",
            found: MOST_DEPTH as u64 + 1,
            most: MOST_DEPTH as u64,
        }),
        (Some(()), Some(Shape { whole: true, .. })) => Ok(()),
        _ => Err(Unreadable::Damaged {
            expected: "a footer with a schema",
        }),
    }
}

struct Shape {
    columns: u64,
    too_deep: bool,
    /// Whether every element is a child of another, and no child is missing.
    whole: bool,
}

fn schema(thrift: &mut Thrift<'_>) -> Option<Shape> {
    let mut left = thrift.structs()?;
    let mut shape = Shape {
        columns: 0,
        too_deep: false,
        whole: left > 0,
    };
    // How many children the elements that are open still need.
    let mut open = vec![1u64];
    while left > 0 {
        left -= 1;
        let mut children = 0;
        thrift.fields(|thrift, field| match field.id {
            CHILDREN => thrift.integer().map(|count| children = count),
            _ => thrift.skip(field),
        })?;
        match open.last_mut() {
            Some(needed) => *needed -= 1,
            None => shape.whole = false,
        }
        match u64::try_from(children) {
            Ok(0) => shape.columns += 1,
            Ok(children) if children <= left && open.len() < MOST_DEPTH => open.push(children),
            Ok(children) if children <= left => shape.too_deep = true,
            _ => shape.whole = false,
        }
        while open.last() == Some(&0) {
            open.pop();
        }
    }
    shape.whole &= open.is_empty();
    Some(shape)
}

/// Fields of the footer and of an element of its schema.
const SCHEMA: i16 = 2;
const CHILDREN: i16 = 5;
/// Bytes after the footer: its length and the file's mark.
const TAIL: u64 = 8;
/// Bytes of a footer. One takes some 100 for every column of every row group.
const MOST_BYTES: u64 = 32 << 20;
/// Columns of any sample of people, and levels of lists and structs.
const MOST_COLUMNS: u64 = 4_096;
const MOST_DEPTH: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    /// A footer whose schema's elements have so many children.
    fn footer(children: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0x15, 2, 0x19, 0xFC];
        let mut count = children.len();
        while count > 0x7F {
            bytes.push(count as u8 | 0x80);
            count >>= 7;
        }
        bytes.push(count as u8);
        for children in children {
            bytes.extend([0x48, 1, b'a']);
            if *children > 0 {
                bytes.extend([0x15, 2 * children]);
            }
            bytes.push(0);
        }
        bytes.push(0);
        bytes
    }

    #[test]
    fn a_schema_must_be_a_tree() {
        assert_eq!(look_at(&footer(&[2, 0, 1, 0])), Ok(()));
        for bad in [&[2, 0][..], &[1, 0, 0], &[60, 0], &[]] {
            assert!(
                matches!(look_at(&footer(bad)), Err(Unreadable::Damaged { .. })),
                "{bad:?}"
            );
        }
    }

    #[test]
    fn a_schema_is_neither_deep_nor_wide() {
        let mut deep = vec![1; 100_000];
        deep.push(0);
        assert!(matches!(look_at(&footer(&deep)), Err(Unreadable::TooLarge { .. })));
        assert!(matches!(
            look_at(&footer(&[0; 5_000])),
            Err(Unreadable::TooLarge { .. })
        ));
    }
}
