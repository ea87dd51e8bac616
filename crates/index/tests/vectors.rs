//! The test vectors of format 1, which an independent BLAKE3 wrote: `tests/vectors/README.md`.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use assay_fields::{Class, Kind, default_links};
use assay_index::{Digester, Error, Key, Keyed, Messages};
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    format: u32,
    digests: Vec<DigestVector>,
    key_ids: Vec<IdVector>,
    seals: Vec<SealVector>,
    key_files: Vec<FileVector>,
    bad_key_files: Vec<BadFileVector>,
}

#[derive(Deserialize)]
struct DigestVector {
    key: String,
    class: String,
    versions: Vec<u32>,
    values: Vec<String>,
    message: String,
    digest: String,
}

#[derive(Deserialize)]
struct IdVector {
    key: String,
    id: String,
}

#[derive(Deserialize)]
struct SealVector {
    key: String,
    manifest: String,
    seal: String,
}

#[derive(Deserialize)]
struct FileVector {
    what: String,
    file: String,
    key: String,
}

#[derive(Deserialize)]
struct BadFileVector {
    what: String,
    file: String,
    reason: String,
}

#[test]
fn digests() {
    let vectors = vectors().digests;
    assert!(!vectors.is_empty());
    for (at, vector) in vectors.iter().enumerate() {
        let class: Class = vector.class.parse().unwrap();
        let place = format!("digest vector {at} (from 0), class {class}");
        assert_eq!(class.to_string(), vector.class, "{place}: the class's name");
        assert_eq!(class.versions(), vector.versions, "{place}: versions");
        let message = vector.values.join("\u{1f}");
        let values: Vec<&[u8]> = vector.values.iter().map(|value| value.as_bytes()).collect();
        assert_eq!(hex::encode(&message), vector.message, "{place}: the message");
        let expected = u64::from_str_radix(&vector.digest, 16).unwrap();
        let mut messages = Messages::default();
        messages.push(&values);
        // Alone and among others; with the subkey made beforehand and on the way.
        messages.push(&[b"another"]);
        messages.push(&values);
        for prepared in [vec![], vec![class.clone()]] {
            let keyed = Keyed::new(&key(&vector.key), prepared);
            let mut out = Vec::new();
            keyed.digest(&class, &messages, &mut out).unwrap();
            assert_eq!(out.len(), 3, "{place}");
            assert_eq!((out[0], out[2]), (expected, expected), "{place}: the digest");
            assert_ne!(out[1], expected, "{place}");
        }
    }
}

#[test]
fn the_vectors_cover_every_class_and_every_edge_of_the_padding() {
    let vectors = vectors().digests;
    let classes: BTreeSet<&str> = vectors.iter().map(|vector| vector.class.as_str()).collect();
    let links = default_links(&Kind::ALL);
    assert!(!links.is_empty());
    for class in Kind::ALL.into_iter().map(Class::single).chain(links) {
        assert!(
            classes.contains(class.to_string().as_str()),
            "no vector of class {class}"
        );
    }
    let lengths: BTreeSet<usize> = vectors.iter().map(|vector| vector.message.len() / 2).collect();
    for length in [0, 1, 55, 62, 63, 64, 65, 127, 128, 200, 1000] {
        assert!(lengths.contains(&length), "no message of {length} bytes");
    }
    let inputs: BTreeSet<_> = vectors.iter().map(|v| (&v.key, &v.class, &v.message)).collect();
    let digests: BTreeSet<_> = vectors.iter().map(|v| &v.digest).collect();
    assert_eq!(inputs.len(), digests.len(), "two inputs share a digest");
}

#[test]
fn key_ids() {
    let vectors = vectors().key_ids;
    assert!(!vectors.is_empty());
    for vector in vectors {
        let key = key(&vector.key);
        assert_eq!(key.id().to_string(), vector.id);
        assert_eq!(Keyed::new(&key, []).key_id(), key.id());
    }
}

#[test]
fn seals() {
    let vectors = vectors().seals;
    assert!(!vectors.is_empty());
    for (at, vector) in vectors.iter().enumerate() {
        let (key, manifest) = (key(&vector.key), vector.manifest.as_bytes());
        let seal = hex::decode(&vector.seal).unwrap();
        assert_eq!(key.seal(manifest).as_slice(), seal, "seal vector {at} (from 0)");
        assert!(key.has_sealed(manifest, &seal));
        assert!(!key.has_sealed(&[manifest, b" "].concat(), &seal));
        assert!(!key.has_sealed(manifest, &seal[1..]));
    }
}

#[test]
fn key_files() {
    let vectors = vectors().key_files;
    assert!(!vectors.is_empty());
    for vector in vectors {
        let file = hex::decode(&vector.file).unwrap();
        let read = Key::read_from(file.as_slice(), Path::new("k"));
        let read = read.unwrap_or_else(|error| panic!("{}: {error}", vector.what));
        assert_eq!(read.id(), key(&vector.key).id(), "{}", vector.what);
    }
}

#[test]
fn bad_key_files() {
    let vectors = vectors().bad_key_files;
    assert!(!vectors.is_empty());
    for BadFileVector { what, file, reason } in vectors {
        let file = hex::decode(&file).unwrap();
        let error = Key::read_from(file.as_slice(), Path::new("k")).expect_err(&what);
        let Error::BadKey { found, .. } = error else {
            panic!("{what}: refused as {error}");
        };
        let expected = match reason.as_str() {
            "no_line" => "no such line",
            "several_lines" => "several lines",
            "other_line" => "another line",
            "digit_count" => "another number of digits",
            "not_hexadecimal" => "a character that is no hexadecimal digit",
            "not_text" => "bytes that are no text",
            other => panic!("{what}: `{other}` is no reason"),
        };
        assert_eq!(found, expected, "{what}");
    }
}

fn vectors() -> Vectors {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/format-1/digests.json");
    let text = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let vectors: Vectors = serde_json::from_slice(&text).unwrap();
    assert_eq!(vectors.format, 1);
    vectors
}

/// Test keys only.
fn key(digits: &str) -> Key {
    let mut bytes = [0u8; 32];
    hex::decode_to_slice(digits, &mut bytes).unwrap();
    Key::from_bytes(bytes)
}
