//! The frame of an index or a sealed sample, read from the format's description and not by the program's own code:
//! 8 bytes of magic, 4 of version, then sections of a tag (4), a length (8, little-endian) and content.

use std::ops::Range;

/// A section: its tag, where its head begins, and where its content lies.
pub(crate) struct Section {
    pub(crate) tag: [u8; 4],
    pub(crate) head: usize,
    pub(crate) content: Range<usize>,
}

pub(crate) fn sections(file: &[u8]) -> Vec<Section> {
    let mut found = Vec::new();
    let mut at = 12;
    while at < file.len() {
        let len = u64::from_le_bytes(file[at + 4..at + 12].try_into().unwrap()) as usize;
        found.push(Section {
            tag: file[at..at + 4].try_into().unwrap(),
            head: at,
            content: at + 12..at + 12 + len,
        });
        at += 12 + len;
    }
    assert_eq!(at, file.len(), "sections fill the file");
    found
}

/// The file with another manifest, whose plain hash fits. With a key the seal fits too: what a holder of the key
/// could write.
pub(crate) fn with_manifest(file: &[u8], key: Option<[u8; 32]>, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut json = String::new();
    let mut changed = file[..12].to_vec();
    for section in sections(file) {
        let mut content = file[section.content].to_vec();
        if section.tag == *b"MANI" {
            json = change(std::str::from_utf8(&content[32..]).unwrap());
            assert_ne!(json.as_bytes(), &content[32..], "the change changes something");
            content = [blake3::hash(json.as_bytes()).as_bytes(), json.as_bytes()].concat();
        }
        if let Some(key) = key.filter(|_| section.tag == *b"SEAL") {
            assert!(!json.is_empty(), "the seal follows the manifest");
            let subkey = blake3::derive_key("assay 1 manifest seal", &key);
            content = blake3::keyed_hash(&subkey, json.as_bytes()).as_bytes().to_vec();
        }
        changed.extend(section.tag);
        changed.extend((content.len() as u64).to_le_bytes());
        changed.extend(content);
    }
    changed
}
