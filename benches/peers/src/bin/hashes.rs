//! What a keyed hash of a short message costs, on one core.
//!
//! `hashes --keys FILE --rounds 3`

use std::hash::Hasher;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::ensure;
use assay_bench_peers::arguments::Arguments;
use assay_bench_peers::keys::Keys;
use assay_bench_peers::libraries::SECRET;
use blake3::IncrementCounter;
use blake3::platform::Platform;
use serde_json::json;
use siphasher::sip::{SipHasher13, SipHasher24};

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::read()?;
    let keys = Keys::read(&arguments.get::<PathBuf>("keys")?)?;
    let blocks: Vec<Block> = keys.all().filter(|key| key.len() < 64).map(block).collect();
    ensure!(!blocks.is_empty(), "there are no keys");
    // Two ways to the same hashes: the lanes must agree with the plain function.
    ensure!(
        blake3_one(&blocks) == blake3_lanes(&blocks),
        "the lanes' hashes differ from those of blake3::keyed_hash"
    );
    for _ in 0..arguments.get::<u32>("rounds")? {
        measure("BLAKE3 keyed, one at a time", 32, &blocks, blake3_one);
        measure("BLAKE3 keyed, 16 at once", 32, &blocks, blake3_lanes);
        measure("BLAKE2b keyed", 32, &blocks, blake2b);
        measure("SipHash-2-4", 16, &blocks, |blocks| {
            sip(blocks, || SipHasher24::new_with_key(&half()))
        });
        measure("SipHash-1-3", 16, &blocks, |blocks| {
            sip(blocks, || SipHasher13::new_with_key(&half()))
        });
    }
    Ok(())
}

/// A message padded as assay pads it, and its length before.
struct Block {
    bytes: [u8; 64],
    length: usize,
}

fn block(message: &[u8]) -> Block {
    let mut bytes = [0; 64];
    bytes[..message.len()].copy_from_slice(message);
    bytes[message.len()] = 0x80;
    Block {
        bytes,
        length: message.len(),
    }
}

/// `hash` folds the hashes of all messages into one number, so that none can be left out.
fn measure(name: &str, key_bytes: usize, blocks: &[Block], hash: impl Fn(&[Block]) -> u64) {
    let started = Instant::now();
    black_box(hash(black_box(blocks)));
    let each = started.elapsed().as_nanos() as f64 / blocks.len() as f64;
    println!(
        "{}",
        json!({"name": name, "key_bytes": key_bytes, "messages": blocks.len(), "ns": each})
    );
}

fn half() -> [u8; 16] {
    *SECRET.first_chunk().expect("half of the key")
}

fn first(bytes: &[u8]) -> u64 {
    u64::from_le_bytes(bytes[..8].try_into().expect("eight bytes"))
}

fn blake3_one(blocks: &[Block]) -> u64 {
    let hashes = blocks
        .iter()
        .map(|block| first(blake3::keyed_hash(&SECRET, &block.bytes).as_bytes()));
    hashes.fold(0, |folded, hash| folded ^ hash)
}

fn blake3_lanes(blocks: &[Block]) -> u64 {
    let platform = Platform::detect();
    let words = std::array::from_fn(|n| u32::from_le_bytes(SECRET[4 * n..4 * n + 4].try_into().expect("four bytes")));
    let mut out = [0u8; 32 * LANES];
    blocks.chunks(LANES).fold(0, |folded, chunk| {
        let mut inputs = [&chunk[0].bytes; LANES];
        inputs
            .iter_mut()
            .zip(chunk)
            .for_each(|(input, block)| *input = &block.bytes);
        platform.hash_many(
            &inputs[..chunk.len()],
            &words,
            0,
            IncrementCounter::No,
            KEYED_HASH,
            CHUNK_START,
            CHUNK_END | ROOT,
            &mut out,
        );
        let hashes = out.chunks_exact(32).take(chunk.len()).map(first);
        hashes.fold(folded, |folded, hash| folded ^ hash)
    })
}

fn blake2b(blocks: &[Block]) -> u64 {
    let mut parameters = blake2b_simd::Params::new();
    parameters.hash_length(8).key(&SECRET);
    let hashes = blocks
        .iter()
        .map(|block| first(parameters.hash(&block.bytes[..block.length]).as_bytes()));
    hashes.fold(0, |folded, hash| folded ^ hash)
}

fn sip<H: Hasher>(blocks: &[Block], new: impl Fn() -> H) -> u64 {
    blocks.iter().fold(0, |folded, block| {
        let mut hasher = new();
        hasher.write(&block.bytes[..block.length]);
        folded ^ hasher.finish()
    })
}

const LANES: usize = 16;
// Flags of the compression function (BLAKE3, section 2.2).
const CHUNK_START: u8 = 1;
const CHUNK_END: u8 = 2;
const ROOT: u8 = 8;
const KEYED_HASH: u8 = 16;
