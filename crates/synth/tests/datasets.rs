//! The committed files are what the code makes.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "csv"))
        .map(|path| path.strip_prefix(folder).unwrap().to_owned())
        .collect();
    found.sort();
    found
}

#[test]
fn the_shipped_files_are_made_by_this_code() {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../datasets");
    let made = tempfile::tempdir().unwrap();
    assay_synth::datasets::write(made.path()).unwrap();
    for folder in ["", "samples"] {
        let (shipped, made) = (shipped.join(folder), made.path().join(folder));
        assert_eq!(files(&shipped), files(&made));
        for file in files(&made) {
            let same = fs::read(shipped.join(&file)).unwrap() == fs::read(made.join(&file)).unwrap();
            assert!(same, "{} differs: run the example `datasets`", file.display());
        }
    }
    assert_eq!(files(&shipped.join("samples")).len(), 14);
}
