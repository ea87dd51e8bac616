//! What makes a report defensible: hashes, times, the command.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Context;
use assay_index::Index;
use assay_report::{Evidence, Input, Role, Tool};
use assay_sample::pack::Watch;
use sha2::{Digest, Sha256};

/// This program.
pub(crate) fn tool() -> Tool {
    Tool {
        name: env!("CARGO_PKG_NAME").to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// Name and version in one text.
pub(crate) fn tool_name() -> String {
    format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))
}

/// Evidence of a run that begins now.
pub(crate) fn begin() -> Evidence {
    Evidence {
        command: std::env::args_os()
            .map(|arg| arg.to_string_lossy().into_owned())
            .collect(),
        started: Some(now()),
        ..Evidence::default()
    }
}

/// The time, with its offset from UTC.
pub(crate) fn now() -> String {
    jiff::Zoned::now().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// The day, here.
pub(crate) fn today() -> jiff::civil::Date {
    jiff::Zoned::now().date()
}

/// Hashes of the files of an input as they go by.
#[derive(Clone, Default)]
pub(crate) struct Hashes(Arc<Mutex<Vec<OfFile>>>);

/// Hashes of one file.
struct OfFile {
    path: PathBuf,
    blake3: blake3::Hasher,
    sha256: Sha256,
    bytes: u64,
}

impl Hashes {
    /// Hashes of a whole file.
    pub(crate) fn of_file(path: &Path) -> anyhow::Result<Hashes> {
        let mut hashes = Hashes::default();
        let mut file = std::fs::File::open(path).with_context(|| format!("{}: can't open", path.display()))?;
        let mut buffer = vec![0u8; 1 << 16];
        hashes.begin(path);
        loop {
            match file
                .read(&mut buffer)
                .with_context(|| format!("{}: can't read", path.display()))?
            {
                0 => return Ok(hashes),
                read => hashes.bytes(&buffer[..read]),
            }
        }
    }

    /// The files as inputs of a report, of a folder in the order in which they were read.
    pub(crate) fn inputs(&self, role: Role) -> Vec<Input> {
        let input = |file: &OfFile| Input {
            blake3: Some(file.blake3.finalize().to_hex().to_string()),
            sha256: Some(hex::encode(file.sha256.clone().finalize())),
            ..Input::new(role, &file.path.to_string_lossy(), file.bytes)
        };
        self.files().iter().map(input).collect()
    }

    fn files(&self) -> MutexGuard<'_, Vec<OfFile>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watch for Hashes {
    fn begin(&mut self, path: &Path) {
        self.files().push(OfFile {
            path: path.to_owned(),
            blake3: blake3::Hasher::new(),
            sha256: Sha256::new(),
            bytes: 0,
        });
    }

    fn bytes(&mut self, bytes: &[u8]) {
        if let Some(file) = self.files().last_mut() {
            file.blake3.update(bytes);
            file.sha256.update(bytes);
            file.bytes += bytes.len() as u64;
        }
    }
}

/// An index as an input: known by its seal, which covers the roots of all shards, not by a pass over
/// gigabytes.
pub(crate) fn index_input(index: &Index) -> Input {
    let bytes = std::fs::metadata(index.path()).map_or(0, |metadata| metadata.len());
    Input {
        seal: Some(index.seal()),
        ..Input::new(Role::Index, &index.path().to_string_lossy(), bytes)
    }
}
