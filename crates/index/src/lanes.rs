//! Keyed BLAKE3 of many one-block messages at once.
//!
//! BLAKE3's own code hashes up to 16 inputs in the lanes of one register, for the chunks of a large input. A padded
//! message of one block is a chunk that is its own root, so that the same code gives its plain keyed hash. The crate
//! hides this interface (`blake3::platform`) and may change it: its version is pinned, and the tests hold every lane
//! against `blake3::keyed_hash`.

use blake3::IncrementCounter;
use blake3::platform::{MAX_SIMD_DEGREE, Platform};
use zeroize::Zeroize;

/// Bytes of a block.
pub(crate) const BLOCK: usize = 64;

/// Appends of each block the first 8 bytes, little-endian, of its keyed hash.
pub(crate) fn hash_blocks(key: &[u8; 32], blocks: &[[u8; BLOCK]], out: &mut Vec<u64>) {
    hash_blocks_on(Platform::detect(), key, blocks, out);
}

fn hash_blocks_on(platform: Platform, key: &[u8; 32], blocks: &[[u8; BLOCK]], out: &mut Vec<u64>) {
    let mut words = [0; 8];
    for (word, bytes) in words.iter_mut().zip(key.chunks_exact(4)) {
        *word = bytes.iter().rev().fold(0, |word, byte| word << 8 | u32::from(*byte));
    }
    let mut hashes = [0u8; 32 * MAX_SIMD_DEGREE];
    for some in blocks.chunks(MAX_SIMD_DEGREE) {
        let mut inputs = [&[0u8; BLOCK]; MAX_SIMD_DEGREE];
        for (input, block) in inputs.iter_mut().zip(some) {
            *input = block;
        }
        platform.hash_many(
            &inputs[..some.len()],
            &words,
            0,
            IncrementCounter::No,
            KEYED_HASH,
            CHUNK_START,
            CHUNK_END | ROOT,
            &mut hashes,
        );
        out.extend(hashes.chunks_exact(32).take(some.len()).map(first_word));
    }
    words.zeroize();
}

/// The first 8 bytes of a hash, little-endian.
pub(crate) fn first_word(hash: &[u8]) -> u64 {
    let mut first = [0u8; 8];
    first.copy_from_slice(&hash[..8]);
    u64::from_le_bytes(first)
}

// The flags of the BLAKE3 specification (O'Connor, Aumasson, Neves & Wilcox-O'Hearn, 2020), table 3.
const CHUNK_START: u8 = 1 << 0;
const CHUNK_END: u8 = 1 << 1;
const ROOT: u8 = 1 << 3;
const KEYED_HASH: u8 = 1 << 4;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn blocks() -> impl Strategy<Value = Vec<[u8; BLOCK]>> {
        prop::collection::vec(prop::array::uniform32(any::<[u8; 2]>()), 0..70).prop_map(|halves| {
            let block = |pairs: [[u8; 2]; 32]| std::array::from_fn(|at| pairs[at / 2][at % 2]);
            halves.into_iter().map(block).collect()
        })
    }

    proptest! {
        #[test]
        fn every_lane_gives_plain_keyed_blake3(key in any::<[u8; 32]>(), blocks in blocks()) {
            let plain: Vec<u64> =
                blocks.iter().map(|block| first_word(blake3::keyed_hash(&key, block).as_bytes())).collect();
            for platform in [Platform::detect(), Platform::Portable] {
                let mut out = vec![7];
                hash_blocks_on(platform, &key, &blocks, &mut out);
                prop_assert_eq!(&out[1..], &plain[..]);
            }
        }
    }
}
