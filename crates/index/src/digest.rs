use std::collections::HashMap;

use assay_fields::Class;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::lanes::{BLOCK, Lanes, PADDING, first_word};
use crate::{Error, Key, KeyId, Scheme};

/// A batch of messages of one class: canonical values, of a link joined by 0x1F.
#[derive(Default)]
pub struct Messages {
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

impl Messages {
    /// Adds a message.
    pub fn push(&mut self, message: &[u8]) {
        self.bytes.extend_from_slice(message);
        self.ends.push(self.bytes.len() as u32);
    }

    /// Forgets all messages and keeps the memory.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    /// How many messages there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The messages in the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0usize;
        self.ends.iter().map(move |&end| {
            let message = &self.bytes[start..end as usize];
            start = end as usize;
            message
        })
    }
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
        out.resize(start + messages.len(), 0);
        let out = &mut out[start..];
        let mut lanes = Lanes::new(&self.0);
        for (place, message) in messages.iter().enumerate() {
            if message.len() < BLOCK {
                lanes.push(message, place, out);
            } else {
                out[place] = self.digest_long(message);
            }
        }
        lanes.flush(out);
    }

    fn digest_long(&self, message: &[u8]) -> u64 {
        let mut padded = Vec::with_capacity(message.len() + BLOCK);
        padded.extend_from_slice(message);
        padded.push(PADDING);
        padded.resize(padded.len().next_multiple_of(BLOCK), 0);
        let hash = blake3::keyed_hash(&self.0, &padded);
        padded.zeroize();
        first_word(hash.as_bytes())
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

const SUBKEY_CONTEXT: &str = "assay 1 class subkey";
