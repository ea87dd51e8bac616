//! Folders, files that can't be read, and the watcher.

use std::{fs, path::PathBuf};

use assay_sample::pack::{PackError, Source, Unpacking};

use crate::{
    make,
    run::{Seen, all},
};

#[test]
fn a_folder_is_walked_in_the_order_of_its_paths() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("a")).unwrap();
    let files: &[(&str, Vec<u8>)] = &[
        ("a/z.csv", b"a/z\n".to_vec()),
        ("a-b.csv", b"a-b\n".to_vec()),
        ("B.csv.gz", make::gz(b"B\n")),
        ("c.zip", make::zip(&[("c.csv", b"c\n")])),
        ("d.pdf", b"%PDF-1.7".to_vec()),
        ("e.sqlite", b"SQLite format 3\0".to_vec()),
        (".DS_Store", b"junk".to_vec()),
        ("none.csv", Vec::new()),
    ];
    for (name, bytes) in files {
        fs::write(at(name), bytes).unwrap();
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/passwd", at("link.csv")).unwrap();
    let seen = Seen::default();
    let unpacking = Unpacking {
        watch: Some(Box::new(seen.clone())),
        ..Unpacking::default()
    };
    let got = all(Source::Path(folder.path().to_owned()), unpacking);
    assert_eq!(
        got.whole(),
        [&b"B\n"[..], b"a-b\n", b"a/z\n", b"c\n", b"SQLite format 3\0"]
    );
    let mut reasons = got.reasons();
    reasons.sort_unstable();
    let expected: &[&str] = if cfg!(unix) {
        &["empty", "junk", "link", "unread_form"]
    } else {
        &["empty", "junk", "unread_form"]
    };
    assert_eq!(reasons, expected);
    let seen = seen.0.lock().unwrap();
    let paths: Vec<PathBuf> = seen.iter().map(|(path, _)| path.into()).collect();
    let order = [
        "B.csv.gz", "a-b.csv", "a/z.csv", "c.zip", "d.pdf", "e.sqlite", "none.csv",
    ]
    .map(at);
    assert_eq!(paths, order);
    for (path, bytes) in seen.iter() {
        assert_eq!(&fs::read(path).unwrap(), bytes);
    }
    assert_eq!(got.raw, seen.iter().map(|(_, bytes)| bytes.len() as u64).sum::<u64>());
}

#[test]
fn what_cannot_be_read_is_named() {
    let got = all(Source::Path("/no/such/file".into()), Unpacking::default());
    let error = got.end.unwrap_err();
    assert!(matches!(error, PackError::Io { .. }));
    assert!(error.to_string().contains("/no/such/file"), "{error}");
}

#[test]
fn an_empty_folder_holds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let got = all(Source::Path(folder.path().to_owned()), Unpacking::default());
    assert!(got.whole().is_empty());
    assert!(got.rejected.is_empty());
}
