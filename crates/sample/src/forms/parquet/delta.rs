//! Numbers that are packed as differences, as far as lengths of texts are.

use parquet::column::page::Page;

use super::pages::Levels;

/// The values of a data page, behind its levels.
pub(super) fn values_of(page: &Page, levels: Levels) -> Option<&[u8]> {
    match page {
        Page::DataPage { buf, .. } => {
            let mut rest = &buf[..];
            for level in [levels.repetition, levels.definition] {
                if level > 0 {
                    let (length, after) = rest.split_first_chunk::<4>()?;
                    rest = after.get(u32::from_le_bytes(*length) as usize..)?;
                }
            }
            Some(rest)
        }
        Page::DataPageV2 {
            buf,
            def_levels_byte_len,
            rep_levels_byte_len,
            ..
        } => buf.get((*def_levels_byte_len as usize).checked_add(*rep_levels_byte_len as usize)?..),
        Page::DictionaryPage { .. } => None,
    }
}

/// How many numbers there are said to be.
pub(super) fn count(bytes: &[u8]) -> Option<u64> {
    Header::read(bytes).map(|(header, _)| header.count)
}

/// What follows the numbers, at most `most`, and their sum. `None` if they are none, or one is negative.
pub(super) fn sum(bytes: &[u8], most: u64) -> Option<(&[u8], u64)> {
    let (header, mut rest) = Header::read(bytes)?;
    if header.count > most {
        return None;
    }
    let mut left = header.count;
    let mut last = header.first;
    let mut sum = 0u64;
    if left > 0 {
        left -= 1;
        sum = u64::try_from(last).ok()?;
    }
    while left > 0 {
        let least = zigzag(&mut rest)?;
        let (widths, after) = rest.split_at_checked(header.parts)?;
        rest = after;
        for width in widths {
            if left == 0 {
                break;
            }
            let width = usize::from(*width);
            if width > 64 {
                return None;
            }
            let (packed, after) = rest.split_at_checked(header.in_part * width / 8)?;
            rest = after;
            for at in 0..header.in_part.min(usize::try_from(left).ok()?) {
                let difference = least.wrapping_add(bits(packed, at * width, width) as i64);
                last = i64::from((last as i32).wrapping_add(difference as i32));
                sum = sum.checked_add(u64::try_from(last).ok()?)?;
                left -= 1;
            }
        }
    }
    Some((rest, sum))
}

struct Header {
    /// Parts of a block, and numbers of a part.
    parts: usize,
    in_part: usize,
    count: u64,
    first: i64,
}

impl Header {
    fn read(mut bytes: &[u8]) -> Option<(Header, &[u8])> {
        let block = usize::try_from(varint(&mut bytes)?).ok()?;
        let parts = usize::try_from(varint(&mut bytes)?).ok()?;
        let count = varint(&mut bytes)?;
        let first = zigzag(&mut bytes)?;
        let in_part = block.checked_div(parts)?;
        // Parts are whole bytes, and neither none nor endless.
        (in_part > 0 && in_part % 8 == 0 && block <= MOST_BLOCK).then_some((
            Header {
                parts,
                in_part,
                count,
                first,
            },
            bytes,
        ))
    }
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

fn zigzag(bytes: &mut &[u8]) -> Option<i64> {
    let value = varint(bytes)?;
    Some((value >> 1) as i64 ^ -((value & 1) as i64))
}

/// `width` bits from bit `at` on, the lowest first.
fn bits(bytes: &[u8], at: usize, width: usize) -> u64 {
    let mut value = 0u128;
    for (place, byte) in bytes.iter().skip(at / 8).take(9).enumerate() {
        value |= u128::from(*byte) << (8 * place);
    }
    (value >> (at % 8)) as u64 & u64::MAX.checked_shr(64 - width as u32).unwrap_or(0)
}

/// Numbers of a block.
const MOST_BLOCK: usize = 1 << 20;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_summed() {
        // 7, 5, 3, 1, 2, 3, 4, 5: the example of the format's own description, in one part of 8.
        let bytes = [8, 1, 8, 14, 3, 2, 0b1100_0000, 0b1111_1111, 9];
        // Differences -2, -2, -2, 1, 1, 1, 1 above the least, -2: 0, 0, 0, 3, 3, 3, 3.
        let (rest, sum) = sum(&bytes, 8).unwrap();
        assert_eq!((rest, sum), (&[9u8][..], 30));
        assert_eq!(count(&bytes), Some(8));
        assert!(super::sum(&bytes, 7).is_none());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn arbitrary_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..300), most in 0u64..1000) {
            let _ = sum(&bytes, most);
        }
    }
}
