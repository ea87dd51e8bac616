use std::collections::HashMap;

use assay_fields::Class;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::lanes::{self, BLOCK};
use crate::{Error, Key, KeyId, Scheme};

/// A batch of messages of one class: canonical values, of a link joined by 0x1F. They are padded as they are hashed.
#[derive(Default)]
pub struct Messages {
    /// One block a message.
    blocks: Vec<[u8; BLOCK]>,
    /// Bytes of each message without its padding.
    lens: Vec<u32>,
    /// Messages that need more than a block, padded, each with its place.
    long: Vec<(usize, Vec<u8>)>,
}

impl Messages {
    /// Adds the message that consists of `values`.
    pub fn push(&mut self, values: &[&[u8]]) {
        let len = values.iter().map(|value| value.len()).sum::<usize>() + values.len().saturating_sub(1);
        self.lens.push(len as u32);
        let mut block = [0; BLOCK];
        if len < BLOCK {
            fill(&mut block, values);
        } else {
            let mut padded = vec![0; (len + 1).next_multiple_of(BLOCK)];
            fill(&mut padded, values);
            self.long.push((self.blocks.len(), padded));
        }
        self.blocks.push(block);
    }

    /// Forgets all messages and keeps the memory.
    pub fn clear(&mut self) {
        self.blocks.clear();
        self.lens.clear();
        self.long.clear();
    }

    /// How many messages there are.
    pub fn len(&self) -> usize {
        self.blocks.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The messages, without their padding, in the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let mut long = self.long.iter();
        self.blocks.iter().zip(&self.lens).map(move |(block, len)| {
            let len = *len as usize;
            match len < BLOCK {
                true => &block[..len],
                false => long.next().map_or(&[][..], |(_, padded)| &padded[..len]),
            }
        })
    }
}

/// Writes values, joined, and the byte that ends them over zeros.
fn fill(padded: &mut [u8], values: &[&[u8]]) {
    let mut at = 0;
    for (n, value) in values.iter().enumerate() {
        if n > 0 {
            padded[at] = SEPARATOR;
            at += 1;
        }
        padded[at..at + value.len()].copy_from_slice(value);
        at += value.len();
    }
    padded[at] = PADDING;
}

// Messages are canonical values: Debug shows how many.
impl std::fmt::Debug for Messages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Messages")
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

/// The seam between keyed and oblivious: what turns a batch of canonical values into a batch of digests.
pub trait Digester: Send + Sync {
    /// The public name of the key.
    fn key_id(&self) -> KeyId;

    /// The way in which digests are made.
    fn scheme(&self) -> Scheme;

    /// Appends the digests of `messages`, in order, to `out`.
    ///
    /// # Errors
    /// A digester in-process has none; one that asks a service may fail to reach it.
    fn digest(&self, class: &Class, messages: &Messages, out: &mut Vec<u64>) -> Result<(), Error>;
}

/// Digests made in-process with BLAKE3 under subkeys of a key.
pub struct Keyed {
    id: KeyId,
    key: Key,
    subkeys: HashMap<Class, Subkey>,
}

impl Keyed {
    /// A digester under `key` for `classes`.
    pub fn new(key: &Key, classes: impl IntoIterator<Item = Class>) -> Keyed {
        let subkeys = classes
            .into_iter()
            .map(|class| {
                let subkey = Subkey::of_class(key, &class);
                (class, subkey)
            })
            .collect();
        Keyed {
            id: key.id(),
            key: key.clone(),
            subkeys,
        }
    }
}

impl Digester for Keyed {
    fn key_id(&self) -> KeyId {
        self.id
    }

    fn scheme(&self) -> Scheme {
        Scheme::Keyed
    }

    fn digest(&self, class: &Class, messages: &Messages, out: &mut Vec<u64>) -> Result<(), Error> {
        let derived;
        let subkey = match self.subkeys.get(class) {
            Some(subkey) => subkey,
            None => {
                derived = Subkey::of_class(&self.key, class);
                &derived
            }
        };
        subkey.digest(messages, out);
        Ok(())
    }
}

/// The key of one class; wiped when dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
struct Subkey([u8; 32]);

impl Subkey {
    /// BLAKE3 key derivation from key ‖ class name ‖ versions of its kinds, each behind its length in bytes
    /// (64 bits, little-endian), the versions as 32-bit little-endian numbers.
    fn of_class(key: &Key, class: &Class) -> Subkey {
        let name = class.to_string();
        let versions: Vec<u8> = class.versions().into_iter().flat_map(u32::to_le_bytes).collect();
        let mut hasher = blake3::Hasher::new_derive_key(SUBKEY_CONTEXT);
        for part in [key.bytes().as_slice(), name.as_bytes(), &versions] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        let subkey = Subkey(*hasher.finalize().as_bytes());
        hasher.zeroize();
        subkey
    }

    /// Appends the digests of all messages: of each the first 8 bytes, little-endian, of the keyed hash of the message,
    /// 0x80 and zeros to a multiple of 64 bytes. The padding makes nearly every message one whole block, and those
    /// are hashed many at a time.
    fn digest(&self, messages: &Messages, out: &mut Vec<u64>) {
        let start = out.len();
        lanes::hash_blocks(&self.0, &messages.blocks, out);
        for (place, padded) in &messages.long {
            out[start + place] = lanes::first_word(blake3::keyed_hash(&self.0, padded).as_bytes());
        }
    }
}

/// Folds a digest into a running 64-bit fingerprint of several digests of one row. Not a keyed hash by
/// itself: its inputs are.
pub fn mix(fingerprint: u64, digest: u64) -> u64 {
    // The finaliser of SplitMix64 (Steele, Lea & Flood, 2014) over the sum with an odd multiple.
    let mut x = fingerprint.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(digest);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// What joins the canonical values of a message.
const SEPARATOR: u8 = 0x1F;
/// What follows a message before the zeros.
const PADDING: u8 = 0x80;
const SUBKEY_CONTEXT: &str = "assay 1 class subkey";
