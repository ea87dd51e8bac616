use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::Path;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::Error;

/// 32 secret bytes. Without them an index says nothing; with them every value of a small space can be
/// tried, so a key and an index travel apart.
///
/// The bytes are wiped when the key is dropped, and neither `Debug` nor an error shows them.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Key([u8; 32]);

/// The public name of a key: the first 8 bytes of a hash of it, in hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KeyId([u8; 8]);

impl Key {
    /// A new key from the operating system's random source.
    pub fn generate() -> Result<Key, Error> {
        let mut bytes = [0u8; 32];
        getrandom::fill(&mut bytes).map_err(|error| Error::Io {
            what: "read the operating system's random source",
            path: "random".into(),
            source: std::io::Error::other(error),
        })?;
        Ok(Key(bytes))
    }

    /// A key of given bytes: for test vectors.
    pub const fn from_bytes(bytes: [u8; 32]) -> Key {
        Key(bytes)
    }

    /// The key's public name.
    pub fn id(&self) -> KeyId {
        let hash = blake3::Hasher::new_derive_key(ID_CONTEXT).update(&self.0).finalize();
        let mut id = [0u8; 8];
        id.copy_from_slice(&hash.as_bytes()[..8]);
        KeyId(id)
    }

    /// Writes the key to a new file that only its owner can read (mode 0600). A file that is there already
    /// is an error and stays as it is: a lost key makes its index worthless.
    pub fn write_new(&self, path: &Path) -> Result<(), Error> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => Error::KeyExists { path: path.to_owned() },
            std::io::ErrorKind::NotFound => Error::NoFolder { path: path.to_owned() },
            _ => Error::io("create the key file", path, error),
        })?;
        let mut hex = Zeroizing::new(hex::encode(self.0));
        let text = Zeroizing::new(format!(
            "# assay key {}: secret; keep it apart from the index\n{PREFIX}{}\n",
            self.id(),
            *hex
        ));
        hex.zeroize();
        let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
        if let Err(error) = written {
            // A key cut short would be taken for damage later; better no file at all.
            let _ = std::fs::remove_file(path);
            return Err(Error::io("write the key file", path, error));
        }
        Ok(())
    }

    /// Reads a key file.
    pub fn read(path: &Path) -> Result<Key, Error> {
        let file = File::open(path).map_err(|error| Error::io("open the key file", path, error))?;
        Key::read_from(file, path)
    }

    /// Reads a key from a stream, such as standard input; `path` names it in errors.
    pub fn read_from(mut stream: impl Read, path: &Path) -> Result<Key, Error> {
        let mut text = Zeroizing::new(Vec::with_capacity(512));
        stream
            .by_ref()
            .take(MAX_FILE + 1)
            .read_to_end(&mut text)
            .map_err(|error| Error::io("read the key file", path, error))?;
        let bad = |found| Error::BadKey {
            path: path.to_owned(),
            expected: "a line `assay-key-1:` with 64 hexadecimal digits",
            found,
        };
        if text.len() as u64 > MAX_FILE {
            return Err(bad("a file of more than 4,096 bytes"));
        }
        let text = std::str::from_utf8(&text).map_err(|_| bad("bytes that are no text"))?;
        let mut lines = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        let line = lines.next().ok_or_else(|| bad("no such line"))?;
        if lines.next().is_some() {
            return Err(bad("several lines"));
        }
        let digits = line.strip_prefix(PREFIX).ok_or_else(|| bad("another line"))?;
        let mut bytes = [0u8; 32];
        let decoded = hex::decode_to_slice(digits, &mut bytes).map_err(|error| {
            bad(match error {
                hex::FromHexError::InvalidHexCharacter { .. } => "a character that is no hexadecimal digit",
                _ => "another number of digits",
            })
        });
        let key = Key(bytes);
        bytes.zeroize();
        decoded?;
        Ok(key)
    }

    /// The keyed hash that only a holder of the key can put under a manifest.
    pub fn seal(&self, manifest: &[u8]) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new_derive_key(SEAL_CONTEXT);
        hasher.update(&self.0);
        let mut subkey = *hasher.finalize().as_bytes();
        hasher.zeroize();
        let seal = blake3::keyed_hash(&subkey, manifest);
        subkey.zeroize();
        *seal.as_bytes()
    }

    /// Whether `seal` is this key's under `manifest`, compared in constant time.
    pub fn has_sealed(&self, manifest: &[u8], seal: &[u8]) -> bool {
        let seal = <[u8; 32]>::try_from(seal).map(blake3::Hash::from_bytes);
        seal.is_ok_and(|seal| seal == blake3::Hash::from_bytes(self.seal(manifest)))
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.id())
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

impl FromStr for KeyId {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, String> {
        let mut id = [0u8; 8];
        hex::decode_to_slice(s, &mut id).map_err(|_| "a key id has 16 hexadecimal digits".to_owned())?;
        Ok(KeyId(id))
    }
}

impl TryFrom<String> for KeyId {
    type Error = String;

    fn try_from(s: String) -> Result<Self, String> {
        s.parse()
    }
}

impl From<KeyId> for String {
    fn from(id: KeyId) -> String {
        id.to_string()
    }
}

const PREFIX: &str = "assay-key-1:";
const ID_CONTEXT: &str = "assay 1 key id";
const SEAL_CONTEXT: &str = "assay 1 manifest seal";
/// A key file has two lines; anything larger is another file.
const MAX_FILE: u64 = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_its_file_and_is_never_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.key");
        let key = Key::generate().unwrap();
        key.write_new(&path).unwrap();
        assert_eq!(Key::read(&path).unwrap().bytes(), key.bytes());
        let before = std::fs::read(&path).unwrap();
        assert!(Key::generate().unwrap().write_new(&path).is_err());
        assert_eq!(std::fs::read(&path).unwrap(), before);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn debug_and_errors_hide_the_bytes() {
        let key = Key::from_bytes([0xAB; 32]);
        assert!(!format!("{key:?}").contains("abab"));
        let path = Path::new("k");
        for text in [
            "",
            "assay-key-1:abab",
            "abababab",
            "assay-key-1:zz",
            &format!("{PREFIX}{}\nmore\n", "ab".repeat(32)),
        ] {
            let error = Key::read_from(text.as_bytes(), path).unwrap_err().to_string();
            assert!(!error.contains("abab") && !error.contains("zz"), "{error}");
        }
        assert!(Key::read_from(&[0xFF, 0xFE][..], path).is_err());
        let padded = format!("{PREFIX}{}\n#{}\n", "ab".repeat(32), " ".repeat(4_096));
        assert!(Key::read_from(padded.as_bytes(), path).is_err());
    }
}
