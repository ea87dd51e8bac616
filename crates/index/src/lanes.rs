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

/// The lanes, on their way to be filled with messages. Wiped when dropped.
pub(crate) struct Lanes {
    platform: Platform,
    key: [u32; 8],
    blocks: [[u8; BLOCK]; MAX_SIMD_DEGREE],
    /// Where each lane's digest goes.
    places: [usize; MAX_SIMD_DEGREE],
    filled: usize,
}

impl Lanes {
    /// Lanes under a key.
    pub(crate) fn new(key: &[u8; 32]) -> Lanes {
        let mut words = [0; 8];
        for (word, bytes) in words.iter_mut().zip(key.chunks_exact(4)) {
            *word = bytes.iter().rev().fold(0, |word, byte| word << 8 | u32::from(*byte));
        }
        Lanes {
            platform: Platform::detect(),
            key: words,
            blocks: [[0; BLOCK]; MAX_SIMD_DEGREE],
            places: [0; MAX_SIMD_DEGREE],
            filled: 0,
        }
    }

    /// Takes a message of fewer than 64 bytes, whose digest goes to `out[place]`, now or with a later message.
    pub(crate) fn push(&mut self, message: &[u8], place: usize, out: &mut [u64]) {
        let block = &mut self.blocks[self.filled];
        block[..message.len()].copy_from_slice(message);
        block[message.len()] = PADDING;
        block[message.len() + 1..].fill(0);
        self.places[self.filled] = place;
        self.filled += 1;
        if self.filled == MAX_SIMD_DEGREE {
            self.flush(out);
        }
    }

    /// Hashes what is left.
    pub(crate) fn flush(&mut self, out: &mut [u64]) {
        let inputs: [&[u8; BLOCK]; MAX_SIMD_DEGREE] = std::array::from_fn(|lane| &self.blocks[lane]);
        let mut hashes = [0u8; 32 * MAX_SIMD_DEGREE];
        self.platform.hash_many(
            &inputs[..self.filled],
            &self.key,
            0,
            IncrementCounter::No,
            KEYED_HASH,
            CHUNK_START,
            CHUNK_END | ROOT,
            &mut hashes,
        );
        for (hash, place) in hashes.chunks_exact(32).zip(&self.places[..self.filled]) {
            out[*place] = first_word(hash);
        }
        self.filled = 0;
    }
}

impl Drop for Lanes {
    fn drop(&mut self) {
        self.key.zeroize();
        self.blocks.zeroize();
    }
}

/// The first 8 bytes of a hash, little-endian.
pub(crate) fn first_word(hash: &[u8]) -> u64 {
    let mut first = [0u8; 8];
    first.copy_from_slice(&hash[..8]);
    u64::from_le_bytes(first)
}

/// What follows a message before the zeros.
pub(crate) const PADDING: u8 = 0x80;
// The flags of the BLAKE3 specification (O'Connor, Aumasson, Neves & Wilcox-O'Hearn, 2020), table 3.
const CHUNK_START: u8 = 1 << 0;
const CHUNK_END: u8 = 1 << 1;
const ROOT: u8 = 1 << 3;
const KEYED_HASH: u8 = 1 << 4;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_lane_gives_plain_keyed_blake3(
            key in any::<[u8; 32]>(),
            messages in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..BLOCK), 0..70),
        ) {
            let mut lanes = Lanes::new(&key);
            let mut out = vec![0; messages.len()];
            for (at, message) in messages.iter().enumerate() {
                lanes.push(message, at, &mut out);
            }
            lanes.flush(&mut out);
            for (digest, message) in out.iter().zip(&messages) {
                let mut block = [0u8; BLOCK];
                block[..message.len()].copy_from_slice(message);
                block[message.len()] = PADDING;
                prop_assert_eq!(*digest, first_word(blake3::keyed_hash(&key, &block).as_bytes()));
            }
        }
    }

    #[test]
    fn the_portable_code_agrees() {
        let key = *b"0123456789abcdefghijklmnopqrstuv";
        let (mut fast, mut plain) = (Lanes::new(&key), Lanes::new(&key));
        plain.platform = Platform::Portable;
        let (mut a, mut b) = (vec![0; 100], vec![0; 100]);
        for at in 0..100 {
            let message = vec![at as u8; at % BLOCK];
            fast.push(&message, at, &mut a);
            plain.push(&message, at, &mut b);
        }
        fast.flush(&mut a);
        plain.flush(&mut b);
        assert_eq!(a, b);
    }
}
